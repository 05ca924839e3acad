//! Matches: which deal is held to be which ACE opportunity, what a person should decide on first.

use std::collections::BTreeMap;

use super::{MOST_ROWS, Report};
use crate::domain::{
    AceId, AceOpportunity, Candidate, CrmOpportunity, Decimal, Link, ReviewedTable, ScreenedDeal,
    fingerprint,
};
use crate::report::sheet::{Cell, Column, Content, Sheet, Tab, Table, Tone};
use crate::report::words;

/// The sheet.
pub(super) fn sheet(report: &Report) -> Sheet {
    let mut pairs = pairs(&report.audit.deals);
    pairs.truncate(MOST_ROWS);
    let mut table = Table::new("tblMatches", &Pair::COLUMNS, &pairs);
    table.frozen_columns = 2;
    table.add_reviewer_columns(ReviewedTable::Matches, &[], &vec![None; pairs.len()]);
    Sheet { name: "Matches", tab: Tab::Teal, content: Content::Table(table) }
}

/// A deal and an ACE opportunity that are, or may be, the same business.
struct Pair<'a> {
    crm: &'a CrmOpportunity,
    ace_id: &'a AceId,
    /// The opportunity's record; `None` if it is known by its id only.
    ace: Option<&'a AceOpportunity>,
    /// 12 × its MRR, in US dollars.
    ace_arr: Option<Decimal>,
    link: &'a Link,
    /// The candidate, if the pair is left to a person.
    candidate: Option<&'a Candidate>,
}

impl Pair<'_> {
    #[rustfmt::skip]
    const COLUMNS: [Column<Self>; 22] = [
        Column { header: "Pair", width: 11.0, cell: pair_id },
        Column { header: "Zone", width: 9.0, cell: zone },
        Column { header: "CRM id", width: 20.0, cell: |pair| Cell::Id(pair.crm.id.as_str().to_owned()) },
        Column { header: "CRM deal", width: 28.0, cell: |pair| Cell::text(pair.crm.name.as_deref()) },
        Column { header: "CRM customer", width: 24.0, cell: |pair| Cell::text(pair.crm.customer.as_deref()) },
        Column { header: "CRM website", width: 22.0, cell: |pair| Cell::text(pair.crm.website.as_deref()) },
        Column { header: "CRM close", width: 11.0, cell: |pair| Cell::date(pair.crm.close_date) },
        Column { header: "CRM amount", width: 12.0, cell: |pair| Cell::money(pair.crm.amount.map(|money| money.amount)) },
        Column { header: "CRM currency", width: 9.0, cell: |pair| Cell::text(pair.crm.amount.and_then(|money| money.currency).as_ref().map(crate::domain::Currency::as_str)) },
        Column { header: "ACE id", width: 13.0, cell: |pair| Cell::Id(pair.ace_id.as_str().to_owned()) },
        Column { header: "ACE title", width: 28.0, cell: ace_title },
        Column { header: "ACE customer", width: 24.0, cell: ace_customer },
        Column { header: "ACE website", width: 22.0, cell: |pair| Cell::text(pair.ace.and_then(|ace| ace.website.as_deref())) },
        Column { header: "ACE target close", width: 11.0, cell: |pair| Cell::date(pair.ace.and_then(|ace| ace.target_close_date)) },
        Column { header: "ACE MRR × 12 (USD)", width: 13.0, cell: |pair| Cell::money(pair.ace_arr) },
        Column { header: "Score", width: 8.0, cell: |pair| Cell::Score(pair.link.score) },
        Column { header: "Basis", width: 18.0, cell: |pair| words::link_method(pair.link.method).into() },
        Column { header: "Why", width: 40.0, cell: |pair| Cell::text(Some(&pair.link.why())) },
        Column { header: "Against", width: 40.0, cell: against },
        Column { header: "Runner-up", width: 13.0, cell: |pair| Cell::id(pair.link.runner_up.as_ref().map(|(id, _)| id.as_str())) },
        Column { header: "Runner-up score", width: 9.0, cell: |pair| pair.link.runner_up.as_ref().map_or(Cell::Blank, |(_, score)| Cell::Score(*score)) },
        Column { header: "ACE source", width: 26.0, cell: |pair| Cell::text(pair.ace.map(|ace| ace.at.label()).as_deref()) },
    ];
}

/// The pairs in deal order, those for a person to decide on first.
fn pairs(deals: &[ScreenedDeal]) -> Vec<Pair<'_>> {
    let in_export: BTreeMap<_, _> = deals
        .iter()
        .filter_map(|deal| deal.deal.ace().map(|ace| (&ace.id, (ace, deal.screening.arr.ace_usd))))
        .collect();
    let mut pairs = Vec::new();
    for ScreenedDeal { deal, screening } in deals {
        let Some(crm) = deal.crm() else { continue };
        pairs.extend(deal.candidates.iter().map(|candidate| {
            let known = in_export.get(&candidate.ace_id);
            Pair {
                crm,
                ace_id: &candidate.ace_id,
                ace: known.map(|(ace, _)| *ace),
                ace_arr: known.and_then(|(_, arr)| *arr),
                link: &candidate.link,
                candidate: Some(candidate),
            }
        }));
        if let Some((crm, ace, link)) = deal.linked() {
            let ace_arr = screening.arr.ace_usd;
            let (ace_id, ace) = (&ace.id, Some(ace));
            pairs.push(Pair { crm, ace_id, ace, ace_arr, link, candidate: None });
        }
    }
    pairs.sort_by_key(|pair| pair.candidate.is_none());
    pairs
}

fn pair_id(pair: &Pair) -> Cell {
    let print = fingerprint(&["pair", pair.crm.id.key(), pair.ace_id.as_str()]);
    Cell::Id(format!("P-{}", &print[..6]))
}

fn zone(pair: &Pair) -> Cell {
    match pair.candidate {
        Some(_) => Cell::word("Review", Tone::Closing),
        None => Cell::word("Auto", Tone::Plain),
    }
}

fn ace_title(pair: &Pair) -> Cell {
    let of_candidate = pair.candidate.and_then(|candidate| candidate.ace_title.as_deref());
    Cell::text(pair.ace.and_then(|ace| ace.title.as_deref()).or(of_candidate))
}

fn ace_customer(pair: &Pair) -> Cell {
    let of_candidate = pair.candidate.and_then(|candidate| candidate.ace_customer.as_deref());
    Cell::text(pair.ace.and_then(|ace| ace.customer.as_deref()).or(of_candidate))
}

fn against(pair: &Pair) -> Cell {
    let against = pair.candidate.map_or_else(|| pair.link.against(), Candidate::against);
    Cell::text(Some(&against))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::testing::audit;

    #[test]
    fn what_a_person_should_decide_on_comes_first() {
        let audit = audit();
        let pairs = pairs(&audit.deals);
        assert_eq!(zone(&pairs[0]), Cell::word("Review", Tone::Closing));
        assert_eq!(pairs.iter().filter(|pair| pair.candidate.is_some()).count(), 1);
        assert_eq!(pairs.len(), 6);
    }

    #[test]
    fn a_candidate_outside_the_export_is_shown_by_what_is_known_of_it() {
        let audit = audit();
        let pairs = pairs(&audit.deals);
        assert!(pairs[0].ace.is_none());
        assert_eq!(ace_title(&pairs[0]), "Move to AWS".into());
    }
}
