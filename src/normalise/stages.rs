//! What a CRM's stage or status says: open, won or lost, and how far the deal has come.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::domain::{DealStatus, Progress, fold, is_denied, is_past_or_near};

/// What a stage says.
pub(super) type Standing = (DealStatus, Progress);

/// What the stage says; `None` if neither the lists nor a word for won or lost know it, or if it is doubted.
pub(super) fn stage(text: &str) -> Option<Standing> {
    if is_in_doubt(text) {
        return None;
    }
    let words = stage_words(text);
    if let Some(standing) = STAGES.known.get(&words.join(" ")) {
        return Some(*standing);
    }
    if let Some(before) = before_brackets(text) {
        return stage(before);
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_said = |place: usize| !is_denied(&words[..place]) && !is_past_or_near(&words[..place]);
    let has_word_of = |list: &[String]| {
        (0..words.len()).any(|place| list.iter().any(|it| it == words[place]) && is_said(place))
    };
    match (has_word_of(&STAGES.won_words), has_word_of(&STAGES.lost_words)) {
        (true, false) => Some(WON),
        (false, true) => Some(LOST),
        _ => None,
    }
}

/// Whether a question mark or a word says that won or lost is not the last word: `Lost (reopened)`, `Won (conditional)`.
fn is_in_doubt(text: &str) -> bool {
    const WORDS: [&str; 6] =
        ["reopened", "reactivated", "conditional", "conditionally", "tentative", "expected"];
    text.contains(['?', '\u{ff1f}'])
        || stage_words(text).iter().any(|word| WORDS.contains(&word.as_str()))
}

/// What a status column says; `None` if it says nothing.
pub(super) fn status(text: &str) -> Option<DealStatus> {
    if STAGES.open_status.contains(&stage_words(text).join(" ")) {
        return Some(DealStatus::Open);
    }
    if is_in_doubt(text) {
        return None;
    }
    if let Some(before) = before_brackets(text) {
        return status(before);
    }
    // A stage in the status column is no answer, unless it closes the deal.
    stage(text).map(|(status, _)| status).filter(|status| *status != DealStatus::Open)
}

/// What stands before brackets: HubSpot and Pipedrive print the pipeline behind the stage, `Proposal Made (EMEA)`, and
/// reports of Dynamics the number of an option, `Open [0]`.
fn before_brackets(text: &str) -> Option<&str> {
    let (before, _) = text.split_once(['(', '['])?;
    Some(before).filter(|before| !before.trim().is_empty())
}

const WON: Standing = (DealStatus::Won, Progress::Committed);
const LOST: Standing = (DealStatus::Lost, Progress::Early);

struct Stages {
    known: BTreeMap<String, Standing>,
    won_words: Vec<String>,
    lost_words: Vec<String>,
    open_status: Vec<String>,
}

static STAGES: LazyLock<Stages> = LazyLock::new(|| {
    let lists: Lists = toml::from_str(include_str!("../../schemas/stages.toml"))
        .expect("the stage lists are part of the program, and a test reads them");
    let open = |progress| (DealStatus::Open, progress);
    let known = [
        (lists.won, WON),
        (lists.lost, LOST),
        (lists.committed, open(Progress::Committed)),
        (lists.proposed, open(Progress::Proposed)),
        (lists.qualified, open(Progress::Qualified)),
        (lists.early, open(Progress::Early)),
    ]
    .into_iter()
    .flat_map(|(names, standing)| names.into_iter().map(move |name| (name, standing)))
    .map(|(name, standing)| (stage_words(&name).join(" "), standing))
    .collect();
    Stages {
        known,
        won_words: lists.won_words,
        lost_words: lists.lost_words,
        open_status: lists.open_status,
    }
});

/// `schemas/stages.toml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    won: Vec<String>,
    lost: Vec<String>,
    committed: Vec<String>,
    proposed: Vec<String>,
    qualified: Vec<String>,
    early: Vec<String>,
    won_words: Vec<String>,
    lost_words: Vec<String>,
    open_status: Vec<String>,
}

