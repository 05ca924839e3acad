//! What the columns of an export are called, per source system.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::header::{self, HeaderName};
use super::header_row::HeaderRow;
use super::header_unit::HeaderUnit;
use super::schema::{self, ProfileProblem};
use super::{abbreviations, by_words, word_rules};
use crate::domain::{Field, Role};
use crate::ingest::shape::Shape;

/// The layouts that are known, in the order in which ties are decided.
pub(in crate::ingest) static PROFILES: LazyLock<Vec<Arc<Profile>>> = LazyLock::new(|| {
    let mut profiles = Vec::new();
    for schema in SCHEMAS {
        let profile = schema::read(schema, &profiles);
        profiles.push(Arc::new(profile.expect("the tests parse every embedded schema")));
    }
    profiles
});

/// A profile stands behind those it includes.
const SCHEMAS: [&str; 28] = [
    include_str!("../../../schemas/generic.toml"),
    include_str!("../../../schemas/salesforce-report.toml"),
    include_str!("../../../schemas/salesforce-api.toml"),
    include_str!("../../../schemas/hubspot.toml"),
    include_str!("../../../schemas/hubspot-api.toml"),
    include_str!("../../../schemas/dynamics365.toml"),
    include_str!("../../../schemas/pipedrive.toml"),
    include_str!("../../../schemas/pipedrive-api.toml"),
    include_str!("../../../schemas/zoho.toml"),
    include_str!("../../../schemas/named-deals.toml"),
    include_str!("../../../schemas/odoo.toml"),
    include_str!("../../../schemas/sugarcrm.toml"),
    include_str!("../../../schemas/jira.toml"),
    include_str!("../../../schemas/close.toml"),
    include_str!("../../../schemas/ace-ui-export.toml"),
    include_str!("../../../schemas/ace-api.toml"),
    include_str!("../../../schemas/ace-s3.toml"),
    include_str!("../../../schemas/ace-bulk-template.toml"),
    include_str!("../../../schemas/ace-data-subscription.toml"),
    include_str!("../../../schemas/ace-aws-summary.toml"),
    include_str!("../../../schemas/fund-requests.toml"),
    include_str!("../../../schemas/accounts.toml"),
    include_str!("../../../schemas/salesforce-accounts.toml"),
    include_str!("../../../schemas/dynamics365-accounts.toml"),
    include_str!("../../../schemas/pipedrive-organizations.toml"),
    include_str!("../../../schemas/benefits-api.toml"),
    include_str!("../../../schemas/benefits.toml"),
    include_str!("../../../schemas/benefit-allocations.toml"),
];

/// How one source system names its columns.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The name shown in reports: `salesforce-report`.
    pub(in crate::ingest) name: String,
    /// What its exports hold.
    pub(in crate::ingest) role: Role,
    /// Whether it is that of one system, or of the user: it goes before one that knows any system's words.
    pub(in crate::ingest) is_specific: bool,
    /// Groups of headers that only this system writes; one of them must be there.
    pub(in crate::ingest) signs: Vec<Vec<String>>,
    /// Of each group, the export needs at least one field.
    pub(in crate::ingest) required: Vec<Vec<Field>>,
    /// What its rows are, where they are not simply a record each.
    pub(in crate::ingest) shape: &'static Shape,
    pub(in crate::ingest) prefixes: Vec<String>,
    pub(super) has_publisher_prefixes: bool,
    pub(in crate::ingest) known_starts: Vec<String>,
    /// What its own headers mean, in the form in which headers compare.
    pub(super) meanings: BTreeMap<String, Meaning>,
    /// The same under the names that programs make of labels.
    pub(super) squashed: BTreeMap<String, Meaning>,
    /// Profiles whose headers are known too, behind its own.
    pub(super) includes: Vec<Arc<Profile>>,
}

/// Whether exports of this role may have a column of the field.
pub(super) fn may_carry(role: Role, field: Field) -> bool {
    let mut of_role = PROFILES.iter().filter(|profile| profile.role == role);
    let is_listed = |profile: &Arc<Profile>| profile.known_names().values().any(|of| *of == field);
    of_role.any(is_listed) || word_rules::is_of(role, field)
}

