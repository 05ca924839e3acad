//! The words of which invented customers are named.

/// A country: its code, how systems write it, the end of its domains, its legal forms, and the language of
/// its trades.
pub(crate) struct Country {
    pub(crate) code: &'static str,
    pub(crate) english: &'static str,
    pub(crate) local: &'static str,
    pub(crate) tld: &'static str,
    pub(crate) forms: &'static [&'static str],
    pub(crate) language: usize,
    pub(crate) currency: &'static str,
}

macro_rules! countries {
    ($($code:literal $english:literal $local:literal $tld:literal $language:literal $currency:literal [$($form:literal),*];)*) => {
        pub(crate) static COUNTRIES: &[Country] = &[$(Country {
            code: $code, english: $english, local: $local, tld: $tld,
            forms: &[$($form),*], language: $language, currency: $currency,
        }),*];
    };
}

countries! {
    "US" "United States" "USA" "com" 0 "USD" ["Inc.", "Corp.", "LLC", "Inc", "Corporation", "Company", "Holdings, Inc."];
    "US" "United States" "United States of America" "com" 0 "USD" ["Inc.", "LLC", "Co.", "Group"];
    "GB" "United Kingdom" "UK" "co.uk" 0 "GBP" ["Ltd", "Limited", "PLC", "LLP", "Group Ltd"];
    "AU" "Australia" "Australia" "com.au" 0 "AUD" ["Pty Ltd", "Pty. Limited", "Limited"];
    "CA" "Canada" "Canada" "ca" 0 "CAD" ["Inc.", "Ltd.", "Corp."];
    "IN" "India" "Bharat" "in" 0 "INR" ["Pvt. Ltd.", "Private Limited", "Limited"];
    "DE" "Germany" "Deutschland" "de" 1 "EUR" ["GmbH", "AG", "GmbH & Co. KG", "KG", "SE", "e.V."];
    "AT" "Austria" "Österreich" "at" 1 "EUR" ["GmbH", "AG", "Ges.m.b.H."];
    "CH" "Switzerland" "Schweiz" "ch" 1 "CHF" ["AG", "GmbH", "SA"];
    "FR" "France" "France" "fr" 2 "EUR" ["SA", "SAS", "SARL", "S.A.S."];
    "BE" "Belgium" "Belgique" "be" 2 "EUR" ["SA", "NV", "SRL"];
    "ES" "Spain" "España" "es" 3 "EUR" ["S.A.", "S.L.", "SLU"];
    "MX" "Mexico" "México" "com.mx" 3 "MXN" ["S.A. de C.V.", "SA de CV", "S. de R.L. de C.V."];
    "IT" "Italy" "Italia" "it" 4 "EUR" ["S.p.A.", "S.r.l.", "SpA"];
    "NL" "Netherlands" "Nederland" "nl" 5 "EUR" ["B.V.", "N.V.", "BV"];
    "BR" "Brazil" "Brasil" "com.br" 6 "BRL" ["Ltda", "S.A.", "S/A"];
    "PL" "Poland" "Polska" "pl" 7 "PLN" ["Sp. z o.o.", "S.A."];
    "SE" "Sweden" "Sverige" "se" 8 "SEK" ["AB", "AB (publ)"];
    "DK" "Denmark" "Danmark" "dk" 8 "DKK" ["A/S", "ApS"];
    "JP" "Japan" "日本" "co.jp" 9 "JPY" ["Co., Ltd.", "K.K.", "Corporation", "Inc."];
    "CN" "China" "中国" "com.cn" 10 "CNY" ["Co., Ltd.", "Group Co., Ltd."];
    "KR" "Korea, Republic of" "대한민국" "co.kr" 11 "KRW" ["Co., Ltd.", "Inc.", "Corp."];
    "RU" "Russia" "Россия" "ru" 12 "RUB" ["OOO", "PAO", "AO", "LLC"];
    "BG" "Bulgaria" "България" "bg" 12 "BGN" ["OOD", "EOOD", "AD"];
    "GR" "Greece" "Ελλάδα" "gr" 13 "EUR" ["S.A.", "A.E."];
}

/// Syllables of Latin coinages, by the sound of a language.
pub(crate) static SYLLABLES: &[&[&str]] = &[
    &[
        "ka", "lor", "vin", "mer", "to", "sel", "bra", "dun", "fi", "gal", "hes", "jo", "nar",
        "pel", "ris", "wen", "stan", "ley", "cor", "ex", "um", "tri", "ax", "pro", "vi", "ven",
        "ther", "max", "lum", "ion", "zen", "dyn", "al", "ber", "ton", "mar", "ques", "hol",
    ],
    &[
        "bren", "stein", "wald", "berg", "hof", "mann", "lich", "fel", "gruen", "schu", "kra",
        "bau", "ost", "rei", "zell", "hei", "dorn", "weis", "ruh", "tal",
    ],
    &[
        "beau", "mont", "cler", "vil", "rou", "lac", "bel", "font", "mar", "chal", "gau", "tel",
        "vign", "ard", "euil", "san",
    ],
    &[
        "rio", "val", "mon", "ter", "cas", "til", "her", "nan", "gue", "ran", "sol", "mar", "pal",
        "cor", "zal", "ino",
    ],
];