/// The words of a stage without its number and its percentage.
fn stage_words(text: &str) -> Vec<String> {
    let folded = fold(text).replace(['\'', '\u{2019}'], "");
    let mut words: Vec<&str> = folded
        .split(|c: char| !(c.is_alphanumeric() || c == '%'))
        .filter(|word| !word.is_empty())
        .collect();
    let is_percentage = |word: &&str| word.ends_with('%');
    while words.last().is_some_and(is_percentage) {
        let percentage = words.pop();
        // `100 %`
        if percentage == Some("%") {
            words.pop();
        }
    }
    let is_number = |word: &&str| word.len() <= 3 && word.starts_with(|c: char| c.is_ascii_digit());
    let numbers = words.iter().take_while(|word| is_number(word)).count();
    words.into_iter().skip(numbers).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_of_the_usual_crms_are_known() {
        use Progress::{Committed, Early, Proposed, Qualified};
        for (text, progress) in [
            ("Prospecting", Early),
            ("Value Proposition", Qualified),
            ("Id. Decision Makers", Qualified),
            ("Identify Decision Makers", Qualified),
            ("Proposal/Price Quote", Proposed),
            ("Negotiation/Review", Proposed),
            ("3-Propose", Proposed),
            ("qualifiedtobuy", Qualified),
            ("Decision Maker Bought-In", Proposed),
            ("Contract sent", Committed),
            ("Negotiations Started (Sales Pipeline)", Proposed),
            ("06. Verbal", Committed),
            ("3) Proposal - 60%", Proposed),
            ("Qualification (10 %)", Early),
            ("Develop [1]", Qualified),
        ] {
            assert_eq!(stage(text), Some((DealStatus::Open, progress)), "{text}");
        }
    }

    #[test]
    fn what_is_denied_was_once_or_is_almost_so_is_not_said() {
        for text in [
            "Not lost",
            "Noch nicht verloren",
            "Reopened - was lost",
            "Not yet won",
            "To be won",
            "Nicht gewonnen",
            "Almost won",
            "Lost (reopened)",
            "Lost to follow-up, reopened",
            "مغلقة - غير ناجحة",
            "Deal lost?",
            "Won (conditional)",
        ] {
            assert_eq!(stage(text), None, "{text}");
        }
        for text in ["No decision - lost", "Lost, not funded"] {
            assert_eq!(stage(text), Some(LOST), "{text}");
        }
    }

    #[test]
    fn won_and_lost_are_known_in_many_spellings() {
        for text in [
            "Closed Won",
            "closed won ",
            "5 - Closed Won",
            "Closed Won Booked",
            "Closed - Won",
            "closedwon",
            "Signed",
            "SOW Signed",
            "Closed Won (100%)",
            "Gewonnen",
            "Fermée gagnée",
            "Cerrada ganada",
            "受注",
            "Won - waiting for PO",
            "성사됨",
            "مغلقة - ناجحة",
        ] {
            assert_eq!(stage(text), Some(WON), "{text}");
        }
        for text in [
            "Closed Lost",
            "Closed - Lost",
            "Closed/Lost",
            "Lost to Competition",
            "Disqualified",
            "No Decision",
            "Canceled",
            "0 - Closed Lost 0%",
            "Verloren",
            "Perdue",
            "실패함",
            "مغلقة - خاسرة",
            "Ztraceno",
            "失注",
            "Lost: price",
        ] {
            assert_eq!(stage(text), Some(LOST), "{text}");
        }
    }

    #[test]
    fn other_stages_are_unknown() {
        for text in ["Stage X", "12345678", "Won/Lost review", "Wonder", "We won't proceed", "100%"]
        {
            assert_eq!(stage(text), None, "{text}");
        }
    }

    #[test]
    fn a_status_says_open_won_or_lost_or_nothing() {
        for (text, expected) in [
            ("Open", Some(DealStatus::Open)),
            ("Open [0]", Some(DealStatus::Open)),
            ("Open (0)", Some(DealStatus::Open)),
            ("Won", Some(DealStatus::Won)),
            ("Closed Lost", Some(DealStatus::Lost)),
            ("Canceled", Some(DealStatus::Lost)),
            ("Closed", None),
            ("Negotiation", None),
            ("Lost (reopened)", None),
        ] {
            assert_eq!(status(text), expected, "{text}");
        }
    }

    #[test]
    fn no_stage_stands_in_two_lists() {
        let lists: Lists = toml::from_str(include_str!("../../schemas/stages.toml")).unwrap();
        let names =
            [lists.won, lists.lost, lists.committed, lists.proposed, lists.qualified, lists.early]
                .concat();
        let mut seen: Vec<String> = names.iter().map(|name| stage_words(name).join(" ")).collect();
        seen.sort_unstable();
        let twice: Vec<_> = seen.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert_eq!(twice, Vec::<&[String]>::new());
    }
}
