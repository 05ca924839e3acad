//! What one sentence says about migrations.

use super::reading::ReadText;
use super::sentence::{
    Found, LEAVING, LEGACY, NEGATION_REACH_WORDS, REACH_WORDS, both, words_between,
};
use super::vocabulary::{Hit, Sense};

/// How many words away "training" or "renewal" makes a migration the subject of another service. Our
/// choice.
const SERVICE_REACH_WORDS: usize = 3;

/// How many words away AWS is what a word for leaving speaks of, unless a sign parts them. Our choice.
const LEAVING_REACH_WORDS: usize = 4;

/// What says of a migration in a title that the deal is something besides it.
const BESIDES: &[Sense] = &[
    Sense::Talk,
    Sense::Staff,
    Sense::OtherService,
    Sense::PastOrDenied,
    Sense::Done,
    Sense::Past,
    Sense::PastTime,
];

/// Which way one sentence leans, with the words that decide.
pub(super) enum Leaning {
    /// A migration to AWS, whatever stands elsewhere.
    Strong(String),
    /// A migration, unless something else speaks against it.
    Plain(String),
    /// The contract of a place ends: it is left, unless something says what follows.
    Ends(String),
    /// Something migrates; what and where to is not said.
    Bare(String),
    /// None, although the first words sound like one, because of the second.
    Against(String, String),
    /// The same in a title: the deal is about a service to a migration, or follows one that is over. The migration that
    /// other texts tell of is not sold.
    Besides(String, String),
    /// None, because the second words are no AWS workload; where it goes is not said.
    OfAnObject(String, String),
    /// Too little to tell.
    Unclear(String),
}

/// Weighs a migration word with the object, direction and time that stand beside it. `None` if the
/// sentence says nothing about migrations.
pub(super) fn judge_sentence(read: &ReadText, hits: &[Hit]) -> Option<Leaning> {
    let found = Found { read, hits };
    let exit = found.exit();
    let strong = exit
        .or_else(|| found.longest(Sense::Strong))
        .or_else(|| found.longest(Sense::EngineChange));
    let Some(hit) = strong.or_else(|| found.plain()) else {
        return found.without_migration();
    };
    let words = found.quote(hit);
    if found.only_connects(hit) {
        return None;
    }
    let talk = found.service(hit, &[Sense::Talk, Sense::Staff]);
    let service =
        found.service(hit, &[Sense::OtherService, Sense::NewBuild]).filter(|_| exit.is_none());
    let against = found
        .denial()
        .or_else(|| found.denied(hit))
        .or_else(|| found.refused(hit))
        .or_else(|| found.wrong_direction())
        .or_else(|| found.study_only())
        .or(talk)
        .or(service);
    if let Some(by) = against {
        let by_words = found.quote(by);
        let is_besides = read.is_title() && BESIDES.contains(&by.sense);
        return Some(if is_besides {
            Leaning::Besides(words, by_words)
        } else {
            Leaning::Against(words, by_words)
        });
    }
    if strong.is_none() {
        return Some(found.weigh(hit));
    }
    // "Hardware refresh vs moving to AWS"
    let is_a_choice =
        |by: &Hit| by.sense == Sense::Undecided && by.start < hit.end && hit.start < by.end;
    if found.may_go_elsewhere(hit) || hits.iter().any(is_a_choice) {
        return Some(Leaning::Unclear(words));
    }
    if exit.is_some() && found.only_ends() && !found.names_aws() {
        return Some(Leaning::Ends(words));
    }
    // "Shopify replatform"
    let object = found.object(hit).filter(|_| exit.is_none() && !found.names_system());
    Some(match object {
        Some(_) if found.names_aws() => Leaning::Unclear(words),
        Some(by) => Leaning::OfAnObject(words, found.quote(by)),
        None => Leaning::Strong(words),
    })
}

/// The words that say that a data center is left.
pub(super) fn data_center_exit(read: &ReadText, hits: &[Hit]) -> Option<String> {
    let found = Found { read, hits };
    let exit = found.left(LEAVING, &[Sense::DataCenter]).filter(|_| found.denial().is_none())?;
    Some(found.quote(exit))
}

/// The ways to AWS, or to a cloud.
const TO_THERE: &[Sense] = &[Sense::ToAws, Sense::ToHost, Sense::ToCloud];

impl Found<'_, '_> {
    /// "Report only", unless that is denied, or the sentence looks ahead: "only an assessment now, then the move".
    pub(super) fn study_only(&self) -> Option<Hit> {
        let only = self.longest(Sense::StudyOnly)?;
        let denies = |hit: &Hit| hit.sense == Sense::Negation && hit.start >= only.end;
        let goes_on = self.looks_ahead(only) && !self.hits.iter().any(denies);
        (self.denied(only).is_none() && !goes_on).then_some(only)
    }

