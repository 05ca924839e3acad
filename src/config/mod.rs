//! `mapaudit.toml`: composes the settings of the stages, and reports every problem at once.

mod columns;
mod file;
mod in_force;
mod keys;
mod profiles;
mod rates;
mod run_files;
mod table_keys;
mod template;
#[cfg(test)]
mod testing;
mod user_keys;
mod waivers;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::{Severity, Waiver, way_out};
use crate::ingest::ColumnAlias;
use crate::{linkage, normalise, rules, screening};
pub use file::read_text;
pub use keys::is_workbook_name;
pub use profiles::UserProfile;
pub use run_files::{InputSettings, OutputSettings};
pub use template::template;

/// The settings of a run.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file that it was read from, if it was.
    pub file: Option<PathBuf>,
    /// The folder that paths in the configuration are relative to.
    pub folder: PathBuf,
    /// The exports to read when the command line names none.
    pub inputs: InputSettings,
    /// What to write when the command line does not say.
    pub outputs: OutputSettings,
    /// The period whose deals are audited: `2026Q3`.
    pub period: Option<String>,
    /// The month, 1 to 12, in which the fiscal year begins.
    pub fiscal_year_start_month: u32,
    /// What the reading of values needs to know.
    pub normalise: normalise::Settings,
    /// The thresholds of linkage.
    pub linkage: linkage::Settings,
    /// The thresholds of screening, and the partner.
    pub screening: screening::Settings,
    /// The thresholds of the rules.
    pub rules: rules::Settings,
    /// What people accept, and until when.
    pub waivers: Vec<Waiver>,
    /// What lacking the AWS Migration Competency means.
    pub competency_gate: CompetencyGate,
    /// Severities that differ from the rules' own, by code.
    pub severities: BTreeMap<&'static str, Severity>,
    /// Date orders, written as for `--date-order`: `dmy` or `FILE:dmy`. Flags come first.
    pub date_orders: Vec<String>,
    /// What headers mean: `[columns.crm]` and its like.
    pub columns: Vec<ColumnAlias>,
    /// The files that describe layouts, as the configuration names them.
    pub profile_paths: Vec<String>,
    /// Those files, once [`load_profiles`](Config::load_profiles) has read them.
    pub profiles: Vec<UserProfile>,
    /// The keys that the file sets, even to the default.
    pub set_keys: BTreeSet<&'static str>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            file: None,
            folder: PathBuf::new(),
            inputs: InputSettings::default(),
            outputs: OutputSettings::default(),
            period: None,
            fiscal_year_start_month: 1,
            normalise: normalise::Settings::default(),
            linkage: linkage::Settings::default(),
            screening: screening::Settings::default(),
            rules: rules::Settings::default(),
            waivers: Vec::new(),
            competency_gate: CompetencyGate::default(),
            severities: BTreeMap::new(),
            date_orders: Vec::new(),
            columns: Vec::new(),
            profile_paths: Vec::new(),
            profiles: Vec::new(),
            set_keys: BTreeSet::new(),
        }
    }
}

/// What the AWS Migration Competency is to a partner's applications. Public sources disagree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CompetencyGate {
    /// An advantage: its lack is a finding of low severity.
    #[default]
    Prefer,
    /// A gate: its lack is a finding of high severity.
    Require,
}

impl CompetencyGate {
    fn name(self) -> &'static str {
        match self {
            CompetencyGate::Prefer => "prefer",
            CompetencyGate::Require => "require",
        }
    }
}

/// The code of the rule whose severity [`CompetencyGate`] decides.
const COMPETENCY_MISSING: &str = "ELG005";

/// The name of the configuration in the current folder, and where a setting comes from that is not a default.
pub const FILE_NAME: &str = "mapaudit.toml";

/// Something wrong in the configuration file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}, line {line}: {message}")]
pub struct ConfigProblem {
    /// The file as the user gave it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what is allowed.
    pub message: String,
}

