//! Currencies as cells, headers and number formats state them: codes, signs and names.

use super::{Currency, fold};

/// What a text says of the currency. A sign may stand for several: the first is the usual one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated(Vec<Currency>);

impl Stated {
    /// The currency; `column` is what the row's own column says and decides what `$` is.
    pub fn given(&self, column: Option<Currency>) -> Option<Currency> {
        column.filter(|column| self.allows(*column)).or_else(|| self.0.first().copied())
    }

    /// The currency, if the text can mean no other.
    pub fn given_alone(&self) -> Option<Currency> {
        self.0.first().copied().filter(|_| self.0.len() == 1)
    }

    /// Whether the text can mean this currency.
    pub fn allows(&self, currency: Currency) -> bool {
        self.0.contains(&currency)
    }
}

/// The currency that the whole text states: `USD`, `€`, `US Dollar`, `EUR - Euro`.
pub fn stated(text: &str) -> Option<Stated> {
    exactly(text).or_else(|| {
        // Pick lists of CRMs join code and name; a code between other words is in capitals.
        let mut codes = text
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| word.bytes().all(|byte| byte.is_ascii_uppercase()))
            .filter_map(Currency::listed);
        let currency = codes.next()?;
        codes.all(|other| other == currency).then(|| Stated(vec![currency]))
    })
}

/// The currency that the whole text states and nothing else: `USD`, `€`, `US Dollar`.
pub fn exactly(text: &str) -> Option<Stated> {
    let text = text.trim();
    if let Some(currency) = Currency::listed(text) {
        return Some(Stated(vec![currency]));
    }
    let of_codes = |codes: &str| Stated(codes.split(' ').filter_map(Currency::new).collect());
    if let Some((_, codes)) = SIGNS.iter().find(|(sign, _)| *sign == text) {
        return Some(of_codes(codes));
    }
    let folded = fold(text).replace('.', "").replace('-', " ");
    let singular = folded.strip_suffix('s').unwrap_or(&folded);
    let named = NAMES.iter().find(|(name, _)| *name == folded || *name == singular)?;
    Some(of_codes(named.1))
}

/// The currency in the parentheses of a header, or that of a sign among its words, with or without a scale: `AWS ARR (USD)`,
/// `ARR ($)`, `AWS MRR $`, `ARR (k$)`.
pub fn in_header(header: &str) -> Option<Stated> {
    let in_brackets = header
        .split(['(', '['])
        .skip(1)
        .filter_map(|rest| rest.split([')', ']']).next())
        .find_map(stated);
    let is_sign = |word: &&str| !word.chars().all(char::is_alphanumeric);
    let words = || {
        let is_bracket = |c: char| matches!(c, '(' | ')' | '[' | ']');
        header.split(move |c: char| c.is_whitespace() || is_bracket(c)).filter(is_sign)
    };
    let by_sign =
        || words().find_map(|word| exactly(word).or_else(|| exactly(without_scale(word)?)));
    in_brackets.or_else(by_sign)
}

/// The sign of `k$`, `$K` and `$000s`.
fn without_scale(word: &str) -> Option<&str> {
    const SCALES: [&str; 7] = ["k", "t", "mm", "mn", "m", "bn", "mio"];
    let bare = word.trim_end_matches("000s").trim_end_matches("000");
    let at_end = |scale: &&str| {
        let start = bare.len().checked_sub(scale.len()).filter(|at| bare.is_char_boundary(*at))?;
        bare[start..].eq_ignore_ascii_case(scale).then(|| &bare[..start])
    };
    let at_start = |scale: &&str| {
        let start = bare.get(..scale.len())?;
        start.eq_ignore_ascii_case(scale).then(|| &bare[scale.len()..])
    };
    let found = SCALES.iter().find_map(|scale| at_end(scale).or_else(|| at_start(scale)));
    found.or_else(|| (bare != word).then_some(bare))
}

