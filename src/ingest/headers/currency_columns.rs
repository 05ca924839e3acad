//! Which column states the currency of which amount.

use super::header::HeaderName;
use super::mapping::{Claim, LISTED, PAIRED, winner};
use crate::domain::{Currency, Field, FieldKind, Role};

/// Amounts, and the field of the currency column that some exports put beside them: `Amount Currency`
/// before `Amount`, as Salesforce does for every amount.
const CURRENCY_PAIRS: [(Role, Field, Field); 5] = [
    (Role::Crm, Field::Amount, Field::Currency),
    (Role::Crm, Field::Arr, Field::ArrCurrency),
    (Role::Crm, Field::Mrr, Field::ArrCurrency),
    (Role::Ace, Field::Mrr, Field::Currency),
    (Role::Funding, Field::RequestedAmount, Field::Currency),
];

/// What Salesforce appends to an amount's label for its currency, in the languages of the profile: "AWS
/// ARR Currency". The translations follow the English pattern and have not been checked against exports.
const CURRENCY_WORDS: [&str; 8] =
    ["currency", "währung", "devise", "divisa", "moneda", "moeda", "valuta", "通貨"];

/// Takes the column that an exporter put beside an amount for the currency of the amount.
pub(in crate::ingest) fn pair(claims: &mut [Claim<'_>], role: Role) {
    for (_, amount, currency) in CURRENCY_PAIRS.iter().filter(|(of, ..)| *of == role) {
        let Some(amount) = winner(claims, *amount) else { continue };
        let amount = amount.cell.name.key.clone();
        for claim in claims.iter_mut().filter(|it| is_currency_of(&it.cell.name.key, &amount)) {
            if claim.field().is_none_or(|(_, rank)| rank >= LISTED) {
                claim.claim(*currency, PAIRED);
            }
        }
    }
}

/// Whether a header is that of the currency of an amount: `AWS ARR Currency` of `AWS ARR`, and of `Deal - AWS MRR` that which
/// Pipedrive names `Deal - Currency of AWS MRR`.
fn is_currency_of(key: &str, amount: &str) -> bool {
    const OF: [&str; 9] = ["of", "de", "von", "van", "di", "av", "af", "z", "do"];
    let behind = key.strip_prefix(amount).and_then(|rest| rest.strip_prefix(' '));
    let (prefix, bare) = amount.split_once('-').unwrap_or_default();
    let before = key
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('-')?.strip_suffix(bare)?.trim_end().rsplit_once(' '))
        .filter(|(_, of)| !bare.is_empty() && OF.contains(of))
        .map(|(word, _)| word);
    [behind, before].into_iter().flatten().any(|word| CURRENCY_WORDS.contains(&word))
}

/// The currency at the end of a name, if nothing else of a unit stands there: `aws_arr_usd`.
pub(super) fn at_end(name: &HeaderName) -> Option<Currency> {
    let (_, unit) = name.units.first()?;
    unit.currency.filter(|_| unit.multiplier == 1 && unit.recurrence.is_none())
}

/// What the column of a list of exchange rates is called, in the languages of the profiles.
const RATE_WORDS: [&str; 12] = [
    "rate",
    "rates",
    "fx",
    "kurs",
    "wechselkurs",
    "taux",
    "cambio",
    "câmbio",
    "tasso",
    "koers",
    "курс",
    "レート",
];

