//! Which findings people accept, and which of their decisions no longer do anything.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::notices::{Places, notice, of_entry};
use super::row_ids::lasting_id;
use super::store::{Kept, Store};
use super::typed_text::to_text;
use crate::domain::reviewer_columns::{
    ACCEPT_LOSS, NOT_ELIGIBLE, NOTES, REVIEW_STATUS, REVIEWER, WAIVE_UNTIL,
};
use crate::domain::{
    Covers, Deal, Finding, ReviewedTable, ScreenedDeal, SetAside, TypedCell, Waiver, fold,
};

/// The waivers of a run: those of the configuration, and those that reviewers wrote on Deals.
pub(super) struct Waivers<'a> {
    configured: &'a [Waiver],
    places: ById<'a>,
    is_used: Vec<bool>,
    as_of: NaiveDate,
}

/// The places of waivers in their list, each under one of the ids that it names: of thousands, only those that may be
/// about a finding or a deal are asked.
#[derive(Default)]
struct ById<'a> {
    crm: BTreeMap<&'a str, Vec<usize>>,
    ace: BTreeMap<&'a str, Vec<usize>>,
    /// Those that name no deal.
    finding: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> ById<'a> {
    fn of(waivers: &'a [Waiver]) -> ById<'a> {
        let mut places = ById::default();
        for (place, waiver) in waivers.iter().enumerate() {
            let (of_id, id) = match &waiver.covers {
                Covers { crm_id: Some(id), .. } => (&mut places.crm, id.key()),
                Covers { ace_id: Some(id), .. } => (&mut places.ace, id.as_str()),
                Covers { finding_id: Some(id), .. } => (&mut places.finding, id.as_str()),
                // No waiver is without an id.
                Covers { finding_id: None, .. } => continue,
            };
            of_id.entry(id).or_default().push(place);
        }
        places
    }

    /// Those that may be about the deal.
    fn of_deal(&self, deal: Option<&Deal>) -> impl Iterator<Item = usize> {
        let crm = deal.and_then(Deal::crm).and_then(|crm| self.crm.get(crm.id.key()));
        let ace = deal.and_then(Deal::ace).and_then(|ace| self.ace.get(ace.id.as_str()));
        crm.into_iter().chain(ace).flatten().copied()
    }

    /// Those that may cover a finding of the deal, in the order of the list.
    fn of_finding(&self, ids: &[String], deal: Option<&Deal>) -> Vec<usize> {
        let by_id = ids.iter().filter_map(|id| self.finding.get(id.as_str()));
        let mut places: Vec<_> = by_id.flatten().copied().chain(self.of_deal(deal)).collect();
        places.sort_unstable();
        places
    }
}

/// What the waivers say of a finding or a deal.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It is accepted: by the waiver that holds longest.
    Accepted(Waiver),
    /// It was accepted, and is no longer.
    Expired,
    /// Nothing.
    Nothing,
}

