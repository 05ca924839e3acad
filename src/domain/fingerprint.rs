//! Short names for long keys, and fingerprints of files.

use sha2::{Digest, Sha256};

/// Crockford's base 32: no I, L, O or U, which people misread or misspell.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Ten base-32 characters of the SHA-256 of the parts: the same in every run and on every machine.
///
/// 50 bits: among 50,000 keys, two share a fingerprint once in a million runs.
pub fn fingerprint(parts: &[&str]) -> String {
    // No id, code or name holds this control character, so parts cannot run into each other.
    let hash = Sha256::digest(parts.join("\u{1f}").as_bytes());
    let bits = hash.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    (0..10)
        .map(|place| {
            let five_bits = bits >> (59 - 5 * place) & 0b1_1111;
            char::from(ALPHABET[usize::try_from(five_bits).expect("five bits fit")])
        })
        .collect()
}

/// The SHA-256 of the bytes, as `sha256sum` shows it.
pub fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_fixed_for_ever_because_peoples_notes_hang_on_it() {
        assert_eq!(fingerprint(&["crm", "0065f00000AbCdEAAV"]).len(), 10);
        assert_eq!(fingerprint(&["a", "b"]), fingerprint(&["a", "b"]));
        assert_ne!(fingerprint(&["a", "b"]), fingerprint(&["ab", ""]));
    }
}
