//! What the run took for granted: the settings in force, and of these the user's figures that people may want to try others for.

use std::collections::BTreeMap;

use super::{Currency, Decimal, Rate};

/// The figures behind deadlines and estimates, as the workbook shows them on Assumptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumptions {
    /// What the user expects AWS to fund of each phase: Assess, Mobilize, Migrate. AWS publishes no rates.
    pub rates: [Option<Rate>; 3],
    /// US dollars per unit of other currencies.
    pub usd_rates: BTreeMap<Currency, Decimal>,
    /// Days before the start by which to apply.
    pub lead_days: u32,
    /// A window is closing when the last day to apply is at most this many days away.
    pub closing_days: u32,
    /// Days after the end of the work by which to claim.
    pub claim_days: u32,
    /// Business days after which to ask the PDM again.
    pub follow_up_business_days: u32,
    /// Days without a change after which an open ACE opportunity is stale.
    pub stale_days: u32,
}

/// A setting in force, in words, as the About sheet shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key in the configuration: `screening.lead_days`.
    pub key: String,
    /// The value in force; empty if none is set.
    pub value: String,
    /// Where it comes from: the configuration file, or what the default rests on.
    pub source: &'static str,
}
