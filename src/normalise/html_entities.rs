//! Letters written as HTML writes them: `&amp;`, `&#252;`.

/// The text with its entities as the letters they stand for; `None` if it has none. Text that went through
/// two programs is decoded twice: `&amp;uuml;`.
pub(super) fn decoded(text: &str) -> Option<String> {
    let once = decoded_once(text)?;
    Some(decoded_once(&once).unwrap_or(once))
}

fn decoded_once(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut has_any = false;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = from.bytes().take(LONGEST).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((letter(&from[1..end])?, &from[end + 1..])));
        has_any |= found.is_some();
        let (letter, behind) = found.unwrap_or(('&', &from[1..]));
        out.push(letter);
        rest = behind;
    }
    out.push_str(rest);
    has_any.then_some(out)
}

/// The length of the longest entity that is known, in bytes.
const LONGEST: usize = 9;

/// The letter of this name or number.
fn letter(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).filter(|c| !c.is_control());
    }
    let named = || NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter);
    let latin = || LATIN.split(' ').position(|known| known == name);
    named().or_else(|| char::from_u32(0xc0 + u32::try_from(latin()?).ok()?))
}

/// The entities of punctuation and signs that names and titles hold (HTML 4.01, section 24).
const NAMED: [(&str, char); 22] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("middot", '·'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
];

/// The letters from U+00C0 to U+00FF, in their order (HTML 4.01, section 24.2).
const LATIN: &str = "Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute \
                     Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute \
                     Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
                     egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc \
                     otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_by_name_and_number() {
        for (text, expected) in [
            ("Smith &amp; Sons", "Smith & Sons"),
            ("M&#252;ller &quot;IT&quot;", "Müller \"IT\""),
            ("Caf&eacute; &#x20AC;5 &Agrave;&yuml;&szlig;", "Café €5 Àÿß"),
            ("M&amp;uuml;ller", "Müller"),
        ] {
            assert_eq!(decoded(text).as_deref(), Some(expected));
        }
    }

    #[test]
    fn an_ampersand_of_a_name_is_one() {
        for text in
            ["AT&T; Verizon", "R&D", "A & B; C", "?a=1&copy=2", "&;", "&#0;", "&#xffffffff;", "&ü;"]
        {
            assert_eq!(decoded(text), None, "{text}");
        }
    }
}
