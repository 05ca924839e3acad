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
use super::keys::decimal;
use crate::domain::recurrence::MONTHS;
use crate::domain::{Currency, Decimal, Field, Role};
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
                let message = format!("{key}: there is no field {}", name.get_ref());
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
        let read = match value.get_ref() {
            DeValue::String(header) => Ok(ColumnAlias::plain(header, field)),
            DeValue::Table(table) => alias_of(table, field),
            _ => Err(format!("must be {FORM}")),
        };
        let alias = match read {
            Ok(alias) => ColumnAlias { role: Some(role), ..alias },
            Err(message) => return self.problem(place, format!("{key}: {message}")),
        };
        let same = |other: &&ColumnAlias| other.role == alias.role && other.is_same_header(&alias);
        if let Some(other) = self.config.columns.iter().find(same) {
            let message =
                format!("{key}: the header `{}` is given to {} already", alias.header, other.field);
            return self.problem(place, message);
        }
        self.config.columns.push(alias);
    }
}

/// The alias that a table describes.
fn alias_of(table: &DeTable, field: Field) -> Result<ColumnAlias, String> {
    let mut header = None;
    let mut multiplier = None;
    let mut unit = None;
    let mut currency = None;
    for (key, value) in table {
        let value = value.get_ref();
        match key.get_ref().as_ref() {
            "header" => {
                let text = value.as_str().filter(|text| !text.trim().is_empty());
                header = Some(text.ok_or("header must be a text")?);
            }
            "multiplier" => {
                let number = decimal(value).filter(|number| *number > Decimal::ZERO);
                multiplier = Some(number.ok_or("multiplier must be a number above 0")?);
            }
            "unit" => unit = Some(months(value, field)?),
            "currency" => {
                let code = value.as_str().and_then(Currency::listed);
                currency =
                    Some(code.ok_or("currency must be a code of three letters, as \"EUR\"")?);
            }
            other => return Err(format!("unknown key {other}; it must be {FORM}")),
        }
    }
    let takes_units =
        matches!(field, Field::Amount | Field::Arr | Field::Mrr | Field::RequestedAmount);
    if !takes_units && (unit.is_some() || currency.is_some()) {
        return Err(format!("{field} is no amount of money: it has neither unit nor currency"));
    }
    let periods = unit.filter(|unit| *unit != Decimal::ONE);
    let multiplier = match (multiplier, periods) {
        (Some(multiplier), Some(periods)) => Some(multiplier * periods),
        (multiplier, periods) => multiplier.or(periods),
    };
    let header = header.ok_or("header is missing")?;
    Ok(ColumnAlias { multiplier, currency, ..ColumnAlias::plain(header, field) })
}

/// How many of the stated periods make one of the field's own: twelve months in a year of ARR.
fn months(unit: &DeValue, field: Field) -> Result<Decimal, String> {
    match (unit.as_str(), field) {
        (Some("monthly"), Field::Arr) => Ok(MONTHS),
        (Some("monthly"), Field::Mrr) | (Some("annual"), Field::Arr) => Ok(Decimal::ONE),
        (Some("annual"), Field::Mrr) => Err("an annual figure stands under arr".to_owned()),
        (Some("monthly" | "annual"), _) => Err("only arr and mrr have a period".to_owned()),
        _ => Err("unit must be \"monthly\" or \"annual\"".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    fn parsed(text: &str) -> (Vec<ColumnAlias>, Vec<String>) {
        let (config, problems) = Config::parse(text, "mapaudit.toml");
        (config.columns, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn headers_are_given_to_fields_with_their_units() {
        let (columns, problems) = parsed(
            "[columns.crm]\nowner = \"Key Account Manager\"\n\
             arr = [\"AWS ARR\", { header = \"AWS Spend\", unit = \"monthly\", multiplier = 1000, currency = \"eur\" }]\n\
             [columns.ace]\nmrr = { header = \"Spend\", unit = \"monthly\" }\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        let said: Vec<_> = columns
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
        let spend = columns.iter().find(|it| it.header == "AWS Spend").unwrap();
        assert_eq!(spend.currency, Currency::new("EUR"));
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let (_, problems) = parsed(
            "[columns.sales]\nowner = \"A\"\n[columns.crm]\nowners = \"A\"\nstage = 1\n\
             arr = { header = \"B\", unit = \"weekly\" }\nmrr = { header = \"C\", unit = \"annual\" }\n\
             owner = { header = \"D\", currency = \"EUR\" }\namount = { multiplier = 0 }\n\
             deal_name = \"E\"\ncustomer = [\"e \"]\n",
        );
        let lines: Vec<&str> =
            problems.iter().filter_map(|text| text.split([',', ':']).nth(1)).collect();
        assert_eq!(
            lines,
            [
                " line 1", " line 4", " line 5", " line 6", " line 7", " line 8", " line 9",
                " line 10"
            ],
            "{problems:#?}"
        );
    }
}
