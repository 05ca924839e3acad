//! Web domains as they compare: the registrable part, if it is the customer's own.

use crate::domain::is_shared_domain;

/// The registrable domain of a customer: `acme.co.uk` of `https://shop.acme.co.uk/x`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct WebDomain {
    /// The registrable domain.
    pub(super) name: String,
    /// Its first label, which countries share: `acme`.
    pub(super) label: String,
}

/// The customer's domain in a website or e-mail text. `None` if there is none, or if it is that of a
/// mail provider, a network or a placeholder, and so says nothing about the customer.
pub(super) fn web_domain(text: &str) -> Option<WebDomain> {
    let lower = text.trim().to_lowercase();
    let after_scheme = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = after_scheme.split(['/', '?', '#', ' ', ',', ';']).next()?;
    let host = host.rsplit('@').next()?;
    let host = host.split(':').next()?.trim_matches('.');
    let domain = psl::domain(host.as_bytes())?;
    let name = std::str::from_utf8(domain.as_bytes()).ok()?;
    // Without a known suffix, "acme" or "n.a" would count as a domain.
    if !domain.suffix().is_known() && !name.ends_with(".example") || is_shared_domain(name) {
        return None;
    }
    let label = name.split('.').next()?.to_owned();
    Some(WebDomain { name: name.to_owned(), label })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registrable_part_is_found_in_every_spelling() {
        for text in [
            "acme.co.uk",
            "https://www.acme.co.uk/en?x=1",
            "WWW.ACME.CO.UK",
            "jane@mail.acme.co.uk",
            "http://acme.co.uk:8080",
        ] {
            assert_eq!(
                web_domain(text).map(|domain| domain.name).as_deref(),
                Some("acme.co.uk"),
                "{text}"
            );
        }
    }

    #[test]
    fn domains_that_are_not_the_customers_count_nothing() {
        for text in [
            "jane@gmail.com",
            "https://www.linkedin.com/company/acme",
            "example.com",
            "n/a",
            "acme",
            "",
            "-",
        ] {
            assert_eq!(web_domain(text), None, "{text}");
        }
    }
}
