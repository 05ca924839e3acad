//! The previous run, as its workbook tells it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::causes::Because;
use super::ended::Ended;
use super::exports::{self, PreviousExport};
use super::figures::TrendPoint;
use super::headers::Headers;
use super::row_ids::table_of_id;
use super::rows::{Row, rows, rows_of};
use super::seen::SeenBefore;
use super::settings;
use super::standing::Standing;
use super::typed_text::{from_text, row_from_text};
use super::wanted::Needed;
use crate::domain::previous_workbook::{
    AS_OF_LINE, DEALS_CUT_LINE, FINDINGS_CUT_LINE, PERIOD_LINE, RULE_SET_LINE,
};
use crate::domain::{
    AceId, CrmId, DealState, FindingState, Matched, PreviousWorkbook, ReviewedTable, ReviewerKind,
    Severity, TypedCell, TypedCells,
};

/// What an earlier run found.
#[derive(Clone, Debug, Default)]
pub(super) struct PreviousRun {
    /// The path as the user gave it.
    pub(super) path: String,
    /// The date it spoke for.
    pub(super) as_of: Option<NaiveDate>,
    /// When it was saved last, in a form that sorts by time.
    pub(super) saved: Option<String>,
    /// The version of its rule set.
    pub(super) rule_set: Option<String>,
    /// The period of its deals, with its days; `None` if it was about all deals.
    pub(super) period: Option<String>,
    /// Its deals, in the order of the sheet.
    pub(super) deals: Vec<PreviousDeal>,
    /// Whether its sheet had no room for all deals: of those left out nothing is known.
    pub(super) lacks_deals: bool,
    /// Its findings by id.
    pub(super) findings: BTreeMap<String, PreviousFinding>,
    /// The least severity of its findings if its sheet had no room for all: of those left out nothing is known.
    pub(super) cut_at: Option<Severity>,
    /// What was gone already, by id.
    pub(super) gone: BTreeMap<String, PreviousGone>,
    /// What it and the runs before it came to, as far as its Summary tells.
    pub(super) trend: Vec<TrendPoint>,
    /// Its exports; none if the workbook does not tell.
    pub(super) exports: Vec<PreviousExport>,
    /// The settings by which it judged, by key; none if the workbook does not tell.
    pub(super) settings: BTreeMap<String, String>,
    /// The severities of its rules, by code.
    pub(super) severities: BTreeMap<String, Severity>,
    /// What people wrote on its sheets, row by row.
    pub(super) written: Vec<Written>,
    /// The headers of the columns that people write in, as far as the sheet still has them.
    pub(super) headers: BTreeMap<ReviewedTable, Vec<String>>,
    /// The columns that people added, in the order of the sheet.
    pub(super) added_columns: BTreeMap<ReviewedTable, Vec<String>>,
    /// The last workbook that people may have written in, if it is another one.
    pub(super) last_written: Option<LastWritten>,
}

/// A workbook of which only what people wrote counts, which stands with that of the previous run.
#[derive(Clone, Debug)]
pub(super) struct LastWritten {
    /// The path as the user gave it.
    pub(super) path: String,
    /// The date it spoke for.
    pub(super) as_of: Option<NaiveDate>,
}

impl PreviousRun {
    /// Where people write now, as far as is known: the path of the last workbook.
    pub(super) fn written_in(&self) -> &str {
        self.last_written.as_ref().map_or(&self.path, |last| &last.path)
    }

    /// The date of the last workbook that people may have written in.
    pub(super) fn written_by(&self) -> Option<NaiveDate> {
        self.last_written.as_ref().map_or(self.as_of, |last| last.as_of)
    }
}

/// A deal of an earlier run.
#[derive(Clone, Debug, Default)]
pub(super) struct PreviousDeal {
    /// The id that people saw.
    pub(super) shown_id: String,
    /// What it was known by, the most telling first: system and id, as [`crate::domain::Deal::key`].
    pub(super) keys: Vec<(&'static str, String)>,
    pub(super) customer: String,
    pub(super) name: String,
    /// Where it stood.
    pub(super) standing: Standing,
    /// Its state; `None` if it is told by no word of ours.
    pub(super) state: Option<DealState>,
    /// Whether a person had decided on its ACE opportunity.
    pub(super) is_confirmed: bool,
    /// For how long it has been known.
    pub(super) seen: SeenBefore,
}

/// A finding of an earlier run.
#[derive(Clone, Debug)]
pub(super) struct PreviousFinding {
    /// The rule's code.
    pub(super) code: String,
    /// Its state; `None` if it is told by no word of ours.
    pub(super) state: Option<FindingState>,
    /// The deal's id that people saw.
    pub(super) deal_id: String,
    /// What the two systems said.
    pub(super) says: [String; 2],
    /// The first run that found it.
    pub(super) first_seen: Option<NaiveDate>,
    /// How many runs found it.
    pub(super) runs: u32,
}

/// Something that had no row in the previous workbook any more, and is still remembered there.
#[derive(Clone, Debug)]
pub(super) struct PreviousGone {
    /// The deal's id that people saw.
    pub(super) deal_id: String,
    pub(super) customer: String,
    /// The deal's name.
    pub(super) deal: String,
    /// What it is: "deal", a finding's code.
    pub(super) about: String,
    /// How it ended.
    pub(super) ended: Ended,
    /// Why it went.
    pub(super) because: Because,
    /// What people had written.
    pub(super) cells: TypedCells,
    /// For how many runs it has been gone.
    pub(super) runs_gone: u32,
    /// The first run that found it, of a finding.
    pub(super) first_seen: Option<NaiveDate>,
    /// How many runs had found it, of a finding.
    pub(super) runs: Option<u32>,
}

/// What people wrote in one row.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// On which sheet.
    pub(super) table: ReviewedTable,
    /// The row's id as people saw it; `None` if the row has none.
    pub(super) id: Option<String>,
    /// The record in the CRM.
    pub(super) crm_id: Option<CrmId>,
    /// The opportunity in ACE.
    pub(super) ace_id: Option<AceId>,
    /// What they wrote; empty if nothing.
    pub(super) cells: TypedCells,
}

