//! Headers in other languages as English words, by the lists in `schemas/header_words.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::header::is_sign;
use super::word_rules;

/// The words of one language.
#[derive(Default)]
struct Language {
    /// Word, or words with a blank between, → what it stands for.
    words: BTreeMap<String, Vec<&'static str>>,
    /// Words that say nothing.
    fillers: BTreeSet<String>,
    /// Words behind which a person stands.
    by: BTreeSet<String>,
    /// What may stand between joined words.
    joints: Vec<String>,
}

static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| read(include_str!("../../../schemas/header_words.toml")));

/// The pieces of a joined word, each with what it stands for.
type Pieces = Vec<Vec<&'static str>>;

/// How many words a phrase has at most.
const PHRASE_MAX: usize = 3;

/// A header that could be read in more ways than these is no header (our choice).
const READINGS_MAX: usize = 16;

fn read(text: &str) -> Vec<Language> {
    type Table = BTreeMap<String, BTreeMap<String, String>>;
    let languages: Table = toml::from_str(text).expect("the tests parse the embedded lists");
    languages.into_values().map(|lists| language(&lists)).collect()
}

fn language(lists: &BTreeMap<String, String>) -> Language {
    let mut language = Language::default();
    for (name, list) in lists {
        let words = list.split(',').map(|word| parts(&bare(word)).join(" "));
        match name.as_str() {
            "fillers" => language.fillers.extend(words),
            "by" => language.by.extend(words),
            "joints" => language.joints.extend(words),
            english => {
                let english = word_rules::known(english).expect("the tests hold the keys");
                for word in words {
                    language.words.entry(word).or_default().push(english);
                }
            }
        }
    }
    language
}

/// The word without accents, which people leave out.
fn bare(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let is_accent = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    let plain = |c| if c == 'ı' { 'i' } else { c };
    text.to_lowercase().nfd().filter(|c| !is_accent(c)).nfc().map(plain).collect()
}

/// The words of a header, without the signs between them.
pub(in crate::ingest) fn parts(key: &str) -> Vec<&str> {
    let is_between =
        |c: char| !(c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '#' | '%'));
    key.split(is_between).filter(|word| !word.is_empty()).collect()
}

/// The header in English, in each way in which a language knows all of its words. `key` is a folded header.
pub(super) fn readings(key: &str) -> Vec<Vec<&'static str>> {
    let key = apart(bare(key));
    let parts = parts(&key);
    // At either end they stand for thousands and millions, between Czech words for "to".
    if [parts.first(), parts.last()].iter().flatten().any(|end| matches!(**end, "k" | "m")) {
        return Vec::new();
    }
    // Those that may know every word, and know one that English does not.
    let (mut languages, mut of_own) = (ALL, 0);
    for part in &parts {
        let (with_english, own) = STARTS.languages(part);
        languages &= with_english;
        of_own |= own;
    }
    languages &= of_own;
    if languages == 0 {
        return Vec::new();
    }
    let is_named = |language: &Language| parts.last().is_some_and(|it| language.by.contains(*it));
    let known = LANGUAGES.iter().zip(0..).filter(|(_, place)| languages & (1 << place) != 0);
    known
        .filter(|(language, _)| !is_named(language))
        .flat_map(|(language, _)| language.readings(&parts))
        .collect()
}

