//! What became of findings and deals since the previous run.

use std::collections::BTreeSet;

use super::Found;
use super::changes::Change;
use super::ended::Ended;
use super::identity::Identity;
use super::previous::{PreviousDeal, PreviousFinding, PreviousRun};
use super::row_ids::{ids_of_finding, lasting_id};
use super::store::Store;
use super::waivers::{self, Said, Waivers};
use crate::domain::{Deal, DealState, Evidence, Finding, FindingState, ScreenedDeal, Waiver};

/// How many findings are in which state. Those that are resolved have no row any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateCounts {
    /// Not known from an earlier run.
    pub new: u64,
    /// As in the previous run.
    pub still_open: u64,
    /// Known from the previous run, with other values.
    pub changed: u64,
    /// Back after they were gone or waived.
    pub reopened: u64,
    /// Found by the previous run, and not by this one, because the data or a decision says otherwise.
    pub resolved: u64,
    /// Found by the previous run, and not by this one, because its deadline has passed: nobody mended it.
    pub overtaken: u64,
    /// Found by the previous run, and not judged by this one for want of data: an export or a column that is missing.
    pub not_judged: u64,
    /// Accepted by a person.
    pub waived: u64,
}

impl StateCounts {
    /// Counts the findings, and what became of those of the previous run that are not found any more.
    pub(super) fn of(findings: &[Finding], gone: usize, changes: &[Change]) -> StateCounts {
        // What is only remembered went in an earlier run.
        let of_run = || changes.iter().filter(|change| !change.is_about_notes);
        // Only of findings is it known how many runs found them.
        let of_findings = || of_run().filter(|change| change.runs.is_some());
        let of = |ended| of_findings().filter(|change| change.ended == Some(ended)).count();
        let (overtaken, not_judged) = (of(Ended::Overtaken), of(Ended::NotJudged));
        let mut counts = StateCounts {
            resolved: gone.saturating_sub(overtaken + not_judged) as u64,
            overtaken: overtaken as u64,
            not_judged: not_judged as u64,
            ..StateCounts::default()
        };
        for finding in findings {
            *match finding.state {
                FindingState::New => &mut counts.new,
                FindingState::StillOpen => &mut counts.still_open,
                FindingState::Changed => &mut counts.changed,
                FindingState::Reopened => &mut counts.reopened,
                FindingState::Waived => &mut counts.waived,
            } += 1;
        }
        counts
    }
}

/// What was with a finding before this run.
#[derive(Clone, Copy)]
pub(super) struct FindingPast<'a> {
    /// What the previous run knew of it, and by which id.
    pub(super) known: Option<(&'a str, &'a PreviousFinding)>,
    /// Whether it was accepted until a day that is over.
    pub(super) has_expired_waiver: bool,
}

