//! The id of a deal in the address of its page in the CRM.

/// The id of the opportunity that the address leads to; `None` for any other page.
///
/// Salesforce: `/0065f…`, `/lightning/r/Opportunity/006…/view`. HubSpot: `/contacts/1/deal/123`,
/// `/record/0-3/123`. Pipedrive: `/deal/123`. Zoho: `/tab/Potentials/123`. Dynamics: `etn=opportunity`
/// with `id=` and a GUID. These are the forms that the products show in the browser.
pub(super) fn record_id(url: &str) -> Option<String> {
    let (address, query) = url.split_once(['?', '#']).unwrap_or((url, ""));
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let segments: Vec<&str> = address.split('/').skip(1).collect();
    let after = |name: &str| {
        let place = segments.iter().position(|segment| segment.eq_ignore_ascii_case(name))?;
        segments.get(place + 1).copied().filter(|id| is_number(id))
    };
    let of_salesforce = segments.iter().copied().find(|segment| is_salesforce_opportunity(segment));
    // The number of the kind of object stands before the id: 0-3 are deals (HubSpot's API reference).
    let of_hubspot = || after("0-3");
    let of_others = || ["deal", "deals", "potentials"].into_iter().find_map(after);
    let found = of_salesforce.or_else(of_hubspot).or_else(of_others);
    found.map(str::to_owned).or_else(|| dynamics_id(query))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it is an id of 15 or 18 characters with the prefix of opportunities.
fn is_salesforce_opportunity(segment: &str) -> bool {
    matches!(segment.len(), 15 | 18)
        && segment.starts_with("006")
        && segment.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn dynamics_id(query: &str) -> Option<String> {
    let query = query.to_ascii_lowercase().replace("%7b", "").replace("%7d", "");
    let value = |name: &str| {
        let pairs = query.split(['&', '?', '#']).filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
    };
    if value("etn") != Some("opportunity") {
        return None;
    }
    let id = value("id")?.trim_matches(['{', '}']);
    let is_guid = id.len() == 36
        && id.char_indices().all(|(place, c)| match place {
            8 | 13 | 18 | 23 => c == '-',
            _ => c.is_ascii_hexdigit(),
        });
    is_guid.then(|| id.to_owned())
}

/// The address in a formula `HYPERLINK("https://…", "Lift")`.
pub(super) fn formula_link(formula: &str) -> Option<&str> {
    let start = formula.to_ascii_uppercase().find("HYPERLINK(")? + "HYPERLINK(".len();
    formula.get(start..)?.trim_start().strip_prefix('"')?.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_deals_hold_their_id() {
        for (url, id) in [
            ("https://x.my.salesforce.com/0065f00000AbCdE", "0065f00000AbCdE"),
            (
                "https://x.lightning.force.com/lightning/r/Opportunity/0065f00000AbCdEAAX/view?a=1",
                "0065f00000AbCdEAAX",
            ),
            ("https://x.my.salesforce.com/one/one.app#/sObject/1", ""),
            ("https://app.hubspot.com/contacts/12/deal/9876543210", "9876543210"),
            ("https://app-eu1.hubspot.com/contacts/12/record/0-3/987654/", "987654"),
            ("https://acme.pipedrive.com/deal/123", "123"),
            ("https://crm.zoho.eu/crm/org1/tab/Potentials/444000000123", "444000000123"),
            (
                "https://x.crm4.dynamics.com/main.aspx?etn=opportunity&pagetype=entityrecord&id=%7B0B1C2D3E-1111-2222-3333-444455556666%7D",
                "0b1c2d3e-1111-2222-3333-444455556666",
            ),
        ] {
            assert_eq!(record_id(url).unwrap_or_default(), id, "{url}");
        }
    }

    #[test]
    fn other_pages_hold_none() {
        for url in [
            "https://x.my.salesforce.com/0015f00000AbCdE",
            "https://app.hubspot.com/contacts/12/record/0-2/987654",
            "https://x.crm4.dynamics.com/main.aspx?etn=account&id=0B1C2D3E-1111-2222-3333-444455556666",
            "https://example.com/deal/today",
            "mailto:ana@example.com",
            "0065f00000AbCdE",
            "",
        ] {
            assert_eq!(record_id(url), None, "{url}");
        }
    }

    #[test]
    fn the_address_of_a_formula_is_its_first_text() {
        assert_eq!(formula_link("HYPERLINK(\"https://a/b\",\"Lift\")"), Some("https://a/b"));
        assert_eq!(formula_link("=hyperlink( \"https://a/b\")"), Some("https://a/b"));
        assert_eq!(formula_link("HYPERLINK(A1)"), None);
        assert_eq!(formula_link("SUM(A1:A2)"), None);
    }
}
