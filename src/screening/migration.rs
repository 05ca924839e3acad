//! Is the deal a migration? Structured fields decide; free text is weighed with its context.

use super::all_texts::knows_most_words;
use super::reading::Reading;
use super::server_count::stated_servers;
use super::structured::{has_migration_use_case, structured_evidence};
use super::weighing::Weighed;
use crate::domain::{Deal, IsMigration, MigrationEvidence, Role};

/// Whether the deal is a migration, and the words that decided it.
pub(super) fn judge(deal: &Deal, reading: &Reading) -> (IsMigration, Vec<MigrationEvidence>) {
    let structured = structured_evidence(deal, reading);
    if !structured.is_empty() {
        return (IsMigration::Yes, with_words_of_crm(structured, deal, reading));
    }
    // A migration type that is no evidence for one is a person's mark against it.
    let mark = deal.crm().and_then(|crm| crm.migration_type.as_deref());
    let marked_no = mark
        .map(|kind| MigrationEvidence::new(Role::Crm, format!("CRM migration type \"{kind}\"")));
    let weighed = Weighed::new(reading);
    let customer = deal.crm().and_then(|crm| crm.customer.as_deref());
    if marked_no.is_none() && weighed.says_nothing() && !knows_most_words(reading, customer) {
        let servers = stated_servers(deal);
        if !servers.is_empty() {
            return (IsMigration::Unclear, servers);
        }
    }
    weighed.outcome(marked_no)
}

/// What ACE or a request decides, and what the CRM's own words say beside a use case that is none of a migration.
fn with_words_of_crm(
    mut structured: Vec<MigrationEvidence>,
    deal: &Deal,
    reading: &Reading,
) -> Vec<MigrationEvidence> {
    let is_of_crm = |evidence: &MigrationEvidence| evidence.found_in == Role::Crm;
    let other_use_case =
        deal.ace().is_some_and(|ace| !ace.use_cases.is_empty() && !has_migration_use_case(ace));
    if other_use_case
        && !structured.iter().any(is_of_crm)
        && let (IsMigration::Yes, words) = Weighed::new(reading).outcome(None)
    {
        structured.extend(words.into_iter().filter(is_of_crm));
    }
    structured
}

