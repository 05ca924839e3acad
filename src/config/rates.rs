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
use super::keys::{amount, date};
use super::table_keys::{TableKeys, words};
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
        complete(&mut self.config.screening.rates);
    }

    /// The rate of one phase; `None` if anything is wrong with it, and then it has been told.
    fn funding_rate(&mut self, phase: Phase, table: &DeTable, place: usize) -> Option<Rate> {
        let mut keys = TableKeys::new(format!("rates.{}", phase.name()), table, place);
        let basis = keys.required("basis", BASES, |it| it.as_str().and_then(basis_named));
        let low = keys.optional("low", AMOUNT, amount);
        let base = keys.optional("base", AMOUNT, amount);
        let high = keys.optional("high", AMOUNT, amount);
        let cap_usd = keys.optional("cap_usd", CAP, |it| amount(it).filter(|cap| !cap.is_zero()));
        let source = keys.required("source", SOURCE, words);
        let as_of = keys.optional("as_of", "a day, as 2026-09-30", date);
        let approved_by = keys.optional("approved_by", "a text", words);
        check_figures(&mut keys, basis, &[low, base, high]);
        keys.end(self).then_some(())?;
        Some(Rate { basis: basis?, low, base, high, cap_usd, source: source?, as_of, approved_by })
    }
}

/// Where some phases give a figure and others do not, these count with the next more cautious one: the hopeful sum of a deal
/// would lie below its likely one if a phase without a hopeful rate brought it nothing. A figure that no phase gives stays
/// blank, and a phase without a cautious one counts nothing in the cautious sum.
fn complete(rates: &mut [Option<Rate>; 3]) {
    let has_base = rates.iter().flatten().any(|rate| rate.base.is_some());
    let has_high = rates.iter().flatten().any(|rate| rate.high.is_some());
    for rate in rates.iter_mut().flatten() {
        if has_base {
            rate.base = rate.base.or(rate.low);
        }
        if has_high {
            rate.high = rate.high.or(rate.base).or(rate.low);
        }
    }
}

fn check_figures(
    keys: &mut TableKeys<'_, '_>,
    basis: Option<RateBasis>,
    figures: &[Option<Decimal>; 3],
) {
    let given: Vec<Decimal> = figures.iter().flatten().copied().collect();
    let is_share = matches!(basis, Some(RateBasis::Arr | RateBasis::DealAmount));
    if !["low", "base", "high"].iter().any(|key| keys.has(key)) {
        keys.problem("give low, base or high");
    }
    if !given.is_sorted() {
        keys.problem("low, base and high must not fall");
    }
    if is_share && given.iter().any(|share| *share > Decimal::ONE) {
        keys.problem("a share is written 0.15 for 15 %, and is at most 1");
    }
}

const BASES: &str = "\"arr\", \"deal_amount\" or \"fixed\"";
/// Nobody caps funding at nothing: 0 is typed for "no cap".
const CAP: &str = "a number above 0, up to 1000000000000";
const AMOUNT: &str = "a number from 0 to 1000000000000";
const SOURCE: &str = "a text that says where the rate is from, as AWS publishes none";

fn basis_named(name: &str) -> Option<RateBasis> {
    [RateBasis::Arr, RateBasis::DealAmount, RateBasis::Fixed]
        .into_iter()
        .find(|basis| basis.name() == name)
}

#[cfg(test)]
mod tests {
    use crate::config::testing::parsed;

    #[test]
    fn a_rate_is_read_for_its_phase_only() {
        let (config, problems) = parsed(
            "[rates.migrate]\nbasis = \"arr\"\nlow = 0.1\nbase = 0.15\ncap_usd = 250000\n\
             source = \"our approvals\"\nas_of = 2026-09-30\napproved_by = \"Finance\"\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        let rate = config.screening.rates[2].as_ref().unwrap();
        assert_eq!(
            (rate.low, rate.base, rate.high),
            ("0.1".parse().ok(), "0.15".parse().ok(), None)
        );
        assert_eq!(rate.as_of, chrono::NaiveDate::from_ymd_opt(2026, 9, 30));
        assert!(config.screening.rates[..2].iter().all(Option::is_none));
    }

    #[test]
    fn a_figure_that_only_some_phases_give_falls_back_on_the_next_more_cautious_one() {
        let figures = |text: &str| {
            let (config, problems) = parsed(text);
            assert_eq!(problems, Vec::<String>::new());
            config.screening.rates.map(|rate| {
                let rate = rate.unwrap();
                [rate.low, rate.base, rate.high].map(|it| it.map(|it| it.to_string()))
            })
        };
        let rate = |phase: &str, figures: &str| {
            format!("[rates.{phase}]\nbasis = \"fixed\"\nsource = \"x\"\n{figures}\n")
        };
        let text = |of: [&str; 3]| {
            rate("assess", of[0]) + &rate("mobilize", of[1]) + &rate("migrate", of[2])
        };
        let is =
            |figures: [&str; 3]| figures.map(|it| Some(it.to_owned()).filter(|it| !it.is_empty()));
        assert_eq!(
            figures(&text(["base = 5", "low = 1", "low = 2\nbase = 3\nhigh = 4"])),
            [is(["", "5", "5"]), is(["1", "1", "1"]), is(["2", "3", "4"])]
        );
        assert_eq!(
            figures(&text(["base = 5", "base = 6", "low = 1\nbase = 7"])),
            [is(["", "5", ""]), is(["", "6", ""]), is(["1", "7", ""])],
            "nobody gives a hopeful one"
        );
    }

    #[test]
    fn every_mistake_of_a_rate_is_told_once_with_its_line() {
        let (config, problems) = parsed(
            "[rates.assess]\nbasis = \"cost\"\nlow = -1\nsorce = \"x\"\n[rates.mobilize]\nbasis = \"arr\"\n\
             low = 0.3\nbase = 0.2\nhigh = 15\nsource = \"x\"\n[rates.migrate]\nbasis = \"fixed\"\n\
             base = 1000000000001\n[rates.manage]\nbase = 1\n",
        );
        assert!(config.screening.rates.iter().all(Option::is_none));
        let expected = [
            "line 2: rates.assess.basis must be \"arr\", \"deal_amount\" or \"fixed\"",
            "line 3: rates.assess.low must be a number from 0 to 1000000000000",
            "line 4: rates.assess.sorce: no such key; known are basis, low, base, high, cap_usd, source, as_of, approved_by",
            "line 5: rates.mobilize: low, base and high must not fall",
            "line 5: rates.mobilize: a share is written 0.15 for 15 %, and is at most 1",
            "line 11: rates.migrate.source is missing; it must be a text that says where the rate is from, as AWS publishes none",
            "line 13: rates.migrate.base must be a number from 0 to 1000000000000",
            "line 14: rates.manage: rates stand in [rates.assess], [rates.mobilize] and [rates.migrate]",
        ];
        assert_eq!(problems, expected);
    }
}
