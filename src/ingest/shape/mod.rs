//! Exports whose rows are not simply a record each: lists spread over columns, entries of which one
//! counts, rows that are no records, rows that change earlier ones. A profile says so in `[shape]`.

mod entries;
mod events;
mod list_columns;
mod printed;
mod row_rules;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use self::entries::{Entries, EntryRule};
pub(super) use self::events::{Event, Fate, deleted_elsewhere, fates};
use self::events::{EventColumns, EventHeaders};
pub(super) use self::row_rules::RowRule;
use super::headers::header;
use super::headers::header_row::HeaderRow;
use super::headers::mapping::{MappedColumn, Mapping};
use super::headers::profile::Profile;
use super::raw_row::RawRow;
use crate::domain::{Cell, CellKind, Decimal, Field};

/// What a profile says of the rows of its exports.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Shape {
    /// Lists of objects of which one entry is used.
    entries: Vec<EntryRule>,
    /// Rows that are no records.
    rows: Vec<RowRule>,
    /// Columns of an export whose rows are changes of records.
    events: Option<EventHeaders>,
    /// Headers that mean nothing beside another one.
    beside: Vec<Beside>,
    whole: Option<Whole>,
    /// Set if such exports are recognised to be refused.
    refused: Option<Refused>,
}

/// A header that has no meaning where another one stands in the same file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Beside {
    header: String,
    other: String,
}

/// An interface that leaves out what is not set: where all fields of `when` have a column, those of
/// `fields` are carried too.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    when: Vec<Named>,
    fields: Vec<Named>,
}

/// Why an export of this profile is not read, in the words of
/// [`UnsupportedFormat`](super::IngestError::UnsupportedFormat).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Refused {
    /// The field without which it is refused; always if none is named.
    without: Option<Named>,
    /// What it is.
    pub what: String,
    /// How to get an export that is read.
    pub way_out: String,
}

/// A field by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
struct Named(Field);

impl TryFrom<String> for Named {
    type Error = String;

    fn try_from(name: String) -> Result<Named, String> {
        Field::named(&name).map(Named).ok_or_else(|| format!("no field is called {name}"))
    }
}

impl Shape {
    /// The fields that a file with this header carries without having a column for them.
    pub(super) fn implied(&self, mapping: &Mapping) -> impl Iterator<Item = Field> {
        let has = |named: &Named| mapping.columns.iter().any(|column| column.field == named.0);
        let whole = self.whole.iter().filter(move |whole| whole.when.iter().all(has));
        whole.flat_map(|whole| whole.fields.iter().map(|named| named.0))
    }

    /// Why an export with these columns is not read, if so.
    pub(super) fn refusal(&self, columns: &[MappedColumn]) -> Option<&Refused> {
        let has = |named: Named| columns.iter().any(|column| column.field == named.0);
        self.refused.as_ref().filter(|refused| !refused.without.is_some_and(has))
    }
}

