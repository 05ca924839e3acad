//! All that the free texts of a deal say about migrations, and what it comes to.

use super::all_texts::{is_described, what_follows};
use super::hints::{study_only, undecided};
use super::points::Opinion;
use super::reading::{ReadText, Reading};
use super::vocabulary::{Hit, Sense};
use super::wording::{Leaning, judge_sentence};
use crate::domain::{IsMigration, MigrationEvidence};

/// Words for AWS and what stands there.
pub(super) const AWS: &[Sense] = &[Sense::ToAws, Sense::OnAws, Sense::NamesAws];

/// What a title may name that is no migration.
const SERVICES: &[Sense] = &[Sense::OtherService, Sense::NewBuild, Sense::Talk];

/// What the free texts say, each time in words for people.
#[derive(Default)]
pub(super) struct Weighed {
    pub(super) strong: Vec<MigrationEvidence>,
    pub(super) plain: Vec<MigrationEvidence>,
    /// The contract of a place ends.
    pub(super) ends: Vec<MigrationEvidence>,
    /// Something migrates; what and where to is not said.
    pub(super) bare: Vec<MigrationEvidence>,
    pub(super) against: Vec<MigrationEvidence>,
    /// What moves is no AWS workload: speaks against a migration unless a sentence leads it to AWS.
    pub(super) objects: Vec<MigrationEvidence>,
    /// A title says that the deal is something besides a migration. Speaks against every word elsewhere.
    pub(super) besides: Vec<MigrationEvidence>,
    /// A title names something new that is built: a doubt, unless something is left for it.
    pub(super) new_build: Vec<MigrationEvidence>,
    pub(super) unclear: Vec<MigrationEvidence>,
    /// Nobody has decided, or the title names another service: speaks against plain words only.
    pub(super) doubts: Vec<MigrationEvidence>,
    /// A study that nothing follows: MAP funds the assessment on the way to a migration, and none for itself. Speaks
    /// against every word elsewhere, which may be what is studied.
    study_only: Vec<MigrationEvidence>,
    /// All that is said together speaks for a migration, whatever a sentence says.
    together_for: Vec<MigrationEvidence>,
    /// The same against one.
    together_against: Vec<MigrationEvidence>,
}

impl Weighed {
    /// Weighs every sentence, then what they say together.
    pub(super) fn new(reading: &Reading) -> Weighed {
        let mut weighed = Weighed::default();
        for read in reading.free_texts() {
            for hits in read.sentences() {
                weighed.add_sentence(read, hits);
                if !weighed.study_only.is_empty() && what_follows(read, hits) {
                    weighed.study_only.clear();
                }
            }
        }
        if !weighed.ends.is_empty() {
            weighed.settle_ends(reading);
        }
        if weighed.strong.is_empty() && weighed.plain.is_empty() {
            weighed.put_halves_together(reading);
        }
        if !weighed.bare.is_empty() {
            weighed.settle_bare_words(reading);
        }
        weighed.settle_titles(reading);
        weighed.hear(Opinion::of(reading), is_described(reading));
        weighed
    }

    /// Whether no word of the texts says anything of the matter.
    pub(super) fn says_nothing(&self) -> bool {
        let others = [&self.unclear, &self.together_against];
        self.leaves_it_open() && others.iter().all(|words| words.is_empty())
    }

    /// A second opinion decides where the sentences leave it open. Elsewhere it is a doubt, unless there is nothing but a title,
    /// of which a sum knows too little.
    fn hear(&mut self, opinion: Opinion, is_described: bool) {
        let said = |(read, hit): (&ReadText, Hit)| quoted(read, read.quote(&hit));
        match opinion {
            Opinion::For(words) if self.leaves_it_open() => {
                self.plain.extend(words.into_iter().map(said));
            }
            Opinion::For(words) if is_described => {
                self.together_for.extend(words.into_iter().map(said));
            }
            Opinion::Against(words) if is_described => self.together_against.push(said(words)),
            Opinion::For(_) | Opinion::Against(_) | Opinion::Open => {}
        }
    }

