//! Cases 31 to 34: ids, and what spreadsheets do to them.

use rust_xlsxwriter::Format;

use super::packing::{sheet, workbook};
use super::reading::{amounts, ids, noted, read};

#[test]
fn case_31_ids_that_look_like_numbers_stay_text() {
    let text = "Opportunity ID,Customer,Amount\n006E00000123456,Acme,1\n006E00000123457,Beta,2\n\
                nan,Gamma,3\ninf,Delta,4\n0x1F,Epsilon,5\n1_000,Zeta,6\n";
    let records = read("deals.csv", text);
    assert_eq!(
        ids(&records),
        ["006E00000123456", "006E00000123457", "nan", "inf", "0x1F", "1_000"]
    );
    assert!(records.set_aside.is_empty());
}

#[test]
fn case_32_ids_that_differ_by_case_are_different_deals() {
    let text = "Opportunity ID,Customer,Amount\n0065f00000AbCdE,Acme,1\n0065f00000AbCde,Beta,2\n";
    let records = read("deals.csv", text);
    assert_eq!(amounts(&records), ["1", "2"]);
    assert_ne!(records.crm[0].id.key(), records.crm[1].id.key());
}

#[test]
fn case_32_different_deals_whose_ids_lost_their_case_are_not_merged() {
    let text = "Opportunity ID,Customer,Amount\n0065F00000ABCDE,Acme,1\n0065F00000ABCDE,Beta,2\n";
    let records = read("deals.csv", text);
    assert_eq!(ids(&records), [""; 0]);
    let conflict = |row| (row, "duplicate_conflict", "row_set_aside");
    assert_eq!(noted(&records), [conflict(2), conflict(3)]);
}

#[test]
fn case_32_a_flattened_id_of_18_characters_is_repaired_by_its_suffix() {
    let text =
        "Opportunity ID,Customer,Amount\nA01M00000062MPGIAI,Acme,1\na01m00000062mpgiai,Beta,2\n";
    let records = read("deals.csv", text.replace(",Beta,2", ",Acme,1"));
    assert_eq!(records.crm.len(), 1);
    assert_eq!(records.crm[0].id.key(), "a01M00000062mPgIAI");
    assert!(noted(&records).contains(&(2, "repaired_id", "cell_repaired")));
}

#[test]
fn case_33_leading_zeros_stay_and_lost_ones_of_accounts_are_put_back() {
    let records = read(
        "deals.csv",
        "Deal ID,Customer,AWS Account ID\n000123,Acme,012345678901\n02139,Beta,12345678901\n",
    );
    assert_eq!(ids(&records), ["000123", "02139"]);
    let accounts: Vec<_> = records.crm.iter().map(|c| c.aws_account_id.as_deref()).collect();
    assert_eq!(accounts, [Some("012345678901"), Some("012345678901")]);
    assert_eq!(noted(&records), [(3, "padded_account_id", "cell_repaired")]);
}

#[test]
fn case_33_an_account_stored_as_a_formatted_number_is_twelve_digits_again() {
    let mut deals = sheet("Deals", &[&["Deal ID", "Customer", "AWS Account ID"], &["D1", "Acme"]]);
    let twelve = Format::new().set_num_format("000000000000");
    deals.write_number_with_format(1, 2, 12_345_678_901_f64, &twelve).unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    assert_eq!(records.crm[0].aws_account_id.as_deref(), Some("012345678901"));
    assert_eq!(noted(&records), [(2, "padded_account_id", "cell_repaired")]);
}

#[test]
fn an_id_stored_as_a_number_has_the_zeros_that_its_format_shows() {
    let mut deals = sheet("Deals", &[&["Deal ID", "Deal Name", "Customer"], &["", "Lift", "Acme"]]);
    let five = Format::new().set_num_format("00000");
    deals.write_number_with_format(1, 0, 42, &five).unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    assert_eq!(ids(&records), ["00042"]);
    assert_eq!(noted(&records), [(2, "padded_id", "cell_repaired")]);
}

#[test]
fn case_34_digits_that_excel_threw_away_are_not_invented() {
    let records = read(
        "deals.csv",
        "Deal ID,Deal Name,Customer,AWS Account ID\n1.06768E+10,Lift,Acme,1.23457E+11\n\
         \"1,06768E+10\",Move,Beta,123456789012\n",
    );
    assert!(records.crm.iter().all(|crm| crm.id.is_weak()));
    assert_eq!(records.crm[0].aws_account_id, None);
    assert_eq!(
        noted(&records),
        [
            (2, "destroyed_id", "cell_ignored"),
            (2, "destroyed_id", "cell_ignored"),
            (3, "destroyed_id", "cell_ignored"),
        ]
    );
    let message = &records.set_aside[0].message;
    assert!(message.contains("spreadsheet") && message.contains("as text"), "{message}");
}
