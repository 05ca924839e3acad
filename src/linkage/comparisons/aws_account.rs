use crate::linkage::comparison::{About, Comparison, Level};

/// The customer's AWS account. Customers have several, so that different ones say little.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    about: About::Customer,
    levels: &[
        Level { label: "same AWS account", m: 60.0, u: 0.3 },
        Level { label: "different AWS accounts", m: 40.0, u: 99.7 },
    ],
    level: |pair| Some(usize::from(pair.crm.aws_account? != pair.ace.aws_account?)),
    words: |pair, level| match level {
        0 => format!(
            "same AWS account {}",
            pair.crm_record.aws_account_id.as_deref().unwrap_or_default()
        ),
        level => COMPARISON.levels[level].label.to_owned(),
    },
};
