//! The real binary on real files: that everything is wired up, and that it ends as the README says.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod program;

use std::fs;
use std::process::Output;

use program::{CRM, exports, mapaudit, stderr};

/// What it printed.
fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn an_audit_writes_the_workbook_and_says_what_it_found() {
    let folder = exports();
    let output = mapaudit(folder.path(), &["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("TIM001 started-without-application"), "{}", stdout(&output));
    assert!(folder.path().join("findings.xlsx").is_file());
    assert_eq!(stderr(&output), "");
}

#[test]
fn what_is_read_is_not_written_over_even_by_force() {
    let folder = exports();
    fs::rename(folder.path().join("crm.csv"), folder.path().join("deals.csv")).unwrap();
    fs::write(folder.path().join("mapaudit.toml"), "[screening]\nlead_days = 15\n").unwrap();
    let arguments = ["audit", "deals.csv", "ace.csv", "--as-of", "2026-10-01", "--force"];
    for output in [
        ["--html", "ace.csv"],
        ["--tables", "."],
        ["--html", "../nowhere/x"],
        ["--html", "mapaudit.toml"],
    ] {
        let output = mapaudit(folder.path(), &[&arguments[..], &output].concat());
        assert_eq!(output.status.code(), Some(4), "{}", stderr(&output));
    }
    assert_eq!(fs::read_to_string(folder.path().join("deals.csv")).unwrap(), CRM);
    assert!(!folder.path().join("findings.xlsx").exists());
}

#[test]
fn summary_is_written_as_a_page_too_but_not_over_somebody_elses() {
    let folder = exports();
    let arguments =
        ["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01", "--html", "summary.html"];
    let page = folder.path().join("summary.html");
    fs::write(&page, "mine").unwrap();
    assert_eq!(mapaudit(folder.path(), &arguments).status.code(), Some(4));
    assert_eq!(fs::read_to_string(&page).unwrap(), "mine");
    fs::remove_file(&page).unwrap();
    assert_eq!(mapaudit(folder.path(), &arguments).status.code(), Some(0));
    let first = fs::read_to_string(&page).unwrap();
    assert!(first.contains("<h1>AWS MAP funding audit, as of 2026-10-01</h1>"), "{first}");
    assert_eq!(mapaudit(folder.path(), &arguments).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&page).unwrap(), first);
}

#[test]
fn the_summary_is_told_in_markdown_too() {
    let folder = exports();
    let arguments = ["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01"];
    let output = mapaudit(folder.path(), &[&arguments[..], &["--format", "markdown"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).starts_with("## AWS MAP funding audit, as of 2026-10-01\n"));
    assert!(stdout(&output).contains("\n- TIM001 started-without-application (1)\n"));
}

#[test]
fn tables_are_written_in_the_format_asked_for() {
    let folder = exports();
    let arguments =
        ["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01", "--quiet", "--tables", "tables"];
    let output = mapaudit(folder.path(), &[&arguments[..], &["--table-format", "ndjson"]].concat());
    assert_eq!((output.status.code(), stdout(&output)), (Some(0), String::new()));
    let deals = fs::read_to_string(folder.path().join("tables/deals.ndjson")).unwrap();
    let first: serde_json::Value = serde_json::from_str(deals.lines().next().unwrap()).unwrap();
    assert_eq!(first["crm_id"], "0065f00000AbCdE");
    assert_eq!(first["ace_id"], serde_json::Value::Null);
    let run: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("tables/run.json")).unwrap())
            .unwrap();
    assert_eq!(run["as_of"], "2026-10-01");
}

#[test]
fn findings_at_or_above_the_severity_asked_for_end_with_1_and_a_line_even_if_quiet() {
    let folder = exports();
    let arguments = ["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01", "--fail-on"];
    let run = |severity| {
        let output = mapaudit(folder.path(), &[&arguments[..], &[severity, "--quiet"]].concat());
        (output.status.code(), stderr(&output))
    };
    let (code, told) = run("critical");
    assert_eq!(code, Some(1));
    assert!(told.contains("1 new finding of severity critical or above, TIM001 "), "{told}");
    assert!(told.contains("among them: see findings.xlsx."), "{told}");
    assert_eq!(run("never"), (Some(0), String::new()));
}

#[test]
fn every_problem_with_inputs_is_told_in_one_go_and_no_workbook_is_written() {
    let folder = exports();
    fs::write(folder.path().join("empty.csv"), "").unwrap();
    let output =
        mapaudit(folder.path(), &["audit", "crm.csv", "empty.csv", "missing.csv", "none*.csv"]);
    assert_eq!(output.status.code(), Some(3));
    for file in ["empty.csv", "missing.csv", "none*.csv"] {
        assert!(stderr(&output).contains(file), "{}", stderr(&output));
    }
    assert!(!folder.path().join("findings.xlsx").exists());
}

