//! What a cell says, as text, in the formats of the sheet.

use crate::domain::{Decimal, RoundingStrategy, grouped};
use crate::report::sheet::{Cell, Style, Told};

/// What the cell shows.
pub(in crate::report) fn shown(style: Style, cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) | Cell::Id(text) | Cell::Word(text, _) | Cell::Link { text, .. } => {
            text.clone()
        }
        Cell::Told(Told { figure, nothing, .. }) if figure.is_zero() => (*nothing).to_owned(),
        Cell::Told(Told { figure, before, after, .. }) => {
            format!("{before}{}{after}", whole(*figure))
        }
        Cell::Count(0) if style != Style::TileFigure => "–".into(),
        Cell::Money(amount) if amount.is_zero() => "–".into(),
        Cell::Money(amount) => whole(*amount),
        Cell::Count(count) => grouped((*count).into()),
        Cell::Days(days) => days.to_string(),
        Cell::Number(number) | Cell::Share(number) => number.normalize().to_string(),
        Cell::Score(score) => format!("{score:.2}"),
        Cell::Date(date) => date.to_string(),
        Cell::Bold(cell) | Cell::Faint(cell) | Cell::Input(cell) => shown(style, cell),
        Cell::Formula { result, .. } => shown(style, result),
    }
}

/// Rounded as a spreadsheet shows it.
pub(super) fn whole(amount: Decimal) -> String {
    grouped(amount.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
}

/// Text that HTML and SVG show as it is, also within the quotes of an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_look_as_on_the_sheet() {
        let money = |cents| Cell::Money(Decimal::new(cents, 2));
        assert_eq!(shown(Style::Body, &money(12_345_650)), "123,457");
        let told = |figure: i64| {
            let figure = figure.into();
            Cell::Told(Told { figure, before: "USD ", after: " ARR", nothing: "no ARR known" })
        };
        assert_eq!(shown(Style::TileNote, &told(54_000)), "USD 54,000 ARR");
        assert_eq!(shown(Style::TileNote, &told(0)), "no ARR known");
        assert_eq!(shown(Style::Body, &Cell::Days(0)), "0");
    }

    #[test]
    fn no_character_leaves_its_place() {
        assert_eq!(escaped("<a b=\"c\">'&\u{0}"), "&lt;a b=&quot;c&quot;&gt;&#39;&amp; ");
    }
}
