use crate::linkage::comparison::{About, Comparison, Level, Pair};

// Places of the levels.
const NAMED: usize = 0;
const MISTYPED: usize = 1;
const ANOTHER_ACE: usize = 2;
const ANOTHER_DEAL: usize = 1;

/// The CRM record holds the ACE id. Strong evidence, not law: ids are cloned with deals and mistyped.
pub(in crate::linkage) static ACE_ID_IN_CRM: Comparison = Comparison {
    name: "ACE id in CRM",
    about: About::Both,
    levels: &[
        Level { label: "ACE id in CRM", bits: 10.0 },
        Level { label: "ACE id in CRM, mistyped", bits: 4.0 },
        Level { label: "CRM names another ACE opportunity", bits: -5.0 },
    ],
    level: ace_id_in_crm,
    words: |pair, level| match level {
        NAMED => format!("the CRM holds {}", pair.ace_id),
        MISTYPED => format!("the CRM holds {} mistyped", pair.ace_id),
        _ => {
            let named = pair.crm.references.ace_ids.iter().map(ToString::to_string);
            format!("the CRM names {} instead", named.collect::<Vec<_>>().join(" and "))
        }
    },
};

/// The ACE record holds the CRM id, in 15 or 18 characters.
pub(in crate::linkage) static CRM_ID_IN_ACE: Comparison = Comparison {
    name: "CRM id in ACE",
    about: About::Both,
    levels: &[
        Level { label: "CRM id in ACE", bits: 10.0 },
        Level { label: "ACE names another deal", bits: -5.0 },
    ],
    level: crm_id_in_ace,
    words: |pair, level| match level {
        NAMED => format!("ACE holds the CRM id {}", pair.crm_key),
        _ => "ACE names another deal of the CRM".to_owned(),
    },
};

fn ace_id_in_crm(pair: &Pair) -> Option<usize> {
    let references = &pair.crm.references;
    if references.ace_ids.contains(pair.ace_id) {
        return Some(NAMED);
    }
    if references.repaired_ace_ids.contains(pair.ace_id) {
        return Some(MISTYPED);
    }
    // An id that no ACE row has contradicts nothing: it is reported as dangling.
    references.ace_ids.iter().any(|id| pair.population.ace_ids.contains(id)).then_some(ANOTHER_ACE)
}

fn crm_id_in_ace(pair: &Pair) -> Option<usize> {
    let keys = &pair.ace.references.crm_keys;
    if keys.iter().any(|key| key == pair.crm_key) {
        return Some(NAMED);
    }
    keys.iter().any(|key| pair.population.crm_keys.contains(key)).then_some(ANOTHER_DEAL)
}
