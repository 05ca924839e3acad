//! What each deal is: a migration or not, eligible or not, its window, its money and what became of it.
//!
//! A screening, never a promise: AWS decides case by case. How each answer is found stands in one
//! file each; the words of the answers are in [`crate::domain`].

mod all_texts;
mod application;
mod arr;
mod eligibility;
mod estimate;
mod hints;
#[cfg(test)]
mod labelled_deals;
mod leaving;
mod migration;
mod misspelling;
mod points;
#[cfg(test)]
mod points_learning;
mod reading;
mod requested;
mod scope;
mod sense;
mod sentence;
mod server_count;
mod settling;
mod shorthand;
mod signs;
mod structured;
mod text;
mod vocabulary;
mod ways;
mod weighing;
mod window;
mod word_automaton;
mod wording;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::domain::{
    Application, Arr, Capture, Currency, Deal, Decimal, Field, FundingData, IsMigration, Partner,
    PhaseState, PhaseWindow, Rate, RequestState, ScreenedDeal, Screening, Standing, Verdict,
};

/// The thresholds of screening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Days before the start by which to apply: 14. Source: AWS, "Resubmitting fund requests": the
    /// start must lie at least 14 days ahead.
    pub lead_days: u32,
    /// A window is closing when the last day to apply is at most this many days away: 30. Our choice.
    pub closing_days: u32,
    /// Servers or VMs that make a migration meaningful: 50. Source: guide.
    pub min_servers: u32,
    /// ARR in US dollars that makes a migration meaningful whatever its servers; none by default,
    /// because public figures disagree.
    pub arr_floor_usd: Option<Decimal>,
    /// Share of the larger figure by which CRM ARR and 12 × ACE MRR may differ: 0.10. Our choice.
    pub arr_tolerance: Decimal,
    /// The same for the comparison with a factor of 12: 0.05. Our choice.
    pub unit_tolerance: Decimal,
    /// An ACE MRR up to this many US dollars is a placeholder: 10. Our choice; 1 is the smallest
    /// amount seen in real exports.
    pub placeholder_max_usd: Decimal,
    /// An amount on at least this many ACE opportunities is a placeholder: 5. Our choice.
    pub placeholder_repeats: usize,
    /// … if it also stands on at least this share of them: 0.10. Our choice.
    pub placeholder_share: Decimal,
    /// US dollars per unit of other currencies, from the user.
    pub usd_rates: BTreeMap<Currency, Decimal>,
    /// What the user expects AWS to fund of each phase: Assess, Mobilize, Migrate. AWS publishes no rates.
    pub rates: [Option<Rate>; 3],
    /// The partner's own standing.
    pub partner: Partner,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            lead_days: 14,
            closing_days: 30,
            min_servers: 50,
            arr_floor_usd: None,
            arr_tolerance: Decimal::new(10, 2),
            unit_tolerance: Decimal::new(5, 2),
            placeholder_max_usd: Decimal::TEN,
            placeholder_repeats: 5,
            placeholder_share: Decimal::new(10, 2),
            usd_rates: BTreeMap::new(),
            rates: [None, None, None],
            partner: Partner::default(),
        }
    }
}

/// Screens every deal, in the order given.
pub fn screen(
    deals: Vec<Deal>,
    funding: FundingData,
    as_of: NaiveDate,
    settings: &Settings,
) -> Vec<ScreenedDeal> {
    let repeated_mrr = arr::repeated_mrr(&deals, settings);
    deals
        .into_par_iter()
        .map(|deal| {
            let arr = arr::judge(&deal, &repeated_mrr, settings);
            let screening = screen_deal(&deal, arr, funding, as_of, settings);
            ScreenedDeal { deal, screening }
        })
        .collect()
}

/// The deal as a run of another day would have screened it. What many deals have in common is that of its own run.
pub fn on_day(
    deal: &ScreenedDeal,
    funding: FundingData,
    day: NaiveDate,
    settings: &Settings,
) -> ScreenedDeal {
    let ScreenedDeal { deal, screening } = deal;
    let screening = screen_deal(deal, screening.arr, funding, day, settings);
    ScreenedDeal { deal: deal.clone(), screening }
}

