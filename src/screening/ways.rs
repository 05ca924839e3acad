//! Where the ways of a sentence lead: to AWS, elsewhere, or nowhere.

use super::sentence::{AWS, Found, NEGATION_REACH_WORDS, REACH_WORDS, both, words_between};
use super::vocabulary::{Hit, Sense};

/// How many words before "cloud" may name it: Sage Business Cloud. Our choice.
const CLOUD_NAME_WORDS: usize = 2;

/// Signs and words without blanks that stand between what is listed together.
const LISTS: &[char] = &[',', ':', '/', '|', '+', '(', '-', '&', 'と', 'や', '及', '、', '・'];

/// How many words may stand between the way and the place on AWS it leads to: "to a new validated AWS environment". Our choice.
const GROUND_REACH_WORDS: usize = 3;

/// How many words for what moves may stand before the way: "move the old kit to Kao Data". Our choice.
const MOVED_REACH_WORDS: usize = 3;

/// What stands between two versions, folded.
const VERSION_WAYS: &[&str] =
    &["to", "auf", "nach", "zu", "vers", "a", "para", "p", "naar", "su", "ad", "から", "へ"];

/// How many words may stand between the service that is left and the way to another: "RDS for Oracle to Aurora". Our choice.
const HOST_REACH_WORDS: usize = 2;

/// What stands before machines that are bought, folded.
const NEW: &[&str] = &[
    "new",
    "neue",
    "neuen",
    "neuer",
    "nouveau",
    "nouveaux",
    "nouvelle",
    "nouvelles",
    "nuevo",
    "nuevos",
    "nueva",
    "nuevas",
    "novo",
    "novos",
    "nova",
    "novas",
    "nieuwe",
    "nuovo",
    "nuovi",
    "nuova",
    "nuove",
];

/// How many words may stand between AWS that is left and the way to somewhere else. Our choice.
const AWAY_REACH_WORDS: usize = 3;

/// What leads there, folded.
const AWAY: &[&str] = &[
    "to", "into", "onto", "back", "nach", "zu", "zum", "zur", "zuruck", "vers", "a", "al", "ao",
    "hacia", "para", "naar", "terug", "ad", "alla", "verso",
];

/// Ways to AWS and places there.
const WAYS: &[Sense] = &[Sense::ToAws, Sense::ToHost, Sense::OnAws];

impl Found<'_, '_> {
    /// A direction that is not to AWS; "existing AWS" is none in "to the existing AWS accounts", nor is "exit / AWS" in
    /// "DC exit / AWS".
    pub(super) fn wrong_direction(&self) -> Option<Hit> {
        let is_cut = |hit: &Hit| {
            // The sign of S/4HANA cuts nothing.
            let words = self.read.quote(hit).replace("/4", "4");
            words.contains(['/', '+', '|', ',', ':', '(', '–', '—']) || words.contains(" - ")
        };
        let to_aws =
            |hit: &Hit| self.hits.iter().any(|by| by.sense == Sense::ToAws && by.covers(hit));
        let wrong = self.hits.iter().filter(|hit| hit.sense == Sense::WrongDirection);
        wrong
            .filter(|hit| !to_aws(hit) && !is_cut(hit) && !self.others_go_to_aws(hit))
            .max_by_key(|hit| self.read.quote(hit).len())
            .copied()
            .or_else(|| self.stays_on_aws())
            .or_else(|| self.comes_from_aws())
    }

    /// "Dal cloud AWS al data center proprio": AWS stands between "from" and a way to something else.
    pub(super) fn comes_from_aws(&self) -> Option<Hit> {
        let text = &self.read.text;
        let is_from = |place: usize| {
            let is_known =
                || self.hits.iter().any(|hit| hit.sense == Sense::From && hit.end == place + 1);
            matches!(text.word(place), "de" | "d") || is_known()
        };
        let is_named = |place: usize| {
            self.hits.iter().any(|hit| hit.sense == Sense::NamesCloud && hit.start == place)
        };
        let leads_away = |aws: &Hit| {
            let places = aws.end..(aws.end + AWAY_REACH_WORDS).min(text.len());
            places.take_while(|place| text.sentence(*place) == text.sentence(aws.start)).any(
                |way| {
                    let is_to_aws = |hit: &Hit| {
                        AWS.contains(&hit.sense) && hit.start <= way + 1 && hit.end > way
                    };
                    AWAY.contains(&text.word(way)) && !self.hits.iter().any(is_to_aws)
                },
            )
        };
        let comes = |aws: &Hit| {
            let before = aws.start.checked_sub(1)?;
            let before = if is_named(before) { before.checked_sub(1)? } else { before };
            (is_from(before) && leads_away(aws)).then_some(before)
        };
        let mut names = self.hits.iter().filter(|hit| hit.sense == Sense::NamesAws);
        names.find_map(|aws| Some(Hit { start: comes(aws)?, ..*aws }))
    }

