//! Matches: which deal is held to be which ACE opportunity, what a person should decide on first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Report, header_notes};
use crate::domain::{
    AceId, AceOpportunity, Candidate, CrmOpportunity, DecidedPair, Decimal, Link, LinkMethod,
    ReviewedTable, ScreenedDeal, unmatched,
};
use crate::history::{pair_id, unmatched_id};
use crate::report::limits::shown_first;
use crate::report::sheet::{Cell, Column, Content, Sheet, Tab, Table, Tone};
use crate::report::words;

pub(super) fn sheet<'a>(report: &'a Report) -> Sheet<'a> {
    let mut pairs = pairs(&report.audit.deals, &report.audit.history.apart);
    let history = &report.audit.history;
    let shown = shown_first(&mut pairs, report.most_rows, |pair| {
        history.typed_on_match(&pair.id).is_some()
    });
    pairs.truncate(shown);
    let typed: Vec<_> = pairs.iter().map(|pair| history.typed_on_match(&pair.id)).collect();
    let crm_ids = pairs.iter().filter_map(|pair| pair.crm);
    let longest = crm_ids.map(|crm| crm.id.as_str().chars().count()).max().unwrap_or_default();
    let added = history.added_columns(ReviewedTable::Matches);
    let mut table = Table::new("tblMatches", &Pair::COLUMNS, pairs).with_reviewer_columns(
        ReviewedTable::Matches,
        added,
        typed,
    );
    table = table.fitting("CRM id", longest);
    table.frozen_columns = 2;
    table.printed_columns = PRINTED;
    table.header_notes = header_notes::OF_MATCHES;
    Sheet { name: "Matches", tab: Tab::Teal, content: Content::Table(table) }
}

/// The columns down to "Against": the two of each pair beside each other, and what speaks for and against it.
const PRINTED: u16 = 11;

/// A deal and an ACE opportunity that are, or may be, the same business; or one of the two without the other.
pub(super) struct Pair<'a> {
    /// The lasting id of the row.
    id: String,
    /// The deal; `None` if the opportunity has no counterpart.
    crm: Option<&'a CrmOpportunity>,
    /// The opportunity's id; `None` if the deal has no counterpart.
    ace_id: Option<&'a AceId>,
    /// The opportunity's record; `None` too if it is known by its id only.
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
        Column { header: "Pair", width: 11.0, cell: |pair| Cell::Id(pair.id.chars().take(SHOWN).collect()) },
        Column { header: "Zone", width: 15.0, cell: zone },
        Column { header: "CRM deal", width: 28.0, cell: |pair| Cell::text(pair.crm.and_then(|crm| crm.name.as_deref())) },
        Column { header: "ACE title", width: 28.0, cell: ace_title },
        Column { header: "CRM customer", width: 24.0, cell: |pair| Cell::text(pair.crm.and_then(|crm| crm.customer.as_deref())) },
        Column { header: "ACE customer", width: 24.0, cell: ace_customer },
        Column { header: "ACE id", width: 13.0, cell: |pair| Cell::id(pair.ace_id.map(AceId::as_str)) },
        Column { header: "Score", width: 8.0, cell: |pair| pair.link.map_or(Cell::Blank, |link| Cell::Score(link.score)) },
        Column { header: "Basis", width: 18.0, cell: |pair| basis(pair) },
        Column { header: "Why", width: 40.0, cell: |pair| Cell::text(pair.link.map(|link| link.why.as_str())) },
        Column { header: "Against", width: 40.0, cell: against },
        Column { header: "Runner-up", width: 13.0, cell: |pair| Cell::id(runner_up(pair).map(|(id, _)| id.as_str())) },
        Column { header: "Runner-up score", width: 9.0, cell: |pair| runner_up(pair).map_or(Cell::Blank, |(_, score)| Cell::Score(*score)) },
        Column { header: "CRM id", width: 20.0, cell: |pair| Cell::id(pair.crm.map(|crm| crm.id.as_str())) },
        Column { header: "CRM website", width: 22.0, cell: |pair| Cell::text(pair.crm.and_then(|crm| crm.website.as_deref())) },
        Column { header: "ACE website", width: 22.0, cell: |pair| Cell::text(pair.ace.and_then(|ace| ace.website.as_deref())) },
        Column { header: "CRM close", width: 11.0, cell: |pair| Cell::date(pair.crm.and_then(|crm| crm.close_date)) },
        Column { header: "ACE target close", width: 11.0, cell: |pair| Cell::date(pair.ace.and_then(|ace| ace.target_close_date)) },
        Column { header: "CRM amount", width: 12.0, cell: |pair| Cell::money(pair.crm.and_then(|crm| crm.amount).map(|money| money.amount)) },
        Column { header: "CRM currency", width: 9.0, cell: |pair| Cell::text(pair.crm.and_then(|crm| crm.amount?.currency).as_ref().map(crate::domain::Currency::as_str)) },
        Column { header: "ACE MRR × 12 (USD)", width: 13.0, cell: |pair| Cell::money(pair.ace_arr) },
        Column { header: "ACE source", width: 26.0, cell: |pair| Cell::text(pair.ace.map(|ace| ace.at.label()).as_deref()) },
    ];
}

