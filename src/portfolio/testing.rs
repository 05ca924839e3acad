//! An audit of eight deals for tests: one of each kind that the reports tell apart.

use std::collections::BTreeMap;

use chrono::Days;

use super::Audit;
use crate::domain::testing::{
    AS_OF, ace_of, ace_only, crm_only, date, input_report, linked_deal, linked_with_crm,
};
use crate::domain::{
    AceId, Action, Application, ApprovalStage, Arr, ArrBasis, Assumptions, Candidate, Capture,
    Criteria, Criterion, CrmId, CrmOpportunity, Deal, Decimal, Evidence, Fact, Field, Finding,
    FindingState, FixIn, FundingData, IsMigration, Link, LinkMethod, MigrationCriteria,
    MigrationEvidence, Phase, PhaseState, PhaseWindow, PlannedStart, RequestState, Requested, Role,
    RuleCount, ScreenedDeal, Screening, SetAside, Setting, Severity, StartBasis, Verdict, Window,
};

use crate::history::History;

/// The healthy linked deal, screened: it has applied in time.
pub(crate) fn screened() -> ScreenedDeal {
    let pass = || Criterion::pass("as the record says");
    let start = PlannedStart { date: date(2027, 1, 15), basis: StartBasis::ProjectStart };
    let screening = Screening {
        is_migration: IsMigration::Yes,
        migration_evidence: vec![MigrationEvidence::new(
            Role::Ace,
            "ACE use case \"Migration / Database Migration\"",
        )],
        criteria: Criteria {
            in_ace: pass(),
            marked_map: pass(),
            migration_use_case: pass(),
            of_migration: Some(Box::new(MigrationCriteria {
                scope: pass(),
                new_or_expanding: pass(),
                commitment: pass(),
                arr_documented: pass(),
                pdm_aware: Criterion::NotApplicable,
                applied_in_time: pass(),
                partner: Criterion::Unknown(Fact::Setting("partner.tier")),
            })),
        },
        verdict: Verdict::LooksEligible,
        blockers: Vec::new(),
        source_on_aws: None,
        missing_fields: Vec::new(),
        phases: [PhaseWindow { state: PhaseState::Applied, start: Some(start) }; 3],
        window: None,
        next_phase: None,
        planned_start: Some(start),
        apply_by: Some(date(2027, 1, 1)),
        days_left: Some(92),
        estimates: None,
        requested: Requested::default(),
        arr: Arr {
            usd: Some(Decimal::from(96_000)),
            basis: ArrBasis::BothAgree,
            crm_usd: Some(Decimal::from(96_000)),
            ace_usd: Some(Decimal::from(96_000)),
            placeholder: None,
        },
        application: Application::Request(RequestState::Applied(ApprovalStage::Business)),
        capture: Capture::InFlight,
    };
    ScreenedDeal { deal: linked_deal(), screening }
}

/// A finding of one deal.
pub(crate) fn finding(deal: usize, code: &'static str, severity: Severity) -> Finding {
    Finding {
        id: format!("F-{code}-{deal}"),
        code,
        name: "a-defect",
        severity,
        state: FindingState::New,
        deal: Some(deal),
        evidence: Evidence {
            message: format!("{code} was found on deal {deal}."),
            fix: format!("In ACE, settle {code}."),
            fix_in: FixIn::Ace,
            field: Field::ApnPrograms.into(),
            crm_value: None,
            ace_value: Some("Well-Architected".into()),
            expected: "Migration Acceleration Program".into(),
            phase: None,
            request_id: None,
            like_before: 0,
        },
        first_seen: AS_OF,
        runs_seen: 1,
        waiver: None,
    }
}

/// Eight deals: in flight, not marked, closing, started, ambiguous, captured, no migration, and an
/// ACE opportunity without a deal.
pub(crate) fn audit() -> Audit {
    let rules: [&str; 5] = ["ATT002", "ATT008", "TIM001", "TIM002", "ELG002"];
    let mut elg002 = RuleCount { passed: 6, not_applicable: 1, ..RuleCount::default() };
    elg002.unknown.insert(Field::ServerCount.into(), 1);
    let one_failed = RuleCount { passed: 7, failed: 1, ..RuleCount::default() };
    Audit {
        as_of: AS_OF,
        period: None,
        out_of_period: 0,
        partner: Some("Example & Partner Ltd".into()),
        config_hash: "c0ffee".into(),
        settings: vec![Setting {
            key: "screening.lead_days".into(),
            value: "14".into(),
            source: "guide: apply two weeks ahead",
        }],
        severities: BTreeMap::new(),
        closing_days: 30,
        assumptions: Assumptions {
            rates: [None, None, None],
            usd_rates: BTreeMap::new(),
            lead_days: 14,
            closing_days: 30,
            claim_days: 30,
            follow_up_business_days: 5,
            stale_days: 30,
        },
        inputs: vec![
            input_report("crm.csv", Role::Crm, 9, 7),
            input_report("ace.xlsx", Role::Ace, 7, 6),
        ],
        deals: deals(),
        findings: vec![
            finding(1, "ATT002", Severity::High),
            finding(1, "TIM003", Severity::High),
            finding(2, "TIM002", Severity::High),
            finding(3, "ATT012", Severity::Low),
            finding(3, "TIM001", Severity::Critical),
            finding(4, "ATT008", Severity::Medium),
        ],
        rule_counts: rules
            .map(|code| (code, if code == "ELG002" { elg002.clone() } else { one_failed.clone() }))
            .to_vec(),
        set_aside: vec![SetAside {
            file: "crm.csv".into(),
            sheet: None,
            row: Some(9),
            column: Some("Close Date".into()),
            value: "31/02/2026".into(),
            problem: "unreadable_date",
            message: "31/02/2026 is no day. Correct it in the CRM.".into(),
            action: Action::RowSetAside,
        }],
        funding: FundingData::CrmColumns,
        history: History::default(),
    }
}

