//! How large is the migration?

use super::Settings;
use super::reading::{ReadText, Reading, TextField};
use super::sentence::NEGATION_REACH_WORDS;
use super::server_count::servers_in;
use super::text::fold_words;
use super::vocabulary::{Hit, Sense};
use super::wording::data_center_exit;
use crate::domain::{Arr, Deal, Decimal, Met, fold, grouped, is_denied};

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

const TEXTS_WITH_COUNTS: &[TextField] = &[
    TextField::DealName,
    TextField::DealDescription,
    TextField::AceTitle,
    TextField::AceProblem,
    TextField::AceDetails,
];

const TEXTS_WITH_SCOPE: &[TextField] = &[
    TextField::MigrationType,
    TextField::DealName,
    TextField::DealDescription,
    TextField::SourceEnvironment,
    TextField::AceTitle,
    TextField::AceProblem,
    TextField::AceWorkload,
    TextField::AceSource,
    TextField::AceDetails,
];

/// Whether the scope is meaningful: enough servers, or re-platforming, mainframe or data-centre exit,
/// or the user's own ARR floor.
pub(super) fn judge(deal: &Deal, reading: &Reading, arr: &Arr, settings: &Settings) -> Met {
    let counted = servers(deal, reading);
    let minimum = Decimal::from(settings.min_servers);
    if let Some((count, basis)) = &counted
        && *count >= minimum
    {
        return Met::pass(format!("{} servers or VMs ({basis})", grouped(*count)));
    }
    if let Some(words) = large_by_words(deal, reading) {
        return Met::pass(words);
    }
    if let (Some(floor), Some(usd)) = (settings.arr_floor_usd, arr.usd)
        && usd >= floor
    {
        return Met::pass(format!(
            "USD {} of ARR, at or above your floor of USD {}",
            grouped(usd),
            grouped(floor)
        ));
    }
    match counted {
        Some((count, basis)) => Met::fail(format!(
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
    let before = |place: usize| words[..place].iter().map(String::as_str).collect::<Vec<_>>();
    let is_there = |(place, word): (usize, &String)| {
        ["aws", "ec2"].contains(&word.as_str()) && !is_denied(&before(place))
    };
    words.iter().enumerate().any(is_there) && !names(&elsewhere)
        || words.starts_with(&["amazon".to_owned(), "web".to_owned(), "services".to_owned()])
}

/// The largest number of servers or VMs that anything states, and where it stands.
fn servers(deal: &Deal, reading: &Reading) -> Option<(Decimal, &'static str)> {
    let crm = deal.crm();
    let ace = deal.ace();
    let columns = [
        (crm.and_then(|crm| crm.server_count), "CRM servers"),
        (crm.and_then(|crm| crm.vm_count), "CRM VMs"),
        (ace.and_then(|ace| ace.server_count), "ACE servers"),
        (ace.and_then(|ace| ace.vmware_vm_count), "ACE VMware VMs"),
    ];
    let in_columns = columns.into_iter().filter_map(|(count, basis)| Some((count?, basis)));
    let in_texts = reading
        .texts(TEXTS_WITH_COUNTS)
        .filter_map(|read| Some((Decimal::from(servers_in(read)?), read.field.label())));
    // The first of equal counts, so that the basis shown does not depend on chance.
    in_columns.chain(in_texts).fold(None, |best, found| match best {
        Some((count, _)) if count >= found.0 => best,
        _ => Some(found),
    })
}

fn large_by_words(deal: &Deal, reading: &Reading) -> Option<String> {
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
    reading.texts(TEXTS_WITH_SCOPE).find_map(|read| {
        let words = read.sentences().find_map(|hits| large_words(read, hits))?;
        Some(format!("\"{words}\""))
    })
}

fn large_words(read: &ReadText, hits: &[Hit]) -> Option<String> {
    let is_denied = |hit: &Hit| {
        hits.iter().any(|it| {
            it.sense == Sense::Negation
                && it.end <= hit.start
                && hit.start - it.end < NEGATION_REACH_WORDS
        })
    };
    let large = hits.iter().find(|hit| {
        matches!(hit.sense, Sense::LargeScope | Sense::EngineChange) && !is_denied(hit)
    });
    large.map(|hit| read.quote(hit).to_owned()).or_else(|| data_center_exit(read, hits))
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
        judge(deal, &Reading::of(deal), &NO_ARR, &Settings::default())
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
        assert_eq!(scope(&deal), Met::pass("400 servers or VMs (ACE VMware VMs)"));
    }

    #[test]
    fn a_data_center_exit_is_large_whatever_its_number_of_servers() {
        let deal = crm_only(|crm| {
            crm.name = Some("DC exit".into());
            crm.server_count = Some(Decimal::from(20));
        });
        assert_eq!(scope(&deal), Met::pass("\"DC exit\""));
    }

    #[test]
    fn another_engine_a_mainframe_and_an_exit_are_large_in_every_language() {
        for name in [
            "Oracle → PostgreSQL on RDS",
            "MSSQL nach Aurora",
            "Ablösung des Großrechners",
            "Rechenzentrum-Auszug",
            "Sortie du centre de données",
            "Cierre CPD Zaragoza",
            "Saída do data center",
            "Het datacenter sluit",
            "Chiusura CED",
            "データセンター撤退",
            "メインフレーム移行",
        ] {
            assert!(matches!(scope(&by_name(name)), Met::Pass(_)), "{name}");
        }
    }

    #[test]
    fn what_is_denied_or_stays_is_not_large() {
        for name in ["Rehost, no mainframe", "Kein Großrechner", "Servers of the data center"] {
            assert_eq!(scope(&by_name(name)), Met::Unknown("server_count"), "{name}");
        }
    }

    fn by_name(name: &str) -> Deal {
        crm_only(|crm| {
            crm.name = Some(name.into());
            (crm.server_count, crm.migration_type, crm.source_environment) = (None, None, None);
        })
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
        let deal = with_servers(Some(10));
        assert!(matches!(judge(&deal, &Reading::of(&deal), &arr, &settings), Met::Pass(_)));
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
        for text in [
            "On-premises",
            "Azure",
            "VMware Cloud on AWS",
            "On-prem and AWS",
            "non-AWS",
            "no AWS",
            "Other than AWS",
        ] {
            assert!(!is_aws(text), "{text}");
        }
    }
}
