//! Which files a run reads, and with which options: from what the user typed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use crate::cli::InputArgs;
use crate::config::Config;
use crate::domain::{DateOrder, Failure, Field, Role};
use crate::{ingest, outputs};

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
    #[error("no input given. Name files, folders or patterns: mapaudit audit exports/*")]
    Nothing,
    #[error("{pattern}: not a pattern: {reason}")]
    BadPattern { pattern: String, reason: String },
    #[error("--date-order {0}: say dmy, mdy or ymd, for one file as deals.csv:dmy")]
    DateOrder(String),
    #[error("--map {0}: write \"HEADER=field\", as \"ARR (k)=arr\"")]
    Map(String),
    #[error("--map {text}: there is no field {field}. Fields are {known}")]
    Field { text: String, field: String, known: String },
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
}

/// Finds the files that the user named, and everything that is wrong with how they were named.
///
/// `skip` is the workbook that this run writes: it may lie in the folder that is read.
pub fn resolve(args: &InputArgs, config: &Config, skip: Option<&Path>) -> Resolved {
    let mut resolved = Resolved::default();
    let mut paths: Vec<(PathBuf, Option<Role>)> = Vec::new();
    let forced = [
        (&args.crm, Some(Role::Crm)),
        (&args.ace, Some(Role::Ace)),
        (&args.funding, Some(Role::Funding)),
        (&args.accounts, Some(Role::Accounts)),
        (&args.files, None),
    ];
    for (texts, role) in forced {
        for text in texts {
            match expand(text, skip) {
                Ok(found) => paths.extend(found.into_iter().map(|path| (path, role))),
                Err(Unexpanded::Missing(failure)) => resolved.missing.push(failure),
                Err(Unexpanded::Problem(problem)) => resolved.problems.push(problem),
            }
        }
    }
    let Resolved { inputs, missing, problems } = &mut resolved;
    let columns = Arc::new(config.columns.clone());
    let profiles = Arc::new(config.profiles.clone());
    for (path, role) in paths {
        // A file named by a flag and again by a pattern is read once, as the flag says.
        if !inputs.iter().any(|input| is_same_file(&input.path, &path)) {
            let options = ingest::Options {
                role,
                columns: columns.clone(),
                profiles: profiles.clone(),
                ..ingest::Options::default()
            };
            inputs.push(Input { path, options });
        }
    }
    if inputs.is_empty() && missing.is_empty() && problems.is_empty() {
        problems.push(InputArgsProblem::Nothing);
    }
    apply_options(inputs, args, &config.date_orders, problems);
    resolved
}

/// Why a text leads to no file.
enum Unexpanded {
    Missing(Failure),
    Problem(InputArgsProblem),
}

fn missing(text: &str, code: &'static str, what: &str, hint: &str) -> Unexpanded {
    Unexpanded::Missing(Failure {
        path: Some(text.to_owned()),
        code,
        message: format!("{text}: {what}"),
        hint: hint.to_owned(),
    })
}

/// What a file that nobody named must end in to be read. Files of other endings that are named are
/// looked at all the same.
const EXPORT_EXTENSIONS: [&str; 15] = [
    "csv", "tsv", "txt", "tab", "xlsx", "xlsm", "xls", "xlsb", "ods", "json", "ndjson", "jsonl",
    "parquet", "zip", "gz",
];

