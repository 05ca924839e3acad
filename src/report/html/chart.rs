//! Charts as inline SVG.

use super::text::{escaped, shown, whole};
use crate::domain::Decimal;
use crate::report::sheet::{BarChart, Cell, LineChart, Page, Placed, Style};

/// The width of the drawing in its own units; it grows and shrinks with the page.
const WIDTH: u32 = 530;
/// The room for the names on the left.
const NAMES: u32 = 235;
/// The room for the longest bar; its figure stands behind it.
const LONGEST: i64 = 200;
/// The height of a bar with its gap.
const STEP: u32 = 22;

/// The chart, its bars from top to bottom in the order of the rows, with the names and figures of the page's cells.
pub(super) fn bar_chart(page: &Page, chart: &BarChart) -> String {
    let cell = |row: u32, column: u16| cell_at(page, row, column);
    let (first, last) = chart.rows;
    let bars: String = (first..=last)
        .zip(0..)
        .filter_map(|(row, place)| {
            let (name, figure) = (cell(row, chart.names)?, cell(row, chart.figures)?);
            Some(bar(place, &shown(Style::Body, &name.cell), number(&figure.cell), chart.largest))
        })
        .collect();
    let height = (last - first + 1) * STEP;
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{bars}</svg>\n",
        escaped(chart.measure),
        escaped(&chart.alt_text)
    )
}

fn cell_at<'a>(page: &'a Page, row: u32, column: u16) -> Option<&'a Placed> {
    page.cells.iter().find(|placed| (placed.row, placed.column) == (row, column))
}

/// The height of the lines' field.
const FIELD: i64 = 120;
/// The room for the lines; their names stand behind them.
const LENGTH: i64 = 400;
/// How the lines are drawn, so that a print without colour tells them apart.
const DASHES: [&str; 3] = ["", " stroke-dasharray=\"8 4\"", " stroke-dasharray=\"2 3\""];

/// The chart, its days from left to right in the order of the rows; each line ends in its name.
pub(super) fn line_chart(page: &Page, chart: &LineChart) -> String {
    let rows: Vec<u32> = (chart.rows.0..=chart.rows.1).collect();
    let figure = |row: u32, column: u16| {
        cell_at(page, row, column).map_or(Decimal::ZERO, |placed| number(&placed.cell))
    };
    let all =
        chart.lines.iter().flat_map(|(_, column)| rows.iter().map(|row| figure(*row, *column)));
    let largest = all.max().filter(|largest| *largest > Decimal::ZERO).unwrap_or(Decimal::ONE);
    let height = |of: Decimal| {
        let share = of.checked_div(largest).unwrap_or_default();
        (Decimal::from(FIELD + 10) - share * Decimal::from(FIELD)).round_dp(1).normalize()
    };
    let step = Decimal::from(LENGTH) / Decimal::from(rows.len().saturating_sub(1).max(1));
    let across = |place: usize| (step * Decimal::from(place)).round_dp(1).normalize();
    let mut drawn = String::new();
    let mut ends =
        ends(chart.lines.map(|(_, column)| {
            rows.last().map_or(Decimal::ZERO, |row| height(figure(*row, column)))
        }))
        .into_iter();
    for ((name, column), dash) in chart.lines.iter().zip(DASHES) {
        let points = rows
            .iter()
            .enumerate()
            .map(|(place, row)| format!("{},{}", across(place), height(figure(*row, *column))));
        let points = points.collect::<Vec<_>>().join(" ");
        let end = ends.next().unwrap_or_default();
        drawn += &format!(
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"#1f3864\" stroke-width=\"2\"{dash}/>"
        );
        drawn += &format!("<text x=\"{}\" y=\"{end}\">{}</text>\n", LENGTH + 8, escaped(name));
    }
    let day = |row: Option<&u32>, x: i64, anchor: &str| {
        let placed = row.and_then(|row| cell_at(page, *row, chart.names));
        let text = placed.map(|placed| escaped(&shown(Style::Body, &placed.cell)));
        format!(
            "<text x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>\n",
            FIELD + 28,
            text.unwrap_or_default()
        )
    };
    drawn += &day(rows.first(), 0, "start");
    drawn += &day(rows.last(), LENGTH, "end");
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{drawn}</svg>\n",
        FIELD + 34,
        escaped(chart.measure),
        escaped(&chart.alt_text)
    )
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

fn bar(place: u32, name: &str, figure: Decimal, largest: Decimal) -> String {
    let share = figure.checked_div(largest).unwrap_or_default();
    let length = (share * Decimal::from(LONGEST)).round_dp(1).normalize();
    let (top, baseline) = (place * STEP + 3, place * STEP + 16);
    let behind = Decimal::from(NAMES) + length + Decimal::from(5);
    format!(
        "<text x=\"{}\" y=\"{baseline}\" text-anchor=\"end\">{}</text><rect x=\"{NAMES}\" y=\"{top}\" \
         width=\"{length}\" height=\"16\"/><text x=\"{behind}\" y=\"{baseline}\">{}</text>\n",
        NAMES - 6,
        escaped(name),
        whole(figure)
    )
}

fn number(cell: &Cell) -> Decimal {
    match cell {
        Cell::Count(count) => (*count).into(),
        Cell::Money(amount) => *amount,
        Cell::Formula { result, .. } => number(result),
        _ => Decimal::ZERO,
    }
}
