//! Two figures for the AWS revenue of one deal.

use super::{BothFigures, both_figures, contradiction, enter_in_ace, reconciliation};
use crate::domain::{
    ArrBasis, Decimal, Evidence, Field, FixIn, Outcome, Placeholder, RoundingStrategy,
    ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ARR004",
    name: "arr-disagrees",
    severity: Severity::Medium,
    summary: "Annual AWS revenue in the CRM and 12 times the monthly AWS revenue in ACE agree.",
    why: "Funding follows AWS revenue. Two figures for one deal leave money unasked for, or raise \
          questions that delay the approval.",
    fix: "Find out which figure is right; then correct the monthly revenue in ACE or the AWS ARR \
          in the CRM.",
    fix_in: FixIn::Ace,
    source: "Guide, \"Projected AWS ARR\" must be documented. How far the two may differ is our \
             choice.",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::Arr,
        Field::Mrr,
        Field::ArrCurrency,
        Field::Currency,
        Field::Stage,
        Field::ReviewStatus,
    ],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let figures = match both_figures(screened) {
        Ok(figures) => figures,
        Err(outcome) => return outcome,
    };
    match screened.screening.arr.basis {
        // ARR003 speaks of it.
        ArrBasis::CrmUnitError => Outcome::NotApplicable,
        // A placeholder may happen to be the very amount that the CRM states.
        ArrBasis::AceCrmDiffers | ArrBasis::CrmAcePlaceholder
            if figures.crm_usd != figures.ace_usd =>
        {
            Outcome::fail(differing(&figures, screened.screening.arr.placeholder))
        }
        _ => Outcome::Pass,
    }
}

fn differing(figures: &BothFigures, placeholder: Option<Placeholder>) -> Evidence {
    let way_out = match placeholder {
        // Nobody asks which is right of an estimate and a dollar.
        Some(Placeholder::TooSmall) => {
            let (step, fix_in) = enter_in_ace(figures);
            (format!("{}.", wording::sentence(&step)), fix_in)
        }
        Some(Placeholder::Repeated) | None => reconciliation(figures),
    };
    let percent = percent_apart(figures.crm_usd, figures.ace_usd);
    contradiction(figures, &format!("they differ by {percent} %"), way_out)
}

/// The difference in percent of the larger figure, rounded up to one decimal: what is a hair more than the tolerance must
/// not read as if it were within it.
fn percent_apart(one: Decimal, other: Decimal) -> Decimal {
    let larger = one.abs().max(other.abs());
    let share = one.checked_sub(other).and_then(|gap| gap.abs().checked_div(larger));
    let percent = share.unwrap_or_default() * Decimal::ONE_HUNDRED;
    percent.round_dp_with_strategy(1, RoundingStrategy::AwayFromZero).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, linked_deal, linked_with_crm, place_carrying};
    use crate::rules::testing::{evidence, linked, outcome, screened};

    fn differing_by(ace_usd: i64, basis: ArrBasis) -> ScreenedDeal {
        linked(|screening| {
            screening.arr.ace_usd = Some(ace_usd.into());
            screening.arr.basis = basis;
        })
    }

    #[test]
    fn fails_with_both_figures_and_how_far_they_are_apart() {
        let found = evidence(&RULE, &differing_by(120_000, ArrBasis::AceCrmDiffers));
        assert_eq!(
            found.message,
            "AWS revenue is USD 96,000 a year in the CRM, but USD 120,000 a year (12 × MRR) in ACE: \
             they differ by 20 %."
        );
        assert!(found.fix.contains("enter USD 8,000 as Estimated"), "{}", found.fix);
    }

    #[test]
    fn a_placeholder_in_ace_disagrees_unless_it_is_the_same_amount() {
        let mut dollar = differing_by(12, ArrBasis::CrmAcePlaceholder);
        dollar.screening.arr.placeholder = Some(Placeholder::TooSmall);
        assert_eq!(
            evidence(&RULE, &dollar).fix,
            "In ACE, open O1234567 and enter USD 8,000 as Estimated AWS Monthly Recurring Revenue."
        );
        let same = differing_by(96_000, ArrBasis::CrmAcePlaceholder);
        assert_eq!(outcome(&RULE, &same), Outcome::Pass);
    }

    #[test]
    fn passes_within_the_tolerance() {
        let deal = differing_by(100_000, ArrBasis::BothAgree);
        assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
    }

    #[test]
    fn leaves_a_factor_of_twelve_to_the_rule_about_units() {
        let deal = differing_by(1_152_000, ArrBasis::CrmUnitError);
        assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
    }

    #[test]
    fn is_unknown_when_a_side_is_blank() {
        let mut deal = screened(linked_with_crm(|crm| crm.arr = None));
        deal.screening.arr.crm_usd = None;
        assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::Arr));
    }

    #[test]
    fn is_unknown_for_the_column_that_the_crm_has() {
        let mut deal = screened(linked_with_crm(|crm| {
            crm.arr = None;
            crm.at = place_carrying("crm.csv", 2, &[Field::Mrr]);
        }));
        deal.screening.arr.crm_usd = None;
        assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::Mrr));
    }

    #[test]
    fn is_not_applicable_without_a_link() {
        assert_eq!(outcome(&RULE, &screened(crm_only(|_| {}))), Outcome::NotApplicable);
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
    }

    #[test]
    fn differences_are_taken_of_the_larger_figure() {
        let percent = |one: i64, other: i64| percent_apart(one.into(), other.into()).to_string();
        assert_eq!(percent(100, 50), "50");
        assert_eq!(percent(50, 100), "50");
        assert_eq!(percent(300, 200), "33.4");
        assert_eq!(percent(1_000_000, 899_999), "10.1");
        assert_eq!(percent(0, 0), "0");
    }
}