fn expand(text: &str, skip: Option<&Path>) -> Result<Vec<PathBuf>, Unexpanded> {
    let path = Path::new(text);
    if path.is_dir() {
        let files = exports_in(path, skip).map_err(|error| {
            let what = format!("the folder cannot be read: {error}");
            missing(text, "unreadable_folder", &what, "Check the rights, or name the files.")
        })?;
        let hint = "Name the files (.csv, .tsv, .txt, .xlsx), or another folder.";
        return if files.is_empty() {
            Err(missing(text, "empty_folder", "the folder holds no export", hint))
        } else {
            Ok(files)
        };
    }
    if path.exists() {
        return Ok(vec![path.to_owned()]);
    }
    if !text.contains(['*', '?', '[']) {
        let hint = "Check the path, or quote the pattern.";
        return Err(missing(text, "missing_file", "no such file or folder", hint));
    }
    let found = glob::glob(text).map_err(|error| {
        let reason = error.msg.to_owned();
        Unexpanded::Problem(InputArgsProblem::BadPattern { pattern: text.to_owned(), reason })
    })?;
    let mut files: Vec<PathBuf> = found
        .filter_map(Result::ok)
        .filter(|file| file.is_file() && is_export(file, skip))
        .collect();
    files.sort();
    if files.is_empty() {
        let hint = "Check the folder and the pattern.";
        return Err(missing(text, "no_match", "the pattern matches no export", hint));
    }
    Ok(files)
}

fn exports_in(folder: &Path, skip: Option<&Path>) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let file = entry?.path();
        if file.is_file() && is_export(&file, skip) {
            files.push(file);
        }
    }
    // The order in which a file system lists a folder is no order.
    files.sort();
    Ok(files)
}

/// Whether a file that nobody named may be an export: by its name, and neither one of Excel's lock
/// files nor one of our own outputs.
fn is_export(file: &Path, skip: Option<&Path>) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    EXPORT_EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension))
        && !name.starts_with("~$")
        && !name.starts_with('.')
        && !skip.is_some_and(|skip| is_same_file(file, skip))
        && !outputs::is_our_table(file)
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    one == other
        || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn apply_options(
    inputs: &mut [Input],
    args: &InputArgs,
    date_orders: &[String],
    problems: &mut Vec<InputArgsProblem>,
) {
    // What stands in the configuration is overridden by a flag.
    for text in specific_last(inputs, date_orders) {
        let (inputs, value) = scoped(inputs, text);
        // An order for a file that this run does not read is no mistake of the configuration.
        if let Some(order) = DateOrder::named(value) {
            set_order(inputs, order);
        }
    }
    for text in specific_last(inputs, &args.date_order) {
        let (inputs, value) = scoped(inputs, text);
        match DateOrder::named(value) {
            Some(order) => set_order(inputs, order),
            None => problems.push(InputArgsProblem::DateOrder(text.clone())),
        }
    }
    for text in specific_last(inputs, &args.sheet) {
        let (inputs, value) = scoped(inputs, text);
        for input in inputs {
            input.options.sheet = Some(value.to_owned());
        }
    }
    for text in specific_last(inputs, &args.encoding) {
        let (inputs, value) = scoped(inputs, text);
        for input in inputs {
            input.options.encoding = Some(value.to_owned());
        }
    }
    for text in &args.map {
        let (inputs, value) = scoped(inputs, text);
        match header_map(text, value) {
            Ok(map) => {
                for input in inputs {
                    input.options.header_maps.push(map.clone());
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
}

fn set_order(inputs: Vec<&mut Input>, order: DateOrder) {
    for input in inputs {
        input.options.date_order = Some(order);
    }
}

/// The texts with those for all files first: what is said of one file wins, in whatever order it is
/// typed.
fn specific_last<'text>(inputs: &[Input], texts: &'text [String]) -> Vec<&'text String> {
    let is_specific = |text: &&String| inputs.iter().any(|input| value_for(input, text).is_some());
    let (specific, general): (Vec<_>, Vec<_>) = texts.iter().partition(is_specific);
    general.into_iter().chain(specific).collect()
}

/// The value of `[FILE:]VALUE` if it is about this file, by its path as given or its name.
fn value_for<'text>(input: &Input, text: &'text str) -> Option<&'text str> {
    let name = input.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let path = input.path.to_str().unwrap_or_default();
    [path, name].into_iter().find_map(|file| text.strip_prefix(file)?.strip_prefix(':'))
}