    /// A change from one version or service of AWS to another.
    pub(super) fn stays_on_aws(&self) -> Option<Hit> {
        self.version_change().or_else(|| self.leaves_host()).or_else(|| self.moves_between_hosts())
    }

    /// "MSK 2.8 vers 3.6": from version to version of what runs on AWS.
    fn version_change(&self) -> Option<Hit> {
        if !self.names_aws() || self.has(&[Sense::ToAws, Sense::ToHost]) {
            return None;
        }
        let text = &self.read.text;
        let first = self.hits.first()?;
        let is_here = |place: &usize| text.sentence(*place) == text.sentence(first.start);
        let is_number = |place: usize| {
            let word = text.word(place);
            word.strip_prefix('v').unwrap_or(word).starts_with(|c: char| c.is_ascii_digit())
        };
        let counts = |place: usize| {
            let is_count = |hit: &Hit| matches!(hit.sense, Sense::Workload | Sense::ServerWord);
            self.hits.iter().any(|hit| hit.start == place && is_count(hit))
        };
        let changes = |from: &usize| {
            is_number(*from)
                && VERSION_WAYS.contains(&text.word(from + 1))
                && is_number(from + 2)
                && !counts(from + 3)
        };
        let places = (0..text.len().saturating_sub(2)).filter(is_here);
        places.into_iter().find(changes).map(|from| Hit {
            sense: Sense::WrongDirection,
            start: from,
            end: from + 3,
        })
    }

    /// "From Lambda to containers"
    fn leaves_host(&self) -> Option<Hit> {
        let mut hosts = self.hits.iter().filter(|hit| hit.sense == Sense::AwsHost);
        hosts.find(|host| self.comes_from_it(host)).copied()
    }

    /// "RDS Oracle to Aurora": what runs on a service of AWS already moves to another.
    fn moves_between_hosts(&self) -> Option<Hit> {
        let leads = |way: &Hit| matches!(way.sense, Sense::ToAws | Sense::ToHost);
        let is_host = |hit: &Hit| {
            hit.sense == Sense::AwsHost
                && !self
                    .hits
                    .iter()
                    .any(|way| leads(way) && way.covers(hit) && way.start < hit.start)
        };
        let mut ways = self.hits.iter().filter(|hit| hit.sense == Sense::ToHost);
        ways.find_map(|way| {
            let is_left = |host: &Hit| {
                host.end <= way.start
                    && words_between(*host, *way) <= HOST_REACH_WORDS
                    && !self.read.between(*host, *way).contains(LISTS)
            };
            let host = self.hits.iter().find(|hit| is_host(hit) && is_left(hit))?;
            Some(both(*host, *way))
        })
    }

    /// "Mail to Office 365, the other 30 VMs to AWS"
    fn others_go_to_aws(&self, wrong: &Hit) -> bool {
        let to_aws = |way: &&Hit| way.sense == Sense::ToAws && way.start >= wrong.end;
        let Some(way) = self.hits.iter().find(to_aws) else { return false };
        let is_moved = |hit: &Hit| matches!(hit.sense, Sense::Workload | Sense::ServerWord);
        let is_between = |hit: &Hit| wrong.end <= hit.start && hit.start < way.end;
        self.hits.iter().any(|hit| is_moved(hit) && is_between(hit))
    }

    pub(super) fn may_lead_elsewhere(&self, hit: Hit) -> bool {
        self.near(hit, Sense::OtherCloud, REACH_WORDS).is_some()
            || self.leads_to_a_product()
            || self.leads_to_a_named_cloud()
    }

    /// "Oracle to SQL Server migration", "VMware exit / Proxmox": strong words, but something other than AWS is named.
    pub(super) fn may_go_elsewhere(&self, hit: Hit) -> bool {
        let is_other = |other: &Hit| {
            other.sense == Sense::OtherCloud && (other.end <= hit.start || hit.end <= other.start)
        };
        let is_strong = hit.sense == Sense::Strong;
        let leads_elsewhere = is_strong
            && (self.leads_to_a_product() || self.leads_to_a_place(hit))
            || (is_strong || hit.sense == Sense::Leaving) && self.hits.iter().any(is_other)
            || self.is_replaced_by_a_name(hit);
        leads_elsewhere && !self.names_aws()
    }

