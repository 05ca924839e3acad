//! Under which other names a customer goes: an id links one of its deals to an opportunity of that name, ACE has both
//! names under one web domain, or a title says the name.
//!
//! Names in two scripts, former names and acronyms do not look alike, but a file mostly holds the two together somewhere.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::comparable::{Comparable, Name, Sides};
use super::learning::Lesson;
use super::population::{self, Population};

/// Under which other names the customers of both sides go, by their accounts.
#[derive(Debug, Default)]
pub(super) struct KnownNames {
    /// Per CRM account: names of ACE customers.
    in_ace: Vec<Vec<KnownName>>,
    /// Per CRM account: words of its titles that are words of names, sorted.
    said_in_crm: Vec<Vec<u32>>,
    /// The same per ACE account.
    said_in_ace: Vec<Vec<u32>>,
}

/// A name that an ACE customer has.
#[derive(Debug)]
struct KnownName {
    names: Arc<[Name]>,
    /// How many ids say so. A domain counts as two: no deal is its own witness there.
    witnesses: usize,
}

/// A domain that ACE has under more names than this is not one customer's. Our choice.
const MOST_NAMES_OF_A_DOMAIN: usize = 6;
/// A word that titles of more accounts say is not a customer's name. Our choice.
const MOST_ACCOUNTS: usize = 5;
/// A word of fewer letters in a title is hardly a name.
const LEAST_LETTERS: usize = 4;
/// A word of a name that says less than this does not tell one customer from the next.
const TELLING_BITS: f64 = 4.5;

impl KnownNames {
    /// From the pairs that ids link, the domains of ACE and the titles of both sides.
    pub(super) fn new(sides: &Sides, lessons: &[Lesson], population: &Population) -> KnownNames {
        let names = name_words(sides, population);
        KnownNames {
            in_ace: in_ace(sides, lessons, population),
            said_in_crm: said(&sides.crm, &names),
            said_in_ace: said(&sides.ace, &names),
        }
    }

    /// Whether the CRM customer goes under the name of the ACE customer. A pair that ids link is no witness for itself.
    pub(super) fn are_one(&self, crm: &Comparable, ace: &Comparable, is_lesson: bool) -> bool {
        let Some(ace_names) = &ace.customer else {
            return false;
        };
        let least = if is_lesson { 2 } else { 1 };
        let is_known = |known: &KnownName| {
            known.witnesses >= least
                && known.names.iter().any(|one| ace_names.iter().any(|it| it.slug == one.slug))
        };
        self.in_ace.get(crm.account).is_some_and(|known| known.iter().any(is_known))
    }

    /// Whether a title of one customer says a telling word of the other's name.
    pub(super) fn are_said(&self, crm: &Comparable, ace: &Comparable) -> bool {
        let says = |said: &[u32], other: &Comparable| {
            let names = other.customer.iter().flat_map(|names| names.iter());
            let mut words = names.flat_map(|name| &name.words);
            !said.is_empty() && words.any(|word| said.binary_search(word).is_ok())
        };
        says(self.said(true, crm.account), ace) || says(self.said(false, ace.account), crm)
    }

    /// The slugs under which ACE may have the customer of a CRM account.
    pub(super) fn slugs(&self, crm_account: usize) -> impl Iterator<Item = &str> {
        let known = self.in_ace.get(crm_account).into_iter().flatten();
        known.flat_map(|known| known.names.iter().map(|name| name.text.slug.as_str()))
    }

    /// The words of names that the titles of a record's account say.
    pub(super) fn said(&self, is_crm: bool, account: usize) -> &[u32] {
        let said = if is_crm { &self.said_in_crm } else { &self.said_in_ace };
        said.get(account).map_or(&[], Vec::as_slice)
    }
}

