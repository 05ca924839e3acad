//! The roll-ups behind Summary, the terminal and `run.json`, most of them computed over a frame.

mod group;
mod problems;
mod requested;
mod work;

use polars::prelude::{LazyFrame, col, lit};

use self::group::{sum, tallies, tally_of};
use self::problems::{findings_by_code, missing_fields, severities};
pub use self::requested::RequestedTotals;
use self::requested::requested;
use self::work::owners;
use super::frames::{self, HAS_FINDINGS, MAIN_REASON, STEP};
use super::{Audit, ClaimTally, Deadline, FunnelStep, MAIN_REASONS, SMALLER_GAPS, deadline};
use crate::domain::{Capture, Decimal, Field, IsMigration, Phase, Severity, Verdict, Window};

/// How many deals, the revenue behind them, and what is asked of AWS for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many deals.
    pub deals: u64,
    /// How many of them have no known ARR.
    pub without_arr: u64,
    /// Their ARR where it is known, in US cents.
    pub arr_cents: i64,
    /// What their fund requests ask for where it is known, in US cents.
    pub requested_cents: i64,
}

impl Tally {
    /// The ARR in US dollars.
    pub fn arr_usd(self) -> Decimal {
        Decimal::new(self.arr_cents, 2)
    }

    /// What is requested, in US dollars; `None` if no amount is known.
    pub fn requested_usd(self) -> Option<Decimal> {
        (self.requested_cents != 0).then(|| Decimal::new(self.requested_cents, 2))
    }

    fn plus(self, other: Tally) -> Tally {
        Tally {
            deals: self.deals + other.deals,
            without_arr: self.without_arr + other.without_arr,
            arr_cents: self.arr_cents + other.arr_cents,
            requested_cents: self.requested_cents + other.requested_cents,
        }
    }
}

/// An owner's share of the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerTally {
    /// The owner; `None` where no owner is known.
    pub owner: Option<String>,
    /// Deals with findings.
    pub with_findings: u64,
    /// Deals whose window is closing.
    pub closing: u64,
    /// Recoverable ARR, in US cents.
    pub recoverable_cents: i64,
}

/// How often a rule found something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingTally {
    /// The rule's code.
    pub code: &'static str,
    /// The rule's name.
    pub name: &'static str,
    /// The severity of its findings.
    pub severity: Severity,
    /// How many findings.
    pub findings: u64,
}

/// The sets of deals that leadership asks about. Every list is in its order of showing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollUp {
    /// Every deal.
    pub deals: Tally,
    /// The deals that are migrations.
    pub migrations: Tally,
    /// Migrations that look eligible or may be, and have findings.
    pub judged_with_findings: u64,
    /// Deals by verdict.
    pub verdicts: Vec<(Verdict, Tally)>,
    /// Deals by window; `None` where no phase needs an application.
    pub windows: Vec<(Option<Window>, Tally)>,
    /// Deals by what became of their money.
    pub captures: Vec<(Capture, Tally)>,
    /// Deals by what became of their money and by window; every combination.
    pub captures_by_window: Vec<(Capture, Option<Window>, Tally)>,
    /// Deals that have reached each step or a later one.
    pub funnel: Vec<(FunnelStep, Tally)>,
    /// Deals whose money is not captured, by main reason: label and tally; every reason. Deals in flight only if something
    /// blocks them.
    pub leaks: Vec<(&'static str, Tally)>,
    /// Phases by state: only states that occur.
    pub phases: Vec<(Phase, String, u64)>,
    /// The nearest days by which to apply or to claim; at most ten.
    pub deadlines: Vec<Deadline>,
    /// The claims of approved money that wait.
    pub claims: ClaimTally,
    /// The owners of deals with findings or recoverable ARR, most recoverable ARR first.
    pub owners: Vec<OwnerTally>,
    /// The findings by code, the severest and most frequent first.
    pub findings: Vec<FindingTally>,
    /// The findings by severity; every severity.
    pub severities: Vec<(Severity, u64)>,
    /// The fields for want of which deals could not be judged, the most frequent first.
    pub missing_fields: Vec<(Field, u64)>,
    /// What fund requests ask for, by their state.
    pub requested: RequestedTotals,
}

/// The windows in their order of showing; `None` comes last.
const WINDOWS: [Option<Window>; 5] =
    [Some(Window::Closing), Some(Window::Open), Some(Window::Unknown), Some(Window::Closed), None];

