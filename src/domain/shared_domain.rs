//! Web domains that many people share, so that they say nothing about who somebody works for.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// Whether the domain, in lower case, is that of a mail provider for everyone.
pub fn is_free_mail(domain: &str) -> bool {
    LISTS.free_mail.contains(domain)
}

/// Whether the domain, in lower case, is that of a mail provider, a network, a shop or a register.
pub fn is_shared_domain(domain: &str) -> bool {
    is_free_mail(domain) || LISTS.not_the_customers.contains(domain)
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    toml::from_str(include_str!("../../schemas/web_domains.toml"))
        .expect("the shipped list is well formed, which a test holds")
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    free_mail: BTreeSet<String>,
    not_the_customers: BTreeSet<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_providers_and_networks_are_told_apart_from_companies() {
        assert!(is_free_mail("gmail.com") && is_shared_domain("gmail.com"));
        assert!(!is_free_mail("linkedin.com") && is_shared_domain("linkedin.com"));
        assert!(!is_shared_domain("acme.example"));
    }
}