impl<'a> Waivers<'a> {
    /// The waivers of the configuration.
    pub(super) fn new(configured: &'a [Waiver], as_of: NaiveDate) -> Waivers<'a> {
        let (places, is_used) = (ById::of(configured), vec![false; configured.len()]);
        Waivers { configured, places, is_used, as_of }
    }

    /// What they say of a finding, which may be covered by any of its ids. `of_deal` is what a reviewer wrote.
    pub(super) fn say(
        &mut self,
        finding: &Finding,
        ids: &[String],
        deal: Option<&Deal>,
        of_deal: Option<&Waiver>,
    ) -> Said {
        let mut covering: Vec<&Waiver> = of_deal.into_iter().collect();
        for place in self.places.of_finding(ids, deal) {
            let waiver = &self.configured[place];
            if covers(&waiver.covers, finding, ids, deal) {
                self.is_used[place] = true;
                covering.push(waiver);
            }
        }
        self.said(covering)
    }

    /// What they say of a whole deal: those that name the deal and no more, and what a reviewer wrote, which is `of_deal`.
    pub(super) fn say_of_whole(&mut self, deal: &ScreenedDeal, of_deal: Option<&Waiver>) -> Said {
        let has_effect = deal.screening.phases.iter().any(|phase| phase.state.window().is_some());
        let mut covering: Vec<&Waiver> = of_deal.into_iter().collect();
        for place in self.places.of_deal(Some(&deal.deal)) {
            let waiver = &self.configured[place];
            let Covers { finding_id, code, .. } = &waiver.covers;
            let is_of_whole_deal = finding_id.is_none() && code.is_none();
            if is_of_whole_deal && is_about(&waiver.covers, Some(&deal.deal)) {
                self.is_used[place] |= has_effect;
                covering.push(waiver);
            }
        }
        self.said(covering)
    }

    fn said(&self, covering: Vec<&Waiver>) -> Said {
        match covering.into_iter().max_by_key(|waiver| waiver.expires) {
            Some(waiver) if waiver.is_active(self.as_of) => Said::Accepted(waiver.clone()),
            Some(_) => Said::Expired,
            None => Said::Nothing,
        }
    }

    /// Takes out of the unused those that may be about deals on which this run does not judge, as those of other periods.
    pub(super) fn spare(&mut self, out_of_scope: &[Deal]) {
        for deal in out_of_scope {
            for place in self.places.of_deal(Some(deal)) {
                self.is_used[place] |= is_about(&self.configured[place].covers, Some(deal));
            }
        }
        if !out_of_scope.is_empty() {
            for place in self.places.finding.values().flatten() {
                self.is_used[*place] = true;
            }
        }
    }

    /// What the person who wrote the waivers should know: those that are over, and those that do nothing.
    pub(super) fn notices(&self) -> Vec<SetAside> {
        let waivers = self.configured.iter().zip(&self.is_used);
        let notice = |(waiver, is_used): (&Waiver, &bool)| {
            if !waiver.is_active(self.as_of) {
                let message = format!(
                    "This waiver ({}) ended on {}. Give it a new end, or delete it.",
                    waiver.reason, waiver.expires
                );
                Some(of_waiver(waiver, "expired_waiver", message))
            } else if *is_used {
                None
            } else {
                let message = format!(
                    "This waiver ({}) covers no finding of this run. Check its ids and its code, or delete it.",
                    waiver.reason
                );
                Some(of_waiver(waiver, "unused_waiver", message))
            }
        };
        waivers.filter_map(notice).collect()
    }
}

fn of_waiver(waiver: &Waiver, problem: &'static str, message: String) -> SetAside {
    let (file, row) = match waiver.place.rsplit_once(", line ") {
        Some((file, line)) => (file, line.parse().ok()),
        None => (waiver.place.as_str(), None),
    };
    SetAside { row, ..notice(file, waiver.covers.named().join(" "), problem, message) }
}

fn covers(covers: &Covers, finding: &Finding, ids: &[String], deal: Option<&Deal>) -> bool {
    let Covers { finding_id, code, .. } = covers;
    finding_id.as_ref().is_none_or(|id| ids.contains(id))
        && code.as_ref().is_none_or(|code| code == finding.code)
        && is_about(covers, deal)
}

/// Whether every id of a deal that the waiver names is this deal's.
fn is_about(covers: &Covers, deal: Option<&Deal>) -> bool {
    let Covers { crm_id, ace_id, .. } = covers;
    let crm = deal.and_then(Deal::crm).map(|crm| &crm.id);
    let ace = deal.and_then(Deal::ace).map(|ace| &ace.id);
    crm_id.as_ref().is_none_or(|id| crm == Some(id))
        && ace_id.as_ref().is_none_or(|id| ace == Some(id))
}

/// What a reviewer wrote on Deals is a waiver of the whole deal: with a day, a review status that accepts it, and a
/// reason. `place` tells where it stands.
pub(super) fn of_deal(kept: &Kept, place: &str) -> Option<Waiver> {
    let text = |header: &str| kept.cells.get(header).map(|kept| to_text(&kept.cell));
    let TypedCell::Date(expires) = kept.cells.get(WAIVE_UNTIL)?.cell else { return None };
    let status = text(REVIEW_STATUS)?;
    let notes = text(NOTES)?;
    let accepts = [ACCEPT_LOSS, NOT_ELIGIBLE].iter().any(|word| fold(word) == fold(&status));
    accepts.then(|| Waiver {
        covers: Covers::default(),
        reason: format!("{status}: {notes}"),
        approved_by: text(REVIEWER).unwrap_or_default(),
        expires,
        place: place.to_owned(),
    })
}

/// The deals on which somebody wrote an end that is over, or not what else a waiver needs: their findings stay open.
pub(super) fn without_effect(
    deals: &[ScreenedDeal],
    store: &Store,
    places: &Places,
    as_of: NaiveDate,
) -> Vec<SetAside> {
    let mut notices = Vec::new();
    for ScreenedDeal { deal, .. } in deals {
        let id = lasting_id(deal);
        let Some(kept) = store.get(&id) else { continue };
        let Some(until) = kept.cells.get(WAIVE_UNTIL) else { continue };
        let name = deal.name().or(deal.customer()).unwrap_or(&id);
        let (problem, message) = match (of_deal(kept, ""), &until.cell) {
            (Some(waiver), _) if waiver.is_active(as_of) => continue,
            (Some(waiver), _) => (
                "expired_waiver",
                format!(
                    "Nothing is waived for \"{name}\" any more: it ended on {}. Write a new day in \"{WAIVE_UNTIL}\", or \
                     clear it.",
                    waiver.expires
                ),
            ),
            (None, TypedCell::Date(_)) => (
                "incomplete_waiver",
                format!(
                    "Nothing is waived for \"{name}\": it needs \"{ACCEPT_LOSS}\" or \"{NOT_ELIGIBLE}\" as \
                     \"{REVIEW_STATUS}\", and the reason in \"{NOTES}\"."
                ),
            ),
            (None, cell) => (
                "incomplete_waiver",
                format!(
                    "Nothing is waived for \"{name}\": the day \"{}\" in \"{WAIVE_UNTIL}\" cannot be read. Write 2026-12-31; \
                     it needs \"{ACCEPT_LOSS}\" or \"{NOT_ELIGIBLE}\" as \"{REVIEW_STATUS}\" too, and the reason in \
                     \"{NOTES}\".",
                    to_text(cell)
                ),
            ),
        };
        let (place, entry) = ((ReviewedTable::Deals, WAIVE_UNTIL), to_text(&until.cell));
        notices.push(of_entry(places.of(until), place, entry, problem, message));
    }
    notices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, linked_with_crm};
    use crate::domain::{AceId, CrmId};
    use crate::history::tests::{deal, finding};

