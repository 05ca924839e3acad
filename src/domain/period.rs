//! The quarter or year that an audit is about.

use std::fmt;

use chrono::{Days, Months, NaiveDate};

use super::{Deal, DealStatus, Records};

/// A quarter or a year of the partner's fiscal calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// `2026Q3` or `2026`, however the user wrote it.
    pub name: String,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
}

impl Period {
    /// The period of this name, `2026Q3` or `2026`; `None` if the name is none.
    ///
    /// `start_month` is the month (1 to 12) in which the fiscal year begins. A fiscal year bears the number of the
    /// calendar year in which it ends, as is usual where it is not the calendar year: with 7, 2026Q1 is July to
    /// September 2025. Our choice.
    pub fn named(name: &str, start_month: u32) -> Option<Period> {
        let name = name.trim();
        let is_plain = |text: &str, length| {
            text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let (year, quarter) = match name.split_once(['Q', 'q']) {
            Some((year, quarter)) if is_plain(quarter, 1) => {
                (year.trim_end_matches('-'), Some(quarter.parse::<u32>().ok()?))
            }
            Some(_) => return None,
            None => (name, None),
        };
        let year: i32 = is_plain(year, 4).then(|| year.parse().ok())??;
        let starts_in = if start_month == 1 { year } else { year - 1 };
        let of_year = NaiveDate::from_ymd_opt(starts_in, start_month, 1)?;
        let (first, months) = match quarter {
            None => (of_year, 12),
            Some(quarter @ 1..=4) => (of_year + Months::new((quarter - 1) * 3), 3),
            Some(_) => return None,
        };
        let last = first + Months::new(months) - Days::new(1);
        let quarter = quarter.map(|quarter| format!("Q{quarter}")).unwrap_or_default();
        Some(Period { name: format!("{year}{quarter}"), first, last })
    }

    /// Whether the deal was in the pipeline during the period: created by its end, and not closed before it began.
    /// What is not known does not keep a deal out. Our choice.
    pub fn holds(&self, deal: &Deal) -> bool {
        let (created, closed) = match &deal.records {
            Records::Linked { crm, .. } | Records::CrmOnly(crm) => {
                let closed = crm.close_date.filter(|_| crm.status != DealStatus::Open);
                (crm.created_date, closed)
            }
            Records::AceOnly(ace) => {
                (ace.created_date, ace.target_close_date.filter(|_| !ace.is_open()))
            }
        };
        created.is_none_or(|day| day <= self.last) && closed.is_none_or(|day| day >= self.first)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({} to {})", self.name, self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, date};

    fn days(name: &str, start_month: u32) -> Option<(NaiveDate, NaiveDate)> {
        Period::named(name, start_month).map(|period| (period.first, period.last))
    }

    #[test]
    fn quarters_and_years_of_the_calendar() {
        assert_eq!(days("2026Q3", 1), Some((date(2026, 7, 1), date(2026, 9, 30))));
        assert_eq!(days("2026-q4", 1), Some((date(2026, 10, 1), date(2026, 12, 31))));
        assert_eq!(days("2028Q1", 1), Some((date(2028, 1, 1), date(2028, 3, 31))));
        assert_eq!(days(" 2026 ", 1), Some((date(2026, 1, 1), date(2026, 12, 31))));
    }

    #[test]
    fn a_period_has_one_name_however_it_is_written() {
        for (written, name) in [("2026q4", "2026Q4"), (" 2026-Q4", "2026Q4"), ("2026 ", "2026")] {
            assert_eq!(Period::named(written, 1).unwrap().name, name);
        }
    }

    #[test]
    fn a_fiscal_year_bears_the_number_of_the_year_in_which_it_ends() {
        assert_eq!(days("2026Q1", 7), Some((date(2025, 7, 1), date(2025, 9, 30))));
        assert_eq!(days("2026Q4", 2), Some((date(2025, 11, 1), date(2026, 1, 31))));
        assert_eq!(days("2026", 10), Some((date(2025, 10, 1), date(2026, 9, 30))));
    }

    #[test]
    fn what_is_no_period_is_none() {
        for name in ["2026Q5", "2026Q0", "Q3", "26Q3", "2026Q", "2026Q33", "third", "", "2026-07"] {
            assert_eq!(days(name, 1), None, "{name}");
        }
    }

    #[test]
    fn a_deal_belongs_if_it_was_in_the_pipeline_on_a_day_of_the_period() {
        let period = Period::named("2026Q3", 1).unwrap();
        let deal = |created: Option<NaiveDate>, closed: NaiveDate, status| {
            crm_only(|crm| {
                crm.created_date = created;
                crm.close_date = Some(closed);
                crm.status = status;
            })
        };
        let (before, within, after) = (date(2026, 6, 30), date(2026, 7, 1), date(2026, 10, 1));
        assert!(period.holds(&deal(Some(before), after, DealStatus::Open)));
        assert!(period.holds(&deal(Some(before), before, DealStatus::Open)), "still open");
        assert!(period.holds(&deal(Some(before), within, DealStatus::Won)));
        assert!(!period.holds(&deal(Some(before), before, DealStatus::Won)), "closed before");
        assert!(!period.holds(&deal(Some(after), after, DealStatus::Open)), "created after");
        assert!(period.holds(&deal(None, after, DealStatus::Open)), "not known");
    }

    #[test]
    fn an_ace_opportunity_belongs_by_its_own_dates() {
        let period = Period::named("2026Q3", 1).unwrap();
        let launched = |day| {
            ace_only(|ace| {
                ace.created_date = Some(date(2026, 1, 1));
                ace.stage = Some(crate::domain::AceStage::Launched);
                ace.target_close_date = Some(day);
            })
        };
        assert!(period.holds(&launched(date(2026, 7, 1))));
        assert!(!period.holds(&launched(date(2026, 6, 30))));
    }
}
