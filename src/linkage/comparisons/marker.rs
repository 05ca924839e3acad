use crate::linkage::comparison::{About, Comparison, Level, Pair};
use crate::linkage::title::Marker;

/// Phases, years, quarters and regions in the two titles: phase 1 is not phase 2.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "phase or year",
    about: About::Deal,
    levels: &[
        Level { label: "same phase, year or region", m: 65.0, u: 5.0 },
        Level { label: "phase, year or region on one side only", m: 34.0, u: 80.0 },
        Level { label: "different phases, years or regions", m: 1.0, u: 15.0 },
    ],
    level,
    words: |_, level| COMPARISON.levels[level].label.to_owned(),
};

fn level(pair: &Pair) -> Option<usize> {
    let (crm, ace) = (&pair.crm.title.as_ref()?.markers, &pair.ace.title.as_ref()?.markers);
    if crm.is_empty() && ace.is_empty() {
        return None;
    }
    let are_of_a_kind =
        |one: &Marker, other: &Marker| std::mem::discriminant(one) == std::mem::discriminant(other);
    if crm.iter().any(|one| ace.contains(one)) {
        Some(0)
    } else if crm.iter().any(|one| ace.iter().any(|other| are_of_a_kind(one, other))) {
        Some(2)
    } else {
        Some(1)
    }
}

/// Whether the titles name other phases, or years that lie two or more apart: who enters a deal may be a year off.
pub(in crate::linkage) fn is_other_phase(pair: &Pair) -> bool {
    let (Some(crm), Some(ace)) = (&pair.crm.title, &pair.ace.title) else { return false };
    let apart = |number: fn(Marker) -> Option<u16>| {
        let of_ace = || ace.markers.iter().copied().filter_map(number);
        let of_crm = crm.markers.iter().copied().filter_map(number);
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
