//! What became of the values of an input, counted: for `check` and `run.json`.

use super::{Action, SetAside};

/// What is known of a column of money once it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledAmounts {
    /// `point` or `comma`; `None` where no value needs one.
    pub decimal_mark: Option<&'static str>,
    /// What settled it: `values`, `other columns`, `grouping`, `form` (no value needs one), or `nothing`,
    /// and amounts that need one were set aside.
    pub settled_by: &'static str,
    /// The currencies of its amounts, joined by `;`. `None` if nothing states one.
    pub currency: Option<String>,
    /// What states the currency: `header`, `currency column`, `cells` or `default`.
    pub currency_settled_by: Option<&'static str>,
}

/// One reason why rows or cells of a file were not used as they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Stable identifier of the reason in snake case: `unreadable_date`.
    pub problem: &'static str,
    /// What was done.
    pub action: Action,
    /// How many rows or cells.
    pub count: u64,
    /// The first of the rows, as its owner counts.
    pub first_row: Option<u32>,
    /// What is wrong with the first, and what to do.
    pub message: String,
}

impl Noted {
    /// The reasons among these, rows before cells, each in the order of its first row.
    pub fn counted<'entry>(entries: impl Iterator<Item = &'entry SetAside>) -> Vec<Noted> {
        let mut noted: Vec<Noted> = Vec::new();
        for entry in entries {
            let same =
                |one: &&mut Noted| one.problem == entry.problem && one.action == entry.action;
            if let Some(one) = noted.iter_mut().find(same) {
                one.count += 1;
                continue;
            }
            noted.push(Noted {
                problem: entry.problem,
                action: entry.action,
                count: 1,
                first_row: entry.row,
                message: entry.message.clone(),
            });
        }
        noted.sort_by_key(|one| one.action);
        noted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(row: u32, problem: &'static str, action: Action) -> SetAside {
        SetAside {
            file: "crm.csv".into(),
            sheet: None,
            row: Some(row),
            column: None,
            value: String::new(),
            problem,
            message: format!("Row {row} is wrong."),
            action,
        }
    }

    #[test]
    fn reasons_are_counted_with_their_first_row_and_rows_come_before_cells() {
        let entries = [
            entry(2, "unreadable_date", Action::CellIgnored),
            entry(3, "ragged_row", Action::RowSetAside),
            entry(5, "unreadable_date", Action::CellIgnored),
        ];
        let counted = Noted::counted(entries.iter());
        let shown: Vec<_> =
            counted.iter().map(|one| (one.problem, one.count, one.first_row)).collect();
        assert_eq!(shown, [("ragged_row", 1, Some(3)), ("unreadable_date", 2, Some(2))]);
        assert_eq!(counted[1].message, "Row 2 is wrong.");
    }
}
