//! Which column of a header row holds which field.

use super::header::{self, HeaderName};
use super::profile::{Meaning, Profile};
use super::raw_row::RawRow;
use super::shape::{self, Shaped};
use crate::domain::{DateOrder, Field, Role, Warning};

/// A column with a meaning.
#[derive(Clone, Debug)]
pub(super) struct MappedColumn {
    /// Its place in the row, from 0.
    pub index: usize,
    /// What it means.
    pub field: Field,
    /// The header as written.
    pub header: String,
    /// The date order that the header states.
    pub date_hint: Option<DateOrder>,
}

/// Two columns under one header, which must hold the same.
#[derive(Clone, Debug)]
pub(super) struct RepeatedColumn {
    /// The column that is used.
    pub first: usize,
    /// The column that must not differ from it.
    pub second: usize,
    /// The header as written.
    pub header: String,
}

/// What the columns of a header row mean.
#[derive(Clone, Debug, Default)]
pub(super) struct Mapping {
    /// One column per field, as they stand in the file.
    pub columns: Vec<MappedColumn>,
    /// Columns that repeat the dates of another in an ambiguous form.
    pub date_twins: Vec<MappedColumn>,
    /// Columns whose header stands there twice.
    pub repeated: Vec<RepeatedColumn>,
    /// Headers without a meaning, as written.
    pub unmapped: Vec<String>,
    /// What the reader of the file should know.
    pub warnings: Vec<Warning>,
    /// Lists, entries, and rows that are no records.
    pub shaped: Shaped,
}

/// Amounts, and the field of the currency column that some exports put beside them: `Amount Currency`
/// before `Amount`, as Salesforce does for every amount.
const CURRENCY_PAIRS: [(Role, Field, Field); 5] = [
    (Role::Crm, Field::Amount, Field::Currency),
    (Role::Crm, Field::Arr, Field::ArrCurrency),
    (Role::Crm, Field::Mrr, Field::ArrCurrency),
    (Role::Ace, Field::Mrr, Field::Currency),
    (Role::Funding, Field::RequestedAmount, Field::Currency),
];

/// A header that claims a field. The smallest rank wins; a rank below [`LISTED`] outranks the profile.
struct Claim {
    index: usize,
    written: String,
    name: HeaderName,
    field: Option<(Field, usize)>,
    twin_of: Option<Field>,
    is_known: bool,
}

const STATED: usize = 0;
const PAIRED: usize = 1;
const LISTED: usize = 2;

/// Maps the columns of a header row. `stated` are the user's own words and win over the profile.
pub(super) fn map_columns(
    row: &RawRow,
    profile: &'static Profile,
    stated: &[(String, Field)],
) -> Mapping {
    let stated: Vec<(String, Field)> =
        stated.iter().map(|(text, field)| (header::parse(text).key, *field)).collect();
    let mut claims: Vec<Claim> =
        row.filled().map(|(index, cell)| claim(index, cell.text, profile, &stated)).collect();
    pair_currencies(&mut claims, profile.role);
    for twin in 0..claims.len() {
        // Without the column that it repeats, a twin is the only source of the date.
        if let Some(field) = claims[twin].twin_of
            && winner(&claims, field).is_none()
        {
            claims[twin].field = Some((field, usize::MAX));
            claims[twin].twin_of = None;
        }
    }
    let mut mapping = Mapping::default();
    for claim in &claims {
        place(claim, &claims, &mut mapping);
    }
    for (key, field) in &stated {
        if !claims.iter().any(|claim| claim.name.key == *key) {
            let message = format!("no column is headed `{key}`, which --map takes for {field}");
            mapping.warnings.push(Warning::new("map_unused", message));
        }
    }
    shape::apply(row, profile, &mut mapping);
    mapping
}

fn claim(index: usize, written: &str, profile: &Profile, stated: &[(String, Field)]) -> Claim {
    let name = header::parse(written);
    let mut claim = Claim {
        index,
        written: written.to_owned(),
        name,
        field: None,
        twin_of: None,
        is_known: false,
    };
    if let Some((_, field)) = stated.iter().find(|(key, _)| *key == claim.name.key) {
        claim.field = Some((*field, STATED));
        return claim;
    }
    match profile.meaning(&claim.name) {
        Some(Meaning::Field { field, preference }) => {
            claim.field = Some((field, preference.saturating_add(LISTED)));
        }
        Some(Meaning::DateTwin(field)) => claim.twin_of = Some(field),
        Some(Meaning::Known) => claim.is_known = true,
        None => {}
    }
    claim
}

/// What Salesforce appends to an amount's label for its currency, in the languages of the profile: "AWS
/// ARR Currency". The translations follow the English pattern and have not been checked against exports.
const CURRENCY_WORDS: [&str; 8] =
    ["currency", "währung", "devise", "divisa", "moneda", "moeda", "valuta", "通貨"];

fn pair_currencies(claims: &mut [Claim], role: Role) {
    for (_, amount, currency) in CURRENCY_PAIRS.iter().filter(|(of, ..)| *of == role) {
        let Some(amount) = winner(claims, *amount) else { continue };
        let partners = CURRENCY_WORDS.map(|word| format!("{} {word}", amount.name.key));
        for claim in claims.iter_mut().filter(|claim| partners.contains(&claim.name.key)) {
            if claim.field.is_none_or(|(_, rank)| rank >= LISTED) {
                claim.field = Some((*currency, PAIRED));
            }
        }
    }
}

