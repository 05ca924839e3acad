//! A migration from AWS to AWS.

use crate::domain::{Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ELG006",
    name: "source-already-on-aws",
    severity: Severity::Medium,
    summary: "An ACE opportunity that is marked as MAP moves a workload that does not run on AWS yet.",
    why: "MAP pays for moving to AWS. A move within AWS is turned down.",
    fix: "Correct the source environment, or remove the APN program Migration Acceleration Program in ACE.",
    fix_in: FixIn::Ace,
    source: "Guide, \"Who Qualifies for MAP?\": new or expanding on AWS.",
    subject: Subject::TaggedMap,
    reads: &[
        Field::ApnPrograms,
        Field::SourceEnvironment,
        Field::MigrationSource,
        Field::Status,
        Field::Stage,
        Field::ReviewStatus,
    ],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    let Some(ace) = deal.ace() else {
        return Outcome::NotApplicable;
    };
    let in_crm = deal.crm().and_then(|crm| crm.source_environment.as_deref());
    let Some(source) = &screened.screening.source_on_aws else {
        let carries = ace.at.carries(Field::MigrationSource)
            || deal.crm().is_some_and(|crm| crm.at.carries(Field::SourceEnvironment));
        return match (in_crm.is_some() || ace.migration_source.is_some(), carries) {
            (true, _) => Outcome::Pass,
            (false, true) => Outcome::unknown(Field::MigrationSource),
            (false, false) => Outcome::NotApplicable,
        };
    };
    let (fix, fix_in) = wording::change_in_ace(
        ace,
        format!(
            "Correct the source environment if it is wrong; if not, {} and remove APN program \"Migration \
             Acceleration Program\".",
            wording::open_in_ace(ace)
        ),
    );
    let is_of_crm = in_crm == Some(source.as_str());
    let field = if is_of_crm { Field::SourceEnvironment } else { Field::MigrationSource };
    Outcome::fail(Evidence {
        message: format!(
            "{} is marked as MAP, but the source environment is \"{source}\".",
            ace.id
        ),
        fix,
        fix_in,
        crm_value: in_crm.map(Into::into),
        ace_value: ace.migration_source.as_deref().map(Into::into),
        expected: "a source outside AWS".into(),
        ..Evidence::about(field)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_of, crm_only, linked_deal, linked_with_crm, place_carrying};
    use crate::domain::{Deal, DealStatus};
    use crate::rules::testing::{evidence, outcome, screened};

    fn from_aws(deal: Deal) -> ScreenedDeal {
        let mut screened = screened(deal);
        screened.screening.source_on_aws = Some("AWS".into());
        screened
    }

    #[test]
    fn fails_and_names_the_side_that_says_so() {
        let by_crm = linked_with_crm(|crm| crm.source_environment = Some("AWS".into()));
        assert_eq!(evidence(&RULE, &from_aws(by_crm)).field, Field::SourceEnvironment.into());
        let found = evidence(&RULE, &from_aws(linked_deal()));
        assert_eq!(found.field, Field::MigrationSource.into());
        assert_eq!(
            found.message,
            "O1234567 is marked as MAP, but the source environment is \"AWS\"."
        );
    }

    #[test]
    fn another_source_passes_and_a_blank_one_is_unknown() {
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
        let blank = screened(linked_with_crm(|crm| crm.source_environment = None));
        assert_eq!(outcome(&RULE, &blank), Outcome::unknown(Field::MigrationSource));
    }

    #[test]
    fn untagged_and_lost_deals_and_formats_without_a_source_are_not_judged() {
        let mut unable = linked_with_crm(|crm| {
            crm.source_environment = None;
            crm.at = place_carrying("crm.csv", 2, &[Field::DealId]);
        });
        ace_of(&mut unable).at = place_carrying("ace.csv", 2, &[Field::AceId]);
        let mut untagged = from_aws(linked_deal());
        ace_of(&mut untagged.deal).apn_programs.clear();
        let lost = from_aws(linked_with_crm(|crm| crm.status = DealStatus::Lost));
        for deal in [screened(unable), untagged, from_aws(crm_only(|_| {})), lost] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }
}
