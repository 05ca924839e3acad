//! Which files a run reads, and with which options: from what the user typed.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::cli::InputArgs;
use crate::domain::{DateOrder, Field, Role};
use crate::ingest;

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
    #[error("{0}: no such file or folder. Check the path, or quote the pattern")]
    Missing(String),
    #[error("{0}: the pattern matches no file")]
    NoMatch(String),
    #[error(
        "{0}: the folder holds no export (.csv, .tsv, .txt, .xlsx). Name the files, or another folder"
    )]
    EmptyFolder(String),
    #[error("{pattern}: not a pattern: {reason}")]
    BadPattern { pattern: String, reason: String },
    #[error("--date-order {0}: say dmy, mdy or ymd, for one file as deals.csv:dmy")]
    DateOrder(String),
    #[error("--map {0}: write \"HEADER=field\", as \"ARR (k)=arr\"")]
    Map(String),
    #[error("--map {text}: there is no field {field}. Fields are {known}")]
    Field { text: String, field: String, known: String },
}

impl InputArgsProblem {
    /// Whether the words of the call are wrong, as opposed to a file that is not there.
    pub fn is_usage(&self) -> bool {
        !matches!(
            self,
            InputArgsProblem::Missing(_)
                | InputArgsProblem::NoMatch(_)
                | InputArgsProblem::EmptyFolder(_)
        )
    }
}

/// Every file to read, each once, in the order given, with its options; and every problem.
///
/// `skip` is the workbook that this run writes: it may lie in the folder that is read.
pub fn resolve(
    args: &InputArgs,
    date_orders: &[String],
    skip: Option<&Path>,
) -> (Vec<Input>, Vec<InputArgsProblem>) {
    let mut problems = Vec::new();
    let mut paths: Vec<(PathBuf, Option<Role>)> = Vec::new();
    let forced = [
        (&args.crm, Some(Role::Crm)),
        (&args.ace, Some(Role::Ace)),
        (&args.funding, Some(Role::Funding)),
        (&args.files, None),
    ];
    for (texts, role) in forced {
        for text in texts {
            match expand(text, skip) {
                Ok(found) => paths.extend(found.into_iter().map(|path| (path, role))),
                Err(problem) => problems.push(problem),
            }
        }
    }
    let mut inputs: Vec<Input> = Vec::new();
    for (path, role) in paths {
        // A file named by a flag and again by a pattern is read once, as the flag says.
        if !inputs.iter().any(|input| input.path == path) {
            inputs.push(Input {
                path,
                options: ingest::Options { role, ..ingest::Options::default() },
            });
        }
    }
    if inputs.is_empty() && problems.is_empty() {
        problems.push(InputArgsProblem::Nothing);
    }
    apply_options(&mut inputs, args, date_orders, &mut problems);
    (inputs, problems)
}

const EXPORT_EXTENSIONS: [&str; 12] =
    ["csv", "tsv", "txt", "tab", "xlsx", "xlsm", "xls", "xlsb", "ods", "json", "zip", "gz"];

fn expand(text: &str, skip: Option<&Path>) -> Result<Vec<PathBuf>, InputArgsProblem> {
    let path = Path::new(text);
    if path.is_dir() {
        let files = exports_in(path, skip);
        return if files.is_empty() {
            Err(InputArgsProblem::EmptyFolder(text.to_owned()))
        } else {
            Ok(files)
        };
    }
    if path.exists() {
        return Ok(vec![path.to_owned()]);
    }
    if !text.contains(['*', '?', '[']) {
        return Err(InputArgsProblem::Missing(text.to_owned()));
    }
    let found = glob::glob(text).map_err(|error| InputArgsProblem::BadPattern {
        pattern: text.to_owned(),
        reason: error.msg.to_owned(),
    })?;
    let mut files: Vec<PathBuf> = found
        .filter_map(Result::ok)
        .filter(|file| file.is_file() && is_export(file, skip))
        .collect();
    files.sort();
    if files.is_empty() { Err(InputArgsProblem::NoMatch(text.to_owned())) } else { Ok(files) }
}

