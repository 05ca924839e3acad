//! When does the work start, and can one still apply?

use std::cmp::Reverse;

use chrono::{Days, NaiveDate};

use super::{Settings, application};
use crate::domain::{
    Deal, DealStatus, Ending, Phase, PhaseState, PhaseWindow, PlannedStart, RequestState,
    StartBasis, Verdict, Window,
};

/// What the dates say of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Timing {
    pub(super) phases: [PhaseWindow; 3],
    pub(super) window: Option<Window>,
    pub(super) next_phase: Option<Phase>,
    pub(super) planned_start: Option<PlannedStart>,
    pub(super) apply_by: Option<NaiveDate>,
    pub(super) days_left: Option<i64>,
}

/// Judges every phase, and from them the deal's window: that of the most urgent phase which still
/// needs an application.
pub(super) fn judge(
    deal: &Deal,
    verdict: Verdict,
    as_of: NaiveDate,
    settings: &Settings,
) -> Timing {
    let phases = Phase::ALL.map(|phase| {
        let start = planned_start(deal, phase, as_of);
        let state = if verdict.is_judged() {
            phase_state(deal, phase, start, as_of, settings)
        } else {
            PhaseState::NotApplicable
        };
        PhaseWindow { state, start }
    });
    let next = most_urgent(&phases, as_of);
    let planned_start = match next {
        Some((_, _, start)) => start,
        None => earliest_known(&phases),
    };
    let apply_by = planned_start.and_then(|start| apply_by(start.date, settings));
    Timing {
        phases,
        window: next.map(|(window, _, _)| window),
        next_phase: next.map(|(_, phase, _)| phase),
        planned_start,
        apply_by,
        days_left: apply_by.map(|day| (day - as_of).num_days()),
    }
}

/// The start of a phase, from the firmest date there is. A past close date of an open deal is no
/// start: nobody has updated it. Nor is a past date where a firmer one stands and cannot be read: it may say that the work
/// is still ahead, as "Q1 2027" does.
fn planned_start(deal: &Deal, phase: Phase, as_of: NaiveDate) -> Option<PlannedStart> {
    let crm = deal.crm();
    let close_date = crm.and_then(|crm| {
        crm.close_date.filter(|date| *date > as_of || crm.status == DealStatus::Won)
    });
    let (requested, overtaken) = requested_start(deal, phase, as_of);
    let dates = [
        (requested, StartBasis::FundRequest),
        (crm.and_then(|crm| crm.phase_start(phase)), StartBasis::PhaseDate(phase)),
        (crm.and_then(|crm| crm.project_start), StartBasis::ProjectStart),
        (overtaken, StartBasis::FundRequest),
        (crm.and_then(|crm| crm.sow_signed_date), StartBasis::SowSigned),
        (close_date, StartBasis::CloseDate),
    ];
    let place = dates.iter().position(|(date, _)| date.is_some())?;
    let (date, basis) = (dates[place].0?, dates[place].1);
    let is_unreadable = |(_, firmer): &(_, StartBasis)| {
        crm.is_some_and(|crm| crm.unreadable.contains(firmer.field()))
    };
    let is_in_doubt = date <= as_of && dates[..place].iter().any(is_unreadable);
    (!is_in_doubt).then_some(PlannedStart { date, basis })
}

/// The start that the furthest request for the phase states; that of a draft whose day has passed apart, as the CRM may
/// know better by now. One that was rejected or ended says nothing: what takes its place has a start of its own.
fn requested_start(
    deal: &Deal,
    phase: Phase,
    as_of: NaiveDate,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let of_phase = application::map_requests(deal).into_iter().filter(|request| {
        request.state >= RequestState::Prepared
            && !request.has_unknown_phase
            && request.is_for(phase)
    });
    let stated = of_phase.filter_map(|request| Some((request.state, request.start_date?)));
    match stated.max_by_key(|(state, date)| (*state, Reverse(*date))) {
        Some((state, date)) if state.is_live() || date > as_of => (Some(date), None),
        furthest => (None, furthest.map(|(_, date)| date)),
    }
}

