//! `[[waiver]]`: findings that a person accepts, with a reason and until a day.
//!
//! ```toml
//! [[waiver]]
//! code = "ATT002"
//! crm_id = "0065f00000AbCdE"
//! reason = "Funded by the customer's own agreement with AWS"
//! approved_by = "Head of Alliances"
//! expires = 2027-03-31
//! ```

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Reader;
use super::keys::date;
use crate::domain::{Covers, Waiver};
use crate::rules;

impl Reader<'_> {
    /// Reads every `[[waiver]]`.
    pub(super) fn waivers(&mut self, list: &[Spanned<DeValue>]) {
        for item in list {
            if let DeValue::Table(table) = item.get_ref() {
                self.waiver(table, item.span().start);
            } else {
                let message = "a waiver is written as [[waiver]]".to_owned();
                self.problem(item.span().start, message);
            }
        }
    }

    fn waiver(&mut self, table: &DeTable, place: usize) {
        let before = self.problems.len();
        let mut covers = Covers::default();
        let (mut reason, mut approved_by, mut expires) = (None, None, None);
        for (key, value) in table {
            let text = || value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
            let owned = || text().map(str::to_owned);
            let name = key.get_ref().as_ref();
            let (read, allowed) = match name {
                "code" => {
                    covers.code = text().and_then(rules::find).map(|rule| rule.code.to_owned());
                    (covers.code.is_some(), "the code of a rule; `mapaudit explain` lists them")
                }
                "finding_id" => (
                    take(&mut covers.finding_id, owned()),
                    "the id of a finding, as \"F-EVPWKD749E\"",
                ),
                "crm_id" => (take(&mut covers.crm_id, owned()), "the id of a deal in the CRM"),
                "ace_id" => (take(&mut covers.ace_id, owned()), "the id of an opportunity in ACE"),
                "reason" => (take(&mut reason, owned()), "a text"),
                "approved_by" => (take(&mut approved_by, owned()), "a text"),
                "expires" => (take(&mut expires, date(value.get_ref())), "a day, as 2027-03-31"),
                _ => {
                    let message = format!("waiver.{name}: no such key; known are {KNOWN}");
                    self.problem(key.span().start, message);
                    continue;
                }
            };
            if !read {
                self.problem(value.span().start, format!("waiver.{name} must be {allowed}"));
            }
        }
        // What is misspelt is not missing.
        if self.problems.len() > before {
            return;
        }
        let ids = [&covers.finding_id, &covers.crm_id, &covers.ace_id];
        if ids.into_iter().all(Option::is_none) {
            let message = "the waiver covers nothing: give crm_id, ace_id or finding_id".to_owned();
            return self.problem(place, message);
        }
        let wanting = [
            ("reason", reason.is_none()),
            ("approved_by", approved_by.is_none()),
            ("expires", expires.is_none()),
        ];
        for (key, _) in wanting.iter().filter(|(_, is_wanting)| *is_wanting) {
            self.problem(place, format!("the waiver has no {key}"));
        }
        if let (Some(reason), Some(approved_by), Some(expires)) = (reason, approved_by, expires) {
            let place = format!("{}, line {}", self.file, self.line(place));
            self.config.waivers.push(Waiver { covers, reason, approved_by, expires, place });
        }
    }
}

const KNOWN: &str = "code, crm_id, ace_id, finding_id, reason, approved_by and expires";

fn take<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    *place = value;
    place.is_some()
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    fn parsed(text: &str) -> (Vec<Waiver>, Vec<String>) {
        let (config, problems) = Config::parse(text, "mapaudit.toml");
        (config.waivers, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_waiver_is_read_with_its_place() {
        let (waivers, problems) = parsed(
            "[partner]\nname = \"Example\"\n[[waiver]]\ncode = \"att002\"\ncrm_id = \"0065f00000AbCdE\"\n\
             reason = \"agreed\"\napproved_by = \"Alliances\"\nexpires = \"2027-03-31\"\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(waivers[0].covers.code.as_deref(), Some("ATT002"));
        assert_eq!(waivers[0].place, "mapaudit.toml, line 3");
    }

    #[test]
    fn malformed_waivers_are_told_with_their_lines() {
        let (waivers, problems) = parsed(
            "[[waiver]]\ncode = \"XYZ1\"\nexpires = 2027-02-30\n[[waiver]]\nreason = \"x\"\napproved_by = \"y\"\n\
             expires = 2027-02-28\n[[waiver]]\nace_id = \"O123\"\n[[waiver]]\nuntil = 2027-01-01\n",
        );
        assert_eq!(waivers, []);
        for (line, words) in [
            (2, "waiver.code must be the code of a rule"),
            (3, ""),
            (4, "covers nothing"),
            (8, "has no reason"),
            (8, "has no approved_by"),
            (8, "has no expires"),
            (11, "waiver.until: no such key"),
        ] {
            let line = format!("mapaudit.toml, line {line}: ");
            assert!(
                problems
                    .iter()
                    .any(|problem| problem.starts_with(&line) && problem.contains(words)),
                "{line}{words}: {problems:#?}"
            );
        }
    }
}
