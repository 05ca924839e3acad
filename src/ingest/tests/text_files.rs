//! Encodings, delimiters, lines and cells of text files.

use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::*;
use crate::domain::{DateOrder, Role};
use crate::ingest::container::byte_source::tests::gzip;
use crate::ingest::tell_of_absent_headers;

#[test]
fn a_plain_csv_becomes_a_table_with_its_report() {
    let table = read_text(
        "Opportunity ID,Opportunity Name,Account Name,Stage,Mood,AWS ARR (EUR)\r\n0065f00000AbCdE,\"Lift, shift\",Müller,Won,happy,9000\r\n",
    );
    assert_eq!(texts(&table, Field::DealName), ["Lift, shift"]);
    assert_eq!(table.rows, [2]);
    let report = &table.report;
    assert_eq!((report.role, report.profile.as_str()), (Role::Crm, "salesforce-report"));
    assert_eq!((report.container, report.delimiter, report.header_row), ("csv", Some(','), 1));
    assert_eq!(report.encoding.as_deref(), Some("utf-8"));
    assert_eq!(report.columns[&Field::Arr], "AWS ARR (EUR)");
    assert_eq!(report.unmapped_headers, ["Mood"]);
    assert!(report.warnings.is_empty() && table.set_aside.is_empty());
    assert!(
        table.source.carries.contains(Field::Arr) && !table.source.carries.contains(Field::Mrr)
    );
    assert_eq!(table.source.file, report.path);
}

#[test]
fn the_fingerprint_is_that_of_the_bytes() {
    let table = read_text("Deal ID,Customer\n1,Acme\n");
    let expected = "32dd8110f92cd4240132fcc245e300aceec2e7656c14a85908dc65e3e26aac4b";
    assert_eq!(table.report.sha256, expected);
}

#[test]
fn utf16_with_tabs_is_read_and_named() {
    let text = "\u{feff}Deal ID\tCustomer\r\n1\tMüller\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let table = read_bytes(&bytes, &Options::default()).unwrap();
    assert_eq!(texts(&table, Field::Customer), ["Müller"]);
    assert_eq!(table.report.encoding.as_deref(), Some("utf-16le"));
    assert_eq!(table.report.delimiter, Some('\t'));
}

#[test]
fn windows_1252_is_read_with_a_warning() {
    let table = read_bytes(b"Deal ID;Customer\n1;M\xFCller\n", &Options::default()).unwrap();
    assert_eq!(texts(&table, Field::Customer), ["Müller"]);
    assert!(warning(&table, "encoding_guessed").unwrap().message.contains("--encoding"));
    let stated = Options { encoding: Some("latin1".into()), ..Options::default() };
    let table = read_bytes(b"Deal ID;Customer\n1;M\xFCller\n", &stated).unwrap();
    assert_eq!(texts(&table, Field::Customer), ["Müller"]);
    assert!(warning(&table, "encoding_guessed").is_none());
}

#[test]
fn lines_that_are_not_utf8_are_named_in_a_warning() {
    let file = b"Deal ID,Customer\n1,S\xC3\xBCd\n2,M\xFCller\n3,Acme\n";
    let table = read_bytes(file, &Options::default()).unwrap();
    assert_eq!(texts(&table, Field::Customer), ["Süd", "Müller", "Acme"]);
    assert_eq!(table.report.encoding.as_deref(), Some("utf-8 and windows-1252"));
    let warning = warning(&table, "encoding_guessed").unwrap();
    assert!(warning.message.contains("1 of its lines") && warning.message.contains("line 3"));
    assert_eq!(warning.row, Some(3));
}

#[test]
fn a_file_that_does_not_go_on_as_it_begins_is_read_by_all_of_it() {
    let ascii = "Deal ID,Customer\n".to_owned() + &"1,Acme\n".repeat(160_000);
    let utf8 = "2,Żabka\n".repeat(3);
    for (last, encoding, customer) in [
        (b"3,M\xfcller\n3,S\xfcd Energie\n3,K\xf6ln\n".as_slice(), "windows-1252", "Müller"),
        (b"3,\x1b$BElEDEE\x1b(B\n", "iso-2022-jp", "東田電"),
        ("3,Süd\u{1b}\n".as_bytes(), "utf-8", "Süd"),
    ] {
        let table = read_bytes(&[ascii.as_bytes(), last].concat(), &Options::default()).unwrap();
        assert_eq!(table.report.encoding.as_deref(), Some(encoding));
        assert_eq!(texts(&table, Field::Customer)[160_000], customer);
    }
    let glued = [ascii.as_bytes(), utf8.as_bytes(), b"3,M\xfcller\n"].concat();
    let table = read_bytes(&glued, &Options::default()).unwrap();
    assert_eq!(table.report.encoding.as_deref(), Some("utf-8 and windows-1252"));
}

