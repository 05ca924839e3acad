//! The previous run against this one, on values.

use super::tests_of_causes::asked;
use super::*;
use crate::domain::testing::{AS_OF, criteria_all, crm_only, date, linked_with_crm};
use crate::domain::{
    Application, Arr, ArrBasis, Capture, Decimal, Evidence, FindingState, FixIn, IsMigration, Met,
    PhaseState, PhaseWindow, PlannedStart, PreviousTable, Requested, Screening, StartBasis,
    Verdict, Window,
};

pub(super) fn screened(deal: Deal, capture: Capture, window: Window) -> ScreenedDeal {
    let start = PlannedStart { date: date(2026, 9, 1), basis: StartBasis::ProjectStart };
    let state = match window {
        Window::Closing => PhaseState::Closing,
        Window::Open => PhaseState::Open,
        Window::Unknown => PhaseState::Unknown,
        Window::Closed => PhaseState::Closed,
    };
    let screening = Screening {
        is_migration: IsMigration::Yes,
        migration_evidence: Vec::new(),
        criteria: criteria_all(&Met::NotApplicable),
        verdict: Verdict::LooksEligible,
        source_on_aws: None,
        blockers: Vec::new(),
        missing_fields: Vec::new(),
        phases: [PhaseWindow { state, start: Some(start) }; 3],
        window: Some(window),
        next_phase: None,
        planned_start: Some(start),
        apply_by: None,
        days_left: None,
        arr: Arr {
            usd: Some(Decimal::from(96_000)),
            basis: ArrBasis::BothAgree,
            crm_usd: None,
            ace_usd: None,
            placeholder: None,
        },
        estimates: None,
        requested: Requested::default(),
        application: Application::None,
        capture,
    };
    ScreenedDeal { deal, screening }
}

pub(super) fn deal() -> ScreenedDeal {
    screened(crm_only(|_| {}), Capture::Recoverable, Window::Open)
}

pub(super) fn finding(code: &'static str, deal: &ScreenedDeal) -> Finding {
    let evidence = Evidence {
        message: format!("{code} was found."),
        fix: String::new(),
        fix_in: FixIn::Ace,
        field: Field::AceId.into(),
        crm_value: Some("as before".into()),
        ace_value: None,
        expected: "".into(),
        phase: None,
        request_id: None,
    };
    Finding {
        id: crate::domain::finding_id(Some(deal.deal.key()), code, &evidence),
        code,
        name: "a-defect",
        severity: Severity::High,
        state: FindingState::New,
        deal: Some(0),
        evidence,
        first_seen: AS_OF,
        runs_seen: 1,
        waiver: None,
    }
}

pub(super) fn table(headers: &[&str], rows: &[&[&str]]) -> PreviousTable {
    let cell = |text: &&str| match text.parse() {
        _ if text.is_empty() => None,
        Ok(date) => Some(TypedCell::Date(date)),
        Err(_) => Some(TypedCell::Text((*text).to_owned())),
    };
    PreviousTable {
        headers: headers.iter().map(|header| (*header).to_owned()).collect(),
        rows: rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
    }
}

const DEAL_HEADERS: [&str; 16] = [
    "Deal id",
    "State",
    "Customer",
    "Deal",
    "Outcome",
    "Verdict",
    "Window",
    "Planned start",
    "AWS ARR",
    "Notes",
    "Assess",
    "Mobilize",
    "Migrate",
    "Assess start",
    "Mobilize start",
    "Migrate start",
];

