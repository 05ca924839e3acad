//! The phases that an application is for, by the words for them.

use crate::domain::{Phase, fold};

/// The phases that the text names; empty for all of them, `None` if it names none.
pub(super) fn phases(text: &str) -> Option<Vec<Phase>> {
    // By their stems: Mobilize, Mobilise, Mobilization; Migrate, Migration.
    const STEMS: [(&str, Phase); 5] = [
        ("assess", Phase::Assess),
        ("readiness", Phase::Assess),
        ("mobili", Phase::Mobilize),
        ("migrat", Phase::Migrate),
        ("moderni", Phase::Migrate),
    ];
    // AWS's short names of what is done in Assess: the Migration Readiness Assessment, and that of licences.
    const WORDS: [(&str, Phase); 2] = [("mra", Phase::Assess), ("ola", Phase::Assess)];
    // What stands alone in a cell for phases by their initials: Assess and Mobilize, Migrate and Modernize.
    const INITIALS: [(&str, &[Phase]); 2] =
        [("a and m", &[Phase::Assess, Phase::Mobilize]), ("m and m", &[Phase::Migrate])];
    let initials = fold(&text.replace('+', "&"));
    if let Some((_, phases)) = INITIALS.iter().find(|(own, _)| *own == initials) {
        return Some(phases.to_vec());
    }
    // The names of the programme and of the assessment hold a stem, but name no phase.
    let folded = fold(text)
        .replace("migration acceleration program", "")
        .replace("migration readiness", "readiness");
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
    if words.contains(&"all") {
        return Some(Vec::new());
    }
    let by_stem = STEMS.iter().filter(|(stem, _)| words.iter().any(|word| word.starts_with(stem)));
    let by_word = WORDS.iter().filter(|(wanted, _)| words.contains(wanted));
    let numbers = ["1", "2", "3"].into_iter().zip(Phase::ALL);
    let by_number =
        numbers.filter(|(number, _)| words.windows(2).any(|it| it == ["phase", *number]));
    let named = by_stem.chain(by_word).map(|(_, phase)| *phase).chain(by_number.map(|it| it.1));
    let mut named: Vec<Phase> = named.collect();
    named.sort_unstable();
    named.dedup();
    (!named.is_empty()).then_some(named)
}

/// The phases in the name of a program, such as `MAP - Assess`. "Migration" is the program and no phase.
pub(super) fn of_program(program: &str) -> Vec<Phase> {
    let folded = fold(program);
    let named = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| *word != "migration");
    phases(&named.collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

/// The phases that the words of a status, or of an application's name, name by AWS's own names, such as `Assess approved`;
/// empty if they name none. An "assessment" may as well be what AWS does with the request, and "migration" is the program.
pub(super) fn of_words<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Phase> {
    const NAMES: [&str; 11] = [
        "assess",
        "mra",
        "mobilize",
        "mobilise",
        "migrate",
        "modernize",
        "modernise",
        "phase",
        "1",
        "2",
        "3",
    ];
    let named = |text: &str| {
        let folded = fold(text);
        let words = folded.split(|c: char| !c.is_alphanumeric());
        let names: Vec<&str> =
            words.map(|word| if NAMES.contains(&word) { word } else { "-" }).collect();
        phases(&names.join(" ")).unwrap_or_default()
    };
    texts.map(named).find(|phases| !phases.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_found_by_their_names() {
        for (text, expected) in [
            ("Assess", &[Phase::Assess][..]),
            ("Mobilise;Migrate & Modernize", &[Phase::Mobilize, Phase::Migrate]),
            ("MAP 2.0 - Mobilization", &[Phase::Mobilize]),
            ("Migration Acceleration Program: Assessment", &[Phase::Assess]),
            ("All phases", &[]),
            ("MRA", &[Phase::Assess]),
            ("Migration Readiness", &[Phase::Assess]),
            ("OLA", &[Phase::Assess]),
            ("Phase 1", &[Phase::Assess]),
            ("M&M", &[Phase::Migrate]),
            ("M + M", &[Phase::Migrate]),
            ("A+M", &[Phase::Assess, Phase::Mobilize]),
            ("Assess/Mobilize", &[Phase::Assess, Phase::Mobilize]),
            ("Phase 3: migration; phase 2", &[Phase::Mobilize, Phase::Migrate]),
        ] {
            assert_eq!(phases(text).as_deref(), Some(expected), "{text}");
        }
        for unknown in ["Phase X", "Wave 1", "tbd", "AM"] {
            assert_eq!(phases(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_status_names_phases_by_their_own_names_only() {
        let of = |text| of_words([text].into_iter());
        assert_eq!(of("Assess approved"), [Phase::Assess]);
        assert_eq!(of("Approved (Mobilize)"), [Phase::Mobilize]);
        assert_eq!(of("Phase 3 submitted"), [Phase::Migrate]);
        for text in
            ["Under assessment", "Migration funding approved", "Approved", "Phase in review 1"]
        {
            assert_eq!(of(text), [], "{text}");
        }
    }
}
