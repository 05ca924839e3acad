//! Why something is different from the previous run.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::carry::before;
use super::changes::Compared;
use super::previous::PreviousRun;
use super::standing::Standing;
use super::store::{Kept, Store};
use crate::domain::reviewer_columns::{DECISION, PDM_TOLD_ON};
use crate::domain::{AceId, CrmId, Deal, DealState, LinkMethod, PhaseState, ScreenedDeal};

/// Why something changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Because {
    /// The exports say something else.
    #[default]
    DataChanged,
    /// A person decided.
    Decision,
    /// A waiver ended.
    WaiverExpired,
    /// The rules or their severities are others.
    RuleSetChanged,
    /// Time passed, and nothing else.
    TimePassed,
}

impl Because {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Because::DataChanged => "Data changed",
            Because::Decision => "Decision",
            Because::WaiverExpired => "Waiver expired",
            Because::RuleSetChanged => "Rule set changed",
            Because::TimePassed => "Time passed",
        }
    }
}

/// What can be said of causes before a single difference is looked at.
pub(super) struct CausesOfChange {
    /// Whether the exports are those of the previous run, byte by byte.
    has_same_inputs: bool,
    /// Whether both runs speak for the same day.
    is_same_day: bool,
    /// The records that people have decided on since the previous run, each as [`Deal::key`].
    decided_on: BTreeSet<(&'static str, String)>,
}

impl CausesOfChange {
    /// The causes between that run and this one, of these exports, each by its SHA-256.
    pub(super) fn new(
        run: &PreviousRun,
        inputs: &BTreeSet<&str>,
        as_of: NaiveDate,
        store: &Store,
    ) -> CausesOfChange {
        let is_new = |kept: &Kept, header: &str| {
            kept.cells.get(header).is_some_and(|cell| cell.as_of.is_none())
        };
        let decided_on = store
            .values()
            .filter(|kept| [DECISION, PDM_TOLD_ON].iter().any(|header| is_new(kept, header)))
            .flat_map(|kept| keys(kept.crm_id.as_ref(), kept.ace_id.as_ref()));
        let before: BTreeSet<&str> = run.inputs.iter().map(String::as_str).collect();
        CausesOfChange {
            has_same_inputs: !before.is_empty() && before == *inputs,
            is_same_day: run.as_of == Some(as_of),
            decided_on: decided_on.collect(),
        }
    }

    /// What is left where nobody decided and no date tells.
    pub(super) fn remaining(&self) -> Because {
        match (self.has_same_inputs, self.is_same_day) {
            (false, _) => Because::DataChanged,
            (true, false) => Because::TimePassed,
            (true, true) => Because::RuleSetChanged,
        }
    }

    fn are_decisions_on(&self, deal: &Deal) -> bool {
        keys(deal.crm().map(|crm| &crm.id), deal.ace().map(|ace| &ace.id))
            .any(|key| self.decided_on.contains(&key))
    }
}

fn keys(
    crm_id: Option<&CrmId>,
    ace_id: Option<&AceId>,
) -> impl Iterator<Item = (&'static str, String)> {
    let crm = crm_id.map(|id| ("crm", id.key().to_owned()));
    crm.into_iter().chain(ace_id.map(|id| ("ace", id.as_str().to_owned())))
}

impl Compared<'_> {
    /// Why a deal stands where it does now.
    pub(super) fn why(&self, place: usize, now: &Standing) -> Because {
        let before = before(self.run, self.identity, place);
        if self.causes.are_decisions_on(&self.deals[place].deal) {
            return Because::Decision;
        }
        let Some(was) = before.first() else { return self.causes.remaining() };
        let was_waived = was.state == Some(DealState::Waived);
        let is_waived = is_set_aside(&self.deals[place]);
        let (was, is_confirmed) = (&was.standing, was.is_confirmed);
        if (self.is_decided(place) && !is_confirmed) || (is_waived && !was_waived) {
            Because::Decision
        } else if was_waived && !is_waived {
            Because::WaiverExpired
        } else if was.window_ran_on(now) && was.differs_by_time_alone(now) {
            Because::TimePassed
        } else {
            self.causes.remaining()
        }
    }

    fn is_decided(&self, place: usize) -> bool {
        let linked = self.deals[place].deal.linked();
        linked.is_some_and(|(_, _, link)| link.method == LinkMethod::Decision)
    }

    /// Why a finding of this code came or went at a deal, by its place.
    pub(super) fn why_of_code(&self, code: &str, place: Option<usize>) -> Because {
        let is_known = self.rules.contains_key(code);
        if self.is_new_rule(code) || !is_known {
            return Because::RuleSetChanged;
        }
        let Some(place) = place else { return self.causes.remaining() };
        let now = Standing::now(&self.deals[place]);
        let before = before(self.run, self.identity, place);
        let was = before.first().map(|was| &was.standing);
        let is_by_time =
            code.starts_with("TIM") && was.is_some_and(|was| was.differs_by_time_alone(&now));
        match self.why(place, &now) {
            Because::Decision => Because::Decision,
            _ if is_by_time => Because::TimePassed,
            _ => self.causes.remaining(),
        }
    }
}

