//! Annual AWS revenue, and what the figure rests on.

use super::Decimal;

/// What the ARR that is used rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ArrBasis {
    /// The CRM's figure and 12 × ACE MRR agree.
    BothAgree,
    /// 12 × ACE MRR; the CRM has none.
    AceOnly,
    /// The CRM's figure; ACE has none.
    CrmOnly,
    /// 12 × ACE MRR, although the CRM's figure differs.
    AceCrmDiffers,
    /// The CRM's figure: the two differ by a factor of 12.
    CrmUnitError,
    /// The CRM's figure: ACE's is a placeholder.
    CrmAcePlaceholder,
    /// No usable figure: ACE's is a placeholder, and the CRM has none or the same.
    AcePlaceholder,
    /// No figure.
    Missing,
    /// A figure in a currency without a rate, or of unknown currency.
    NotConvertible,
}

impl ArrBasis {
    /// The name used in tables: `both_agree`.
    pub fn name(self) -> &'static str {
        match self {
            ArrBasis::BothAgree => "both_agree",
            ArrBasis::AceOnly => "ace_x12",
            ArrBasis::CrmOnly => "crm",
            ArrBasis::AceCrmDiffers => "ace_x12_crm_differs",
            ArrBasis::CrmUnitError => "crm_unit_error",
            ArrBasis::CrmAcePlaceholder => "crm_ace_placeholder",
            ArrBasis::AcePlaceholder => "ace_placeholder",
            ArrBasis::Missing => "missing",
            ArrBasis::NotConvertible => "not_convertible",
        }
    }

    /// For people: "ACE × 12".
    pub fn label(self) -> &'static str {
        match self {
            ArrBasis::BothAgree => "Both agree",
            ArrBasis::AceOnly => "ACE × 12",
            ArrBasis::CrmOnly => "CRM only",
            ArrBasis::AceCrmDiffers => "ACE × 12 (CRM differs)",
            ArrBasis::CrmUnitError => "CRM (factor 12 to ACE)",
            ArrBasis::CrmAcePlaceholder => "CRM (ACE placeholder)",
            ArrBasis::AcePlaceholder => "Placeholder only",
            ArrBasis::Missing => "Missing",
            ArrBasis::NotConvertible => "No rate",
        }
    }

    /// How good the figure is: Good, Weak, Placeholder? or Missing.
    pub fn quality(self) -> &'static str {
        match self {
            ArrBasis::BothAgree => "Good",
            ArrBasis::AceOnly
            | ArrBasis::CrmOnly
            | ArrBasis::AceCrmDiffers
            | ArrBasis::CrmUnitError
            | ArrBasis::CrmAcePlaceholder => "Weak",
            ArrBasis::AcePlaceholder => "Placeholder?",
            ArrBasis::Missing | ArrBasis::NotConvertible => "Missing",
        }
    }
}

/// Annual AWS revenue, from both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arr {
    /// The figure that is used, in US dollars, to the cent.
    pub usd: Option<Decimal>,
    /// What it rests on.
    pub basis: ArrBasis,
    /// The CRM's figure in US dollars: ARR, else 12 × MRR.
    pub crm_usd: Option<Decimal>,
    /// 12 × ACE MRR in US dollars.
    pub ace_usd: Option<Decimal>,
    /// Why the MRR in ACE looks like a placeholder, if it does.
    pub placeholder: Option<Placeholder>,
}

/// Why an amount looks like a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// It is too small to be meant.
    TooSmall,
    /// It stands on so many of the partner's opportunities.
    Repeated,
}