/// The header with a blank where letters of an alphabet meet signs for syllables and words: `ace 商談 id`.
fn apart(key: String) -> String {
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    if key.is_ascii() || !key.contains(is_letter) {
        return key;
    }
    let mut out = String::with_capacity(key.len() + 2);
    let mut before = ' ';
    for c in key.chars() {
        if (is_letter(before) && is_sign(c)) || (is_sign(before) && is_letter(c)) {
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    out
}

/// A bit for each language.
const ALL: u64 = u64::MAX;

/// The words of all languages, each with the languages that have it: most headers and cells begin with none of them, which
/// is found out faster than what a language makes of them.
struct Starts(BTreeMap<&'static str, u64>);

static STARTS: LazyLock<Starts> = LazyLock::new(|| {
    let mut starts = BTreeMap::new();
    for (language, place) in LANGUAGES.iter().zip(0..) {
        let words = language.words.keys().flat_map(|phrase| phrase.split(' '));
        let others = language.fillers.iter().chain(&language.by).map(String::as_str);
        for word in words.chain(others) {
            *starts.entry(word).or_default() |= 1 << place;
        }
    }
    Starts(starts)
});

impl Starts {
    /// The languages that may know the word, because they or English know what it begins with; and those that do without
    /// English.
    fn languages(&self, word: &str) -> (u64, u64) {
        // Ids, days and amounts of records.
        if word.contains(|c: char| c.is_ascii_digit()) && word_rules::known(word).is_none() {
            return (0, 0);
        }
        let (mut is_english, mut own) = (false, 0);
        for (count, (at, c)) in (1..=JOINED_MAX).zip(word.char_indices()) {
            let end = at + c.len_utf8();
            // Letters are words by themselves, and not before others.
            if count < PIECE_MIN && is_of_alphabet(&word[..end]) && end < word.len() {
                continue;
            }
            if word_rules::known(&word[..end]).is_some() {
                is_english = true;
                own |= self.languages(&word[end..]).1;
            }
            own |= self.0.get(&word[..end]).copied().unwrap_or_default();
        }
        (if is_english { ALL } else { own }, own)
    }
}

/// How many letters of an alphabet a word has at least that is joined to others (our choice): fewer are found by chance.
const PIECE_MIN: usize = 3;

/// Whether the word is written in letters, not in signs for syllables and words.
fn is_of_alphabet(word: &str) -> bool {
    word.contains(|c| c < '\u{2e80}')
}

/// No first word of a joined one is longer (our choice).
const JOINED_MAX: usize = 24;

impl Language {
    fn readings(&self, parts: &[&str]) -> Vec<Vec<&'static str>> {
        let mut readings = vec![Vec::new()];
        let mut at = 0;
        while at < parts.len() {
            let Some((count, meanings)) = self.next(&parts[at..]) else { return Vec::new() };
            at += count;
            if meanings.is_empty() {
                continue;
            }
            readings = product(&readings, &meanings);
            if readings.len() > READINGS_MAX {
                return Vec::new();
            }
        }
        readings
    }

    /// How many of the parts stand for something together, and for what: nothing, or one of several things.
    fn next(&self, parts: &[&str]) -> Option<(usize, Vec<Vec<&'static str>>)> {
        let one_each = |words: &Vec<&'static str>| words.iter().map(|word| vec![*word]).collect();
        for count in (1..=PHRASE_MAX.min(parts.len())).rev() {
            if let Some(words) = self.words.get(&parts[..count].join(" ")) {
                return Some((count, one_each(words)));
            }
        }
        let part = parts[0];
        if self.fillers.contains(part) || self.by.contains(part) {
            return Some((1, Vec::new()));
        }
        if let Some(word) = word_rules::known(part) {
            return Some((1, vec![vec![word]]));
        }
        let pieces = self.pieces(part)?;
        let readings = pieces
            .iter()
            .filter(|words| !words.is_empty())
            .fold(vec![Vec::new()], |readings, words| product(&readings, &one_each(words)));
        Some((1, readings))
    }

    /// The words that make up a joined one, each with what it stands for; the longest first.
    fn pieces(&self, joined: &str) -> Option<Pieces> {
        let places: Vec<usize> = joined.char_indices().map(|(at, _)| at).collect();
        // The pieces of the rest of the word, by the place where it begins.
        let mut rests: BTreeMap<usize, Pieces> = BTreeMap::from([(joined.len(), Vec::new())]);
        for from in places.iter().rev().copied() {
            let ends = places.iter().copied().filter(|at| *at > from).chain([joined.len()]);
            let found = ends.rev().find_map(|end| {
                let words = self.piece(&joined[from..end])?;
                Some([[words].as_slice(), self.behind(joined, end, &rests)?].concat())
            });
            if let Some(pieces) = found {
                rests.insert(from, pieces);
            }
        }
        rests.remove(&0)
    }

    /// The pieces behind this place of a joined word, with or without a joint before them.
    fn behind<'rests>(
        &self,
        joined: &str,
        end: usize,
        rests: &'rests BTreeMap<usize, Pieces>,
    ) -> Option<&'rests [Vec<&'static str>]> {
        let behind_joint = |joint: &String| {
            let is_there = joined[end..].starts_with(joint.as_str());
            let place = end + joint.len();
            rests.get(&place).filter(|_| is_there)
        };
        let found = rests.get(&end).or_else(|| self.joints.iter().find_map(behind_joint));
        found.map(Vec::as_slice)
    }

    /// What a piece of a joined word stands for; nothing if it says nothing.
    fn piece(&self, piece: &str) -> Option<Vec<&'static str>> {
        if is_of_alphabet(piece) && piece.chars().count() < PIECE_MIN {
            return None;
        }
        let own = || self.words.get(piece).cloned();
        let says_nothing = || self.fillers.contains(piece).then(Vec::new);
        own().or_else(says_nothing).or_else(|| word_rules::known(piece).map(|word| vec![word]))
    }
}

/// Each of the readings with each of the meanings behind it.
fn product(
    readings: &[Vec<&'static str>],
    meanings: &[Vec<&'static str>],
) -> Vec<Vec<&'static str>> {
    let with = |reading: &Vec<&'static str>| {
        meanings.iter().map(|words| [reading.as_slice(), words].concat()).collect::<Vec<_>>()
    };
    readings.iter().flat_map(with).collect()
}

#[cfg(test)]
mod tests {
    use super::super::by_words::tests::meaning;
    use crate::domain::Field;

