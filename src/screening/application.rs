//! Has the deal applied for funding, and in time?

use crate::domain::{
    Application, Criterion, Deal, Field, FundRequest, FundingData, ISV_MIGRATION_PROGRAM, Phase,
    PhaseWindow, RequestState, Standing,
};

/// The deal's application. Without an ACE opportunity tagged MAP there can be none, so the answer is
/// known even without funding data; with the tag and no data it is not.
pub(super) fn judge(deal: &Deal, funding: FundingData) -> Application {
    let states = map_requests(deal).into_iter().map(|request| request.state);
    let in_doubt = has_request_in_doubt(deal).then_some(RequestState::Unclear);
    if let Some(furthest) = states.chain(in_doubt).max() {
        return Application::Request(furthest);
    }
    if is_funded_elsewhere(deal) {
        return Application::Elsewhere;
    }
    let is_known = match funding {
        FundingData::Absent => !may_be_tagged_map(deal),
        FundingData::File => !candidate_has_request(deal),
        FundingData::CrmColumns => !candidate_has_request(deal) && !has_unknown_words(deal),
    };
    if is_known { Application::None } else { Application::NoData }
}

/// How far the request for one phase has come; `None` if none is known to be for it.
pub(super) fn of_phase(deal: &Deal, phase: Phase) -> Option<RequestState> {
    let is_for_it = |it: &&FundRequest| !it.has_unknown_phase && it.is_for(phase);
    map_requests(deal).into_iter().filter(is_for_it).map(|request| request.state).max()
}

/// Whether the application came before the work that it is for.
pub(super) fn in_time(
    deal: &Deal,
    application: Application,
    phases: &[PhaseWindow; 3],
) -> Criterion {
    if phases.iter().all(|phase| phase.start.is_none()) {
        return Criterion::unknown(Field::ProjectStart);
    }
    match application {
        Application::NoData => Criterion::unknown(Field::MapSubmittedDate),
        Application::Elsewhere => Criterion::NotApplicable,
        Application::None => Criterion::fail("no application"),
        Application::Request(_) => match application.standing() {
            Standing::Absent => Criterion::fail("no live application"),
            Standing::Live | Standing::NotKnown => submitted_in_time(deal, phases),
        },
    }
}

fn submitted_in_time(deal: &Deal, phases: &[PhaseWindow; 3]) -> Criterion {
    let live = || map_requests(deal).into_iter().filter(|request| request.state.is_live());
    let late = live()
        .filter_map(|request| request.submitted_date.zip(request.begun_before(phases)))
        .min_by_key(|(_, start)| start.basis.is_weak());
    match (late, live().filter_map(|request| request.submitted_date).min()) {
        (Some((_, start)), _) if start.basis.is_weak() => Criterion::unknown(Field::ProjectStart),
        (Some((submitted, start)), _) => {
            Criterion::fail(format!("submitted {submitted}, start {}", start.date))
        }
        (None, Some(submitted)) => Criterion::pass(submitted.to_string()),
        (None, None) => Criterion::unknown(Field::SubmittedDate),
    }
}

/// Whether a live request is for some phase, and nobody can tell for which.
pub(super) fn has_live_request_of_unknown_phase(deal: &Deal) -> bool {
    map_requests(deal).iter().any(|request| request.has_unknown_phase && request.state.is_live())
}

/// Whether another programme funds the deal: ISV Workload Migration by its ACE tag, or a live
/// request of a program other than MAP.
pub(super) fn is_funded_elsewhere(deal: &Deal) -> bool {
    deal.ace().is_some_and(|ace| !ace.is_tagged_map() && ace.has_program(ISV_MIGRATION_PROGRAM))
        || deal.requests.iter().any(|request| request.funds_elsewhere() && request.state.is_live())
}

/// The requests for MAP money.
pub(super) fn map_requests(deal: &Deal) -> Vec<&FundRequest> {
    deal.requests.iter().filter(|request| request.is_map()).collect()
}

/// Whether there is a request of which nobody can say whether it is this deal's, how far it has come, or whether it is
/// for MAP.
fn has_request_in_doubt(deal: &Deal) -> bool {
    let is_unknown = |it: &FundRequest| it.has_unknown_program() && it.state.is_live();
    deal.has_disputed_request || deal.requests.iter().any(is_unknown)
}

/// Until a person has decided, a candidate's request may be the deal's.
fn candidate_has_request(deal: &Deal) -> bool {
    deal.candidates.iter().any(|candidate| candidate.ace_has_request)
}

