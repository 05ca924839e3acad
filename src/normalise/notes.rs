//! What is noted while the rows of one table are read.

use std::collections::BTreeMap;

use super::amount_notes::AmountNotes;
use super::settled_table::SettledTable;
use crate::domain::{Field, Role, SetAside, Warning, shortened};

/// What could not be used, and what is counted over the whole file.
#[derive(Default)]
pub(super) struct Notes {
    /// Rows and cells, in the order of the rows.
    pub(super) set_aside: Vec<SetAside>,
    /// Per field, texts that no list knows, and how often.
    pub(super) unknown_values: BTreeMap<Field, BTreeMap<String, u64>>,
    /// Per column of dates, how many days are written as Excel counts them.
    pub(super) serials: BTreeMap<Field, u64>,
    /// Per column of dates, how many days are counted from 1970.
    pub(super) epochs: BTreeMap<Field, u64>,
    /// Per column of money, how many cells state two currencies, and which way.
    pub(super) two_currencies: BTreeMap<(Field, TwoCurrencies), Seen>,
    /// Per column of money, what its amounts say together.
    pub(super) amounts: BTreeMap<Field, AmountNotes>,
    /// What the file as a whole looks like.
    pub(super) of_file: Vec<Warning>,
    /// Rows whose stage and status contradict each other.
    pub(super) status_disagrees: u64,
    /// Rows without a stage or status in an export that has them.
    pub(super) blank_stages: u64,
    /// Rows without an id in an export that has ids.
    pub(super) blank_ids: u64,
    /// Rows of which a date of the application lies behind the day of the audit.
    pub(super) planned: u64,
    /// Rows that repeat another one.
    pub(super) duplicates: u64,
}

/// Which of two statements of a currency was believed against which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TwoCurrencies {
    /// The cell, against its header or the row's column.
    Cell,
    /// The header of the amount, against the row's column.
    Header,
    /// What is stated, against what the number format shows.
    NumberFormat,
}

impl TwoCurrencies {
    /// What the user is told of so many cells.
    fn message(self, count: u64) -> String {
        let cells = format!("{count} cells, of which this is the first,");
        match (self, count) {
            (TwoCurrencies::Cell, 1) => {
                "This cell names another currency than its header or row, and was believed.".to_owned()
            }
            (TwoCurrencies::Cell, _) => {
                format!("{cells} name another currency than their header or row, and were believed.")
            }
            (TwoCurrencies::Header, 1) => {
                "The header names another currency than the row of this cell, and was believed.".to_owned()
            }
            (TwoCurrencies::Header, _) => format!(
                "The header names another currency than the rows of {cells} and was believed."
            ),
            (TwoCurrencies::NumberFormat, 1) => {
                "The number format of this cell shows another currency than its column or header states, which was \
                 believed."
                    .to_owned()
            }
            (TwoCurrencies::NumberFormat, _) => format!(
                "The number formats of {cells} show another currency than their column or header states, which was \
                 believed."
            ),
        }
    }
}

/// How often something was seen, and in which row first.
#[derive(Clone, Copy, Default)]
pub(super) struct Seen {
    count: u64,
    first_row: Option<u32>,
}

impl Seen {
    /// Takes note of it under a field, in a row behind those of which note was taken.
    /// Takes in what was seen in later rows.
    fn append(&mut self, later: Seen) {
        self.count += later.count;
        self.first_row = self.first_row.or(later.first_row);
    }
}

impl Notes {
    /// Takes note of an amount that states two currencies, in a row behind those of which note was taken.
    pub(super) fn note_currencies(&mut self, field: Field, which: TwoCurrencies, row: u32) {
        let seen = self.two_currencies.entry((field, which)).or_default();
        seen.append(Seen { count: 1, first_row: Some(row) });
    }

    /// Takes in what was noted of later rows of the same table.
    pub(super) fn append(&mut self, later: Notes) {
        // Taken apart, so that no field can be forgotten.
        let Notes {
            set_aside,
            unknown_values,
            serials,
            epochs,
            two_currencies,
            amounts,
            of_file,
            status_disagrees,
            blank_stages,
            blank_ids,
            planned,
            duplicates,
        } = later;
        self.set_aside.extend(set_aside);
        for (field, texts) in unknown_values {
            add_counts(self.unknown_values.entry(field).or_default(), texts);
        }
        add_counts(&mut self.serials, serials);
        add_counts(&mut self.epochs, epochs);
        for (column, seen) in two_currencies {
            self.two_currencies.entry(column).or_default().append(seen);
        }
        for (field, amounts) in amounts {
            self.amounts.entry(field).or_default().append(amounts);
        }
        self.of_file.extend(of_file);
        self.status_disagrees += status_disagrees;
        self.blank_stages += blank_stages;
        self.blank_ids += blank_ids;
        self.planned += planned;
        self.duplicates += duplicates;
    }

