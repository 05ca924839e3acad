//! The columns of `matches`: a row per link, and per candidate that a person should look at.

use super::{Column, Read};
use crate::domain::{CrmId, Link, ScreenedDeal};

/// A link, or one that a person should decide on: a row of `matches`.
pub(crate) struct MatchRow<'a> {
    crm_id: Option<&'a CrmId>,
    ace_id: &'a str,
    zone: &'static str,
    link: &'a Link,
    against: String,
}

impl MatchRow<'_> {
    /// The columns in the order of the contract; new ones are appended.
    #[rustfmt::skip]
    pub(crate) const COLUMNS: [Column<Self>; 9] = [
        Column { header: "crm_id", cell: Read::Text(|row| Some(row.crm_id?.as_str().to_owned())) },
        Column { header: "ace_id", cell: Read::Text(|row| Some(row.ace_id.to_owned())) },
        Column { header: "zone", cell: Read::Text(|row| Some(row.zone.to_owned())) },
        Column { header: "method", cell: Read::Text(|row| Some(row.link.method.name().to_owned())) },
        Column { header: "score", cell: Read::Score(|row| Some(row.link.score)) },
        Column { header: "why", cell: Read::Text(|row| Some(row.link.why())) },
        Column { header: "against", cell: Read::Text(|row| Some(row.against.clone())) },
        Column { header: "runner_up_ace_id", cell: Read::Text(|row| Some(row.link.runner_up.as_ref()?.0.as_str().to_owned())) },
        Column { header: "runner_up_score", cell: Read::Score(|row| Some(row.link.runner_up.as_ref()?.1)) },
    ];
}

/// The rows in deal order, a deal's candidates best first.
pub(crate) fn match_rows(deals: &[ScreenedDeal]) -> Vec<MatchRow<'_>> {
    let mut rows = Vec::new();
    for ScreenedDeal { deal, .. } in deals {
        if let Some((crm, ace, link)) = deal.linked() {
            let ace_id = ace.id.as_str();
            let against = link.against();
            rows.push(MatchRow { crm_id: Some(&crm.id), ace_id, zone: "auto", link, against });
        }
        rows.extend(deal.candidates.iter().map(|candidate| MatchRow {
            crm_id: deal.crm().map(|crm| &crm.id),
            ace_id: candidate.ace_id.as_str(),
            zone: "review",
            link: &candidate.link,
            against: candidate.against(),
        }));
    }
    rows
}
