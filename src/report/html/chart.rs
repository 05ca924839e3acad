//! A bar chart as inline SVG.

use super::text::{escaped, shown, whole};
use crate::domain::Decimal;
use crate::report::sheet::{BarChart, Cell, Page, Placed, Style};

/// The width of the drawing in its own units; it grows and shrinks with the page.
pub(super) const WIDTH: u32 = 530;
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

/// The cell in this place.
pub(super) fn cell_at<'a>(page: &'a Page, row: u32, column: u16) -> Option<&'a Placed> {
    page.cells.iter().find(|placed| (placed.row, placed.column) == (row, column))
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

/// The figure of a cell.
pub(super) fn number(cell: &Cell) -> Decimal {
    match cell {
        Cell::Count(count) => (*count).into(),
        Cell::Money(amount) => *amount,
        Cell::Formula { result, .. } => number(result),
        _ => Decimal::ZERO,
    }
}
