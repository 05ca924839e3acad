//! Leadership's workbook names no person, and no run takes it for one that people work with.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use calamine::{Reader, Xlsx, open_workbook};

const CRM: &str = "\
\"Opportunity ID\",\"Opportunity Name\",\"Account Name\",\"Opportunity Owner\",\"Stage\",\"Close Date\",\"Project Start Date\",\"Server Count\",\"PDM Name\"
\"0065f00000AbCdE\",\"Data center exit to AWS\",\"Acme Robotics\",\"Quentin Xavier\",\"Negotiation/Review\",\"2026-12-20\",\"2026-09-01\",\"120\",\"Zelda Ypsilon\"
\"0065f00000AbCdF\",\"Migration to AWS\",\"Birch Foods\",\"Quentin Xavier\",\"Negotiation/Review\",\"2027-02-20\",\"2027-03-01\",\"300\",\"Zelda Ypsilon\"
";

const ACE: &str = "\
Opportunity id,Customer Company Name,Partner Project Title,Stage,Status,Target Close Date,Opportunity Owner Name,Opportunity Owner Email,APN Programs,Use Case
O1234568,Birch Foods,Migration to AWS,Qualified,Approved,2027-02-20,Olga Undine,olga.undine@gmail.com,Migration Acceleration Program,Migration / Database Migration
";

const CONFIG: &str = "\
[partner]
name = \"Example Ltd\"
pdm = \"Zelda Ypsilon\"
[rates.assess]
basis = \"arr\"
base = 0.05
source = \"invented\"
approved_by = \"Waldo Vance\"
[[waiver]]
code = \"ATT001\"
crm_id = \"0065f00000AbCdE\"
reason = \"agreed\"
approved_by = \"Waldo Vance\"
expires = 2027-01-01
";

const PERSONS: [&str; 4] = ["Quentin", "Zelda", "olga.undine", "Waldo"];

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, content) in [("crm.csv", CRM), ("ace.csv", ACE), ("mapaudit.toml", CONFIG)] {
            fs::write(folder.path(name), content).unwrap();
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn audit(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_mapaudit"))
            .current_dir(self.0.path())
            .args(["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01"])
            .args(arguments)
            .output()
            .unwrap()
    }

    fn audit_well(&self, arguments: &[&str]) {
        let output = self.audit(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const FOR_LEADERSHIP: [&str; 2] = ["--workbook-profile", "leadership"];

/// Every text of the workbook, with its sheet.
fn texts(path: &Path) -> Vec<(String, String)> {
    let mut workbook: Xlsx<_> = open_workbook(path).unwrap();
    let sheets = workbook.worksheets();
    let of_sheet = |(name, range): (String, calamine::Range<calamine::Data>)| {
        let cells = range.used_cells().map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>();
        cells.into_iter().map(move |text| (name.clone(), text))
    };
    sheets.into_iter().flat_map(of_sheet).collect()
}

fn sheets(path: &Path) -> Vec<String> {
    let workbook: Xlsx<_> = open_workbook(path).unwrap();
    workbook.sheet_names()
}

#[test]
fn leaderships_workbook_and_page_name_no_person() {
    let folder = Folder::new();
    folder.audit_well(&["--out", "full.xlsx", "--html", "full.html"]);
    for person in PERSONS {
        let is_named =
            texts(&folder.path("full.xlsx")).iter().any(|(_, text)| text.contains(person));
        assert!(is_named, "{person} is not in the full workbook: the test shows nothing");
    }
    let outputs = ["--out", "lead.xlsx", "--html", "lead.html", "--previous", "full.xlsx"];
    folder.audit_well(&[&FOR_LEADERSHIP[..], &outputs].concat());
    let book = folder.path("lead.xlsx");
    assert_eq!(sheets(&book), ["Summary", "Deals", "Changes", "Assumptions", "About"]);
    let page = fs::read_to_string(folder.path("lead.html")).unwrap();
    for person in PERSONS {
        for (sheet, text) in texts(&book) {
            assert!(!text.contains(person), "{sheet}: {text}");
        }
        assert!(!page.contains(person), "{person}");
    }
}

#[test]
fn leaderships_workbook_has_no_columns_to_write_in() {
    let folder = Folder::new();
    folder.audit_well(&[&FOR_LEADERSHIP[..], &["--out", "lead.xlsx"]].concat());
    let mut workbook: Xlsx<_> = open_workbook(folder.path("lead.xlsx")).unwrap();
    let deals = workbook.worksheet_range("Deals").unwrap();
    let headers: Vec<String> =
        deals.rows().next().unwrap().iter().map(ToString::to_string).collect();
    for left_out in ["Owner", "Review status", "Notes", "Waive until", "Reviewer"] {
        assert!(!headers.iter().any(|header| header == left_out), "{left_out}");
    }
    for kept in ["Customer", "Outcome", "AWS ARR", "Est. base", "Next action"] {
        assert!(headers.iter().any(|header| header == kept), "{kept}");
    }
}

#[test]
fn it_is_refused_as_the_previous_workbook() {
    let folder = Folder::new();
    folder.audit_well(&[&FOR_LEADERSHIP[..], &["--out", "lead.xlsx"]].concat());
    let output = folder.audit(&["--previous", "lead.xlsx", "--out", "next.xlsx"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("lead.xlsx: is leadership's workbook"), "{}", stderr(&output));
    assert!(!folder.path("next.xlsx").exists());
}

#[test]
fn a_pattern_for_the_previous_workbook_passes_it_over() {
    let folder = Folder::new();
    let config = format!("{CONFIG}[outputs]\nprevious = \"map-*.xlsx\"\n");
    fs::write(folder.path("mapaudit.toml"), config).unwrap();
    folder.audit_well(&["--out", "map-1.xlsx"]);
    folder.audit_well(&[&FOR_LEADERSHIP[..], &["--out", "map-2.xlsx"]].concat());
    folder.audit_well(&["--out", "map-3.xlsx"]);
    let all = texts(&folder.path("map-3.xlsx"));
    let still_open = all.iter().filter(|(sheet, text)| sheet == "Findings" && text == "Still open");
    assert!(still_open.count() > 0, "the first run was not found");
}

#[test]
fn it_never_takes_the_place_of_a_workbook_that_people_write_in() {
    let folder = Folder::new();
    folder.audit_well(&["--out", "map.xlsx"]);
    let before = fs::read(folder.path("map.xlsx")).unwrap();
    for previous in [&[][..], &["--previous", "map.xlsx"]] {
        let output =
            folder.audit(&[&FOR_LEADERSHIP[..], &["--out", "map.xlsx"], previous].concat());
        assert_eq!(output.status.code(), Some(4));
        assert!(stderr(&output).contains("people may have written in"), "{}", stderr(&output));
        assert_eq!(fs::read(folder.path("map.xlsx")).unwrap(), before);
    }
    folder.audit_well(&[&FOR_LEADERSHIP[..], &["--out", "lead.xlsx"]].concat());
    folder.audit_well(&[&FOR_LEADERSHIP[..], &["--out", "lead.xlsx"]].concat());
}
