//! Headers of a flattened answer of an API of AWS, whose paths have other signs between their parts than points:
//! `LifeCycle_Stage` and `LifeCycle/Stage` of `LifeCycle.Stage`, as pandas and other programs write them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::header;
use super::profile::PROFILES;
use crate::domain::Role;

/// What programs write between the parts, the longer ones first.
const SIGNS: [&str; 3] = ["__", "_", "/"];

/// How many headers have to be known paths (our choice): `Customer_Account` alone may be anybody's.
const KNOWN_MIN: usize = 3;

/// The paths of ACE that are known.
static PATHS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let of_ace = PROFILES.iter().filter(|profile| profile.role == Role::Ace);
    let names = of_ace.flat_map(|profile| profile.meanings.keys());
    names.map(String::as_str).filter(|name| name.contains('.')).collect()
});

/// The paths that all headers stand for, if enough of them are known.
pub(in crate::ingest) fn paths(headers: &[&str]) -> Option<Vec<String>> {
    // Most rows have none, and any of the first may be the header.
    let may_be = headers.iter().filter(|header| begins_as_path(header)).count() >= KNOWN_MIN;
    if !may_be || headers.iter().any(|header| header.contains('.')) {
        return None;
    }
    let with_points = |sign: &&str| -> Vec<String> {
        headers.iter().map(|header| header.replace(*sign, ".")).collect()
    };
    let is_known =
        |path: &&String| path.contains('.') && PATHS.contains(header::key(path).as_str());
    let are_known = |paths: &Vec<String>| paths.iter().filter(is_known).count() >= KNOWN_MIN;
    SIGNS.iter().map(with_points).find(are_known)
}

/// Whether the header begins with the first part of a known path and a sign.
fn begins_as_path(header: &str) -> bool {
    let Some((first, _)) = header.split_once(['_', '/']) else { return false };
    let first = first.to_lowercase();
    let behind = PATHS.range(first.as_str()..).next();
    behind.is_some_and(|path| path.split('.').next() == Some(first.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Field;
    use crate::ingest::tests::{read_text, texts};

    #[test]
    fn answers_of_the_selling_api_are_known_whatever_stands_between_the_parts() {
        for sign in ["_", "/", "__"] {
            let header = "Id,LifeCycle.Stage,Project.Title,Customer.Account.CompanyName,Project.ApnPrograms.0,\
                          Project.ExpectedCustomerSpend.0.Amount,Project.ExpectedCustomerSpend.0.Frequency";
            let text = format!(
                "{}\nO1234567,Qualified,Exit,Acme,MAP,2500,Monthly\n",
                header.replace('.', sign)
            );
            let table = read_text(&text);
            assert_eq!(table.report.profile, "ace-api", "{sign}");
            assert_eq!(texts(&table, Field::Mrr), ["2500"], "{sign}");
            assert_eq!(texts(&table, Field::ApnPrograms), ["MAP"], "{sign}");
            assert_eq!(table.report.columns[&Field::Stage], format!("LifeCycle{sign}Stage"));
            assert_eq!(table.report.unmapped_headers, [""; 0], "{sign}");
        }
    }

    #[test]
    fn names_of_other_tables_are_no_paths() {
        assert_eq!(paths(&["opportunity_id", "account_name", "close_date", "owner_name"]), None);
        assert_eq!(paths(&["Id", "LifeCycle.Stage", "Project.Title"]), None);
    }
}
