//! Does the deal look eligible? Criteria one by one, and the blockers among them.
//!
//! The criteria are the guide's ("Who Qualifies for MAP?"). Only the blockers make a deal
//! `not_eligible`; an unknown scope makes it `cannot_tell`; everything else is a gap to close.

use chrono::NaiveDate;

use super::reading::Reading;
use super::text::fold_words;
use super::vocabulary::{DealTypes, VOCABULARY};
use super::{Settings, scope, structured};
use crate::domain::{
    AceStage, Arr, Criteria, Criterion, CrmOpportunity, Deal, Fact, Field, MigrationCriteria,
    OpportunityType, Partner, Progress, Verdict, fold, grouped, is_denied,
};

/// The verdict with its reasons.
pub(super) struct Eligibility {
    pub(super) verdict: Verdict,
    pub(super) blockers: Vec<String>,
    pub(super) missing_fields: Vec<Field>,
}

impl Eligibility {
    /// The verdict that the criteria come to; `None` are those of a deal that is no migration.
    pub(super) fn of(deal: &Deal, is_unclear: bool, decisive: Option<&Decisive>) -> Eligibility {
        let Some(decisive) = decisive else {
            let verdict = Verdict::NotMigration;
            return Eligibility { verdict, blockers: Vec::new(), missing_fields: Vec::new() };
        };
        let blockers = decisive.blockers(deal);
        let (verdict, missing_fields) = match decisive.scope {
            _ if is_unclear => (Verdict::CannotTell, vec![Field::MigrationType]),
            _ if !blockers.is_empty() => (Verdict::NotEligible, Vec::new()),
            Criterion::Unknown(_) => (Verdict::CannotTell, vec![Field::ServerCount]),
            Criterion::Pass(_) | Criterion::Fail(_) | Criterion::NotApplicable => {
                (Verdict::LooksEligible, Vec::new())
            }
        };
        let blockers = if verdict == Verdict::NotEligible { blockers } else { Vec::new() };
        Eligibility { verdict, blockers, missing_fields }
    }
}

/// The criteria that decide on the verdict of a deal that is a migration, or may be one. The others are gaps to close.
pub(super) struct Decisive {
    scope: Criterion,
    new_or_expanding: Criterion,
    partner: Criterion,
}

impl Decisive {
    /// Judges them.
    pub(super) fn of(deal: &Deal, reading: &Reading, arr: &Arr, settings: &Settings) -> Decisive {
        Decisive {
            scope: scope::judge(deal, reading, arr, settings),
            new_or_expanding: new_or_expanding(deal),
            partner: partner(&settings.partner),
        }
    }

    /// What makes a deal `not_eligible` by itself.
    fn blockers(&self, deal: &Deal) -> Vec<String> {
        let mut blockers = Vec::new();
        if deal.is_lost() {
            blockers.push("the deal is lost".to_owned());
        }
        for met in [&self.new_or_expanding, &self.scope, &self.partner] {
            if let Criterion::Fail(evidence) = met {
                blockers.push(evidence.to_string());
            }
        }
        blockers
    }

    /// All criteria of a migration, once it is known whether the application came in time.
    pub(super) fn with_gaps(
        self,
        deal: &Deal,
        arr: &Arr,
        applied_in_time: Criterion,
        as_of: NaiveDate,
    ) -> MigrationCriteria {
        let Decisive { scope, new_or_expanding, partner } = self;
        MigrationCriteria {
            scope,
            new_or_expanding,
            commitment: commitment(deal, as_of),
            arr_documented: match arr.usd {
                Some(usd) => Criterion::pass(format!("USD {}", grouped(usd))),
                None => Criterion::unknown(Field::Arr),
            },
            pdm_aware: pdm_aware(deal, as_of),
            applied_in_time,
            partner,
        }
    }
}

/// The criteria by which ACE's record is judged, and those of a migration.
pub(super) fn criteria(deal: &Deal, of_migration: Option<MigrationCriteria>) -> Criteria {
    Criteria {
        in_ace: in_ace(deal),
        marked_map: marked_map(deal),
        migration_use_case: migration_use_case(deal),
        of_migration: of_migration.map(Box::new),
    }
}

fn in_ace(deal: &Deal) -> Criterion {
    match deal.ace() {
        Some(ace) => Criterion::pass(ace.id.to_string()),
        None if deal.candidates.is_empty() => Criterion::fail("no ACE opportunity"),
        None => Criterion::unknown(Field::AceId),
    }
}

