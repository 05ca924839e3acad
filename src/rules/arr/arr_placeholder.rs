//! Monthly AWS revenue that nobody estimated.

use crate::domain::{Evidence, Field, FixIn, Outcome, Placeholder, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, blank, wording};

pub(super) static RULE: Rule = Rule {
    code: "ARR005",
    name: "arr-placeholder",
    severity: Severity::Medium,
    summary: "The monthly AWS revenue in ACE is an estimate, not a placeholder.",
    why: "Funding follows AWS revenue. A placeholder asks for next to nothing, or shows the reviewer that nobody did \
          the sum.",
    fix: "In ACE, enter the monthly AWS revenue that the customer is expected to reach.",
    fix_in: FixIn::Ace,
    source: "Our choice; amounts of 1 and the same amount on many opportunities stand in real exports.",
    subject: Subject::JudgedMigrations,
    reads: &[Field::Mrr, Field::Currency, Field::Stage, Field::ReviewStatus],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let Some(ace) = screened.deal.ace() else {
        return Outcome::NotApplicable;
    };
    let Some(mrr) = ace.mrr else {
        return blank(&ace.at, Field::Mrr);
    };
    let arr = &screened.screening.arr;
    let looks = match arr.placeholder {
        // Whether seven of an unknown currency are too small to be meant, nobody can tell.
        None if arr.ace_usd.is_none() => return Outcome::unknown(Field::Currency),
        None => return Outcome::Pass,
        Some(Placeholder::TooSmall) => "is too small to be meant",
        Some(Placeholder::Repeated) => "stands on many of your opportunities",
    };
    let (fix, fix_in) = wording::change_in_ace(
        ace,
        format!(
            "{} and enter the Estimated AWS Monthly Recurring Revenue that the customer is expected to reach.",
            wording::sentence(&wording::open_in_ace(ace))
        ),
    );
    Outcome::fail(Evidence {
        message: format!("The monthly AWS revenue of {} is {mrr}, which {looks}.", ace.id),
        fix,
        fix_in,
        ace_value: Some(mrr.to_string()),
        expected: "an estimate of monthly AWS revenue".into(),
        ..Evidence::about(Field::Mrr)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, linked_with_ace, place_carrying};
    use crate::rules::testing::{evidence, linked, outcome, screened};

    #[test]
    fn fails_for_each_sign_of_a_placeholder() {
        for (sign, words) in [
            (Placeholder::TooSmall, "too small to be meant"),
            (Placeholder::Repeated, "stands on many of your opportunities"),
        ] {
            let found =
                evidence(&RULE, &linked(|screening| screening.arr.placeholder = Some(sign)));
            assert!(found.message.contains(words), "{}", found.message);
        }
    }

    #[test]
    fn an_amount_that_stands_for_itself_passes() {
        assert_eq!(outcome(&RULE, &linked(|_| {})), Outcome::Pass);
    }

    #[test]
    fn an_amount_in_a_currency_without_a_rate_is_unknown_unless_it_is_repeated() {
        let mut deal = linked(|screening| screening.arr.ace_usd = None);
        assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::Currency));
        deal.screening.arr.placeholder = Some(Placeholder::Repeated);
        evidence(&RULE, &deal);
    }

    #[test]
    fn a_blank_is_unknown_and_a_format_without_revenue_not_applicable() {
        let blank = screened(linked_with_ace(|ace| ace.mrr = None));
        assert_eq!(outcome(&RULE, &blank), Outcome::unknown(Field::Mrr));
        let unable = screened(linked_with_ace(|ace| {
            ace.mrr = None;
            ace.at = place_carrying("ace.csv", 2, &[Field::AceId]);
        }));
        for deal in [unable, screened(crm_only(|_| {}))] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }
}
