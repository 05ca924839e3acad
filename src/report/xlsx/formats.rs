//! How each kind of cell looks. Contrasts are at least 4.5 to 1, and colour only repeats a word.

use std::borrow::Cow;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use super::super::sheet::{Cell, Gives, Style, Tab, Told, Tone};

const NAVY: Color = Color::RGB(0x1F_3864);
const TEAL: Color = Color::RGB(0x1F_7A7A);
/// White on it has a contrast of 7.4 to 1.
const TEAL_DARK: Color = Color::RGB(0x14_5C5C);
const GREY: Color = Color::RGB(0x80_8080);
const YELLOW: Color = Color::RGB(0xFF_D966);
const INPUT_INK: Color = Color::RGB(0x00_00FF);
const INPUT: Color = Color::RGB(0xFF_F9DB);
const INK: Color = Color::RGB(0x1A_1A1A);
const FAINT: Color = Color::RGB(0x59_5959);
const TILE: Color = Color::RGB(0xEE_F2F8);
const LINK: Color = Color::RGB(0x05_63C1);

const MONEY: &str = "#,##0;[Red]-#,##0;0;@";
/// On a page, whose columns are as wide as an amount below a billion: above it, millions.
const FIGURE: &str = "[>=1000000000]#,##0.0,,\" M\";[=0]–;#,##0";
/// Shares and amounts stand in the same columns of the rates.
const SHARE: &str = "[<=1]0.0##;#,##0.##";
const DAY: &str = "yyyy-mm-dd";

/// The colour of a tab.
pub(super) fn tab_color(tab: Tab) -> Color {
    match tab {
        Tab::Navy => NAVY,
        Tab::Teal => TEAL,
        Tab::Grey => GREY,
        Tab::Yellow => YELLOW,
    }
}

/// The look of a cell in a table, as a name of its format: cheap to copy and to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    kind: Kind,
    accent: Accent,
}

/// What kind of thing a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    Wrapped,
    Id,
    Link,
    WrappedLink,
    Count,
    Money,
    Score,
    Share,
    Date,
}

impl Kind {
    /// Every kind, in the order of its declaration.
    const ALL: [Kind; 10] = [
        Kind::Plain,
        Kind::Wrapped,
        Kind::Id,
        Kind::Link,
        Kind::WrappedLink,
        Kind::Count,
        Kind::Money,
        Kind::Score,
        Kind::Share,
        Kind::Date,
    ];
}

/// What sets a cell apart from others of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Accent {
    None,
    Bold,
    Faint,
    Input,
    Tone(Tone),
}

impl Accent {
    /// Every accent.
    const ALL: [Accent; 11] = [
        Accent::None,
        Accent::Bold,
        Accent::Faint,
        Accent::Input,
        Accent::Tone(Tone::Critical),
        Accent::Tone(Tone::High),
        Accent::Tone(Tone::Medium),
        Accent::Tone(Tone::Low),
        Accent::Tone(Tone::Unknown),
        Accent::Tone(Tone::Closing),
        Accent::Tone(Tone::Muted),
    ];

    /// Its place in [`Accent::ALL`].
    fn place(self) -> usize {
        Accent::ALL.iter().position(|accent| *accent == self).unwrap_or_default()
    }
}

impl Look {
    /// The look of a cell in a table.
    pub(super) fn of(cell: &Cell, wraps: bool) -> Look {
        let kind = match cell {
            Cell::Bold(cell) => return Look { accent: Accent::Bold, ..Look::of(cell, wraps) },
            Cell::Faint(cell) => return Look { accent: Accent::Faint, ..Look::of(cell, wraps) },
            Cell::Input(cell) => return Look { accent: Accent::Input, ..Look::of(cell, wraps) },
            Cell::Word(_, Tone::Plain) => Kind::Plain,
            Cell::Word(_, tone) => return Look { kind: Kind::Plain, accent: Accent::Tone(*tone) },
            Cell::Text(_) if wraps => Kind::Wrapped,
            Cell::Formula { result, .. } if matches!(**result, Cell::Word(..)) => {
                return Look::of(result, wraps);
            }
            Cell::Formula { gives: Gives::Words, .. }
            | Cell::Blank
            | Cell::Text(_)
            | Cell::Number(_) => Kind::Plain,
            Cell::Formula { gives: Gives::Share, .. } | Cell::Share(_) => Kind::Share,
            Cell::Id(_) => Kind::Id,
            Cell::Link { .. } if wraps => Kind::WrappedLink,
            Cell::Link { .. } => Kind::Link,
            Cell::Formula { gives: Gives::Count, .. } | Cell::Count(_) | Cell::Days(_) => {
                Kind::Count
            }
            Cell::Formula { gives: Gives::Money, .. } | Cell::Money(_) | Cell::Told(_) => {
                Kind::Money
            }
            Cell::Score(_) => Kind::Score,
            Cell::Formula { gives: Gives::Date, .. } | Cell::Date(_) => Kind::Date,
        };
        Look { kind, accent: Accent::None }
    }

