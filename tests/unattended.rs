//! The real binary as cron runs it: configured by a file, watched by nobody, ended by a signal, on outputs it cannot
//! have. `tests/kill_runs.py` kills it at random moments and fills its disk.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod program;

use std::fs;
use std::path::Path;

use mapaudit::domain::sha256;
use program::{exports, mapaudit, stderr};
use serde_json::Value;

/// The names in a folder, in their order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn configure(folder: &Path, text: &str) {
    fs::write(folder.join("mapaudit.toml"), text).unwrap();
}

#[test]
fn a_configuration_alone_drives_a_run_and_its_outputs_bear_the_day_and_the_period() {
    let folder = exports();
    configure(
        folder.path(),
        "period = \"2026Q4\"\n[inputs]\nfiles = [\"*.csv\"]\n\
         [outputs]\nworkbook = \"map-{period}-{as_of}.xlsx\"\nhtml = \"{as_of}.html\"\ntables = \"tables-{as_of}\"\n\
         fail_on = \"high\"\n",
    );
    let output = mapaudit(folder.path(), &["audit", "--as-of", "2026-10-01"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let written = [
        "2026-10-01.html",
        "ace.csv",
        "crm.csv",
        "map-2026Q4-2026-10-01.xlsx",
        "mapaudit.toml",
        "tables-2026-10-01",
    ];
    assert_eq!(names(folder.path()), written);
    let run = fs::read_to_string(folder.path().join("tables-2026-10-01/run.json")).unwrap();
    assert!(run.contains("\"period_to\": \"2026-12-31\""), "{run}");
}

#[test]
fn a_stale_export_and_a_missing_one_stop_the_run_and_are_named() {
    let folder = exports();
    let text = "[inputs]\nfiles = [\"*.csv\"]\nfunding = [\"requests-*.csv\"]\nmax_age_days = 3\n";
    configure(folder.path(), text);
    let missing = mapaudit(folder.path(), &["audit", "--as-of", "2100-01-01"]);
    assert_eq!(missing.status.code(), Some(3));
    assert!(stderr(&missing).contains("requests-*.csv: the pattern matches no export"));
    configure(folder.path(), &text.replace("funding", "# funding"));
    let stale = mapaudit(folder.path(), &["audit", "--as-of", "2100-01-01"]);
    assert_eq!(stale.status.code(), Some(3));
    for file in ["crm.csv", "ace.csv"] {
        let told = format!("{file}: was last written on");
        assert!(stderr(&stale).contains(&told), "{}", stderr(&stale));
    }
    assert_eq!(names(folder.path()), ["ace.csv", "crm.csv", "mapaudit.toml"]);
}

#[test]
fn only_the_last_workbooks_are_kept_and_every_copy_that_a_person_named() {
    let folder = exports();
    configure(
        folder.path(),
        "[inputs]\nfiles = [\"*.csv\"]\n[outputs]\nworkbook = \"map-{as_of}.xlsx\"\nkeep = 2\n",
    );
    fs::write(folder.path().join("map-notes.xlsx"), "mine").unwrap();
    for day in ["2026-10-01", "2026-10-02", "2026-10-03"] {
        let output = mapaudit(folder.path(), &["audit", "--as-of", day]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let copy = format!("map-{day} Ana.xlsx");
        fs::copy(folder.path().join(format!("map-{day}.xlsx")), folder.path().join(copy)).unwrap();
    }
    let mut workbooks = names(folder.path());
    workbooks.retain(|name| name.starts_with("map-") && !name.ends_with("Ana.xlsx"));
    assert_eq!(workbooks, ["map-2026-10-02.xlsx", "map-2026-10-03.xlsx", "map-notes.xlsx"]);
    assert!(names(folder.path()).contains(&"map-2026-10-01 Ana.xlsx".to_owned()));
}

#[test]
fn daily_workbooks_may_lie_among_the_exports() {
    let folder = exports();
    let text = "[inputs]\nfiles = [\".\"]\n\
                [outputs]\nworkbook = \"findings-{as_of}.xlsx\"\nprevious = \"findings-*.xlsx\"\n";
    configure(folder.path(), text);
    for day in ["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04"] {
        let output = mapaudit(folder.path(), &["audit", "--as-of", day]);
        assert_eq!(output.status.code(), Some(0), "{day}: {}", stderr(&output));
    }
    assert_eq!(mapaudit(folder.path(), &["check", "."]).status.code(), Some(0));
}

#[test]
fn the_workbook_just_written_is_kept_whatever_its_day() {
    let folder = exports();
    configure(
        folder.path(),
        "[inputs]\nfiles = [\"*.csv\"]\n[outputs]\nworkbook = \"map-{as_of}.xlsx\"\nkeep = 1\n",
    );
    for day in ["2026-10-01", "2026-09-01"] {
        let output = mapaudit(folder.path(), &["audit", "--as-of", day]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(folder.path().join(format!("map-{day}.xlsx")).exists());
        let is_told =
            stderr(&output).contains("map-2026-10-01.xlsx: deleted, as outputs.keep says.");
        assert_eq!(is_told, day == "2026-09-01");
    }
}

#[test]
fn a_folder_that_is_named_by_the_period_is_made() {
    let folder = exports();
    configure(
        folder.path(),
        "period = \"2026Q4\"\n[inputs]\nfiles = [\"*.csv\"]\n[outputs]\nworkbook = \"{period}/map.xlsx\"\n",
    );
    let output = mapaudit(folder.path(), &["audit", "--as-of", "2026-10-01"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(folder.path().join("2026Q4/map.xlsx").exists());
}

#[test]
fn a_stale_export_is_named_beside_one_that_cannot_be_read() {
    let folder = exports();
    fs::write(folder.path().join("ace.csv"), "").unwrap();
    configure(folder.path(), "[inputs]\nfiles = [\"*.csv\"]\nmax_age_days = 3\n");
    let output = mapaudit(folder.path(), &["audit", "--as-of", "2100-01-01"]);
    assert_eq!(output.status.code(), Some(3));
    let told = stderr(&output);
    assert!(told.contains("crm.csv: was last written on"), "{told}");
    assert!(told.contains("ace.csv: the file is empty"), "{told}");
}

#[test]
fn brackets_in_the_name_of_the_folder_hide_neither_the_previous_workbook_nor_those_to_delete() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("audits [EMEA]");
    fs::create_dir(&folder).unwrap();
    for (name, text) in [("crm.csv", program::CRM), ("ace.csv", program::ACE)] {
        fs::write(folder.join(name), text).unwrap();
    }
    configure(
        &folder,
        "[inputs]\nfiles = [\"*.csv\"]\n\
         [outputs]\nworkbook = \"map-{as_of}.xlsx\"\nprevious = \"map-*.xlsx\"\nkeep = 1\n",
    );
    let on = |day| {
        let config = folder.join("mapaudit.toml");
        let arguments = ["audit", "--as-of", day, "--config", config.to_str().unwrap()];
        mapaudit(parent.path(), &arguments)
    };
    let note = "outputs.previous: no workbook matches map-*.xlsx: every finding is new.";
    let first = on("2026-10-01");
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert!(stderr(&first).contains(note), "{}", stderr(&first));
    assert!(!stderr(&on("2026-10-02")).contains(note));
    assert_eq!(names(&folder), ["ace.csv", "crm.csv", "map-2026-10-02.xlsx", "mapaudit.toml"]);
}

#[test]
fn a_clock_that_went_back_takes_no_later_workbook_away() {
    let folder = exports();
    let on = |day| mapaudit(folder.path(), &["audit", "crm.csv", "ace.csv", "--as-of", day]);
    assert_eq!(on("2026-10-02").status.code(), Some(0));
    let later = fs::read(folder.path().join("findings.xlsx")).unwrap();
    let refused = on("2026-10-01");
    assert_eq!(refused.status.code(), Some(4));
    let told = "findings.xlsx: speaks for 2026-10-02, a later day than this run's 2026-10-01";
    assert!(stderr(&refused).contains(told), "{}", stderr(&refused));
    assert_eq!(fs::read(folder.path().join("findings.xlsx")).unwrap(), later);
    assert_eq!(on("2026-10-03").status.code(), Some(0));
}

#[test]
fn a_run_after_a_later_one_says_that_changes_are_told_backwards() {
    let folder = exports();
    configure(
        folder.path(),
        "[inputs]\nfiles = [\"*.csv\"]\n[outputs]\nworkbook = \"map-{as_of}.xlsx\"\nprevious = \"map-*.xlsx\"\n",
    );
    let on = |day| mapaudit(folder.path(), &["audit", "--as-of", day]);
    assert_eq!(on("2026-10-02").status.code(), Some(0));
    let back = on("2026-10-01");
    assert_eq!(back.status.code(), Some(0), "{}", stderr(&back));
    assert!(stderr(&back).contains("speaks for 2026-10-02, this run for 2026-10-01"));
}

#[test]
fn run_json_tells_which_files_belong_to_it() {
    let folder = exports();
    let arguments = ["--as-of", "2026-10-01", "--tables", "tables", "--html", "summary.html"];
    mapaudit(folder.path(), &[&["audit", "crm.csv", "ace.csv"], &arguments[..]].concat());
    let run = fs::read(folder.path().join("tables/run.json")).unwrap();
    let run: Value = serde_json::from_slice(&run).unwrap();
    let stated = run["sha256"].as_object().unwrap();
    assert_eq!(stated.len(), 6);
    for (name, stated) in stated {
        let path = match name.as_str() {
            "workbook" => "findings.xlsx".to_owned(),
            "html" => "summary.html".to_owned(),
            table => format!("tables/{table}"),
        };
        assert_eq!(*stated, sha256(&fs::read(folder.path().join(path)).unwrap()), "{name}");
    }
}

#[test]
fn the_log_is_one_json_object_a_line_if_asked_for() {
    let folder = exports();
    let run = |arguments: &[&str]| {
        let output = mapaudit(folder.path(), &[arguments, &["--log-format", "json"]].concat());
        let lines: Vec<Value> =
            stderr(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        lines
    };
    let steps = run(&["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01"]);
    assert_eq!(steps.len(), 5);
    assert_eq!(steps[0]["level"], "info");
    assert_eq!(steps[0]["message"], "reading the exports");
    let quiet = ["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01", "--quiet"];
    assert_eq!(run(&quiet), Vec::<Value>::new());
    let errors = run(&["audit", "crm.csv", "none.csv"]);
    assert_eq!(errors[0]["level"], "error");
    assert_eq!(errors[0]["code"], "missing_file");
    assert_eq!(errors[0]["file"], "none.csv");
    let unusable = run(&["explain", "XYZ999"]);
    assert!(unusable[0]["message"].as_str().unwrap().starts_with("there is no rule XYZ999"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_where_nobody_may_write_ends_the_run_with_4_and_is_named() {
    let folder = exports();
    // Not even the superuser, as whom tests run in containers, may create a file in there.
    let arguments =
        ["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01", "--out", "/sys/findings.xlsx"];
    let output = mapaudit(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(4));
    let told = stderr(&output);
    assert!(told.contains("/sys/findings.xlsx: cannot be written: "), "{told}");
    assert!(told.contains("choose another folder"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_summary_ends_the_run_with_4_and_one_under_the_log_changes_nothing() {
    use std::fs::File;
    use std::process::{Command, Stdio};

    let folder = exports();
    let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
    let mut run = Command::new(env!("CARGO_BIN_EXE_mapaudit"));
    run.current_dir(folder.path());
    run.args(["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01", "--log-format", "json"]);
    let with_full_log = run.stdout(Stdio::null()).stderr(full()).status().unwrap();
    assert_eq!(with_full_log.code(), Some(0));
    let with_full_summary = run.stdout(full()).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(with_full_summary.status.code(), Some(4));
    assert!(stderr(&with_full_summary).contains("standard output cannot be written"));
}

#[cfg(unix)]
mod interrupted {
    use std::process::{Child, Command, Stdio};
    use std::thread;
    use std::time::Duration;

    use super::*;
    use crate::program::CRM;

    const ARGUMENTS: [&str; 7] =
        ["audit", "crm.csv", "ace.csv", "--as-of", "2026-10-01", "--tables", "tables"];

    /// A run that was stopped after it took its locks and before it is done, until [`end`] ends it.
    fn waiting_run(folder: &Path) -> Child {
        // Enough to read, that it is found at work.
        let deal = CRM.lines().last().unwrap();
        let deals = (0..10_000).map(|id| deal.replace("0065f00000AbCdE", &format!("D{id}")) + "\n");
        let crm: String = [CRM.to_owned()].into_iter().chain(deals).collect();
        fs::write(folder.join("crm.csv"), crm).unwrap();
        let mut run = Command::new(env!("CARGO_BIN_EXE_mapaudit"))
            .current_dir(folder)
            .args(ARGUMENTS)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        while !folder.join("tables/.run.json.lock").exists() {
            assert_eq!(run.try_wait().unwrap(), None, "it is at work");
            thread::sleep(Duration::from_millis(1));
        }
        signal(&run, "-STOP");
        fs::write(folder.join("crm.csv"), CRM).unwrap();
        run
    }

    fn signal(run: &Child, signal: &str) {
        assert!(
            Command::new("kill").args([signal, &run.id().to_string()]).status().unwrap().success()
        );
    }

    fn end(run: Child) -> Option<i32> {
        signal(&run, "-TERM");
        signal(&run, "-CONT");
        run.wait_with_output().unwrap().status.code()
    }

    #[test]
    fn a_stop_by_a_signal_leaves_nothing_behind_and_the_next_run_is_clean() {
        let folder = exports();
        let run = waiting_run(folder.path());
        let while_running = names(folder.path());
        assert!(while_running.contains(&".findings.xlsx.lock".to_owned()), "{while_running:?}");
        assert_eq!(end(run), Some(130));
        assert_eq!(names(folder.path()), ["ace.csv", "crm.csv", "tables"]);
        assert_eq!(names(&folder.path().join("tables")), Vec::<String>::new());
        let next = mapaudit(folder.path(), &ARGUMENTS);
        assert_eq!(next.status.code(), Some(0), "{}", stderr(&next));
        assert_eq!(names(folder.path()), ["ace.csv", "crm.csv", "findings.xlsx", "tables"]);
    }

    #[test]
    fn a_second_run_on_the_same_outputs_is_turned_away() {
        let folder = exports();
        let first = waiting_run(folder.path());
        let second = mapaudit(folder.path(), &ARGUMENTS);
        assert_eq!(second.status.code(), Some(4));
        let told = "findings.xlsx: another run is writing it";
        assert!(stderr(&second).contains(told), "{}", stderr(&second));
        let elsewhere = mapaudit(folder.path(), &[&ARGUMENTS[..5], &["--out", "b.xlsx"]].concat());
        assert_eq!(elsewhere.status.code(), Some(0), "{}", stderr(&elsewhere));
        assert_eq!(end(first), Some(130));
    }
}

#[cfg(unix)]
#[test]
fn who_may_read_an_output_is_said_by_the_umask_and_by_the_file_written_over() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = exports();
    let workbook = folder.path().join("findings.xlsx");
    let mode = || {
        let audit = std::process::Command::new("sh")
            .args(["-c", "umask 027; exec \"$0\" audit . --quiet --as-of 2026-10-01"])
            .arg(env!("CARGO_BIN_EXE_mapaudit"))
            .current_dir(folder.path())
            .status();
        assert_eq!(audit.unwrap().code(), Some(0));
        workbook.metadata().unwrap().permissions().mode() & 0o777
    };
    assert_eq!(mode(), 0o640);
    fs::set_permissions(&workbook, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(mode(), 0o600);
}

#[cfg(unix)]
#[test]
fn a_folder_for_temporary_files_that_is_not_there_is_named() {
    let folder = exports();
    let audit = std::process::Command::new(env!("CARGO_BIN_EXE_mapaudit"))
        .args(["audit", ".", "--quiet", "--as-of", "2026-10-01"])
        .env("TMPDIR", "/no/such/folder")
        .current_dir(folder.path())
        .output();
    let audit = audit.unwrap();
    assert_eq!(audit.status.code(), Some(4));
    let told = stderr(&audit);
    assert!(told.contains("/no/such/folder: the temporary files of the workbook"), "{told}");
    assert!(told.contains("TMPDIR"), "{told}");
    assert_eq!(names(folder.path()), ["ace.csv", "crm.csv"]);
}
