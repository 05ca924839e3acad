//! The column that a list of deals heads `Name`, `Nazwa` or `Subject` and no more: elsewhere that is the name of an account
//! or a person.

use super::by_words::{self, Worded};
use super::mapping::{Claim, LISTED, winner};
use crate::domain::{Field, Role};

/// Takes such a column for the names of the deals, where the other columns can be those of deals alone and none holds their
/// names.
pub(in crate::ingest) fn take(claims: &mut [Claim<'_>], role: Role) {
    let has = |field: &Field| winner(claims, *field).is_some();
    let is_of_deals = [Field::Customer, Field::Stage].iter().any(has)
        && [Field::Amount, Field::CloseDate].iter().any(has);
    if role != Role::Crm || !is_of_deals || has(&Field::DealName) {
        return;
    }
    let is_bare = |claim: &&mut Claim<'_>| {
        claim.meaning.is_none() && claim.cell.name.worded().iter().any(Worded::is_bare_name)
    };
    if let Some(claim) = claims.iter_mut().find(is_bare) {
        claim.claim(Field::DealName, LISTED + by_words::RANK);
    }
}

#[cfg(test)]
mod tests {
    use super::super::header_row::HeaderRow;
    use super::super::mapping::map_columns;
    use super::super::profile::PROFILES;
    use crate::domain::Field;
    use crate::ingest::raw_row::text_row;

    fn name(headers: &[&str]) -> Option<String> {
        let row = HeaderRow::new(&text_row(1, headers), &[]);
        let mapping = map_columns(&row, &PROFILES[0], &[]);
        let names = mapping.columns.into_iter().find(|column| column.field == Field::DealName);
        names.map(|column| column.header)
    }

    #[test]
    fn a_bare_name_beside_customers_or_stages_and_money_is_that_of_the_deals() {
        for headers in [
            ["Name", "Company", "Value"],
            ["Nazwa", "Klient", "Data zamknięcia"],
            ["Name", "שלב", "סכום"],
            ["Předmět", "Klient", "Částka"],
            ["Subject", "Stage", "Amount"],
        ] {
            assert_eq!(name(&headers).as_deref(), Some(headers[0]), "{headers:?}");
        }
    }

    #[test]
    fn a_bare_name_beside_that_of_the_deal_or_among_people_is_another() {
        assert_eq!(name(&["Name", "Deal Name", "Stage", "Amount"]).as_deref(), Some("Deal Name"));
        assert_eq!(name(&["Name", "Company", "Owner", "Created"]), None);
        assert_eq!(name(&["Contact Name", "Company", "Amount"]), None);
    }
}
