//! Long words of the vocabulary recognised behind a slip of the fingers: "migartion".

/// The fewest letters of a word that is recognised when misspelt: shorter ones are too near to others. Our choice.
const FEWEST_LETTERS: usize = 8;

/// The words that are recognised, with their numbers.
#[derive(Default)]
pub(super) struct Misspellings {
    words: Vec<(String, u32)>,
}

impl Misspellings {
    /// Adds a folded word; `false` if it is too short.
    pub(super) fn add(&mut self, word: &str, number: u32) -> bool {
        let is_long = word.len() >= FEWEST_LETTERS;
        if is_long {
            self.words.push((word.to_owned(), number));
        }
        is_long
    }

    /// The number of the word that is meant. The first two letters have to be right: hardly anybody misspells them, and
    /// nearly all words are told by them.
    pub(super) fn meant(&self, written: &str) -> Option<u32> {
        if written.len() + 1 < FEWEST_LETTERS {
            return None;
        }
        let is_meant = |word: &str| {
            word.as_bytes()[..2] == written.as_bytes()[..2]
                && word.len().abs_diff(written.len()) <= 1
                && is_one_slip_away(word.as_bytes(), written.as_bytes())
        };
        self.words.iter().find(|(word, _)| is_meant(word)).map(|(_, number)| *number)
    }
}

/// Whether one letter is missing, too many or another, or two neighbours have changed places.
fn is_one_slip_away(word: &[u8], written: &[u8]) -> bool {
    let same = word.iter().zip(written).take_while(|(a, b)| a == b).count();
    let (word, written) = (&word[same..], &written[same..]);
    let behind = |letters: usize, others: usize| word.get(letters..) == written.get(others..);
    let are_swapped = || {
        word.len() >= 2
            && written.len() >= 2
            && word[0] == written[1]
            && word[1] == written[0]
            && behind(2, 2)
    };
    let is_missing = !word.is_empty() && behind(1, 0);
    let is_another = !word.is_empty() && !written.is_empty() && behind(1, 1);
    let is_too_many = !written.is_empty() && behind(0, 1);
    is_missing || is_another || is_too_many || are_swapped()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_migration(written: &str) -> bool {
        let mut misspellings = Misspellings::default();
        misspellings.add("migration", 7);
        misspellings.meant(written) == Some(7)
    }

    #[test]
    fn one_slip_is_forgiven() {
        for written in ["migraton", "migrattion", "migrasion", "migartion", "migratoin", "migratio"]
        {
            assert!(is_migration(written), "{written}");
        }
    }

    #[test]
    fn two_slips_or_another_beginning_are_another_word() {
        for written in ["mitigation", "vibration", "irrigation", "imgration", "migrain", "mig"] {
            assert!(!is_migration(written), "{written}");
        }
    }

    #[test]
    fn short_words_are_not_recognised_when_misspelt() {
        assert!(!Misspellings::default().add("server", 1));
    }
}