fn marked_map(deal: &Deal) -> Criterion {
    match deal.ace() {
        None => Criterion::fail("no ACE opportunity"),
        Some(ace) if ace.is_tagged_map() => Criterion::pass("Migration Acceleration Program"),
        Some(ace) if !ace.at.carries(Field::ApnPrograms) => Criterion::NotApplicable,
        Some(ace) if ace.apn_programs.is_empty() => Criterion::fail("no APN program"),
        Some(ace) => Criterion::fail(ace.apn_programs.join("; ")),
    }
}

fn migration_use_case(deal: &Deal) -> Criterion {
    match deal.ace() {
        None => Criterion::NotApplicable,
        Some(ace) if !ace.at.carries(Field::UseCase) => Criterion::NotApplicable,
        Some(ace) if structured::has_migration_use_case(ace) => {
            Criterion::pass(ace.use_cases.join("; "))
        }
        Some(ace) if ace.use_cases.is_empty() => Criterion::unknown(Field::UseCase),
        Some(ace) => Criterion::fail(ace.use_cases.join("; ")),
    }
}

/// The source environment, where it says that the workload runs on AWS already.
pub(super) fn source_on_aws(deal: &Deal) -> Option<&str> {
    let sources = [
        deal.crm().and_then(|crm| crm.source_environment.as_deref()),
        deal.ace().and_then(|ace| ace.migration_source.as_deref()),
    ];
    sources.into_iter().flatten().find(|source| scope::is_aws_alone(source))
}

fn new_or_expanding(deal: &Deal) -> Criterion {
    if let Some(source) = source_on_aws(deal) {
        return Criterion::fail(format!("the source environment is \"{source}\""));
    }
    match deal.ace().and_then(|ace| ace.opportunity_type) {
        Some(OpportunityType::FlatRenewal) => {
            return Criterion::fail("ACE opportunity type Flat Renewal");
        }
        Some(OpportunityType::NetNewBusiness) => return Criterion::pass("Net New Business"),
        Some(OpportunityType::Expansion) => return Criterion::pass("Expansion"),
        None => {}
    }
    match deal.crm().and_then(|crm| crm.deal_type.as_deref()) {
        Some(kind) if is_renewal(kind) => Criterion::fail(format!("deal type \"{kind}\"")),
        Some(kind) => Criterion::pass(kind.to_owned()),
        None => Criterion::unknown(Field::OpportunityType),
    }
}

fn is_renewal(deal_type: &str) -> bool {
    let DealTypes { renewal, besides } = &VOCABULARY.deal_types;
    let words = fold_words(deal_type);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    !words.iter().any(|word| besides.iter().any(|other| other == word))
        && (0..words.len()).any(|place| {
            renewal.iter().any(|word| word == words[place]) && !is_denied(&words[..place])
        })
}

/// A date ahead is a plan, and commits nobody yet.
fn commitment(deal: &Deal, as_of: NaiveDate) -> Criterion {
    if let Some(crm) = deal.crm()
        && let Some(evidence) = crm_commitment(crm, as_of)
    {
        return Criterion::pass(evidence);
    }
    if let Some(ace) = deal.ace() {
        if ace.sales_activities.iter().any(|activity| fold(activity) == "sow signed") {
            return Criterion::pass("ACE sales activity SOW Signed");
        }
        if let Some(stage @ (AceStage::Committed | AceStage::Launched)) = ace.stage {
            return Criterion::pass(format!("ACE stage {}", stage.label()));
        }
    }
    Criterion::unknown(Field::SowSignedDate)
}

fn crm_commitment(crm: &CrmOpportunity, as_of: NaiveDate) -> Option<String> {
    if let Some(date) = crm.sow_signed_by(as_of) {
        return Some(format!("SOW signed {date}"));
    }
    if let Some(date) = crm.proposed_by(as_of) {
        return Some(format!("proposal of {date}"));
    }
    (crm.progress == Progress::Committed)
        .then(|| format!("CRM stage {}", crm.stage.as_deref().unwrap_or("won")))
}

fn pdm_aware(deal: &Deal, as_of: NaiveDate) -> Criterion {
    let Some(crm) = deal.crm() else {
        return Criterion::NotApplicable;
    };
    match crm.pdm_told_by(as_of) {
        Some(date) => Criterion::pass(date.to_string()),
        None if crm.at.carries(Field::PdmNotifiedDate) => {
            Criterion::unknown(Field::PdmNotifiedDate)
        }
        None => Criterion::NotApplicable,
    }
}

