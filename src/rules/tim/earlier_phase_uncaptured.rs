//! A phase whose funding was missed beside one that has its own, or can still have it.

use crate::domain::{
    Evidence, Field, FixIn, Outcome, Phase, PhaseState, PlannedStart, ScreenedDeal, Severity,
    Standing, StartBasis,
};
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
        Field::StartDate,
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

fn check(screened: &ScreenedDeal, _: &RuleContext) -> Outcome {
    if screened.deal.crm().is_none() {
        return Outcome::NotApplicable;
    }
    let screening = &screened.screening;
    let state = |phase: Phase| screening.phase(phase).state;
    let is = |states: &'static [PhaseState]| move |phase: &Phase| states.contains(&state(*phase));
    let last_alive = Phase::ALL.into_iter().rfind(is(ALIVE));
    let first_funded = Phase::ALL.into_iter().find(is(FUNDED));
    let is_over = is(&[PhaseState::Closed, PhaseState::Lapsed]);
    // The start of the project is that of its first phase: a phase behind a funded one may well begin later.
    let is_of_another = |phase: &Phase| {
        let start = screening.phase(*phase).start;
        start.is_some_and(|start| start.basis != StartBasis::PhaseDate(*phase))
    };
    let comes_behind = |phase: &Phase| first_funded.is_some_and(|funded| funded < *phase);
    // A request for one phase keeps every other rule silent about those behind it.
    let is_missed = |phase: &Phase| {
        let comes_before = last_alive.is_some_and(|alive| *phase < alive);
        (comes_before || comes_behind(phase) && !is_of_another(phase)) && is_over(phase)
    };
    let missed: Vec<Phase> = Phase::ALL.into_iter().filter(is_missed).collect();
    if missed.is_empty() {
        let is_unknown = Phase::ALL.into_iter().any(|phase| state(phase) == PhaseState::Unknown);
        let undated = Phase::ALL.into_iter().find(|phase| comes_behind(phase) && is_over(phase));
        if let Some(phase) = undated {
            return Outcome::unknown(StartBasis::PhaseDate(phase).field());
        }
        return match last_alive.or(first_funded) {
            _ if last_alive.is_none() && is_unknown => Outcome::unknown(Field::ProjectStart),
            Some(_) => Outcome::Pass,
            None => Outcome::NotApplicable,
        };
    }
    if screening.application.standing() == Standing::NotKnown {
        return Outcome::unknown(Field::MapStatus);
    }
    let next_alive = Phase::ALL.into_iter().find(|phase| is(ALIVE)(phase) && *phase > missed[0]);
    let other = next_alive.or(last_alive).or(first_funded);
    other
        .map_or(Outcome::NotApplicable, |other| Outcome::fail(uncaptured(screened, &missed, other)))
}

/// States of a phase that is to come, or whose application is with AWS.
const ALIVE: &[PhaseState] = &[PhaseState::Open, PhaseState::Closing, PhaseState::Applied];

/// States of a phase that is applied for, whatever became of it.
const FUNDED: &[PhaseState] = &[PhaseState::Applied, PhaseState::Approved, PhaseState::Claimed];

