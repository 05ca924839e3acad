//! Sheets as values, before they are a file: what stands where, and what kind of thing it is. How it
//! looks is chosen by kind when the workbook is written.

use std::borrow::Cow;

pub(super) use super::cell::{Cell, Gives, Told, Tone};
use crate::domain::{Decimal, ReviewedTable, ReviewerKind, TypedCells};

/// The number of a column, or of columns.
pub(super) fn column_number(place: usize) -> u16 {
    u16::try_from(place).expect("a sheet has at most 16,384 columns")
}

/// The number of a row, or of rows.
pub(super) fn row_number(place: usize) -> u32 {
    u32::try_from(place).expect("a sheet has at most 1,048,576 rows")
}

/// A sheet of the workbook.
pub(super) struct Sheet<'a> {
    /// Its name, at most 31 characters.
    pub(super) name: &'static str,
    /// The colour of its tab, which says whom it is for.
    pub(super) tab: Tab,
    /// What stands on it.
    pub(super) content: Content<'a>,
}

/// Whom a sheet is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    /// Leadership.
    Navy,
    /// Whoever works through the findings.
    Teal,
    /// Whoever asks why.
    Grey,
    /// Whoever tries other assumptions.
    Yellow,
}

/// What stands on a sheet.
pub(super) enum Content<'a> {
    /// One table that starts in A1.
    Table(Table<'a>),
    /// A page to be read, with cells in any place.
    Page(Page<'a>),
}

/// A table that people filter and pivot.
pub(super) struct Table<'a> {
    /// The table's name in formulas: `tblDeals`.
    pub(super) name: &'static str,
    /// Its columns.
    pub(super) headers: Vec<Header>,
    /// How many rows it has.
    pub(super) rows: usize,
    /// The cells of the row at a place, as many as headers: made when they are written, for those of a million deals
    /// would take gigabytes.
    cells: Box<dyn Fn(usize) -> Vec<Cell> + Send + Sync + 'a>,
    /// How many columns stay in sight.
    pub(super) frozen_columns: u16,
    /// How many columns are printed.
    pub(super) printed_columns: u16,
    /// The first and last of the columns that are folded away until somebody asks for them.
    pub(super) folded_columns: Option<(u16, u16)>,
    /// What stands out by the figures as they are at the moment, not as they were when the run was made.
    pub(super) marks: &'static [Mark],
    /// What headers mean, by header.
    pub(super) header_notes: &'static [(&'static str, &'static str)],
    /// Remarks on cells: the place of the row, the header, and the remark.
    pub(super) cell_notes: Vec<(usize, &'static str, String)>,
}

/// Cells that stand out as long as a condition holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// The header of the column; `None` is the whole row.
    pub(super) over: Option<&'static str>,
    /// A formula that is true where they do, with headers in braces for the cells of the row: `{Days left}<=0`.
    pub(super) when: &'static str,
    /// How they stand out.
    pub(super) tone: Tone,
}

/// A column as it is laid out.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Its header.
    pub(super) text: Cow<'static, str>,
    /// Its width in characters.
    pub(super) width: f64,
    /// What people write there, if it is theirs.
    pub(super) reviewer: Option<ReviewerKind>,
}

/// A column of the things that a table lists.
pub(super) struct Column<T> {
    /// Its header.
    pub(super) header: &'static str,
    /// Its width in characters; text in columns of [`WRAPPING_WIDTH`] and more is wrapped.
    pub(super) width: f64,
    /// How a thing's cell is read.
    pub(super) cell: fn(&T) -> Cell,
}

/// The width from which on text is wrapped instead of cut off.
pub(super) const WRAPPING_WIDTH: f64 = 24.0;

/// A column is made no wider than this for a long text: a GUID in braces fits.
const MOST_ROOM: f64 = 39.0;

