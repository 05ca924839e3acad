//! Tables of text → typed records. Decides what is decided per column (date orders, decimal marks),
//! reads every cell, and stitches files of one role.
//!
//! Reading never fails for a cell or row: what cannot be read is set aside with its place and reason.
//! Only a column of dates whose order nothing settles makes a file unusable.

mod accounts;
mod ace;
mod allocations;
mod amount_notes;
mod block_ids;
mod buddhist_years;
mod clock;
mod counts;
mod crm;
mod date_evidence;
mod date_order;
mod date_parts;
mod dates;
mod day_before_month;
mod day_first;
mod day_numbers;
mod deal_status;
mod decimal_mark;
mod error;
mod funding;
mod grouped_amounts;
mod hedges;
mod html_entities;
mod id_column;
mod ids;
mod input_reports;
mod japanese_era;
mod log_entry;
mod map_columns;
mod mended_cells;
mod month_names;
mod notes;
mod numbers;
mod older_export;
mod republic_years;
mod request_phases;
mod request_state;
mod request_words;
mod row;
mod row_days;
mod row_ids;
mod sale_days;
mod scale;
mod settled_table;
mod shifted_days;
mod sign_currency;
mod stages;
mod stitch;
mod suspicions;
#[cfg(test)]
mod testing;
mod texts;
mod turned_days;
mod why_unused;
mod without_day;
mod written_number;
mod yes_no;

use std::collections::HashSet;

use chrono::NaiveDate;
use rayon::prelude::*;

use self::input_reports::{finished, newest_records};
use self::notes::Notes;
use self::row::Row;
use self::settled_table::SettledTable;
use self::stitch::{Identity, Read, Stitched, stitch};
use crate::domain::{
    AceOpportunity, CrmOpportunity, Currency, DisputedRecords, Field, FieldSet, FundRequest,
    FundingData, InputReport, RawTable, Role, SetAside,
};

pub use self::error::NormaliseError;
pub use self::suspicions::warn_of_stale;

/// What the user decides about the reading of values.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The currency of AWS revenue that states none, in the CRM.
    pub default_currency: Currency,
    /// The day of the audit, if it is one: what lies ahead of it is planned, and not done.
    pub as_of: Option<NaiveDate>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { default_currency: Currency::USD, as_of: None }
    }
}

/// Everything that was read.
#[derive(Clone, Debug)]
pub struct Records {
    /// The deals, in the order of files and rows.
    pub crm: Vec<Box<CrmOpportunity>>,
    /// The ACE opportunities, in the order of files and rows.
    pub ace: Vec<Box<AceOpportunity>>,
    /// The applications for funding: of fund request lists, those last whose rows contradict each other, else of the CRM's
    /// MAP columns.
    pub requests: Vec<FundRequest>,
    /// Where the applications come from.
    pub funding: FundingData,
    /// The deals and ACE opportunities that were set aside because their rows contradict each other.
    pub disputed: DisputedRecords,
    /// What became of each input, in the order given.
    pub inputs: Vec<InputReport>,
    /// Rows and cells that were not used as they stand, by input.
    pub set_aside: Vec<SetAside>,
}

/// The records of all tables. Fails on the columns of dates, of all files at once, whose order
/// nothing settles.
pub fn records(tables: Vec<RawTable>, settings: &Settings) -> Result<Records, Vec<NormaliseError>> {
    let mut settled = Vec::new();
    let mut errors = Vec::new();
    for table in settle(tables) {
        match table {
            Ok(table) => settled.push(table),
            Err(of_table) => errors.extend(of_table),
        }
    }
    if errors.is_empty() { Ok(of_settled(settled, settings)) } else { Err(errors) }
}

/// What becomes of each table, in the order given, when those that can be used are read together.
pub fn reports(
    tables: Vec<RawTable>,
    settings: &Settings,
) -> Vec<Result<InputReport, Vec<NormaliseError>>> {
    let mut settled = Vec::new();
    let mut outcomes = Vec::new();
    for table in settle(tables) {
        match table {
            Ok(table) => {
                settled.push(table);
                outcomes.push(None);
            }
            Err(of_table) => outcomes.push(Some(of_table)),
        }
    }
    let mut reports = of_settled(settled, settings).inputs;
    warn_of_stale(&mut reports, None);
    let mut reports = reports.into_iter();
    outcomes
        .into_iter()
        .map(|errors| match errors {
            Some(errors) => Err(errors),
            None => Ok(reports.next().expect("each settled table has a report")),
        })
        .collect()
}

/// The tables once everything is decided that is decided per column, in the order given.
fn settle(mut tables: Vec<RawTable>) -> Vec<Result<SettledTable, Vec<NormaliseError>>> {
    tables.par_iter_mut().for_each(mended_cells::mend);
    accounts::join(&mut tables);
    tables.into_par_iter().map(SettledTable::new).collect()
}

