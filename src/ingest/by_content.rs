//! Columns of deals whose headers nobody knows and whose cells leave no doubt: ids.

use std::collections::BTreeSet;

use super::ace_list;
use super::addressed_ids;
use super::headers::by_words::Worded;
use super::headers::header;
use super::headers::mapping::MappedColumn;
use super::headers::profile::Meaning;
use super::layout::Layout;
use super::raw_row::RawRow;
use super::rows::records::Records;
use crate::domain::{Cell, CellKind, Column, Decimal, Field, Role, Warning};

/// The warning that tells of an id which was found so.
const CODE: &str = "id_by_content";

/// Fewer records show nothing (our choice).
const RECORDS_MIN: usize = 3;

/// Ids are no longer (our choice; those of Dataverse have 36 characters).
const LONGEST: usize = 40;

/// Maps the ids of deals and of ACE that the header leaves open. `below` are the first rows below it.
pub(super) fn complete(layout: &mut Layout, header: &RawRow, below: &[RawRow]) {
    if layout.profile.role != Role::Crm {
        return;
    }
    if lacks(layout, Field::AceId)
        && let Some((index, written)) = of_ace(layout, header, below)
    {
        let message = format!(
            "`{written}` holds ids of ACE opportunities and nothing else, and was read as such."
        );
        map(layout, index, &written, Field::AceId, message);
    }
    leave_out_counts(layout, header, below);
    if lacks(layout, Field::DealId)
        && let Some((index, written)) = of_deals(layout, header, below)
    {
        let message = format!(
            "`{written}` holds another value in every row, and was taken for the id of the deals. If another column holds \
             it: --map \"HEADER=deal_id\"."
        );
        map(layout, index, &written, Field::DealId, message);
    }
    if [Field::DealId, Field::Url].into_iter().all(|field| lacks(layout, field))
        && let Some((index, written)) = of_addresses(layout, header, below)
    {
        map_untold(layout, index, &written, Field::Url);
    }
}

/// A column that holds the address of a deal's page in every record, and so its id.
fn of_addresses(layout: &Layout, header: &RawRow, below: &[RawRow]) -> Option<(usize, String)> {
    let are_addresses = |index: usize| {
        let cells = records(layout, below, index);
        !cells.is_empty() && cells.iter().all(|cell| addressed_ids::id_in(cell.text).is_some())
    };
    let mut candidates = unmapped(layout, header).filter(|(index, _)| are_addresses(*index));
    candidates.next().map(|(index, written)| (index, written.to_owned()))
}

/// Takes the numbers of the rows for no ids where another column holds them: `No` before `Deal code`.
fn leave_out_counts(layout: &mut Layout, header: &RawRow, below: &[RawRow]) {
    const NUMBERS: [&str; 8] = ["no", "no.", "nr", "nr.", "n°", "n.o", "#", "id"];
    let is_id = |column: &MappedColumn| column.field == Field::DealId;
    let Some(place) = layout.mapping.columns.iter().position(is_id) else { return };
    let counts = layout.mapping.columns[place].clone();
    let is_number = NUMBERS.contains(&header::key(&counts.header).as_str());
    if !is_number || !is_counted(&records(layout, below, counts.index)) {
        return;
    }
    let mapped = |text: &str| layout.profile.meaning(&header::parse(text));
    let other = unmapped(layout, header).find(|(_, text)| {
        matches!(mapped(text), Some((Meaning::Field { field: Field::DealId, .. }, _)))
    });
    let Some((index, written)) = other.map(|(index, text)| (index, text.to_owned())) else {
        return;
    };
    let mapping = &mut layout.mapping;
    let is_of_other = |header: &String| *header == written;
    mapping.unmapped.retain(|header| !is_of_other(header));
    mapping.warnings.retain(|warning| !warning.column.as_ref().is_some_and(is_of_other));
    mapping.unmapped.push(counts.header.clone());
    mapping.columns[place] = MappedColumn { index, header: written, ..counts };
}

/// The cells of a column in the rows that are records.
fn records<'rows>(layout: &Layout, below: &'rows [RawRow], index: usize) -> Vec<Cell<'rows>> {
    below.iter().filter(|row| ace_list::is_record(layout, row)).map(|row| row.cell(index)).collect()
}

