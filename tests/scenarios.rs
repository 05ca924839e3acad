//! Every rule on export files as users have them: where it fires, where it just does not, and where it cannot tell.
//!
//! Each line of `tests/scenarios/cases.txt` is one deal with one thing changed: a Salesforce report and an export of
//! Partner Central hold them all, together with a list of fund requests. Customers are unlike each other, and records
//! name each other by their ids, so that no deal has to do with the next.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

/// The columns of the report, each with what stands in it unless a case says otherwise.
const CRM: &[(&str, &str)] = &[
    ("Opportunity ID", ""),
    ("Opportunity Name", "Data center exit"),
    ("Account Name", ""),
    ("Stage", "Negotiation/Review"),
    ("Amount Currency", "USD"),
    ("Amount", "150000.00"),
    ("Created Date", "2026-06-01"),
    ("Last Modified Date", "2026-09-20"),
    ("Close Date", "2026-12-15"),
    ("ACE Opportunity ID", ""),
    ("AWS ARR (USD)", "96000.00"),
    ("Server Count", "120"),
    ("Migration Type", "Rehost"),
    ("Source Environment", "On premises"),
    ("Proposal Date", "2026-09-01"),
    ("SOW Signed Date", ""),
    ("Project Start Date", "2027-02-15"),
    ("Assess Start Date", ""),
    ("Mobilize Start Date", ""),
    ("Migrate Start Date", ""),
    ("Project End Date", "2027-08-31"),
    ("PDM Notified Date", "2026-07-01"),
];

/// The same for the export of Partner Central.
const ACE: &[(&str, &str)] = &[
    ("Opportunity id", ""),
    ("Customer Company Name", ""),
    ("Partner Project Title", "Data center exit"),
    ("Sales Activities", "Agreed on solution to Business Problem"),
    ("Stage", "Technical Validation"),
    ("Target Close Date", "12/15/2026"),
    ("Estimated AWS Monthly Recurring Revenue", "8000"),
    ("Currency", "USD"),
    ("Is Opportunity from Marketing Activity?", "No"),
    ("Was Marketing Development Funds Used?", "No"),
    ("APN Programs", "Migration Acceleration Program"),
    ("Use Case", "Migration / Database Migration"),
    ("Opportunity Type", "Net New Business"),
    ("Partner CRM Unique Identifier", ""),
    ("Status", "Approved"),
    ("Date Created", "06/05/2026"),
    ("Last Updated Date", "09/20/2026"),
    ("Date Submitted", "06/06/2026"),
    ("Opportunity Ownership", "Partner Referral"),
    ("Opportunity Owner Email (Formula)", "ana@example.com"),
    ("Created By", ""),
    ("Total number of servers in scope", "120"),
    ("Migration Source", "On premises"),
    ("Migration Phase", "Assess"),
    ("AWS pricing calculator estimate URL(s)", "https://calculator.aws/#/estimate?id=1"),
];

/// The same for the list of fund requests: one for each deal, unless a case takes it away.
const FUND: &[(&str, &str)] = &[
    ("Fund Request ID", ""),
    ("Opportunity ID", ""),
    ("Program", "MAP"),
    ("Phase", ""),
    ("Stage", "Business Approval"),
    ("Status", "Pending"),
    ("Submitted Date", "2026-09-28"),
    ("Approved Date", ""),
    ("Start Date", "2027-02-15"),
    ("End Date", "2027-08-31"),
    ("Claim Due Date", ""),
    ("Proof of Execution Date", ""),
];

const CONFIG: &str = "[partner]\ntier = \"advanced\"\ncompetencies = [\"AWS Migration Competency\"]\n\
                      domains = [\"example.com\"]\n";

/// What a rule has to say of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Fires,
    Silent,
    /// Silent, and counted among those that could not be judged.
    Unknown,
}

struct Case {
    line: usize,
    code: String,
    expected: Expected,
    what: String,
    crm: Option<BTreeMap<String, String>>,
    ace: Option<BTreeMap<String, String>>,
    fund: Option<BTreeMap<String, String>>,
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let text = include_str!("scenarios/cases.txt");
    let lines =
        (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(line, text)| case(line, text)).collect()
});

