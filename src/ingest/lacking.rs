//! What an export lacks although it can be read: the user is told what is taken for granted.

use super::ace_list;
use super::headers::mapping::Mapping;
use super::layout::Layout;
use super::raw_row::RawRow;
use super::rows::records::Records;
use crate::domain::{Field, Role, Warning};

/// A warning for each thing that no column of deals, or of ACE opportunities, says.
pub(super) fn warnings(role: Role, mapping: &Mapping) -> Vec<Warning> {
    let fields: Vec<Field> = mapping.columns.iter().map(|column| column.field).collect();
    let warnings = match role {
        Role::Crm => [outcome(&fields), customer(&fields)],
        Role::Ace => [programs(&fields), ace_stage(&fields)],
        Role::Funding | Role::Accounts => [None, None],
    };
    warnings.into_iter().flatten().collect()
}

/// Whether an opportunity is marked as MAP is what most of the audit rests on.
fn programs(fields: &[Field]) -> Option<Warning> {
    let message = "No column holds the APN programs, so nobody can tell which opportunities are marked as MAP. Export \
                   them too; or name their column: --map \"HEADER=apn_programs\".";
    (!fields.contains(&Field::ApnPrograms)).then(|| Warning::new("no_apn_programs", message))
}

fn ace_stage(fields: &[Field]) -> Option<Warning> {
    let message = "No column holds the stage, so opportunities that are launched or lost look open. Export it too; or name \
                   its column: --map \"HEADER=stage\".";
    (!fields.contains(&Field::Stage)).then(|| Warning::new("no_stage", message))
}

/// Without a column that says which deals were won or lost, all of them look alive.
fn outcome(fields: &[Field]) -> Option<Warning> {
    let has = |field| fields.contains(&field);
    let is_told = has(Field::Stage) || has(Field::Status);
    if is_told || (has(Field::IsWon) && has(Field::IsClosed)) {
        return None;
    }
    let said = if has(Field::IsWon) {
        "No column says which deals were lost: what is not won is read as open, at an early stage."
    } else {
        "No column says which deals were won or lost: all are read as open, at an early stage."
    };
    let message = format!(
        "{said} Export the stage or the status too; or name its column: --map \"HEADER=stage\"."
    );
    Some(Warning::new("no_stage", message))
}

/// Without customers, a deal and its ACE opportunity have little in common.
fn customer(fields: &[Field]) -> Option<Warning> {
    let names = [Field::Customer, Field::AccountId, Field::Website];
    let message = "No column holds the customers, so few deals will be found in ACE. Export the account's name too; or \
                   name its column: --map \"HEADER=customer\".";
    let is_told = names.iter().any(|field| fields.contains(field));
    (!is_told).then(|| Warning::new("no_customer", message))
}

/// A warning for a list without records, whose header stands in this row.
pub(super) fn rows(records: &Records, header_row: u32) -> Option<Warning> {
    let message = format!(
        "There are no rows below the header in row {header_row}: unless another list holds a fund request, deals are \
         judged as not applied for. If some are, check the filters and export the list again."
    );
    records.rows.is_empty().then(|| Warning::new("no_rows", message))
}

/// A warning if a column of deals without a meaning holds ids as ACE has them, and no other column does. `below` are the
/// first rows below the header.
pub(super) fn ace_ids(layout: &Layout, header: &RawRow, below: &[RawRow]) -> Option<Warning> {
    let mapping = &layout.mapping;
    let is_read = mapping.columns.iter().any(|column| column.field == Field::AceId);
    if layout.profile.role != Role::Crm || is_read {
        return None;
    }
    let is_free = |index: usize| mapping.columns.iter().all(|column| column.index != index);
    // Shorter ones than `O1000` are more often something else.
    let holds_ids = |index: usize| ace_list::holds_ids(below, index, 5);
    let (_, written) = header.filled().find(|(index, _)| is_free(*index) && holds_ids(*index))?;
    let written = written.text;
    let message = format!(
        "`{written}` holds what look like ids of ACE opportunities, and was not read. If they are: --map \"{written}=ace_id\"."
    );
    Some(Warning { column: Some(written.to_owned()), ..Warning::new("unread_ace_ids", message) })
}

#[cfg(test)]
mod tests {
    use crate::ingest::tests::read_text;

    fn codes(headers: &str) -> Vec<&'static str> {
        let count = headers.split(',').count();
        let text = format!(
            "Deal ID,Deal Name,Close Date,{headers}\nD1,Lift,2026-12-24{}\n",
            ",true".repeat(count)
        );
        read_text(&text).report.warnings.iter().map(|warning| warning.code).collect()
    }

    #[test]
    fn without_stage_status_and_flags_all_deals_look_open_which_is_told() {
        for headers in ["Customer,Owner", "Customer,Is Closed", "Customer,Is Won"] {
            assert_eq!(codes(headers), ["no_stage"], "{headers}");
        }
        for headers in ["Customer,Stage", "Customer,Status", "Customer,Is Won,Is Closed"] {
            assert!(codes(headers).is_empty(), "{headers}");
        }
    }

    #[test]
    fn opportunities_without_programs_or_stage_are_told() {
        let codes = |headers: &str| {
            let values = headers.replace(|it: char| it != ',', "");
            let text = format!(
                "Opportunity id,Customer Company Name,Partner Project Title,Target Close Date{headers}\n\
                 O1234567,Acme,Move,2026-12-24{values}\n"
            );
            let warnings = read_text(&text).report.warnings;
            warnings.iter().map(|warning| warning.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(",Status,Use Case"), ["no_apn_programs", "no_stage"]);
        assert_eq!(codes(",Stage,APN Programs"), Vec::<&str>::new());
    }

    #[test]
    fn deals_without_customers_are_told() {
        assert_eq!(codes("Stage,Owner"), ["no_customer"]);
        for headers in ["Stage,Account ID", "Stage,Website"] {
            assert!(!codes(headers).contains(&"no_customer"), "{headers}");
        }
    }

    #[test]
    fn ids_of_ace_under_a_header_that_nobody_knows_are_told() {
        let of = |header: &str, id: &str| {
            let text = format!(
                "Deal ID,Deal Name,Customer,Stage,{header}\nD1,Lift,Acme,Won,{id}\nD2,Move,Bolt,Won,\n"
            );
            let warnings = read_text(&text).report.warnings;
            warnings.iter().any(|warning| warning.code == "unread_ace_ids")
        };
        assert!(of("Labra Ref", "O1234567"));
        assert!(!of("ACE ID", "O1234567"));
        assert!(!of("Labra Ref", "OPP-7") && !of("Office", "O365"));
    }
}
