//! What ids of a record name, where the file holds the objects they are of in lists beside the records: `deal_stage_id` and
//! a list `deal_stages`, as Freshsales answers with `include`.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Candidate, Document};
use super::flatten;
use crate::domain::CellKind;
use crate::ingest::path_rows::Member;

/// What the end of the name of an id is.
const ID: &str = "_id";

/// The names of the objects in the outermost lists of a file, by the name and value of their ids.
#[derive(Default)]
pub(super) struct Named(BTreeMap<String, BTreeMap<String, String>>);

impl Named {
    /// The names to which ids of the records lead that may stand at these places.
    pub(super) fn of(document: &Document<'_>, candidates: &[Candidate<'_>]) -> Named {
        let outermost = || candidates.iter().filter(|candidate| candidate.place.len() == 1);
        let samples = outermost().flat_map(|candidate| &candidate.sample);
        let members = samples.filter_map(|record| flatten::members(record.text).ok()).flatten();
        let ids: BTreeSet<String> = members
            .map(|member| member.path)
            .filter(|path| path.ends_with(ID) && !path.contains('.'))
            .collect();
        let list_of = |id: &String| {
            let thing = id.strip_suffix(ID)?;
            let is_of_it = |list: &str| list.strip_suffix('s') == Some(thing);
            outermost().map(|candidate| &candidate.place).find(|place| is_of_it(&place[0]))
        };
        let named = ids.iter().filter_map(|id| {
            let objects = document.records(list_of(id)?);
            let names: BTreeMap<_, _> =
                objects.iter().filter_map(|object| id_and_name(object.text)).collect();
            Some((id.clone(), names)).filter(|(_, names)| !names.is_empty())
        });
        Named(named.collect())
    }

    /// Adds the names to the members of a record: `deal_stage.name`.
    pub(super) fn add_to(&self, members: &mut Vec<Member>) {
        let named = members.iter().filter_map(|member| {
            let name = self.0.get(&member.path)?.get(&member.text)?;
            let path = format!("{}.name", member.path.strip_suffix(ID)?);
            Some(Member { path, text: name.clone(), kind: CellKind::Text })
        });
        let named: Vec<Member> =
            named.filter(|new| members.iter().all(|member| member.path != new.path)).collect();
        members.extend(named);
    }
}

/// The id and the name of an object that has both.
fn id_and_name(object: &str) -> Option<(String, String)> {
    let members = flatten::members(object).ok()?;
    let of = |path: &str| members.iter().find(|member| member.path == path);
    Some((of("id")?.text.clone(), of("name")?.text.clone()))
}