/// "Waiting for Jane" may be an application or none.
fn has_unknown_words(deal: &Deal) -> bool {
    deal.crm().is_some_and(|crm| crm.unreadable.contains(Field::MapStatus))
}

fn may_be_tagged_map(deal: &Deal) -> bool {
    match deal.ace() {
        Some(ace) => ace.is_tagged_map(),
        // Until a person has decided, the deal's opportunity may be one that is tagged; so may one that the CRM
        // names and the export lacks, or has in rows that contradict each other.
        None => {
            deal.counterpart_is_disputed
                || deal.dangling_ace_id.is_some()
                || deal.candidates.iter().any(|candidate| candidate.ace_is_tagged_map)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, crm_only, date, linked_deal, linked_with_ace, place};
    use crate::domain::{AceId, ApprovalStage, Ending, PhaseState, PlannedStart, StartBasis};
    use chrono::NaiveDate;

    fn request(state: RequestState) -> FundRequest {
        FundRequest::new(place("funding.csv", 2), state)
    }

    const APPLIED: RequestState = RequestState::Applied(ApprovalStage::Business);

    /// Whether a request of 2026-09-15 for this phase came in time, if Assess and Migrate start on these days.
    fn in_time_for(phase: Phase, basis: StartBasis, starts: [NaiveDate; 2]) -> Criterion {
        let mut deal = linked_deal();
        let mut of_september = request(APPLIED);
        of_september.phases = vec![phase];
        of_september.submitted_date = Some(date(2026, 9, 15));
        deal.requests = vec![of_september];
        let window = |date| PhaseWindow {
            state: PhaseState::Applied,
            start: Some(PlannedStart { date, basis }),
        };
        let phases = [window(starts[0]), window(starts[0]), window(starts[1])];
        in_time(&deal, Application::Request(APPLIED), &phases)
    }

    #[test]
    fn an_application_is_in_time_if_it_came_before_the_phase_that_it_is_for() {
        let starts = [date(2026, 9, 1), date(2027, 1, 1)];
        let by = |phase, basis| in_time_for(phase, basis, starts);
        assert_eq!(by(Phase::Migrate, StartBasis::ProjectStart), Criterion::pass("2026-09-15"));
        assert_eq!(
            by(Phase::Assess, StartBasis::ProjectStart),
            Criterion::fail("submitted 2026-09-15, start 2026-09-01")
        );
        let weak = by(Phase::Assess, StartBasis::SowSigned);
        assert_eq!(weak, Criterion::unknown(Field::ProjectStart), "a signature is no start");
    }

    #[test]
    fn an_application_on_the_day_of_the_start_is_late() {
        let of = |day| {
            let starts = [date(2026, 9, day), date(2026, 9, day)];
            in_time_for(Phase::Assess, StartBasis::ProjectStart, starts)
        };
        assert!(matches!(of(15), Criterion::Fail(_)));
        assert!(matches!(of(16), Criterion::Pass(_)));
    }

    #[test]
    fn an_application_that_came_to_nothing_is_not_in_time() {
        let start = Some(PlannedStart { date: AS_OF, basis: StartBasis::ProjectStart });
        let phases = [PhaseWindow { state: PhaseState::Closed, start }; 3];
        let of = |state| in_time(&linked_deal(), Application::Request(state), &phases);
        assert_eq!(of(RequestState::Rejected), Criterion::fail("no live application"));
        assert!(matches!(of(RequestState::Unclear), Criterion::Unknown(_)));
    }

    #[test]
    fn the_furthest_request_counts() {
        let mut deal = linked_deal();
        deal.requests = vec![
            request(RequestState::Ended(Ending::Expired)),
            request(APPLIED),
            request(RequestState::Prepared),
        ];
        assert_eq!(judge(&deal, FundingData::File), Application::Request(APPLIED));
    }

    #[test]
    fn tagged_without_data_is_not_known_and_never_none() {
        assert_eq!(judge(&linked_deal(), FundingData::Absent), Application::NoData);
        assert_eq!(judge(&linked_deal(), FundingData::File), Application::None);
    }

    #[test]
    fn untagged_or_not_in_ace_is_none_even_without_data() {
        let untagged = linked_with_ace(|ace| ace.apn_programs.clear());
        assert_eq!(judge(&untagged, FundingData::Absent), Application::None);
        assert_eq!(judge(&crm_only(|_| {}), FundingData::Absent), Application::None);
    }

    #[test]
    fn an_opportunity_that_the_export_lacks_may_be_tagged() {
        let mut deal = crm_only(|_| {});
        deal.dangling_ace_id = AceId::exact("O9999999");
        assert_eq!(judge(&deal, FundingData::Absent), Application::NoData);
        assert_eq!(
            judge(&deal, FundingData::File),
            Application::None,
            "a request that names the id is attached"
        );
        let mut disputed = crm_only(|_| {});
        disputed.counterpart_is_disputed = true;
        assert_eq!(judge(&disputed, FundingData::Absent), Application::NoData);
    }

    #[test]
    fn a_disputed_request_is_unclear_and_never_none() {
        let mut deal = linked_deal();
        deal.has_disputed_request = true;
        let unclear = Application::Request(RequestState::Unclear);
        assert_eq!(judge(&deal, FundingData::File), unclear);
        deal.requests = vec![request(RequestState::Rejected)];
        assert_eq!(judge(&deal, FundingData::File), unclear);
        deal.requests.push(request(APPLIED));
        assert_eq!(judge(&deal, FundingData::File), Application::Request(APPLIED));
    }

    #[test]
    fn a_live_request_of_an_unknown_program_is_unclear() {
        let mut deal = linked_deal();
        let mut unknown = request(APPLIED);
        unknown.program = Some("Something".into());
        deal.requests = vec![unknown];
        let unclear = Application::Request(RequestState::Unclear);
        assert_eq!(judge(&deal, FundingData::File), unclear);
        assert_eq!(of_phase(&deal, Phase::Assess), None, "the phases are told by date");
        deal.requests[0].state = RequestState::Ended(Ending::Expired);
        assert_eq!(judge(&deal, FundingData::File), Application::None);
    }

    #[test]
    fn isv_workload_migration_is_funded_elsewhere() {
        let deal = linked_with_ace(|ace| ace.apn_programs = vec!["ISV Workload Migration".into()]);
        assert_eq!(judge(&deal, FundingData::File), Application::Elsewhere);
    }

    #[test]
    fn a_request_counts_for_its_phase_and_one_without_phase_for_all() {
        let mut deal = linked_deal();
        let mut assess = request(RequestState::Claimed);
        assess.phases = vec![Phase::Assess];
        deal.requests = vec![assess];
        assert_eq!(of_phase(&deal, Phase::Assess), Some(RequestState::Claimed));
        assert_eq!(of_phase(&deal, Phase::Migrate), None);
        deal.requests.push(request(APPLIED));
        assert_eq!(of_phase(&deal, Phase::Migrate), Some(APPLIED));
    }

    #[test]
    fn a_request_for_a_phase_that_nobody_knows_counts_for_the_deal_and_for_no_phase() {
        let mut deal = linked_deal();
        let mut pilot = request(APPLIED);
        pilot.has_unknown_phase = true;
        deal.requests = vec![pilot];
        assert_eq!(judge(&deal, FundingData::File), Application::Request(APPLIED));
        assert_eq!(Phase::ALL.map(|phase| of_phase(&deal, phase)), [None; 3]);
    }

    #[test]
    fn market_development_funds_are_no_application() {
        let mut deal = linked_deal();
        let mut mdf = request(APPLIED);
        mdf.program = Some("MDF".into());
        deal.requests = vec![mdf];
        assert_eq!(judge(&deal, FundingData::File), Application::None);
    }

    #[test]
    fn while_a_candidate_has_a_request_the_deals_application_is_not_known() {
        let mut deal = crm_only(|_| {});
        deal.candidates = vec![crate::domain::testing::candidate()];
        assert_eq!(judge(&deal, FundingData::File), Application::None);
        deal.candidates[0].ace_has_request = true;
        assert_eq!(judge(&deal, FundingData::File), Application::NoData);
    }

    #[test]
    fn a_status_whose_words_nobody_knows_is_neither_an_application_nor_none() {
        let deal = crm_only(|crm| {
            crm.map_status = Some("Waiting for Jane".into());
            crm.unreadable.insert(Field::MapStatus);
        });
        assert_eq!(judge(&deal, FundingData::CrmColumns), Application::NoData);
        assert_eq!(judge(&deal, FundingData::File), Application::None, "the file wins");
    }

    #[test]
    fn a_proof_of_concept_is_funded_elsewhere() {
        let mut deal = linked_deal();
        let mut poc = request(APPLIED);
        poc.program = Some("POC".into());
        deal.requests = vec![poc];
        assert_eq!(judge(&deal, FundingData::File), Application::Elsewhere);
    }
}