fn in_ace(sides: &Sides, lessons: &[Lesson], population: &Population) -> Vec<Vec<KnownName>> {
    let accounts = sides.crm.iter().map(|it| it.account + 1).max().unwrap_or_default();
    let mut known: Vec<Vec<KnownName>> = Vec::new();
    known.resize_with(accounts, Vec::new);
    let mut add = |account: usize, own: &[Name], names: &Arc<[Name]>, witnesses: usize| {
        if names.iter().any(|name| own.iter().any(|own| own.slug == name.slug)) {
            return;
        }
        match known[account].iter_mut().find(|it| it.names[0].slug == names[0].slug) {
            Some(known) => known.witnesses += witnesses,
            None => known[account].push(KnownName { names: Arc::clone(names), witnesses }),
        }
    };
    let of_domains = Siblings::new(sides, population);
    let mut seen = vec![false; accounts];
    for crm in &sides.crm {
        if let Some(own) = crm.customer.as_ref().filter(|_| !seen[crm.account]) {
            seen[crm.account] = true;
            for names in of_domains.of(own) {
                add(crm.account, own, names, 2);
            }
        }
    }
    for lesson in lessons {
        let (crm, ace) = (&sides.crm[lesson.crm], &sides.ace[lesson.ace]);
        if let (Some(own), Some(names)) = (&crm.customer, &ace.customer) {
            add(crm.account, own, names, 1);
            for sibling in of_domains.of(names) {
                add(crm.account, own, sibling, 1);
            }
        }
    }
    known
}

/// Names of ACE customers that stand under one web domain and share no word: those that share one may be a family's.
struct Siblings {
    by_slug: HashMap<u32, Vec<Arc<[Name]>>>,
}

impl Siblings {
    fn new(sides: &Sides, population: &Population) -> Siblings {
        let mut of_domain: BTreeMap<u32, Vec<&Arc<[Name]>>> = BTreeMap::new();
        for ace in population::accounts(&sides.ace) {
            if let (Some(domain), Some(names)) = (&ace.domain, &ace.customer)
                && population.customers_of(domain.number) <= 1
            {
                let known = of_domain.entry(domain.number).or_default();
                if known.iter().all(|it| it[0].slug != names[0].slug) {
                    known.push(names);
                }
            }
        }
        let mut by_slug: HashMap<u32, Vec<Arc<[Name]>>> = HashMap::new();
        for names in of_domain.values().filter(|it| it.len() <= MOST_NAMES_OF_A_DOMAIN) {
            for (one, other) in names.iter().flat_map(|one| names.iter().map(move |it| (one, it))) {
                if !share_a_word(one, other) {
                    by_slug.entry(one[0].slug).or_default().push(Arc::clone(other));
                }
            }
        }
        Siblings { by_slug }
    }

    fn of(&self, names: &[Name]) -> impl Iterator<Item = &Arc<[Name]>> {
        names.iter().filter_map(|name| self.by_slug.get(&name.slug)).flatten()
    }
}

fn share_a_word(one: &[Name], other: &[Name]) -> bool {
    let words = |names: &[Name]| -> BTreeSet<u32> {
        names.iter().flat_map(|name| name.words.iter().copied()).collect()
    };
    !words(one).is_disjoint(&words(other))
}

/// Per word of titles, its number as a word of names, if it tells one customer from the next.
fn name_words(sides: &Sides, population: &Population) -> Vec<Option<u32>> {
    let number = |word: &String| {
        let is_name = word.len() >= LEAST_LETTERS && !word.bytes().all(|c| c.is_ascii_digit());
        let number = sides.name_words.number(word).filter(|_| is_name)?;
        (population.name_bits(number) >= TELLING_BITS).then_some(number)
    };
    sides.title_words.texts.iter().map(number).collect()
}

