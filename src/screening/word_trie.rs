//! Phrases of whole words, found word by word: a phrase with choices is never spelled out as texts.

use std::collections::HashMap;

use super::misspelling::Misspellings;
use super::text::Text;

/// The phrases as a tree of words, with what each says.
pub(super) struct WordTrie<T> {
    /// The words that stand in phrases, folded, by their numbers.
    words: HashMap<String, u32>,
    /// Those of them that are known when misspelt.
    misspellings: Misspellings,
    /// The node behind the root and a word, the root itself if there is none. Most words of a text begin no phrase, and this
    /// is asked for each of them.
    first: Vec<u32>,
    /// The node behind any other node and a word.
    next: HashMap<(u32, u32), u32>,
    /// What the phrases say that end at a node. The first node is the root.
    says: Vec<Vec<T>>,
}

impl<T: Copy> WordTrie<T> {
    pub(super) fn new() -> WordTrie<T> {
        WordTrie {
            words: HashMap::default(),
            misspellings: Misspellings::default(),
            first: Vec::new(),
            next: HashMap::default(),
            says: vec![Vec::new()],
        }
    }

    /// Adds every phrase that takes one of its choices at each place, a choice being one or more folded words.
    pub(super) fn add(&mut self, places: &[Vec<Vec<String>>], says: T) {
        let mut ends = vec![0];
        for choices in places {
            let choices: Vec<Vec<u32>> = choices.iter().map(|words| self.numbers(words)).collect();
            ends = ends
                .iter()
                .flat_map(|end| choices.iter().map(move |words| (*end, words)))
                .map(|(end, words)| words.iter().fold(end, |node, word| self.behind(node, *word)))
                .collect();
        }
        for end in ends {
            self.says[end as usize].push(says);
        }
    }

    /// Calls with the places of the first and behind the last word of each phrase in the text, and what it says. No phrase
    /// crosses the end of a sentence.
    pub(super) fn find(&self, text: &Text, mut found: impl FnMut(usize, usize, T)) {
        // A word of no phrase ends every phrase, and so does a sentence.
        let words: Vec<Option<(u32, usize)>> = (0..text.len())
            .map(|place| Some((self.number(text.word(place))?, text.sentence(place))))
            .collect();
        for (start, first) in words.iter().enumerate() {
            let Some((_, sentence)) = first else { continue };
            let mut node = 0;
            for (place, word) in words[start..].iter().enumerate() {
                let next = match word {
                    Some((word, of)) if of == sentence => self.after(node, *word),
                    _ => None,
                };
                let Some(next) = next else { break };
                node = next;
                for says in &self.says[node as usize] {
                    found(start, start + place + 1, *says);
                }
            }
        }
    }

    /// Lets a folded word of the phrases be known when it is misspelt; `false` if it is none, or too short.
    pub(super) fn forgive(&mut self, word: &str) -> bool {
        let number = self.words.get(word).copied();
        number.is_some_and(|number| self.misspellings.add(word, number))
    }

    fn number(&self, word: &str) -> Option<u32> {
        self.words.get(word).copied().or_else(|| self.misspellings.meant(word))
    }

    fn numbers(&mut self, words: &[String]) -> Vec<u32> {
        let mut number = |word: &String| {
            if let Some(number) = self.words.get(word) {
                return *number;
            }
            let number = count(self.words.len());
            self.words.insert(word.clone(), number);
            number
        };
        words.iter().map(&mut number).collect()
    }

    fn after(&self, node: u32, word: u32) -> Option<u32> {
        if node == 0 {
            return self.first.get(word as usize).copied().filter(|node| *node != 0);
        }
        self.next.get(&(node, word)).copied()
    }

    fn behind(&mut self, node: u32, word: u32) -> u32 {
        if let Some(node) = self.after(node, word) {
            return node;
        }
        self.says.push(Vec::new());
        let new = count(self.says.len() - 1);
        if node == 0 {
            self.first.resize(self.first.len().max(word as usize + 1), 0);
            self.first[word as usize] = new;
        } else {
            self.next.insert((node, word), new);
        }
        new
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).expect("a vocabulary has fewer than four billion words")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<(usize, usize, usize)> {
        let mut trie = WordTrie::new();
        for (number, phrase) in phrases.iter().enumerate() {
            let places: Vec<Vec<Vec<String>>> = phrase
                .split(' ')
                .map(|place| {
                    place
                        .split('|')
                        .map(|choice| choice.split('_').map(str::to_owned).collect())
                        .collect()
                })
                .collect();
            trie.add(&places, number);
        }
        let mut hits = Vec::new();
        trie.find(&Text::new(text), |start, end, says| hits.push((start, end, says)));
        hits
    }

    #[test]
    fn every_choice_of_every_place_is_a_phrase() {
        let phrases = ["move|exit data_center|dc"];
        for text in ["exit DC", "Move data center", "exit data-center", "move dc"] {
            assert_eq!(found(&phrases, text).len(), 1, "{text}");
        }
        assert_eq!(found(&phrases, "move data"), []);
        assert_eq!(found(&phrases, "exited DC"), []);
    }

    #[test]
    fn phrases_within_and_behind_each_other_are_all_found() {
        let phrases = ["to", "to aws", "aws", "to aws now"];
        assert_eq!(
            found(&phrases, "we go to AWS now"),
            [(2, 3, 0), (2, 4, 1), (2, 5, 3), (3, 4, 2)]
        );
    }

    #[test]
    fn no_phrase_crosses_the_end_of_a_sentence() {
        assert_eq!(found(&["lift shift"], "We lift. Shift follows"), []);
    }
}
