//! A text cut into words that compare, each with its place in the text as written.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A text as the vocabulary reads it.
///
/// Words are lower case and without accents, cut at everything but letters and digits, and where
/// Japanese stands beside other letters. An arrow is the word "to", a percent sign the word "percent",
/// and `1,200` is the word "1200".
pub(super) struct Text<'a> {
    original: &'a str,
    /// Every word between blanks, every sentence ended by a line end.
    folded: String,
    words: Vec<Word>,
}

/// Where a word stands, and in which sentence.
struct Word {
    folded: Range<usize>,
    original: Range<usize>,
    sentence: usize,
}

impl<'a> Text<'a> {
    /// Cuts a text into its words.
    pub(super) fn new(original: &'a str) -> Text<'a> {
        let mut folding = Folding::new(original);
        let mut characters = original.char_indices().peekable();
        while let Some((place, c)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            folding.take(place, c, next);
        }
        folding.end_word(original.len());
        folding.text
    }

    /// The folded words between blanks, to search in.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// The number of words.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The word at a place, folded.
    pub(super) fn word(&self, place: usize) -> &str {
        &self.folded[self.words[place].folded.clone()]
    }

    /// The sentence in which a word stands.
    pub(super) fn sentence(&self, place: usize) -> usize {
        self.words[place].sentence
    }

    /// Words as they are written in the text.
    pub(super) fn quote(&self, words: Range<usize>) -> &'a str {
        let (first, last) = (&self.words[words.start], &self.words[words.end - 1]);
        &self.original[first.original.start..last.original.end]
    }

    /// What is written before and behind some words.
    pub(super) fn around(&self, words: Range<usize>) -> (&'a str, &'a str) {
        let (first, last) = (&self.words[words.start], &self.words[words.end - 1]);
        (&self.original[..first.original.start], &self.original[last.original.end..])
    }

    /// The words that a stretch of the folded text touches.
    pub(super) fn words_at(&self, stretch: Range<usize>) -> Range<usize> {
        let start = self.words.partition_point(|word| word.folded.end <= stretch.start);
        let end = self.words.partition_point(|word| word.folded.start < stretch.end);
        start..end
    }
}

/// The folded words of a text, for comparisons word by word.
pub(super) fn fold_words(text: &str) -> Vec<String> {
    let text = Text::new(text);
    (0..text.len()).map(|place| text.word(place).to_owned()).collect()
}

/// Whether a letter belongs to a script without blanks between its words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{3040}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// Words that are written with a full stop in the middle of a sentence, folded. Our choice.
const ABBREVIATIONS: &[&str] = &[
    "inkl", "incl", "exkl", "excl", "zzgl", "bzw", "ca", "approx", "mig", "migr", "migrac",
    "migraz", "srv", "svr", "serv", "nr", "no", "resp", "ggf", "vs", "repl", "transf", "trasf",
    "spost", "traslad", "umz", "verl", "verh", "decom", "decomm", "kons", "consol", "proj", "proy",
    "prog", "env", "infra", "dept", "abt", "div", "gmbh", "inc", "ltd", "corp", "evtl", "max",
    "min", "std", "vsl", "voraus", "aprox", "ev", "evt", "circa", "ann", "ext", "int", "prod",
    "app", "apps", "abl", "umz", "renouv", "renov", "rinn", "upgr", "infog", "betr", "altsys",
];

/// What the word being read consists of so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Nothing,
    Digits,
    Letters,
    Unspaced,
}

struct Folding<'a> {
    text: Text<'a>,
    run: Run,
    /// Where the word being read starts, folded and as written.
    start: (usize, usize),
    previous: char,
    /// Behind a `<` that no `>` has closed yet.
    is_in_tag: bool,
    sentence: usize,
}