    /// Another service near by, of which the migration is the subject.
    fn service(&self, hit: Hit, kinds: &[Sense]) -> Option<Hit> {
        let mut services = self.hits.iter().filter(|other| kinds.contains(&other.sense));
        let is_near = |service: Hit| match service.sense {
            // "Freelancers for the cutover team of a migration": what a title offers at all it is about.
            Sense::Staff => self.is_title() && !self.read.is_cut_between(service, hit),
            // "Basic course for admins before the migration", "Course: ..."
            Sense::Talk if self.is_title() && service.end <= hit.start => {
                !self.read.is_cut_between(service, hit)
                    || self.read.between(service, hit).starts_with(':')
                    || words_between(service, hit) < SERVICE_REACH_WORDS
            }
            _ => words_between(service, hit) < SERVICE_REACH_WORDS,
        };
        services
            .find(|service| {
                is_near(**service) && self.is_offered(**service) && !self.is_beside(**service, hit)
            })
            .copied()
    }

    pub(super) fn offers_a_service(&self) -> bool {
        let services = [Sense::OtherService, Sense::NewBuild, Sense::Talk];
        self.hits.iter().any(|hit| services.contains(&hit.sense) && self.is_offered(*hit))
    }

    /// "Move to AWS, not upgrade", "exit from managed services", "maintenance ends" and "greenfield after the mainframe's
    /// end" offer none.
    fn is_offered(&self, service: Hit) -> bool {
        let ends_before = |hit: &Hit, reach: usize| {
            hit.end <= service.start && words_between(*hit, service) < reach
        };
        let is_left_or_denied = self.hits.iter().any(|hit| match hit.sense {
            Sense::Negation => ends_before(hit, SERVICE_REACH_WORDS),
            Sense::Leaving => {
                ends_before(hit, NEGATION_REACH_WORDS) && service.sense != Sense::Talk
            }
            Sense::Ending => {
                service.sense == Sense::OtherService
                    && words_between(*hit, service) < NEGATION_REACH_WORDS
            }
            _ => false,
        });
        let replaces = service.sense == Sense::NewBuild && self.leaving().is_some();
        !is_left_or_denied && !replaces
    }

    /// "Migration and training", but not "migration training": the service comes besides.
    fn is_beside(&self, service: Hit, hit: Hit) -> bool {
        let shares_a_word = hit.start < service.end && service.start < hit.end;
        let is_behind = hit.end <= service.start || shares_a_word;
        let (first, second) = if is_behind { (hit, service) } else { (service, hit) };
        let joins = |word: &Hit| {
            let can_join =
                word.sense == Sense::Joining || word.sense == Sense::JoiningBehind && is_behind;
            let is_between = first.end <= word.start && word.end <= second.start;
            // What is written without blanks is one word.
            can_join && (is_between || shares_a_word && word.start == service.start)
        };
        let signs: &[char] = if is_behind { &['+', '&', '/', ','] } else { &['+', '&', '/'] };
        self.read.between(first, second).contains(signs)
            || hit.covers(&service) && self.read.stands_beside(service, &['+', '&'])
            || self.hits.iter().any(joins)
    }

    /// What a sentence without migration words says.
    fn without_migration(&self) -> Option<Leaning> {
        if let Some(denial) = self.longest(Sense::PastOrDenied).or_else(|| self.comes_from_aws()) {
            return Some(Leaning::Against(self.quote(denial), self.quote(denial)));
        }
        let weak = self.longest(Sense::Weak).or_else(|| self.longest(Sense::Stage));
        let weak = weak.or_else(|| self.end_of_platform())?;
        if self.denial().is_some() || self.wrong_direction().is_some() {
            return None;
        }
        Some(Leaning::Unclear(self.quote(weak)))
    }

    /// Weighs a migration word against which nothing is said by what it is about.
    fn weigh(&self, hit: Hit) -> Leaning {
        let words = self.quote(hit);
        if let Some(by) = self.stays_there(hit) {
            Leaning::Against(words, self.quote(by))
        } else if let Some(by) = self.object(hit) {
            if self.names_aws() {
                Leaning::Unclear(words)
            } else {
                Leaning::OfAnObject(words, self.quote(by))
            }
        } else if self.names_aws() {
            if self.may_be_no_system(hit) { Leaning::Unclear(words) } else { Leaning::Plain(words) }
        } else if self.may_lead_elsewhere(hit) || self.names_only_storage() {
            Leaning::Unclear(words)
        } else if self.names_system() {
            Leaning::Plain(words)
        } else if self.leads_somewhere(hit) {
            Leaning::Unclear(words)
        } else {
            Leaning::Bare(words)
        }
    }