/// The rows in deal order: pairs for a person to decide on, what has no counterpart, linked pairs, and last those that are
/// `apart` by a decision.
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
                id: pair_id(crm.id.key(), &candidate.ace_id),
                crm: Some(crm),
                ace_id: Some(&candidate.ace_id),
                ace: known.map(|(ace, _)| *ace),
                ace_arr: known.and_then(|(_, arr)| *arr),
                link: Some(&candidate.link),
                candidate: Some(candidate),
            }
        }));
        if let Some((crm, ace, link)) = deal.linked() {
            let ace_arr = screening.arr.ace_usd;
            let id = pair_id(crm.id.key(), &ace.id);
            let (crm, ace_id, ace) = (Some(crm), Some(&ace.id), Some(ace));
            pairs.push(Pair { id, crm, ace_id, ace, ace_arr, link: Some(link), candidate: None });
        }
    }
    let (to_decide, settled): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|pair| pair.candidate.is_some());
    let mut pairs = to_decide;
    pairs.extend(unmatched(deals).filter_map(alone));
    pairs.extend(settled);
    let set_apart: BTreeSet<_> = apart.iter().map(|pair| pair.crm_key.as_str()).collect();
    let of_key: BTreeMap<_, _> = deals
        .iter()
        .filter_map(|deal| deal.deal.crm())
        .map(|crm| (crm.id.key(), crm))
        .filter(|(key, _)| set_apart.contains(key))
        .collect();
    pairs.extend(apart.iter().filter_map(|DecidedPair { crm_key, ace_id, .. }| {
        let (ace, ace_arr) = *in_export.get(ace_id)?;
        let crm = of_key.get(crm_key.as_str())?;
        let id = pair_id(crm_key, ace_id);
        let (crm, ace_id, ace) = (Some(*crm), Some(ace_id), Some(ace));
        Some(Pair { id, crm, ace_id, ace, ace_arr, link: None, candidate: None })
    }));
    pairs
}

fn alone(deal: &ScreenedDeal) -> Option<Pair<'_>> {
    let ScreenedDeal { deal, screening } = deal;
    let (crm, ace) = (deal.crm(), deal.ace());
    let ace_id = ace.map(|ace| &ace.id);
    let id = unmatched_id(crm.map(|crm| &crm.id), ace_id)?;
    let ace_arr = screening.arr.ace_usd.filter(|_| ace.is_some());
    Some(Pair { id, crm, ace_id, ace, ace_arr, link: None, candidate: None })
}

fn runner_up<'a>(pair: &Pair<'a>) -> Option<&'a (AceId, f64)> {
    pair.link?.runner_up.as_ref()
}

/// How many characters of an id people see, as of deals.
const SHOWN: usize = 8;

fn basis(pair: &Pair) -> Cell {
    let is_pair = pair.crm.is_some() && pair.ace_id.is_some();
    let method = pair.link.map_or(LinkMethod::Decision, |link| link.method);
    if is_pair { words::link_method(method).into() } else { Cell::Blank }
}

fn zone(pair: &Pair) -> Cell {
    match (pair.candidate, pair.link) {
        _ if pair.ace_id.is_none() => Cell::word("Unmatched CRM", Tone::Unknown),
        _ if pair.crm.is_none() => Cell::word("Unmatched ACE", Tone::Unknown),
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
    Cell::text(against.as_deref().or_else(|| pair.link.map(|link| link.against.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Verdict;
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
    fn what_has_no_counterpart_stands_between_what_is_to_decide_and_what_is_settled() {
        let mut audit = audit();
        for deal in audit.deals.iter_mut().filter(|deal| deal.deal.linked().is_none()) {
            deal.screening.verdict = Verdict::LooksEligible;
        }
        let pairs = pairs(&audit.deals, &[]);
        let zones: Vec<_> = pairs.iter().map(zone).collect();
        let unmatched =
            ["Unmatched CRM", "Unmatched ACE"].map(|zone| Cell::word(zone, Tone::Unknown));
        assert_eq!(zones[1..3], unmatched, "{zones:?}");
        assert!(
            zones[3..].iter().all(|zone| *zone == Cell::word("Auto", Tone::Plain)),
            "{zones:?}"
        );
        assert_eq!((pairs[1].ace_id, basis(&pairs[1])), (None, Cell::Blank));
    }

    #[test]
    fn the_print_ends_with_what_speaks_against_a_pair() {
        assert_eq!(Pair::COLUMNS[usize::from(PRINTED) - 1].header, "Against");
    }

    #[test]
    fn a_candidate_outside_the_export_is_shown_by_what_is_known_of_it() {
        let audit = audit();
        let pairs = pairs(&audit.deals, &[]);
        assert!(pairs[0].ace.is_none());
        assert_eq!(ace_title(&pairs[0]), "Move to AWS".into());
    }
}