fn is_set_aside(deal: &ScreenedDeal) -> bool {
    deal.screening.phases.iter().any(|phase| phase.state == PhaseState::Waived)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, crm_only, date};
    use crate::domain::{
        Capture, Decimal, PlannedStart, PreviousWorkbook, Severity, StartBasis, Window,
    };
    use crate::history::tests::{changes, concluded, deal, finding, last_run, screened, table};
    use crate::history::{Found, remember};

    const ONE: &str = "1111111111111111111111111111111111111111111111111111111111111111";
    const TWO: &str = "2222222222222222222222222222222222222222222222222222222222222222";

    /// Why a finding that no date explains is new, after a run of the same export.
    fn cause(workbook: &mut PreviousWorkbook, decisions: &str, inputs: &[&'static str]) -> Because {
        // What stands below the table on About is read with it.
        let rows: [&[&str]; 2] = [&["crm.csv", ONE, "1"], &["lead_days", "14", ""]];
        let inputs_before = table(&["File", "SHA-256", "Rows read"], &rows);
        workbook.tables.insert("tblInputs", inputs_before);
        let mut deals = [deal()];
        let mut findings = [finding("ATT001", &deals[0])];
        let file = format!("kind,id,crm_id,ace_id,column,value,as_of\n{decisions}");
        let memory = remember(std::slice::from_ref(workbook), Some(("decisions.csv", &file)));
        let history = memory.unwrap().conclude(Found {
            deals: &mut deals,
            out_of_scope: &[],
            findings: &mut findings,
            waivers: &[],
            rules: ["ATT001", "TIM003"].map(|code| (code, Severity::High)).into(),
            rule_set: "1",
            inputs: inputs.iter().copied().collect(),
            as_of: AS_OF,
            period: None,
        });
        let change = history.changes.iter().find(|change| change.about == "ATT001").unwrap();
        change.because
    }

    #[test]
    fn the_same_exports_on_another_day_differ_by_time_and_on_the_same_day_by_rules() {
        assert_eq!(cause(&mut last_run(&[]), "", &[ONE]), Because::TimePassed);
        assert_eq!(cause(&mut last_run(&[]), "", &[TWO]), Because::DataChanged);
        assert_eq!(cause(&mut last_run(&[]), "", &[ONE, TWO]), Because::DataChanged);
        let mut of_the_same_day = last_run(&[]);
        of_the_same_day.lines[0] = format!("As of: {AS_OF}");
        assert_eq!(cause(&mut of_the_same_day, "", &[ONE]), Because::RuleSetChanged);
    }

    #[test]
    fn what_changes_about_a_record_that_a_person_decided_on_is_their_decision() {
        let decided =
            |as_of: &str| format!("pair,,0065f00000AbCdE,O123,Decision,Different,{as_of}\n");
        assert_eq!(cause(&mut last_run(&[]), &decided(""), &[TWO]), Because::Decision);
        let earlier = decided("2026-04-01");
        assert_eq!(cause(&mut last_run(&[]), &earlier, &[TWO]), Because::DataChanged);
        let told = "deal,,0065f00000AbCdE,,PDM told on,2026-09-01,\n";
        assert_eq!(cause(&mut last_run(&[]), told, &[ONE]), Because::Decision);
    }

    #[test]
    fn a_window_that_closes_with_the_same_start_is_a_deadline_that_passed() {
        let deals = [screened(crm_only(|_| {}), Capture::Lost, Window::Closed)];
        let mut findings = [finding("TIM003", &deals[0])];
        let history = concluded(&last_run(&[]), &deals, &mut findings, Severity::High);
        assert_eq!(
            changes(&history),
            [
                ("Deal", "Recoverable", "Lost", Because::TimePassed),
                ("TIM003", "", "New", Because::TimePassed),
            ]
        );
        assert_eq!(history.changes[0].what, "Outcome: Recoverable → Lost; Window: Open → Closed");
        assert_eq!(history.changes[0].money_effect, Some(Decimal::from(96_000)));
    }

    #[test]
    fn an_application_that_came_is_a_change_of_the_data() {
        let mut deals = [screened(crm_only(|_| {}), Capture::InFlight, Window::Closed)];
        deals[0].screening.window = None;
        let history = concluded(&last_run(&["TIM003"]), &deals, &mut [], Severity::High);
        assert_eq!(
            changes(&history),
            [
                ("Deal", "Recoverable", "In flight", Because::DataChanged),
                ("TIM003", "New", "Resolved", Because::DataChanged),
            ]
        );
    }

    #[test]
    fn a_finding_that_time_turned_into_another_was_ended_by_the_deadline() {
        let deals = [deal()];
        let history = concluded(&last_run(&["TIM003"]), &deals, &mut [], Severity::High);
        assert_eq!(changes(&history), [("TIM003", "New", "Resolved", Because::TimePassed)]);
    }

    #[test]
    fn a_start_that_moved_is_a_change_of_the_data() {
        let mut deals = [screened(crm_only(|_| {}), Capture::Lost, Window::Closed)];
        let start = PlannedStart { date: date(2026, 9, 1), basis: StartBasis::ProjectStart };
        deals[0].screening.planned_start = Some(start);
        let history = concluded(&last_run(&[]), &deals, &mut [], Severity::High);
        assert_eq!(changes(&history), [("Deal", "Recoverable", "Lost", Because::DataChanged)]);
    }
}
