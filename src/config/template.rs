//! The configuration file that `mapaudit init` writes: every key commented, with its default and its source.

use std::fmt::Write as _;

use super::Config;
use super::keys::{self, Key};
use crate::domain::Field;

/// The text of a `mapaudit.toml` that changes nothing until a line of it is uncommented.
pub fn template() -> String {
    let mut text = HEAD.to_owned();
    let mut section = "";
    for key in keys::all() {
        let (of_key, name) = key.name.split_once('.').unwrap_or(("", key.name));
        if of_key != section {
            let _ = write!(text, "\n[{of_key}]\n");
            section = of_key;
        }
        let _ = write!(text, "\n# {}\n# Must be {}.\n", key.about, key.allowed);
        let _ = write!(text, "# Default: {}.\n# {name} = {}\n", default(key), key.example);
    }
    text.push_str(TABLES);
    push_fields(&mut text);
    text.push_str(COLUMNS_AND_WAIVERS);
    text
}

/// The names of all fields, as comments that are as wide as the others.
fn push_fields(text: &mut String) {
    let mut line = "# The fields are".to_owned();
    for (place, field) in Field::ALL.iter().enumerate() {
        let end = if place + 1 < Field::ALL.len() { "," } else { "." };
        if line.len() + field.name().len() + 2 > WIDTH {
            let _ = writeln!(text, "{line}");
            "#".clone_into(&mut line);
        }
        let _ = write!(line, " {field}{end}");
    }
    let _ = writeln!(text, "{line}");
}

/// The most letters of a line.
const WIDTH: usize = 117;

/// The default and where it comes from, in words.
fn default(key: &Key) -> String {
    let value = (key.show)(&Config::default());
    let value = if value.is_empty() { "none".to_owned() } else { value };
    if key.source.is_empty() { value } else { format!("{value} ({})", key.source) }
}

const HEAD: &str = "\
# Settings of mapaudit. Every line is commented out and shows the default, or an example where there is none.
# Take the # away before what you want to set. `mapaudit check FILES` tells of every mistake in this file.
";

const TABLES: &str = r#"
# US dollars per unit of a currency. Amounts in a currency without a rate stay out of the totals and are counted.
[usd_rates]
# EUR = 1.08

# What you expect AWS to fund of a phase. AWS publishes no rates, so none is set: without yours, the workbook shows
# revenue, not funding. `basis` is "arr" (a share of AWS revenue a year), "deal_amount" (a share of the deal's amount)
# or "fixed" (US dollars a deal). [rates.assess], [rates.mobilize] and [rates.migrate] take the same keys.
# Give low, base and high, or some of them. Where another phase gives a high, a phase without one counts with its base (so a
# deal's high is never below its base), likewise a phase without a base with its low. Without a low it adds nothing to low.
[rates]
# [rates.migrate]
# basis = "arr"
# low = 0.10
# base = 0.15
# high = 0.25
# cap_usd = 250000
# source = "our last twelve approvals"
# as_of = 2026-09-30
# approved_by = "Finance"

# Severities that differ from the rules' own: critical, high, medium or low. `mapaudit explain` lists the rules.
[severity]
# ATT006 = "low"

# What the headers of your exports mean. [columns.ace], [columns.funding] and [columns.accounts] take the same form.
# `mapaudit check FILES` lists the headers that it does not know.
"#;

const COLUMNS_AND_WAIVERS: &str = r#"[columns.crm]
# server_count = "Boxes"
# arr = ["AWS ARR", { header = "AWS run rate (k)", multiplier = 1000, currency = "EUR", unit = "monthly" }]

# Findings that you accept, each with a reason and a last day. They stay visible as waived.
# [[waiver]]
# code = "ATT002"
# crm_id = "0065f00000AbCdE"       # or ace_id, or finding_id
# reason = "Funded by the customer's own agreement with AWS"
# approved_by = "Head of Alliances"
# expires = 2027-03-31
"#;

#[cfg(test)]
mod tests {
    use super::*;

    /// The template with every commented setting in force.
    fn uncommented() -> String {
        let is_setting = |line: &str| {
            let name = line.split(" = ").next().unwrap_or_default();
            line.contains(" = ") && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
                || line.starts_with('[')
        };
        template().lines().fold(String::new(), |text, line| {
            let bare = line.strip_prefix("# ").filter(|bare| is_setting(bare)).unwrap_or(line);
            text + bare + "\n"
        })
    }

    #[test]
    fn as_it_stands_it_changes_nothing() {
        let (config, problems) = Config::parse(&template(), "mapaudit.toml");
        assert_eq!(problems, []);
        assert_eq!(config.hash(), Config::default().hash());
    }

    #[test]
    fn every_field_is_named() {
        let text = template();
        let of_fields = text.split("# The fields are").nth(1).unwrap().split("[columns.crm]");
        let of_fields = of_fields.into_iter().next().unwrap();
        let named = of_fields.split(|c: char| c != '_' && !c.is_alphanumeric());
        let named: Vec<&str> = named.filter(|name| !name.is_empty()).collect();
        assert_eq!(named, Field::ALL.iter().map(|field| field.name()).collect::<Vec<_>>());
    }

    #[test]
    fn every_line_that_is_uncommented_is_allowed() {
        let text = uncommented();
        let (config, problems) = Config::parse(&text, "mapaudit.toml");
        assert_eq!(problems, [], "{text}");
        assert_eq!(config.set_keys.len(), keys::all().count());
        assert_eq!((config.waivers.len(), config.columns.len()), (1, 3));
        assert!(config.screening.rates[2].is_some());
    }

    #[test]
    fn the_values_shown_are_the_defaults_where_there_is_one() {
        let (config, _) = Config::parse(&uncommented(), "mapaudit.toml");
        for key in keys::all() {
            let default = (key.show)(&Config::default());
            if !default.is_empty() {
                assert_eq!((key.show)(&config), default, "{}", key.name);
            }
        }
    }
}
