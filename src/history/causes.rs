//! Why something is different from the previous run.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Found;
use super::changes::Compared;
use super::exports::{Lacking, of_gone_records};
use super::previous::{PreviousDeal, PreviousFinding, PreviousRun};
use super::settings::changed_settings;
use super::standing::Standing;
use super::states::says_the_same;
use super::store::{Kept, Store};
use crate::domain::reviewer_columns::{DECISION, PDM_TOLD_ON};
use crate::domain::{
    AceId, CrmId, Deal, Evidence, Field, InputReport, Link, LinkMethod, Outcome, Role,
    ScreenedDeal, SetAside, finding_id,
};

/// Why something changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Because {
    /// The exports say something else.
    #[default]
    DataChanged,
    /// A person decided.
    Decision,
    /// A waiver ended.
    WaiverExpired,
    /// Settings are others.
    SettingsChanged,
    /// The exports say something else, and settings are others too.
    DataOrSettingsChanged,
    /// The rules or their severities are others.
    RuleSetChanged,
    /// Time passed, and nothing else.
    TimePassed,
}

impl Because {
    /// Every cause.
    pub(super) const ALL: [Because; 7] = [
        Because::DataChanged,
        Because::Decision,
        Because::WaiverExpired,
        Because::SettingsChanged,
        Because::DataOrSettingsChanged,
        Because::RuleSetChanged,
        Because::TimePassed,
    ];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Because::DataChanged => "Data changed",
            Because::Decision => "Decision",
            Because::WaiverExpired => "Waiver expired",
            Because::SettingsChanged => "Settings changed",
            Because::DataOrSettingsChanged => "Data or settings changed",
            Because::RuleSetChanged => "Rule set changed",
            Because::TimePassed => "Time passed",
        }
    }

    /// Of what was accepted and is no longer: a waiver that did not run out was taken back.
    pub(super) fn waiver_ended(has_expired: bool) -> Because {
        if has_expired { Because::WaiverExpired } else { Because::Decision }
    }
}