impl<'a> Folding<'a> {
    fn new(original: &'a str) -> Folding<'a> {
        let mut folded = String::with_capacity(original.len() + 8);
        folded.push(' ');
        let text = Text { original, folded, words: Vec::with_capacity(original.len() / 6 + 1) };
        Folding {
            text,
            run: Run::Nothing,
            start: (0, 0),
            previous: ' ',
            is_in_tag: false,
            sentence: 0,
        }
    }

    fn take(&mut self, place: usize, c: char, next: Option<char>) {
        if c.is_ascii_alphanumeric() {
            self.push(place, c.to_ascii_lowercase());
        } else if c.is_ascii() || !c.is_alphanumeric() && !is_combining_mark(c) {
            self.separate(place, c, next);
        } else {
            for c in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)) {
                for c in c.to_lowercase() {
                    match c {
                        'ß' => "ss".chars().for_each(|c| self.push(place, c)),
                        c if c.is_alphanumeric() || is_unspaced(c) => self.push(place, c),
                        _ => self.end_word(place),
                    }
                }
            }
        }
        self.previous = c;
    }

    fn push(&mut self, place: usize, c: char) {
        let run = match c {
            c if is_unspaced(c) => Run::Unspaced,
            c if c.is_ascii_digit() => Run::Digits,
            _ => Run::Letters,
        };
        let goes_on = match (self.run, run) {
            // "ec2" is one word, "80vms" are two.
            (Run::Letters, Run::Digits) => true,
            (before, now) => before == now,
        };
        if !goes_on {
            self.end_word(place);
            self.start = (self.text.folded.len(), place);
            self.run = run;
        }
        self.text.folded.push(c);
    }

    fn separate(&mut self, place: usize, c: char, next: Option<char>) {
        if self.run == Run::Digits
            && matches!(c, ',' | '.' | '\'' | '’' | '\u{a0}' | '\u{202f}')
            && next.is_some_and(|next| next.is_ascii_digit())
        {
            let rest = &self.text.original[place + c.len_utf8()..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            match c {
                _ if digits == 3 => return,
                '.' | ',' => return self.text.folded.push('.'),
                _ => {}
            }
        }
        self.end_word(place);
        match c {
            '%' | '％' => self.sign(place, c, "percent"),
            '→' | '⇒' | '➔' | '➜' => self.sign(place, c, "to"),
            '>' if matches!(self.previous, '-' | '=' | '–' | '—' | '>') => {
                self.sign(place, c, "to");
                // The arrow begins a letter earlier.
                if let Some(word) = self.text.words.last_mut() {
                    word.original.start = place - self.previous.len_utf8();
                }
            }
            '<' => self.is_in_tag = true,
            '>' if self.is_in_tag => self.is_in_tag = false,
            '>' if self.is_arrow(place) => self.sign(place, c, "to"),
            ';' | '\n' | '\r' | '。' | '！' | '？' => self.end_sentence(),
            // "Yahoo! to AWS" goes on.
            '!' | '?' if !self.goes_on_in_lower_case(place) => self.end_sentence(),
            '.' if next.is_none_or(char::is_whitespace)
                && !self.is_abbreviated()
                && !self.goes_on_with_a_sign(place) =>
            {
                self.end_sentence();
            }
            _ => {}
        }
    }

    fn goes_on_in_lower_case(&self, place: usize) -> bool {
        let behind = self.text.original[place + 1..].trim_start_matches(' ');
        behind.starts_with(char::is_lowercase)
    }

    /// "Fachanw. (Oscare) -> AWS"
    fn goes_on_with_a_sign(&self, place: usize) -> bool {
        let behind = self.text.original[place + 1..].trim_start_matches(' ');
        ["(", "->", "=>", ">", "→", "+", "&", "/"].iter().any(|sign| behind.starts_with(sign))
    }

    /// Whether the full stop belongs to the word before it: "inkl. Betrieb" is one sentence.
    fn is_abbreviated(&self) -> bool {
        let last = self.text.words.last().map(|word| &self.text.folded[word.folded.clone()]);
        let is_letter = |word: &str| word.len() == 1 && word.starts_with(char::is_alphabetic);
        last.is_some_and(|word| is_letter(word) || ABBREVIATIONS.contains(&word))
    }

    /// Whether a bare `>` stands for the word "to": it begins no quoted line, and what follows is a name,
    /// no number to be larger than.
    fn is_arrow(&self, place: usize) -> bool {
        let (before, behind) = (&self.text.original[..place], &self.text.original[place + 1..]);
        let before = before.trim_end_matches([' ', '\t']);
        let follows = behind.trim_start_matches([' ', '\t']).chars().next();
        let begins_line = before.is_empty() || before.ends_with(['\n', '\r']);
        !begins_line && follows.is_some_and(char::is_alphabetic)
    }

    fn sign(&mut self, place: usize, c: char, word: &str) {
        self.start = (self.text.folded.len(), place);
        self.run = Run::Letters;
        self.text.folded.push_str(word);
        self.end_word(place + c.len_utf8());
    }

    fn end_word(&mut self, place: usize) {
        if self.run != Run::Nothing {
            let folded = self.start.0..self.text.folded.len();
            let original = self.start.1..place;
            self.text.words.push(Word { folded, original, sentence: self.sentence });
            self.text.folded.push(' ');
            self.run = Run::Nothing;
        }
    }

    fn end_sentence(&mut self) {
        if self.text.words.last().is_some_and(|word| word.sentence == self.sentence) {
            self.text.folded.push_str("\n ");
            self.sentence += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_lower_case_and_without_accents() {
        assert_eq!(
            fold_words("Déménagement, GROSSRECHNER; Großrechner"),
            ["demenagement", "grossrechner", "grossrechner"]
        );
        assert_eq!(fold_words("ＡＷＳ"), ["aws"]);
    }

    #[test]
    fn japanese_is_cut_from_latin_letters_and_digits_only() {
        assert_eq!(Text::new("AWS移行").len(), 2);
        assert_eq!(Text::new("データセンター移行").len(), 1);
        assert_eq!(fold_words("120台")[0], "120");
    }

    #[test]
    fn numbers_are_one_word_however_they_are_written() {
        for text in ["1,200 VMs", "1.200 VMs", "1'200 VMs", "1\u{202f}200 VMs", "1200VMs"] {
            assert_eq!(fold_words(text), ["1200", "vms"], "{text}");
        }
        assert_eq!(fold_words("1.5k"), ["1.5", "k"]);
        assert_eq!(fold_words("31.03.2027"), ["31.03.2027"]);
        assert_eq!(fold_words("100%"), ["100", "percent"]);
    }

    #[test]
    fn arrows_are_the_word_to() {
        for text in [
            "Azure → AWS",
            "Azure->AWS",
            "Azure => AWS",
            "Azure >> AWS",
            "Azure > AWS",
            "Azure>AWS",
        ] {
            assert_eq!(fold_words(text), ["azure", "to", "aws"], "{text}");
        }
        assert_eq!(fold_words("<p>AWS"), ["p", "aws"]);
        assert_eq!(fold_words("VMs > 50"), ["vms", "50"]);
        assert_eq!(fold_words("Hello\n> AWS"), ["hello", "aws"]);
    }

    #[test]
    fn a_sign_of_exclamation_in_a_name_ends_no_sentence() {
        let text = Text::new("From Yahoo! to AWS! Then rest");
        assert_eq!((text.sentence(2), text.sentence(text.len() - 1)), (0, 1));
    }

    #[test]
    fn a_full_stop_inside_a_word_ends_no_sentence() {
        let text = Text::new("Move acme.com now. Then rest");
        assert_eq!((text.sentence(0), text.sentence(text.len() - 1)), (0, 1));
    }

    #[test]
    fn words_are_quoted_as_they_are_written() {
        let text = Text::new("Der Rechenzentrum-Auszug läuft");
        assert_eq!(text.quote(1..3), "Rechenzentrum-Auszug");
        assert_eq!(text.quote(3..4), "läuft");
        assert_eq!(Text::new("ERP -> AWS").quote(1..3), "-> AWS");
    }
}
