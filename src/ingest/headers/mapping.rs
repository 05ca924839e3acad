//! Which column of a header row holds which field.

use std::collections::BTreeMap;

use super::column_alias::ColumnAlias;
use super::header;
use super::header_row::{HeaderCell, HeaderRow};
use super::header_unit::HeaderUnit;
use super::profile::{Meaning, Profile};
use super::{asked, bare_name, by_words, column_warnings, currency_columns, end_customers};
use crate::domain::recurrence::Recurrence;
use crate::domain::{Currency, DateOrder, Decimal, Field, FieldKind, Role, StatedHeader, Warning};
use crate::ingest::lacking;
use crate::ingest::shape::{self, Shaped};

/// A column with a meaning.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct MappedColumn {
    /// Its place in the row, from 0.
    pub index: usize,
    /// What it means.
    pub field: Field,
    /// The header as written.
    pub header: String,
    /// The date order that the header states.
    pub date_hint: Option<DateOrder>,
    /// What its numbers are multiplied by.
    pub multiplier: Decimal,
    /// The currency that the user or the unit of the header states.
    pub currency: Option<Currency>,
}

impl MappedColumn {
    /// Whether it holds the ids of records.
    pub(in crate::ingest) fn is_of_ids(&self) -> bool {
        self.field.is_record_id()
    }
}

/// Two columns under one header, which must hold the same.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct RepeatedColumn {
    /// The column that is used.
    pub first: usize,
    /// The column that must not differ from it.
    pub second: usize,
    /// The header as written.
    pub header: String,
}

/// What the columns of a header row mean.
#[derive(Clone, Debug, Default)]
pub(in crate::ingest) struct Mapping {
    /// One column per field, as they stand in the file.
    pub columns: Vec<MappedColumn>,
    /// Columns that repeat the dates of another in an ambiguous form.
    pub date_twins: Vec<MappedColumn>,
    /// Columns whose header stands there twice.
    pub repeated: Vec<RepeatedColumn>,
    /// How many headers are known and of no use.
    pub known: usize,
    /// How many headers may mean a field or another figure.
    pub asked: usize,
    /// How many of the columns are known by the words of their header alone: they say nothing of what the file is.
    pub weak: usize,
    /// Headers without a meaning, as written.
    pub unmapped: Vec<String>,
    /// What the reader of the file should know.
    pub warnings: Vec<Warning>,
    /// The headers that the user explained, and whether the row has them.
    pub stated: BTreeMap<StatedHeader, bool>,
    /// Lists, entries, and rows that are no records.
    pub shaped: Shaped,
}

impl Mapping {
    /// Whether amounts have a column that states no unit.
    pub(in crate::ingest) fn has_plain_amounts(&self) -> bool {
        let mut amounts =
            self.columns.iter().filter(|column| column.field.kind() == FieldKind::Money);
        amounts.any(|column| column.multiplier == Decimal::ONE)
    }
}

/// A header that claims a field. The smallest rank wins; a rank below [`LISTED`] outranks the profile.
pub(in crate::ingest) struct Claim<'row> {
    /// The header.
    pub cell: &'row HeaderCell,
    /// What it claims to be; the preference of a field is its rank. `None` if nothing is known of it.
    pub meaning: Option<Meaning>,
    multiplier: Decimal,
    currency: Option<Currency>,
}

/// Stated by the user: the place in the list counts, and no list is as long.
pub(super) const PAIRED: usize = 1_000;
/// In the list of a profile.
pub(super) const LISTED: usize = 1_001;

/// Maps the columns of a header row. `stated` are the user's own words and win over the profile, the
/// first of them over the others.
pub(in crate::ingest) fn map_columns(
    row: &HeaderRow,
    profile: &Profile,
    stated: &[ColumnAlias],
) -> Mapping {
    let stated: Vec<(String, &ColumnAlias)> =
        stated.iter().map(|alias| (header::key(&alias.header), alias)).collect();
    let mut claims: Vec<Claim<'_>> =
        row.cells.iter().map(|cell| claim(cell, profile, &stated)).collect();
    currency_columns::pair(&mut claims, profile.role);
    currency_columns::leave_out_rates(&mut claims);
    stand_in(&mut claims);
    bare_name::take(&mut claims, profile.role);
    let customers = end_customers::prefer(&mut claims, profile.role);
    let mut mapping = Mapping::default();
    for claim in &claims {
        place(claim, &claims, &mut mapping);
    }
    mapping.stated =
        stated.iter().map(|(key, alias)| (alias.stated_header(), row.has(key))).collect();
    for claim in &claims {
        if let Some(Meaning::Asked(field)) = claim.meaning {
            mapping.warnings.extend(asked::question(&claim.cell.written, field, &mapping));
        }
    }
    if profile.role == Role::Crm {
        mapping.warnings.extend(asked::whose_revenue(&mapping, &stated));
        mapping.warnings.extend(asked::how_often(&mapping));
    }
    mapping.warnings.extend(lacking::warnings(profile.role, &mapping));
    shape::apply(row, profile, &mut mapping);
    if let Some(customers) = customers {
        customers.complete(&mut mapping);
    }
    mapping
}

