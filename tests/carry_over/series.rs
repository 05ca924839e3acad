//! The workbooks of a scheduled run: whichever of them people write in, it counts.

use super::*;

const FIRST: &str = "findings-2026-10-01.xlsx";

/// A folder after the runs of two days.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("mapaudit.toml", &format!("{SCHEDULED}keep = 2\n"));
    scheduled(&folder, "2026-10-01");
    folder.edit_as_excel(FIRST, "2026-10-01", |book| {
        book.write("Deals", BIRCH, "Notes", text("asked Ben"));
    });
    scheduled(&folder, "2026-10-02");
    folder
}

#[test]
fn what_is_written_into_a_workbook_after_the_next_run_is_carried_over_and_the_workbook_kept() {
    let folder = folder();
    folder.edit_as_excel("findings-2026-10-02.xlsx", "2026-10-02", |book| {
        book.write("Deals", BIRCH, "Notes", text("Ben has answered"));
    });
    folder.edit(FIRST, |book| book.write("Deals", ACME, "Notes", text("asked Ana")));
    let told = stderr(&scheduled(&folder, "2026-10-03"));
    assert!(told.contains("findings-2026-10-01.xlsx: kept beyond outputs.keep"), "{told}");
    let mut book = folder.book("findings-2026-10-03.xlsx");
    assert_eq!(book.text("Deals", ACME, "Notes"), "asked Ana");
    assert_eq!(book.text("Deals", BIRCH, "Notes"), "Ben has answered", "the older note is older");
    assert!(folder.path(FIRST).exists());
    fs::remove_file(folder.path(FIRST)).unwrap();
    let told = stderr(&scheduled(&folder, "2026-10-04"));
    assert!(told.contains("findings-2026-10-02.xlsx: deleted"), "{told}");
    assert_eq!(folder.book("findings-2026-10-04.xlsx").text("Deals", ACME, "Notes"), "asked Ana");
}

#[test]
fn a_copy_that_somebody_names_anew_does_not_stop_the_clock_and_is_read() {
    let folder = folder();
    for copy in ["findings-2026-10-02 Ana.xlsx", "findings-Q3 final.xlsx"] {
        fs::copy(folder.path("findings-2026-10-02.xlsx"), folder.path(copy)).unwrap();
    }
    folder.edit("findings-2026-10-02 Ana.xlsx", |book| {
        book.write("Deals", ACME, "Notes", text("Ana was here"));
    });
    folder.edit("findings-Q3 final.xlsx", |book| {
        book.write("Findings", BIRCH_NOT_IN_ACE, "Assignee", text("Ben"));
    });
    let deal = CRM.lines().last().unwrap();
    folder.put("crm.csv", &format!("{CRM}{}\n", deal.replace("AbCdG", "AbCdH")));
    assert_eq!(scheduled(&folder, "2026-10-03").status.code(), Some(1), "a deal is new");
    let mut book = folder.book("findings-2026-10-03.xlsx");
    assert_eq!(book.text("Deals", ACME, "Notes"), "Ana was here");
    assert_eq!(book.text("Findings", BIRCH_NOT_IN_ACE, "Assignee"), "Ben");
    assert_eq!(book.text("Deals", BIRCH, "Notes"), "asked Ben");
    assert_eq!(scheduled(&folder, "2026-10-04").status.code(), Some(0), "and is known then");
}
