//! The sheet Summary as a web page for a mail: one file that loads nothing, runs nothing and prints on one page. It
//! shows the cells of the sheet, so that the two cannot differ.

mod chart;
mod line_chart;
pub(in crate::report) mod text;

use self::chart::bar_chart;
use self::line_chart::line_chart;
use self::text::{escaped, shown};
use super::sheet::{Cell, Chart, Page, Placed, Style, Tone};
use super::sheets::{Report, summary_page};
use crate::domain::WorkbookProfile;
use crate::portfolio::Portfolio;
use crate::rules::Rule;

/// What tells a page of ours from somebody else's: it stands in every page's head.
pub const HTML_MARKER: &str = r#"<meta name="generator" content="mapaudit">"#;

/// The page, the same bytes for the same audit. `rules` are those that were asked.
pub fn html(portfolio: &Portfolio, rules: &[&Rule], profile: WorkbookProfile) -> String {
    let report = Report::new(portfolio, rules).of_profile(profile);
    document(&report.title(), &summary_page(&report))
}

fn document(title: &str, page: &Page) -> String {
    let with_style = |style: Style| page.cells.iter().filter(move |placed| placed.style == style);
    let text_of = |style| with_style(style).map(|placed| shown(style, &placed.cell)).collect();
    let (heading, lead): (String, String) = (text_of(Style::Title), text_of(Style::Lead));
    let blocks = blocks(page);
    let right = blocks.iter().map(|block| block.column).max().unwrap_or_default();
    // Remarks stand below both halves, and what reaches from one into the other above them.
    let is_note = |block: &&Block| block.cells.iter().all(|placed| placed.style == Style::Note);
    let is_wide = |block: &&Block| block.column < right && block.end() > right;
    let half = |is_right: bool| -> String {
        let of_half = |block: &&Block| {
            !is_note(block) && !is_wide(block) && (block.column == right) == is_right
        };
        blocks.iter().filter(of_half).map(|block| block.html(page)).collect()
    };
    let wide: String = blocks.iter().filter(is_wide).map(|block| block.html(page)).collect();
    let notes: String = blocks.iter().filter(is_note).map(|block| block.html(page)).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n{HTML_MARKER}\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>\n{}</style>\n</head>\n<body>\n<main>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n\
         <div class=\"tiles\">\n{}</div>\n{wide}<div class=\"halves\">\n<div>\n{}</div>\n<div>\n{}</div>\n</div>\n{}\
         </main>\n</body>\n</html>\n",
        escaped(title),
        include_str!("style.css"),
        escaped(&heading),
        escaped(&lead),
        tiles(page),
        half(false),
        half(true),
        notes
    )
}

/// The large figures on top, each with what stands below it.
fn tiles(page: &Page) -> String {
    let figures = page.cells.iter().filter(|placed| placed.style == Style::TileFigure);
    let tile = |figure: &Placed| {
        let below = page.cells.iter().filter(|placed| {
            placed.column == figure.column
                && matches!(placed.style, Style::TileLabel | Style::TileNote)
        });
        let below = below.map(|placed| {
            let tag = if placed.style == Style::TileLabel { "strong" } else { "span" };
            format!("<{tag}>{}</{tag}>", escaped(&shown(placed.style, &placed.cell)))
        });
        let number = escaped(&shown(figure.style, &figure.cell));
        format!("<div><b>{number}</b>{}</div>\n", below.collect::<String>())
    };
    figures.map(tile).collect()
}

/// A heading of the page and what stands below it.
struct Block<'a> {
    heading: String,
    row: u32,
    column: u16,
    cells: Vec<&'a Placed>,
}

/// The blocks from top to bottom. A cell belongs to the nearest heading above it in its half of the page.
fn blocks<'a>(page: &'a Page) -> Vec<Block<'a>> {
    let headings = page.cells.iter().filter(|placed| placed.style == Style::Heading);
    let mut blocks: Vec<_> = headings
        .map(|placed| Block {
            heading: shown(placed.style, &placed.cell),
            row: placed.row,
            column: placed.column,
            cells: Vec::new(),
        })
        .collect();
    blocks.sort_by_key(|block| (block.row, block.column));
    for placed in page.cells.iter().filter(|placed| placed.style != Style::Heading) {
        let above =
            blocks.iter_mut().filter(|it| it.row < placed.row && it.column <= placed.column);
        if let Some(block) = above.max_by_key(|block| (block.column, block.row)) {
            block.cells.push(placed);
        }
    }
    for block in &mut blocks {
        block.cells.sort_by_key(|placed| (placed.row, placed.column));
    }
    blocks
}