impl Config {
    /// Reads the text of a configuration file. Problems leave the default in place; all of them are
    /// given back.
    pub fn parse(text: &str, file: &str) -> (Config, Vec<ConfigProblem>) {
        let config = Config::default();
        let line_ends = text.match_indices('\n').map(|(place, _)| place).collect();
        let mut reader =
            Reader { line_ends, file, config, places: BTreeMap::new(), problems: Vec::new() };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let place = error.span().map_or(0, |span| span.start);
            reader.problem(place, error.message().to_owned());
        }
        reader.table("", table.get_ref());
        reader.compare_scores();
        reader.config.apply_competency_gate();
        reader.problems.sort_by_key(|problem| problem.line);
        // Of a list that is never closed the parser tells once per level.
        reader.problems.dedup();
        (reader.config, reader.problems)
    }

    /// A severity that the configuration states goes before the one that the gate implies.
    fn apply_competency_gate(&mut self) {
        if self.competency_gate == CompetencyGate::Require {
            self.severities.entry(COMPETENCY_MISSING).or_insert(Severity::High);
        }
    }
}

struct Reader<'text> {
    /// Where the lines of the text end.
    line_ends: Vec<usize>,
    file: &'text str,
    config: Config,
    /// Where the keys stand that the file sets.
    places: BTreeMap<&'static str, usize>,
    problems: Vec<ConfigProblem>,
}

/// The tables whose keys are the user's own, and how they are written.
const TABLES: [(&str, &str); 5] = [
    ("usd_rates", "[usd_rates]"),
    ("rates", "[rates.migrate]"),
    ("severity", "[severity]"),
    ("columns", "[columns.crm]"),
    ("waiver", "[[waiver]]"),
];

impl Reader<'_> {
    fn compare_scores(&mut self) {
        let linkage = &self.config.linkage;
        if linkage.review_score > linkage.auto_score {
            let set =
                ["linkage.review_score", "linkage.auto_score"].map(|key| self.places.get(key));
            let place = set.into_iter().flatten().next().copied().unwrap_or_default();
            self.problem(place, "linkage.review_score must not exceed linkage.auto_score".into());
        }
    }

    fn problem(&mut self, place: usize, message: String) {
        let line = self.line(place);
        self.problems.push(ConfigProblem { file: self.file.to_owned(), line, message });
    }

    /// The line, from 1, of a place in the text.
    fn line(&self, place: usize) -> usize {
        self.line_ends.partition_point(|end| *end < place) + 1
    }

    fn table(&mut self, path: &str, table: &DeTable) {
        for (key, value) in table {
            let name = key.get_ref();
            let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
            match (value.get_ref(), path.as_str()) {
                (DeValue::Table(rates), "usd_rates") => self.each(rates, Reader::rate),
                (DeValue::Table(severities), "severity") => self.each(severities, Reader::severity),
                (DeValue::Table(rates), "rates") => self.rates(rates),
                (DeValue::Table(columns), "columns") => self.columns(columns),
                (DeValue::Array(waivers), "waiver") => self.waivers(waivers),
                (DeValue::Table(section), _) if is_section(&path) => self.table(&path, section),
                _ => self.key(&path, key.span().start, value),
            }
        }
    }

    fn key(&mut self, path: &str, place: usize, value: &Spanned<DeValue>) {
        if let Some((_, form)) = TABLES.iter().find(|(name, _)| *name == path) {
            return self.problem(place, format!("{path} is a table, written as {form}"));
        }
        if is_section(path) {
            return self.problem(place, format!("{path} is a table, written as [{path}]"));
        }
        let Some(key) = keys::all().find(|key| key.name == path) else {
            let known = keys::all().flat_map(|key| key.section().into_iter().chain([key.name]));
            let known = known.chain(TABLES.map(|(name, _)| name));
            let message =
                format!("unknown key {path}; {}", way_out(path, known, "`mapaudit init`"));
            return self.problem(place, message);
        };
        self.places.insert(key.name, place);
        if (key.read)(&mut self.config, value.get_ref()) {
            self.config.set_keys.insert(key.name);
        } else {
            self.problem(value.span().start, format!("{path} must be {}", key.allowed));
        }
    }
}

