//! What is left: a place, a platform or another cloud, beside a word for leaving or by its end.

use super::sentence::{Found, LEAVING, NEGATION_REACH_WORDS, REACH_WORDS, both, words_between};
use super::vocabulary::{Hit, Sense};

/// Places whose end is a migration, whether one leaves or has to.
const PLACES: &[Sense] = &[Sense::DataCenter, Sense::Premises];

const PLATFORM: &[Sense] = &[Sense::Platform];

impl Found<'_, '_> {
    /// A place or platform that is left. The end of a platform alone is none: an upgrade may follow.
    pub(super) fn exit(&self) -> Option<Hit> {
        let exit = self.left(LEAVING, PLACES).or_else(|| self.leaves_a_platform());
        exit.filter(|exit| !self.is_of_a_website(*exit))
    }

    fn leaves_a_platform(&self) -> Option<Hit> {
        self.left(&[Sense::Leaving], PLATFORM)
            .or_else(|| self.out())
            .or_else(|| self.leaves_a_cloud())
    }

    /// A contract of a place that ends says less than that one leaves: it may be renewed.
    pub(super) fn only_ends(&self) -> bool {
        let leaves = || self.left(&[Sense::Leaving], PLACES).or_else(|| self.leaves_a_platform());
        self.left(&[Sense::Ending], PLACES).is_some()
            && leaves().is_none()
            && !self.has(&[Sense::Strong, Sense::EngineChange])
    }

    /// The end of a platform, of which nothing says what follows.
    pub(super) fn end_of_platform(&self) -> Option<Hit> {
        self.left(LEAVING, PLATFORM).filter(|_| !self.has(&[Sense::OtherService]))
    }

    /// A word for leaving and a word for what is left: "räumt das Rechenzentrum bis 2027".
    pub(super) fn left(&self, leaving: &[Sense], places: &[Sense]) -> Option<Hit> {
        let mut places = self.hits.iter().filter(|hit| places.contains(&hit.sense));
        let near = |place: &Hit| {
            let mut words = self.hits.iter().filter(|hit| leaving.contains(&hit.sense));
            words.find(|hit| {
                words_between(**hit, *place) < REACH_WORDS && !self.is_in_ending(hit, leaving)
            })
        };
        places.find_map(|place| Some(both(*near(place)?, *place)))
    }

    /// "VMware out, EC2 in", but not "VMware out of hours".
    fn out(&self) -> Option<Hit> {
        let is_outside = |hit: &Hit| PLACES.contains(&hit.sense) || PLATFORM.contains(&hit.sense);
        let ends = |out: &Hit| {
            let (_, behind) = self.read.text.around(out.start..out.end);
            let behind = behind.trim_start_matches(' ');
            behind.is_empty() || behind.starts_with(|c: char| !c.is_alphanumeric())
        };
        let mut outs = self.hits.iter().filter(|hit| hit.sense == Sense::Out && ends(hit));
        outs.find_map(|out| {
            let place = self.hits.iter().find(|hit| is_outside(hit) && hit.end == out.start)?;
            Some(both(*place, *out))
        })
    }

    /// "Salida de Azure", "Azure-Ausstieg", but not "to Azure, leaving the DC".
    fn leaves_a_cloud(&self) -> Option<Hit> {
        let is_target = |cloud: &Hit| {
            self.hits.iter().any(|by| by.sense == Sense::WrongDirection && by.covers(cloud))
        };
        let is_left = |cloud: &Hit, leaving: &Hit| {
            let (first, second) =
                if leaving.start < cloud.start { (leaving, cloud) } else { (cloud, leaving) };
            let between = self.read.between(*first, *second);
            let is_behind = first == leaving && words_between(*leaving, *cloud) < 2;
            (is_behind || first.end == second.start)
                && between.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’'))
        };
        let mut clouds =
            self.hits.iter().filter(|hit| hit.sense == Sense::OtherCloud && !is_target(hit));
        clouds.find_map(|cloud| {
            let mut words = self.hits.iter().filter(|hit| hit.sense == Sense::Leaving);
            Some(both(*words.find(|leaving| is_left(cloud, leaving))?, *cloud))
        })
    }

    /// "From the DC in Wipro's hall": a place outside AWS from which something comes.
    pub(super) fn comes_from(&self) -> Option<Hit> {
        let is_place = |hit: &&Hit| {
            PLACES.contains(&hit.sense) || matches!(hit.sense, Sense::OnPremises | Sense::Storage)
        };
        let mut places = self.hits.iter().filter(is_place);
        places.find_map(|place| {
            let mut froms = self.hits.iter().filter(|hit| hit.sense == Sense::From);
            let is_before = |from: &&Hit| {
                from.end <= place.start && words_between(**from, *place) < NEGATION_REACH_WORDS
            };
            Some(both(*froms.find(is_before)?, *place))
        })
    }

    /// Whether a word such as "from" stands right before it.
    pub(super) fn comes_from_it(&self, place: &Hit) -> bool {
        self.hits.iter().any(|from| from.sense == Sense::From && from.end == place.start)
    }

    /// "Out of support" is an end, although "out of" is a word for leaving.
    fn is_in_ending(&self, hit: &Hit, leaving: &[Sense]) -> bool {
        let mut endings = self.hits.iter().filter(|by| by.sense == Sense::Ending);
        !leaving.contains(&Sense::Ending) && endings.any(|by| by.covers(hit))
    }

    /// "Wordpress site moved off its hosting": what is left holds no AWS workload.
    fn is_of_a_website(&self, exit: Hit) -> bool {
        let place =
            self.has(&[Sense::Premises]) && !self.has(&[Sense::DataCenter, Sense::Platform]);
        place && !self.has(&[Sense::Workload]) && self.object(exit).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::migration::by_name;
    use crate::domain::IsMigration;

    #[test]
    fn out_behind_a_platform_leaves_it_if_nothing_follows() {
        for name in ["Nutanix out, EC2 in", "VMware fuori", "SAP HEC out"] {
            assert_eq!(by_name(name), IsMigration::Yes, "{name}");
        }
        for name in ["Citrix out of hours support", "Citrix roll out", "DC fit out"] {
            assert_eq!(by_name(name), IsMigration::No, "{name}");
        }
    }

    #[test]
    fn a_cloud_or_a_hoster_is_left_but_not_where_it_is_the_target() {
        for name in ["Salida de Azure", "Azure-Ausstieg", "UKCloud closure"] {
            assert_eq!(by_name(name), IsMigration::Yes, "{name}");
        }
        assert_eq!(by_name("To Azure, leaving the old tools"), IsMigration::No);
    }
}