fn apply_by(start: NaiveDate, settings: &Settings) -> Option<NaiveDate> {
    start.checked_sub_days(Days::new(u64::from(settings.lead_days)))
}

fn phase_state(
    deal: &Deal,
    phase: Phase,
    start: Option<PlannedStart>,
    as_of: NaiveDate,
    settings: &Settings,
) -> PhaseState {
    let by_date = state_by_date(deal, phase, start, as_of, settings);
    match application::of_phase(deal, phase) {
        Some(RequestState::Claimed) => PhaseState::Claimed,
        Some(RequestState::Approved) => PhaseState::Approved,
        Some(RequestState::Applied(_)) => PhaseState::Applied,
        None if application::is_funded_elsewhere(deal) => PhaseState::Elsewhere,
        // It may be the one that was applied for, in time.
        _ if application::has_live_request_of_unknown_phase(deal) => PhaseState::Unknown,
        Some(RequestState::Rejected | RequestState::Ended(Ending::Terminated))
            if by_date == PhaseState::Closed =>
        {
            PhaseState::Lapsed
        }
        // A request expires after the end of the work, which therefore began.
        Some(RequestState::Ended(Ending::Expired))
            if matches!(by_date, PhaseState::Closed | PhaseState::Unknown) =>
        {
            PhaseState::Lapsed
        }
        // Rejected in time: resubmit. Ended in time: ask for another one. Prepared: still to be filed.
        Some(
            RequestState::Rejected
            | RequestState::Prepared
            | RequestState::Unclear
            | RequestState::Ended(_),
        )
        | None => by_date,
    }
}

/// Where the phase stands if nothing is filed.
fn state_by_date(
    deal: &Deal,
    phase: Phase,
    start: Option<PlannedStart>,
    as_of: NaiveDate,
    settings: &Settings,
) -> PhaseState {
    if deal.is_over_in_ace(phase) {
        return PhaseState::Closed;
    }
    let Some(start) = start else {
        return PhaseState::Unknown;
    };
    if start.date <= as_of {
        return PhaseState::Closed;
    }
    let closing = as_of.checked_add_days(Days::new(u64::from(settings.closing_days)));
    if apply_by(start.date, settings) <= closing { PhaseState::Closing } else { PhaseState::Open }
}

/// The phase that needs an application most urgently, with its start: of several in one window the one that starts first,
/// and of those whose window is closed one that has begun for certain.
fn most_urgent(
    phases: &[PhaseWindow; 3],
    as_of: NaiveDate,
) -> Option<(Window, Phase, Option<PlannedStart>)> {
    let of_phases = || Phase::ALL.into_iter().zip(phases);
    Window::ALL.into_iter().find_map(|window| {
        let in_window = of_phases().filter(|(_, phase)| phase.state.window() == Some(window));
        let urgency = |(_, phase): &(Phase, &PhaseWindow)| match phase.start {
            Some(start) => {
                let is_certain = start.date <= as_of && !start.basis.is_weak();
                (window == Window::Closed && !is_certain, start.date)
            }
            None => (true, NaiveDate::MAX),
        };
        let (phase, PhaseWindow { start, .. }) = in_window.min_by_key(urgency)?;
        Some((window, phase, *start))
    })
}

