//! Why something is different from the previous run, on values.

use chrono::NaiveDate;

use super::{asked, changes, concluded, deal, fails, finding, found, last_run, screened, table};
use crate::domain::testing::{AS_OF, crm_only, date, input_report};
use crate::domain::{
    Capture, Covers, CrmId, DealState, Decimal, Field, Finding, FindingState, InputReport, Outcome,
    PhaseState, PreviousWorkbook, Role, ScreenedDeal, Severity, TypedCell, Waiver, Window,
};
use crate::history::{Because, Found, History, remember};

const ONE: &str = "1111111111111111111111111111111111111111111111111111111111111111";
const TWO: &str = "2222222222222222222222222222222222222222222222222222222222222222";

/// An export of this run, with the fields that it carries.
fn export(path: &str, role: Role, sha: &str, fields: &[Field]) -> InputReport {
    let columns = fields.iter().map(|field| (*field, field.label().to_owned())).collect();
    InputReport { sha256: sha.to_owned(), columns, ..input_report(path, role, 3, 1) }
}

/// The exports of the previous run: file, role and what its columns were.
fn with_exports(mut workbook: PreviousWorkbook, exports: &[[&str; 3]]) -> PreviousWorkbook {
    let rows: Vec<_> =
        exports.iter().map(|[file, is, columns]| [*file, ONE, "1", is, columns]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[_; 5]>::as_slice).collect();
    let inputs = table(&["File", "SHA-256", "Rows read", "Is", "Columns"], &rows);
    workbook.tables.insert("tblInputs", inputs);
    workbook
}

/// Why a finding that no date explains is new, after a run of the same export.
fn cause(
    code: &'static str,
    workbook: &mut PreviousWorkbook,
    decisions: &str,
    inputs: &[&str],
) -> Because {
    // What stands below the table on About is read with it.
    let rows: [&[&str]; 2] = [&["crm.csv", ONE, "1"], &["lead_days", "14", ""]];
    let inputs_before = table(&["File", "SHA-256", "Rows read"], &rows);
    workbook.tables.insert("tblInputs", inputs_before);
    let inputs = inputs.iter().map(|sha| export("crm.csv", Role::Crm, sha, &[]));
    let inputs: Vec<_> = inputs.collect();
    let mut deals = [deal()];
    let mut findings = [finding(code, &deals[0])];
    let file = format!("kind,id,crm_id,ace_id,column,value,as_of\n{decisions}");
    let memory = remember(std::slice::from_ref(workbook), &[], &[], Some(("decisions.csv", &file)));
    let history = memory.unwrap().conclude(Found {
        rules: asked(&["ATT001", "TIM003", "APP003"], Severity::High),
        inputs: &inputs,
        ..found(&mut deals, &mut findings)
    });
    let change = history.changes.iter().find(|change| change.about == code).unwrap();
    change.because
}

#[test]
fn the_same_exports_on_another_day_differ_by_time_and_on_the_same_day_by_rules() {
    let cause =
        |workbook: &mut PreviousWorkbook, inputs: &[&str]| cause("ATT001", workbook, "", inputs);
    assert_eq!(cause(&mut last_run(&[]), &[ONE]), Because::TimePassed);
    assert_eq!(cause(&mut last_run(&[]), &[TWO]), Because::DataChanged);
    assert_eq!(cause(&mut last_run(&[]), &[ONE, TWO]), Because::DataChanged);
    let mut of_the_same_day = last_run(&[]);
    of_the_same_day.lines[0] = format!("As of: {AS_OF}");
    assert_eq!(cause(&mut of_the_same_day, &[ONE]), Because::RuleSetChanged);
}

#[test]
fn what_comes_with_another_setting_is_not_the_work_of_the_data_alone_or_of_time() {
    let mut workbook = last_run(&[]);
    let settings: [&[&str]; 2] = [&["partner.tier", "advanced", "our choice"], &["Rules", "", ""]];
    workbook.tables.insert("tblSettings", table(&["Setting", "Value", "From"], &settings));
    let mut cause = |input: &str| cause("ATT001", &mut workbook, "", &[input]);
    assert_eq!(cause(ONE), Because::SettingsChanged);
    assert_eq!(cause(TWO), Because::DataOrSettingsChanged);
    let closed = [screened(crm_only(|_| {}), Capture::Lost, Window::Closed)];
    let history = concluded(&workbook, &closed, &mut [], Severity::High);
    let [deal, settings] = history.changes.as_slice() else { panic!("{:?}", history.changes) };
    assert_eq!(deal.because, Because::DataOrSettingsChanged, "its day may be another");
    assert_eq!(settings.what, "partner.tier: advanced → –");
    assert_eq!((&*settings.about, settings.because), ("Settings", Because::SettingsChanged));
}

