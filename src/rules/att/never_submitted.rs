//! An ACE opportunity that AWS has never been shown.

use super::{by_review_status, under_review};
use crate::domain::{Evidence, Field, FixIn, Outcome, ReviewStatus, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject};

pub(super) static RULE: Rule = Rule {
    code: "ATT003",
    name: "never-submitted",
    severity: Severity::High,
    summary: "The ACE opportunity of a migration has been submitted to AWS.",
    why: "AWS does not see a draft. No MAP application can rest on it, and the time to apply runs \
          out meanwhile.",
    fix: "In ACE, complete the opportunity and submit it; then send the id to your PDM.",
    fix_in: FixIn::Ace,
    source: "Guide, \"Active ACE pipeline with the migration opportunity submitted\"; AWS Selling \
             API, `ReviewStatus`.",
    subject: Subject::Migrations,
    reads: &[Field::ReviewStatus, Field::Ownership, Field::Stage],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let Some(ace) = under_review(&screened.deal) else {
        return Outcome::NotApplicable;
    };
    by_review_status(ace, |status| {
        if status != ReviewStatus::Draft {
            return Outcome::Pass;
        }
        let id = &ace.id;
        Outcome::fail(Evidence {
            message: format!("{id} is a draft: it was never submitted to AWS."),
            fix: format!(
                "In ACE, open {id}, complete it and submit it to AWS; then send the id to your PDM."
            ),
            fix_in: FixIn::Ace,
            ace_value: ace.review_status_text.as_deref().map(Into::into),
            expected: "submitted to AWS".into(),
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
        screened(linked_with_ace(|ace| {
            ace.review_status = status;
            ace.review_status_text = None;
        }))
    }

    #[test]
    fn fails_on_a_draft() {
        let found = evidence(&RULE, &with_status(Some(ReviewStatus::Draft)));
        assert_eq!(found.message, "O1234567 is a draft: it was never submitted to AWS.");
    }

    #[test]
    fn passes_from_the_submission_on() {
        for status in [ReviewStatus::Submitted, ReviewStatus::InReview, ReviewStatus::Approved] {
            assert_eq!(outcome(&RULE, &with_status(Some(status))), Outcome::Pass);
        }
    }

    #[test]
    fn is_unknown_when_the_status_is_blank() {
        assert_eq!(outcome(&RULE, &with_status(None)), Outcome::unknown(Field::ReviewStatus));
    }

    #[test]
    fn a_blank_status_of_an_aws_referral_is_as_it_should_be_but_a_strange_one_is_not() {
        let referral = |text: Option<&str>| {
            screened(linked_with_ace(|ace| {
                ace.is_aws_referral = true;
                ace.review_status = None;
                ace.review_status_text = text.map(Into::into);
            }))
        };
        assert_eq!(outcome(&RULE, &referral(None)), Outcome::NotApplicable);
        assert_eq!(
            outcome(&RULE, &referral(Some("Parked"))),
            Outcome::unknown(Field::ReviewStatus)
        );
    }

    #[test]
    fn without_a_deal_only_open_opportunities_matter() {
        let draft_at = |stage| {
            screened(ace_only(|ace| {
                ace.review_status = Some(ReviewStatus::Draft);
                ace.stage = Some(stage);
            }))
        };
        evidence(&RULE, &draft_at(AceStage::Qualified));
        assert_eq!(outcome(&RULE, &draft_at(AceStage::Launched)), Outcome::NotApplicable);
    }

    #[test]
    fn is_not_applicable_without_a_status_column_or_an_ace_opportunity() {
        let unable = linked_with_ace(|ace| {
            ace.review_status = None;
            ace.at = place_carrying("ace.csv", 2, &[Field::AceId]);
        });
        for deal in [unable, crm_only(|_| {})] {
            assert_eq!(outcome(&RULE, &screened(deal)), Outcome::NotApplicable);
        }
    }
}