/// A line is `CODE expected: what | system: Header=value; Header=value | system: none`.
fn case(line: usize, text: &str) -> Case {
    let mut parts = text.split(" | ");
    let (head, what) =
        parts.next().and_then(|head| head.split_once(": ")).expect("CODE expected: what");
    let (code, expected) = head.split_once(' ').expect("CODE expected");
    let expected = match expected {
        "fires" => Expected::Fires,
        "silent" => Expected::Silent,
        "unknown" => Expected::Unknown,
        other => panic!("line {line}: {other}"),
    };
    let id = format!("0065g00000{line:05}");
    let ace_id = format!("O{}", 5_000_000 + line);
    let customer = customer(line);
    let mut crm = Some(base(
        CRM,
        &[("Opportunity ID", &id), ("Account Name", &customer), ("ACE Opportunity ID", &ace_id)],
    ));
    let mut ace = Some(base(
        ACE,
        &[
            ("Opportunity id", &ace_id),
            ("Customer Company Name", &customer),
            ("Partner CRM Unique Identifier", &id),
        ],
    ));
    let mut fund = Some(base(
        FUND,
        &[("Fund Request ID", &format!("FR-{line:05}")), ("Opportunity ID", &ace_id)],
    ));
    for part in parts {
        let (system, changes) =
            part.split_once(": ").unwrap_or_else(|| panic!("line {line}: {part}"));
        let record = match system {
            "crm" => &mut crm,
            "ace" => &mut ace,
            "fund" => &mut fund,
            other => panic!("line {line}: {other}"),
        };
        if changes == "none" {
            *record = None;
            continue;
        }
        for change in changes.split("; ") {
            let (header, value) =
                change.split_once('=').unwrap_or_else(|| panic!("line {line}: {change}"));
            let record = record.as_mut().unwrap_or_else(|| panic!("line {line}: no {system}"));
            let known = record.insert(header.to_owned(), value.to_owned());
            assert!(known.is_some(), "line {line}: no column {header}");
        }
    }
    // A deal that is not in ACE cannot hold the id of its opportunity there.
    if let (Some(crm), None) = (&mut crm, &ace)
        && crm["ACE Opportunity ID"] == ace_id
    {
        crm.insert("ACE Opportunity ID".into(), String::new());
    }
    Case { line, code: code.into(), expected, what: what.into(), crm, ace, fund }
}

fn base(columns: &[(&str, &str)], own: &[(&str, &str)]) -> BTreeMap<String, String> {
    columns
        .iter()
        .chain(own)
        .map(|(header, value)| ((*header).to_owned(), (*value).to_owned()))
        .collect()
}

/// A name that shares no word, and few letters in a row, with those of other lines.
fn customer(line: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "cedo", "fim", "gru", "hoxa", "jel", "kuvi", "lam", "mopri", "nez", "pudo", "quar",
        "rino", "syth", "tavo", "wexu",
    ];
    let syllable = |number: usize| SYLLABLES[number % SYLLABLES.len()];
    let high = line / SYLLABLES.len();
    let parts =
        [syllable(line), syllable(line * 7 + high), syllable(high), syllable(line * 3 + high * 5)];
    let name = parts.concat();
    let mut letters = name.chars();
    let first = letters.next().expect("a syllable").to_uppercase();
    format!("{first}{} Ltd", letters.as_str())
}

/// The codes of the findings by CRM id (else ACE id, else request id, else nothing), and run.json.
type Told = (BTreeMap<String, BTreeSet<String>>, Value);

static RUN: LazyLock<Told> = LazyLock::new(|| run(CONFIG));

fn run(config: &str) -> Told {
    run_with(config, &["crm.csv", "ace.csv", "funding.csv"])
}

fn run_with(config: &str, files: &[&str]) -> Told {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    write(&place.join("crm.csv"), CRM, CASES.iter().filter_map(|case| case.crm.as_ref()));
    write(&place.join("ace.csv"), ACE, CASES.iter().filter_map(|case| case.ace.as_ref()));
    write(&place.join("funding.csv"), FUND, CASES.iter().filter_map(|case| case.fund.as_ref()));
    fs::write(place.join("mapaudit.toml"), config).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_mapaudit"))
        .current_dir(place)
        .arg("audit")
        .args(files)
        .args(["--as-of", "2026-10-01", "--tables", "tables", "--quiet"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut raised = BTreeMap::<String, BTreeSet<String>>::new();
    let mut table = csv::Reader::from_path(place.join("tables/findings.csv")).unwrap();
    for row in table.deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        let ids = ["crm_id", "ace_id", "request_id"].map(|column| row[column].clone());
        let id = ids.into_iter().find(|id| !id.is_empty()).unwrap_or_default();
        raised.entry(id).or_default().insert(row["code"].clone());
    }
    let run = fs::read_to_string(place.join("tables/run.json")).unwrap();
    (raised, serde_json::from_str(&run).unwrap())
}

fn write<'a>(
    path: &Path,
    columns: &[(&str, &str)],
    records: impl Iterator<Item = &'a BTreeMap<String, String>>,
) {
    let mut writer = csv::Writer::from_path(path).unwrap();
    writer.write_record(columns.iter().map(|(header, _)| *header)).unwrap();
    for record in records {
        writer.write_record(columns.iter().map(|(header, _)| record[*header].as_str())).unwrap();
    }
    writer.flush().unwrap();
}

impl Case {
    fn id(&self) -> &str {
        let crm = self.crm.as_ref().map(|crm| crm["Opportunity ID"].as_str());
        let ace = self.ace.as_ref().map(|ace| ace["Opportunity id"].as_str());
        crm.or(ace)
            .or_else(|| Some(self.fund.as_ref()?["Fund Request ID"].as_str()))
            .expect("a record")
    }
}