fn of_settled(tables: Vec<SettledTable>, settings: &Settings) -> Records {
    let mut notes: Vec<Notes> = tables.iter().map(|_| Notes::default()).collect();

    let crm = read(&tables, Role::Crm, settings, &mut notes, crm::opportunity);
    let ace = read(&tables, Role::Ace, settings, &mut notes, ace::opportunity);
    let requests = read(&tables, Role::Funding, settings, &mut notes, funding::request);

    let Stitched { used: crm, disputed: disputed_crm } = stitch(crm, &DEALS, &tables, &mut notes);
    let Stitched { used: ace, disputed: disputed_ace } =
        stitch(ace, &ACE_OPPORTUNITIES, &tables, &mut notes);
    let disputed = DisputedRecords {
        crm: disputed_crm.into_iter().map(|read| read.value).collect(),
        ace: disputed_ace.into_iter().map(|read| read.value).collect(),
    };
    let (granted, requests): (Vec<_>, Vec<_>) =
        requests.into_iter().partition(|read| allocations::is_list(&tables[read.table]));
    let Stitched { used: mut requests, disputed: disputed_requests } =
        stitch(requests, &REQUESTS, &tables, &mut notes);
    allocations::join(&mut requests, granted, &tables, &mut notes);

    if let Some((place, warning)) = suspicions::of_open_deals(&crm, &tables, &notes) {
        notes[place].of_file.push(warning);
    }
    let newest = newest_records(tables.len(), &crm, &ace);
    let crm: Vec<Box<CrmOpportunity>> = crm.into_iter().map(|read| read.value).collect();
    let ace = ace.into_iter().map(|read| read.value).collect();
    let mut requests: Vec<FundRequest> = requests.into_iter().map(|read| *read.value).collect();
    requests.extend(
        disputed_requests.into_iter().map(|read| FundRequest { is_disputed: true, ..*read.value }),
    );

    let funding = funding_data(&tables, &crm);
    if funding == FundingData::CrmColumns {
        requests =
            crm.iter().flat_map(|crm| map_columns::requests_of_deal(crm, settings.as_of)).collect();
    }
    let (inputs, set_aside) = finished(tables, notes, newest, settings);
    Records { crm, ace, requests, funding, disputed, inputs, set_aside }
}