    /// Whether nothing speaks plainly for or against a migration.
    fn leaves_it_open(&self) -> bool {
        let Weighed {
            strong,
            plain,
            ends,
            bare,
            against,
            objects,
            besides,
            new_build,
            unclear: _,
            doubts,
            study_only,
            together_for: _,
            together_against: _,
        } = self;
        [strong, plain, ends, bare, against, objects, besides, new_build, doubts, study_only]
            .iter()
            .all(|words| words.is_empty())
    }

    /// A strong word outweighs a sentence that speaks against it elsewhere ("mail has moved; now the
    /// data center"); a plain one does not, and no word outweighs a person's mark.
    pub(super) fn outcome(
        self,
        marked_no: Option<MigrationEvidence>,
    ) -> (IsMigration, Vec<MigrationEvidence>) {
        let Weighed { strong, plain, against, besides, unclear, doubts, study_only, .. } = self;
        let (together_for, together_against) = (self.together_for, self.together_against);
        let is_marked = marked_no.is_some()
            || [&study_only, &besides, &together_against].iter().any(|words| !words.is_empty());
        let is_plain = strong.is_empty();
        let is_for = !is_plain || !plain.is_empty();
        let words_for = strong.into_iter().chain(plain);
        let mut words_against: Vec<MigrationEvidence> =
            marked_no.into_iter().chain(against).chain(besides).chain(study_only).collect();
        if !is_for {
            return match (words_against.is_empty(), unclear.is_empty()) {
                (false, _) if together_for.is_empty() => (IsMigration::No, words_against),
                (false, _) => {
                    let words = together_for.into_iter().chain(words_against);
                    (IsMigration::Unclear, words.collect())
                }
                (true, false) => (IsMigration::Unclear, unclear),
                (true, true) => (IsMigration::No, Vec::new()),
            };
        }
        let more = doubts.into_iter().chain(together_against);
        more.for_each(|words| add(&mut words_against, words));
        if is_marked || is_plain && !words_against.is_empty() {
            return (IsMigration::Unclear, words_for.chain(words_against).collect());
        }
        (IsMigration::Yes, words_for.collect())
    }

    fn add_sentence(&mut self, read: &ReadText, hits: &[Hit]) {
        let leaning = judge_sentence(read, hits);
        if leaning.is_none()
            && read.is_title()
            && !hits.iter().any(|hit| hit.sense == Sense::Moving)
            && let Some(service) = hits.iter().find(|hit| SERVICES.contains(&hit.sense))
        {
            let list = match service.sense {
                Sense::NewBuild => &mut self.new_build,
                Sense::Talk => &mut self.besides,
                _ => &mut self.doubts,
            };
            list.push(quoted(read, read.quote(service)));
        }
        if let Some(words) = undecided(read, hits) {
            let words = quoted(read, &words);
            // "Torn between Azure and AWS"
            if leaning.is_none() && hits.iter().any(|hit| AWS.contains(&hit.sense)) {
                self.unclear.push(words.clone());
            }
            self.doubts.push(words);
        }
        match (study_only(read, hits), &leaning) {
            (
                Some(_),
                Some(Leaning::Against(..) | Leaning::Besides(..) | Leaning::OfAnObject(..)),
            )
            | (None, _) => {}
            (Some(words), _) => self.study_only.push(quoted(read, &words)),
        }
        let (list, evidence) = match leaning {
            None => return,
            Some(Leaning::Strong(words)) => (&mut self.strong, quoted(read, &words)),
            Some(Leaning::Plain(words)) => (&mut self.plain, quoted(read, &words)),
            Some(Leaning::Ends(words)) => (&mut self.ends, quoted(read, &words)),
            Some(Leaning::Bare(words)) => (&mut self.bare, quoted(read, &words)),
            Some(Leaning::Unclear(words)) => (&mut self.unclear, quoted(read, &words)),
            Some(Leaning::Against(words, by)) if words == by => {
                (&mut self.against, quoted(read, &words))
            }
            Some(Leaning::Against(words, by)) => {
                let is_only_studied = study_only(read, hits).is_some();
                let list = if is_only_studied { &mut self.study_only } else { &mut self.against };
                (list, quoted_but(read, &words, &by))
            }
            Some(Leaning::Besides(words, by)) if words == by => {
                (&mut self.besides, quoted(read, &words))
            }
            Some(Leaning::Besides(words, by)) => (&mut self.besides, quoted_but(read, &words, &by)),
            Some(Leaning::OfAnObject(words, by)) => {
                (&mut self.objects, quoted_but(read, &words, &by))
            }
        };
        add(list, evidence);
    }
}

