//! A person's decision that a finding is accepted.

use chrono::NaiveDate;

use super::{AceId, CrmId};

/// A decision that findings are accepted until a day. None is for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// What it covers.
    pub covers: Covers,
    /// Why the findings are accepted.
    pub reason: String,
    /// Who decided.
    pub approved_by: String,
    /// The last day on which it holds.
    pub expires: NaiveDate,
    /// Where it stands: `mapaudit.toml, line 12`, or a cell of the previous workbook.
    pub place: String,
}

/// Which findings a waiver covers. Every condition that is given must hold, and at least one of the ids is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Covers {
    /// One finding, by its id: `F-EVPWKD749E`.
    pub finding_id: Option<String>,
    /// The rule's code: `ATT001`; without it, every finding of the deal.
    pub code: Option<String>,
    /// The deal, by its id in the CRM.
    pub crm_id: Option<CrmId>,
    /// The deal, by its id in ACE.
    pub ace_id: Option<AceId>,
}

impl Covers {
    /// What it names, as a person wrote it.
    pub fn named(&self) -> Vec<&str> {
        let Covers { finding_id, code, crm_id, ace_id } = self;
        let of_finding = [finding_id, code].into_iter().flatten().map(String::as_str);
        let of_deal = [crm_id.as_ref().map(CrmId::as_str), ace_id.as_ref().map(AceId::as_str)];
        of_finding.chain(of_deal.into_iter().flatten()).collect()
    }
}

impl Waiver {
    /// Whether it still holds on this day.
    pub fn is_active(&self, as_of: NaiveDate) -> bool {
        as_of <= self.expires
    }
}
