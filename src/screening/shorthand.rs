//! What a title says in shorthand: without a verb, or without a way.

use super::sentence::{Found, LEGACY, both, words_between};
use super::text::is_unspaced;
use super::vocabulary::{Hit, Sense};

/// The longest name that is left, in words: "from Freudenberg IT". Our choice.
const NAME_REACH_WORDS: usize = 2;

/// Words that say where something goes, folded.
const WAYS_OF_NAMES: &[&str] = &["to", "into", "onto", "nach", "vers", "hacia", "naar", "verso"];

/// Words that say so, or what something is for.
const FOR_OR_TO: &[&str] = &["para", "pra", "a"];

/// What a title may speak of that moves nothing to AWS.
const NO_MOVES: &[Sense] =
    &[Sense::ObjectElsewhere, Sense::OtherService, Sense::NewBuild, Sense::Connecting];

impl Found<'_, '_> {
    /// "60 servers, AWS"
    pub(super) fn lists_machines(&self) -> bool {
        self.is_title() && self.has(&[Sense::ServerWord])
    }

    /// "Umzug Fachanwendungen (AWS)"
    pub(super) fn moves_in_a_title(&self) -> bool {
        self.is_title() && self.has(&[Sense::Moving]) && self.has(&[Sense::Workload])
    }

    /// "AWS after all: move the 48 servers", but not "move the AWS servers".
    pub(super) fn moves_machines(&self) -> bool {
        let aws = || self.hits.iter().filter(|hit| hit.sense == Sense::NamesAws);
        let is_of_aws = |machine: &Hit| aws().any(|aws| words_between(*aws, *machine) == 0);
        let machines = |hit: &&Hit| hit.sense == Sense::ServerWord;
        self.has(&[Sense::Moving])
            && !self.has(NO_MOVES)
            && self.hits.iter().filter(machines).any(|machine| !is_of_aws(machine))
    }

    /// "MAP - Contoso - SAP": the programme as people tag a title with it.
    pub(super) fn programme(&self) -> Option<Hit> {
        let is_tag = |hit: &&Hit| {
            hit.sense == Sense::Programme && self.read.quote(hit) == "MAP" && self.stands_alone(hit)
        };
        self.hits.iter().find(is_tag).filter(|_| self.is_title()).copied()
    }

    /// "Lotto AWS 2 - DB": the part of a programme in which a system moves.
    pub(super) fn stage(&self) -> Option<Hit> {
        let names_system = self.is_title() && self.has(&[Sense::Workload]);
        self.longest(Sense::Stage).filter(|_| names_system)
    }

