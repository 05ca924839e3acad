//! Headers that people shorten: `Est. AWS MRR`, `Opp. Name`, `Target close`.

/// What stands for what, without its dot.
const SHORT: [(&str, &str); 31] = [
    ("est", "estimated"),
    ("exp", "expected"),
    ("fcst", "forecast"),
    ("opp", "opportunity"),
    ("oppty", "opportunity"),
    ("opty", "opportunity"),
    ("acct", "account"),
    ("acc", "account"),
    ("cust", "customer"),
    ("proj", "project"),
    ("amt", "amount"),
    ("rev", "revenue"),
    ("curr", "currency"),
    ("prob", "probability"),
    ("desc", "description"),
    ("mod", "modified"),
    ("upd", "updated"),
    ("dt", "date"),
    ("mig", "migration"),
    ("srv", "servers"),
    ("svrs", "servers"),
    ("mgr", "manager"),
    ("stg", "stage"),
    ("cls", "close"),
    ("ownr", "owner"),
    ("crt", "created"),
    ("num", "number"),
    ("req", "request"),
    ("sig", "signature"),
    ("nm", "name"),
    ("cd", "code"),
];

/// Last words of a header behind which the word "date" may be left out.
const OF_DAYS: [&str; 8] =
    ["close", "closing", "start", "end", "kickoff", "created", "modified", "updated"];

/// Stands behind every preference of a profile, and before what is decorated.
pub(super) const RANK: usize = 500_000;

/// The header as it would be in full, in the order in which to try them; none if nothing is shortened. `key` is a folded
/// header.
pub(super) fn in_full(key: &str) -> Vec<String> {
    let words: Vec<&str> = key
        .split(' ')
        .map(|word| {
            let bare = word.trim_start_matches('(').trim_end_matches([')', '.']);
            SHORT.iter().find(|(short, _)| *short == bare).map_or(word, |(_, long)| long)
        })
        .collect();
    let spelled = words.join(" ");
    let is_of_day = words.last().is_some_and(|word| OF_DAYS.contains(word));
    let with_date = is_of_day.then(|| format!("{spelled} date"));
    let is_changed = |name: &String| name != key;
    [Some(spelled), with_date].into_iter().flatten().filter(is_changed).collect()
}

#[cfg(test)]
mod tests {
    use super::super::header;
    use super::super::profile::{Meaning, PROFILES};
    use super::*;
    use crate::domain::Field;

    fn field(profile: &str, written: &str) -> Option<Field> {
        let profile = PROFILES.iter().find(|it| it.name == profile).unwrap();
        match profile.meaning(&header::parse(written))?.0 {
            Meaning::Field { field, .. } => Some(field),
            _ => None,
        }
    }

    #[test]
    fn shortened_words_are_read_in_full() {
        for (profile, written, expected) in [
            ("generic", "Opp. Name", Field::DealName),
            ("generic", "Acct Name", Field::Customer),
            ("generic", "Exp. Close Dt", Field::CloseDate),
            ("generic", "Proj. Start", Field::ProjectStart),
            ("generic", "OPPTY_NM", Field::DealName),
            ("generic", "CURR_CD", Field::Currency),
            ("generic", "Waluta kwoty", Field::Currency),
            ("dynamics365", "Odhadované výnosy", Field::Amount),
            ("dynamics365", "Beräknat slutdatum", Field::CloseDate),
            ("generic", "Last Mod. Date", Field::ModifiedDate),
            ("ace-ui-export", "Est. AWS MRR (USD)", Field::Mrr),
            ("ace-ui-export", "Target close", Field::TargetCloseDate),
        ] {
            assert_eq!(field(profile, written), Some(expected), "{written}");
        }
    }

    #[test]
    fn nothing_else_is_added_to_a_name() {
        assert!(in_full("account name").is_empty());
        assert_eq!(in_full("approved"), [""; 0]);
        assert_eq!(field("generic", "Exp. Revenue"), None);
        assert_eq!(field("generic", "Proposal"), None);
    }
}
