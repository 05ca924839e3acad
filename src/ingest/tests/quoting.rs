//! Quotes that are not as RFC 4180 has them.

use std::fmt::Write as _;

use super::*;

#[test]
fn quotes_behind_a_blank_are_quotes_if_every_row_then_fits() {
    let table = read_text(
        "Deal ID, \"Customer\", Amount\n1, \"Lift, shift\", 100\n2, \"Say \"\"go\"\"\", 200\n3, Acme, 300\n",
    );
    assert_eq!(texts(&table, Field::Customer), ["Lift, shift", "Say \"go\"", "Acme"]);
    assert_eq!(texts(&table, Field::Amount), ["100", "200", "300"]);
    assert!(table.set_aside.is_empty());
}

#[test]
fn quotes_behind_a_blank_that_do_not_fit_set_their_rows_aside() {
    let table = read_text("Deal ID,Customer,Amount\n1, \"Lift\" and shift,100\n2,Acme,200\n");
    assert_eq!(texts(&table, Field::Customer), ["Acme"]);
    assert_eq!(problems(&table), [(2, "stray_quote")]);
    assert!(table.set_aside[0].message.contains("begins with a blank and a quote"));
}

#[test]
fn quotes_behind_a_backslash_are_read_with_a_warning_wherever_they_first_come() {
    let mut text = String::from("Deal ID,Customer,Description\n");
    for number in 2..400 {
        let _ = writeln!(text, "{number},\"Acme\",\"C:\\temp\"");
    }
    text += "400,\"Acme\",\"say \\\"go\\\", \\\\ please\"\n401,\"5\\\"\",\"x\"\n";
    let table = read_text(&text);
    let descriptions = texts(&table, Field::Description);
    assert_eq!(descriptions[0], "C:\\temp");
    assert_eq!(descriptions[398], "say \"go\", \\ please");
    assert_eq!(texts(&table, Field::Customer)[399], "5\"");
    assert!(table.set_aside.is_empty() && warning(&table, "backslash_quotes").is_some());
}

#[test]
fn a_backslash_at_the_end_of_a_quoted_cell_is_text() {
    let table =
        read_text("Deal ID,Customer,Description\n1,\"Acme\",\"C:\\temp\\\"\n2,\"Be\"\"ta\",x\n");
    assert_eq!(texts(&table, Field::Description), ["C:\\temp\\", "x"]);
    assert!(warning(&table, "backslash_quotes").is_none());
}

#[test]
fn doubled_quotes_are_never_given_up_for_backslashes() {
    let table = read_text("Deal ID,Customer\n1,\"say \\\"go\\\"\"\n2,\"Be\"\"ta\"\n");
    assert_eq!(texts(&table, Field::Customer), ["Be\"ta"]);
    assert_eq!(problems(&table), [(2, "stray_quote")]);
}

#[test]
fn curly_quotes_round_a_delimiter_are_refused_with_their_line() {
    for file in [
        "Deal ID,Customer\n1,Acme\n2,“Lift, shift”\n",
        "Deal ID,Customer\n1,Acme\n2,„Lift, shift“\n",
    ] {
        let error = refused(file.as_bytes());
        assert_eq!(error.code(), "curly_quotes");
        assert!(error.to_string().contains("line 3: curly quotes"), "{error}");
    }
    let error = refused("“Deal ID”,“Customer”\n“1”,“Acme”\n".as_bytes());
    assert!(error.to_string().contains("line 1: curly quotes"), "{error}");
}

#[test]
fn curly_quotes_inside_a_cell_are_text() {
    let table = read_text("Deal ID,Customer,Description\n1,“Acme” Ltd,the “cloud”\n2,“Beta”,x\n");
    assert_eq!(texts(&table, Field::Customer), ["“Acme” Ltd", "“Beta”"]);
}

#[test]
fn a_cut_file_is_refused_though_a_backslash_stands_before_a_quote() {
    let error = refused(b"Deal ID,Customer\n1,\"say \\\"go\\\"\"\n2,\"Be");
    assert_eq!(error.code(), "unclosed_quote");
}
