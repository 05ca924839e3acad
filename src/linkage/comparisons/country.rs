use crate::linkage::comparison::{About, Comparison, Level};

/// The place of the level of different countries.
pub(in crate::linkage) const DIFFERENT: usize = 1;

/// The customer's country, in any spelling. A parent's seat and a branch's differ now and then.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    about: About::Customer,
    levels: &[
        Level { label: "same country", m: 95.0, u: 31.0 },
        Level { label: "different countries", m: 5.0, u: 69.0 },
    ],
    level: |pair| Some(usize::from(pair.crm.country? != pair.ace.country?)),
    words: |pair, level| {
        let crm = pair.crm_record.country.as_deref().unwrap_or_default();
        let ace = pair.ace_record.country.as_deref().unwrap_or_default();
        match level {
            0 => format!("same country {crm}"),
            _ => format!("different countries ({crm}, {ace})"),
        }
    },
};
