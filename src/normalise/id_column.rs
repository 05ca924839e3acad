//! What happened to a whole column of ids: leading zeros lost in some cells, capitals lost in all,
//! digits rounded, decimals added.

use super::ids;
use crate::domain::{Cell, CellKind, Column};

/// What a column of ids shows only as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct IdColumn {
    /// The digits that every id of the column has, if a spreadsheet took the zeros off some.
    pub(super) width: Option<usize>,
    /// Whether its Salesforce ids of 15 characters have lost their capitals or their small letters, so
    /// that two deals may bear the same one.
    pub(super) has_lost_case: bool,
    /// Whether its long numbers were rounded to the fifteen digits that Excel keeps.
    pub(super) is_rounded: bool,
    /// How a program printed its ids that took them for numbers.
    pub(super) printed: Option<Printed>,
}

/// How programs print ids that they take for numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Printed {
    /// `1001.0`
    WithDecimals,
    /// `12,345`
    InGroups,
}

fn printed(column: &Column) -> Option<Printed> {
    if has_decimals(column) {
        return Some(Printed::WithDecimals);
    }
    is_grouped(column).then_some(Printed::InGroups)
}

/// How many text ids of one length show the width of all (our choice): a zero leads one of them too.
const TEXTS_MIN: usize = 2;

/// How many rounded numbers make a rounded column (our choice): one may end in zeros by chance.
const ROUNDED_MIN: usize = 3;

/// How many letters, all in one case, make lost case certain (our choice): by chance, one in a million.
const LETTERS_MIN: usize = 20;

/// An id that was mended.
pub(super) struct Mended {
    /// The id.
    pub(super) text: String,
    /// The problem's code.
    pub(super) problem: &'static str,
    reason: &'static str,
}

impl Mended {
    /// What had happened to it, and how it was read.
    pub(super) fn message(&self) -> String {
        format!("{}; read as {}.", self.reason, self.text)
    }
}

impl IdColumn {
    /// What the ids of a column show.
    pub(super) fn of(column: &Column) -> IdColumn {
        IdColumn {
            width: width(column),
            has_lost_case: has_lost_case(column),
            is_rounded: is_rounded(column),
            printed: printed(column),
        }
    }

    /// The id as it was, if a spreadsheet or program took it for a number.
    pub(super) fn mended(self, cell: Cell<'_>) -> Option<Mended> {
        let mended = |problem, reason, text| Mended { text, problem, reason };
        if let Some(padded) = self.padded(cell.text) {
            return Some(mended("padded_id", "Leading zeros were lost", padded));
        }
        if let Some(whole) = cell.text.strip_suffix(".0")
            && self.printed == Some(Printed::WithDecimals)
        {
            let reason = "A program took the id for a fraction";
            return Some(mended("repaired_id", reason, whole.to_owned()));
        }
        if cell.text.contains(GROUPING) && self.printed == Some(Printed::InGroups) {
            let reason = "A program took the id for a number and grouped its digits";
            return Some(mended("repaired_id", reason, cell.text.replace(GROUPING, "")));
        }
        ids::has_zeros_by_format(cell).then(|| {
            let reason = "Only the cell's format shows its leading zeros";
            mended("padded_id", reason, cell.text.to_owned())
        })
    }

    /// The number with the zeros that it has lost; `None` if it has lost none.
    fn padded(self, text: &str) -> Option<String> {
        let width = self.width.filter(|width| text.len() < *width)?;
        is_number(text).then(|| format!("{text:0>width$}"))
    }
}

/// The one length of the text ids beside which numbers stand. All must be digits, and a zero lead one.
fn width(column: &Column) -> Option<usize> {
    let is_text = |kind| kind == CellKind::Text;
    let mut texts = column.iter().filter(|cell| is_text(cell.kind) && !cell.is_blank());
    let width = texts.next()?.text.len();
    let all_alike = texts.all(|cell| cell.text.len() == width);
    let ids = || column.iter().filter(|cell| is_text(cell.kind) && !cell.is_blank());
    let has_zero = ids().any(|cell| cell.text.starts_with('0'));
    let are_numbers = ids().all(|cell| is_number(cell.text));
    (all_alike && has_zero && are_numbers && ids().count() >= TEXTS_MIN).then_some(width)
}

/// Whether all letters of the Salesforce ids of 15 characters are in one case. Their first three name
/// the object, and the next six are digits more often than not.
fn has_lost_case(column: &Column) -> bool {
    let (mut capitals, mut small) = (0, 0);
    for cell in column.iter().filter(|cell| is_salesforce_15(cell.text)) {
        capitals += cell.text.bytes().skip(3).filter(u8::is_ascii_uppercase).count();
        small += cell.text.bytes().skip(3).filter(u8::is_ascii_lowercase).count();
    }
    (capitals == 0 || small == 0) && capitals + small >= LETTERS_MIN
}

