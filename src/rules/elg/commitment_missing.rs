//! A deal that is far on, and nothing shows that the customer means it.

use chrono::NaiveDate;

use crate::domain::{
    AceStage, Criterion, Deal, Evidence, Field, FixIn, Outcome, Progress, Records, ScreenedDeal,
    Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ELG001",
    name: "commitment-missing",
    severity: Severity::Medium,
    summary: "A migration past qualification shows the customer's commitment: a signed SOW or a proposal.",
    why: "AWS funds migrations that the customer has committed to. Without evidence the application is sent back.",
    fix: "Enter the SOW signed date or the proposal date in the CRM, or the sales activity SOW Signed in ACE.",
    fix_in: FixIn::Crm,
    source: "Guide, \"Who Qualifies for MAP?\": committed customer.",
    subject: Subject::JudgedMigrations,
    reads: &[Field::SowSignedDate, Field::ProposalDate, Field::SalesActivities, Field::Stage],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    let criteria = screened.screening.criteria.of_migration.as_ref();
    if criteria.is_some_and(|criteria| matches!(criteria.commitment, Criterion::Pass(_))) {
        return Outcome::Pass;
    }
    if !can_show_commitment(deal) {
        return Outcome::NotApplicable;
    }
    let Some(stage) = stage_past_qualification(deal) else {
        let knows_a_stage = deal.crm().is_some_and(|crm| crm.stage.is_some())
            || deal.ace().is_some_and(|ace| ace.stage.is_some());
        let has_column = deal.crm().is_some_and(|crm| crm.at.carries(Field::Stage))
            || deal.ace().is_some_and(|ace| ace.at.carries(Field::Stage));
        return if has_column && !knows_a_stage {
            Outcome::unknown(Field::Stage)
        } else {
            Outcome::NotApplicable
        };
    };
    let (what, fix, fix_in) = match &deal.records {
        Records::Linked { crm, .. } | Records::CrmOnly(crm) => (
            wording::deal(crm),
            format!(
                "In the CRM, enter the SOW signed date or the proposal date of {}; in ACE, add the sales activity SOW \
                 Signed once it is.",
                wording::deal(crm)
            ),
            FixIn::Crm,
        ),
        Records::AceOnly(ace) => (
            ace.id.to_string(),
            format!(
                "{} and add the sales activity SOW Signed once it is.",
                wording::sentence(&wording::open_in_ace(ace))
            ),
            FixIn::Ace,
        ),
    };
    Outcome::fail(Evidence {
        message: format!(
            "{} is past qualification ({stage}), and neither a signed SOW nor a proposal is recorded{}.",
            wording::sentence(&what),
            planned(deal, cx.as_of)
        ),
        fix,
        fix_in,
        expected: "a signed SOW, a proposal, or the customer's commitment in ACE".into(),
        ..Evidence::about(Field::SowSignedDate)
    })
}

/// Whether a file of the deal has a column for a signature, a proposal or the activities of sales.
fn can_show_commitment(deal: &Deal) -> bool {
    const OF_CRM: [Field; 2] = [Field::SowSignedDate, Field::ProposalDate];
    deal.crm().is_some_and(|crm| OF_CRM.iter().any(|field| crm.at.carries(*field)))
        || deal.ace().is_some_and(|ace| ace.at.carries(Field::SalesActivities))
}

/// What the CRM has for a day ahead, as the end of a sentence or empty.
fn planned(deal: &Deal, as_of: NaiveDate) -> String {
    let dates = deal.crm().map_or([None; 2], |crm| [crm.sow_signed_date, crm.proposal_date]);
    let of_fields = [Field::SowSignedDate, Field::ProposalDate].into_iter().zip(dates);
    let ahead =
        of_fields.filter_map(|(field, date)| Some((field, date.filter(|day| *day > as_of)?)));
    let ahead = ahead.map(|(field, date)| format!("the {} {date}", field.label())).next();
    ahead.map(|it| format!(": {it} lies ahead")).unwrap_or_default()
}

/// The stage that shows that the deal is past qualification: Technical Validation or later in ACE, or one that the CRM
/// uses after it.
fn stage_past_qualification(deal: &Deal) -> Option<String> {
    let in_ace = deal
        .ace()
        .and_then(|ace| ace.stage)
        .filter(|stage| *stage >= AceStage::TechnicalValidation && *stage != AceStage::ClosedLost);
    if let Some(stage) = in_ace {
        return Some(format!("ACE stage {}", stage.label()));
    }
    let crm = deal.crm().filter(|crm| crm.progress >= Progress::Qualified)?;
    Some(format!("CRM stage \"{}\"", crm.stage.as_deref()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, ace_only, crm_of, crm_only, place_carrying};
    use crate::rules::testing::{criteria, evidence, outcome, screened};

    fn uncommitted(deal: Deal) -> ScreenedDeal {
        let mut screened = screened(deal);
        criteria(&mut screened.screening).commitment = Criterion::unknown(Field::SowSignedDate);
        screened
    }

    #[test]
    fn fails_once_past_qualification_by_either_system() {
        let found = evidence(&RULE, &uncommitted(crm_only(|_| {})));
        assert_eq!(
            found.message,
            "Deal 0065f00000AbCdE is past qualification (CRM stage \"Negotiation/Review\"), and neither a signed SOW nor a \
             proposal is recorded."
        );
        let in_ace = ace_only(|ace| ace.stage = Some(AceStage::TechnicalValidation));
        assert!(
            evidence(&RULE, &uncommitted(in_ace))
                .message
                .contains("ACE stage Technical Validation")
        );
    }

    #[test]
    fn a_signature_that_is_planned_is_none() {
        let planned = crm_only(|crm| crm.sow_signed_date = AS_OF.succ_opt());
        let message = evidence(&RULE, &uncommitted(planned)).message;
        assert!(
            message.ends_with("is recorded: the SOW signed date 2026-10-02 lies ahead."),
            "{message}"
        );
    }

    #[test]
    fn a_deal_that_is_still_being_qualified_need_not_show_any() {
        let early = crm_only(|crm| crm.progress = Progress::Early);
        let qualified = ace_only(|ace| ace.stage = Some(AceStage::Qualified));
        for deal in [early, qualified] {
            assert_eq!(outcome(&RULE, &uncommitted(deal)), Outcome::NotApplicable);
        }
    }

    #[test]
    fn commitment_passes_and_without_a_stage_it_is_unknown() {
        assert_eq!(outcome(&RULE, &screened(crm_only(|_| {}))), Outcome::Pass);
        let blank = crm_only(|crm| {
            crm.stage = None;
            crm.progress = Progress::Early;
        });
        assert_eq!(outcome(&RULE, &uncommitted(blank.clone())), Outcome::unknown(Field::Stage));
        let mut without_columns = uncommitted(crm_only(|_| {}));
        crm_of(&mut without_columns.deal).at = place_carrying("crm.csv", 2, &[Field::Stage]);
        assert_eq!(outcome(&RULE, &without_columns), Outcome::NotApplicable);
        let mut unable = blank;
        crm_of(&mut unable).at = place_carrying("crm.csv", 2, &[Field::DealId]);
        assert_eq!(outcome(&RULE, &uncommitted(unable)), Outcome::NotApplicable);
    }
}
