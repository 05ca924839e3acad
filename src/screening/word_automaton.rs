//! Phrases of whole words, found word by word: a phrase with choices is never spelled out as texts.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::misspelling::Misspellings;
use super::text::Text;

/// The phrases as states between their words: what was read so far leads from one to the next.
///
/// Phrases share what they have in common from either end. A tree, with a branch for each choice of each place, has fifty
/// times as many states for the shipped vocabulary, and to make it takes a third of a small run.
pub(super) struct WordAutomaton<T> {
    /// The words that stand in phrases, folded, by their numbers.
    words: HashMap<String, u32>,
    /// Those of them that are known when misspelt.
    misspellings: Misspellings,
    /// The state behind each word that begins a phrase, and [`NONE`] behind the others. Most words of a text begin no phrase,
    /// and this is asked for each of them.
    first: Vec<u32>,
    states: Vec<State<T>>,
}

/// Some words of phrases have been read.
struct State<T> {
    /// What the phrases say that end here.
    says: Vec<T>,
    /// The words that lead on, in order, and where to.
    next: Vec<(u32, u32)>,
}

/// No state.
const NONE: u32 = u32::MAX;

impl<T: Copy + Ord> WordAutomaton<T> {
    /// Lets a folded word of the phrases be known when it is misspelt; `false` if it is none, or too short.
    pub(super) fn forgive(&mut self, word: &str) -> bool {
        let number = self.words.get(word).copied();
        number.is_some_and(|number| self.misspellings.add(word, number))
    }

    /// Calls with the places of the first and behind the last word of each phrase in the text, and what it says. No phrase
    /// crosses the end of a sentence.
    pub(super) fn find(&self, text: &Text, mut found: impl FnMut(usize, usize, T)) {
        // A word of no phrase ends every phrase, and so does a sentence.
        let words: Vec<Option<(u32, usize)>> = (0..text.len())
            .map(|place| Some((self.number(text.word(place))?, text.sentence(place))))
            .collect();
        for (start, first) in words.iter().enumerate() {
            let Some((first, sentence)) = first else { continue };
            let mut place = start;
            let mut state = self.first[*first as usize];
            while let Some(reached) = self.states.get(state as usize) {
                place += 1;
                for says in &reached.says {
                    found(start, place, *says);
                }
                state = match words.get(place) {
                    Some(Some((word, of))) if of == sentence => reached.behind(*word),
                    _ => NONE,
                };
            }
        }
    }

    /// Whether the folded word stands in a phrase.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    fn number(&self, word: &str) -> Option<u32> {
        self.words.get(word).copied().or_else(|| self.misspellings.meant(word))
    }
}

impl<T> State<T> {
    fn behind(&self, word: u32) -> u32 {
        let place = self.next.binary_search_by_key(&word, |(word, _)| *word);
        place.map_or(NONE, |place| self.next[place].1)
    }
}

/// Phrases on their way to an automaton.
pub(super) struct Phrases<T> {
    words: HashMap<String, u32>,
    /// What remains of a phrase behind some of its words, each kept once.
    rests: Vec<Rc<Rest>>,
    places_of_rests: HashMap<Rc<Rest>, u32>,
    /// All phrases from their beginning, and what they say.
    whole: Vec<Open<T>>,
}

/// What remains of a phrase: one of these choices, and then the rest at this place, if there is any.
#[derive(PartialEq, Eq, Hash)]
struct Rest {
    choices: Vec<Vec<u32>>,
    then: Option<u32>,
}

/// The rest of a phrase that has begun, `None` if nothing is left, and what the phrase says.
type Open<T> = (Option<u32>, T);

impl<T: Copy + Ord> Phrases<T> {
    pub(super) fn new() -> Phrases<T> {
        Phrases {
            words: HashMap::new(),
            rests: Vec::new(),
            places_of_rests: HashMap::new(),
            whole: Vec::new(),
        }
    }

    /// Adds every phrase that takes one of its choices at each place, a choice being one or more folded words.
    pub(super) fn add(&mut self, places: &[Vec<Vec<String>>], says: T) {
        let mut rest = None;
        for choices in places.iter().rev() {
            let choices = choices.iter().map(|words| self.numbers(words)).collect();
            rest = Some(self.rest(choices, rest));
        }
        self.whole.push((rest, says));
    }

    /// The automaton that finds them.
    pub(super) fn automaton(mut self) -> WordAutomaton<T> {
        let whole = std::mem::take(&mut self.whole);
        let mut first = vec![NONE; self.words.len()];
        let (mut states, mut known) = (Vec::new(), BTreeMap::new());
        for (word, open) in self.behind_each_word(&whole) {
            first[word as usize] = self.state(open, &mut states, &mut known);
        }
        WordAutomaton { words: self.words, misspellings: Misspellings::default(), first, states }
    }

    /// The state in which these phrases have begun, the same one for the same phrases.
    fn state(
        &mut self,
        mut open: Vec<Open<T>>,
        states: &mut Vec<State<T>>,
        known: &mut BTreeMap<Vec<Open<T>>, u32>,
    ) -> u32 {
        open.sort_unstable();
        open.dedup();
        if let Some(state) = known.get(&open) {
            return *state;
        }
        let next = self.behind_each_word(&open).into_iter();
        let next = next.map(|(word, open)| (word, self.state(open, states, known))).collect();
        let says = open.iter().filter(|(rest, _)| rest.is_none()).map(|(_, says)| *says).collect();
        let state = count(states.len());
        states.push(State { says, next });
        known.insert(open, state);
        state
    }

    /// What is left of the phrases behind each word that may come next.
    fn behind_each_word(&mut self, open: &[Open<T>]) -> BTreeMap<u32, Vec<Open<T>>> {
        let mut behind: BTreeMap<u32, Vec<Open<T>>> = BTreeMap::new();
        for (rest, says) in open {
            let Some(rest) = rest else { continue };
            let rest = Rc::clone(&self.rests[*rest as usize]);
            let then = rest.then;
            for choice in &rest.choices {
                let Some((word, others)) = choice.split_first() else { continue };
                let rest = match others {
                    [] => then,
                    _ => Some(self.rest(vec![others.to_vec()], then)),
                };
                behind.entry(*word).or_default().push((rest, *says));
            }
        }
        behind
    }

    fn rest(&mut self, choices: Vec<Vec<u32>>, then: Option<u32>) -> u32 {
        let rest = Rest { choices, then };
        if let Some(place) = self.places_of_rests.get(&rest) {
            return *place;
        }
        let place = count(self.rests.len());
        let rest = Rc::new(rest);
        self.rests.push(Rc::clone(&rest));
        self.places_of_rests.insert(rest, place);
        place
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
}

fn count(length: usize) -> u32 {
    u32::try_from(length).expect("a vocabulary has fewer than four billion words")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<(usize, usize, usize)> {
        let mut added = Phrases::new();
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
            added.add(&places, number);
        }
        let mut hits = Vec::new();
        added.automaton().find(&Text::new(text), |start, end, says| hits.push((start, end, says)));
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