fn is_counted(cells: &[Cell<'_>]) -> bool {
    cells.iter().zip(1..).all(|(cell, count): (_, usize)| cell.text == count.to_string())
}

/// Takes back an id of deals that is found twice further down.
pub(super) fn verify(layout: &mut Layout, records: &mut Records) {
    let is_of_ids = |column: &Column| column.field == Field::DealId;
    let Some(ids) = records.columns.iter().position(is_of_ids) else { return };
    let header = Some(records.columns[ids].header.as_str());
    let is_told = |warning: &Warning| warning.code == CODE && warning.column.as_deref() == header;
    let Some(place) = layout.mapping.warnings.iter().position(is_told) else { return };
    if are_different(&records.columns[ids]) {
        return;
    }
    layout.mapping.warnings.remove(place);
    layout.mapping.columns.retain(|column| column.field != Field::DealId);
    layout.mapping.unmapped.push(records.columns.remove(ids).header);
}

fn are_different(column: &Column) -> bool {
    let mut seen = BTreeSet::new();
    column.iter().filter(|cell| !cell.is_blank()).all(|cell| seen.insert(cell.text))
}

fn lacks(layout: &Layout, field: Field) -> bool {
    layout.mapping.columns.iter().all(|column| column.field != field)
}

fn map(layout: &mut Layout, index: usize, written: &str, field: Field, message: String) {
    map_untold(layout, index, written, field);
    let column = Some(written.to_owned());
    layout.mapping.warnings.push(Warning { column, ..Warning::new(CODE, message) });
}

fn map_untold(layout: &mut Layout, index: usize, written: &str, field: Field) {
    let mapping = &mut layout.mapping;
    mapping.unmapped.retain(|header| header != written);
    mapping.columns.push(MappedColumn {
        index,
        field,
        header: written.to_owned(),
        date_hint: None,
        multiplier: Decimal::ONE,
        currency: None,
    });
}

/// A column whose header names ACE or AWS and whose cells are ids of ACE: `ACE`, `AWS-Ref`; not `Previous ACE ID`.
fn of_ace(layout: &Layout, header: &RawRow, below: &[RawRow]) -> Option<(usize, String)> {
    let names_ace = |text: &str| {
        let key = header::key(text);
        let has = |listed: &[&str]| {
            let mut words = key.split(|c: char| !c.is_ascii_alphanumeric());
            words.any(|word| listed.contains(&word))
        };
        has(&["ace", "apn", "aws", "pc", "central", "cosell"]) && !has(&OF_ANOTHER)
    };
    unmapped(layout, header)
        .find(|(index, text)| names_ace(text) && ace_list::holds_ids(below, *index, 6))
        .map(|(index, text)| (index, text.to_owned()))
}

/// Words for an opportunity that is not the one of the deal.
const OF_ANOTHER: [&str; 9] =
    ["previous", "prior", "old", "former", "parent", "original", "duplicate", "cloned", "renewed"];

/// What else has a number of its own in every row of a short list.
const OTHERS: [&str; 12] = [
    "account", "customer", "client", "cliente", "kund", "debitor", "phone", "tel", "zip", "plz",
    "duns", "vat",
];

/// The first column of the table, or one that is headed by a word for numbers, if it holds an id of its own in every record.
fn of_deals(layout: &Layout, header: &RawRow, below: &[RawRow]) -> Option<(usize, String)> {
    let (first, _) = header.filled().next()?;
    let is_of_ids = |text: &str| header::parse(text).worded().iter().any(Worded::is_of_ids);
    let mut candidates = unmapped(layout, header).filter(|it| it.0 == first || is_of_ids(it.1));
    candidates.find_map(|(index, written)| ids_in(layout, below, index, written))
}

fn ids_in(
    layout: &Layout,
    below: &[RawRow],
    index: usize,
    written: &str,
) -> Option<(usize, String)> {
    let key = header::key(written);
    if OTHERS.iter().any(|other| key.contains(other)) {
        return None;
    }
    let cells = records(layout, below, index);
    let different: BTreeSet<&str> = cells.iter().map(|cell| cell.text).collect();
    let are_ids = cells.len() >= RECORDS_MIN
        && different.len() == cells.len()
        && !is_counted(&cells)
        && !ace_list::holds_ids(below, index, 5)
        && cells.iter().all(|cell| matches!(cell.kind, CellKind::Text | CellKind::Number))
        && cells.iter().all(|cell| is_id(cell.text));
    are_ids.then(|| (index, written.to_owned()))
}

/// Whether the text can be an id and nothing else: no name, date or amount.
fn is_id(text: &str) -> bool {
    let is_sign = |c: char| matches!(c, '-' | '_' | '/' | '#' | '.' | ':');
    let groups: Vec<&str> = text.split(['-', '/', '.']).collect();
    let are_numbers = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    let is_date_or_amount = are_numbers && (groups.len() >= 3 || text.contains('.'));
    !text.is_empty()
        && text.len() <= LONGEST
        && text.chars().all(|c| c.is_alphanumeric() || is_sign(c))
        && text.contains(|c: char| c.is_ascii_digit())
        && !is_date_or_amount
}

/// The headers without a meaning, with their columns.
fn unmapped<'row>(
    layout: &Layout,
    header: &'row RawRow,
) -> impl Iterator<Item = (usize, &'row str)> {
    let headers = layout.mapping.unmapped.clone();
    header
        .filled()
        .filter(move |(_, cell)| headers.iter().any(|written| written == cell.text))
        .map(|(index, cell)| (index, cell.text))
}