    /// "Citrix durch Omnissa ablösen": another product by its name, although nobody here knows it.
    fn is_replaced_by_a_name(&self, hit: Hit) -> bool {
        let is_name = |by: &Hit| {
            let (_, behind) = self.read.text.around(by.start..by.end);
            behind.strip_prefix(' ').is_some_and(|name| name.starts_with(char::is_uppercase))
        };
        let is_near = |by: &Hit| words_between(*by, hit) < REACH_WORDS;
        self.hits.iter().any(|by| by.sense == Sense::By && is_near(by) && is_name(by))
            && !self.has(&[Sense::NamesCloud, Sense::DataCenter])
    }

    /// "Goes to Ascenty": a name behind the way, although nobody here knows it.
    pub(super) fn way_to_a_name(&self) -> Option<Hit> {
        let moves = |hit: &&Hit| matches!(hit.sense, Sense::Moving | Sense::Changing);
        let is_way = |hit: &&Hit| hit.sense == Sense::Direction;
        self.hits.iter().filter(moves).find_map(|moving| {
            let direction = self.hits.iter().filter(is_way).find(|way| {
                moving.end <= way.start && words_between(*moving, **way) <= MOVED_REACH_WORDS
            });
            let way = direction.map_or(*moving, |way| both(*moving, *way));
            // A way of one word leads nowhere by itself.
            let leads = direction.is_some() || moving.end - moving.start > 1;
            (leads && self.goes_on_with_a_name(&way)).then(|| Hit { end: way.end + 1, ..way })
        })
    }

    /// Whether a word in capitals that no list has stands right behind it.
    fn goes_on_with_a_name(&self, hit: &Hit) -> bool {
        let (_, behind) = self.read.text.around(hit.start..hit.end);
        behind.strip_prefix(' ').is_some_and(|name| name.starts_with(char::is_uppercase))
            && !self.hits.iter().any(|known| known.start == hit.end)
    }

    /// "DC move: Slough to Reading", but not "to the cloud".
    fn leads_to_a_place(&self, hit: Hit) -> bool {
        self.has(&[Sense::DataCenter])
            && !self.has(&[Sense::NamesCloud, Sense::ToCloud])
            && self.leads_somewhere(hit)
    }

    /// A direction near by, but not that of "to migrate".
    pub(super) fn leads_somewhere(&self, hit: Hit) -> bool {
        let mut ways = self.hits.iter().filter(|way| way.sense == Sense::Direction);
        ways.any(|way| way.end != hit.start && words_between(*way, hit) < REACH_WORDS)
    }

    /// "Migration to SQL Server 2022", "to new hosts": the way leads to a product, a version or machines, and nothing says where
    /// they stand.
    fn leads_to_a_product(&self) -> bool {
        let text = &self.read.text;
        let holds = |place: usize, senses: &[Sense]| {
            self.hits.iter().any(|hit| hit.start == place && senses.contains(&hit.sense))
        };
        let is_product = |place: usize| {
            holds(place, &[Sense::Workload, Sense::Platform])
                || text.word(place).starts_with(|c: char| c.is_ascii_digit())
        };
        let is_new_machine = |place: usize| {
            NEW.contains(&text.word(place))
                && holds(
                    place + 1,
                    &[
                        Sense::Workload,
                        Sense::Platform,
                        Sense::ServerWord,
                        Sense::OnPremises,
                        Sense::Storage,
                    ],
                )
        };
        let goes_on =
            |way: &Hit| way.end < text.len() && text.sentence(way.end) == text.sentence(way.start);
        let leads = |way: &Hit| goes_on(way) && (is_product(way.end) || is_new_machine(way.end));
        let mut ways = self.hits.iter().filter(|hit| hit.sense == Sense::Direction);
        !self.has(&[Sense::NamesCloud]) && ways.any(leads)
    }

