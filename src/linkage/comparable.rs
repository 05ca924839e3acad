//! What linkage compares of a record, worked out once per record.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::company_name::{CompanyName, company_names};
use super::web_domain::{WebDomain, web_domain};
use crate::domain::{
    AceId, AceOpportunity, AceStage, CrmId, CrmOpportunity, Currency, DealStatus, Decimal,
};

/// What linkage compares of a record of either system.
#[derive(Clone, Debug)]
pub(super) struct Comparable {
    /// The customer's names; several if the text gives several.
    pub(super) names: Vec<CompanyName>,
    /// The customer's name as written.
    pub(super) customer: String,
    /// The customer's own web domain.
    pub(super) domain: Option<WebDomain>,
    /// The customer's AWS account.
    pub(super) aws_account_id: Option<String>,
    /// The words of the title that are not the customer's.
    pub(super) title: BTreeSet<String>,
    /// The title as written.
    pub(super) title_text: String,
    /// When the deal closes, or is to close in ACE.
    pub(super) close_date: Option<NaiveDate>,
    /// When the record was created.
    pub(super) created_date: Option<NaiveDate>,
    /// Annual AWS revenue by the record's own figures, with the words for it.
    pub(super) annual: Vec<(Decimal, String)>,
    /// The currency of these figures.
    pub(super) currency: Option<Currency>,
    /// Whether the record says that the deal is lost, won, or neither.
    pub(super) ending: Option<bool>,
    /// The ids of the other system that the record holds.
    pub(super) references: References,
}

/// The ids of the other system that a record holds, as far as they can be read.
#[derive(Clone, Debug, Default)]
pub(super) struct References {
    /// ACE ids in a CRM record, written as they should be.
    pub(super) ace_ids: Vec<AceId>,
    /// ACE ids in a CRM record that had to be repaired.
    pub(super) repaired_ace_ids: Vec<AceId>,
    /// Keys of CRM ids in an ACE record.
    pub(super) crm_keys: Vec<String>,
}

/// What linkage compares of a deal.
pub(super) fn of_crm(crm: &CrmOpportunity) -> Comparable {
    let names = crm.customer.as_deref().map(company_names).unwrap_or_default();
    let website = crm.website.as_deref().and_then(web_domain);
    let months = Decimal::from(12);
    let arr = crm.arr.map(|arr| (arr.amount, format!("AWS ARR {arr}"), arr.currency));
    let mrr =
        crm.mrr.map(|mrr| (mrr.amount.saturating_mul(months), format!("12 × {mrr}"), mrr.currency));
    let figures: Vec<_> = arr.into_iter().chain(mrr).collect();
    Comparable {
        title: title_words(crm.name.as_deref(), &names),
        title_text: crm.name.clone().unwrap_or_default(),
        customer: crm.customer.clone().unwrap_or_default(),
        domain: website,
        aws_account_id: crm.aws_account_id.clone(),
        close_date: crm.close_date,
        created_date: crm.created_date,
        currency: figures.first().and_then(|figure| figure.2),
        annual: figures.into_iter().map(|(amount, words, _)| (amount, words)).collect(),
        ending: match crm.status {
            DealStatus::Open => None,
            DealStatus::Won => Some(true),
            DealStatus::Lost => Some(false),
        },
        references: crm.ace_id.as_deref().map(ace_references).unwrap_or_default(),
        names,
    }
}

/// What linkage compares of an ACE opportunity.
pub(super) fn of_ace(ace: &AceOpportunity) -> Comparable {
    let names = ace.customer.as_deref().map(company_names).unwrap_or_default();
    let mrr =
        ace.mrr.map(|mrr| (mrr.amount.saturating_mul(Decimal::from(12)), format!("12 × {mrr}")));
    Comparable {
        title: title_words(ace.title.as_deref(), &names),
        title_text: ace.title.clone().unwrap_or_default(),
        customer: ace.customer.clone().unwrap_or_default(),
        domain: ace.website.as_deref().and_then(web_domain),
        aws_account_id: ace.aws_account_id.clone(),
        close_date: ace.target_close_date,
        created_date: ace.created_date,
        currency: ace.mrr.and_then(|mrr| mrr.currency),
        annual: mrr.into_iter().collect(),
        ending: match ace.stage {
            Some(AceStage::Launched) => Some(true),
            Some(AceStage::ClosedLost) => Some(false),
            _ => None,
        },
        references: ace.partner_crm_id.as_deref().map(crm_references).unwrap_or_default(),
        names,
    }
}

