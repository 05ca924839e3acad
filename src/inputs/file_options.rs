//! What is said of the files: `[FILE:]VALUE`, for one of them or for all.

use std::path::Path;

use super::patterns::ends_as_export;
use super::{Input, InputArgsProblem};
use crate::cli::InputArgs;
use crate::domain::{DateOrder, Field, folded_header, way_out};
use crate::ingest::Options;

/// Gives the inputs what the flags say of them, and the configuration where these are silent.
pub(super) fn apply(
    of_run: &mut Vec<Input>,
    args: &InputArgs,
    date_orders: &[String],
    problems: &mut Vec<InputArgsProblem>,
) {
    let inputs = of_run.as_mut_slice();
    for (flag, texts) in [
        ("date_order", date_orders),
        ("--date-order", &args.date_order),
        ("--encoding", &args.encoding),
    ] {
        problems.extend(said_twice(inputs, flag, texts));
    }
    problems.extend(mapped_twice(inputs, &args.map));
    let set_order = |options: &mut Options, order: &DateOrder| options.date_order = Some(*order);
    let text = |_: &str, value: &str| Ok(value.to_owned());
    // An order for a file that this run does not read is no mistake of the configuration.
    let ignored = &mut Vec::new();
    each(inputs, "date_order", specific_last(inputs, date_orders), ignored, date_order, set_order);
    let of_flag = specific_last(inputs, &args.date_order);
    each(inputs, "--date-order", of_flag, problems, date_order, set_order);
    let of_flag = specific_last(inputs, &args.encoding);
    each(inputs, "--encoding", of_flag, problems, text, |options, name| {
        options.encoding = Some(name.clone());
    });
    // Of two maps of a header the first counts.
    let (of_file, of_all): (Vec<_>, Vec<_>) =
        args.map.iter().partition(|text| is_specific(inputs, text));
    each(inputs, "--map", [of_file, of_all].concat(), problems, header_map, |options, map| {
        options.header_maps.push(map.clone());
    });
    name_sheets(of_run, &args.sheet, problems);
}

/// Gives the inputs their sheets: a file of which several are named is an input for each of them.
fn name_sheets(inputs: &mut Vec<Input>, texts: &[String], problems: &mut Vec<InputArgsProblem>) {
    let (of_file, of_all): (Vec<String>, Vec<String>) =
        texts.iter().cloned().partition(|text| is_specific(inputs, text));
    problems.extend(said_twice(inputs, "--sheet", &of_all));
    let text = |_: &str, value: &str| Ok(value.to_owned());
    let of_all = of_all.iter().collect();
    each(inputs, "--sheet", of_all, problems, text, |options, name: &String| {
        options.sheet = Some(name.clone());
    });
    let with_sheets = |input: Input| {
        let mut sheets: Vec<&str> = Vec::new();
        for sheet in of_file.iter().filter_map(|text| value_for(&input, text)) {
            if !sheets.iter().any(|other| other.eq_ignore_ascii_case(sheet)) {
                sheets.push(sheet);
            }
        }
        let named = |sheet: &str| {
            let options = Options { sheet: Some(sheet.to_owned()), ..input.options.clone() };
            Input { options, ..input.clone() }
        };
        if sheets.is_empty() { vec![input] } else { sheets.into_iter().map(named).collect() }
    };
    *inputs = std::mem::take(inputs).into_iter().flat_map(with_sheets).collect();
}

