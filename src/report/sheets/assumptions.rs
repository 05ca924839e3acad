//! Assumptions: what the run took for granted, as cells that a reader may change to see what follows.
//!
//! Beside each input stands what the run used, so that a what-if is never mistaken for the audit.

use super::Report;
use super::estimates::Figure;
use crate::domain::{Currency, Decimal, Phase, Rate, RateBasis};
use crate::report::sheet::{Cell, Column, Content, Page, Sheet, Style, Tab, Table, row_number};

/// The name of the sheet.
pub(super) const NAME: &str = "Assumptions";

/// How many inputs differ from what the run used; Summary checks that there are none.
pub(super) const CHANGED: &str =
    "COUNTIF(tblDates[Changed since run],\"?*\")+COUNTIF(tblRates[Changed since run],\"?*\")";

pub(super) fn sheet<'a>(report: &'a Report) -> Sheet<'a> {
    let mut page = Page {
        widths: vec![
            22.0, 16.0, 16.0, 14.0, 14.0, 14.0, 12.0, 30.0, 12.0, 20.0, 14.0, 12.0, 10.0, 10.0,
            10.0, 10.0, 14.0,
        ],
        is_protected: true,
        ..Page::default()
    };
    page.put(0, 0, Style::Title, "Assumptions");
    page.put(1, 0, Style::Lead, "Change the blue figures on yellow to see what follows on Deals and Summary. All else, and a result to rely on, takes another run with other settings (mapaudit.toml).");
    page.put(3, 0, Style::Heading, "Dates and deadlines");
    let dates = dates(report);
    for (row, date) in (5..).zip(&dates) {
        page.names.push((date.name, row, 1));
    }
    let row = 6 + row_number(dates.len());
    page.tables.push((4, Table::new("tblDates", &DateLine::COLUMNS, dates)));
    page.put(row, 0, Style::Heading, "Funding rates: your own, AWS publishes none. A share of 1 (0.15 is 15 %), or US dollars where the basis is fixed");
    let rates: Vec<_> = Phase::ALL
        .into_iter()
        .map(|phase| RateLine {
            phase,
            rate: report.audit.assumptions.rates[phase as usize].as_ref(),
        })
        .collect();
    let mut rates = Table::new("tblRates", &RateLine::COLUMNS, rates);
    if report.is_for_leadership() {
        rates = rates.without(&["Approved by"]);
    }
    page.tables.push((row + 1, rates));
    let row = row + 6;
    page.put(
        row,
        0,
        Style::Heading,
        "US dollars per unit of other currencies (usd_rates): amounts without a rate stay out of the totals",
    );
    let usd_rates = report.audit.assumptions.usd_rates.iter();
    let exchange: Vec<_> = usd_rates.map(|(currency, rate)| (*currency, *rate)).collect();
    page.tables.push((row + 1, Table::new("tblFx", FX_COLUMNS, exchange)));
    Sheet { name: NAME, tab: Tab::Yellow, content: Content::Page(page) }
}

/// A date or a number of days.
struct DateLine {
    name: &'static str,
    value: Cell,
    /// Whether formulas follow it, so that it may be changed for a what-if.
    is_input: bool,
    unit: &'static str,
    meaning: &'static str,
}

impl DateLine {
    #[rustfmt::skip]
    const COLUMNS: [Column<Self>; 6] = [
        Column { header: "Name", width: 22.0, cell: |line| line.name.into() },
        Column { header: "Value", width: 16.0, cell: DateLine::shown },
        Column { header: "Used by the run", width: 16.0, cell: |line| line.value.clone() },
        Column { header: "Unit", width: 14.0, cell: |line| line.unit.into() },
        Column { header: "Changed since run", width: 14.0, cell: DateLine::changed },
        Column { header: "Meaning", width: 14.0, cell: |line| line.meaning.into() },
    ];

    fn shown(&self) -> Cell {
        if self.is_input { Cell::Input(Box::new(self.value.clone())) } else { self.value.clone() }
    }

    fn changed(&self) -> Cell {
        if self.is_input {
            changed("tblDates[@[Value]]=tblDates[@[Used by the run]]")
        } else {
            Cell::Blank
        }
    }
}

