//! Matches: which deal is held to be which ACE opportunity, what a person should decide on first.

use std::collections::BTreeMap;

use super::Report;
use crate::domain::{
    AceId, AceOpportunity, Candidate, CrmOpportunity, Decimal, Link, LinkMethod, ReviewedTable,
    ScreenedDeal, fingerprint,
};
use crate::history::DecidedPair;
use crate::report::limits::shown_first;
use crate::report::sheet::{Cell, Column, Content, Sheet, Tab, Table, Tone};
use crate::report::words;

/// The sheet.
pub(super) fn sheet<'a>(report: &'a Report) -> Sheet<'a> {
    let mut pairs = pairs(&report.audit.deals, &report.audit.history.apart);
    let history = &report.audit.history;
    let shown = shown_first(&mut pairs, report.limits.list, |pair| {
        history.typed_on_pair(&pair.crm.id, pair.ace_id).is_some()
    });
    pairs.truncate(shown);
    let history = &report.audit.history;
    let typed: Vec<_> =
        pairs.iter().map(|pair| history.typed_on_pair(&pair.crm.id, pair.ace_id)).collect();
    let added = history.added_columns(ReviewedTable::Matches);
    let mut table = Table::new("tblMatches", &Pair::COLUMNS, pairs).with_reviewer_columns(
        ReviewedTable::Matches,
        added,
        typed,
    );
    table.frozen_columns = 2;
    Sheet { name: "Matches", tab: Tab::Teal, content: Content::Table(table) }
}

/// A deal and an ACE opportunity that are, or may be, the same business.
pub(super) struct Pair<'a> {
    crm: &'a CrmOpportunity,
    ace_id: &'a AceId,
    /// The opportunity's record; `None` if it is known by its id only.
    ace: Option<&'a AceOpportunity>,
    /// 12 × its MRR, in US dollars.
    ace_arr: Option<Decimal>,
    /// Why it may be one; `None` if a person decided that it is none.
    link: Option<&'a Link>,
    /// The candidate, if the pair is left to a person.
    candidate: Option<&'a Candidate>,
}

impl Pair<'_> {
    #[rustfmt::skip]
    pub(super) const COLUMNS: [Column<Self>; 22] = [
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
        Column { header: "Score", width: 8.0, cell: |pair| pair.link.map_or(Cell::Blank, |link| Cell::Score(link.score)) },
        Column { header: "Basis", width: 18.0, cell: |pair| words::link_method(pair.link.map_or(LinkMethod::Decision, |link| link.method)).into() },
        Column { header: "Why", width: 40.0, cell: |pair| Cell::text(pair.link.map(Link::why).as_deref()) },
        Column { header: "Against", width: 40.0, cell: against },
        Column { header: "Runner-up", width: 13.0, cell: |pair| Cell::id(runner_up(pair).map(|(id, _)| id.as_str())) },
        Column { header: "Runner-up score", width: 9.0, cell: |pair| runner_up(pair).map_or(Cell::Blank, |(_, score)| Cell::Score(*score)) },
        Column { header: "ACE source", width: 26.0, cell: |pair| Cell::text(pair.ace.map(|ace| ace.at.label()).as_deref()) },
    ];
}

/// The pairs in deal order, those for a person to decide on first, those that are `apart` by a decision last.
fn pairs<'a>(deals: &'a [ScreenedDeal], apart: &'a [DecidedPair]) -> Vec<Pair<'a>> {
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
                link: Some(&candidate.link),
                candidate: Some(candidate),
            }
        }));
        if let Some((crm, ace, link)) = deal.linked() {
            let ace_arr = screening.arr.ace_usd;
            let (ace_id, ace) = (&ace.id, Some(ace));
            pairs.push(Pair { crm, ace_id, ace, ace_arr, link: Some(link), candidate: None });
        }
    }
    pairs.sort_by_key(|pair| pair.candidate.is_none());
    let of_key: BTreeMap<_, _> =
        deals.iter().filter_map(|deal| deal.deal.crm()).map(|crm| (crm.id.key(), crm)).collect();
    pairs.extend(apart.iter().filter_map(|DecidedPair { crm_key, ace_id, .. }| {
        let (ace, ace_arr) = *in_export.get(ace_id)?;
        let crm = of_key.get(crm_key.as_str())?;
        Some(Pair { crm, ace_id, ace: Some(ace), ace_arr, link: None, candidate: None })
    }));
    pairs
}

fn runner_up<'a>(pair: &Pair<'a>) -> Option<&'a (AceId, f64)> {
    pair.link?.runner_up.as_ref()
}

fn pair_id(pair: &Pair) -> Cell {
    let print = fingerprint(&["pair", pair.crm.id.key(), pair.ace_id.as_str()]);
    Cell::Id(format!("P-{}", &print[..6]))
}

fn zone(pair: &Pair) -> Cell {
    match (pair.candidate, pair.link) {
        (Some(_), _) => Cell::word("Review", Tone::Closing),
        (None, Some(_)) => Cell::word("Auto", Tone::Plain),
        (None, None) => Cell::word("Rejected", Tone::Muted),
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
    let against = pair.candidate.map(Candidate::against);
    Cell::text(against.or_else(|| pair.link.map(Link::against)).as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::testing::audit;

    #[test]
    fn what_a_person_should_decide_on_comes_first() {
        let audit = audit();
        let pairs = pairs(&audit.deals, &[]);
        assert_eq!(zone(&pairs[0]), Cell::word("Review", Tone::Closing));
        assert_eq!(pairs.iter().filter(|pair| pair.candidate.is_some()).count(), 1);
        assert_eq!(pairs.len(), 6);
    }

    #[test]
    fn a_candidate_outside_the_export_is_shown_by_what_is_known_of_it() {
        let audit = audit();
        let pairs = pairs(&audit.deals, &[]);
        assert!(pairs[0].ace.is_none());
        assert_eq!(ace_title(&pairs[0]), "Move to AWS".into());
    }
}