fn uncaptured(screened: &ScreenedDeal, missed: &[Phase], other: Phase) -> Evidence {
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
    let stands = match state(other) {
        PhaseState::Applied => "is applied for",
        PhaseState::Approved => "is approved",
        PhaseState::Claimed => "is claimed",
        _ => "can still be applied for",
    };
    let missed_names = names(missed);
    let applied_for = wording::applied_for(&screened.deal);
    let ask =
        format!("ask your PDM whether anything of {missed_names} of {applied_for} can be saved");
    let probable = probable_start(screened, missed);
    let fix = if probable.is_some() {
        format!(
            "If the work of {missed_names} of {applied_for} lies ahead, enter its start in the CRM; then submit a MAP application for \
             every phase that is still ahead, in Partner Central, under Funding."
        )
    } else if Phase::ALL.into_iter().any(|phase| is_ahead(state(phase))) {
        format!(
            "Submit a MAP application for every phase of {applied_for} that is still ahead, in Partner Central, under \
             Funding; ask your PDM whether anything of {missed_names} can be saved."
        )
    } else {
        format!("{}.", wording::sentence(&ask))
    };
    Evidence {
        message: format!(
            "{}, while {other} {stands}{}.",
            wording::sentence(&missing),
            probable.map_or_else(String::new, |start| format!(
                ": no start of {missed_names} is given, so the {} {} stands for it",
                start.basis.field().label(),
                start.date
            ))
        ),
        fix,
        fix_in: FixIn::PartnerCentral,
        expected: format!("an application for {missed_names} before it starts").into(),
        // Who decided on what was missed first has not decided on what was missed since.
        phase: missed.last().copied(),
        ..Evidence::about(Field::ProjectStart)
    }
}

/// The weak start by which alone a missed phase is known to have begun.
fn probable_start(screened: &ScreenedDeal, missed: &[Phase]) -> Option<PlannedStart> {
    let is_told_by_it = |phase: &&Phase| !screened.deal.is_over_in_ace(**phase);
    let starts =
        missed.iter().filter(is_told_by_it).map(|phase| screened.screening.phase(*phase).start);
    starts.flatten().find(|start| start.basis.is_weak())
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
    use crate::domain::testing::{ace_only, date};
    use crate::rules::testing::{evidence, linked, outcome, screened};

    fn phases(states: [PhaseState; 3]) -> ScreenedDeal {
        linked(|screening| {
            for ((phase, state), own) in screening.phases.iter_mut().zip(states).zip(Phase::ALL) {
                phase.state = state;
                if let Some(start) = &mut phase.start {
                    start.basis = StartBasis::PhaseDate(own);
                }
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
            "Nobody applied in time for Assess and Migrate, while Mobilize is applied for."
        );
    }

    #[test]
    fn fails_for_the_phases_behind_one_that_is_funded() {
        use PhaseState::{Approved, Claimed, Closed};
        let found = evidence(&RULE, &phases([Approved, Closed, Closed]));
        assert_eq!(
            found.message,
            "Nobody applied in time for Mobilize and Migrate, while Assess is approved."
        );
        assert!(found.fix.starts_with("Ask your PDM"), "ACE has closed them: {}", found.fix);
        // The money of the last phase is there, and the work is over.
        assert_eq!(outcome(&RULE, &phases([Closed, Closed, Claimed])), Outcome::Pass);
    }

    #[test]
    fn whether_a_phase_that_shares_the_start_of_the_funded_one_has_begun_is_unknown() {
        use PhaseState::{Approved, Closed};
        let mut deal = phases([Approved, Closed, Closed]);
        let begun = |basis| PlannedStart { date: date(2026, 9, 1), basis };
        for phase in &mut deal.screening.phases {
            phase.start = Some(begun(StartBasis::ProjectStart));
        }
        assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::MobilizeStart));
        deal.screening.phases[1].start = Some(begun(StartBasis::PhaseDate(Phase::Mobilize)));
        assert_eq!(evidence(&RULE, &deal).phase, Some(Phase::Mobilize));
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
    fn a_phase_that_has_begun_by_a_weak_date_only_is_told_so() {
        use PhaseState::{Closed, Open};
        let mut deal = phases([Closed, Closed, Open]);
        let start = PlannedStart { date: date(2026, 9, 1), basis: StartBasis::SowSigned };
        for phase in &mut deal.screening.phases[..2] {
            phase.start = Some(start);
        }
        let found = evidence(&RULE, &deal);
        assert_eq!(
            found.message,
            "Nobody applied in time for Assess and Mobilize, while Migrate can still be applied for: no start of Assess and \
             Mobilize is given, so the SOW signed date 2026-09-01 stands for it."
        );
        assert!(
            found.fix.starts_with("If the work of Assess and Mobilize of O1234567"),
            "{}",
            found.fix
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
