use crate::linkage::comparison::{About, Comparison, Level, Pair};
use crate::linkage::marker::Marker;

/// Phases, years, quarters and regions in the two titles: phase 1 is not phase 2.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    about: About::Deal,
    levels: &[
        Level { label: "same phase, year or region", m: 65.0, u: 5.0 },
        Level { label: "phase, year or region on one side only", m: 34.0, u: 80.0 },
        Level { label: "different phases, years or regions", m: 1.0, u: 15.0 },
    ],
    level,
    words,
};

// Places of the levels.
const SAME: usize = 0;
const ON_ONE_SIDE: usize = 1;
const DIFFERENT: usize = 2;

fn level(pair: &Pair) -> Option<usize> {
    let (crm, ace) = marks(pair)?;
    if crm.is_empty() && ace.is_empty() {
        return None;
    }
    let are_of_a_kind =
        |one: &Marker, other: &Marker| std::mem::discriminant(one) == std::mem::discriminant(other);
    Some(if crm.iter().any(|one| ace.contains(one)) {
        SAME
    } else if crm.iter().any(|one| ace.iter().any(|other| are_of_a_kind(one, other))) {
        DIFFERENT
    } else {
        ON_ONE_SIDE
    })
}

/// The marks themselves: `both phase 2`, `phase 1 in the CRM, phase 2 in ACE`, `2026 on one side only`.
fn words(pair: &Pair, level: usize) -> String {
    let (crm, ace) = marks(pair).unwrap_or_default();
    let joined = |marks: &[Marker]| -> String {
        let marks: Vec<String> = marks.iter().map(ToString::to_string).collect();
        marks.join(" and ")
    };
    match level {
        SAME => {
            let both: Vec<Marker> = crm.iter().filter(|mark| ace.contains(mark)).copied().collect();
            format!("both {}", joined(&both))
        }
        ON_ONE_SIDE => format!("{} on one side only", joined(&[crm, ace].concat())),
        _ => format!("{} in the CRM, {} in ACE", joined(crm), joined(ace)),
    }
}

fn marks<'run>(pair: &Pair<'run>) -> Option<(&'run [Marker], &'run [Marker])> {
    Some((&pair.crm.title.as_ref()?.markers, &pair.ace.title.as_ref()?.markers))
}

/// Whether the titles name other phases, or years that lie two or more apart: who enters a deal may be a year off.
pub(in crate::linkage) fn is_other_phase(pair: &Pair) -> bool {
    let Some((crm, ace)) = marks(pair) else { return false };
    let apart = |number: fn(Marker) -> Option<u16>| {
        let of_ace = || ace.iter().copied().filter_map(number);
        let of_crm = crm.iter().copied().filter_map(number);
        of_crm.flat_map(|one| of_ace().map(move |other| one.abs_diff(other))).min()
    };
    apart(Marker::step).is_some_and(|phases| phases > 0)
        || apart(Marker::year).is_some_and(|years| years > 1)
}

#[cfg(test)]
mod tests {
    use crate::linkage::comparison_testing::{label, pair_of_titles};

    use super::{COMPARISON, is_other_phase};

    #[test]
    fn marks_agree_differ_or_stand_on_one_side_only() {
        for (one, other, expected) in [
            ("Rehost phase 1", "Phase 1 server move", Some("same phase, year or region")),
            ("Rehost phase 1", "Rehost phase 2", Some("different phases, years or regions")),
            ("Rehost 2026", "Rehost", Some("phase, year or region on one side only")),
            ("Rehost", "Rehost", None),
        ] {
            let label = pair_of_titles(one, other, |pair| label(&COMPARISON, pair));
            assert_eq!(label, expected, "{one} / {other}");
        }
    }

    #[test]
    fn marks_are_told_by_what_they_say() {
        for (one, other, expected) in [
            ("Rehost wave 2 EMEA", "Phase 2 rehost", "both phase 2"),
            ("Rehost FY26 Q3", "Rehost 2026 Q3", "both 2026 and Q3"),
            ("Rehost phase 1", "Rehost phase 2", "phase 1 in the CRM, phase 2 in ACE"),
            ("Rehost 2026", "Rehost", "2026 on one side only"),
            ("Rehost 2026", "Rehost emea", "2026 and EMEA on one side only"),
        ] {
            let words = pair_of_titles(one, other, |pair| {
                (COMPARISON.words)(pair, (COMPARISON.level)(pair).unwrap())
            });
            assert_eq!(words, expected, "{one} / {other}");
        }
    }

    #[test]
    fn another_phase_is_another_deal_and_so_is_another_year_unless_it_is_the_next() {
        for (one, other, expected) in [
            ("Rehost phase 1", "Rehost phase 2", true),
            ("Rehost phase 1 and phase 2", "Rehost phase 2", false),
            ("Rehost phase 1", "Rehost", false),
            ("Rehost 2024", "Rehost 2027", true),
            ("Rehost 2026", "Rehost FY27", false),
        ] {
            assert_eq!(pair_of_titles(one, other, is_other_phase), expected, "{one} / {other}");
        }
    }
}
