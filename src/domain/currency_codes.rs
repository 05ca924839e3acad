//! The currencies that there are: ISO 4217.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether ISO 4217 lists these three capitals, today or in the years of which exports are around.
/// Three letters that it does not list are a word.
pub(super) fn is_listed(code: &str) -> bool {
    LISTED.contains(code)
}

static LISTED: LazyLock<HashSet<&str>> =
    LazyLock::new(|| ACTIVE.split_whitespace().chain(WITHDRAWN.split_whitespace()).collect());

/// The active codes, with those of funds (`CLF`, `UYI`), which the AWS Selling API lists too.
const ACTIVE: &str = "
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
    CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP
    GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR
    KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
    USD USN UYI UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// Codes withdrawn since 2007 that deals of old exports bear.
const WITHDRAWN: &str = "
    ANG BGN BYR CUC EEK HRK LTL LVL MRO SIT SKK SLL STD VEF ZMK ZWL";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn active_and_withdrawn_codes_are_listed_and_words_are_not() {
        for code in ["USD", "XCG", "SLE", "HRK", "BYR"] {
            assert!(is_listed(code), "{code}");
        }
        for word in ["ARR", "MRR", "ACV", "usd", "", "US"] {
            assert!(!is_listed(word), "{word}");
        }
    }

    #[test]
    fn no_code_stands_in_both_lists() {
        let is_active = |code: &&str| ACTIVE.split_whitespace().any(|active| active == *code);
        assert_eq!(WITHDRAWN.split_whitespace().find(is_active), None);
    }
}
