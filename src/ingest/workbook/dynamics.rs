//! The hidden sheet of a Dynamics 365 export, which says what each column is in any language.

/// The pairs of label and logical name in the first cell of the hidden sheet:
/// `opportunity:<hash>:opportunityid=%28Do%20Not%20Modify%29%20Opportunity&name=Topic`.
///
/// Seen in a public export of Dynamics 365 Sales; users rename labels and see them translated, the
/// logical names stay.
pub(super) fn logical_names(cell: &str) -> Vec<(String, String)> {
    let mut parts = cell.splitn(3, ':');
    let (Some(_entity), Some(_hash), Some(pairs)) = (parts.next(), parts.next(), parts.next())
    else {
        return Vec::new();
    };
    let pairs = pairs.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(logical, label)| (decoded(label), decoded(logical)))
        .filter(|(label, logical)| !label.is_empty() && !logical.is_empty())
        .collect()
}

/// The text behind a URL encoding; what is no encoding stands as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        rest = others;
        let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        match (*first, others.get(..2).and_then(hex)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            (b'+', _) => bytes.push(b' '),
            (byte, _) => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_given_with_their_logical_names() {
        let cell = "opportunity:a1b2c3==:opportunityid=%28Do%20Not%20Modify%29%20Opportunity&checksumLogicalName=x&name=Sujet&estimatedvalue=Chiffre+d%27affaires+estim%C3%A9&=&bad";
        let pairs = logical_names(cell);
        let pairs: Vec<_> =
            pairs.iter().map(|(label, name)| (label.as_str(), name.as_str())).collect();
        assert_eq!(
            pairs,
            [
                ("(Do Not Modify) Opportunity", "opportunityid"),
                ("x", "checksumLogicalName"),
                ("Sujet", "name"),
                ("Chiffre d'affaires estimé", "estimatedvalue"),
            ]
        );
    }

    #[test]
    fn other_cells_hold_no_names() {
        for cell in ["", "Open", "a:b", "a:b:c", "100%"] {
            assert_eq!(logical_names(cell), [], "{cell}");
        }
        assert_eq!(decoded("100%, 5%2"), "100%, 5%2");
    }
}
