//! What the structured fields say of a deal: tags, use cases, migration columns, types.

use super::reading::{ReadText, Reading, TextField};
use super::vocabulary::{Hit, Sense};
use super::wording::{Leaning, judge_sentence};
use crate::domain::{
    AceOpportunity, CrmOpportunity, Deal, FundRequest, ISV_MIGRATION_PROGRAM, MigrationEvidence,
    Role, fold, is_denied, is_map_program, shortened, words,
};

/// ACE use cases that are migrations, folded. The values are AWS's
/// (`Opportunity_-_StandardValues.csv` and its older versions); which of them are migrations is our
/// reading of their labels.
const MIGRATION_USE_CASES: &[&str] = &[
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
    "keine",
    "kein",
    "aucune",
    "ninguna",
    "nenhuma",
    "nessuna",
    "geen",
    "なし",
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
    "repurchase",
];

/// Texts of a migration type column that say that nobody knows yet, folded.
const OPEN_MIGRATION_TYPES: &[&str] = &[
    "other",
    "to be determined",
    "to be confirmed",
    "to be defined",
    "undecided",
    "pending",
    "open",
    "offen",
    "unclear",
    "unklar",
    "not yet decided",
    "à définir",
    "por definir",
    "a definir",
    "da definire",
    "未定",
];

/// What decides that the deal is a migration, in words; empty if nothing does.
pub(super) fn structured_evidence(deal: &Deal, reading: &Reading) -> Vec<MigrationEvidence> {
    let mut evidence = Vec::new();
    if let Some(ace) = deal.ace() {
        evidence.extend(of(Role::Ace, ace_evidence(ace)));
    }
    if let Some(crm) = deal.crm() {
        evidence.extend(of(Role::Crm, crm_evidence(crm, reading)));
    }
    if deal.requests.iter().any(FundRequest::is_map) {
        evidence.push(MigrationEvidence::new(Role::Funding, "a MAP fund request"));
    }
    evidence
}

fn of(role: Role, words: Vec<String>) -> impl Iterator<Item = MigrationEvidence> {
    words.into_iter().map(move |words| MigrationEvidence::new(role, words))
}

fn ace_evidence(ace: &AceOpportunity) -> Vec<String> {
    let mut evidence = Vec::new();
    for program in &ace.apn_programs {
        if is_map_program(program) || fold(program) == ISV_MIGRATION_PROGRAM {
            evidence.push(format!("ACE program \"{program}\""));
        }
    }
    for use_case in ace.use_cases.iter().filter(|use_case| is_migration_use_case(use_case)) {
        evidence.push(format!("ACE use case \"{use_case}\""));
    }
    // ACE shows these columns only for opportunities tagged as a migration programme.
    let columns = [
        ("ACE migration workload", ace.migration_workload.as_deref()),
        ("ACE migration source", ace.migration_source.as_deref()),
        ("ACE migration details", ace.migration_details.as_deref()),
    ];
    for (name, value) in columns {
        if let Some(value) = value.filter(|value| !is_none_or_open(value)) {
            evidence.push(format!("{name} \"{}\"", shortened(value, LONGEST_QUOTE)));
        }
    }
    if let Some(phase) = ace.migration_phase {
        evidence.push(format!("ACE migration phase \"{}\"", phase.label()));
    }
    evidence
}

/// How many characters of a long text evidence quotes.
const LONGEST_QUOTE: usize = 60;

