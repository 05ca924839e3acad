//! Whatever a deal is called in whatever script, it comes out of every form of file as it went in.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};

use chrono::{Days, NaiveDate};
use encoding_rs::WINDOWS_1252;
use mapaudit::domain::Decimal;
use mapaudit::ingest::{self, Options};
use mapaudit::normalise::{self, Settings};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A deal as it goes into a file and as it comes out.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Deal {
    id: String,
    name: String,
    customer: String,
    description: Option<String>,
    amount: Decimal,
    currency: &'static str,
    close: NaiveDate,
}

const HEADERS: [&str; 7] =
    ["Deal ID", "Deal Name", "Customer", "Description", "Amount", "Currency", "Close Date"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn deals_come_out_of_text_files_as_they_went_in(deals in deals()) {
        for (delimiter, decimal_mark) in [(b',', '.'), (b';', ','), (b'\t', '.'), (b'\t', ',')] {
            let text = delimited(&deals, delimiter, decimal_mark);
            let marked = format!("\u{feff}{text}");
            for (form, bytes) in [
                ("UTF-8", text.clone().into_bytes()),
                ("UTF-8 with mark", marked.clone().into_bytes()),
                ("UTF-16LE", marked.encode_utf16().flat_map(u16::to_le_bytes).collect()),
                ("UTF-16BE", marked.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            ] {
                prop_assert_eq!(&read("deals.csv", &bytes, None), &deals, "{}", form);
            }
            let (bytes, _, has_losses) = WINDOWS_1252.encode(&text);
            if !has_losses {
                prop_assert_eq!(&read("deals.csv", &bytes, Some("windows-1252")), &deals);
            }
        }
    }

    #[test]
    fn western_deals_come_out_of_windows_1252_without_being_told(deals in deals_of(WESTERN)) {
        let text = delimited(&deals, b';', ',');
        let (bytes, _, has_losses) = WINDOWS_1252.encode(&text);
        prop_assert!(!has_losses);
        prop_assert_eq!(&read("deals.csv", &bytes, None), &deals);
    }

    #[test]
    fn deals_come_out_of_workbooks_as_they_went_in(deals in deals()) {
        prop_assert_eq!(&read("typed.xlsx", &xlsx(&deals, true), None), &deals);
        prop_assert_eq!(&read("text.xlsx", &xlsx(&deals, false), None), &deals);
    }

    #[test]
    fn deals_come_out_of_opendocument_sheets_as_they_went_in(deals in deals()) {
        prop_assert_eq!(&read("deals.ods", &ods(&deals), None), &deals);
    }

    #[cfg(feature = "parquet")]
    #[test]
    fn deals_come_out_of_parquet_as_they_went_in(deals in deals()) {
        prop_assert_eq!(&read("deals.parquet", &parquet(&deals).unwrap(), None), &deals);
    }
}

/// Words of many scripts, with what makes trouble in files: quotes, delimiters, markup, right-to-left
/// letters, letters beyond 16 bits.
const WORDS: &[&str] = &[
    "Müller",
    "L’Oréal",
    "Łódź",
    "São",
    "İstanbul",
    "Ἀθῆναι",
    "Москва",
    "株式会社",
    "北京",
    "한국전력",
    "חברה",
    "شركة",
    "บริษัท",
    "टाटा",
    "🚀",
    "\"Cloud\"",
    "5\" rack",
    "<b>AT&T</b>",
    "a,b",
    "c;d",
    "=1+1",
    "+44",
    "@acme",
    "50%",
    "O'Neil",
    "C:\\x\\",
    "#1",
    "1.234,50",
    "{x}",
    "[y]",
];

/// Words that windows-1252 holds.
const WESTERN: &[&str] = &[
    "Müller",
    "Société",
    "Générale",
    "España",
    "Ação",
    "Straße",
    "Århus",
    "Zürich",
    "Groß",
    "Crème",
    "a,b",
    "O'Neil",
    "GmbH",
    "Grundstücke",
    "Málaga",
];

fn deals() -> impl Strategy<Value = Vec<Deal>> {
    deals_of(WORDS)
}

fn deals_of(words: &'static [&'static str]) -> impl Strategy<Value = Vec<Deal>> {
    proptest::collection::vec(deal(words), 1..12).prop_map(|mut deals| {
        // No two deals have one id.
        for (number, deal) in (1..).zip(&mut deals) {
            write!(deal.id, "{number:03}").unwrap();
        }
        deals
    })
}

fn deal(words: &'static [&'static str]) -> impl Strategy<Value = Deal> {
    let id =
        prop_oneof!["00[0-9]{3}", "0065f00000[A-Za-z]{2}", "[A-Za-z]{3}-", "[0-9]{1,2}E00[0-9]{3}"];
    let description = proptest::option::of(proptest::collection::vec(phrase(words), 1..4))
        .prop_map(|lines| lines.map(|lines| lines.join("\n")));
    let amount = (1_i64..200_000_000_000).prop_map(|cents| Decimal::new(cents, 2).normalize());
    let currency = proptest::sample::select(vec!["EUR", "USD", "JPY", "BRL"]);
    let first = NaiveDate::from_ymd_opt(2001, 1, 1).unwrap();
    let close = (0_u64..25_000).prop_map(move |days| first + Days::new(days));
    (id, phrase(words), phrase(words), description, amount, currency, close).prop_map(
        |(id, name, customer, description, amount, currency, close)| Deal {
            id,
            name,
            customer,
            description,
            amount,
            currency,
            close,
        },
    )
}

/// A text that begins with a letter, so that it is no formula and no footer.
fn phrase(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(words), 1..4)
        .prop_map(|words| format!("Kunde {}", words.join(" ")))
}