/// The workbook of a run that found [`deal`] with these findings, by code.
pub(super) fn last_run(codes: &[&'static str]) -> PreviousWorkbook {
    let deal = deal();
    let shown_id = format!("D-{}", &deal.deal.fingerprint()[..6]);
    let ids: Vec<String> = codes.iter().map(|code| finding(code, &deal).id).collect();
    let findings: Vec<Vec<&str>> = ids
        .iter()
        .zip(codes)
        .map(|(id, code)| {
            vec![id.as_str(), "New", *code, &shown_id, "as before", "2026-07-01", "3"]
        })
        .collect();
    let findings: Vec<&[&str]> = findings.iter().map(Vec::as_slice).collect();
    let of_deal: &[&str] = &[
        &shown_id,
        "New",
        "Acme Robotics",
        "Move",
        "Recoverable",
        "Looks eligible",
        "Open",
        "2026-09-01",
        "96000",
        "call Ana",
        "Open",
        "Open",
        "Open",
        "2026-09-01",
        "2026-09-01",
        "2026-09-01",
    ];
    let crm_id = deal.deal.crm().unwrap().id.as_str();
    PreviousWorkbook {
        path: "last.xlsx".into(),
        saved: None,
        copied: Vec::new(),
        tables: BTreeMap::from([
            ("tblDeals", table(&DEAL_HEADERS, &[of_deal])),
            (
                "tblEvidence",
                table(&["Deal id", "Match", "CRM id"], &[&[&shown_id, "CRM only", crm_id]]),
            ),
            (
                "tblFindings",
                table(
                    &["Finding", "State", "Code", "Deal id", "CRM says", "First seen", "Runs"],
                    &findings,
                ),
            ),
            (
                "tblRules",
                table(
                    &["Code", "Severity", "What it checks"],
                    &[&["ATT001", "High", "x"], &["TIM003", "High", "x"]],
                ),
            ),
        ]),
        lines: vec!["As of: 2026-07-01".into(), "Rule set: 1".into()],
    }
}

pub(super) fn concluded(
    workbook: &PreviousWorkbook,
    deals: &[ScreenedDeal],
    findings: &mut [Finding],
    severity: Severity,
) -> History {
    let memory = remember(std::slice::from_ref(workbook), &[], None).unwrap();
    let mut rules = asked(&["ATT001", "TIM003"], Severity::High);
    rules.extend(asked(&["ATT001"], severity));
    memory.conclude(Found { rules, ..found(&mut deals.to_vec(), findings) })
}

/// What a run found by rules of high severity, which could judge every deal.
pub(super) fn found<'run>(
    deals: &'run mut [ScreenedDeal],
    findings: &'run mut [Finding],
) -> Found<'run> {
    Found {
        deals,
        out_of_scope: &[],
        findings,
        waivers: &[],
        rules: asked(&["ATT001", "TIM003"], Severity::High),
        rule_set: "1",
        inputs: BTreeSet::new(),
        roles: BTreeSet::new(),
        as_of: AS_OF,
        period: None,
        cannot_tell: &|_, _| false,
    }
}

pub(super) fn changes(history: &History) -> Vec<(&str, &str, &str, Because)> {
    let changes = history.changes.iter();
    changes.map(|it| (&*it.about, &*it.was, &*it.now, it.because)).collect()
}

#[test]
fn a_run_that_finds_the_same_has_no_changes() {
    let deals = [deal()];
    let mut findings = [finding("ATT001", &deals[0])];
    let history = concluded(&last_run(&["ATT001"]), &deals, &mut findings, Severity::High);
    assert_eq!(history.changes, []);
    assert_eq!((findings[0].state, findings[0].runs_seen), (FindingState::StillOpen, 4));
    assert_eq!(findings[0].first_seen, date(2026, 7, 1));
    assert_eq!(history.deal_state(0), Some(DealState::StillOpen));
    assert!(history.typed_on_deal(&deals[0].deal).unwrap().contains_key("Notes"));
}

#[test]
fn a_deal_remembers_since_when_it_is_known_and_when_it_was_last_different() {
    let deals = [deal()];
    let found = || [finding("ATT001", &deal())];
    let known = Seen { first: date(2026, 7, 1), runs: 2, last_changed: None };
    let history = concluded(&last_run(&["ATT001"]), &deals, &mut found(), Severity::High);
    assert_eq!(history.seen(0), Some(known), "an older workbook names no day");
    let mut workbook = last_run(&["ATT001"]);
    let evidence = workbook.tables.get_mut("tblEvidence").unwrap();
    let seen = ["First seen", "Runs seen", "Last changed"].map(str::to_owned);
    evidence.headers.extend(seen);
    let (first, changed) = (date(2026, 1, 1), date(2026, 4, 1));
    evidence.rows[0].extend([
        Some(TypedCell::Date(first)),
        Some(TypedCell::Number(3.into())),
        Some(TypedCell::Date(changed)),
    ]);
    let history = concluded(&workbook, &deals, &mut found(), Severity::High);
    assert_eq!(history.seen(0), Some(Seen { first, runs: 4, last_changed: Some(changed) }));
    let mut moved = deals;
    moved[0].screening.window = Some(Window::Closing);
    let history = concluded(&workbook, &moved, &mut found(), Severity::High);
    assert_eq!(history.seen(0), Some(Seen { first, runs: 4, last_changed: Some(AS_OF) }));
}

