//! Ids of deals in the addresses of their pages in the CRM: people copy those into their sheets.

use std::sync::Arc;

use super::record_links::record_id;
use crate::domain::{CellKind, Column, Field, RawTable, Role, Source, Warning};

/// The id of the deal to whose page the text is the address; `None` of any other text.
pub(super) fn id_in(text: &str) -> Option<String> {
    text.contains("://").then(|| record_id(text)).flatten()
}

/// Takes the addresses in the column of ids for the ids in them; without such a column, those in the column of addresses.
pub(super) fn take(table: &mut RawTable) {
    if table.report.role != Role::Crm {
        return;
    }
    let place = |field| table.columns.iter().position(|column| column.field == field);
    if let Some(ids) = place(Field::DealId) {
        if table.columns[ids].iter().any(|cell| id_in(cell.text).is_some()) {
            table.columns[ids] = ids_of(&table.columns[ids]);
        }
        return;
    }
    let Some(addresses) = place(Field::Url).map(|place| &table.columns[place]) else { return };
    let ids = addresses.iter().filter(|cell| id_in(cell.text).is_some()).count();
    if ids == 0 || addresses.iter().any(|cell| !cell.is_blank() && id_in(cell.text).is_none()) {
        return;
    }
    let ids_column = ids_of(addresses);
    let header = ids_column.header.clone();
    let message = format!(
        "There is no column of deal ids; they were taken from the addresses under `{header}`: {ids} of {}.",
        table.rows.len()
    );
    table.columns.push(ids_column);
    let mut carries = table.source.carries;
    carries.insert(Field::DealId);
    table.source = Arc::new(Source {
        file: table.source.file.clone(),
        sheet: table.source.sheet.clone(),
        carries,
    });
    table.report.columns.insert(Field::DealId, header.clone());
    let warning = Warning::new("ids_from_links", message);
    table.report.warnings.push(Warning { column: Some(header), ..warning });
}

/// The column as one of ids, with those in the place of addresses.
fn ids_of(column: &Column) -> Column {
    let mut ids = Column::new(Field::DealId, column.header.clone(), None);
    for cell in column.iter() {
        match id_in(cell.text) {
            Some(id) => ids.push(&id, CellKind::Text),
            None => ids.push(cell.text, cell.kind),
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use crate::domain::Field;
    use crate::ingest::tests::read_text;

    const PAGE: &str =
        "https://x.lightning.force.com/lightning/r/Opportunity/0065f00000AbCdEAAX/view";

    /// The ids of the deals under this header, and the codes of the warnings.
    fn ids(header: &str, cells: &[&str]) -> (Vec<String>, Vec<&'static str>) {
        let mut text = format!("Deal Name,Customer,Stage,{header}\n");
        for cell in cells {
            text = format!("{text}Lift,Acme,Proposal,{cell}\n");
        }
        let table = read_text(&text);
        let column = table.column(Field::DealId);
        let ids = column.map(|it| it.iter().map(|cell| cell.text.to_owned()).collect());
        let codes = table.report.warnings.iter().map(|warning| warning.code).collect();
        (ids.unwrap_or_default(), codes)
    }

    #[test]
    fn addresses_of_deals_give_their_ids() {
        let id = "0065f00000AbCdEAAX";
        for header in ["Link", "Salesforce", "SFDC link"] {
            let expected = (vec![id.to_owned()], vec!["ids_from_links"]);
            assert_eq!(ids(header, &[PAGE]), expected, "{header}");
        }
        assert_eq!(ids("Opportunity ID", &[PAGE, "0065f00000AbCdX"]).0, [id, "0065f00000AbCdX"]);
    }

    #[test]
    fn other_addresses_give_none() {
        for cells in
            [&["https://acme.example/deal/today"][..], &[PAGE, "https://acme.example"], &["x"]]
        {
            assert!(ids("Link", cells).0.is_empty(), "{cells:?}");
        }
        assert!(ids("Wiki", &[PAGE, "https://acme.example"]).0.is_empty());
    }
}