fn partner(partner: &Partner) -> Criterion {
    match partner.tier {
        None => Criterion::Unknown(Fact::Setting("partner.tier")),
        Some(tier) if tier.is_below_select() => Criterion::fail(format!("tier {}", tier.label())),
        Some(tier) => Criterion::pass(format!("tier {}", tier.label())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Tier;
    use crate::domain::testing::{
        AS_OF, ace_only, crm_only, linked_deal, linked_with_ace, linked_with_crm,
    };
    use crate::domain::{ArrBasis, DealStatus, Decimal, IsMigration};

    const ARR: Arr = Arr {
        usd: Some(Decimal::ONE_THOUSAND),
        basis: ArrBasis::BothAgree,
        crm_usd: None,
        ace_usd: None,
        placeholder: None,
    };

    fn judge_as(
        deal: &Deal,
        is_migration: IsMigration,
        arr: &Arr,
        settings: &Settings,
    ) -> Eligibility {
        let decisive = Decisive::of(deal, &Reading::of(deal), arr, settings);
        let decisive = Some(decisive).filter(|_| is_migration != IsMigration::No);
        Eligibility::of(deal, is_migration == IsMigration::Unclear, decisive.as_ref())
    }

    fn verdict(deal: &Deal) -> Verdict {
        judge_as(deal, IsMigration::Yes, &ARR, &Settings::default()).verdict
    }

    #[test]
    fn a_renewal_is_one_unless_that_is_denied() {
        for (deal_type, expected) in [
            ("Renewal", true),
            ("Renewal - non-profit", true),
            ("Non-renewal", false),
            ("Verlängerung", true),
            ("Bestandskunde: RENOUVELLEMENT", true),
            ("更新", true),
            ("Renewal / Up-sell", false),
            ("New", false),
        ] {
            assert_eq!(is_renewal(deal_type), expected, "{deal_type}");
        }
    }

    #[test]
    fn a_healthy_migration_looks_eligible() {
        assert_eq!(verdict(&linked_deal()), Verdict::LooksEligible);
        let planned = linked_with_crm(|crm| crm.source_environment = Some("AWS (planned)".into()));
        assert_eq!(verdict(&planned), Verdict::LooksEligible);
    }

    #[test]
    fn each_blocker_alone_makes_a_deal_not_eligible() {
        let blocked = [
            linked_with_crm(|crm| crm.status = DealStatus::Lost),
            linked_with_crm(|crm| crm.source_environment = Some("AWS".into())),
            linked_with_crm(|crm| crm.server_count = Some(Decimal::from(12))),
            linked_with_ace(|ace| ace.opportunity_type = Some(OpportunityType::FlatRenewal)),
            crm_only(|crm| crm.deal_type = Some("Existing Customer - Renewal".into())),
            ace_only(|ace| ace.stage = Some(AceStage::ClosedLost)),
        ];
        for deal in blocked {
            assert_eq!(verdict(&deal), Verdict::NotEligible);
        }
    }

    #[test]
    fn a_partner_below_select_blocks_every_deal() {
        let partner = |tier| Settings {
            partner: Partner { tier, ..Partner::default() },
            ..Settings::default()
        };
        let deal = linked_deal();
        for (tier, expected) in [
            (Some(Tier::Registered), Verdict::NotEligible),
            (Some(Tier::Select), Verdict::LooksEligible),
            (None, Verdict::LooksEligible),
        ] {
            assert_eq!(judge_as(&deal, IsMigration::Yes, &ARR, &partner(tier)).verdict, expected);
        }
    }

    #[test]
    fn an_unknown_scope_cannot_be_told_and_names_the_field() {
        let deal = linked_with_crm(|crm| crm.server_count = None);
        let found = judge_as(&deal, IsMigration::Yes, &ARR, &Settings::default());
        assert_eq!(
            (found.verdict, found.missing_fields),
            (Verdict::CannotTell, vec![Field::ServerCount])
        );
    }

    #[test]
    fn what_is_no_migration_is_neither_eligible_nor_not() {
        let found = judge_as(&linked_deal(), IsMigration::No, &ARR, &Settings::default());
        assert_eq!(found.verdict, Verdict::NotMigration);
    }

    #[test]
    fn commitment_is_a_date_an_activity_or_a_stage() {
        let none = |deal: Deal| matches!(commitment(&deal, AS_OF), Criterion::Unknown(_));
        let uncommitted = |change: fn(&mut CrmOpportunity)| {
            crm_only(|crm| {
                crm.sow_signed_date = None;
                change(crm);
            })
        };
        assert!(none(uncommitted(|_| {})), "a stage called Proposal is no commitment");
        assert!(!none(uncommitted(|crm| crm.proposal_date = Some(AS_OF))));
        let planned = uncommitted(|crm| crm.sow_signed_date = AS_OF.succ_opt());
        assert!(none(planned), "a signature ahead is a plan");
        assert!(!none(uncommitted(|crm| crm.progress = Progress::Committed)));
        assert!(!none(ace_only(|_| {})));
        assert!(none(ace_only(|ace| ace.sales_activities.clear())));
    }
}
