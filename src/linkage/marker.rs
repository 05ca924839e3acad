//! The marks in titles that tell one phase, year or site from the next.

use std::fmt;

/// What tells a deal from its neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Marker {
    /// Phase 2, wave 2.
    Step(u16),
    /// 2026, FY26.
    Year(u16),
    /// Q3.
    Quarter(u16),
    /// EMEA, by its place in the list.
    Region(u16),
}

impl Marker {
    /// The number of a phase or wave.
    pub(super) fn step(self) -> Option<u16> {
        if let Marker::Step(number) = self { Some(number) } else { None }
    }

    /// The year.
    pub(super) fn year(self) -> Option<u16> {
        if let Marker::Year(year) = self { Some(year) } else { None }
    }
}

impl fmt::Display for Marker {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Marker::Step(number) => write!(out, "phase {number}"),
            Marker::Year(year) => write!(out, "{year}"),
            Marker::Quarter(number) => write!(out, "Q{number}"),
            Marker::Region(place) => {
                out.write_str(&REGIONS[usize::from(place)].to_ascii_uppercase())
            }
        }
    }
}

/// The mark that a word is, and how many of the next words belong to it.
pub(super) fn marker(word: &str, next: Option<&str>) -> Option<(Marker, usize)> {
    if STEPS.contains(&word) {
        let number = next.and_then(number)?;
        return Some((Marker::Step(number), 1));
    }
    let with_number = |prefix: &str| -> Option<u16> {
        word.strip_prefix(prefix).filter(|rest| rest.len() <= 2)?.parse().ok()
    };
    if let Some(quarter @ 1..=4) = with_number("q") {
        return Some((Marker::Quarter(quarter), 0));
    }
    if let Some(year) = with_number("fy") {
        return Some((Marker::Year(2000 + year), 0));
    }
    if let Some(step) = with_number("ph").or_else(|| with_number("p")) {
        return Some((Marker::Step(step), 0));
    }
    if let Ok(year @ 2000..=2099) = word.parse::<u16>() {
        return Some((Marker::Year(year), 0));
    }
    let region = REGIONS.iter().position(|region| *region == word)?;
    Some((Marker::Region(u16::try_from(region).ok()?), 0))
}

fn number(word: &str) -> Option<u16> {
    match word {
        "i" | "one" => Some(1),
        "ii" | "two" => Some(2),
        "iii" | "three" => Some(3),
        "iv" | "four" => Some(4),
        word if word.len() <= 3 => word.parse().ok(),
        _ => None,
    }
}

const STEPS: &[&str] = &[
    "phase", "wave", "stage", "step", "part", "tranche", "batch", "teil", "fase", "etappe", "lot",
    "etape", "welle", "sprint", "release",
];

const REGIONS: &[&str] = &[
    "emea", "apac", "americas", "latam", "nordics", "dach", "benelux", "iberia", "europe", "asia",
    "us", "uk", "eu", "anz", "mea", "na",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mark_is_read_in_several_spellings() {
        for (word, next, expected) in [
            ("phase", Some("2"), Some((Marker::Step(2), 1))),
            ("wave", Some("ii"), Some((Marker::Step(2), 1))),
            ("phase", Some("plan"), None),
            ("fy26", None, Some((Marker::Year(2026), 0))),
            ("2026", None, Some((Marker::Year(2026), 0))),
            ("q3", None, Some((Marker::Quarter(3), 0))),
            ("120", None, None),
        ] {
            assert_eq!(marker(word, next), expected, "{word}");
        }
    }
}
