//! What the exports of the previous run carried, and what of that this run's do not.

use std::collections::{BTreeMap, BTreeSet};

use super::notices::notice;
use super::previous::PreviousRun;
use super::rows::rows;
use crate::domain::previous_workbook::columns_from_words;
use crate::domain::{Field, InputReport, PreviousWorkbook, Role, SetAside, counted};

/// An export of the previous run.
#[derive(Clone, Debug, Default)]
pub(super) struct PreviousExport {
    /// The path as the user gave it.
    pub(super) file: String,
    /// The SHA-256 of its bytes.
    pub(super) sha256: String,
    /// What it was; `None` if it is told by no word of ours.
    pub(super) role: Option<Role>,
    /// What its columns meant, with their headers.
    columns: BTreeMap<Field, String>,
    /// The headers that meant nothing to the program, in one text.
    not_mapped: String,
}

/// The exports that the workbook tells of, without the rows of tables below that are read as if they belonged to theirs.
pub(super) fn exports(workbook: &PreviousWorkbook) -> Vec<PreviousExport> {
    let is_sha = |text: &String| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let of_row = |row: super::rows::Row| {
        let text = |header| row.text(header).unwrap_or_default();
        Some(PreviousExport {
            file: text("File"),
            sha256: row.text("SHA-256").filter(is_sha)?,
            role: row.one_of("Is", Role::ALL, Role::title),
            columns: columns_from_words(&text("Columns")),
            not_mapped: text("Not mapped"),
        })
    };
    rows(workbook, "tblInputs").filter_map(of_row).collect()
}

/// What the exports of the previous run had and those of this one lack.
#[derive(Debug, Default)]
pub(super) struct Lacking<'a> {
    /// By role, the fields that no export carries any more, with the headers that held them.
    fields: BTreeMap<Role, BTreeMap<Field, &'a str>>,
    /// The roles of which there are fewer exports.
    fewer: BTreeSet<Role>,
}