impl Deal {
    /// The cells under [`HEADERS`], as text.
    fn cells(&self, decimal_mark: char) -> [String; 7] {
        [
            self.id.clone(),
            self.name.clone(),
            self.customer.clone(),
            self.description.clone().unwrap_or_default(),
            format!("{:.2}", self.amount).replace('.', &decimal_mark.to_string()),
            self.currency.to_owned(),
            self.close.to_string(),
        ]
    }
}

fn delimited(deals: &[Deal], delimiter: u8, decimal_mark: char) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(HEADERS).unwrap();
    for deal in deals {
        writer.write_record(deal.cells(decimal_mark)).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// A workbook whose amounts and dates are numbers with a format, or text as typed.
fn xlsx(deals: &[Deal], is_typed: bool) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, HEADERS).unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (row, deal) in (1..).zip(deals) {
        sheet.write_row(row, 0, deal.cells('.')).unwrap();
        if is_typed {
            let amount: f64 = deal.amount.to_string().parse().unwrap();
            sheet.write_number(row, 4, amount).unwrap();
            let close = ExcelDateTime::parse_from_str(&deal.close.to_string()).unwrap();
            sheet.write_datetime_with_format(row, 6, close, &day).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A sheet as LibreOffice writes it.
fn ods(deals: &[Deal]) -> Vec<u8> {
    let mut rows = String::new();
    let mut add = |cells: &[String]| {
        let cells = cells.join("<table:table-cell ");
        write!(rows, "<table:table-row><table:table-cell {cells}</table:table-row>").unwrap();
    };
    let text = |text: &str| {
        let lines = escaped(text).replace('\n', "</text:p><text:p>");
        format!("office:value-type=\"string\"><text:p>{lines}</text:p></table:table-cell>")
    };
    add(&HEADERS.map(text));
    for deal in deals {
        let mut cells = deal.cells('.').map(|cell| text(&cell));
        if deal.description.is_none() {
            cells[3].replace_range(.., "/>");
        }
        cells[4] = format!("office:value-type=\"float\" office:value=\"{}\"/>", deal.amount);
        cells[6] = format!("office:value-type=\"date\" office:date-value=\"{}\"/>", deal.close);
        add(&cells);
    }
    let namespace =
        |name: &str| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\"");
    let namespaces = ["office", "table", "text"].map(namespace).join(" ");
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content {namespaces} \
         office:version=\"1.3\"><office:body><office:spreadsheet><table:table table:name=\"Deals\">{rows}\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\
                    \"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        ("META-INF/manifest.xml", manifest),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A copy in a data lake: amounts are decimals, days are dates, blank is null.
#[cfg(feature = "parquet")]
fn parquet(deals: &[Deal]) -> parquet::errors::Result<Vec<u8>> {
    use parquet::data_type::{ByteArrayType, Int32Type, Int64Type};
    use parquet::file::writer::SerializedFileWriter;

    let schema = "message deals { OPTIONAL BYTE_ARRAY deal_id (UTF8); OPTIONAL BYTE_ARRAY deal_name (UTF8); \
                  OPTIONAL BYTE_ARRAY customer (UTF8); OPTIONAL BYTE_ARRAY description (UTF8); OPTIONAL INT64 amount \
                  (DECIMAL(18, 2)); OPTIONAL BYTE_ARRAY currency (UTF8); OPTIONAL INT32 close_date (DATE); }";
    let schema = parquet::schema::parser::parse_message_type(schema)?;
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema.into(), std::sync::Arc::default())?;
    let mut group = writer.next_row_group()?;
    for (place, header) in HEADERS.into_iter().enumerate() {
        let mut column = group.next_column()?.unwrap();
        let cells: Vec<_> = deals.iter().map(|deal| deal.cells('.')[place].clone()).collect();
        let filled: Vec<_> = cells.iter().filter(|cell| !cell.is_empty()).collect();
        let is_filled: Vec<_> = cells.iter().map(|cell| i16::from(!cell.is_empty())).collect();
        match header {
            "Amount" => {
                let cents: Vec<i64> =
                    filled.iter().map(|cell| cell.replace('.', "").parse().unwrap()).collect();
                column.typed::<Int64Type>().write_batch(&cents, Some(&is_filled), None)?;
            }
            "Close Date" => {
                let days: Vec<i32> = deals.iter().map(|deal| deal.close.to_epoch_days()).collect();
                column.typed::<Int32Type>().write_batch(&days, Some(&is_filled), None)?;
            }
            _ => {
                let texts: Vec<_> = filled.iter().map(|cell| cell.as_str().into()).collect();
                column.typed::<ByteArrayType>().write_batch(&texts, Some(&is_filled), None)?;
            }
        }
        column.close()?;
    }
    group.close()?;
    writer.into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The deals of a file, read as the program reads them. None may be set aside.
fn read(name: &str, bytes: &[u8], encoding: Option<&str>) -> Vec<Deal> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let options = Options { encoding: encoding.map(str::to_owned), ..Options::default() };
    let tables = ingest::read(&path, &options).unwrap();
    let records = normalise::records(tables, &Settings::default()).unwrap();
    assert!(records.set_aside.is_empty(), "{:?}", records.set_aside);
    let currencies = ["EUR", "USD", "JPY", "BRL"];
    records
        .crm
        .iter()
        .map(|crm| {
            let amount = crm.amount.unwrap();
            let currency = amount.currency.unwrap();
            Deal {
                id: crm.id.as_str().to_owned(),
                name: crm.name.clone().unwrap().into(),
                customer: crm.customer.clone().unwrap().into(),
                description: crm.description.clone().map(Into::into),
                amount: amount.amount.normalize(),
                currency: currencies.into_iter().find(|code| *code == currency.as_str()).unwrap(),
                close: crm.close_date.unwrap(),
            }
        })
        .collect()
}
