//! Screened deals on which the rules of go-to-market money fail.

use super::linked;
use crate::domain::testing::ace_of;
use crate::domain::{Application, ScreenedDeal};

/// Deals on which, taken together, every rule of the family fails.
pub(super) fn failing() -> Vec<ScreenedDeal> {
    let not_applied = || linked(|screening| screening.application = Application::None);
    let mut without_mdf = not_applied();
    ace_of(&mut without_mdf.deal).marketing_activity = Some(true);
    ace_of(&mut without_mdf.deal).mdf_used = Some(false);
    let mut with_mdf = not_applied();
    ace_of(&mut with_mdf.deal).mdf_used = Some(true);
    vec![without_mdf, with_mdf]
}