#[test]
fn without_an_ace_export_the_missing_one_is_named() {
    let folder = exports();
    let output = mapaudit(folder.path(), &["audit", "crm.csv"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("--ace"), "{}", stderr(&output));
}

#[test]
fn wrong_usage_and_configuration_end_with_2_and_name_the_line() {
    let folder = exports();
    fs::write(folder.path().join("mapaudit.toml"), "\n[screening]\nlead_days = \"soon\"\n")
        .unwrap();
    let output = mapaudit(folder.path(), &["audit", "crm.csv", "ace.csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("mapaudit.toml, line 3: screening.lead_days"),
        "{}",
        stderr(&output)
    );
    fs::remove_file(folder.path().join("mapaudit.toml")).unwrap();
    for arguments in [
        &["audit", "crm.csv", "ace.csv", "--date-order", "sideways"][..],
        #[cfg(not(feature = "parquet"))]
        &["audit", "crm.csv", "ace.csv", "--table-format", "parquet"],
        &["explain", "XYZ999"],
        &["audit"],
        &["no-such-command"],
    ] {
        assert_eq!(mapaudit(folder.path(), arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_file_that_is_not_ours_is_not_overwritten() {
    let folder = exports();
    fs::write(folder.path().join("findings.xlsx"), "my notes").unwrap();
    let output = mapaudit(folder.path(), &["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(stderr(&output).contains("--force"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(folder.path().join("findings.xlsx")).unwrap(), "my notes");
}

#[test]
fn our_own_workbook_is_overwritten_by_the_next_run() {
    let folder = exports();
    let arguments = ["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01", "--tables", "tables"];
    for _ in 0..2 {
        let output = mapaudit(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
}

#[test]
fn a_findings_workbook_that_is_named_is_called_what_it_is() {
    let folder = exports();
    let audit = ["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01", "--out", "last.xlsx"];
    mapaudit(folder.path(), &audit);
    let output = mapaudit(folder.path(), &["check", "last.xlsx"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stdout(&output).contains("that mapaudit wrote"), "{}", stdout(&output));
}

#[test]
fn check_names_what_each_file_is_and_what_is_wrong_with_the_others() {
    let folder = exports();
    fs::write(folder.path().join("empty.csv"), "").unwrap();
    let arguments = ["check", "crm.csv", "empty.csv", "missing.csv", "--format", "json"];
    let output = mapaudit(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(3));
    let check: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(check["inputs"][0]["role"], "crm");
    assert_eq!(check["inputs"][0]["columns"]["project_start"], "Project Start Date");
    assert_eq!(check["inputs"][1]["error"]["code"], "empty_file");
    assert_eq!(check["inputs"][2]["error"]["code"], "missing_file");
    let text = stdout(&mapaudit(folder.path(), &["check", "crm.csv"]));
    assert!(text.contains("← Project Start Date\n"), "{text}");
}

#[test]
fn a_header_of_ones_own_is_mapped_by_a_flag() {
    let folder = exports();
    fs::write(folder.path().join("crm.csv"), CRM.replace("Server Count", "Kisten")).unwrap();
    let arguments =
        ["check", "crm.csv", "--map", "crm.csv:Kisten=server_count", "--format", "json"];
    let check: serde_json::Value =
        serde_json::from_slice(&mapaudit(folder.path(), &arguments).stdout).unwrap();
    assert_eq!(check["inputs"][0]["columns"]["server_count"], "Kisten");
    for command in ["check", "audit"] {
        let refused = mapaudit(
            folder.path(),
            &[command, "crm.csv", "ace.csv", "--map", "Kiste=server_count"],
        );
        assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
        let told = stdout(&refused) + &stderr(&refused);
        assert!(told.contains("Did you mean `Kisten`?"), "{told}");
    }
}

#[test]
fn a_column_of_ambiguous_dates_stops_the_run_until_the_order_is_said() {
    let folder = exports();
    let crm = CRM.replace("2026-12-20", "03/04/2026").replace("2026-09-01", "05/06/2026");
    fs::write(folder.path().join("crm.csv"), crm).unwrap();
    let arguments = ["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01"];
    let output = mapaudit(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("--date-order crm.csv:dmy"), "{}", stderr(&output));
    let settled = mapaudit(folder.path(), &[&arguments[..], &["--date-order", "dmy"]].concat());
    assert_eq!(settled.status.code(), Some(0), "{}", stderr(&settled));
}

#[test]
fn rules_are_explained_by_code_and_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let by_code = stdout(&mapaudit(folder.path(), &["explain", "att001"]));
    assert!(by_code.starts_with("ATT001 not-in-ace"), "{by_code}");
    assert_eq!(stdout(&mapaudit(folder.path(), &["explain", "not-in-ace"])), by_code);
    let all: serde_json::Value =
        serde_json::from_slice(&mapaudit(folder.path(), &["explain", "--format", "json"]).stdout)
            .unwrap();
    assert!(all.to_string().contains("TIM008"));
}

#[test]
fn json_ends_in_one_line_break() {
    let folder = exports();
    for arguments in [
        &["explain", "--format", "json"][..],
        &["explain", "att001", "--format", "json"],
        &["check", "crm.csv", "ace.csv", "--format", "json"],
        &["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01", "--format", "json"],
    ] {
        let text = stdout(&mapaudit(folder.path(), arguments));
        assert!(text.ends_with("}\n") && !text.ends_with("\n\n"), "{arguments:?}");
    }
}

#[test]
fn the_configuration_that_init_writes_is_one_that_an_audit_takes() {
    let folder = exports();
    assert_eq!(mapaudit(folder.path(), &["init"]).status.code(), Some(0));
    let again = mapaudit(folder.path(), &["init"]);
    assert_eq!(again.status.code(), Some(4));
    assert!(stderr(&again).contains("mapaudit.toml: exists already"), "{}", stderr(&again));
    let output = mapaudit(folder.path(), &["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn completions_and_manual_pages_know_every_flag() {
    let folder = exports();
    let completions = stdout(&mapaudit(folder.path(), &["completions", "bash"]));
    assert!(completions.contains("--table-format"), "{completions}");
    let page = stdout(&mapaudit(folder.path(), &["man", "audit"]));
    assert!(page.contains("table\\-format"), "{page}");
    assert_eq!(mapaudit(folder.path(), &["man", "audits"]).status.code(), Some(2));
}

#[test]
fn a_sheet_of_a_file_that_has_none_is_told() {
    let folder = exports();
    let output = mapaudit(folder.path(), &["check", "crm.csv", "ace.csv", "--sheet", "Deals"]);
    assert!(stdout(&output).contains("--sheet Deals was not used"), "{}", stdout(&output));
}
