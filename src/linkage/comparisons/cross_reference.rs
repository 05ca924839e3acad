use crate::domain::{AceId, CrmId};
use crate::linkage::comparison::{About, Comparison, Level, Pair};

// Places of the levels.
pub(in crate::linkage) const NAMED: usize = 0;
pub(in crate::linkage) const MISTYPED: usize = 1;
const ANOTHER_ACE: usize = 2;
const ANOTHER_DEAL: usize = 1;

/// The CRM record holds the ACE id. Strong evidence, not law: ids are cloned with deals and mistyped.
///
/// About 7 bits: ids that were checked led to the wrong deal in 2 of 100 cases (our measurements). Of the
/// customer they say more, see `ID_CUSTOMER_BITS`.
pub(in crate::linkage) static ACE_ID_IN_CRM: Comparison = Comparison {
    about: About::Both,
    levels: &[
        Level { label: "ACE id in CRM", m: 94.0, u: 0.7 },
        Level { label: "ACE id in CRM, mistyped", m: 3.0, u: 0.05 },
        Level { label: "CRM names another ACE opportunity", m: 3.0, u: 99.25 },
    ],
    level: ace_id_in_crm,
    words: |pair, level| {
        let id = &pair.ace_record.id;
        match level {
            NAMED => format!("the CRM holds {id}"),
            MISTYPED => {
                let written = pair.crm_record.ace_id.as_deref().unwrap_or_default().trim();
                format!("the CRM holds \"{written}\", {id} mistyped")
            }
            _ => {
                let written = pair.crm_record.ace_id.as_deref().unwrap_or_default();
                let named: Vec<_> =
                    AceId::named_in(written).iter().map(ToString::to_string).collect();
                format!("the CRM names {} instead", named.join(" and "))
            }
        }
    },
};

/// The ACE record holds the CRM id, in 15 or 18 characters.
pub(in crate::linkage) static CRM_ID_IN_ACE: Comparison = Comparison {
    about: About::Both,
    levels: &[
        Level { label: "CRM id in ACE", m: 97.0, u: 0.7 },
        Level { label: "ACE names another deal", m: 3.0, u: 99.3 },
    ],
    level: crm_id_in_ace,
    words: |pair, level| match level {
        NAMED => format!("ACE holds the CRM id {}", as_ace_writes_it(pair)),
        _ => "ACE names another deal of the CRM".to_owned(),
    },
};

/// The deal's id in the characters of the ACE export: of 15, of 18, or the whole cell if it is no part by itself.
fn as_ace_writes_it<'run>(pair: &Pair<'run>) -> &'run str {
    let text = pair.ace_record.partner_crm_id.as_deref().unwrap_or_default().trim();
    let is_it = |part: &&str| CrmId::new(part).is_some_and(|id| id == pair.crm_record.id);
    text.split(|c: char| !c.is_ascii_alphanumeric()).find(is_it).unwrap_or(text)
}

fn ace_id_in_crm(pair: &Pair) -> Option<usize> {
    // An id that no ACE row has contradicts nothing: it is reported as dangling.
    let references = pair.crm.references.as_ref()?;
    Some(if references.named.contains(&pair.places.1) {
        NAMED
    } else if references.repaired.contains(&pair.places.1) {
        MISTYPED
    } else {
        ANOTHER_ACE
    })
}

fn crm_id_in_ace(pair: &Pair) -> Option<usize> {
    // An id that no deal has contradicts nothing.
    let references = pair.ace.references.as_ref()?;
    Some(if references.named.contains(&pair.places.0) { NAMED } else { ANOTHER_DEAL })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::salesforce_18;
    use crate::linkage::comparison_testing::{blank_records, of_pair};

    fn words(comparison: &Comparison, in_crm: &str, in_ace: &str) -> String {
        let (mut crm, mut ace) = blank_records();
        crm.ace_id = Some(in_crm.into());
        ace.partner_crm_id = Some(in_ace.into());
        of_pair(crm, ace, |pair| (comparison.words)(pair, (comparison.level)(pair).unwrap()))
    }

    #[test]
    fn ids_are_told_as_the_other_system_writes_them() {
        let long = salesforce_18("0065f00000AbCdE").unwrap();
        for (in_ace, written) in [
            ("0065f00000AbCdE", "0065f00000AbCdE"),
            (&long, &long),
            ("https://x.my.salesforce.com/0065f00000AbCdE", "0065f00000AbCdE"),
        ] {
            let told = words(&CRM_ID_IN_ACE, "", in_ace);
            assert_eq!(told, format!("ACE holds the CRM id {written}"));
        }
        assert_eq!(words(&ACE_ID_IN_CRM, "O1234567", ""), "the CRM holds O1234567");
        let told = words(&ACE_ID_IN_CRM, "o-1234567 ", "");
        assert_eq!(told, "the CRM holds \"o-1234567\", O1234567 mistyped");
    }
}
