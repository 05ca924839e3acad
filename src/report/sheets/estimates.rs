//! The columns of Deals that follow from Assumptions: formulas, each with the audit's own result.

use std::borrow::Cow;

use super::DealLine;
use crate::domain::{CrmOpportunity, Decimal, Estimate, Phase, RateBasis};
use crate::report::sheet::{Cell, Gives};

/// Which of the three figures of a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// The cautious one.
    Low,
    /// The likely one.
    Base,
    /// The hopeful one.
    High,
}

impl Figure {
    /// Its word in headers of `tblRates`: "Low".
    pub(super) fn header(self) -> &'static str {
        match self {
            Figure::Low => "Low",
            Figure::Base => "Base",
            Figure::High => "High",
        }
    }

    fn of(self, estimate: Estimate) -> Option<Decimal> {
        match self {
            Figure::Low => estimate.low_usd,
            Figure::Base => estimate.base_usd,
            Figure::High => estimate.high_usd,
        }
    }
}

/// The last day to apply.
pub(super) fn apply_by(line: &DealLine) -> Cell {
    let formula = "IF(tblDeals[@[Planned start]]=\"\",\"\",tblDeals[@[Planned start]]-LeadDays)";
    Cell::giving(Gives::Date, formula, Cell::date(line.deal.screening.apply_by))
}

/// The days from the as-of date to the last day to apply.
pub(super) fn days_left(line: &DealLine) -> Cell {
    let formula = "IF(tblDeals[@[Apply by]]=\"\",\"\",tblDeals[@[Apply by]]-AsOf)";
    let days = line.deal.screening.days_left.map_or(Cell::Blank, Cell::Days);
    Cell::giving(Gives::Count, formula, days)
}

/// The phases that have a rate: "A Mob".
pub(super) fn rate_basis(line: &DealLine) -> Cell {
    let rates = Phase::ALL.iter().zip(&line.assumptions.rates);
    let letters: Vec<_> = rates
        .filter(|(_, rate)| rate.is_some())
        .map(|(phase, _)| match phase {
            Phase::Assess => "A",
            Phase::Mobilize => "Mob",
            Phase::Migrate => "Mig",
        })
        .collect();
    if letters.is_empty() { "not set".into() } else { letters.join(" ").into() }
}

/// What one phase may bring, whatever its state.
pub(super) fn of_phase(line: &DealLine, phase: Phase, figure: Figure) -> Cell {
    let basis = line.assumptions.rates[phase as usize].as_ref().map(|rate| rate.basis);
    let result = figure.of(line.deal.screening.estimate(phase));
    let formula = phase_formula(phase, figure, basis.unwrap_or(RateBasis::Arr));
    estimated(line, formula, result)
}

/// A formula over the deal's estimates; no cell for a deal that no rate can ever bring one, which is most of a CRM's.
fn estimated(
    line: &DealLine,
    formula: impl Into<Cow<'static, str>>,
    result: Option<Decimal>,
) -> Cell {
    if line.deal.screening.verdict.is_judged() {
        Cell::giving(Gives::Money, formula, Cell::money(result))
    } else {
        Cell::Blank
    }
}

/// An empty cap drops out of MIN. ROUND, because the audit reckons to the cent too.
fn phase_formula(phase: Phase, figure: Figure, basis: RateBasis) -> String {
    let row = phase as usize + 1;
    let (rate, cap) = (
        format!("INDEX(tblRates[{}],{row})", figure.header()),
        format!("INDEX(tblRates[Cap],{row})"),
    );
    let share_of = |amount: &str| {
        format!("IF(OR({rate}=\"\",{amount}=\"\"),\"\",MIN({cap},ROUND({amount}*{rate},2)))")
    };
    match basis {
        RateBasis::Arr => share_of("tblDeals[@[AWS ARR]]"),
        RateBasis::DealAmount => share_of("tblDeals[@[Deal amount USD]]"),
        RateBasis::Fixed => format!("IF({rate}=\"\",\"\",MIN({cap},{rate}))"),
    }
}

/// What can still be had.
pub(super) fn obtainable(line: &DealLine, figure: Figure) -> Cell {
    let formula = match figure {
        Figure::Low => deal_formula("low", OBTAINABLE),
        Figure::Base => deal_formula("base", OBTAINABLE),
        Figure::High => deal_formula("high", OBTAINABLE),
    };
    let result = figure.of(line.deal.screening.obtainable());
    estimated(line, formula, result)
}

/// What is lost.
pub(super) fn lost(line: &DealLine) -> Cell {
    let formula = deal_formula("base", "\"Closed\",\"Lapsed\"");
    estimated(line, formula, line.deal.screening.lost_usd())
}

/// What is approved or claimed.
pub(super) fn captured(line: &DealLine) -> Cell {
    let formula = deal_formula("base", "\"Approved\",\"Claimed\"");
    estimated(line, formula, line.deal.screening.captured_usd())
}

const OBTAINABLE: &str = "\"Closing\",\"Open\",\"Applied\"";

/// SUMPRODUCT, because LibreOffice reckons the list of states out in no plain SUM.
fn deal_formula(figure: &str, states: &str) -> Cow<'static, str> {
    let phases = format!("tblDeals[@[Assess {figure}]:[Migrate {figure}]]");
    format!(
        "IF(COUNT({phases})=0,\"\",SUMPRODUCT(SUMIF(tblDeals[@[Assess]:[Migrate]],{{{states}}},{phases})))"
    )
    .into()
}

/// The deal's amount, for rates that are a share of it.
pub(super) fn deal_amount(line: &DealLine) -> Cell {
    let amount = line.deal.deal.crm().and_then(CrmOpportunity::funded_amount);
    Cell::money(amount.and_then(|amount| amount.usd(&line.assumptions.usd_rates)))
}

/// When a phase starts.
pub(super) fn start(line: &DealLine, phase: Phase) -> Cell {
    Cell::date(line.deal.screening.phase(phase).start.map(|start| start.date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Verdict;
    use crate::portfolio::testing::audit;
    use crate::report::deal_line::deal_lines;

    #[test]
    fn a_deal_that_no_rate_can_ever_bring_anything_has_no_formula() {
        let mut audit = audit();
        let mut is_formula = |verdict| {
            audit.deals[0].screening.verdict = verdict;
            let lines = deal_lines(&audit);
            let line = lines.iter().find(|line| line.place == 0).unwrap();
            matches!(lost(line), Cell::Formula { .. })
        };
        let verdicts = [Verdict::CannotTell, Verdict::NotMigration, Verdict::NotEligible];
        assert_eq!(verdicts.map(&mut is_formula), [true, false, false]);
    }

    #[test]
    fn a_formula_takes_the_rate_of_its_phase_and_what_the_rate_is_a_share_of() {
        assert_eq!(
            phase_formula(Phase::Assess, Figure::Base, RateBasis::Arr),
            "IF(OR(INDEX(tblRates[Base],1)=\"\",tblDeals[@[AWS ARR]]=\"\"),\"\",\
             MIN(INDEX(tblRates[Cap],1),ROUND(tblDeals[@[AWS ARR]]*INDEX(tblRates[Base],1),2)))"
        );
        assert_eq!(
            phase_formula(Phase::Migrate, Figure::Low, RateBasis::Fixed),
            "IF(INDEX(tblRates[Low],3)=\"\",\"\",MIN(INDEX(tblRates[Cap],3),INDEX(tblRates[Low],3)))"
        );
    }
}
