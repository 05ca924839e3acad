//! Bar charts: bars with their figures, and nothing that has to be looked up in a legend.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegend, ChartSolidFill, Color,
};

use super::super::sheet::BarChart;

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
        .set_data_label(ChartDataLabel::new().show_value().set_num_format("#,##0").set_font(&font));
    chart.title().set_name(bars.measure).set_font(ChartFont::new().set_size(10).set_bold());
    // The writer calls the upright axis of a bar chart, which holds the names, its y axis.
    chart.y_axis().set_reverse().set_font(&font).set_major_gridlines(false);
    chart.x_axis().set_hidden(true).set_major_gridlines(false).set_min(0);
    // A figure stands behind its bar: the longest needs room for it too.
    let largest = f64::try_from(bars.largest).unwrap_or_default();
    if largest > 0.0 {
        chart.x_axis().set_max(largest * 1.35);
    }
    let legend: &mut ChartLegend = chart.legend();
    legend.set_hidden();
    chart.set_alt_text(&bars.alt_text).set_width(bars.size.0).set_height(bars.size.1);
    chart
}
