//! Rows that head a group with its name and the number of its records: `Won (2)`, as Odoo exports a grouped list.

use super::TableBuilder;
use crate::domain::Action;

/// How many groups may stand within each other (our choice): nobody groups a list deeper.
const DEPTH_MAX: usize = 8;

impl TableBuilder<'_> {
    /// Takes out the headings, if the first record is one and every one is followed by as many records as it says.
    pub(super) fn ignore_counted_headings(&mut self) {
        let stated: Vec<Option<usize>> =
            (0..self.records.rows.len()).map(|record| self.stated_records(record)).collect();
        let mut rest = stated.as_slice();
        while !rest.is_empty() {
            match behind_group(rest, DEPTH_MAX) {
                Some(behind) => rest = behind,
                None => return,
            }
        }
        let headings: Vec<usize> =
            (0..stated.len()).filter(|record| stated[*record].is_some()).collect();
        let message = "This row is the heading of the group of rows below it, and counts them.";
        self.take_out(&headings, "group_heading", message, Action::RowIgnored);
    }

    /// How many records the record says that its group has, if it is a name with a number in brackets, beside which
    /// nothing but figures stands.
    fn stated_records(&self, record: usize) -> Option<usize> {
        let filled = self.records.columns.iter().filter(|it| !it.cell(record).is_blank());
        let mut names = filled.filter(|column| !column.field.kind().is_figure());
        let name = names.next()?.cell(record).text;
        if names.next().is_some() {
            return None;
        }
        let (group, count) = name.trim().strip_suffix(')')?.rsplit_once(" (")?;
        (!group.trim().is_empty()).then(|| count.parse().ok())?
    }
}

/// The records behind the group that the first one heads, if it has as many as stated, in groups of its own or not.
fn behind_group(records: &[Option<usize>], depth: usize) -> Option<&[Option<usize>]> {
    let (heading, mut rest) = records.split_first()?;
    let count = (*heading)?;
    let is_of_groups = count > 0 && rest.first()?.is_some();
    if !is_of_groups {
        let (group, behind) = rest.split_at_checked(count)?;
        return group.iter().all(Option::is_none).then_some(behind);
    }
    let mut in_groups = 0;
    while in_groups < count {
        in_groups += (*rest.first()?)?;
        rest = behind_group(rest, depth.checked_sub(1)?)?;
    }
    (in_groups == count).then_some(rest)
}

#[cfg(test)]
mod tests {
    use crate::domain::Field;
    use crate::ingest::tests::{problems, read_text, texts};

    const HEADER: &str = "Deal Name,Customer,Amount,Stage\n";

    #[test]
    fn headings_that_count_the_deals_below_them_are_no_deals() {
        let table = read_text(&format!(
            "{HEADER}Won (2),,30,\nLift,Acme,10,Won\nMove,Bolt,20,Won\nNew (1),,5,\nExit,Corva,5,New\n"
        ));
        assert_eq!(texts(&table, Field::DealName), ["Lift", "Move", "Exit"]);
        let told = [(2, "group_heading"), (5, "group_heading")];
        assert_eq!(problems(&table), told);
    }

    #[test]
    fn groups_within_groups_are_counted_together() {
        let table = read_text(&format!(
            "{HEADER}Ana (3),,30,\n  Won (1),,10,\nLift,Acme,10,Won\n  New (2),,20,\nMove,Bolt,15,New\nExit,Corva,5,New\n"
        ));
        assert_eq!(texts(&table, Field::DealName), ["Lift", "Move", "Exit"]);
    }

    #[test]
    fn deals_with_a_number_in_brackets_are_deals() {
        for rows in [
            "Wave (2),,30,\nLift,Acme,10,Won\n",
            "Lift,Acme,10,Won\nWave (1),,30,\nMove,Bolt,20,Won\n",
            "Wave (1),Acme,30,Won\nWave (2),Acme,20,Won\n",
            "Wave (1),,30,\nWave (2),,20,\n",
        ] {
            let table = read_text(&format!("{HEADER}{rows}"));
            assert_eq!(table.rows.len(), rows.lines().count(), "{rows}");
        }
    }
}
