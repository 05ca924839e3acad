//! Cases 50 to 61: amounts, counts and what stands in their place.

use rust_xlsxwriter::Format;

use super::packing::{sheet, workbook};
use super::reading::{amounts, ids, money, noted, read, warning, warnings};
use mapaudit::normalise::Records;

/// The records of a file of deals with these amounts.
fn worth(amounts: &[&str]) -> Records {
    let rows = (1..).zip(amounts).map(|(number, amount)| format!("D{number},Acme,\"{amount}\"\n"));
    read("deals.csv", format!("Deal ID,Customer,Amount\n{}", rows.collect::<String>()))
}

#[test]
fn case_50_the_column_says_what_its_separators_are() {
    let points = worth(&["30.000 €", "1.080.000,50 €", "999.999,99 €"]);
    assert_eq!(amounts(&points), ["30000 EUR", "1080000.5 EUR", "999999.99 EUR"]);
    let commas = worth(&["30,000", "1,080,000.50"]);
    assert_eq!(amounts(&commas), ["30000", "1080000.5"]);
    let blanks = worth(&["1 234,56", "30.000"]);
    assert_eq!(amounts(&blanks), ["1234.56", "30000"]);
}

#[test]
fn case_50_an_amount_that_nothing_settles_is_set_aside_and_its_deal_kept() {
    let records = worth(&["30.000 €", "500"]);
    assert_eq!(ids(&records), ["D1", "D2"]);
    assert_eq!(amounts(&records), ["", "500"]);
    assert_eq!(noted(&records), [(2, "ambiguous_amount", "cell_ignored")]);
    let message = &records.set_aside[0].message;
    assert!(message.contains("thousands") && message.contains("decimals"), "{message}");
}

#[test]
fn case_50_a_column_that_contradicts_itself_settles_nothing() {
    let records = worth(&["1.50", "1,50", "30.000"]);
    assert_eq!(amounts(&records), ["1.5", "1.5", ""]);
    assert_eq!(noted(&records), [(4, "ambiguous_amount", "cell_ignored")]);
}

#[test]
fn case_51_signs_codes_and_groups_of_every_country_are_read() {
    for (written, expected) in [
        ("$1,234.56", "1234.56 USD"),
        ("USD 20000", "20000 USD"),
        ("USD20,000.00", "20000 USD"),
        ("€1.234,56", "1234.56 EUR"),
        ("CHF 1'234.50", "1234.5 CHF"),
        ("1’234.50 CHF", "1234.5 CHF"),
        ("₹12,34,567", "1234567 INR"),
        ("1\u{202f}234,56 €", "1234.56 EUR"),
        ("1\u{a0}234\u{a0}567 €", "1234567 EUR"),
        ("99 999 e", "99999 EUR"),
        ("R$ 1.234,56", "1234.56 BRL"),
        ("1.000.000,- €", "1000000 EUR"),
        ("¥1,234,567", "1234567 JPY"),
        ("1 234,56 kr", "1234.56 SEK"),
    ] {
        let records = worth(&[written]);
        assert_eq!(amounts(&records), [expected], "{written}");
        assert!(records.set_aside.is_empty(), "{written}");
    }
}

#[test]
fn case_51_a_sign_that_contradicts_the_currency_column_is_a_warning() {
    let text = "Deal ID,Customer,Amount,Currency\nD1,Acme,€5000,USD\nD2,Beta,$5000,CAD\n";
    let records = read("deals.csv", text);
    assert_eq!(amounts(&records), ["5000 EUR", "5000 CAD"]);
    assert_eq!(warning(&records, "currency_disagrees").row, Some(2));
}

#[test]
fn case_52_a_suffix_multiplies_and_is_noted() {
    let records = worth(&["58.8k", "1.2M", "$3.5 million", "2,5 Mio. €", "12 kEUR"]);
    assert_eq!(amounts(&records), ["58800", "1200000", "3500000 USD", "2500000 EUR", "12000 EUR"]);
    assert_eq!(
        noted(&records),
        [2, 3, 4, 5, 6].map(|row| (row, "repaired_amount", "cell_repaired"))
    );
}

#[test]
fn case_52_amounts_in_thousands_cannot_be_known_and_are_suspected() {
    let small = ["12", "45", "80", "120", "7", "33", "64", "250", "18", "95", "140", "60"];
    assert_eq!(amounts(&worth(&small))[0], "12");
    warning(&worth(&small), "amounts_look_scaled");
    let usual: Vec<String> = small.iter().map(|amount| format!("{amount}000")).collect();
    let usual: Vec<&str> = usual.iter().map(String::as_str).collect();
    assert!(!warnings(&worth(&usual)).contains(&"amounts_look_scaled"));
}

