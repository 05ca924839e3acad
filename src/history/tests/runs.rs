//! What became of deals and findings from one run to the next.

use super::*;

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
    workbook.lines[1] = "Rule set: 0".into();
    let mut findings = [finding("ATT001", &deals[0]), finding("TIM003", &deals[0])];
    let history = concluded(&workbook, &deals, &mut findings, Severity::Low);
    assert_eq!(
        changes(&history),
        [
            ("TIM003", "", "New", Because::RuleSetChanged),
            ("Rule set", "0", "1", Because::RuleSetChanged),
            ("ATT001", "High", "Low", Because::RuleSetChanged),
            ("TIM003", "", "High", Because::RuleSetChanged),
        ]
    );
    assert_eq!(history.changes[3].what, "New rule; 1 finding");
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
    assert!(
        remember(&[workbook.clone()], &[], &[], None)
            .unwrap()
            .is_of_all_deals(|path| path.ends_with("last.xlsx"))
    );
    workbook.lines.push("Deals of the period: 2026Q2 (2026-04-01 to 2026-06-30)".into());
    assert!(
        !remember(&[workbook.clone()], &[], &[], None)
            .unwrap()
            .is_of_all_deals(|path| path.ends_with("last.xlsx"))
    );
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
