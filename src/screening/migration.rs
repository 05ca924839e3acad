//! Is the deal a migration? Structured fields decide; free text is weighed with its context.

use super::vocabulary::{fold_words, sentences};
use super::wording::{Leaning, judge_sentence};
use crate::domain::{
    AceOpportunity, CrmOpportunity, Deal, FundRequest, ISV_MIGRATION_PROGRAM, IsMigration,
    MAP_PROGRAM, fold,
};

/// ACE use cases that are migrations, folded. The values are AWS's
/// (`Opportunity_-_StandardValues.csv` and its older versions); which of them are migrations is our
/// reading of their labels.
const MIGRATION_USE_CASES: &[&str] = &[
    "migration/database migration",
    "migration",
    "database migration",
    "application migration",
    "business applications: mainframe modernization",
    "vmc",
    "vmware",
];

/// Texts of a migration type column that say the deal is none, folded.
const NO_MIGRATION_TYPES: &[&str] = &[
    "no",
    "n",
    "false",
    "0",
    "none",
    "nein",
    "non",
    "not a migration",
    "no migration",
    "non-migration",
    "not applicable",
    "greenfield",
    "new build",
    "net new",
    "net-new",
    "new workload",
    "retain",
    "retire",
];

/// Whether the deal is a migration, and the words that decided it.
pub(super) fn judge(deal: &Deal) -> (IsMigration, Vec<String>) {
    let structured = structured_evidence(deal);
    if !structured.is_empty() {
        return (IsMigration::Yes, structured);
    }
    let mut weighed = Weighed::default();
    if let Some(kind) = deal.crm().and_then(|crm| crm.migration_type.as_deref()) {
        weighed.against.push(format!("CRM migration type \"{kind}\""));
    }
    for (name, text) in free_texts(deal) {
        weigh(name, text, deal, &mut weighed);
    }
    weighed.outcome()
}

/// Whether the ACE use case is a migration use case.
pub(super) fn has_migration_use_case(ace: &AceOpportunity) -> bool {
    ace.use_cases.iter().any(|use_case| is_migration_use_case(use_case))
}

fn is_migration_use_case(use_case: &str) -> bool {
    MIGRATION_USE_CASES.contains(&fold(use_case).as_str())
}

fn structured_evidence(deal: &Deal) -> Vec<String> {
    let mut evidence = Vec::new();
    if let Some(ace) = deal.ace() {
        evidence.extend(ace_evidence(ace));
    }
    if let Some(crm) = deal.crm() {
        evidence.extend(crm_evidence(crm));
    }
    if deal.requests.iter().any(FundRequest::is_map) {
        evidence.push("a MAP fund request".to_owned());
    }
    evidence
}

fn ace_evidence(ace: &AceOpportunity) -> Vec<String> {
    let mut evidence = Vec::new();
    for program in &ace.apn_programs {
        if [MAP_PROGRAM, "map", ISV_MIGRATION_PROGRAM].contains(&fold(program).as_str()) {
            evidence.push(format!("ACE program \"{program}\""));
        }
    }
    for use_case in ace.use_cases.iter().filter(|use_case| is_migration_use_case(use_case)) {
        evidence.push(format!("ACE use case \"{use_case}\""));
    }
    // ACE shows these columns only for opportunities tagged as a migration programme.
    let columns = [
        ("ACE migration workload", &ace.migration_workload),
        ("ACE migration source", &ace.migration_source),
        ("ACE migration details", &ace.migration_details),
    ];
    for (name, value) in columns {
        if let Some(value) = value {
            evidence.push(format!("{name} \"{}\"", shortened(value)));
        }
    }
    if let Some(phase) = ace.migration_phase {
        evidence.push(format!("ACE migration phase \"{}\"", phase.label()));
    }
    evidence
}