    #[test]
    fn a_waiver_covers_what_bears_every_id_that_it_names() {
        let linked = linked_with_crm(|_| {});
        let own_id = finding("ATT001", &deal()).id;
        for (crm_id, ace_id, finding_id, is_covered) in [
            ("0065f00000AbCdE", "", "", true),
            ("0065f00000AbCdEAAU", "", "", false),
            ("", "O1234567", "", true),
            ("", "O1", "", false),
            ("", "", own_id.as_str(), true),
            ("", "", "F-OTHER", false),
            ("0065f00000AbCdE", "O1234567", own_id.as_str(), true),
            ("0065f00000AbCdE", "O1", "", false),
            ("0065f00000AbCdE", "", "F-OTHER", false),
        ] {
            let finding_id = Some(finding_id.to_owned()).filter(|id| !id.is_empty());
            let (crm_id, ace_id) = (CrmId::new(crm_id), AceId::exact(ace_id));
            let waiver = Waiver {
                covers: Covers { finding_id, code: None, crm_id, ace_id },
                reason: "agreed".into(),
                approved_by: "Head of Alliances".into(),
                expires: AS_OF,
                place: "mapaudit.toml, line 1".into(),
            };
            let waivers = [waiver];
            let said = Waivers::new(&waivers, AS_OF).say(
                &finding("ATT001", &deal()),
                std::slice::from_ref(&own_id),
                Some(&linked),
                None,
            );
            assert_eq!(said != Said::Nothing, is_covered, "{:?}", waivers[0].covers);
        }
    }
}
