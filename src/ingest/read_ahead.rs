//! Rows split on one core while another takes them: of a large file, each is about half of the work.

use std::ops::ControlFlow;
use std::sync::mpsc;
use std::{mem, panic, thread};

use super::IngestError;
use super::raw_row::RawRow;
use super::sample::Visit;

/// Rows that are handed over at a time: enough that waiting costs nothing.
const ROWS_AT_A_TIME: usize = 256;

/// … and the text, in bytes, at which fewer are: a cell may hold a document.
const TEXT_AT_A_TIME: usize = 1 << 18;

/// How often the reader may hand over rows before it waits for them to be taken.
const HANDOVERS_AHEAD: usize = 4;

/// Rows that are handed over together.
#[derive(Default)]
struct Batch {
    /// The rows, and behind them those of an earlier use, whose memory serves again.
    rows: Vec<RawRow>,
    filled: usize,
    /// How long their text is, in bytes.
    text: usize,
}

impl Batch {
    /// Takes the row, and leaves one in its place whose memory serves again.
    fn push(&mut self, row: &mut RawRow) {
        self.text += row.text().len();
        if self.filled == self.rows.len() {
            self.rows.push(RawRow::default());
        }
        mem::swap(&mut self.rows[self.filled], row);
        self.filled += 1;
    }

    fn is_full(&self) -> bool {
        self.filled >= ROWS_AT_A_TIME || self.text >= TEXT_AT_A_TIME
    }

    fn rows(&self) -> &[RawRow] {
        &self.rows[..self.filled]
    }

    /// Empties the batch for its next use; `None` if its rows hold more memory than most need.
    fn emptied(self) -> Option<Batch> {
        (self.text < TEXT_AT_A_TIME).then_some(Batch { rows: self.rows, filled: 0, text: 0 })
    }
}

/// Lets `read` visit rows on a thread of its own, and gives them to `take` in their order on this one. Once `take` breaks
/// off, what the reader met further down does not matter, not even an error.
pub(super) fn each_row(
    read: impl FnOnce(Visit<'_>) -> Result<(), IngestError> + Send,
    mut take: impl FnMut(&RawRow) -> ControlFlow<()>,
) -> Result<(), IngestError> {
    let (sender, handed_over) = mpsc::sync_channel::<Batch>(HANDOVERS_AHEAD);
    let (returned, spare) = mpsc::channel::<Batch>();
    thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut batch = Batch::default();
            let outcome = read(&mut |row| {
                batch.push(row);
                if !batch.is_full() {
                    return ControlFlow::Continue(());
                }
                let next = spare.try_recv().unwrap_or_default();
                // An error says that nobody takes them any more.
                match sender.send(mem::replace(&mut batch, next)) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            });
            let _ = sender.send(batch);
            outcome
        });
        let breaks_off = handed_over.into_iter().any(|batch| {
            let breaks_off = batch.rows().iter().any(|row| take(row).is_break());
            if let Some(batch) = batch.emptied() {
                let _ = returned.send(batch);
            }
            breaks_off
        });
        let outcome = reader.join().unwrap_or_else(|reason| panic::resume_unwind(reason));
        if breaks_off { Ok(()) } else { outcome }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::raw_row::text_row;

    fn damaged() -> IngestError {
        IngestError::Empty { path: "deals.csv".into() }
    }

    /// Visits that many rows, and then says that the file is damaged.
    fn rows_and_damage(count: u32) -> impl FnOnce(Visit<'_>) -> Result<(), IngestError> + Send {
        move |visit| {
            for number in 1..=count {
                if visit(&mut text_row(number, &["Acme"])).is_break() {
                    return Ok(());
                }
            }
            Err(damaged())
        }
    }

    #[test]
    fn all_rows_come_in_their_order_and_then_the_error() {
        let mut taken = Vec::new();
        let outcome = each_row(rows_and_damage(1_000), |row| {
            taken.push(row.number);
            ControlFlow::Continue(())
        });
        assert!(taken.into_iter().eq(1..=1_000));
        assert!(matches!(outcome, Err(IngestError::Empty { .. })));
    }

    #[test]
    fn no_row_comes_after_breaking_off_and_no_error_from_further_down() {
        for count in [10, 100_000] {
            let mut taken = 0;
            let outcome = each_row(rows_and_damage(count), |row| {
                taken += 1;
                if row.number == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert_eq!((taken, outcome.is_ok()), (5, true));
        }
    }
}