fn is_section(path: &str) -> bool {
    keys::all().any(|key| key.section() == Some(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Decimal, Tier};

    #[test]
    fn an_empty_file_is_the_defaults() {
        let (config, problems) = Config::parse("", "mapaudit.toml");
        assert_eq!((config.hash(), problems), (Config::default().hash(), Vec::new()));
    }

    #[test]
    fn settings_are_read() {
        let (config, problems) = Config::parse(
            "date_order = [\"dmy\", \"ace.csv:mdy\"]\n[partner]\nname = \"Example Ltd\"\ntier = \"Select\"\n\
             [screening]\nlead_days = 21\narr_tolerance = 0.2\n[usd_rates]\nEUR = 1.08\n[severity]\nATT001 = \"critical\"\n",
            "mapaudit.toml",
        );
        assert_eq!(problems, []);
        assert_eq!(config.screening.partner.tier, Some(Tier::Select));
        assert_eq!(config.screening.lead_days, 21);
        assert_eq!(config.screening.arr_tolerance, Decimal::new(2, 1));
        assert_eq!(config.severities["ATT001"], Severity::Critical);
        assert_eq!(config.date_orders, ["dmy", "ace.csv:mdy"]);
        assert_ne!(config.hash(), Config::default().hash());
    }

    #[test]
    fn a_whole_number_is_read_in_every_base_that_toml_knows() {
        for written in ["16", "1_6", "0x10", "0o20", "0b1_0000"] {
            let text = format!("[screening]\nlead_days = {written}\n");
            let (config, problems) = Config::parse(&text, "mapaudit.toml");
            assert_eq!((config.screening.lead_days, problems), (16, vec![]), "{written}");
        }
    }

    #[test]
    fn a_setting_says_whether_it_comes_from_the_file_or_is_a_default() {
        let text =
            "[screening]\nlead_days = 14\n[usd_rates]\nEUR = 1.08\n[severity]\nATT001 = \"low\"\n";
        let (config, _) = Config::parse(text, "mapaudit.toml");
        let source = |key: &str| {
            config.settings().into_iter().find(|setting| setting.key == key).unwrap().source
        };
        for key in ["screening.lead_days", "usd_rates.EUR", "severity.ATT001"] {
            assert_eq!(source(key), "mapaudit.toml", "{key}");
        }
        assert_eq!(source("screening.min_servers"), "guide: 50+ servers");
    }

    #[test]
    fn every_problem_is_reported_with_its_line() {
        let text = "colour = 1\ndate_order = [\"ace.csv:day\"]\n[screening]\nlead_days = \"two weeks\"\narr_tolerance = 7\n\
                    [usd_rates]\nXYZ = 1.1\nGBP = 1000001\n[severity]\nXYZ999 = \"low\"\n";
        let (_, problems) = Config::parse(text, "mapaudit.toml");
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [1, 2, 4, 5, 7, 8, 10]);
        assert_eq!(
            problems[2].to_string(),
            "mapaudit.toml, line 4: screening.lead_days must be a whole number of days from 0 to 365"
        );
        assert_eq!(
            problems[4].to_string(),
            "mapaudit.toml, line 7: usd_rates.XYZ: a currency is a code of ISO 4217, as EUR"
        );
    }

    #[test]
    fn a_typo_is_told_with_the_nearest_known_name() {
        let text = "[screening]\nlead_day = 14\n[severity]\nATT01 = \"low\"\n[wavier]\ncode = \"ATT001\"\n[waiver]\n";
        let (_, problems) = Config::parse(text, "mapaudit.toml");
        let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        let expected = [
            "unknown key screening.lead_day; did you mean screening.lead_days? `mapaudit init` lists them all",
            "severity.ATT01: no such rule; did you mean ATT001? `mapaudit explain` lists them all",
            "unknown key wavier; did you mean waiver? `mapaudit init` lists them all",
            "waiver is a table, written as [[waiver]]",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_section_is_known_by_its_name_and_is_a_table() {
        let text = "[partnr]\nname = \"x\"\n[[screening]]\nlead_days = 14\n";
        let (_, problems) = Config::parse(text, "mapaudit.toml");
        let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        let expected = [
            "unknown key partnr; did you mean partner? `mapaudit init` lists them all",
            "screening is a table, written as [screening]",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_list_that_is_never_closed_is_not_told_bracket_by_bracket() {
        let (_, problems) = Config::parse(&format!("profiles = {}", "[".repeat(500)), "m.toml");
        assert_eq!(problems.len(), 2);
    }

    #[test]
    fn thresholds_that_contradict_each_other_are_told() {
        let text = "# review_score stays below auto_score\n[linkage]\nreview_score = 0.9\n";
        let (_, problems) = Config::parse(text, "mapaudit.toml");
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn a_file_that_is_no_toml_is_reported_with_its_line() {
        let (_, problems) = Config::parse("[partner\nname = 1", "mapaudit.toml");
        assert!(problems.iter().any(|problem| problem.line == 1));
    }
}
