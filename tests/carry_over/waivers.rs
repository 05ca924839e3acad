//! What people accept, for a time, is set aside and told.

use super::*;

#[test]
fn a_deal_is_waived_until_the_day_that_a_reviewer_wrote_and_reopened_after_it() {
    let folder = Folder::new();
    folder.edit("q3.xlsx", |book| {
        book.write("Deals", BIRCH, "Waive until", day("2026-12-31"));
        book.write("Deals", BIRCH, "Review status", text("Accept loss"));
        book.write("Deals", BIRCH, "Notes", text("customer pays itself"));
        book.write("Deals", ACME, "Waive until", day("2026-12-31"));
    });
    let arguments = ["--previous", "q3.xlsx", "--out", "q4.xlsx", "--as-of", "2026-12-31"];
    let output = folder.audit(&arguments);
    assert!(stderr(&output).contains("Nothing is waived for \"Data center exit"), "{output:?}");
    let mut book = folder.book("q4.xlsx");
    assert_eq!(book.text("Findings", BIRCH_NOT_IN_ACE, "State"), "Waived");
    assert_eq!(book.text("Deals", BIRCH, "State"), "Waived");
    assert_eq!(book.text("Deals", BIRCH, "Migrate"), "Waived", "no phase needs an application");
    assert_eq!(book.text("Deals", BIRCH, "Window"), "");
    assert_eq!(book.text("Deals", BIRCH, "Outcome"), "Recoverable", "the money is what it was");
    let deal = &[BIRCH[0], ("About", "Deal")];
    assert_eq!(book.text("Changes", deal, "Because"), "Decision");
    let mut after = folder.next("q4.xlsx", "q5.xlsx", "2027-01-01");
    assert_eq!(after.text("Findings", BIRCH_NOT_IN_ACE, "State"), "Reopened");
    assert_eq!(after.text("Deals", BIRCH, "State"), "Reopened");
    assert_eq!(after.text("Changes", deal, "Because"), "Waiver expired");
    let change = &[BIRCH[0], ("About", "ATT001")];
    assert_eq!(after.text("Changes", change, "Because"), "Waiver expired");
}

#[test]
fn waivers_of_the_configuration_are_applied_and_told_of_when_they_do_nothing() {
    let folder = Folder::new();
    let waiver = |code: &str, crm_id: &str, expires: &str| {
        format!(
            "[[waiver]]\ncode = \"{code}\"\ncrm_id = \"{crm_id}\"\nreason = \"agreed\"\n\
             approved_by = \"Head of Alliances\"\nexpires = {expires}\n"
        )
    };
    folder.put(
        "mapaudit.toml",
        &[
            waiver("ATT001", "0065f00000AbCdF", "2026-12-31"),
            waiver("ATT001", "0065f00000AbCdE", "2026-09-30"),
            waiver("ATT001", "0065f00000AbXXX", "2026-12-31"),
        ]
        .concat(),
    );
    let output = folder.audit(&["--as-of", "2026-10-02", "--previous", "q3.xlsx"]);
    assert!(
        stderr(&output).contains("mapaudit.toml, line 7: ATT001 0065f00000AbCdE"),
        "{output:?}"
    );
    assert!(stderr(&output).contains("covers no finding"), "{output:?}");
    let mut book = folder.book("findings.xlsx");
    assert_eq!(book.text("Findings", BIRCH_NOT_IN_ACE, "State"), "Waived");
    let unused = &[("File", "mapaudit.toml"), ("Problem", "Unused waiver")];
    assert_eq!(book.text("Data problems", unused, "Row"), "13");
}

#[test]
fn only_new_findings_that_nobody_waived_end_a_run_with_1() {
    let folder = Folder::new();
    let arguments = ["--as-of", "2026-10-02", "--fail-on", "high", "--out", "q4.xlsx"];
    assert_eq!(folder.audit(&arguments).status.code(), Some(1));
    let with_previous = [&arguments[..], &["--previous", "q3.xlsx"]].concat();
    assert_eq!(folder.audit(&with_previous).status.code(), Some(0));
}