    #[test]
    fn headers_that_people_make_up_in_their_language_are_read_by_their_words() {
        for (written, expected) in [
            ("MAP-Antrag eingereicht am", Field::MapSubmittedDate),
            ("Geplanter Projektbeginn", Field::ProjectStart),
            ("MAP-Antrags-ID", Field::MapRequestId),
            ("AWS-Jahresumsatz (geschätzt)", Field::Arr),
            ("Consommation mensuelle AWS (USD)", Field::Mrr),
            ("Demande MAP approuvée le", Field::MapApprovedDate),
            ("Fecha firma contrato", Field::SowSignedDate),
            ("FECHA INICIO MIGRACION", Field::ProjectStart),
            ("Estado del MAP", Field::MapStatus),
            ("Status do MAP", Field::MapStatus),
            ("Consumo AWS annuo previsto", Field::Arr),
            ("Startdatum migratie", Field::ProjectStart),
            ("Planerat startdatum för migrering", Field::ProjectStart),
            ("Planowane rozpoczęcie migracji", Field::ProjectStart),
            ("Název obchodního případu", Field::DealName),
            ("AWS aylık tüketim (USD)", Field::Mrr),
            ("MAP başvuru tarihi", Field::MapSubmittedDate),
            ("Μηνιαία κατανάλωση AWS", Field::Mrr),
            ("Дата подачи заявки MAP", Field::MapSubmittedDate),
            ("תאריך סגירה צפוי", Field::CloseDate),
            ("تاريخ بدء المشروع المتوقع", Field::ProjectStart),
            ("移行開始予定日", Field::ProjectStart),
            ("プロジェクトの開始日", Field::ProjectStart),
            ("MAP申請日", Field::MapSubmittedDate),
            ("AWS月額利用料（USD）", Field::Mrr),
            ("MAP 승인일", Field::MapApprovedDate),
            ("프로젝트 착수예정일", Field::ProjectStart),
            ("AWS月消费（美元）", Field::Mrr),
            ("预计AWS月收入（USD）", Field::Mrr),
            ("项目启动日期", Field::ProjectStart),
            ("Ngày dự kiến ký hợp đồng", Field::CloseDate),
            ("Tanggal Pengajuan MAP", Field::MapSubmittedDate),
            ("วันที่คาดว่าจะปิด", Field::CloseDate),
            ("Projet / Projekt", Field::DealName),
            ("Data rozpoczęcia", Field::StartDate),
            ("Bitiş tarihi", Field::EndDate),
            ("Date de fin", Field::EndDate),
            ("Fecha de inicio", Field::StartDate),
            ("开始日期", Field::StartDate),
            ("시작일", Field::StartDate),
            ("Affecté à", Field::Owner),
            ("Pracownik odpowiedzialny", Field::Owner),
            ("Değiştirildi", Field::ModifiedDate),
            ("Τελευταία τροποποίηση", Field::ModifiedDate),
        ] {
            assert_eq!(meaning("generic", written), Some(expected), "{written}");
        }
        for (written, expected) in [
            ("Antrag genehmigt am", Field::ApprovedDate),
            ("Date de dépôt de la demande", Field::SubmittedDate),
            ("Antragsnummer", Field::RequestId),
            ("ACE商談ID", Field::AceId),
            ("Kwota wnioskowana (USD)", Field::RequestedAmount),
            ("Talep Edilen Tutar (USD)", Field::RequestedAmount),
            ("Leistungsbeginn", Field::StartDate),
            ("Début des travaux", Field::StartDate),
            ("Slutt", Field::EndDate),
            ("Término", Field::EndDate),
            ("Funding programme", Field::Program),
        ] {
            assert_eq!(meaning("fund-requests", written), Some(expected), "{written}");
        }
        for (written, expected) in [
            ("Fecha prevista de cierre", Field::TargetCloseDate),
            ("APN-Programme", Field::ApnPrograms),
            ("Kunde", Field::Customer),
            ("Project", Field::Title),
        ] {
            assert_eq!(meaning("ace-ui-export", written), Some(expected), "{written}");
        }
    }

    #[test]
    fn a_word_that_does_not_fit_makes_it_another_column_in_any_language() {
        for written in [
            "Erstellt von",
            "Creado por",
            "Creato da",
            "Créé par",
            "Genehmigt von",
            "Kundennummer",
            "Kundenstatus",
            "Kundenumsatz",
            "Projektstatus",
            "Vertragsbeginn",
            "Vertragsende",
            "Abschlussmonat",
            "AWS-Kosten pro Monat",
            "Phase geändert am",
            "Date de fin d'engagement",
            "Date de naissance",
            "Nombre de contacto",
            "Fecha de vencimiento",
            "Valore ponderato",
            "Datum inzending MAP bedrag",
            "MAP genehmigter Betrag",
            "MAP-Phase",
            "Etapa MAP",
            "MAPフェーズ",
            "顧客担当者",
            "更新者",
            "契約開始日",
            "契約更新日",
            "客户状态",
            "合同开始日期",
            "创建人",
            "고객번호",
            "계약종료일",
            "수정자",
        ] {
            assert_eq!(meaning("generic", written), None, "{written}");
        }
        for written in ["MAP Funding Requested", "MAP Approved By", "AWS Spend"] {
            assert_eq!(meaning("generic", written), None, "{written}");
        }
    }
}
