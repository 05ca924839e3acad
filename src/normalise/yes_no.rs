//! Yes and no, and columns of ticks.

use crate::domain::{Column, fold};

/// Yes or no in the languages of the exports; `None` if the text is neither.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    let folded = folded(text);
    let is_in = |words: &str| words.split(' ').any(|word| word == folded);
    if folded.is_empty() || folded.contains(' ') {
        return (folded == "not checked").then_some(false);
    }
    if is_in(TICKS) || is_in(YES) {
        return Some(true);
    }
    is_in(NO).then_some(false)
}

/// Whether the column has ticks and blanks and nothing else: its blanks mean no. `Yes` beside blanks
/// leaves them unknown, because who writes `Yes` would write `No`.
pub(super) fn is_of_ticks(column: &Column) -> bool {
    let mut has_tick = false;
    column.iter().filter(|cell| !cell.is_blank()).all(|cell| {
        let folded = folded(cell.text);
        has_tick = true;
        TICKS.split(' ').any(|tick| tick == folded)
    }) && has_tick
}

/// The text as words compare, without the mark that asks for a sign as a picture: `✔️` is `✔`.
fn folded(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(|c| c != '\u{fe0f}');
    folded
}

/// What stands in a box that is ticked. The Salesforce command line writes 1 and nothing.
const TICKS: &str = "1 1.0 x ✓ ✔ ✅ ☑ ☒ checked";

/// Databases of Microsoft write -1 for yes.
const YES: &str = "yes y true t on ja wahr j oui vrai o si sí s sim verdadero verdadeiro vero tak ano \
                   kyllä evet doğru igen da да はい 是 예 ya benar có -1";

const NO: &str = "no n false f 0 0.0 unchecked off nein falsch nee non faux não nao falso nie ne nej nei \
                  ei hayır yanlış nem nu нет いいえ 否 아니오 아니요 tidak không ☐ ❌ ✗ ✘ ✕ ✖ ×";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Field;
    use crate::normalise::testing::column;

    #[test]
    fn yes_and_no_are_read_in_several_languages() {
        for (text, expected) in [
            ("Yes", Some(true)),
            ("TRUE", Some(true)),
            ("Checked", Some(true)),
            ("Oui", Some(true)),
            ("x", Some(true)),
            ("Tak", Some(true)),
            ("はい", Some(true)),
            ("False", Some(false)),
            ("Nein", Some(false)),
            ("0", Some(false)),
            ("Not checked", Some(false)),
            ("✔️", Some(true)),
            ("☑", Some(true)),
            ("-1", Some(true)),
            ("✗", Some(false)),
            ("✘", Some(false)),
            ("✖️", Some(false)),
            ("☐", Some(false)),
            ("Nej", Some(false)),
            ("maybe", None),
            ("", None),
        ] {
            assert_eq!(yes_no(text), expected, "{text}");
        }
    }

    #[test]
    fn no_word_is_both_yes_and_no() {
        let both: Vec<_> = YES
            .split_whitespace()
            .filter(|word| NO.split_whitespace().any(|n| n == *word))
            .collect();
        assert!(both.is_empty(), "{both:?}");
    }

    #[test]
    fn blanks_mean_no_beside_ticks_and_nothing_else() {
        let is_of_ticks = |cells: &[&str]| is_of_ticks(&column(Field::MdfUsed, cells));
        assert!(is_of_ticks(&["1", "", "1"]));
        assert!(is_of_ticks(&["", "x"]));
        for cells in [&["1", "0", ""][..], &["Yes", ""], &["1", "TBD", ""], &["", ""]] {
            assert!(!is_of_ticks(cells), "{cells:?}");
        }
    }
}
