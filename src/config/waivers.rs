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
use super::table_keys::{TableKeys, words};
use crate::domain::{AceId, Covers, CrmId, Waiver};
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
        let mut keys = TableKeys::new("waiver", table, place);
        let code = |value: &DeValue| value.as_str().and_then(rules::find);
        let crm_id = |value: &DeValue| value.as_str().and_then(CrmId::new);
        let ace_id = |value: &DeValue| value.as_str().and_then(AceId::exact);
        let covers = Covers {
            code: keys.optional("code", CODE, code).map(|rule| rule.code.to_owned()),
            finding_id: keys.optional(
                "finding_id",
                "the id of a finding, as \"F-EVPWKD749E\"",
                words,
            ),
            crm_id: keys.optional("crm_id", "the id of a deal in the CRM", crm_id),
            ace_id: keys.optional(
                "ace_id",
                "the id of an opportunity in ACE, as \"O1234567\"",
                ace_id,
            ),
        };
        let reason = keys.required("reason", "a text", words);
        let approved_by = keys.required("approved_by", "a text", words);
        let expires = keys.required("expires", "a day, as 2027-03-31", date);
        if !["finding_id", "crm_id", "ace_id"].iter().any(|key| keys.has(key)) {
            keys.problem("it covers nothing: give crm_id, ace_id or finding_id");
        }
        let is_right = keys.end(self);
        if let (true, Some(reason), Some(approved_by), Some(expires)) =
            (is_right, reason, approved_by, expires)
        {
            let place = format!("{}, line {}", self.file, self.line(place));
            self.config.waivers.push(Waiver { covers, reason, approved_by, expires, place });
        }
    }
}

const CODE: &str = "the code of a rule; `mapaudit explain` lists them";

#[cfg(test)]
mod tests {
    use crate::config::testing::parsed;

    #[test]
    fn a_waiver_is_read_with_its_place() {
        let (config, problems) = parsed(
            "[partner]\nname = \"Example\"\n[[waiver]]\ncode = \"att002\"\ncrm_id = \"0065f00000AbCdE\"\n\
             reason = \"agreed\"\napproved_by = \"Alliances\"\nexpires = \"2027-03-31\"\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(config.waivers[0].covers.code.as_deref(), Some("ATT002"));
        assert_eq!(config.waivers[0].place, "mapaudit.toml, line 3");
    }

    #[test]
    fn a_code_in_place_of_a_waiver_is_told() {
        let (_, problems) = parsed("waiver = [\"ATT002\"]\n");
        assert!(problems[0].ends_with("a waiver is written as [[waiver]]"), "{problems:?}");
    }

    #[test]
    fn malformed_waivers_are_told_with_their_lines() {
        let (config, problems) = parsed(
            "[[waiver]]\ncode = \"XYZ1\"\nexpires = 2027-02-30\n[[waiver]]\nreason = \"x\"\napproved_by = \"y\"\n\
             expires = 2027-02-28\n[[waiver]]\nace_id = \"13105594\"\n[[waiver]]\nuntil = 2027-01-01\nreson = \"x\"\n",
        );
        assert_eq!(config.waivers, []);
        let expected = [
            "line 1: waiver: it covers nothing: give crm_id, ace_id or finding_id",
            "line 1: waiver.reason is missing; it must be a text",
            "line 1: waiver.approved_by is missing; it must be a text",
            "line 2: waiver.code must be the code of a rule; `mapaudit explain` lists them",
            "line 3: invalid date, expected day between 01 and 28",
            "line 3: waiver.expires must be a day, as 2027-03-31",
            "line 4: waiver: it covers nothing: give crm_id, ace_id or finding_id",
            "line 8: waiver.reason is missing; it must be a text",
            "line 8: waiver.approved_by is missing; it must be a text",
            "line 8: waiver.expires is missing; it must be a day, as 2027-03-31",
            "line 9: waiver.ace_id must be the id of an opportunity in ACE, as \"O1234567\"",
            "line 10: waiver: it covers nothing: give crm_id, ace_id or finding_id",
            "line 10: waiver.approved_by is missing; it must be a text",
            "line 10: waiver.expires is missing; it must be a day, as 2027-03-31",
            "line 11: waiver.until: no such key; known are code, finding_id, crm_id, ace_id, reason, approved_by, expires",
            "line 12: waiver.reson: no such key; known are code, finding_id, crm_id, ace_id, reason, approved_by, expires",
        ];
        assert_eq!(problems, expected);
    }
}
