//! The files that describe profiles: `schemas/*.toml`, and those a user writes in the same form.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::header;
use super::profile::{INCLUDED, Meaning, Profile};
use crate::domain::{Field, Role};
use crate::ingest::shape::Shape;

/// Something wrong in a file that describes a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileProblem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what is allowed.
    pub message: String,
}

/// A profile as its file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Schema {
    /// The name shown in reports.
    name: String,
    /// What the exports hold: `crm`, `ace`, `funding` or `accounts`.
    role: Spanned<String>,
    /// Profiles whose headers are known too, if they do not mean something else here.
    #[serde(default)]
    includes: Vec<Spanned<String>>,
    /// Groups of headers that only this system writes: one group must be there.
    #[serde(default)]
    signs: Vec<Vec<String>>,
    /// Groups of fields of which the export needs one each; by default those of the first profile that
    /// is included.
    #[serde(default)]
    required: Option<Vec<Vec<Spanned<String>>>>,
    /// What the system puts before the name of every column: `Deal - `.
    #[serde(default)]
    prefixes: Vec<String>,
    /// Whether names of custom fields begin with that of their maker: `new_awsarr` (Dataverse).
    #[serde(default)]
    has_publisher_prefixes: bool,
    /// Field → headers, in order of preference.
    #[serde(default)]
    fields: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    /// Field → headers that repeat its dates in a form whose order is ambiguous.
    #[serde(default)]
    date_twins: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    /// Field → headers that may mean it or another figure: not taken, and asked about.
    #[serde(default)]
    asked: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    /// Headers that are known and of no use.
    #[serde(default)]
    known: Vec<Spanned<String>>,
    /// The beginnings of such headers.
    #[serde(default)]
    known_starts: Vec<String>,
    /// What its rows are, where they are not simply a record each.
    #[serde(default)]
    shape: Shape,
}

/// Reads a profile; `built_in` are those it can include. Every problem is given, not only the first.
pub(in crate::ingest) fn read(
    text: &str,
    built_in: &[Arc<Profile>],
) -> Result<Profile, Vec<ProfileProblem>> {
    let schema: Schema = toml::from_str(text).map_err(|error| {
        let place = error.span().map_or(0, |span| span.start);
        vec![problem(text, place, error.message().to_owned())]
    })?;
    let mut reader = Reader { text, meanings: BTreeMap::new(), problems: Vec::new() };
    reader.own_headers(&schema);
    let included = reader.included(&schema, built_in);
    let role = reader.role(&schema);
    let required = match &schema.required {
        Some(groups) => groups
            .iter()
            .map(|group| group.iter().filter_map(|name| reader.field(name)).collect())
            .collect(),
        None if included.is_empty() => {
            let message =
                "`required` is missing: groups of fields of which the export needs one each";
            reader.problems.push(problem(text, 0, message.to_owned()));
            Vec::new()
        }
        None => included[0].required.clone(),
    };
    if !reader.problems.is_empty() {
        reader.problems.sort_by_key(|problem| problem.line);
        return Err(reader.problems);
    }
    let keys = |texts: &[String]| texts.iter().map(|text| header::key(text)).collect();
    Ok(Profile {
        name: schema.name,
        role,
        is_specific: !schema.signs.is_empty(),
        signs: schema.signs.iter().map(|group| keys(group)).collect(),
        required,
        // A profile lives as long as the program, and problems of rows are named by static texts.
        shape: Box::leak(Box::new(schema.shape)),
        prefixes: keys(&schema.prefixes),
        has_publisher_prefixes: schema.has_publisher_prefixes,
        known_starts: keys(&schema.known_starts),
        squashed: squashed(&reader.meanings),
        meanings: reader.meanings,
        includes: included,
    })
}

struct Reader<'text> {
    text: &'text str,
    meanings: BTreeMap<String, Meaning>,
    problems: Vec<ProfileProblem>,
}

