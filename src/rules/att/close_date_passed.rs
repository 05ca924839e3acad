//! An open opportunity whose target close date has passed.

use crate::domain::{Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, blank, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT018",
    name: "close-date-passed",
    severity: Severity::Medium,
    summary: "Open migrations in ACE have a target close date that lies ahead.",
    why: "A date in the past tells AWS that nobody keeps the opportunity; reviewers check that before they fund it.",
    fix: "In ACE, move the target close date, or close the opportunity.",
    fix_in: FixIn::Ace,
    source: "Guide: keep your ACE opportunity current, reviewers check it.",
    subject: Subject::Migrations,
    reads: &[Field::TargetCloseDate, Field::Stage, Field::ReviewStatus],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let Some(ace) = screened.deal.ace().filter(|ace| ace.is_open()) else {
        return Outcome::NotApplicable;
    };
    let Some(target) = ace.target_close_date else {
        return blank(&ace.at, Field::TargetCloseDate);
    };
    if target >= cx.as_of {
        return Outcome::Pass;
    }
    Outcome::fail(Evidence {
        message: format!(
            "{} is open, but its target close date {target} passed {} ago.",
            ace.id,
            wording::days((cx.as_of - target).num_days())
        ),
        fix: format!(
            "{} and move the target close date, or set the stage to Launched or Closed Lost.",
            wording::sentence(&wording::open_in_ace(ace))
        ),
        fix_in: FixIn::Ace,
        ace_value: Some(target.to_string()),
        expected: "a target close date that lies ahead".into(),
        ..Evidence::about(Field::TargetCloseDate)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AceStage;
    use crate::domain::testing::{AS_OF, crm_only, linked_with_ace, place_carrying};
    use crate::rules::testing::{evidence, outcome, screened};

    fn closing(date: chrono::NaiveDate, stage: AceStage) -> ScreenedDeal {
        screened(linked_with_ace(|ace| {
            ace.target_close_date = Some(date);
            ace.stage = Some(stage);
        }))
    }

    #[test]
    fn fails_the_day_after_and_not_on_the_day() {
        let yesterday = AS_OF - chrono::Days::new(1);
        assert_eq!(outcome(&RULE, &closing(AS_OF, AceStage::Qualified)), Outcome::Pass);
        let found = evidence(&RULE, &closing(yesterday, AceStage::Qualified));
        assert_eq!(
            found.message,
            "O1234567 is open, but its target close date 2026-09-30 passed 1 day ago."
        );
    }

    #[test]
    fn a_closed_opportunity_may_have_a_past_date() {
        let old = AS_OF - chrono::Days::new(99);
        for stage in [AceStage::Launched, AceStage::ClosedLost] {
            assert_eq!(outcome(&RULE, &closing(old, stage)), Outcome::NotApplicable);
        }
    }

    #[test]
    fn a_blank_date_is_unknown_and_a_format_without_it_not_applicable() {
        let blank = screened(linked_with_ace(|ace| ace.target_close_date = None));
        assert_eq!(outcome(&RULE, &blank), Outcome::unknown(Field::TargetCloseDate));
        let unable = screened(linked_with_ace(|ace| {
            ace.target_close_date = None;
            ace.at = place_carrying("ace.csv", 2, &[Field::AceId, Field::Stage]);
        }));
        assert_eq!(outcome(&RULE, &unable), Outcome::NotApplicable);
        assert_eq!(outcome(&RULE, &screened(crm_only(|_| {}))), Outcome::NotApplicable);
    }
}
