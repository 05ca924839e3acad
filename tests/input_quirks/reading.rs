//! Reads exports as the program does, and shows what came of them in lines that tests compare.

use std::fs;
use std::path::PathBuf;

use mapaudit::config::Config;
use mapaudit::domain::{InputReport, Money, Warning};
use mapaudit::ingest::{self, Options};
use mapaudit::inputs::Input;
use mapaudit::normalise::{self, Records, Settings};
use mapaudit::pipeline;

/// Why a file was not read.
#[derive(Debug)]
pub(super) struct Refusal {
    code: &'static str,
    text: String,
}

impl Refusal {
    /// Holds the code, and that message and hint together say all of these words.
    pub(super) fn says(&self, code: &str, words: &[&str]) {
        assert_eq!(self.code, code, "{}", self.text);
        for word in words {
            assert!(self.text.contains(word), "`{word}` is missing: {}", self.text);
        }
    }
}

/// The records of one file, which must be usable.
pub(super) fn read(name: &str, content: impl AsRef<[u8]>) -> Records {
    read_as(name, content, &Options::default())
}

/// The records of one file of which the user says something.
pub(super) fn read_as(name: &str, content: impl AsRef<[u8]>, options: &Options) -> Records {
    attempt(&[(name, content.as_ref())], options).unwrap_or_else(|refusal| panic!("{refusal:?}"))
}

/// The records of several files together.
pub(super) fn read_all(files: &[(&str, &[u8])]) -> Records {
    attempt(files, &Options::default()).unwrap_or_else(|refusal| panic!("{refusal:?}"))
}

/// Why a file that nobody should be able to use is refused.
pub(super) fn refused(name: &str, content: impl AsRef<[u8]>) -> Refusal {
    match attempt(&[(name, content.as_ref())], &Options::default()) {
        Err(refusal) => refusal,
        Ok(records) => panic!("was read: {:?}, {:?}", deals(&records), noted(&records)),
    }
}

fn attempt(files: &[(&str, &[u8])], options: &Options) -> Result<Records, Refusal> {
    let folder = tempfile::tempdir().unwrap();
    let mut tables = Vec::new();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        tables.extend(ingest::read(&path, options).map_err(|error| Refusal {
            code: error.code(),
            text: format!("{error} {}", error.hint()),
        })?);
    }
    let records = normalise::records(tables, &Settings::default()).map_err(|errors| Refusal {
        code: errors[0].code(),
        text: format!("{} {}", errors[0], errors[0].hint()),
    })?;
    for report in &records.inputs {
        let accounted = report.rows_used + report.rows_set_aside + report.rows_ignored;
        assert_eq!(report.rows_read, accounted, "rows are lost: {report:?}");
    }
    Ok(records)
}

/// What `check` reports of these files together. All of them must be usable.
pub(super) fn checked(files: &[(&str, &[u8])]) -> Vec<InputReport> {
    let folder = tempfile::tempdir().unwrap();
    let input = |(name, content): &(&str, &[u8])| {
        let path: PathBuf = folder.path().join(name);
        fs::write(&path, content).unwrap();
        Input { path, options: Options::default() }
    };
    let inputs: Vec<Input> = files.iter().map(input).collect();
    let checked = pipeline::check(&inputs, &Config::default());
    checked.into_iter().map(|report| report.unwrap_or_else(|why| panic!("{why:?}"))).collect()
}

/// Each deal as `id | customer | amount | close date`; what is unknown is blank.
pub(super) fn deals(records: &Records) -> Vec<String> {
    let line = |crm: &mapaudit::domain::CrmOpportunity| {
        let cells = [
            crm.id.to_string(),
            crm.customer.clone().unwrap_or_default().into(),
            money(crm.amount),
            crm.close_date.map(|day| day.to_string()).unwrap_or_default(),
        ];
        cells.join(" | ")
    };
    records.crm.iter().map(|crm| line(crm)).collect()
}

/// Each ACE opportunity as `id | customer | AWS revenue a month | created date`.
pub(super) fn opportunities(records: &Records) -> Vec<String> {
    let line = |ace: &mapaudit::domain::AceOpportunity| {
        let cells = [
            ace.id.to_string(),
            ace.customer.clone().unwrap_or_default().into(),
            money(ace.mrr),
            ace.created_date.map(|day| day.to_string()).unwrap_or_default(),
        ];
        cells.join(" | ")
    };
    records.ace.iter().map(|ace| line(ace)).collect()
}

/// The ids of the deals.
pub(super) fn ids(records: &Records) -> Vec<&str> {
    records.crm.iter().map(|crm| crm.id.as_str()).collect()
}

/// The amounts of the deals, with their currency if it is known; blank if there is none.
pub(super) fn amounts(records: &Records) -> Vec<String> {
    records.crm.iter().map(|crm| money(crm.amount)).collect()
}

/// The close dates of the deals; blank if there is none.
pub(super) fn close_dates(records: &Records) -> Vec<String> {
    let day = |crm: &mapaudit::domain::CrmOpportunity| crm.close_date;
    records.crm.iter().map(|crm| day(crm).map(|day| day.to_string()).unwrap_or_default()).collect()
}

/// `96000.5 EUR`, without separators, so that nothing is rounded.
pub(super) fn money(money: Option<Money>) -> String {
    let Some(money) = money else { return String::new() };
    let amount = money.amount.normalize();
    money.currency.map_or_else(|| amount.to_string(), |currency| format!("{amount} {currency}"))
}

/// Everything that was not used as it stands: row, reason, and what was done.
pub(super) fn noted(records: &Records) -> Vec<(u32, &'static str, &'static str)> {
    let entry = |aside: &mapaudit::domain::SetAside| {
        (aside.row.unwrap_or_default(), aside.problem, aside.action.name())
    };
    records.set_aside.iter().map(entry).collect()
}

/// What became of a file.
pub(super) fn report(records: &Records) -> &InputReport {
    &records.inputs[0]
}

/// The codes of the warnings about all files.
///
/// Most of these small files have no column of stages, which a test of its own looks at.
pub(super) fn warnings(records: &Records) -> Vec<&'static str> {
    let all = records.inputs.iter().flat_map(|input| &input.warnings);
    all.map(|warning| warning.code).filter(|code| *code != "no_stage").collect()
}

/// The warning of this code, which must be there.
pub(super) fn warning<'records>(records: &'records Records, code: &str) -> &'records Warning {
    let mut all = records.inputs.iter().flat_map(|input| &input.warnings);
    all.find(|warning| warning.code == code)
        .unwrap_or_else(|| panic!("no {code} among {:?}", warnings(records)))
}