fn crm_evidence(crm: &CrmOpportunity, reading: &Reading) -> Vec<String> {
    let mut evidence = Vec::new();
    if let Some(kind) = &crm.migration_type
        && reading.text(TextField::MigrationType).is_some_and(|read| says_migration(kind, read))
    {
        evidence.push(format!("CRM migration type \"{kind}\""));
    }
    let columns = [
        ("CRM deal type", &crm.deal_type, TextField::DealType),
        ("CRM product", &crm.product, TextField::Product),
    ];
    for (name, value, field) in columns {
        if let Some(value) = value
            && reading.text(field).is_some_and(is_plainly_a_migration)
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

/// Whether the migration type says that it is one: it does unless it denies it, leaves it open, or names what is no AWS
/// workload, as Office 365.
fn says_migration(kind: &str, read: &ReadText) -> bool {
    let has = |hits: &[Hit], senses: &[Sense]| hits.iter().any(|hit| senses.contains(&hit.sense));
    let names_another = read.sentences().any(|hits| {
        has(hits, &[Sense::ObjectElsewhere, Sense::OtherCloud])
            && !has(hits, &[Sense::ToAws, Sense::NamesAws])
    });
    !is_none_or_open(kind) && !names_another
}

/// Whether a migration type or column says that there is no migration, or that it is not known: `?`, `Keine Migration`,
/// `not planned`, `New workload (no migration)`.
fn is_none_or_open(kind: &str) -> bool {
    const CANCELLED: [&str; 3] = ["cancelled", "canceled", "storniert"];
    let signs = [" - ", " – ", ",", ";", "(", ":"];
    let before_remark = signs.iter().find_map(|sign| kind.split_once(sign)).map(|it| fold(it.0));
    let kind = fold(kind);
    let words: Vec<&str> = words(&kind).collect();
    let is_denied_at = |place: usize| is_denied(&words[..place]);
    let says_none = |text: &String| NO_MIGRATION_TYPES.contains(&text.as_str());
    says_none(&kind)
        || before_remark.is_some_and(|before| says_none(&before))
        || OPEN_MIGRATION_TYPES.contains(&kind.as_str())
        || words.first().is_none_or(|first| CANCELLED.contains(first))
        || (words.len() == 2 && is_denied_at(1))
        || words.iter().enumerate().any(|(place, word)| *word == "migration" && is_denied_at(place))
}

/// Whether a short text such as a product name says "migration" and nothing against it.
fn is_plainly_a_migration(read: &ReadText) -> bool {
    let leanings: Vec<Leaning> =
        read.sentences().filter_map(|hits| judge_sentence(read, hits)).collect();
    let is_for = |leaning: &Leaning| {
        matches!(
            leaning,
            Leaning::Strong(_) | Leaning::Plain(_) | Leaning::Ends(_) | Leaning::Bare(_)
        )
    };
    !leanings.is_empty() && leanings.iter().all(is_for)
}

/// Whether the environment columns say: from elsewhere to AWS.
fn moves_to_aws(crm: &CrmOpportunity) -> bool {
    let (Some(source), Some(target)) = (&crm.source_environment, &crm.target_environment) else {
        return false;
    };
    let from_nothing = NO_MIGRATION_TYPES.contains(&fold(source).as_str());
    super::scope::is_aws(target) && !super::scope::is_aws(source) && !from_nothing
}

/// Whether the ACE use case is a migration use case.
pub(super) fn has_migration_use_case(ace: &AceOpportunity) -> bool {
    ace.use_cases.iter().any(|use_case| is_migration_use_case(use_case))
}

/// Whatever AWS puts under the heading "Migration" is one: its lists of sub-cases change.
fn is_migration_use_case(use_case: &str) -> bool {
    let folded = fold(use_case);
    MIGRATION_USE_CASES.contains(&folded.as_str()) || folded.starts_with("migration/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::ace_only;

    #[test]
    fn a_migration_type_may_deny_the_migration_or_leave_it_open() {
        for kind in [
            "?",
            "Other",
            "To be determined",
            "Not sure",
            "Not planned",
            "Keine Migration",
            "Kein Umzug",
            "New workload (no migration)",
            "None - replatform later",
            "No, greenfield",
            "Cancelled",
            "Repurchase",
        ] {
            assert!(is_none_or_open(kind), "{kind}");
        }
        for kind in [
            "Rehost",
            "Non-prod migration",
            "Database",
            "Lift & shift",
            "7R",
            "Retire-and-rehost",
            "0-downtime move",
        ] {
            assert!(!is_none_or_open(kind), "{kind}");
        }
    }

    #[test]
    fn a_migration_column_of_ace_that_says_no_is_no_evidence() {
        let evidence = |workload: &str| {
            let deal = ace_only(|ace| {
                ace.apn_programs.clear();
                ace.use_cases.clear();
                ace.migration_workload = Some(workload.into());
            });
            structured_evidence(&deal, &Reading::of(&deal)).len()
        };
        for workload in ["No", "Not applicable", "None", "No migration"] {
            assert_eq!(evidence(workload), 0, "{workload}");
        }
        assert_eq!(evidence("Server migration"), 1);
    }
}