fn crm_evidence(crm: &CrmOpportunity) -> Vec<String> {
    let mut evidence = Vec::new();
    if let Some(kind) = &crm.migration_type
        && !NO_MIGRATION_TYPES.contains(&fold(kind).as_str())
    {
        evidence.push(format!("CRM migration type \"{kind}\""));
    }
    for (name, value) in [("CRM deal type", &crm.deal_type), ("CRM product", &crm.product)] {
        if let Some(value) = value
            && is_plainly_a_migration(value)
        {
            evidence.push(format!("{name} \"{value}\""));
        }
    }
    if moves_to_aws(crm) {
        evidence.push(format!(
            "CRM source environment \"{}\", target \"{}\"",
            crm.source_environment.as_deref().unwrap_or_default(),
            crm.target_environment.as_deref().unwrap_or_default(),
        ));
    }
    evidence
}

/// Whether a short text such as a product name says "migration" and nothing against it.
fn is_plainly_a_migration(text: &str) -> bool {
    let leanings: Vec<Leaning> =
        sentences(text).iter().filter_map(|words| judge_sentence(words)).collect();
    !leanings.is_empty()
        && leanings.iter().all(|leaning| matches!(leaning, Leaning::Strong(_) | Leaning::Plain(_)))
}

/// Whether the environment columns say: from elsewhere to AWS.
fn moves_to_aws(crm: &CrmOpportunity) -> bool {
    let (Some(source), Some(target)) = (&crm.source_environment, &crm.target_environment) else {
        return false;
    };
    let from_nothing = NO_MIGRATION_TYPES.contains(&fold(source).as_str());
    super::scope::is_aws(target) && !super::scope::is_aws(source) && !from_nothing
}

fn free_texts(deal: &Deal) -> Vec<(&'static str, &str)> {
    let crm = deal.crm();
    let ace = deal.ace();
    let texts = [
        ("deal name", crm.and_then(|crm| crm.name.as_deref())),
        ("deal description", crm.and_then(|crm| crm.description.as_deref())),
        ("deal type", crm.and_then(|crm| crm.deal_type.as_deref())),
        ("product", crm.and_then(|crm| crm.product.as_deref())),
        ("ACE title", ace.and_then(|ace| ace.title.as_deref())),
        ("ACE business problem", ace.and_then(|ace| ace.problem.as_deref())),
    ];
    texts.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
}

/// What the free texts say, each time in words for people.
#[derive(Default)]
struct Weighed {
    strong: Vec<String>,
    plain: Vec<String>,
    against: Vec<String>,
    unclear: Vec<String>,
}

impl Weighed {
    /// A strong word outweighs a sentence that speaks against it elsewhere ("mail has moved; now the
    /// data center"); a plain one does not.
    fn outcome(self) -> (IsMigration, Vec<String>) {
        let Weighed { strong, plain, against, unclear } = self;
        if !strong.is_empty() || !plain.is_empty() && against.is_empty() {
            return (IsMigration::Yes, strong.into_iter().chain(plain).collect());
        }
        if !plain.is_empty() {
            return (IsMigration::Unclear, plain.into_iter().chain(against).collect());
        }
        if !against.is_empty() {
            return (IsMigration::No, against);
        }
        let answer = if unclear.is_empty() { IsMigration::No } else { IsMigration::Unclear };
        (answer, unclear)
    }
}

fn weigh(name: &str, text: &str, deal: &Deal, weighed: &mut Weighed) {
    for mut words in sentences(text) {
        remove_customer(&mut words, deal);
        let Some(leaning) = judge_sentence(&words) else {
            continue;
        };
        let (list, hit, not) = match leaning {
            Leaning::Strong(hit) => (&mut weighed.strong, hit, None),
            Leaning::Plain(hit) => (&mut weighed.plain, hit, None),
            Leaning::Against(hit, by) => (&mut weighed.against, hit, Some(by)),
            Leaning::Unclear(hit) => (&mut weighed.unclear, hit, None),
        };
        let evidence = match not {
            Some(by) if by.words != hit.words => {
                format!("{name}: \"{}\", but \"{}\"", hit.words, by.words)
            }
            Some(_) | None => format!("{name}: \"{}\"", hit.words),
        };
        if !list.contains(&evidence) {
            list.push(evidence);
        }
    }
}

/// A customer called Exchange Bank is no mail system.
fn remove_customer(words: &mut Vec<String>, deal: &Deal) {
    let names = [
        deal.crm().and_then(|crm| crm.customer.as_deref()),
        deal.ace().and_then(|ace| ace.customer.as_deref()),
    ];
    for name in names.into_iter().flatten() {
        let name = fold_words(name);
        if name.is_empty() {
            continue;
        }
        while let Some(start) = words.windows(name.len()).position(|there| there == name) {
            words.drain(start..start + name.len());
        }
    }
}

