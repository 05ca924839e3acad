//! The settings by which the previous run judged, and those that are others now.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::{Row, rows};
use super::standing::changed;
use crate::domain::{PreviousWorkbook, Setting};

/// The settings that the workbook states, by key; none if it does not tell. What stands below their table on the sheet has no
/// source.
pub(super) fn settings(workbook: &PreviousWorkbook) -> BTreeMap<String, String> {
    let of_row = |row: Row| {
        row.text("From")?;
        Some((row.text("Setting")?, row.text("Value").unwrap_or_default()))
    };
    rows(workbook, "tblSettings").filter_map(of_row).collect()
}

/// The settings that are others now, each with both values. Severities and waivers are told by themselves, and so are runs
/// of which the settings are not known.
pub(super) fn changed_settings(before: &BTreeMap<String, String>, now: &[Setting]) -> Vec<String> {
    if before.is_empty() {
        return Vec::new();
    }
    let before: BTreeMap<&str, &str> =
        before.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let now: BTreeMap<&str, &str> =
        now.iter().map(|setting| (setting.key.as_str(), setting.value.as_str())).collect();
    let keys: BTreeSet<&str> = before.keys().chain(now.keys()).copied().collect();
    let is_told_apart = |key: &&str| key.starts_with("severity.") || key.starts_with("waiver.");
    let value = |of: &BTreeMap<&str, &str>, key| {
        let words: Vec<_> = of.get(key).into_iter().flat_map(|it| it.split_whitespace()).collect();
        words.join(" ")
    };
    let values = keys.into_iter().filter(|key| !is_told_apart(key));
    let values = values.map(|key| (key, value(&before, key), value(&now, key)));
    let changed = values.filter(|(_, was, is)| was != is).map(|(key, was, is)| {
        let filled = |text: String| Some(text).filter(|text| !text.is_empty());
        changed(key, filled(was).as_deref(), filled(is).as_deref())
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(key: &str, value: &str) -> Setting {
        Setting { key: key.into(), value: value.into(), source: "our choice" }
    }

    #[test]
    fn a_setting_that_is_another_now_is_named_with_both_values() {
        let before = [("screening.closing_days", "30"), ("usd_rates.EUR", "1.08"), ("x", "a  b")];
        let before = before.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let now = [
            setting("screening.closing_days", "120"),
            setting("severity.ATT001", "low"),
            setting("x", "a b"),
        ];
        let told = ["screening.closing_days: 30 → 120", "usd_rates.EUR: 1.08 → –"];
        assert_eq!(changed_settings(&before, &now), told);
        assert!(changed_settings(&BTreeMap::new(), &now).is_empty(), "nothing is known of them");
    }
}