#[test]
fn case_52_an_estimate_or_a_footnote_leaves_the_amount_as_it_is_and_is_noted() {
    let records = worth(&["96,000.00 (est.)", "$96,000*", "~96,000", "ca. 1,200,000"]);
    assert_eq!(amounts(&records), ["96000", "96000 USD", "96000", "1200000"]);
    assert_eq!(noted(&records), [2, 3, 4, 5].map(|row| (row, "repaired_amount", "cell_repaired")));
    let records =
        worth(&["96,000.00+", "> 96,000.00", "96,000.00 (1)", "up to 96,000.00", "96***"]);
    assert_eq!(amounts(&records), [""; 5]);
    let unreadable = |row| (row, "unreadable_amount", "cell_ignored");
    assert_eq!(noted(&records), [2, 3, 4, 5, 6].map(unreadable));
}

#[test]
fn case_53_parentheses_are_a_minus_and_noted() {
    let records = worth(&["(1,234.00)", "($500.00)"]);
    assert_eq!(amounts(&records), ["-1234", "-500 USD"]);
    assert_eq!(noted(&records), [2, 3].map(|row| (row, "repaired_amount", "cell_repaired")));
}

#[test]
fn case_54_percentages_in_three_spellings_disturb_nothing() {
    let text =
        "Deal ID,Customer,Amount,Probability (%)\nD1,Acme,5,75%\nD2,Beta,6,75\nD3,Gamma,7,0.75\n";
    let records = read("deals.csv", text);
    assert_eq!(amounts(&records), ["5", "6", "7"]);
    assert!(records.set_aside.is_empty() && warnings(&records).is_empty());
}

#[test]
fn case_55_words_and_dates_in_amounts_cost_the_cell_and_not_the_deal() {
    let mut cells = vec!["1000"; 5_000];
    cells.extend(["A préciser", "01/02/2026", "n/a (see note)"]);
    let records = worth(&cells);
    assert_eq!(records.crm.len(), 5_003);
    assert_eq!(amounts(&records)[4_999..], ["1000", "", "", ""]);
    let unreadable = |row| (row, "unreadable_amount", "cell_ignored");
    assert_eq!(noted(&records), [5_002, 5_003, 5_004].map(unreadable));
}

#[test]
fn case_56_a_fraction_late_in_a_column_of_integers_stays_one() {
    let rows: Vec<String> = (0..3_000).map(|number| format!("D{number},Acme,12\n")).collect();
    let text = format!("Deal ID,Customer,Server Count\n{}LAST,Acme,12.5\n", rows.concat());
    let records = read("deals.csv", text);
    let count = |at: usize| records.crm[at].server_count.unwrap().normalize().to_string();
    assert_eq!((count(0), count(3_000)), ("12".into(), "12.5".into()));
}

#[test]
fn case_57_blank_dash_and_zero_are_all_unknown() {
    let records = worth(&["", "0", "-", "0.00", "0,00 €", "–", "5"]);
    assert_eq!(amounts(&records), ["", "", "", "", "", "", "5"]);
    assert!(records.set_aside.is_empty());
}

#[test]
fn case_57_zeros_in_place_of_blanks_are_told() {
    let said = worth(&["0.00", "0.00", "5"]);
    let said: Vec<&str> =
        said.inputs[0].warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert!(said.iter().any(|message| message.contains('2')), "{said:?}");
}

#[test]
fn case_58_na_is_namibia_and_a_name_may_be_none() {
    let text =
        "Deal ID,Deal Name,Customer,Billing Country,Amount\nD1,None,NA,NA,5\nD2,null,nan,DE,6\n";
    let records = read("deals.csv", text);
    let [one, two] = records.crm.as_slice() else { panic!("two deals") };
    assert_eq!((one.country.as_deref(), one.customer.as_deref()), (Some("NA"), Some("NA")));
    assert_eq!((one.name.as_deref(), two.name.as_deref()), (Some("None"), Some("null")));
    assert_eq!(two.customer.as_deref(), Some("nan"));
}

/// The records of a workbook of deals whose amounts are numbers in these formats.
fn formatted(formats: &[&str]) -> Records {
    let mut deals = sheet("Deals", &[&["Deal ID", "Customer", "Amount"]]);
    for (row, format) in (1..).zip(formats) {
        deals.write_string(row, 0, format!("D{row}")).unwrap();
        deals.write_string(row, 1, "Acme").unwrap();
        let format = Format::new().set_num_format(*format);
        deals.write_number_with_format(row, 2, 2_500_000, &format).unwrap();
    }
    read("deals.xlsx", workbook(vec![deals]))
}