/// Reads each text and sets what it says on the inputs that it is about. `read` is given the whole text, for messages, and
/// the value.
fn each<Value>(
    inputs: &mut [Input],
    flag: &'static str,
    texts: Vec<&String>,
    problems: &mut Vec<InputArgsProblem>,
    read: impl Fn(&str, &str) -> Result<Value, InputArgsProblem>,
    set: impl Fn(&mut Options, &Value),
) {
    for text in texts {
        let read =
            scoped(inputs, flag, text).and_then(|(inputs, value)| Ok((inputs, read(text, value)?)));
        match read {
            Ok((inputs, value)) => {
                for input in inputs {
                    set(&mut input.options, &value);
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
}

/// Two values for one file, both of which name it or neither: which is meant, only the user knows.
fn said_twice(inputs: &[Input], flag: &'static str, texts: &[String]) -> Option<InputArgsProblem> {
    inputs.iter().find_map(|input| {
        let mut values: Vec<&str> =
            texts.iter().filter_map(|text| value_for(input, text)).collect();
        if values.is_empty() {
            values
                .extend(texts.iter().filter(|text| file_named(text).is_none()).map(String::as_str));
        }
        let one = *values.first()?;
        let other = values.iter().find(|value| !value.eq_ignore_ascii_case(one))?;
        let (one, other, path) = (one.to_owned(), (*other).to_owned(), input.path.clone());
        Some(InputArgsProblem::SaidTwice { flag, one, other, path })
    })
}

/// Two meanings of one header, or for a file that is named two headers of one field: which is meant, only the user knows.
/// Headers that are said of all files may be those of different ones.
fn mapped_twice(inputs: &[Input], texts: &[String]) -> Option<InputArgsProblem> {
    inputs.iter().find_map(|input| {
        let of_file: Vec<_> = texts.iter().filter_map(|text| value_for(input, text)).collect();
        let of_all: Vec<_> =
            texts.iter().filter(|text| file_named(text).is_none()).map(String::as_str).collect();
        let (one, other) =
            contradicting(&of_file, true).or_else(|| contradicting(&of_all, false))?;
        let (one, other, path) = (one.to_owned(), other.to_owned(), input.path.clone());
        Some(InputArgsProblem::SaidTwice { flag: "--map", one, other, path })
    })
}

/// The first two maps that cannot both be meant.
fn contradicting<'text>(
    maps: &[&'text str],
    is_one_file: bool,
) -> Option<(&'text str, &'text str)> {
    let parts = |map: &'text str| {
        let (header, field) = map.rsplit_once('=')?;
        Some((folded_header(header), field.trim().to_lowercase()))
    };
    maps.iter().enumerate().find_map(|(place, one)| {
        let (header, field) = parts(one)?;
        let other = maps[place + 1..].iter().find(|other| {
            parts(other).is_some_and(|(other_header, other_field)| {
                let (same_header, same_field) = (header == other_header, field == other_field);
                same_header != same_field && (same_header || is_one_file)
            })
        })?;
        Some((*one, *other))
    })
}

/// The texts with those for all files first: what is said of one file wins, in whatever order it is
/// typed.
fn specific_last<'text>(inputs: &[Input], texts: &'text [String]) -> Vec<&'text String> {
    let (specific, general): (Vec<_>, Vec<_>) =
        texts.iter().partition(|text| is_specific(inputs, text));
    general.into_iter().chain(specific).collect()
}

/// Whether the text names one of the files.
fn is_specific(inputs: &[Input], text: &str) -> bool {
    inputs.iter().any(|input| value_for(input, text).is_some())
}

/// The value of `[FILE:]VALUE` if it is about this file, by its path as given or its name.
fn value_for<'text>(input: &Input, text: &'text str) -> Option<&'text str> {
    let name = input.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let path = input.path.to_str().unwrap_or_default();
    [path, name].into_iter().find_map(|file| text.strip_prefix(file)?.strip_prefix(':'))
}

/// The inputs that `[FILE:]VALUE` is about, and the value. Without a file all are meant; one that is not read is a problem.
fn scoped<'run, 'text>(
    inputs: &'run mut [Input],
    flag: &'static str,
    text: &'text str,
) -> Result<(Vec<&'run mut Input>, &'text str), InputArgsProblem> {
    if let Some(value) = inputs.iter().find_map(|input| value_for(input, text)) {
        let named = inputs.iter_mut().filter(|input| value_for(input, text).is_some());
        return Ok((named.collect(), value));
    }
    // Of a run that reads nothing, other things are wrong.
    match file_named(text).filter(|_| !inputs.is_empty()) {
        Some(file) => {
            let read = inputs.iter().map(|input| input.path.display().to_string());
            let read = read.collect::<Vec<_>>().join(", ");
            let (text, file) = (text.to_owned(), file.to_owned());
            Err(InputArgsProblem::UnreadFile { flag, text, file, read })
        }
        None => Ok((inputs.iter_mut().collect(), text)),
    }
}

/// What is a file by its ending and stands before a colon. Headers may hold colons too, and so do paths of Windows.
fn file_named(text: &str) -> Option<&str> {
    let mut before_colon = text.match_indices(':').map(|(colon, _)| &text[..colon]);
    before_colon.find(|before| ends_as_export(Path::new(before)))
}

fn date_order(text: &str, value: &str) -> Result<DateOrder, InputArgsProblem> {
    DateOrder::named(value).ok_or_else(|| InputArgsProblem::DateOrder(text.to_owned()))
}