fn changed(is_same: &str) -> Cell {
    Cell::formula(format!("IF({is_same},\"\",\"changed\")"), Cell::Blank)
}

fn dates(report: &Report) -> Vec<DateLine> {
    let assumptions = &report.audit.assumptions;
    let days = |name, days: u32, unit, meaning| DateLine {
        name,
        value: Cell::Count(days.into()),
        is_input: false,
        unit,
        meaning,
    };
    vec![
        DateLine {
            name: "AsOf",
            value: Cell::Date(report.audit.as_of),
            is_input: true,
            unit: "date",
            meaning: "The day the audit speaks for (--as-of). For days left that follow the calendar, enter =TODAY(). Windows, phases and outcomes take another run.",
        },
        DateLine {
            is_input: true,
            ..days(
                "LeadDays",
                assumptions.lead_days,
                "days",
                "How long before the start to apply (screening.lead_days). Apply by and Days left follow; windows, phases and outcomes take another run.",
            )
        },
        days(
            "ClosingDays",
            assumptions.closing_days,
            "days",
            "A window is closing when the last day to apply is at most this many days away (screening.closing_days).",
        ),
        days(
            "ClaimDays",
            assumptions.claim_days,
            "days",
            "How long after the end of the work to claim (rules.claim_days).",
        ),
        days(
            "PdmChaseDays",
            assumptions.follow_up_business_days,
            "business days",
            "After how long to ask the PDM again (rules.follow_up_business_days).",
        ),
        days(
            "StaleDays",
            assumptions.stale_days,
            "days",
            "Without a change for longer than this, an open ACE opportunity is stale (rules.stale_days).",
        ),
    ]
}

/// The rate of a phase, set or not.
struct RateLine<'a> {
    phase: Phase,
    rate: Option<&'a Rate>,
}

impl RateLine<'_> {
    #[rustfmt::skip]
    const COLUMNS: [Column<Self>; 16] = [
        Column { header: "Phase", width: 22.0, cell: |line| line.phase.label().into() },
        Column { header: "Basis", width: 16.0, cell: |line| line.basis().into() },
        Column { header: "Low", width: 16.0, cell: |line| line.input(Figure::Low) },
        Column { header: "Base", width: 14.0, cell: |line| line.input(Figure::Base) },
        Column { header: "High", width: 14.0, cell: |line| line.input(Figure::High) },
        Column { header: "Cap", width: 14.0, cell: |line| Cell::Input(Box::new(figure(line.rate.and_then(|rate| rate.cap_usd)))) },
        Column { header: "Currency", width: 12.0, cell: |_| "USD".into() },
        Column { header: "Source", width: 30.0, cell: |line| typed(line.rate.map(|rate| rate.source.as_str())) },
        Column { header: "As of", width: 12.0, cell: |line| Cell::Input(Box::new(Cell::date(line.rate.and_then(|rate| rate.as_of)))) },
        Column { header: "Approved by", width: 20.0, cell: |line| typed(line.rate.and_then(|rate| rate.approved_by.as_deref())) },
        Column { header: "Active", width: 14.0, cell: |line| Cell::formula("IF(COUNT(tblRates[@[Low]:[High]])=0,\"no\",\"yes\")", if line.rate.is_some() { "yes" } else { "no" }.into()) },
        Column { header: "Run low", width: 12.0, cell: |line| line.used(Figure::Low) },
        Column { header: "Run base", width: 10.0, cell: |line| line.used(Figure::Base) },
        Column { header: "Run high", width: 10.0, cell: |line| line.used(Figure::High) },
        Column { header: "Run cap", width: 10.0, cell: |line| figure(line.rate.and_then(|rate| rate.cap_usd)) },
        Column { header: "Changed since run", width: 14.0, cell: |_| changed("AND(tblRates[@[Low]]=tblRates[@[Run low]],tblRates[@[Base]]=tblRates[@[Run base]],tblRates[@[High]]=tblRates[@[Run high]],tblRates[@[Cap]]=tblRates[@[Run cap]])") },
    ];

    fn basis(&self) -> &'static str {
        match self.rate.map_or(RateBasis::Arr, |rate| rate.basis) {
            RateBasis::Arr => "% of ARR",
            RateBasis::DealAmount => "% of deal amount",
            RateBasis::Fixed => "fixed",
        }
    }

    fn used(&self, of: Figure) -> Cell {
        figure(self.figure(of))
    }

    fn figure(&self, of: Figure) -> Option<Decimal> {
        self.rate.and_then(|rate| match of {
            Figure::Low => rate.low,
            Figure::Base => rate.base,
            Figure::High => rate.high,
        })
    }

    /// A figure that is the next more cautious one's, as one that nobody gave, stays so in a what-if until somebody types
    /// over it: a deal's hopeful estimate must not come to lie below its likely one.
    fn input(&self, of: Figure) -> Cell {
        let more_cautious = match of {
            Figure::Low => None,
            Figure::Base => Some(Figure::Low),
            Figure::High if self.figure(Figure::Base).is_none() => Some(Figure::Low),
            Figure::High => Some(Figure::Base),
        };
        let is_same =
            |it: &Figure| self.figure(*it).is_some() && self.figure(*it) == self.figure(of);
        let cell = match more_cautious.filter(is_same) {
            Some(followed) => {
                let cell = format!("tblRates[@[{}]]", followed.header());
                Cell::formula(format!("IF({cell}=\"\",\"\",{cell})"), self.used(of))
            }
            None => self.used(of),
        };
        Cell::Input(Box::new(cell))
    }
}

