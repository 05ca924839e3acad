//! What people write in the workbook stands on its row in the next one, whatever they did to the workbook.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

#[path = "carry_over/book.rs"]
mod book;
#[path = "carry_over/phases.rs"]
mod phases;
#[path = "carry_over/repeated.rs"]
mod repeated;
#[path = "carry_over/replaced.rs"]
mod replaced;
#[path = "carry_over/series.rs"]
mod series;
#[path = "carry_over/waivers.rs"]
mod waivers;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use calamine::Data;
use rust_xlsxwriter::{DocProperties, ExcelDateTime};

use book::{Book, day, text};

const CRM: &str = "\
\"Opportunity ID\",\"Opportunity Name\",\"Account Name\",\"Stage\",\"Close Date\",\"Project Start Date\",\"Server Count\"
\"0065f00000AbCdE\",\"Data center exit to AWS\",\"Acme Robotics\",\"Negotiation/Review\",\"2026-12-20\",\"2026-09-01\",\"120\"
\"0065f00000AbCdF\",\"Migration to AWS\",\"Birch Foods\",\"Negotiation/Review\",\"2027-02-20\",\"2027-03-01\",\"300\"
\"0065f00000AbCdG\",\"Data center migration to AWS\",\"Cedar Bank\",\"Proposal\",\"2027-03-20\",\"2027-04-01\",\"80\"
";

const ACE: &str = "\
Opportunity id,Customer Company Name,Partner Project Title,Stage,Status,Target Close Date
O1234567,Zephyr Mills,Contact center,Qualified,Approved,2026-12-20
O1234568,Cedar Banking Group,Data center move,Qualified,Approved,2027-03-20
";

const ACME: &[(&str, &str)] = &[("Customer", "Acme Robotics")];
const BIRCH: &[(&str, &str)] = &[("Customer", "Birch Foods")];
const BIRCH_NOT_IN_ACE: &[(&str, &str)] = &[("Customer", "Birch Foods"), ("Code", "ATT001")];