fn header_map(text: &str, value: &str) -> Result<(String, Field), InputArgsProblem> {
    let (header, field) =
        value.rsplit_once('=').ok_or_else(|| InputArgsProblem::Map(text.to_owned()))?;
    let field = field.trim();
    let found = Field::named(field).ok_or_else(|| InputArgsProblem::Field {
        text: text.to_owned(),
        field: field.to_owned(),
        way_out: way_out(field, Field::ALL.iter().map(|field| field.name()), "`mapaudit init`"),
    })?;
    Ok((header.trim().to_owned(), found))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{args, folder};
    use super::super::{Resolved, resolve};
    use super::*;
    use crate::config::Config;

    #[test]
    fn a_word_about_a_file_that_is_not_read_is_told_with_those_that_are() {
        let folder = folder(&["ace.xlsx", "crm.csv"]);
        let mut args = args(&[folder.path().display().to_string()]);
        args.date_order = vec!["acee.xlsx:dmy".into()];
        args.sheet = vec!["C:\\x\\acee.xlsx:Report".into()];
        args.encoding = vec!["crn.csv:utf-8".into(), "shift_jis".into()];
        args.map = vec!["crn.csv:Sum: total=amount".into(), "Sum: total=amount".into()];
        let Resolved { inputs, problems, .. } = resolve(&args, &Config::default(), &[]);
        let files: Vec<&str> = problems
            .iter()
            .filter_map(|problem| match problem {
                InputArgsProblem::UnreadFile { file, .. } => Some(file.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(files, ["acee.xlsx", "crn.csv", "crn.csv", "C:\\x\\acee.xlsx"]);
        let told = problems[0].to_string();
        assert!(told.starts_with("--date-order acee.xlsx:dmy: acee.xlsx is none of"), "{told}");
        assert!(told.contains("ace.xlsx, ") && told.ends_with("crm.csv"), "{told}");
        assert_eq!(inputs[0].options.header_maps, [("Sum: total".to_owned(), Field::Amount)]);
        assert_eq!(inputs[0].options.sheet, None);
        assert_eq!(inputs[0].options.encoding.as_deref(), Some("shift_jis"));
    }

    #[test]
    fn two_values_for_one_file_are_no_silent_pick() {
        let folder = folder(&["a.csv", "b.csv"]);
        let mut args = args(&[folder.path().display().to_string()]);
        let problems = |args: &_| resolve(args, &Config::default(), &[]).problems;
        args.date_order = ["dmy", "b.csv:mdy", "DMY"].map(str::to_owned).to_vec();
        assert_eq!(problems(&args), []);
        args.date_order.push("ymd".to_owned());
        args.sheet = vec!["One".to_owned(), "Two".to_owned()];
        let told: Vec<String> = problems(&args).iter().map(ToString::to_string).collect();
        assert!(told[0].starts_with("--date-order: dmy and ymd are both said of"), "{told:?}");
        assert!(told[1].starts_with("--sheet: One and Two are both said of"), "{told:?}");
    }

    #[test]
    fn a_file_of_which_several_sheets_are_named_is_an_input_for_each() {
        let folder = folder(&["a.xlsx", "b.xlsx"]);
        let mut args = args(&[folder.path().display().to_string()]);
        args.sheet = ["b.xlsx:Q3", "Deals", "b.xlsx:Q4", "b.xlsx:q3"].map(str::to_owned).to_vec();
        args.date_order = vec!["b.xlsx:dmy".to_owned()];
        let Resolved { inputs, problems, .. } = resolve(&args, &Config::default(), &[]);
        let read: Vec<_> =
            inputs.iter().map(|it| (it.options.sheet.as_deref(), it.options.date_order)).collect();
        let dmy = Some(DateOrder::Dmy);
        assert_eq!(read, [(Some("Deals"), None), (Some("Q3"), dmy), (Some("Q4"), dmy)]);
        assert_eq!(problems, []);
    }

    #[test]
    fn two_meanings_of_one_header_are_no_silent_pick() {
        let folder = folder(&["a.csv", "b.csv"]);
        let told = |maps: &[&str]| {
            let map = maps.iter().map(|map| (*map).to_owned()).collect();
            let args = InputArgs { map, ..args(&[folder.path().display().to_string()]) };
            let Resolved { inputs, problems, .. } = resolve(&args, &Config::default(), &[]);
            (problems.iter().map(ToString::to_string).collect::<Vec<_>>(), inputs)
        };
        let (twice, _) = told(&["Stage=amount", "stage =stage"]);
        assert!(twice[0].starts_with("--map: Stage=amount and stage =stage are both"), "{twice:?}");
        assert_eq!(told(&["b.csv:Stage=stage", "b.csv:Phase=stage"]).0.len(), 1);
        assert_eq!(told(&["Stage=stage", "Phase=stage"]).0.len(), 0, "of the one and of the other");
        let (fine, inputs) = told(&["Stage=amount", "b.csv:Stage=stage", "STAGE=amount"]);
        assert_eq!(fine.len(), 0, "{fine:?}");
        assert_eq!(inputs[1].options.header_maps[0].1, Field::Stage, "what names the file wins");
    }

    #[test]
    fn options_concern_one_file_or_all_and_flags_win_over_the_configuration() {
        let folder = folder(&["a.csv", "b.csv"]);
        let mut args = args(&[folder.path().display().to_string()]);
        args.date_order = vec!["b.csv:mdy".into(), "dmy".into()];
        args.map = vec!["b.csv:Sum: total=amount".into()];
        let date_orders = vec!["ymd".to_owned(), "elsewhere.csv:mdy".to_owned()];
        let config = Config { date_orders, ..Config::default() };
        let Resolved { inputs, problems, .. } = resolve(&args, &config, &[]);
        assert_eq!(problems, []);
        let orders: Vec<_> = inputs.iter().map(|input| input.options.date_order).collect();
        assert_eq!(orders, [Some(DateOrder::Dmy), Some(DateOrder::Mdy)]);
        assert_eq!(inputs[1].options.header_maps, [("Sum: total".to_owned(), Field::Amount)]);
        assert!(inputs[0].options.header_maps.is_empty());
    }
}