/// The records of every table of a role, in the order of tables and rows.
fn read<T: Send>(
    tables: &[SettledTable],
    role: Role,
    settings: &Settings,
    notes: &mut [Notes],
    record_of: fn(&mut Row<'_>) -> Option<T>,
) -> Vec<Read<T>> {
    let mut records = Vec::new();
    for (place, table) in tables.iter().enumerate() {
        if table.raw.report.role != role {
            continue;
        }
        let rows = table.raw.rows.len();
        let starts: Vec<usize> = (0..rows).step_by(ROWS_AT_ONCE).collect();
        let batches: Vec<(Vec<Read<T>>, Notes)> = starts
            .into_par_iter()
            .map(|start| {
                let mut notes = Notes::default();
                let mut shared = HashSet::new();
                let read = (start..rows.min(start + ROWS_AT_ONCE)).filter_map(|record| {
                    let unreadable = FieldSet::default();
                    let (notes, shared) = (&mut notes, &mut shared);
                    let mut row = Row { table, record, settings, notes, unreadable, shared };
                    let value = Box::new(record_of(&mut row)?);
                    Some(Read { table: place, record, value })
                });
                (read.collect(), notes)
            })
            .collect();
        records.reserve(batches.iter().map(|(read, _)| read.len()).sum());
        for (read, of_batch) in batches {
            records.extend(read);
            notes[place].append(of_batch);
        }
    }
    records
}

/// How many rows one thread reads before it looks for more (our choice).
const ROWS_AT_ONCE: usize = 4_096;

const DEALS: Identity<CrmOpportunity> = Identity {
    key: |crm| Some(crm.id.key().to_owned()),
    field: Field::DealId,
    modified: |crm| crm.modified_date,
};

const ACE_OPPORTUNITIES: Identity<AceOpportunity> = Identity {
    key: |ace| Some(ace.id.as_str().to_owned()),
    field: Field::AceId,
    modified: |ace| ace.modified_date,
};

/// A request list may have a row for each phase of one request.
const REQUESTS: Identity<FundRequest> = Identity {
    key: |request| {
        let id = request.request_id.as_deref()?;
        let phases: Vec<&str> = request.phases.iter().map(|phase| phase.name()).collect();
        Some(format!("{id}\u{1f}{}", phases.join(",")))
    },
    field: Field::RequestId,
    modified: |_| None,
};

/// Decided once per run: a list of applications wins over the CRM's columns.
fn funding_data(tables: &[SettledTable], crm: &[Box<CrmOpportunity>]) -> FundingData {
    let is_list = |table: &SettledTable| {
        table.raw.report.role == Role::Funding && !allocations::is_list(table)
    };
    if tables.iter().any(is_list) {
        FundingData::File
    } else if crm.iter().any(|crm| crm.carries_map_columns()) {
        FundingData::CrmColumns
    } else {
        FundingData::Absent
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{read, row, table};
    use super::*;
    use crate::domain::Action;
    use crate::domain::testing::date;

    #[test]
    fn every_open_column_of_every_file_is_reported_at_once() {
        let open: [(Field, &[&str]); 2] =
            [(Field::CreatedDate, &["03/04/2026"]), (Field::CloseDate, &["03-04-2026"])];
        let tables = vec![table(Role::Crm, &open), table(Role::Ace, &open)];
        let errors = records(tables, &Settings::default()).unwrap_err();
        let paths: Vec<_> = errors.iter().map(NormaliseError::path).collect();
        assert_eq!(paths, ["crm.csv", "crm.csv", "ace.csv", "ace.csv"]);
    }

    #[test]
    fn every_row_read_is_used_set_aside_or_ignored() {
        let records = read(vec![table(
            Role::Ace,
            &[
                (Field::AceId, &["O1", "O1", "", "O2", "O2", "O3"]),
                (Field::Title, &["a", "a", "b", "c", "d", "e"]),
            ],
        )]);
        let report = &records.inputs[0];
        assert_eq!(
            (report.rows_read, report.rows_used, report.rows_set_aside, report.rows_ignored),
            (6, 2, 3, 1)
        );
        assert_eq!(records.ace.len(), 2);
    }

    #[test]
    fn rows_read_by_several_threads_stay_in_their_order_with_what_was_noted_of_them() {
        let rows = 2 * ROWS_AT_ONCE + 1;
        let ids: Vec<String> = (0..rows).map(|place| format!("D{place}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let columns: [(Field, &[&str]); 3] = [
            (Field::DealId, &ids),
            (Field::Amount, &vec!["TBD 1"; rows]),
            (Field::Stage, &vec!["Stage X"; rows]),
        ];
        let records = read(vec![table(Role::Crm, &columns)]);
        let read_ids: Vec<&str> = records.crm.iter().map(|crm| crm.id.as_str()).collect();
        assert_eq!(read_ids, ids);
        let noted: Vec<_> = records.set_aside.iter().filter_map(|entry| entry.row).collect();
        assert!(noted.is_sorted() && noted.len() == rows, "{}", noted.len());
        let warnings = &records.inputs[0].warnings;
        let unknown = warnings.iter().find(|warning| warning.code == "unknown_stage");
        let count = format!("\"Stage X\" ({rows})");
        assert!(unknown.is_some_and(|warning| warning.message.contains(&count)));
    }

    #[test]
    fn the_newest_record_is_one_that_is_used() {
        let records = read(vec![table(
            Role::Ace,
            &[
                (Field::AceId, &["O1", "O2", ""]),
                (Field::CreatedDate, &["2026-01-01", "2026-03-01", "2026-09-01"]),
                (Field::ModifiedDate, &["2026-02-01", "", "2026-09-01"]),
            ],
        )]);
        assert_eq!(records.inputs[0].newest_record, Some(date(2026, 3, 1)));
    }

    #[test]
    fn the_decision_on_each_column_of_dates_is_in_the_report() {
        let table = row(Role::Crm, &[(Field::DealId, "D1"), (Field::CloseDate, "31/12/2026")]);
        let records = read(vec![table]);
        let settled = &records.inputs[0].date_orders[&Field::CloseDate];
        assert_eq!(settled.settled_by, "values");
        assert_eq!(records.crm[0].close_date, Some(date(2026, 12, 31)));
    }

    #[test]
    fn a_stated_order_reads_the_file_and_its_misfits_are_set_aside() {
        let mut table = table(
            Role::Crm,
            &[(Field::DealId, &["D1", "D2"]), (Field::CloseDate, &["04/13/2026", "13/04/2026"])],
        );
        table.stated_order = Some(crate::domain::DateOrder::Mdy);
        let records = read(vec![table]);
        assert_eq!(records.crm[0].close_date, Some(date(2026, 4, 13)));
        assert_eq!(records.crm[1].close_date, None);
        assert_eq!(testing::problems(&records), [(3, "unreadable_date", Action::CellIgnored)]);
    }

    #[test]
    fn days_counted_as_excel_does_are_read_with_one_warning() {
        let cells: [(Field, &[&str]); 2] =
            [(Field::DealId, &["D1", "D2"]), (Field::CloseDate, &["46053", "46054"])];
        let records = read(vec![table(Role::Crm, &cells)]);
        assert_eq!(records.crm[0].close_date, Some(date(2026, 1, 31)));
        let codes: Vec<_> = records.inputs[0].warnings.iter().map(|w| w.code).collect();
        assert_eq!(codes, ["excel_serial_dates"]);
    }
}
