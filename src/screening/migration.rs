//! Is the deal a migration? Structured fields decide; free text is weighed with its context.

use super::reading::{ReadText, Reading, TextField};
use super::structured::structured_evidence;
use super::vocabulary::Sense;
use super::wording::{Leaning, halves, judge_sentence, undecided};
use crate::domain::{Deal, IsMigration};

/// The texts in which people say what the deal is about.
const FREE_TEXTS: &[TextField] = &[
    TextField::DealName,
    TextField::DealDescription,
    TextField::DealType,
    TextField::Product,
    TextField::AceTitle,
    TextField::AceProblem,
];

/// The texts that name the deal.
const TITLES: &[TextField] = &[TextField::DealName, TextField::AceTitle];

/// Whether the deal is a migration, and the words that decided it.
pub(super) fn judge(deal: &Deal, reading: &Reading) -> (IsMigration, Vec<String>) {
    let structured = structured_evidence(deal, reading);
    if !structured.is_empty() {
        return (IsMigration::Yes, structured);
    }
    let mut weighed = Weighed::default();
    if let Some(kind) = deal.crm().and_then(|crm| crm.migration_type.as_deref()) {
        weighed.marked_no = Some(format!("CRM migration type \"{kind}\""));
    }
    for read in reading.texts(FREE_TEXTS) {
        weighed.weigh(read);
    }
    weighed.outcome()
}

/// What the free texts say, each time in words for people.
#[derive(Default)]
struct Weighed {
    strong: Vec<String>,
    plain: Vec<String>,
    /// Something migrates; what and where to is not said.
    bare: Vec<String>,
    against: Vec<String>,
    unclear: Vec<String>,
    /// What is left, and that the way leads to AWS: a migration together.
    legacy: Option<String>,
    to_aws: Option<String>,
    /// What is no AWS workload, anywhere in the texts.
    object_elsewhere: Option<String>,
    names_aws: bool,
    undecided: Option<String>,
    /// A title that names another service and no migration.
    other_service: Option<String>,
    /// A person marked the deal as no migration.
    marked_no: Option<String>,
}

impl Weighed {
    fn weigh(&mut self, read: &ReadText) {
        let label = read.field.label();
        for hits in read.sentences() {
            match judge_sentence(read, hits) {
                Some(leaning) => self.add(label, leaning),
                None if TITLES.contains(&read.field) => {
                    let service = hits.iter().find(|hit| hit.sense == Sense::OtherService);
                    let quoted = service.map(|hit| format!("{label}: \"{}\"", read.quote(hit)));
                    self.other_service = self.other_service.take().or(quoted);
                }
                None => {}
            }
            let halves = halves(read, hits);
            let quoted = |words: Option<String>| words.map(|words| format!("{label}: \"{words}\""));
            self.legacy = self.legacy.take().or_else(|| quoted(halves.legacy));
            let undecided = undecided(read, hits);
            self.undecided = self.undecided.take().or_else(|| quoted(undecided));
            self.to_aws = self.to_aws.take().or_else(|| quoted(halves.to_aws));
        }
        for hit in &read.hits {
            match hit.sense {
                Sense::ObjectElsewhere if self.object_elsewhere.is_none() => {
                    self.object_elsewhere = Some(format!("{label}: \"{}\"", read.quote(hit)));
                }
                Sense::ToAws | Sense::OnAws | Sense::NamesAws => self.names_aws = true,
                _ => {}
            }
        }
    }

    fn add(&mut self, label: &str, leaning: Leaning) {
        let (list, evidence) = match leaning {
            Leaning::Strong(words) => (&mut self.strong, format!("{label}: \"{words}\"")),
            Leaning::Plain(words) => (&mut self.plain, format!("{label}: \"{words}\"")),
            Leaning::Bare(words) => (&mut self.bare, format!("{label}: \"{words}\"")),
            Leaning::Unclear(words) => (&mut self.unclear, format!("{label}: \"{words}\"")),
            Leaning::Against(words, by) if words == by => {
                (&mut self.against, format!("{label}: \"{words}\""))
            }
            Leaning::Against(words, by) => {
                (&mut self.against, format!("{label}: \"{words}\", but \"{by}\""))
            }
        };
        if !list.contains(&evidence) {
            list.push(evidence);
        }
    }

    /// A strong word outweighs a sentence that speaks against it elsewhere ("mail has moved; now the
    /// data center"); a plain one does not, and no word outweighs a person's mark.
    fn outcome(mut self) -> (IsMigration, Vec<String>) {
        self.put_halves_together();
        self.settle_bare_words();
        let Weighed {
            strong,
            plain,
            mut against,
            unclear,
            undecided,
            other_service,
            marked_no,
            ..
        } = self;
        let is_for = !strong.is_empty() || !plain.is_empty();
        if is_for {
            against.extend(undecided.into_iter().chain(other_service));
        }
        let decides = !strong.is_empty() || against.is_empty();
        let words_for: Vec<String> = strong.into_iter().chain(plain).collect();
        let words_against: Vec<String> = marked_no.iter().cloned().chain(against).collect();
        if is_for && decides && marked_no.is_none() {
            return (IsMigration::Yes, words_for);
        }
        if is_for {
            return (IsMigration::Unclear, words_for.into_iter().chain(words_against).collect());
        }
        if !words_against.is_empty() {
            return (IsMigration::No, words_against);
        }
        let answer = if unclear.is_empty() { IsMigration::No } else { IsMigration::Unclear };
        (answer, unclear)
    }

