//! What the user says of a column.

use std::collections::BTreeMap;

use super::header;
use crate::domain::{Currency, Decimal, Field, RawTable, Role, StatedHeader, Warning};

/// A header that the user explains: with `--map`, or under `[columns.crm]` in `mapaudit.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnAlias {
    /// The exports it is about; `None` for all that the flag is about.
    pub role: Option<Role>,
    /// The header, compared as all headers are.
    pub header: String,
    /// What the column means.
    pub field: Field,
    /// What its numbers are multiplied by; `None` if only the header's own unit counts.
    pub multiplier: Option<Decimal>,
    /// The currency of its amounts.
    pub currency: Option<Currency>,
    /// Where the configuration says so, with the line; `None` for the flag.
    pub place: Option<String>,
}

impl ColumnAlias {
    /// Whether both are about the same header, as headers compare.
    pub fn is_same_header(&self, other: &ColumnAlias) -> bool {
        header::key(&self.header) == header::key(&other.header)
    }

    /// A header that means a field, and nothing more: `--map "HEADER=field"`.
    pub fn plain(header: &str, field: Field) -> ColumnAlias {
        ColumnAlias {
            role: None,
            header: header.to_owned(),
            field,
            multiplier: None,
            currency: None,
            place: None,
        }
    }

    /// What the user says, without what follows from it.
    pub(super) fn stated_header(&self) -> StatedHeader {
        StatedHeader {
            place: self.place.clone().unwrap_or_else(|| "--map".to_owned()),
            header: self.header.clone(),
            field: self.field,
        }
    }
}

/// Warns of each header that the user explained and that none of the exports has for which they did, on the first of
/// these: most often it is misspelt.
pub fn warn_of_absent_headers(tables: &mut [RawTable]) {
    let mut stated: BTreeMap<StatedHeader, (usize, bool)> = BTreeMap::new();
    for (place, table) in tables.iter().enumerate() {
        for (header, is_there) in &table.stated_headers {
            stated.entry(header.clone()).or_insert((place, false)).1 |= is_there;
        }
    }
    for (StatedHeader { place, header, field }, (table, _)) in
        stated.into_iter().filter(|(_, (_, is_there))| !is_there)
    {
        let message = format!("No column is headed `{header}`, which {place} takes for {field}.");
        tables[table].report.warnings.push(Warning::new("map_unused", message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Options;
    use crate::ingest::tests::read_bytes;

    /// A CRM export of these headers and one record, read with words of the configuration.
    fn table(headers: &str, columns: &[(&str, &str)]) -> RawTable {
        let alias = |(place, header): &(&str, &str)| ColumnAlias {
            role: Some(Role::Crm),
            place: Some((*place).to_owned()),
            ..ColumnAlias::plain(header, Field::ServerCount)
        };
        let columns = columns.iter().map(alias).collect::<Vec<_>>().into();
        let options = Options { columns, ..Options::default() };
        let text = format!("Deal ID,Customer,{headers}\n1,Acme,5\n");
        read_bytes(text.as_bytes(), &options).unwrap()
    }

    #[test]
    fn a_header_that_no_export_has_is_told_once_with_the_place_that_names_it() {
        let columns = [("m.toml, line 2", "Server Cuont"), ("m.toml, line 3", "Boxes")];
        let mut tables = [table("Server Count", &columns), table("Boxes", &columns)];
        warn_of_absent_headers(&mut tables);
        let told = tables.each_ref().map(|table| {
            let warnings = table.report.warnings.iter();
            let unused = warnings.filter(|warning| warning.code == "map_unused");
            unused.map(|warning| warning.message.clone()).collect::<Vec<_>>()
        });
        let cuont =
            "No column is headed `Server Cuont`, which m.toml, line 2 takes for server_count.";
        assert_eq!(told, [vec![cuont.to_owned()], vec![]]);
    }
}
