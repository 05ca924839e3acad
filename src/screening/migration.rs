//! Is the deal a migration? Structured fields decide; free text is weighed with its context.

use super::reading::Reading;
use super::structured::structured_evidence;
use super::weighing::Weighed;
use crate::domain::{Deal, IsMigration, MigrationEvidence, Role};

/// Whether the deal is a migration, and the words that decided it.
pub(super) fn judge(deal: &Deal, reading: &Reading) -> (IsMigration, Vec<MigrationEvidence>) {
    let structured = structured_evidence(deal, reading);
    if !structured.is_empty() {
        return (IsMigration::Yes, structured);
    }
    // A migration type that is no evidence for one is a person's mark against it.
    let mark = deal.crm().and_then(|crm| crm.migration_type.as_deref());
    let marked_no = mark
        .map(|kind| MigrationEvidence::new(Role::Crm, format!("CRM migration type \"{kind}\"")));
    Weighed::new(reading).outcome(marked_no)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, linked_with_ace};

    fn judge(deal: &Deal) -> (IsMigration, Vec<MigrationEvidence>) {
        super::judge(deal, &Reading::of(deal))
    }

    fn by_name(name: &str) -> IsMigration {
        judge(&crm_only(|crm| {
            crm.name = Some(name.into());
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
            (
                IsMigration::Yes,
                vec![MigrationEvidence::new(
                    Role::Ace,
                    "ACE use case \"Migration/Database Migration\""
                )]
            )
        );
    }

    #[test]
    fn any_use_case_under_the_heading_migration_decides() {
        for (use_case, answer) in [
            ("Migration / Server Migration", IsMigration::Yes),
            ("Migrations", IsMigration::No),
            ("Data / Migration", IsMigration::No),
        ] {
            let deal = ace_only(|ace| {
                ace.apn_programs.clear();
                ace.title = None;
                ace.use_cases = vec![use_case.into()];
            });
            assert_eq!(judge(&deal).0, answer, "{use_case}");
        }
    }

    #[test]
    fn the_end_of_support_is_no_service() {
        let deal = crm_only(|crm| {
            crm.name = Some("Fim de suporte SQL Server".into());
            crm.description = Some("Levar bancos para RDS".into());
            (crm.migration_type, crm.deal_type) = (None, None);
        });
        assert_eq!(judge(&deal).0, IsMigration::Yes);
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
            "Sortie d'AWS",
            "Wordpress site moved off old agency hosting",
            "VMware to Proxmox",
            "Instituto Nacional de Migración: portal",
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
                let mut parts = line.split('|');
                let answers = parts.next().unwrap_or_default();
                let (name, description) = (parts.next(), parts.next());
                let deal = crm_only(|crm| {
                    (crm.name, crm.description) =
                        (name.map(Into::into), description.map(Into::into));
                    (crm.migration_type, crm.deal_type) = (None, None);
                });
                !answers.split('/').any(|answer| answer == judge(&deal).0.name())
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_service_that_is_sold_with_a_migration_does_not_make_it_none() {
        for name in [
            "Migration to AWS + managed services",
            "AWS migration and training",
            "Server migration with upgrade to Windows 2022, target EC2",
            "Oracle upgrade and migration to RDS",
            "Migration von 70 Servern nach AWS inkl. Betrieb und Wartung",
            "AWS移行および運用保守",
        ] {
            assert_eq!(by_name(name), IsMigration::Yes, "{name}");
        }
        for name in
            ["AWS migration training", "Training: migration to AWS", "Formación en migración a AWS"]
        {
            assert_eq!(by_name(name), IsMigration::No, "{name}");
        }
    }

    #[test]
    fn a_description_that_mentions_a_migration_by_the_way_is_asked_about() {
        let deal = crm_only(|crm| {
            crm.name = Some("Roadmap 2027".into());
            crm.description = Some("Reporting, then a migration.".into());
            (crm.migration_type, crm.deal_type, crm.source_environment) = (None, None, None);
        });
        assert_eq!(judge(&deal).0, IsMigration::Unclear);
    }

    #[test]
    fn words_that_say_too_little_are_unclear() {
        for name in [
            "App modernization",
            "Cloud journey",
            "Azure migration",
            "VMware alternatives",
            "Windows 2012 EOL",
        ] {
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
                crm.target_environment = target.map(Into::into);
            })
        };
        assert_eq!(judge(&deal(Some("AWS"))).0, IsMigration::Yes);
        assert_eq!(judge(&deal(None)).0, IsMigration::No);
    }
}