impl<'a> Table<'a> {
    /// A table of these things, of which everything is printed and the first column frozen.
    pub(super) fn new<T: 'a>(
        name: &'static str,
        columns: &'a [Column<T>],
        things: impl AsRef<[T]> + Send + Sync + 'a,
    ) -> Table<'a> {
        let headers: Vec<_> = columns
            .iter()
            .map(|column| Header {
                text: column.header.into(),
                width: column.width,
                reviewer: None,
            })
            .collect();
        let rows = things.as_ref().len();
        let cells = move |place: usize| {
            let thing = &things.as_ref()[place];
            columns.iter().map(|column| (column.cell)(thing)).collect()
        };
        let printed_columns = column_number(headers.len());
        Table {
            name,
            headers,
            rows,
            cells: Box::new(cells),
            frozen_columns: 1,
            printed_columns,
            folded_columns: None,
            marks: &[],
            header_notes: &[],
            cell_notes: Vec::new(),
        }
    }

    /// The same table with the column of this header wide enough for texts of this length.
    pub(super) fn fitting(mut self, header: &str, longest: usize) -> Table<'a> {
        let room = u32::try_from(longest).map_or(MOST_ROOM, |longest| f64::from(longest) + 1.0);
        for own in self.headers.iter_mut().filter(|own| own.text == header) {
            own.width = own.width.max(room.min(MOST_ROOM));
        }
        self
    }

    /// The cells of the row at this place.
    pub(super) fn row(&self, place: usize) -> Vec<Cell> {
        (self.cells)(place)
    }

    /// The same table without the columns of these headers, none of which is folded.
    pub(super) fn without(mut self, headers: &[&str]) -> Table<'a> {
        let is_left_out = |header: &Header| headers.iter().any(|own| header.text == *own);
        let is_kept: Vec<bool> = self.headers.iter().map(|header| !is_left_out(header)).collect();
        let before = |count: u16| {
            let kept = is_kept.iter().take(count.into()).filter(|is_kept| **is_kept).count();
            column_number(kept)
        };
        self.frozen_columns = before(self.frozen_columns);
        self.printed_columns = before(self.printed_columns);
        self.folded_columns = self.folded_columns.map(|(from, to)| (before(from), before(to)));
        self.headers.retain(|header| !is_left_out(header));
        let own = self.cells;
        self.cells = Box::new(move |place| {
            own(place)
                .into_iter()
                .zip(&is_kept)
                .filter_map(|(cell, is)| is.then_some(cell))
                .collect()
        });
        self
    }

    /// Adds the columns that people write in, at the right: those of the table, then those that people added.
    /// `typed` holds what they typed, a row of the table each.
    pub(super) fn with_reviewer_columns(
        mut self,
        table: ReviewedTable,
        added: &[String],
        typed: Vec<Option<&'a TypedCells>>,
    ) -> Table<'a> {
        let own = table.reviewer_columns().iter();
        let headers = own.map(|column| (Cow::Borrowed(column.header), column.kind));
        let added = added.iter().map(|header| (Cow::Owned(header.clone()), ReviewerKind::Text));
        let headers: Vec<_> = headers.chain(added).collect();
        self.headers.extend(headers.iter().map(|(text, kind)| Header {
            text: text.clone(),
            width: reviewer_width(*kind),
            reviewer: Some(*kind),
        }));
        let own = self.cells;
        self.cells = Box::new(move |place| {
            let typed = |text: &str| Cell::typed(typed[place].and_then(|typed| typed.get(text)));
            let mut cells = own(place);
            cells.extend(headers.iter().map(|(text, _)| typed(text)));
            cells
        });
        self
    }
}

fn reviewer_width(kind: ReviewerKind) -> f64 {
    match kind {
        ReviewerKind::Text => 26.0,
        ReviewerKind::Date => 11.0,
        ReviewerKind::OneOf(_) => 14.0,
    }
}

