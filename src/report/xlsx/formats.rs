//! How each kind of cell looks. Contrasts are at least 4.5 to 1, and colour only repeats a word.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use super::super::sheet::{Cell, Style, Tab, Tone};

const NAVY: Color = Color::RGB(0x1F_3864);
const TEAL: Color = Color::RGB(0x1F_7A7A);
const GREY: Color = Color::RGB(0x80_8080);
const INK: Color = Color::RGB(0x1A_1A1A);
const FAINT: Color = Color::RGB(0x59_5959);
const TILE: Color = Color::RGB(0xEE_F2F8);
const LINK: Color = Color::RGB(0x05_63C1);

const MONEY: &str = "#,##0;[Red]-#,##0;0;@";
const DAY: &str = "yyyy-mm-dd";

/// The colour of a tab.
pub(super) fn tab_color(tab: Tab) -> Color {
    match tab {
        Tab::Navy => NAVY,
        Tab::Teal => TEAL,
        Tab::Grey => GREY,
    }
}

/// The looks of the cells of tables, made once.
pub(super) struct Formats {
    /// The header row.
    pub(super) header: Format,
    plain: Format,
    wrapped: Format,
    id: Format,
    link: Format,
    wrapped_link: Format,
    count: Format,
    money: Format,
    score: Format,
    date: Format,
}

impl Formats {
    /// The looks.
    pub(super) fn new() -> Formats {
        let plain = Format::new().set_align(FormatAlign::Top);
        let link = plain.clone().set_font_color(LINK).set_underline(FormatUnderline::Single);
        Formats {
            header: column_head().set_align(FormatAlign::VerticalCenter),
            wrapped: plain.clone().set_text_wrap(),
            id: plain.clone().set_num_format("@"),
            wrapped_link: link.clone().set_text_wrap(),
            link,
            count: figure(&plain).set_num_format("0;-0;0"),
            money: figure(&plain).set_num_format(MONEY),
            score: figure(&plain).set_num_format("0.00"),
            date: plain.clone().set_align(FormatAlign::Center).set_num_format(DAY),
            plain,
        }
    }

    /// The look of a cell in a table.
    pub(super) fn of(&self, cell: &Cell, wraps: bool) -> Format {
        match cell {
            Cell::Text(_) if wraps => self.wrapped.clone(),
            Cell::Blank | Cell::Text(_) | Cell::Formula { .. } => self.plain.clone(),
            Cell::Id(_) => self.id.clone(),
            Cell::Link { .. } if wraps => self.wrapped_link.clone(),
            Cell::Link { .. } => self.link.clone(),
            Cell::Count(_) => self.count.clone(),
            Cell::Money(_) => self.money.clone(),
            Cell::Score(_) => self.score.clone(),
            Cell::Date(_) => self.date.clone(),
            Cell::Word(_, tone) => toned(self.plain.clone(), *tone),
            Cell::Bold(cell) => self.of(cell, wraps).set_bold(),
            Cell::Faint(cell) => self.of(cell, wraps).set_font_color(FAINT).set_italic(),
        }
    }
}

/// Beside text, right-aligned figures need a little room.
fn figure(format: &Format) -> Format {
    format.clone().set_align(FormatAlign::Right).set_indent(1)
}

fn toned(format: Format, tone: Tone) -> Format {
    let filled = |ink: Color, fill: u32| {
        format.clone().set_font_color(ink).set_background_color(Color::RGB(fill))
    };
    match tone {
        Tone::Plain => format,
        Tone::Critical => filled(Color::White, 0x9C_1C1C),
        Tone::High => filled(INK, 0xF4_B183),
        Tone::Medium => filled(INK, 0xFF_E699),
        Tone::Low => filled(INK, 0xDD_EBF7),
        Tone::Unknown => filled(INK, 0xED_EDED).set_italic(),
        Tone::Closing => filled(INK, 0xF4_B183).set_bold(),
        Tone::Muted => format.set_font_color(FAINT),
    }
}

fn column_head() -> Format {
    Format::new().set_bold().set_font_color(Color::White).set_background_color(NAVY).set_text_wrap()
}

/// The look of a cell on a page.
pub(super) fn page_format(style: Style, cell: &Cell) -> Format {
    let base = Format::new().set_num_format(number_format(style, cell));
    match style {
        Style::Title => base.set_bold().set_font_size(18).set_font_color(NAVY),
        Style::Lead => base.set_font_size(12).set_font_color(INK),
        Style::Heading => base
            .set_bold()
            .set_font_size(12)
            .set_font_color(NAVY)
            .set_align(FormatAlign::VerticalCenter),
        Style::ColumnHead => column_head().set_align(FormatAlign::Bottom),
        Style::FigureHead => {
            column_head().set_align(FormatAlign::Bottom).set_align(FormatAlign::Right)
        }
        Style::Body => body(base, cell),
        Style::Total => body(base, cell).set_bold().set_border_top(FormatBorder::Thin),
        Style::TileFigure => tile(base)
            .set_bold()
            .set_font_size(22)
            .set_font_color(NAVY)
            .set_align(FormatAlign::VerticalCenter),
        Style::TileLabel => tile(base).set_bold(),
        Style::TileNote => tile(base).set_font_color(FAINT),
        Style::Note => base.set_font_color(INK),
    }
}

/// The look of the cells over which a cell's style extends.
pub(super) fn continued(style: Style, cell: &Cell) -> Format {
    page_format(style, cell).set_border_left(FormatBorder::None)
}

fn body(format: Format, cell: &Cell) -> Format {
    match cell {
        Cell::Word(_, tone) => toned(format, *tone).set_align(FormatAlign::Center),
        Cell::Link { .. } => format.set_font_color(LINK).set_underline(FormatUnderline::Single),
        Cell::Bold(cell) => body(format, cell).set_bold(),
        Cell::Formula { result, .. } => body(format, result),
        _ => format,
    }
}

/// A white line on the left keeps neighbouring tiles apart.
fn tile(format: Format) -> Format {
    format
        .set_background_color(TILE)
        .set_align(FormatAlign::CenterAcross)
        .set_border_left(FormatBorder::Thick)
        .set_border_left_color(Color::White)
}

fn number_format(style: Style, cell: &Cell) -> &'static str {
    match cell {
        Cell::Bold(cell) | Cell::Formula { result: cell, .. } => number_format(style, cell),
        Cell::Money(_) if style == Style::TileNote => "\"USD \"#,##0\" ARR\";;\"no ARR known\"",
        Cell::Money(_) | Cell::Count(_) if style == Style::TileFigure => "#,##0",
        Cell::Money(_) | Cell::Count(_) => "#,##0;-#,##0;–",
        Cell::Score(_) => "0.00",
        Cell::Date(_) => DAY,
        _ => "General",
    }
}
