//! Where a deal stood and stands, as far as a change of it matters to people.

use chrono::NaiveDate;

use super::rows::Row;
use crate::domain::{
    AceId, Capture, Decimal, PhaseState, ScreenedDeal, Verdict, Window, grouped, to_cents,
};

/// What is compared of a deal from run to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// What became of its money.
    pub(super) outcome: Option<Capture>,
    /// Whether it looks eligible.
    pub(super) verdict: Option<Verdict>,
    /// Whether one can still apply; `None` also where no phase needs an application.
    pub(super) window: Option<Window>,
    /// When the work is to start.
    pub(super) planned_start: Option<NaiveDate>,
    /// Annual AWS revenue in US dollars, to the cent: a workbook holds no more.
    pub(super) arr: Option<Decimal>,
    /// Its ACE opportunity.
    pub(super) ace_id: Option<String>,
    /// Whether a person has set the deal aside.
    pub(super) is_set_aside: bool,
}

/// The headers on Deals that a standing is read from.
pub(super) const HEADERS: [&str; 9] = [
    "Outcome",
    "Verdict",
    "Window",
    "Planned start",
    "AWS ARR",
    "ACE id",
    "Assess",
    "Mobilize",
    "Migrate",
];

impl Standing {
    /// What this run found.
    pub(super) fn now(deal: &ScreenedDeal) -> Standing {
        let screening = &deal.screening;
        Standing {
            outcome: Some(screening.capture),
            verdict: Some(screening.verdict),
            window: screening.window,
            planned_start: screening.planned_start.map(|start| start.date),
            arr: screening.arr.usd.map(|arr| to_cents(arr).normalize()),
            ace_id: deal.deal.ace().map(|ace| ace.id.as_str().to_owned()),
            is_set_aside: screening.phases.iter().any(|phase| phase.state == PhaseState::Waived),
        }
    }

    /// What the previous workbook says.
    pub(super) fn before(row: Row) -> Standing {
        let [outcome, verdict, window, start, arr, ace_id, phases @ ..] = HEADERS;
        Standing {
            outcome: row.one_of(outcome, Capture::ALL, Capture::label),
            verdict: row.one_of(verdict, Verdict::ALL, Verdict::label),
            window: row.one_of(window, Window::ALL, Window::label),
            planned_start: row.date(start),
            arr: row.number(arr).map(|arr| to_cents(arr).normalize()),
            // "ambiguous" is a word, and no id.
            ace_id: row.text(ace_id).filter(|id| AceId::exact(id).is_some()),
            is_set_aside: phases
                .into_iter()
                .any(|phase| row.one_of(phase, [PhaseState::Waived], PhaseState::name).is_some()),
        }
    }

    /// The outcome in words.
    pub(super) fn outcome_in_words(&self) -> String {
        self.outcome.map(Capture::label).unwrap_or_default().to_owned()
    }

    /// What is different now, field by field: "Window: Open → Closing".
    pub(super) fn changes_to(&self, now: &Standing) -> Vec<String> {
        let word = |of: Option<&'static str>| of.map(str::to_owned);
        let date = |of: Option<NaiveDate>| of.map(|date| date.to_string());
        let fields = [
            (
                "Outcome",
                word(self.outcome.map(Capture::label)),
                word(now.outcome.map(Capture::label)),
            ),
            (
                "Verdict",
                word(self.verdict.map(Verdict::label)),
                word(now.verdict.map(Verdict::label)),
            ),
            ("Window", word(self.window.map(Window::label)), word(now.window.map(Window::label))),
            ("Planned start", date(self.planned_start), date(now.planned_start)),
            ("AWS ARR", self.arr.map(grouped), now.arr.map(grouped)),
            ("ACE id", self.ace_id.clone(), now.ace_id.clone()),
        ];
        // A word that this version does not know is no change of the deal.
        let is_word = |field: &str| matches!(field, "Outcome" | "Verdict");
        let differs = |(field, was, is): &(&str, Option<String>, Option<String>)| {
            was != is && !(is_word(field) && was.is_none())
        };
        fields
            .into_iter()
            .filter(differs)
            .map(|(field, was, is)| changed(field, was.as_deref(), is.as_deref()))
            .collect()
    }

    /// The revenue whose funding is not lost: it can be had, is asked for or granted.
    pub(super) fn in_reach(&self) -> Decimal {
        match self.outcome {
            Some(Capture::Recoverable | Capture::InFlight | Capture::Captured) => {
                self.arr.unwrap_or_default()
            }
            Some(Capture::Lost | Capture::CannotTell | Capture::NotApplicable) | None => {
                Decimal::ZERO
            }
        }
    }

    /// Whether nothing but the window is different, which is what setting a deal aside changes.
    pub(super) fn differs_by_window_alone(&self, now: &Standing) -> bool {
        let facts =
            |of: &Standing| (of.outcome, of.verdict, of.planned_start, of.arr, of.ace_id.clone());
        facts(self) == facts(now)
    }
}

/// "Window: Open → Closing"; what is not known is a dash.
pub(super) fn changed(field: &str, was: Option<&str>, now: Option<&str>) -> String {
    let shown = |of: Option<&str>| of.filter(|text| !text.is_empty()).unwrap_or("–").to_owned();
    format!("{field}: {} → {}", shown(was), shown(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::rows::rows;
    use crate::history::tests::{last_run, table};

    #[test]
    fn what_stands_on_deals_is_read_and_told_in_the_same_words() {
        let mut workbook = last_run(&[]);
        for (capture, verdict) in Capture::ALL.iter().zip(Verdict::ALL.iter().cycle()) {
            let words = [capture.label(), verdict.label()];
            workbook.tables.insert("tblDeals", table(&["Outcome", "Verdict"], &[&words]));
            let standing = Standing::before(rows(&workbook, "tblDeals").next().unwrap());
            assert_eq!((standing.outcome, standing.verdict), (Some(*capture), Some(*verdict)));
        }
        let eligible = Standing { verdict: Some(Verdict::LooksEligible), ..Standing::default() };
        let other = Standing { verdict: Some(Verdict::NotMigration), ..Standing::default() };
        assert_eq!(eligible.changes_to(&other), ["Verdict: Looks eligible → Not a migration"]);
    }
}
