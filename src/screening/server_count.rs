//! The number of servers or VMs that a text states.

use super::reading::ReadText;
use super::vocabulary::{Hit, Sense};
use crate::domain::Decimal;

/// Numbers that are more likely the year of a release or a date than a count, beside a product. Our
/// choice.
const YEARS: std::ops::RangeInclusive<u32> = 1995..=2040;

/// The largest number that stands before a word for servers or VMs, with at most words for their kind
/// between.
pub(super) fn servers_in(read: &ReadText) -> Option<u32> {
    let words = read.hits.iter().filter(|hit| hit.sense == Sense::ServerWord);
    words.filter_map(|word| number_before(read, word)).max()
}

/// Whether the text holds another number than that one, apart from years: the servers may be those of a part, as in
/// `5 sites with 12 servers each` or `2 x 40 servers`.
pub(super) fn may_be_of_a_part(read: &ReadText, servers: u32) -> bool {
    let text = &read.text;
    let mut numbers = (0..text.len()).filter_map(|place| text.word(place).parse::<u32>().ok());
    numbers.any(|number| !YEARS.contains(&number) && number != servers)
}

fn number_before(read: &ReadText, server_word: &Hit) -> Option<u32> {
    let text = &read.text;
    let is = |senses: &[Sense], place: usize| {
        read.hits
            .iter()
            .any(|hit| senses.contains(&hit.sense) && (hit.start..hit.end).contains(&place))
    };
    let sentence = text.sentence(server_word.start);
    let place = (0..server_word.start)
        .rev()
        .take_while(|place| text.sentence(*place) == sentence)
        .find(|place| !is(&[Sense::ServerKind], *place) && text.word(*place) != "k")?;
    let number = count(text.word(place), text.word(place + 1) == "k")?;
    let before = place.checked_sub(1).filter(|before| text.sentence(*before) == sentence);
    let names_it_otherwise = before.is_some_and(|before| is(&[Sense::Ordinal], before));
    // "Windows 2012 servers" are not two thousand: years are releases behind a product.
    let is_release = YEARS.contains(&number)
        && before.is_some_and(|before| is(&[Sense::ServerKind, Sense::ServerWord], before));
    (!names_it_otherwise && !is_release).then_some(number)
}

fn count(word: &str, in_thousands: bool) -> Option<u32> {
    if !in_thousands {
        return word.parse().ok();
    }
    let number = word.parse::<Decimal>().ok()?.checked_mul(Decimal::ONE_THOUSAND)?;
    number.trunc().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::super::reading::TextField;
    use super::*;

    #[test]
    fn beside_another_number_that_is_no_year_the_servers_may_be_those_of_a_part() {
        for (text, servers, may_be) in [
            ("5 sites with 12 servers each", 12, true),
            ("2 x 40 servers", 40, true),
            ("40 physical and 35 virtual servers", 35, true),
            ("12 servers by 2027", 12, false),
            ("12 servers", 12, false),
        ] {
            let read = ReadText::new(TextField::DealName, text);
            assert_eq!(may_be_of_a_part(&read, servers), may_be, "{text}");
        }
    }

    #[test]
    fn a_number_before_a_word_for_servers_counts() {
        for (text, count) in [
            ("Move 120 servers", Some(120)),
            ("80 Windows servers and 300 VMs", Some(300)),
            ("1,200 servers", Some(1200)),
            ("1.200 Server", Some(1200)),
            ("120台のサーバーを移行", Some(120)),
            ("サーバー120台", Some(120)),
            ("1.5k servers", Some(1500)),
            ("80 application and database servers", Some(80)),
            ("100% of servers", None),
            ("Phase 2 servers", None),
            ("Windows Server 2012 servers", None),
            ("3 phases for the servers", None),
            ("servers", None),
            ("60-80 servers", Some(80)),
            ("rund 95 virtuelle Server", Some(95)),
            ("1\u{202f}200 machines virtuelles", Some(1200)),
            ("unas 120 máquinas", Some(120)),
            ("72 servidores físicos", Some(72)),
            ("140 VM's", Some(140)),
            ("115 macchine virtuali", Some(115)),
            ("仮想マシン85台", Some(85)),
            ("64 VMs", Some(64)),
            ("64VMs", Some(64)),
            ("Windows 2008 and SQL 2014 servers", None),
            ("since 2019 servers fail", None),
            ("USD 500 servers", None),
            ("トラック30台", None),
            ("PC 300台", None),
            ("SQL Server 2016", None),
            ("99.5 % of VMs", None),
            ("no servers", None),
        ] {
            let read = ReadText::new(TextField::DealName, text);
            assert_eq!(servers_in(&read), count, "{text}");
        }
    }
}
