//! Screened deals on which the rules of projections fail.

use super::{linked, screened};
use crate::domain::testing::{ace_of, linked_with_ace, linked_with_crm, usd};
use crate::domain::{Arr, ArrBasis, Placeholder, ScreenedDeal};

/// Deals on which, taken together, every rule of the family fails.
pub(super) fn failing() -> Vec<ScreenedDeal> {
    let mut without_arr = screened(linked_with_crm(|crm| crm.arr = None));
    without_arr.screening.arr = Arr {
        usd: None,
        basis: ArrBasis::Missing,
        crm_usd: None,
        ace_usd: None,
        placeholder: None,
    };
    ace_of(&mut without_arr.deal).mrr = None;
    let with_ace_usd = |ace_usd: i64, basis| {
        linked(|screening| {
            screening.arr.ace_usd = Some(ace_usd.into());
            screening.arr.basis = basis;
        })
    };
    vec![
        without_arr,
        screened(linked_with_ace(|ace| ace.mrr = None)),
        with_ace_usd(1_152_000, ArrBasis::CrmUnitError),
        with_ace_usd(120_000, ArrBasis::AceCrmDiffers),
        linked(|screening| screening.arr.placeholder = Some(Placeholder::Repeated)),
        linked(|screening| screening.arr.crm_usd = None),
        screened(linked_with_crm(|crm| crm.amount = Some(usd(96_000)))),
    ]
}