    /// One warning for each kind of thing that was counted.
    pub(super) fn warnings(&mut self, table: &SettledTable) -> Vec<Warning> {
        let of_column = |field, code, message: String| Warning {
            column: table.column(field).map(|column| column.header.clone()),
            ..Warning::new(code, message)
        };
        let mut warnings = Vec::new();
        for (field, texts) in &self.unknown_values {
            let (code, reading) = match field {
                Field::Stage if table.raw.report.role == Role::Crm => {
                    ("unknown_stage", "They are read as open deals at an early stage")
                }
                _ => ("unknown_value", "What they mean is left open"),
            };
            let message = format!("Values that no list knows: {}. {reading}.", counted(texts));
            warnings.push(of_column(*field, code, message));
        }
        for (field, count) in &self.serials {
            let message =
                format!("Dates written as plain numbers, read as Excel counts days: {count}.");
            warnings.push(of_column(*field, "excel_serial_dates", message));
        }
        for (field, count) in &self.epochs {
            let message = format!(
                "Dates written as seconds or milliseconds since 1970, read as days of UTC: {count}."
            );
            warnings.push(of_column(*field, "epoch_dates", message));
        }
        for ((field, which), seen) in &self.two_currencies {
            let of_column = of_column(*field, "currency_disagrees", which.message(seen.count));
            warnings.push(Warning { row: seen.first_row, ..of_column });
        }
        for (field, amounts) in &mut self.amounts {
            let of_amounts = amounts.warnings(*field, table).into_iter();
            warnings.extend(of_amounts.map(|of| of_column(*field, of.code, of.message)));
        }
        warnings.extend(self.file_warnings());
        warnings.append(&mut self.of_file);
        warnings
    }

    fn file_warnings(&self) -> impl Iterator<Item = Warning> {
        [
            (
                "status_disagrees",
                self.status_disagrees,
                "Rows whose stage contradicts their status, which was believed",
            ),
            (
                "blank_stage",
                self.blank_stages,
                "Rows without a stage or status, read as open deals at an early stage",
            ),
            (
                "blank_id",
                self.blank_ids,
                "Rows without a usable id, known by customer, name and created date instead",
            ),
            (
                "planned_date",
                self.planned,
                "Rows with a day of submission, approval or claim that lies ahead, read as planned and not as done",
            ),
            ("duplicate", self.duplicates, "Rows that repeat another row and were ignored"),
        ]
        .into_iter()
        .filter(|(_, count, _)| *count > 0)
        .map(|(code, count, what)| Warning::new(code, format!("{what}: {count}.")))
    }
}

fn add_counts<K: Ord>(counts: &mut BTreeMap<K, u64>, others: BTreeMap<K, u64>) {
    for (key, count) in others {
        *counts.entry(key).or_default() += count;
    }
}

/// The commonest texts with their counts, ties by the alphabet.
fn counted(texts: &BTreeMap<String, u64>) -> String {
    const SHOWN: usize = 10;
    // A cell may hold a document. The ellipsis counts.
    const CHARACTERS: usize = 61;
    let mut by_count: Vec<(&String, &u64)> = texts.iter().collect();
    by_count.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let mut shown: Vec<String> = by_count
        .iter()
        .take(SHOWN)
        .map(|(text, count)| format!("\"{}\" ({count})", shortened(text, CHARACTERS)))
        .collect();
    if by_count.len() > SHOWN {
        shown.push(format!("and {} more", by_count.len() - SHOWN));
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CellKind, Currency, Money, Role};
    use crate::normalise::testing::{column_of, read, row};

    #[test]
    fn a_header_that_names_another_currency_than_the_row_is_believed_and_told_of_amounts_alone() {
        let read_below = |field: Field, header: &str, of_row: &str| {
            let mut table = row(Role::Crm, &[(Field::DealId, "D1"), (Field::Currency, of_row)]);
            table.columns.push(column_of(CellKind::Text, field, header, &["5000"]));
            let mut records = read(vec![table]);
            let is_told =
                records.inputs[0].warnings.iter().any(|it| it.code == "currency_disagrees");
            (records.crm.remove(0), is_told)
        };
        let dollars = Money { amount: 5_000.into(), currency: Some(Currency::USD) };
        let (crm, is_told) = read_below(Field::Amount, "Amount (USD)", "EUR");
        assert_eq!((crm.amount, is_told), (Some(dollars), true));
        assert!(!read_below(Field::Amount, "Amount (USD)", "USD").1);
        assert!(!read_below(Field::Arr, "AWS ARR (USD)", "EUR").1);
    }

    #[test]
    fn the_commonest_unknown_values_come_first_and_the_rest_is_counted() {
        let mut texts: BTreeMap<String, u64> =
            ('a'..='k').map(|letter| (letter.to_string(), 1)).collect();
        texts.insert("z".into(), 5);
        let listed = counted(&texts);
        assert!(listed.starts_with("\"z\" (5), \"a\" (1)"), "{listed}");
        assert!(listed.ends_with("and 2 more"), "{listed}");
    }

    #[test]
    fn unknown_values_are_cut_at_sixty_characters() {
        let listed = counted(&BTreeMap::from([("ü".repeat(100), 1)]));
        assert_eq!(listed, format!("\"{}…\" (1)", "ü".repeat(60)));
    }
}
