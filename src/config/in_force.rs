//! The settings in force, in words: for the About sheet, and for a hash that tells whether two runs judged alike.

use std::fmt::Write as _;

use super::{Config, FILE_NAME, keys};
use crate::domain::{Decimal, Phase, Role, Setting, sha256};

impl Config {
    /// Every setting in force by which deals are judged, in the order of the file that documents them.
    pub fn settings(&self) -> Vec<Setting> {
        let judging = keys::all().filter(|key| !is_of_the_run(key.name));
        let fixed = judging.map(|key| Setting {
            key: key.name.to_owned(),
            value: (key.show)(self),
            source: if self.set_keys.contains(key.name) { FILE_NAME } else { key.source },
        });
        let rates = self.screening.usd_rates.iter().map(|(currency, rate)| Setting {
            key: format!("usd_rates.{currency}"),
            value: rate.to_string(),
            source: FILE_NAME,
        });
        let severities = self.severities.iter().map(|(code, severity)| Setting {
            key: format!("severity.{code}"),
            value: severity.to_string(),
            source: FILE_NAME,
        });
        fixed
            .chain(rates)
            .chain(self.funding_rate_settings())
            .chain(severities)
            .chain(self.waiver_settings())
            .chain(self.layout_settings())
            .collect()
    }

    fn funding_rate_settings(&self) -> impl Iterator<Item = Setting> {
        let of_phases = Phase::ALL.into_iter().zip(&self.screening.rates);
        of_phases.filter_map(|(phase, rate)| {
            let rate = rate.as_ref()?;
            let figure =
                |name, value: Option<Decimal>| value.map(|value| format!("{name} {value}"));
            let figures = [
                Some(rate.basis.name().to_owned()),
                figure("low", rate.low),
                figure("base", rate.base),
                figure("high", rate.high),
                figure("cap USD", rate.cap_usd),
                Some(rate.source.clone()),
                rate.as_of.map(|day| day.to_string()),
                rate.approved_by.clone(),
            ];
            Some(Setting {
                key: format!("rates.{}", phase.name()),
                value: figures.into_iter().flatten().collect::<Vec<_>>().join(", "),
                source: FILE_NAME,
            })
        })
    }

    fn waiver_settings(&self) -> impl Iterator<Item = Setting> {
        self.waivers.iter().map(|waiver| Setting {
            key: format!("waiver.{}", waiver.covers.named().join(".")),
            value: format!("until {}: {} ({})", waiver.expires, waiver.reason, waiver.approved_by),
            source: FILE_NAME,
        })
    }

    /// What the user says of columns and layouts.
    fn layout_settings(&self) -> impl Iterator<Item = Setting> {
        let columns = self.columns.iter().map(|alias| {
            let role = alias.role.map_or("", Role::name);
            let times = alias.multiplier.map(|it| format!(" × {it}")).unwrap_or_default();
            let currency = alias.currency.map(|it| format!(" {it}")).unwrap_or_default();
            Setting {
                key: format!("columns.{role}.{}", alias.field),
                value: format!("{}{times}{currency}", alias.header),
                source: FILE_NAME,
            }
        });
        let profiles = self.profiles.iter().map(|file| Setting {
            key: format!("profiles.{}", file.path),
            value: file.sha256.clone(),
            source: FILE_NAME,
        });
        columns.chain(profiles)
    }

    /// SHA-256 of the settings in force, in hex: equal if two runs judged by the same settings.
    pub fn hash(&self) -> String {
        let mut text = String::new();
        for setting in self.settings() {
            let _ = writeln!(text, "{}={}", setting.key, setting.value);
        }
        sha256(text.as_bytes())
    }
}

/// Whether the key says what a run reads and writes and which deals it audits, on which no judgement may depend.
fn is_of_the_run(key: &str) -> bool {
    key == "period" || ["inputs.", "outputs."].iter().any(|section| key.starts_with(section))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_deals_are_audited_is_no_setting_by_which_they_are_judged() {
        // A run's own --period wins, and the settings would go on to state this one.
        let (config, problems) = Config::parse("period = \"2026Q3\"\n", FILE_NAME);
        assert_eq!(problems, []);
        assert_eq!(config.hash(), Config::default().hash());
    }

    #[test]
    fn a_number_is_one_setting_however_many_zeros_it_is_written_with() {
        let hash = |zeros: &str| {
            let text = format!(
                "[screening]\narr_floor_usd = 100000.0{zeros}\n[usd_rates]\nEUR = 1.08{zeros}\n\
                 [rates.assess]\nbasis = \"arr\"\nlow = 0.1{zeros}\ncap_usd = 5.5{zeros}\nsource = \"x\"\n\
                 [columns.crm]\narr = {{ header = \"A\", multiplier = 1000.0{zeros} }}\n"
            );
            let (config, problems) = Config::parse(&text, FILE_NAME);
            assert_eq!(problems, []);
            config.hash()
        };
        assert_eq!(hash(""), hash("0"));
    }
}
