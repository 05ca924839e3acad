//! The free texts of a deal, each read once for all that screening asks of it.

use super::text::{Text, fold_words};
use super::vocabulary::{Hit, VOCABULARY};
use crate::domain::{Deal, Role};

/// Signs that part what a title says of two things.
const CUTS: &[char] = &[',', ':', '/', '+', '&', '|', '(', ')', '–', '—', '>', '→', '"'];

/// A column of free text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextField {
    DealName,
    DealDescription,
    DealType,
    Product,
    AceTitle,
    AceProblem,
    MigrationType,
    SourceEnvironment,
    AceWorkload,
    AceSource,
    AceDetails,
}

impl TextField {
    /// Whose export the column stands in.
    pub(super) fn role(self) -> Role {
        match self {
            TextField::AceTitle
            | TextField::AceProblem
            | TextField::AceWorkload
            | TextField::AceSource
            | TextField::AceDetails => Role::Ace,
            TextField::DealName
            | TextField::DealDescription
            | TextField::DealType
            | TextField::Product
            | TextField::MigrationType
            | TextField::SourceEnvironment => Role::Crm,
        }
    }

    /// The column's name in evidence.
    pub(super) fn label(self) -> &'static str {
        match self {
            TextField::DealName => "deal name",
            TextField::DealDescription => "deal description",
            TextField::DealType => "deal type",
            TextField::Product => "product",
            TextField::AceTitle => "ACE title",
            TextField::AceProblem => "ACE business problem",
            TextField::MigrationType => "CRM migration type",
            TextField::SourceEnvironment => "CRM source environment",
            TextField::AceWorkload => "ACE migration workload",
            TextField::AceSource => "ACE migration source",
            TextField::AceDetails => "ACE migration details",
        }
    }
}

/// The texts in which people say what the deal is about.
const FREE_TEXTS: &[TextField] = &[
    TextField::DealName,
    TextField::DealDescription,
    TextField::DealType,
    TextField::Product,
    TextField::AceTitle,
    TextField::AceProblem,
];

/// A text and the phrases of the vocabulary in it.
pub(super) struct ReadText<'a> {
    pub(super) field: TextField,
    pub(super) text: Text<'a>,
    pub(super) hits: Vec<Hit>,
}

impl<'a> ReadText<'a> {
    /// Reads a text.
    pub(super) fn new(field: TextField, text: &'a str) -> ReadText<'a> {
        let text = Text::new(text);
        let hits = VOCABULARY.find(&text);
        ReadText { field, text, hits }
    }

    /// Whether it names the deal.
    pub(super) fn is_title(&self) -> bool {
        matches!(self.field, TextField::DealName | TextField::AceTitle)
    }

    /// The phrases of each sentence that has any.
    pub(super) fn sentences(&self) -> impl Iterator<Item = &[Hit]> {
        self.hits.chunk_by(|a, b| self.text.sentence(a.start) == self.text.sentence(b.start))
    }

    /// The words of a phrase as they are written.
    pub(super) fn quote(&self, hit: &Hit) -> &'a str {
        self.text.quote(hit.start..hit.end)
    }

    /// Whether a sign between two phrases parts what a title says of two things; that of a compound does not.
    pub(super) fn is_cut_between(&self, first: Hit, second: Hit) -> bool {
        let between = self.between(first, second);
        between.contains(CUTS) || between.contains(" -") || between.contains("- ")
    }

    /// Whether one of the signs stands right before or behind a phrase.
    pub(super) fn stands_beside(&self, hit: Hit, signs: &[char]) -> bool {
        let (before, behind) = self.text.around(hit.start..hit.end);
        before.trim_end().ends_with(signs) || behind.trim_start().starts_with(signs)
    }

    /// What is written between two phrases, signs too; nothing if they overlap.
    pub(super) fn between(&self, first: Hit, second: Hit) -> &'a str {
        if second.start < first.end {
            return "";
        }
        let all = self.text.quote(first.start..second.end);
        &all[self.quote(&first).len()..all.len() - self.quote(&second).len()]
    }
}

/// All free texts of a deal.
pub(super) struct Reading<'a>(Vec<ReadText<'a>>);

impl<'a> Reading<'a> {
    /// Reads every text of the deal. The customer's name says nothing: Exchange Bank is no mail system.
    pub(super) fn of(deal: &'a Deal) -> Reading<'a> {
        let crm = deal.crm();
        let ace = deal.ace();
        let texts = [
            (TextField::DealName, crm.and_then(|crm| crm.name.as_deref())),
            (TextField::DealDescription, crm.and_then(|crm| crm.description.as_deref())),
            (TextField::DealType, crm.and_then(|crm| crm.deal_type.as_deref())),
            (TextField::Product, crm.and_then(|crm| crm.product.as_deref())),
            (TextField::AceTitle, ace.and_then(|ace| ace.title.as_deref())),
            (TextField::AceProblem, ace.and_then(|ace| ace.problem.as_deref())),
            (TextField::MigrationType, crm.and_then(|crm| crm.migration_type.as_deref())),
            (TextField::SourceEnvironment, crm.and_then(|crm| crm.source_environment.as_deref())),
            (TextField::AceWorkload, ace.and_then(|ace| ace.migration_workload.as_deref())),
            (TextField::AceSource, ace.and_then(|ace| ace.migration_source.as_deref())),
            (TextField::AceDetails, ace.and_then(|ace| ace.migration_details.as_deref())),
        ];
        let mut read: Vec<ReadText> = texts
            .into_iter()
            .filter_map(|(field, text)| Some(ReadText::new(field, text?)))
            .collect();
        let customers = [
            crm.and_then(|crm| crm.customer.as_deref()),
            ace.and_then(|ace| ace.customer.as_deref()),
        ];
        for customer in customers.into_iter().flatten() {
            remove_customer(&mut read, customer);
        }
        Reading(read)
    }

    /// The texts of these columns that are filled.
    pub(super) fn texts(
        &self,
        fields: &'static [TextField],
    ) -> impl Iterator<Item = &ReadText<'a>> {
        self.0.iter().filter(move |read| fields.contains(&read.field))
    }

    /// The texts in which people say what the deal is about.
    pub(super) fn free_texts(&self) -> impl Iterator<Item = &ReadText<'a>> {
        self.texts(FREE_TEXTS)
    }

    /// One column's text.
    pub(super) fn text(&self, field: TextField) -> Option<&ReadText<'a>> {
        self.0.iter().find(|read| read.field == field)
    }
}

fn remove_customer(texts: &mut [ReadText], customer: &str) {
    if texts.iter().all(|read| read.hits.is_empty()) {
        return;
    }
    let name = fold_words(customer).join(" ");
    if name.is_empty() {
        return;
    }
    let name = format!(" {name} ");
    for read in texts.iter_mut().filter(|read| !read.hits.is_empty()) {
        for (place, _) in read.text.folded().match_indices(&name) {
            let words = read.text.words_at(place..place + name.len());
            read.hits.retain(|hit| hit.end <= words.start || words.end <= hit.start);
        }
    }
}