/// Per account of one side, the words of its titles that are of names, and that few other accounts' titles say.
fn said(side: &[Comparable], names: &[Option<u32>]) -> Vec<Vec<u32>> {
    let accounts = side.iter().map(|it| it.account + 1).max().unwrap_or_default();
    let mut said: Vec<Vec<u32>> = vec![Vec::new(); accounts];
    for record in side {
        let words = record.title.iter().flat_map(|title| &title.words);
        said[record.account].extend(words.filter_map(|word| names[*word as usize]));
    }
    let mut times: HashMap<u32, usize> = HashMap::new();
    for words in &mut said {
        words.sort_unstable();
        words.dedup();
        for word in words.iter() {
            *times.entry(*word).or_default() += 1;
        }
    }
    for words in &mut said {
        words.retain(|word| times[word] <= MOST_ACCOUNTS);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::super::comparison_testing::boxed;
    use super::*;
    use crate::domain::{AceId, AceOpportunity, CrmId, CrmOpportunity};
    use crate::linkage::comparison_testing::blank_records;
    use crate::linkage::{comparable, learning};

    fn deal(id: &str, customer: &str, title: &str) -> CrmOpportunity {
        let mut crm = blank_records().0;
        crm.id = CrmId::new(id).unwrap();
        crm.customer = Some(customer.into());
        crm.name = Some(title.into());
        crm
    }

    fn opportunity(id: &str, customer: &str, website: Option<&str>) -> AceOpportunity {
        let mut ace = blank_records().1;
        ace.id = AceId::exact(id).unwrap();
        ace.customer = Some(customer.into());
        ace.website = website.map(Into::into);
        ace
    }

    /// Whether the last deal and the last opportunity are of one customer by another name, and by a title.
    fn known(crm: &[CrmOpportunity], ace: &[AceOpportunity], is_lesson: bool) -> (bool, bool) {
        let mut sides = comparable::sides(&boxed(crm.to_vec()), &boxed(ace.to_vec()));
        let lessons = learning::lessons(&sides);
        let population = Population::new(&mut sides, &lessons);
        let (crm, ace) = (sides.crm.last().unwrap(), sides.ace.last().unwrap());
        let names = &population.known_names;
        (names.are_one(crm, ace, is_lesson), names.are_said(crm, ace))
    }

    #[test]
    fn a_name_that_an_id_links_to_one_deal_is_known_for_the_customers_other_deals() {
        let mut first = deal("A-1", "泰海医药有限公司", "Rehost");
        let crm = [first.clone(), deal("A-2", "泰海医药有限公司", "Data lake")];
        let ace = [
            opportunity("O1111111", "Taha Pharma", None),
            opportunity("O2222222", "Taha Pharma Inc.", None),
        ];
        assert!(!known(&crm, &ace, false).0);
        first.ace_id = Some("O1111111".into());
        let crm = [first, crm[1].clone()];
        assert!(known(&crm, &ace, false).0);
    }

    #[test]
    fn a_link_by_id_is_no_witness_for_itself() {
        let mut crm = deal("A-1", "Oldco", "Rehost");
        crm.ace_id = Some("O1111111".into());
        let ace = [opportunity("O1111111", "Newco", None)];
        assert!(!known(&[crm.clone()], &ace, true).0);
        assert!(known(&[crm], &ace, false).0);
    }

    #[test]
    fn names_under_one_domain_of_ace_are_one_customers_unless_they_share_a_word() {
        for (one, other, expected) in
            [("Oldco", "Newco Systems", true), ("Acme Health", "Acme Bank", false)]
        {
            let ace = [
                opportunity("O1111111", one, Some("newco.example")),
                opportunity("O2222222", other, Some("newco.example")),
            ];
            let crm = [deal("A-1", one, "Rehost")];
            assert_eq!(known(&crm, &ace, false).0, expected, "{one} / {other}");
        }
    }

    #[test]
    fn a_title_says_the_name_that_the_other_system_has() {
        let crm = [deal("A-1", "泰海医药有限公司", "Tahamed - data lake")];
        let ace = [opportunity("O1111111", "Tahamed Pharma", None)];
        assert_eq!(known(&crm, &ace, false), (false, true));
    }

    #[test]
    fn a_word_that_titles_of_many_customers_say_names_none_of_them() {
        let names = ["Zephyr", "Bolt", "Kestrel", "Harbor", "Juniper", "Marlin", "Osprey"];
        let crm: Vec<_> = names
            .iter()
            .enumerate()
            .map(|(place, name)| deal(&format!("A-{place}"), name, "Temenos upgrade"))
            .collect();
        let ace = [opportunity("O1111111", "Temenos", None)];
        assert_eq!(known(&crm, &ace, false), (false, false));
    }
}
