//! Names of months and weekdays, in the languages in which exporters and people print them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::domain::fold;

/// The number of the month of this name, whole or as it is usually cut.
pub(super) fn month_named(word: &str) -> Option<u32> {
    static NUMBERS: LazyLock<BTreeMap<&str, u32>> = LazyLock::new(|| {
        let months = (1..).zip(MONTHS);
        months.flat_map(|(month, names)| names.split(' ').map(move |name| (name, month))).collect()
    });
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    NUMBERS.get(fold(word).as_str()).copied()
}

/// Whether the word is a weekday, whole or as it is usually cut.
pub(super) fn is_weekday(word: &str) -> bool {
    static DAYS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| WEEKDAYS.split(' ').collect());
    // Most dates have none.
    !word.is_empty() && DAYS.contains(fold(word).as_str())
}

/// Each month in Arabic, Czech, Danish, Dutch, English, Finnish, French, German, Greek, Hebrew, Hungarian, Indonesian,
/// Italian, Norwegian, Polish, Portuguese, Romanian, Russian, Spanish, Swedish, Thai, Turkish and Ukrainian, folded; a name
/// that declines stands there in the form of dates too. `listopad` is missing: November in Czech and Polish, October in
/// Croatian.
const MONTHS: [&str; 12] = [
    "january januar jänner januari janvier enero janeiro gennaio styczeń stycznia leden ledna \
     tammikuu tammikuuta ocak január ianuarie январь января jan janv ene gen ian sty led \
     tammi tammik oca янв \
     มกราคม ιανουαρίου ιαν січня \
     ינואר בינואר يناير",
    "february februar februari feber février fevrier febrero fevereiro febbraio luty lutego \
     únor února helmikuu helmikuuta şubat február februarie февраль февраля feb febr fév févr \
     fev lut úno helmi helmik şub фев февр \
     กุมภาพันธ์ φεβρουαρίου φεβ лютого \
     פברואר בפברואר فبراير",
    "march märz mars maart marzo março marco marts marzec marca březen března maaliskuu \
     maaliskuuta mart március martie maret март марта mar mär mrz mrt bře maalis maalisk márc мар \
     มีนาคม μαρτίου μαρ березня \
     מרץ במרץ مارس",
    "april avril abril aprile kwiecień kwietnia duben dubna huhtikuu huhtikuuta nisan április \
     aprilie апрель апреля apr avr abr kwi dub huhti huhtik nis ápr апр \
     เมษายน απριλίου απρ квітня \
     אפריל באפריל أبريل",
    "may mai maj maja mayo maio maggio mei květen května toukokuu toukokuuta mayıs május май \
     мая mag kvě touko toukok máj \
     พฤษภาคม μαΐου травня \
     מאי במאי مايو",
    "june juni juin junio junho giugno czerwiec czerwca červen června kesäkuu kesäkuuta \
     haziran június iunie июнь июня jun giu cze čvn kesä kesäk haz jún iun июн \
     มิถุนายน ιουνίου ιουν червня \
     יוני ביוני يونيو",
    "july juli juillet julio julho luglio lipiec lipca červenec července heinäkuu heinäkuuta \
     temmuz július iulie июль июля jul juil lug lip čvc heinä heinäk tem júl iul июл \
     กรกฎาคม ιουλίου ιουλ липня \
     יולי ביולי يوليو",
    "august augustus augusti août aout agosto sierpień sierpnia srpen srpna elokuu elokuuta \
     ağustos augusztus agustus август августа aug ago sie srp elo elok ağu agu авг \
     สิงหาคม αυγούστου αυγ серпня \
     אוגוסט באוגוסט أغسطس",
    "september septembre septiembre setiembre setembro settembre wrzesień września září \
     syyskuu syyskuuta eylül szeptember septembrie сентябрь сентября sep sept set wrz zář \
     syys syysk eyl szept сен сент \
     กันยายน σεπτεμβρίου σεπ вересня \
     ספטמבר בספטמבר سبتمبر",
    "october oktober octobre octubre outubro ottobre październik października říjen října \
     lokakuu lokakuuta ekim október octombrie октябрь октября oct okt out ott paź říj loka lokak \
     eki окт \
     ตุลาคม οκτωβρίου οκτ жовтня \
     אוקטובר באוקטובר أكتوبر",
    "november novembre noviembre novembro marraskuu marraskuuta kasım noiembrie ноябрь ноября \
     nov marras marrask kas noi ноя нояб \
     พฤศจิกายน νοεμβρίου νοε листопада \
     נובמבר בנובמבר نوفمبر",
    "december dezember décembre decembre diciembre dezembro dicembre grudzień grudnia \
     prosinec prosince joulukuu joulukuuta aralık decembrie desember декабрь декабря dec dez \
     déc dic gru pro joulu jouluk ara des дек \
     ธันวาคม δεκεμβρίου δεκ грудня \
     דצמבר בדצמבר ديسمبر",
];

/// Weekdays beside dates, in these languages, Japanese and Korean.
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs \
     fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi \
     do fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim \
     lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom segunda terça \
     quarta quinta sexta seg ter qua qui sex lunedì martedì mercoledì giovedì venerdì sabato \
     domenica gio maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo \
     måndag tisdag onsdag torsdag fredag lördag söndag mån tis ons tors fre lör sön mandag \
     tirsdag lørdag søndag man tir tor lør søn poniedziałek wtorek środa czwartek piątek sobota \
     niedziela pon wt śr czw pt sob niedz pondělí úterý středa čtvrtek pátek neděle po út st čt \
     pá ne maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai ti ke to pe la su \
     hétfő kedd szerda csütörtök péntek szombat vasárnap hét sze csüt pén szo vas luni marți \
     miercuri joi vineri sâmbătă duminică mie vin sâm dum pazartesi salı çarşamba perşembe cuma \
     cumartesi pazar pzt çar per cum cmt paz понедельник вторник среда четверг пятница суббота \
     воскресенье пн вт ср чт пт сб вс senin selasa rabu kamis jumat sabtu minggu sen sel rab \
     kam jum sab min 月 火 水 木 金 土 日 월 화 수 목 금 토 일";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_whole_and_cut_in_several_languages() {
        for (name, number) in [
            ("March", 3),
            ("MAR", 3),
            ("Sept", 9),
            ("may", 5),
            ("December", 12),
            ("März", 3),
            ("Ma\u{308}rz", 3),
            ("août", 8),
            ("mrt", 3),
            ("września", 9),
            ("července", 7),
            ("kasım", 11),
            ("elokuuta", 8),
            ("במרץ", 3),
            ("يونيو", 6),
            ("أبريل", 4),
        ] {
            assert_eq!(month_named(name), Some(number), "{name}");
        }
        for name in ["Ma", "Marc1", "Q1", "", "Decem", "listopad", "jui"] {
            assert_eq!(month_named(name), None, "{name}");
        }
    }

    #[test]
    fn no_name_is_that_of_two_months() {
        let mut names: Vec<&str> = MONTHS.iter().flat_map(|names| names.split(' ')).collect();
        names.extend(WEEKDAYS.split(' '));
        names.sort_unstable();
        let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn weekdays_are_known_whole_and_cut() {
        assert!(is_weekday("Sat") && is_weekday("Thurs") && is_weekday("monday"));
        assert!(is_weekday("Dienstag") && is_weekday("mercredi"));
        assert!(!is_weekday("M") && !is_weekday("March") && !is_weekday(""));
    }
}