/// Leaves out the currencies of a list of exchange rates beside the deals: behind an empty column, with the
/// rates beside them and no amounts.
pub(super) fn leave_out_rates(claims: &mut [Claim<'_>]) {
    let places: Vec<usize> = claims.iter().map(|claim| claim.cell.index).collect();
    let is_currency = |claim: &Claim<'_>| {
        matches!(claim.field(), Some((Field::Currency | Field::ArrCurrency, LISTED..)))
    };
    for place in 0..claims.len() {
        if !is_currency(&claims[place]) {
            continue;
        }
        let is_gap = |at: &usize| places[*at] != places[*at - 1] + 1;
        let start = (1..=place).rev().find(is_gap);
        let end = (place + 1..claims.len()).find(is_gap).unwrap_or(claims.len());
        let Some(start) = start else { continue };
        let beside = &claims[start..end];
        let is_amount = |claim: &Claim<'_>| {
            claim.field().is_some_and(|(field, _)| field.kind() == FieldKind::Money)
        };
        let has_amounts = beside.iter().any(is_amount);
        let has_rates = beside
            .iter()
            .any(|claim| claim.cell.name.key.split(' ').any(|word| RATE_WORDS.contains(&word)));
        if has_rates && !has_amounts {
            claims[place].meaning = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Field;
    use crate::ingest::tests::{read_text, texts};

    fn header_of_currency(headers: &str) -> Option<String> {
        let cells = headers.split(',').map(|header| if header.is_empty() { "" } else { "1" });
        let table = read_text(&format!("{headers}\n{}\n", cells.collect::<Vec<_>>().join(",")));
        table.column(Field::Currency).map(|column| column.header.clone())
    }

    #[test]
    fn the_currency_beside_the_amount_that_is_used_is_its_currency() {
        let of = |headers: &str| header_of_currency(&format!("Deal ID,Deal,Stage,{headers}"));
        let both = "Amount Currency,Amount,Amount (converted) Currency,Amount (converted)";
        assert_eq!(of(both).as_deref(), Some("Amount Currency"));
        let converted = "Amount (converted) Currency,Amount (converted)";
        assert_eq!(of(converted).as_deref(), Some("Amount (converted) Currency"));
        assert_eq!(of("Amount,Amount (converted) Currency"), None);
        assert_eq!(of("MAP ARR Currency,MAP ARR,Currency").as_deref(), Some("Currency"));
        let table = read_text("Deal ID,Deal,Stage,MAP ARR Currency,MAP ARR\n1,1,1,EUR,1\n");
        assert_eq!(texts(&table, Field::ArrCurrency), ["EUR"]);
    }

    #[test]
    fn pipedrive_names_the_currency_of_a_field_before_it() {
        for (amount, currency) in [
            ("Deal - AWS MRR", "Deal - Currency of AWS MRR"),
            ("Trato - AWS MRR", "Trato - Moneda de AWS MRR"),
        ] {
            let deal = amount.split(' ').next().unwrap_or_default();
            let table = read_text(&format!(
                "{deal} - ID,{deal} - Title,{deal} - Stage,{deal} - Organization,Deal - Value,\
                 Deal - Currency of Value,{amount},{currency}\n1,1,1,1,1,EUR,1,USD\n"
            ));
            assert_eq!(texts(&table, Field::ArrCurrency), ["USD"], "{amount}");
            assert_eq!(texts(&table, Field::Currency), ["EUR"]);
        }
    }

    #[test]
    fn a_currency_at_the_end_of_a_known_header_is_that_of_its_column() {
        let currency = |headers: &str| {
            let table = read_text(&format!("Deal ID,Deal,Stage,{headers}\n1,1,1,1\n"));
            table.column(Field::Arr).and_then(|column| column.currency).map(|it| it.to_string())
        };
        for header in ["AWS ARR USD", "aws_arr_usd", "AWS ARR (USD)"] {
            assert_eq!(currency(header).as_deref(), Some("USD"), "{header}");
        }
        assert_eq!(currency("AWS ARR"), None);
    }

    #[test]
    fn a_list_of_exchange_rates_beside_the_deals_says_nothing_of_them() {
        for (headers, currency) in [
            ("Deal ID,Deal,Amount,,Currency,Rate", None),
            ("Deal ID,Deal,Amount,,Währung,Kurs EUR", None),
            ("Deal ID,Deal,Amount,Currency,Exchange Rate", Some("Currency")),
            ("Deal ID,Deal,,Amount,Currency,Exchange Rate", Some("Currency")),
            ("Deal ID,Deal,Amount,,Currency", Some("Currency")),
        ] {
            assert_eq!(header_of_currency(headers).as_deref(), currency, "{headers}");
        }
    }
}
