//! What the fund requests of a deal ask for.

use super::{Decimal, Money};

/// The amounts of the requests that stand for a deal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requested {
    /// Together, in US dollars to the cent; `None` if none is known.
    pub usd: Option<Decimal>,
    /// Of that, what AWS has yet to decide on.
    pub undecided_usd: Option<Decimal>,
    /// Of that, what is approved or claimed.
    pub granted_usd: Option<Decimal>,
    /// Those whose currency is not known or has no rate: they are in no sum.
    pub without_rate: Vec<Money>,
}
