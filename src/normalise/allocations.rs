//! What AWS granted on an application (benefit allocations of the Benefits API). An allocation names its
//! application and no opportunity: what it says becomes part of the application.

use std::collections::BTreeMap;

use super::notes::Notes;
use super::settled_table::SettledTable;
use super::stitch::Read;
use crate::domain::{Action, FundRequest, RequestState};

/// The profile of lists of allocations, by its name in `schemas/`.
const PROFILE: &str = "benefit-allocations";

/// Whether the rows are allocations, and not applications.
pub(super) fn is_list(table: &SettledTable) -> bool {
    table.raw.report.profile == PROFILE
}

/// Adds each allocation to its application. One whose application is in no list is set aside: to which deal its money
/// belongs is not known.
pub(super) fn join(
    requests: &mut [Read<FundRequest>],
    allocations: Vec<Read<FundRequest>>,
    tables: &[SettledTable],
    notes: &mut [Notes],
) {
    let mut by_application: BTreeMap<Box<str>, Vec<Read<FundRequest>>> = BTreeMap::new();
    for allocation in allocations {
        let id = allocation.value.request_id.clone().unwrap_or_default();
        by_application.entry(id).or_default().push(allocation);
    }
    for (id, granted) in by_application {
        let mut is_listed = false;
        for request in requests.iter_mut().map(|read| &mut read.value) {
            if request.request_id.as_deref() == Some(&id) {
                is_listed = true;
                add(request, &granted);
            }
        }
        if !is_listed {
            for read in granted {
                let message = format!(
                    "The application {id}, on which this was granted, is in none of these files, and the allocation \
                     names no opportunity. Add the answers of ListBenefitApplications or GetBenefitApplication."
                );
                let entry = tables[read.table].row_entry(
                    read.record,
                    "application_not_given",
                    Action::RowSetAside,
                    message,
                );
                notes[read.table].set_aside.push(entry);
            }
        }
    }
}

/// The application is claimed once all that was granted on it is; one that is over stays so.
fn add(request: &mut FundRequest, granted: &[Read<FundRequest>]) {
    let granted = || granted.iter().map(|read| &read.value);
    let least = granted().map(|allocation| allocation.state).min();
    if request.state > RequestState::Rejected {
        request.state = least.map_or(request.state, |state| request.state.max(state));
    }
    let approved = granted().filter_map(|allocation| allocation.approved_date).min();
    request.approved_date = request.approved_date.or(approved);
    let open = granted().filter(|allocation| allocation.state != RequestState::Claimed);
    let due = open.filter_map(|allocation| allocation.claim_due_date).min();
    request.claim_due_date = request.claim_due_date.or(due);
}

#[cfg(test)]
mod tests {
    use crate::domain::testing::date;
    use crate::domain::{
        Action, ApprovalStage, Field, FundRequest, FundingData, RawTable, RequestState, Role,
    };
    use crate::normalise::testing::{problems, read, row, table};

    fn application(status: &str) -> RawTable {
        row(Role::Funding, &[(Field::RequestId, "benappl-1"), (Field::Status, status)])
    }

    fn allocations(applications: &[&str], statuses: &[&str], expiring: &[&str]) -> RawTable {
        let mut table = table(
            Role::Funding,
            &[
                (Field::RequestId, applications),
                (Field::Status, statuses),
                (Field::ClaimDueDate, expiring),
            ],
        );
        table.report.profile = super::PROFILE.into();
        table
    }

    fn joined(application: RawTable, allocations: RawTable) -> FundRequest {
        let mut records = read(vec![allocations, application]);
        assert_eq!(records.requests.len(), 1, "an allocation is no application");
        records.requests.remove(0)
    }

    #[test]
    fn an_application_is_claimed_once_all_that_was_granted_is() {
        for (statuses, expected) in [
            (["FULFILLED", "FULFILLED"], RequestState::Claimed),
            (["FULFILLED", "ACTIVE"], RequestState::Approved),
        ] {
            let granted = allocations(&["benappl-1"; 2], &statuses, &["2026-11-30", "2026-12-31"]);
            assert_eq!(joined(application("APPROVED"), granted).state, expected, "{statuses:?}");
        }
    }

    #[test]
    fn what_is_not_drawn_is_due_when_it_expires() {
        let granted = allocations(
            &["benappl-1"; 3],
            &["FULFILLED", "ACTIVE", "ACTIVE"],
            &["2026-10-31", "2026-12-31", "2026-11-30"],
        );
        let request = joined(application("APPROVED"), granted);
        assert_eq!(request.claim_due_date, Some(date(2026, 11, 30)));
    }

    #[test]
    fn an_allocation_neither_moves_back_what_waits_nor_revives_what_is_over() {
        for (status, expected) in [
            ("IN_REVIEW", RequestState::Applied(ApprovalStage::Submitted)),
            ("REJECTED", RequestState::Rejected),
        ] {
            let granted = allocations(&["benappl-1"], &["ACTIVE"], &[""]);
            assert_eq!(joined(application(status), granted).state, expected, "{status}");
        }
    }

    #[test]
    fn allocations_alone_are_set_aside_and_no_funding_data() {
        let records = read(vec![allocations(&["benappl-9"], &["ACTIVE"], &[""])]);
        assert!(records.requests.is_empty());
        assert_eq!(records.funding, FundingData::Absent);
        assert_eq!(problems(&records), [(2, "application_not_given", Action::RowSetAside)]);
        assert!(records.set_aside[0].message.contains("benappl-9"));
    }
}
