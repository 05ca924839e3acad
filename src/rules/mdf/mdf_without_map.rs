//! Market development funds where MAP money was meant.

use crate::domain::{Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity, Standing, Verdict};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "MDF002",
    name: "mdf-without-map",
    severity: Severity::Medium,
    summary: "A migration that looks eligible and used market development funds has a MAP application too.",
    why: "What ACE calls \"AWS funding used\" is MDF. Whoever takes it for MAP leaves the larger money unasked for.",
    fix: "Ask the owner which funding was meant; then apply for MAP in Partner Central while the window is open.",
    fix_in: FixIn::PartnerCentral,
    source: "AWS Selling API, `AwsFundingUsed`: market development funds.",
    subject: Subject::JudgedMigrations,
    reads: &[Field::MdfUsed, Field::MapStatus],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    let crm = deal.crm().filter(|crm| crm.at.carries(Field::MdfUsed)).map(|crm| crm.mdf_used);
    let ace = deal.ace().filter(|ace| ace.at.carries(Field::MdfUsed)).map(|ace| ace.mdf_used);
    let sources: Vec<Option<bool>> = [crm, ace].into_iter().flatten().collect();
    if sources.is_empty() || screened.screening.verdict != Verdict::LooksEligible {
        return Outcome::NotApplicable;
    }
    if !sources.contains(&Some(true)) {
        let is_blank = sources.iter().all(Option::is_none);
        return if is_blank { Outcome::unknown(Field::MdfUsed) } else { Outcome::NotApplicable };
    }
    match screened.screening.application.standing() {
        Standing::Live => Outcome::Pass,
        Standing::NotKnown => Outcome::unknown(Field::MapStatus),
        Standing::Absent => {
            let named = deal.crm().map(wording::deal);
            let named =
                named.or_else(|| deal.ace().map(|ace| ace.id.to_string())).unwrap_or_default();
            Outcome::fail(Evidence {
                message: "Market development funds were used, and there is no application for MAP funding.".into(),
                fix: format!(
                    "Ask the owner of {named} which funding was meant. If the work has not started, submit a MAP \
                     application in Partner Central, under Funding."
                ),
                fix_in: FixIn::PartnerCentral,
                crm_value: crm.flatten().map(yes_or_no),
                ace_value: ace.flatten().map(yes_or_no),
                expected: "a MAP application besides MDF".into(),
                ..Evidence::about(Field::MdfUsed)
            })
        }
    }
}

fn yes_or_no(is_so: bool) -> String {
    if is_so { "Yes".to_owned() } else { "No".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{linked_with_ace, linked_with_crm, place_carrying};
    use crate::domain::{Application, Deal};
    use crate::rules::testing::{evidence, outcome, screened};

    fn used(deal: Deal, application: Application) -> ScreenedDeal {
        let mut screened = screened(deal);
        screened.screening.application = application;
        screened
    }

    #[test]
    fn fails_by_either_system_without_an_application() {
        for deal in [
            linked_with_ace(|ace| ace.mdf_used = Some(true)),
            linked_with_crm(|crm| crm.mdf_used = Some(true)),
        ] {
            evidence(&RULE, &used(deal, Application::None));
        }
    }

    #[test]
    fn passes_with_an_application_and_is_unknown_without_funding_data() {
        let deal = || linked_with_ace(|ace| ace.mdf_used = Some(true));
        assert_eq!(outcome(&RULE, &screened(deal())), Outcome::Pass);
        let unknown = used(deal(), Application::NoData);
        assert_eq!(outcome(&RULE, &unknown), Outcome::unknown(Field::MapStatus));
    }

    #[test]
    fn no_mdf_is_no_matter_and_a_blank_one_unknown() {
        let no = used(linked_with_ace(|ace| ace.mdf_used = Some(false)), Application::None);
        assert_eq!(outcome(&RULE, &no), Outcome::NotApplicable);
        let blank = used(linked_with_ace(|_| {}), Application::None);
        assert_eq!(outcome(&RULE, &blank), Outcome::unknown(Field::MdfUsed));
    }

    #[test]
    fn concerns_only_deals_that_look_eligible_in_formats_with_the_column() {
        let deal = || linked_with_ace(|ace| ace.mdf_used = Some(true));
        let mut doubtful = used(deal(), Application::None);
        doubtful.screening.verdict = Verdict::CannotTell;
        let unable = used(
            linked_with_ace(|ace| ace.at = place_carrying("ace.csv", 2, &[Field::AceId])),
            Application::None,
        );
        assert_eq!(outcome(&RULE, &doubtful), Outcome::NotApplicable);
        assert_eq!(outcome(&RULE, &unable), Outcome::unknown(Field::MdfUsed), "the CRM has it");
    }
}