    /// Whether the words stand between signs or ends of the text, as in "MAP: Contoso".
    fn stands_alone(&self, hit: &Hit) -> bool {
        let (before, behind) = self.read.text.around(hit.start..hit.end);
        let is_sign = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '&');
        let ends = |text: &str, last: Option<char>| text.is_empty() || last.is_some_and(is_sign);
        let (before, behind) = (before.trim_end(), behind.trim_start());
        ends(before, before.chars().next_back()) && ends(behind, behind.chars().next())
    }

    /// "Vertica to Redshift", "Bull GCOS -> AWS": whatever stands before the way in a title is left, unless it is known as
    /// something else.
    pub(super) fn anything_before_a_host(&self) -> Option<Hit> {
        if !self.only_names_moves() {
            return None;
        }
        let is_way = |hit: &&Hit| {
            let is_arrow = || self.read.quote(hit).starts_with(|c: char| !c.is_alphanumeric());
            hit.sense == Sense::ToHost
                || hit.sense == Sense::ToAws && (is_arrow() || self.is_way_of_a_name(hit))
        };
        let way = self.hits.iter().find(is_way)?;
        let before = way.start.checked_sub(1)?;
        let is_same_sentence =
            self.read.text.sentence(before) == self.read.text.sentence(way.start);
        let is_aws =
            self.hits.iter().any(|hit| hit.sense == Sense::NamesAws && hit.end == way.start);
        (is_same_sentence && !is_aws).then_some(Hit {
            sense: way.sense,
            start: before,
            end: way.start,
        })
    }

    /// "Quillbase nach AWS": what has a name and stands right before the way moves, although nobody here knows it.
    fn is_way_of_a_name(&self, way: &Hit) -> bool {
        let text = &self.read.text;
        let Some(before) = way.start.checked_sub(1) else { return false };
        let (_, behind) = text.around(before..way.start);
        let is_beside = behind.trim_start_matches(' ').starts_with(char::is_alphabetic);
        let name = text.quote(before..way.start);
        let is_name = is_beside && name.len() > 1 && name.starts_with(char::is_uppercase);
        let is_first = || before == 0 || text.sentence(before - 1) != text.sentence(before);
        match text.word(way.start) {
            word if WAYS_OF_NAMES.contains(&word) => is_name,
            // "Licencias para AWS": the first word has its capital for another reason.
            word if FOR_OR_TO.contains(&word) => is_name && !is_first(),
            _ => false,
        }
    }

    /// A title that speaks of nothing but what may move.
    pub(super) fn only_names_moves(&self) -> bool {
        self.is_title() && !self.has(NO_MOVES)
    }

    /// "VMware too expensive: 80 VMs EC2": what is left, what moves, and AWS, in this order.
    pub(super) fn lists_a_move(&self) -> Option<Hit> {
        if !self.only_names_moves() || self.has(&[Sense::Talk, Sense::Negation]) {
            return None;
        }
        let legacy = self.first(LEGACY)?;
        let aws = self.longest(Sense::NamesAws).filter(|aws| legacy.end <= aws.start)?;
        let is_system = |hit: &Hit| {
            hit.sense == Sense::Workload && legacy.end <= hit.start && hit.end <= aws.start
        };
        let names_system = self.lists_machines() || self.hits.iter().any(is_system);
        names_system.then_some(both(legacy, aws))
    }

    /// "Betriebsverlagerung AWS", "Umzug AWS ERP Sage": nothing between the move and AWS, and behind it nothing but systems.
    pub(super) fn moves_to_what_is_beside(&self) -> bool {
        let ends = |aws: &Hit| {
            let (_, behind) = self.read.text.around(aws.start..aws.end);
            !behind.trim_start_matches(' ').starts_with(char::is_alphanumeric)
        };
        let names_system = |aws: &Hit| {
            let is_system = |hit: &Hit| hit.sense == Sense::Workload && hit.start == aws.end;
            self.hits.iter().any(is_system)
        };
        let is_beside = |aws: &Hit| {
            let moves = |hit: &Hit| hit.sense == Sense::Moving && hit.end == aws.start;
            aws.sense == Sense::NamesAws
                && (ends(aws) || names_system(aws))
                && self.hits.iter().any(moves)
        };
        self.only_names_moves() && self.hits.iter().any(is_beside)
    }

    /// "Portail : de Gandi vers AWS": whatever has a name and stands between "from" and the way to AWS is left.
    pub(super) fn name_before(&self, to_there: Hit) -> Option<Hit> {
        if !self.only_names_moves() {
            return None;
        }
        let text = &self.read.text;
        let first = self.hits.first()?;
        let is_from = |place: usize| {
            let is_known =
                || self.hits.iter().any(|hit| hit.sense == Sense::From && hit.start == place);
            matches!(text.word(place), "de" | "d") || is_known()
        };
        let is_named = |place: usize| {
            text.quote(place..place + 1).starts_with(|c: char| c.is_uppercase() || is_unspaced(c))
        };
        let start = to_there.start.saturating_sub(NAME_REACH_WORDS + 1);
        let mut places = start..to_there.start.saturating_sub(1);
        places
            .find(|place| {
                text.sentence(*place) == text.sentence(first.start)
                    && is_from(*place)
                    && is_named(place + 1)
            })
            .map(|place| Hit { start: place, end: place + 2, ..to_there })
    }

    /// "OVH/AWS switch"
    pub(super) fn switches_from_a_cloud(&self) -> Option<Hit> {
        let is_beside = |cloud: &Hit, aws: &Hit| {
            cloud.end == aws.start && !self.read.between(*cloud, *aws).trim().is_empty()
        };
        let clouds = || self.hits.iter().filter(|hit| hit.sense == Sense::OtherCloud);
        let mut names = self.hits.iter().filter(|hit| hit.sense == Sense::NamesAws);
        let pair =
            names.find_map(|aws| Some(both(*clouds().find(|cloud| is_beside(cloud, aws))?, *aws)));
        pair.filter(|_| self.only_names_moves())
    }
}

#[cfg(test)]
mod tests {
    use super::super::migration::by_name;
    use crate::domain::IsMigration;

    fn all_are(answer: IsMigration, names: &[&str]) {
        for name in names {
            assert_eq!(by_name(name), answer, "{name}");
        }
    }

    #[test]
    fn a_list_of_what_is_left_what_moves_and_aws_is_a_migration_in_this_order() {
        all_are(
            IsMigration::Yes,
            &["VMware too expensive: 80 VMs EC2", "Rest of VMware estate AWS"],
        );
        all_are(IsMigration::No, &["EC2 monitoring, 80 VMs on VMware", "VMware licences"]);
    }

    #[test]
    fn aws_right_behind_a_move_is_its_target_unless_it_is_a_part_of_a_name() {
        all_are(IsMigration::Yes, &["Betriebsverlagerung AWS", "Vultr/AWS switch"]);
        all_are(IsMigration::No, &["Payer account move AWS", "Providerwechsel AWS"]);
    }

    #[test]
    fn whatever_has_a_name_moves_right_before_the_way_to_aws() {
        all_are(
            IsMigration::Yes,
            &["Vornado: Quillbase to AWS", "Quillbase nach AWS", "Levar Quillbase para AWS"],
        );
        for name in
            ["A guide to AWS", "Path to AWS", "Partner selling to AWS", "Licencias para AWS"]
        {
            assert_ne!(by_name(name), IsMigration::Yes, "{name}");
        }
    }

    #[test]
    fn whatever_has_a_name_is_left_between_from_and_the_way_to_aws() {
        all_are(
            IsMigration::Yes,
            &["Portail : de Gandi vers AWS", "Woningportaal: van TransIP naar AWS"],
        );
        all_are(IsMigration::No, &["Backups von Veeam nach AWS", "Utenti da Okta ad AWS SSO"]);
    }
}
