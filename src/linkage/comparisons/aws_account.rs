use crate::linkage::comparison::{About, Comparison, Level, Pair};

/// The customer's AWS account. Customers have several, so that different ones say nothing.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "AWS account",
    about: About::Customer,
    levels: &[Level { label: "same AWS account", bits: 7.0 }],
    level: |pair| {
        let (crm, ace) = (pair.crm.aws_account_id.as_ref()?, pair.ace.aws_account_id.as_ref()?);
        (crm == ace).then_some(0)
    },
    words: |pair: &Pair, _| {
        format!("same AWS account {}", pair.crm.aws_account_id.as_deref().unwrap_or_default())
    },
};
