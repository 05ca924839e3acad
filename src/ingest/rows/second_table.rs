//! Tables that stand below the deals in the same sheet: exchange rates, a list of owners, a summary.

use std::sync::Arc;

use crate::domain::Field;
use crate::ingest::headers::header;
use crate::ingest::headers::mapping::MappedColumn;
use crate::ingest::headers::profile::{Meaning, PROFILES, Profile};
use crate::ingest::raw_row::RawRow;

/// Tells where the deals end and another table begins. A blank line alone says nothing: exports glued
/// together have them too.
#[derive(Default)]
pub(in crate::ingest) struct SecondTable {
    /// The mapped columns, by their place among these, that every record so far has filled.
    always_filled: Vec<usize>,
    /// Of the mapped columns of ids, amounts and dates, those in which every record so far has a digit.
    always_digits: Vec<usize>,
    records: usize,
    has_begun: bool,
    has_subitems: bool,
}

/// How many records show which columns are always filled (our choice).
const RECORDS_MIN: usize = 3;

/// How many records show that ids have digits (our choice).
const IDS_MIN: usize = 2;

/// How many bytes the header of a field has at most (our choice).
const HEADER_LENGTH: usize = 100;

/// Columns whose cells hold digits in every record, whatever their form.
const WITH_DIGITS: [Field; 9] = [
    Field::Amount,
    Field::Arr,
    Field::Mrr,
    Field::RequestedAmount,
    Field::CreatedDate,
    Field::ModifiedDate,
    Field::CloseDate,
    Field::TargetCloseDate,
    Field::SubmittedDate,
];

impl SecondTable {
    /// Whether the row stands in another table that has begun, or is the header of one: exports of two
    /// kinds, or with their columns in two orders, that were glued to each other.
    pub(super) fn goes_on(
        &mut self,
        row: &RawRow,
        profile: &Arc<Profile>,
        columns: &[MappedColumn],
    ) -> bool {
        self.has_begun |=
            self.records > 0 && !has_two_figures(row, columns) && is_header(row, profile);
        self.has_begun
    }

    /// Whether the row, which is no footer and no sum, belongs to another table. It begins behind a blank
    /// line with a row that has words where the deals have amounts and dates, that fills less than half of the
    /// columns that every deal fills, or that has no digit where every deal has an id, an amount and a date;
    /// from there on, no row is a deal.
    pub(in crate::ingest) fn holds(&mut self, row: &RawRow, columns: &[MappedColumn]) -> bool {
        self.has_begun |= row.after_blank
            && self.records >= RECORDS_MIN
            && (is_another_header(row, columns)
                || self.is_far_emptier(row, columns)
                || self.has_lost_its_digits(row, columns));
        self.has_begun
    }

    /// Whether the row is a part of the deal above it, or the header of such parts. monday.com writes `Subitems`
    /// before their header, and leaves the column of names blank below it.
    pub(super) fn holds_subitem(&mut self, row: &RawRow, first_column: usize) -> bool {
        const SUBITEMS: &str = "Subitems";
        let first = row.cell(first_column);
        self.has_subitems = (first.text == SUBITEMS && row.filled().nth(1).is_some())
            || (self.has_subitems && first.is_blank());
        self.has_subitems
    }

    /// Whether the row has words where every deal has an id with digits, and no date or no amount where every deal has
    /// one: the signature below a list (`Approved by`), or a rate (`EUR`).
    pub(super) fn lacks_an_id(&self, row: &RawRow, columns: &[MappedColumn]) -> bool {
        let mut ids = self.always_with_digits(columns).filter(|column| column.is_of_ids());
        let mut others = self.always_with_digits(columns).filter(|column| !column.is_of_ids());
        self.records >= IDS_MIN
            && ids.any(|id| !row.cell(id.index).is_blank() && !has_digit(row, id))
            && others.any(|column| !has_digit(row, column))
    }

    /// Takes note of a record.
    pub(super) fn saw_record(&mut self, row: &RawRow, columns: &[MappedColumn]) {
        if self.records == 0 {
            self.always_filled = (0..columns.len()).collect();
            self.always_digits =
                (0..columns.len()).filter(|place| has_digits_of(&columns[*place])).collect();
        }
        self.always_filled.retain(|place| !row.cell(columns[*place].index).is_blank());
        self.always_digits.retain(|place| has_digit(row, &columns[*place]));
        self.records += 1;
    }