/// Included names stand behind a profile's own: no list of own headers is as long.
pub(super) const INCLUDED: usize = 10_000;

/// What a header means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Meaning {
    /// A field. Of two headers of one field, that of the smaller preference is used.
    Field { field: Field, preference: usize },
    /// Repeats the dates of a field in a form whose order is ambiguous.
    DateTwin(Field),
    /// May be a field or another figure: not taken, and asked about.
    Asked(Field),
    /// Known, and of no use here.
    Known,
}

impl Meaning {
    /// Whether it is known by the words of its header alone.
    pub(super) fn is_weak(self) -> bool {
        matches!(self, Meaning::Field { preference, .. } if preference >= by_words::RANK)
    }

    /// The same meaning, of a header that stands behind others of its field.
    pub(in crate::ingest) fn behind(self, rank: usize) -> Meaning {
        match self {
            Meaning::Field { field, preference } => {
                Meaning::Field { field, preference: preference.saturating_add(rank) }
            }
            other => other,
        }
    }
}

impl Profile {
    /// A profile that a user wrote, in the form of the files in `schemas/`. It may include the built-in
    /// ones and goes before them.
    pub fn of_user(text: &str) -> Result<Profile, Vec<ProfileProblem>> {
        let profile = schema::read(text, &PROFILES)?;
        Ok(Profile { is_specific: true, ..profile })
    }

    /// What a header means here, if anything, and the unit at its end if that is no part of the name. Never
    /// fuzzy: `Date Created` and `Created Date` differ.
    pub(in crate::ingest) fn meaning(
        &self,
        header: &HeaderName,
    ) -> Option<(Meaning, Option<HeaderUnit>)> {
        if let Some(meaning) = self.meaning_of(&header.key) {
            return Some((meaning, None));
        }
        let with_unit = header
            .units
            .iter()
            .find_map(|(name, unit)| Some((self.meaning_of(name)?, Some(*unit))));
        let by_label = || {
            let custom = header.custom.as_ref().and_then(|label| self.labelled(label));
            let custom = custom.or_else(|| self.of_publisher(&header.key));
            Some((custom.or_else(|| self.without_blanks(&header.key))?, None))
        };
        let decorated = || {
            let (within, decoration) = header.within.as_ref()?;
            let (meaning, unit) = self.meaning(within)?;
            Some((decoration.apply(meaning, &within.key, self.role)?, unit))
        };
        let in_full = || self.meaning_in_full(header);
        with_unit.or_else(by_label).or_else(decorated).or_else(in_full)
    }

    /// What a header means whose words are shortened. Those in full go before it.
    fn meaning_in_full(&self, header: &HeaderName) -> Option<(Meaning, Option<HeaderUnit>)> {
        let without_unit = header.units.iter().map(|(name, unit)| (name.as_str(), Some(*unit)));
        let names = || std::iter::once((header.key.as_str(), None)).chain(without_unit.clone());
        let in_list = names().find_map(|(name, unit)| {
            let full = abbreviations::in_full(name);
            let meaning = full.iter().find_map(|name| self.meaning_of(name))?;
            Some((meaning.behind(abbreviations::RANK), unit))
        });
        let listed = |name: &str| match self.meaning_of(name)? {
            Meaning::Field { field, .. } => Some(field),
            _ => None,
        };
        let of_deals = || {
            let field = names().find_map(|(name, unit)| Some((of_deals(name, self.role)?, unit)));
            let (field, unit) = field?;
            Some((Meaning::Field { field, preference: by_words::RANK }, unit))
        };
        let by_words = || {
            header.worded().iter().find_map(|worded| {
                let field = worded.field(self.role, listed)?;
                Some((Meaning::Field { field, preference: by_words::RANK }, worded.unit))
            })
        };
        // `Projet / Projekt`
        let of_halves = || {
            let (one, other) = header.key.split_once('/')?;
            let field = listed(one.trim())?;
            let meaning = Meaning::Field { field, preference: by_words::RANK };
            (listed(other.trim()) == Some(field)).then_some((meaning, None))
        };
        in_list.or_else(by_words).or_else(of_halves).or_else(of_deals)
    }

