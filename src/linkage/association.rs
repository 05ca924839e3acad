//! Which words of titles go together: `exit` in the CRM with `evacuation` in ACE. Learnt from the titles of pairs
//! that ids link.

use super::comparable::Title;

/// Pairs of words seen fewer times than this are chance.
const LEAST_SEEN: f64 = 3.0;

/// A word that stands in so many titles would have met what goes with it. Our choice.
const OFTEN: f64 = 30.0;

/// How often words stand in the two titles of one deal.
#[derive(Debug, Default)]
pub(super) struct Association {
    /// By the number of a word in the CRM: the words that ACE's titles have with it, sorted, and how often.
    together: Vec<Vec<(u32, f64)>>,
    /// By the number of the word.
    in_crm: Vec<f64>,
    in_ace: Vec<f64>,
    deals: f64,
}

impl Association {
    /// Learns from the two titles of each deal.
    pub(super) fn of<'run>(
        titles: impl Iterator<Item = (&'run Title, &'run Title)>,
    ) -> Association {
        let mut association = Association::default();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (crm, ace) in titles {
            association.deals += 1.0;
            crm.words.iter().for_each(|word| count(&mut association.in_crm, *word));
            ace.words.iter().for_each(|word| count(&mut association.in_ace, *word));
            for word in &crm.words {
                pairs
                    .extend(ace.words.iter().filter(|other| *other != word).map(|it| (*word, *it)));
            }
        }
        pairs.sort_unstable();
        association.together.resize(association.in_crm.len(), Vec::new());
        for same in pairs.chunk_by(|one, other| one == other) {
            let (word, other) = same[0];
            let seen = same.iter().fold(0.0, |seen, _| seen + 1.0);
            if seen >= LEAST_SEEN {
                association.together[word as usize].push((other, seen));
            }
        }
        association
    }

    /// Whether a word stands in so many titles of one side that its company is known. `is_lesson` as in `bits`.
    pub(super) fn is_often(&self, word: u32, in_crm: bool, is_lesson: bool) -> bool {
        let of = if in_crm { &self.in_crm } else { &self.in_ace };
        let own = if is_lesson { 1.0 } else { 0.0 };
        times(of, word) - own >= OFTEN
    }

    /// How much more often the two words stand in one deal's titles than by chance, in bits; 0 if nobody knows.
    /// A pair of titles that was learnt from must not confirm itself, and is left out of the counts.
    pub(super) fn bits(&self, crm: u32, ace: u32, is_lesson: bool) -> f64 {
        let own = if is_lesson { 1.0 } else { 0.0 };
        let (in_crm, in_ace) = (times(&self.in_crm, crm) - own, times(&self.in_ace, ace) - own);
        if in_crm.min(in_ace) < LEAST_SEEN {
            return 0.0;
        }
        let others = &self.together[crm as usize];
        let Ok(place) = others.binary_search_by_key(&ace, |(other, _)| *other) else {
            return 0.0;
        };
        let seen = others[place].1 - own;
        if seen < LEAST_SEEN {
            return 0.0;
        }
        let chance = in_crm * in_ace / (self.deals - own).max(1.0);
        ((seen + 0.5) / (chance + 0.5)).log2().max(0.0)
    }
}

fn count(times: &mut Vec<f64>, word: u32) {
    let place = word as usize;
    times.resize(times.len().max(place + 1), 0.0);
    times[place] += 1.0;
}

fn times(of: &[f64], word: u32) -> f64 {
    of.get(word as usize).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(words: &[u32]) -> Title {
        Title { words: words.to_vec(), markers: Vec::new() }
    }

    /// Learnt from these titles, each of one word, so many times.
    fn learnt(titles: &[(u32, u32)], times: usize) -> Association {
        let titles: Vec<(Title, Title)> =
            titles.iter().map(|(crm, ace)| (title(&[*crm]), title(&[*ace]))).collect();
        let all = (0..times).flat_map(|_| titles.iter().map(|(crm, ace)| (crm, ace)));
        Association::of(all)
    }

    #[test]
    fn words_that_often_meet_go_together_and_strangers_do_not() {
        let association = learnt(&[(1, 2), (3, 4), (5, 6)], 10);
        assert!(association.bits(1, 2, false) > 1.0);
        assert!(association.bits(1, 4, false).abs() < 1e-9);
    }

    #[test]
    fn the_company_of_a_word_is_known_once_many_titles_have_it() {
        let association = learnt(&[(1, 2)], 30);
        assert!(association.is_often(1, true, false) && association.is_often(2, false, false));
        assert!(!association.is_often(1, true, true), "the pair itself is no witness");
        assert!(!association.is_often(2, true, false) && !association.is_often(1, false, false));
    }

    #[test]
    fn a_pair_does_not_confirm_itself() {
        let association = learnt(&[(1, 2), (3, 4)], 3);
        assert!(association.bits(1, 2, false) > 0.0);
        assert!(association.bits(1, 2, true).abs() < 1e-9);
    }
}