#[test]
fn what_is_gone_with_an_export_that_is_missing_is_not_resolved() {
    let exports = [["de.csv", "CRM", "deal_id = Id"], ["at.csv", "CRM", "deal_id = Id"]];
    let ended = |exports: &[[&str; 3]]| {
        let workbook = with_exports(last_run(&["ATT001"]), exports);
        let inputs = [export("de.csv", Role::Crm, TWO, &[Field::DealId])];
        let memory = remember(&[workbook], &[], &[], None).unwrap();
        let history = memory.conclude(Found { inputs: &inputs, ..found(&mut [], &mut []) });
        let now = history.changes.iter().map(|change| change.now().to_owned()).collect::<Vec<_>>();
        (now, history.counts.resolved, history.counts.not_judged, history.notices.len())
    };
    let (resolved, not_judged) = (vec!["Resolved".to_owned(); 2], vec!["Not judged".to_owned(); 2]);
    assert_eq!(ended(&exports[..1]), (resolved, 1, 0, 0));
    assert_eq!(ended(&exports), (not_judged, 0, 1, 1));
}

#[test]
fn what_changes_about_a_record_on_whose_link_a_person_decided_is_their_decision() {
    let cause = |as_of: &str| {
        let line = format!("pair,,0065f00000AbCdE,O123,Decision,Different,{as_of}\n");
        cause("ATT001", &mut last_run(&[]), &line, &[TWO])
    };
    assert_eq!(cause(""), Because::Decision);
    assert_eq!(cause("2026-04-01"), Because::DataChanged);
}

#[test]
fn who_says_when_the_pdm_was_told_decides_on_what_follows_from_that_day_alone() {
    let told = "deal,,0065f00000AbCdE,,PDM told on,2026-09-01,\n";
    let mut workbook = last_run(&[]);
    let rules = workbook.tables.get_mut("tblRules").unwrap();
    rules.rows.push(["APP003", "Low", "x"].map(|it| Some(TypedCell::Text(it.into()))).into());
    assert_eq!(cause("APP003", &mut workbook, told, &[TWO]), Because::Decision);
    assert_eq!(cause("ATT001", &mut workbook, told, &[TWO]), Because::DataChanged);
}