/// At most 60 characters, for evidence that quotes a long text.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, linked_with_ace};

    fn by_name(name: &str) -> IsMigration {
        judge(&crm_only(|crm| {
            crm.name = Some(name.to_owned());
            crm.migration_type = None;
            crm.deal_type = None;
            crm.source_environment = None;
        }))
        .0
    }

    #[test]
    fn an_ace_use_case_decides_and_is_quoted() {
        let deal = ace_only(|ace| {
            ace.apn_programs.clear();
            ace.use_cases = vec!["Migration/Database Migration".into()];
        });
        assert_eq!(
            judge(&deal),
            (IsMigration::Yes, vec!["ACE use case \"Migration/Database Migration\"".into()])
        );
    }

    #[test]
    fn structured_evidence_outweighs_a_text_that_looks_otherwise() {
        let deal = linked_with_ace(|ace| ace.title = Some("HubSpot migration".into()));
        assert_eq!(judge(&deal).0, IsMigration::Yes);
    }

    #[test]
    fn jargon_without_the_word_migration_is_one() {
        for name in [
            "Acme - DC exit",
            "Lift & shift wave 1",
            "VMware exit 2026",
            "Mainframe offload",
            "Exadata to Aurora",
            "Colo contract ends Q3",
            "Rehosting of 80 servers",
            "Rechenzentrumsauflösung Nord",
            "Sortie du datacenter de Lyon",
            "Salida del centro de datos",
            "Saída do data center",
            "Datacenter verlaten",
            "Chiusura del data center",
            "基幹データセンター撤退",
            "Migration",
            "Cloud-Migration Phase 2",
            "Servers in Azure to be migrated to AWS",
            "Exchange Server estate: migration to AWS",
        ] {
            assert_eq!(by_name(name), IsMigration::Yes, "{name}");
        }
    }

    #[test]
    fn migrations_of_something_else_or_away_are_none() {
        for name in [
            "HubSpot migration",
            "Email migration to M365",
            "Office 365 tenant-to-tenant migration",
            "Website relaunch and migration",
            "CRM data migration to Salesforce",
            "Migration to Azure",
            "Migration away from AWS",
            "Data warehouse migration to Snowflake",
            "Immigration portal",
            "Managed services after migration",
            "Post-migration support",
            "Support: migrated last year",
            "Well-Architected Review",
            "Managed services renewal",
            "Data lake build",
        ] {
            assert_eq!(by_name(name), IsMigration::No, "{name}");
        }
    }

    #[test]
    fn words_that_say_too_little_are_unclear() {
        for name in ["App modernization", "Cloud journey", "Azure migration"] {
            assert_eq!(by_name(name), IsMigration::Unclear, "{name}");
        }
    }

    #[test]
    fn a_customer_named_like_a_mail_system_does_not_count() {
        let deal = crm_only(|crm| {
            crm.customer = Some("Exchange Bank".into());
            crm.name = Some("Exchange Bank - server migration".into());
            crm.migration_type = None;
        });
        assert_eq!(judge(&deal).0, IsMigration::Yes);
    }

    #[test]
    fn a_migration_flag_of_no_speaks_against_plain_words() {
        let deal = |flag: &str| {
            crm_only(|crm| {
                crm.name = Some("Server migration".into());
                crm.migration_type = Some(flag.into());
            })
        };
        assert_eq!(judge(&deal("No")).0, IsMigration::Unclear);
        assert_eq!(judge(&deal("Yes")).0, IsMigration::Yes);
    }

    #[test]
    fn environments_count_only_together() {
        let deal = |target: Option<&str>| {
            crm_only(|crm| {
                crm.name = Some("Platform project".into());
                crm.migration_type = None;
                crm.source_environment = Some("On-premises".into());
                crm.target_environment = target.map(str::to_owned);
            })
        };
        assert_eq!(judge(&deal(Some("AWS"))).0, IsMigration::Yes);
        assert_eq!(judge(&deal(None)).0, IsMigration::No);
    }
}
