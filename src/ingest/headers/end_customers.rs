//! Deals that a reseller or distributor brings: the account is his, and the customer of ACE the one behind him.

use super::by_words::Worded;
use super::header_row::HeaderCell;
use super::mapping::{Claim, LISTED, Mapping, winner};
use crate::domain::{Field, Role, Warning};

/// Two columns of customers.
pub(in crate::ingest) struct Customers {
    /// That of the end customers.
    end: HeaderCell,
    /// That of the deals without one.
    other: HeaderCell,
}

/// Lets the column of end customers go before that of accounts, unless the user names another; both, if there are both.
pub(super) fn prefer(claims: &mut [Claim<'_>], role: Role) -> Option<Customers> {
    let used = winner(claims, Field::Customer).filter(|_| role == Role::Crm)?;
    if used.field().is_some_and(|(_, rank)| rank < LISTED) || is_end(used.cell) {
        return None;
    }
    let other = used.cell.clone();
    let is_of_end = |claim: &&mut Claim<'_>| {
        claim.field().is_some_and(|(field, _)| field == Field::Customer) && is_end(claim.cell)
    };
    let claim = claims.iter_mut().find(is_of_end)?;
    claim.claim(Field::Customer, LISTED);
    let end = claim.cell.clone();
    // Of two columns with one rank the left one is used.
    for claim in claims.iter_mut().filter(|claim| claim.cell.index == other.index) {
        claim.claim(Field::Customer, LISTED + 1);
    }
    Some(Customers { end, other })
}

fn is_end(cell: &HeaderCell) -> bool {
    cell.name.worded().iter().any(Worded::is_of_the_last)
}

impl Customers {
    /// Has the account serve where the end customer is blank.
    pub(in crate::ingest) fn complete(self, mapping: &mut Mapping) {
        let (end, other) = (&self.end.written, &self.other.written);
        let is_told = |warning: &Warning| {
            warning.code == "second_column_for_field" && warning.column.as_ref() == Some(other)
        };
        mapping.warnings.retain(|warning| !is_told(warning));
        mapping.unmapped.retain(|header| header != other);
        let message = format!(
            "`{end}` was read as the customer of the deals in which it is filled, and `{other}` as that of the others."
        );
        let column = Some(end.clone());
        mapping.warnings.push(Warning { column, ..Warning::new("end_customers", message) });
        let is_it = |index: usize| index == self.end.index;
        if let Some(place) = mapping.columns.iter().position(|column| is_it(column.index)) {
            mapping.shaped.take_first_filled(place, [self.end.index, self.other.index]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Field;
    use crate::ingest::tests::{read_text, texts};

    #[test]
    fn the_end_customer_goes_before_the_reseller_where_there_is_one() {
        let table = read_text(
            "Deal ID,Deal Name,Account Name,Stage,End Customer\nD1,Lift,Bigdistri,Won,Acme\nD2,Move,Bolt,Won,\n",
        );
        assert_eq!(texts(&table, Field::Customer), ["Acme", "Bolt"]);
        let codes: Vec<_> = table.report.warnings.iter().map(|warning| warning.code).collect();
        assert_eq!(codes, ["end_customers"]);
        assert_eq!(table.report.unmapped_headers, [""; 0]);
    }

    #[test]
    fn end_customers_are_known_in_other_languages() {
        for (account, end) in [
            ("Kunde", "Endkunde"),
            ("Cuenta", "Cliente final"),
            ("Klant", "Eindklant"),
            ("取引先", "エンドユーザー"),
            ("客户", "最终用户"),
            ("고객사", "최종 고객"),
        ] {
            let text =
                format!("Deal ID,Deal Name,{account},Stage,{end}\nD1,Lift,Bigdistri,Won,Acme\n");
            assert_eq!(texts(&read_text(&text), Field::Customer), ["Acme"], "{end}");
        }
    }

    #[test]
    fn a_list_with_one_kind_of_customers_needs_no_choice() {
        for header in ["Account Name", "End Customer", "Endkunde", "エンドユーザー"] {
            let table = read_text(&format!("Deal ID,Deal Name,{header},Stage\nD1,Lift,Acme,Won\n"));
            assert_eq!(texts(&table, Field::Customer), ["Acme"]);
            assert_eq!(table.report.warnings, []);
        }
    }
}
