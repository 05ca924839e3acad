//! Cases 1 to 19: encodings, and files that are not what their name says.

use std::io::Write;

use encoding_rs::{BIG5, Encoding, GBK, SHIFT_JIS};
use flate2::Compression;
use flate2::write::GzEncoder;
use mapaudit::ingest::Options;

use super::packing::{utf16be, utf16le, xlsx, zip};
use super::reading::{deals, noted, read, read_as, refused, report, warning, warnings};

const HEADER: &str = "Deal ID,Customer,Amount,Close Date\n";
const MUELLER: &str = "Deal ID,Customer,Amount,Close Date\nD1,Müller GmbH,1080000.50,2026-03-31\n";
const MUELLER_READ: [&str; 1] = ["D1 | Müller GmbH | 1080000.5 | 2026-03-31"];

#[test]
fn case_01_a_byte_order_mark_is_no_part_of_the_first_header() {
    let records = read("deals.csv", [b"\xef\xbb\xbf", MUELLER.as_bytes()].concat());
    assert_eq!(deals(&records), MUELLER_READ);
    assert_eq!(report(&records).encoding.as_deref(), Some("utf-8"));
    assert_eq!(report(&records).unmapped_headers, [""; 0]);
}

#[test]
fn case_02_unicode_text_of_excel_is_utf16_with_tabs() {
    let text = format!("\u{feff}{}", MUELLER.replace(',', "\t").replace('\n', "\r\n"));
    let records = read("deals.csv", utf16le(&text));
    assert_eq!(deals(&records), MUELLER_READ);
    let report = report(&records);
    assert_eq!((report.encoding.as_deref(), report.delimiter), (Some("utf-16le"), Some('\t')));
}

#[test]
fn case_03_utf16_without_a_mark_is_known_by_its_nuls() {
    for (bytes, encoding) in [(utf16le(MUELLER), "utf-16le"), (utf16be(MUELLER), "utf-16be")] {
        let records = read("deals.csv", bytes);
        assert_eq!(deals(&records), MUELLER_READ);
        assert_eq!(report(&records).encoding.as_deref(), Some(encoding));
    }
}

#[test]
fn case_04_windows_1252_loses_no_customer_with_an_accent() {
    let rows: &[u8] = b"D1,M\xfcller \x96 S\xfcd,100,2026-03-31\nD2,Acme,200,2026-04-30\n\
                        D3,Prix en \x80,300,2026-05-31\n";
    let records = read("deals.csv", [HEADER.as_bytes(), rows].concat());
    assert_eq!(
        deals(&records),
        [
            "D1 | Müller – Süd | 100 | 2026-03-31",
            "D2 | Acme | 200 | 2026-04-30",
            "D3 | Prix en € | 300 | 2026-05-31",
        ]
    );
    let message = &warning(&records, "encoding_guessed").message;
    assert!(message.contains("windows-1252") && message.contains("--encoding"), "{message}");
}

#[test]
fn case_05_a_windows_1252_line_appended_to_a_utf8_file_is_named_by_its_row() {
    let appended = b"D2,Caf\xe9 Noir,200,2026-04-30\n";
    let records = read("deals.csv", [MUELLER.as_bytes(), appended].concat());
    assert_eq!(
        deals(&records),
        ["D1 | Müller GmbH | 1080000.5 | 2026-03-31", "D2 | Café Noir | 200 | 2026-04-30"]
    );
    let warning = warning(&records, "encoding_guessed");
    assert!(warning.row == Some(3) || warning.message.contains('3'), "{warning:?}");
}

