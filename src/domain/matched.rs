//! Whether a deal has its counterpart in the other system, in a word.

use super::{Deal, LinkMethod};

/// How a deal is matched. Every deal is in one of these ways, so that they can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matched {
    /// The program holds its two records to be the same business.
    Auto,
    /// A person decided so.
    Confirmed,
    /// A person is to decide between ACE opportunities.
    Review,
    /// A deal of the CRM without an ACE opportunity.
    CrmOnly,
    /// An ACE opportunity without a deal.
    AceOnly,
}

impl Matched {
    /// Every way.
    pub const ALL: [Matched; 5] =
        [Matched::Auto, Matched::Confirmed, Matched::Review, Matched::CrmOnly, Matched::AceOnly];

    /// How this deal is matched.
    pub fn of(deal: &Deal) -> Matched {
        match deal.linked().map(|(_, _, link)| link.method) {
            Some(LinkMethod::Decision) => Matched::Confirmed,
            Some(_) => Matched::Auto,
            None if deal.crm().is_none() => Matched::AceOnly,
            None if deal.candidates.is_empty() => Matched::CrmOnly,
            None => Matched::Review,
        }
    }

    /// For people, on the sheet Evidence.
    pub fn label(self) -> &'static str {
        match self {
            Matched::Auto => "Auto",
            Matched::Confirmed => "Confirmed",
            Matched::Review => "Review",
            Matched::CrmOnly => "CRM only",
            Matched::AceOnly => "ACE only",
        }
    }
}