/// Adds words once.
fn add(list: &mut Vec<MigrationEvidence>, words: MigrationEvidence) {
    if !list.contains(&words) {
        list.push(words);
    }
}

fn quoted_but(read: &ReadText, words: &str, by: &str) -> MigrationEvidence {
    let of = quoted(read, words);
    MigrationEvidence { words: format!("{}, but \"{by}\"", of.words), ..of }
}

/// Words of a text as evidence.
pub(super) fn quoted(read: &ReadText, words: &str) -> MigrationEvidence {
    MigrationEvidence::new(read.field.role(), format!("{}: \"{words}\"", read.field.label()))
}

#[cfg(test)]
mod tests {
    use super::super::migration::{by_name, judge};
    use super::*;
    use crate::domain::testing::crm_only;

    /// What a deal is of which the name and the description say something.
    fn by_texts(name: &str, description: &str) -> IsMigration {
        let deal = crm_only(|crm| {
            (crm.name, crm.description) = (Some(name.into()), Some(description.into()));
            (crm.migration_type, crm.deal_type, crm.source_environment) = (None, None, None);
            crm.server_count = None;
        });
        judge(&deal, &Reading::of(&deal)).0
    }

    #[test]
    fn a_study_of_a_migration_is_its_first_phase_unless_nothing_is_to_follow() {
        for name in [
            "Migration readiness study",
            "AWS migration feasibility study",
            "Portfolio assessment for AWS migration",
            "Assessment only so far, 200 servers move to AWS next",
            "Phase 1 assessment only; phase 2 moves 200 servers to AWS",
            "Migration to AWS, so far only assessment done",
            "Not only an assessment: migration of 40 servers to AWS",
        ] {
            assert_eq!(by_name(name), IsMigration::Yes, "{name}");
        }
        for name in [
            "Migration readiness study - report only",
            "Cloud migration study, report only",
            "Migration assessment, no implementation",
            "DC exit - feasibility only",
            "Migration assessment only, customer will not move",
            "Étude de migration seulement",
            "Nur Assessment: Migration nach AWS",
            "移行アセスメントのみ",
        ] {
            assert_eq!(by_name(name), IsMigration::No, "{name}");
        }
        let asked = by_texts("Server migration assessment", "Assessment only; they decide later");
        assert_eq!(asked, IsMigration::Unclear, "the title speaks of servers that migrate");
    }

    #[test]
    fn the_end_of_a_contract_is_an_exit_unless_something_says_what_follows() {
        assert_eq!(
            by_texts("Fim do contrato Equinix", "Cliente vai para Ascenty"),
            IsMigration::Unclear
        );
        assert_eq!(by_texts("Fim do contrato Equinix", "O cliente quer sair"), IsMigration::Yes);
        assert_eq!(by_texts("Einde contract datacenter", "Klant tekent bij"), IsMigration::Unclear);
        let moved = by_texts("Colo contract finishes", "They move the kit to Kao Data");
        assert_eq!(moved, IsMigration::Unclear);
        let known = by_texts("Fim do contrato Equinix", "Tudo vai para AWS em maio");
        assert_eq!(known, IsMigration::Yes);
    }