#[test]
fn every_rule_says_of_every_case_what_it_must() {
    let (raised, _) = &*RUN;
    let none = BTreeSet::new();
    let wrong: Vec<String> = CASES
        .iter()
        .filter(|case| {
            let fires = raised.get(case.id()).unwrap_or(&none).contains(&case.code);
            fires != (case.expected == Expected::Fires)
        })
        .map(|case| {
            let raised = raised.get(case.id()).unwrap_or(&none);
            format!(
                "line {}: {} {:?}: {}: raised {raised:?}",
                case.line, case.code, case.expected, case.what
            )
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_judged_is_counted_and_the_counts_of_a_rule_add_up() {
    let (_, run) = &*RUN;
    let deals = run["totals"]["deals"]["count"].as_u64().unwrap();
    for rule in run["rules"].as_array().unwrap() {
        let count = |name: &str| rule[name].as_u64().unwrap();
        let code = rule["code"].as_str().unwrap();
        let sum = count("passed") + count("failed") + count("not_applicable") + count("unknown");
        assert_eq!(sum, deals, "{code}");
        let expected =
            CASES.iter().filter(|it| it.code == code && it.expected == Expected::Unknown);
        assert!(count("unknown") >= expected.count() as u64, "{code}: {rule}");
    }
}

#[test]
fn the_partners_own_standing_is_told_once_and_only_where_it_is_known() {
    let of_partner = |(raised, _): &Told| raised.get("").cloned().unwrap_or_default();
    assert_eq!(of_partner(&RUN), BTreeSet::new(), "a partner in good standing");
    let poor = run("[partner]\ntier = \"registered\"\ncompetencies = []\n");
    assert_eq!(of_partner(&poor), ["ELG004", "ELG005"].map(str::to_owned).into());
    let unknown = run("");
    assert_eq!(of_partner(&unknown), BTreeSet::new());
    let of_rule = |code: &str| not_judged(&unknown, code);
    assert!(of_rule("ELG004") > 0 && of_rule("ELG005") > 0, "asked of every migration");
}

/// How many deals the rule could not judge.
fn not_judged((_, run): &Told, code: &str) -> u64 {
    let rules = run["rules"].as_array().unwrap();
    rules.iter().find(|rule| rule["code"] == code).unwrap()["unknown"].as_u64().unwrap()
}

#[test]
fn without_funding_data_no_rule_about_applications_can_tell() {
    let told = run_with(CONFIG, &["crm.csv", "ace.csv"]);
    let raised: BTreeSet<&str> = told.0.values().flatten().map(String::as_str).collect();
    for rule in mapaudit::rules::all().filter(|rule| rule.code.starts_with("APP")) {
        assert!(not_judged(&told, rule.code) > 0, "{}", rule.code);
        // The PDM has to be told before a window closes, whatever was applied for.
        assert!(rule.code == "APP002" || !raised.contains(rule.code), "{}", rule.code);
    }
}

/// Rules that can judge whatever they look at, each with the reason.
const ALWAYS_JUDGED: &[(&str, &str)] = &[
    ("ATT001", "a deal without an ACE id and without a link is the defect"),
    ("ATT002", "a blank list of programs names no MAP"),
    ("ATT006", "without an id there is none that could lead nowhere"),
    ("ATT007", "without ids nothing contradicts"),
    ("ATT008", "that nobody can tell is the defect"),
    ("ATT009", "without an id nothing is shared"),
    ("ATT012", "the blank is the defect"),
    ("ATT014", "the blank is the defect"),
    ("ARR006", "that a currency is not known is the defect, and blank revenue is ARR001's"),
    ("ARR007", "the blank is the defect"),
    ("TIM005", "the blank is the defect"),
    ("APP006", "the blank is the defect, where there is funding data at all"),
    ("ELG002", "the blank is the defect"),
    ("ELG007", "that nobody can tell is the defect"),
];

#[test]
fn every_rule_has_a_case_in_which_it_cannot_tell_or_a_reason_why_it_always_can() {
    for rule in mapaudit::rules::all() {
        if rule.subject == mapaudit::rules::Subject::Partner {
            continue;
        }
        let is_case = |it: &Case| it.code == rule.code && it.expected == Expected::Unknown;
        let reason = ALWAYS_JUDGED.iter().find(|(code, _)| *code == rule.code);
        match reason {
            None => assert!(CASES.iter().any(is_case), "{} lacks an unknown case", rule.code),
            // A rule that learns to doubt needs a case of it in place of the reason.
            Some((code, why)) => assert_eq!(not_judged(&RUN, code), 0, "{code}: {why}"),
        }
    }
}

#[test]
fn every_rule_has_a_case_in_which_it_fires_and_one_in_which_it_just_does_not() {
    let has =
        |code: &str, expected| CASES.iter().any(|it| it.code == code && it.expected == expected);
    let lacking: Vec<&str> = mapaudit::rules::all()
        // The partner's rules are about the configuration, not about exports.
        .filter(|rule| rule.subject != mapaudit::rules::Subject::Partner)
        .filter(|rule| !has(rule.code, Expected::Fires) || !has(rule.code, Expected::Silent))
        .map(|rule| rule.code)
        .collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}
