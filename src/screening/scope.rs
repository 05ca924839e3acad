//! How large is the migration?

use super::Settings;
use super::vocabulary::{Hit, Sense, VOCABULARY, fold_words, sentences};
use super::wording::data_center_exit;
use crate::domain::{Arr, Deal, Decimal, Met, fold, grouped};

/// Migration types that re-platform, folded (the 7 Rs).
const REPLATFORM_TYPES: &[&str] = &[
    "replatform",
    "re-platform",
    "replatforming",
    "refactor",
    "re-factor",
    "re-architect",
    "rearchitect",
    "refactoring",
];

/// Whether the scope is meaningful: enough servers, or re-platforming, mainframe or data-centre exit,
/// or the user's own ARR floor.
pub(super) fn judge(deal: &Deal, arr: &Arr, settings: &Settings) -> Met {
    let counted = servers(deal);
    let minimum = Decimal::from(settings.min_servers);
    if let Some((count, basis)) = &counted
        && *count >= minimum
    {
        return Met::Pass(format!("{} servers or VMs ({basis})", grouped(*count)));
    }
    if let Some(words) = large_by_words(deal) {
        return Met::Pass(words);
    }
    if let (Some(floor), Some(usd)) = (settings.arr_floor_usd, arr.usd)
        && usd >= floor
    {
        return Met::Pass(format!(
            "USD {} of ARR, at or above your floor of USD {}",
            grouped(usd),
            grouped(floor)
        ));
    }
    match counted {
        Some((count, basis)) => Met::Fail(format!(
            "{} servers or VMs ({basis}), fewer than {}",
            grouped(count),
            settings.min_servers
        )),
        None => Met::Unknown(crate::domain::Field::ServerCount.name()),
    }
}

/// Whether an environment text says AWS, and nothing else beside it.
pub(super) fn is_aws(environment: &str) -> bool {
    let words = fold_words(environment);
    let names = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let elsewhere = [
        "prem", "premise", "premises", "onprem", "azure", "gcp", "google", "vmware", "vmc", "colo",
        "hybrid", "data", "not", "non", "outposts",
    ];
    names(&["aws", "ec2"]) && !names(&elsewhere)
        || words.starts_with(&["amazon".to_owned(), "web".to_owned(), "services".to_owned()])
}

/// The largest number of servers or VMs that anything states, and where it stands.
fn servers(deal: &Deal) -> Option<(Decimal, &'static str)> {
    let crm = deal.crm();
    let ace = deal.ace();
    let columns = [
        (crm.and_then(|crm| crm.server_count), "CRM servers"),
        (crm.and_then(|crm| crm.vm_count), "CRM VMs"),
        (ace.and_then(|ace| ace.server_count), "ACE servers"),
        (ace.and_then(|ace| ace.vmware_vm_count), "ACE VMware VMs"),
    ];
    let texts = [
        (crm.and_then(|crm| crm.name.as_deref()), "deal name"),
        (crm.and_then(|crm| crm.description.as_deref()), "deal description"),
        (ace.and_then(|ace| ace.title.as_deref()), "ACE title"),
        (ace.and_then(|ace| ace.problem.as_deref()), "ACE business problem"),
        (ace.and_then(|ace| ace.migration_details.as_deref()), "ACE migration details"),
    ];
    let in_columns = columns.into_iter().filter_map(|(count, basis)| Some((count?, basis)));
    let in_texts = texts
        .into_iter()
        .filter_map(|(text, basis)| Some((Decimal::from(servers_in(text?)?), basis)));
    // The first of equal counts, so that the basis shown does not depend on chance.
    in_columns.chain(in_texts).fold(None, |best, found| match best {
        Some((count, _)) if count >= found.0 => best,
        _ => Some(found),
    })
}

/// The largest number that stands before a word for servers or VMs, with at most words for their kind
/// between.
fn servers_in(text: &str) -> Option<u32> {
    let mut largest = None;
    for words in sentences(&with_plain_numbers(text)) {
        let hits = VOCABULARY.find(&words);
        for hit in hits.iter().filter(|hit| hit.sense == Sense::ServerWord) {
            largest = largest.max(number_before(hit.start, &words, &hits)).max(number_within(hit));
        }
    }
    largest
}

fn number_before(place: usize, words: &[String], hits: &[Hit]) -> Option<u32> {
    let is = |sense: Sense, place: usize| {
        hits.iter().any(|hit| hit.sense == sense && (hit.start..hit.end).contains(&place))
    };
    let number_place = (0..place).rev().find(|place| !is(Sense::ServerKind, *place))?;
    let number: u32 = words[number_place].parse().ok()?;
    let names_it_otherwise = number_place > 0 && is(Sense::Ordinal, number_place - 1);
    // "Windows 2012 servers" are not two thousand: years are releases behind a product.
    let is_release = (2000..=2030).contains(&number)
        && number_place > 0
        && is(Sense::ServerKind, number_place - 1);
    (!names_it_otherwise && !is_release).then_some(number)
}

/// Japanese writes number and word in one run: サーバー120台.
fn number_within(hit: &Hit) -> Option<u32> {
    let runs = hit.words.split(|c: char| !c.is_ascii_digit());
    runs.filter_map(|digits| digits.parse().ok()).max()
}