#[test]
fn case_06_asian_encodings_of_salesforce_are_recognised_and_named() {
    let japanese = "商談ID,商談名,取引先名,金額,完了予定日\n\
                    D1,基幹システム移行,株式会社アマゾン商事,30000,2026-03-31\n\
                    D2,データセンター撤退,東京海上システムズ,45000,2026-04-30\n";
    let chinese = "Deal ID,Deal Name,Customer,Amount,Close Date\n\
                   D1,数据中心迁移上云项目,北京东方科技有限公司,30000,2026-03-31\n\
                   D2,核心数据库迁移,上海浦东发展银行,45000,2026-04-30\n";
    let taiwanese = "Deal ID,Deal Name,Customer,Amount,Close Date\n\
                     D1,資料中心搬遷上雲專案,台灣積體電路製造股份有限公司,30000,2026-03-31\n\
                     D2,資料庫移轉專案,國泰世華商業銀行,45000,2026-04-30\n";
    for (text, encoding, customer) in [
        (japanese, SHIFT_JIS, "株式会社アマゾン商事"),
        (chinese, GBK, "北京东方科技有限公司"),
        (taiwanese, BIG5, "台灣積體電路製造股份有限公司"),
    ] {
        let (bytes, _, _) = encoding.encode(text);
        let expected = format!("D1 | {customer} | 30000 | 2026-03-31");
        let records = read("deals.csv", &bytes);
        assert_eq!(deals(&records)[0], expected, "{}", encoding.name());
        let named = report(&records).encoding.as_deref().and_then(of_name);
        // GB18030 holds all of GBK.
        assert!(named == Some(encoding) || named.is_some_and(|e| e.name() == "gb18030"));
        warning(&records, "encoding_guessed");

        let stated = Options { encoding: Some(encoding.name().into()), ..Options::default() };
        let records = read_as("deals.csv", &bytes, &stated);
        assert_eq!(deals(&records)[0], expected);
        assert!(!warnings(&records).contains(&"encoding_guessed"), "it was stated");
    }
}

fn of_name(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.as_bytes())
}

#[test]
fn case_07_mojibake_in_the_data_is_a_warning_with_its_row() {
    let text = format!("{HEADER}D1,Acme,1,2026-03-31\nD2,MÃ¼ller GmbH,2,2026-03-31\n");
    let records = read("deals.csv", text);
    let warning = warning(&records, "mojibake");
    assert!(warning.row == Some(3) || warning.message.contains("row 3"), "{warning:?}");
}

#[test]
fn case_07_letters_that_only_look_like_mojibake_are_none() {
    let text = format!("{HEADER}D1,São Paulo Ã Água,1,2026-03-31\nD2,GIFÃ SA,2,2026-03-31\n");
    assert!(!warnings(&read("deals.csv", text)).contains(&"mojibake"));
}

#[test]
fn case_08_gzip_is_unpacked_whatever_its_name() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(MUELLER.as_bytes()).unwrap();
    let bytes = gzip.finish().unwrap();
    for name in ["deals.csv", "deals.csv.gz"] {
        assert_eq!(deals(&read(name, &bytes)), MUELLER_READ);
    }
}

const ROWS: &[&[&str]] = &[
    &["Deal ID", "Customer", "Amount", "Close Date"],
    &["D1", "Müller GmbH", "1080000.50", "2026-03-31"],
];

#[test]
fn case_09_a_workbook_named_csv_is_read_as_a_workbook() {
    let records = read("deals.csv", xlsx(ROWS));
    assert_eq!(deals(&records), MUELLER_READ);
    assert_eq!(report(&records).container, "xlsx");
}

#[test]
fn case_10_a_new_workbook_named_xls_is_read_as_what_it_is() {
    let records = read("deals.xls", xlsx(ROWS));
    assert_eq!((deals(&records), report(&records).container), (deals_read(), "xlsx"));
}

fn deals_read() -> Vec<String> {
    MUELLER_READ.map(str::to_owned).to_vec()
}

#[test]
fn case_11_text_named_as_a_workbook_is_read_as_text() {
    let tabs = format!("\u{feff}{}", MUELLER.replace(',', "\t"));
    for (name, bytes) in [
        ("deals.xlsx", MUELLER.as_bytes().to_vec()),
        ("deals.xls", MUELLER.replace(',', "\t").into_bytes()),
        ("report1646659776237.xls", utf16le(&tabs)),
    ] {
        let records = read(name, bytes);
        assert_eq!((deals(&records), report(&records).container), (deals_read(), "csv"), "{name}");
    }
}

#[test]
fn case_12_a_web_page_named_xls_is_refused_with_the_way_out() {
    let page = "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\
                </head><body><table border=\"1\"><tr><th>Opportunity ID</th><th>Amount</th></tr>\
                <tr><td>006A</td><td>100</td></tr></table></body></html>";
    refused("report.xls", page).says("unsupported_format", &["HTML page", "Save As", ".xlsx"]);
}

#[test]
fn case_13_a_spreadsheet_of_excel_2003_in_xml_is_refused_with_the_way_out() {
    let xml = "<?xml version=\"1.0\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?>\r\n\
               <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet/></Workbook>";
    refused("report.xls", xml).says("unsupported_format", &["2003", "Save As", ".xlsx"]);
}

#[test]
fn case_14_a_workbook_with_a_password_is_refused_with_that_sentence() {
    let locked: &[u8] = include_bytes!("files/encrypted.xlsx");
    refused("deals.xlsx", locked).says("password_protected", &["password", "Excel", "save"]);
}