/// What a deal is of which only the name says something.
#[cfg(test)]
pub(super) fn by_name(name: &str) -> IsMigration {
    let deal = crate::domain::testing::crm_only(|crm| {
        crm.name = Some(name.into());
        crm.migration_type = None;
        crm.deal_type = None;
        crm.source_environment = None;
        crm.server_count = None;
    });
    judge(&deal, &Reading::of(&deal)).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, crm_only, linked_with_ace};

    fn judge(deal: &Deal) -> (IsMigration, Vec<MigrationEvidence>) {
        super::judge(deal, &Reading::of(deal))
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
            "Cloud migartion",
            "Applikationsumzug Cloud",
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
    fn the_end_of_a_platform_alone_does_not_say_what_follows() {
        assert_eq!(by_name("vSphere 6.7 EoL"), IsMigration::Unclear);
        assert_eq!(by_name("vSphere 6.7 EoL: move to AWS"), IsMigration::Yes);
        assert_eq!(by_name("vSphere 6.7 EoL upgrade to 8.0"), IsMigration::No);
        assert_eq!(by_name("VMware exit"), IsMigration::Yes);
    }

    #[test]
    fn whatever_goes_to_a_service_that_hosts_systems_moves_unless_it_is_known_as_something_else() {
        for name in ["Foxtrot 5 -> EC2", "Quillbase to Aurora", "Quillbase > AWS"] {
            assert_eq!(by_name(name), IsMigration::Yes, "{name}");
        }
        for name in ["HubSpot to Redshift", "Feed pipeline to Redshift", "ECS to EKS"] {
            assert_eq!(by_name(name), IsMigration::No, "{name}");
        }
    }

    #[test]
    fn what_goes_to_a_product_or_a_cloud_with_a_name_of_its_own_is_asked_about() {
        for name in [
            "Migration to SQL Server 2022",
            "Windows 2012 to 2022 migration",
            "Migration to Sage Business Cloud",
        ] {
            assert_eq!(by_name(name), IsMigration::Unclear, "{name}");
        }
        assert_eq!(by_name("Migration of 40 servers to the cloud"), IsMigration::Yes);
    }

    #[test]
    fn a_move_told_in_the_past_is_over_unless_the_sentence_looks_ahead() {
        for name in [
            "Kunde hat 2021 alle Server nach AWS verlagert",
            "They moved 40 servers to AWS in 2022",
            "I sistemi sono già stati portati su AWS",
            "Auf AWS umgezogen in 2023, jetzt Kostenanalyse",
        ] {
            assert_eq!(by_name(name), IsMigration::No, "{name}");
        }
        let ahead = "Phase 1 was moved in 2024, the remaining 60 servers will move to AWS";
        assert_eq!(by_name(ahead), IsMigration::Yes);
    }

    #[test]
    fn leaving_a_platform_for_another_that_is_named_is_asked_about() {
        assert_eq!(by_name("VMware exit / Proxmox"), IsMigration::Unclear);
        assert_eq!(by_name("Proxmox exit"), IsMigration::Yes);
        assert_eq!(by_name("VMware exit, Proxmox considered, AWS chosen"), IsMigration::Yes);
        assert_eq!(by_name("DC move: Slough to Reading"), IsMigration::Unclear);
        assert_eq!(by_name("DC move to the cloud"), IsMigration::Yes);
        assert_eq!(by_name("Oracle to SQL Server migration"), IsMigration::Unclear);
    }

    #[test]
    fn a_title_that_names_what_moves_and_aws_is_one_in_any_order() {
        assert_eq!(by_name("Verlagerung Fachanwendungen, AWS"), IsMigration::Yes);
        assert_eq!(by_name("Switch AWS RDS instance types"), IsMigration::No);
    }

    #[test]
    fn a_negation_reaches_no_further_than_its_part_of_the_sentence() {
        assert_eq!(by_name("Instead of buying, migrate 40 servers to AWS"), IsMigration::Yes);
        assert_eq!(by_name("Ils ne rachètent pas et partent vers AWS (30 VM)"), IsMigration::Yes);
        assert_eq!(by_name("Upgrade, no migration to AWS"), IsMigration::No);
        assert_eq!(by_name("Move to AWS, not upgrade"), IsMigration::Yes);
    }

    #[test]
    fn what_is_connected_copied_or_extended_stays_where_it_is() {
        for name in [
            "Replicate on-prem tables to Redshift",
            "Connect 3 data centers to AWS via TGW",
            "Anbindung des Rechenzentrums an AWS",
            "Back-ups van on-prem servers naar S3",
        ] {
            assert_eq!(by_name(name), IsMigration::No, "{name}");
        }
        assert_eq!(by_name("Move 40 servers to AWS, connect the branches"), IsMigration::Yes);
    }

    #[test]
    fn talk_about_migrations_is_none_and_a_new_build_is_one_if_something_is_left_for_it() {
        assert_eq!(by_name("Webinar VMware exit"), IsMigration::No);
        assert_eq!(by_name("Neubau auf AWS"), IsMigration::No);
        assert_eq!(by_name("Domino-Ablösung, Neubau auf AWS"), IsMigration::Yes);
        assert_eq!(by_name("Exit from managed services, servers to AWS"), IsMigration::Yes);
    }

    #[test]
    fn what_ends_on_aws_is_left_for_nothing() {
        for name in ["Retire unused EC2 servers", "EC2 Windows 2012 EOL", "End-of-life of RDS 5.7"]
        {
            assert_ne!(by_name(name), IsMigration::Yes, "{name}");
        }
        for name in ["Sybase EOL, AWS next", "Quitter Azure pour AWS", "Domino-Ablöse auf AWS"] {
            assert_eq!(by_name(name), IsMigration::Yes, "{name}");
        }
    }

    #[test]
    fn a_part_of_a_programme_on_aws_is_one_if_a_system_moves_in_it() {
        assert_eq!(by_name("Lotto AWS 2 - DB e middleware"), IsMigration::Yes);
        assert_eq!(by_name("Lotto AWS 2"), IsMigration::Unclear);
        assert_eq!(by_name("Lotto AWS 2 - monitoraggio DB"), IsMigration::No);
    }

    #[test]
    fn a_list_of_machines_and_aws_is_one_if_the_description_says_what_is_left() {
        let judged = |name: &str, description: &str| {
            judge(&crm_only(|crm| {
                (crm.name, crm.description) = (Some(name.into()), Some(description.into()));
                (crm.migration_type, crm.deal_type, crm.source_environment) = (None, None, None);
                crm.server_count = None;
            }))
            .0
        };
        assert_eq!(judged("60 servers, AWS", "The lease runs out."), IsMigration::Yes);
        assert_eq!(judged("60 servers, AWS", "Quote for May."), IsMigration::No);
    }

    #[test]
    fn mail_that_goes_elsewhere_keeps_nothing_from_aws() {
        assert_eq!(by_name("Mail to Office 365, the other 30 VMs to AWS"), IsMigration::Yes);
        assert_eq!(by_name("Everything to Azure, logs to AWS"), IsMigration::No);
    }

    #[test]
    fn the_programme_stands_alone_and_in_capitals() {
        for name in ["MAP - Contoso - SAP", "[MAP] SAP Contoso", "Contoso | SAP | MAP"] {
            assert_eq!(by_name(name), IsMigration::Yes, "{name}");
        }
        assert_eq!(by_name("MAP - Contoso"), IsMigration::Unclear);
        for name in ["Map - SAP stores", "MAP pricing of SAP"] {
            assert_eq!(by_name(name), IsMigration::No, "{name}");
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
                (crm.migration_type, crm.server_count) = (None, None);
                crm.source_environment = Some("On-premises".into());
                crm.target_environment = target.map(Into::into);
            })
        };
        assert_eq!(judge(&deal(Some("AWS"))).0, IsMigration::Yes);
        assert_eq!(judge(&deal(None)).0, IsMigration::No);
    }
}
