//! Audits files as the program does, and tells what became of a rule.

use std::fs;

use chrono::NaiveDate;

use mapaudit::config::Config;
use mapaudit::domain::Finding;
use mapaudit::history::Memory;
use mapaudit::ingest::Options;
use mapaudit::inputs::Input;
use mapaudit::pipeline::{self, Scope};
use mapaudit::portfolio::Audit;

use super::exports::Export;

/// An audit of files that a scenario wrote.
pub(super) struct Audited {
    audit: Audit,
}

/// The audit of these files, by name and content, with the default settings.
pub(super) fn audited(files: &[(&str, &str)]) -> Audited {
    audited_by("", files)
}

/// The audit of these files with this `mapaudit.toml`.
pub(super) fn audited_by(config: &str, files: &[(&str, &str)]) -> Audited {
    let (config, problems) = Config::parse(config, "mapaudit.toml");
    assert!(problems.is_empty(), "{problems:?}");
    let folder = tempfile::tempdir().unwrap();
    let input = |(name, content): &(&str, &str)| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        Input { path, options: Options::default() }
    };
    let inputs: Vec<Input> = files.iter().map(input).collect();
    let as_of = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
    let scope = Scope { as_of, period: None };
    let audit = pipeline::audit(&inputs, &config, Memory::default(), &scope, &|_| {})
        .unwrap_or_else(|failures| panic!("{failures:?}"));
    let deals = audit.deals.len() as u64;
    for (code, count) in &audit.rule_counts {
        let sum = count.passed + count.failed + count.not_applicable + count.not_judged();
        assert_eq!(sum, deals, "the counts of {code} do not add up to the deals");
    }
    Audited { audit }
}

/// The audit of a CRM and an ACE export without funding data.
pub(super) fn unfunded(crm: &Export, ace: &Export) -> Audited {
    audited(&[("report.csv", &crm.text()), ("Export_1.csv", &ace.text())])
}

/// The audit of a CRM and an ACE export and a list of fund requests.
pub(super) fn funded(crm: &Export, ace: &Export, funding: &Export) -> Audited {
    audited(&[
        ("report.csv", &crm.text()),
        ("Export_1.csv", &ace.text()),
        ("requests.csv", &funding.text()),
    ])
}

impl Audited {
    /// What the rule found, in the order of the outputs.
    pub(super) fn found(&self, code: &str) -> Vec<&Finding> {
        self.audit.findings.iter().filter(|finding| finding.code == code).collect()
    }

    /// The message of the one thing that the rule found.
    pub(super) fn message(&self, code: &str) -> &str {
        match self.found(code)[..] {
            [one] => &one.evidence.message,
            ref found => panic!("{code} found {} things: {found:?}", found.len()),
        }
    }

    /// Requires that an input has this warning.
    pub(super) fn warns(&self, code: &str) {
        let mut warnings = self.audit.inputs.iter().flat_map(|input| &input.warnings);
        assert!(warnings.any(|warning| warning.code == code), "{code}");
    }

    /// How the deals fared: passed, failed, not applicable, and for want of which facts they were not judged.
    pub(super) fn counts(&self, code: &str) -> (u64, u64, u64, Vec<&'static str>) {
        let (_, count) = self.audit.rule_counts.iter().find(|(of, _)| *of == code).unwrap();
        let wanting = count.unknown.keys().map(|fact| fact.name()).collect();
        (count.passed, count.failed, count.not_applicable, wanting)
    }

    /// Holds that the one deal of the audit meets the requirement.
    pub(super) fn passes(&self, code: &str) {
        assert_eq!(self.counts(code), (1, 0, 0, vec![]), "{code}: {:?}", self.found(code));
    }

    /// Holds that the rule does not concern the one deal of the audit.
    pub(super) fn is_not_concerned(&self, code: &str) {
        assert_eq!(self.counts(code), (0, 0, 1, vec![]), "{code}: {:?}", self.found(code));
    }

    /// Holds that the one deal of the audit cannot be judged for want of this fact.
    pub(super) fn wants(&self, code: &str, fact: &'static str) {
        assert_eq!(self.counts(code), (0, 0, 0, vec![fact]), "{code}: {:?}", self.found(code));
    }
}