impl RollUp {
    /// The roll-ups over the deals and findings of a run.
    pub(super) fn new(audit: &Audit) -> RollUp {
        let deals = frames::deals(audit);
        let findings = findings_by_code(&audit.findings);
        let by_verdict = tallies(&deals, "verdict");
        let by_window = tallies(&deals, "window");
        let by_capture = tallies(&deals, "capture");
        let window_of = |window: Option<Window>| window.map(Window::name);
        RollUp {
            deals: by_verdict.iter().map(|(_, tally)| *tally).fold(Tally::default(), Tally::plus),
            migrations: tally_of(&tallies(&deals, "is_migration"), Some(IsMigration::Yes.name())),
            judged_with_findings: judged_with_findings(&deals),
            verdicts: Verdict::ALL.map(|v| (v, tally_of(&by_verdict, Some(v.name())))).to_vec(),
            windows: WINDOWS.map(|w| (w, tally_of(&by_window, window_of(w)))).to_vec(),
            captures: Capture::ALL.map(|c| (c, tally_of(&by_capture, Some(c.name())))).to_vec(),
            captures_by_window: captures_by_window(&deals),
            funnel: FunnelStep::ALL.map(|step| (step, reached(&deals, step))).to_vec(),
            leaks: leaks(&deals),
            phases: Phase::ALL.into_iter().flat_map(|phase| states_of(&deals, phase)).collect(),
            deadlines: deadline::nearest(audit),
            claims: deadline::waiting_claims(audit),
            owners: owners(deals),
            severities: severities(&findings),
            findings,
            missing_fields: missing_fields(&audit.deals),
            requested: requested(&audit.deals),
        }
    }

    /// The tally of one bucket.
    pub fn capture(&self, capture: Capture) -> Tally {
        found(&self.captures, capture)
    }

    /// The tally of one verdict.
    pub fn verdict(&self, verdict: Verdict) -> Tally {
        found(&self.verdicts, verdict)
    }

    /// The tally of one window.
    pub fn window(&self, window: Option<Window>) -> Tally {
        found(&self.windows, window)
    }
}

fn found<K: Copy + PartialEq>(tallies: &[(K, Tally)], key: K) -> Tally {
    tallies.iter().find(|(of, _)| *of == key).map_or_else(Tally::default, |(_, tally)| *tally)
}

fn judged_with_findings(deals: &LazyFrame) -> u64 {
    let is_judged = col("verdict")
        .eq(lit(Verdict::LooksEligible.name()))
        .or(col("verdict").eq(lit(Verdict::CannotTell.name())));
    sum(&tallies(&deals.clone().filter(is_judged.and(col(HAS_FINDINGS))), "verdict")).deals
}

fn captures_by_window(deals: &LazyFrame) -> Vec<(Capture, Option<Window>, Tally)> {
    let mut rows = Vec::new();
    for capture in Capture::ALL {
        let of_capture = deals.clone().filter(col("capture").eq(lit(capture.name())));
        let by_window = tallies(&of_capture, "window");
        rows.extend(
            WINDOWS.map(|window| (capture, window, tally_of(&by_window, window.map(Window::name)))),
        );
    }
    rows
}

fn reached(deals: &LazyFrame, step: FunnelStep) -> Tally {
    sum(&tallies(&deals.clone().filter(col(STEP).gt_eq(lit(step.number()))), "verdict"))
}

fn leaks(deals: &LazyFrame) -> Vec<(&'static str, Tally)> {
    // Of what waits for AWS nothing leaks, unless something blocks it.
    let waits = col("capture")
        .eq(lit(Capture::InFlight.name()))
        .and(col(MAIN_REASON).eq(lit(SMALLER_GAPS)));
    let is_leaking = col("capture")
        .neq(lit(Capture::Captured.name()))
        .and(col("capture").neq(lit(Capture::NotApplicable.name())))
        .and(waits.not());
    let by_reason = tallies(&deals.clone().filter(is_leaking), MAIN_REASON);
    MAIN_REASONS.iter().map(|r| (r.label, tally_of(&by_reason, Some(r.label)))).collect()
}

