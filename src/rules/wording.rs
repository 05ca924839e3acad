//! How rules name deals, amounts and dates in their texts.

/// To begin a message or a step with.
pub(super) use crate::domain::capitalized as sentence;
use crate::domain::{
    AceOpportunity, AceStage, Application, CrmOpportunity, Currency, Deal, Decimal, Ending, Field,
    FixIn, Money, PlannedStart, Records, RequestState, ReviewStatus, StartBasis, counted,
};

/// The deal as its owner can find it: by its id, or by its place if the export has no ids.
pub(super) fn deal(crm: &CrmOpportunity) -> String {
    if crm.id.is_weak() {
        format!("the deal in {}", crm.at.in_words())
    } else {
        format!("deal {}", crm.id)
    }
}

/// That there is no live application, as the end of a sentence.
pub(super) fn absence(application: Application) -> &'static str {
    match application {
        Application::Request(RequestState::Prepared) => {
            "the request for MAP funding was never submitted"
        }
        Application::Request(RequestState::Rejected) => {
            "the request for MAP funding was rejected or sent back"
        }
        Application::Request(RequestState::Ended(Ending::Cancelled)) => {
            "the request for MAP funding was cancelled"
        }
        Application::Request(RequestState::Ended(Ending::Terminated)) => {
            "the request for MAP funding was terminated"
        }
        Application::Request(RequestState::Ended(Ending::Expired)) => {
            "the request for MAP funding expired"
        }
        _ => "there is no application for MAP funding",
    }
}

/// What is to be done before an application, as a sentence or empty, and what is then applied for: AWS takes back no
/// opportunity that is Closed Lost, and no application can rest on one that it has not accepted or that is not marked.
pub(super) fn to_apply_for(ace: &AceOpportunity) -> (String, &str) {
    let id = ace.id.as_str();
    if ace.stage == Some(AceStage::ClosedLost) {
        return (format!("{id} is Closed Lost, so submit a new opportunity in ACE first. "), "it");
    }
    let is_marked = ace.is_tagged_map() || !ace.at.carries(Field::ApnPrograms) || !ace.is_open();
    let mark = "add APN program \"Migration Acceleration Program\"";
    let first = match (ace.review_status, is_marked) {
        (Some(ReviewStatus::Rejected), _) => format!(
            "AWS rejected {id}, so settle with your PDM first whether to submit a corrected opportunity. "
        ),
        (Some(ReviewStatus::Draft), true) => format!("In ACE, submit {id} to AWS first. "),
        (Some(ReviewStatus::Draft), false) => {
            format!("In ACE, first {mark} to {id} and submit it to AWS. ")
        }
        (Some(ReviewStatus::ActionRequired), true) => {
            format!("In ACE, first change what AWS asks for in {id}. ")
        }
        (Some(ReviewStatus::ActionRequired), false) => {
            format!("In ACE, first change what AWS asks for in {id}, and {mark}. ")
        }
        (_, true) => String::new(),
        (_, false) => format!("{} and {mark} first. ", sentence(&open_in_ace(ace))),
    };
    (first, id)
}

/// What an application is made for: the ACE opportunity, or the deal if there is none.
pub(super) fn applied_for(screened: &Deal) -> String {
    match &screened.records {
        Records::Linked { ace, .. } | Records::AceOnly(ace) => ace.id.to_string(),
        Records::CrmOnly(crm) => deal(crm),
    }
}

/// The stage at which AWS froze the opportunity, if it did: program, use case, revenue and close date
/// take "updates up until Launched/Lost" (aws-samples/partner-crm-integration-samples,
/// `Opportunity-Fields.csv`).
pub(super) fn frozen_at(ace: &AceOpportunity) -> Option<&'static str> {
    ace.stage.filter(|_| !ace.is_open()).map(AceStage::label)
}

/// This fix of the opportunity in ACE, and where it is made; of one that AWS froze, that nobody can.
pub(super) fn change_in_ace(ace: &AceOpportunity, fix: String) -> (String, FixIn) {
    match frozen_at(ace) {
        None => (fix, FixIn::Ace),
        Some(stage) => {
            let id = &ace.id;
            let why = format!("{id} is {stage}, and AWS allows no change any more. Tell your PDM.");
            (why, FixIn::Nobody)
        }
    }
}

