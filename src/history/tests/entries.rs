//! What people entered takes part in a run.

use super::*;
use crate::domain::testing::{AS_OF, crm_only, date};
use crate::domain::{Capture, Covers, PhaseState, Window};

#[test]
fn the_day_on_which_the_pdm_was_told_fills_a_blank_and_overrules_nothing() {
    let file = "kind,id,crm_id,ace_id,column,value,as_of\n\
                deal,,0065f00000AbCdE,,PDM told on,2026-09-01,\n";
    let memory = remember(&[], &[], &[], Some(("decisions.csv", file))).unwrap();
    let mut deals = [
        crm_only(|crm| crm.pdm_notified_date = None),
        crm_only(|crm| crm.pdm_notified_date = Some(date(2026, 8, 1))),
    ];
    memory.tell_when_the_pdm_was_told(&mut deals);
    let told = deals.each_ref().map(|deal| deal.crm().unwrap().pdm_notified_date);
    assert_eq!(told, [Some(date(2026, 9, 1)), Some(date(2026, 8, 1))]);
}

#[test]
fn an_entry_that_is_no_word_of_its_list_is_kept_and_told_of() {
    let file = "kind,id,crm_id,ace_id,column,value,as_of\n\
                deal,,0065f00000AbCdE,,Review status,almost,\n\
                deal,,0065f00000AbCdE,,Action due,next week,\n\
                deal,,0065f00000AbCdE,,Waive until,next year,\n";
    let memory = remember(&[], &[], &[], Some(("decisions.csv", file))).unwrap();
    let mut deals = [deal()];
    let history = memory.conclude(Found { rules: BTreeMap::new(), ..found(&mut deals, &mut []) });
    let problems: Vec<_> = history.notices.iter().map(|notice| notice.problem).collect();
    assert_eq!(problems, ["incomplete_waiver", "unknown_status", "unreadable_date"]);
    let told = &history.notices[0].message;
    assert!(
        told.contains("\"next year\" in \"Waive until\" cannot be read. Write 2026-12-31"),
        "{told}"
    );
    assert_eq!(history.typed_on_deal(&deals[0].deal).unwrap().len(), 3);
}

/// What is to be known of entries in a previous workbook and in the decisions file: the problem, and where it stands.
fn told(workbook: Option<PreviousWorkbook>, lines: &str) -> Vec<(&'static str, String)> {
    let file = format!("kind,id,crm_id,ace_id,column,value,as_of\n{lines}");
    let workbook: Vec<_> = workbook.into_iter().collect();
    let memory = remember(&workbook, &[], &[], Some(("decisions.csv", &file))).unwrap();
    let history = memory.conclude(found(&mut [deal()], &mut []));
    history.notices.into_iter().map(|notice| (notice.problem, notice.file)).collect()
}

#[test]
fn what_people_wrote_on_a_copy_of_a_sheet_is_kept_and_told_where_the_sheet_says_otherwise() {
    let mut workbook = last_run(&[]);
    let shown_id = workbook.tables["tblDeals"].rows[0][0].clone();
    let mut copy = table(
        &["Deal id", "State", "Outcome", "Notes", "Reviewer"],
        &[&["", "New", "Recoverable", "call Ben", "Eve"]],
    );
    copy.rows[0][0] = shown_id;
    workbook.copied.push(("tblDeals", copy));
    let memory = remember(&[workbook.clone()], &[], &[], None).unwrap();
    let history = memory.conclude(found(&mut [deal()], &mut []));
    let typed = history.typed_on_deal(&deal().deal).unwrap();
    assert_eq!(typed["Notes"], TypedCell::Text("call Ana".into()));
    assert_eq!(typed["Reviewer"], TypedCell::Text("Eve".into()));
    assert_eq!(told(Some(workbook), ""), [said(["overruled_entry", "last.xlsx"])]);
}

#[test]
fn an_accepted_deal_whose_day_is_over_is_told() {
    let until = |day: &str| {
        let lines = [
            format!("deal,,0065f00000AbCdE,,Waive until,{day},\n"),
            "deal,,0065f00000AbCdE,,Review status,Accept loss,\n".to_owned(),
            "deal,,0065f00000AbCdE,,Notes,agreed,\n".to_owned(),
        ];
        told(None, &lines.concat())
    };
    assert_eq!(until("2020-01-01"), [said(["expired_waiver", "decisions.csv"])]);
    assert_eq!(until(&AS_OF.to_string()), []);
}

