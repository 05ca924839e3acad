//! What is different from the previous run, and why.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::causes::{Because, CausesOfChange};
use super::ended::Ended;
use super::identity::Identity;
use super::previous::{PreviousDeal, PreviousFinding, PreviousRun};
use super::standing::{Standing, changed};
use super::states::FindingPast;
use super::{AskedRule, Found};
use crate::domain::{Decimal, Finding, FindingState, Outcome, counted, sentence_case};

/// A difference from the previous run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The deal, by its place in this run; `None` if it is not there any more, or if it is about no deal.
    pub deal: Option<usize>,
    /// The id that people saw of a deal that is not there any more.
    pub deal_id: String,
    /// The customer.
    pub customer: String,
    /// The deal's name.
    pub name: String,
    /// What it is about: "Deal", a finding's code, "Pair", a rule.
    pub about: String,
    /// What it was.
    pub was: String,
    /// What it is, where it has not ended.
    pub(super) now: String,
    /// How it ended.
    pub(super) ended: Option<Ended>,
    /// What changed, field by field.
    pub what: String,
    /// By how much the AWS ARR grew (above zero) or shrank whose funding is not lost: that is recoverable, in flight or
    /// captured. On deals only, so that it adds up to the difference of these totals from the previous run.
    pub money_effect: Option<Decimal>,
    /// Why.
    pub because: Because,
    /// What people had written, where it has no other row any more.
    pub notes: String,
    /// Whether it tells only of what people wrote.
    pub is_about_notes: bool,
    /// By which the next run knows what is gone; blank otherwise.
    pub id: String,
    /// For how many runs it has been gone.
    pub runs_gone: Option<u32>,
    /// The first run that found it, of a finding that is gone.
    pub first_seen: Option<NaiveDate>,
    /// How many runs found it, of a finding that is gone.
    pub runs: Option<u32>,
}

impl Change {
    /// What it is, for people.
    pub fn now(&self) -> &str {
        match self.ended {
            Some(ended) => ended.label(),
            None => &self.now,
        }
    }
}

/// What the differences are found from.
pub(super) struct Compared<'a> {
    pub(super) found: &'a Found<'a>,
    /// What was with each finding.
    pub(super) pasts: &'a [FindingPast<'a>],
    pub(super) resolved: &'a [(&'a str, &'a PreviousFinding)],
    pub(super) run: &'a PreviousRun,
    pub(super) identity: &'a Identity,
    pub(super) causes: CausesOfChange<'a>,
}

impl<'a> Compared<'a> {
    /// Every difference: deal by deal with its findings, what is gone, and apart from them what the rules brought.
    pub(super) fn changes(&self) -> Vec<Change> {
        let of_deal = |place| self.of_deal(place).into_iter().chain(self.merged(place)).collect();
        // To ask what they were on another day is to screen and judge them once more.
        let places = (0..self.found.deals.len()).into_par_iter();
        let mut of_deal: Vec<Vec<Change>> = places.map(of_deal).collect();
        let findings = self.found.findings.par_iter().zip(self.pasts);
        let of_findings: Vec<_> =
            findings.map(|(finding, past)| self.of_finding(finding, *past)).collect();
        let mut others = Vec::new();
        for (finding, change) in self.found.findings.iter().zip(of_findings) {
            match finding.deal.and_then(|place| of_deal.get_mut(place)) {
                Some(of_deal) => of_deal.extend(change),
                None => others.extend(change),
            }
        }
        let deals = self.deals_by_shown_id();
        let mut gone: BTreeMap<&str, Vec<Change>> = BTreeMap::new();
        for (was, now) in self.run.deals.iter().zip(&self.identity.now) {
            if now.is_none() {
                gone.entry(&was.shown_id).or_default().push(self.deal_gone(was));
            }
        }
        let of_resolved = |(id, past): &(&str, &PreviousFinding)| {
            let deal = deals.get(past.deal_id.as_str()).copied();
            let deal = (deal.map(|(was, _)| was), deal.and_then(|(_, now)| now));
            self.of_resolved(id, past, deal)
        };
        let of_resolved: Vec<_> = self.resolved.par_iter().map(of_resolved).collect();
        for ((_, past), change) in self.resolved.iter().zip(of_resolved) {
            match change.deal.and_then(|place| of_deal.get_mut(place)) {
                Some(of_deal) => of_deal.push(change),
                None => gone.entry(&past.deal_id).or_default().push(change),
            }
        }
        let all = of_deal.into_iter().flatten().chain(others);
        all.chain(gone.into_values().flatten()).chain(self.of_rules()).collect()
    }