/// The first step of any change in ACE: `in ACE, open O1234567`.
pub(super) fn open_in_ace(ace: &AceOpportunity) -> String {
    let id = &ace.id;
    match ace.review_status {
        // AWS locks what it reviews (AWS Partner Central, "Working with opportunity
        // updates").
        Some(ReviewStatus::Submitted | ReviewStatus::InReview) => {
            format!("once AWS has reviewed {id}, which locks it, open it in ACE")
        }
        _ => format!("in ACE, open {id}"),
    }
}

/// An amount of US dollars: `USD 96,000`.
pub(super) fn usd(amount: Decimal) -> String {
    Money { amount, currency: Some(Currency::USD) }.to_string()
}

/// A planned start with what it was read from: `2027-01-15 (project start)`.
pub(super) fn start(start: PlannedStart) -> String {
    format!("{} ({})", start.date, start.basis.label())
}

/// How to put a start right that the CRM has wrong: a weak one only stands in for the project start.
pub(super) fn correct_start(start: PlannedStart, crm: &CrmOpportunity) -> String {
    let deal = deal(crm);
    if start.basis == StartBasis::FundRequest {
        format!(
            "correct the start of the fund request for {deal} in Partner Central, under Funding"
        )
    } else if start.basis.is_weak() {
        format!("enter the project start of {deal} in the CRM")
    } else {
        format!("correct the {} of {deal} in the CRM", start.basis.field().label())
    }
}

/// `1 day`, `12 days`.
pub(super) fn days(count: i64) -> String {
    counted(count.unsigned_abs(), "day")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, ace, crm};
    use crate::domain::{CrmId, Phase, Standing};

    #[test]
    fn every_way_of_not_having_an_application_is_told_apart() {
        let ended = |ending| Application::Request(RequestState::Ended(ending));
        for (application, words) in [
            (Application::None, "there is no application"),
            (Application::Request(RequestState::Prepared), "was never submitted"),
            (Application::Request(RequestState::Rejected), "was rejected or sent back"),
            (ended(Ending::Cancelled), "was cancelled"),
            (ended(Ending::Terminated), "was terminated"),
            (ended(Ending::Expired), "expired"),
        ] {
            assert_eq!(application.standing(), Standing::Absent, "{}", application.name());
            assert!(absence(application).contains(words), "{}", application.name());
        }
    }

    #[test]
    fn a_deal_is_named_by_its_id() {
        assert_eq!(deal(&crm()), "deal 0065f00000AbCdE");
    }

    #[test]
    fn a_deal_of_an_export_without_ids_is_named_by_its_place() {
        let mut crm = crm();
        crm.id = CrmId::new("weak:8f3a").unwrap();
        assert_eq!(deal(&crm), "the deal in row 2 of crm.csv");
    }

    #[test]
    fn what_aws_is_reviewing_can_be_opened_only_afterwards() {
        let mut ace = ace();
        assert_eq!(open_in_ace(&ace), "in ACE, open O1234567");
        for status in [ReviewStatus::Submitted, ReviewStatus::InReview] {
            ace.review_status = Some(status);
            assert!(open_in_ace(&ace).starts_with("once AWS has reviewed O1234567"));
        }
    }

    #[test]
    fn only_launched_and_closed_lost_opportunities_are_frozen() {
        let mut ace = ace();
        for (stage, frozen) in [
            (None, None),
            (Some(AceStage::Committed), None),
            (Some(AceStage::Launched), Some("Launched")),
            (Some(AceStage::ClosedLost), Some("Closed Lost")),
        ] {
            ace.stage = stage;
            assert_eq!(frozen_at(&ace), frozen);
        }
    }

    #[test]
    fn sentences_begin_with_a_capital_in_any_script() {
        for (text, capital) in [("deal 1", "Deal 1"), ("état", "État"), ("O12", "O12"), ("", "")]
        {
            assert_eq!(sentence(text), capital);
        }
    }

    #[test]
    fn a_weak_start_is_put_right_by_the_project_start() {
        let correct = |basis| correct_start(PlannedStart { date: AS_OF, basis }, &crm());
        assert_eq!(
            correct(StartBasis::PhaseDate(Phase::Assess)),
            "correct the Assess start of deal 0065f00000AbCdE in the CRM"
        );
        for weak in [StartBasis::SowSigned, StartBasis::CloseDate] {
            assert_eq!(correct(weak), "enter the project start of deal 0065f00000AbCdE in the CRM");
        }
    }

    #[test]
    fn one_day_is_singular() {
        assert_eq!([days(1), days(0), days(2)], ["1 day", "0 days", "2 days"]);
    }
}