/// Gives the findings of this run their states, and says what was with each before.
pub(super) fn settle<'a>(
    findings: &mut [Finding],
    deals: &[ScreenedDeal],
    run: &'a PreviousRun,
    identity: &Identity,
    waivers: &mut Waivers,
    store: &Store,
) -> Vec<FindingPast<'a>> {
    let of_deals = waivers_of_deals(deals, run, store);
    let mut pasts = Vec::with_capacity(findings.len());
    for finding in findings {
        let place = finding.deal;
        let deal = place.and_then(|place| deals.get(place)).map(|deal| &deal.deal);
        let was = place.map(|place| identity.before(place, run)).unwrap_or_default();
        let ids = ids_of_finding(finding, with(deal, &was));
        let past = ids.iter().find_map(|id| run.findings.get_key_value(id));
        let gone = ids.iter().find_map(|id| run.gone.get(id));
        let of_deal = place.and_then(|place| of_deals.get(place)?.as_ref());
        let mut said = waivers.say(finding, &ids, deal, of_deal);
        // A waiver of what the previous run did not find at this deal accepted something else.
        if said == Said::Expired && past.is_none() && !was.is_empty() && run.cut_at.is_none() {
            said = Said::Nothing;
        }
        let was_not_judged = gone.is_some_and(|gone| gone.ended == Ended::NotJudged);
        let was_gone = gone.is_some() && !was_not_judged;
        finding.state = state(finding, past.map(|(_, past)| past), was_gone, &said);
        // A sheet that had no room for it says nothing of it, and a run that could not judge it did not mend it: who is told
        // of new findings need not hear of it each time.
        let may_be_left_out = run.cut_at.is_some_and(|least| finding.severity >= least);
        let may_be_known = !was.is_empty() || run.lacks_deals;
        let is_known = (may_be_left_out && may_be_known) || was_not_judged;
        if finding.state == FindingState::New && is_known {
            finding.state = FindingState::StillOpen;
        }
        if let Some((_, past)) = past {
            finding.first_seen = past.first_seen.unwrap_or(finding.first_seen);
            finding.runs_seen = past.runs.saturating_add(1);
        } else if let Some(gone) = gone {
            finding.first_seen = gone.first_seen.unwrap_or(finding.first_seen);
            finding.runs_seen = gone.runs.unwrap_or_default().saturating_add(1);
        }
        let has_expired_waiver = said == Said::Expired;
        if let Said::Accepted(waiver) = said {
            finding.waiver = Some(waiver.into());
        }
        let known = past.map(|(id, past)| (id.as_str(), past));
        pasts.push(FindingPast { known, has_expired_waiver });
    }
    pasts
}

/// Sets aside the deals that people accept as a whole. Gives the places of those that they accepted until a day that is
/// over.
pub(super) fn set_aside(
    deals: &mut [ScreenedDeal],
    run: &PreviousRun,
    waivers: &mut Waivers,
    store: &Store,
) -> BTreeSet<usize> {
    let of_deals = waivers_of_deals(deals, run, store);
    let mut accepted_once = BTreeSet::new();
    for (place, (deal, of_deal)) in deals.iter_mut().zip(&of_deals).enumerate() {
        match waivers.say_of_whole(deal, of_deal.as_ref()) {
            Said::Accepted(_) => deal.screening.set_aside(),
            Said::Expired => _ = accepted_once.insert(place),
            Said::Nothing => {}
        }
    }
    accepted_once
}

fn with<'a>(
    deal: Option<&'a Deal>,
    was: &'a [&'a PreviousDeal],
) -> Option<(&'a Deal, &'a [&'a PreviousDeal])> {
    deal.map(|deal| (deal, was))
}

fn waivers_of_deals(
    deals: &[ScreenedDeal],
    run: &PreviousRun,
    store: &Store,
) -> Vec<Option<Waiver>> {
    if store.is_empty() {
        return vec![None; deals.len()];
    }
    let of_deal = |deal: &ScreenedDeal| {
        let id = lasting_id(&deal.deal);
        let place = format!("{} ▸ Deals ▸ {id}", run.written_in());
        waivers::of_deal(store.get(&id)?, &place)
    };
    deals.iter().map(of_deal).collect()
}

fn state(
    finding: &Finding,
    past: Option<&PreviousFinding>,
    was_gone: bool,
    said: &Said,
) -> FindingState {
    match (said, past) {
        (Said::Accepted(_), _) => FindingState::Waived,
        (_, Some(past)) if past.state == Some(FindingState::Waived) => FindingState::Reopened,
        (_, Some(past)) if says_the_same(&finding.evidence, past) => FindingState::StillOpen,
        (_, Some(_)) => FindingState::Changed,
        (Said::Expired, None) => FindingState::Reopened,
        (Said::Nothing, None) if was_gone => FindingState::Reopened,
        (Said::Nothing, None) => FindingState::New,
    }
}

/// A text that a cell cannot hold as a whole was cut when it was written.
const COMPARED_CHARACTERS: usize = 30_000;

/// Whether both systems say what they said. The message is not compared: it tells of days that pass.
pub(super) fn says_the_same(evidence: &Evidence, past: &PreviousFinding) -> bool {
    let now = [&evidence.crm_value, &evidence.ace_value];
    let compared = |text: &str| {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        words.chars().take(COMPARED_CHARACTERS).collect::<String>()
    };
    let same = |(now, was): (&Option<String>, &String)| {
        compared(now.as_deref().unwrap_or_default()) == compared(was)
    };
    now.into_iter().zip(&past.says).all(same)
}

/// The previous findings that this run did not find, by id.
pub(super) fn resolved<'a>(
    run: &'a PreviousRun,
    pasts: &[FindingPast],
) -> Vec<(&'a str, &'a PreviousFinding)> {
    let found: BTreeSet<&str> =
        pasts.iter().filter_map(|past| past.known).map(|(id, _)| id).collect();
    let all = run.findings.iter().map(|(id, past)| (id.as_str(), past));
    all.filter(|(id, _)| !found.contains(id)).collect()
}