fn figure(figure: Option<Decimal>) -> Cell {
    figure.map_or(Cell::Blank, Cell::Share)
}

fn typed(text: Option<&str>) -> Cell {
    Cell::Input(Box::new(Cell::text(text)))
}

#[rustfmt::skip]
const FX_COLUMNS: &[Column<(Currency, Decimal)>] = &[
    Column { header: "Currency", width: 22.0, cell: |(currency, _)| currency.as_str().into() },
    Column { header: "Rate", width: 16.0, cell: |(_, rate)| Cell::Number(*rate) },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::Portfolio;
    use crate::portfolio::testing::audit;

    fn line(figures: [Option<i64>; 3]) -> [String; 3] {
        let [low, base, high] = figures.map(|figure| figure.map(Decimal::from));
        let rate = Rate {
            basis: RateBasis::Fixed,
            low,
            base,
            high,
            cap_usd: None,
            source: "our approvals".into(),
            as_of: None,
            approved_by: None,
        };
        let line = RateLine { phase: Phase::Assess, rate: Some(&rate) };
        [Figure::Low, Figure::Base, Figure::High].map(|of| match line.input(of) {
            Cell::Input(cell) => match *cell {
                Cell::Formula { formula, .. } => formula.into_owned(),
                Cell::Share(share) => share.to_string(),
                _ => String::new(),
            },
            other => panic!("no input: {other:?}"),
        })
    }

    #[test]
    fn only_what_formulas_follow_is_an_input() {
        let mut audit = audit();
        audit.assumptions.usd_rates.insert(Currency::new("EUR").unwrap(), Decimal::new(108, 2));
        let report = Report::new(&Portfolio::new(&audit), &[]);
        let of_days = |line: &DateLine| matches!(line.shown(), Cell::Input(_));
        let inputs: Vec<_> =
            dates(&report).iter().filter(|it| of_days(it)).map(|it| it.name).collect();
        assert_eq!(inputs, ["AsOf", "LeadDays"]);
        let rate = (Currency::new("EUR").unwrap(), Decimal::new(108, 2));
        assert!(FX_COLUMNS.iter().all(|column| !matches!((column.cell)(&rate), Cell::Input(_))));
    }

    #[test]
    fn a_figure_that_is_the_next_more_cautious_one_follows_it() {
        let follows = |header| format!("IF(tblRates[@[{header}]]=\"\",\"\",tblRates[@[{header}]])");
        let is = |figures: [&str; 3]| figures.map(str::to_owned);
        assert_eq!(line([None, Some(5), Some(5)]), is(["", "5", &follows("Base")]));
        assert_eq!(line([Some(5), None, Some(5)]), is(["5", "", &follows("Low")]));
        assert_eq!(line([Some(5), Some(5), Some(7)]), is(["5", &follows("Low"), "7"]));
        assert_eq!(line([Some(1), Some(2), Some(3)]), is(["1", "2", "3"]));
    }
}
