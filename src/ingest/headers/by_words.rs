//! Headers that people make up: `Date raised`, `Opportunity/Project name`, `Geplanter Projektbeginn`. Each is a handful of
//! words in any order, of which every one has to fit: `Created by` is no date, `Account created` none of the deal.

use std::collections::BTreeSet;

use super::header_unit::HeaderUnit;
use super::word_rules::{self, has};
use super::{abbreviations, header_words};
use crate::domain::recurrence::Recurrence;
use crate::domain::{Field, Role};

/// Words that change nothing.
const FILLERS: &str = "of the a an our for in on at to is this and or crm";

/// Stands behind every other way to know a header.
pub(super) const RANK: usize = 2_000_000;

/// A header that people make up is no longer (our choice); sentences are looked at for nothing.
const LONGEST: usize = 120;

/// A name of a header with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Worded {
    /// The folded name, in full.
    key: String,
    /// The unit behind the name.
    pub unit: Option<HeaderUnit>,
    /// The name in English, in each way in which a language knows all of its words.
    readings: Vec<Vec<&'static str>>,
}

impl Worded {
    /// The name without its unit, if it may be one that people make up.
    pub(in crate::ingest) fn new(name: &str, unit: Option<HeaderUnit>) -> Option<Worded> {
        let full = abbreviations::in_full(name);
        let key = full.into_iter().next().unwrap_or_else(|| name.to_owned());
        let readings = header_words::readings(&key);
        (key.len() <= LONGEST).then_some(Worded { key, unit, readings })
    }

    /// The field that the words make, in English or another language; `listed` is the field of an English header. `None`
    /// if they could make two.
    pub(in crate::ingest) fn field(
        &self,
        role: Role,
        listed: impl Fn(&str) -> Option<Field>,
    ) -> Option<Field> {
        if role == Role::Accounts {
            return None;
        }
        let written = header_words::parts(&self.key);
        // One English word alone is in the lists, or means nothing.
        let is_of_one = written.len() < 2;
        let of_english = self.made_of(&written, role);
        // `Size ($)` is that of the deal, not of the customer.
        let is_money = |field: &Field| *field == Field::Amount && self.unit.is_some();
        let of_rules = of_english.filter(|field| !is_of_one || is_money(field));
        // `ACE-Stage`
        let english = listed(&self.key.replace('-', " ")).or(of_rules);
        let foreign = || {
            let of_reading = |words: &Vec<&str>| {
                let is_phrase = words.len() > 1 || !is_of_one;
                let of_rules = || self.made_of(words, role).filter(|_| is_phrase);
                listed(&words.join(" ")).or_else(of_rules)
            };
            let fields: BTreeSet<Field> = self.readings.iter().filter_map(of_reading).collect();
            fields.first().copied().filter(|_| fields.len() == 1)
        };
        english.or_else(foreign)
    }

    /// The field that these words make with what the unit says.
    fn made_of(&self, words: &[&str], role: Role) -> Option<Field> {
        let often = self.unit.and_then(|unit| unit.recurrence).map(|recurrence| match recurrence {
            Recurrence::Monthly => "monthly",
            Recurrence::Yearly => "annual",
        });
        let is_filler = |word: &&str| has(FILLERS, word);
        let words: Vec<&str> =
            words.iter().copied().filter(|word| !is_filler(word)).chain(often).collect();
        let field = word_rules::field(&words, role)?;
        // `Account / Opportunity` is both.
        let is_both =
            self.key.contains(['/', '&']) && words.iter().any(|word| has("opportunity deal", word));
        (!is_both || field != Field::Customer).then_some(field)
    }

    /// Whether it is a word for ids and says not of what, in any language.
    pub(in crate::ingest) fn is_of_ids(&self) -> bool {
        const IDS: &str = "number no # id code identifier reference ref";
        self.readings.iter().any(|words| words.iter().all(|word| has(IDS, word)))
    }

    /// Whether it has a word for a day.
    pub(in crate::ingest) fn names_day(&self) -> bool {
        self.can_be_read(|words| words.iter().any(|word| has("date day when", word)))
    }

    /// Whether it names the last of several: `End Customer`, `Client final`, `Endkunde`.
    pub(super) fn is_of_the_last(&self) -> bool {
        self.can_be_read(|words| words.iter().any(|word| has("end final", word)))
    }

    /// Whether it is a word for names and says not of what, in any language.
    pub(super) fn is_bare_name(&self) -> bool {
        let is_name = |word: &&str| has("name title subject topic", word);
        self.can_be_read(|words| !words.is_empty() && words.iter().all(is_name))
    }

    /// Whether it is that of revenue of AWS and says nothing of how often it comes.
    pub(super) fn is_revenue_of_aws(&self) -> bool {
        let often = self.unit.and_then(|unit| unit.recurrence);
        often.is_none() && self.can_be_read(|words| word_rules::REVENUE_OF_AWS.fits(words))
    }