    /// The header of the deals stands there again: what follows are deals.
    pub(in crate::ingest) fn end(&mut self) {
        self.has_begun = false;
    }

    /// Whether two or more words stand in the row, and no digit in three or more columns in which every deal has
    /// one: `Owner`, `Region` and `Quota` below ids, names and customers.
    fn has_lost_its_digits(&self, row: &RawRow, columns: &[MappedColumn]) -> bool {
        let mut always = self.always_with_digits(columns);
        always.clone().count() >= 3
            && row.filled().nth(1).is_some()
            && always.all(|column| !has_digit(row, column))
    }

    /// The columns of ids, amounts and dates in which every record so far has a digit.
    fn always_with_digits<'columns>(
        &self,
        columns: &'columns [MappedColumn],
    ) -> impl Iterator<Item = &'columns MappedColumn> + Clone {
        self.always_digits.iter().map(|place| &columns[*place])
    }

    fn is_far_emptier(&self, row: &RawRow, columns: &[MappedColumn]) -> bool {
        let all = self.always_filled.len();
        let is_filled = |place: &&usize| !row.cell(columns[**place].index).is_blank();
        // Of two or three columns, one that is blank is no sign.
        all >= 4 && self.always_filled.iter().filter(is_filled).count() * 2 < all
    }
}

/// Whether the ids, amounts or dates of the deals stand in the column.
pub(super) fn has_digits_of(column: &MappedColumn) -> bool {
    WITH_DIGITS.contains(&column.field) || column.is_of_ids()
}

fn has_digit(row: &RawRow, column: &MappedColumn) -> bool {
    row.cell(column.index).text.contains(char::is_numeric)
}

/// Whether two cells begin with a digit where dates and amounts are expected, as in most records; headers begin with
/// letters.
fn has_two_figures(row: &RawRow, columns: &[MappedColumn]) -> bool {
    let figures = columns.iter().filter(|column| WITH_DIGITS.contains(&column.field));
    let begins_with_digit = |column: &&MappedColumn| {
        row.cell(column.index).text.starts_with(|first: char| first.is_ascii_digit())
    };
    figures.filter(begins_with_digit).nth(1).is_some()
}

/// Whether three or more cells, and more than half, are headers that a profile knows.
pub(super) fn is_header(row: &RawRow, profile: &Arc<Profile>) -> bool {
    let filled = row.filled().count();
    if filled < 3 {
        return false;
    }
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    if row.filled().filter(|(_, cell)| has_digit(cell.text)).count() * 2 >= filled {
        return false;
    }
    let is_known = |text: &str| {
        let name = header::parse(text);
        PROFILES
            .iter()
            .chain([profile])
            .any(|profile| matches!(profile.meaning(&name), Some((Meaning::Field { .. }, _))))
    };
    let (mut known, mut unknown) = (0, 0);
    for (_, cell) in row.filled() {
        let is_known =
            !has_digit(cell.text) && cell.text.len() <= HEADER_LENGTH && is_known(cell.text);
        *(if is_known { &mut known } else { &mut unknown }) += 1;
        if unknown * 2 >= filled {
            return false;
        }
    }
    known >= 3
}

/// Whether two or more cells are filled, and words stand in the columns of amounts and dates.
fn is_another_header(row: &RawRow, columns: &[MappedColumn]) -> bool {
    let mut with_digits = columns
        .iter()
        .filter(|column| WITH_DIGITS.contains(&column.field))
        .map(|column| row.cell(column.index).text)
        .filter(|text| !text.is_empty())
        .peekable();
    let is_word = |text: &str| {
        text.chars().filter(|c| c.is_alphabetic()).count() > 3
            && !text.contains(|c: char| c.is_numeric())
    };
    with_digits.peek().is_some()
        && with_digits.all(is_word)
        && row.filled().nth(1).is_some()
        && row.filled().all(|(_, cell)| !cell.text.contains(|c: char| c.is_numeric()))
}

#[cfg(test)]
mod tests {
    use crate::ingest::tests::{problems, read_text};

    const DEALS: &str = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date\n\
        006A,Lift,Acme,Won,100,2026-01-01\n006B,Move,Bolt,Won,50,2026-01-02\n\
        006C,Exit,Corva,Open,70,2026-01-03\n";

