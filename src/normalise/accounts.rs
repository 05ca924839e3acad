//! What an accounts export says of the customers of deals that hold only their ids.
//!
//! The join happens on text tables: whatever is read of a deal's customer is then read as if it had stood
//! in the deals' own file.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::{
    Action, CellKind, Column, CrmId, Field, RawTable, Role, SetAside, Source, Warning,
};

/// What an account says, if the deal itself does not.
const FILLED: [Field; 3] = [Field::Customer, Field::Website, Field::Country];

/// Accounts by the key of their id: table and record. `None` where records of one id contradict each
/// other.
type Accounts = BTreeMap<String, Option<(usize, usize)>>;

/// Fills in customer, website and country of deals from the accounts that they name. Every account that
/// can be read counts as used, whether or not a deal names it.
pub(super) fn join(tables: &mut [RawTable]) {
    let has_accounts = tables.iter().any(|table| table.report.role == Role::Accounts);
    let accounts = accounts(tables);
    for place in 0..tables.len() {
        let table = &tables[place];
        if table.report.role != Role::Crm || table.column(Field::AccountId).is_none() {
            continue;
        }
        if has_accounts {
            fill(tables, place, &accounts);
        } else if table.column(Field::Customer).is_none() {
            tables[place].report.warnings.push(Warning::new(
                "accounts_missing",
                "The deals hold only the ids of their accounts, so their customers are unknown. Add the \
                 export of accounts (Account.csv), or say which file it is with --accounts.",
            ));
        }
    }
}

/// The accounts of all tables. Repeated ones are ignored; of those that differ, none is believed.
fn accounts(tables: &mut [RawTable]) -> Accounts {
    let mut accounts = Accounts::new();
    for place in 0..tables.len() {
        if tables[place].report.role != Role::Accounts {
            continue;
        }
        let mut asides = Vec::new();
        for record in 0..tables[place].rows.len() {
            let Some(key) = account_key(&tables[place], record) else {
                let message = "The row has no account id. Complete it in the CRM and export again.";
                asides.push((record, "no_identity", message, Action::RowSetAside));
                continue;
            };
            let Some(known) = accounts.get(&key) else {
                accounts.insert(key, Some((place, record)));
                continue;
            };
            let is_same = known.is_some_and(|(table, first)| {
                FILLED.iter().all(|field| {
                    text(&tables[table], *field, first) == text(&tables[place], *field, record)
                })
            });
            if is_same {
                let message = "This row repeats another row.";
                asides.push((record, "duplicate", message, Action::RowIgnored));
            } else {
                accounts.insert(key, None);
                let message = "Another row has the same account id and says something else; none of them is \
                               believed. Correct one of them.";
                asides.push((record, "contradicting_account", message, Action::RowSetAside));
            }
        }
        note(&mut tables[place], &asides);
    }
    accounts
}

/// The key of the account in a record; Salesforce's ids of 15 and 18 characters have the same one.
fn account_key(table: &RawTable, record: usize) -> Option<String> {
    let id = CrmId::new(text(table, Field::AccountId, record))?;
    Some(id.key().to_owned())
}

fn text(table: &RawTable, field: Field, record: usize) -> &str {
    table.column(field).map_or("", |column| column.cell(record).text)
}