    /// "The lease of the hall ends. Everything goes to AWS."
    fn put_halves_together(&mut self) {
        if let (Some(legacy), Some(to_aws)) = (&self.legacy, &self.to_aws)
            && self.strong.is_empty()
            && self.plain.is_empty()
        {
            self.plain.extend([legacy.clone(), to_aws.clone()]);
        }
    }

    /// "Migration in three waves" is one to AWS, unless the texts are about mailboxes.
    fn settle_bare_words(&mut self) {
        let bare = std::mem::take(&mut self.bare);
        match &self.object_elsewhere {
            Some(object) if !self.names_aws && !bare.is_empty() => {
                self.against.extend(bare);
                self.against.push(object.clone());
            }
            _ => self.plain.extend(bare),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, linked_with_ace};

    fn judge(deal: &Deal) -> (IsMigration, Vec<String>) {
        super::judge(deal, &Reading::of(deal))
    }

    fn by_name(name: &str) -> IsMigration {
        judge(&crm_only(|crm| {
            crm.name = Some(name.to_owned());
            crm.migration_type = None;
            crm.deal_type = None;
            crm.source_environment = None;
        }))
        .0
    }

    #[test]
    fn an_ace_use_case_decides_and_is_quoted() {
        let deal = ace_only(|ace| {
            ace.apn_programs.clear();
            ace.use_cases = vec!["Migration/Database Migration".into()];
        });
        assert_eq!(
            judge(&deal),
            (IsMigration::Yes, vec!["ACE use case \"Migration/Database Migration\"".into()])
        );
    }

    #[test]
    fn structured_evidence_outweighs_a_text_that_looks_otherwise() {
        let deal = linked_with_ace(|ace| ace.title = Some("HubSpot migration".into()));
        assert_eq!(judge(&deal).0, IsMigration::Yes);
    }

    #[test]
    fn jargon_without_the_word_migration_is_one() {
        for name in [
            "Acme - DC exit",
            "Lift & shift wave 1",
            "VMware exit 2026",
            "Mainframe offload",
            "Exadata to Aurora",
            "Colo contract ends Q3",
            "Rehosting of 80 servers",
            "Rechenzentrumsauflösung Nord",
            "Sortie du datacenter de Lyon",
            "Salida del centro de datos",
            "Saída do data center",
            "Datacenter verlaten",
            "Chiusura del data center",
            "基幹データセンター撤退",
            "Migration",
            "Cloud-Migration Phase 2",
            "Servers in Azure to be migrated to AWS",
            "Exchange Server estate: migration to AWS",
        ] {
            assert_eq!(by_name(name), IsMigration::Yes, "{name}");
        }
    }

    #[test]
    fn migrations_of_something_else_or_away_are_none() {
        for name in [
            "HubSpot migration",
            "Email migration to M365",
            "Office 365 tenant-to-tenant migration",
            "Website relaunch and migration",
            "CRM data migration to Salesforce",
            "Migration to Azure",
            "Migration away from AWS",
            "Data warehouse migration to Snowflake",
            "Immigration portal",
            "Managed services after migration",
            "Post-migration support",
            "Support: migrated last year",
            "Well-Architected Review",
            "Managed services renewal",
            "Data lake build",
        ] {
            assert_eq!(by_name(name), IsMigration::No, "{name}");
        }
    }

    #[test]
    fn invented_texts_are_read_as_a_careful_person_would() {
        let texts = include_str!("../../tests/migration_texts.txt");
        let wrong: Vec<&str> = texts
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter(|line| {
                let mut parts = line.split('|').map(str::to_owned);
                let answers = parts.next().unwrap_or_default();
                let (name, description) = (parts.next(), parts.next());
                let deal = crm_only(|crm| {
                    (crm.name, crm.description) = (name, description);
                    (crm.migration_type, crm.deal_type) = (None, None);
                });
                !answers.split('/').any(|answer| answer == judge(&deal).0.name())
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn words_that_say_too_little_are_unclear() {
        for name in ["App modernization", "Cloud journey", "Azure migration"] {
            assert_eq!(by_name(name), IsMigration::Unclear, "{name}");
        }
    }

    #[test]
    fn a_customer_named_like_a_mail_system_does_not_count() {
        let deal = crm_only(|crm| {
            crm.customer = Some("Exchange Bank".into());
            crm.name = Some("Exchange Bank - server migration".into());
            crm.migration_type = None;
        });
        assert_eq!(judge(&deal).0, IsMigration::Yes);
    }

    #[test]
    fn a_migration_flag_of_no_speaks_against_plain_words() {
        let deal = |flag: &str| {
            crm_only(|crm| {
                crm.name = Some("Server migration".into());
                crm.migration_type = Some(flag.into());
            })
        };
        assert_eq!(judge(&deal("No")).0, IsMigration::Unclear);
        assert_eq!(judge(&deal("Yes")).0, IsMigration::Yes);
    }

    #[test]
    fn environments_count_only_together() {
        let deal = |target: Option<&str>| {
            crm_only(|crm| {
                crm.name = Some("Platform project".into());
                crm.migration_type = None;
                crm.source_environment = Some("On-premises".into());
                crm.target_environment = target.map(str::to_owned);
            })
        };
        assert_eq!(judge(&deal(Some("AWS"))).0, IsMigration::Yes);
        assert_eq!(judge(&deal(None)).0, IsMigration::No);
    }
}
