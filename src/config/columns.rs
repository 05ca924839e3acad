//! `[columns.crm]`, `[columns.ace]`, `[columns.funding]` and `[columns.accounts]`: what headers mean.
//!
//! ```toml
//! [columns.crm]
//! owner = "Key Account Manager"
//! arr = ["AWS ARR", { header = "AWS Spend", unit = "monthly", currency = "EUR" }]
//! amount = { header = "Deal Size (T)", multiplier = 1000 }
//! ```

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Reader;
use super::keys::rate;
use super::table_keys::{TableKeys, words};
use crate::domain::recurrence::MONTHS;
use crate::domain::{Currency, Decimal, Field, FieldKind, Role, way_out};
use crate::ingest::ColumnAlias;

/// What a column may be said to be; completes "must be …".
const FORM: &str = "a header, a table as { header = \"AWS Spend\", unit = \"monthly\", multiplier = 1000, \
                    currency = \"EUR\" }, or a list of these";

impl Reader<'_> {
    /// Reads `[columns]`.
    pub(super) fn columns(&mut self, table: &DeTable) {
        for (name, fields) in table {
            match (Role::named(name.get_ref()), fields.get_ref()) {
                (Some(role), DeValue::Table(fields)) => self.columns_of(role, fields),
                (Some(role), _) => {
                    let message = format!("columns.{} must be a table of fields", role.name());
                    self.problem(name.span().start, message);
                }
                (None, _) => {
                    let known = Role::ALL.map(Role::name).join(", ");
                    let message = format!(
                        "columns.{}: no such kind of export; known are {known}",
                        name.get_ref()
                    );
                    self.problem(name.span().start, message);
                }
            }
        }
    }

    fn columns_of(&mut self, role: Role, fields: &DeTable) {
        for (name, aliases) in fields {
            let key = format!("columns.{}.{}", role.name(), name.get_ref());
            let Some(field) = Field::named(name.get_ref()) else {
                let known = Field::ALL.iter().map(|field| field.name());
                let way_out = way_out(name.get_ref(), known, "`mapaudit init`");
                let message = format!("{key}: there is no such field; {way_out}");
                self.problem(name.span().start, message);
                continue;
            };
            match aliases.get_ref() {
                DeValue::Array(list) => {
                    list.iter().for_each(|it| self.alias(role, field, &key, it));
                }
                _ => self.alias(role, field, &key, aliases),
            }
        }
    }

    fn alias(&mut self, role: Role, field: Field, key: &str, value: &Spanned<DeValue>) {
        let place = value.span().start;
        let alias = match value.get_ref() {
            DeValue::String(header) if !header.trim().is_empty() => {
                ColumnAlias::plain(header, field)
            }
            DeValue::Table(table) => {
                let Some(alias) = self.alias_of(table, field, key, place) else { return };
                alias
            }
            _ => return self.problem(place, format!("{key} must be {FORM}")),
        };
        let said_at = Some(format!("{}, line {}", self.file, self.line(place)));
        let alias = ColumnAlias { role: Some(role), place: said_at, ..alias };
        let same = |other: &&ColumnAlias| other.role == alias.role && other.is_same_header(&alias);
        if let Some(other) = self.config.columns.iter().find(same) {
            let message =
                format!("{key}: the header `{}` is given to {} already", alias.header, other.field);
            return self.problem(place, message);
        }
        self.config.columns.push(alias);
    }

    /// The alias that a table describes; `None` if anything is wrong with it, and then it has been told.
    fn alias_of(
        &mut self,
        table: &DeTable,
        field: Field,
        key: &str,
        place: usize,
    ) -> Option<ColumnAlias> {
        let is_money = field.kind() == FieldKind::Money;
        let currency_allowed = if is_money {
            "a code of ISO 4217, as \"EUR\"".to_owned()
        } else {
            format!("left out: {field} is no amount of money")
        };
        let mut keys = TableKeys::new(key, table, place);
        let header = keys.required("header", "a header, as \"AWS Spend\"", words);
        let is_figure = field.kind().is_figure();
        let multiplier_allowed = if is_figure {
            MULTIPLIER.to_owned()
        } else {
            format!("left out: {field} is no figure")
        };
        let multiplier = keys
            .optional("multiplier", &multiplier_allowed, |value| rate(value).filter(|_| is_figure));
        let unit = keys.optional("unit", unit_allowed(field), |unit| months(unit, field));
        let currency = keys.optional("currency", &currency_allowed, |code| {
            code.as_str().and_then(Currency::listed).filter(|_| is_money)
        });
        keys.end(self).then_some(())?;
        let periods = unit.filter(|unit| *unit != Decimal::ONE);
        let multiplier = match (multiplier, periods) {
            (Some(multiplier), Some(periods)) => Some(multiplier * periods),
            (multiplier, periods) => multiplier.or(periods),
        };
        Some(ColumnAlias { multiplier, currency, ..ColumnAlias::plain(&header?, field) })
    }
}