#[test]
fn case_14_so_is_an_opendocument_sheet_with_a_password() {
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:\
                    opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-path=\
                    \"content.xml\" manifest:media-type=\"text/xml\" manifest:size=\"6490\">\
                    <manifest:encryption-data manifest:checksum=\"x\"/></manifest:file-entry>\
                    </manifest:manifest>";
    let locked = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", b"\x8f\x1b\x02\xc3\x99\x00\x41"),
    ]);
    refused("deals.ods", locked).says("password_protected", &["password"]);
}

#[test]
fn case_15_a_cut_workbook_is_refused_and_not_half_read() {
    let whole = xlsx(ROWS);
    let refusal = refused("deals.xlsx", &whole[..whole.len() * 2 / 3]);
    refusal.says("damaged_file", &["export it again"]);
}

#[test]
fn case_15_a_quote_that_is_never_closed_is_named_by_the_line_where_it_opens() {
    let text = format!("{HEADER}D1,Acme,1,2026-03-31\nD2,\"Beta,2,2026-04-30\nD3,Gamma,3,2026-05");
    refused("deals.csv", text).says("unclosed_quote", &["line 3", "cut", "export it again"]);
}

#[test]
fn case_15_a_row_that_a_download_cut_short_is_set_aside() {
    let records = read("deals.csv", format!("{HEADER}D1,Acme,1,2026-03-31\nD2,Be"));
    assert_eq!(deals(&records), ["D1 | Acme | 1 | 2026-03-31"]);
    assert_eq!(noted(&records), [(3, "ragged_row", "row_set_aside")]);
}

#[test]
fn case_16_files_without_content_are_empty() {
    for bytes in [&b""[..], b"\xef\xbb\xbf", b"\r\n\r\n  \r\n", b"\xff\xfe"] {
        refused("deals.csv", bytes).says("empty_file", &["empty", "Export it again"]);
    }
}

#[test]
fn case_16_a_header_alone_is_no_export_without_missed_funding() {
    refused("deals.csv", HEADER).says("no_data_rows", &["no data rows", "row 1", "filters"]);
}

const CONTACTS: &[u8] = b"\"Id\",\"LastName\",\"Email\"\n\"003A\",\"Lee\",\"ana@acme.example\"\n";

#[test]
fn case_17_the_parts_of_a_zip_that_are_exports_are_read_and_the_others_named() {
    let one = format!("{HEADER}D1,Acme,1,2026-03-31\n");
    let two = format!("{HEADER}D2,Beta,2,2026-04-30\n");
    let files: [(&str, &[u8]); 3] = [
        ("Opportunity_1.csv", one.as_bytes()),
        ("Contact.csv", CONTACTS),
        ("Opportunity_2.csv", two.as_bytes()),
    ];
    let records = read("WE_00D5f000000AbCdEAK_1.ZIP", zip(&files));
    assert_eq!(deals(&records), ["D1 | Acme | 1 | 2026-03-31", "D2 | Beta | 2 | 2026-04-30"]);
    assert!(warning(&records, "parts_not_read").message.contains("Contact.csv"));
}

#[test]
fn case_17_a_zip_without_an_export_is_refused_with_the_names_in_it() {
    let refusal = refused("WE_1.ZIP", zip(&[("Contact.csv", CONTACTS), ("Case.csv", CONTACTS)]));
    assert!(format!("{refusal:?}").contains("Contact.csv"), "{refusal:?}");
    assert!(format!("{refusal:?}").contains("Case.csv"), "{refusal:?}");
}

#[test]
fn case_18_control_characters_do_not_reach_the_workbook_and_are_told() {
    let records = read("deals.csv", format!("{HEADER}D1,Ac\0me\x07,1,2026-03-31\n"));
    assert_eq!(deals(&records), ["D1 | Acme | 1 | 2026-03-31"]);
    assert_eq!(warning(&records, "control_characters").row, Some(2));
}

#[test]
fn case_19_what_nobody_sees_in_a_name_is_no_part_of_it() {
    let name = "\u{feff}Acme\u{a0}Cloud\u{200b} Ltd\u{2028}West\u{b}\u{c}";
    let records = read("deals.csv", format!("{HEADER}D1,{name},1,2026-03-31\n"));
    assert_eq!(deals(&records), ["D1 | Acme Cloud Ltd West | 1 | 2026-03-31"]);
}