fn said(of: [&'static str; 2]) -> (&'static str, String) {
    (of[0], of[1].to_owned())
}

#[test]
fn an_entry_is_told_of_where_it_stands() {
    let line = "deal,,0065f00000AbCdE,,Review status,almost,\n";
    assert_eq!(told(Some(last_run(&[])), line), [said(["unknown_status", "decisions.csv"])]);
    let mut workbook = last_run(&[]);
    let deals = workbook.tables.get_mut("tblDeals").unwrap();
    deals.headers.push("Review status".into());
    deals.rows[0].push(Some(TypedCell::Text("almost".into())));
    assert_eq!(told(Some(workbook), ""), [said(["unknown_status", "last.xlsx"])]);
}

#[test]
fn a_line_by_hand_about_what_no_run_has_is_told_and_one_that_a_run_has_read_is_not() {
    let unknown = [said(["entry_on_no_row", "decisions.csv"])];
    for line in [
        "deal,,0065f00000NoSuch,,Notes,x,\n",
        "finding,F-NOSUCH0000,,,Status,Done,\n",
        "pair,,0065f00000AbCdE,O999,Decision,Same,\n",
    ] {
        assert_eq!(told(None, line), unknown, "{line}");
    }
    assert_eq!(told(None, "deal,,0065f00000NoSuch,,Notes,x,2026-07-01\n"), []);
    assert_eq!(told(None, "deal,,0065f00000AbCdE,,Notes,x,\n"), []);
}

#[test]
fn an_entry_that_another_one_overrules_is_told() {
    let line = "deal,,0065f00000AbCdE,,Notes,by hand,\n";
    let told = told(Some(last_run(&[])), line);
    assert_eq!(told, [said(["overruled_entry", "last.xlsx"])]);
}

/// The deal after a run with this waiver, and what is to be known of the waiver.
fn waived(mut deal: ScreenedDeal, covers: Covers, expires: NaiveDate) -> (ScreenedDeal, History) {
    let waiver = Waiver {
        covers,
        reason: "agreed".into(),
        approved_by: "Head of Alliances".into(),
        expires,
        place: "mapaudit.toml, line 1".into(),
    };
    let history = Memory::default()
        .conclude(Found { waivers: &[waiver], ..found(std::slice::from_mut(&mut deal), &mut []) });
    (deal, history)
}

fn of_whole_deal() -> Covers {
    Covers { crm_id: deal().deal.crm().map(|crm| crm.id.clone()), ..Covers::default() }
}

#[test]
fn a_waiver_of_a_whole_deal_sets_its_phases_aside_and_one_of_a_code_does_not() {
    for (code, expires, expected) in [
        (None, AS_OF, None),
        (None, AS_OF.pred_opt().unwrap(), Some(Window::Open)),
        (Some("ATT001".to_owned()), AS_OF, Some(Window::Open)),
    ] {
        let covers = Covers { code, ..of_whole_deal() };
        let (deal, _) = waived(deal(), covers, expires);
        assert_eq!(deal.screening.window, expected);
        assert_eq!(deal.screening.capture, Capture::Recoverable);
    }
}

#[test]
fn a_waiver_that_sets_a_deal_aside_is_used_even_if_the_deal_has_no_finding() {
    let problems = |deal| {
        let (_, history) = waived(deal, of_whole_deal(), AS_OF);
        history.notices.iter().map(|notice| notice.problem).collect::<Vec<_>>()
    };
    assert_eq!(problems(deal()), [""; 0]);
    let mut applied = deal();
    for phase in &mut applied.screening.phases {
        phase.state = PhaseState::Applied;
    }
    assert_eq!(problems(applied), ["unused_waiver"], "nothing was left to be set aside");
}

/// The last run's workbook with a column of somebody's own, and what stands there.
fn with_column(header: &str, text: &str) -> PreviousWorkbook {
    let mut workbook = last_run(&[]);
    let table = workbook.tables.get_mut("tblDeals").unwrap();
    table.headers.push(header.to_owned());
    table.rows[0].push(Some(TypedCell::Text(text.to_owned())));
    workbook
}

#[test]
fn a_column_of_ones_own_is_one_whatever_its_capitals_in_copies_and_in_the_file() {
    let copies = [with_column("BUDGET", "approved"), with_column("Budget", "approved")];
    let file = "kind,id,crm_id,ace_id,column,value,as_of\ndeal,,0065f00000AbCdE,,budget,asked,\n";
    let memory = remember(&copies, &[], &[], Some(("decisions.csv", file))).unwrap();
    let run = memory.run.as_ref().unwrap();
    assert_eq!(run.added_columns[&ReviewedTable::Deals], ["BUDGET"]);
    let cells = memory.store.values().next().unwrap().typed();
    let headers: Vec<_> = cells.keys().collect();
    assert_eq!(headers, ["BUDGET", "Notes"]);
    assert_eq!(cells["BUDGET"], TypedCell::Text("asked".into()));
}

#[test]
fn an_entry_in_a_column_that_only_the_file_knows_of_has_its_column_in_every_run() {
    let file = "kind,id,crm_id,ace_id,column,value,as_of\n\
                deal,,0065f00000AbCdE,,Budget line,C-4711,\n";
    for previous in [vec![], vec![with_column("Approved by", "Ana")]] {
        let memory = remember(&previous, &[], &[], Some(("decisions.csv", file))).unwrap();
        let history = memory.conclude(found(&mut [deal()], &mut []));
        let added = history.added_columns(ReviewedTable::Deals);
        assert_eq!(added.last().map(String::as_str), Some("Budget line"), "{added:?}");
        assert_eq!(added.len(), 1 + previous.len());
    }
}
