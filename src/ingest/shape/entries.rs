//! Lists of objects of which one entry is used: of the expected spend of an opportunity, the monthly
//! revenue of AWS.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Named;
use super::list_columns::erased;
use super::printed;
use crate::domain::{Cell, CellKind, Field, fold};
use crate::ingest::headers::header;
use crate::ingest::raw_row::RawRow;

/// Which entry of a list counts, and what is taken from it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryRule {
    /// The list: `Project.ExpectedCustomerSpend[]`.
    pub of: String,
    /// Members that the entry must have, where they are filled.
    #[serde(default, rename = "where")]
    must: BTreeMap<String, String>,
    /// Members that it must not have.
    #[serde(default)]
    never: BTreeMap<String, String>,
    /// Members that decide between several.
    #[serde(default)]
    preferred: BTreeMap<String, String>,
    /// The members used, by field.
    fields: BTreeMap<Named, String>,
}

impl EntryRule {
    /// The list's name.
    pub(super) fn list(&self) -> &str {
        self.of.trim_end_matches("[]")
    }

    /// Every member that it names.
    fn members(&self) -> impl Iterator<Item = &str> {
        let deciding =
            [&self.must, &self.never, &self.preferred].into_iter().flat_map(|of| of.keys());
        deciding.chain(self.fields.values()).map(String::as_str)
    }

    /// The fields it fills, with the member of each.
    pub(super) fn fields(&self) -> impl Iterator<Item = (Named, &str)> {
        self.fields.iter().map(|(field, member)| (*field, member.as_str()))
    }
}

/// The columns of the entries of a list.
#[derive(Clone, Debug)]
pub(super) struct Entries {
    rule: &'static EntryRule,
    /// Per entry, the column of each member that the rule names.
    columns: Vec<BTreeMap<&'static str, usize>>,
    /// The column that holds the whole list as a program prints it, if its entries have none.
    printed: Option<usize>,
}

/// Which entry of a row counts.
#[derive(Debug, PartialEq, Eq)]
enum Pick {
    /// The one at this place.
    Entry(usize),
    /// There is none.
    Nothing,
    /// It cannot be told, for this reason.
    Open(&'static str),
}

impl Entries {
    /// The columns of the list among these headers, and those headers; `None` if there are none.
    pub(super) fn of(
        rule: &'static EntryRule,
        headers: &[(usize, &str)],
    ) -> Option<(Entries, BTreeSet<String>)> {
        let list = header::key(&rule.of);
        let mut columns: BTreeMap<usize, BTreeMap<String, usize>> = BTreeMap::new();
        let mut used = BTreeSet::new();
        for (column, written) in headers {
            let Some((pattern, places)) = erased(written) else { continue };
            let key = header::key(&pattern);
            let member = key.strip_prefix(&list).and_then(|rest| rest.strip_prefix('.'));
            if let (Some(member), [place]) = (member, places.as_slice()) {
                columns.entry(*place).or_default().insert(member.to_owned(), *column);
                used.insert((*written).to_owned());
            }
        }
        // JSON and Parquet say there of a list that it is too long for columns.
        used.insert(rule.list().to_owned());
        // Headers are taken apart here, once, and not for every cell.
        let keys: Vec<(&str, String)> =
            rule.members().map(|member| (member, header::key(member))).collect();
        let named = |entry: BTreeMap<String, usize>| {
            keys.iter().filter_map(|(member, key)| Some((*member, *entry.get(key)?))).collect()
        };
        let columns: Vec<_> = columns.into_values().map(named).collect();
        let is_list = |written: &str| header::key(written) == header::key(rule.list());
        let printed = headers.iter().find(|(_, written)| columns.is_empty() && is_list(written));
        let entries = Entries { rule, printed: printed.map(|(column, _)| *column), columns };
        (!entries.columns.is_empty() || printed.is_some()).then_some((entries, used))
    }

    /// The first column of a member.
    pub(super) fn first_column(&self, member: &str) -> Option<usize> {
        self.columns.iter().find_map(|entry| entry.get(member)).copied().or(self.printed)
    }

