//! What the amounts of a column say together: their currencies, and whether they look like the wrong
//! unit.

use std::collections::BTreeSet;

use super::Settings;
use super::decimal_mark::DecimalMark;
use super::settled_table::SettledTable;
use crate::domain::{Currency, Decimal, Field, SettledAmounts, Warning, grouped};

/// The amounts of one column.
#[derive(Debug, Default)]
pub(super) struct AmountNotes {
    /// The amounts that are not zero.
    amounts: Vec<Decimal>,
    zeros: u64,
    currencies: BTreeSet<Currency>,
    has_unknown_currency: bool,
    /// Whether amounts were set aside because their decimal mark is open.
    pub(super) has_open_mark: bool,
}

/// How many amounts make their median telling (our choice).
const AMOUNTS_MIN: usize = 10;

/// Deals below this are rare, so that the file may count in thousands (our choice, in units of the
/// currency).
const SMALL_MEDIAN: i64 = 1_000;

/// Deals above this are rare in dollars or euros and usual in rupiahs (our choice, in units of the
/// currency).
const LARGE_MEDIAN: i64 = 10_000_000;

impl AmountNotes {
    /// Takes note of an amount and of what states its currency.
    pub(super) fn add(&mut self, amount: Decimal, currency: Option<Currency>) {
        if amount.is_zero() {
            self.zeros += 1;
            return;
        }
        self.amounts.push(amount.abs());
        self.has_unknown_currency |= currency.is_none();
        self.currencies.extend(currency);
    }

    /// Takes in what was noted of later rows of the same column.
    pub(super) fn append(&mut self, later: AmountNotes) {
        let AmountNotes { amounts, zeros, currencies, has_unknown_currency, has_open_mark } = later;
        self.amounts.extend(amounts);
        self.zeros += zeros;
        self.currencies.extend(currencies);
        self.has_unknown_currency |= has_unknown_currency;
        self.has_open_mark |= has_open_mark;
    }

    /// What is known of the column, for the report.
    pub(super) fn settled(
        &self,
        field: Field,
        table: &SettledTable,
        settings: &Settings,
    ) -> SettledAmounts {
        let mut currencies = self.currencies.clone();
        if field.is_aws_money() && self.has_unknown_currency {
            currencies.extend(table.default_currency(settings));
        }
        let codes: Vec<&str> = currencies.iter().map(Currency::as_str).collect();
        let currency_settled_by = match () {
            () if codes.is_empty() => None,
            () if self.currencies.is_empty() => Some("default"),
            () if table.header_currency(field).is_some() => Some("header"),
            () if table.has_currency_column(field) => Some("currency column"),
            () => Some("cells"),
        };
        let settled_by = table.decimal_mark_settled_by(field);
        SettledAmounts {
            decimal_mark: table.decimal_mark(field).map(DecimalMark::name),
            settled_by: if self.has_open_mark { "nothing" } else { settled_by },
            currency: (!codes.is_empty()).then(|| codes.join(";")),
            currency_settled_by,
        }
    }

