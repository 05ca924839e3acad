//! An ACE opportunity that AWS has sent back with a question.

use super::{by_review_status, under_review};
use crate::domain::{Evidence, Field, FixIn, Outcome, ReviewStatus, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject};

pub(super) static RULE: Rule = Rule {
    code: "ATT004",
    name: "action-required",
    severity: Severity::High,
    summary: "Nothing that AWS asked for on the ACE opportunity is left undone.",
    why: "AWS does not go on with its review until it is answered. An opportunity that is not \
          approved carries no MAP application, and the time to apply runs out meanwhile.",
    fix: "In ACE, open the opportunity, change what AWS asks for and submit it again.",
    fix_in: FixIn::Ace,
    source: "AWS Selling API, `ReviewStatus`; that it holds MAP up is our reading.",
    subject: Subject::Migrations,
    reads: &[Field::ReviewStatus, Field::Ownership, Field::Stage],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let Some(ace) = under_review(&screened.deal) else {
        return Outcome::NotApplicable;
    };
    by_review_status(ace, |status| {
        if status != ReviewStatus::ActionRequired {
            return Outcome::Pass;
        }
        let id = &ace.id;
        Outcome::fail(Evidence {
            message: format!(
                "AWS has sent {id} back and waits for an answer: its review status is Action \
                 Required."
            ),
            fix: format!(
                "In ACE, open {id} and read what AWS asks for; change it and submit {id} again."
            ),
            fix_in: FixIn::Ace,
            ace_value: ace.review_status_text.as_deref().map(Into::into),
            expected: "no action required by AWS".into(),
            ..Evidence::about(Field::ReviewStatus)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AceStage;
    use crate::domain::testing::{ace_only, crm_only, linked_with_ace, place_carrying};
    use crate::rules::testing::{evidence, outcome, screened};

    fn with_status(status: Option<ReviewStatus>) -> ScreenedDeal {
        screened(linked_with_ace(|ace| ace.review_status = status))
    }

    #[test]
    fn fails_when_aws_waits_for_an_answer() {
        let found = evidence(&RULE, &with_status(Some(ReviewStatus::ActionRequired)));
        assert!(found.message.starts_with("AWS has sent O1234567 back"), "{}", found.message);
    }

    #[test]
    fn passes_with_every_other_status() {
        for status in [ReviewStatus::Draft, ReviewStatus::InReview, ReviewStatus::Rejected] {
            assert_eq!(outcome(&RULE, &with_status(Some(status))), Outcome::Pass);
        }
    }

    #[test]
    fn is_unknown_when_the_status_cannot_be_told() {
        assert_eq!(outcome(&RULE, &with_status(None)), Outcome::unknown(Field::ReviewStatus));
    }

    #[test]
    fn without_a_deal_only_open_opportunities_matter() {
        let at_stage = |stage| {
            screened(ace_only(|ace| {
                ace.review_status = Some(ReviewStatus::ActionRequired);
                ace.stage = Some(stage);
            }))
        };
        evidence(&RULE, &at_stage(AceStage::Committed));
        assert_eq!(outcome(&RULE, &at_stage(AceStage::Launched)), Outcome::NotApplicable);
    }

    #[test]
    fn is_not_applicable_without_a_status_column_or_an_ace_opportunity() {
        let unable = linked_with_ace(|ace| ace.at = place_carrying("ace.csv", 2, &[Field::AceId]));
        for deal in [unable, crm_only(|_| {})] {
            assert_eq!(outcome(&RULE, &screened(deal)), Outcome::NotApplicable);
        }
    }
}
