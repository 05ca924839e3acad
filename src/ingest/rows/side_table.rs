//! Tables that stand beside the deals in the same sheet: owners with their quotas, exchange rates.
//!
//! Such a table has columns of its own behind a blank one, and its rows have nothing to do with the deals beside
//! them. It is told from columns of the deals by where it ends: a list stops above the last deal or goes on below it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::sums;
use crate::domain::{Field, Warning};
use crate::ingest::headers::header;
use crate::ingest::headers::mapping::Mapping;
use crate::ingest::layout::Layout;
use crate::ingest::raw_row::RawRow;
use crate::ingest::{Options, layout};

/// The columns of tables beside the deals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct SideTables {
    columns: Vec<Range<usize>>,
}

/// How many columns with headers are a table (our choice): one alone may hold remarks on a few deals.
const COLUMNS_MIN: usize = 2;

impl SideTables {
    /// The tables beside the deals of this header, among the first rows of the file. Columns of which the user says
    /// what they hold are the deals'.
    pub(in crate::ingest) fn beside(
        layout: &Layout,
        rows: &[RawRow],
        options: &Options,
    ) -> SideTables {
        let header = layout.joined.as_ref().unwrap_or(&rows[layout.header]);
        let below = &rows[layout.header + 1..];
        let blocks = blocks(header, below);
        let Some(deals) = blocks.iter().max_by_key(|block| fields_in(block, &layout.mapping))
        else {
            return SideTables::default();
        };
        let stated = layout::stated(options, layout.profile.role);
        let stated: Vec<String> = stated.iter().map(|alias| header::key(&alias.header)).collect();
        let is_stated = |block: &Range<usize>| {
            let mut keys = headers(header, block).map(header::key);
            keys.any(|key| stated.contains(&key))
        };
        let is_table = |block: &Range<usize>| match headers(header, block).count() {
            0 => true,
            count => {
                let is_of_deals = holds_more_than_lists(block, &layout.mapping);
                count >= COLUMNS_MIN && is_list_of_its_own(block, deals, below, is_of_deals)
            }
        };
        let beside = blocks.iter().filter(|block| *block != deals);
        let columns = beside.filter(|block| is_table(block) && !is_stated(block));
        SideTables { columns: columns.cloned().collect() }
    }

    /// Whether there is none.
    pub(in crate::ingest) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Blanks the cells that stand in such a table.
    pub(in crate::ingest) fn take_out_of(&self, row: &mut RawRow) {
        self.columns.iter().cloned().flatten().for_each(|column| row.clear(column));
    }

    /// What is said of each table whose columns have headers.
    pub(in crate::ingest) fn warnings(&self, header: &RawRow) -> Vec<Warning> {
        let warning = |block: &Range<usize>| {
            let names: Vec<String> =
                headers(header, block).map(|text| format!("`{text}`")).collect();
            let first = headers(header, block).next()?.to_owned();
            let message = format!(
                "{} stand beside the deals, behind a blank column, and end above or below the last deal: they were \
                 taken for a table of its own and not read. If they belong to the deals, take out the blank column, \
                 or say what one of them holds: --map \"{first}=FIELD\".",
                names.join(", ")
            );
            Some(Warning { column: Some(first), ..Warning::new("side_table", message) })
        };
        self.columns.iter().filter_map(warning).collect()
    }
}

/// The columns between those that are blank from the header down.
fn blocks(header: &RawRow, below: &[RawRow]) -> Vec<Range<usize>> {
    let rows = || below.iter().chain([header]);
    let width = rows().map(RawRow::len).max().unwrap_or_default();
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for column in (0..width).filter(|column| rows().any(|row| !row.cell(*column).is_blank())) {
        match blocks.last_mut().filter(|block| block.end == column) {
            Some(block) => block.end += 1,
            None => blocks.push(column..column + 1),
        }
    }
    blocks
}

fn headers<'row>(header: &'row RawRow, block: &Range<usize>) -> impl Iterator<Item = &'row str> {
    block.clone().map(|column| header.cell(column).text).filter(|text| !text.is_empty())
}

fn fields_in(block: &Range<usize>, mapping: &Mapping) -> usize {
    mapping.columns.iter().filter(|column| block.contains(&column.index)).count()
}

/// Fields that lists beside deals have too, of owners, customers, stages or exchange rates.
const OF_LISTS: [Field; 9] = [
    Field::Owner,
    Field::OwnerEmail,
    Field::Customer,
    Field::Website,
    Field::Country,
    Field::Stage,
    Field::Status,
    Field::Currency,
    Field::Amount,
];

/// Whether the block has a column that no such list has, as an ACE id or a date.
fn holds_more_than_lists(block: &Range<usize>, mapping: &Mapping) -> bool {
    let mut columns = mapping.columns.iter().filter(|column| block.contains(&column.index));
    columns.any(|column| !OF_LISTS.contains(&column.field))
}

/// Whether the block is filled from the first row down to one that is not the last deal's, with something else in its
/// first column each time: what names a row stands there once.
///
/// What is of deals may end above the last of them, where they are sorted by it: `is_of_deals` asks for rows below.
fn is_list_of_its_own(
    block: &Range<usize>,
    deals: &Range<usize>,
    below: &[RawRow],
    is_of_deals: bool,
) -> bool {
    let has = |row: &RawRow, columns: &Range<usize>, at_least: usize| {
        columns.clone().filter(|column| !row.cell(*column).is_blank()).nth(at_least - 1).is_some()
    };
    let is_deal = |row: &&RawRow| has(row, deals, 2) && sums::total_kind(row, &[]).is_none();
    let length = below.iter().take_while(|row| has(row, block, 1)).count();
    let (list, rest) = below.split_at(length);
    let goes_on_later = rest.iter().any(|row| has(row, block, 1));
    let ends_above = rest.iter().any(|row| is_deal(&row));
    let ends_below = list.last().is_some_and(|row| !has(row, deals, 1));
    let names: BTreeSet<&str> = list.iter().map(|row| row.cell(block.start).text).collect();
    let ends_elsewhere = ends_above != ends_below && !(ends_above && is_of_deals);
    !goes_on_later && ends_elsewhere && names.len() == list.len()
}

