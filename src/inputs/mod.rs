//! Which files a run reads, and with which options: from what the user typed.

mod age;
mod file_options;
mod patterns;
mod unused_sheets;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use crate::cli::InputArgs;
use crate::config::Config;
use crate::domain::{Failure, Role};
use crate::ingest;
pub use age::{unchanged_too_long, written_too_long_ago};
use patterns::{EMPTY_FOLDER, Unexpanded, expand, newest};
pub use patterns::{is_for_leadership, is_same_file, literal, matching, pattern_in};
pub use unused_sheets::warn_of_unused_sheets;

/// A file to read.
#[derive(Clone, Debug)]
pub struct Input {
    /// The path as the user gave it, or as their pattern or folder led to it.
    pub path: PathBuf,
    /// What the user said about it.
    pub options: ingest::Options,
}

/// Something wrong with what the user typed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each variant's text says what it is for")]
pub enum InputArgsProblem {
    #[error(
        "no input given. Name files, folders or patterns, as exports/*, or set inputs.files in mapaudit.toml"
    )]
    Nothing,
    #[error("{pattern}: not a pattern: {reason}. For the sign [ itself write [[]")]
    BadPattern { pattern: String, reason: &'static str },
    #[error("{path}: given as {one} and as {other}. Give it once", path = .path.display())]
    TwoRoles { path: PathBuf, one: String, other: String },
    #[error("{flag}: {one} and {other} are both said of {path}. Say one of them, or FILE:VALUE for each", path = .path.display())]
    SaidTwice { flag: &'static str, one: String, other: String, path: PathBuf },
    #[error("--date-order {0}: say dmy, mdy or ymd, for one file as deals.csv:dmy")]
    DateOrder(String),
    #[error("--map {0}: write \"HEADER=field\", as \"ARR (k)=arr\"")]
    Map(String),
    #[error("--map {text}: there is no field {field}; {way_out}")]
    Field { text: String, field: String, way_out: String },
    #[error("{flag} {text}: {file} is none of the files read, which are {read}")]
    UnreadFile { flag: &'static str, text: String, file: String, read: String },
}

/// What the words of a call lead to.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// Every file to read, each once, in the order given, with its options.
    pub inputs: Vec<Input>,
    /// Files, folders and patterns that lead to nothing.
    pub missing: Vec<Failure>,
    /// Words that cannot be understood.
    pub problems: Vec<InputArgsProblem>,
    /// What lies beside exports and is none by its name, as README.md, and folders without any: a shell makes them of
    /// `exports/*`.
    pub passed_over: Vec<String>,
    /// Workbooks in what was named that this run takes for files of its own, and no run of ours has written: exports, maybe.
    pub left_out: Vec<String>,
}

/// Finds the files that the user named, or else those of the configuration, and everything that is wrong with how they
/// were named.
///
/// `skip` are files of our own that may lie in the folder that is read: the workbook that this run writes, the one of the
/// previous run, the decisions file.
pub fn resolve(args: &InputArgs, config: &Config, skip: &[&Path]) -> Resolved {
    let mut resolved = Resolved::default();
    let paths = found(&named(args, config), skip, &mut resolved);
    let Resolved { inputs, missing, problems, .. } = &mut resolved;
    let columns = Arc::new(config.columns.clone());
    let profiles = config.profiles.iter().map(|of_user| of_user.profile.clone());
    let profiles = Arc::new(profiles.collect::<Vec<_>>());
    let mut known: BTreeMap<PathBuf, Option<Role>> = BTreeMap::new();
    for (path, role) in paths {
        let place = patterns::place(&path).unwrap_or_else(|| path.clone());
        // A file named by a flag and again by a pattern is read once, as the flag says.
        let Some(known_role) = known.get(&place) else {
            known.insert(place, role);
            let options = ingest::Options {
                role,
                columns: columns.clone(),
                profiles: profiles.clone(),
                ..ingest::Options::default()
            };
            inputs.push(Input { path, options });
            continue;
        };
        if let (Some(one), Some(other)) = (*known_role, role)
            && one != other
        {
            let [one, other] = [one, other].map(|role| role.label().to_owned());
            problems.push(InputArgsProblem::TwoRoles { path, one, other });
        }
    }
    if inputs.is_empty() && missing.is_empty() && problems.is_empty() {
        problems.push(InputArgsProblem::Nothing);
    }
    file_options::apply(inputs, args, &config.date_orders, problems);
    resolved
}

/// The files that the names lead to, each with the role that it was given.
fn found(named: &[Named], skip: &[&Path], resolved: &mut Resolved) -> Vec<(PathBuf, Option<Role>)> {
    let mut paths = Vec::new();
    let has_a_file_beside = |text: &str| {
        let folder = Path::new(text).parent();
        let mut others = named.iter().map(|other| Path::new(&other.text));
        others.any(|other| other.parent() == folder && other.is_file())
    };
    for Named { role, text, pattern, newest_only } in named {
        // Alone, or with a role, it is meant.
        let may_be_of_a_shell = role.is_none() && named.len() > 1;
        let path = Path::new(text);
        let foreign = skip.iter().filter(|own| patterns::is_foreign_workbook(own));
        let is_within = |own: &&&Path| {
            let is_named = may_be_of_a_shell && is_same_file(own, path);
            is_named || own.parent().is_some_and(|folder| is_same_file(folder, path))
        };
        let left_out = foreign.filter(is_within).map(|own| own.display().to_string());
        resolved.left_out.extend(left_out);
        if may_be_of_a_shell && skip.iter().any(|own| is_same_file(own, path)) {
            continue;
        }
        if may_be_of_a_shell
            && (patterns::lies_beside_exports(path) || patterns::is_our_workbook(path))
        {
            resolved.passed_over.push(text.clone());
            continue;
        }
        match expand(text, pattern.as_deref(), skip) {
            Ok(found) if *newest_only => {
                paths.extend(newest(found).into_iter().map(|path| (path, *role)));
            }
            Ok(found) => paths.extend(found.into_iter().map(|path| (path, *role))),
            Err(Unexpanded::Missing(failure))
                if failure.code == EMPTY_FOLDER && may_be_of_a_shell && has_a_file_beside(text) =>
            {
                resolved.passed_over.push(text.clone());
            }
            Err(Unexpanded::Missing(failure)) => resolved.missing.push(failure),
            Err(Unexpanded::Problem(problem)) => resolved.problems.push(problem),
        }
    }
    paths
}

/// What is to be read: the files of the command line, or else those of the configuration.
fn named(args: &InputArgs, config: &Config) -> Vec<Named> {
    let of_call = [
        (Some(Role::Crm), &args.crm),
        (Some(Role::Ace), &args.ace),
        (Some(Role::Funding), &args.funding),
        (Some(Role::Accounts), &args.accounts),
        (None, &args.files),
    ];
    let settings = &config.inputs;
    let of_config = [
        (Some(Role::Crm), &settings.crm),
        (Some(Role::Ace), &settings.ace),
        (Some(Role::Funding), &settings.funding),
        (Some(Role::Accounts), &settings.accounts),
        (None, &settings.files),
    ];
    let is_silent = of_call.iter().all(|(_, texts)| texts.is_empty());
    let lists = if is_silent { of_config } else { of_call };
    let of_list = |(role, texts): (Option<Role>, &Vec<String>)| -> Vec<Named> {
        let named = |text: &String| {
            let is_pattern = text.contains(['*', '?', '[']);
            if is_silent {
                let pattern = is_pattern.then(|| pattern_in(&config.folder, text));
                let text = config.folder.join(text).display().to_string();
                Named { role, text, pattern, newest_only: settings.newest_only }
            } else {
                let pattern = is_pattern.then(|| text.clone());
                Named { role, text: text.clone(), pattern, newest_only: false }
            }
        };
        texts.iter().map(named).collect()
    };
    lists.into_iter().flat_map(of_list).collect()
}

/// A file, folder or pattern that somebody named.
struct Named {
    role: Option<Role>,
    text: String,
    /// The text as a pattern, if it was written as one: the folder of the configuration may hold `[`.
    pattern: Option<String>,
    /// Of several files, only the one written last is meant.
    newest_only: bool,
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(super) fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            std::fs::write(folder.path().join(file), "x").unwrap();
        }
        folder
    }

    pub(super) fn args(files: &[String]) -> InputArgs {
        InputArgs { files: files.to_vec(), ..InputArgs::default() }
    }

    fn names(inputs: &[Input]) -> Vec<&str> {
        inputs.iter().filter_map(|input| input.path.file_name()?.to_str()).collect()
    }

    #[test]
    fn every_kind_of_export_in_a_folder_is_one_of_its_exports() {
        let files = ["a.jsonl", "b.ndjson", "c.ods", "d.parquet", "e.xlsb", "f.zip"];
        let folder = folder(&files);
        let resolved =
            resolve(&args(&[folder.path().display().to_string()]), &Config::default(), &[]);
        assert_eq!(names(&resolved.inputs), files);
    }

    #[test]
    fn a_folder_stands_for_its_exports_in_order_of_name() {
        let folder = folder(&["b.csv", "a.XLSX", "README.md", "~$a.xlsx", "findings.xlsx"]);
        let own = folder.path().join("findings.xlsx");
        let args = args(&[folder.path().display().to_string()]);
        let Resolved { inputs, problems, .. } = resolve(&args, &Config::default(), &[&own]);
        assert_eq!((names(&inputs), problems), (vec!["a.XLSX", "b.csv"], Vec::new()));
    }

    #[test]
    fn a_workbook_that_is_left_out_as_our_own_and_is_none_of_ours_is_told() {
        let folder = folder(&["ace.xlsx", "crm.csv"]);
        let own = folder.path().join("ace.xlsx");
        for files in
            [vec![folder.path().to_owned()], vec![own.clone(), folder.path().join("crm.csv")]]
        {
            let files: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
            let resolved = resolve(&args(&files), &Config::default(), &[&own]);
            assert_eq!(names(&resolved.inputs), ["crm.csv"]);
            assert_eq!(resolved.left_out, [own.display().to_string()]);
        }
    }

    #[test]
    fn what_a_shell_makes_of_a_folder_is_read_as_the_folder_is() {
        let folder = folder(&[".gitattributes", "README.md", "crm.csv", "mapaudit.toml"]);
        let path = |name: &str| folder.path().join(name).display().to_string();
        let beside = [".gitattributes", "README.md", "mapaudit.toml"].map(path);
        let all = [beside.as_slice(), &[path("crm.csv")]].concat();
        let resolved = resolve(&args(&all), &Config::default(), &[]);
        assert_eq!(names(&resolved.inputs), ["crm.csv"]);
        assert_eq!(resolved.passed_over, beside);
        let alone = resolve(&args(&[path("README.md")]), &Config::default(), &[]);
        assert_eq!(names(&alone.inputs), ["README.md"]);
        let as_crm = InputArgs { crm: vec![path("README.md")], ..args(&[path("crm.csv")]) };
        let with_role = resolve(&as_crm, &Config::default(), &[]);
        assert_eq!(names(&with_role.inputs), ["README.md", "crm.csv"]);
    }

    #[test]
    fn a_lock_file_and_an_empty_folder_are_passed_over_among_files() {
        let folder = folder(&["crm.csv", "~$crm.xlsx"]);
        let path = |name: &str| folder.path().join(name).display().to_string();
        std::fs::create_dir(path("old")).unwrap();
        let beside = ["old", "~$crm.xlsx"].map(path);
        let all = [&[path("crm.csv")], beside.as_slice()].concat();
        let resolved = resolve(&args(&all), &Config::default(), &[]);
        assert_eq!((names(&resolved.inputs), resolved.missing), (vec!["crm.csv"], vec![]));
        assert_eq!(resolved.passed_over, beside);
        let of_folders = resolve(&args(&[path(""), path("old")]), &Config::default(), &[]);
        assert_eq!(of_folders.missing[0].code, "empty_folder", "no shell makes this of a folder");
    }

    #[test]
    fn patterns_are_expanded_and_each_file_is_read_once() {
        let folder = folder(&["a.csv", "b.csv"]);
        let pattern = folder.path().join("*.csv").display().to_string();
        let mut args = args(&[pattern]);
        args.crm = vec![folder.path().join("b.csv").display().to_string()];
        let inputs = resolve(&args, &Config::default(), &[]).inputs;
        assert_eq!(names(&inputs), ["b.csv", "a.csv"]);
        assert_eq!(inputs[0].options.role, Some(Role::Crm));
    }

    #[test]
    fn a_file_of_two_roles_is_told() {
        let folder = folder(&["a.csv"]);
        let path = || vec![folder.path().join("a.csv").display().to_string()];
        let args = InputArgs { crm: path(), ace: path(), files: path(), ..InputArgs::default() };
        let problems = resolve(&args, &Config::default(), &[]).problems;
        assert_eq!(problems.len(), 1, "{problems:?}");
        let told = problems[0].to_string();
        assert!(
            told.ends_with("given as a CRM export and as an ACE export. Give it once"),
            "{told}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_no_file_and_is_not_waited_for() {
        let resolved = resolve(&args(&["/dev/null".to_owned()]), &Config::default(), &[]);
        assert_eq!(resolved.missing[0].code, "not_a_file");
    }

    #[test]
    fn a_call_without_files_reads_those_of_the_configuration() {
        let folder = folder(&["crm-1.csv", "crm-2.csv", "ace.csv"]);
        let written = |name: &str, seconds| {
            let file = std::fs::File::options().append(true).open(folder.path().join(name));
            let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            file.unwrap().set_modified(time).unwrap();
        };
        written("crm-1.csv", 2_000);
        written("crm-2.csv", 1_000);
        let text = "[inputs]\ncrm = [\"crm-*.csv\"]\nfiles = [\"ace.csv\"]\nnewest_only = true\n";
        let (mut config, _) = Config::parse(text, "mapaudit.toml");
        config.folder = folder.path().to_owned();
        let inputs = resolve(&InputArgs::default(), &config, &[]).inputs;
        assert_eq!(names(&inputs), ["crm-1.csv", "ace.csv"]);
        assert_eq!(inputs[0].options.role, Some(Role::Crm));

        let all = args(&[folder.path().join("crm-*.csv").display().to_string()]);
        assert_eq!(names(&resolve(&all, &config, &[]).inputs), ["crm-1.csv", "crm-2.csv"]);
    }

    #[test]
    fn the_folder_of_the_configuration_is_no_pattern_whatever_its_name() {
        let folder = folder(&[]);
        let audits = folder.path().join("[2026] audits");
        std::fs::create_dir(&audits).unwrap();
        std::fs::write(audits.join("crm-1.csv"), "x").unwrap();
        let (mut config, _) = Config::parse("[inputs]\nfiles = [\"crm-*.csv\"]\n", "m.toml");
        config.folder.clone_from(&audits);
        assert_eq!(names(&resolve(&InputArgs::default(), &config, &[]).inputs), ["crm-1.csv"]);
        let (mut config, _) = Config::parse("[inputs]\nfiles = [\"gone.csv\"]\n", "m.toml");
        config.folder = audits;
        let missing = resolve(&InputArgs::default(), &config, &[]).missing;
        assert_eq!(missing[0].code, "missing_file");
    }

    #[test]
    fn an_empty_name_is_told_as_one() {
        let missing = resolve(&args(&[String::new()]), &Config::default(), &[]).missing;
        assert_eq!(missing[0].message, "\"\": no such file or folder");
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let folder = folder(&[]);
        let args = InputArgs {
            files: vec![
                folder.path().display().to_string(),
                "no/such/file.csv".into(),
                "no/*.csv".into(),
            ],
            date_order: vec!["first".into()],
            map: vec!["ARR".into(), "ARR=arrr".into()],
            ..InputArgs::default()
        };
        let Resolved { missing, problems, .. } = resolve(&args, &Config::default(), &[]);
        let codes: Vec<&str> = missing.iter().map(|failure| failure.code).collect();
        assert_eq!(codes, ["empty_folder", "missing_file", "no_match"]);
        assert_eq!(problems.len(), 3, "{problems:?}");
        let nothing = resolve(&InputArgs::default(), &Config::default(), &[]);
        assert_eq!(nothing.problems, [InputArgsProblem::Nothing]);
    }
}
