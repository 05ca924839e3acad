//! Lines of text for a terminal.

/// How many characters a line has: what fits beside a file manager or in a ticket.
pub(super) const WIDTH: usize = 100;

/// The text in lines of at most so many characters, cut between words; the second line and those after
/// it begin with so many blanks. A longer word stands in a line of its own.
pub(super) fn wrapped(text: &str, width: usize, indent: usize) -> Vec<String> {
    // The blanks at its beginning are part of the first word.
    let start = text.len() - text.trim_start().len();
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    let mut has_word = false;
    for (place, word) in text[start..].split(' ').enumerate() {
        let word_length = word.chars().count();
        let is_full = has_word && length + 1 + word_length > width;
        if is_full {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            line = " ".repeat(indent);
            length = indent;
        } else if place == 0 {
            line.push_str(&text[..start]);
            length = start;
        } else {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += word_length;
        has_word = true;
    }
    lines.push(line.trim_end().to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_between_words_and_indented() {
        assert_eq!(
            wrapped("  label   one two three", 15, 10),
            ["  label   one", "          two", "          three"]
        );
        assert_eq!(wrapped("short", 15, 4), ["short"]);
    }

    #[test]
    fn a_word_that_is_too_long_is_not_cut() {
        assert_eq!(wrapped("a veryverylongword b", 8, 2), ["a", "  veryverylongword", "  b"]);
    }
}
