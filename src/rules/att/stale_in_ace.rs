//! An open opportunity that nobody has touched for long.

use crate::domain::{Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, blank, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT017",
    name: "stale-in-ace",
    severity: Severity::Medium,
    summary: "Open migrations in ACE are kept up to date.",
    why: "AWS reviewers check whether the opportunity is current; a stale one delays or sinks the application.",
    fix: "In ACE, bring stage, next step and target close date up to date.",
    fix_in: FixIn::Ace,
    source: "Guide: keep your ACE opportunity current, reviewers check it. After how many days it is stale is our choice.",
    subject: Subject::Migrations,
    reads: &[Field::ModifiedDate, Field::Stage, Field::ReviewStatus],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let Some(ace) = screened.deal.ace().filter(|ace| ace.is_open()) else {
        return Outcome::NotApplicable;
    };
    let Some(modified) = ace.modified_date else {
        return blank(&ace.at, Field::ModifiedDate);
    };
    let days = (cx.as_of - modified).num_days();
    let most = i64::from(cx.settings.stale_days);
    if days <= most {
        return Outcome::Pass;
    }
    Outcome::fail(Evidence {
        message: format!("{} was last changed on {modified}, {} ago.", ace.id, wording::days(days)),
        fix: format!(
            "{} and bring stage, next step and target close date up to date.",
            wording::sentence(&wording::open_in_ace(ace))
        ),
        fix_in: FixIn::Ace,
        ace_value: Some(modified.to_string()),
        expected: format!("a change within {}", wording::days(most)).into(),
        ..Evidence::about(Field::ModifiedDate)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AceStage;
    use crate::domain::testing::{AS_OF, ace_only, crm_only, linked_with_ace, place_carrying};
    use crate::rules::testing::{evidence, outcome, screened};

    fn modified(days_ago: u64) -> ScreenedDeal {
        let day = AS_OF - chrono::Days::new(days_ago);
        screened(linked_with_ace(|ace| ace.modified_date = Some(day)))
    }

    #[test]
    fn fails_on_the_31st_day_and_not_on_the_30th() {
        assert_eq!(outcome(&RULE, &modified(30)), Outcome::Pass);
        let found = evidence(&RULE, &modified(31));
        assert_eq!(found.message, "O1234567 was last changed on 2026-08-31, 31 days ago.");
    }

    #[test]
    fn looks_at_opportunities_without_a_deal_and_not_at_closed_ones() {
        let old = AS_OF - chrono::Days::new(99);
        evidence(&RULE, &screened(ace_only(|ace| ace.modified_date = Some(old))));
        let launched = screened(linked_with_ace(|ace| {
            ace.modified_date = Some(old);
            ace.stage = Some(AceStage::Launched);
        }));
        assert_eq!(outcome(&RULE, &launched), Outcome::NotApplicable);
    }

    #[test]
    fn a_blank_date_is_unknown_and_a_format_without_it_not_applicable() {
        let blank = screened(linked_with_ace(|ace| ace.modified_date = None));
        assert_eq!(outcome(&RULE, &blank), Outcome::unknown(Field::ModifiedDate));
        let unable = screened(linked_with_ace(|ace| {
            ace.modified_date = None;
            ace.at = place_carrying("ace.csv", 2, &[Field::AceId, Field::Stage]);
        }));
        assert_eq!(outcome(&RULE, &unable), Outcome::NotApplicable);
        assert_eq!(outcome(&RULE, &screened(crm_only(|_| {}))), Outcome::NotApplicable);
    }
}
