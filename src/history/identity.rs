//! Which deal of the previous run is which deal of this one.

use std::collections::BTreeMap;

use super::previous::{PreviousDeal, PreviousRun};
use super::row_ids::alias;
use crate::domain::Deal;

/// The deals of the previous run and of this one, paired by their ids outside: never by values, dates or rows.
#[derive(Debug, Default)]
pub(super) struct Identity {
    /// For each deal of this run, the deals that it was before, by their places: several if a deal and an ACE
    /// opportunity that had a row each are one now.
    pub(super) before: Vec<Vec<usize>>,
    /// For each deal of the previous run, what it is now.
    pub(super) now: Vec<Option<usize>>,
}

impl Identity {
    /// What a deal of this run was in the previous one, what has its own id first.
    pub(super) fn before<'a>(&self, place: usize, run: &'a PreviousRun) -> Vec<&'a PreviousDeal> {
        let places = self.before.get(place).into_iter().flatten();
        places.filter_map(|was| run.deals.get(*was)).collect()
    }
}

/// Pairs the deals.
pub(super) fn identify<'a>(
    deals: impl Iterator<Item = &'a Deal>,
    previous: &[PreviousDeal],
) -> Identity {
    if previous.is_empty() {
        return Identity { before: vec![Vec::new(); deals.count()], now: Vec::new() };
    }
    let mut by_key = BTreeMap::new();
    let mut by_alias = BTreeMap::new();
    let mut by_fingerprint = BTreeMap::new();
    let mut count = 0;
    for (place, deal) in deals.enumerate() {
        by_key.insert(deal.key(), place);
        by_alias.extend(alias(deal).map(|key| (key, place)));
        by_fingerprint.insert(deal.fingerprint(), place);
        count = place + 1;
    }
    let mut identity =
        Identity { before: vec![Vec::new(); count], now: vec![None; previous.len()] };
    let main_key = |deal: &PreviousDeal| by_key.get(&deal.keys().next()?).copied();
    // Who is known by an id of its own comes before who is known by the id of its counterpart.
    for (deal, now) in previous.iter().zip(&mut identity.now) {
        *now = main_key(deal);
    }
    for (deal, now) in previous.iter().zip(&mut identity.now) {
        let by_counterpart =
            || deal.keys().find_map(|key| by_key.get(&key).or_else(|| by_alias.get(&key)).copied());
        let by_shown_id = || only_match(&by_fingerprint, deal.shown_id.strip_prefix("D-")?);
        *now = now.or_else(by_counterpart).or_else(|| {
            // The sheet that tells the ids outside may be gone.
            if deal.keys.is_empty() { by_shown_id() } else { None }
        });
    }
    let mut claims: Vec<_> =
        identity.now.iter().enumerate().filter_map(|(was, now)| Some(((*now)?, was))).collect();
    claims.sort_by_key(|(now, was)| (*now, main_key(&previous[*was]) != Some(*now), *was));
    for (now, was) in claims {
        identity.before[now].push(was);
    }
    identity
}

/// The deal whose fingerprint begins so, if it is one only.
fn only_match(by_fingerprint: &BTreeMap<String, usize>, shown: &str) -> Option<usize> {
    let mut fitting = by_fingerprint
        .range(shown.to_owned()..)
        .take_while(|(fingerprint, _)| fingerprint.starts_with(shown));
    match (fitting.next(), fitting.next()) {
        (Some((_, place)), None) => Some(*place),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, linked_deal};

    fn was(shown_id: &str, keys: &[(&'static str, &str)]) -> PreviousDeal {
        PreviousDeal {
            shown_id: shown_id.into(),
            keys: keys.iter().map(|(system, id)| (*system, (*id).to_owned())).collect(),
            ..PreviousDeal::default()
        }
    }

    const CRM: (&str, &str) = ("crm", "0065f00000AbCdEAAX");
    const ACE: (&str, &str) = ("ace", "O1234567");

    fn crm_key() -> (&'static str, String) {
        let deal = crm_only(|_| {});
        let (system, key) = deal.key();
        (system, key.to_owned())
    }

    fn with_crm(shown_id: &str, ace: bool) -> PreviousDeal {
        let mut deal = was(shown_id, if ace { &[ACE] } else { &[] });
        deal.keys.insert(0, crm_key());
        deal
    }

    #[test]
    fn a_deal_that_is_entered_in_ace_stays_itself() {
        let identity = identify([linked_deal()].iter(), &[with_crm("D-1", false)]);
        assert_eq!(identity.now, [Some(0)]);
    }

    #[test]
    fn an_opportunity_that_gets_a_deal_hands_its_row_on_after_the_deals_own() {
        let previous = [was("D-2", &[ACE]), with_crm("D-1", false)];
        let identity = identify([linked_deal()].iter(), &previous);
        assert_eq!(identity.before, [vec![1, 0]]);
    }

    #[test]
    fn an_opportunity_whose_deal_left_the_crm_keeps_the_row() {
        let identity = identify([ace_only(|_| {})].iter(), &[with_crm("D-1", true)]);
        assert_eq!(identity.now, [Some(0)]);
    }

    #[test]
    fn a_link_that_was_undone_leaves_the_row_with_the_deal() {
        let deals = [ace_only(|_| {}), crm_only(|_| {})];
        let identity = identify(deals.iter(), &[with_crm("D-1", true)]);
        assert_eq!(identity.now, [Some(1)]);
    }

    #[test]
    fn without_ids_outside_the_shown_id_serves() {
        let shown = format!("D-{}", &linked_deal().fingerprint()[..6]);
        let identity = identify([linked_deal()].iter(), &[was(&shown, &[])]);
        assert_eq!(identity.now, [Some(0)]);
        let other = was("D-000000", &[("crm", CRM.1)]);
        assert_eq!(identify([ace_only(|_| {})].iter(), &[other]).now, [None]);
    }
}
