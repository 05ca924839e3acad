//! Which findings people accept, and which of their decisions no longer do anything.

use chrono::NaiveDate;

use super::identity::lasting_id;
use super::notices::{Places, notice, of_entry};
use super::store::{Kept, Store};
use super::typed_text::to_text;
use crate::domain::reviewer_columns::{
    ACCEPT_LOSS, NOT_ELIGIBLE, NOTES, REVIEW_STATUS, REVIEWER, WAIVE_UNTIL,
};
use crate::domain::{
    AceId, Covers, CrmId, Deal, Finding, ReviewedTable, ScreenedDeal, SetAside, TypedCell, Waiver,
    fold,
};

/// The waivers of a run: those of the configuration, and those that reviewers wrote on Deals.
pub(super) struct Waivers<'a> {
    configured: &'a [Waiver],
    is_used: Vec<bool>,
    as_of: NaiveDate,
}

/// What the waivers say of a finding.
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
        Waivers { configured, is_used: vec![false; configured.len()], as_of }
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
        for (waiver, is_used) in self.configured.iter().zip(&mut self.is_used) {
            if covers(&waiver.covers, finding, ids, deal) {
                *is_used = true;
                covering.push(waiver);
            }
        }
        match covering.into_iter().max_by_key(|waiver| waiver.expires) {
            Some(waiver) if waiver.is_active(self.as_of) => Said::Accepted(waiver.clone()),
            Some(_) => Said::Expired,
            None => Said::Nothing,
        }
    }

    /// Whether a person sets the whole deal aside: by a waiver that names the deal and no more, or by what a reviewer
    /// wrote, which is `of_deal`.
    pub(super) fn set_aside(&mut self, deal: &ScreenedDeal, of_deal: Option<&Waiver>) -> bool {
        let has_effect = deal.screening.phases.iter().any(|phase| phase.state.window().is_some());
        let mut is_set_aside = of_deal.is_some_and(|waiver| waiver.is_active(self.as_of));
        for (waiver, is_used) in self.configured.iter().zip(&mut self.is_used) {
            let Covers { finding_id, code, .. } = &waiver.covers;
            let is_of_whole_deal = finding_id.is_none() && code.is_none();
            if is_of_whole_deal && is_about(&waiver.covers, Some(&deal.deal)) {
                *is_used |= has_effect;
                is_set_aside |= waiver.is_active(self.as_of);
            }
        }
        is_set_aside
    }

    /// Takes out of the unused those that may be about deals on which this run does not judge, as those of other periods.
    pub(super) fn spare(&mut self, out_of_scope: &[Deal]) {
        for (waiver, is_used) in self.configured.iter().zip(&mut self.is_used) {
            *is_used |= out_of_scope.iter().any(|deal| is_about(&waiver.covers, Some(deal)));
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
    SetAside { row, ..notice(file, described(&waiver.covers), problem, message) }
}

fn described(covers: &Covers) -> String {
    let parts = [&covers.finding_id, &covers.code, &covers.crm_id, &covers.ace_id];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
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
    let is_crm = |id: &String| {
        let own = deal.and_then(Deal::crm).map(|crm| &crm.id);
        own.is_some() && own == CrmId::new(id).as_ref()
    };
    let is_ace = |id: &String| {
        let own = deal.and_then(Deal::ace).map(|ace| &ace.id);
        own.is_some() && own == AceId::exact(id).as_ref()
    };
    crm_id.as_ref().is_none_or(is_crm) && ace_id.as_ref().is_none_or(is_ace)
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

/// The deals on which somebody wrote an end and not what else a waiver needs: their findings stay open.
pub(super) fn incomplete(deals: &[ScreenedDeal], store: &Store, places: &Places) -> Vec<SetAside> {
    let mut notices = Vec::new();
    for ScreenedDeal { deal, .. } in deals {
        let id = lasting_id(deal);
        let Some(kept) = store.get(&id) else { continue };
        let Some(until) = kept.cells.get(WAIVE_UNTIL) else { continue };
        if of_deal(kept, "").is_none() {
            let message = format!(
                "Nothing is waived for \"{}\": it needs a day in \"{WAIVE_UNTIL}\", \"{ACCEPT_LOSS}\" or \"{NOT_ELIGIBLE}\" \
                 as \"{REVIEW_STATUS}\", and the reason in \"{NOTES}\".",
                deal.name().or(deal.customer()).unwrap_or(&id)
            );
            let (place, entry) = ((ReviewedTable::Deals, WAIVE_UNTIL), to_text(&until.cell));
            notices.push(of_entry(places.of(until), place, entry, "incomplete_waiver", message));
        }
    }
    notices
}
