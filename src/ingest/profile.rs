//! What the columns of an export are called, per source system: the files in `schemas/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::header::{self, HeaderName};
use super::shape::Shape;
use crate::domain::{Field, Role};

/// The layouts that are known, in the order in which ties are decided.
pub(super) static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    SCHEMAS
        .iter()
        .map(|schema| parse(schema).expect("the tests parse every embedded schema"))
        .collect()
});

const SCHEMAS: [&str; 10] = [
    include_str!("../../schemas/salesforce-report.toml"),
    include_str!("../../schemas/ace-ui-export.toml"),
    include_str!("../../schemas/ace-api.toml"),
    include_str!("../../schemas/ace-s3.toml"),
    include_str!("../../schemas/ace-bulk-template.toml"),
    include_str!("../../schemas/ace-data-subscription.toml"),
    include_str!("../../schemas/ace-aws-summary.toml"),
    include_str!("../../schemas/fund-requests.toml"),
    include_str!("../../schemas/benefits-api.toml"),
    include_str!("../../schemas/benefit-allocations.toml"),
];

/// How one source system names its columns.
#[derive(Debug)]
pub(super) struct Profile {
    /// The name shown in reports: `salesforce-report`.
    pub name: String,
    /// What its exports hold.
    pub role: Role,
    /// Of each group, the export needs at least one field.
    pub required: Vec<Vec<Field>>,
    /// What its rows are, where they are not simply a record each.
    pub shape: Shape,
    meanings: BTreeMap<String, Meaning>,
}

/// What a header means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A field. Of two headers of one field, that of the smaller preference is used.
    Field { field: Field, preference: usize },
    /// Repeats the dates of a field in a form whose order is ambiguous.
    DateTwin(Field),
    /// Known, and of no use here.
    Known,
}

impl Profile {
    /// What a header means here, if anything. Never fuzzy: `Date Created` and `Created Date` differ.
    pub(super) fn meaning(&self, header: &HeaderName) -> Option<Meaning> {
        self.meanings
            .get(&header.key)
            .or_else(|| self.meanings.get(header.without_currency.as_ref()?))
            .copied()
    }

    /// The headers it knows as fields, in the form in which they compare, in alphabetical order.
    pub(super) fn known_names(&self) -> impl Iterator<Item = &str> {
        self.meanings
            .iter()
            .filter(|(_, meaning)| matches!(meaning, Meaning::Field { .. }))
            .map(|(name, _)| name.as_str())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Schema {
    name: String,
    role: String,
    required: Vec<Vec<String>>,
    fields: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    date_twins: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    known: Vec<String>,
    #[serde(default)]
    shape: Shape,
}

fn parse(toml: &str) -> Result<Profile, String> {
    let schema: Schema = toml::from_str(toml).map_err(|error| error.to_string())?;
    let role = [Role::Crm, Role::Ace, Role::Funding]
        .into_iter()
        .find(|role| role.name() == schema.role)
        .ok_or_else(|| format!("no role is called {}", schema.role))?;
    let named =
        |name: &String| Field::named(name).ok_or_else(|| format!("no field is called {name}"));
    let mut meanings = BTreeMap::new();
    for (name, headers) in &schema.fields {
        let field = named(name)?;
        for (preference, header) in headers.iter().enumerate() {
            add(&mut meanings, header, Meaning::Field { field, preference })?;
        }
    }
    for (name, headers) in &schema.date_twins {
        let field = named(name)?;
        headers
            .iter()
            .try_for_each(|header| add(&mut meanings, header, Meaning::DateTwin(field)))?;
    }
    schema.known.iter().try_for_each(|header| add(&mut meanings, header, Meaning::Known))?;
    for name in schema.fields.keys() {
        let meaning = Meaning::Field { field: named(name)?, preference: usize::MAX };
        meanings.entry(header::parse(name).key).or_insert(meaning);
    }
    let required = schema
        .required
        .iter()
        .map(|group| group.iter().map(named).collect())
        .collect::<Result<_, _>>()?;
    Ok(Profile { name: schema.name, role, required, shape: schema.shape, meanings })
}

fn add(
    meanings: &mut BTreeMap<String, Meaning>,
    header: &str,
    meaning: Meaning,
) -> Result<(), String> {
    match meanings.insert(header::parse(header).key, meaning) {
        None => Ok(()),
        Some(_) => Err(format!("the header {header} stands there twice")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(role: Role) -> &'static Profile {
        PROFILES.iter().find(|profile| profile.role == role).unwrap()
    }

    fn field(role: Role, written: &str) -> Option<Field> {
        match profile(role).meaning(&header::parse(written)) {
            Some(Meaning::Field { field, .. }) => Some(field),
            _ => None,
        }
    }

    #[test]
    fn every_schema_names_known_fields_and_no_header_twice() {
        for schema in SCHEMAS {
            parse(schema).unwrap();
        }
    }

    #[test]
    fn a_schema_with_an_unknown_field_or_a_header_twice_is_refused() {
        let schema = |fields: &str| {
            parse(&format!("name = 'x'\nrole = 'crm'\nrequired = []\n[fields]\n{fields}"))
                .err()
                .unwrap()
        };
        assert!(schema("dealid = []").contains("dealid"));
        assert!(schema("stage = ['Stage', 'stage ']").contains("twice"));
    }

    #[test]
    fn crm_labels_mean_their_field() {
        for (written, expected) in [
            ("Opportunity ID (18 Digit)", Field::DealId),
            ("Projected AWS ARR (USD)", Field::Arr),
            ("ARR ($)", Field::Arr),
            ("Est. AWS MRR", Field::Mrr),
            ("# Servers", Field::ServerCount),
            ("VMs in Scope", Field::VmCount),
            ("MAP Application Submitted", Field::MapSubmittedDate),
            ("awsapn__APN_CRM_Id__c", Field::AceId),
            ("AWS Partner Central Id", Field::AceId),
            ("Start Date", Field::ProjectStart),
            ("Migration?", Field::MigrationType),
            ("Billing Country (text only)", Field::Country),
            ("server_count", Field::ServerCount),
        ] {
            assert_eq!(field(Role::Crm, written), Some(expected), "{written}");
        }
    }

    #[test]
    fn partner_revenue_is_never_aws_revenue() {
        for written in [
            "ACV (converted)",
            "TCV",
            "Annual Recurring Amount (converted)",
            "Annual Contract Value",
        ] {
            assert_eq!(field(Role::Crm, written), None, "{written}");
        }
        assert_eq!(field(Role::Crm, "Amount (EUR)"), Some(Field::Amount));
    }

    #[test]
    fn what_would_mislead_stays_unmapped() {
        for written in [
            "Age",
            "Region",
            "Account ID",
            "AWS Created Date",
            "awsapn__Last_Modified_Date__c",
            "Fiscal Period",
        ] {
            assert_eq!(field(Role::Crm, written), None, "{written}");
        }
    }

    #[test]
    fn the_twins_of_ace_dates_are_twins() {
        let meaning = |written| profile(Role::Ace).meaning(&header::parse(written));
        assert_eq!(meaning("Date Created"), Some(Meaning::DateTwin(Field::CreatedDate)));
        assert_eq!(field(Role::Ace, "Created Date"), Some(Field::CreatedDate));
        assert_eq!(meaning("Customer Phone"), Some(Meaning::Known));
    }
}
