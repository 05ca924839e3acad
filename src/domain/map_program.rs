//! Whether a program, as AWS or a partner writes it, is the Migration Acceleration Program.

use super::{fold, is_denied, words};

/// The program as ACE writes it.
const MAP_PROGRAM: &str = "Migration Acceleration Program";

/// Whether the program is MAP: by its name, or by the word `MAP` that nothing denies, as in `MAP 2.0` and not in `PIF (not MAP)`.
pub fn is_map_program(program: &str) -> bool {
    // Most are written as AWS writes them; folding is dear, and many rules ask.
    program.eq_ignore_ascii_case(MAP_PROGRAM) || names_map(&fold(program))
}

fn names_map(folded: &str) -> bool {
    let words: Vec<&str> = words(folded).collect();
    let is_name = |place: usize| {
        words[place] == "map" || words[place..].starts_with(&["migration", "acceleration"])
    };
    let is_instead = |before: &[&str]| before.ends_with(&["instead", "of"]);
    (0..words.len())
        .any(|place| is_name(place) && !is_denied(&words[..place]) && !is_instead(&words[..place]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn map_is_known_by_its_name_and_its_short_name_unless_they_are_denied() {
        for program in [
            "Migration Acceleration Program",
            "migration acceleration programme",
            "AWS Migration Acceleration Program (MAP)",
            "MAP",
            "AWS MAP",
            "MAP 2.0",
            "MAP Lite",
        ] {
            assert!(is_map_program(program), "{program}");
        }
        for program in
            ["Roadmap", "Not MAP", "PIF (not MAP)", "MDF instead of MAP", "", "Migration"]
        {
            assert!(!is_map_program(program), "{program}");
        }
    }
}