/// The header whose column is used for a field: the smallest rank, then the leftmost.
fn winner(claims: &[Claim], field: Field) -> Option<&Claim> {
    claims
        .iter()
        .filter_map(|claim| Some((claim.field.filter(|(of, _)| *of == field)?.1, claim)))
        .min_by_key(|(rank, claim)| (*rank, claim.index))
        .map(|(_, claim)| claim)
}

/// Puts a header where it belongs.
fn place(claim: &Claim, claims: &[Claim], mapping: &mut Mapping) {
    let column = |field| MappedColumn {
        index: claim.index,
        field,
        header: claim.written.clone(),
        date_hint: claim.name.date_hint,
    };
    if let Some(field) = claim.twin_of {
        if mapping.date_twins.iter().all(|twin| twin.field != field) {
            mapping.date_twins.push(column(field));
        }
        return;
    }
    let Some((field, _)) = claim.field else {
        if !claim.is_known {
            mapping.unmapped.push(claim.written.clone());
        }
        return;
    };
    let Some(used) = winner(claims, field) else { return };
    if used.index == claim.index {
        mapping.columns.push(column(field));
    } else if used.name.key == claim.name.key {
        let header = used.written.clone();
        mapping.repeated.push(RepeatedColumn { first: used.index, second: claim.index, header });
    } else {
        mapping.unmapped.push(claim.written.clone());
        mapping.warnings.push(Warning {
            code: "second_column_for_field",
            message: format!(
                "`{}` and `{}` both hold the {}; `{}` is used. To use the other one: --map \"{}={field}\".",
                used.written, claim.written, field.label(), used.written, claim.written
            ),
            row: None,
            column: Some(claim.written.clone()),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::profile::PROFILES;
    use crate::ingest::raw_row::text_row;

    fn map(role: Role, headers: &[&str], stated: &[(&str, Field)]) -> Mapping {
        let profile = PROFILES.iter().find(|profile| profile.role == role).unwrap();
        let stated: Vec<_> =
            stated.iter().map(|(text, field)| ((*text).to_owned(), *field)).collect();
        map_columns(&text_row(1, headers), profile, &stated)
    }

    fn header(mapping: &Mapping, field: Field) -> Option<&str> {
        mapping
            .columns
            .iter()
            .find(|column| column.field == field)
            .map(|column| column.header.as_str())
    }

    #[test]
    fn the_header_listed_first_wins_and_the_other_is_reported() {
        let mapping = map(Role::Crm, &["Opportunity ID", "Opportunity ID (18 Digit)"], &[]);
        assert_eq!(header(&mapping, Field::DealId), Some("Opportunity ID (18 Digit)"));
        assert_eq!(mapping.unmapped, ["Opportunity ID"]);
        assert_eq!(mapping.warnings[0].code, "second_column_for_field");
        assert_eq!(mapping.warnings[0].column.as_deref(), Some("Opportunity ID"));
    }

    #[test]
    fn the_users_own_words_win() {
        let mapping = map(
            Role::Crm,
            &["Opportunity ID", "Updated Info", "Deal Key"],
            &[("deal  KEY", Field::DealId), ("Gone", Field::Stage)],
        );
        assert_eq!(header(&mapping, Field::DealId), Some("Deal Key"));
        let codes: Vec<_> = mapping.warnings.iter().map(|warning| warning.code).collect();
        assert_eq!(codes, ["second_column_for_field", "map_unused"]);
        assert_eq!(mapping.unmapped, ["Opportunity ID", "Updated Info"]);
    }

    #[test]
    fn the_currency_beside_the_amount_that_is_used_is_its_currency() {
        let both =
            ["Amount Currency", "Amount", "Amount (converted) Currency", "Amount (converted)"];
        assert_eq!(header(&map(Role::Crm, &both, &[]), Field::Currency), Some("Amount Currency"));
        let converted = ["Amount (converted) Currency", "Amount (converted)"];
        let mapping = map(Role::Crm, &converted, &[]);
        assert_eq!(header(&mapping, Field::Currency), Some("Amount (converted) Currency"));
        let mapping = map(Role::Crm, &["Amount", "Amount (converted) Currency"], &[]);
        assert_eq!(header(&mapping, Field::Currency), None);
        let mapping = map(Role::Crm, &["MAP ARR Currency", "MAP ARR", "Currency"], &[]);
        assert_eq!(header(&mapping, Field::ArrCurrency), Some("MAP ARR Currency"));
        assert_eq!(header(&mapping, Field::Currency), Some("Currency"));
    }

    #[test]
    fn an_ambiguous_date_stands_beside_the_plain_one_or_for_it() {
        let mapping = map(Role::Ace, &["Opportunity id", "Date Created", "Created Date"], &[]);
        assert_eq!(header(&mapping, Field::CreatedDate), Some("Created Date"));
        assert_eq!(mapping.date_twins[0].header, "Date Created");
        let mapping = map(Role::Ace, &["Opportunity id", "Date Created"], &[]);
        assert_eq!(header(&mapping, Field::CreatedDate), Some("Date Created"));
        assert!(mapping.date_twins.is_empty() && mapping.unmapped.is_empty());
    }

    #[test]
    fn the_same_header_twice_is_a_pair_to_compare() {
        let mapping = map(Role::Crm, &["Deal ID", "Amount", "", "amount "], &[]);
        assert_eq!((mapping.repeated[0].first, mapping.repeated[0].second), (1, 3));
    }

    #[test]
    fn known_headers_of_no_use_are_not_called_unmapped() {
        let mapping = map(Role::Ace, &["Opportunity id", "Customer Phone", "Mood"], &[]);
        assert_eq!(mapping.unmapped, ["Mood"]);
    }
}
