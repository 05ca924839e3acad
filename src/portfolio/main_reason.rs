//! Why a deal's money leaks: its first blocker, so that each deal is counted once.

use crate::domain::Finding;

/// A reason why money leaks, and the findings that show it.
#[derive(Debug, PartialEq, Eq)]
pub struct MainReason {
    /// For people, in plain words.
    pub label: &'static str,
    /// The codes of its findings, the most telling first.
    pub codes: &'static [&'static str],
}

/// The reasons, what blocks first standing first (our choice: nothing later can be mended before it).
pub const MAIN_REASONS: &[MainReason] = &[
    MainReason { label: "Not in ACE", codes: &["ATT001", "ATT006"] },
    MainReason { label: "Match to be decided", codes: &["ATT008", "ATT007", "ATT009"] },
    MainReason { label: "In ACE, but not accepted by AWS", codes: &["ATT003", "ATT004", "ATT005"] },
    MainReason { label: "In ACE, but not marked as MAP", codes: &["ATT002"] },
    MainReason { label: "No AWS revenue stated", codes: &["ARR001", "ARR002"] },
    MainReason { label: "Too late or started", codes: &["TIM001", "TIM008", "TIM004"] },
    MainReason { label: "Start not known", codes: &["TIM005"] },
    MainReason { label: "Time to apply runs out", codes: &["TIM002", "TIM003"] },
    MainReason { label: "AWS revenue unclear", codes: &["ARR003", "ARR004"] },
    MainReason { label: "PDM not informed", codes: &["APP002"] },
    MainReason { label: "No application", codes: &["APP001", "APP005", "APP006"] },
    MainReason { label: "Claim due or overdue", codes: &["APP008", "APP007", "APP009"] },
    OTHER,
];

/// The reason of deals whose findings block nothing by themselves.
const OTHER: MainReason = MainReason { label: "Smaller gaps", codes: &[] };

/// The first blocker among a deal's findings, with the finding that shows it: the severest of its
/// kind. `None` if there are no findings.
pub fn main_reason<'a>(findings: &[&'a Finding]) -> Option<(&'static MainReason, &'a Finding)> {
    for reason in MAIN_REASONS {
        for code in reason.codes {
            if let Some(finding) = findings.iter().find(|finding| finding.code == *code) {
                return Some((reason, finding));
            }
        }
    }
    let severest = findings.iter().min_by_key(|finding| finding.severity)?;
    Some((&OTHER, severest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Severity;
    use crate::portfolio::testing::finding;

    #[test]
    fn what_blocks_first_is_the_reason_whatever_the_severity() {
        let late = finding(0, "TIM001", Severity::Critical);
        let missing = finding(0, "ATT001", Severity::High);
        let (reason, shown_by) = main_reason(&[&late, &missing]).unwrap();
        assert_eq!((reason.label, shown_by.code), ("Not in ACE", "ATT001"));
    }

    #[test]
    fn findings_that_block_nothing_are_smaller_gaps_shown_by_the_severest() {
        let low = finding(0, "ATT012", Severity::Low);
        let medium = finding(0, "ATT017", Severity::Medium);
        let (reason, shown_by) = main_reason(&[&low, &medium]).unwrap();
        assert_eq!((reason.label, shown_by.code), ("Smaller gaps", "ATT017"));
    }

    #[test]
    fn a_clean_deal_has_no_reason() {
        assert!(main_reason(&[]).is_none());
    }

    #[test]
    fn no_code_stands_under_two_reasons() {
        let mut codes: Vec<_> = MAIN_REASONS.iter().flat_map(|reason| reason.codes).collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }
}