const MULTIPLIER: &str = "a number above 0 and up to 1000000";

/// What the unit of a field may be; completes "must be …".
fn unit_allowed(field: Field) -> &'static str {
    match field {
        Field::Arr => "\"monthly\" or \"annual\"",
        Field::Mrr => "\"monthly\": an annual figure stands under arr",
        _ => "left out: only arr and mrr have a period",
    }
}

/// How many of the stated periods make one of the field's own: twelve months in a year of ARR.
fn months(unit: &DeValue, field: Field) -> Option<Decimal> {
    match (unit.as_str()?, field) {
        ("monthly", Field::Arr) => Some(MONTHS),
        ("monthly", Field::Mrr) | ("annual", Field::Arr) => Some(Decimal::ONE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::testing::parsed;

    #[test]
    fn headers_are_given_to_fields_with_their_units() {
        let (config, problems) = parsed(
            "[columns.crm]\nowner = \"Key Account Manager\"\n\
             arr = [\"AWS ARR\", { header = \"AWS Spend\", unit = \"monthly\", multiplier = 1000, currency = \"eur\" }]\n\
             [columns.ace]\nmrr = { header = \"Spend\", unit = \"monthly\" }\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        let said: Vec<_> = config
            .columns
            .iter()
            .map(|it| (it.role.map(Role::name), it.header.as_str(), it.field, it.multiplier))
            .collect();
        let spend = Some(Decimal::from(12_000));
        let expected = [
            (Some("ace"), "Spend", Field::Mrr, None),
            (Some("crm"), "AWS ARR", Field::Arr, None),
            (Some("crm"), "AWS Spend", Field::Arr, spend),
            (Some("crm"), "Key Account Manager", Field::Owner, None),
        ];
        let mut said = said;
        said.sort_unstable();
        assert_eq!(said, expected);
        let spend = config.columns.iter().find(|it| it.header == "AWS Spend").unwrap();
        assert_eq!(spend.currency, Currency::new("EUR"));
    }

    #[test]
    fn a_header_in_place_of_the_fields_of_an_export_is_told() {
        let (_, problems) = parsed("[columns]\nace = \"Opportunity\"\n");
        assert!(problems[0].ends_with("columns.ace must be a table of fields"), "{problems:?}");
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let (_, problems) = parsed(
            "[columns.sales]\nowner = \"A\"\n[columns.crm]\nservers = \"A\"\nstage = 1\n\
             arr = { header = \"B\", unit = \"weekly\" }\nmrr = { header = \"C\", unit = \"annual\" }\n\
             owner = { header = \"D\", currency = \"EUR\" }\namount = { multiplier = 1000001 }\n\
             deal_name = \"E\"\ncustomer = [\"e \"]\n\
             product = { header = \"\", multiplier = -1, currency = \"EURO\" }\nxyz = \"F\"\n",
        );
        let expected = [
            "line 1: columns.sales: no such kind of export; known are crm, ace, funding, accounts",
            "line 4: columns.crm.servers: there is no such field; did you mean server_count? `mapaudit init` lists them all",
            "line 5: columns.crm.stage must be a header, a table as { header = \"AWS Spend\", unit = \"monthly\", multiplier = 1000, currency = \"EUR\" }, or a list of these",
            "line 6: columns.crm.arr.unit must be \"monthly\" or \"annual\"",
            "line 7: columns.crm.mrr.unit must be \"monthly\": an annual figure stands under arr",
            "line 8: columns.crm.owner.currency must be left out: owner is no amount of money",
            "line 9: columns.crm.amount.multiplier must be a number above 0 and up to 1000000",
            "line 9: columns.crm.amount.header is missing; it must be a header, as \"AWS Spend\"",
            "line 10: columns.crm.deal_name: the header `E` is given to customer already",
            "line 12: columns.crm.product.header must be a header, as \"AWS Spend\"",
            "line 12: columns.crm.product.multiplier must be left out: product is no figure",
            "line 12: columns.crm.product.currency must be left out: product is no amount of money",
            "line 13: columns.crm.xyz: there is no such field; `mapaudit init` lists them all",
        ];
        assert_eq!(problems, expected);
    }
}
