//! Each phase of a deal has its own deadline: what people decide on one does not cover the next, and what its deadline ended
//! nobody has mended.

use super::*;

const PHASED: &str = "\
Opportunity ID,Opportunity Name,Account Name,Stage,Close Date,Assess Start Date,Mobilize Start Date,Migrate Start Date,Server Count
0065f00000AbCdE,Data center exit to AWS,Acme Robotics,Negotiation/Review,2027-12-20,2026-10-20,2026-12-20,2027-12-20,120
";

const TAGGED: &str = "\
Opportunity id,Customer Company Name,Partner Project Title,Stage,Status,Target Close Date,Partner CRM Unique Identifier,APN Programs,Estimated AWS Monthly Recurring Revenue
O1234567,Acme Robotics,Data center exit to AWS,Qualified,Approved,2027-12-20,0065f00000AbCdE,Migration Acceleration Program,8000
";

const FUNDED: &str = "\
Fund Request ID,Opportunity ID,Program,Phase,Stage,Status,Submitted Date,Approved Date,End Date
FR-1,O1234567,MAP,Assess,Cash Claim,Active,2026-07-01,2026-07-20,2026-12-31
";

const APPLY_SOON: &[(&str, &str)] = &[("Code", "TIM002")];

/// A folder with one deal whose phases start one after the other, and the workbook of a first run.
fn phased(fund_requests: Option<&str>) -> Folder {
    let folder = Folder(tempfile::tempdir().unwrap());
    folder.put("crm.csv", PHASED);
    folder.put("ace.csv", TAGGED);
    let mut arguments = vec!["--as-of", "2026-10-01", "--out", "q3.xlsx"];
    if let Some(fund_requests) = fund_requests {
        folder.put("fund.csv", fund_requests);
        arguments.extend(["--funding", "fund.csv"]);
    }
    let output = folder.audit(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    folder
}

#[test]
fn what_a_person_decided_on_one_phase_stands_on_no_row_of_the_next() {
    let of_other = FUNDED.replace("MAP,Assess", "MDF,");
    let folder = phased(Some(&of_other));
    folder.edit("q3.xlsx", |book| {
        assert_eq!(book.text("Findings", APPLY_SOON, "Phase"), "Assess");
        book.write("Findings", APPLY_SOON, "Status", text("Won't fix"));
        book.write("Findings", APPLY_SOON, "Notes", text("the customer pays Assess"));
    });
    let arguments = ["--funding", "fund.csv", "--previous", "q3.xlsx", "--out", "q4.xlsx"];
    let output = folder.audit(&[&arguments[..], &["--as-of", "2026-11-20"]].concat());
    let mut book = folder.book("q4.xlsx");
    assert_eq!(book.text("Findings", APPLY_SOON, "Phase"), "Mobilize");
    assert_eq!(book.text("Findings", APPLY_SOON, "State"), "New");
    assert_eq!(book.text("Findings", APPLY_SOON, "Status"), "");
    let gone = &[("About", "TIM002"), ("Now", "Overtaken")];
    assert_eq!(book.text("Changes", gone, "Because"), "Time passed");
    assert!(book.text("Changes", gone, "Notes").contains("the customer pays Assess"));
    assert!(book.row("Changes", &[("Because", "Data changed")]).is_none(), "the same exports");
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains(" 0 resolved, 2 overtaken by time, "), "{told}");
}

#[test]
fn a_phase_that_comes_after_a_funded_one_is_what_is_to_be_done_next() {
    let folder = phased(Some(FUNDED));
    let arguments = ["--funding", "fund.csv", "--out", "q4.xlsx", "--as-of", "2026-11-20"];
    assert_eq!(folder.audit(&arguments).status.code(), Some(0));
    let mut book = folder.book("q4.xlsx");
    assert_eq!(book.text("Deals", ACME, "Outcome"), "Recoverable");
    assert_eq!(book.text("Deals", ACME, "Main reason"), "Time to apply runs out");
    let action = book.text("Deals", ACME, "Next action");
    assert!(action.starts_with("Submit a MAP application for Mobilize of O1234567"), "{action}");
}

#[test]
fn what_a_run_cannot_judge_for_want_of_an_export_is_not_resolved() {
    let overdue = FUNDED.replace("2026-12-31", "2026-08-15");
    let folder = phased(Some(&overdue));
    let claim = &[("Code", "APP008")];
    assert_eq!(folder.book("q3.xlsx").text("Findings", claim, "Severity"), "Critical");
    let mut book = folder.next("q3.xlsx", "q4.xlsx", "2026-10-02");
    assert!(book.row("Findings", claim).is_none());
    assert_eq!(book.text("Changes", &[("About", "APP008")], "Now"), "Not judged");
}

#[test]
fn a_claim_that_was_due_and_is_overdue_is_overtaken_and_one_that_another_day_made_overdue_is_not() {
    let soon = FUNDED.replace("2026-12-31", "2026-09-15");
    let folder = phased(Some(&soon));
    let due = &[("Code", "APP007")];
    assert!(folder.book("q3.xlsx").row("Findings", due).is_some());
    let arguments = ["--funding", "fund.csv", "--previous", "q3.xlsx", "--as-of"];
    folder.audit(&[&arguments[..], &["2026-11-20", "--out", "q4.xlsx"]].concat());
    let (gone, new) = (&[("About", "APP007")], &[("About", "APP008")]);
    let mut book = folder.book("q4.xlsx");
    assert_eq!(book.text("Changes", gone, "Now"), "Overtaken");
    assert_eq!(book.text("Changes", new, "Because"), "Time passed");
    folder.put("fund.csv", &soon.replace("2026-09-15", "2026-08-15"));
    folder.audit(&[&arguments[..], &["2026-10-02", "--out", "q5.xlsx"]].concat());
    let mut book = folder.book("q5.xlsx");
    assert_eq!(book.text("Changes", gone, "Now"), "Resolved");
    assert_eq!(book.text("Changes", new, "Because"), "Data changed");
}
