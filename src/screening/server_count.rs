//! The number of servers or VMs that a text or a column states.

use super::reading::ReadText;
use super::vocabulary::{Hit, Sense};
use crate::domain::{Deal, Decimal, MigrationEvidence, Role, is_denied};

/// Numbers that are more likely the year of a release or a date than a count, beside a product. Our
/// choice.
const YEARS: std::ops::RangeInclusive<u32> = 1995..=2040;

/// Words of a part of the servers, or of machines that carry others, folded. Our choice.
const OF_A_PART: [&str; 39] = [
    "hosts",
    "nodes",
    "esxi",
    "hypervisor",
    "hypervisors",
    "each",
    "per",
    "rest",
    "remaining",
    "remainder",
    "first",
    "pilot",
    "wave",
    "erste",
    "ersten",
    "restliche",
    "restlichen",
    "welle",
    "pro",
    "reste",
    "restants",
    "premiers",
    "vague",
    "pilote",
    "par",
    "resto",
    "restantes",
    "primeros",
    "ola",
    "piloto",
    "primeiros",
    "onda",
    "restanti",
    "primi",
    "ondata",
    "eerste",
    "resterende",
    "golf",
    "knoten",
];

/// Words before a number that the servers do not reach, folded. Our choice.
const FEWER: [&str; 9] =
    ["fewer", "less", "under", "below", "weniger", "moins", "menos", "meno", "minder"];

/// The largest number that stands before a word for servers or VMs, with at most words for their kind
/// between, or behind it and a colon.
pub(super) fn servers_in(read: &ReadText) -> Option<u32> {
    let words = || read.hits.iter().filter(|hit| hit.sense == Sense::ServerWord);
    let before = words().filter_map(|word| number_before(read, word));
    before.chain(words().filter_map(|word| number_behind(read, word))).max()
}

/// Whether the text holds another number than that one, apart from years, or a word of a part: the servers may be those of
/// a part, as in `5 sites with 12 servers each`, `2 x 40 servers` or `12 servers, the rest later`; or carry others, as `3
/// ESXi hosts`.
pub(super) fn may_be_of_a_part(read: &ReadText, servers: u32) -> bool {
    let text = &read.text;
    let words = || (0..text.len()).map(|place| text.word(place));
    let mut numbers = words().filter_map(|word| word.parse::<u32>().ok());
    numbers.any(|number| !YEARS.contains(&number) && number != servers)
        || words().any(|word| OF_A_PART.contains(&word))
}

/// `VMs: 85`
fn number_behind(read: &ReadText, server_word: &Hit) -> Option<u32> {
    let text = &read.text;
    let place = server_word.end;
    let is_next = place < text.len() && text.sentence(place) == text.sentence(server_word.start);
    let (_, behind) = text.around(server_word.start..server_word.end);
    let number = is_next.then(|| count(text.word(place), false))??;
    (behind.trim_start().starts_with([':', '=']) && !YEARS.contains(&number)).then_some(number)
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
    let is_limit = is_limit(read, place);
    // "Windows 2012 servers" are not two thousand: years are releases behind a product.
    let is_release = YEARS.contains(&number)
        && before.is_some_and(|before| is(&[Sense::ServerKind, Sense::ServerWord], before));
    (!names_it_otherwise && !is_release && !is_limit).then_some(number)
}

/// "Fewer than 50 servers", but not "no fewer than 50".
fn is_limit(read: &ReadText, number: usize) -> bool {
    let text = &read.text;
    let mut before = (number.saturating_sub(2)..number)
        .filter(|place| text.sentence(*place) == text.sentence(number));
    let first = (0..number).find(|place| text.sentence(*place) == text.sentence(number));
    before.any(|place| {
        let words: Vec<&str> = (first.unwrap_or(place)..place).map(|it| text.word(it)).collect();
        FEWER.contains(&text.word(place)) && !is_denied(&words)
    })
}

fn count(word: &str, in_thousands: bool) -> Option<u32> {
    if !in_thousands {
        return word.parse().ok();
    }
    let number = word.parse::<Decimal>().ok()?.checked_mul(Decimal::ONE_THOUSAND)?;
    number.trunc().try_into().ok()
}

/// The servers that the fields of a deal count. Where its texts say nothing of the matter, be it for their language, that
/// makes no migration, and rules none out: our choice.
pub(super) fn stated_servers(deal: &Deal) -> Vec<MigrationEvidence> {
    let Some(crm) = deal.crm() else { return Vec::new() };
    let counts = [("server count", crm.server_count), ("VM count", crm.vm_count)];
    let counts = counts.into_iter().filter_map(|(name, count)| Some((name, count?)));
    let stated = counts.filter(|(_, count)| count.is_sign_positive() && !count.is_zero());
    let evidence = |(name, count)| MigrationEvidence::new(Role::Crm, format!("CRM {name} {count}"));
    stated.map(evidence).collect()
}

#[cfg(test)]
mod tests {
    use super::super::migration::judge;
    use super::super::reading::{Reading, TextField};
    use super::*;
    use crate::domain::testing::crm_only;
    use crate::domain::{CrmOpportunity, IsMigration};

    #[test]
    fn beside_another_number_that_is_no_year_the_servers_may_be_those_of_a_part() {
        for (text, servers, may_be) in [
            ("5 sites with 12 servers each", 12, true),
            ("2 x 40 servers", 40, true),
            ("40 physical and 35 virtual servers", 35, true),
            ("12 servers by 2027", 12, false),
            ("12 servers", 12, false),
            ("3 ESXi hosts", 3, true),
            ("30 servers are decommissioned, the rest migrates", 30, true),
            ("12 servers pro Standort", 12, true),
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
            ("VMs: 85", Some(85)),
            ("Servers = 120, DBs: 300", Some(120)),
            ("Servers: 2016", None),
            ("Servers 85", None),
            ("fewer than 50 servers", None),
            ("more than 50 servers", Some(50)),
            ("no fewer than 60 servers", Some(60)),
            ("It costs less. 60 servers", Some(60)),
        ] {
            let read = ReadText::new(TextField::DealName, text);
            assert_eq!(servers_in(&read), count, "{text}");
        }
    }

    #[test]
    fn a_deal_with_servers_whose_words_nobody_knows_is_asked_about() {
        let judged = |name: &str, change: fn(&mut CrmOpportunity)| {
            let deal = crm_only(|crm| {
                crm.name = Some(name.into());
                (crm.migration_type, crm.deal_type, crm.source_environment) = (None, None, None);
                (crm.server_count, crm.vm_count) = (None, None);
                change(crm);
            });
            judge(&deal, &Reading::of(&deal))
        };
        let unread = |change| judged("Przeniesienie serwerów do AWS", change);
        let (answer, words) = unread(|crm| crm.server_count = Some(120.into()));
        assert_eq!(answer, IsMigration::Unclear);
        assert_eq!(words, [MigrationEvidence::new(Role::Crm, "CRM server count 120")]);
        assert_eq!(unread(|crm| crm.vm_count = Some(0.into())).0, IsMigration::No);
        let named = |name: &'static str| judged(name, |crm| crm.server_count = Some(80.into())).0;
        for name in ["Managed services", "Laptop refresh", "Website relaunch", "Landing zone"] {
            assert_eq!(named(name), IsMigration::No, "{name}: known, and none");
        }
        assert_eq!(named("데이터센터 서버 이전"), IsMigration::Unclear);
    }
}
