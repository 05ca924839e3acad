//! How fast exports are read: `cargo bench --bench reading`.
//!
//! Writes an invented export of 1,000,000 × 25 as CSV and one of 200,000 × 25 as xlsx under
//! `target/tmp`, unless they are there, and reads each in a process of its own, so that the peak memory
//! is that of one reader. `cargo bench --bench reading -- MEASURE FILE` reads any file.

#![expect(clippy::print_stdout, reason = "a benchmark speaks to its reader")]

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use calamine::{Reader, Xlsx};
use mapaudit::ingest;
use rust_xlsxwriter::Workbook;

const CSV_ROWS: usize = 1_000_000;
const XLSX_ROWS: usize = 200_000;

#[cfg(all(unix, feature = "jemalloc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [measure, file] = arguments.as_slice() {
        return read_once(measure, Path::new(file));
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(folder).expect("a writable target folder");
    let csv = unless_there(folder.join("reading.csv"), write_csv);
    let xlsx = unless_there(folder.join("reading.xlsx"), write_xlsx);
    for (measure, file) in [("ingest", &csv), ("ingest", &xlsx), ("cells", &xlsx)] {
        let program = std::env::current_exe().expect("the benchmark's own path");
        let status = Command::new(program).arg(measure).arg(file).status().expect("a process");
        assert!(status.success(), "{measure}");
    }
}

fn unless_there(path: PathBuf, write: fn(&Path) -> io::Result<()>) -> PathBuf {
    if !path.exists() {
        write(&path).expect("a writable target folder");
    }
    path
}

/// Reads the file by `ingest::read`, or the bare cells by calamine, and prints what it cost.
fn read_once(measure: &str, file: &Path) {
    let megabytes = fs::metadata(file).expect("the file").len() / 1_000_000;
    let megabytes = f64::from(u32::try_from(megabytes).unwrap_or(u32::MAX));
    let start = Instant::now();
    let rows = match measure {
        "ingest" => {
            let tables = ingest::read(file, &ingest::Options::default()).expect("a sound export");
            tables[0].rows.len()
        }
        "cells" => count_cells(file),
        other => panic!("no measure is called {other}"),
    };
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{measure:>8} {:>14} {rows:>9} {seconds:>7.2} s {:>5.0} MB/s {:>7.2} s processor {:>5} MiB at most",
        file.file_name().unwrap_or_default().display(),
        megabytes / seconds,
        processor_seconds(),
        peak_memory() / 1024,
    );
}

fn count_cells(file: &Path) -> usize {
    let reader = BufReader::new(File::open(file).expect("the file"));
    let mut workbook: Xlsx<_> = Xlsx::new(reader).expect("a workbook");
    let sheet = workbook.sheet_names()[0].clone();
    let mut cells = workbook.worksheet_cells_reader(&sheet).expect("a sheet");
    let mut count = 0;
    while cells.next_cell().expect("a cell").is_some() {
        count += 1;
    }
    count
}

/// The time of all threads on the processor so far; 0 where the system does not tell. On a machine that
/// does other work beside, it says more than the clock.
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the program's name in brackets: the fields from the third on; user and system time are
    // the 14th and 15th, in hundredths of a second (proc(5)).
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory this process has held, in KiB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or(0)
}

/// The headers of a Salesforce export with half of its columns known to this program.
const HEADERS: [&str; 25] = [
    "Opportunity ID",
    "Opportunity Name",
    "Account Name",
    "Website",
    "Stage",
    "Amount",
    "Created Date",
    "Close Date",
    "Opportunity Owner",
    "Description",
    "Lead Source",
    "Type",
    "Region",
    "Segment",
    "Industry",
    "Next Step",
    "Competitor",
    "Fiscal Period",
    "Age",
    "Forecast Category",
    "Last Activity",
    "Territory",
    "Partner Manager",
    "Budget Confirmed",
    "Internal Notes",
];

const NOTE: &str = "Customer plans to leave the data center in Leeds by the end of next year.\nServers, databases and the \"old\" ERP move first; the rest follows in two waves, says the owner.\nNext call with procurement is open.";

/// The cells of a record, the same in every run.
fn record(number: usize) -> [String; 25] {
    let pick = |list: &[&str]| list[number % list.len()].to_owned();
    let day =
        |offset: usize| format!("2025-{:02}-{:02}", (number + offset) % 12 + 1, number % 28 + 1);
    let note = |every: usize| {
        if number.is_multiple_of(every) { NOTE.to_owned() } else { "short".to_owned() }
    };
    [
        format!("0065f{number:010}AAA"),
        format!("Data center exit, wave {}", number % 7),
        format!("Customer {} GmbH & Co. KG", number % 90_000),
        format!("https://www.customer{}.example.com", number % 90_000),
        pick(&["Qualification", "Proposal/Price Quote", "Closed Won", "Closed Lost"]),
        format!("{}.00", 1_000 + number % 500_000),
        day(0),
        day(3),
        pick(&["Ana Müller", "John Smith", "Chloé Durand", "Łukasz Nowak", "Jane Doe"]),
        note(1),
        pick(&["Partner Referral", "Web", "AWS Referral"]),
        pick(&["New Business", "Existing Business"]),
        pick(&["EMEA North", "EMEA South", "Americas"]),
        pick(&["Enterprise", "Mid-Market", "SMB"]),
        pick(&["Manufacturing", "Retail and Consumer Goods", "Financial Services"]),
        format!("Call again in week {}", number % 52 + 1),
        pick(&["", "Other cloud", "Stay on premises"]),
        format!("Q{}-2025", number % 4 + 1),
        (number % 400).to_string(),
        pick(&["Pipeline", "Best Case", "Commit", "Closed"]),
        day(5),
        format!("Territory {}", number % 60),
        pick(&["Sam Lee", "Priya Nair", ""]),
        pick(&["1", "0"]),
        note(3),
    ]
}

fn write_csv(path: &Path) -> io::Result<()> {
    let mut out = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(BufWriter::new(File::create(path)?));
    out.write_record(HEADERS)?;
    for number in 0..CSV_ROWS {
        out.write_record(record(number))?;
    }
    out.flush()
}

fn write_xlsx(path: &Path) -> io::Result<()> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(io::Error::other)?;
    for (column, header) in (0..).zip(HEADERS) {
        sheet.write_string(0, column, header).map_err(io::Error::other)?;
    }
    for (row, number) in (1..).zip(0..XLSX_ROWS) {
        for (column, text) in (0..).zip(record(number)) {
            sheet.write_string(row, column, text).map_err(io::Error::other)?;
        }
    }
    workbook.save(path).map_err(io::Error::other)
}