/// What a header claims: by the user's words, its logical name, its text, and last the lower of its two
/// rows.
fn claim<'row>(
    cell: &'row HeaderCell,
    profile: &Profile,
    stated: &[(String, &ColumnAlias)],
) -> Claim<'row> {
    let mut claim = Claim { cell, meaning: None, multiplier: Decimal::ONE, currency: None };
    let is_named = |key: &String| {
        let names = [Some(&cell.name), cell.logical.as_ref(), cell.lower.as_ref()];
        names.into_iter().flatten().any(|name| name.key == *key)
    };
    if let Some(rank) = stated.iter().position(|(key, _)| is_named(key)) {
        let alias = stated[rank].1;
        claim.claim(alias.field, rank.min(PAIRED - 1));
        if let Some(unit) = cell.name.units.last().map(|(_, unit)| *unit).or(cell.unit_below) {
            claim.take_unit(unit, alias.field);
        }
        claim.multiplier = alias.multiplier.unwrap_or(claim.multiplier);
        claim.currency = alias.currency.or(claim.currency);
        return claim;
    }
    let whole = [cell.logical.as_ref(), Some(&cell.name)];
    let of_whole = whole.into_iter().flatten().find_map(|name| profile.meaning(name));
    let of_lower = || {
        let (meaning, unit) = profile.meaning(cell.lower.as_ref()?)?;
        Some((asked::below(&cell.name.key, meaning), unit))
    };
    // What both rows together make of words says less than the lower one by itself.
    let (surely, by_words) = match of_whole {
        Some((meaning, _)) if meaning.is_weak() => (None, of_whole),
        _ => (of_whole, None),
    };
    match surely.or_else(of_lower).or(by_words) {
        Some((Meaning::Field { field, preference }, unit)) => {
            let whole = unit.map(|unit| unit.with(cell.unit_below)).or(cell.unit_below);
            if whole.is_some_and(|unit| !claim.take_unit(unit, field)) {
                return claim;
            }
            claim.claim(field, preference.saturating_add(LISTED));
            if unit.is_none() && field.kind() == FieldKind::Money {
                claim.currency = claim.currency.or(currency_columns::at_end(&cell.name));
            }
        }
        other => claim.meaning = other.map(|(meaning, _)| meaning),
    }
    claim
}

impl Claim<'_> {
    /// The field that it claims, and its rank.
    pub(in crate::ingest) fn field(&self) -> Option<(Field, usize)> {
        match self.meaning {
            Some(Meaning::Field { field, preference }) => Some((field, preference)),
            _ => None,
        }
    }

    /// Lets it claim a field.
    pub(super) fn claim(&mut self, field: Field, rank: usize) {
        self.meaning = Some(Meaning::Field { field, preference: rank });
    }

    /// Takes over the unit of a header; `false` if the field has none, or comes in another one.
    fn take_unit(&mut self, unit: HeaderUnit, field: Field) -> bool {
        let is_scaled = field.kind().is_figure();
        if is_scaled {
            self.multiplier = Decimal::from(unit.multiplier);
            self.currency = unit.currency;
        }
        let comes_so = match unit.recurrence {
            None => true,
            Some(Recurrence::Yearly) => field == Field::Arr,
            Some(Recurrence::Monthly) => field == Field::Mrr,
        };
        let is_money_for_days = unit.currency.is_some() && field.kind().is_date();
        comes_so && !is_money_for_days && (is_scaled || unit.multiplier == 1)
    }
}

