//! A migration deal that AWS knows nothing of.

use crate::domain::{
    AceId, Evidence, Field, FixIn, Outcome, Records, ScreenedDeal, Severity, Taken,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT001",
    name: "not-in-ace",
    severity: Severity::High,
    summary: "Every migration deal that is open or won has an ACE opportunity.",
    why: "A MAP application needs the id of an ACE opportunity. Without one no money can be asked \
          for, however well the deal qualifies.",
    fix: "In ACE, create and submit an opportunity for the deal; then write its id into the deal \
          in the CRM.",
    fix_in: FixIn::Ace,
    source: "Guide, \"Who Qualifies for MAP?\": the ACE opportunity must exist.",
    subject: Subject::Migrations,
    reads: &[Field::AceId, Field::Customer],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    let crm = match &deal.records {
        Records::Linked { .. } => return Outcome::Pass,
        Records::AceOnly(_) => return Outcome::NotApplicable,
        Records::CrmOnly(crm) => crm,
    };
    // Other rules speak for an id that leads nowhere (ATT006) and for candidates (ATT008).
    if !deal.named_ace_ids().is_empty() || !deal.candidates.is_empty() {
        return Outcome::NotApplicable;
    }
    // An opportunity that names the deal is in the export, in rows that contradict each other.
    if deal.counterpart_is_disputed {
        return Outcome::unknown(Field::AceId);
    }
    let named = AceId::all_in(crm.ace_id.as_deref().unwrap_or_default());
    let held = match named.iter().find(|id| deal.denied.contains(id)) {
        Some(denied) => {
            format!(
                "the ACE id that it holds, {denied}, is another deal's by a reviewer's decision"
            )
        }
        None => "it holds no ACE id".to_owned(),
    };
    let program = if screened.screening.verdict.is_judged() {
        " with APN program \"Migration Acceleration Program\""
    } else {
        " without the program of MAP, for which the deal does not look eligible,"
    };
    let name = wording::deal(crm);
    let (but, unless) = match deal.taken.as_deref() {
        Some(Taken { ace_id, crm_id }) => (
            format!(" but {ace_id}, which is linked to deal {crm_id}"),
            format!(
                "Find out whether {crm_id} is the same deal, and close one of the two in the CRM. If it is another: "
            ),
        ),
        None => Default::default(),
    };
    let customer = crm.customer.as_deref().unwrap_or("the customer");
    Outcome::fail(Evidence {
        message: format!(
            "{} has no ACE opportunity: {held}, and no opportunity in the ACE export matches it{but}.",
            wording::sentence(&name)
        ),
        fix: format!(
            "{unless}In ACE, create an opportunity for {customer}{program} and submit it; then write its id into the ACE id \
             field of {name} in the CRM."
        ),
        fix_in: FixIn::Ace,
        crm_value: crm.ace_id.as_deref().map(Into::into),
        expected: "an ACE opportunity for the deal".into(),
        ..Evidence::about(Field::AceId)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, linked_deal};
    use crate::domain::{CrmId, DealStatus};
    use crate::rules::testing::{candidate, evidence, outcome, screened};

    #[test]
    fn fails_when_nothing_in_ace_is_the_deal() {
        let found = evidence(&RULE, &screened(crm_only(|_| {})));
        assert_eq!(
            found.message,
            "Deal 0065f00000AbCdE has no ACE opportunity: it holds no ACE id, and no opportunity \
             in the ACE export matches it."
        );
        assert!(found.fix.contains("create an opportunity for Acme Robotics"), "{}", found.fix);
    }

    #[test]
    fn names_the_opportunity_that_fits_and_is_another_deals() {
        let mut deal = crm_only(|_| {});
        let (ace_id, crm_id) = (AceId::exact("O7654321").unwrap(), CrmId::new("A-7").unwrap());
        deal.taken = Some(Box::new(Taken { ace_id, crm_id }));
        let found = evidence(&RULE, &screened(deal));
        assert!(found.message.ends_with("matches it but O7654321, which is linked to deal A-7."));
        assert!(found.fix.starts_with("Find out whether A-7 is the same deal"), "{}", found.fix);
    }

    #[test]
    fn fails_for_a_won_deal_and_is_not_applicable_to_a_lost_one() {
        let with_status = |status| screened(crm_only(|crm| crm.status = status));
        evidence(&RULE, &with_status(DealStatus::Won));
        assert_eq!(outcome(&RULE, &with_status(DealStatus::Lost)), Outcome::NotApplicable);
    }

    #[test]
    fn a_word_in_the_id_column_is_no_ace_id() {
        for word in ["n/a", "pending", "-", "see notes"] {
            let found = evidence(&RULE, &screened(crm_only(|crm| crm.ace_id = Some(word.into()))));
            assert_eq!(found.crm_value.as_deref(), Some(word));
        }
    }

    #[test]
    fn an_id_that_a_reviewer_denied_is_no_id_of_the_deal() {
        let mut deal = crm_only(|crm| crm.ace_id = Some("O7654321".into()));
        deal.denied = AceId::all_in("O7654321");
        let found = evidence(&RULE, &screened(deal));
        assert!(found.message.contains("O7654321, is another deal's by a reviewer's decision"));
    }

    #[test]
    fn is_silent_when_the_crm_holds_an_ace_id_even_a_mistyped_one() {
        for id in
            ["O7654321", "o7654321", "O-7654321", "see O7654321", "https://x.example/O7654321"]
        {
            let deal = screened(crm_only(|crm| crm.ace_id = Some(id.into())));
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable, "{id}");
        }
    }

    #[test]
    fn is_silent_while_candidates_wait_for_a_person() {
        let mut deal = crm_only(|_| {});
        deal.candidates = vec![candidate("O7654321", "Acme", "the country differs")];
        assert_eq!(outcome(&RULE, &screened(deal)), Outcome::NotApplicable);
    }

    #[test]
    fn passes_when_linked_and_does_not_concern_ace_opportunities_without_a_deal() {
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
        assert_eq!(outcome(&RULE, &screened(ace_only(|_| {}))), Outcome::NotApplicable);
    }

    #[test]
    fn is_unknown_when_the_rows_of_its_opportunity_were_set_aside() {
        let mut deal = crm_only(|crm| crm.ace_id = None);
        deal.counterpart_is_disputed = true;
        assert_eq!(outcome(&RULE, &screened(deal)), Outcome::unknown(Field::AceId));
    }
}