    /// What the amounts look like, a warning for each suspicion.
    pub(super) fn warnings(&mut self, field: Field, table: &SettledTable) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.zeros > 0 {
            let message = format!(
                "Amounts of zero, which mean \"not filled in\" and are read as missing: {}.",
                grouped(self.zeros.into())
            );
            warnings.push(Warning::new("zero_amounts", message));
        }
        self.amounts.sort_unstable();
        let Some(median) = self.amounts.get(self.amounts.len() / 2).copied() else {
            return warnings;
        };
        let are_many = self.amounts.len() >= AMOUNTS_MIN;
        // A month of AWS revenue may well be a few hundred dollars.
        if are_many && field != Field::Mrr && median < Decimal::from(SMALL_MEDIAN) {
            let header = table.column(field).map_or("", |column| column.header.as_str());
            let message = format!(
                "Half of the amounts are below {}, so the file may count in thousands or millions. If \
                 so, say it in mapaudit.toml under [columns.{}]: {field} = {{ header = \"{header}\", \
                 multiplier = 1000 }}.",
                grouped((median + Decimal::ONE).floor()),
                table.raw.report.role.name()
            );
            warnings.push(Warning::new("amounts_look_scaled", message));
        }
        let is_local = self.currencies.is_empty() && !field.is_aws_money();
        if are_many && is_local && median > Decimal::from(LARGE_MEDIAN) {
            let message = format!(
                "Half of the amounts are above {} and no currency is stated: they are hardly dollars. \
                 Export the currency column, or name the currency in the header: Amount (IDR).",
                grouped(median.round())
            );
            warnings.push(Warning::new("amounts_look_local", message));
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{InputReport, Role};
    use crate::normalise::testing::{read, table};

    fn report(amounts: &[&str], others: &[(Field, &str)]) -> InputReport {
        let ids: Vec<String> = (0..amounts.len()).map(|place| format!("D{place}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let others: Vec<(Field, Vec<&str>)> =
            others.iter().map(|(field, text)| (*field, vec![*text; amounts.len()])).collect();
        let mut columns = vec![(Field::DealId, ids.as_slice()), (Field::Amount, amounts)];
        columns.extend(others.iter().map(|(field, cells)| (*field, cells.as_slice())));
        read(vec![table(Role::Crm, &columns)]).inputs.remove(0)
    }

    fn codes(report: &InputReport) -> Vec<&'static str> {
        report.warnings.iter().map(|warning| warning.code).collect()
    }

    fn amounts(count: usize, unit: u64) -> Vec<String> {
        (0..count as u64).map(|place| (unit + place).to_string()).collect()
    }

    fn texts(amounts: &[String]) -> Vec<&str> {
        amounts.iter().map(String::as_str).collect()
    }

    #[test]
    fn zeros_are_counted_in_one_warning() {
        let report = report(&["0.00", "0", "5000", ""], &[]);
        assert_eq!(codes(&report), ["zero_amounts"]);
        assert!(report.warnings[0].message.ends_with(": 2."), "{}", report.warnings[0].message);
        assert_eq!(report.warnings[0].column.as_deref(), Some("amount"));
    }

    #[test]
    fn ten_amounts_of_a_few_hundred_may_be_thousands() {
        let small = report(&texts(&amounts(10, 120)), &[]);
        assert_eq!(codes(&small), ["amounts_look_scaled"]);
        let way_out = "under [columns.crm]: amount = { header = \"amount\", multiplier = 1000 }";
        assert!(small.warnings[0].message.contains(way_out), "{}", small.warnings[0].message);
        assert!(codes(&report(&texts(&amounts(9, 120)), &[])).is_empty());
        assert!(codes(&report(&texts(&amounts(10, 1_200)), &[])).is_empty());
    }

    #[test]
    fn large_amounts_without_a_currency_are_hardly_dollars() {
        let large = amounts(10, 3_000_000_000);
        assert_eq!(codes(&report(&texts(&large), &[])), ["amounts_look_local"]);
        assert!(codes(&report(&texts(&large), &[(Field::Currency, "IDR")])).is_empty());
    }

    #[test]
    fn what_settled_mark_and_currency_is_in_the_report() {
        let settled =
            &report(&["1.234,50", "30.000"], &[(Field::Currency, "EUR")]).amounts[&Field::Amount];
        assert_eq!((settled.decimal_mark, settled.settled_by), (Some("comma"), "values"));
        assert_eq!(settled.currency.as_deref(), Some("EUR"));
        assert_eq!(settled.currency_settled_by, Some("currency column"));
        let open = &report(&["96,000"], &[]).amounts[&Field::Amount];
        assert_eq!((open.settled_by, open.currency.as_deref()), ("nothing", None));
        let plain = &report(&["96000", "$500"], &[]).amounts[&Field::Amount];
        assert_eq!((plain.decimal_mark, plain.settled_by), (None, "form"));
        assert_eq!(plain.currency_settled_by, Some("cells"));
    }
}