    #[test]
    fn a_title_of_a_service_to_a_migration_or_of_one_that_is_over_sells_none() {
        for (name, description) in [
            ("AWS migration training", "Three days, \"Migrating to AWS\""),
            ("Post-migration support", "Migration of 200 servers to AWS, two weeks of care"),
            ("Decommission of the old data center", "Migration was finished in May"),
        ] {
            assert_eq!(by_texts(name, description), IsMigration::Unclear, "{name}");
        }
        let both = by_texts("AWS migration training; 40 servers to AWS", "Migrate them to AWS");
        assert_eq!(both, IsMigration::Yes);
    }

    #[test]
    fn what_a_title_names_is_no_other_thing_once_a_sentence_leads_it_to_aws() {
        let shop = by_texts("Replatforming web shop", "Magento at Hetzner -> ECS and RDS");
        assert_eq!(shop, IsMigration::Yes);
        assert_eq!(by_texts("Replatforming web shop", "New theme"), IsMigration::No);
    }

    #[test]
    fn a_new_build_is_a_migration_if_something_is_left_for_it() {
        let rebuilt = by_texts(
            "New development of the tariff engine",
            "It runs on WebLogic in house, is rebuilt on AWS, the old one is decommissioned.",
        );
        assert_eq!(rebuilt, IsMigration::Yes);
    }

    #[test]
    fn what_goes_to_another_cloud_by_its_description_is_none() {
        assert_eq!(by_texts("Azure migration", "120 servers to Azure"), IsMigration::No);
        assert_eq!(by_texts("Azure migration", "120 servers"), IsMigration::Unclear);
    }

    #[test]
    fn a_sentence_that_all_other_words_speak_against_is_asked_about() {
        for (name, description) in [
            ("Jenkins to GitHub Actions", "CI/CD migration, runners on AWS."),
            ("Umstieg auf Azure Virtual Desktop", "Citrix wird abgelöst, 300 Arbeitsplätze."),
            (
                "Bases de données",
                "14 bases Oracle on-premise vers Aurora PostgreSQL, SCT déjà passé.",
            ),
        ] {
            assert_eq!(by_texts(name, description), IsMigration::Unclear, "{name}");
        }
        let clear = by_texts("Azure out", "Citrix wird abgelöst, die 40 Server gehen nach AWS.");
        assert_eq!(clear, IsMigration::Yes);
    }

    #[test]
    fn a_move_that_is_one_of_two_choices_is_asked_about() {
        let choice = by_texts("Infrastructure", "Hardware refresh vs moving to AWS");
        assert_eq!(choice, IsMigration::Unclear);
        assert_eq!(by_texts("Platform", "Torn between Azure and AWS"), IsMigration::Unclear);
    }

    #[test]
    fn a_notice_from_aws_moves_nothing_there() {
        assert_eq!(by_texts("Aurora v1 to v2", "EOL notice from AWS"), IsMigration::No);
    }

    #[test]
    fn storage_whose_target_is_not_said_is_asked_about() {
        assert_eq!(by_name("Storage migration, NetApp"), IsMigration::Unclear);
        assert_eq!(by_texts("NetApp migration", "60 TB to FSx"), IsMigration::Yes);
        assert_eq!(by_name("NetApp file servers migration"), IsMigration::Yes);
    }

    #[test]
    fn a_person_or_a_talk_in_the_title_is_what_is_sold() {
        for (name, description) in [
            ("Interim project manager, cloud migration programme", "Six months"),
            ("AWS immersion day", "Half a day with MGN"),
        ] {
            assert_eq!(by_texts(name, description), IsMigration::Unclear, "{name}");
        }
        assert_eq!(by_name("Course: rehosting with MGN"), IsMigration::No);
        assert_eq!(by_name("Migration, and a course for the admins"), IsMigration::Yes);
    }

    #[test]
    fn another_cloud_anywhere_is_a_doubt_where_aws_is_named_nowhere() {
        assert_eq!(by_texts("Cloud ERP move", "SaaS on Azure"), IsMigration::Unclear);
        assert_eq!(by_texts("Cloud ERP move", "From Azure to AWS"), IsMigration::Yes);
    }
}
