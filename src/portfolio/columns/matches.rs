//! The columns of `matches`: a row per link, and per candidate that a person should look at.

use super::{Column, Read};
use crate::domain::{Candidate, CrmId, Link, ScreenedDeal};

/// A link, or one that a person should decide on: a row of `matches`.
pub(crate) struct MatchRow<'a> {
    crm_id: Option<&'a CrmId>,
    ace_id: &'a str,
    zone: &'static str,
    link: &'a Link,
    /// What a person should decide on; `None` for a link.
    candidate: Option<&'a Candidate>,
}

impl MatchRow<'_> {
    /// The columns in the order of the contract; new ones are appended.
    #[rustfmt::skip]
    pub(crate) const COLUMNS: [Column<Self>; 9] = [
        Column { header: "crm_id", cell: Read::Text(|row| Some(row.crm_id?.as_str().into())) },
        Column { header: "ace_id", cell: Read::Text(|row| Some(row.ace_id.into())) },
        Column { header: "zone", cell: Read::Text(|row| Some(row.zone.into())) },
        Column { header: "method", cell: Read::Text(|row| Some(row.link.method.name().into())) },
        Column { header: "score", cell: Read::Score(|row| Some(row.link.score)) },
        Column { header: "why", cell: Read::Text(|row| Some(row.link.why.as_str().into())) },
        Column { header: "against", cell: Read::Text(|row| Some(row.against().into())) },
        Column { header: "runner_up_ace_id", cell: Read::Text(|row| Some(row.link.runner_up.as_ref()?.0.as_str().into())) },
        Column { header: "runner_up_score", cell: Read::Score(|row| Some(row.link.runner_up.as_ref()?.1)) },
    ];

    fn against(&self) -> String {
        self.candidate.map_or_else(|| self.link.against.clone(), Candidate::against)
    }
}

/// The rows in deal order, a deal's candidates best first.
pub(crate) fn match_rows(deals: &[ScreenedDeal]) -> Vec<MatchRow<'_>> {
    let mut rows = Vec::new();
    for ScreenedDeal { deal, .. } in deals {
        if let Some((crm, ace, link)) = deal.linked() {
            let ace_id = ace.id.as_str();
            let crm_id = Some(&crm.id);
            rows.push(MatchRow { crm_id, ace_id, zone: "auto", link, candidate: None });
        }
        rows.extend(deal.candidates.iter().map(|candidate| MatchRow {
            crm_id: deal.crm().map(|crm| &crm.id),
            ace_id: candidate.ace_id.as_str(),
            zone: "review",
            link: &candidate.link,
            candidate: Some(candidate),
        }));
    }
    rows
}