/// An audit whose first deal holds what a stranger may have typed.
pub(crate) fn hostile_audit() -> Audit {
    let mut audit = audit();
    audit.deals[0].deal = linked_with_crm(|crm| {
        crm.customer = Some("=HYPERLINK(\"http://evil\")".into());
        crm.name = Some("two\nlines, and a \"quote\"".into());
        crm.description = Some("x".repeat(40_000).into());
        crm.stage = Some("x".repeat(40_000).into());
        crm.url = Some("javascript:alert(1)".into());
        crm.amount =
            Some(crate::domain::Money { amount: Decimal::new(-123_450, 2), currency: None });
    });
    audit
}

fn deals() -> Vec<ScreenedDeal> {
    let named = |number: u32, customer: &'static str, owner: &'static str| {
        move |crm: &mut CrmOpportunity| {
            crm.id = CrmId::new(&format!("0065f00000AbC{number:02}")).expect("an id");
            crm.at.row = number + 2;
            crm.customer = Some(customer.into());
            crm.owner = Some(owner.into());
            crm.url = Some(format!("https://crm.example/{number}").into());
        }
    };
    let mut not_marked = screened();
    not_marked.deal = linked(named(1, "Birch Foods", "Ana Lee"), "O7000001");
    set(&mut not_marked.screening, Capture::Recoverable, Some(Window::Open), 40, Some("24000.5"));
    not_marked.screening.criteria.marked_map = Criterion::fail("no MAP among the programs");

    let mut closing = screened();
    closing.deal = linked(named(2, "Cedar Bank", "Ben Ito"), "O7000002");
    set(&mut closing.screening, Capture::Recoverable, Some(Window::Closing), 9, Some("30000"));

    let mut started = screened();
    started.deal = linked(named(3, "Dune Media", "Ana Lee"), "O7000003");
    set(&mut started.screening, Capture::Lost, Some(Window::Closed), -60, Some("120000"));

    let mut ambiguous = screened();
    ambiguous.deal = crm_only(named(4, "Elm Logistics", "Cara Diaz"));
    ambiguous.deal.candidates.push(candidate("O7000099"));
    set(&mut ambiguous.screening, Capture::CannotTell, Some(Window::Unknown), 0, None);
    ambiguous.screening.verdict = Verdict::CannotTell;
    ambiguous.screening.missing_fields = vec![Field::ServerCount, Field::ProjectStart];
    ambiguous.screening.planned_start = None;
    ambiguous.screening.apply_by = None;
    ambiguous.screening.days_left = None;

    let mut captured = screened();
    captured.deal = linked(named(5, "Fjord Energy", "Ben Ito"), "O7000005");
    set(&mut captured.screening, Capture::Captured, None, 50, Some("48000"));
    captured.screening.application = Application::Request(RequestState::Approved);

    let mut not_migration = screened();
    not_migration.deal = crm_only(named(6, "Gale Retail", "Ben Ito"));
    set(&mut not_migration.screening, Capture::NotApplicable, None, 50, None);
    not_migration.screening.is_migration = IsMigration::No;
    not_migration.screening.verdict = Verdict::NotMigration;

    let mut ace_only =
        ScreenedDeal { deal: ace_only(|_| ()), screening: not_migration.screening.clone() };
    ace_only.screening.is_migration = IsMigration::Yes;
    ace_only.screening.verdict = Verdict::NotEligible;
    vec![screened(), not_marked, closing, started, ambiguous, captured, not_migration, ace_only]
}

fn linked(change: impl FnOnce(&mut CrmOpportunity), ace_id: &str) -> Deal {
    let mut deal = linked_with_crm(change);
    ace_of(&mut deal).id = AceId::exact(ace_id).expect("an id");
    deal
}

fn set(
    screening: &mut Screening,
    capture: Capture,
    window: Option<Window>,
    days_left: i64,
    arr: Option<&str>,
) {
    screening.capture = capture;
    screening.window = window;
    screening.next_phase = window.map(|_| Phase::Assess);
    screening.application = Application::None;
    screening.arr.usd = arr.map(|arr| arr.parse().expect("an amount"));
    let apply_by = AS_OF + chrono::TimeDelta::days(days_left);
    let start = apply_by + Days::new(14);
    screening.days_left = Some(days_left);
    screening.apply_by = Some(apply_by);
    screening.planned_start = Some(PlannedStart { date: start, basis: StartBasis::CloseDate });
    let state = match window {
        Some(Window::Closing) => PhaseState::Closing,
        Some(Window::Open) => PhaseState::Open,
        Some(Window::Closed) => PhaseState::Closed,
        Some(Window::Unknown) => PhaseState::Unknown,
        None => PhaseState::NotApplicable,
    };
    screening.phases = [PhaseWindow { state, start: screening.planned_start }; 3];
}

fn candidate(ace_id: &str) -> Candidate {
    Candidate {
        ace_id: AceId::exact(ace_id).expect("an id"),
        ace_customer: Some("Elm Logistik".into()),
        ace_title: Some("Move to AWS".into()),
        ace_is_tagged_map: true,
        ace_has_request: false,
        customers_disagree: false,
        link: Link {
            method: LinkMethod::Linkage,
            score: 0.612_345,
            why: "similar name".into(),
            against: "different country".into(),
            runner_up: AceId::exact("O7000002").map(|id| (id, 0.58)),
        },
        doubt: "O7000002 scores nearly the same".into(),
    }
}