    /// The look that a column's cells have in common: that of the first which is not blank, without
    /// what sets it apart.
    pub(super) fn of_column<'a>(mut cells: impl Iterator<Item = &'a Cell>, wraps: bool) -> Look {
        let is_filled = |cell: &&Cell| match cell {
            Cell::Blank | Cell::Word(..) => false,
            Cell::Bold(cell) | Cell::Faint(cell) | Cell::Input(cell) => **cell != Cell::Blank,
            _ => true,
        };
        let look = Look::of(cells.find(is_filled).unwrap_or(&Cell::Blank), wraps);
        // A link looks like one only where there is one.
        let kind = match look.kind {
            Kind::Link => Kind::Plain,
            Kind::WrappedLink => Kind::Wrapped,
            kind => kind,
        };
        Look { kind, accent: Accent::None }
    }
}

/// The formats of the looks, made once: the writer's crate takes long to make and to compare them.
pub(super) struct Formats {
    /// The header row.
    header: Format,
    /// The header of a column that people write in.
    reviewer_header: Format,
    /// Every accent of every kind.
    looks: Vec<Format>,
}

impl Formats {
    /// The formats.
    pub(super) fn new() -> Formats {
        let looks = Kind::ALL.into_iter().map(of_kind).flat_map(|format| {
            Accent::ALL.into_iter().map(move |accent| accented(format.clone(), accent))
        });
        Formats {
            header: column_head().set_align(FormatAlign::VerticalCenter),
            reviewer_header: column_head()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(TEAL_DARK),
            looks: looks.collect(),
        }
    }

    /// The header of a column, ours or one that people write in.
    pub(super) fn header_of(&self, is_reviewers: bool) -> &Format {
        if is_reviewers { &self.reviewer_header } else { &self.header }
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Format> {
        [&self.header, &self.reviewer_header].into_iter().chain(&self.looks)
    }

    /// The format of a look.
    pub(super) fn of(&self, look: Look) -> &Format {
        &self.looks[look.kind as usize * Accent::ALL.len() + look.accent.place()]
    }
}

fn of_kind(kind: Kind) -> Format {
    let plain = Format::new().set_align(FormatAlign::Top);
    let link = || plain.clone().set_font_color(LINK).set_underline(FormatUnderline::Single);
    match kind {
        Kind::Plain => plain,
        Kind::Wrapped => plain.set_text_wrap(),
        Kind::Id => plain.set_num_format("@"),
        Kind::Link => link(),
        Kind::WrappedLink => link().set_text_wrap(),
        Kind::Count => figure(&plain).set_num_format("0;-0;0"),
        Kind::Money => figure(&plain).set_num_format(MONEY),
        Kind::Score => figure(&plain).set_num_format("0.00"),
        Kind::Share => figure(&plain).set_num_format(SHARE),
        Kind::Date => plain.set_align(FormatAlign::Center).set_num_format(DAY),
    }
}

fn accented(format: Format, accent: Accent) -> Format {
    match accent {
        Accent::None => format,
        Accent::Bold => format.set_bold(),
        Accent::Faint => format.set_font_color(FAINT).set_italic(),
        Accent::Input => {
            format.set_font_color(INPUT_INK).set_background_color(INPUT).set_unlocked()
        }
        Accent::Tone(tone) => toned(format, tone),
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

/// What a cell gains while a condition holds.
pub(super) fn marked(tone: Tone) -> Format {
    toned(Format::new(), tone)
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
        Style::WordHead => {
            column_head().set_align(FormatAlign::Bottom).set_align(FormatAlign::Center)
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

fn number_format(style: Style, cell: &Cell) -> Cow<'static, str> {
    let known = match cell {
        Cell::Bold(cell) | Cell::Formula { result: cell, .. } => return number_format(style, cell),
        Cell::Told(Told { before, after, nothing, .. }) => {
            let quoted = |words: &str| match words {
                "" => String::new(),
                words => format!("\"{words}\""),
            };
            let (before, after, nothing) = (quoted(before), quoted(after), quoted(nothing));
            return format!("{before}#,##0{after};;{nothing}").into();
        }
        Cell::Money(_) | Cell::Count(_) if style == Style::TileFigure => "#,##0",
        Cell::Money(_) | Cell::Count(_) => FIGURE,
        Cell::Days(_) => "0;-0;0",
        Cell::Score(_) => "0.00",
        Cell::Date(_) => DAY,
        _ => "General",
    };
    known.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_has_the_format_made_for_it() {
        let formats = Formats::new();
        for kind in Kind::ALL {
            for accent in Accent::ALL {
                let format = formats.of(Look { kind, accent });
                assert_eq!(*format, accented(of_kind(kind), accent), "{kind:?} {accent:?}");
            }
        }
    }

    #[test]
    fn a_column_has_the_look_of_its_cells_without_what_sets_some_apart() {
        let cells = [Cell::Blank, Cell::Bold(Box::new(Cell::Score(0.5)))];
        let score = Look { kind: Kind::Score, accent: Accent::None };
        assert_eq!(Look::of_column(cells.iter(), false), score);
        let words = [Cell::word("Critical", Tone::Critical)];
        let plain = Look { kind: Kind::Plain, accent: Accent::None };
        assert_eq!(Look::of_column(words.iter(), false), plain);
    }
}