fn screen_deal(
    deal: &Deal,
    arr: Arr,
    funding: FundingData,
    as_of: NaiveDate,
    settings: &Settings,
) -> Screening {
    let reading = reading::Reading::of(deal);
    let (is_migration, migration_evidence) = migration::judge(deal, &reading);
    let decisive = (is_migration != IsMigration::No)
        .then(|| eligibility::Decisive::of(deal, &reading, &arr, settings));
    let is_unclear = is_migration == IsMigration::Unclear;
    let eligibility::Eligibility { verdict, blockers, mut missing_fields } =
        eligibility::Eligibility::of(deal, is_unclear, decisive.as_ref());
    let window::Timing { phases, window, next_phase, planned_start, apply_by, days_left } =
        window::judge(deal, verdict, as_of, settings);
    let estimates = verdict.is_judged().then(|| Box::new(estimate::judge(deal, &arr, settings)));
    let application = application::judge(deal, funding);
    let of_migration = decisive.map(|decisive| {
        let in_time = application::in_time(deal, application, &phases);
        decisive.with_gaps(deal, &arr, in_time, as_of)
    });
    let capture = capture(verdict, application, &phases);
    if capture == Capture::CannotTell {
        missing_fields.extend(missing_for_capture(deal, application, &phases));
    }
    Screening {
        is_migration,
        migration_evidence,
        criteria: eligibility::criteria(deal, of_migration),
        verdict,
        blockers,
        source_on_aws: eligibility::source_on_aws(deal).map(str::to_owned),
        missing_fields,
        phases,
        window,
        next_phase,
        planned_start,
        apply_by,
        days_left,
        arr,
        estimates,
        requested: requested::judge(deal, &settings.usd_rates),
        application,
        capture,
    }
}

/// What became of the money: the first that holds, so that each deal is in exactly one bucket.
fn capture(verdict: Verdict, application: Application, phases: &[PhaseWindow; 3]) -> Capture {
    let any = |states: &[PhaseState]| phases.iter().any(|phase| states.contains(&phase.state));
    match verdict {
        Verdict::NotEligible | Verdict::NotMigration => return Capture::NotApplicable,
        Verdict::CannotTell => return Capture::CannotTell,
        Verdict::LooksEligible => {}
    }
    // A request for a phase that nobody can tell has no phase to show it.
    if any(&[PhaseState::Applied])
        || matches!(application, Application::Request(RequestState::Applied(_)))
    {
        Capture::InFlight
    } else if application.standing() == Standing::NotKnown {
        // Whether there is an application is not known, so neither "still to be had" nor "lost" is.
        Capture::CannotTell
    } else if any(&[PhaseState::Closing, PhaseState::Open]) {
        Capture::Recoverable
    } else if any(&[PhaseState::Unknown]) {
        Capture::CannotTell
    } else if any(&[PhaseState::Approved, PhaseState::Claimed, PhaseState::Elsewhere]) {
        Capture::Captured
    } else {
        Capture::Lost
    }
}

