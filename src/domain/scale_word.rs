//! Words and signs for hundreds to thousands of millions, as they stand behind numbers and in headers: `Mio`, `tys.`, `crore`,
//! `千円`, `백만원`.

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

/// The factor of the Chinese, Japanese or Korean signs at the start, and what is left: `千万` is a thousand times ten thousand.
pub fn east_asian_scale(after: &str) -> Option<(i64, &str)> {
    let mut rest = after;
    let mut factor = 1;
    // A hundred or thousand may stand before a ten thousand, and no sign behind that.
    for signs in [SMALL, LARGE] {
        if let Some((sign, times)) = signs.iter().find(|(sign, _)| rest.starts_with(sign)) {
            factor *= times;
            rest = &rest[sign.len()..];
        }
    }
    (factor > 1).then_some((factor, rest))
}

const SMALL: &[(&str, i64)] = &[("百", 100), ("백", 100), ("千", 1_000), ("천", 1_000)];

const LARGE: &[(&str, i64)] = &[
    ("万", 10_000),
    ("萬", 10_000),
    ("만", 10_000),
    ("億", 100_000_000),
    ("亿", 100_000_000),
    ("억", 100_000_000),
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

    #[test]
    fn a_small_sign_multiplies_a_large_one() {
        assert_eq!(east_asian_scale("百万円"), Some((1_000_000, "円")));
        assert_eq!(east_asian_scale("천만"), Some((10_000_000, "")));
        assert_eq!(east_asian_scale("亿 CNY"), Some((100_000_000, " CNY")));
        assert_eq!(east_asian_scale("円"), None);
    }
}
