//! Charts: bars with their figures and nothing that has to be looked up in a legend, and lines that differ by more than
//! colour.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegend, ChartLegendPosition, ChartLine,
    ChartLineDashType, ChartSolidFill, Color,
};

use super::super::sheet::{BarChart, LineChart};

/// Beside a bar there is room for six digits: above, millions.
const FIGURE: &str = "[>=1000000]#,##0.0,,\" M\";#,##0";

/// The chart, its bars from top to bottom in the order of the rows.
pub(super) fn bar_chart(sheet: &str, bars: &BarChart) -> Chart {
    let (first, last) = bars.rows;
    let mut font = ChartFont::new();
    font.set_size(9);
    let mut chart = Chart::new_bar();
    chart
        .add_series()
        .set_name(bars.measure)
        .set_categories((sheet, first, bars.names, last, bars.names))
        .set_values((sheet, first, bars.figures, last, bars.figures))
        .set_gap(40)
        .set_format(
            ChartFormat::new()
                .set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0x1F_3864))),
        )
        .set_data_label(ChartDataLabel::new().show_value().set_num_format(FIGURE).set_font(&font));
    chart.title().set_name(bars.measure).set_font(ChartFont::new().set_size(10).set_bold());
    // The writer calls the upright axis of a bar chart, which holds the names, its y axis.
    chart.y_axis().set_reverse().set_font(&font).set_major_gridlines(false);
    chart.x_axis().set_hidden(true).set_major_gridlines(false).set_min(0);
    // A figure stands behind its bar: the longest needs room for it too.
    let largest = f64::try_from(bars.largest).expect("every decimal has a nearest float");
    if largest > 0.0 {
        chart.x_axis().set_max(largest * 1.35);
    }
    let legend: &mut ChartLegend = chart.legend();
    legend.set_hidden();
    chart.set_alt_text(&bars.alt_text).set_width(bars.size.0).set_height(bars.size.1);
    chart
}

/// How the lines look, so that a print without colour tells them apart.
const LINES: [(u32, ChartLineDashType); 3] = [
    (0x1F_3864, ChartLineDashType::Solid),
    (0x1F_7A7A, ChartLineDashType::Dash),
    (0x59_5959, ChartLineDashType::SquareDot),
];

/// The chart, its days from left to right in the order of the rows.
pub(super) fn line_chart(sheet: &str, chart: &LineChart) -> Chart {
    let (first, last) = chart.rows;
    let mut font = ChartFont::new();
    font.set_size(9);
    let mut drawn = Chart::new_line();
    for ((name, column), (color, dash)) in chart.lines.into_iter().zip(LINES) {
        let mut line = ChartLine::new();
        line.set_color(Color::RGB(color)).set_width(2.25).set_dash_type(dash);
        drawn
            .add_series()
            .set_name(name)
            .set_categories((sheet, first, chart.names, last, chart.names))
            .set_values((sheet, first, column, last, column))
            .set_format(ChartFormat::new().set_line(&line));
    }
    drawn.title().set_name(chart.measure).set_font(ChartFont::new().set_size(10).set_bold());
    drawn.x_axis().set_font(&font).set_num_format("yyyy-mm-dd").set_text_axis(true);
    drawn.y_axis().set_font(&font).set_num_format(FIGURE).set_min(0);
    let mut small = ChartFont::new();
    small.set_size(8);
    drawn.legend().set_position(ChartLegendPosition::Bottom).set_font(&small);
    drawn.set_alt_text(&chart.alt_text).set_width(chart.size.0).set_height(chart.size.1);
    drawn
}
