//! Sheets that the user named for files that have none.

use super::Input;
use crate::domain::{InputReport, Warning};

/// Warns of a `--sheet` that no file takes, on each of those that it is said of. `reports` are those of each input, none
/// where it cannot be read.
pub fn warn_of_unused_sheets<'run>(
    inputs: &[Input],
    reports: impl IntoIterator<Item = Vec<&'run mut InputReport>>,
) {
    let named = inputs.iter().map(|input| input.options.sheet.as_deref());
    let mut named: Vec<(&str, Vec<&mut InputReport>)> =
        named.zip(reports).filter_map(|(sheet, reports)| Some((sheet?, reports))).collect();
    // Said of all files, it is meant for the workbooks among them.
    let taken: Vec<String> = named
        .iter()
        .filter(|(_, reports)| reports.iter().any(|report| report.sheet.is_some()))
        .map(|(sheet, _)| (*sheet).to_owned())
        .collect();
    for (sheet, reports) in &mut named {
        let is_taken = taken.iter().any(|other| other == sheet);
        if let Some(report) = reports.first_mut().filter(|_| !is_taken) {
            let message =
                format!("A file of this kind has no sheets: --sheet {sheet} was not used.");
            report.warnings.push(Warning::new("sheet_unused", message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;
    use crate::domain::testing::input_report;
    use crate::ingest::Options;

    /// How many warnings each of these files has, of which some have sheets, when they are read with a sheet or none.
    fn warned(files: &[(Option<&str>, bool)]) -> Vec<usize> {
        let input = |(sheet, _): &(Option<&str>, bool)| Input {
            path: "crm".into(),
            options: Options { sheet: sheet.map(str::to_owned), ..Options::default() },
        };
        let inputs: Vec<_> = files.iter().map(input).collect();
        let mut reports: Vec<_> = files
            .iter()
            .map(|(_, has_sheets)| InputReport {
                sheet: has_sheets.then(|| "Deals".to_owned()),
                warnings: Vec::new(),
                ..input_report("crm", Role::Crm, 2, 1)
            })
            .collect();
        warn_of_unused_sheets(&inputs, reports.iter_mut().map(|report| vec![report]));
        reports.iter().map(|report| report.warnings.len()).collect()
    }

    #[test]
    fn a_sheet_that_no_file_takes_is_told() {
        assert_eq!(warned(&[(Some("Deals"), false), (None, false)]), [1, 0]);
        assert_eq!(warned(&[(Some("Deals"), false), (Some("Deals"), true)]), [0, 0]);
        assert_eq!(warned(&[(Some("Other"), false), (Some("Deals"), true)]), [1, 0]);
        assert_eq!(warned(&[(None, false), (None, true)]), [0, 0]);
    }
}