/// A page to be read.
#[derive(Default)]
pub(super) struct Page<'a> {
    /// The widths of its columns in characters.
    pub(super) widths: Vec<f64>,
    /// Its cells, by row and column counted from 0.
    pub(super) cells: Vec<Placed>,
    /// Its tables, each with the row of its header.
    pub(super) tables: Vec<(u32, Table<'a>)>,
    /// Its charts.
    pub(super) charts: Vec<Chart>,
    /// Cells that formulas call by a name: the name, the row and the column.
    pub(super) names: Vec<(&'static str, u32, u16)>,
    /// Whether only the cells for input can be changed. There is no password: it guards against slips.
    pub(super) is_protected: bool,
    /// Whether it is printed on a single page.
    pub(super) is_one_sheet_of_paper: bool,
}

impl Page<'_> {
    /// Puts a cell in its place.
    pub(super) fn put(&mut self, row: u32, column: u16, style: Style, cell: impl Into<Cell>) {
        self.cells.push(Placed { row, column, span: 1, style, cell: cell.into() });
    }

    /// Puts a cell whose style extends over several columns.
    pub(super) fn put_across(
        &mut self,
        (row, column): (u32, u16),
        span: u16,
        style: Style,
        cell: impl Into<Cell>,
    ) {
        self.cells.push(Placed { row, column, span, style, cell: cell.into() });
    }
}

/// A cell in its place on a page.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// The row, from 0.
    pub(super) row: u32,
    /// The column, from 0.
    pub(super) column: u16,
    /// How many columns share its style.
    pub(super) span: u16,
    /// Its part on the page.
    pub(super) style: Style,
    /// What it holds.
    pub(super) cell: Cell,
}

/// The part that a cell plays on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// The title of the page.
    Title,
    /// The sentence below it.
    Lead,
    /// The heading of a block.
    Heading,
    /// The head of a column of words.
    ColumnHead,
    /// The head of a column of figures.
    FigureHead,
    /// The head of a column of words of a fixed list, which stand in its middle.
    WordHead,
    /// A line of text or a figure.
    Body,
    /// A line that adds up the ones above.
    Total,
    /// The large figure of a tile.
    TileFigure,
    /// What a tile is about.
    TileLabel,
    /// The small figure of a tile.
    TileNote,
    /// A remark.
    Note,
}

/// A chart of figures on the same page.
#[derive(Clone, Debug)]
pub(super) enum Chart {
    /// Bars, one for each row.
    Bars(BarChart),
    /// Lines over the rows.
    Lines(LineChart),
}

impl Chart {
    /// The first row of its figures and the column of their names: where its table stands.
    pub(super) fn table(&self) -> (u32, u16) {
        match self {
            Chart::Bars(BarChart { rows, names, .. })
            | Chart::Lines(LineChart { rows, names, .. }) => (rows.0, *names),
        }
    }
}

/// A chart of lines over days.
#[derive(Clone, Debug)]
pub(super) struct LineChart {
    /// The message, read aloud to who cannot see the chart.
    pub(super) alt_text: String,
    /// What the lines measure.
    pub(super) measure: &'static str,
    /// The first and last row of its figures.
    pub(super) rows: (u32, u32),
    /// The column of the days.
    pub(super) names: u16,
    /// The lines, each with the column of its figures.
    pub(super) lines: [(&'static str, u16); 3],
    /// Where its upper left corner stands: row and column.
    pub(super) corner: (u32, u16),
    /// Its width and height in pixels.
    pub(super) size: (u32, u32),
}

/// A bar chart of figures on the same page.
#[derive(Clone, Debug)]
pub(super) struct BarChart {
    /// The message, read aloud to who cannot see the chart.
    pub(super) alt_text: String,
    /// What the bars measure.
    pub(super) measure: &'static str,
    /// The first and last row of its figures.
    pub(super) rows: (u32, u32),
    /// The column of the bars' names.
    pub(super) names: u16,
    /// The column of the bars' figures.
    pub(super) figures: u16,
    /// The longest bar's figure.
    pub(super) largest: Decimal,
    /// Where its upper left corner stands: row and column.
    pub(super) corner: (u32, u16),
    /// Its width and height in pixels.
    pub(super) size: (u32, u32),
}