/// The currency of a sign that stands for no other one, in small letters: `€`, `us$`, `kč`.
pub fn of_sign_alone(sign: &str) -> Option<Currency> {
    let found = SIGNS.iter().find(|(written, _)| written.to_lowercase() == sign)?;
    Currency::listed(found.1)
}

/// Whether `shown` is the usual reading of a sign that stands for `other` as well: a format that shows a
/// plain dollar does not contradict a column that says `CAD`.
pub fn share_a_sign(shown: Currency, other: Currency) -> bool {
    let shown = shown.to_string();
    SIGNS.iter().any(|(_, codes)| {
        let mut codes = codes.split(' ');
        codes.next() == Some(shown.as_str()) && codes.any(|code| Currency::new(code) == Some(other))
    })
}

/// Signs and the currencies they stand for, the usual one first.
const SIGNS: &[(&str, &str)] = &[
    ("$", "USD CAD AUD NZD SGD HKD MXN TWD BRL CLP COP ARS"),
    ("US$", "USD"),
    ("US $", "USD"),
    ("$US", "USD"),
    ("$ US", "USD"),
    ("$CA", "CAD"),
    ("$ CA", "CAD"),
    ("C$", "CAD"),
    ("CA$", "CAD"),
    ("A$", "AUD"),
    ("AU$", "AUD"),
    ("NZ$", "NZD"),
    ("S$", "SGD"),
    ("HK$", "HKD"),
    ("NT$", "TWD"),
    ("MX$", "MXN"),
    ("R$", "BRL"),
    ("€", "EUR"),
    // French spreadsheets type a letter where the euro sign is missing.
    ("e", "EUR"),
    ("£", "GBP EGP"),
    ("¥", "JPY CNY"),
    ("￥", "JPY CNY"),
    ("円", "JPY"),
    ("元", "CNY"),
    ("RMB", "CNY"),
    ("₹", "INR"),
    ("Rs", "INR PKR LKR"),
    ("Rs.", "INR PKR LKR"),
    ("₩", "KRW"),
    ("원", "KRW"),
    ("₽", "RUB"),
    ("руб", "RUB"),
    ("руб.", "RUB"),
    ("р.", "RUB"),
    ("₺", "TRY"),
    ("TL", "TRY"),
    ("₪", "ILS"),
    ("₫", "VND"),
    ("₱", "PHP"),
    ("฿", "THB"),
    ("Rp", "IDR"),
    ("RM", "MYR"),
    ("R", "ZAR"),
    ("Fr.", "CHF"),
    ("SFr.", "CHF"),
    ("sFr.", "CHF"),
    ("kr", "SEK NOK DKK ISK"),
    ("kr.", "DKK SEK NOK"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("Ft", "HUF"),
    ("lei", "RON"),
    ("грн", "UAH"),
    ("грн.", "UAH"),
    ("лв", "BGN"),
    ("лв.", "BGN"),
    ("S/", "PEN"),
    ("S/.", "PEN"),
    ("RD$", "DOP"),
];

/// Names as Dynamics and pick lists print them, folded, in the singular.
const NAMES: &[(&str, &str)] = &[
    ("us dollar", "USD"),
    ("united states dollar", "USD"),
    ("american dollar", "USD"),
    ("dollar", "USD CAD AUD NZD SGD HKD"),
    ("canadian dollar", "CAD"),
    ("australian dollar", "AUD"),
    ("new zealand dollar", "NZD"),
    ("singapore dollar", "SGD"),
    ("hong kong dollar", "HKD"),
    ("euro", "EUR"),
    ("british pound", "GBP"),
    ("british pound sterling", "GBP"),
    ("pound sterling", "GBP"),
    ("pound", "GBP"),
    ("uk pound", "GBP"),
    ("swiss franc", "CHF"),
    ("schweizer franken", "CHF"),
    ("japanese yen", "JPY"),
    ("yen", "JPY"),
    ("chinese yuan", "CNY"),
    ("chinese yuan renminbi", "CNY"),
    ("indian rupee", "INR"),
    ("swedish krona", "SEK"),
    ("norwegian krone", "NOK"),
    ("danish krone", "DKK"),
    ("polish zloty", "PLN"),
    ("czech koruna", "CZK"),
    ("brazilian real", "BRL"),
    ("mexican peso", "MXN"),
    ("south african rand", "ZAR"),
    ("indonesian rupiah", "IDR"),
    ("israeli new shekel", "ILS"),
    ("uae dirham", "AED"),
    ("saudi riyal", "SAR"),
    ("south korean won", "KRW"),
    // German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Polish, Japanese.
    ("amerikanischer dollar", "USD"),
    ("dollar américain", "USD"),
    ("dollar des états unis", "USD"),
    ("dólar estadounidense", "USD"),
    ("dólar de estados unidos", "USD"),
    ("dólar americano", "USD"),
    ("dólar dos estados unidos", "USD"),
    ("dólar", "USD CAD AUD NZD SGD HKD"),
    ("dollaro statunitense", "USD"),
    ("dollaro usa", "USD"),
    ("amerikaanse dollar", "USD"),
    ("amerikansk dollar", "USD"),
    ("dolar amerykański", "USD"),
    ("米ドル", "USD"),
    ("ユーロ", "EUR"),
    ("日本円", "JPY"),
    ("britisches pfund", "GBP"),
    ("pfund sterling", "GBP"),
    ("livre sterling", "GBP"),
    ("libra esterlina", "GBP"),
    ("sterlina britannica", "GBP"),
    ("brits pond", "GBP"),
    ("brittiskt pund", "GBP"),
    ("funt szterling", "GBP"),
    ("franc suisse", "CHF"),
    ("franco suizo", "CHF"),
    ("franco suíço", "CHF"),
    ("franco svizzero", "CHF"),
    ("zwitserse frank", "CHF"),
    ("yen japonais", "JPY"),
    ("yen japonés", "JPY"),
    ("japanischer yen", "JPY"),
    ("real brasileiro", "BRL"),
    ("real brasileño", "BRL"),
    ("peso mexicano", "MXN"),
    ("schwedische krone", "SEK"),
    ("svensk krona", "SEK"),
    ("norsk krone", "NOK"),
    ("norwegische krone", "NOK"),
    ("dansk krone", "DKK"),
    ("dänische krone", "DKK"),
    ("złoty polski", "PLN"),
    ("polnischer zloty", "PLN"),
    ("tschechische krone", "CZK"),
    // Of other countries, and in more languages.
    ("turkish lira", "TRY"),
    ("türk lirası", "TRY"),
    ("russian ruble", "RUB"),
    ("российский рубль", "RUB"),
    ("рубль", "RUB"),
    ("доллар сша", "USD"),
    ("евро", "EUR"),
    ("人民币", "CNY"),
    ("人民幣", "CNY"),
    ("人民币元", "CNY"),
    ("美元", "USD"),
    ("欧元", "EUR"),
    ("歐元", "EUR"),
    ("日元", "JPY"),
    ("港元", "HKD"),
    ("港币", "HKD"),
    ("新台币", "TWD"),
    ("新台幣", "TWD"),
    ("대한민국 원", "KRW"),
    ("한국 원", "KRW"),
    ("미국 달러", "USD"),
    ("유로", "EUR"),
    ("일본 엔", "JPY"),
    ("česká koruna", "CZK"),
    ("hungarian forint", "HUF"),
    ("magyar forint", "HUF"),
    ("forint", "HUF"),
    ("thai baht", "THB"),
    ("philippine peso", "PHP"),
    ("malaysian ringgit", "MYR"),
    ("vietnamese dong", "VND"),
    ("new taiwan dollar", "TWD"),
    ("nigerian naira", "NGN"),
    ("kenyan shilling", "KES"),
    ("egyptian pound", "EGP"),
    ("qatari riyal", "QAR"),
    ("kuwaiti dinar", "KWD"),
    ("chilean peso", "CLP"),
    ("colombian peso", "COP"),
    ("argentine peso", "ARS"),
    ("peruvian sol", "PEN"),
    ("romanian leu", "RON"),
    ("bulgarian lev", "BGN"),
    ("ukrainian hryvnia", "UAH"),
    ("israeli shekel", "ILS"),
    ("pakistani rupee", "PKR"),
    ("yhdysvaltain dollari", "USD"),
    ("amerikan doları", "USD"),
    ("abd doları", "USD"),
    ("peso chileno", "CLP"),
    ("peso colombiano", "COP"),
    ("peso argentino", "ARS"),
    ("sol peruano", "PEN"),
    ("บาท", "THB"),
    ("ريال سعودي", "SAR"),
    ("درهم إماراتي", "AED"),
    ("דולר", "USD"),
    ("דולר ארה״ב", "USD"),
    ("שקל", "ILS"),
    ("달러", "USD"),
    ("美金", "USD"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(text: &str) -> Option<String> {
        stated(text).and_then(|stated| stated.given(None)).map(|currency| currency.to_string())
    }

    #[test]
    fn codes_signs_and_names_are_currencies() {
        for (text, code) in [
            ("usd", "USD"),
            ("€", "EUR"),
            ("US Dollar", "USD"),
            ("U.S. Dollars", "USD"),
            ("USD - U.S. Dollar", "USD"),
            ("US-Dollar", "USD"),
            ("Dollar américain", "USD"),
            ("Schweizer Franken", "CHF"),
            ("British Pound", "GBP"),
            ("Euro", "EUR"),
            ("R$", "BRL"),
        ] {
            assert_eq!(usual(text).as_deref(), Some(code), "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in ["", "ARR", "per year", "EUR or USD", "mois", "£$"] {
            assert_eq!(usual(text), None, "{text}");
        }
    }

    #[test]
    fn a_header_may_state_a_currency_with_a_scale() {
        let in_header = |header: &str| in_header(header).and_then(|stated| stated.given(None));
        for header in
            ["ARR ($)", "ARR (k$)", "ARR $K", "ARR ($000s)", "ARR (US$ m)", "ARR [$ '000]"]
        {
            assert_eq!(in_header(header), Currency::new("USD"), "{header}");
        }
        for header in ["ARR", "12-month ARR", "ARR (k)", "R&D (m²)", "Win % (k)"] {
            assert_eq!(in_header(header), None, "{header}");
        }
    }

    #[test]
    fn every_code_of_the_tables_is_one() {
        for (text, codes) in SIGNS.iter().chain(NAMES) {
            assert!(codes.split(' ').all(|each| Currency::listed(each).is_some()), "{text}");
        }
    }

    #[test]
    fn the_column_of_the_row_says_which_dollar_is_meant() {
        let dollar = stated("$").unwrap();
        assert_eq!(dollar.given(Currency::new("CAD")), Currency::new("CAD"));
        assert_eq!(dollar.given(Currency::new("EUR")), Some(Currency::USD));
        assert!(!dollar.allows(Currency::new("EUR").unwrap()));
    }

    #[test]
    fn a_plain_dollar_may_be_canadian_but_a_euro_is_a_euro() {
        let code = |code| Currency::new(code).unwrap();
        assert!(share_a_sign(Currency::USD, code("CAD")));
        assert!(!share_a_sign(code("CAD"), Currency::USD));
        assert!(!share_a_sign(code("EUR"), Currency::USD));
    }

    #[test]
    fn a_header_states_its_currency_in_parentheses() {
        let usual = |header| in_header(header).and_then(|stated| stated.given(None));
        assert_eq!(usual("AWS MRR $"), Some(Currency::USD));
        assert_eq!(usual("Amount # USD"), None);
        assert_eq!(usual("AWS ARR (USD)"), Some(Currency::USD));
        assert_eq!(usual("ARR (annual) ($)"), Some(Currency::USD));
        assert_eq!(usual("Amount (EUR)"), Currency::new("EUR"));
        assert_eq!(usual("Amount (converted)"), None);
    }
}
