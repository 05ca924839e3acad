//! Texts and lists, and the words that mean "not filled in".

use crate::domain::{fold, is_invisible};

/// The text without what nobody sees: control and zero-width characters. `None` if nothing is left.
///
/// Line breaks stay: descriptions have paragraphs.
pub(super) fn clean(text: &str) -> Option<String> {
    if is_database_null(text) {
        return None;
    }
    // Most texts hold nothing of the kind, and to find that out letter by letter takes longer than to copy them.
    if text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) {
        let text = text.trim();
        return (!text.is_empty()).then(|| text.to_owned());
    }
    let visible: String = text
        .chars()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            '\t' | '\u{a0}' | '\u{202f}' | '\u{2028}' => Some(' '),
            c if c.is_control() || is_invisible(c) => None,
            c => Some(c),
        })
        .collect();
    let visible = visible.trim();
    (!visible.is_empty()).then(|| visible.to_owned())
}

/// The text without the addresses in brackets that Notion prints behind the name of a page: `Acme (https://…)`.
pub(super) fn without_links(text: String) -> String {
    if !text.contains(" (http") {
        return text;
    }
    let mut parts = text.split(" (http");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(')') {
            Some((_, rest)) => out.push_str(rest),
            None => return text,
        }
    }
    out
}

/// The entries of a multi-value cell, by `;`, `||` or line. Never by comma: values contain commas.
pub(super) fn list(text: &str) -> Vec<String> {
    text.split([';', '\n']).flat_map(|part| part.split("||")).filter_map(clean).collect()
}

/// Whether the text hides a value: AWS masks referrals that were not yet accepted.
pub(super) fn is_masked(text: &str) -> bool {
    text.eq_ignore_ascii_case("accept to view")
}

/// Whether the cell holds nothing but a dash, which reports print for a blank.
pub(super) fn is_dash(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}'))
}

/// Whether the cell holds what databases and their clients write for a blank: `NULL`, `\N`, `NaN`. Only
/// where a figure or a day is expected: it may be a name.
pub(super) fn is_null(text: &str) -> bool {
    const WORDS: [&str; 7] = ["null", "<null>", "(null)", "\\N", "nil", "none", "nan"];
    text.len() <= 6 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether letters were replaced by asterisks: `j***@acme.com`, `*****`. Two masked values may look the
/// same and be of two people or customers.
fn is_blotted_out(text: &str) -> bool {
    text.contains("***")
}

/// Whether the cell holds what databases write for a blank and no person does.
fn is_database_null(text: &str) -> bool {
    const NULLS: [&str; 8] =
        ["\\N", "NULL", "<null>", "(null)", "<NULL>", "[NULL]", "(blank)", "(Blank)"];
    text.len() <= 7 && NULLS.contains(&text)
}

/// Whether a name, country, owner or contact was not filled in. `NA` is Namibia.
pub(super) fn is_unknown(text: &str) -> bool {
    // Folding costs more than all the rest, and names are longer than these words.
    let is_short = text.len() <= 20;
    is_dash(text) || is_masked(text) || is_blotted_out(text) || (is_short && says_nothing(text))
}

/// Whether the text is a word that people and programs write for nothing, bare or set off by brackets or
/// dashes.
fn says_nothing(text: &str) -> bool {
    const WORDS: [&str; 21] = [
        "unknown",
        "n/a",
        "n.a.",
        "none",
        "null",
        "nil",
        "undefined",
        "tbd",
        "tba",
        "tbc",
        "no value",
        "not set",
        "not available",
        "not specified",
        "not provided",
        "unspecified",
        "unassigned",
        "redacted",
        "confidential",
        "undisclosed",
        "anonymous",
    ];
    // Names as well: Blank, and a town in Germany.
    const SET_OFF: [&str; 8] =
        ["blank", "empty", "leer", "vide", "vacío", "vazio", "vuoto", "em branco"];
    let folded = fold(text);
    let bare = folded.trim_matches(['(', ')', '[', ']', '<', '>', '-']).trim();
    // So programs print it, while `nan` may be a name.
    text == "NaN" || WORDS.contains(&bare) || (bare.len() < folded.len() && SET_OFF.contains(&bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_databases_write_for_a_blank_is_blank_in_texts_too() {
        for text in ["\\N", "NULL", "<null>", "(blank)"] {
            assert_eq!(clean(text), None, "{text}");
        }
        assert_eq!(clean("Null").as_deref(), Some("Null"), "a name");
    }

    #[test]
    fn the_address_of_a_page_is_no_part_of_its_name() {
        for (text, name) in [
            ("Acme (https://www.notion.so/Acme-01?pvs=21)", "Acme"),
            ("Acme (https://a), Bolt (https://b)", "Acme, Bolt"),
            ("Acme (Holding)", "Acme (Holding)"),
            ("Acme (https://cut", "Acme (https://cut"),
        ] {
            assert_eq!(without_links(text.to_owned()), name);
        }
    }

    #[test]
    fn invisible_characters_are_dropped_and_line_breaks_kept() {
        assert_eq!(clean("\u{feff}Ac\u{0}me\u{a0}Ltd\u{200b} ").as_deref(), Some("Acme Ltd"));
        assert_eq!(clean("\u{202b}חברה\u{202c}").as_deref(), Some("חברה"));
        assert_eq!(clean("one\r\ntwo").as_deref(), Some("one\ntwo"));
        assert_eq!(clean(" \u{200b}\u{a0}"), None);
    }

    #[test]
    fn lists_split_at_semicolons_and_lines_only() {
        let listed = list("SaaS or PaaS; Configuration, Compliance & Auditing;\n;Other||Resell");
        let expected = ["SaaS or PaaS", "Configuration, Compliance & Auditing", "Other", "Resell"];
        assert_eq!(listed, expected);
    }

    #[test]
    fn unknown_is_not_filled_in_but_namibia_is_a_country() {
        for word in
            ["Unknown", "N/A", "-", "--", "–", "None", "Accept to View", "TBD", "j***@acme.com"]
        {
            assert!(is_unknown(word), "{word}");
        }
        for word in ["(No value)", "-None-", "--None--", "(not set)", "[blank]", "<null>", "NaN"] {
            assert!(is_unknown(word), "{word}");
        }
        for word in
            ["NA", "EMEA", "Norway", "Unknown Pleasures Ltd", "Blank", "nan", "Leer", "<-->Co"]
        {
            assert!(!is_unknown(word), "{word}");
        }
    }
}