    #[test]
    fn a_narrower_table_below_the_deals_is_set_aside() {
        let table =
            read_text(&format!("{DEALS},,,,,\nCurrency,Rate,,,,\nEUR,1.08,,,,\nGBP,1.27,,,,\n"));
        assert_eq!(table.rows.len(), 3);
        let expected: Vec<_> = (6..=8).map(|row| (row, "second_table")).collect();
        assert_eq!(problems(&table), expected);
    }

    #[test]
    fn a_wide_table_is_known_by_words_in_the_columns_of_amounts_and_dates() {
        let table = read_text(&format!(
            "{DEALS}\nContact,Mail,Account,Title,Phone,Birthday\nAna,a@acme.example,Acme,CTO,1,2026-01-01\n"
        ));
        assert_eq!(table.rows.len(), 3);
        assert_eq!(problems(&table), [(6, "second_table"), (7, "second_table")]);
    }

    #[test]
    fn another_header_below_the_deals_begins_another_table() {
        for header in [
            "Opportunity ID,Opportunity Name,Stage,Account Name,Close Date,Amount",
            "Opportunity id,Customer Company Name,Partner Project Title,Stage,Status",
            "opportunity id,opportunity name,account name,stage,amount,close date,Country",
        ] {
            let table = read_text(&format!("{DEALS}{header}\nO1,Lift,Acme,Won,1,2026-01-01\n"));
            assert_eq!(table.rows.len(), 3, "{header}");
            assert_eq!(problems(&table), [(5, "second_table"), (6, "second_table")], "{header}");
        }
    }

    #[test]
    fn a_table_of_words_below_deals_that_all_have_ids_amounts_and_dates_is_another() {
        let deals = "Deal ID,Deal,Customer,Amount,Close Date\n\
            D1,Lift,Acme,100,2026-01-01\nD2,Move,Bolt,50,2026-01-02\nD3,Exit,Corva,70,2026-01-03\n";
        let table = read_text(&format!("{deals}\nOwner,Region,Quota,,\nAna,North,1000000,,\n"));
        assert_eq!(table.rows.len(), 3);
        assert_eq!(problems(&table), [(6, "second_table"), (7, "second_table")]);
        let lead = read_text(&format!("{deals}\nD4,Lift,Acme,,\n"));
        assert_eq!(lead.rows.len(), 4, "a deal of which little is known");
    }

    #[test]
    fn signatures_and_rates_below_the_deals_are_no_deals() {
        let deals =
            "Deal ID,Customer,Amount,Close Date\nD1,Acme,100,2026-01-01\nD2,Bolt,50,2026-01-02\n";
        for rows in ["\nApproved by,Ben,,2026-01-20\n", "EUR,USD,1.08,\n"] {
            let table = read_text(&format!("{deals}{rows}"));
            assert_eq!(table.rows.len(), 2, "{rows}");
            assert_eq!(table.set_aside[0].problem, "note");
        }
        for row in ["D3,Corva,,\n", ",Corva,70,\n", "NORTH,Corva,70,2026-01-03\n"] {
            assert_eq!(read_text(&format!("{deals}{row}")).rows.len(), 3, "{row}");
        }
    }

    #[test]
    fn the_names_that_programs_use_may_stand_below_the_header() {
        let (header, rows) = DEALS.split_once('\n').unwrap();
        let names = "Id,Name,Account.Name,StageName,Amount,CloseDate";
        let table = read_text(&format!("{header}\n{names}\n{rows}"));
        assert_eq!(table.rows.len(), 3);
        assert_eq!(problems(&table), [(2, "repeated_header")]);
    }

    #[test]
    fn deals_behind_a_blank_line_or_a_repeated_header_are_deals() {
        let more = "006D,Lift,Acme,Won,,TBD\n006E,Lift,,,100,\n";
        assert_eq!(read_text(&format!("{DEALS}\n{more}")).rows.len(), 5);
        let header = DEALS.lines().next().unwrap();
        let glued = format!("{DEALS}\nCurrency,Rate,,,,\nEUR,1.08,,,,\n\n{header}\n{more}");
        assert_eq!(read_text(&glued).rows.len(), 5);
    }
}