/// Understands the workbook of an earlier run.
pub(super) fn understood(workbook: &PreviousWorkbook, headers: &mut Headers) -> PreviousRun {
    let ids = ids_of_deals(workbook);
    let mut run = PreviousRun {
        path: workbook.path.clone(),
        saved: workbook.saved.clone(),
        as_of: workbook.line(AS_OF_LINE).and_then(|date| date.trim().parse().ok()),
        rule_set: workbook.line(RULE_SET_LINE).map(|version| version.trim().to_owned()),
        period: workbook.line(PERIOD_LINE).map(|period| period.trim().to_owned()),
        deals: deals(workbook, &ids),
        lacks_deals: workbook.line(DEALS_CUT_LINE).is_some(),
        findings: findings(workbook),
        gone: gone(workbook, headers),
        trend: trend(workbook),
        exports: exports::exports(workbook),
        settings: settings::settings(workbook),
        severities: severities(workbook),
        ..PreviousRun::default()
    };
    if workbook.line(FINDINGS_CUT_LINE).is_some() {
        let of_code = |finding: &PreviousFinding| run.severities.get(&finding.code).copied();
        run.cut_at = run.findings.values().filter_map(of_code).max();
    }
    for table in ReviewedTable::ALL {
        let Some(needed) = Needed::of(table.name()) else { continue };
        let found = workbook.tables.get(needed.name);
        let there = found.map(|found| found.headers.as_slice()).unwrap_or_default();
        let of_people = there.iter().filter(|header| !needed.is_read(header));
        let of_people: Vec<_> = of_people.map(|header| headers.one(table, header)).collect();
        let is_added = |header: &&String| !table.has_reviewer_column(header);
        run.added_columns.insert(table, of_people.iter().filter(is_added).cloned().collect());
        run.headers.insert(table, of_people);
        let copied = workbook.copied.iter().filter(|(name, _)| *name == needed.name);
        let rows = rows(workbook, needed.name).chain(copied.flat_map(|(_, copy)| rows_of(copy)));
        run.written.extend(rows.map(|row| written(table, row, &ids, headers)));
    }
    run
}

/// The ids by which a deal is known outside, by the id that people saw.
type IdsOfDeals = BTreeMap<String, (Option<CrmId>, Option<AceId>)>;

fn ids_of_deals(workbook: &PreviousWorkbook) -> IdsOfDeals {
    let of_row = |row: Row| {
        let crm_id = row.text("CRM id").and_then(|id| CrmId::new(&id));
        let ace_id = row.text("ACE id").and_then(|id| AceId::exact(&id));
        Some((row.text("Deal id")?, (crm_id, ace_id)))
    };
    rows(workbook, "tblEvidence").filter_map(of_row).collect()
}

fn deals(workbook: &PreviousWorkbook, ids: &IdsOfDeals) -> Vec<PreviousDeal> {
    let is_confirmed =
        |row: &Row| row.one_of("Match", Matched::ALL, Matched::label) == Some(Matched::Confirmed);
    let confirmed = rows(workbook, "tblEvidence").filter(is_confirmed);
    let confirmed: BTreeSet<String> = confirmed.filter_map(|row| row.text("Deal id")).collect();
    let seen = seen(workbook);
    let of_row = |row: Row| {
        let shown_id = row.text("Deal id")?;
        let (crm_id, ace_id) = ids.get(&shown_id).cloned().unwrap_or_default();
        let crm_key = crm_id.map(|id| ("crm", id.key().to_owned()));
        let ace_key = ace_id.map(|id| ("ace", id.as_str().to_owned()));
        Some(PreviousDeal {
            keys: crm_key.into_iter().chain(ace_key).collect(),
            customer: row.text("Customer").unwrap_or_default(),
            name: row.text("Deal").unwrap_or_default(),
            standing: Standing::before(row),
            state: row.one_of("State", DealState::ALL, DealState::name),
            is_confirmed: confirmed.contains(&shown_id),
            seen: seen.get(&shown_id).copied().unwrap_or_default(),
            shown_id,
        })
    };
    rows(workbook, "tblDeals").filter_map(of_row).collect()
}

