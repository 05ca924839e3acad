//! Revenue, and what is asked of AWS, adds up to the cent, deal by deal and outcome by outcome, wherever it is shown.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_decimal::Decimal;
use serde_json::Value;

/// Rates that leave fractions of cents, and none for pounds.
const CONFIG: &str = "[usd_rates]\nEUR = 1.0837\nSEK = 0.09313\nJPY = 0.006717\n";

const CURRENCIES: [&str; 5] = ["USD", "EUR", "SEK", "JPY", "GBP"];

const DEALS: usize = 120;

/// Deals whose revenue has cents that no binary fraction holds, in five currencies, every second with monthly revenue
/// in ACE besides, and of every outcome: started or ahead, applied for, approved, expired or neither, of known and of
/// unknown size. Most requests state what they ask for, in the same currencies.
fn write_exports(folder: &Path) {
    let mut crm = "Opportunity ID,Opportunity Name,Account Name,Stage,Close Date,Project Start Date,Server Count,\
                   ACE Opportunity ID,AWS ARR\n"
        .to_owned();
    let mut ace = "Opportunity id,Customer Company Name,Partner Project Title,Stage,Status,Target Close Date,\
                   Estimated AWS Monthly Recurring Revenue,APN Programs,Use Case\n"
        .to_owned();
    let mut funding =
        "Fund Request ID,Opportunity ID,Program,Stage,Status,Submitted Date,Requested Amount\n"
            .to_owned();
    for n in 1..=DEALS {
        let currency = CURRENCIES[n % CURRENCIES.len()];
        let (whole, cents) = (10_000 + n * 7_919 % 90_000, n * 37 % 100);
        let start = if n % 3 == 0 { "2026-08-01" } else { "2027-03-01" };
        let servers = if n % 11 == 0 { "" } else { "120" };
        let (ace_id, name) =
            (5_000_000 + n, if n % 11 == 0 { "Cloud migration" } else { "Data center exit" });
        writeln!(
            crm,
            "0065f00000{n:05},{name},Customer number {n},Negotiation/Review,2026-12-20,{start},{servers},O{ace_id},\
             {currency} {whole}.{cents:02}"
        )
        .unwrap();
        let mrr = if n % 2 == 0 {
            format!("{}.{:02}", 700 + n * 13, n * 61 % 100)
        } else {
            String::new()
        };
        writeln!(
            ace,
            "O{ace_id},Customer number {n},{name},Technical Validation,Approved,2026-12-20,{mrr},\
             Migration Acceleration Program,Migration / Database Migration"
        )
        .unwrap();
        let stage = match n % 4 {
            0 => "Business Approval,Pending",
            1 => "Cash Claim,Active",
            3 if n % 3 == 0 => "Cash Claim,Expired",
            _ => continue,
        };
        let amount = match n % 7 {
            0 => String::new(),
            _ => format!("{currency} {}.{:02}", 900 + n * 211 % 9_000, n * 43 % 100),
        };
        writeln!(funding, "FR-{n},O{ace_id},MAP,{stage},2026-07-01,{amount}").unwrap();
    }
    for (name, content) in [
        ("crm.csv", &*crm),
        ("ace.csv", &*ace),
        ("funding.csv", &*funding),
        ("mapaudit.toml", CONFIG),
    ] {
        fs::write(folder.join(name), content).unwrap();
    }
}

fn audit(folder: &Path, format: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_mapaudit"))
        .current_dir(folder)
        .args(["audit", "crm.csv", "ace.csv", "funding.csv", "--as-of", "2026-10-01"])
        .args(["--tables", "tables", "--force", "--format", format])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A figure by outcome, and the sum of all.
type Totals = (BTreeMap<String, Decimal>, Decimal);

fn of_json(totals: &Value, key: &str) -> Totals {
    let figure = |tally: &Value| match &tally[key] {
        Value::Null => Decimal::ZERO,
        figure => figure.to_string().parse::<Decimal>().unwrap(),
    };
    let by_capture = totals["capture"].as_object().unwrap();
    let by_capture = by_capture.iter().map(|(capture, tally)| (capture.clone(), figure(tally)));
    (by_capture.filter(|(_, sum)| !sum.is_zero()).collect(), figure(&totals["deals"]))
}

fn of_table(folder: &Path, column: &str) -> Totals {
    let mut by_capture = BTreeMap::<String, Decimal>::new();
    let mut table = csv::Reader::from_path(folder.join("tables/deals.csv")).unwrap();
    for row in table.deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        if !row[column].is_empty() {
            *by_capture.entry(row["capture"].clone()).or_default() +=
                row[column].parse::<Decimal>().unwrap();
        }
    }
    let total = by_capture.values().sum();
    (by_capture, total)
}