    /// "Migration to Sage Business Cloud", but not "to the cloud".
    fn leads_to_a_named_cloud(&self) -> bool {
        let is_named = |cloud: &Hit| {
            let mut ways = self.hits.iter().filter(|way| way.sense == Sense::Direction);
            let is_before = |way: &Hit| {
                way.end < cloud.start && words_between(*way, *cloud) <= CLOUD_NAME_WORDS
            };
            ways.any(is_before)
                && !self.hits.iter().any(|by| by.sense == Sense::ToCloud && by.covers(cloud))
        };
        self.hits.iter().any(|hit| hit.sense == Sense::NamesCloud && is_named(hit))
    }

    /// "To a validated AWS environment"
    pub(super) fn way_to_ground(&self) -> Option<Hit> {
        let leads = |way: &Hit, ground: &Hit| {
            way.sense == Sense::Direction
                && way.end <= ground.start
                && words_between(*way, *ground) <= GROUND_REACH_WORDS
                && !self.read.between(*way, *ground).contains(LISTS)
        };
        // "-> one central AWS", but not "to get AWS credits".
        let is_arrow = |way: &Hit| self.read.quote(way).starts_with(|c: char| !c.is_alphanumeric());
        let leads_there = |way: &Hit, ground: &Hit| match ground.sense {
            Sense::AwsGround => leads(way, ground),
            Sense::NamesAws => is_arrow(way) && leads(way, ground),
            _ => false,
        };
        self.hits.iter().find_map(|ground| {
            Some(both(*self.hits.iter().find(|way| leads_there(way, ground))?, *ground))
        })
    }

    /// "Azure to DocumentDB": what stands on the other side of the way to AWS is left.
    pub(super) fn other_cloud_before(&self, to_there: Hit) -> Option<Hit> {
        let mut clouds = self.hits.iter().filter(|hit| hit.sense == Sense::OtherCloud);
        let is_left = |cloud: &Hit| {
            cloud.end <= to_there.start && words_between(*cloud, to_there) < NEGATION_REACH_WORDS
        };
        clouds.find(|cloud| is_left(cloud)).copied()
    }

    /// "Replicate on-prem tables to Redshift": a way to AWS on which nothing moves.
    pub(super) fn only_connects(&self, hit: Hit) -> bool {
        let is_way =
            |way: &Hit| WAYS.contains(&way.sense) && way.start < hit.end && hit.start < way.end;
        self.connects() && self.hits.iter().any(is_way)
    }

    pub(super) fn connects(&self) -> bool {
        self.has(&[Sense::Connecting])
            && !self.has(&[Sense::General, Sense::Moving, Sense::Moved])
            && self.leaving().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::super::migration::by_name;
    use crate::domain::IsMigration;

    #[test]
    fn what_runs_on_a_service_of_aws_moves_to_another_for_nothing() {
        assert_eq!(by_name("RDS MySQL to Aurora"), IsMigration::No);
        assert_eq!(by_name("De EC2 con Postgres a RDS"), IsMigration::No);
        assert_eq!(by_name("Servers to EC2, Postgres to RDS"), IsMigration::Yes);
    }

    #[test]
    fn versions_and_sources_on_aws_lead_nowhere() {
        for name in [
            "MSK 2.8 vers 3.6 migration",
            "Migrating from Lambda to containers on AWS",
            "Nutanix refresh instead of AWS",
        ] {
            assert_eq!(by_name(name), IsMigration::No, "{name}");
        }
        assert_eq!(by_name("AWS migration of 20 to 30 servers"), IsMigration::Yes);
    }

    #[test]
    fn what_comes_from_aws_leads_away_from_it() {
        for name in ["Dal cloud AWS al data center proprio", "Repatriar cargas de AWS al CPD"] {
            assert_eq!(by_name(name), IsMigration::No, "{name}");
        }
        assert_eq!(by_name("Cargas de OVH a AWS"), IsMigration::Yes);
    }

    #[test]
    fn a_way_leads_to_a_place_on_aws_that_is_described() {
        assert_eq!(by_name("Move to a validated AWS environment, 18 servers"), IsMigration::Yes);
    }

    #[test]
    fn what_is_replaced_by_an_unknown_name_is_asked_about() {
        assert_eq!(by_name("Ablösung Citrix durch Omnissa"), IsMigration::Unclear);
        assert_eq!(by_name("Ablösung Citrix durch AWS"), IsMigration::Yes);
    }

    #[test]
    fn machines_that_are_bought_may_stand_anywhere() {
        assert_eq!(by_name("Hypervisor migration to new hosts"), IsMigration::Unclear);
        assert_eq!(by_name("Migration to new servers on EC2"), IsMigration::Yes);
    }
}
