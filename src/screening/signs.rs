//! What the texts of a deal show, in numbers by which points are learned and counted: senses, two together, and words.

use super::reading::Reading;
use super::text::{Text, is_unspaced};
use super::vocabulary::{Hit, Sense};

/// More than there are senses, so that a set of them fits into a word.
pub(super) const SENSES: usize = 64;
const _: () = assert!((Sense::Ordinal as usize) < SENSES, "the last sense");

/// Where the signs of each kind are numbered from: a sense in a title, one elsewhere, two in the same deal, and one that
/// follows another in the same text.
pub(super) const ELSEWHERE: usize = SENSES;
pub(super) const TOGETHER: usize = ELSEWHERE + SENSES;
pub(super) const FOLLOWED: usize = TOGETHER + SENSES * SENSES;

/// How many signs there may be.
pub(super) const SIGNS: usize = FOLLOWED + SENSES * SENSES;

/// What the phrases of a deal show: which senses its titles and its other texts have, and which senses follow which.
pub(super) struct Signs {
    in_title: u64,
    elsewhere: u64,
    followed: [u64; SENSES],
}

impl Signs {
    /// The signs of a deal without texts.
    pub(super) fn none() -> Signs {
        Signs { in_title: 0, elsewhere: 0, followed: [0; SENSES] }
    }

    /// The signs in the free texts of a deal.
    pub(super) fn of(reading: &Reading) -> Signs {
        let mut signs = Signs::none();
        reading.free_texts().for_each(|read| signs.add(read.is_title(), &read.hits));
        signs
    }

    /// Adds those of the phrases of one text.
    pub(super) fn add(&mut self, is_title: bool, hits: &[Hit]) {
        let senses = if is_title { &mut self.in_title } else { &mut self.elsewhere };
        for hit in hits {
            *senses |= bit(hit.sense);
        }
        for pair in hits.windows(2) {
            self.followed[pair[0].sense as usize] |= bit(pair[1].sense);
        }
    }

    /// Calls with the number of every sign.
    pub(super) fn each(&self, mut shown: impl FnMut(usize)) {
        let all = self.in_title | self.elsewhere;
        senses(self.in_title).for_each(&mut shown);
        senses(self.elsewhere).for_each(|sense| shown(ELSEWHERE + sense));
        for one in senses(all) {
            let others = all & (!1 << one);
            senses(others).for_each(|other| shown(TOGETHER + one * SENSES + other));
            senses(self.followed[one]).for_each(|next| shown(FOLLOWED + one * SENSES + next));
        }
    }
}

fn bit(sense: Sense) -> u64 {
    1 << sense as usize
}

/// The senses of a set, by their numbers.
fn senses(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let first = set.trailing_zeros() as usize;
        // The lowest bit is taken out of the set.
        set &= set.wrapping_sub(1);
        (first < SENSES).then_some(first)
    })
}

/// The one or two senses a sign is of.
pub(super) fn senses_of(sign: usize) -> (usize, Option<usize>) {
    match sign.checked_sub(TOGETHER) {
        None => (sign % SENSES, None),
        Some(pair) => (pair / SENSES % SENSES, Some(pair % SENSES)),
    }
}

/// Calls with every word of a text, and with every two letters of what is written without blanks.
pub(super) fn each_word<'t>(text: &'t Text, mut said: impl FnMut(&'t str)) {
    for place in 0..text.len() {
        let word = text.word(place);
        if !word.starts_with(is_unspaced) {
            said(word);
            continue;
        }
        let starts = word.char_indices().map(|(start, _)| start);
        let ends = word.char_indices().map(|(start, c)| start + c.len_utf8()).skip(1);
        starts.zip(ends).for_each(|(start, end)| said(&word[start..end]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::crm_only;

    #[test]
    fn every_sign_is_shown_once() {
        let deal = crm_only(|crm| {
            crm.name = Some("60 servers, AWS".into());
            crm.description = Some("The lease of the hall ends, 60 servers to AWS".into());
        });
        let mut shown = Vec::new();
        Signs::of(&Reading::of(&deal)).each(|sign| shown.push(sign));
        let of_each_kind = [0..ELSEWHERE, ELSEWHERE..TOGETHER, TOGETHER..FOLLOWED, FOLLOWED..SIGNS];
        for kind in of_each_kind {
            assert!(shown.iter().any(|sign| kind.contains(sign)), "{kind:?}");
        }
        let all = shown.len();
        shown.sort_unstable();
        shown.dedup();
        assert_eq!(shown.len(), all);
    }

    #[test]
    fn words_without_blanks_are_read_two_letters_at_a_time() {
        let text = Text::new("AWSへの移行");
        let mut said = Vec::new();
        each_word(&text, |word| said.push(word));
        assert_eq!(said, ["aws", "への", "の移", "移行"]);
    }
}
