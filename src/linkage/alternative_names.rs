//! Texts that give several names of one company: `Newco (formerly Oldco)`, `Acme dba Bolt`.

use unicode_normalization::UnicodeNormalization;

/// The names that a text gives, without brackets, remarks and East Asian legal forms.
pub(super) fn alternative_names(text: &str) -> Vec<String> {
    // CRM decoration: "* Acme", "[do not use] Acme".
    let text = text.trim_start_matches(['*', '#', '!', ' ']);
    let text = if text.is_ascii() { text.to_owned() } else { without_east_asian_form(text) };
    let mut outside = String::new();
    let mut inside = Vec::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' => {
                depth += 1;
                inside.push(String::new());
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {
                if let Some(last) = inside.last_mut() {
                    last.push(c);
                }
            }
            _ => outside.push(c),
        }
    }
    // `[Acme GmbH]`
    if outside.trim().is_empty() {
        outside = std::mem::take(&mut inside).join(" ");
    }
    let mut names: Vec<String> = split_at_markers(&outside)
        .iter()
        .flat_map(|name| name.split(" / "))
        // A deal of HubSpot may have several companies.
        .flat_map(|name| name.split(';'))
        .map(|name| name.replace("do not use", " "))
        .collect();
    for bracket in inside {
        let (marked, name) = without_marker(&bracket);
        // Brackets also hold places and remarks: only a marked text is another name.
        if marked {
            names.push(name);
        }
    }
    names
}

fn without_east_asian_form(text: &str) -> String {
    let text: String = text.nfkc().collect();
    EAST_ASIAN_FORMS
        .iter()
        .fold(text, |text, form| if text.contains(form) { text.replace(form, " ") } else { text })
}

/// Legal forms that stand without a blank before or behind the name, also in brackets (NFKC makes ㈱ a
/// 株 in brackets).
const EAST_ASIAN_FORMS: [&str; 15] = [
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "(株)",
    "(有)",
    "(同)",
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "集团",
    "주식회사",
    "유한회사",
    "(주)",
    "(유)",
];

const MARKERS: [&str; 26] = [
    "formerly known as ",
    "formerly ",
    "previously known as ",
    "previously ",
    "now known as ",
    "now part of ",
    "now ",
    "ex ",
    "ex-",
    "vormals ",
    "ehemals ",
    "anciennement ",
    "antes ",
    "già ",
    "voorheen ",
    "früher ",
    "ehem. ",
    "trading as ",
    "t/a ",
    "aka ",
    "a.k.a. ",
    "dba ",
    "d/b/a ",
    "fka ",
    "f.k.a. ",
    "f/k/a ",
];

fn without_marker(text: &str) -> (bool, String) {
    let lower = text.trim_start().to_lowercase();
    match MARKERS.iter().find(|marker| lower.starts_with(**marker)) {
        Some(marker) => (true, lower[marker.len()..].to_owned()),
        None => (false, lower),
    }
}

fn split_at_markers(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    // Inside a name, these are too common as words or parts of words.
    let alone = ["now ", "ex ", "ex-", "antes "];
    for marker in MARKERS.iter().filter(|marker| !alone.contains(marker)) {
        let place = lower.find(marker).filter(|place| lower[..*place].ends_with(' '));
        if let Some(place) = place {
            let (before, after) = (&lower[..place], &lower[place + marker.len()..]);
            return vec![before.trim_end_matches([',', ' ']).to_owned(), after.to_owned()];
        }
    }
    vec![text.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::super::company_name::company_names;

    #[test]
    fn a_text_can_give_several_names() {
        let slugs =
            |text| company_names(text).into_iter().map(|name| name.slug).collect::<Vec<_>>();
        assert_eq!(slugs("Newco (formerly Oldco Ltd)"), ["newco", "oldco"]);
        assert_eq!(slugs("Acme dba Bolt"), ["acme", "bolt"]);
        assert_eq!(slugs("Acme [ex Bolt AG]"), ["acme", "bolt"]);
        assert_eq!(slugs("Acme vormals Bolt"), ["acme", "bolt"]);
        assert_eq!(slugs("Acme (f.k.a. Bolt)"), ["acme", "bolt"]);
        assert_eq!(slugs("Acme (ehem. Bolt AG)"), ["acme", "bolt"]);
        assert_eq!(slugs("Fed Ex Freight"), ["fedexfreight"]);
        assert_eq!(slugs("Acme (Germany)"), ["acme"]);
        assert_eq!(slugs("Acme / Bolt"), ["acme", "bolt"]);
        assert_eq!(slugs("Acme Inc.;Bolt"), ["acme", "bolt"]);
        assert_eq!(slugs("Acme;"), ["acme"]);
        assert_eq!(slugs("* Acme [do not use]"), ["acme"]);
        assert_eq!(slugs("[Acme GmbH]"), ["acme"]);
    }
}
