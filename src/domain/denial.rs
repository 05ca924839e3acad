//! Words that deny what stands behind them, or put it off: `not yet approved`, `to be paid`, `other than AWS`.

/// In the languages of the lists whose words they deny; folded. Our choice.
const DENIALS: [&str; 35] = [
    "not", "no", "non", "never", "cannot", "than", "be", "awaiting", "nicht", "nie", "niemals",
    "kein", "keine", "keinen", "statt", "wird", "werden", "ne", "pas", "jamais", "sera", "nunca",
    "aún", "será", "não", "nao", "sarà", "niet", "geen", "nooit", "wordt", "inte", "ej", "ikke",
    "ei",
];

/// What may stand between a denial and what it denies: `not yet approved`, `no longer valid`.
const BETWEEN: [&str; 14] = [
    "yet",
    "longer",
    "been",
    "being",
    "fully",
    "even",
    "mehr",
    "vollständig",
    "encore",
    "plus",
    "ancora",
    "ainda",
    "nog",
    "ännu",
];

/// Whether these words, which stand before another, deny that it is so or say that it is yet to come.
pub fn is_denied(before: &[&str]) -> bool {
    let mut near = before.iter().rev();
    let denial =
        near.next().and_then(|last| if BETWEEN.contains(last) { near.next() } else { Some(last) });
    denial.is_some_and(|word| DENIALS.contains(word))
}

/// Whether the last of these words says that what follows was so once, or is so almost, or by word of mouth alone:
/// `reopened - was lost`, `verbally approved`.
pub fn is_past_or_near(before: &[&str]) -> bool {
    const WORDS: [&str; 9] =
        ["was", "once", "previously", "formerly", "almost", "nearly", "fast", "beinahe", "presque"];
    before.last().is_some_and(|word| WORDS.contains(word) || is_spoken(word))
}

/// Whether the word says that something was said and not written: `approved (verbal)`.
pub fn is_spoken(word: &str) -> bool {
    const WORDS: [&str; 13] = [
        "verbal",
        "verbally",
        "oral",
        "orally",
        "informally",
        "unofficially",
        "tentatively",
        "mündlich",
        "verbalement",
        "oralement",
        "verbalmente",
        "oralmente",
        "mondeling",
    ];
    WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denial_stands_right_before_or_has_no_more_than_yet_between() {
        for before in
            ["not", "not yet", "was never", "to be", "noch nicht", "pas encore", "no longer"]
        {
            let words: Vec<&str> = before.split(' ').collect();
            assert!(is_denied(&words), "{before}");
        }
        for before in ["", "now", "yet", "no decision", "request no 12"] {
            let words: Vec<&str> = before.split(' ').collect();
            assert!(!is_denied(&words), "{before}");
        }
    }
}