impl Block<'_> {
    /// The column after its last one.
    fn end(&self) -> u16 {
        self.cells.iter().map(|placed| placed.column + placed.span).max().unwrap_or_default()
    }

    fn html(&self, page: &Page) -> String {
        let heading = escaped(&self.heading);
        if self.cells.iter().all(|placed| placed.style == Style::Note) {
            let remarks =
                self.cells.iter().map(|placed| escaped(&shown(placed.style, &placed.cell)));
            let remarks: String = remarks.map(|text| paragraph(&text)).collect();
            return format!("<section>\n<h2>{heading}</h2>\n{remarks}</section>\n");
        }
        let end = self.end();
        let (notes, cells): (Vec<&Placed>, Vec<&Placed>) =
            self.cells.iter().partition(|placed| placed.style == Style::Note);
        let notes = notes.iter().map(|it| paragraph(&escaped(&shown(it.style, &it.cell))));
        let notes: String = notes.collect();
        let rows = cells.chunk_by(|one, next| one.row == next.row);
        let rows: String = rows.map(|row| table_row(row, end)).collect();
        let is_here = |row: u32| self.cells.iter().any(|placed| placed.row == row);
        let charts = page.charts.iter().filter(|chart| {
            let (row, column) = chart.table();
            is_here(row) && (self.column..end).contains(&column)
        });
        let charts = charts.map(|chart| match chart {
            Chart::Bars(bars) => bar_chart(page, bars),
            Chart::Lines(lines) => line_chart(page, lines),
        });
        let charts: String = charts.collect();
        // Whoever has no mouse scrolls a wide table by keyboard, and needs to be able to get there.
        format!(
            "<section>\n<h2>{heading}</h2>\n{notes}<div class=\"wide\" role=\"region\" aria-label=\"{heading}\" \
             tabindex=\"0\">\n<table>\n{rows}</table>\n</div>\n{charts}</section>\n"
        )
    }
}

fn paragraph(text: &str) -> String {
    ["<p>", text, "</p>\n"].concat()
}

/// A row whose words reach up to the next cell, or to the end of the block. A figure stays in its column.
fn table_row(row: &[&Placed], end: u16) -> String {
    let ends = row.iter().skip(1).map(|next| next.column).chain([end]);
    let cells: String = row.iter().zip(ends).map(|(placed, end)| table_cell(placed, end)).collect();
    format!("<tr>{cells}</tr>\n")
}

fn table_cell(placed: &Placed, end: u16) -> String {
    let tag = match placed.style {
        Style::ColumnHead | Style::FigureHead | Style::WordHead => "th",
        _ => "td",
    };
    let classes = classes(placed);
    let columns = if classes.contains("figure") { placed.span } else { end - placed.column };
    let span = match columns {
        1 => String::new(),
        columns => format!(" colspan=\"{columns}\""),
    };
    let class = if classes.is_empty() { String::new() } else { format!(" class=\"{classes}\"") };
    format!("<{tag}{span}{class}>{}</{tag}>", escaped(&shown(placed.style, &placed.cell)))
}

fn classes(placed: &Placed) -> String {
    let of_style = match placed.style {
        Style::FigureHead => Some("figure"),
        Style::Total => Some("total"),
        _ => None,
    };
    [of_style, class_of(&placed.cell)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn class_of(cell: &Cell) -> Option<&'static str> {
    match cell {
        Cell::Formula { result, .. } => class_of(result),
        Cell::Bold(_) => Some("figure total"),
        Cell::Count(_) | Cell::Days(_) | Cell::Money(_) | Cell::Told(_) | Cell::Date(_) => {
            Some("figure")
        }
        Cell::Word(_, tone) => match tone {
            Tone::Critical => Some("critical"),
            Tone::High | Tone::Closing => Some("high"),
            Tone::Medium => Some("medium"),
            Tone::Low => Some("low"),
            Tone::Plain | Tone::Unknown | Tone::Muted => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::testing::audit;

    #[test]
    fn the_page_shows_every_cell_of_the_sheet() {
        let audit = audit();
        let portfolio = Portfolio::new(&audit);
        let report = Report::new(&portfolio, &[]);
        let sheet = summary_page(&report);
        let page = html(&portfolio, &[], WorkbookProfile::Full);
        for placed in &sheet.cells {
            let text = escaped(&shown(placed.style, &placed.cell));
            assert!(page.contains(&format!(">{text}</")), "{text}");
        }
        assert_eq!(page.matches("<td").count() + page.matches("<th").count(), {
            let in_tables = |it: &&Placed| {
                matches!(
                    it.style,
                    Style::Body
                        | Style::Total
                        | Style::ColumnHead
                        | Style::FigureHead
                        | Style::WordHead
                )
            };
            sheet.cells.iter().filter(in_tables).count()
        });
        assert_eq!(page.matches("<svg").count(), sheet.charts.len());
    }

    #[test]
    fn what_reaches_over_the_whole_sheet_stands_above_the_halves() {
        let page = html(&Portfolio::new(&audit()), &[], WorkbookProfile::Full);
        let place = |text: &str| page.find(text).unwrap();
        let halves = place("<div class=\"halves\">");
        assert!(place(">Next deadlines</h2>") < halves);
        assert!(place(">Outcome by window</h2>") > halves);
    }

    #[test]
    fn names_are_text_whatever_they_hold() {
        let mut audit = audit();
        audit.partner = Some("<script>alert('A & \"B\"')</script>".into());
        let page = html(&Portfolio::new(&audit), &[], WorkbookProfile::Full);
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(&#39;A &amp; &quot;B&quot;&#39;)"), "{page}");
    }

    #[test]
    fn the_page_loads_nothing_and_is_the_same_each_time() {
        let audit = audit();
        let page = html(&Portfolio::new(&audit), &[], WorkbookProfile::Full);
        for outside in ["http", "src=", "href=", "url(", "@import"] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(page.contains(HTML_MARKER));
        assert_eq!(page, html(&Portfolio::new(&audit), &[], WorkbookProfile::Full));
    }
}
