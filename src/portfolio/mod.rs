//! Sets of deals: the table outputs, and the roll-ups behind Summary.
//!
//! The only module that knows polars: no type of that crate leaves it.

mod columns;
mod deadline;
mod frames;
mod funnel_step;
mod main_reason;
#[cfg(feature = "parquet")]
mod parquet_table;
mod rollup;
mod tables;
#[cfg(test)]
pub(crate) mod testing;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{
    Assumptions, Finding, FundingData, InputReport, Period, RuleCount, ScreenedDeal, SetAside,
    Setting, Severity,
};
use crate::history::History;

pub use deadline::{ClaimTally, Deadline, Due};
pub use funnel_step::FunnelStep;
pub use main_reason::{MAIN_REASONS, MainReason, SMALLER_GAPS, main_reason, next_application};
pub use rollup::{OwnerTally, RequestedTotals, RollUp, Tally};
pub use tables::{OutputTable, TableFormat, write_table};

/// An audit with what is computed over its deals. Made once for all reports, because the roll-ups of a large audit
/// take their time.
pub struct Portfolio<'a> {
    /// What the run found.
    pub audit: &'a Audit,
    /// The roll-ups over its deals and findings.
    pub totals: RollUp,
}

impl<'a> Portfolio<'a> {
    /// The roll-ups of this audit.
    pub fn new(audit: &'a Audit) -> Portfolio<'a> {
        Portfolio { audit, totals: RollUp::new(audit) }
    }
}

/// Everything one run found. What every report shows; a report adds no facts.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The date the run speaks for.
    pub as_of: NaiveDate,
    /// The quarter or year it is about; `None` if it is about every deal.
    pub period: Option<Period>,
    /// How many deals were left out because they do not belong to the period.
    pub out_of_period: u64,
    /// The partner's name, from the configuration.
    pub partner: Option<String>,
    /// SHA-256 of the settings in force, in hex.
    pub config_hash: String,
    /// The settings in force, as shown on About.
    pub settings: Vec<Setting>,
    /// The severities of rules that are not those of the catalogue, by code.
    pub severities: BTreeMap<&'static str, Severity>,
    /// Within how many days of the last day to apply a window counts as closing.
    pub closing_days: i64,
    /// The figures behind deadlines and estimates.
    pub assumptions: Assumptions,
    /// The inputs, in the order given.
    pub inputs: Vec<InputReport>,
    /// Every CRM deal in input order, then every ACE opportunity without a deal.
    pub deals: Vec<ScreenedDeal>,
    /// The findings, by deal and code.
    pub findings: Vec<Finding>,
    /// How the deals fared under each rule: code and counts, in the order of the catalogue.
    pub rule_counts: Vec<(&'static str, RuleCount)>,
    /// Rows and cells that were not used as they stand.
    pub set_aside: Vec<SetAside>,
    /// Where fund requests were read from.
    pub funding: FundingData,
    /// What earlier runs and people left, held against what this run found.
    pub history: History,
}

impl Audit {
    /// The open findings of each deal, that is those that nobody accepts, in the order of `deals`.
    pub fn findings_by_deal(&self) -> Vec<Vec<&Finding>> {
        let mut by_deal = vec![Vec::new(); self.deals.len()];
        for finding in self.findings.iter().filter(|finding| finding.waiver.is_none()) {
            if let Some(of_deal) = finding.deal.and_then(|place| by_deal.get_mut(place)) {
                of_deal.push(finding);
            }
        }
        by_deal
    }

    /// Whether people accept any finding of each deal, in the order of `deals`.
    pub fn has_waivers_by_deal(&self) -> Vec<bool> {
        let mut by_deal = vec![false; self.deals.len()];
        for finding in self.findings.iter().filter(|finding| finding.waiver.is_some()) {
            if let Some(of_deal) = finding.deal.and_then(|place| by_deal.get_mut(place)) {
                *of_deal = true;
            }
        }
        by_deal
    }
}