/// What became of each deal, in their order.
pub(super) fn of_deals(
    found: &Found,
    run: &PreviousRun,
    identity: &Identity,
    resolved: &[(&str, &PreviousFinding)],
    changes: &[Change],
) -> Vec<DealState> {
    let mut of_deals = vec![Vec::new(); found.deals.len()];
    for finding in &*found.findings {
        if let Some(of_deal) = finding.deal.and_then(|place| of_deals.get_mut(place)) {
            of_deal.push(finding);
        }
    }
    let resolved: BTreeSet<&str> = resolved.iter().map(|(_, past)| past.deal_id.as_str()).collect();
    let not_judged: BTreeSet<usize> = changes
        .iter()
        .filter(|change| change.ended == Some(Ended::NotJudged))
        .filter_map(|change| change.deal)
        .collect();
    let had_findings: BTreeSet<&str> =
        run.findings.values().map(|finding| finding.deal_id.as_str()).collect();
    let state = |(place, findings): (usize, &Vec<&Finding>)| {
        let was = identity.before(place, run);
        let has_resolved = was.iter().any(|deal| resolved.contains(deal.shown_id.as_str()));
        // Without findings, and not resolved either: it has not been judged since.
        let was_not_judged = was.iter().any(|deal| {
            deal.state == Some(DealState::Changed) && !had_findings.contains(deal.shown_id.as_str())
        });
        let is_judged = !not_judged.contains(&place) && !was_not_judged;
        of_deal(findings, &was, has_resolved, is_judged)
    };
    of_deals.iter().enumerate().map(state).collect()
}