/// Whether the text has the form of a Salesforce id of 15 characters.
pub(super) fn is_salesforce_15(text: &str) -> bool {
    text.len() == 15
        && text.starts_with("00")
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_rounded(column: &Column) -> bool {
    let long = || column.iter().filter(|cell| cell.text.len() > 15 && is_number(cell.text));
    long().count() >= ROUNDED_MIN
        && long().all(|cell| cell.text[15..].bytes().all(|byte| byte == b'0'))
}

/// Whether every id is a whole number with the decimals of a fraction.
fn has_decimals(column: &Column) -> bool {
    let mut ids = column.iter().filter(|cell| !cell.is_blank()).peekable();
    let is_whole = |text: &str| text.strip_suffix(".0").is_some_and(is_number);
    ids.peek().is_some() && ids.all(|cell| is_whole(cell.text))
}

/// What stands between groups of digits in a number and nowhere in an id.
const GROUPING: [char; 4] = [',', ' ', '\u{a0}', '\u{202f}'];

/// Whether every id is a number of up to three digits or one with groups of three, and there are several of these.
fn is_grouped(column: &Column) -> bool {
    let mut grouped = 0;
    for cell in column.iter().filter(|cell| !cell.is_blank()) {
        let mut groups = cell.text.split(GROUPING);
        let first = groups.next().unwrap_or_default();
        let mut rest = groups.peekable();
        let has_rest = rest.peek().is_some();
        let is_first =
            is_number(first) && first.len() <= 3 && !(has_rest && first.starts_with('0'));
        if !is_first || !rest.all(|group| group.len() == 3 && is_number(group)) {
            return false;
        }
        grouped += usize::from(has_rest);
    }
    grouped >= TEXTS_MIN
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Action, Field, RawTable, Role};
    use crate::normalise::testing::{column, problems, read, table};

    fn deals(ids: &[(&str, CellKind)]) -> RawTable {
        let blank = vec![""; ids.len()];
        let mut table = table(Role::Crm, &[(Field::DealName, blank.as_slice())]);
        let mut column = Column::new(Field::DealId, "Id", None);
        for (text, kind) in ids {
            column.push(text, *kind);
        }
        table.columns.push(column);
        table
    }

    #[test]
    fn a_number_among_text_ids_of_one_length_gets_its_zeros_back() {
        use CellKind::{Number, Text};
        let texts = [("001234", Text), ("001235", Text), ("101236", Text), ("1237", Number)];
        let records = read(vec![deals(&texts)]);
        assert_eq!(records.crm[3].id.as_str(), "001237");
        assert_eq!(problems(&records), [(5, "padded_id", Action::CellRepaired)]);
    }

    #[test]
    fn ids_of_several_lengths_or_with_letters_are_left_alone() {
        use CellKind::{Number, Text};
        for texts in [
            [("001234", Text), ("01235", Text), ("101236", Text), ("1237", Number)],
            [("001234", Text), ("A01235", Text), ("101236", Text), ("1237", Number)],
            [("201234", Text), ("301235", Text), ("101236", Text), ("1237", Number)],
        ] {
            assert_eq!(read(vec![deals(&texts)]).crm[3].id.as_str(), "1237");
        }
    }

    #[test]
    fn ids_that_a_program_gave_decimals_lose_them() {
        let ids = |texts: &[&str]| {
            let records = read(vec![table(Role::Crm, &[(Field::DealId, texts)])]);
            let ids = records.crm.iter().map(|crm| crm.id.as_str().to_owned());
            (ids.collect::<Vec<_>>(), problems(&records))
        };
        let (read, said) = ids(&["1001.0", "1002.0"]);
        assert_eq!(read, ["1001", "1002"]);
        assert_eq!(
            said,
            [(2, "repaired_id", Action::CellRepaired), (3, "repaired_id", Action::CellRepaired)]
        );
        let (read, said) = ids(&["1001.0", "R-1002.0"]);
        assert_eq!((read, said), (vec!["1001.0".to_owned(), "R-1002.0".to_owned()], vec![]));
    }

    #[test]
    fn ids_that_a_program_printed_with_groups_of_digits_lose_the_signs_between() {
        let ids = |texts: &[&str]| {
            let records = read(vec![table(Role::Crm, &[(Field::DealId, texts)])]);
            records.crm.iter().map(|crm| crm.id.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&["12,345", "1,012,346", "999"]), ["12345", "1012346", "999"]);
        for texts in [["12,345", "R-1"], ["12,345", "12346"], ["12,345", "0,123"], ["12,345", "7"]]
        {
            assert_eq!(ids(&texts), texts);
        }
    }

    #[test]
    fn ids_in_one_case_have_lost_it() {
        let shown = |ids: &[&str]| IdColumn::of(&column(Field::DealId, ids)).has_lost_case;
        let lost = ["0065F00000ABCDE", "0065F00000XYZKL", "0065F00000QRSTU", "0065F00000VWABC"];
        assert!(shown(&lost));
        assert!(shown(&lost.map(str::to_lowercase).each_ref().map(String::as_str)));
        assert!(!shown(&[
            "0065f00000AbCdE",
            "0065f00000xYzKl",
            "0065f00000QRSTU",
            "0065f00000vwabc"
        ]));
        assert!(!shown(&lost[..2]), "too few letters to tell");
        assert!(!shown(&["006500000012345"; 10]));
    }

    #[test]
    fn long_numbers_that_all_end_in_zeros_were_rounded() {
        let rounded = ["4876876000000120000", "4876876000000130000", "4876876000000140000"];
        let table = table(Role::Crm, &[(Field::DealId, &rounded), (Field::DealName, &rounded)]);
        let records = read(vec![table]);
        assert!(problems(&records).iter().all(|(_, problem, _)| *problem == "destroyed_id"));
        let healthy = ["4876876000000120000", "4876876000000130001", "4876876000000140000"];
        assert!(!IdColumn::of(&column(Field::DealId, &healthy)).is_rounded);
    }
}
