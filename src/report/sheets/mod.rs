//! The sheets of the workbook, one file each.

mod about;
mod assumptions;
mod changes;
mod data_problems;
mod deals;
mod estimates;
mod evidence;
mod finding_hints;
mod findings;
mod header_notes;
mod matches;
mod summary;

pub(super) use summary::page as summary_page;

use super::deal_line::{DealLine, deal_lines};
use super::limits::{MOST_ROWS, shown_first};
use super::sheet::{Column, Sheet};
use crate::domain::WorkbookProfile;
use crate::portfolio::{Audit, Portfolio, RollUp};
use crate::rules::Rule;

/// What every sheet is made of.
pub(super) struct Report<'a> {
    /// What the run found.
    pub(super) audit: &'a Audit,
    /// The rules that were asked.
    pub(super) rules: &'a [&'a Rule],
    /// Whom the workbook is for.
    pub(super) profile: WorkbookProfile,
    /// The roll-ups.
    pub(super) totals: RollUp,
    /// How many rows a sheet has at most.
    pub(super) most_rows: usize,
    /// The deals in the order of showing, those that the sheets have room for first.
    pub(super) lines: Vec<DealLine<'a>>,
    /// How many deals the sheets have room for.
    shown: usize,
    /// Where the deals of the audit's list stand among `lines`.
    line_of_place: Vec<usize>,
}

impl<'a> Report<'a> {
    /// The report of one audit.
    pub(super) fn new(portfolio: &Portfolio<'a>, rules: &'a [&'a Rule]) -> Report<'a> {
        Report::within(MOST_ROWS, portfolio, rules)
    }

    /// The report of one audit in sheets of so many rows.
    pub(super) fn within(
        most_rows: usize,
        portfolio: &Portfolio<'a>,
        rules: &'a [&'a Rule],
    ) -> Report<'a> {
        let audit = portfolio.audit;
        let mut lines = deal_lines(audit);
        let shown = shown_first(&mut lines, most_rows, |line| {
            audit.history.typed_on_deal(&line.deal.deal).is_some()
        });
        let mut line_of_place = vec![0; lines.len()];
        for (number, line) in lines.iter().enumerate() {
            line_of_place[line.place] = number;
        }
        let (totals, profile) = (portfolio.totals.clone(), WorkbookProfile::Full);
        Report { audit, rules, profile, totals, most_rows, lines, shown, line_of_place }
    }

    /// The deals that Deals and Evidence show.
    pub(super) fn shown_lines(&self) -> &[DealLine<'a>] {
        &self.lines[..self.shown]
    }

    /// Whether there are deals that Deals has no room for.
    pub(super) fn is_cut(&self) -> bool {
        self.shown < self.lines.len()
    }

    /// The same report for these readers.
    pub(super) fn of_profile(mut self, profile: WorkbookProfile) -> Report<'a> {
        self.profile = profile;
        if self.is_for_leadership() {
            for line in &mut self.lines {
                // A rule names no person; what it says of a deal may.
                if let Some((_, Some(finding))) = line.reason {
                    line.next_action = rule_of(self.rules, finding.code).map(|it| it.fix.into());
                }
            }
        }
        self
    }

    /// Whether nobody will write in it and no person is to be named in it.
    pub(super) fn is_for_leadership(&self) -> bool {
        self.profile == WorkbookProfile::Leadership
    }

    /// Whether the user has set any rate, so that there are estimates.
    pub(super) fn has_rates(&self) -> bool {
        self.audit.assumptions.rates.iter().any(Option::is_some)
    }

    /// The rule of this code.
    pub(super) fn rule(&self, code: &str) -> Option<&'a Rule> {
        rule_of(self.rules, code)
    }

    /// The line of the deal at this place of the audit's list.
    pub(super) fn line_of(&self, place: usize) -> Option<&DealLine<'a>> {
        self.lines.get(*self.line_of_place.get(place)?)
    }

    /// The sheets of this workbook from left to right.
    pub(super) fn sheets(&self) -> impl Iterator<Item = &'static SheetCard> {
        let is_first_run = self.audit.history.previous.is_none();
        let is_for_leadership = self.is_for_leadership();
        SHEETS
            .iter()
            .filter(move |card| !is_first_run || card.name != changes::NAME)
            .filter(move |card| !is_for_leadership || card.is_for_leadership)
    }

    /// The title: with the partner's name, if it is known.
    pub(super) fn title(&self) -> String {
        match &self.audit.partner {
            Some(partner) => format!("AWS MAP funding audit: {partner}"),
            None => "AWS MAP funding audit".to_owned(),
        }
    }
}