    /// The deals of the previous run by the id that people saw, and what they are now.
    fn deals_by_shown_id(&self) -> BTreeMap<&'a str, (&'a PreviousDeal, Option<usize>)> {
        let deals = self.run.deals.iter().zip(&self.identity.now);
        deals.map(|(was, now)| (was.shown_id.as_str(), (was, *now))).collect()
    }

    fn of_deal(&self, place: usize) -> Option<Change> {
        let now = Standing::now(&self.found.deals[place]);
        let before = self.identity.before(place, self.run);
        let Some(was) = before.first() else {
            // What a sheet had no room for may have been there.
            return (!self.run.lacks_deals).then(|| Change {
                now: now.outcome_in_words(),
                what: "Not in the previous run".to_owned(),
                money_effect: effect(Decimal::ZERO, now.in_reach()),
                because: self.why(place, &now),
                ..self.change(place, "Deal")
            });
        };
        let what = was.standing.changes_to(&now);
        if what.is_empty() {
            return None;
        }
        Some(Change {
            was: was.standing.outcome_in_words(),
            now: now.outcome_in_words(),
            what: what.join("; "),
            money_effect: effect(was.standing.in_reach(), now.in_reach()),
            because: self.why(place, &now),
            ..self.change(place, "Deal")
        })
    }

    /// The rows of the previous run that are no longer their own, because they and this deal are one: what stood there
    /// is not in the total any more.
    fn merged(&self, place: usize) -> Vec<Change> {
        let before = self.identity.before(place, self.run);
        let Some((first, others)) = before.split_first() else { return Vec::new() };
        // Who copied a row has it twice under one id.
        let mut known = BTreeSet::from([&first.shown_id]);
        let others = others.iter().filter(|was| known.insert(&was.shown_id));
        let merged = others.map(|was| Change {
            deal: Some(place),
            about: "Deal".to_owned(),
            was: was.standing.outcome_in_words(),
            now: "Merged".to_owned(),
            what: format!("{} is one with this deal now", was.shown_id),
            money_effect: effect(was.standing.in_reach(), Decimal::ZERO),
            because: self.why(place, &Standing::now(&self.found.deals[place])),
            ..named(was)
        });
        merged.collect()
    }

    fn of_finding(&self, finding: &Finding, past: FindingPast) -> Option<Change> {
        let was = past.known.map(|(_, past)| past);
        let why = |was| self.why_of_finding(finding.code, &finding.id, finding.deal, was);
        let (because, what) = match (finding.state, was) {
            (FindingState::StillOpen, _) => return None,
            (FindingState::Waived, Some(past)) if past.state == Some(FindingState::Waived) => {
                return None;
            }
            (FindingState::Waived, _) => {
                let waiver = finding.waiver.as_ref();
                let until = waiver.map(|waiver| format!("until {}", waiver.expires));
                (Because::Decision, until.unwrap_or_default())
            }
            (FindingState::Reopened, Some(_)) => {
                (Because::waiver_ended(past.has_expired_waiver), String::new())
            }
            (FindingState::Changed, Some(past)) => (why(was), says(finding, past)),
            (FindingState::Reopened | FindingState::New | FindingState::Changed, _) => {
                (why(was), finding.evidence.message.clone())
            }
        };
        let about = match finding.deal {
            Some(place) => self.change(place, finding.code),
            None => Change { about: finding.code.to_owned(), ..Change::default() },
        };
        Some(Change {
            was: was.map(state_before).unwrap_or_default(),
            now: sentence_case(finding.state.name()),
            what,
            because,
            ..about
        })
    }

    fn of_resolved(
        &self,
        id: &str,
        past: &PreviousFinding,
        (was, place): (Option<&PreviousDeal>, Option<usize>),
    ) -> Change {
        let about = place.map_or_else(
            || Change { about: past.code.clone(), ..was.map(named).unwrap_or_default() },
            |place| self.change(place, &past.code),
        );
        let because = self.why_of_finding(&past.code, id, place, Some(past));
        let ended = match because {
            _ if !self.is_judged(past, was, place) => Ended::NotJudged,
            Because::TimePassed => Ended::Overtaken,
            _ => Ended::Resolved,
        };
        Change {
            was: state_before(past),
            ended: Some(ended),
            because,
            id: id.to_owned(),
            runs_gone: Some(1),
            first_seen: past.first_seen,
            runs: Some(past.runs),
            ..about
        }
    }

    /// Whether this run could have found what the previous one did, at a deal by its place. Of a deal that is gone nothing is
    /// left to find.
    fn is_judged(
        &self,
        past: &PreviousFinding,
        was: Option<&PreviousDeal>,
        place: Option<usize>,
    ) -> bool {
        let is_of_no_deal = past.deal_id.is_empty();
        let rule = self.found.rules.get(past.code.as_str());
        let is_wanting = (place.is_some() || is_of_no_deal)
            && rule.is_some_and(|rule| self.causes.are_wanting(rule.reads));
        !is_wanting
            && !was.is_some_and(|was| self.causes.may_be_missing(was))
            && place.is_none_or(|at| {
                let deal = &self.found.deals[at];
                let outcome = (self.found.judged_on)(&past.code, deal, self.found.as_of);
                !matches!(outcome, Outcome::Unknown(_))
            })
    }

    fn deal_gone(&self, was: &PreviousDeal) -> Change {
        let is_missing = self.causes.may_be_missing(was);
        Change {
            about: "Deal".to_owned(),
            was: was.standing.outcome_in_words(),
            ended: Some(if is_missing { Ended::NotJudged } else { Ended::Resolved }),
            what: "No longer in the exports".to_owned(),
            money_effect: effect(was.standing.in_reach(), Decimal::ZERO),
            id: was.lasting_id(),
            runs_gone: Some(1),
            ..named(was)
        }
    }

    /// Whether the previous run did not know the rule.
    pub(super) fn is_new_rule(&self, code: &str) -> bool {
        !self.run.severities.is_empty() && !self.run.severities.contains_key(code)
    }

    /// What the rules themselves and settings brought, apart: a new rule must not look like a worse quarter.
    fn of_rules(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        let apart = |about: &str, was: &str, now: &str, what: String| Change {
            about: about.to_owned(),
            was: was.to_owned(),
            now: now.to_owned(),
            what,
            because: Because::RuleSetChanged,
            ..Change::default()
        };
        if let Some(was) = self.run.rule_set.as_deref().filter(|was| *was != self.found.rule_set) {
            changes.push(apart("Rule set", was, self.found.rule_set, "Another version".to_owned()));
        }
        let settings = &self.causes.changed_settings;
        if !settings.is_empty() {
            let because = Because::SettingsChanged;
            changes.push(Change { because, ..apart(SETTINGS, "", "", settings.join("; ")) });
        }
        for (code, AskedRule { severity, .. }) in &self.found.rules {
            let findings =
                self.found.findings.iter().filter(|finding| finding.code == *code).count();
            let findings = counted(findings as u64, "finding");
            let now = severity.label();
            match self.run.severities.get(*code) {
                Some(was) if was == severity => {}
                Some(was) => {
                    let was = was.label();
                    let severities = changed("Severity", Some(was), Some(now));
                    let what = format!("{severities}; {findings}");
                    changes.push(apart(code, was, now, what));
                }
                None if self.is_new_rule(code) => {
                    changes.push(apart(code, "", now, format!("New rule; {findings}")));
                }
                None => {}
            }
        }
        let known: BTreeSet<&str> = self.found.rules.keys().copied().collect();
        for (code, was) in
            self.run.severities.iter().filter(|(code, _)| !known.contains(code.as_str()))
        {
            changes.push(apart(code, was.label(), "", "Rule withdrawn".to_owned()));
        }
        changes
    }

    fn change(&self, place: usize, about: &str) -> Change {
        let deal = &self.found.deals[place].deal;
        Change {
            deal: Some(place),
            customer: deal.customer().unwrap_or_default().to_owned(),
            name: deal.name().unwrap_or_default().to_owned(),
            about: about.to_owned(),
            ..Change::default()
        }
    }
}

/// What a change of settings is about.
pub const SETTINGS: &str = "Settings";

/// No difference is no effect, which is blank.
fn effect(was: Decimal, now: Decimal) -> Option<Decimal> {
    Some(now - was).filter(|difference| !difference.is_zero())
}

fn state_before(past: &PreviousFinding) -> String {
    past.state.map(|state| sentence_case(state.name())).unwrap_or_default()
}

fn named(was: &PreviousDeal) -> Change {
    Change {
        deal_id: was.shown_id.clone(),
        customer: was.customer.clone(),
        name: was.name.clone(),
        ..Change::default()
    }
}

fn says(finding: &Finding, past: &PreviousFinding) -> String {
    let [crm_said, ace_said] = &past.says;
    let says = [
        ("CRM says", crm_said, &finding.evidence.crm_value),
        ("ACE says", ace_said, &finding.evidence.ace_value),
    ];
    let different = says
        .into_iter()
        .filter(|(_, was, now)| now.as_deref().unwrap_or_default() != was.as_str())
        .map(|(field, was, now)| changed(field, Some(was), now.as_deref()));
    different.collect::<Vec<_>>().join("; ")
}
