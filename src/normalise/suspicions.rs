//! What looks wrong with a whole column, or with one file beside another, though every cell can be read.

use chrono::NaiveDate;

use super::notes::Notes;
use super::numbers::{Reading, number};
use super::settled_table::SettledTable;
use super::stitch::Read;
use crate::domain::{
    CellKind, Column, CrmOpportunity, DealStatus, Field, FieldKind, InputReport, Role, Warning,
    grouped,
};

/// In fewer rows one value may well be all there is (our choice).
const CONSTANT_ROWS_MIN: usize = 20;

/// Fewer deals may well all be open (our choice).
const OPEN_DEALS_MIN: usize = 20;

/// How much older one export may be than the other (our choice).
const STALE_DAYS: i64 = 14;

/// The containers whose cells have types.
const WORKBOOKS: [&str; 4] = ["xlsx", "xlsb", "xls", "ods"];

/// A warning for each column that holds one value only, or numbers typed as text.
pub(super) fn of_columns(table: &SettledTable) -> Vec<Warning> {
    let columns = &table.raw.columns;
    let constant = columns.iter().filter_map(constant_column);
    // A part of an archive has a sheet too, and all its cells are text.
    let is_workbook = WORKBOOKS.contains(&table.raw.report.container);
    let typed = columns.iter().filter(|_| is_workbook).filter_map(|c| numbers_as_text(c, table));
    let lost_case = columns.iter().filter_map(|column| ids_lost_case(column, table));
    constant.chain(typed).chain(lost_case).collect()
}

fn ids_lost_case(column: &Column, table: &SettledTable) -> Option<Warning> {
    table.id_column(column.field).has_lost_case.then(|| Warning {
        column: Some(column.header.clone()),
        ..Warning::new(
            "ids_lost_case",
            "The Salesforce ids have lost their capitals, so that two deals may bear the same one and \
             none is found in ACE. Export the 18-character id.",
        )
    })
}

/// A column that says the same of every deal says nothing of any: connectors write defaults, and
/// imports one day.
fn constant_column(column: &Column) -> Option<Warning> {
    let is_telling = |field: Field| {
        field == Field::Stage || field.kind() == FieldKind::Money || field.kind().is_date()
    };
    if !is_telling(column.field) {
        return None;
    }
    let mut filled = column.iter().map(|cell| cell.text).filter(|text| !text.is_empty());
    let first = filled.next()?;
    let mut rows = 1;
    for text in filled {
        if text != first {
            return None;
        }
        rows += 1;
    }
    (rows >= CONSTANT_ROWS_MIN).then(|| Warning {
        column: Some(column.header.clone()),
        ..Warning::new(
            "constant_column",
            format!(
                "All {rows} values are \"{first}\": a default of a connector or an import, or a filter \
                 of the export. Check that it is true of every deal."
            ),
        )
    })
}

/// Warns of the first CRM export if every deal is open: there are views of open deals only, and nothing in the file says
/// so. The place of its table, and the warning.
pub(super) fn of_open_deals(
    crm: &[Read<CrmOpportunity>],
    tables: &[SettledTable],
    notes: &[Notes],
) -> Option<(usize, Warning)> {
    let place = crm.first()?.table;
    let are_open = crm.iter().all(|read| read.value.status == DealStatus::Open);
    // What no list knows is read as open.
    let is_told =
        tables.iter().zip(notes).filter(|(table, _)| table.raw.report.role == Role::Crm).all(
            |(table, notes)| {
                let has = |field: Field| table.column(field).is_some();
                let knows = |field: Field| has(field) && !notes.unknown_values.contains_key(&field);
                let has_flags = has(Field::IsWon) || has(Field::IsClosed);
                has_flags || knows(Field::Status) || (!has(Field::Status) && knows(Field::Stage))
            },
        );
    (are_open && is_told && crm.len() >= OPEN_DEALS_MIN).then(|| {
        let message = format!(
            "None of the {} deals of the CRM is won or lost: this looks like a view of open deals. Won deals and their \
             claims are not audited then, and their ACE opportunities are told as not in the CRM. Export a view of all \
             deals.",
            grouped(crm.len().into())
        );
        (place, Warning::new("open_deals_only", message))
    })
}