/// The causes of what is different at a deal, where these exports would have given the deal of the last run on its day,
/// with a finding of TIM003 or without.
fn after_time(
    codes: &[&'static str],
    now: ScreenedDeal,
    findings: &mut [Finding],
    found_then: bool,
) -> History {
    let memory = remember(&[last_run(codes)], &[], &[], None).unwrap();
    let judged_on: &(dyn Fn(&str, &ScreenedDeal, NaiveDate) -> Outcome + Sync) =
        if found_then { &fails } else { &|_, _, _| Outcome::Pass };
    memory.conclude(Found { on_day: &|_, _| deal(), judged_on, ..found(&mut [now], findings) })
}

#[test]
fn what_these_exports_give_on_the_day_of_the_last_run_and_not_now_is_the_work_of_time() {
    let lost = || screened(crm_only(|_| {}), Capture::Lost, Window::Closed);
    let mut findings = [finding("TIM003", &deal())];
    let history = after_time(&[], lost(), &mut findings, false);
    let by_time = [
        ("Deal", "Recoverable", "Lost", Because::TimePassed),
        ("TIM003", "", "New", Because::TimePassed),
    ];
    assert_eq!(changes(&history), by_time);
    assert_eq!(history.changes[0].what, "Outcome: Recoverable → Lost; Window: Open → Closed");
    assert_eq!(history.changes[0].money_effect, Some(Decimal::from(-96_000)));
    let by_data = by_time.map(|(about, was, now, _)| (about, was, now, Because::DataChanged));
    let history = concluded(&last_run(&[]), &[lost()], &mut findings, Severity::High);
    assert_eq!(changes(&history), by_data);
}

#[test]
fn what_is_found_on_the_day_of_the_last_run_and_not_now_is_overtaken_and_not_resolved() {
    let history = after_time(&["TIM003"], deal(), &mut [], true);
    assert_eq!(changes(&history), [("TIM003", "New", "Overtaken", Because::TimePassed)]);
    assert_eq!((history.counts.resolved, history.counts.overtaken), (0, 1));
    let history = after_time(&["TIM003"], deal(), &mut [], false);
    assert_eq!(changes(&history), [("TIM003", "New", "Resolved", Because::DataChanged)]);
}

#[test]
fn a_finding_that_says_on_the_day_of_the_last_run_what_it_said_is_changed_by_time() {
    let cause = |said: &str| {
        let mut before = last_run(&["TIM003"]);
        let findings = before.tables.get_mut("tblFindings").unwrap();
        findings.rows[0][4] = Some(TypedCell::Text(said.into()));
        let mut findings = [finding("TIM003", &deal())];
        findings[0].evidence.crm_value = Some("another".into());
        let history = concluded(&before, &[deal()], &mut findings, Severity::High);
        history.changes[0].because
    };
    assert_eq!(cause("as before"), Because::TimePassed);
    assert_eq!(cause("something else"), Because::DataChanged);
}

#[test]
fn a_waiver_that_was_taken_back_before_its_day_is_a_decision() {
    let text = |text: &str| Some(TypedCell::Text(text.into()));
    let mut before = last_run(&["ATT001"]);
    before.tables.get_mut("tblFindings").unwrap().rows[0][1] = text("Waived");
    let deals = before.tables.get_mut("tblDeals").unwrap();
    for (header, cell) in deals.headers.iter().zip(&mut deals.rows[0]) {
        match header.as_str() {
            "Assess" | "Mobilize" | "Migrate" => *cell = text("Waived"),
            "Window" => *cell = None,
            _ => {}
        }
    }
    let changes = |waivers: &[Waiver]| {
        let memory = remember(std::slice::from_ref(&before), &[], &[], None).unwrap();
        let history = memory
            .conclude(Found { waivers, ..found(&mut [deal()], &mut [finding("ATT001", &deal())]) });
        history.changes.iter().map(|change| change.because).collect::<Vec<_>>()
    };
    assert_eq!(changes(&[]), [Because::Decision; 2]);
    let mut waiver = Waiver {
        covers: Covers { crm_id: CrmId::new("0065f00000AbCdE"), ..Covers::default() },
        reason: "agreed".into(),
        approved_by: "Head of Alliances".into(),
        expires: AS_OF.pred_opt().unwrap(),
        place: "mapaudit.toml, line 1".into(),
    };
    assert_eq!(changes(std::slice::from_ref(&waiver)), [Because::WaiverExpired; 2]);
    waiver.expires = AS_OF;
    assert_eq!(changes(&[waiver]), []);
}

#[test]
fn an_application_that_came_is_a_change_of_the_data() {
    let mut deals = [screened(crm_only(|_| {}), Capture::InFlight, Window::Open)];
    deals[0].screening.phases[0].state = PhaseState::Applied;
    let history = concluded(&last_run(&["TIM003"]), &deals, &mut [], Severity::High);
    assert_eq!(
        changes(&history),
        [
            ("Deal", "Recoverable", "In flight", Because::DataChanged),
            ("TIM003", "New", "Resolved", Because::DataChanged),
        ]
    );
    assert_eq!(history.changes[0].money_effect, None, "its funding was in reach before");
}

#[test]
fn what_else_is_new_at_a_deal_that_a_person_sets_aside_is_not_their_decision() {
    let set_aside = |mut deal: ScreenedDeal| {
        deal.screening.set_aside();
        let history = after_time(&["TIM003"], deal, &mut [], true);
        history.changes.into_iter().map(|change| change.because).collect::<Vec<_>>()
    };
    assert_eq!(set_aside(deal()), [Because::Decision, Because::TimePassed]);
    let lost = screened(crm_only(|_| {}), Capture::Lost, Window::Closed);
    assert_eq!(set_aside(lost), [Because::TimePassed, Because::TimePassed]);
}

#[test]
fn what_a_rule_cannot_judge_any_more_is_not_resolved() {
    let mut deals = [deal()];
    let judged_on = |code: &str, _: &ScreenedDeal, _| match code {
        "ATT001" => Outcome::unknown(Field::Stage),
        _ => Outcome::Pass,
    };
    let memory = remember(&[last_run(&["ATT001", "TIM003"])], &[], &[], None).unwrap();
    let history = memory.conclude(Found { judged_on: &judged_on, ..found(&mut deals, &mut []) });
    let mut now: Vec<_> =
        changes(&history).into_iter().map(|(about, _, now, _)| (about, now)).collect();
    now.sort_unstable();
    assert_eq!(now, [("ATT001", "Not judged"), ("TIM003", "Resolved")]);
    let counts = history.counts;
    assert_eq!((counts.resolved, counts.overtaken, counts.not_judged), (1, 0, 1));
    assert_eq!(history.deal_state(0), Some(DealState::Changed));
}

#[test]
fn what_reads_an_export_that_is_missing_is_not_resolved_of_a_deal_or_of_none() {
    let exports = [["f.csv", "Fund requests", "status = Status"], ["a.csv", "ACE", "ace_id = Id"]];
    let mut workbook = with_exports(last_run(&["ATT001", "TIM003"]), &exports);
    let findings = workbook.tables.get_mut("tblFindings").unwrap();
    let mut of_no_deal = findings.rows[1].clone();
    of_no_deal[0] = Some(TypedCell::Text("F-OFNODEAL00".into()));
    of_no_deal[3] = None;
    findings.rows.push(of_no_deal);
    let now = |roles: &[Role]| {
        let memory = remember(std::slice::from_ref(&workbook), &[], &[], None).unwrap();
        let all = [Field::AceId, Field::Status];
        let inputs: Vec<_> = roles.iter().map(|role| export("x.csv", *role, TWO, &all)).collect();
        let history = memory.conclude(Found { inputs: &inputs, ..found(&mut [deal()], &mut []) });
        let mut now: Vec<_> =
            history.changes.iter().map(|it| (it.about.clone(), it.now().to_owned())).collect();
        now.sort_unstable();
        now
    };
    let told = |of_deal: &str, of_none: &str| {
        let mut told = [("ATT001", "Resolved"), ("TIM003", of_deal), ("TIM003", of_none)]
            .map(|(about, now)| (about.to_owned(), now.to_owned()));
        told.sort_unstable();
        told
    };
    assert_eq!(now(&[Role::Crm, Role::Ace]), told("Not judged", "Not judged"));
    assert_eq!(now(&[Role::Ace, Role::Funding]), told("Resolved", "Resolved"));
}

#[test]
fn what_was_overtaken_is_remembered_as_overtaken() {
    let mut workbook = last_run(&[]);
    let headers = ["About", "Was", "Now", "Because", "Id", "Runs gone", "Notes"];
    let row = ["TIM003", "New", "Overtaken", "Time passed", "F-GONE000000", "1", "Notes: call Ana"];
    workbook.tables.insert("tblChanges", table(&headers, &[&row]));
    let history = concluded(&workbook, &[deal()], &mut [], Severity::High);
    assert_eq!(changes(&history), [("TIM003", "Overtaken", "Overtaken", Because::TimePassed)]);
    assert_eq!(history.counts.overtaken, 0, "it was in an earlier run");
}

#[test]
fn what_could_not_be_judged_for_a_while_is_still_open() {
    let mut workbook = last_run(&[]);
    let headers = ["About", "Was", "Now", "Because", "Id", "Runs gone", "First seen", "Runs"];
    let mut findings = [finding("ATT001", &deal())];
    let id = findings[0].id.clone();
    let row = ["ATT001", "New", "Not judged", "Data changed", &id, "1", "2026-04-01", "2"];
    workbook.tables.insert("tblChanges", table(&headers, &[&row]));
    let meanwhile = concluded(&workbook, &[deal()], &mut [], Severity::High);
    assert_eq!(changes(&meanwhile)[0].1, "Not judged", "and the next run is told so again");
    assert_eq!((meanwhile.changes[0].runs_gone, meanwhile.counts.not_judged), (Some(2), 0));
    concluded(&workbook, &[deal()], &mut findings, Severity::High);
    assert_eq!(findings[0].state, FindingState::StillOpen);
    assert_eq!((findings[0].first_seen, findings[0].runs_seen), (date(2026, 4, 1), 3));
}