/// The ACE ids in a text: alone, in a list, inside a URL or an ARN, or mistyped.
pub(super) fn ace_references(text: &str) -> References {
    // Full-width digits and letters are the same id.
    let text: String = text.nfkc().collect();
    let words = || text.split(|c: char| !c.is_ascii_alphanumeric());
    let ace_ids: Vec<AceId> =
        words().filter_map(AceId::exact).filter(|id| id.as_str().len() >= 4).collect();
    let repaired_ace_ids =
        if ace_ids.is_empty() { AceId::repaired(&text).into_iter().collect() } else { Vec::new() };
    References { ace_ids, repaired_ace_ids, crm_keys: Vec::new() }
}

/// The CRM ids in a text: the whole text, and every part that looks like a Salesforce id, as inside a
/// URL or with a suffix.
fn crm_references(text: &str) -> References {
    let whole = CrmId::new(text).into_iter().map(|id| id.key().to_owned());
    let parts =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(crate::domain::salesforce_18);
    let mut crm_keys: Vec<String> = whole.chain(parts).collect();
    crm_keys.dedup();
    References { crm_keys, ..References::default() }
}

/// Words that say nothing about which deal it is.
const EMPTY_WORDS: &[&str] = &[
    "the",
    "a",
    "an",
    "of",
    "for",
    "to",
    "and",
    "in",
    "on",
    "with",
    "at",
    "by",
    "from",
    "der",
    "die",
    "das",
    "und",
    "fur",
    "zu",
    "nach",
    "de",
    "du",
    "des",
    "la",
    "le",
    "les",
    "et",
    "vers",
    "el",
    "los",
    "y",
    "para",
    "do",
    "da",
    "e",
    "di",
    "il",
    "van",
    "naar",
    "aws",
    "amazon",
    "opportunity",
    "deal",
    "project",
    "projekt",
    "projet",
    "proyecto",
    "opp",
    "new",
];

/// One spelling for words that deals use in several.
const SAME_WORDS: &[(&str, &str)] = &[
    ("dc", "datacenter"),
    ("datacentre", "datacenter"),
    ("rz", "datacenter"),
    ("rechenzentrum", "datacenter"),
    ("evacuation", "exit"),
    ("closure", "exit"),
    ("db", "database"),
    ("databases", "database"),
    ("apps", "app"),
    ("application", "app"),
    ("applications", "app"),
    ("servers", "server"),
    ("vms", "vm"),
    ("rehosting", "rehost"),
    ("k8s", "kubernetes"),
    ("modernisation", "modernization"),
    ("dwh", "warehouse"),
];

fn title_words(title: Option<&str>, names: &[CompanyName]) -> BTreeSet<String> {
    let Some(title) = title else {
        return BTreeSet::new();
    };
    let spelled = any_ascii::any_ascii(title).to_lowercase();
    let spelled = spelled.replace("data center", "datacenter").replace("data centre", "datacenter");
    let spelled = spelled
        .replace("lift and shift", "rehost")
        .replace("lift & shift", "rehost")
        .replace("lift-and-shift", "rehost");
    let customers: BTreeSet<&str> = names
        .iter()
        .flat_map(|name| name.full.split(' '))
        .chain(names.iter().map(|name| name.slug.as_str()))
        .collect();
    spelled
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !EMPTY_WORDS.contains(word) && !customers.contains(word))
        .map(one_spelling)
        .collect()
}

fn one_spelling(word: &str) -> String {
    if word.starts_with("migrat") || word.starts_with("migrac") || word.starts_with("migraz") {
        return "migration".to_owned();
    }
    let same = SAME_WORDS.iter().find(|(from, _)| *from == word);
    same.map_or(word, |(_, to)| to).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_compare_by_the_words_that_are_not_the_customers() {
        let names = company_names("Acme Robotics GmbH");
        let words = title_words(Some("Acme Robotics - Data Centre migration to AWS"), &names);
        assert_eq!(words, title_words(Some("DC Migrating (Acme)"), &names));
    }

    #[test]
    fn ace_ids_are_found_alone_in_lists_and_inside_arns() {
        let ids = |text| {
            ace_references(text).ace_ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(ids("O1234567"), ["O1234567"]);
        assert_eq!(ids("O1234567; O7654321"), ["O1234567", "O7654321"]);
        assert_eq!(
            ids("arn:aws:partnercentral:us-east-1:123456789012:catalog/AWS/opportunity/O1234567"),
            ["O1234567"]
        );
        assert!(ids("pending").is_empty());
        assert_eq!(ace_references("o-1234567").repaired_ace_ids[0].as_str(), "O1234567");
    }

    #[test]
    fn crm_ids_are_found_alone_in_urls_and_with_suffixes() {
        let key = CrmId::new("0065f00000AbCdE").unwrap().key().to_owned();
        for text in
            ["0065f00000AbCdE", "https://x.my.salesforce.com/0065f00000AbCdE", "0065f00000AbCdE-2"]
        {
            assert!(crm_references(text).crm_keys.contains(&key), "{text}");
        }
        assert_eq!(crm_references("OPP-17").crm_keys, ["OPP-17"]);
    }
}