    fn meaning_of(&self, key: &str) -> Option<Meaning> {
        let without_prefix = || {
            let rest = self.prefixes.iter().find_map(|prefix| key.strip_prefix(prefix.as_str()))?;
            self.listed(rest.trim_start())
        };
        let is_known = || self.known_starts.iter().any(|start| key.starts_with(start.as_str()));
        let found = self.listed(key).or_else(without_prefix);
        found.or_else(|| is_known().then_some(Meaning::Known))
    }

    /// What a header of its lists means, or of those it includes.
    fn listed(&self, key: &str) -> Option<Meaning> {
        self.of_either(|profile| profile.meanings.get(key).copied())
    }

    /// The same of a name that a program made of a label.
    fn labelled(&self, label: &str) -> Option<Meaning> {
        self.of_either(|profile| profile.squashed.get(label).copied())
    }

    fn of_either(&self, own: impl Fn(&Profile) -> Option<Meaning> + Copy) -> Option<Meaning> {
        let of_included = || self.includes.iter().find_map(|included| included.of_either(own));
        own(self).or_else(|| Some(of_included()?.behind(INCLUDED)))
    }

    /// `new_awsarr`: the maker of a custom Dataverse field, and the letters of its label.
    fn of_publisher(&self, key: &str) -> Option<Meaning> {
        if !self.has_publisher_prefixes {
            return None;
        }
        let (publisher, label) = key.split_once(' ')?;
        let is_publisher = (2..=8).contains(&publisher.len())
            && publisher.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_publisher.then(|| self.labelled(&header::squashed(label))).flatten()
    }

    /// `web サイト`: signs that stand for words need no blank before or behind letters, and some people put one.
    fn without_blanks(&self, key: &str) -> Option<Meaning> {
        let is_spaced = key.contains(' ') && key.contains(header::is_sign);
        is_spaced.then(|| self.labelled(&key.replace(' ', ""))).flatten()
    }

    /// Whether the header row bears the signs of this system.
    pub(in crate::ingest) fn has_signs(&self, header: &HeaderRow) -> bool {
        self.signs.is_empty()
            || self.signs.iter().any(|group| group.iter().all(|key| header.has(key)))
    }

    /// The headers it knows as fields, in the form in which they compare, in alphabetical order.
    pub(in crate::ingest) fn known_names(&self) -> BTreeMap<&str, Field> {
        let included = self.includes.iter().rev().flat_map(|included| included.known_names());
        let mut known: BTreeMap<&str, Field> = included.collect();
        for (name, meaning) in &self.meanings {
            match meaning {
                Meaning::Field { field, .. } => known.insert(name, *field),
                _ => known.remove(name.as_str()),
            };
        }
        known
    }
}

/// What a name of deals, in any of the languages in which those are known, means in a partner's own copy of ACE.
fn of_deals(name: &str, role: Role) -> Option<Field> {
    const SAME: [Field; 11] = [
        Field::AceId,
        Field::Customer,
        Field::Website,
        Field::Country,
        Field::Stage,
        Field::CreatedDate,
        Field::ModifiedDate,
        Field::Mrr,
        Field::AwsAccountId,
        Field::ServerCount,
        Field::OwnerEmail,
    ];
    if role != Role::Ace {
        return None;
    }
    match PROFILES.first()?.meaning_of(name)? {
        Meaning::Field { field: Field::DealName, .. } => Some(Field::Title),
        Meaning::Field { field: Field::CloseDate, .. } => Some(Field::TargetCloseDate),
        Meaning::Field { field: Field::Owner, .. } => Some(Field::OwnerName),
        Meaning::Field { field, .. } if SAME.contains(&field) => Some(field),
        _ => None,
    }
}
