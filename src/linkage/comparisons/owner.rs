use crate::linkage::comparison::{About, Comparison, Level};

/// The partner's person on both sides. Colleagues enter each other's deals, and one who owns records of one side only,
/// as an alliance manager in ACE, says nothing.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    about: About::Deal,
    levels: &[
        Level { label: "same owner", m: 68.0, u: 14.0 },
        Level { label: "different owners", m: 32.0, u: 86.0 },
    ],
    level: |pair| {
        let (crm, ace) = (pair.crm.owner?, pair.ace.owner?);
        let speaks = |owner| pair.population.owns_in_both(owner);
        (speaks(crm) && speaks(ace)).then_some(usize::from(crm != ace))
    },
    words: |pair, level| {
        let ace = pair.ace_record;
        let ace = ace.owner_name.as_deref().or(ace.created_by.as_deref()).unwrap_or_default();
        match (level, pair.crm_record.owner.as_deref().unwrap_or_default()) {
            (0, crm) => format!("same owner {crm}"),
            (level, crm) => format!("{} ({crm}, {ace})", COMPARISON.levels[level].label),
        }
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linkage::comparison_testing::{blank_records, label, of_pair};

    #[test]
    fn an_owner_who_owns_records_of_one_system_only_says_nothing() {
        for (one, other, expected) in
            [("Ana Lee", "Lee, Ana", Some("same owner")), ("Ana Lee", "Partner Desk", None)]
        {
            let (mut crm, mut ace) = blank_records();
            crm.owner = Some(one.into());
            ace.owner_name = Some(other.into());
            assert_eq!(of_pair(crm, ace, |pair| label(&COMPARISON, pair)), expected, "{other}");
        }
    }
}
