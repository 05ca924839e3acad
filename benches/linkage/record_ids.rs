//! Ids of the CRM, and what becomes of ids that are written into the other system.

use mapaudit::domain::salesforce_18;

use crate::random::Random;

/// The id of the CRM's record of this number.
pub(crate) fn salesforce_id(random: &mut Random, number: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut rest = number;
    let mut end = Vec::new();
    for _ in 0..5 {
        end.push(char::from(LETTERS[rest % LETTERS.len()]));
        rest /= LETTERS.len();
    }
    let end: String = end.iter().rev().collect();
    format!("0065f0000{}{end}", char::from(LETTERS[random.below(26)]))
}

/// An ACE id as a person writes it into the CRM.
pub(crate) fn written_ace_id(random: &mut Random, id: &str) -> String {
    match random.weighted(&[80, 5, 5, 5, 5]) {
        1 => id.to_lowercase(),
        2 => id.replace('O', "O-"),
        3 => id.replace('O', ""),
        4 => format!("https://partnercentral.aws.amazon.com/opportunities/{id}"),
        _ => id.to_owned(),
    }
}

/// A CRM id as a person writes it into ACE.
pub(crate) fn written_crm_id(random: &mut Random, id: &str) -> String {
    match random.weighted(&[40, 40, 10, 10]) {
        1 => salesforce_18(id).unwrap_or_else(|| id.to_owned()),
        2 => salesforce_18(id).unwrap_or_else(|| id.to_owned()).to_uppercase(),
        3 => format!("https://partner.my.salesforce.com/{id}"),
        _ => id.to_owned(),
    }
}
