//! Fund requests of one customer below each other, whose ids stand in the first row only: people merge such cells, or
//! leave them blank.

use super::settled_table::SettledTable;
use crate::domain::Field;

/// What tells one customer's requests from another's.
const NAMES: [Field; 4] = [Field::RequestId, Field::AceId, Field::CrmId, Field::Customer];
/// What makes a row a request of its own: a row of sums has none of it.
const SAYS: [Field; 4] = [Field::Phase, Field::Stage, Field::Status, Field::SubmittedDate];

/// The record whose ids are meant for this one too: the nearest above it, if nothing stands between them but rows that
/// name neither an id nor a customer. A list without customers does not tell where a block ends.
pub(super) fn first_of_block(table: &SettledTable, record: usize) -> Option<usize> {
    table.column(Field::Customer)?;
    let has =
        |fields: &[Field], record| fields.iter().any(|it| table.filled(*it, record).is_some());
    let mut place = record;
    while !has(&NAMES, place) && has(&SAYS, place) {
        let above = place.checked_sub(1)?;
        if table.at(above).row + 1 != table.at(place).row {
            return None;
        }
        place = above;
    }
    (place != record && has(&[Field::AceId, Field::CrmId], place)).then_some(place)
}

#[cfg(test)]
mod tests {
    use crate::domain::{Action, Field, Phase, Role};
    use crate::normalise::testing::{problems, read, table};

    #[test]
    fn rows_that_name_nobody_belong_to_the_ids_above_them() {
        let records = read(vec![table(
            Role::Funding,
            &[
                (Field::Customer, &["Acme", "", "", "Bolt", "", "Corva"]),
                (Field::AceId, &["O1234567", "", "", "", "", "O7654321"]),
                (Field::Phase, &["Assess", "Mobilize", "Migrate", "Assess", "Mobilize", ""]),
                (Field::Status, &["Approved", "Submitted", "", "Draft", "Draft", "Submitted"]),
            ],
        )]);
        let named: Vec<_> = records
            .requests
            .iter()
            .map(|it| (it.ace_id.as_ref().map(ToString::to_string), it.phases.clone()))
            .collect();
        let of = |id: &str, phases: &[Phase]| (Some(id.to_owned()), phases.to_vec());
        assert_eq!(
            named,
            [
                of("O1234567", &[Phase::Assess]),
                of("O1234567", &[Phase::Mobilize]),
                of("O1234567", &[Phase::Migrate]),
                of("O7654321", &[]),
            ]
        );
        let told = problems(&records);
        assert_eq!(told[0], (3, "id_of_block", Action::CellRepaired));
        assert_eq!(told[1], (4, "id_of_block", Action::CellRepaired));
        let aside: Vec<_> = told.iter().filter(|it| it.2 == Action::RowSetAside).collect();
        assert_eq!(aside.len(), 2, "a customer without an id, and what stands below: {told:?}");
    }

    #[test]
    fn a_list_without_customers_has_no_blocks() {
        let records = read(vec![table(
            Role::Funding,
            &[
                (Field::AceId, &["O1234567", ""]),
                (Field::Phase, &["Assess", "Mobilize"]),
                (Field::Status, &["Approved", "Draft"]),
            ],
        )]);
        assert_eq!(records.requests.len(), 1);
        assert_eq!(problems(&records), [(3, "no_identity", Action::RowSetAside)]);
    }
}
