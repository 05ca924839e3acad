//! What the user says of a column.

use std::collections::BTreeMap;

use super::{header, profile};
use crate::domain::{
    Currency, Decimal, Failure, Field, RawTable, Role, StatedHeader, Warning, nearest,
};

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
            place: self.place.clone().unwrap_or_else(|| FLAG.to_owned()),
            header: self.header.clone(),
            field: self.field,
        }
    }
}

/// The place of what the user said with the flag.
const FLAG: &str = "--map";

/// Tells of each header that the user explained and that none of the exports has for which they did: most often it is
/// misspelt. What the configuration says may be about another day's exports: it is a warning on the first of these. What
/// somebody typed for this run is wrong.
pub fn tell_of_absent_headers(tables: &mut [RawTable]) -> Vec<Failure> {
    let mut stated: BTreeMap<StatedHeader, Vec<(usize, bool)>> = BTreeMap::new();
    for (place, table) in tables.iter().enumerate() {
        for (header, is_there) in &table.stated_headers {
            stated.entry(header.clone()).or_default().push((place, *is_there));
        }
    }
    let mut failures = Vec::new();
    for (stated, tables_of) in stated {
        let StatedHeader { place, header, field } = &stated;
        if place == FLAG {
            failures.extend(unmatched(&stated, &tables_of, tables));
        } else if tables_of.iter().all(|(_, is_there)| !is_there) {
            let message =
                format!("No column is headed `{header}`, which {place} takes for {field}.");
            tables[tables_of[0].0].report.warnings.push(Warning::new("map_unused", message));
        }
    }
    failures
}

/// What is wrong with the flag if no export that can carry the field has the header.
fn unmatched(
    stated: &StatedHeader,
    tables_of: &[(usize, bool)],
    tables: &[RawTable],
) -> Option<Failure> {
    let StatedHeader { place: flag, header, field } = stated;
    let may_carry = |table: usize| profile::may_carry(tables[table].report.role, *field);
    let carriers = || tables_of.iter().filter(|(table, _)| may_carry(*table));
    if carriers().any(|(_, is_there)| *is_there) {
        return None;
    }
    let files: Vec<&str> =
        carriers().map(|(table, _)| tables[*table].report.path.as_str()).collect();
    let message = if files.is_empty() {
        let roles = Role::ALL.into_iter().filter(|role| profile::may_carry(*role, *field));
        let roles: Vec<&str> = roles.map(Role::label).collect();
        let roles = roles.join(" or ");
        format!(
            "{flag} \"{header}={field}\": {field} stands in {roles}, and none of the files is one"
        )
    } else {
        let files = files.join(", ");
        format!("{flag} \"{header}={field}\": no column of {files} is headed `{header}`")
    };
    let reports = || carriers().map(|(table, _)| &tables[*table].report);
    let headers = reports().flat_map(|of| of.unmapped_headers.iter().chain(of.columns.values()));
    let near = nearest(header, headers.map(String::as_str));
    let near = near.map(|near| format!("Did you mean `{near}`? ")).unwrap_or_default();
    let hint = format!("{near}`mapaudit check` lists the headers of each file.");
    Some(Failure { path: None, code: Failure::HEADER_ABSENT, message, hint })
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
    fn a_header_that_no_export_has_and_the_configuration_names_is_told_once_with_the_place_that_names_it()
     {
        let columns = [("m.toml, line 2", "Server Cuont"), ("m.toml, line 3", "Boxes")];
        let mut tables = [table("Server Count", &columns), table("Boxes", &columns)];
        assert_eq!(tell_of_absent_headers(&mut tables), []);
        let told = tables.each_ref().map(|table| {
            let warnings = table.report.warnings.iter();
            let unused = warnings.filter(|warning| warning.code == "map_unused");
            unused.map(|warning| warning.message.clone()).collect::<Vec<_>>()
        });
        let cuont =
            "No column is headed `Server Cuont`, which m.toml, line 2 takes for server_count.";
        assert_eq!(told, [vec![cuont.to_owned()], vec![]]);
    }

    #[test]
    fn a_header_that_the_flag_names_must_stand_in_an_export_that_can_carry_the_field() {
        let crm = "Deal ID,Customer,AWS Spent\n1,Acme,5\n";
        let ace = "Opportunity id,Customer Company Name,Stage,Foo\nO1,Acme,Qualified,5\n";
        let told = |files: &[&str], header: &str, field| {
            let header_maps = vec![(header.to_owned(), field)];
            let options = Options { header_maps, ..Options::default() };
            let read = |text: &&str| {
                let mut table = read_bytes(text.as_bytes(), &options).unwrap();
                table.report.path = format!("{}.csv", table.report.role.name());
                table
            };
            let mut tables: Vec<RawTable> = files.iter().map(read).collect();
            let failures = tell_of_absent_headers(&mut tables);
            failures.into_iter().map(|it| (it.message, it.hint)).collect::<Vec<_>>()
        };
        let list = "`mapaudit check` lists the headers of each file.";
        let absent =
            |message: &str, near: &str| vec![(message.to_owned(), format!("{near}{list}"))];
        assert_eq!(told(&[ace, crm], "AWS Spent", Field::Arr), []);
        assert_eq!(told(&[ace, crm], "Foo", Field::Mrr), [], "ACE carries it");
        assert_eq!(
            told(&[ace, crm], "AWS Spend", Field::Arr),
            absent(
                "--map \"AWS Spend=arr\": no column of crm.csv is headed `AWS Spend`",
                "Did you mean `AWS Spent`? "
            )
        );
        assert_eq!(
            told(&[ace], "Foo", Field::Arr),
            absent(
                "--map \"Foo=arr\": arr stands in a CRM export, and none of the files is one",
                ""
            )
        );
    }

    #[test]
    fn every_field_stands_in_some_export() {
        for field in Field::ALL {
            let may_carry = |role: Role| profile::may_carry(role, *field);
            assert!(Role::ALL.into_iter().any(may_carry), "{field}");
        }
    }
}