/// What the shape of its profile makes of a header row.
#[derive(Clone, Debug, Default)]
pub(super) struct Shaped {
    /// Cells that several columns make up, by the place of their column in the mapping.
    gathered: BTreeMap<usize, Gathered>,
    entries: Vec<Entries>,
    rules: Vec<(usize, &'static RowRule)>,
    events: Option<EventColumns>,
    /// Columns whose cells may be lists, by their place in the mapping.
    lists: BTreeSet<usize>,
}

/// Fields that hold lists.
const LISTS: [Field; 7] = [
    Field::AceId,
    Field::ApnPrograms,
    Field::DeliveryModel,
    Field::Program,
    Field::SalesActivities,
    Field::Solution,
    Field::UseCase,
];

/// Where the cell of a mapped column comes from, if not from one column.
#[derive(Clone, Debug)]
enum Gathered {
    /// `X[0]`, `X[1]`: joined by `;`.
    List(Vec<usize>),
    /// A member of the entry that counts: which of the lists of entries, and the member.
    Entry(usize, String),
    /// The first of these columns that is filled.
    FirstFilled([usize; 2]),
}

/// Completes the mapping of a header row by what the profile says of rows.
pub(super) fn apply(row: &HeaderRow, profile: &Profile, mapping: &mut Mapping) {
    let headers: Vec<(usize, &str)> =
        row.cells.iter().map(|cell| (cell.index, cell.path())).collect();
    let shape = profile.shape;
    leave_out_beside(&shape.beside, row, mapping);
    let mut shaped = Shaped::default();
    for rule in &shape.entries {
        if let Some(used) = add_entries(rule, &headers, mapping, &mut shaped) {
            leave_out_used(&used, row, mapping);
        }
    }
    for list in list_columns::lists(&headers, profile) {
        if let Some(field) = list.field {
            if !add_column(mapping, field, list.columns[0], format!("{}[]", list.name)) {
                continue;
            }
            let place = mapping.columns.len() - 1;
            shaped.gathered.insert(place, Gathered::List(list.columns));
        }
        leave_out_used(&list.headers, row, mapping);
    }
    let column_of = |wanted: &str| column_of(row, wanted);
    shaped.rules =
        shape.rows.iter().filter_map(|rule| Some((column_of(&rule.header)?, rule))).collect();
    shaped.events = shape.events.as_ref().and_then(|events| events.columns(column_of));
    let is_list = |place: &usize| LISTS.contains(&mapping.columns[*place].field);
    shaped.lists = (0..mapping.columns.len()).filter(is_list).collect();
    mapping.shaped = shaped;
}

/// The column of this header.
fn column_of(row: &HeaderRow, header: &str) -> Option<usize> {
    let key = header::key(header);
    row.cells.iter().find(|cell| cell.name.key == key).map(|cell| cell.index)
}

fn leave_out_beside(rules: &[Beside], row: &HeaderRow, mapping: &mut Mapping) {
    for rule in rules {
        if column_of(row, &rule.other).is_some()
            && let Some(index) = column_of(row, &rule.header)
        {
            mapping.columns.retain(|column| column.index != index);
        }
    }
}

fn add_entries(
    rule: &'static EntryRule,
    headers: &[(usize, &str)],
    mapping: &mut Mapping,
    shaped: &mut Shaped,
) -> Option<BTreeSet<String>> {
    let (entries, used) = Entries::of(rule, headers)?;
    for (named, member) in rule.fields() {
        if let Some(index) = entries.first_column(member)
            && add_column(mapping, named.0, index, format!("{}.{member}", rule.of))
        {
            let gathered = Gathered::Entry(shaped.entries.len(), member.to_owned());
            shaped.gathered.insert(mapping.columns.len() - 1, gathered);
        }
    }
    shaped.entries.push(entries);
    Some(used)
}

/// Takes headers that have found their use out of those without a meaning.
fn leave_out_used(used: &BTreeSet<String>, row: &HeaderRow, mapping: &mut Mapping) {
    let is_used = |header: &String| {
        let mut cells = row.cells.iter().filter(|cell| cell.written == *header);
        cells.any(|cell| used.contains(cell.path())) || used.contains(header)
    };
    mapping.unmapped.retain(|header| !is_used(header));
}

/// Adds a column for a field that has none yet.
fn add_column(mapping: &mut Mapping, field: Field, index: usize, header: String) -> bool {
    let is_new = mapping.columns.iter().all(|column| column.field != field);
    if is_new {
        mapping.columns.push(MappedColumn {
            index,
            field,
            header,
            date_hint: None,
            multiplier: Decimal::ONE,
            currency: None,
        });
    }
    is_new
}

impl Shaped {
    /// Takes the cells of the mapped column at this place from the first of two columns that is filled.
    pub(super) fn take_first_filled(&mut self, place: usize, columns: [usize; 2]) {
        self.gathered.insert(place, Gathered::FirstFilled(columns));
    }

    /// Whether the cell of the mapped column at this place is made up of several.
    pub(super) fn is_gathered(&self, place: usize) -> bool {
        self.gathered.contains_key(&place)
    }

    /// The cell of the mapped column at this place. `joined` holds the text of a joined list.
    pub(super) fn cell<'row>(
        &self,
        place: usize,
        index: usize,
        row: &'row RawRow,
        joined: &'row mut String,
    ) -> Cell<'row> {
        match self.gathered.get(&place) {
            None => {
                let cell = row.cell(index);
                if !self.lists.contains(&place) || !cell.text.starts_with('[') {
                    return cell;
                }
                let Some(text) = list_columns::joined(cell.text) else { return cell };
                *joined = text;
                Cell { text: joined, kind: cell.kind }
            }
            Some(Gathered::List(columns)) => {
                let texts = columns.iter().map(|column| row.cell(*column).text);
                *joined = texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(";");
                Cell { text: joined, kind: CellKind::Text }
            }
            Some(Gathered::Entry(list, member)) => self.entries[*list].cell(member, row),
            Some(Gathered::FirstFilled([first, second])) => {
                let cell = row.cell(*first);
                if cell.is_blank() { row.cell(*second) } else { cell }
            }
        }
    }

    /// The lists of entries that leave open which one counts: their name, and why.
    pub(super) fn undecided(&self, row: &RawRow) -> impl Iterator<Item = (&'static str, String)> {
        self.entries.iter().filter_map(|entries| entries.undecided(row))
    }

    /// The rule by which a row is no record.
    pub(super) fn rule(&self, row: &RawRow) -> Option<&'static RowRule> {
        let fits = |(column, rule): &&(usize, &'static RowRule)| rule.fits(row.cell(*column).text);
        self.rules.iter().find(fits).map(|(_, rule)| *rule)
    }

    /// The change that a row is, if the rows of the export are changes.
    pub(super) fn event(&self, row: &RawRow) -> Option<Event> {
        self.events.as_ref().map(|columns| columns.event(row))
    }
}
