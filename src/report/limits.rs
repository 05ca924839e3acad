//! How much of an audit the sheets show, and how that is told: nothing is left out in silence.

use crate::domain::{WorkbookProfile, grouped, unmatched};
use crate::history::Change;
use crate::portfolio::Audit;

use super::words::counted;

/// How many rows a sheet has at most: more than people work through, and about as many as office programs open without
/// delay (our choice).
pub(super) const MOST_ROWS: usize = 50_000;

/// A sheet that does not show everything.
struct Cut {
    sheet: &'static str,
    /// Which it shows.
    which: &'static str,
    thing: &'static str,
    shown: usize,
    all: usize,
}

/// The sheets that do not show everything, each in a sentence.
pub(super) fn cut_sheets(audit: &Audit, most: usize, profile: WorkbookProfile) -> Vec<String> {
    let deals = &audit.deals;
    let linked = deals.iter().filter(|deal| deal.deal.linked().is_some()).count();
    let candidates: usize = deals.iter().map(|deal| deal.deal.candidates.len()).sum();
    let matches = linked + candidates + unmatched(deals).count() + audit.history.apart.len();
    let cut = |sheet, which, thing, all| Cut { sheet, which, thing, shown: most, all };
    let is_told = |change: &&Change| profile == WorkbookProfile::Full || !change.is_about_notes;
    let changes = audit.history.changes.iter().filter(is_told).count();
    let mut sheets = vec![
        cut("Deals", "most urgent", "deal", deals.len()),
        cut("Changes", "first", "change", changes),
    ];
    if profile == WorkbookProfile::Full {
        sheets.extend([
            cut("Evidence", "most urgent", "deal", deals.len()),
            cut("Findings", "severest", "finding", audit.findings.len()),
            cut("Matches", "first", "row", matches),
            cut("Data problems", "first", "problem", audit.set_aside.len()),
        ]);
    }
    sheets.iter().filter(|cut| cut.all > cut.shown).map(Cut::sentence).collect()
}

impl Cut {
    fn sentence(&self) -> String {
        let Cut { sheet, which, thing, shown, all } = self;
        let (shown, all) = (grouped((*shown).into()), counted(*all as u64, thing));
        let rest = match *sheet {
            "Changes" => "",
            _ => "; the table outputs (--tables DIR) hold all",
        };
        format!("{sheet} shows the {which} {shown} of {all}{rest}.")
    }
}

/// Brings to the front what a sheet with this many rows shows, and says how many that are: what people wrote on before
/// anything else, because the next run reads it there, and then the first. Either part keeps its order.
pub(super) fn shown_first<T>(
    things: &mut Vec<T>,
    most: usize,
    is_written_on: impl Fn(&T) -> bool,
) -> usize {
    if things.len() <= most {
        return things.len();
    }
    let mut room_for_written = things.iter().filter(|thing| is_written_on(thing)).count().min(most);
    let mut room_for_others = most - room_for_written;
    let (mut shown, rest): (Vec<T>, Vec<T>) = things.drain(..).partition(|thing| {
        let room = if is_written_on(thing) { &mut room_for_written } else { &mut room_for_others };
        let has_room = *room > 0;
        *room = room.saturating_sub(1);
        has_room
    });
    shown.extend(rest);
    *things = shown;
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::previous_workbook::{DEALS_CUT_LINE, FINDINGS_CUT_LINE};
    use crate::portfolio::testing::audit;

    #[test]
    fn what_people_wrote_on_is_shown_before_the_first_and_every_part_keeps_its_order() {
        let mut things = vec![1, 2, 3, 4, 5, 6];
        assert_eq!(shown_first(&mut things, 3, |thing| *thing == 5), 3);
        assert_eq!(things, [1, 2, 5, 3, 4, 6]);
        assert_eq!(shown_first(&mut things, 2, |_| true), 2);
        assert_eq!(things, [1, 2, 5, 3, 4, 6]);
        assert_eq!(shown_first(&mut things, 6, |_| false), 6);
    }

    #[test]
    fn the_next_run_knows_what_was_cut_by_the_sentence_that_says_so() {
        let told = cut_sheets(&audit(), 5, WorkbookProfile::Full);
        assert!(told[0].starts_with(DEALS_CUT_LINE), "{told:?}");
        assert!(told.iter().any(|line| line.starts_with(FINDINGS_CUT_LINE)), "{told:?}");
    }

    #[test]
    fn a_sheet_is_named_from_one_row_too_many_on() {
        let mut audit = audit();
        assert_eq!(cut_sheets(&audit, 8, WorkbookProfile::Full), [""; 0]);
        audit.deals.push(audit.deals[0].clone());
        let told = cut_sheets(&audit, 8, WorkbookProfile::Full);
        assert_eq!(
            told[0],
            "Deals shows the most urgent 8 of 9 deals; the table outputs (--tables DIR) hold all."
        );
        assert!(told[1].starts_with("Evidence shows the most urgent 8"), "{told:?}");
        assert_eq!(cut_sheets(&audit, 8, WorkbookProfile::Leadership).len(), 1);
    }
}
