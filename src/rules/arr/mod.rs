//! Projections: is annual AWS revenue stated, and do the CRM and ACE agree on it?

use super::{Rule, blank, wording};
use crate::domain::recurrence::MONTHS;
use crate::domain::{
    AceOpportunity, CrmOpportunity, Decimal, Evidence, Field, FixIn, Outcome, ScreenedDeal,
};

mod arr_copied_from_deal_amount;
mod arr_disagrees;
mod arr_missing;
mod arr_missing_in_ace;
mod arr_not_convertible;
mod arr_placeholder;
mod arr_unit_error;
mod arr_without_evidence;

pub(super) static RULES: &[&Rule] = &[
    &arr_missing::RULE,
    &arr_missing_in_ace::RULE,
    &arr_unit_error::RULE,
    &arr_disagrees::RULE,
    &arr_placeholder::RULE,
    &arr_not_convertible::RULE,
    &arr_without_evidence::RULE,
    &arr_copied_from_deal_amount::RULE,
];

/// Both sides' annual AWS revenue of a linked deal.
struct BothFigures<'deal> {
    crm: &'deal CrmOpportunity,
    ace: &'deal AceOpportunity,
    /// The CRM's figure in US dollars a year.
    crm_usd: Decimal,
    /// 12 × ACE MRR in US dollars.
    ace_usd: Decimal,
}

/// The figures to compare, or what is to be said if one of them is wanting.
fn both_figures(screened: &ScreenedDeal) -> Result<BothFigures<'_>, Outcome> {
    let Some((crm, ace, _)) = screened.deal.linked() else {
        return Err(Outcome::NotApplicable);
    };
    let arr = &screened.screening.arr;
    match (arr.crm_usd, arr.ace_usd) {
        (Some(crm_usd), Some(ace_usd)) => Ok(BothFigures { crm, ace, crm_usd, ace_usd }),
        (None, _) => Err(without_crm_figure(crm)),
        (Some(_), None) => Err(without_ace_figure(ace)),
    }
}

fn without_crm_figure(crm: &CrmOpportunity) -> Outcome {
    let column = [Field::Arr, Field::Mrr].into_iter().find(|field| crm.at.carries(*field));
    if has_crm_figure(crm) {
        // There is a figure, in a currency without a rate.
        Outcome::unknown(Field::ArrCurrency)
    } else {
        column.map_or(Outcome::NotApplicable, Outcome::unknown)
    }
}

fn without_ace_figure(ace: &AceOpportunity) -> Outcome {
    if ace.mrr.is_some() { Outcome::unknown(Field::Currency) } else { blank(&ace.at, Field::Mrr) }
}

fn has_crm_figure(crm: &CrmOpportunity) -> bool {
    crm.arr.is_some() || crm.mrr.is_some()
}

/// An annual figure as the monthly one that ACE asks for.
fn a_month(a_year: Decimal) -> Decimal {
    a_year / MONTHS
}

/// Two figures of the same revenue that cannot both be right, and the way out.
fn contradiction(figures: &BothFigures, why: &str, (fix, fix_in): (String, FixIn)) -> Evidence {
    let [crm, ace] =
        [figures.crm_usd, figures.ace_usd].map(|usd| format!("{} a year", wording::usd(usd)));
    Evidence {
        message: format!("AWS revenue is {crm} in the CRM, but {ace} (12 × MRR) in ACE: {why}."),
        fix,
        fix_in,
        crm_value: Some(crm),
        ace_value: Some(ace),
        expected: "the same AWS revenue in the CRM and in ACE".into(),
        ..Evidence::about(Field::Arr)
    }
}

/// How to bring ACE's figure to the CRM's, as a step, and where that is done.
fn enter_in_ace(figures: &BothFigures) -> (String, FixIn) {
    let BothFigures { ace, crm_usd, .. } = figures;
    match wording::frozen_at(ace) {
        None => (
            format!(
                "{} and enter {} as Estimated AWS Monthly Recurring Revenue",
                wording::open_in_ace(ace),
                wording::usd(a_month(*crm_usd))
            ),
            FixIn::Ace,
        ),
        Some(stage) => {
            (format!("tell your PDM, because {} is {stage} and frozen", ace.id), FixIn::Pdm)
        }
    }
}

/// How to bring the two figures together, and where that begins.
fn reconciliation(figures: &BothFigures) -> (String, FixIn) {
    let (correct_ace, where_in_ace) = enter_in_ace(figures);
    // What is frozen may still be right, and the CRM wrong.
    let fix_in = if where_in_ace == FixIn::Pdm { FixIn::Crm } else { where_in_ace };
    let deal = wording::deal(figures.crm);
    let (crm_usd, ace_usd) = (wording::usd(figures.crm_usd), wording::usd(figures.ace_usd));
    let fix = format!(
        "Find out which figure is right. If {crm_usd} a year: {correct_ace}. If {ace_usd} a year: \
         in the CRM, open {deal} and enter it as AWS ARR."
    );
    (fix, fix_in)
}