/// The text with numbers as digits only: 1,200 and 1.5k, and 100% apart from its number.
fn with_plain_numbers(text: &str) -> String {
    let joined = without_thousands_separators(text).replace('%', " percent ");
    let words = joined.split_inclusive(char::is_whitespace).map(|word| {
        let number =
            word.trim_end().strip_suffix(['k', 'K']).and_then(|it| it.parse::<Decimal>().ok());
        match number.and_then(|number| number.checked_mul(Decimal::ONE_THOUSAND)) {
            Some(thousands) => format!("{} ", thousands.trunc()),
            None => word.to_owned(),
        }
    });
    words.collect()
}

fn without_thousands_separators(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let is_separator = |place: usize| {
        matches!(characters[place], ',' | '.' | '\'')
            && place > 0
            && characters[place - 1].is_ascii_digit()
            && characters.len() > place + 3
            && characters[place + 1..=place + 3].iter().all(char::is_ascii_digit)
            && characters.get(place + 4).is_none_or(|next| !next.is_ascii_digit())
    };
    (0..characters.len())
        .filter(|place| !is_separator(*place))
        .map(|place| characters[place])
        .collect()
}

fn large_by_words(deal: &Deal) -> Option<String> {
    if let Some(kind) = deal.crm().and_then(|crm| crm.migration_type.as_deref())
        && REPLATFORM_TYPES.contains(&fold(kind).as_str())
    {
        return Some(format!("CRM migration type \"{kind}\""));
    }
    if let Some(ace) = deal.ace()
        && let Some(use_case) =
            ace.use_cases.iter().find(|use_case| fold(use_case).contains("mainframe"))
    {
        return Some(format!("ACE use case \"{use_case}\""));
    }
    let crm = deal.crm();
    let ace = deal.ace();
    let texts = [
        crm.and_then(|crm| crm.migration_type.as_deref()),
        crm.and_then(|crm| crm.name.as_deref()),
        crm.and_then(|crm| crm.description.as_deref()),
        crm.and_then(|crm| crm.source_environment.as_deref()),
        ace.and_then(|ace| ace.title.as_deref()),
        ace.and_then(|ace| ace.problem.as_deref()),
        ace.and_then(|ace| ace.migration_workload.as_deref()),
        ace.and_then(|ace| ace.migration_source.as_deref()),
        ace.and_then(|ace| ace.migration_details.as_deref()),
    ];
    texts.into_iter().flatten().find_map(|text| {
        sentences(text).iter().find_map(|words| {
            let large =
                VOCABULARY.find(words).into_iter().find(|hit| hit.sense == Sense::LargeScope);
            let words = large.map(|hit| hit.words).or_else(|| data_center_exit(words))?;
            Some(format!("\"{words}\""))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ArrBasis;
    use crate::domain::testing::{crm_only, linked_with_ace};

    const NO_ARR: Arr = Arr {
        usd: None,
        basis: ArrBasis::Missing,
        crm_usd: None,
        ace_usd: None,
        placeholder: None,
    };

    fn scope(deal: &Deal) -> Met {
        judge(deal, &NO_ARR, &Settings::default())
    }

    fn with_servers(count: Option<u32>) -> Deal {
        crm_only(|crm| {
            crm.name = Some("Rehost".into());
            crm.server_count = count.map(Decimal::from);
        })
    }

    #[test]
    fn fifty_servers_are_enough_and_forty_nine_are_not() {
        assert!(matches!(scope(&with_servers(Some(50))), Met::Pass(_)));
        assert!(matches!(scope(&with_servers(Some(49))), Met::Fail(_)));
    }

    #[test]
    fn without_any_number_the_scope_is_unknown() {
        assert_eq!(scope(&with_servers(None)), Met::Unknown("server_count"));
    }

    #[test]
    fn the_largest_number_of_either_system_counts() {
        let deal = linked_with_ace(|ace| ace.vmware_vm_count = Some(Decimal::from(400)));
        assert_eq!(scope(&deal), Met::Pass("400 servers or VMs (ACE VMware VMs)".into()));
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
        ] {
            assert_eq!(servers_in(text), count, "{text}");
        }
    }

    #[test]
    fn a_data_center_exit_is_large_whatever_its_number_of_servers() {
        let deal = crm_only(|crm| {
            crm.name = Some("DC exit".into());
            crm.server_count = Some(Decimal::from(20));
        });
        assert_eq!(scope(&deal), Met::Pass("\"dc exit\"".into()));
    }

    #[test]
    fn replatforming_is_large() {
        let deal = crm_only(|crm| {
            crm.name = Some("Databases".into());
            crm.server_count = None;
            crm.migration_type = Some("Re-platform".into());
        });
        assert!(matches!(scope(&deal), Met::Pass(_)));
    }

    #[test]
    fn the_users_own_floor_makes_a_small_migration_large() {
        let settings =
            Settings { arr_floor_usd: Some(Decimal::from(50_000)), ..Settings::default() };
        let arr = Arr { usd: Some(Decimal::from(50_000)), ..NO_ARR };
        assert!(matches!(judge(&with_servers(Some(10)), &arr, &settings), Met::Pass(_)));
    }

    #[test]
    fn environments_on_aws_are_recognised() {
        for text in [
            "AWS",
            "aws (EC2)",
            "Amazon Web Services",
            "AWS - other account",
            "EC2",
            "on AWS already",
        ] {
            assert!(is_aws(text), "{text}");
        }
        for text in ["On-premises", "Azure", "VMware Cloud on AWS", "On-prem and AWS", "non-AWS"] {
            assert!(!is_aws(text), "{text}");
        }
    }
}