/// The inputs that `[FILE:]VALUE` is about, and the value. `FILE` is a path as given or a file name.
fn scoped<'run, 'text>(
    inputs: &'run mut [Input],
    text: &'text str,
) -> (Vec<&'run mut Input>, &'text str) {
    match inputs.iter().find_map(|input| value_for(input, text)) {
        Some(value) => {
            (inputs.iter_mut().filter(|input| value_for(input, text).is_some()).collect(), value)
        }
        None => (inputs.iter_mut().collect(), text),
    }
}

fn header_map(text: &str, value: &str) -> Result<(String, Field), InputArgsProblem> {
    let (header, field) =
        value.rsplit_once('=').ok_or_else(|| InputArgsProblem::Map(text.to_owned()))?;
    let field = field.trim();
    let found = Field::named(field).ok_or_else(|| InputArgsProblem::Field {
        text: text.to_owned(),
        field: field.to_owned(),
        known: Field::ALL.iter().map(|field| field.name()).collect::<Vec<_>>().join(", "),
    })?;
    Ok((header.trim().to_owned(), found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            std::fs::write(folder.path().join(file), "x").unwrap();
        }
        folder
    }

    fn args(files: &[String]) -> InputArgs {
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
            resolve(&args(&[folder.path().display().to_string()]), &Config::default(), None);
        assert_eq!(names(&resolved.inputs), files);
    }

    #[test]
    fn a_folder_stands_for_its_exports_in_order_of_name() {
        let folder = folder(&["b.csv", "a.XLSX", "README.md", "~$a.xlsx", "findings.xlsx"]);
        let own = folder.path().join("findings.xlsx");
        let args = args(&[folder.path().display().to_string()]);
        let Resolved { inputs, problems, .. } = resolve(&args, &Config::default(), Some(&own));
        assert_eq!((names(&inputs), problems), (vec!["a.XLSX", "b.csv"], Vec::new()));
    }

    #[test]
    fn patterns_are_expanded_and_each_file_is_read_once() {
        let folder = folder(&["a.csv", "b.csv"]);
        let pattern = folder.path().join("*.csv").display().to_string();
        let mut args = args(&[pattern]);
        args.crm = vec![folder.path().join("b.csv").display().to_string()];
        let inputs = resolve(&args, &Config::default(), None).inputs;
        assert_eq!(names(&inputs), ["b.csv", "a.csv"]);
        assert_eq!(inputs[0].options.role, Some(Role::Crm));
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
        let Resolved { missing, problems, .. } = resolve(&args, &Config::default(), None);
        let codes: Vec<&str> = missing.iter().map(|failure| failure.code).collect();
        assert_eq!(codes, ["empty_folder", "missing_file", "no_match"]);
        assert_eq!(problems.len(), 3, "{problems:?}");
        let nothing = resolve(&InputArgs::default(), &Config::default(), None);
        assert_eq!(nothing.problems, [InputArgsProblem::Nothing]);
    }

    #[test]
    fn options_concern_one_file_or_all_and_flags_win_over_the_configuration() {
        let folder = folder(&["a.csv", "b.csv"]);
        let mut args = args(&[folder.path().display().to_string()]);
        args.date_order = vec!["b.csv:mdy".into(), "dmy".into()];
        args.map = vec!["b.csv:Sum: total=amount".into()];
        let date_orders = vec!["ymd".to_owned(), "elsewhere.csv:mdy".to_owned()];
        let config = Config { date_orders, ..Config::default() };
        let Resolved { inputs, problems, .. } = resolve(&args, &config, None);
        assert_eq!(problems, []);
        let orders: Vec<_> = inputs.iter().map(|input| input.options.date_order).collect();
        assert_eq!(orders, [Some(DateOrder::Dmy), Some(DateOrder::Mdy)]);
        assert_eq!(inputs[1].options.header_maps, [("Sum: total".to_owned(), Field::Amount)]);
        assert!(inputs[0].options.header_maps.is_empty());
    }
}