/// A column that repeats another, or says more than another of some deals only, is the source of the
/// date where the other is missing.
fn stand_in(claims: &mut [Claim<'_>]) {
    for index in 0..claims.len() {
        if let Some(Meaning::DateTwin(field)) = claims[index].meaning
            && winner(claims, field).is_none()
        {
            claims[index].claim(field, usize::MAX);
        }
    }
    serve_for(claims, Field::Description, Field::DealName, |key| {
        key.contains("deal") || key.contains("opp") || key == "summary"
    });
    serve_for(claims, Field::ActualCloseDate, Field::CloseDate, |_| true);
}

/// Lets the columns of one field be those of another that no column holds, if their headers fit.
fn serve_for(claims: &mut [Claim<'_>], of: Field, wanted: Field, fits: fn(&str) -> bool) {
    if winner(claims, wanted).is_none() {
        for claim in claims.iter_mut().filter(|claim| fits(&claim.cell.name.key)) {
            if let Some((field, rank)) = claim.field()
                && field == of
            {
                claim.claim(wanted, rank);
            }
        }
    }
}

/// The header whose column is used for a field: the smallest rank, then the leftmost. Of two headers of one name the
/// one with an arrow is that of groups, as of the months of a date, and the other one that of the records.
pub(super) fn winner<'claims, 'row>(
    claims: &'claims [Claim<'row>],
    field: Field,
) -> Option<&'claims Claim<'row>> {
    claims
        .iter()
        .filter_map(|claim| Some((claim.field().filter(|(of, _)| *of == field)?.1, claim)))
        .min_by_key(|(rank, claim)| (*rank, claim.cell.name.is_sorted, claim.cell.index))
        .map(|(_, claim)| claim)
}

/// Puts a header where it belongs.
fn place(claim: &Claim<'_>, claims: &[Claim<'_>], mapping: &mut Mapping) {
    let written = &claim.cell.written;
    let column = |field| MappedColumn {
        index: claim.cell.index,
        field,
        header: written.clone(),
        date_hint: claim.cell.name.date_hint,
        multiplier: claim.multiplier,
        currency: claim.currency,
    };
    let (field, rank) = match claim.meaning {
        Some(Meaning::Field { field, preference }) => (field, preference),
        Some(Meaning::DateTwin(field)) => {
            if mapping.date_twins.iter().all(|twin| twin.field != field) {
                mapping.date_twins.push(column(field));
            }
            return;
        }
        Some(Meaning::Asked(_)) => {
            mapping.asked += 1;
            return;
        }
        Some(Meaning::Known) => {
            mapping.known += 1;
            return;
        }
        None => {
            mapping.unmapped.push(written.clone());
            return;
        }
    };
    let Some(used) = winner(claims, field) else { return };
    if used.cell.index == claim.cell.index {
        mapping.weak += usize::from(rank >= by_words::RANK && rank != usize::MAX);
        mapping.columns.push(column(field));
        mapping.warnings.extend(column_warnings::multiplied(written, claim.multiplier));
    } else if used.cell.name.key == claim.cell.name.key
        && claim.cell.name.is_sorted
        && !used.cell.name.is_sorted
    {
        mapping.known += 1;
    } else if used.cell.name.key == claim.cell.name.key {
        let header = used.cell.written.clone();
        let (first, second) = (used.cell.index, claim.cell.index);
        mapping.repeated.push(RepeatedColumn { first, second, header });
    } else {
        mapping.unmapped.push(written.clone());
        mapping.warnings.push(column_warnings::second(&used.cell.written, written, field));
    }
}

#[cfg(test)]
mod tests {
    use super::super::profile::PROFILES;
    use super::*;
    use crate::ingest::raw_row::text_row;

    fn map(role: Role, headers: &[&str], stated: &[(&str, Field)]) -> Mapping {
        let profile = PROFILES.iter().find(|profile| profile.role == role).unwrap();
        let stated: Vec<ColumnAlias> =
            stated.iter().map(|(text, field)| ColumnAlias::plain(text, *field)).collect();
        let row = HeaderRow::new(&text_row(1, headers), &[]);
        map_columns(&row, profile, &stated)
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
        assert_eq!(codes, ["second_column_for_field", "no_stage", "no_customer"]);
        let headers = mapping.stated.iter().map(|(stated, is_there)| (&*stated.header, *is_there));
        assert_eq!(headers.collect::<Vec<_>>(), [("Gone", false), ("deal  KEY", true)]);
        assert_eq!(mapping.unmapped, ["Opportunity ID", "Updated Info"]);
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
    fn beside_the_column_of_records_one_of_the_same_name_with_an_arrow_is_that_of_groups() {
        let mapping = map(Role::Crm, &["Close Date  ↑", "Deal ID", "Close Date"], &[]);
        assert_eq!(header(&mapping, Field::CloseDate), Some("Close Date"));
        assert!(mapping.repeated.is_empty() && mapping.unmapped.is_empty());
        let sorted = map(Role::Crm, &["Close Date  ↑", "Deal ID"], &[]);
        assert_eq!(header(&sorted, Field::CloseDate), Some("Close Date  ↑"));
    }

    #[test]
    fn known_headers_of_no_use_are_not_called_unmapped() {
        let mapping = map(Role::Ace, &["Opportunity id", "Customer Phone", "Mood"], &[]);
        assert_eq!(mapping.unmapped, ["Mood"]);
    }
}