#[test]
fn letters_broken_before_the_export_are_counted_in_a_warning() {
    let table = read_text("Deal ID,Customer\n1,Süd\n2,MÃ¼ller\n3,JÃ¤ger\n");
    assert_eq!(texts(&table, Field::Customer)[1], "MÃ¼ller");
    let warning = warning(&table, "mojibake").unwrap();
    assert!(warning.message.starts_with("Letters of 2 rows") && warning.row == Some(3));
}

#[test]
fn a_gzip_file_is_read_whatever_its_name() {
    let packed = gzip(b"Deal ID,Customer\n1,Acme\n");
    let table = read_bytes(&packed, &Options::default()).unwrap();
    assert_eq!(texts(&table, Field::Customer), ["Acme"]);
    assert_eq!(table.report.sha256, format!("{:x}", Sha256::digest(&packed)));
}

#[test]
fn quoted_commas_and_decimal_commas_do_not_pass_for_the_delimiter() {
    let table = read_text(
        "Deal ID;Deal Name;Amount\n1;\"Lift, shift, go\";1,5\n2;\"Move, and stay, put\";2,5\n3;\"a, b, c\";3,5\n",
    );
    assert_eq!(table.report.delimiter, Some(';'));
    assert_eq!(texts(&table, Field::Amount), ["1,5", "2,5", "3,5"]);
}

#[test]
fn a_line_that_states_the_delimiter_is_dropped_but_counted() {
    let table = read_text("sep=|\r\nDeal ID|Customer\r\n1|Acme, Inc; Ltd\r\n");
    assert_eq!((table.report.delimiter, table.report.header_row), (Some('|'), 2));
    assert_eq!(
        (texts(&table, Field::Customer), table.rows),
        (vec!["Acme, Inc; Ltd".to_owned()], vec![3])
    );
}

#[test]
fn blank_lines_and_quoted_line_breaks_leave_the_row_numbers_right() {
    let table = read_text("\r\n\r\nDeal ID,Customer\r\n1,\"a\r\nb\nc\"\r\n\r\n,\r\n2,x\r\n");
    assert_eq!((table.report.header_row, table.rows.as_slice()), (3, [4, 9].as_slice()));
    assert_eq!(texts(&table, Field::Customer), ["a\nb\nc", "x"]);
    assert_eq!(table.report.rows_read, 2);
}

#[test]
fn rows_of_the_wrong_width_are_set_aside_with_their_text() {
    let table =
        read_text("Deal ID,Customer,Amount\n1,Acme,1,234\n2,Beta,5,,\n3,Gamma\n4,Delta,7\n");
    assert_eq!(texts(&table, Field::DealId), ["2", "4"]);
    assert_eq!(problems(&table), [(2, "ragged_row"), (4, "ragged_row")]);
    assert_eq!(table.set_aside[0].value, "1 | Acme | 1 | 234");
    assert!(table.set_aside[0].message.contains("has 4 cells, the header 3"));
}

#[test]
fn columns_without_a_header_make_no_row_ragged() {
    let table = read_text("Deal ID,Customer,,\n1,Acme\n2,Beta,,a note\n3,Gamma,,,\n");
    assert_eq!(texts(&table, Field::Customer), ["Acme", "Beta", "Gamma"]);
    assert!(table.set_aside.is_empty() && table.report.unmapped_headers.is_empty());
}

#[test]
fn a_row_with_a_stray_quote_is_set_aside() {
    let table = read_text("Deal ID,Customer\n1,\"ACME \"Cloud\" exit\"\n2,5\" rack\n");
    assert_eq!(texts(&table, Field::Customer), ["5\" rack"]);
    assert_eq!(problems(&table), [(2, "stray_quote")]);
}

#[test]
fn a_cell_of_more_than_a_mebibyte_is_set_aside() {
    let table = read_text(&format!("Deal ID,Customer\n1,{}\n2,Acme\n", "x".repeat((1 << 20) + 1)));
    assert_eq!(problems(&table), [(2, "cell_too_long")]);
    assert!(table.set_aside[0].message.contains("column 2"));
    assert!(table.set_aside[0].value.len() < 300);
}

