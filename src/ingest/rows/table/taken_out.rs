//! Records that other rows show to be none.

use super::TableBuilder;
use crate::domain::Action;

impl TableBuilder<'_> {
    /// Takes these records, in their order, out again.
    pub(super) fn take_out(
        &mut self,
        records: &[usize],
        problem: &'static str,
        message: &str,
        action: Action,
    ) {
        let is_out = |record: usize| records.binary_search(&record).is_ok();
        let rows = std::mem::take(&mut self.records.rows);
        for (record, row) in rows.into_iter().enumerate() {
            if !is_out(record) {
                self.records.rows.push(row);
                continue;
            }
            let filled = self.records.columns.iter().map(|column| column.cell(record).text);
            let texts: Vec<&str> = filled.filter(|text| !text.is_empty()).collect();
            let excerpt = texts.join(" | ");
            self.count(action);
            self.note(row, excerpt, problem, message.to_owned(), action);
        }
        let columns = self.records.columns.iter_mut().chain(&mut self.records.date_twins);
        columns.for_each(|column| column.retain(|record| !is_out(record)));
        if !self.events.is_empty() {
            let mut record = 0..;
            self.events.retain(|_| record.next().is_some_and(|record| !is_out(record)));
        }
        for start in &mut self.records.group_starts {
            *start -= records.partition_point(|record| record < start);
        }
        self.records.group_starts.dedup();
    }
}