/// The same of the sheet Deals: a number of a workbook is a float, but one of so few digits that its cents are certain.
fn of_workbook(folder: &Path, header: &str) -> Totals {
    let mut book: Xlsx<_> = open_workbook(folder.join("findings.xlsx")).unwrap();
    let sheet = book.worksheet_range("Deals").unwrap();
    let mut rows = sheet.rows();
    let headers = rows.next().unwrap();
    let column = |name: &str| headers.iter().position(|cell| *cell == name).unwrap();
    let (figure, outcome) = (column(header), column("Outcome"));
    let mut by_capture = BTreeMap::<String, Decimal>::new();
    for row in rows {
        if let Data::Float(dollars) = row[figure] {
            let name = row[outcome].to_string().to_lowercase().replace(' ', "_");
            *by_capture.entry(name).or_default() +=
                format!("{dollars:.2}").parse::<Decimal>().unwrap();
        }
    }
    let total = by_capture.values().sum();
    (by_capture, total)
}

#[test]
fn figures_of_all_outcomes_are_the_portfolios_to_the_cent_in_tables_workbook_and_terminal() {
    let folder = tempfile::tempdir().unwrap();
    write_exports(folder.path());
    let told: Value = serde_json::from_str(&audit(folder.path(), "json")).unwrap();
    let text = audit(folder.path(), "text").replace(',', "");
    let run = fs::read_to_string(folder.path().join("tables/run.json")).unwrap();
    let run: Value = serde_json::from_str(&run).unwrap();
    for (key, header, word, outcomes) in
        [("arr_usd", "AWS ARR", "ARR", 5), ("requested_usd", "Requested (USD)", "requested", 3)]
    {
        let (by_capture, total) = of_json(&told["totals"], key);
        assert!(by_capture.len() >= outcomes, "several outcomes have {word}: {by_capture:?}");
        assert_eq!(by_capture.values().sum::<Decimal>(), total);
        let total_text = total.to_string();
        assert!(total.scale() == 2 && !total_text.ends_with('0'), "{total} has cents");

        let all = (by_capture, total);
        assert_eq!(of_json(&run["totals"], key), all, "run.json, {key}");
        assert_eq!(of_table(folder.path(), key), all, "deals.csv, {key}");
        assert_eq!(of_workbook(folder.path(), header), all, "the sheet Deals, {header}");
        for (capture, sum) in all.0.iter().filter(|_| key == "arr_usd") {
            let amount = format!("USD {} {word}", sum.round());
            assert!(text.contains(&amount), "{capture}: {amount} in\n{text}");
        }
    }
    for (key, header, word) in [
        ("requested_undecided_usd", "Requested undecided (USD)", "undecided"),
        ("requested_granted_usd", "Requested granted (USD)", "approved or claimed"),
    ] {
        let sum: Decimal = told["totals"][key].to_string().parse().unwrap();
        assert_eq!(run["totals"][key], told["totals"][key], "run.json, {key}");
        assert_eq!(of_workbook(folder.path(), header).1, sum, "the sheet Deals, {header}");
        let amount = format!("USD {} {word}", sum.round());
        assert!(text.contains(&amount), "{amount} in\n{text}");
    }
    let pounds = told["totals"]["requested_without_rate"]["GBP"].to_string();
    let amount = format!("GBP {pounds} without a rate");
    assert!(pounds.contains('.') && text.contains(&amount), "{amount} in\n{text}");
}
