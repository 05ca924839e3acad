//! The sheets of the workbook, one file each.

mod about;
mod data_problems;
mod deals;
mod evidence;
mod findings;
mod matches;
mod summary;

use super::deal_line::{DealLine, deal_lines};
use super::sheet::Sheet;
use crate::portfolio::{Audit, Portfolio, RollUp};
use crate::rules::Rule;

/// What every sheet is made of.
pub(super) struct Report<'a> {
    /// What the run found.
    pub(super) audit: &'a Audit,
    /// The rules that were asked.
    pub(super) rules: &'a [&'a Rule],
    /// The roll-ups.
    pub(super) totals: RollUp,
    /// The deals in the order of showing.
    pub(super) lines: Vec<DealLine<'a>>,
}

impl<'a> Report<'a> {
    /// The report of one audit.
    pub(super) fn new(portfolio: &Portfolio<'a>, rules: &'a [&'a Rule]) -> Report<'a> {
        let audit = portfolio.audit;
        Report { audit, rules, totals: portfolio.totals.clone(), lines: deal_lines(audit) }
    }

    /// The title: with the partner's name, if it is known.
    pub(super) fn title(&self) -> String {
        match &self.audit.partner {
            Some(partner) => format!("AWS MAP funding audit: {partner}"),
            None => "AWS MAP funding audit".to_owned(),
        }
    }
}

/// How many rows Findings, Matches and Data problems have at most: more make a workbook that people
/// cannot work with. The table outputs hold all, and Summary says so.
pub(super) const MOST_ROWS: usize = 50_000;

/// A sheet's name, what it is for, and how it is made.
pub(super) struct SheetCard {
    /// The sheet's name.
    pub(super) name: &'static str,
    /// What its reader finds there.
    pub(super) purpose: &'static str,
    /// The sheet itself.
    pub(super) sheet: fn(&Report) -> Sheet,
}

/// The sheets from left to right. They are made one after the other, so that only one at a time
/// takes memory.
pub(super) const SHEETS: &[SheetCard] = &[
    SheetCard {
        name: "Summary",
        purpose: "One page: how much, how urgent, who.",
        sheet: summary::sheet,
    },
    SheetCard {
        name: "Deals",
        purpose: "The work list: one row per deal, the most urgent first. The only sheet whose money may be added up.",
        sheet: deals::sheet,
    },
    SheetCard {
        name: "Evidence",
        purpose: "Why a deal is judged as it is: both systems side by side, one row per deal.",
        sheet: evidence::sheet,
    },
    SheetCard {
        name: "Findings",
        purpose: "One problem per row: what was found, why it matters, how to mend it.",
        sheet: findings::sheet,
    },
    SheetCard {
        name: "Matches",
        purpose: "Which deal is held to be which ACE opportunity, and the pairs that a person should decide on.",
        sheet: matches::sheet,
    },
    SheetCard {
        name: "Data problems",
        purpose: "Rows and cells of the exports that could not be used as they stand.",
        sheet: data_problems::sheet,
    },
    SheetCard {
        name: "About",
        purpose: "How to read this, the rules, the inputs, the settings, and what the audit cannot see.",
        sheet: about::sheet,
    },
];