#[cfg(test)]
mod tests {
    use crate::domain::{Field, RawTable, Warning};
    use crate::ingest::Options;
    use crate::ingest::tests::{problems, read_bytes, read_text, texts};

    const HEADER: &str = "Deal ID,Deal Name,Customer,Amount,,Owner,Quota\n";

    fn told(table: &RawTable) -> Option<&Warning> {
        table.report.warnings.iter().find(|warning| warning.code == "side_table")
    }

    #[test]
    fn a_list_that_ends_above_the_last_deal_is_not_the_deals() {
        let table = read_text(&format!(
            "{HEADER}D1,Lift,Acme,1,,Ana,500\nD2,Move,Bolt,2,,Ben,600\nD3,Exit,Corva,3,,,\nTotal,,,6,,,\n"
        ));
        assert_eq!(table.rows.len(), 3);
        assert!(table.column(Field::Owner).is_none());
        let warning = told(&table).expect("it is told");
        assert_eq!(warning.column.as_deref(), Some("Owner"));
        assert!(warning.message.starts_with("`Owner`, `Quota` stand beside the deals"));
    }

    #[test]
    fn rows_of_a_list_that_goes_on_below_the_deals_are_ignored() {
        let table = read_text(&format!(
            "{HEADER}D1,Lift,Acme,1,,Ana,500\nD2,Move,Bolt,2,,Ben,600\n,,,,,Cem,700\n,,,,,Total,1800\n"
        ));
        assert_eq!(table.rows.len(), 2);
        assert!(table.column(Field::Owner).is_none());
        assert_eq!(problems(&table), [(4, "side_table"), (5, "side_table")]);
    }

    #[test]
    fn a_side_table_does_not_hide_a_sum_of_the_deals_or_repeat_their_headers() {
        let table = read_text(
            "Deal ID,Deal Name,Customer,Amount,,Customer,Website\nD1,Lift,Acme,1,,Acme,a.example\n\
             D2,Move,Bolt,2,,Zeta,z.example\nTotal,,,3,,Ypsi,y.example\n,,,,,Xilo,x.example\n",
        );
        assert_eq!(texts(&table, Field::Customer), ["Acme", "Bolt"]);
        assert_eq!(problems(&table), [(4, "grand_total"), (5, "side_table")]);
    }

    #[test]
    fn columns_of_the_deals_behind_a_blank_one_are_read() {
        for (rows, owners) in [
            ("D1,Lift,Acme,1,,Ana,500\nD2,Move,Bolt,2,,Ben,600\n", ["Ana", "Ben"]),
            ("D1,Lift,Acme,1,,Ana,500\nD2,Move,Bolt,2,,Ben,600\nTotal,,,3,,,\n", ["Ana", "Ben"]),
            ("D1,Lift,Acme,1,,,\nD2,Move,Bolt,2,,Ben,600\n", ["", "Ben"]),
        ] {
            let table = read_text(&format!("{HEADER}{rows}"));
            assert_eq!(texts(&table, Field::Owner), owners, "{rows}");
            assert!(told(&table).is_none(), "{rows}");
        }
        let sorted = "D1,Lift,Acme,1,,Ana,5\nD2,Move,Bolt,2,,Ana,6\nD3,Exit,Corva,3,,,\n";
        let table = read_text(&format!("{HEADER}{sorted}"));
        assert_eq!(texts(&table, Field::Owner), ["Ana", "Ana", ""], "sorted by the owner");
    }

    #[test]
    fn ids_behind_a_blank_column_are_the_deals_even_if_only_the_first_have_one() {
        let table = read_text(
            "Deal ID,Deal Name,Customer,Amount,,ACE Opportunity ID,MAP Status\nD1,Lift,Acme,1,,O111,Approved\n\
             D2,Move,Bolt,2,,O222,Submitted\nD3,Exit,Corva,3,,,\n",
        );
        assert_eq!(texts(&table, Field::AceId), ["O111", "O222", ""]);
        assert!(told(&table).is_none());
    }

    #[test]
    fn what_the_user_explains_is_the_deals() {
        let text = format!("{HEADER}D1,Lift,Acme,1,,Ana,500\nD2,Move,Bolt,2,,,\n");
        let header_maps = vec![("Owner".to_owned(), Field::Owner)];
        let options = Options { header_maps, ..Options::default() };
        let table = read_bytes(text.as_bytes(), &options).unwrap();
        assert_eq!(texts(&table, Field::Owner), ["Ana", ""]);
    }

    #[test]
    fn a_table_without_a_header_in_the_deals_row_disturbs_nothing() {
        let table = read_text(
            "Deal ID,Deal Name,Customer,Amount,,,\nD1,Lift,Acme,1,,,\nD2,Move,Bolt,2,,Currency,Rate\n\
             Total,,,3,,EUR,1.08\n,,,,,GBP,1.27\n",
        );
        assert_eq!(problems(&table), [(4, "grand_total"), (5, "side_table")]);
    }
}
