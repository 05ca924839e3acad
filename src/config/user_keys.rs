//! `[usd_rates]` and `[severity]`: tables whose keys are currencies and rules.

use toml::de::{DeTable, DeValue};

use super::{Reader, keys};
use crate::domain::{Currency, Severity, meant_by_inverse, way_out};
use crate::rules;

impl Reader<'_> {
    /// Reads each key of the table, and tells what is wrong with it.
    pub(super) fn each(
        &mut self,
        table: &DeTable,
        read: fn(&mut Self, &str, &DeValue) -> Result<(), String>,
    ) {
        for (key, value) in table {
            if let Err(message) = read(self, key.get_ref(), value.get_ref()) {
                self.problem(key.span().start, message);
            }
        }
    }

    /// `EUR = 1.08`
    pub(super) fn rate(&mut self, name: &str, value: &DeValue) -> Result<(), String> {
        let currency = Currency::listed(name)
            .ok_or_else(|| format!("usd_rates.{name}: a currency is a code of ISO 4217, as EUR"))?;
        let rate = keys::rate(value).ok_or_else(|| {
            format!(
                "usd_rates.{name} must be US dollars per {currency}, as 1.08: above 0 and up to 1000000"
            )
        })?;
        if currency == Currency::USD {
            return Err("usd_rates.USD: a US dollar is one; delete the line".to_owned());
        }
        if let Some(meant) = meant_by_inverse(currency, rate) {
            return Err(format!(
                "usd_rates.{name} = {rate}: one {currency} would be worth {rate} US dollars; did you mean {meant}? Rates \
                 are US dollars per {currency}"
            ));
        }
        match self.config.screening.usd_rates.insert(currency, rate) {
            None => Ok(()),
            Some(_) => Err(format!("usd_rates.{name}: the rate of {currency} is given twice")),
        }
    }

    /// `ATT001 = "low"`
    pub(super) fn severity(&mut self, name: &str, value: &DeValue) -> Result<(), String> {
        let rule = rules::find(name)
            .ok_or_else(|| format!("severity.{name}: no such rule; {}", rule_way_out(name)))?;
        let severity = value
            .as_str()
            .and_then(|text| {
                Severity::ALL.into_iter().find(|it| it.name().eq_ignore_ascii_case(text))
            })
            .ok_or_else(|| format!("severity.{name} must be critical, high, medium or low"))?;
        match self.config.severities.insert(rule.code, severity) {
            None => Ok(()),
            Some(_) => Err(format!("severity.{name}: that of {} is given twice", rule.code)),
        }
    }
}

/// What to do about the name of a rule that there is not.
fn rule_way_out(name: &str) -> String {
    way_out(name, rules::all().flat_map(|rule| [rule.code, rule.name]), "`mapaudit explain`")
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn what_is_said_twice_of_one_thing_is_no_silent_pick() {
        let text = "[usd_rates]\nEUR = 1.1\neur = 1.2\nUSD = 2\n[severity]\nATT001 = \"low\"\nnot-in-ace = \"high\"\n";
        let (_, problems) = Config::parse(text, "mapaudit.toml");
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines.len(), 3, "{problems:?}");
        assert!(lines.contains(&4), "{problems:?}");
    }

    #[test]
    fn a_rate_upside_down_is_refused_with_the_one_that_was_meant() {
        let (_, problems) = Config::parse("[usd_rates]\nEUR = 0.93\nINR = 84.5\n", "mapaudit.toml");
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        let expected = "usd_rates.INR = 84.5: one INR would be worth 84.5 US dollars; did you mean 0.0118? Rates are US \
                        dollars per INR";
        assert_eq!((problem.line, problem.message.as_str()), (3, expected));
    }
}