    /// "Replace the MPLS, terminate it in AWS": what changes is no workload, although AWS is named.
    fn stays_there(&self, hit: Hit) -> Option<Hit> {
        let is_vague = hit.sense == Sense::Changing || LEAVING.contains(&hit.sense);
        let object = self.near(hit, Sense::ObjectElsewhere, REACH_WORDS)?;
        let names_more = self.names_system() || self.has(&[Sense::ToAws, Sense::ToHost]);
        (is_vague && !names_more).then_some(object)
    }

    /// A migration word, or words that lead to AWS beside what moves.
    fn plain(&self) -> Option<Hit> {
        if let Some(general) = self.longest(Sense::General) {
            return Some(general);
        }
        if let Some(programme) = self.programme().or_else(|| self.stage()) {
            return Some(programme);
        }
        let moving = self.moving().or_else(|| self.leaves_something_for_aws());
        let moved = moving.or_else(|| self.first(LEGACY));
        let to_there = TO_THERE.iter().find_map(|sense| self.longest(*sense));
        let to_there = to_there.or_else(|| self.way_to_ground());
        let (moved, aws) = match (to_there, self.longest(Sense::OnAws)) {
            // "SAP data to S3": nothing moves that runs.
            (Some(to_there), _) if self.ends_at_a_store(&to_there) => {
                let moving = moving.filter(|hit| hit.sense != Sense::Changing);
                (moving.or_else(|| self.first(LEGACY)), to_there)
            }
            (Some(to_there), _) => {
                let moved = moved.or_else(|| self.leaving());
                let machines = || self.longest(Sense::ServerWord);
                let moved = moved.or_else(|| self.longest(Sense::Workload)).or_else(machines);
                let moved = moved.or_else(|| self.other_cloud_before(to_there));
                let moved = moved.or_else(|| self.name_before(to_there));
                (moved.or_else(|| self.anything_before_a_host()), to_there)
            }
            // "Monitoring of servers on AWS and on-prem": something stands there and is served.
            (None, Some(on_aws)) => {
                (moved.filter(|_| moving.is_some() || !self.offers_a_service()), on_aws)
            }
            (None, None) => return self.moves_without_a_way(moving),
        };
        Some(both(moved?, aws))
    }

    /// What moves, and AWS beside it; or the place outside AWS that it comes from.
    fn moves_without_a_way(&self, moving: Option<Hit>) -> Option<Hit> {
        let is_of_systems = self.has(LEGACY)
            || self.moves_in_a_title()
            || self.moves_machines()
            || self.leaves_something_for_aws().is_some()
            || self.switches_from_a_cloud().is_some()
            || self.moves_to_what_is_beside();
        let cloud = || self.longest(Sense::NamesCloud).filter(|_| self.moves_in_a_title());
        let there = self.longest(Sense::NamesAws).filter(|_| is_of_systems).or_else(cloud);
        let comes = || self.first(&[Sense::Moving]).zip(self.comes_from());
        let comes_to_aws = || {
            let aws = self.first(&[Sense::NamesAws]).filter(|aws| !self.comes_from_it(aws))?;
            Some((self.comes_from().filter(|_| self.only_names_moves())?, aws))
        };
        moving
            .zip(there)
            .or_else(comes)
            .or_else(comes_to_aws)
            .map(|(one, other)| both(one, other))
            .or_else(|| self.lists_a_move())
    }

    /// A word for leaving, unless right beside AWS: "the lease ends, AWS next", but neither "sortie d'AWS" nor "retire EC2
    /// servers". Where something outside is named, that is left.
    pub(super) fn leaves_something_for_aws(&self) -> Option<Hit> {
        let leaving = self.leaving()?;
        let is_cut = |aws: &Hit| {
            let (first, second) =
                if leaving.start < aws.start { (leaving, *aws) } else { (*aws, leaving) };
            let goes_on = |hit: &Hit| {
                hit.sense == Sense::Joining && first.end <= hit.start && hit.end <= leaving.start
            };
            self.read.is_cut_between(first, second) || self.hits.iter().any(goes_on)
        };
        let is_target = |aws: &Hit| {
            let leads = |way: &Hit| TO_THERE.contains(&way.sense) || way.sense == Sense::OnAws;
            let is_behind = |way: &Hit| leaving.end <= way.start && way.start < aws.start;
            self.hits.iter().any(|way| leads(way) && is_behind(way) && way.end >= aws.end)
        };
        let is_of = |aws: &Hit| {
            let is_near = words_between(*aws, leaving) < LEAVING_REACH_WORDS;
            is_near && !is_cut(aws) && !is_target(aws)
        };
        let names = |hit: &&Hit| hit.sense == Sense::NamesAws;
        let is_of_aws = self.hits.iter().filter(names).any(is_of);
        let is_other = self.has(LEGACY) || self.has(&[Sense::OtherCloud]);
        (is_other || !is_of_aws).then_some(leaving)
    }
}