fn states_of(deals: &LazyFrame, phase: Phase) -> Vec<(Phase, String, u64)> {
    tallies(deals, phase.name())
        .into_iter()
        .filter_map(|(state, tally)| Some((phase, state?, tally.deals)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::testing::{audit, finding};

    fn roll_up() -> RollUp {
        RollUp::new(&audit())
    }

    #[test]
    fn every_way_of_counting_adds_up_to_all_deals() {
        let totals = roll_up();
        let expected: Decimal = audit().deals.iter().filter_map(|d| d.screening.arr.usd).sum();
        assert_eq!(totals.deals.deals, 8);
        assert_eq!(totals.deals.arr_usd(), expected);
        let sum = |tallies: Vec<Tally>| tallies.into_iter().fold(Tally::default(), Tally::plus);
        assert_eq!(sum(totals.verdicts.iter().map(|(_, t)| *t).collect()), totals.deals);
        assert_eq!(sum(totals.windows.iter().map(|(_, t)| *t).collect()), totals.deals);
        assert_eq!(sum(totals.captures.iter().map(|(_, t)| *t).collect()), totals.deals);
        assert_eq!(
            sum(totals.captures_by_window.iter().map(|(_, _, t)| *t).collect()),
            totals.deals
        );
    }

    #[test]
    fn buckets_hold_their_deals_and_revenue() {
        let totals = roll_up();
        let of = |deals, arr_cents| Tally { deals, arr_cents, ..Tally::default() };
        assert_eq!(totals.capture(Capture::Recoverable), of(2, 5_400_050));
        assert_eq!(totals.capture(Capture::Lost), of(1, 12_000_000));
        assert_eq!(totals.capture(Capture::CannotTell).without_arr, 1);
        assert_eq!(totals.window(Some(Window::Closing)).deals, 1);
        assert_eq!(totals.migrations.deals, 7);
    }

    #[test]
    fn what_is_requested_adds_up_by_deals() {
        let mut audit = audit();
        audit.deals[0].screening.requested.usd = Some(Decimal::new(3_600_050, 2));
        audit.deals[5].screening.requested.usd = Some(Decimal::from(96_000));
        let totals = RollUp::new(&audit);
        let of = |capture| totals.capture(capture).requested_usd();
        assert_eq!(of(Capture::InFlight), Some(Decimal::new(3_600_050, 2)));
        assert_eq!(of(Capture::Captured), Some(Decimal::from(96_000)));
        assert_eq!(of(Capture::Recoverable), None);
        assert_eq!(totals.deals.requested_usd(), Some(Decimal::new(13_200_050, 2)));
    }

    #[test]
    fn each_step_of_the_funnel_holds_those_who_passed_all_before() {
        let counts: Vec<_> = roll_up().funnel.iter().map(|(_, tally)| tally.deals).collect();
        assert_eq!(counts, [6, 5, 4, 4, 2, 1, 0]);
    }

    #[test]
    fn each_leaking_deal_is_counted_once_under_its_first_blocker() {
        let leaks = roll_up().leaks.into_iter().filter(|(_, tally)| tally.deals > 0);
        let shown: Vec<_> = leaks.map(|(reason, it)| (reason, it.deals, it.arr_cents)).collect();
        assert_eq!(
            shown,
            [
                ("Match to be decided", 1, 0),
                ("In ACE, but not marked as MAP", 1, 2_400_050),
                ("Too late or started", 1, 12_000_000),
                ("Time to apply runs out", 1, 3_000_000),
            ]
        );
    }

    #[test]
    fn a_deal_in_flight_leaks_only_if_something_blocks_it() {
        let in_flight = |code| {
            let mut audit = audit();
            audit.findings = vec![finding(0, code, Severity::High)];
            let leaks = RollUp::new(&audit).leaks.into_iter();
            let of_it = leaks.filter(|(_, tally)| tally.arr_cents == 9_600_000);
            of_it.map(|(reason, _)| reason).collect::<Vec<_>>()
        };
        assert!(in_flight("ELG001").is_empty());
        assert_eq!(in_flight("ATT002"), ["In ACE, but not marked as MAP"]);
    }

    #[test]
    fn owners_with_the_most_to_recover_come_first() {
        let owners = roll_up().owners;
        assert_eq!(owners[0].owner.as_deref(), Some("Ben Ito"));
        assert_eq!((owners[0].closing, owners[0].recoverable_cents), (1, 3_000_000));
        assert_eq!(owners[1].owner.as_deref(), Some("Ana Lee"));
    }

    #[test]
    fn the_severest_findings_come_first() {
        let totals = roll_up();
        assert_eq!(totals.findings[0].code, "TIM001");
        let counted: u64 = totals.severities.iter().map(|(_, count)| count).sum();
        assert_eq!(counted, audit().findings.len() as u64);
    }

    #[test]
    fn an_audit_of_nothing_has_empty_totals() {
        let mut nothing = audit();
        nothing.deals.clear();
        nothing.findings.clear();
        let totals = RollUp::new(&nothing);
        assert_eq!(totals.deals, Tally::default());
        assert_eq!(totals.deadlines, []);
    }
}