/// What can be said of causes before a single difference is looked at.
pub(super) struct CausesOfChange<'a> {
    /// Whether the exports are those of the previous run, byte by byte.
    has_same_inputs: bool,
    /// What the exports of the previous run had and those of this one lack.
    lacking: &'a Lacking<'a>,
    /// The settings that are others now, each with both values.
    pub(super) changed_settings: Vec<String>,
    /// The records that are in the exports.
    records: BTreeSet<(&'static str, String)>,
    /// Whether both runs speak for the same day.
    is_same_day: bool,
    /// The records on whose link people have decided since the previous run, each as [`Deal::key`].
    decided_on: BTreeSet<(&'static str, String)>,
    /// The records of which people have said since then on which day the PDM was told.
    pdm_told_of: BTreeSet<(&'static str, String)>,
    /// The deals, by their places, that were accepted as a whole until a day that is over.
    accepted_once: BTreeSet<usize>,
}

impl<'a> CausesOfChange<'a> {
    /// The causes between that run and this one.
    pub(super) fn new(
        run: &PreviousRun,
        found: &Found,
        lacking: &'a Lacking,
        store: &Store,
        accepted_once: BTreeSet<usize>,
    ) -> CausesOfChange<'a> {
        // What a run read first that this one repeats was not known to the previous run either.
        let is_since = |day| run.as_of.is_some_and(|previous| day > previous);
        let is_new = |kept: &Kept, header: &str| {
            kept.cells.get(header).is_some_and(|cell| cell.as_of.is_none_or(is_since))
        };
        let written_on = |header| {
            let rows = store.values().filter(|kept| is_new(kept, header));
            rows.flat_map(|kept| keys(kept.crm_id.as_ref(), kept.ace_id.as_ref())).collect()
        };
        let before: BTreeSet<&str> = run.exports.iter().map(|it| it.sha256.as_str()).collect();
        let now: BTreeSet<&str> = found.inputs.iter().map(|it| it.sha256.as_str()).collect();
        let deals = found.deals.iter().map(|deal| &deal.deal).chain(found.out_of_scope);
        CausesOfChange {
            has_same_inputs: !before.is_empty() && before == now,
            lacking,
            changed_settings: changed_settings(&run.settings, found.settings),
            records: deals.flat_map(keys_of).collect(),
            is_same_day: run.as_of == Some(found.as_of),
            decided_on: written_on(DECISION),
            pdm_told_of: written_on(PDM_TOLD_ON),
            accepted_once,
        }
    }

    /// What is left where nobody decided, and the previous day does not explain it.
    pub(super) fn remaining(&self) -> Because {
        let has_same_settings = self.changed_settings.is_empty();
        match (self.has_same_inputs, has_same_settings, self.is_same_day) {
            (false, true, _) => Because::DataChanged,
            (false, false, _) => Because::DataOrSettingsChanged,
            (true, false, _) => Because::SettingsChanged,
            (true, true, false) => Because::TimePassed,
            (true, true, true) => Because::RuleSetChanged,
        }
    }

    /// What people should know of exports that are missing, cut or have lost columns.
    pub(super) fn notices(&self, run: &PreviousRun, inputs: &[InputReport]) -> Vec<SetAside> {
        let is_there = |key: &_| self.records.contains(key);
        let gone = of_gone_records(run, self.lacking, inputs, &is_there);
        [self.lacking.notices(run, inputs), gone].concat()
    }

    /// Whether a record of this deal of the previous run may stand in an export that is missing.
    pub(super) fn may_be_missing(&self, was: &PreviousDeal) -> bool {
        let is_of = |role: &Role, system| role.name() == system;
        was.keys.iter().filter(|key| !self.records.contains(*key)).any(|(system, _)| {
            let mut roles = Role::ALL.iter().filter(|role| is_of(role, *system));
            roles.any(|role| self.lacking.has_fewer(*role))
        })
    }

    /// Whether a field by which the rule judges is not carried any more.
    pub(super) fn are_wanting(&self, reads: &[Field]) -> bool {
        self.lacking.is_read_by(reads)
    }
}

fn is_of(records: &BTreeSet<(&'static str, String)>, deal: &Deal) -> bool {
    keys_of(deal).any(|key| records.contains(&key))
}

fn keys_of(deal: &Deal) -> impl Iterator<Item = (&'static str, String)> {
    keys(deal.crm().map(|crm| &crm.id), deal.ace().map(|ace| &ace.id))
}

fn keys(
    crm_id: Option<&CrmId>,
    ace_id: Option<&AceId>,
) -> impl Iterator<Item = (&'static str, String)> {
    let crm = crm_id.map(|id| ("crm", id.key().to_owned()));
    crm.into_iter().chain(ace_id.map(|id| ("ace", id.as_str().to_owned())))
}

impl Compared<'_> {
    /// Why a deal stands where it does now.
    pub(super) fn why(&self, place: usize, now: &Standing) -> Because {
        if self.is_decided(place) {
            return Because::Decision;
        }
        let Some(was) = self.was(place) else { return self.causes.remaining() };
        match (was.is_set_aside, now.is_set_aside) {
            (false, true) if was.differs_by_window_alone(now) => Because::Decision,
            (true, false) if was.differs_by_window_alone(now) => {
                Because::waiver_ended(self.causes.accepted_once.contains(&place))
            }
            _ if self.then(place).is_some_and(|(then, _)| Self::stood_so(then, was)) => {
                Because::TimePassed
            }
            _ => self.causes.remaining(),
        }
    }

    fn was(&self, place: usize) -> Option<&Standing> {
        self.identity.before(place, self.run).first().map(|was| &was.standing)
    }

    /// The deal as the exports of this run would have shown it on the day of the previous one. What it was in that run
    /// too, and is not now, time alone has changed.
    fn then(&self, place: usize) -> Option<(ScreenedDeal, NaiveDate)> {
        let day = self.run.as_of?;
        Some(((self.found.on_day)(&self.found.deals[place], day), day))
    }

    fn stood_so(mut then: ScreenedDeal, was: &Standing) -> bool {
        if was.is_set_aside {
            then.screening.set_aside();
        }
        was.changes_to(&Standing::now(&then)).is_empty()
    }

    /// Whether a finding was there, saying what it said, or was not there, on the day of the previous run.
    fn was_found_so(
        &self,
        code: &str,
        id: &str,
        (then, day): (&ScreenedDeal, NaiveDate),
        past: Option<&PreviousFinding>,
    ) -> bool {
        let found = match (self.found.judged_on)(code, then, day) {
            Outcome::Fail(found) => found,
            Outcome::Pass | Outcome::NotApplicable | Outcome::Unknown(_) => Vec::new(),
        };
        let is_it = |it: &&Evidence| finding_id(Some(then.deal.key()), code, it) == id;
        match (found.iter().find(is_it), past) {
            (Some(evidence), Some(past)) => says_the_same(evidence, past),
            (evidence, past) => evidence.is_none() && past.is_none(),
        }
    }

    /// Whether a person has decided on the deal's ACE opportunity since the previous run.
    fn is_decided(&self, place: usize) -> bool {
        let deal = &self.found.deals[place].deal;
        let by_decision = |(_, _, link): (_, _, &Link)| link.method == LinkMethod::Decision;
        let was_confirmed =
            self.identity.before(place, self.run).first().is_some_and(|was| was.is_confirmed);
        is_of(&self.causes.decided_on, deal)
            || (deal.linked().is_some_and(by_decision) && !was_confirmed)
    }

    /// Why a finding of this code and id came, went or says something else at a deal, by its place. `past` is what the
    /// previous run knew of it.
    pub(super) fn why_of_finding(
        &self,
        code: &str,
        id: &str,
        place: Option<usize>,
        past: Option<&PreviousFinding>,
    ) -> Because {
        let Some(rule) = self.found.rules.get(code).filter(|_| !self.is_new_rule(code)) else {
            return Because::RuleSetChanged;
        };
        let Some(place) = place else { return self.causes.remaining() };
        let is_told = rule.reads.contains(&Field::PdmNotifiedDate)
            && is_of(&self.causes.pdm_told_of, &self.found.deals[place].deal);
        if is_told || self.is_decided(place) {
            return Because::Decision;
        }
        let is_by_time = |was: &Standing| {
            self.then(place).is_some_and(|(then, day)| {
                self.was_found_so(code, id, (&then, day), past) && Self::stood_so(then, was)
            })
        };
        if self.was(place).is_some_and(is_by_time) {
            Because::TimePassed
        } else {
            self.causes.remaining()
        }
    }
}
