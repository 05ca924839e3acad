//! Sets of deals: the frames behind the table outputs, and the roll-ups behind Summary.
//!
//! The only module that knows polars: no type of that crate leaves it.

use chrono::NaiveDate;

use crate::domain::{Finding, FundingData, InputReport, RuleCount, ScreenedDeal, SetAside};

/// Everything one run found. What every report shows; a report adds no facts.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The date the run speaks for.
    pub as_of: NaiveDate,
    /// The partner's name, from the configuration.
    pub partner: Option<String>,
    /// SHA-256 of the settings in force, in hex.
    pub config_hash: String,
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
}
