//! Known names that come near to what somebody typed. For suggestions only: nothing is read by similarity.

/// The known name that comes nearest to a text, in whatever case: as a whole, or one of its words (`server_count` for
/// `servers`, `screening.lead_days` for `lead_days`). `None` if more than a third of the letters differ from all of them.
pub fn nearest<'names>(
    text: &str,
    known: impl IntoIterator<Item = &'names str>,
) -> Option<&'names str> {
    let text = text.to_lowercase();
    let near = known.into_iter().filter_map(|name| {
        let whole = name.to_lowercase();
        let words = whole.split(|c: char| !c.is_alphanumeric()).chain(whole.split('.'));
        let of_words = words.filter_map(|word| letters_apart(&text, word)).min();
        // A name that is near as a whole goes before one of which a word is.
        let apart = letters_apart(&text, &whole).map(|apart| (false, apart));
        Some((apart.or(of_words.map(|apart| (true, apart)))?, name))
    });
    near.min().map(|(_, name)| name)
}

/// What to do about an unknown name, in one sentence or two without the last full stop. `list` is what lists the known
/// ones: "did you mean server_count? `mapaudit init` lists them all".
pub fn way_out<'names>(
    name: &str,
    known: impl IntoIterator<Item = &'names str>,
    list: &str,
) -> String {
    let near = nearest(name, known).map(|near| format!("did you mean {near}? "));
    format!("{}{list} lists them all", near.unwrap_or_default())
}

/// How many letters must be added, removed or replaced to turn one text into the other; `None` if these are more than a
/// third of the shorter one's.
pub fn letters_apart(one: &str, other: &str) -> Option<usize> {
    let (length, other_length) = (one.chars().count(), other.chars().count());
    let most = length.min(other_length) / 3;
    if length.abs_diff(other_length) > most { None } else { edits(one, other, most) }
}

/// The letters between two texts; `None` if more than `most`.
fn edits(one: &str, other: &str, most: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
        // No row has a smaller least number than the one before.
        if row.iter().all(|edits| *edits > most) {
            return None;
        }
    }
    row.last().copied().filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_count_letters() {
        assert_eq!(edits("stage", "stage", 0), Some(0));
        assert_eq!(edits("stge", "stage", 1), Some(1));
        assert_eq!((edits("", "abc", 3), edits("", "abc", 2)), (Some(3), None));
        assert_eq!(edits("phase", "stage", 1), None);
    }

    #[test]
    fn the_nearest_name_is_that_of_the_fewest_letters_and_a_whole_name_goes_before_a_word() {
        let known = ["server_count", "stage", "ATT001", "owner", "owner_email"];
        assert_eq!(nearest("ATT01", known), Some("ATT001"));
        assert_eq!(nearest("att001", known), Some("ATT001"));
        assert_eq!(nearest("ownr", known), Some("owner"));
        assert_eq!(nearest("servers", known), Some("server_count"));
        assert_eq!(nearest("lead_days", ["screening.lead_days"]), Some("screening.lead_days"));
        assert_eq!(nearest("xyz", known), None);
        assert_eq!(nearest("", known), None);
    }
}
