//! How large is the migration?

use super::Settings;
use super::reading::{ReadText, Reading, TextField};
use super::sentence::NEGATION_REACH_WORDS;
use super::server_count::{may_be_of_a_part, servers_in};
use super::text::fold_words;
use super::vocabulary::{Hit, Sense};
use super::wording::data_center_exit;
use crate::domain::{Arr, Criterion, Deal, Decimal, Field, fold, grouped, is_denied};

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
pub(super) fn judge(deal: &Deal, reading: &Reading, arr: &Arr, settings: &Settings) -> Criterion {
    let counted = servers(deal, reading);
    let minimum = Decimal::from(settings.min_servers);
    if let Some(Servers { count, basis, .. }) = &counted
        && *count >= minimum
    {
        return Criterion::pass(format!("{} servers or VMs ({basis})", grouped(*count)));
    }
    if let Some(words) = large_by_words(deal, reading) {
        return Criterion::pass(words);
    }
    if let (Some(floor), Some(usd)) = (settings.arr_floor_usd, arr.usd)
        && usd >= floor
    {
        return Criterion::pass(format!(
            "USD {} of ARR, at or above your floor of USD {}",
            grouped(usd),
            grouped(floor)
        ));
    }
    match counted {
        Some(Servers { count, basis, is_whole: true }) => Criterion::fail(format!(
            "{} servers or VMs ({basis}), fewer than {}",
            grouped(count),
            settings.min_servers
        )),
        _ => Criterion::unknown(Field::ServerCount),
    }
}

/// Words of other places than AWS.
const ELSEWHERE: [&str; 13] = [
    "prem", "premise", "premises", "onprem", "azure", "gcp", "google", "vmware", "vmc", "colo",
    "hybrid", "data", "outposts",
];

/// Words that may stand beside AWS in an environment that is on AWS alone: its accounts, regions and services. Our choice.
const OF_AWS: [&str; 62] = [
    "aws",
    "amazon",
    "web",
    "services",
    "ec2",
    "rds",
    "s3",
    "eks",
    "ecs",
    "lambda",
    "vpc",
    "cloud",
    "public",
    "native",
    "account",
    "accounts",
    "landing",
    "zone",
    "region",
    "regions",
    "classic",
    "organization",
    "workload",
    "workloads",
    "instances",
    "on",
    "in",
    "the",
    "an",
    "existing",
    "other",
    "another",
    "own",
    "customer",
    "already",
    "currently",
    "us",
    "eu",
    "ap",
    "sa",
    "ca",
    "me",
    "af",
    "cn",
    "east",
    "west",
    "north",
    "south",
    "central",
    "northeast",
    "southeast",
    "northwest",
    "ireland",
    "frankfurt",
    "london",
    "paris",
    "ohio",
    "virginia",
    "oregon",
    "mumbai",
    "tokyo",
    "sydney",
];

/// Whether an environment text says AWS, and nothing else beside it, remarks in brackets aside: `AWS eu-west-1`, `AWS
/// (previous partner)`, not `mainframe to AWS`.
pub(super) fn is_aws_alone(environment: &str) -> bool {
    const YET_TO_COME: [&str; 5] = ["planned", "future", "moving", "target", "geplant"];
    let (place, remark) = environment.split_once('(').unwrap_or((environment, ""));
    let of_place = fold_words(place);
    let is_of_aws =
        |word: &String| OF_AWS.contains(&word.as_str()) || word.chars().all(|c| c.is_ascii_digit());
    let is_elsewhere =
        |word: &String| ELSEWHERE.contains(&word.as_str()) || YET_TO_COME.contains(&word.as_str());
    names_aws(&of_place)
        && of_place.iter().all(is_of_aws)
        && !fold_words(remark).iter().any(is_elsewhere)
}

/// Whether an environment text says AWS, and no other place beside it.
pub(super) fn is_aws(environment: &str) -> bool {
    let words = fold_words(environment);
    names_aws(&words) && !words.iter().any(|word| ELSEWHERE.contains(&word.as_str()))
}

fn names_aws(words: &[String]) -> bool {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_name = |place: usize| {
        matches!(words[place], "aws" | "ec2")
            || words[place..].starts_with(&["amazon", "web", "services"])
    };
    (0..words.len()).any(|place| is_name(place) && !is_denied(&words[..place]))
}

/// A number of servers or VMs.
struct Servers {
    count: Decimal,
    /// Where it stands.
    basis: &'static str,
    /// Whether it is that of the whole migration, as far as one can tell.
    is_whole: bool,
}