impl Reader<'_> {
    fn own_headers(&mut self, schema: &Schema) {
        let mut seen = BTreeSet::new();
        for (name, headers) in &schema.fields {
            let Some(field) = self.field(name) else { continue };
            for (preference, header) in headers.iter().enumerate() {
                self.add(&mut seen, header, Meaning::Field { field, preference });
            }
        }
        for (headers_of, meaning) in [
            (&schema.date_twins, Meaning::DateTwin as fn(Field) -> Meaning),
            (&schema.asked, Meaning::Asked),
        ] {
            for (name, headers) in headers_of {
                let Some(field) = self.field(name) else { continue };
                for header in headers {
                    self.add(&mut seen, header, meaning(field));
                }
            }
        }
        for header in &schema.known {
            self.add(&mut seen, header, Meaning::Known);
        }
        for name in schema.fields.keys() {
            if let Some(field) = Field::named(name.get_ref()) {
                let meaning = Meaning::Field { field, preference: INCLUDED - 1 };
                self.meanings.entry(header::key(name.get_ref())).or_insert(meaning);
            }
        }
    }

    fn add(&mut self, seen: &mut BTreeSet<String>, header: &Spanned<String>, meaning: Meaning) {
        let key = header::key(header.get_ref());
        if seen.insert(key.clone()) {
            self.meanings.insert(key, meaning);
        } else {
            let message = format!("the header `{}` stands there twice", header.get_ref());
            self.problem(header, message);
        }
    }

    fn included(&mut self, schema: &Schema, built_in: &[Arc<Profile>]) -> Vec<Arc<Profile>> {
        let mut included = Vec::new();
        for name in &schema.includes {
            let Some(profile) = built_in.iter().find(|profile| profile.name == *name.get_ref())
            else {
                let known: Vec<&str> = built_in.iter().map(|it| it.name.as_str()).collect();
                let message = format!(
                    "no profile is called {}; known are {}",
                    name.get_ref(),
                    known.join(", ")
                );
                self.problem(name, message);
                continue;
            };
            included.push(profile.clone());
        }
        included
    }

    fn role(&mut self, schema: &Schema) -> Role {
        Role::named(schema.role.get_ref()).unwrap_or_else(|| {
            let known = Role::ALL.map(Role::name).join(", ");
            let message = format!("no role is called {}; known are {known}", schema.role.get_ref());
            self.problem(&schema.role, message);
            Role::Crm
        })
    }

    fn field(&mut self, name: &Spanned<String>) -> Option<Field> {
        let field = Field::named(name.get_ref());
        if field.is_none() {
            self.problem(name, format!("no field is called {}", name.get_ref()));
        }
        field
    }

    fn problem(&mut self, place: &Spanned<String>, message: String) {
        self.problems.push(problem(self.text, place.span().start, message));
    }
}

fn problem(text: &str, place: usize, message: String) -> ProfileProblem {
    ProfileProblem { line: text[..place].matches('\n').count() + 1, message }
}

/// The fields under the names that programs make of their labels.
fn squashed(meanings: &BTreeMap<String, Meaning>) -> BTreeMap<String, Meaning> {
    let mut squashed = BTreeMap::new();
    for (key, meaning) in meanings {
        squashed.entry(header::squashed(key)).or_insert(*meaning);
    }
    squashed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<(usize, String)> {
        let problems = read(text, &[]).err().unwrap_or_default();
        problems.into_iter().map(|problem| (problem.line, problem.message)).collect()
    }

    #[test]
    fn every_problem_of_a_profile_is_told_with_its_line() {
        let text = "name = 'x'\nrole = 'sales'\nincludes = ['nobody']\nrequired = [['dealid']]\n[fields]\n\
                    stage = ['Stage', 'stage ']\ncolour = ['Colour']\n";
        let found = problems(text);
        let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 3, 4, 6, 7], "{found:?}");
        assert!(found[0].1.contains("crm, ace, funding, accounts"), "{found:?}");
        assert!(found[3].1.contains("`stage ` stands there twice"), "{found:?}");
    }

    #[test]
    fn a_file_in_another_form_is_refused_with_the_line() {
        assert_eq!(problems("name = 'x'\nrole = 'crm'\ncolour = 1\n")[0].0, 3);
        assert_eq!(problems("name = 'x'\n[fields\n")[0].0, 2);
    }

    #[test]
    fn own_headers_win_over_included_ones() {
        let base = "name = 'base'\nrole = 'crm'\nrequired = [['deal_id']]\n[fields]\n\
                    deal_id = ['No', 'Key']\nstage = ['Stage']\n";
        let base = Arc::new(read(base, &[]).unwrap());
        let text = "name = 'x'\nrole = 'crm'\nincludes = ['base']\nknown = ['Stage']\n[fields]\n\
                    deal_id = ['Number']\nowner = ['Key']\n";
        let profile = read(text, &[base]).unwrap();
        assert_eq!(profile.required, [[Field::DealId]]);
        let meaning = |header: &str| profile.meaning(&header::parse(header)).unwrap().0;
        assert_eq!(meaning("Stage"), Meaning::Known);
        let field = |header: &str| match meaning(header) {
            Meaning::Field { field, preference } => (field, preference),
            other => panic!("{other:?}"),
        };
        assert_eq!(field("Number"), (Field::DealId, 0));
        assert_eq!(field("No"), (Field::DealId, INCLUDED));
        assert_eq!(field("Key"), (Field::Owner, 0));
    }
}
