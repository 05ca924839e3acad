//! What people put round a number that leaves it as it is: words that say that it is not exact, and the marks of
//! footnotes.

/// The text without them, and whether there were any. What may change the number is none of them: `96,000+`,
/// `up to 96,000`, `96,000 TCV`.
pub(super) fn without_hedges(text: &str) -> (&str, bool) {
    let bare = without_hedge_before(without_hedges_behind(text));
    (bare, bare.len() < text.len())
}

fn without_hedge_before(text: &str) -> &str {
    const BEFORE: [&str; 26] = [
        "approximately",
        "approx.",
        "approx",
        "aprox.",
        "circa",
        "ca.",
        "ca ",
        "cca ",
        "c. ",
        "about ",
        "estimated ",
        "est.",
        "est ",
        "environ ",
        "env.",
        "rund ",
        "etwa ",
        "ungefähr ",
        "geschätzt ",
        "około ",
        "約",
        "~",
        "≈",
        "*",
        "†",
        "‡",
    ];
    let lower = text.to_lowercase();
    let hedge = BEFORE.into_iter().find(|hedge| lower.starts_with(hedge));
    hedge.and_then(|hedge| text.get(hedge.len()..)).map_or(text, str::trim_start)
}

fn without_hedges_behind(text: &str) -> &str {
    let mut text = text.trim_end();
    loop {
        // So many hide digits.
        if text.ends_with("***") {
            return text;
        }
        let bare = text.trim_end_matches(['*', '†', '‡']).trim_end();
        let bare = bare.strip_suffix("(*)").unwrap_or(bare);
        let bare = without_word_behind(bare).unwrap_or(bare).trim_end();
        if bare.len() == text.len() {
            return text;
        }
        text = bare;
    }
}

/// The text without the word at its end, which may stand in brackets, if that is a hedge.
fn without_word_behind(text: &str) -> Option<&str> {
    // `CA` without a dot is Canada's, or turnover in French.
    const BEHIND: [&str; 38] = [
        "approximately",
        "approx",
        "approx.",
        "aprox",
        "aprox.",
        "aproximado",
        "aproximada",
        "circa",
        "ca.",
        "environ",
        "env.",
        "ungefähr",
        "est",
        "est.",
        "estimate",
        "estimated",
        "estimation",
        "estimé",
        "estimée",
        "estimado",
        "estimada",
        "estimación",
        "estimativa",
        "stima",
        "stimato",
        "geschätzt",
        "gesch.",
        "schätzung",
        "geschat",
        "schatting",
        "uppskattat",
        "estimat",
        "szacunkowo",
        "tbc",
        "preliminary",
        "vorläufig",
        "概算",
        "推定",
    ];
    let (before, word) = match text.strip_suffix([')', ']']) {
        Some(inner) => inner.rsplit_once(['(', '['])?,
        None => text.rsplit_once(char::is_whitespace)?,
    };
    BEHIND.contains(&word.trim().to_lowercase().as_str()).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_marks_that_leave_the_number_as_it_is_are_taken_away() {
        for text in [
            "~96,000",
            "ca. 96,000",
            "Approx. 96,000",
            "estimated 96,000",
            "96,000*",
            "96,000 **",
            "*96,000",
            "96,000†",
            "96,000 (est.)",
            "96,000 (Schätzung)",
            "96,000 [approx]",
            "96,000 EST",
            "96,000 estimated*",
            "96,000* (tbc)",
            "96,000 (*)",
        ] {
            assert_eq!(without_hedges(text), ("96,000", true), "{text}");
        }
        assert_eq!(without_hedges("$96,000* (est.)"), ("$96,000", true));
    }

    #[test]
    fn words_that_may_change_the_number_stay() {
        for text in [
            "96,000",
            "96,000+",
            "96,000?",
            "> 96,000",
            "up to 96,000",
            "96,000 TCV",
            "96,000 CA",
            "96,000 (1)",
            "96,000 (12 months)",
            "(96,000)",
            "96,000 tbd",
            "best 96,000",
            "96***",
            "est",
            "",
        ] {
            assert_eq!(without_hedges(text), (text, false), "{text}");
        }
    }
}