#[test]
fn case_59_a_currency_that_stands_only_in_the_number_format_is_read() {
    let records = formatted(&[
        "[$€-407] #,##0.00",
        "\"USD\" #,##0.00",
        "#,##0.00\\ \"€\"",
        "[$EUR] #,##0.00",
        "_([$$-409]* #,##0.00_);_([$$-409]* (#,##0.00);_([$$-409]* \"-\"??_);_(@_)",
        "[$£-809]#,##0.00",
        "[$$-1009]#,##0",
        "[$¥-411]#,##0",
        "[$¥-804]#,##0",
        "#,##0.0,,\"M\"",
        "#,##0.00",
        "General",
    ]);
    let currencies = ["EUR", "USD", "EUR", "EUR", "USD", "GBP", "CAD", "JPY", "CNY"];
    let known = currencies.map(|currency| format!("2500000 {currency}"));
    let amounts = amounts(&records);
    assert_eq!(amounts[..9], known);
    assert_eq!(amounts[9..], ["2500000", "2500000", "2500000"]);
}

#[test]
fn case_59_a_unit_that_stands_only_in_the_number_format_is_read_and_told() {
    let records = formatted(&["#,##0\" k€\"", "#,##0,\" k€\""]);
    assert_eq!(amounts(&records), ["2500000000 EUR", "2500000 EUR"]);
    let told: Vec<_> = records.set_aside.iter().map(|it| (it.problem, it.row)).collect();
    assert_eq!(told, [("repaired_amount", Some(2))]);
}

#[test]
fn case_59_aws_revenue_shown_in_euros_never_becomes_dollars() {
    let mut deals =
        sheet("Deals", &[&["Deal ID", "Customer", "AWS ARR"], &["D1", "Acme"], &["D2", "Beta"]]);
    let euros = Format::new().set_num_format("#,##0.00\\ [$€-407]");
    deals.write_number_with_format(1, 2, 96_000, &euros).unwrap();
    deals.write_number(2, 2, 96_000).unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    let arr: Vec<String> = records.crm.iter().map(|crm| money(crm.arr)).collect();
    assert_eq!(arr, ["96000 EUR", "96000 USD"]);
}

/// The yearly AWS revenue and the monthly one of a file with these cells.
fn recurring(arr: &str, mrr: &str) -> (Records, [String; 2]) {
    let text = format!("Deal ID,Customer,AWS ARR,AWS MRR\nD1,Acme,\"{arr}\",\"{mrr}\"\n");
    let records = read("deals.csv", text);
    let revenue = [money(records.crm[0].arr), money(records.crm[0].mrr)];
    (records, revenue)
}

#[test]
fn revenue_that_says_how_often_it_comes_is_read_by_its_column() {
    for (arr, mrr, expected) in [
        ("96.000,50 EUR p.a.", "8.000,00 €/Monat", ["96000.5 EUR", "8000 EUR"]),
        ("8k/month", "$96,000.00 per year", ["96000 USD", "8000 USD"]),
        ("8.000,50 EUR pro Monat", "", ["96006 EUR", ""]),
        ("96k USD ARR", "8k USD MRR", ["96000 USD", "8000 USD"]),
    ] {
        let (records, revenue) = recurring(arr, mrr);
        assert_eq!(revenue, expected, "{arr} and {mrr}");
        assert!(noted(&records).iter().all(|(_, problem, _)| *problem == "repaired_amount"));
    }
}

#[test]
fn an_amount_that_says_it_is_another_than_its_columns_is_none() {
    let (records, revenue) = recurring("96,000.00 USD TCV", "12 USD per user");
    assert_eq!(revenue, ["", ""]);
    let unreadable = (2, "unreadable_amount", "cell_ignored");
    assert_eq!(noted(&records), [unreadable, unreadable]);
    let records = worth(&["96.000,00 EUR p.a.", "500 EUR/server", "96.000,50 EUR netto"]);
    assert_eq!(amounts(&records), ["", "", "96000.5 EUR"]);
}

#[test]
fn case_60_a_currency_may_be_a_name() {
    let text = "Deal ID,Customer,Amount,Currency\nD1,Acme,5,US Dollar\nD2,Beta,6,Euro\n\
                D3,Gamma,7,Pound Sterling\nD4,Delta,8,Indian Rupee\nD5,Eta,9,Schweizer Franken\n";
    let records = read("deals.csv", text);
    assert_eq!(amounts(&records), ["5 USD", "6 EUR", "7 GBP", "8 INR", "9 CHF"]);
}

#[test]
fn case_61_amounts_of_a_billion_without_a_currency_are_suspected() {
    let rupiah: Vec<String> = (1..=12).map(|n| format!("{n}250000000")).collect();
    let rupiah: Vec<&str> = rupiah.iter().map(String::as_str).collect();
    let records = worth(&rupiah);
    assert_eq!(amounts(&records)[0], "1250000000");
    warning(&records, "amounts_look_local");
}