impl<'a> Lacking<'a> {
    /// What is lacking of what the previous run's exports carried.
    pub(super) fn new(before: &'a [PreviousExport], now: &[InputReport]) -> Lacking<'a> {
        let mut lacking = Lacking::default();
        for role in Role::ALL {
            let before = || before.iter().filter(|export| export.role == Some(role));
            let now = || now.iter().filter(|input| input.role == role);
            if before().count() > now().count() {
                lacking.fewer.insert(role);
            }
            let columns = before().flat_map(|export| &export.columns);
            let columns = columns.map(|(field, header)| (*field, header.as_str()));
            let lost = columns.filter(|(field, _)| !now().any(|it| it.columns.contains_key(field)));
            let lost: BTreeMap<_, _> = lost.collect();
            if !lost.is_empty() {
                lacking.fields.insert(role, lost);
            }
        }
        lacking
    }

    /// Whether one of these fields, by which a rule judges, is lacking.
    pub(super) fn is_read_by(&self, reads: &[Field]) -> bool {
        let lost = self.fields.iter().flat_map(|(role, lost)| lost.keys().map(|it| (*role, *it)));
        let is_lost = lost.into_iter().any(|(role, it)| reads.contains(&judged_as(role, it)));
        is_lost || self.has_fewer(Role::Funding) && reads.contains(&Field::MapStatus)
    }

    /// Whether there are fewer exports of this role, so that its records may stand in one that is missing.
    pub(super) fn has_fewer(&self, role: Role) -> bool {
        self.fewer.contains(&role)
    }

    /// What people should know of what is lacking.
    pub(super) fn notices(&self, run: &PreviousRun, now: &[InputReport]) -> Vec<SetAside> {
        let day = run.as_of.map_or_else(|| "of the previous run".into(), |day| format!("of {day}"));
        let of_role = |(role, lost): (&Role, &BTreeMap<Field, &str>)| {
            let now = || now.iter().filter(|input| input.role == *role);
            let before = || run.exports.iter().filter(|export| export.role == Some(*role));
            match (now().next(), before().next()) {
                (Some(first), _) => {
                    let known: Vec<_> = before().map(|export| export.not_mapped.as_str()).collect();
                    let unmapped = now().flat_map(|input| &input.unmapped_headers);
                    let new = unmapped.filter(|header| !known.iter().any(|it| lists(it, header)));
                    let message = columns_missing(lost, &new.map(String::as_str).collect(), &day);
                    let header = lost.values().next().copied().unwrap_or_default();
                    notice(&first.path, header.to_owned(), "columns_missing", message)
                }
                (None, before) => {
                    let file = before.map(|export| export.file.clone()).unwrap_or_default();
                    let message = format!(
                        "The run {day} read this as {}, and this run reads none: what it alone tells is not judged.",
                        role.label()
                    );
                    notice(&file.clone(), file, "export_missing", message)
                }
            }
        };
        self.fields.iter().map(of_role).collect()
    }
}

/// The field by which rules call it: what becomes of an application they call the MAP status, wherever it stands.
fn judged_as(role: Role, field: Field) -> Field {
    let tells_of_application = matches!(
        field,
        Field::RequestId
            | Field::AceId
            | Field::CrmId
            | Field::Program
            | Field::Phase
            | Field::Stage
            | Field::Status
    );
    if role == Role::Funding && tells_of_application { Field::MapStatus } else { field }
}

fn columns_missing(lost: &BTreeMap<Field, &str>, new: &BTreeSet<&str>, day: &str) -> String {
    let quoted = |header: &&str| format!("\"{header}\"");
    let columns = lost.iter().map(|(field, header)| format!("{} (\"{header}\")", field.label()));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let told = format!(
        "No column holds any more what some did in the exports {day}: {columns}. What rests on it is not judged."
    );
    let field = lost.keys().next().map(|field| field.name()).unwrap_or_default();
    match new.iter().collect::<Vec<_>>().as_slice() {
        [] => told,
        [header] => format!(
            "{told} New header: \"{header}\". If it holds that, say so with --map \"{header}={field}\"."
        ),
        headers => format!(
            "{told} New headers: {}. If one holds that, say so with --map \"HEADER={field}\".",
            headers.iter().map(|header| quoted(header)).collect::<Vec<_>>().join(", ")
        ),
    }
}

/// Tells of records of the previous run of which so many are in no export that one may be missing or cut.
pub(super) fn of_gone_records(
    run: &PreviousRun,
    lacking: &Lacking,
    now: &[InputReport],
    is_there: &dyn Fn(&(&'static str, String)) -> bool,
) -> Vec<SetAside> {
    let of_role = |(role, what): (Role, &str)| {
        let first = now.iter().find(|input| input.role == role)?;
        let keys = run.deals.iter().flat_map(|deal| &deal.keys);
        let keys: BTreeSet<_> = keys.filter(|(system, _)| *system == role.name()).collect();
        let (all, gone) = (keys.len(), keys.into_iter().filter(|key| !is_there(key)).count());
        let is_good_part = gone >= LEAST_GONE && gone * GOOD_PART >= all;
        if gone == 0 || !(is_good_part || lacking.has_fewer(role)) {
            return None;
        }
        let told = format!("{gone} of {all} {what} of the previous run are in no export.");
        let message = if lacking.has_fewer(role) {
            let files = run.exports.iter().filter(|export| export.role == Some(role));
            let files: Vec<_> = files.map(|export| export.file.as_str()).collect();
            format!(
                "{told} It read {}, and this run {}: what is gone with one that is missing is not judged.",
                files.join(" and "),
                counted(now.iter().filter(|input| input.role == role).count() as u64, "such file")
            )
        } else {
            format!("{told} Is the export cut, or that of another view?")
        };
        Some(notice(&first.path, format!("{gone} of {all}"), "records_gone", message))
    };
    let roles = [(Role::Crm, "deals"), (Role::Ace, "ACE opportunities")];
    roles.into_iter().filter_map(of_role).collect()
}

/// How many records are gone at the least before that is told, and that they are at least one in so many (our choice): from
/// quarter to quarter some deals leave every export.
const LEAST_GONE: usize = 3;
const GOOD_PART: usize = 3;

/// Whether the text lists the header.
fn lists(headers: &str, header: &str) -> bool {
    format!("; {headers}; ").contains(&format!("; {header}; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::input_report;
    use crate::history::previous::PreviousDeal;

    fn before(role: Role, columns: &str) -> PreviousExport {
        PreviousExport {
            file: format!("{}-before.csv", role.name()),
            role: Some(role),
            columns: columns_from_words(columns),
            not_mapped: "S.No; Remarks".into(),
            ..PreviousExport::default()
        }
    }

    fn now(role: Role, columns: &str, unmapped: &[&str]) -> InputReport {
        InputReport {
            columns: columns_from_words(columns),
            unmapped_headers: unmapped.iter().map(|header| (*header).to_owned()).collect(),
            ..input_report("now.csv", role, 9, 8)
        }
    }

    fn told(before: Vec<PreviousExport>, now: &[InputReport]) -> Vec<String> {
        let run = PreviousRun { exports: before, ..PreviousRun::default() };
        let notices = Lacking::new(&run.exports, now).notices(&run, now);
        notices.into_iter().map(|notice| notice.message).collect()
    }

    #[test]
    fn a_field_that_no_export_of_its_role_carries_any_more_is_lacking() {
        let before = [
            before(Role::Crm, "stage = Stage; project_start = Start"),
            before(Role::Crm, "website = Site"),
            before(Role::Ace, "stage = Stage"),
        ];
        let ace = now(Role::Ace, "stage = Stage", &[]);
        let of_crm = [now(Role::Crm, "stage = Phase; website = Web", &[]), ace];
        let lacking = Lacking::new(&before, &of_crm);
        assert!(lacking.is_read_by(&[Field::Customer, Field::ProjectStart]));
        assert!(
            !lacking.is_read_by(&[Field::Stage, Field::Website]) && lacking.has_fewer(Role::Crm)
        );
        let of_ace = [now(Role::Crm, "stage = Stage", &[]), now(Role::Ace, "ace_id = Id", &[])];
        assert!(
            Lacking::new(&before, &of_ace).is_read_by(&[Field::Stage]),
            "ACE has another stage"
        );
    }

    #[test]
    fn without_the_fund_requests_nothing_is_known_of_applications() {
        let before = [before(Role::Funding, "status = Status; claim_due_date = Due")];
        let lacking = Lacking::new(&before, &[]);
        assert!(
            lacking.is_read_by(&[Field::MapStatus]) && lacking.is_read_by(&[Field::ClaimDueDate])
        );
        assert!(!lacking.is_read_by(&[Field::Status]), "that is the deal's");
    }

    #[test]
    fn a_header_that_was_renamed_is_told_with_the_new_ones() {
        let now = [now(Role::Crm, "stage = Stage", &["S.No", "Go"])];
        let told = told(vec![before(Role::Crm, "stage = Stage; project_start = Start Date")], &now);
        let message = "No column holds any more what some did in the exports of the previous run: project start (\"Start \
                       Date\"). What rests on it is not judged. New header: \"Go\". If it holds that, say so with --map \
                       \"Go=project_start\".";
        assert_eq!(told, [message]);
    }

    #[test]
    fn an_export_that_is_missing_is_told_by_its_name() {
        let told = told(vec![before(Role::Funding, "status = Status")], &[]);
        assert!(told[0].contains("as a fund request list, and this run reads none"), "{told:?}");
    }

    #[test]
    fn records_of_which_a_good_part_is_gone_may_stand_in_an_export_that_is_missing_or_cut() {
        let deal = |id: u32| PreviousDeal {
            keys: vec![("ace", id.to_string())],
            ..PreviousDeal::default()
        };
        let told = |files: usize, all: u32, gone: u32| {
            let exports = vec![before(Role::Ace, "ace_id = Id"); files];
            let run = PreviousRun {
                exports,
                deals: (0..all).map(deal).collect(),
                ..PreviousRun::default()
            };
            let now = [now(Role::Ace, "ace_id = Id", &[])];
            let is_there = |key: &(&str, String)| key.1.parse::<u32>().unwrap() >= gone;
            let lacking = Lacking::new(&run.exports, &now);
            let notices = of_gone_records(&run, &lacking, &now, &is_there);
            notices.into_iter().map(|notice| notice.message).next()
        };
        let cut = told(1, 9, 3).unwrap();
        assert_eq!(
            cut,
            "3 of 9 ACE opportunities of the previous run are in no export. Is the export cut, or that of another view?"
        );
        assert_eq!((told(1, 10, 3), told(1, 2, 2), told(2, 9, 0)), (None, None, None));
        let missing = told(2, 90, 1).unwrap();
        assert!(
            missing.contains("It read ace-before.csv and ace-before.csv, and this run 1 such file"),
            "{missing}"
        );
    }
}