/// Counts and reports rows of accounts that are not used.
fn note(table: &mut RawTable, asides: &[(usize, &'static str, &str, Action)]) {
    for (record, problem, message, action) in asides {
        table.report.rows_used -= 1;
        match action {
            Action::RowIgnored => table.report.rows_ignored += 1,
            _ => table.report.rows_set_aside += 1,
        }
        let (row, value) = (table.rows[*record], text(table, Field::Customer, *record).to_owned());
        table.set_aside.push(SetAside {
            file: table.source.file.clone(),
            sheet: table.source.sheet.clone(),
            row: Some(row),
            column: None,
            value,
            problem,
            message: (*message).to_owned(),
            action: *action,
        });
    }
}

/// Fills in the blanks of one table of deals.
fn fill(tables: &mut [RawTable], place: usize, accounts: &Accounts) {
    let deals = &tables[place];
    let of_deal: Vec<Option<(usize, usize)>> =
        (0..deals.rows.len()).map(|record| *accounts.get(&account_key(deals, record)?)?).collect();
    let unknown = (0..deals.rows.len())
        .filter(|record| of_deal[*record].is_none() && account_key(deals, *record).is_some())
        .count();
    let filled: Vec<Column> =
        FILLED.into_iter().filter_map(|field| filled(tables, place, field, &of_deal)).collect();
    let deals = &mut tables[place];
    for column in filled {
        deals.report.columns.entry(column.field).or_insert_with(|| column.header.clone());
        deals.columns.retain(|own| own.field != column.field);
        deals.columns.push(column);
    }
    deals.source = Arc::new(Source {
        file: deals.source.file.clone(),
        sheet: deals.source.sheet.clone(),
        carries: deals.columns.iter().map(|column| column.field).collect(),
    });
    if unknown > 0 {
        let message = format!(
            "Deals whose account is not in the accounts export, or stands there with different data: {unknown}. \
             Export all accounts."
        );
        deals.report.warnings.push(Warning::new("account_not_found", message));
    }
}

/// The column of a field with its blanks filled; `None` if no accounts export has it.
fn filled(
    tables: &[RawTable],
    place: usize,
    field: Field,
    of_deal: &[Option<(usize, usize)>],
) -> Option<Column> {
    let mut accounts = tables.iter().filter(|table| table.report.role == Role::Accounts);
    let (file, source) =
        accounts.find_map(|table| Some((&table.source.file, table.column(field)?)))?;
    let own = tables[place].column(field);
    let joined = || format!("{} ({file})", source.header);
    let header = own.map_or_else(joined, |own| own.header.clone());
    let mut column = Column::new(field, header, None);
    for (record, account) in of_deal.iter().enumerate() {
        let own = own.map(|own| own.cell(record)).filter(|cell| !cell.is_blank());
        let of_account =
            account.and_then(|(table, record)| Some(tables[table].column(field)?.cell(record)));
        match own.or(of_account) {
            Some(cell) => column.push(cell.text, cell.kind),
            None => column.push("", CellKind::Text),
        }
    }
    Some(column)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{problems, read, table};
    use super::*;

    fn deals() -> RawTable {
        table(
            Role::Crm,
            &[
                (Field::DealId, &["D1", "D2", "D3", "D4"]),
                (Field::AccountId, &["a01M00000062mPgIAI", "A9", "", "A2"]),
            ],
        )
    }

    fn accounts() -> RawTable {
        table(
            Role::Accounts,
            &[
                (Field::AccountId, &["a01M00000062mPg", "A2", "A3"]),
                (Field::Customer, &["Acme", "Bolt", "Core"]),
                (Field::Website, &["acme.example", "", "core.example"]),
            ],
        )
    }

    fn codes(records: &super::super::Records, input: usize) -> Vec<&str> {
        records.inputs[input].warnings.iter().map(|warning| warning.code).collect()
    }

    #[test]
    fn deals_take_name_and_website_from_the_account_they_name() {
        let records = read(vec![deals(), accounts()]);
        let customers: Vec<_> = records.crm.iter().map(|deal| deal.customer.as_deref()).collect();
        assert_eq!(customers, [Some("Acme"), None, None, Some("Bolt")]);
        assert_eq!(records.crm[0].website.as_deref(), Some("acme.example"));
        assert!(records.crm[0].at.carries(Field::Customer));
        assert!(!records.crm[0].at.carries(Field::Country));
        assert_eq!(records.inputs[0].columns[&Field::Customer], "customer (accounts.csv)");
        assert_eq!(codes(&records, 0), ["account_not_found"]);
        assert_eq!((records.inputs[1].rows_read, records.inputs[1].rows_used), (3, 3));
    }

    #[test]
    fn what_the_deal_says_itself_stays() {
        let own = table(
            Role::Crm,
            &[
                (Field::DealId, &["D1", "D2"]),
                (Field::AccountId, &["A2", "A2"]),
                (Field::Customer, &["Bolt Ltd", ""]),
            ],
        );
        let records = read(vec![accounts(), own]);
        let customers: Vec<_> = records.crm.iter().map(|deal| deal.customer.as_deref()).collect();
        assert_eq!(customers, [Some("Bolt Ltd"), Some("Bolt")]);
    }

    #[test]
    fn accounts_that_contradict_each_other_are_not_believed() {
        let twice = table(
            Role::Accounts,
            &[
                (Field::AccountId, &["A2", "A2", "A3", "A3", ""]),
                (Field::Customer, &["Bolt", "Belt", "Core", "Core", "Nobody"]),
            ],
        );
        let records = read(vec![deals(), twice]);
        assert_eq!(records.crm[3].customer, None);
        assert_eq!(
            problems(&records),
            [
                (3, "contradicting_account", Action::RowSetAside),
                (5, "duplicate", Action::RowIgnored),
                (6, "no_identity", Action::RowSetAside),
            ]
        );
        let report = &records.inputs[1];
        assert_eq!((report.rows_used, report.rows_ignored, report.rows_set_aside), (2, 1, 2));
    }

    #[test]
    fn deals_with_account_ids_alone_ask_for_the_accounts() {
        assert_eq!(codes(&read(vec![deals()]), 0), ["accounts_missing"]);
        let named = table(
            Role::Crm,
            &[(Field::DealId, &["D1"]), (Field::AccountId, &["A1"]), (Field::Customer, &["Acme"])],
        );
        assert_eq!(codes(&read(vec![named]), 0), Vec::<&str>::new());
    }
}