/// What became of a deal, by its findings in this run. `before` is what it was in the previous one, `has_resolved` whether
/// one of its findings is gone, and `is_judged` whether it is known that what is gone is mended.
fn of_deal(
    findings: &[&Finding],
    before: &[&PreviousDeal],
    has_resolved: bool,
    is_judged: bool,
) -> DealState {
    let open: Vec<FindingState> = findings
        .iter()
        .map(|finding| finding.state)
        .filter(|state| *state != FindingState::Waived)
        .collect();
    let was = |state| before.iter().any(|deal| deal.state == Some(state));
    let had_none = before.iter().all(|deal| deal.state == Some(DealState::Clean));
    if open.is_empty() {
        return match findings.is_empty() {
            false => DealState::Waived,
            true if had_none => DealState::Clean,
            true if is_judged => DealState::Resolved,
            true => DealState::Changed,
        };
    }
    let is_back = before.is_empty() && open.contains(&FindingState::Reopened);
    if is_back
        || open.iter().all(|state| *state == FindingState::Reopened)
        || was(DealState::Resolved)
        || was(DealState::Waived)
    {
        DealState::Reopened
    } else if had_none {
        DealState::New
    } else if has_resolved || open.iter().any(|state| *state != FindingState::StillOpen) {
        DealState::Changed
    } else {
        DealState::StillOpen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::AS_OF;
    use crate::domain::{Covers, Evidence, Field, FixIn, Severity};

    fn finding(state: FindingState) -> Finding {
        Finding {
            id: "F-1".into(),
            code: "ATT001",
            name: "not-in-ace",
            severity: Severity::High,
            state,
            deal: Some(0),
            evidence: Evidence {
                message: "Starts in 9 days.".into(),
                fix: String::new(),
                fix_in: FixIn::Ace,
                field: Field::AceId.into(),
                crm_value: Some("O1".into()),
                ace_value: None,
                expected: "".into(),
                phase: None,
                request_id: None,
                like_before: 0,
            },
            first_seen: AS_OF,
            runs_seen: 1,
            waiver: None,
        }
    }

    fn past(state: FindingState, crm_says: &str) -> PreviousFinding {
        PreviousFinding {
            code: "ATT001".into(),
            state: Some(state),
            deal_id: "D-1".into(),
            says: [crm_says.into(), String::new()],
            first_seen: None,
            runs: 1,
        }
    }

    fn accepted() -> Said {
        Said::Accepted(Waiver {
            covers: Covers::default(),
            reason: "agreed".into(),
            approved_by: "Ana".into(),
            expires: AS_OF,
            place: String::new(),
        })
    }

    #[test]
    fn a_findings_state_follows_from_the_past_and_the_waivers() {
        let open = past(FindingState::StillOpen, "O1");
        let other = past(FindingState::New, "O2");
        let waived = past(FindingState::Waived, "O1");
        for (past, was_gone, said, expected) in [
            (None, false, Said::Nothing, FindingState::New),
            (Some(&open), false, Said::Nothing, FindingState::StillOpen),
            (Some(&other), false, Said::Nothing, FindingState::Changed),
            (None, true, Said::Nothing, FindingState::Reopened),
            (Some(&waived), false, Said::Nothing, FindingState::Reopened),
            (Some(&waived), false, Said::Expired, FindingState::Reopened),
            (None, false, Said::Expired, FindingState::Reopened),
            (Some(&open), false, Said::Expired, FindingState::StillOpen),
            (Some(&open), false, accepted(), FindingState::Waived),
        ] {
            let found = state(&finding(FindingState::New), past, was_gone, &said);
            assert_eq!(found, expected, "{past:?} {was_gone} {said:?}");
        }
    }

    #[test]
    fn a_deals_state_follows_from_its_findings() {
        use FindingState::{New, Reopened, StillOpen, Waived};
        let was = |state| PreviousDeal { state: Some(state), ..PreviousDeal::default() };
        for (states, before, has_resolved, expected) in [
            (&[New][..], None, false, DealState::New),
            (&[New], Some(DealState::Clean), false, DealState::New),
            (&[StillOpen], Some(DealState::New), false, DealState::StillOpen),
            (&[StillOpen], Some(DealState::New), true, DealState::Changed),
            (&[StillOpen, New], Some(DealState::New), false, DealState::Changed),
            (&[New], Some(DealState::Resolved), false, DealState::Reopened),
            (&[Reopened], Some(DealState::Waived), false, DealState::Reopened),
            (&[Reopened, New], None, false, DealState::Reopened),
            (&[Waived], Some(DealState::New), false, DealState::Waived),
            (&[StillOpen, Waived], Some(DealState::New), false, DealState::StillOpen),
            (&[], Some(DealState::New), true, DealState::Resolved),
            (&[], Some(DealState::Resolved), false, DealState::Resolved),
            (&[], Some(DealState::Clean), false, DealState::Clean),
            (&[], None, false, DealState::Clean),
        ] {
            let findings: Vec<_> = states.iter().map(|state| finding(*state)).collect();
            let findings: Vec<_> = findings.iter().collect();
            let before: Vec<_> = before.map(was).into_iter().collect();
            let before: Vec<_> = before.iter().collect();
            assert_eq!(of_deal(&findings, &before, has_resolved, true), expected, "{states:?}");
        }
        let was = was(DealState::New);
        assert_eq!(of_deal(&[], &[&was], true, false), DealState::Changed, "nobody mended it");
    }
}
