//! Entries of a log, as monday.com prints them in its columns of creation and last update: who did it, and when.

use super::month_names::month_named;

/// The moment of `Ana Lindgren Jan 3, 2026 3:04 PM`: what follows the name of a person, if that is a month by its name and
/// there is a time of day. `Not before Jan 3, 2026` is none.
pub(super) fn moment(text: &str) -> Option<&str> {
    if !text.contains(':') || !text.starts_with(begins_a_name) {
        return None;
    }
    // A person may be called May.
    let mut words = text.rmatch_indices(' ').map(|(place, _)| place + 1);
    let month = words.find(|start| month_named(first_word(&text[*start..])).is_some())?;
    let (person, moment) = text.split_at(month);
    let is_name = |word: &str| {
        word.starts_with(begins_a_name)
            && word.chars().all(|c| c.is_alphabetic() || "-'.".contains(c))
    };
    person.split_whitespace().all(is_name).then_some(moment)
}

/// A capital, or a letter of a script that has none.
fn begins_a_name(letter: char) -> bool {
    letter.is_uppercase() || (letter.is_alphabetic() && !letter.is_lowercase())
}

fn first_word(text: &str) -> &str {
    text.split([' ', '.', ',']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_name_of_a_person_is_the_moment() {
        let moment_of = "Jan 3, 2026 3:04 PM";
        for person in ["Ana Lindgren", "Theresa May", "J.-P. O'Neil", "Ana", "דוד כהן", "佐藤 花子"]
        {
            assert_eq!(moment(&format!("{person} {moment_of}")), Some(moment_of));
        }
    }

    #[test]
    fn other_words_before_a_date_are_no_names() {
        for text in [
            "Jan 3, 2026 3:04 PM",
            "Not before Jan 3, 2026 3:04 PM",
            "Ana Lindgren Jan 3, 2026",
            "Ana Lindgren 3:04 PM",
            "Phase 2 Jan 3, 2026 3:04 PM",
            "",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