fn numbers_as_text(column: &Column, table: &SettledTable) -> Option<Warning> {
    if !column.field.kind().is_figure() {
        return None;
    }
    let mark = table.decimal_mark(column.field);
    let filled = column.iter().filter(|cell| !cell.is_blank());
    let (all, typed) = filled.fold((0_u64, 0_u64), |(all, typed), cell| {
        let is_number = cell.kind == CellKind::Text
            && shows_separator(cell.text)
            && matches!(number(cell, mark), Reading::Number(_) | Reading::Ambiguous(_));
        (all + 1, typed + u64::from(is_number))
    });
    (typed > 0).then(|| Warning {
        column: Some(column.header.clone()),
        ..Warning::new(
            "numbers_as_text",
            format!(
                "{typed} of {all} numbers are typed as text in the workbook, and were read by the \
                 separators they show."
            ),
        )
    })
}

/// Whether a sign stands between two digits: without one, a number is read in one way only.
fn shows_separator(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    signs.windows(3).any(|it| it[0].is_numeric() && !it[1].is_alphanumeric() && it[2].is_numeric())
}

/// Warns of a CRM or ACE export whose newest record is more than two weeks older than the other's:
/// what happened since then is missing on one side. And, given the day of the audit, of one that is as
/// much older than that day, or younger than it.
pub fn warn_of_stale(inputs: &mut [InputReport], as_of: Option<NaiveDate>) {
    let newest_of = |inputs: &[InputReport], role| {
        let of_role = inputs.iter().filter(|input| input.role == role);
        of_role.filter_map(|input| input.newest_record).max()
    };
    let newest =
        [Role::Crm, Role::Ace].map(|role| newest_of(inputs, role).map(|newest| (role, newest)));
    for (role, of_role) in newest.into_iter().flatten() {
        if let Some(day) = as_of.filter(|day| (of_role - *day).num_days() > STALE_DAYS) {
            let message = format!(
                "The newest record is of {of_role}, but the audit is as of {day}: more than {STALE_DAYS} \
                 days earlier. Check --as-of, or what is over by now looks as if it were still to come."
            );
            warn_newest(inputs, role, of_role, Warning::new("later_than_audit", message));
        }
        let other = newest.into_iter().flatten().find(|(other, _)| *other != role);
        let than_other = other.map(|(other, day)| {
            (day, format!("the newest of the {} export is of {day}", name(other)))
        });
        let than_audit = as_of.map(|day| (day, format!("the audit is as of {day}")));
        let is_older = |(day, _): &(NaiveDate, String)| (*day - of_role).num_days() > STALE_DAYS;
        let Some((_, because)) = than_other.into_iter().chain(than_audit).find(is_older) else {
            continue;
        };
        let message = format!(
            "The newest record is of {of_role}, but {because}: more than {STALE_DAYS} days later. Export \
             it again, or what happened since is missing."
        );
        warn_newest(inputs, role, of_role, Warning::new("stale_export", message));
    }
}

/// Tells it of the export with the newest record: one may come in parts, and only all of them together are old.
fn warn_newest(inputs: &mut [InputReport], role: Role, newest: NaiveDate, warning: Warning) {
    let is_newest =
        |input: &&mut InputReport| input.role == role && input.newest_record == Some(newest);
    if let Some(input) = inputs.iter_mut().find(is_newest) {
        input.warnings.push(warning);
    }
}

