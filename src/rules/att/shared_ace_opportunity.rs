//! One ACE opportunity that several deals claim.

use crate::domain::{CrmId, Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT009",
    name: "shared-ace-opportunity",
    severity: Severity::Medium,
    summary: "Every ACE opportunity is held by one deal of the CRM.",
    why: "An ACE opportunity is funded once. Deals that share one count its money twice, and all but one have none of \
          their own.",
    fix: "Keep the ACE id on the deal that it belongs to; create an ACE opportunity for each of the others.",
    fix_in: FixIn::Crm,
    source: "Our choice: one deal, one ACE opportunity. Ids travel when deals are cloned.",
    subject: Subject::AllDeals,
    reads: &[Field::AceId],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    let Some(crm) = deal.crm().filter(|crm| crm.at.carries(Field::AceId)) else {
        return Outcome::NotApplicable;
    };
    let others = &deal.other_claims;
    if others.is_empty() {
        return if crm.ace_id.is_some() { Outcome::Pass } else { Outcome::NotApplicable };
    }
    let id = crm.ace_id.as_deref().unwrap_or("its ACE id");
    let named: Vec<&str> = others.iter().map(CrmId::as_str).collect();
    let named = named.join(", ");
    Outcome::fail(Evidence {
        message: format!("ACE id {id} also stands on other deals of the CRM: {named}."),
        fix: format!(
            "Find out whose {id} is: that of {} or of {named}. In the CRM, remove it from every other; then create an ACE \
             opportunity for each that has none.",
            wording::deal(crm)
        ),
        fix_in: FixIn::Crm,
        crm_value: crm.ace_id.as_deref().map(Into::into),
        expected: "an ACE id that no other deal holds".into(),
        ..Evidence::about(Field::AceId)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, linked_deal, place_carrying};
    use crate::domain::{Deal, DealStatus};
    use crate::rules::testing::{evidence, outcome, screened};

    fn shared_by(mut deal: Deal, others: usize) -> ScreenedDeal {
        deal.other_claims = (0..others).filter_map(|n| CrmId::new(&format!("A-{n}"))).collect();
        screened(deal)
    }

    #[test]
    fn fails_for_every_deal_that_holds_the_id_lost_or_not() {
        let found = evidence(&RULE, &shared_by(linked_deal(), 1));
        assert_eq!(found.message, "ACE id O1234567 also stands on other deals of the CRM: A-0.");
        evidence(&RULE, &shared_by(crm_only(|crm| crm.status = DealStatus::Lost), 1));
    }

    #[test]
    fn passes_when_no_other_deal_holds_it_and_needs_an_id_to_judge() {
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
        let unable = crm_only(|crm| crm.at = place_carrying("crm.csv", 2, &[Field::DealId]));
        for deal in [crm_only(|_| {}), unable, ace_only(|_| {})] {
            assert_eq!(outcome(&RULE, &screened(deal)), Outcome::NotApplicable);
        }
    }
}