fn exports_in(folder: &Path, skip: Option<&Path>) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|file| file.is_file() && is_export(file, skip))
        .collect();
    // The order in which a file system lists a folder is no order.
    files.sort();
    files
}

/// Whether a file that nobody named may be an export: by its name, and none of Excel's lock files.
fn is_export(file: &Path, skip: Option<&Path>) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let is_same = |skip: &Path| {
        file == skip
            || matches!((file.canonicalize(), skip.canonicalize()), (Ok(one), Ok(other)) if one == other)
    };
    EXPORT_EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension))
        && !name.starts_with("~$")
        && !name.starts_with('.')
        && !skip.is_some_and(is_same)
}

fn apply_options(
    inputs: &mut [Input],
    args: &InputArgs,
    date_orders: &[String],
    problems: &mut Vec<InputArgsProblem>,
) {
    // What stands in the configuration is overridden by a flag.
    for text in date_orders.iter().chain(&args.date_order) {
        let (inputs, value) = scoped(inputs, text);
        let Some(order) = DateOrder::named(value) else {
            problems.push(InputArgsProblem::DateOrder(text.clone()));
            continue;
        };
        for input in inputs {
            input.options.date_order = Some(order);
        }
    }
    for text in &args.sheet {
        let (inputs, value) = scoped(inputs, text);
        for input in inputs {
            input.options.sheet = Some(value.to_owned());
        }
    }
    for text in &args.encoding {
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

/// The inputs that `[FILE:]VALUE` is about, and the value. `FILE` is a path as given or a file name.
fn scoped<'run, 'text>(
    inputs: &'run mut [Input],
    text: &'text str,
) -> (Vec<&'run mut Input>, &'text str) {
    let value_for = |input: &Input| {
        let name = input.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let path = input.path.to_str().unwrap_or_default();
        [path, name].into_iter().find_map(|file| text.strip_prefix(file)?.strip_prefix(':'))
    };
    match inputs.iter().find_map(value_for) {
        Some(value) => {
            (inputs.iter_mut().filter(|input| value_for(input).is_some()).collect(), value)
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
    fn a_folder_stands_for_its_exports_in_order_of_name() {
        let folder = folder(&["b.csv", "a.XLSX", "README.md", "~$a.xlsx", "findings.xlsx"]);
        let own = folder.path().join("findings.xlsx");
        let args = args(&[folder.path().display().to_string()]);
        let (inputs, problems) = resolve(&args, &[], Some(&own));
        assert_eq!((names(&inputs), problems), (vec!["a.XLSX", "b.csv"], Vec::new()));
    }

    #[test]
    fn patterns_are_expanded_and_each_file_is_read_once() {
        let folder = folder(&["a.csv", "b.csv"]);
        let pattern = folder.path().join("*.csv").display().to_string();
        let mut args = args(&[pattern]);
        args.crm = vec![folder.path().join("b.csv").display().to_string()];
        let (inputs, _) = resolve(&args, &[], None);
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
        let (_, problems) = resolve(&args, &[], None);
        assert_eq!(problems.len(), 6, "{problems:?}");
        assert_eq!(resolve(&InputArgs::default(), &[], None).1, [InputArgsProblem::Nothing]);
    }

    #[test]
    fn options_concern_one_file_or_all_and_flags_win_over_the_configuration() {
        let folder = folder(&["a.csv", "b.csv"]);
        let mut args = args(&[folder.path().display().to_string()]);
        args.date_order = vec!["b.csv:mdy".into()];
        args.map = vec!["b.csv:Sum: total=amount".into()];
        let (inputs, problems) = resolve(&args, &["dmy".to_owned()], None);
        assert_eq!(problems, []);
        let orders: Vec<_> = inputs.iter().map(|input| input.options.date_order).collect();
        assert_eq!(orders, [Some(DateOrder::Dmy), Some(DateOrder::Mdy)]);
        assert_eq!(inputs[1].options.header_maps, [("Sum: total".to_owned(), Field::Amount)]);
        assert!(inputs[0].options.header_maps.is_empty());
    }
}