    /// Whether its words in English, or those that it stands for in another language, are such.
    fn can_be_read(&self, are_such: impl Fn(&[&str]) -> bool) -> bool {
        are_such(&header_words::parts(&self.key))
            || self.readings.iter().any(|words| are_such(words))
    }
}

#[cfg(test)]
pub(in crate::ingest) mod tests {
    use super::super::header;
    use super::super::profile::{Meaning, PROFILES};
    use super::*;

    /// The field that a header is under a profile.
    pub(in crate::ingest) fn meaning(profile: &str, written: &str) -> Option<Field> {
        let profile = PROFILES.iter().find(|it| it.name == profile).unwrap();
        match profile.meaning(&header::parse(written))?.0 {
            Meaning::Field { field, .. } => Some(field),
            _ => None,
        }
    }

    #[test]
    fn words_of_a_field_in_any_order_are_it() {
        for (written, expected) in [
            ("Date raised", Field::CreatedDate),
            ("Opened on", Field::CreatedDate),
            ("Is this a migration?", Field::MigrationType),
            ("Oppty Account", Field::Customer),
            ("Project/Deal", Field::DealName),
            ("Date last updated", Field::ModifiedDate),
            ("Expected closing date", Field::CloseDate),
            ("Expected signing", Field::CloseDate),
            ("Project start (est.)", Field::ProjectStart),
            ("Start of project", Field::ProjectStart),
            ("Project kick off", Field::ProjectStart),
            ("Opportunity/Project name", Field::DealName),
            ("Name of opportunity", Field::DealName),
            ("Customer (legal name)", Field::Customer),
            ("Client company", Field::Customer),
            ("Rep Name", Field::Owner),
            ("Account director", Field::Owner),
            ("Sales Stage (SFDC)", Field::Stage),
            ("Estimated contract value", Field::Amount),
            ("Estimated contract value (k EUR)", Field::Amount),
            ("Pipeline ID", Field::DealId),
            ("Reference number", Field::DealId),
            ("Migration? (Y/N)", Field::MigrationType),
            ("Migration type (7Rs)", Field::MigrationType),
            ("AWS opp. ID in ACE", Field::AceId),
            ("No. of servers to be migrated", Field::ServerCount),
            ("Deal currency code", Field::Currency),
            ("Expected end date", Field::EndDate),
            ("Arvioitu päättymispäivä", Field::EndDate),
            ("Data închiderii estimate", Field::CloseDate),
        ] {
            assert_eq!(meaning("generic", written), Some(expected), "{written}");
        }
        assert_eq!(meaning("ace-ui-export", "Target closing date"), Some(Field::TargetCloseDate));
        assert_eq!(meaning("ace-ui-export", "Project name"), Some(Field::Title));
        assert_eq!(meaning("ace-ui-export", "ACE-Stage"), Some(Field::Stage));
    }

    #[test]
    fn what_a_partner_notes_for_map_is_read_in_its_language() {
        for written in [
            "PDM informiert am",
            "PDM benachrichtigt",
            "PDM prévenu le",
            "PDM notificado el",
            "PDM notificado em",
            "Data notifica PDM",
            "PDM geïnformeerd op",
            "PDM通知日",
            "PDM連絡日",
            "PDM 통보일",
            "通知PDM日期",
        ] {
            assert_eq!(meaning("generic", written), Some(Field::PdmNotifiedDate), "{written}");
        }
        for (written, expected) in [
            ("SOW signiert am", Field::SowSignedDate),
            ("Förderstatus", Field::MapStatus),
            ("Migrationsansatz", Field::MigrationType),
        ] {
            assert_eq!(meaning("generic", written), Some(expected), "{written}");
        }
        for written in ["PDM", "Kunde informiert am", "連絡先", "Forderungsstatus"] {
            assert_ne!(meaning("generic", written), Some(Field::PdmNotifiedDate), "{written}");
            assert_ne!(meaning("generic", written), Some(Field::MapStatus), "{written}");
        }
    }

    #[test]
    fn one_word_that_does_not_fit_makes_it_another_column() {
        for written in [
            "Created by",
            "Account created",
            "Lead created date",
            "Last stage change date",
            "Project close date",
            "Closed date reason",
            "Contract start date of customer",
            "Account manager email",
            "Owner manager",
            "Account type",
            "Account ID number",
            "ACE stage name",
            "MAP phase name",
            "Project status",
            "Weighted deal value",
            "Annual contract value",
            "Expected deal revenue",
            "Customer contact name",
            "Opportunity link name",
            "Migration date",
            "Partner revenue",
            "Deal registration number",
            "Opportunity source name",
            "Account / Opportunity",
            "K AWS ARR",
            "AWS ARR m",
        ] {
            assert_eq!(meaning("generic", written), None, "{written}");
        }
        assert_eq!(meaning("fund-requests", "Date raised"), None);
    }
}
