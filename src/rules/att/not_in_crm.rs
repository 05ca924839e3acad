//! A migration in ACE that no deal of the CRM stands behind.

use crate::domain::{Criterion, Evidence, Field, FixIn, Outcome, Records, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject};

pub(super) static RULE: Rule = Rule {
    code: "ATT015",
    name: "not-in-crm",
    severity: Severity::Medium,
    summary: "Every open migration in ACE has a deal in the CRM.",
    why: "Nobody at the partner follows what is not in the CRM: its window closes unseen.",
    fix: "In the CRM, look for the deal, also among won ones and in other views; if there is none, create it. Write the \
          ACE id into it. Close the opportunity in ACE only if the customer has dropped it.",
    fix_in: FixIn::Crm,
    source: "Our choice.",
    subject: Subject::AceOpportunities,
    reads: &[
        Field::Stage,
        Field::ApnPrograms,
        Field::UseCase,
        Field::Customer,
        Field::Title,
        Field::DealId,
    ],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    let ace = match &deal.records {
        Records::AceOnly(ace) => ace,
        Records::Linked { .. } => return Outcome::Pass,
        Records::CrmOnly(_) => return Outcome::NotApplicable,
    };
    // While it is a candidate, ATT008 asks whose it is.
    if !ace.is_open() || deal.is_candidate {
        return Outcome::NotApplicable;
    }
    // A deal of two phases may hold the ids of two opportunities, of which one is linked.
    if !deal.other_claims.is_empty() {
        return Outcome::Pass;
    }
    match screened.screening.criteria.migration_use_case {
        _ if ace.is_tagged_map() => {}
        Criterion::Pass(_) => {}
        Criterion::Unknown(_) => return Outcome::unknown(Field::UseCase),
        Criterion::Fail(_) | Criterion::NotApplicable => return Outcome::NotApplicable,
    }
    // The export has rows of its deal that contradict each other, and they are told of as set aside.
    if deal.counterpart_is_disputed {
        return Outcome::unknown(Field::DealId);
    }
    let customer = ace.customer.as_deref().unwrap_or("a customer that is not named");
    let title = ace.title.as_deref().map(|title| format!(" \"{title}\"")).unwrap_or_default();
    Outcome::fail(Evidence {
        message: format!(
            "{}{title} for {customer} is an open migration in ACE, and no deal of the CRM matches it.",
            ace.id
        ),
        fix: format!(
            "In the CRM, look for the deal with {customer}, also among won ones and in other views. If there is one, write {} \
             into its ACE id; if not, create it. Close {} in ACE only if the customer has dropped it.",
            ace.id, ace.id
        ),
        fix_in: FixIn::Crm,
        ace_value: Some(ace.id.to_string()),
        expected: "a deal in the CRM".into(),
        ..Evidence::about(Field::Customer)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, linked_deal};
    use crate::domain::{AceStage, CrmId};
    use crate::rules::testing::{evidence, outcome, screened};

    #[test]
    fn fails_for_an_open_migration_without_a_deal() {
        let found = evidence(&RULE, &screened(ace_only(|_| {})));
        assert_eq!(
            found.message,
            "O1234567 \"Data center migration\" for ACME Robotics GmbH is an open migration in ACE, and no deal of the \
             CRM matches it."
        );
    }

    #[test]
    fn a_use_case_suffices_without_the_tag_and_neither_is_no_migration() {
        let mut deal = screened(ace_only(|ace| ace.apn_programs.clear()));
        evidence(&RULE, &deal);
        deal.screening.criteria.migration_use_case = Criterion::fail("Storage");
        assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        deal.screening.criteria.migration_use_case = Criterion::unknown(Field::UseCase);
        assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::UseCase), "a blank one");
    }

    #[test]
    fn is_unknown_when_the_rows_of_its_deal_were_set_aside() {
        let mut deal = ace_only(|_| {});
        deal.counterpart_is_disputed = true;
        assert_eq!(outcome(&RULE, &screened(deal)), Outcome::unknown(Field::DealId));
    }

    #[test]
    fn is_silent_when_closed_or_while_a_person_has_to_decide() {
        for stage in [AceStage::Launched, AceStage::ClosedLost] {
            let closed = screened(ace_only(|ace| ace.stage = Some(stage)));
            assert_eq!(outcome(&RULE, &closed), Outcome::NotApplicable);
        }
        let mut candidate = ace_only(|_| {});
        candidate.is_candidate = true;
        assert_eq!(outcome(&RULE, &screened(candidate)), Outcome::NotApplicable);
    }

    #[test]
    fn passes_when_a_deal_holds_its_id_beside_another() {
        let mut deal = ace_only(|_| {});
        deal.other_claims = CrmId::new("A-7").into_iter().collect();
        assert_eq!(outcome(&RULE, &screened(deal)), Outcome::Pass);
    }

    #[test]
    fn passes_when_linked_and_does_not_concern_deals_without_an_opportunity() {
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
        assert_eq!(outcome(&RULE, &screened(crm_only(|_| {}))), Outcome::NotApplicable);
    }
}