/// The largest number of servers or VMs that anything states.
fn servers(deal: &Deal, reading: &Reading) -> Option<Servers> {
    let crm = deal.crm();
    let ace = deal.ace();
    let columns = [
        (crm.and_then(|crm| crm.server_count), "CRM servers"),
        (crm.and_then(|crm| crm.vm_count), "CRM VMs"),
        (ace.and_then(|ace| ace.server_count), "ACE servers"),
        (ace.and_then(|ace| ace.vmware_vm_count), "ACE VMware VMs"),
    ];
    let in_columns = columns
        .into_iter()
        .filter_map(|(count, basis)| Some(Servers { count: count?, basis, is_whole: true }));
    let in_texts = reading.texts(TEXTS_WITH_COUNTS).filter_map(|read| {
        let count = servers_in(read)?;
        let is_whole = !may_be_of_a_part(read, count);
        Some(Servers { count: Decimal::from(count), basis: read.field.label(), is_whole })
    });
    // The first of equal counts, so that the basis shown does not depend on chance.
    in_columns
        .chain(in_texts)
        .reduce(|best, found| if best.count >= found.count { best } else { found })
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

    fn scope(deal: &Deal) -> Criterion {
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
        assert!(matches!(scope(&with_servers(Some(50))), Criterion::Pass(_)));
        assert!(matches!(scope(&with_servers(Some(49))), Criterion::Fail(_)));
    }

    #[test]
    fn servers_that_may_be_those_of_a_part_are_enough_or_unknown_and_never_too_few() {
        let named = |name: &str| scope(&by_name(name));
        assert_eq!(named("5 sites with 12 servers each"), Criterion::unknown(Field::ServerCount));
        assert!(matches!(named("2 x 60 servers"), Criterion::Pass(_)));
        assert!(matches!(named("Rehost of 12 servers"), Criterion::Fail(_)));
    }

    #[test]
    fn without_any_number_the_scope_is_unknown() {
        assert_eq!(scope(&with_servers(None)), Criterion::unknown(Field::ServerCount));
    }

    #[test]
    fn the_largest_number_of_either_system_counts() {
        let deal = linked_with_ace(|ace| ace.vmware_vm_count = Some(Decimal::from(400)));
        assert_eq!(scope(&deal), Criterion::pass("400 servers or VMs (ACE VMware VMs)"));
    }

    #[test]
    fn a_data_center_exit_is_large_whatever_its_number_of_servers() {
        let deal = crm_only(|crm| {
            crm.name = Some("DC exit".into());
            crm.server_count = Some(Decimal::from(20));
        });
        assert_eq!(scope(&deal), Criterion::pass("\"DC exit\""));
    }

    #[test]
    fn another_engine_a_mainframe_and_an_exit_are_large_in_every_language() {
        for name in [
            "Move SQL Server estate to Aurora PostgreSQL",
            "Migrate our Oracle 12c databases to Aurora",
            "Convert DB2 workloads to PostgreSQL on RDS",
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
            assert!(matches!(scope(&by_name(name)), Criterion::Pass(_)), "{name}");
        }
    }

    #[test]
    fn what_is_denied_or_stays_is_not_large() {
        for name in ["Rehost, no mainframe", "Kein Großrechner", "Servers of the data center"] {
            assert_eq!(scope(&by_name(name)), Criterion::unknown(Field::ServerCount), "{name}");
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
        assert!(matches!(scope(&deal), Criterion::Pass(_)));
    }

    #[test]
    fn the_users_own_floor_makes_a_small_migration_large() {
        let settings =
            Settings { arr_floor_usd: Some(Decimal::from(50_000)), ..Settings::default() };
        let arr = Arr { usd: Some(Decimal::from(50_000)), ..NO_ARR };
        let deal = with_servers(Some(10));
        assert!(matches!(judge(&deal, &Reading::of(&deal), &arr, &settings), Criterion::Pass(_)));
    }

    #[test]
    fn environments_on_aws_are_recognised() {
        for text in [
            "AWS",
            "aws (EC2)",
            "Amazon Web Services",
            "AWS - other account",
            "AWS (previous partner)",
            "AWS eu-west-1",
            "EC2-Classic",
            "EC2",
            "on AWS already",
        ] {
            assert!(is_aws_alone(text) && is_aws(text), "{text}");
        }
        for text in [
            "On-premises",
            "Azure",
            "VMware Cloud on AWS",
            "On-prem and AWS",
            "non-AWS",
            "no AWS",
            "Other than AWS",
            "AWS (planned)",
            "some AWS, mostly datacentre",
            "partly AWS",
            "Hosted at Hetzner, to AWS",
            "mainframe to AWS",
            "IBM cloud / AWS",
            "Oracle Cloud, AWS",
        ] {
            assert!(!is_aws_alone(text), "{text}");
        }
    }
}
