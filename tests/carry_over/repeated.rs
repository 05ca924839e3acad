//! A scheduled run that is repeated on its day, as after a mail that failed.

use super::*;

const TODAY: &str = "findings-2026-10-02.xlsx";

/// A folder after the runs of two days, of which the second found a deal more.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("mapaudit.toml", SCHEDULED);
    assert_eq!(code(&folder, "2026-10-01"), Some(1), "every finding is new");
    folder.edit_as_excel("findings-2026-10-01.xlsx", "2026-10-01", |book| {
        book.write("Deals", ACME, "Notes", text("asked Ana"));
        book.write("Deals", BIRCH, "Notes", text("asked Ben"));
    });
    let deal = CRM.lines().last().unwrap();
    folder.put("crm.csv", &format!("{CRM}{}\n", deal.replace("AbCdG", "AbCdH")));
    assert_eq!(code(&folder, "2026-10-02"), Some(1), "those of the deal are new");
    folder
}

fn code(folder: &Folder, as_of: &str) -> Option<i32> {
    scheduled(folder, as_of).status.code()
}

#[test]
fn a_run_that_is_repeated_raises_its_alarm_again_and_gives_the_same_bytes() {
    let folder = folder();
    let read = |name| fs::read(folder.path(name)).unwrap();
    let before = [TODAY, "mapaudit-decisions.csv"].map(read);
    assert_eq!(code(&folder, "2026-10-02"), Some(1));
    assert_eq!([TODAY, "mapaudit-decisions.csv"].map(read), before);
    assert_eq!(code(&folder, "2026-10-03"), Some(0), "the next day nothing is new");
}

#[test]
fn what_people_write_between_two_runs_of_a_day_is_kept() {
    let folder = folder();
    folder.edit_as_excel(TODAY, "2026-10-02", |book| {
        assert_eq!(book.text("Deals", ACME, "Notes"), "asked Ana");
        book.write("Deals", ACME, "Notes", text("Ana has answered"));
        book.write("Deals", BIRCH, "Notes", Data::Empty);
        book.write("Findings", BIRCH_NOT_IN_ACE, "Assignee", text("Ben"));
    });
    assert_eq!(code(&folder, "2026-10-02"), Some(1));
    let mut book = folder.book(TODAY);
    assert_eq!(book.text("Deals", ACME, "Notes"), "Ana has answered");
    assert_eq!(book.text("Deals", BIRCH, "Notes"), "", "cleared");
    assert_eq!(book.text("Findings", BIRCH_NOT_IN_ACE, "Assignee"), "Ben");
    assert_eq!(book.text("Findings", BIRCH_NOT_IN_ACE, "Runs"), "2");
}

#[test]
fn a_run_that_is_repeated_on_the_first_day_starts_from_its_own_workbook() {
    let folder = Folder::new();
    folder.put("mapaudit.toml", SCHEDULED);
    assert_eq!(code(&folder, "2026-10-01"), Some(1));
    folder.edit_as_excel("findings-2026-10-01.xlsx", "2026-10-01", |book| {
        book.write("Deals", ACME, "Notes", text("kept"));
    });
    assert_eq!(code(&folder, "2026-10-01"), Some(0), "no earlier workbook says what is new");
    assert_eq!(folder.book("findings-2026-10-01.xlsx").text("Deals", ACME, "Notes"), "kept");
}
