//! Screened deals for the tests of rules: healthy ones, of which each test changes one thing, and
//! one for each way in which a rule can fail, family by family.

mod app;
mod arr;
mod att;
mod elg;
mod mdf;
mod tim;

use crate::domain::testing::{AS_OF, ace_only, criteria_all, date, linked_deal, linked_with_ace};
use crate::domain::{
    AceId, AceOpportunity, AcePhase, AceStage, Application, ApprovalStage, Arr, ArrBasis,
    Candidate, Capture, Criterion, Deal, Decimal, Evidence, FundingData, IsMigration,
    MigrationCriteria, MigrationEvidence, Outcome, Partner, PhaseState, PhaseWindow, PlannedStart,
    RequestState, Requested, ReviewStatus, Role, ScreenedDeal, Screening, StartBasis, Tier,
    Verdict, Window,
};

use super::{Rule, RuleContext, Settings};

/// A run on the tests' as-of date with MAP columns in the CRM and the default settings.
pub(crate) const CONTEXT: RuleContext<'static> = RuleContext {
    as_of: AS_OF,
    funding: FundingData::CrmColumns,
    partner: &PARTNER,
    settings: &SETTINGS,
};

static PARTNER: Partner =
    Partner { name: None, tier: None, competencies: None, domains: Vec::new(), pdm: None };

static SETTINGS: Settings = Settings::DEFAULT;

/// The same run of a partner that holds nothing.
pub(crate) static POOR: RuleContext<'static> = RuleContext { partner: &POOR_PARTNER, ..CONTEXT };

static POOR_PARTNER: Partner = Partner {
    name: None,
    tier: Some(Tier::Registered),
    competencies: Some(Vec::new()),
    domains: Vec::new(),
    pdm: None,
};

/// The deal with a healthy screening: an eligible migration that starts 2027-01-15 and has been
/// applied for.
pub(crate) fn screened(deal: Deal) -> ScreenedDeal {
    let start = PlannedStart { date: date(2027, 1, 15), basis: StartBasis::ProjectStart };
    let arr = Decimal::from(96_000);
    let screening = Screening {
        is_migration: IsMigration::Yes,
        migration_evidence: vec![MigrationEvidence::new(
            Role::Ace,
            "ACE use case \"Migration / Database Migration\"",
        )],
        criteria: criteria_all(&Criterion::pass("met")),
        verdict: Verdict::LooksEligible,
        blockers: Vec::new(),
        source_on_aws: None,
        missing_fields: Vec::new(),
        phases: [PhaseWindow { state: PhaseState::Applied, start: Some(start) }; 3],
        window: Some(Window::Open),
        next_phase: None,
        planned_start: Some(start),
        apply_by: Some(date(2027, 1, 1)),
        days_left: Some((date(2027, 1, 1) - AS_OF).num_days()),
        arr: Arr {
            usd: Some(arr),
            basis: ArrBasis::BothAgree,
            crm_usd: Some(arr),
            ace_usd: Some(arr),
            placeholder: None,
        },
        estimates: None,
        requested: Requested::default(),
        application: Application::Request(RequestState::Applied(ApprovalStage::Submitted)),
        capture: Capture::InFlight,
    };
    ScreenedDeal { deal, screening }
}

/// What is asked of the deal as a migration, to be changed.
pub(crate) fn criteria(screening: &mut Screening) -> &mut MigrationCriteria {
    screening.criteria.of_migration.as_mut().expect("criteria of a migration")
}

/// A linked deal of which nothing is missing and nothing is wrong.
pub(crate) fn healthy() -> ScreenedDeal {
    screened(linked_with_ace(|ace| {
        ace.migration_phase = Some(AcePhase::Assess);
        ace.migration_source = Some("On-premises".into());
        ace.server_count = Some(Decimal::from(120));
        ace.calculator_url = Some("https://calculator.aws/#/estimate?id=1".into());
    }))
}

/// A linked deal, healthy but for blanks in ACE, with its screening changed.
pub(crate) fn linked(change: impl FnOnce(&mut Screening)) -> ScreenedDeal {
    let mut screened = screened(linked_deal());
    change(&mut screened.screening);
    screened
}

/// The linked deal without an application, the work starting on this day by this basis.
pub(crate) fn not_applied(month: u32, day: u32, basis: StartBasis) -> ScreenedDeal {
    linked(|screening| {
        let start = PlannedStart { date: date(2026, month, day), basis };
        let apply_by = start.date - chrono::Days::new(14);
        let is_over = start.date <= AS_OF;
        screening.application = Application::None;
        screening.planned_start = Some(start);
        screening.apply_by = Some(apply_by);
        screening.days_left = Some((apply_by - AS_OF).num_days());
        screening.window = Some(if is_over { Window::Closed } else { Window::Closing });
    })
}

/// An ACE opportunity that may be the deal's.
pub(crate) fn candidate(id: &str, customer: &str, doubt: &str) -> Candidate {
    Candidate {
        ace_id: AceId::exact(id).expect("an ACE id"),
        ace_customer: Some(customer.into()),
        ace_title: None,
        ace_is_tagged_map: true,
        ace_has_request: false,
        customers_disagree: false,
        link: crate::domain::testing::link(),
        doubt: doubt.into(),
    }
}

/// What the rule says of the deal on the tests' as-of date.
pub(crate) fn outcome(rule: &Rule, screened: &ScreenedDeal) -> Outcome {
    rule.judge(screened, &CONTEXT)
}

/// What the rule found. Panics unless it found one problem.
pub(crate) fn evidence(rule: &Rule, screened: &ScreenedDeal) -> Evidence {
    match outcome(rule, screened) {
        Outcome::Fail(mut found) if found.len() == 1 => found.remove(0),
        other => panic!("{} did not find one problem: {other:?}", rule.code),
    }
}

/// The rules of each family, with deals on which, taken together, every one of them fails.
pub(super) fn families() -> [(&'static [&'static Rule], Vec<ScreenedDeal>); 6] {
    [
        (super::att::RULES, att::failing()),
        (super::arr::RULES, arr::failing()),
        (super::tim::RULES, tim::failing()),
        (super::app::RULES, app::failing()),
        (super::elg::RULES, elg::failing()),
        (super::mdf::RULES, mdf::failing()),
    ]
}

/// Deals on which, taken together, every rule fails.
pub(crate) fn failing_deals() -> Vec<ScreenedDeal> {
    let of_families = families().into_iter().flat_map(|(_, deals)| deals);
    of_families.chain(failing_on_what_aws_locks()).collect()
}

/// Deals whose findings depend on what AWS still lets one change, or on whose referral it was.
fn failing_on_what_aws_locks() -> Vec<ScreenedDeal> {
    let changed = |change: fn(&mut AceOpportunity)| {
        let mut deal = screened(linked_with_ace(change));
        deal.screening.arr.ace_usd = Some(120_000.into());
        deal.screening.arr.basis = ArrBasis::AceCrmDiffers;
        deal
    };
    vec![
        changed(|ace| {
            ace.stage = Some(AceStage::Launched);
            ace.apn_programs.clear();
            ace.mrr = None;
        }),
        changed(|ace| {
            ace.review_status = Some(ReviewStatus::InReview);
            ace.apn_programs.clear();
            ace.mrr = None;
        }),
        changed(|ace| {
            ace.is_aws_referral = true;
            ace.review_status = None;
            ace.review_status_text = None;
        }),
        screened(ace_only(|ace| {
            ace.stage = Some(AceStage::Launched);
            ace.review_status = Some(ReviewStatus::ActionRequired);
        })),
    ]
}