#[test]
fn what_a_full_sheet_had_no_room_for_is_not_told_as_new() {
    let deals = [deal()];
    let mut workbook = last_run(&["ATT001"]);
    let states = |workbook: &PreviousWorkbook, severity| {
        let mut findings = [Finding { severity, ..finding("TIM003", &deals[0]) }];
        concluded(workbook, &deals, &mut findings, Severity::High);
        findings[0].state
    };
    assert_eq!(states(&workbook, Severity::High), FindingState::New);
    workbook.lines.push("Findings shows the severest 50,000 of 60,000 findings; …".into());
    assert_eq!(states(&workbook, Severity::High), FindingState::StillOpen);
    assert_eq!(states(&workbook, Severity::Critical), FindingState::New, "it would have had room");
}

#[test]
fn a_deal_that_a_full_sheet_had_no_room_for_is_not_told_as_new() {
    let deals = [deal()];
    let mut workbook = last_run(&[]);
    workbook.tables.clear();
    assert_eq!(
        changes(&concluded(&workbook, &deals, &mut [], Severity::High)),
        [("Deal", "", "Recoverable", Because::DataChanged)]
    );
    workbook.lines.push("Deals shows the most urgent 50,000 of 60,000 deals; …".into());
    let history = concluded(&workbook, &deals, &mut [], Severity::High);
    assert_eq!(changes(&history), []);
    assert_eq!((history.past, history.trend), (None, vec![]), "a part of them is no figure");
}

#[test]
fn a_finding_that_is_gone_is_resolved_and_a_deal_with_it() {
    let deals = [deal()];
    let history = concluded(&last_run(&["ATT001"]), &deals, &mut [], Severity::High);
    assert_eq!(history.counts.resolved, 1);
    assert_eq!(history.deal_state(0), Some(DealState::Resolved));
    assert_eq!(changes(&history), [("ATT001", "New", "Resolved", Because::DataChanged)]);
}

#[test]
fn a_new_rule_and_another_severity_stand_apart_and_last() {
    let deals = [deal()];
    let mut workbook = last_run(&["ATT001"]);
    workbook.tables.get_mut("tblRules").unwrap().rows.pop();
    let mut findings = [finding("ATT001", &deals[0]), finding("TIM003", &deals[0])];
    let history = concluded(&workbook, &deals, &mut findings, Severity::Low);
    assert_eq!(
        changes(&history),
        [
            ("TIM003", "", "New", Because::RuleSetChanged),
            ("ATT001", "High", "Low", Because::RuleSetChanged),
            ("TIM003", "", "High", Because::RuleSetChanged),
        ]
    );
    assert_eq!(history.changes[2].what, "New rule; 1 finding");
}

#[test]
fn a_deal_that_left_the_exports_takes_its_revenue_and_leaves_its_notes() {
    let history = concluded(&last_run(&["ATT001"]), &[], &mut [], Severity::High);
    assert_eq!(
        changes(&history),
        [
            ("Deal", "Recoverable", "Resolved", Because::DataChanged),
            ("ATT001", "New", "Resolved", Because::DataChanged),
        ]
    );
    assert_eq!(history.changes[0].money_effect, Some(Decimal::from(-96_000)));
    assert_eq!(history.changes[0].notes, "Notes: call Ana");
    assert_eq!(history.changes[1].customer, "Acme Robotics");
}

#[test]
fn a_previous_workbook_of_a_later_day_is_told_of() {
    let mut workbook = last_run(&[]);
    workbook.lines[0] = "As of: 2027-01-01".into();
    let history = concluded(&workbook, &[deal()], &mut [], Severity::High);
    assert_eq!(history.notices[0].problem, "previous_is_later");
}

