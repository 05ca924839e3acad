//! Words that say whether an amount is before or after tax: `netto`, `HT`, `excl. VAT`.

/// Words of which one alone says so.
const BEFORE_OR_AFTER: [&str; 24] = [
    "net",
    "netto",
    "gross",
    "brutto",
    "ht",
    "ttc",
    "hors",
    "excl",
    "incl",
    "ex",
    "inkl",
    "exkl",
    "zzgl",
    "plus",
    "sin",
    "excluding",
    "sem",
    "senza",
    "bez",
    "uten",
    "ohne",
    "без",
    "税抜",
    "税込",
];

/// Names of taxes.
const TAXES: [&str; 19] = [
    "vat", "mwst", "ust", "btw", "iva", "tva", "moms", "mva", "alv", "dph", "áfa", "kdv", "ндс",
    "φπα", "impostos", "tax", "taxes", "taxe", "gst",
];

/// Whether the word is one of those, whatever its case, points and brackets.
pub fn is_tax_word(word: &str) -> bool {
    is_before_or_after(word) || TAXES.contains(&bare(word).as_str())
}

/// The name of an amount without the words on taxes at its end: `amount` of `amount (net)` and `amount excl. vat`. The
/// amount of a tax is another: `amount vat`.
pub fn before_tax_words(name: &str) -> &str {
    let (mut before, mut first) = (name, None);
    while let Some((rest, word)) = before.rsplit_once(' ').filter(|(_, word)| is_tax_word(word)) {
        (before, first) = (rest.trim_end(), Some(word));
    }
    if first.is_some_and(is_before_or_after) { before } else { name }
}

fn is_before_or_after(word: &str) -> bool {
    BEFORE_OR_AFTER.contains(&bare(word).as_str())
}

fn bare(word: &str) -> String {
    word.trim_matches(['(', ')', '[', ']', '.', ',']).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_taxes_are_known_in_brackets_and_capitals_too() {
        for word in ["HT", "(netto)", "excl.", "VAT", "[btw]"] {
            assert!(is_tax_word(word), "{word}");
        }
        for word in ["TCV", "EUR", "", "network"] {
            assert!(!is_tax_word(word), "{word}");
        }
    }

    #[test]
    fn an_amount_before_or_after_tax_is_an_amount_and_the_tax_is_not() {
        for name in ["amount (net)", "amount ht", "amount excl. vat", "amount [hors taxes]"] {
            assert_eq!(before_tax_words(name), "amount", "{name}");
        }
        for name in ["amount vat", "amount (tax)", "net", "amount", "networks in scope"] {
            assert_eq!(before_tax_words(name), name);
        }
    }
}
