//! The user's own funding rates, and what they come to. AWS publishes none.

use chrono::NaiveDate;

use super::Decimal;

/// What a rate is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateBasis {
    /// A share of the annual AWS revenue: 0.10 is a tenth.
    Arr,
    /// A share of the deal's amount, the partner's own revenue.
    DealAmount,
    /// An amount of US dollars for each deal.
    Fixed,
}

impl RateBasis {
    /// The name used in the configuration: `deal_amount`.
    pub fn name(self) -> &'static str {
        match self {
            RateBasis::Arr => "arr",
            RateBasis::DealAmount => "deal_amount",
            RateBasis::Fixed => "fixed",
        }
    }
}

/// What the user expects AWS to fund of one phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// What the three figures are taken of.
    pub basis: RateBasis,
    /// The cautious figure: a share, or US dollars.
    pub low: Option<Decimal>,
    /// The likely figure.
    pub base: Option<Decimal>,
    /// The hopeful figure.
    pub high: Option<Decimal>,
    /// The most that one phase of a deal can bring, in US dollars.
    pub cap_usd: Option<Decimal>,
    /// Where the rate is from.
    pub source: String,
    /// The day it speaks for.
    pub as_of: Option<NaiveDate>,
    /// Who approved it.
    pub approved_by: Option<String>,
}

/// What one phase, or several, may bring, in US dollars to the cent. `None` without a rate or what it is taken of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// By the cautious rate.
    pub low_usd: Option<Decimal>,
    /// By the likely rate.
    pub base_usd: Option<Decimal>,
    /// By the hopeful rate.
    pub high_usd: Option<Decimal>,
}