/// The fields for want of which one cannot tell what became of the money.
fn missing_for_capture(
    deal: &Deal,
    application: Application,
    phases: &[PhaseWindow; 3],
) -> Vec<Field> {
    let mut unknown = phases.iter().filter(|phase| phase.state == PhaseState::Unknown);
    let no_phase = application::has_live_request_of_unknown_phase(deal);
    let no_start = unknown.any(|phase| phase.start.is_none());
    let no_data = application.standing() == Standing::NotKnown;
    let wanting =
        [(no_start, Field::ProjectStart), (no_phase, Field::Phase), (no_data, Field::MapStatus)];
    wanting.into_iter().filter(|(is_wanting, _)| *is_wanting).map(|(_, field)| field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, crm_only, date, linked_deal, linked_with_crm, place};
    use crate::domain::{
        ApprovalStage, DealStatus, Ending, FundRequest, IsMigration, Phase, RateBasis, Window,
    };

    fn screened(deal: Deal, funding: FundingData) -> Screening {
        screen(vec![deal], funding, AS_OF, &Settings::default()).remove(0).screening
    }

    fn with_request(state: RequestState, phases: &[Phase]) -> Deal {
        let mut deal = linked_deal();
        let mut request = FundRequest::new(place("funding.csv", 2), state);
        request.phases = phases.to_vec();
        deal.requests = vec![request];
        deal
    }

    #[test]
    fn an_applied_deal_is_in_flight() {
        let deal = with_request(RequestState::Applied(ApprovalStage::Business), &[Phase::Assess]);
        let screening = screened(deal, FundingData::File);
        assert_eq!(screening.capture, Capture::InFlight);
        assert_eq!(screening.window, Some(Window::Open), "two phases still need an application");
    }

    #[test]
    fn phases_that_a_live_request_for_an_unknown_one_may_be_about_are_neither_open_nor_closed() {
        let of = |state, start| {
            let mut deal = linked_with_crm(|crm| crm.project_start = Some(start));
            deal.requests = with_request(state, &[]).requests;
            deal.requests[0].has_unknown_phase = true;
            let mut expired = with_request(RequestState::Ended(Ending::Expired), &[Phase::Assess]);
            deal.requests.append(&mut expired.requests);
            screened(deal, FundingData::File)
        };
        let applied = RequestState::Applied(ApprovalStage::Business);
        for start in [date(2026, 9, 1), date(2026, 10, 20), date(2027, 3, 1)] {
            let in_flight = of(applied, start);
            assert_eq!(in_flight.phases.map(|phase| phase.state), [PhaseState::Unknown; 3]);
            assert_eq!(in_flight.capture, Capture::InFlight);
            let approved = of(RequestState::Approved, start);
            assert_eq!(approved.window, Some(Window::Unknown));
            assert_eq!(approved.capture, Capture::CannotTell, "AWS may have granted all of it");
            assert_eq!(approved.missing_fields, [Field::Phase]);
        }
        assert_eq!(of(RequestState::Rejected, date(2027, 3, 1)).capture, Capture::Recoverable);
    }

    #[test]
    fn an_approved_deal_is_captured_only_if_no_phase_is_still_to_be_had() {
        let all = screened(with_request(RequestState::Approved, &[]), FundingData::File);
        assert_eq!((all.capture, all.window), (Capture::Captured, None));
        let assess =
            screened(with_request(RequestState::Approved, &[Phase::Assess]), FundingData::File);
        assert_eq!(assess.capture, Capture::Recoverable);
    }

    #[test]
    fn started_without_application_is_lost_and_ahead_of_the_start_is_recoverable() {
        let start = |day| crm_only(|crm| crm.project_start = Some(day));
        assert_eq!(screened(start(date(2026, 9, 30)), FundingData::File).capture, Capture::Lost);
        assert_eq!(
            screened(start(date(2026, 12, 30)), FundingData::File).capture,
            Capture::Recoverable
        );
    }

    #[test]
    fn tagged_without_funding_data_cannot_be_told() {
        let screening = screened(linked_deal(), FundingData::Absent);
        assert_eq!(screening.application, Application::NoData);
        assert_eq!(screening.capture, Capture::CannotTell);
        assert_eq!(screening.missing_fields, [Field::MapStatus]);
    }

    #[test]
    fn a_request_whose_words_nobody_knows_cannot_be_told() {
        let screening = screened(with_request(RequestState::Unclear, &[]), FundingData::CrmColumns);
        assert_eq!(screening.capture, Capture::CannotTell);
        assert_eq!(screening.application.standing(), Standing::NotKnown);
    }

    #[test]
    fn an_unclear_migration_cannot_be_told() {
        let deal = crm_only(|crm| {
            crm.name = Some("App modernization".into());
            crm.migration_type = None;
        });
        let screening = screened(deal, FundingData::File);
        assert_eq!(screening.is_migration, IsMigration::Unclear);
        assert_eq!(
            (screening.verdict, screening.capture),
            (Verdict::CannotTell, Capture::CannotTell)
        );
    }

    #[test]
    fn a_lost_deal_has_no_money_to_capture() {
        let deal = linked_with_crm(|crm| crm.status = DealStatus::Lost);
        let screening = screened(deal, FundingData::File);
        assert_eq!(
            (screening.verdict, screening.capture),
            (Verdict::NotEligible, Capture::NotApplicable)
        );
        assert_eq!(screening.blockers, ["the deal is lost"]);
    }

    #[test]
    fn no_rate_brings_an_estimate_to_a_deal_that_is_not_eligible() {
        let rate = Rate {
            basis: RateBasis::Fixed,
            low: None,
            base: Some(Decimal::from(5_000)),
            high: None,
            cap_usd: None,
            source: "our approvals".into(),
            as_of: None,
            approved_by: None,
        };
        let settings = Settings { rates: [Some(rate), None, None], ..Settings::default() };
        let assess = |deal| {
            let deals = screen(vec![deal], FundingData::File, AS_OF, &settings);
            deals[0].screening.estimate(Phase::Assess).base_usd
        };
        assert_eq!(assess(linked_deal()), Some(Decimal::from(5_000)));
        assert_eq!(assess(linked_with_crm(|crm| crm.status = DealStatus::Lost)), None);
    }
}