#[cfg(test)]
mod tests {
    use crate::domain::Field;
    use crate::ingest::tests::read_text;

    /// What is taken for the ids of deals and of ACE, under these headers before and behind the others.
    fn taken(first: &str, last: &str, rows: &[(&str, &str)]) -> [Option<String>; 2] {
        let mut text = format!("{first},Deal Name,Customer,Stage,{last}\n");
        for (row, (id, ace)) in rows.iter().enumerate() {
            text = format!("{text}{id},Lift {row},Acme,Proposal,{ace}\n");
        }
        let table = read_text(&text);
        let told = table.report.warnings.iter().filter(|it| it.code == "id_by_content").count();
        let header = |field| table.column(field).map(|column| column.header.clone());
        let taken = [Field::DealId, Field::AceId].map(header);
        assert_eq!(told, taken.iter().flatten().filter(|it| *it == first || *it == last).count());
        taken
    }

    const NONE: [Option<String>; 2] = [None, None];

    #[test]
    fn ids_under_headers_that_nobody_knows_are_taken_and_told() {
        let folio = [("MX-001", ""), ("MX-002", ""), ("MX-009", "")];
        assert_eq!(taken("Zeichen", "Mood", &folio), [Some("Zeichen".to_owned()), None]);
        let numbers = [("4711", ""), ("4712", ""), ("4700", "")];
        assert_eq!(taken("Zeichen", "Mood", &numbers)[0].as_deref(), Some("Zeichen"));
        let ace = [("", "O1234567"), ("", ""), ("", "O7654321")];
        assert_eq!(taken("Mood", "AWS-Ref", &ace), [None, Some("AWS-Ref".to_owned())]);
        assert_eq!(taken("Mood", "Previous ACE ref", &ace), NONE);
    }

    #[test]
    fn ids_may_stand_anywhere_under_a_word_for_numbers() {
        let ids = [("x", "OP-1"), ("x", "OP-2"), ("x", "OP-7")];
        assert_eq!(taken("Mood", "Numara", &ids)[0].as_deref(), Some("Numara"));
        assert_eq!(taken("Mood", "Humor", &ids)[0], None);
    }

    #[test]
    fn the_numbers_of_the_rows_are_no_ids_beside_a_column_of_ids() {
        let of = |numbers: [&str; 2]| {
            let text = format!(
                "No,Deal code,Deal Name,Customer,Stage\n{},K-7,Lift,Acme,Won\n{},K-9,Move,Bolt,Won\n",
                numbers[0], numbers[1]
            );
            read_text(&text).column(Field::DealId).map(|column| column.header.clone())
        };
        assert_eq!(of(["1", "2"]).as_deref(), Some("Deal code"));
        assert_eq!(of(["4711", "4712"]).as_deref(), Some("No"));
    }

    #[test]
    fn numbers_of_rows_dates_amounts_names_and_repeated_values_are_no_ids() {
        for cells in [
            ["1", "2", "3"],
            ["2026-01-05", "2026-01-06", "2026-01-07"],
            ["05.01.2026", "06.01.2026", "07.01.2026"],
            ["96000.50", "48000.25", "12000.75"],
            ["Acme 1", "Acme 2", "Acme 3"],
            ["alpha", "beta", "gamma"],
            ["MX-1", "MX-1", "MX-2"],
            ["MX-1", "", "MX-2"],
            ["O1234567", "O1234568", "O1234569"],
        ] {
            assert_eq!(taken("Zeichen", "Mood", &cells.map(|id| (id, ""))), NONE, "{cells:?}");
        }
        assert_eq!(taken("Zeichen", "Mood", &[("MX-1", ""), ("MX-2", "")]), NONE);
        let customers = [("4711", ""), ("4712", ""), ("4700", "")];
        assert_eq!(taken("Kundennummer", "Mood", &customers), NONE);
    }

    #[test]
    fn an_id_that_is_found_again_further_down_is_taken_back() {
        let ids: Vec<String> = (0..300).map(|row| format!("K-{}", row % 250)).collect();
        let rows: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), "")).collect();
        assert_eq!(taken("Zeichen", "Mood", &rows), NONE);
    }
}
