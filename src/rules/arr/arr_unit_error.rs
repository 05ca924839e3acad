//! A monthly figure in an annual field, or the reverse.

use super::{BothFigures, both_figures, contradiction, reconciliation};
use crate::domain::{ArrBasis, Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject};

pub(super) static RULE: Rule = Rule {
    code: "ARR003",
    name: "arr-unit-error",
    severity: Severity::High,
    summary: "Annual AWS revenue in the CRM and 12 times the monthly AWS revenue in ACE do not \
              differ by a factor of 12.",
    why: "Funding follows AWS revenue. A figure that is out by a factor of 12 asks for far too \
          little, or for so much that the application is refused.",
    fix: "Find out which figure is right; then correct the monthly revenue in ACE or the AWS ARR \
          in the CRM.",
    fix_in: FixIn::Ace,
    source: "AWS Selling API, `ExpectedCustomerSpend`: ACE holds monthly revenue. The tolerance is \
             our choice.",
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
    match both_figures(screened) {
        Err(outcome) => outcome,
        Ok(figures) if screened.screening.arr.basis == ArrBasis::CrmUnitError => {
            Outcome::fail(mixed_up(&figures))
        }
        Ok(_) => Outcome::Pass,
    }
}

fn mixed_up(figures: &BothFigures) -> Evidence {
    let why = "about a factor of 12, so a monthly and an annual figure were mixed up";
    contradiction(figures, why, reconciliation(figures))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{
        ace_only, crm_only, linked_deal, linked_with_ace, linked_with_crm, place_carrying,
    };
    use crate::domain::{AceStage, Currency, Deal, Money};
    use crate::rules::testing::{evidence, outcome, screened};

    fn out_by_twelve(deal: Deal) -> ScreenedDeal {
        let mut screened = screened(deal);
        screened.screening.arr.basis = ArrBasis::CrmUnitError;
        screened.screening.arr.ace_usd = Some(1_152_000.into());
        screened
    }

    #[test]
    fn fails_with_both_figures_and_both_ways_to_mend_it() {
        let found = evidence(&RULE, &out_by_twelve(linked_deal()));
        assert_eq!(
            found.message,
            "AWS revenue is USD 96,000 a year in the CRM, but USD 1,152,000 a year (12 × MRR) in \
             ACE: about a factor of 12, so a monthly and an annual figure were mixed up."
        );
        assert_eq!(
            found.fix,
            "Find out which figure is right. If USD 96,000 a year: in ACE, open O1234567 and enter \
             USD 8,000 as Estimated AWS Monthly Recurring Revenue. If USD 1,152,000 a year: in the \
             CRM, open deal 0065f00000AbCdE and enter it as AWS ARR."
        );
    }

    #[test]
    fn sends_to_the_pdm_what_ace_has_frozen() {
        let launched = linked_with_ace(|ace| ace.stage = Some(AceStage::Launched));
        let found = evidence(&RULE, &out_by_twelve(launched));
        assert_eq!(found.fix_in, FixIn::Crm);
        assert!(found.fix.contains("tell your PDM, because O1234567 is Launched"), "{}", found.fix);
    }

    #[test]
    fn passes_when_the_figures_agree_or_differ_otherwise() {
        for basis in [ArrBasis::BothAgree, ArrBasis::AceCrmDiffers] {
            let mut deal = screened(linked_deal());
            deal.screening.arr.basis = basis;
            assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
        }
    }

    #[test]
    fn is_unknown_when_a_side_is_blank() {
        let mut without_crm = screened(linked_with_crm(|crm| crm.arr = None));
        without_crm.screening.arr.crm_usd = None;
        assert_eq!(outcome(&RULE, &without_crm), Outcome::unknown(Field::Arr));
        let mut without_ace = screened(linked_with_ace(|ace| ace.mrr = None));
        without_ace.screening.arr.ace_usd = None;
        assert_eq!(outcome(&RULE, &without_ace), Outcome::unknown(Field::Mrr));
    }

    #[test]
    fn is_unknown_when_a_figure_cannot_be_converted() {
        let yen = Money { amount: 700_000.into(), currency: Currency::new("JPY") };
        let mut in_crm = screened(linked_with_crm(|crm| crm.arr = Some(yen)));
        in_crm.screening.arr.crm_usd = None;
        assert_eq!(outcome(&RULE, &in_crm), Outcome::unknown(Field::ArrCurrency));
        let mut in_ace = screened(linked_with_ace(|ace| ace.mrr = Some(yen)));
        in_ace.screening.arr.ace_usd = None;
        assert_eq!(outcome(&RULE, &in_ace), Outcome::unknown(Field::Currency));
    }

    #[test]
    fn is_not_applicable_when_a_file_has_no_column_or_a_side_is_missing() {
        let place = || place_carrying("deals.csv", 2, &[Field::DealId]);
        let mut no_crm_column = screened(linked_with_crm(|crm| {
            crm.arr = None;
            crm.at = place();
        }));
        no_crm_column.screening.arr.crm_usd = None;
        let mut no_ace_column = screened(linked_with_ace(|ace| {
            ace.mrr = None;
            ace.at = place();
        }));
        no_ace_column.screening.arr.ace_usd = None;
        let alone = [screened(crm_only(|_| {})), screened(ace_only(|_| {}))];
        for deal in alone.into_iter().chain([no_crm_column, no_ace_column]) {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }
}
