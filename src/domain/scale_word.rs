//! Words for thousands to thousands of millions, as they stand behind numbers and in headers: `Mio`, `tys.`, `crore`.

/// The factor of a word in lower case.
pub fn scale_word(word: &str) -> Option<u32> {
    let has_word = |(words, _): &&(&str, u32)| words.split(' ').any(|known| known == word);
    WORDS.iter().find(has_word).map(|(_, factor)| *factor)
}

/// `mil` is missing: a thousand in Spanish, a million in Romanian; `billion` too: a thousand times more in German and Spanish.
const WORDS: &[(&str, u32)] = &[
    ("k tsd thousand thousands tausend mille milliers miles mila tys tis тыс ribu rb nghìn", 1_000),
    ("lakh lakhs lac lacs", 100_000),
    (
        "m mm mn mi mio mln million millions millionen millones millón milhões milhão milioni milione \
         miljoen miljoner miljon miljoonaa milionů milionów milion milyon млн juta jt triệu",
        1_000_000,
    ),
    ("cr crs crore crores", 10_000_000),
    (
        "b bi bn mrd mld md mds milliarden milliards miliardi miljard miliard milyar miliar млрд tỷ tỉ",
        1_000_000_000,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_many_languages_are_known_and_those_that_differ_between_languages_are_not() {
        for (word, factor) in
            [("tsd", 1_000), ("lacs", 100_000), ("mio", 1_000_000), ("млрд", 1_000_000_000)]
        {
            assert_eq!(scale_word(word), Some(factor), "{word}");
        }
        for word in ["mil", "billion", "", "K"] {
            assert_eq!(scale_word(word), None, "{word}");
        }
    }
}
