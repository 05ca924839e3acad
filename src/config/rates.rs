//! `[rates.assess]`, `[rates.mobilize]` and `[rates.migrate]`: what the user expects AWS to fund of a phase.
//!
//! ```toml
//! [rates.migrate]
//! basis = "arr"
//! low = 0.10
//! base = 0.15
//! high = 0.25
//! cap_usd = 250000
//! source = "our last twelve approvals"
//! as_of = 2026-09-30
//! approved_by = "Finance"
//! ```

use toml::de::{DeTable, DeValue};

use super::Reader;
use super::keys::{date, decimal};
use crate::domain::{Decimal, Phase, Rate, RateBasis};

impl Reader<'_> {
    /// Reads `[rates]`.
    pub(super) fn rates(&mut self, table: &DeTable) {
        for (name, rate) in table {
            let phase = Phase::ALL.into_iter().find(|phase| phase.name() == name.get_ref());
            if let (Some(phase), DeValue::Table(rate)) = (phase, rate.get_ref()) {
                let read = self.funding_rate(phase, rate, name.span().start);
                self.config.screening.rates[phase as usize] = read;
            } else {
                let message = format!(
                    "rates.{}: rates stand in [rates.assess], [rates.mobilize] and [rates.migrate]",
                    name.get_ref()
                );
                self.problem(name.span().start, message);
            }
        }
    }

    /// The rate of one phase; `None` if anything is wrong with it, and then it has been told.
    fn funding_rate(&mut self, phase: Phase, table: &DeTable, place: usize) -> Option<Rate> {
        let before = self.problems.len();
        let section = format!("rates.{}", phase.name());
        let (mut basis, mut source, mut as_of, mut approved_by) = (None, None, None, None);
        let (mut figures, mut cap_usd) = ([None; 3], None);
        for (key, value) in table {
            let read = value.get_ref();
            let allowed = match key.get_ref().as_ref() {
                "basis" => set(&mut basis, read.as_str().and_then(basis_named), BASES),
                "low" => set(&mut figures[0], amount(read), AMOUNT),
                "base" => set(&mut figures[1], amount(read), AMOUNT),
                "high" => set(&mut figures[2], amount(read), AMOUNT),
                "cap_usd" => set(&mut cap_usd, amount(read), AMOUNT),
                "source" => set(&mut source, words(read), "a text"),
                "as_of" => set(&mut as_of, date(read), "a day, as 2026-09-30"),
                "approved_by" => set(&mut approved_by, words(read), "a text"),
                other => {
                    let message = format!("{section}.{other}: no such key; known are {KNOWN}");
                    self.problem(key.span().start, message);
                    continue;
                }
            };
            if let Err(allowed) = allowed {
                let message = format!("{section}.{} must be {allowed}", key.get_ref());
                self.problem(value.span().start, message);
            }
        }
        self.check_figures(&section, basis, &figures, place);
        // Said only of a table that is right otherwise, whose keys are not missing but misspelt.
        if self.problems.len() == before && source.is_none() {
            let message = format!(
                "{section}.source is missing: AWS publishes no rates, so say where yours are from"
            );
            self.problem(place, message);
        }
        let [low, base, high] = figures;
        (self.problems.len() == before).then_some(())?;
        Some(Rate { basis: basis?, low, base, high, cap_usd, source: source?, as_of, approved_by })
    }

    fn check_figures(
        &mut self,
        section: &str,
        basis: Option<RateBasis>,
        figures: &[Option<Decimal>; 3],
        place: usize,
    ) {
        let given: Vec<Decimal> = figures.iter().flatten().copied().collect();
        let is_share = matches!(basis, Some(RateBasis::Arr | RateBasis::DealAmount));
        if basis.is_none() {
            self.problem(place, format!("{section}.basis is missing; it is {BASES}"));
        }
        if given.is_empty() {
            self.problem(place, format!("{section}: give low, base or high"));
        }
        if !given.is_sorted() {
            self.problem(place, format!("{section}: low, base and high must not fall"));
        }
        if is_share && given.iter().any(|share| *share > Decimal::ONE) {
            let message = format!("{section}: a share is written 0.15 for 15 %, and is at most 1");
            self.problem(place, message);
        }
    }
}

const KNOWN: &str = "basis, low, base, high, cap_usd, source, as_of and approved_by";
const BASES: &str = "\"arr\", \"deal_amount\" or \"fixed\"";
const AMOUNT: &str = "a number, 0 or more";

fn set<T>(
    place: &mut Option<T>,
    value: Option<T>,
    allowed: &'static str,
) -> Result<(), &'static str> {
    *place = value;
    if place.is_some() { Ok(()) } else { Err(allowed) }
}

fn amount(value: &DeValue) -> Option<Decimal> {
    decimal(value).filter(|amount| *amount >= Decimal::ZERO)
}

fn words(value: &DeValue) -> Option<String> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn basis_named(name: &str) -> Option<RateBasis> {
    [RateBasis::Arr, RateBasis::DealAmount, RateBasis::Fixed]
        .into_iter()
        .find(|basis| basis.name() == name)
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    fn parsed(text: &str) -> ([Option<Rate>; 3], Vec<String>) {
        let (config, problems) = Config::parse(text, "mapaudit.toml");
        (config.screening.rates, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_rate_is_read_for_its_phase_only() {
        let (rates, problems) = parsed(
            "[rates.migrate]\nbasis = \"arr\"\nlow = 0.1\nbase = 0.15\ncap_usd = 250000\n\
             source = \"our approvals\"\nas_of = 2026-09-30\napproved_by = \"Finance\"\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        let rate = rates[2].as_ref().unwrap();
        assert_eq!(
            (rate.low, rate.base, rate.high),
            ("0.1".parse().ok(), "0.15".parse().ok(), None)
        );
        assert_eq!(rate.as_of, chrono::NaiveDate::from_ymd_opt(2026, 9, 30));
        assert!(rates[..2].iter().all(Option::is_none));
    }

    #[test]
    fn every_mistake_of_a_rate_is_told_with_its_line() {
        let (rates, problems) = parsed(
            "[rates.assess]\nbasis = \"cost\"\nlow = -1\nsorce = \"x\"\n[rates.mobilize]\nbasis = \"arr\"\n\
             low = 0.3\nbase = 0.2\nhigh = 15\nsource = \"x\"\n[rates.migrate]\nbasis = \"fixed\"\nbase = 5000\n\
             [rates.manage]\nbase = 1\n",
        );
        assert!(rates.iter().all(Option::is_none));
        for (line, words) in [
            (2, "rates.assess.basis must be"),
            (3, "rates.assess.low must be a number, 0 or more"),
            (4, "rates.assess.sorce: no such key"),
            (5, "low, base and high must not fall"),
            (5, "a share is written 0.15"),
            (11, "rates.migrate.source is missing"),
            (14, "rates.manage"),
        ] {
            let line = format!("mapaudit.toml, line {line}: ");
            assert!(
                problems
                    .iter()
                    .any(|problem| problem.starts_with(&line) && problem.contains(words)),
                "{words}: {problems:#?}"
            );
        }
    }
}
