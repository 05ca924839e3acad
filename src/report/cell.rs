//! What a cell of a sheet holds.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::domain::{Decimal, TypedCell};

/// What a cell holds. The kind decides on format and colour.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing: not known.
    Blank,
    /// A cell that the reader may change to see what follows.
    Input(Box<Cell>),
    /// A share of 1, shown as it is written.
    Share(Decimal),
    /// Words. Never a formula, whatever they begin with.
    Text(String),
    /// An identifier: text, even if it looks like a number.
    Id(String),
    /// Words that lead to a web page, or to another sheet.
    Link {
        /// The words.
        text: String,
        /// The address: `https://…` or `internal:'Deals'!A1`.
        url: String,
    },
    /// A whole number.
    Count(i64),
    /// A number of days until a day; 0 is today, and below zero it has passed.
    Days(i64),
    /// An amount, shown without decimals. The header names the currency.
    Money(Decimal),
    /// A figure in words: "est. USD 54,000".
    Told(Told),
    /// A score from 0 to 1.
    Score(f64),
    /// A number of a person, shown as it is.
    Number(Decimal),
    /// A day.
    Date(NaiveDate),
    /// A word of a fixed list.
    Word(String, Tone),
    /// A cell that stands out.
    Bold(Box<Cell>),
    /// A cell that must not catch the eye: a figure that is not to be added up.
    Faint(Box<Cell>),
    /// A formula, and what it gives by the figures of the audit.
    Formula {
        /// The formula, without a leading `=`.
        formula: Cow<'static, str>,
        /// Its result, which previews show.
        result: Box<Cell>,
        /// What it gives, if not now then after a change of its figures.
        gives: Gives,
    },
}

/// A figure with the words around it, which stay when the figure follows a what-if.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Told {
    /// The figure, shown without decimals.
    pub(super) figure: Decimal,
    /// What stands before it.
    pub(super) before: &'static str,
    /// What stands behind it.
    pub(super) after: &'static str,
    /// What is said in its place where it is 0.
    pub(super) nothing: &'static str,
}

/// What a formula gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    /// Words.
    Words,
    /// A whole number.
    Count,
    /// An amount.
    Money,
    /// A day.
    Date,
    /// A share of 1.
    Share,
}

/// What a word says about urgency or health. Colour only repeats the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Nothing special.
    Plain,
    /// Severity critical.
    Critical,
    /// Severity high.
    High,
    /// Severity medium.
    Medium,
    /// Severity low.
    Low,
    /// Not known.
    Unknown,
    /// Time runs out.
    Closing,
    /// Over, or of no concern.
    Muted,
}

impl Cell {
    /// Words, or blank.
    pub(super) fn text(text: Option<&str>) -> Cell {
        text.filter(|text| !text.is_empty()).map_or(Cell::Blank, |text| Cell::Text(text.to_owned()))
    }

    /// An identifier, or blank.
    pub(super) fn id(id: Option<&str>) -> Cell {
        id.map_or(Cell::Blank, |id| Cell::Id(id.to_owned()))
    }

    /// A word of a fixed list.
    pub(super) fn word(word: impl Into<String>, tone: Tone) -> Cell {
        Cell::Word(word.into(), tone)
    }

    /// An amount, or blank.
    pub(super) fn money(amount: Option<Decimal>) -> Cell {
        amount.map_or(Cell::Blank, Cell::Money)
    }

    /// A day, or blank.
    pub(super) fn date(date: Option<NaiveDate>) -> Cell {
        date.map_or(Cell::Blank, Cell::Date)
    }

    /// What a person typed, or blank.
    pub(super) fn typed(typed: Option<&TypedCell>) -> Cell {
        match typed {
            None => Cell::Blank,
            Some(TypedCell::Text(text)) => Cell::Text(text.clone()),
            Some(TypedCell::Number(number)) => Cell::Number(*number),
            Some(TypedCell::Date(date)) => Cell::Date(*date),
        }
    }

    /// A whole number.
    pub(super) fn count(count: u64) -> Cell {
        Cell::Count(i64::try_from(count).expect("what was read can be counted"))
    }

    /// A formula with its result.
    pub(super) fn formula(formula: impl Into<Cow<'static, str>>, result: Cell) -> Cell {
        let gives = match &result {
            Cell::Money(_) | Cell::Told(_) => Gives::Money,
            Cell::Count(_) | Cell::Days(_) => Gives::Count,
            Cell::Date(_) => Gives::Date,
            Cell::Share(_) => Gives::Share,
            _ => Gives::Words,
        };
        Cell::giving(gives, formula, result)
    }

    /// A formula whose result may be blank.
    pub(super) fn giving(
        gives: Gives,
        formula: impl Into<Cow<'static, str>>,
        result: Cell,
    ) -> Cell {
        Cell::Formula { formula: formula.into(), result: Box::new(result), gives }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}