fn rule_of<'a>(rules: &[&'a Rule], code: &str) -> Option<&'a Rule> {
    rules.iter().copied().find(|rule| rule.code == code)
}

/// The headers that the program itself writes to a table of this name, for those tables that the next run reads.
pub fn own_headers(table: &str) -> Vec<&'static str> {
    fn headers<T>(columns: &[Column<T>]) -> Vec<&'static str> {
        columns.iter().map(|column| column.header).collect()
    }
    match table {
        "tblDeals" => headers(&DealLine::DEAL_COLUMNS),
        "tblEvidence" => headers(&evidence::EvidenceLine::COLUMNS),
        "tblFindings" => headers(&findings::FindingLine::COLUMNS),
        "tblMatches" => headers(&matches::Pair::COLUMNS),
        "tblChanges" => headers(&changes::ChangeRow::COLUMNS),
        "tblTrend" => summary::trend::heads().collect(),
        "tblInputs" => headers(about::INPUTS),
        "tblSettings" => headers(about::SETTINGS),
        "tblRules" => headers(&about::RuleLine::COLUMNS),
        _ => Vec::new(),
    }
}

/// A sheet's name, what it is for, and how it is made.
pub(super) struct SheetCard {
    /// The sheet's name.
    pub(super) name: &'static str,
    /// What its reader finds there.
    pub(super) purpose: &'static str,
    /// Whether leadership's workbook has it: those that name no person but the owners of deals.
    is_for_leadership: bool,
    /// The sheet itself.
    pub(super) sheet: for<'a> fn(&'a Report<'a>) -> Sheet<'a>,
}

/// The sheets from left to right. They are made one after the other, so that only one at a time
/// takes memory.
pub(super) const SHEETS: &[SheetCard] = &[
    SheetCard {
        name: "Summary",
        purpose: "One page: how much, how urgent, who.",
        is_for_leadership: true,
        sheet: summary::sheet,
    },
    SheetCard {
        name: "Deals",
        purpose: "The work list: one row per deal, the most urgent first. The only sheet whose money may be added up.",
        is_for_leadership: true,
        sheet: deals::sheet,
    },
    SheetCard {
        name: "Evidence",
        purpose: "Why a deal is judged as it is: both systems side by side, one row per deal.",
        is_for_leadership: false,
        sheet: evidence::sheet,
    },
    SheetCard {
        name: "Findings",
        purpose: "One problem per row: what was found, why it matters, how to mend it.",
        is_for_leadership: false,
        sheet: findings::sheet,
    },
    SheetCard {
        name: "Matches",
        purpose: "Which deal is held to be which ACE opportunity, and the pairs that a person should decide on.",
        is_for_leadership: false,
        sheet: matches::sheet,
    },
    SheetCard {
        name: changes::NAME,
        purpose: "What is different from the previous run and why, and the notes of what is gone.",
        is_for_leadership: true,
        sheet: changes::sheet,
    },
    SheetCard {
        name: "Data problems",
        purpose: "Rows and cells of the exports that could not be used as they stand.",
        is_for_leadership: false,
        sheet: data_problems::sheet,
    },
    SheetCard {
        name: assumptions::NAME,
        purpose: "The dates, rates and currencies that the figures rest on, to be changed for a what-if.",
        is_for_leadership: true,
        sheet: assumptions::sheet,
    },
    SheetCard {
        name: "About",
        purpose: "How to read this, the rules, the inputs, the settings, and what the audit cannot see.",
        is_for_leadership: true,
        sheet: about::sheet,
    },
];
