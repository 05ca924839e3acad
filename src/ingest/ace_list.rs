//! Whether a list is one of ACE: exports of ACE and of a CRM share most words, and differ in whose ids every row has.

use super::layout::{Layout, missing};
use super::raw_row::RawRow;
use crate::domain::{AceId, Field, Role};

/// Whether the layout takes a list of ACE for one of the CRM's deals, where ACE's own words would do: `Opportunity ID`,
/// `Customer` and `Stage` are both systems'. Such a list has no other ids than ACE's. `of_row` is the row under every
/// profile.
pub(super) fn is_taken_for_deals(layout: &Layout, of_row: &[Layout], rows: &[RawRow]) -> bool {
    if layout.profile.role != Role::Crm {
        return false;
    }
    let of_ace =
        || of_row.iter().filter(|it| it.profile.role == Role::Ace && missing(it).is_none());
    let index =
        |field| layout.mapping.columns.iter().find(|it| it.field == field).map(|it| it.index);
    let below = &rows[layout.header + 1..];
    let has_gaps = |ids: usize| {
        let mut records = below.iter().filter(|row| is_record(layout, row));
        records.any(|row| row.cell(ids).is_blank())
    };
    let (of_deals, of_both) = (index(Field::DealId), index(Field::AceId));
    let are_of_ace = |ids: &usize| holds_ids(below, *ids, LEAST_LENGTH);
    if of_deals.is_some_and(|ids| are_of_ace(&ids)) {
        return of_ace().next().is_some();
    }
    // The deals of a CRM are not all in ACE, and each has an id.
    of_both.filter(are_of_ace).is_some_and(|ids| !has_gaps(ids))
        && of_deals.is_none_or(has_gaps)
        && of_ace().any(says_what_only_ace_knows)
}

/// Whether records of what would be the export of ACE, or a copy that a partner made, have no id of ACE.
pub(super) fn lacks_ids(layout: &Layout, rows: &[RawRow]) -> bool {
    let ids = layout.mapping.columns.iter().find(|column| column.field == Field::AceId);
    let is_copy = layout.profile.role == Role::Ace && !layout.profile.is_specific;
    let Some(ids) = ids.filter(|_| is_copy) else { return false };
    let mut records = rows[layout.header + 1..].iter().filter(|row| is_record(layout, row));
    records.any(|row| row.cell(ids.index).is_blank())
}

/// Whether most columns have a cell in the row: sums, headings and notes have few.
pub(super) fn is_record(layout: &Layout, row: &RawRow) -> bool {
    row.filled().count() * 2 > layout.mapping.columns.len()
}

/// Whether a column holds what AWS alone says of an opportunity.
fn says_what_only_ace_knows(layout: &Layout) -> bool {
    const OF_ACE: [Field; 6] = [
        Field::ApnPrograms,
        Field::ReviewedDate,
        Field::UseCase,
        Field::OpportunityType,
        Field::PartnerCrmId,
        Field::SalesActivities,
    ];
    layout.mapping.columns.iter().any(|column| OF_ACE.contains(&column.field))
}

/// `O` and at least as many digits as ACE has given for years (seven; our choice), so that `O12` may be anybody's.
const LEAST_LENGTH: usize = 8;

/// Whether a column of these rows holds ids of ACE, of this length at least, and nothing else.
pub(super) fn holds_ids(rows: &[RawRow], column: usize, least_length: usize) -> bool {
    let is_id = |text: &str| AceId::exact(text).is_some_and(|id| id.as_str().len() >= least_length);
    let mut cells =
        rows.iter().map(|row| row.cell(column)).filter(|cell| !cell.is_blank()).peekable();
    cells.peek().is_some() && cells.all(|cell| is_id(cell.text))
}
