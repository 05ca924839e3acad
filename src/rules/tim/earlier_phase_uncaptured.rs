//! A phase whose funding was missed while a later one can still have its own.

use crate::domain::{Evidence, Field, FixIn, Outcome, Phase, PhaseState, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "TIM007",
    name: "earlier-phase-uncaptured",
    severity: Severity::Medium,
    summary: "Every phase of a migration is applied for before it ends.",
    why: "Each phase has its own funding. What was missed is lost; what is still ahead must not be.",
    fix: "Apply for the phases that are still ahead, and ask your PDM whether anything of the missed one can be saved.",
    fix_in: FixIn::PartnerCentral,
    source: "Guide, the three phases of MAP: earlier start, more phases.",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::ProjectStart,
        Field::AssessStart,
        Field::MobilizeStart,
        Field::MigrateStart,
        Field::SowSignedDate,
        Field::CloseDate,
        Field::MigrationPhase,
        Field::MapStatus,
    ],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    if screened.deal.crm().is_none() {
        return Outcome::NotApplicable;
    }
    let screening = &screened.screening;
    let state = |phase: Phase| screening.phase(phase).state;
    let is_alive = |phase: &Phase| {
        matches!(state(*phase), PhaseState::Open | PhaseState::Closing | PhaseState::Applied)
    };
    let Some(last_alive) = Phase::ALL.into_iter().rfind(is_alive) else {
        let is_unknown = |phase: Phase| state(phase) == PhaseState::Unknown;
        return if Phase::ALL.into_iter().any(is_unknown) {
            Outcome::unknown(Field::ProjectStart)
        } else {
            Outcome::NotApplicable
        };
    };
    let is_missed = |phase: &Phase| {
        *phase < last_alive && matches!(state(*phase), PhaseState::Closed | PhaseState::Lapsed)
    };
    let missed: Vec<Phase> = Phase::ALL.into_iter().filter(is_missed).collect();
    if missed.is_empty() {
        return Outcome::Pass;
    }
    if screening.application.is_absent().is_none() {
        return Outcome::unknown(Field::MapStatus);
    }
    let next_alive = Phase::ALL.into_iter().find(|phase| is_alive(phase) && *phase > missed[0]);
    Outcome::fail(uncaptured(screened, &missed, next_alive.unwrap_or(last_alive)))
}

fn uncaptured(screened: &ScreenedDeal, missed: &[Phase], alive: Phase) -> Evidence {
    let state = |phase: Phase| screened.screening.phase(phase).state;
    let of = |wanted: PhaseState| -> Vec<Phase> {
        missed.iter().copied().filter(|phase| state(*phase) == wanted).collect()
    };
    let (never_asked, in_vain) = (of(PhaseState::Closed), of(PhaseState::Lapsed));
    let missing = [
        ("nobody applied in time for", never_asked),
        ("no money came of the request for", in_vain),
    ]
    .into_iter()
    .filter(|(_, phases)| !phases.is_empty())
    .map(|(words, phases)| format!("{words} {}", names(&phases)))
    .collect::<Vec<_>>()
    .join(", and ");
    let stands = if state(alive) == PhaseState::Applied {
        "is applied for"
    } else {
        "can still be applied for"
    };
    let missed_names = names(missed);
    let applied_for = wording::applied_for(&screened.deal);
    Evidence {
        message: format!("{}, while {alive} {stands}.", wording::sentence(&missing)),
        fix: if Phase::ALL.into_iter().any(|phase| is_ahead(state(phase))) {
            format!(
                "Submit a MAP application for every phase of {applied_for} that is still ahead, in Partner Central, under \
                 Funding; ask your PDM whether anything of {missed_names} can be saved."
            )
        } else {
            format!(
                "Ask your PDM whether anything of {missed_names} of {applied_for} can be saved."
            )
        },
        fix_in: FixIn::PartnerCentral,
        expected: format!("an application for {missed_names} before it starts").into(),
        // Who decided on what was missed first has not decided on what was missed since.
        phase: missed.last().copied(),
        ..Evidence::about(Field::ProjectStart)
    }
}

fn is_ahead(state: PhaseState) -> bool {
    matches!(state, PhaseState::Open | PhaseState::Closing)
}

fn names(phases: &[Phase]) -> String {
    let names: Vec<&str> = phases.iter().map(|phase| phase.label()).collect();
    names.join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Application;
    use crate::domain::testing::ace_only;
    use crate::rules::testing::{evidence, linked, outcome, screened};

    fn phases(states: [PhaseState; 3]) -> ScreenedDeal {
        linked(|screening| {
            for (phase, state) in screening.phases.iter_mut().zip(states) {
                phase.state = state;
            }
        })
    }

    #[test]
    fn fails_for_the_phases_before_one_that_is_open_or_in_flight() {
        use PhaseState::{Applied, Closed, Lapsed, Open};
        let found = evidence(&RULE, &phases([Closed, Lapsed, Open]));
        assert_eq!(
            found.message,
            "Nobody applied in time for Assess, and no money came of the request for Mobilize, while Migrate can still be \
             applied for."
        );
        assert_eq!(found.phase, Some(Phase::Mobilize));
        let found = evidence(&RULE, &phases([Closed, Applied, Closed]));
        assert_eq!(
            found.message,
            "Nobody applied in time for Assess, while Mobilize is applied for."
        );
    }

    #[test]
    fn nobody_is_told_to_apply_where_all_that_is_ahead_is_applied_for() {
        use PhaseState::{Applied, Closed, Open};
        let fix = |states| evidence(&RULE, &phases(states)).fix;
        assert!(fix([Closed, Applied, Open]).starts_with("Submit a MAP application"));
        assert_eq!(
            fix([Closed, Applied, Applied]),
            "Ask your PDM whether anything of Assess of O1234567 can be saved."
        );
    }

    #[test]
    fn the_next_phase_is_named_rather_than_the_last() {
        use PhaseState::{Closed, Closing, Open};
        let found = evidence(&RULE, &phases([Closed, Closing, Open]));
        assert!(found.message.contains("while Mobilize can still be"), "{}", found.message);
    }

    #[test]
    fn passes_when_the_earlier_phases_are_captured_or_ahead() {
        use PhaseState::{Applied, Approved, Claimed, Open};
        for states in [[Claimed, Approved, Open], [Open, Open, Open], [Applied, Applied, Applied]] {
            assert_eq!(outcome(&RULE, &phases(states)), Outcome::Pass);
        }
    }

    #[test]
    fn a_deal_of_which_nothing_is_ahead_concerns_other_rules() {
        for deal in [phases([PhaseState::Closed; 3]), screened(ace_only(|_| {}))] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }

    #[test]
    fn is_unknown_while_nobody_knows_what_was_applied_for() {
        let mut deal = phases([PhaseState::Closed, PhaseState::Open, PhaseState::Open]);
        deal.screening.application = Application::NoData;
        assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::MapStatus));
    }

    #[test]
    fn is_unknown_while_nobody_knows_when_the_later_phases_start() {
        use PhaseState::{Closed, Unknown};
        for states in [[Closed, Unknown, Unknown], [Unknown; 3]] {
            assert_eq!(outcome(&RULE, &phases(states)), Outcome::unknown(Field::ProjectStart));
        }
    }
}
