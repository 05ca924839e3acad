//! A live deal whose ACE opportunity AWS has rejected.

use super::by_review_status;
use crate::domain::{
    AceOpportunity, CrmOpportunity, Evidence, Field, FixIn, Outcome, ReviewStatus, ScreenedDeal,
    Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT005",
    name: "rejected-by-aws",
    severity: Severity::High,
    summary: "AWS has not rejected the ACE opportunity of a deal that is open or won.",
    why: "A rejected opportunity earns no credit with AWS and carries no MAP application, while the \
          deal itself goes on.",
    fix: "In ACE, read why AWS rejected the opportunity; then settle with your PDM whether to \
          submit a corrected one.",
    fix_in: FixIn::Ace,
    source: "AWS Selling API, `ReviewStatus`; that it rules MAP out is our reading.",
    subject: Subject::Migrations,
    reads: &[Field::ReviewStatus, Field::Ownership, Field::ReviewedDate],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let Some((crm, ace, _)) = screened.deal.linked() else {
        return Outcome::NotApplicable;
    };
    by_review_status(ace, |status| {
        if status == ReviewStatus::Rejected {
            Outcome::fail(rejected(crm, ace))
        } else {
            Outcome::Pass
        }
    })
}

fn rejected(crm: &CrmOpportunity, ace: &AceOpportunity) -> Evidence {
    let id = &ace.id;
    let deal = wording::deal(crm);
    let on = ace.reviewed_date.map_or_else(String::new, |date| format!(" on {date}"));
    Evidence {
        message: format!("AWS rejected {id}{on}, but {deal} is not lost."),
        fix: format!(
            "In ACE, open {id} and read why AWS rejected it; settle with your PDM whether to submit \
             a corrected opportunity, and write its id into the ACE id field of {deal} in the CRM."
        ),
        fix_in: FixIn::Ace,
        ace_value: ace.review_status_text.as_deref().map(Into::into),
        expected: "not rejected by AWS".into(),
        ..Evidence::about(Field::ReviewStatus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DealStatus;
    use crate::domain::testing::{ace_only, crm_of, linked_with_ace, place_carrying};
    use crate::rules::testing::{evidence, outcome, screened};

    fn rejected_deal(status: DealStatus) -> ScreenedDeal {
        let mut deal = linked_with_ace(|ace| ace.review_status = Some(ReviewStatus::Rejected));
        crm_of(&mut deal).status = status;
        screened(deal)
    }

    #[test]
    fn fails_while_the_deal_is_open_or_won() {
        for status in [DealStatus::Open, DealStatus::Won] {
            assert_eq!(
                evidence(&RULE, &rejected_deal(status)).message,
                "AWS rejected O1234567 on 2026-06-09, but deal 0065f00000AbCdE is not lost."
            );
        }
    }

    #[test]
    fn does_not_concern_lost_deals() {
        assert_eq!(outcome(&RULE, &rejected_deal(DealStatus::Lost)), Outcome::NotApplicable);
    }

    #[test]
    fn passes_with_every_other_status() {
        for status in [ReviewStatus::ActionRequired, ReviewStatus::Approved] {
            let deal = screened(linked_with_ace(|ace| ace.review_status = Some(status)));
            assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
        }
    }

    #[test]
    fn is_unknown_when_the_status_cannot_be_told() {
        let deal = screened(linked_with_ace(|ace| ace.review_status = None));
        assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::ReviewStatus));
    }

    #[test]
    fn is_not_applicable_without_a_status_column_or_without_a_deal() {
        let unable = linked_with_ace(|ace| ace.at = place_carrying("ace.csv", 2, &[Field::AceId]));
        let without_deal = ace_only(|ace| ace.review_status = Some(ReviewStatus::Rejected));
        for deal in [unable, without_deal] {
            assert_eq!(outcome(&RULE, &screened(deal)), Outcome::NotApplicable);
        }
    }
}
