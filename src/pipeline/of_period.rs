//! Which deals an audit of a period is about.

use crate::domain::{Deal, InputReport, Period, Role, ScreenedDeal, Warning, counted};

/// The deals of the period, and those that are out of it. Without a period, all are audited.
pub(super) fn split(
    screened: Vec<ScreenedDeal>,
    period: Option<&Period>,
) -> (Vec<ScreenedDeal>, Vec<Deal>) {
    let Some(period) = period else { return (screened, Vec::new()) };
    let (held, out): (Vec<_>, Vec<_>) = screened.into_iter().partition(|it| period.holds(&it.deal));
    (held, out.into_iter().map(|it| it.deal).collect())
}

/// An audit of nothing looks as if nothing were wrong: whoever counts fiscal years otherwise than we do must see it.
pub(super) fn warn_of_none(
    period: Option<&Period>,
    held: &[ScreenedDeal],
    out: &[Deal],
    inputs: &mut [InputReport],
) {
    let (Some(period), true, false) = (period, held.is_empty(), out.is_empty()) else { return };
    let Some(report) = inputs.iter_mut().find(|input| input.role == Role::Crm) else { return };
    let closed = |deal: &Deal| match (deal.crm(), deal.ace()) {
        (Some(crm), _) => crm.close_date,
        (None, ace) => ace?.target_close_date,
    };
    let days = || out.iter().filter_map(closed);
    let close = match (days().min(), days().max()) {
        (Some(first), Some(last)) => format!("they close from {first} to {last}"),
        _ => "none has a close date".to_owned(),
    };
    let message = format!(
        "None of the {} of the exports was in the pipeline in {period}: {close}. A fiscal year bears the number of the year in \
         which it ends (fiscal_year_start_month).",
        counted(out.len() as u64, "deal")
    );
    report.warnings.push(Warning::new("period_without_deals", message));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, date, input_report};

    #[test]
    fn a_period_without_deals_is_told_with_the_first_and_last_day_on_which_they_close() {
        let closes = |day| crm_only(|crm| crm.close_date = Some(day));
        let out = [closes(date(2026, 12, 1)), closes(date(2026, 6, 30)), closes(date(2027, 2, 3))];
        let period = Period::named("2026Q1", 4);
        let warnings = |period: Option<&Period>, out: &[Deal]| {
            let mut inputs = [input_report("crm.csv", Role::Crm, 5, 3)];
            let before = inputs[0].warnings.len();
            warn_of_none(period, &[], out, &mut inputs);
            inputs[0].warnings.split_off(before)
        };
        let told = warnings(period.as_ref(), &out);
        assert!(
            told[0].message.starts_with(
                "None of the 3 deals of the exports was in the pipeline in 2026Q1 (2025-04-01 to 2025-06-30): they close \
                 from 2026-06-30 to 2027-02-03."
            ),
            "{told:?}"
        );
        assert!(warnings(None, &out).is_empty());
        assert!(
            warnings(period.as_ref(), &[]).is_empty(),
            "exports without deals are told elsewhere"
        );
    }
}
