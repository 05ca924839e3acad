//! What the phases of a deal come to together, each counted by where it stands.

use super::{Decimal, Estimate, Phase, PhaseState, Screening};

impl Screening {
    /// What can still be had: the phases that are open, closing or applied for. A figure that no phase
    /// has is `None`.
    pub fn obtainable(&self) -> Estimate {
        let sum = |figure| {
            self.sum_of(&[PhaseState::Closing, PhaseState::Open, PhaseState::Applied], figure)
        };
        Estimate {
            low_usd: sum(|phase| phase.low_usd),
            base_usd: sum(|phase| phase.base_usd),
            high_usd: sum(|phase| phase.high_usd),
        }
    }

    /// What is lost, by the likely rates: the phases that started or ended without money.
    pub fn lost_usd(&self) -> Option<Decimal> {
        self.sum_of(&[PhaseState::Closed, PhaseState::Lapsed], |phase| phase.base_usd)
    }

    /// What is approved or claimed, by the likely rates.
    pub fn captured_usd(&self) -> Option<Decimal> {
        self.sum_of(&[PhaseState::Approved, PhaseState::Claimed], |phase| phase.base_usd)
    }

    fn sum_of(&self, states: &[PhaseState], figure: Figure) -> Option<Decimal> {
        sum_of(self.phases.map(|phase| phase.state), self.estimates.as_deref()?, states, figure)
    }

    /// What one phase may bring, whatever its state.
    pub fn estimate(&self, phase: Phase) -> Estimate {
        self.estimates.as_ref().map_or_else(Estimate::default, |all| all[phase as usize])
    }
}

type Figure = fn(&Estimate) -> Option<Decimal>;

fn sum_of(
    stand: [PhaseState; 3],
    estimates: &[Estimate; 3],
    states: &[PhaseState],
    figure: Figure,
) -> Option<Decimal> {
    let known = estimates.iter().any(|estimate| figure(estimate).is_some());
    known.then(|| {
        stand
            .iter()
            .zip(estimates)
            .filter(|(state, _)| states.contains(state))
            .filter_map(|(_, estimate)| figure(estimate))
            .sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimates(base: [Option<i64>; 3]) -> [Estimate; 3] {
        base.map(|base| Estimate { base_usd: base.map(Decimal::from), ..Estimate::default() })
    }

    #[test]
    fn a_phase_counts_once_by_where_it_stands() {
        let stand = [PhaseState::Closed, PhaseState::Approved, PhaseState::Open];
        let estimates = estimates([Some(1), Some(20), Some(300)]);
        let base = |states| sum_of(stand, &estimates, states, |phase| phase.base_usd);
        assert_eq!(base(&[PhaseState::Open, PhaseState::Applied]), Some(300.into()));
        assert_eq!(base(&[PhaseState::Closed]), Some(1.into()));
        let low = sum_of(stand, &estimates, &[PhaseState::Open], |phase| phase.low_usd);
        assert_eq!(low, None, "no low rate is set");
    }

    #[test]
    fn without_a_rate_nothing_is_known_and_with_one_the_rest_is_nothing() {
        let base = |base| {
            sum_of([PhaseState::Closed; 3], &estimates(base), &[PhaseState::Open], |p| p.base_usd)
        };
        assert_eq!(base([None; 3]), None);
        assert_eq!(base([Some(1), None, None]), Some(Decimal::ZERO));
    }
}
