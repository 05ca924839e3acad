//! Countries as they compare: by code, name in English or in the country's own language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::spelling;

/// The two-letter code of the country that a text names; the folded text itself if no list knows it.
pub(super) fn country(text: &str) -> Option<String> {
    let folded: Vec<String> = spelling::latin(text)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let folded = folded.join(" ");
    if folded.is_empty() {
        return None;
    }
    Some(CODES.get(&folded).cloned().unwrap_or(folded))
}

static CODES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../schemas/countries.toml"))
        .expect("the shipped list is well formed, which a test holds");
    let mut codes = BTreeMap::new();
    for (code, names) in file.names {
        codes.extend(names.into_iter().map(|name| (name, code.clone())));
        codes.insert(code.clone(), code);
    }
    codes
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    names: BTreeMap<String, Vec<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_the_same_in_every_spelling() {
        for (one, other) in [
            ("DE", "Germany"),
            ("Deutschland", "deu"),
            ("United States of America", "U.S.A."),
            ("España", "Spain"),
            ("中国", "China"),
            ("Россия", "Russian Federation"),
            ("대한민국", "Korea, Republic of"),
            ("България", "Bulgaria"),
            ("MK", "North Macedonia"),
        ] {
            assert_eq!(country(one), country(other), "{one} / {other}");
        }
        assert_ne!(country("AT"), country("AU"));
    }

    #[test]
    fn a_country_that_no_list_knows_compares_as_it_stands() {
        assert_eq!(country("Atlantis"), country("ATLANTIS"));
        assert_eq!(country(" - "), None);
    }
}