/// Syllables in Latin, Japanese, Chinese, Korean, Cyrillic and Greek letters.
pub(crate) static SOUNDS: &[[&str; 6]] = &[
    ["ka", "カ", "华", "카", "ка", "κα"],
    ["mi", "ミ", "明", "미", "ми", "μι"],
    ["to", "ト", "通", "토", "то", "το"],
    ["ra", "ラ", "瑞", "라", "ра", "ρα"],
    ["no", "ノ", "诺", "노", "но", "νο"],
    ["sa", "サ", "三", "사", "са", "σα"],
    ["ri", "リ", "利", "리", "ри", "ρι"],
    ["ta", "タ", "泰", "타", "та", "τα"],
    ["ko", "コ", "科", "코", "ко", "κο"],
    ["na", "ナ", "南", "나", "на", "να"],
    ["su", "ス", "苏", "수", "су", "σου"],
    ["ma", "マ", "马", "마", "ма", "μα"],
    ["de", "デ", "德", "데", "де", "ντε"],
    ["ro", "ロ", "罗", "로", "ро", "ρο"],
    ["ha", "ハ", "海", "하", "ха", "χα"],
    ["lin", "リン", "林", "린", "лин", "λιν"],
    ["shen", "シェン", "深", "션", "шен", "σεν"],
    ["bo", "ボ", "博", "보", "бо", "μπο"],
];

/// Family names, also of founders who share one.
pub(crate) static SURNAMES: &[&str] = &[
    "Smith",
    "Johnson",
    "Baker",
    "Walker",
    "Miller",
    "Davies",
    "Thompson",
    "Henderson",
    "Marlowe",
    "Whitfield",
    "Okafor",
    "Patel",
    "Sharma",
    "Gupta",
    "Kaur",
    "Nguyen",
    "Tran",
    "Kim",
    "Park",
    "Müller",
    "Schäfer",
    "Schröder",
    "Weiß",
    "Böhm",
    "Krüger",
    "Hoffmann",
    "Lefèvre",
    "Béranger",
    "Dupont",
    "Moreau",
    "García",
    "Muñoz",
    "Peña",
    "Ibáñez",
    "Rossi",
    "Bianchi",
    "Conti",
    "de Vries",
    "van den Berg",
    "Jansen",
    "Silva",
    "Araújo",
    "Gonçalves",
    "Kowalski",
    "Wiśniewski",
    "Łukasz",
    "Nyström",
    "Sjöberg",
    "Østergaard",
    "Larsen",
    "Hansen",
    "Novák",
    "Dvořák",
    "Horváth",
    "Yıldız",
    "Çelik",
    "O'Brien",
    "McAllister",
    "Fitzgerald",
    "Cohen",
];

/// Places: many customers have one in their name.
pub(crate) static PLACES: &[&str] = &[
    "Springfield",
    "Riverside",
    "Oakwood",
    "Lakeview",
    "Northgate",
    "Westbrook",
    "Easton",
    "Kingsport",
    "Fairhaven",
    "Harborview",
    "Ashford",
    "Bristol",
    "Leeds",
    "York",
    "Perth",
    "Sydney",
    "Toronto",
    "Austin",
    "Denver",
    "Portland",
    "Köln",
    "München",
    "Zürich",
    "Genève",
    "Lyon",
    "Marseille",
    "Québec",
    "Sevilla",
    "Málaga",
    "Bologna",
    "Torino",
    "Utrecht",
    "Gdańsk",
    "Kraków",
    "Malmö",
    "Göteborg",
    "Århus",
    "São Paulo",
    "Brasília",
    "Osaka",
    "Pune",
    "Chennai",
    "Mid-Atlantic",
    "Pacific",
    "Southern Cross",
    "Great Lakes",
];

/// Shapes of institutions round a place or a name: `{}` stands for it.
pub(crate) static INSTITUTIONS: &[&str] = &[
    "University of {}",
    "{} University",
    "{} General Hospital",
    "City of {}",
    "{} Institute of Technology",
    "Bank of {}",
    "{} Regional Health Authority",
    "National Bank of {}",
    "{} School District",
    "{} Water Board",
    "University Hospital {}",
    "{} Airport Authority",
    "Port of {}",
    "{} Community College",
    "Universität {}",
    "Université de {}",
    "Universidad de {}",
    "Stadtwerke {}",
    "Banca Popolare di {}",
    "{} Chamber of Commerce",
    "Royal {} Infirmary",
    "{} County Council",
];

/// Words that name nobody in particular; a few customers are named of nothing else.
pub(crate) static COMMON: &[&str] = &[
    "First",
    "National",
    "United",
    "Global",
    "Advanced",
    "Digital",
    "American",
    "General",
    "Premier",
    "Allied",
    "Universal",
    "Integrated",
    "Atlantic",
    "Summit",
    "Pioneer",
    "Alpha",
    "Delta",
    "Nova",
    "Apex",
    "Horizon",
];
