//! The whole run, stage by stage, on invented exports: `cargo bench --bench whole_run -- 20000 5000`.
//!
//! The generator is seeded, so that two runs read the same bytes. Times are printed per stage with
//! their share; compare them only with others of the same machine and the same minute.

#![expect(clippy::print_stdout, reason = "a benchmark speaks to its reader")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use mapaudit::config::Config;
use mapaudit::domain::WorkbookProfile;
use mapaudit::history::Memory;
use mapaudit::inputs::Input;
use mapaudit::pipeline::{self, Scope, Stage};
use mapaudit::portfolio::{self, OutputTable, Portfolio, TableFormat};
use mapaudit::{ingest, report, rules};

#[cfg(all(unix, feature = "jemalloc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() {
    let mut sizes = std::env::args().filter_map(|argument| argument.parse::<usize>().ok());
    let deals = sizes.next().unwrap_or(20_000);
    let opportunities = sizes.next().unwrap_or(deals / 4);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (crm, ace) = exports(deals, opportunities);
    let inputs =
        [("crm.csv", crm), ("ace.csv", ace)].map(|(name, text)| input(folder.path(), name, &text));

    let as_of = NaiveDate::from_ymd_opt(2026, 10, 1).expect("a day");
    let marks = std::cell::RefCell::new(Vec::new());
    let mark = |name: &'static str| marks.borrow_mut().push((name, Instant::now(), peak_mib()));
    let scope = Scope { as_of, period: None };
    let (config, memory) = (Config::default(), Memory::default());
    let audit = pipeline::audit(&inputs, &config, memory, &scope, &|stage| mark(name(stage)))
        .expect("the generated exports are sound");
    mark("roll up");
    let portfolio = Portfolio::new(&audit);
    mark("tables");
    for table in OutputTable::ALL {
        let mut file = fs::File::create(folder.path().join(table.name())).expect("a file");
        portfolio::write_table(table, &audit, TableFormat::Csv, &mut file).expect("room on disk");
    }
    mark("workbook");
    let rules: Vec<_> = rules::all().collect();
    let workbook = report::workbook(&portfolio, &rules, WorkbookProfile::Full).expect("a workbook");
    mark("end");

    let marks = marks.into_inner();
    let whole = (marks[marks.len() - 1].1 - marks[0].1).as_secs_f64();
    println!(
        "{deals} deals × {opportunities} ACE opportunities, {} findings",
        audit.findings.len()
    );
    for pair in marks.windows(2) {
        let seconds = (pair[1].1 - pair[0].1).as_secs_f64();
        let (stage, share, peak) = (pair[0].0, 100.0 * seconds / whole, pair[1].2);
        println!("{stage:>10} {seconds:>8.2} s {share:>4.0} %, peak so far {peak} MiB");
    }
    println!("{:>10} {whole:>8.2} s, workbook {} KiB", "whole", workbook.len() / 1024);
}

/// The largest memory of the process so far, where the system says so (Linux).
fn peak_mib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|kib| kib.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "read",
        Stage::Linking => "link",
        Stage::Screening => "screen",
        Stage::Judging => "judge",
        Stage::Writing => "write",
    }
}

fn input(folder: &Path, name: &str, text: &str) -> Input {
    let path = folder.join(name);
    fs::write(&path, text).expect("a writable folder");
    Input { path, options: ingest::Options::default() }
}

/// A small linear congruential generator (Knuth's MMIX constants): the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }

    fn one_of<'list>(&mut self, list: &[&'list str]) -> &'list str {
        list[self.below(list.len())]
    }
}

const SYLLABLES: &[&str] = &[
    "ka", "lor", "vin", "mer", "to", "sel", "bra", "dun", "fi", "gal", "hes", "jo", "nar", "pel",
    "ris", "wen",
];
const TRADES: &[&str] =
    &["Robotics", "Foods", "Logistics", "Health", "Energy", "Retail", "Media", "Systems"];
const FORMS: &[&str] = &["Inc.", "GmbH", "Ltd", "S.A.", "BV", ""];
/// A quarter are migrations, which gives three findings for four deals: what a partner's CRM holds besides is sold too.
const PROJECTS: &[&str] = &[
    "Data center exit",
    "SAP on AWS migration",
    "Rehost of 120 servers",
    "Lift and shift wave 2",
    "Oracle to Aurora",
    "VMware exit",
    "Managed services",
    "Website relaunch",
    "Well-Architected review",
    "M365 migration",
    "CRM rollout",
    "Contact center",
    "Data lake assessment",
    "Support renewal",
    "Security audit",
    "Cost optimization",
    "Landing zone",
    "Chatbot pilot",
    "DevOps training",
    "Laptop refresh",
    "Backup as a service",
    "Network redesign",
    "IoT platform",
    "Licence renewal",
];
const STAGES: &[&str] =
    &["Qualification", "Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost"];

fn exports(deals: usize, opportunities: usize) -> (String, String) {
    let mut random = Random(42);
    let first = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day");
    let mut crm = String::from(
        "\"Opportunity ID\",\"Opportunity Name\",\"Account Name\",\"Website\",\"Stage\",\"Amount\",\"Created Date\",\"Close Date\",\"Project Start Date\",\"ACE Opportunity ID\",\"AWS ARR (USD)\",\"Server Count\",\"Opportunity Owner\"\n",
    );
    let mut ace = String::from(
        "Opportunity id,Customer Company Name,Customer Website,Partner Project Title,Stage,Status,Target Close Date,Created Date,Date Submitted,Estimated AWS Monthly Recurring Revenue,APN Programs,Use Case,Partner CRM Unique Identifier,Last Modified Date\n",
    );
    for deal in 0..deals {
        let name: String = (0..3).map(|_| random.one_of(SYLLABLES)).collect();
        let trade = random.one_of(TRADES);
        let project = random.one_of(PROJECTS);
        let monthly = 500 + 100 * random.below(200);
        let created = first + Days::new(random.below(500) as u64);
        let close = created + Days::new(30 + random.below(300) as u64);
        let start = close + Days::new(random.below(60) as u64);
        let in_ace = random.below(deals) < opportunities;
        let knows_id = in_ace && random.below(2) == 0;
        let ace_id = if knows_id { format!("O{}", 1_000_000 + deal) } else { String::new() };
        let _ = writeln!(
            crm,
            "\"0065f{deal:010}\",\"{project}\",\"{name} {trade} {}\",\"www.{name}{trade}.com\",\"{}\",\"{}\",\"{created}\",\"{close}\",\"{start}\",\"{ace_id}\",\"{}\",\"{}\",\"Owner {}\"",
            random.one_of(FORMS),
            random.one_of(STAGES),
            1000 * (10 + random.below(500)),
            monthly * 12,
            random.below(300),
            random.below(40),
        );
        if in_ace {
            let _ = writeln!(
                ace,
                "O{},{name} {trade},https://{name}{trade}.com,{name} - {project},{},Approved,{close},\"{}\",{created},{monthly},{},{},,\"{}\"",
                1_000_000 + deal,
                random.one_of(&["Qualified", "Business Validation", "Committed", "Launched"]),
                created.format("%a, %d %b %Y 09:00:00 GMT"),
                random.one_of(&["", "Migration Acceleration Program"]),
                random.one_of(&["Migration / Database Migration", "Database"]),
                created.format("%a, %d %b %Y 09:00:00 GMT"),
            );
        }
    }
    (crm, ace)
}
