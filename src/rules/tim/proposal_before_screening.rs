//! A proposal that went out before anybody thought of MAP.

use chrono::NaiveDate;

use crate::domain::{
    CrmOpportunity, DealStatus, Evidence, Field, FixIn, Outcome, Progress, Records, ScreenedDeal,
    Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "TIM006",
    name: "proposal-before-screening",
    severity: Severity::Medium,
    summary: "A migration is screened for MAP before its proposal goes out.",
    why: "Funding that the proposal does not reckon with is seldom asked for afterwards, and the price is fixed without it.",
    fix: "Screen the deal for MAP now; submit it in ACE and tell your PDM before the customer signs.",
    fix_in: FixIn::Ace,
    source: "Guide: screen for MAP at qualification, before the proposal.",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::Stage,
        Field::Status,
        Field::ProposalDate,
        Field::SowSignedDate,
        Field::AceId,
        Field::MapStatus,
        Field::MapRequestId,
        Field::MapSubmittedDate,
    ],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    let crm = match &deal.records {
        Records::Linked { .. } => return Outcome::Pass,
        Records::AceOnly(_) => return Outcome::NotApplicable,
        Records::CrmOnly(crm) => crm,
    };
    // An id or a candidate may well be its ACE opportunity.
    if !deal.named_ace_ids().is_empty() || !deal.candidates.is_empty() {
        return Outcome::NotApplicable;
    }
    if is_marked(crm) || !deal.requests.is_empty() {
        return Outcome::Pass;
    }
    match reached(crm, cx.as_of) {
        Some(words) => Outcome::fail(early(crm, &words, cx.as_of)),
        None if crm.stage.is_some() => Outcome::Pass,
        None => [Field::Stage, Field::ProposalDate, Field::SowSignedDate]
            .into_iter()
            .find(|field| crm.at.carries(*field))
            .map_or(Outcome::NotApplicable, Outcome::unknown),
    }
}

/// Whether the CRM says anything of MAP.
fn is_marked(crm: &CrmOpportunity) -> bool {
    crm.map_status.is_some() || crm.map_request_id.is_some() || crm.map_submitted_date.is_some()
}

/// How the deal is known to have reached its proposal.
fn reached(crm: &CrmOpportunity, as_of: NaiveDate) -> Option<String> {
    if let Some(date) = crm.sow_signed_by(as_of) {
        return Some(format!("its SOW was signed on {date}"));
    }
    if let Some(date) = crm.proposed_by(as_of) {
        return Some(format!("its proposal is of {date}"));
    }
    let stage = crm.stage.as_deref().filter(|_| crm.progress >= Progress::Proposed)?;
    Some(format!("its stage is \"{stage}\""))
}

fn early(crm: &CrmOpportunity, words: &str, as_of: NaiveDate) -> Evidence {
    let deal = wording::deal(crm);
    let is_settled = crm.status == DealStatus::Won || crm.sow_signed_by(as_of).is_some();
    Evidence {
        message: format!(
            "{} has reached its proposal ({words}), and has neither an ACE opportunity nor any mark of MAP.",
            wording::sentence(&deal)
        ),
        fix: format!(
            "In ACE, submit an opportunity for {deal} with APN program \"Migration Acceleration Program\" and tell your \
             PDM; then {}.",
            if is_settled {
                "ask which phases AWS still funds, because the customer has signed"
            } else {
                "reckon with the funding in the proposal"
            }
        ),
        fix_in: FixIn::Ace,
        crm_value: crm.stage.as_deref().map(Into::into),
        expected: "a screening for MAP before the proposal".into(),
        ..Evidence::about(Field::ProposalDate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, date, linked_deal, place_carrying};
    use crate::rules::testing::{candidate, evidence, outcome, screened};

    fn unmarked(change: impl FnOnce(&mut CrmOpportunity)) -> ScreenedDeal {
        screened(crm_only(|crm| {
            crm.map_status = None;
            crm.map_submitted_date = None;
            crm.sow_signed_date = None;
            crm.progress = Progress::Qualified;
            change(crm);
        }))
    }

    #[test]
    fn fails_by_stage_proposal_or_signature() {
        let by_stage = unmarked(|crm| crm.progress = Progress::Proposed);
        assert!(evidence(&RULE, &by_stage).message.contains("its stage is \"Negotiation/Review\""));
        let by_date = unmarked(|crm| crm.proposal_date = Some(date(2026, 9, 1)));
        assert!(evidence(&RULE, &by_date).message.contains("its proposal is of 2026-09-01"));
        let signed = unmarked(|crm| crm.sow_signed_date = Some(date(2026, 9, 15)));
        assert!(evidence(&RULE, &signed).message.contains("signed on 2026-09-15"));
    }

    #[test]
    fn a_proposal_or_a_signature_that_is_planned_has_not_been_reached() {
        for plan in [
            |crm: &mut CrmOpportunity| crm.proposal_date = Some(date(2026, 10, 2)),
            |crm: &mut CrmOpportunity| crm.sow_signed_date = Some(date(2026, 10, 2)),
        ] {
            assert_eq!(outcome(&RULE, &unmarked(plan)), Outcome::Pass);
        }
        evidence(&RULE, &unmarked(|crm| crm.proposal_date = Some(date(2026, 10, 1))));
    }

    #[test]
    fn once_the_customer_has_signed_the_proposal_cannot_be_changed() {
        let won = unmarked(|crm| {
            crm.progress = Progress::Committed;
            crm.status = DealStatus::Won;
        });
        let signed = unmarked(|crm| crm.sow_signed_date = Some(date(2026, 9, 15)));
        for deal in [won, signed] {
            assert!(evidence(&RULE, &deal).fix.contains("which phases AWS still funds"));
        }
    }

    #[test]
    fn a_deal_short_of_its_proposal_passes_and_one_without_a_stage_is_unknown() {
        assert_eq!(outcome(&RULE, &unmarked(|_| {})), Outcome::Pass);
        let blank = unmarked(|crm| {
            crm.stage = None;
            crm.progress = Progress::Early;
        });
        assert_eq!(outcome(&RULE, &blank), Outcome::unknown(Field::Stage));
        let carrying = |fields: &[Field]| {
            unmarked(|crm| {
                crm.stage = None;
                crm.progress = Progress::Early;
                crm.at = place_carrying("crm.csv", 2, fields);
            })
        };
        let without_stages = carrying(&[Field::ProposalDate]);
        assert_eq!(outcome(&RULE, &without_stages), Outcome::unknown(Field::ProposalDate));
        assert_eq!(outcome(&RULE, &carrying(&[Field::DealId])), Outcome::NotApplicable);
    }

    #[test]
    fn any_mark_of_map_or_an_ace_opportunity_passes() {
        let marked = unmarked(|crm| {
            crm.progress = Progress::Proposed;
            crm.map_status = Some("In preparation".into());
        });
        for deal in [marked, screened(linked_deal())] {
            assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
        }
    }

    #[test]
    fn is_silent_while_an_id_or_a_candidate_may_be_its_opportunity() {
        let named = unmarked(|crm| {
            crm.progress = Progress::Proposed;
            crm.ace_id = Some("O7654321".into());
        });
        let mut in_doubt = unmarked(|crm| crm.progress = Progress::Proposed);
        in_doubt.deal.candidates = vec![candidate("O7654321", "Acme", "the country differs")];
        for deal in [named, in_doubt, screened(ace_only(|_| {}))] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }
}
