//! Which workbook a run takes the place of, and which it leaves.

use super::*;

#[test]
fn a_run_over_the_deals_of_a_period_takes_the_place_of_no_run_over_all() {
    let folder = Folder::new();
    let narrower = ["--period", "2026Q4", "--previous", "q3.xlsx", "--as-of", "2026-10-02"];
    let over = folder.audit(&[&narrower[..], &["--out", "q3.xlsx"]].concat());
    assert_eq!(over.status.code(), Some(4));
    let told = "q3.xlsx: holds a run over more deals than those of 2026Q4";
    assert!(stderr(&over).contains(told), "{}", stderr(&over));
    let beside = folder.audit(&[&narrower[..], &["--out", "q4.xlsx"]].concat());
    assert_eq!(beside.status.code(), Some(0), "{}", stderr(&beside));
    let again = ["--previous", "q4.xlsx", "--out", "q4.xlsx", "--as-of", "2026-10-03"];
    let wider = folder.audit(&again);
    assert_eq!(wider.status.code(), Some(0));
    let told = "The previous workbook holds the deals of 2026Q4 (2026-10-01 to 2026-12-31) only";
    assert!(stderr(&wider).contains(told), "{}", stderr(&wider));
}

#[test]
fn a_workbook_that_people_wrote_in_is_replaced_only_by_a_run_that_carries_it_over() {
    let folder = Folder::new();
    let again = ["--out", "q3.xlsx", "--as-of", "2026-10-02"];
    assert_eq!(folder.audit(&again).status.code(), Some(0), "nobody wrote in it");
    folder.edit("q3.xlsx", |book| book.write("Deals", ACME, "Notes", text("call Ana")));
    let output = folder.audit(&again);
    assert_eq!(output.status.code(), Some(4));
    assert!(
        stderr(&output).contains("Name it with --previous or outputs.previous too"),
        "{}",
        stderr(&output)
    );
    assert_eq!(folder.book("q3.xlsx").text("Deals", ACME, "Notes"), "call Ana");
    // Once a run has carried the notes over, the decisions file holds them.
    folder.next("q3.xlsx", "q4.xlsx", "2026-10-03");
    assert_eq!(folder.audit(&again).status.code(), Some(0));
    assert_eq!(folder.book("q3.xlsx").text("Deals", ACME, "Notes"), "call Ana");
    folder.edit("q3.xlsx", |book| book.write("Deals", ACME, "Notes", text("she called")));
    assert_eq!(folder.audit(&[&again[..], &["--force"]].concat()).status.code(), Some(0));
}

#[test]
fn a_previous_workbook_that_is_missing_or_not_ours_ends_with_3_before_anything_is_written() {
    let folder = Folder::new();
    rust_xlsxwriter::Workbook::new().save(folder.path("other.xlsx")).unwrap();
    for previous in ["missing.xlsx", "other.xlsx", "crm.csv"] {
        let output = folder.audit(&["--previous", previous, "--out", "new.xlsx"]);
        assert_eq!(output.status.code(), Some(3), "{previous}");
        assert!(stderr(&output).contains(previous), "{}", stderr(&output));
        assert!(
            stderr(&output).contains("leave it out (--previous, or outputs.previous"),
            "{}",
            stderr(&output)
        );
        assert!(!folder.path("new.xlsx").exists());
    }
    folder.put("mapaudit-decisions.csv", "kind,id,crm_id,ace_id,column,value,as_of\nx,,,,,,\n");
    let output = folder.audit(&["--previous", "missing.xlsx", "--out", "new.xlsx"]);
    for named in ["missing.xlsx", "mapaudit-decisions.csv"] {
        assert!(stderr(&output).contains(named), "{}", stderr(&output));
    }
}