#[test]
fn a_previous_workbook_of_another_period_is_told() {
    let mut workbook = last_run(&["ATT001"]);
    assert!(remember(&[workbook.clone()], &[], None).unwrap().is_of_all_deals());
    workbook.lines.push("Deals of the period: 2026Q2 (2026-04-01 to 2026-06-30)".into());
    assert!(!remember(&[workbook.clone()], &[], None).unwrap().is_of_all_deals());
    let history = concluded(&workbook, &[deal()], &mut [], Severity::High);
    assert_eq!(history.notices[0].problem, "previous_of_other_period");
    assert!(history.notices[0].message.contains("this run all deals"));
}

#[test]
fn a_deal_that_was_not_there_comes_with_its_revenue() {
    let other = crm_only(|crm| crm.id = crate::domain::CrmId::new("0065f00000AbCdX").unwrap());
    let deals = [deal(), screened(other, Capture::Recoverable, Window::Open)];
    let history = concluded(&last_run(&[]), &deals, &mut [], Severity::High);
    assert_eq!(changes(&history), [("Deal", "", "Recoverable", Because::DataChanged)]);
    assert_eq!(history.changes[0].money_effect, Some(Decimal::from(96_000)));
}

#[test]
fn findings_keep_their_past_when_their_deal_is_entered_in_ace_or_leaves_the_crm() {
    let entered = [screened(linked_with_crm(|_| {}), Capture::Recoverable, Window::Open)];
    let mut findings = [finding("ATT001", &entered[0])];
    concluded(&last_run(&["ATT001"]), &entered, &mut findings, Severity::High);
    assert_eq!(findings[0].state, FindingState::StillOpen);
    let mut workbook = last_run(&["ATT001"]);
    let evidence = workbook.tables.get_mut("tblEvidence").unwrap();
    evidence.headers.push("ACE id".into());
    evidence.rows[0].push(Some(TypedCell::Text("O1234567".into())));
    let left =
        [screened(crate::domain::testing::ace_only(|_| {}), Capture::Recoverable, Window::Open)];
    let mut findings = [finding("ATT001", &left[0])];
    let history = concluded(&workbook, &left, &mut findings, Severity::High);
    assert_eq!(findings[0].state, FindingState::StillOpen);
    assert!(history.typed_on_deal(&left[0].deal).unwrap().contains_key("Notes"));
}

#[test]
fn what_the_deals_changes_are_worth_adds_up_where_two_rows_become_one_and_where_one_becomes_two() {
    let linked = || vec![screened(linked_with_crm(|_| {}), Capture::Recoverable, Window::Open)];
    let of_ace = crate::domain::testing::ace_only(|_| {});
    let apart = || vec![deal(), screened(of_ace.clone(), Capture::Recoverable, Window::Open)];
    for (deals_before, deals_now) in [(apart(), linked()), (linked(), apart())] {
        let rows = deals_before.iter().map(|it| {
            let crm_id = it.deal.crm().map(|crm| crm.id.to_string()).unwrap_or_default();
            let ace_id = it.deal.ace().map(|ace| ace.id.to_string()).unwrap_or_default();
            [format!("D-{}", &it.deal.fingerprint()[..6]), crm_id, ace_id]
        });
        let rows: Vec<_> = rows.collect();
        let deals: Vec<_> = rows.iter().map(|[id, ..]| [id, "Recoverable", "96000"]).collect();
        let deals: Vec<&[&str]> = deals.iter().map(<[_; 3]>::as_slice).collect();
        let evidence: Vec<_> = rows.iter().map(|row| row.each_ref().map(String::as_str)).collect();
        let evidence: Vec<&[&str]> = evidence.iter().map(<[_; 3]>::as_slice).collect();
        let mut workbook = last_run(&[]);
        workbook.tables.extend([
            ("tblDeals", table(&["Deal id", "Outcome", "AWS ARR"], &deals)),
            ("tblEvidence", table(&["Deal id", "CRM id", "ACE id"], &evidence)),
        ]);
        let history = concluded(&workbook, &deals_now, &mut [], Severity::High);
        let total = |deals: usize| Decimal::from(96_000 * deals as u64);
        let effects: Decimal = history.changes.iter().filter_map(|it| it.money_effect).sum();
        assert_eq!(
            total(deals_before.len()) + effects,
            total(deals_now.len()),
            "{:?}",
            history.changes
        );
    }
}
