//! The applications that a deal's own row in the CRM speaks of.

use chrono::NaiveDate;

use super::request_phases::of_words;
use super::request_state::{Dated, Said, said_in, state};
use crate::domain::{CrmOpportunity, FundRequest};

/// What parts a status that speaks of several phases: `Assess approved, Mobilize submitted`.
const PARTS: [char; 7] = [',', ';', '/', '+', '&', '|', '\n'];

/// The applications that the deal's MAP columns speak of: one, or one a phase if the status says something of each.
pub(super) fn requests_of_deal(crm: &CrmOpportunity, as_of: Option<NaiveDate>) -> Vec<FundRequest> {
    let status = crm.map_status.as_deref();
    let parts: Vec<&str> = status.map(|text| text.split(PARTS).collect()).unwrap_or_default();
    let says_of_a_phase = |part: &&str| {
        !of_words([*part].into_iter()).is_empty()
            && !matches!(said_in(Some(part)), None | Some(Said::Unknown))
    };
    if parts.len() < 2 || !parts.iter().all(says_of_a_phase) {
        return whole(crm, as_of).into_iter().collect();
    }
    // Which of them a day belongs to is not said.
    let of_part = |part: &str| {
        let said = said_in(Some(part)).filter(|said| *said != Said::NotStarted)?;
        let mut request = request(crm, Some(said), Dated::Never);
        request.status = Some(part.trim().into());
        request.phases = of_words([part].into_iter());
        Some(request)
    };
    parts.into_iter().filter_map(of_part).collect()
}

/// The application that all MAP columns together speak of, if they speak of one.
fn whole(crm: &CrmOpportunity, as_of: Option<NaiveDate>) -> Option<FundRequest> {
    let said_by_status = said_in(crm.map_status.as_deref());
    let has_trace = crm.map_request_id.is_some()
        || crm.map_submitted_date.is_some()
        || crm.map_approved_date.is_some()
        || crm.poe_submitted_date.is_some();
    // Words that no list knows prove nothing: they are warned of, and an application shows by its traces.
    let says_nothing = matches!(said_by_status, None | Some(Said::NotStarted | Said::Unknown));
    if says_nothing && !has_trace {
        return None;
    }
    // Proof of execution is asked for after the approval only.
    let approved = crm.map_approved_date.into_iter().chain(crm.poe_submitted_date).min();
    let dated = Dated::new([crm.map_submitted_date, approved, None], as_of);
    let mut request = request(crm, said_by_status, dated);
    request.phases = of_words(crm.map_status.as_deref().into_iter());
    request.submitted_date = crm.map_submitted_date;
    request.approved_date = crm.map_approved_date;
    request.poe_date = crm.poe_submitted_date;
    Some(request)
}

fn request(crm: &CrmOpportunity, said: Option<Said>, dated: Dated) -> FundRequest {
    let mut request = FundRequest::new(crm.at.clone(), state(None, said, dated));
    request.request_id.clone_from(&crm.map_request_id);
    // No ACE id: ids are cloned with deals and would give the money to another deal than the row's own.
    request.crm_id = Some(crm.id.clone());
    request.status.clone_from(&crm.map_status);
    request
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm, date};
    use crate::domain::{ApprovalStage, Field, Phase, RequestState, Role};
    use crate::normalise::testing::{read, row};

    #[test]
    fn the_map_columns_of_a_deal_speak_of_an_application() {
        let request = whole(&crm(), None).expect("submitted");
        assert_eq!(request.state, RequestState::Applied(ApprovalStage::Submitted));
        assert_eq!(request.submitted_date, Some(date(2026, 9, 18)));
    }

    #[test]
    fn an_application_of_the_own_row_belongs_to_the_deal_and_never_to_its_cloned_ace_id() {
        assert!(crm().ace_id.is_some());
        let request = whole(&crm(), None).expect("submitted");
        assert_eq!((request.crm_id, request.ace_id), (Some(crm().id), None));
    }

    #[test]
    fn words_for_nothing_without_a_trace_are_no_application() {
        for status in [None, Some("Not started"), Some("None"), Some("No")] {
            let mut crm = crm();
            crm.map_status = status.map(Into::into);
            crm.map_submitted_date = None;
            assert!(whole(&crm, None).is_none(), "{status:?}");
            crm.map_submitted_date = Some(date(2026, 9, 18));
            assert!(whole(&crm, None).is_some(), "{status:?}");
        }
    }

    #[test]
    fn words_that_no_list_knows_are_an_application_only_with_a_trace_of_one() {
        let status = (Field::MapStatus, "discussed with Jane");
        let cells = [(Field::DealId, "D1"), status];
        let records = read(vec![row(Role::Crm, &cells)]);
        assert!(records.requests.is_empty());
        assert_eq!(records.inputs[0].warnings[0].code, "unknown_value");

        let cells = [(Field::DealId, "D1"), status, (Field::MapRequestId, "FR-1")];
        let records = read(vec![row(Role::Crm, &cells)]);
        assert_eq!(records.requests[0].state, RequestState::Unclear);
    }

    #[test]
    fn a_status_that_names_a_phase_leaves_the_others_without_an_application() {
        let of = |status: &str| {
            let mut crm = crm();
            crm.map_status = Some(status.into());
            crm.map_submitted_date = None;
            requests_of_deal(&crm, None)
                .into_iter()
                .map(|it| (it.phases, it.state))
                .collect::<Vec<_>>()
        };
        let submitted = RequestState::Applied(ApprovalStage::Submitted);
        assert_eq!(of("Assess approved"), [(vec![Phase::Assess], RequestState::Approved)]);
        assert_eq!(of("Approved"), [(vec![], RequestState::Approved)]);
        assert_eq!(
            of("Assess approved, Mobilize submitted"),
            [(vec![Phase::Assess], RequestState::Approved), (vec![Phase::Mobilize], submitted)]
        );
        assert_eq!(
            of("Assess: approved / Mobilize: not started"),
            [(vec![Phase::Assess], RequestState::Approved)]
        );
        assert_eq!(
            of("Assess, Mobilize approved"),
            [(vec![Phase::Assess, Phase::Mobilize], RequestState::Approved)]
        );
    }
}