#[test]
fn ids_stay_text_whatever_they_look_like() {
    let table = read_text(
        "Deal ID,Customer,AWS Account ID\n006E00000123456,a,012345678901\n=\"0061E00001\",b,1\n",
    );
    assert_eq!(texts(&table, Field::DealId), ["006E00000123456", "0061E00001"]);
    assert_eq!(texts(&table, Field::AwsAccountId), ["012345678901", "1"]);
}

#[test]
fn the_same_header_twice_is_fine_only_while_the_values_agree() {
    let table = read_text("Deal ID,Customer,Amount,Amount\n1,a,5,5\n2,b,6,\n");
    assert_eq!(texts(&table, Field::Amount), ["5", "6"]);
    let error = refused(b"Deal ID,Customer,Amount,Amount\n1,a,5,5\n2,b,6,7\n");
    assert!(
        error
            .to_string()
            .ends_with("row 3: columns 3 and 4 are both headed `Amount` and differ in this row"),
        "{error}"
    );
}

#[test]
fn what_the_user_states_reaches_the_table() {
    let options = Options {
        role: Some(Role::Crm),
        date_order: Some(DateOrder::Dmy),
        header_maps: vec![
            ("Key".into(), Field::DealId),
            ("Firma".into(), Field::Customer),
            ("Gone".into(), Field::Stage),
        ],
        ..Options::default()
    };
    let table = read_bytes(b"KEY,Firma\n1,Acme\n", &options).unwrap();
    assert_eq!(texts(&table, Field::DealId), ["1"]);
    assert_eq!(table.stated_order, Some(DateOrder::Dmy));
    let [absent] = tell_of_absent_headers(&mut [table]).try_into().unwrap();
    assert!(
        absent.message.starts_with("--map \"Gone=stage\": no column of "),
        "{}",
        absent.message
    );
}

#[test]
fn ace_dates_keep_their_ambiguous_twins() {
    let table = read_text(
        "Opportunity id,Customer Company Name,Stage,Date Created,Created Date,Last Updated Date\nO1,Acme,Qualified,04/03/2026,\"Wed, 04 Mar 2026 09:00:00 GMT\",05/03/2026\n",
    );
    assert_eq!(table.report.role, Role::Ace);
    assert_eq!(texts(&table, Field::CreatedDate), ["Wed, 04 Mar 2026 09:00:00 GMT"]);
    assert_eq!(table.date_twins[0].field, Field::CreatedDate);
    assert_eq!(table.date_twins[0].cell(0).text, "04/03/2026");
    assert_eq!(texts(&table, Field::ModifiedDate), ["05/03/2026"]);
}

#[test]
fn the_twin_of_a_blank_column_of_dates_is_read_for_it() {
    let table = read_text(
        "Opportunity id,Customer Company Name,Stage,Date Created,Created Date\nO1,Acme,Qualified,04/03/2026,\n",
    );
    assert_eq!(texts(&table, Field::CreatedDate), ["04/03/2026"]);
    assert_eq!(table.report.columns[&Field::CreatedDate], "Date Created");
}

#[test]
fn a_date_order_in_the_header_is_kept() {
    let table = read_text("Deal ID,Customer,Close Date (dd/mm/yyyy)\n1,a,03/04/2026\n");
    assert_eq!(table.column(Field::CloseDate).unwrap().date_hint, Some(DateOrder::Dmy));
}

#[test]
fn a_fund_request_list_is_recognised() {
    let table = read_text(
        "Fund Request ID,ACE Opportunity ID,Program,Phase,Status,Requested Amount (USD),Project Start Date\nFR-1,O1234567,MAP,Assess,Active,5000,2026-12-01\n",
    );
    assert_eq!(table.report.role, Role::Funding);
    assert_eq!(texts(&table, Field::RequestedAmount), ["5000"]);
    assert!(table.report.unmapped_headers.is_empty());
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(rows in "([a,;\"\r\n\t\u{0}é=]{0,60}|Total|Subtotal,,5|\n\n){0,8}") {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"Deal ID,Customer,Amount\n").unwrap();
        file.write_all(rows.as_bytes()).unwrap();
        if let Ok(tables) = read(file.path(), &Options::default()) {
            let report = &tables[0].report;
            prop_assert_eq!(
                report.rows_read,
                report.rows_used + report.rows_set_aside + report.rows_ignored
            );
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        let error = read(file.path(), &Options::default()).err();
        prop_assert!(error.is_some_and(|error| !error.hint().is_empty()));
    }
}
