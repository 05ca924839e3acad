//! The deals as the workbook lists them: each with its id, findings and main reason, the most urgent
//! first.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

use crate::domain::{
    Application, Assumptions, Capture, DealState, Finding, ScreenedDeal, Severity, Window,
};
use crate::portfolio::{Audit, MainReason, main_reason, next_application};

/// A deal as the sheets list it.
pub(super) struct DealLine<'a> {
    /// The deal.
    pub(super) deal: &'a ScreenedDeal,
    /// Its place in the audit's list of deals.
    pub(super) place: usize,
    /// What the run took for granted.
    pub(super) assumptions: &'a Assumptions,
    /// The id that people see: `D-7F3K2Q`.
    pub(super) id: String,
    /// What became of it since the previous run.
    pub(super) state: DealState,
    /// Its open findings.
    pub(super) findings: Vec<&'a Finding>,
    /// Why its money leaks, and the finding that shows it, if it takes one.
    pub(super) reason: Option<(&'static MainReason, Option<&'a Finding>)>,
    /// What to do first.
    pub(super) next_action: Option<Cow<'a, str>>,
}

/// The deals in the order of showing: what is urgent and severe first; deals of which nothing is missing and
/// deals that cannot be eligible last.
pub(super) fn deal_lines(audit: &Audit) -> Vec<DealLine<'_>> {
    let ids = deal_ids(&audit.deals);
    let deals = audit.deals.iter().zip(audit.has_waivers_by_deal());
    let listed = deals.zip(audit.findings_by_deal()).zip(ids).enumerate();
    let mut lines: Vec<_> = listed
        .map(|(place, (((deal, has_waivers), findings), id))| {
            let reason = main_reason(deal, &findings, has_waivers);
            let next_action = match reason {
                Some((_, Some(finding))) => Some(finding.evidence.fix.as_str().into()),
                Some((_, None)) => next_application(deal).map(Cow::Owned),
                None if has_waivers => None,
                None => funded_elsewhere(deal),
            };
            let state = audit.history.deal_state(place).unwrap_or(if findings.is_empty() {
                DealState::Clean
            } else {
                DealState::New
            });
            let assumptions = &audit.assumptions;
            DealLine { deal, place, assumptions, id, state, findings, reason, next_action }
        })
        .collect();
    lines.sort_by_cached_key(|line| {
        let screening = &line.deal.screening;
        (
            !screening.verdict.is_judged(),
            line.reason.is_none(),
            window_rank(screening.window),
            line.worst().map_or(Severity::ALL.len(), |worst| worst as usize),
            screening.days_left.unwrap_or(i64::MAX),
            screening.arr.usd.is_none(),
            Reverse(screening.arr.usd),
            line.place,
        )
    });
    lines
}

/// What is left to do for a deal of which nothing is missing because another program funds it.
fn funded_elsewhere<'a>(deal: &ScreenedDeal) -> Option<Cow<'a, str>> {
    let is_captured = deal.screening.capture == Capture::Captured;
    (is_captured && deal.screening.application == Application::Elsewhere)
        .then(|| "Another program funds it: ask your PDM whether MAP can follow.".into())
}

impl DealLine<'_> {
    /// The worst severity among its findings.
    pub(super) fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).min()
    }
}

/// The place of a window in the order of urgency.
pub(super) fn window_rank(window: Option<Window>) -> usize {
    let place = Window::ALL.into_iter().position(|of| Some(of) == window);
    place.unwrap_or(Window::ALL.len())
}

/// How many characters of a deal's fingerprint people see, and how many if those collide.
const ID_LENGTHS: [usize; 2] = [6, 10];

/// The ids that people see, the same in every run as long as the CRM id stays the same.
fn deal_ids(deals: &[ScreenedDeal]) -> Vec<String> {
    let prints: Vec<_> = deals.iter().map(|deal| deal.deal.fingerprint()).collect();
    let mut of_prefix = HashMap::<&str, usize>::new();
    for print in &prints {
        *of_prefix.entry(&print[..ID_LENGTHS[0]]).or_default() += 1;
    }
    prints
        .iter()
        .map(|print| {
            let is_unique = of_prefix.get(&print[..ID_LENGTHS[0]]) == Some(&1);
            let length = ID_LENGTHS[usize::from(!is_unique)];
            format!("D-{}", &print[..length])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::testing::audit;

    #[test]
    fn urgent_deals_come_first_and_clean_or_ineligible_ones_last() {
        let audit = audit();
        let places: Vec<_> = deal_lines(&audit).iter().map(|line| line.place).collect();
        assert_eq!(places, [2, 1, 4, 3, 5, 0, 6, 7]);
    }

    #[test]
    fn an_id_depends_on_the_crm_id_alone() {
        let mut audit = audit();
        let before = deal_ids(&audit.deals);
        audit.deals.reverse();
        let mut after = deal_ids(&audit.deals);
        after.reverse();
        assert_eq!(before, after);
        assert!(before.iter().all(|id| id.len() == 8), "{before:?}");
    }

    #[test]
    fn ids_that_would_collide_are_longer() {
        let deal = audit().deals.remove(0);
        let ids = deal_ids(&[deal.clone(), deal]);
        assert!(ids.iter().all(|id| id.len() == 12), "{ids:?}");
    }

    #[test]
    fn windows_rank_by_urgency_and_none_comes_last() {
        assert!(window_rank(Some(Window::Closing)) < window_rank(Some(Window::Closed)));
        assert!(window_rank(Some(Window::Closed)) < window_rank(None));
    }
}