    /// The member of the entry that counts; blank if there is none, or it cannot be told.
    pub(super) fn cell<'row>(&self, member: &str, row: &'row RawRow) -> Cell<'row> {
        match self.pick(row) {
            Pick::Entry(place) => self.member(place, member, row),
            Pick::Nothing | Pick::Open(_) => BLANK,
        }
    }

    /// Why it cannot be told which entry counts, if so, with the name of the list.
    pub(super) fn undecided(&self, row: &RawRow) -> Option<(&'static str, String)> {
        match self.pick(row) {
            Pick::Open(reason) => Some((&self.rule.of, reason.to_owned())),
            Pick::Entry(_) | Pick::Nothing => None,
        }
    }

    fn pick(&self, row: &RawRow) -> Pick {
        let Some(count) = self.count(row) else { return Pick::Open(UNREADABLE) };
        let is = |place: usize, member: &str, wanted: &str| {
            fold(self.member(place, member, row).text) == fold(wanted)
        };
        let is_all = |place: usize, members: &BTreeMap<String, String>| {
            members.iter().all(|(member, wanted)| is(place, member, wanted))
        };
        let is_excluded =
            |place: usize| self.rule.never.iter().any(|(member, wanted)| is(place, member, wanted));
        let may_count = |place: usize| {
            self.rule.must.iter().all(|(member, wanted)| {
                self.member(place, member, row).is_blank() || is(place, member, wanted)
            })
        };
        let filled: Vec<usize> = (0..count)
            .filter(|place| !is_excluded(*place) && self.is_filled(*place, row))
            .collect();
        let mut open: Vec<usize> =
            filled.iter().copied().filter(|place| may_count(*place)).collect();
        if open.iter().any(|place| is_all(*place, &self.rule.preferred)) {
            open.retain(|place| is_all(*place, &self.rule.preferred));
        }
        let values = |place: &usize| self.values(*place, row);
        match open.split_first() {
            None if filled.is_empty() => Pick::Nothing,
            None => Pick::Open(OTHER_KIND),
            Some((first, rest)) if rest.iter().all(|other| values(other) == values(first)) => {
                Pick::Entry(*first)
            }
            Some(_) => Pick::Open(SEVERAL),
        }
    }

    /// What the entry holds of the members that are used.
    fn values<'row>(&self, place: usize, row: &'row RawRow) -> Vec<&'row str> {
        self.rule.fields().map(|(_, member)| self.member(place, member, row).text).collect()
    }

    /// Whether there is anything of use in the entry: a currency alone says nothing.
    fn is_filled(&self, place: usize, row: &RawRow) -> bool {
        self.rule.fields().any(|(named, member)| {
            named.0 != Field::Currency && !self.member(place, member, row).is_blank()
        })
    }

    /// How many entries the row can have; `None` if its list cannot be read.
    fn count(&self, row: &RawRow) -> Option<usize> {
        match self.printed.map(|column| row.cell(column)) {
            None => Some(self.columns.len()),
            Some(cell) if cell.is_blank() => Some(0),
            Some(cell) => printed::objects(cell.text).map(|objects| objects.len()),
        }
    }

    fn member<'row>(&self, place: usize, member: &str, row: &'row RawRow) -> Cell<'row> {
        let Some(printed) = self.printed else {
            return self.columns[place].get(member).map_or(BLANK, |column| row.cell(*column));
        };
        let objects = printed::objects(row.cell(printed).text).unwrap_or_default();
        let found = objects.get(place).and_then(|of| of.iter().find(|(name, _)| *name == member));
        found.map_or(BLANK, |(_, text)| Cell { text, kind: CellKind::Text })
    }
}

const BLANK: Cell<'static> = Cell { text: "", kind: CellKind::Text };

const SEVERAL: &str =
    "Several entries of the list could be meant, and they differ. Leave one of them in the file.";

const UNREADABLE: &str = "The list is none that can be read. Give the JSON of the API, or one column per member of the list.";