fn seen(workbook: &PreviousWorkbook) -> BTreeMap<String, SeenBefore> {
    let of_row = |row: Row| {
        let seen = SeenBefore {
            first: row.date("First seen"),
            runs: row.count("Runs seen"),
            last_changed: row.date("Last changed"),
        };
        Some((row.text("Deal id")?, seen))
    };
    rows(workbook, "tblEvidence").filter_map(of_row).collect()
}

fn findings(workbook: &PreviousWorkbook) -> BTreeMap<String, PreviousFinding> {
    let of_row = |row: Row| {
        let text = |header| row.text(header).unwrap_or_default();
        let finding = PreviousFinding {
            code: text("Code"),
            state: row.one_of("State", FindingState::ALL, FindingState::name),
            deal_id: text("Deal id"),
            says: [text("CRM says"), text("ACE says")],
            first_seen: row.date("First seen"),
            runs: row.count("Runs").unwrap_or(1),
        };
        Some((row.text("Finding")?, finding))
    };
    rows(workbook, "tblFindings").filter_map(of_row).collect()
}

fn gone(workbook: &PreviousWorkbook, headers: &mut Headers) -> BTreeMap<String, PreviousGone> {
    let of_row = |row: Row| {
        let text = |header| row.text(header).unwrap_or_default();
        let id = row.text("Id")?;
        let table = table_of_id(&id);
        let cells = row_from_text(table, &text("Notes")).into_iter();
        let cells = cells.map(|(header, cell)| (headers.one(table, &header), cell));
        let gone = PreviousGone {
            deal_id: text("Deal id"),
            customer: text("Customer"),
            deal: text("Deal"),
            about: text("About"),
            ended: row.one_of("Now", Ended::ALL, Ended::label).unwrap_or_default(),
            because: row.one_of("Because", Because::ALL, Because::label).unwrap_or_default(),
            cells: cells.collect(),
            runs_gone: row.count("Runs gone")?,
            first_seen: row.date("First seen"),
            runs: row.count("Runs"),
        };
        Some((id, gone))
    };
    rows(workbook, "tblChanges").filter_map(of_row).collect()
}

/// Below the trend stand other rows of the page, which begin with no day. A figure that another program did not store is
/// no zero.
fn trend(workbook: &PreviousWorkbook) -> Vec<TrendPoint> {
    let of_row = |row: Row| {
        Some(TrendPoint {
            as_of: row.date("Run")?,
            recoverable: row.number("Recoverable")?,
            captured: row.number("Captured")?,
            lost: row.number("Lost")?,
        })
    };
    rows(workbook, "tblTrend").filter_map(of_row).collect()
}

fn severities(workbook: &PreviousWorkbook) -> BTreeMap<String, Severity> {
    let of_row = |row: Row| {
        let severity = row.one_of("Severity", Severity::ALL, Severity::label)?;
        Some((row.text("Code")?, severity))
    };
    rows(workbook, "tblRules").filter_map(of_row).collect()
}

fn written(table: ReviewedTable, row: Row, ids: &IdsOfDeals, headers: &mut Headers) -> Written {
    // Other texts in this column, such as the word of a totals row, name no row.
    let id = row.text(table.id_header()).filter(|id| id.starts_with(table.id_start()));
    let (crm_id, ace_id) = match table {
        ReviewedTable::Deals => id.as_ref().and_then(|id| ids.get(id)).cloned().unwrap_or_default(),
        ReviewedTable::Findings => (None, None),
        ReviewedTable::Matches => (
            row.text("CRM id").and_then(|id| CrmId::new(&id)),
            row.text("ACE id").and_then(|id| AceId::exact(&id)),
        ),
    };
    let needed = Needed::of(table.name());
    let cells = row.filled().filter_map(|(header, cell)| {
        let is_own = needed.is_some_and(|needed| needed.is_read(header));
        let header = (!is_own).then(|| headers.one(table, header))?;
        let cell = day_in_text(table, &header, cell);
        Some((header, cell))
    });
    Written { table, id, crm_id, ace_id, cells: cells.collect() }
}

/// The cell, a day that stands as text in a column of days as that day: some programs store what people type so.
fn day_in_text(table: ReviewedTable, header: &str, cell: &TypedCell) -> TypedCell {
    let mut columns = table.reviewer_columns().iter();
    let is_of_days = columns.any(|it| it.header == header && it.kind == ReviewerKind::Date);
    match cell {
        TypedCell::Text(text) if is_of_days => from_text(table, header, text),
        _ => cell.clone(),
    }
}
