//! A chart of lines over days as inline SVG.

use super::chart::{WIDTH, cell_at, number};
use super::text::{escaped, shown};
use crate::domain::Decimal;
use crate::report::sheet::{LineChart, Page, Style};

/// The height of the canvas of the lines, and the room above it.
const HEIGHT: i64 = 120;
const ABOVE: i64 = 10;
/// The length of the lines; their names stand behind them.
const LENGTH: i64 = 400;
/// How the lines are drawn, so that a print without colour tells them apart.
const DASHES: [&str; 3] = ["", " stroke-dasharray=\"8 4\"", " stroke-dasharray=\"2 3\""];

/// The chart, its days from left to right in the order of the rows; each line ends in its name.
pub(super) fn line_chart(page: &Page, chart: &LineChart) -> String {
    let canvas = Canvas::new(page, chart);
    let lines: String = chart
        .lines
        .iter()
        .zip(DASHES)
        .map(|((_, column), dash)| canvas.line(*column, dash))
        .collect();
    let ends = ends(chart.lines.map(|(_, column)| canvas.height(column, chart.rows.1)));
    let names: String = chart
        .lines
        .iter()
        .zip(ends)
        .map(|((name, _), end)| text(LENGTH + 8, end, "start", name))
        .collect();
    let foot = Decimal::from(HEIGHT + ABOVE + 18);
    let days = [(0, "start", chart.rows.0), (LENGTH, "end", chart.rows.1)];
    let days: String =
        days.map(|(x, anchor, row)| text(x, foot, anchor, &canvas.day(row))).concat();
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{lines}{names}{days}</svg>\n",
        HEIGHT + ABOVE + 24,
        escaped(chart.measure),
        escaped(&chart.alt_text)
    )
}

/// The lines' canvas, with the figures of the page's cells.
struct Canvas<'a> {
    page: &'a Page<'a>,
    chart: &'a LineChart,
    /// What reaches up to its upper edge.
    largest: Decimal,
}

impl<'a> Canvas<'a> {
    fn new(page: &'a Page<'a>, chart: &'a LineChart) -> Canvas<'a> {
        let mut canvas = Canvas { page, chart, largest: Decimal::ONE };
        let all = chart.lines.iter().flat_map(|(_, column)| {
            (chart.rows.0..=chart.rows.1).map(|row| canvas.figure(*column, row))
        });
        let largest = all.max().filter(|largest| *largest > Decimal::ZERO);
        canvas.largest = largest.unwrap_or(Decimal::ONE);
        canvas
    }

    fn figure(&self, column: u16, row: u32) -> Decimal {
        cell_at(self.page, row, column).map_or(Decimal::ZERO, |placed| number(&placed.cell))
    }

    /// How far below the upper edge of the drawing a figure stands.
    fn height(&self, column: u16, row: u32) -> Decimal {
        let share = self.figure(column, row).checked_div(self.largest).unwrap_or_default();
        (Decimal::from(HEIGHT + ABOVE) - share * Decimal::from(HEIGHT)).round_dp(1).normalize()
    }

    fn line(&self, column: u16, dash: &str) -> String {
        let (first, last) = self.chart.rows;
        let step = Decimal::from(LENGTH) / Decimal::from((last - first).max(1));
        let points = (first..=last).map(|row| {
            let across = (step * Decimal::from(row - first)).round_dp(1).normalize();
            format!("{across},{}", self.height(column, row))
        });
        let points = points.collect::<Vec<_>>().join(" ");
        format!(
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"#1f3864\" stroke-width=\"2\"{dash}/>\n"
        )
    }

    fn day(&self, row: u32) -> String {
        let placed = cell_at(self.page, row, self.chart.names);
        placed.map(|placed| shown(Style::Body, &placed.cell)).unwrap_or_default()
    }
}

fn text(x: i64, y: Decimal, anchor: &str, text: &str) -> String {
    format!("<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>\n", escaped(text))
}

/// Where the names of the lines stand: at the lines' ends, and so far apart that each can be read.
fn ends(at: [Decimal; 3]) -> [Decimal; 3] {
    let mut places = [0, 1, 2];
    places.sort_by_key(|place| at[*place]);
    let mut ends = at;
    let mut free = Decimal::ZERO;
    for place in places {
        ends[place] = at[place].max(free) + Decimal::from(4);
        free = ends[place] + Decimal::from(10);
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sheet::Cell;

    #[test]
    fn the_largest_figure_reaches_the_upper_edge_and_every_line_has_its_name() {
        let mut page = Page::default();
        for (row, figures) in [(0, [100, 0, 50]), (1, [200, 0, 0])] {
            page.put(row, 0, Style::Body, format!("day {row}"));
            for (column, figure) in (1..).zip(figures) {
                page.put(row, column, Style::Body, Cell::Count(figure));
            }
        }
        let chart = LineChart {
            alt_text: "a < b".into(),
            measure: "ARR",
            rows: (0, 1),
            names: 0,
            lines: [("Recoverable", 1), ("Captured", 2), ("Lost", 3)],
            corner: (0, 0),
            size: (1, 1),
        };
        let svg = line_chart(&page, &chart);
        assert!(svg.contains("points=\"0,70 400,10\""), "{svg}");
        assert!(svg.contains("a &lt; b") && svg.contains(">day 0</text>"), "{svg}");
        for name in ["Recoverable", "Captured", "Lost"] {
            assert!(svg.contains(&format!(">{name}</text>")), "{svg}");
        }
    }

    #[test]
    fn names_of_lines_that_end_together_stand_apart() {
        let [one, two, three] = ends([50, 50, 51].map(Decimal::from));
        assert_eq!([one, two, three], [54, 68, 82].map(Decimal::from));
    }
}