const OTHER_KIND: &str = "No entry of the list is of the kind that is used: the monthly revenue of AWS. Correct its frequency.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::raw_row::text_row;

    /// The rule of the AWS Selling API.
    fn rule() -> &'static EntryRule {
        let rule = "of = 'Spend[]'
            where = { Frequency = 'Monthly' }
            never = { TargetCompany = 'Self' }
            preferred = { TargetCompany = 'AWS' }
            fields = { mrr = 'Amount', currency = 'CurrencyCode' }";
        Box::leak(Box::new(toml::from_str(rule).unwrap()))
    }

    /// The amount that is used of entries of amount, currency, frequency and company; else why not.
    fn amount(entries: &[[&str; 4]]) -> Result<String, &'static str> {
        let mut headers = Vec::new();
        let mut cells = Vec::new();
        for (place, entry) in entries.iter().enumerate() {
            for (member, text) in
                ["Amount", "CurrencyCode", "Frequency", "TargetCompany"].iter().zip(entry)
            {
                headers.push(format!("Spend[{place}].{member}"));
                cells.push(*text);
            }
        }
        let headers: Vec<(usize, &str)> = headers.iter().map(String::as_str).enumerate().collect();
        let (list, _) = Entries::of(rule(), &headers).unwrap();
        let row = text_row(2, &cells);
        match list.pick(&row) {
            Pick::Open(reason) => Err(reason),
            _ => Ok(list.cell("Amount", &row).text.to_owned()),
        }
    }

    #[test]
    fn the_monthly_revenue_of_aws_counts_wherever_it_stands() {
        let own = ["90000", "USD", "None", "Self"];
        let aws = ["2500.00", "USD", "Monthly", "AWS"];
        for entries in
            [&[aws][..], &[own, aws], &[aws, own], &[aws, ["7", "USD", "Monthly", "Acme"]]]
        {
            assert_eq!(amount(entries).as_deref(), Ok("2500.00"), "{entries:?}");
        }
    }

    #[test]
    fn the_partners_own_contract_value_never_counts() {
        for frequency in ["None", "Monthly", ""] {
            assert_eq!(amount(&[["90000", "USD", frequency, "Self"]]).as_deref(), Ok(""));
        }
    }

    #[test]
    fn older_data_names_another_company_or_none() {
        assert_eq!(
            amount(&[["2500", "USD", "Monthly", "Amazon Web Services"]]).as_deref(),
            Ok("2500")
        );
        assert_eq!(amount(&[["2500", "USD", "", ""]]).as_deref(), Ok("2500"));
    }

    #[test]
    fn entries_that_differ_or_are_not_monthly_are_asked_about() {
        let (one, other) = (["1", "USD", "Monthly", "AWS"], ["2", "USD", "Monthly", "aws"]);
        assert_eq!(amount(&[one, other]), Err(SEVERAL));
        assert_eq!(amount(&[one, ["1", "EUR", "Monthly", "AWS"]]), Err(SEVERAL));
        assert_eq!(amount(&[one, one]).as_deref(), Ok("1"));
        assert_eq!(amount(&[["30000", "USD", "Annual", "AWS"]]), Err(OTHER_KIND));
    }

    #[test]
    fn an_entry_without_an_amount_is_none() {
        assert_eq!(
            amount(&[["", "USD", "Monthly", "AWS"], ["5", "USD", "Monthly", "AWS"]]).as_deref(),
            Ok("5")
        );
        assert_eq!(amount(&[["", "USD", "Annual", "AWS"]]).as_deref(), Ok(""));
    }

    #[test]
    fn other_headers_are_no_entries() {
        assert!(Entries::of(rule(), &[(1, "Spends[0].Amount"), (2, "Amount")]).is_none());
    }

    #[test]
    fn a_list_that_a_program_printed_into_a_cell_has_entries() {
        let (list, used) = Entries::of(rule(), &[(0, "Id"), (1, "Spend")]).unwrap();
        assert!(used.contains("Spend"));
        let own = "{'Amount': '9', 'Frequency': 'None', 'TargetCompany': 'Self'}";
        let aws = "{'Amount': '2500', 'CurrencyCode': 'USD', 'Frequency': 'Monthly', 'TargetCompany': 'AWS'}";
        let amount = |text: &str| list.cell("Amount", &text_row(2, &["O1", text])).text.to_owned();
        assert_eq!(amount(&format!("[{own}, {aws}]")), "2500");
        assert_eq!(amount(""), "");
        let cut = text_row(2, &["O1", "[{'Amount': '2500"]);
        assert_eq!(list.undecided(&cut), Some(("Spend[]", UNREADABLE.to_owned())));
    }
}