fn name(role: Role) -> &'static str {
    if role == Role::Ace { "ACE" } else { "CRM" }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::testing::date;
    use crate::domain::{RawTable, Source};
    use crate::normalise::testing::{read, table};

    fn codes(table: RawTable) -> Vec<&'static str> {
        let records = read(vec![table]);
        records.inputs[0].warnings.iter().map(|warning| warning.code).collect()
    }

    fn opportunities(count: usize, mrr: &str) -> RawTable {
        let ids: Vec<String> = (0..count).map(|place| format!("O{place}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        table(Role::Ace, &[(Field::AceId, &ids), (Field::Mrr, &vec![mrr; count])])
    }

    #[test]
    fn one_revenue_for_every_opportunity_is_a_default() {
        assert_eq!(codes(opportunities(20, "1000")), ["constant_column"]);
        assert!(codes(opportunities(19, "1000")).is_empty());
        assert!(codes(opportunities(20, "")).is_empty());
    }

    #[test]
    fn numbers_typed_as_text_in_a_workbook_are_counted() {
        let in_workbook = |amounts: &[(&str, CellKind)]| {
            let ids = vec![""; amounts.len()];
            let mut table = table(Role::Ace, &[(Field::Title, &ids)]);
            let mut column = Column::new(Field::Mrr, "Amount", None);
            for (text, kind) in amounts {
                column.push(text, *kind);
            }
            table.columns.push(column);
            table.report.container = "xlsx";
            codes(table)
        };
        let (number, text) = (CellKind::Number, CellKind::Text);
        assert_eq!(in_workbook(&[("5000", number), ("6,000", text)]), ["numbers_as_text"]);
        assert!(in_workbook(&[("5000", number), ("USD 6000", text)]).is_empty(), "read in one way");
        assert!(in_workbook(&[("5000", number), ("TBD", text)]).is_empty());
        let mut part = table(Role::Ace, &[(Field::Title, &["a"]), (Field::Mrr, &["5000"])]);
        assert!(codes(part.clone()).is_empty());
        let Source { file, carries, .. } = &*part.source;
        let sheet = Some("Opportunity.csv".into());
        part.source = Arc::new(Source { file: file.clone(), sheet, carries: *carries });
        assert!(codes(part).is_empty());
    }

    #[test]
    fn an_export_in_which_no_deal_is_won_or_lost_looks_like_a_view() {
        let deals = |count: usize, of_last: &str| {
            let ids: Vec<String> = (0..count).map(|place| format!("D{place}")).collect();
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let mut stages = vec!["Qualification"; count];
            stages[count - 1] = of_last;
            codes(table(Role::Crm, &[(Field::DealId, &ids), (Field::Stage, &stages)]))
        };
        assert_eq!(deals(20, "Proposal"), ["open_deals_only"]);
        assert!(deals(19, "Proposal").is_empty(), "that may well be all");
        assert!(deals(20, "Closed Won").is_empty());
        assert_eq!(deals(20, "Stage X"), ["unknown_stage"], "which may be one of won deals");
    }

    fn warned(crm: NaiveDate, ace: NaiveDate, as_of: Option<NaiveDate>) -> Vec<Role> {
        warned_of("stale_export", crm, ace, as_of)
    }

    fn warned_of(
        code: &str,
        crm: NaiveDate,
        ace: NaiveDate,
        as_of: Option<NaiveDate>,
    ) -> Vec<Role> {
        let day = |date: NaiveDate| date.to_string();
        let (crm, ace) = (day(crm), day(ace));
        let mut inputs = read(vec![
            table(Role::Crm, &[(Field::DealId, &["D1"]), (Field::ModifiedDate, &[&crm])]),
            table(Role::Ace, &[(Field::AceId, &["O1"]), (Field::ModifiedDate, &[&ace])]),
        ])
        .inputs;
        warn_of_stale(&mut inputs, as_of);
        let is_warned =
            |input: &&InputReport| input.warnings.iter().any(|warning| warning.code == code);
        inputs.iter().filter(is_warned).map(|input| input.role).collect()
    }

    #[test]
    fn the_export_that_is_two_weeks_older_than_the_other_is_named() {
        let (old, new) = (date(2026, 9, 1), date(2026, 9, 16));
        assert_eq!(warned(old, new, None), [Role::Crm]);
        assert_eq!(warned(new, old, None), [Role::Ace]);
        assert!(warned(old, date(2026, 9, 15), None).is_empty());
    }

    #[test]
    fn exports_that_are_both_older_than_the_audit_are_both_named() {
        let (day, as_of) = (date(2026, 9, 1), date(2026, 9, 16));
        assert_eq!(warned(day, day, Some(as_of)), [Role::Crm, Role::Ace]);
        assert!(warned(day, day, Some(date(2026, 9, 15))).is_empty());
    }

    #[test]
    fn an_audit_as_of_a_day_long_before_the_exports_is_asked_about() {
        let day = date(2026, 9, 16);
        let warned = |as_of| warned_of("later_than_audit", day, day, Some(as_of));
        assert_eq!(warned(date(2025, 9, 16)), [Role::Crm, Role::Ace]);
        assert!(warned(date(2026, 9, 2)).is_empty(), "a quarter is audited after its end");
    }
}
