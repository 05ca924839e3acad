//! The signs of Chinese, Japanese and Korean for hundreds to hundreds of millions: `千円`, `百万円`, `万元`, `백만원`.

/// The factor of the signs at the start, and what is left: `千万` is a thousand times ten thousand.
pub fn east_asian_scale(after: &str) -> Option<(i64, &str)> {
    let mut rest = after;
    let mut factor = 1;
    // A hundred or thousand may stand before a ten thousand, and no sign behind that.
    for signs in [SMALL, LARGE] {
        if let Some((sign, times)) = signs.iter().find(|(sign, _)| rest.starts_with(sign)) {
            factor *= times;
            rest = &rest[sign.len()..];
        }
    }
    (factor > 1).then_some((factor, rest))
}

const SMALL: &[(&str, i64)] = &[("百", 100), ("백", 100), ("千", 1_000), ("천", 1_000)];

const LARGE: &[(&str, i64)] = &[
    ("万", 10_000),
    ("萬", 10_000),
    ("만", 10_000),
    ("億", 100_000_000),
    ("亿", 100_000_000),
    ("억", 100_000_000),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_sign_multiplies_a_large_one() {
        assert_eq!(east_asian_scale("百万円"), Some((1_000_000, "円")));
        assert_eq!(east_asian_scale("천만"), Some((10_000_000, "")));
        assert_eq!(east_asian_scale("亿 CNY"), Some((100_000_000, " CNY")));
        assert_eq!(east_asian_scale("円"), None);
    }
}