/// A folder with exports and the workbook of a first run, `q3.xlsx`, as of 2026-10-01.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        folder.put("crm.csv", CRM);
        folder.put("ace.csv", ACE);
        let output = folder.audit(&["--as-of", "2026-10-01", "--out", "q3.xlsx"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(!folder.path("mapaudit-decisions.csv").exists());
        folder
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, content: &str) {
        fs::write(self.path(name), content).unwrap();
    }

    fn book(&self, name: &str) -> Book {
        Book::open(&self.path(name))
    }

    fn edit(&self, name: &str, edit: impl FnOnce(&mut Book)) {
        let mut book = self.book(name);
        edit(&mut book);
        book.save(&self.path(name), &DocProperties::new());
    }

    /// An edit by a program that leaves alone who made the workbook, and when.
    fn edit_as_excel(&self, name: &str, created: &str, edit: impl FnOnce(&mut Book)) {
        let mut book = self.book(name);
        edit(&mut book);
        let created = ExcelDateTime::parse_from_str(created).unwrap();
        let made = DocProperties::new().set_author("mapaudit").set_creation_datetime(&created);
        book.save(&self.path(name), &made);
    }

    fn audit(&self, arguments: &[&str]) -> Output {
        run(self.0.path(), &[&["audit", "crm.csv", "ace.csv"], arguments].concat())
    }

    /// The next run: reads `previous`, writes `out`.
    fn next(&self, previous: &str, out: &str, as_of: &str) -> Book {
        let arguments = ["--previous", previous, "--out", out, "--as-of", as_of];
        let output = self.audit(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        self.book(out)
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mapaudit"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

/// The configuration of a scheduled run.
const SCHEDULED: &str = "\
[inputs]
files = [\"crm.csv\", \"ace.csv\"]
[outputs]
workbook = \"findings-{as_of}.xlsx\"
previous = \"findings-*.xlsx\"
fail_on = \"high\"
";

fn scheduled(folder: &Folder, as_of: &str) -> Output {
    run(folder.0.path(), &["audit", "--as-of", as_of])
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn notes_stay_on_their_rows_in_a_workbook_that_was_sorted_renamed_and_rearranged() {
    let folder = Folder::new();
    folder.edit("q3.xlsx", |book| {
        book.write("Deals", ACME, "Notes", text("Asked Ana.\nShe will call."));
        book.write("Deals", ACME, "Action due", day("2026-11-05"));
        book.write("Deals", BIRCH, "Review status", text("In progress"));
        book.write("Findings", BIRCH_NOT_IN_ACE, "Notes", text("=not a formula"));
        book.write("Findings", BIRCH_NOT_IN_ACE, "Assignee", text("Ben"));
        book.insert_column("Deals", 0, "Region");
        book.write("Deals", ACME, "Region", text("EMEA"));
        book.insert_column("Findings", 5, "Score");
        book.write("Findings", BIRCH_NOT_IN_ACE, "Score", Data::Float(7.5));
        book.sheet("Deals")[1..].reverse();
        book.sheet("Findings")[1..].reverse();
        book.sheet("Findings").insert(0, vec![text("Our list, last edited on Monday")]);
        let names = ["Summary", "Deals", "Findings", "Matches", "Evidence", "About"];
        for name in names {
            book.rename(name, &format!("{name} (Ana)"));
        }
    });
    let mut book = folder.next("q3.xlsx", "q4.xlsx", "2027-01-01");
    assert_eq!(book.text("Deals", ACME, "Notes"), "Asked Ana.\nShe will call.");
    assert!(matches!(
        {
            let (row, column) =
                (book.row("Deals", ACME).unwrap(), book.column("Deals", "Action due"));
            &book.sheet("Deals")[row][column]
        },
        Data::DateTime(_)
    ));
    assert_eq!(book.text("Deals", BIRCH, "Review status"), "In progress");
    assert_eq!(book.text("Deals", BIRCH, "Notes"), "");
    assert_eq!(book.text("Findings", BIRCH_NOT_IN_ACE, "Notes"), "=not a formula");
    assert_eq!(book.text("Findings", BIRCH_NOT_IN_ACE, "Assignee"), "Ben");
    assert_eq!(book.text("Findings", BIRCH_NOT_IN_ACE, "Score"), "7.5");
    assert_eq!(book.text("Findings", BIRCH_NOT_IN_ACE, "State"), "Still open");
    assert_eq!(book.text("Findings", BIRCH_NOT_IN_ACE, "Runs"), "2");
    assert_eq!(book.text("Deals", ACME, "Region"), "EMEA");
}

#[test]
fn a_second_run_over_its_own_output_keeps_everything_and_gives_the_same_bytes() {
    let folder = Folder::new();
    folder.edit("q3.xlsx", |book| book.write("Deals", ACME, "Notes", text("kept")));
    folder.next("q3.xlsx", "a.xlsx", "2027-01-01");
    let decisions = fs::read(folder.path("mapaudit-decisions.csv")).unwrap();
    folder.next("q3.xlsx", "b.xlsx", "2027-01-01");
    assert_eq!(fs::read(folder.path("a.xlsx")).unwrap(), fs::read(folder.path("b.xlsx")).unwrap());
    assert_eq!(decisions, fs::read(folder.path("mapaudit-decisions.csv")).unwrap());
    let mut again = folder.next("q3.xlsx", "q3.xlsx", "2027-01-01");
    assert_eq!(again.text("Deals", ACME, "Notes"), "kept");
}

#[test]
fn files_of_its_own_among_those_that_a_shell_names_are_no_exports() {
    let folder = Folder::new();
    folder.edit("q3.xlsx", |book| book.write("Deals", ACME, "Notes", text("kept")));
    folder.next("q3.xlsx", "q4.xlsx", "2027-01-01");
    let shell = ["mapaudit-decisions.csv", "q4.xlsx", "--previous", "q4.xlsx", "--out", "q4.xlsx"];
    let output = folder.audit(&[&shell[..], &["--as-of", "2027-01-02"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stderr(&output).contains("mapaudit-decisions.csv"), "{}", stderr(&output));
    let mut book = folder.book("q4.xlsx");
    assert_eq!(book.text("Deals", ACME, "Notes"), "kept");
}

#[test]
fn notes_of_what_is_gone_stand_on_changes_for_four_runs_and_come_back_with_it() {
    let folder = Folder::new();
    folder.edit("q3.xlsx", |book| {
        book.write("Deals", BIRCH, "Notes", text("waits for budget"));
        book.write("Findings", BIRCH_NOT_IN_ACE, "Notes", text("one\ntwo"));
        book.write("Findings", BIRCH_NOT_IN_ACE, "Status", text("In progress"));
    });
    let without_birch: Vec<&str> = CRM.lines().filter(|line| !line.contains("Birch")).collect();
    folder.put("crm.csv", &without_birch.join("\n"));
    let mut previous = "q3.xlsx".to_owned();
    for run in 1..=5 {
        let out = format!("run{run}.xlsx");
        let mut book = folder.next(&previous, &out, &format!("2027-0{run}-01"));
        let gone = book.row("Changes", BIRCH_ABOUT_DEAL);
        assert_eq!(gone.is_some(), run <= 4, "run {run}");
        if run <= 4 {
            assert_eq!(book.text("Changes", BIRCH_ABOUT_DEAL, "Notes"), "Notes: waits for budget");
            let notes = book.text("Changes", &[BIRCH[0], ("About", "ATT001")], "Notes");
            assert_eq!(notes, "Notes: one\n  two\nStatus: In progress");
        }
        previous = out;
    }
    folder.put("crm.csv", CRM);
    fs::remove_file(folder.path("mapaudit-decisions.csv")).unwrap();
    let mut back = folder.next("run3.xlsx", "back.xlsx", "2027-06-01");
    assert_eq!(back.text("Findings", BIRCH_NOT_IN_ACE, "Notes"), "one\ntwo");
    assert_eq!(back.text("Findings", BIRCH_NOT_IN_ACE, "Status"), "In progress");
    assert_eq!(back.text("Findings", BIRCH_NOT_IN_ACE, "State"), "Reopened");
    assert_eq!(back.text("Deals", BIRCH, "Notes"), "waits for budget");
}

const BIRCH_ABOUT_DEAL: &[(&str, &str)] = &[("Customer", "Birch Foods"), ("About", "Deal")];

#[test]
fn the_decisions_file_alone_brings_the_notes_back() {
    let folder = Folder::new();
    folder.edit("q3.xlsx", |book| {
        book.write("Deals", ACME, "Notes", text("kept"));
        book.insert_column("Deals", 4, "Region");
        book.write("Deals", ACME, "Region", text("EMEA"));
    });
    folder.next("q3.xlsx", "q4.xlsx", "2027-01-01");
    let output = folder.audit(&["--as-of", "2027-02-01", "--out", "new.xlsx"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut book = folder.book("new.xlsx");
    assert_eq!(book.text("Deals", ACME, "Notes"), "kept");
    assert_eq!(book.text("Deals", ACME, "Region"), "EMEA");
}

#[test]
fn what_was_typed_beside_the_table_or_below_it_is_not_lost() {
    let folder = Folder::new();
    folder.edit("q3.xlsx", |book| {
        let column = book.column("Deals", "Notes");
        let width = book.sheet("Deals")[0].len();
        let mut below = vec![Data::Empty; width];
        below[column] = text("ask the PDM about all of them");
        below[book.column("Deals", "Deal id")] = text("Total");
        book.sheet("Deals").push(below);
        let row = book.row("Deals", ACME).unwrap();
        book.sheet("Deals")[row].push(text("beside"));
    });
    let mut book = folder.next("q3.xlsx", "q4.xlsx", "2027-01-01");
    let stray = book.text("Changes", &[("About", "Row without an id")], "Notes");
    assert_eq!(stray, "Notes: ask the PDM about all of them");
    let row = book.row("Deals", ACME).unwrap();
    assert!(book.sheet("Deals")[row].contains(&text("beside")));
}

#[test]
fn decisions_on_pairs_win_over_the_matcher_and_stay_in_sight() {
    let folder = Folder::new();
    folder.put(
        "mapaudit-decisions.csv",
        "kind,id,crm_id,ace_id,column,value,as_of\n\
         pair,,0065f00000AbCdF,O1234567,Decision,Same,\n\
         pair,,0065f00000AbCdG,O1234568,Decision,Different,\n",
    );
    let mut book = folder.next("q3.xlsx", "q4.xlsx", "2026-10-02");
    assert_eq!(book.text("Deals", BIRCH, "ACE id"), "O1234567");
    let apart = &[("CRM id", "0065f00000AbCdG"), ("ACE id", "O1234568")];
    assert_eq!(book.text("Matches", apart, "Decision"), "Different");
    assert_eq!(book.text("Matches", apart, "Zone"), "Rejected");
    let because = book.text("Changes", BIRCH_ABOUT_DEAL, "Because");
    assert_eq!(because, "Decision");
    fs::remove_file(folder.path("mapaudit-decisions.csv")).unwrap();
    let mut next = folder.next("q4.xlsx", "q5.xlsx", "2026-10-03");
    assert_eq!(next.text("Deals", BIRCH, "ACE id"), "O1234567");
    assert_eq!(next.text("Matches", apart, "Zone"), "Rejected");
}

#[test]
fn a_deal_that_gains_an_ace_opportunity_of_its_own_row_keeps_the_notes_of_both() {
    let folder = Folder::new();
    let zephyr = &[("Customer", "Zephyr Mills")];
    folder.edit("q3.xlsx", |book| {
        book.write("Deals", BIRCH, "Notes", text("of the deal"));
        book.write("Deals", BIRCH, "Reviewer", text("Ana"));
        book.write("Deals", zephyr, "Notes", text("of the opportunity"));
        book.write("Deals", zephyr, "Fund request id", text("FR-1"));
    });
    folder.put(
        "mapaudit-decisions.csv",
        "kind,id,crm_id,ace_id,column,value,as_of\npair,,0065f00000AbCdF,O1234567,Decision,Same,\n",
    );
    let mut book = folder.next("q3.xlsx", "q4.xlsx", "2026-10-02");
    assert_eq!(book.text("Deals", BIRCH, "Notes"), "of the deal");
    assert_eq!(book.text("Deals", BIRCH, "Fund request id"), "FR-1");
    let other = book.text("Changes", &[("Was", "of the opportunity")], "Now");
    assert_eq!(other, "of the deal");
}

#[test]
fn run_json_tells_the_states_and_the_previous_workbook() {
    let folder = Folder::new();
    folder.audit(&["--as-of", "2026-10-02", "--previous", "q3.xlsx", "--tables", "tables"]);
    let run = fs::read_to_string(folder.path("tables/run.json")).unwrap();
    let run: serde_json::Value = serde_json::from_str(&run).unwrap();
    assert_eq!(run["previous"], "q3.xlsx");
    assert_eq!(run["states"]["new"], 0);
    assert!(run["states"]["still_open"].as_u64().unwrap() > 0);
}

#[test]
fn our_own_files_are_not_read_as_exports_of_the_folder_they_lie_in() {
    let folder = Folder::new();
    folder.edit("q3.xlsx", |book| book.rename("Evidence", "Why"));
    let arguments = ["audit", ".", "--previous", "q3.xlsx", "--out", "q4.xlsx"];
    let output = run(folder.0.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(folder.book("q4.xlsx").has_sheet("Changes"));
}

#[test]
fn a_counterpart_that_a_person_names_on_the_row_of_an_unmatched_deal_is_linked() {
    const UNMATCHED: &[(&str, &str)] =
        &[("Zone", "Unmatched CRM"), ("CRM customer", "Birch Foods")];
    let folder = Folder::new();
    folder.edit("q3.xlsx", |book| {
        book.write("Matches", UNMATCHED, "Note", text("Ana looks for it"));
        book.write("Matches", UNMATCHED, "Decision", text("Same"));
    });
    let arguments = ["--previous", "q3.xlsx", "--out", "q4.xlsx", "--as-of", "2026-10-02"];
    let output = folder.audit(&arguments);
    assert!(stderr(&output).contains("enter the counterpart's id"), "{}", stderr(&output));
    let mut q4 = folder.book("q4.xlsx");
    assert_eq!(q4.text("Matches", UNMATCHED, "Note"), "Ana looks for it");
    folder.edit("q4.xlsx", |book| book.write("Matches", UNMATCHED, "ACE id", text("O1234567")));
    let mut q5 = folder.next("q4.xlsx", "q5.xlsx", "2026-10-03");
    assert_eq!(q5.text("Deals", BIRCH, "ACE id"), "O1234567");
    let decided = [("ACE id", "O1234567")];
    assert_eq!(q5.text("Matches", &decided, "Note"), "Ana looks for it");
}

#[test]
fn two_copies_that_people_edited_apart_are_brought_together() {
    let folder = Folder::new();
    fs::copy(folder.path("q3.xlsx"), folder.path("ben.xlsx")).unwrap();
    folder.edit("q3.xlsx", |book| book.write("Deals", ACME, "Notes", text("of Ana")));
    folder.edit("ben.xlsx", |book| book.write("Deals", BIRCH, "Notes", text("of Ben")));
    let arguments = ["--previous", "q3.xlsx", "--previous", "ben.xlsx", "--out", "q4.xlsx"];
    let output = folder.audit(&[&arguments[..], &["--as-of", "2026-10-02"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut q4 = folder.book("q4.xlsx");
    assert_eq!(q4.text("Deals", ACME, "Notes"), "of Ana");
    assert_eq!(q4.text("Deals", BIRCH, "Notes"), "of Ben");
    let of_two_runs = ["--previous", "q3.xlsx", "--previous", "q4.xlsx", "--out", "q5.xlsx"];
    let output = folder.audit(&[&of_two_runs[..], &["--as-of", "2026-10-03"]].concat());
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("only copies of one workbook"), "{}", stderr(&output));
}
