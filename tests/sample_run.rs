//! The whole program on the invented quarter in `sample_data/`, held against the cast in its README.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use mapaudit::domain::Decimal;
use mapaudit::rules::Subject;
use serde_json::Value;

/// One run for all tests that only read its outputs.
static RUN: LazyLock<Run> = LazyLock::new(Run::new);

#[test]
fn every_deal_raises_exactly_the_codes_of_its_story() {
    let mut raised: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for finding in RUN.table("findings.csv") {
        raised.entry(id(&finding)).or_default().insert(finding["code"].clone());
    }
    let cast = cast();
    let ids: BTreeSet<&String> = cast.keys().chain(raised.keys()).collect();
    let none = BTreeSet::new();
    let differences: Vec<String> = ids
        .into_iter()
        .filter_map(|id| {
            let (deal, expected) = cast
                .get(id)
                .map_or(("not in the cast", &none), |role| (role.deal.as_str(), &role.codes));
            let raised = raised.get(id).unwrap_or(&none);
            (expected != raised).then(|| {
                format!("{id} ({deal}): expected {}; raised {}", list(expected), list(raised))
            })
        })
        .collect();
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

#[test]
fn every_deal_of_the_run_is_in_the_cast_once() {
    let deals = RUN.table("deals.csv");
    let ids: BTreeSet<String> = deals.iter().map(id).collect();
    assert_eq!(ids.len(), deals.len());
    let of_deals = cast().into_keys().filter(|id| !id.starts_with(REQUEST)).collect();
    assert_eq!(ids, of_deals);
}

#[test]
fn the_cast_knows_healthy_deals_and_every_rule() {
    let cast = cast();
    assert!(cast.values().filter(|role| role.codes.is_empty()).count() >= 10);
    let told: BTreeSet<&str> =
        cast.values().flat_map(|role| role.codes.iter().map(String::as_str)).collect();
    // The partner's own standing is told by a configuration, which the samples do without.
    let of_deals = mapaudit::rules::all().filter(|rule| rule.subject != Subject::Partner);
    let registered: BTreeSet<&str> = of_deals.map(|rule| rule.code).collect();
    assert_eq!(told, registered);
}

#[test]
fn a_second_run_writes_the_same_bytes() {
    let second = Run::new();
    let names = RUN.files();
    assert_eq!(names, second.files());
    assert!(
        names.iter().any(|name| name.ends_with("run.json")),
        "the tables are missing: {names:?}"
    );
    for name in names {
        let bytes = |run: &Run| fs::read(run.folder.path().join(&name)).expect("was just listed");
        assert!(bytes(&RUN) == bytes(&second), "{} differs between two runs", name.display());
    }
}

#[test]
fn every_row_that_was_read_is_used_set_aside_or_ignored() {
    let run = RUN.json();
    let inputs = run["inputs"].as_array().expect("inputs is a list");
    let roles: BTreeSet<&str> = inputs.iter().filter_map(|input| input["role"].as_str()).collect();
    assert_eq!(roles, BTreeSet::from(["ace", "crm", "funding"]));
    for input in inputs {
        let rows = |name: &str| input[name].as_u64().expect("a number of rows");
        assert!(rows("rows_used") > 0, "{}", input["path"]);
        assert_eq!(
            rows("rows_read"),
            rows("rows_used") + rows("rows_set_aside") + rows("rows_ignored"),
            "{}",
            input["path"]
        );
    }
}

#[test]
fn the_deals_add_up_to_the_totals_of_each_capture() {
    let mut by_capture: BTreeMap<String, (u64, Decimal)> = BTreeMap::new();
    for deal in RUN.table("deals.csv") {
        let (count, arr_usd) = by_capture.entry(deal["capture"].clone()).or_default();
        *count += 1;
        if !deal["arr_usd"].is_empty() {
            *arr_usd += decimal(&deal["arr_usd"]);
        }
    }
    let run = RUN.json();
    let totals: BTreeMap<String, (u64, Decimal)> = run["totals"]["capture"]
        .as_object()
        .expect("the totals by capture")
        .iter()
        .map(|(capture, total)| {
            let count = total["count"].as_u64().expect("a number of deals");
            (capture.clone(), (count, decimal(&total["arr_usd"].to_string())))
        })
        .filter(|(_, (count, _))| *count > 0)
        .collect();
    assert_eq!(by_capture, totals);
}

/// The outputs of one run of the program, in a folder that goes when they do.
struct Run {
    folder: tempfile::TempDir,
}

impl Run {
    /// Runs the program as a user would, in the folder of the repository.
    fn new() -> Run {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = Command::new(env!("CARGO_BIN_EXE_mapaudit"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["audit", "sample_data", "--as-of", "2026-10-01", "--out"])
            .arg(folder.path().join("findings.xlsx"))
            .arg("--tables")
            .arg(folder.path().join("tables"))
            .output()
            .expect("the program starts");
        assert!(
            output.status.success(),
            "{}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
        Run { folder }
    }

    /// The rows of one table, by column.
    fn table(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let path = self.folder.path().join("tables").join(name);
        csv::Reader::from_path(path)
            .expect("the table was written")
            .deserialize()
            .collect::<Result<_, _>>()
            .expect("every row has all columns")
    }

    fn json(&self) -> Value {
        let path = self.folder.path().join("tables/run.json");
        let text = fs::read_to_string(path).expect("run.json was written");
        serde_json::from_str(&text).expect("run.json is JSON")
    }

    /// The files of the run, relative to its folder.
    fn files(&self) -> BTreeSet<PathBuf> {
        let of = |folder: &Path| -> Vec<PathBuf> {
            let entries = fs::read_dir(folder).expect("the folder was written");
            entries.map(|entry| entry.expect("can be listed").path()).collect()
        };
        let root = self.folder.path();
        of(root)
            .into_iter()
            .flat_map(|path| if path.is_dir() { of(&path) } else { vec![path] })
            .map(|path| path.strip_prefix(root).expect("lies in the folder").to_owned())
            .collect()
    }
}

/// A row of the cast.
struct Role {
    deal: String,
    codes: BTreeSet<String>,
}

/// The cast by id: the table of `sample_data/README.md`.
fn cast() -> BTreeMap<String, Role> {
    let readme = include_str!("../sample_data/README.md");
    let (_, table) = readme
        .split_once("| Deal | Id | Customer | Story | Codes |\n|---|---|---|---|---|\n")
        .expect("the README has the cast");
    let mut cast = BTreeMap::new();
    for line in table.lines().take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [deal, id, _customer, _story, codes] = cells[..] else {
            panic!("not five cells: {line}");
        };
        let codes = codes.split(", ").filter(|code| *code != "none").map(str::to_owned).collect();
        let earlier = cast.insert(id.to_owned(), Role { deal: deal.to_owned(), codes });
        assert!(earlier.is_none(), "{id} stands twice in the cast");
    }
    cast
}

/// How the ids of fund requests begin.
const REQUEST: &str = "FR-";

/// The CRM id of a row; the ACE id where there is no deal; the fund request where there is neither.
fn id(row: &BTreeMap<String, String>) -> String {
    let columns = ["crm_id", "ace_id", "request_id"];
    let given = columns.iter().filter_map(|column| row.get(*column)).find(|id| !id.is_empty());
    given.cloned().unwrap_or_default()
}

fn list(codes: &BTreeSet<String>) -> String {
    if codes.is_empty() {
        return "none".to_owned();
    }
    codes.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("an amount in plain digits")
}