/// The start of a deal none of whose phases needs an application: the first firm one, else the first.
fn earliest_known(phases: &[PhaseWindow; 3]) -> Option<PlannedStart> {
    let starts = || phases.iter().filter_map(|phase| phase.start);
    starts().find(|start| !start.basis.is_weak()).or_else(|| starts().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, crm_only, date, linked_with_ace, linked_with_crm, place};
    use crate::domain::{AcePhase, ApprovalStage, CrmOpportunity, Field, FundRequest};

    fn timing(deal: &Deal) -> Timing {
        judge(deal, Verdict::LooksEligible, AS_OF, &Settings::default())
    }

    fn starting(start: NaiveDate) -> Timing {
        timing(&crm_only(|crm| crm.project_start = Some(start)))
    }

    #[test]
    fn the_window_is_closed_from_the_day_of_the_start() {
        assert_eq!(starting(AS_OF).window, Some(Window::Closed));
        assert_eq!(starting(date(2026, 10, 2)).window, Some(Window::Closing));
    }

    #[test]
    fn the_window_closes_thirty_days_before_the_last_day_to_apply() {
        // As of 2026-10-01: a start 44 days ahead has its apply-by 30 days ahead.
        let closing = starting(date(2026, 11, 14));
        assert_eq!((closing.window, closing.days_left), (Some(Window::Closing), Some(30)));
        let open = starting(date(2026, 11, 15));
        assert_eq!((open.window, open.apply_by), (Some(Window::Open), Some(date(2026, 11, 1))));
    }

    #[test]
    fn a_past_date_is_no_start_where_a_firmer_one_cannot_be_read() {
        let signed_on = |day: NaiveDate| {
            timing(&crm_only(|crm| {
                crm.project_start = None;
                crm.sow_signed_date = Some(day);
                crm.unreadable.insert(Field::ProjectStart);
            }))
        };
        let past = signed_on(date(2026, 8, 1));
        assert_eq!((past.planned_start, past.window), (None, Some(Window::Unknown)));
        let ahead = signed_on(date(2026, 12, 1));
        assert_eq!(ahead.planned_start.map(|start| start.basis), Some(StartBasis::SowSigned));
    }

    #[test]
    fn the_firmest_date_is_the_start() {
        let by = |change: fn(&mut CrmOpportunity)| {
            let deal = crm_only(|crm| {
                crm.project_start = None;
                crm.sow_signed_date = None;
                crm.close_date = None;
                change(crm);
            });
            timing(&deal).planned_start.map(|start| start.basis)
        };
        assert_eq!(by(|_| {}), None);
        assert_eq!(by(|crm| crm.close_date = Some(date(2026, 12, 1))), Some(StartBasis::CloseDate));
        assert_eq!(by(|crm| crm.close_date = Some(date(2026, 9, 1))), None, "past, and still open");
        assert_eq!(
            by(|crm| {
                crm.close_date = Some(date(2026, 9, 1));
                crm.status = DealStatus::Won;
            }),
            Some(StartBasis::CloseDate)
        );
        assert_eq!(
            by(|crm| {
                crm.close_date = Some(date(2026, 12, 1));
                crm.sow_signed_date = Some(date(2026, 9, 1));
            }),
            Some(StartBasis::SowSigned)
        );
    }

    #[test]
    fn the_start_of_a_fund_request_is_the_firmest_for_its_phases() {
        let of = |state, start, project_start| {
            let mut deal = linked_with_crm(|crm| {
                crm.project_start = project_start;
                crm.sow_signed_date = Some(date(2026, 8, 1));
            });
            let mut request = FundRequest::new(place("funding.csv", 2), state);
            request.start_date = Some(start);
            request.phases = vec![Phase::Assess];
            deal.requests = vec![request];
            timing(&deal).phases.map(|phase| phase.start.map(|start| (start.date, start.basis)))
        };
        let (past, ahead, later) = (date(2026, 9, 1), date(2026, 12, 1), date(2027, 1, 1));
        let requested = |day| Some((day, StartBasis::FundRequest));
        let by_crm = Some((later, StartBasis::ProjectStart));
        let [assess, mobilize, _] = of(RequestState::Prepared, ahead, Some(later));
        assert_eq!((assess, mobilize), (requested(ahead), by_crm));
        assert_eq!(of(RequestState::Approved, past, Some(later))[0], requested(past));
        assert_eq!(of(RequestState::Prepared, past, Some(later))[0], by_crm, "a draft of old");
        assert_eq!(of(RequestState::Prepared, past, None)[0], requested(past));
        for over in [RequestState::Rejected, RequestState::Ended(Ending::Expired)] {
            assert_eq!(of(over, ahead, Some(later))[0], by_crm, "{over:?}");
        }
    }

    #[test]
    fn the_most_urgent_phase_gives_window_and_start() {
        let deal = crm_only(|crm| {
            crm.assess_start = Some(date(2026, 9, 1));
            crm.mobilize_start = Some(date(2026, 11, 1));
            crm.migrate_start = Some(date(2027, 3, 1));
        });
        let timing = timing(&deal);
        assert_eq!(
            timing.phases.map(|phase| phase.state),
            [PhaseState::Closed, PhaseState::Closing, PhaseState::Open]
        );
        assert_eq!(
            (timing.window, timing.next_phase),
            (Some(Window::Closing), Some(Phase::Mobilize))
        );
        assert_eq!(timing.planned_start.unwrap().date, date(2026, 11, 1));
    }

    #[test]
    fn of_phases_in_one_window_the_first_to_start_is_the_most_urgent() {
        let timing = timing(&crm_only(|crm| {
            crm.project_start = Some(date(2026, 11, 12));
            crm.mobilize_start = Some(date(2026, 10, 20));
        }));
        assert_eq!(timing.next_phase, Some(Phase::Mobilize));
        assert_eq!(timing.apply_by, Some(date(2026, 10, 6)));
    }

    #[test]
    fn work_that_has_begun_for_certain_counts_before_work_that_has_probably() {
        let timing = timing(&crm_only(|crm| {
            crm.project_start = None;
            crm.sow_signed_date = Some(date(2026, 8, 1));
            crm.mobilize_start = Some(date(2026, 9, 1));
        }));
        let start = timing.planned_start.unwrap();
        assert_eq!((timing.window, start.date), (Some(Window::Closed), date(2026, 9, 1)));
        assert!(!start.basis.is_weak());
    }

    #[test]
    fn a_later_phase_in_ace_closes_the_earlier_ones() {
        let deal = linked_with_ace(|ace| ace.migration_phase = Some(AcePhase::Migrate));
        assert_eq!(
            timing(&deal).phases.map(|phase| phase.state),
            [PhaseState::Closed, PhaseState::Closed, PhaseState::Open]
        );
        let deal = linked_with_ace(|ace| ace.migration_phase = Some(AcePhase::Manage));
        assert_eq!(timing(&deal).window, Some(Window::Closed));
    }

    #[test]
    fn a_request_decides_before_the_dates() {
        let state = |request: RequestState, start: NaiveDate| {
            let mut deal = linked_with_crm(|crm| crm.project_start = Some(start));
            deal.requests = vec![FundRequest::new(place("funding.csv", 2), request)];
            timing(&deal).phases[0].state
        };
        let (past, ahead) = (date(2026, 9, 1), date(2027, 3, 1));
        assert_eq!(
            state(RequestState::Applied(ApprovalStage::Business), past),
            PhaseState::Applied
        );
        assert_eq!(state(RequestState::Approved, past), PhaseState::Approved);
        assert_eq!(state(RequestState::Claimed, past), PhaseState::Claimed);
        assert_eq!(state(RequestState::Rejected, past), PhaseState::Lapsed);
        assert_eq!(state(RequestState::Rejected, ahead), PhaseState::Open, "resubmit");
        for ending in [Ending::Terminated, Ending::Expired] {
            assert_eq!(state(RequestState::Ended(ending), past), PhaseState::Lapsed);
            assert_eq!(state(RequestState::Ended(ending), ahead), PhaseState::Open, "ask anew");
        }
        assert_eq!(state(RequestState::Prepared, past), PhaseState::Closed, "never submitted");
    }

    #[test]
    fn a_deal_that_is_not_judged_has_a_start_and_no_window() {
        let timing = judge(&crm_only(|_| {}), Verdict::NotMigration, AS_OF, &Settings::default());
        assert_eq!(timing.window, None);
        assert_eq!(timing.planned_start.unwrap().date, date(2027, 1, 15));
    }
}
