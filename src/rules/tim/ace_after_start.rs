//! An ACE opportunity that came after the work.

use chrono::NaiveDate;

use crate::domain::{
    AceOpportunity, CrmOpportunity, Evidence, Field, FixIn, Outcome, PlannedStart, ScreenedDeal,
    Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "TIM004",
    name: "ace-after-start",
    severity: Severity::High,
    summary: "The ACE opportunity is submitted before the work starts.",
    why: "A MAP application rests on the ACE opportunity and must come before the work. If ACE came \
          after the start, AWS has a reason to refuse the money.",
    fix: "If the work started later than the CRM says, correct the start there; if not, ask your PDM \
          which phases AWS still funds.",
    fix_in: FixIn::Pdm,
    source: "Guide, \"Why Most Partners Do Not Capture MAP Funding\": partners submit the ACE \
             opportunity after the migration started.",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::SubmittedDate,
        Field::CreatedDate,
        Field::ProjectStart,
        Field::StartDate,
        Field::AssessStart,
        Field::MobilizeStart,
        Field::MigrateStart,
        Field::SowSignedDate,
        Field::CloseDate,
    ],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let Some((crm, ace, _)) = screened.deal.linked() else {
        return Outcome::NotApplicable;
    };
    let Some((entered, how)) = entered(ace) else {
        return [Field::SubmittedDate, Field::CreatedDate]
            .into_iter()
            .find(|field| ace.at.carries(*field))
            .map_or(Outcome::NotApplicable, Outcome::unknown);
    };
    match screened.screening.planned_start {
        None => Outcome::unknown(Field::ProjectStart),
        Some(start) if entered <= start.date => Outcome::Pass,
        Some(start) => Outcome::fail(too_late(crm, ace, entered, how, start)),
    }
}

/// When AWS could first know of the deal, and how that is told.
fn entered(ace: &AceOpportunity) -> Option<(NaiveDate, &'static str)> {
    ace.submitted_date
        .map(|date| (date, "submitted to AWS"))
        .or_else(|| ace.created_date.map(|date| (date, "created in ACE")))
}

fn too_late(
    crm: &CrmOpportunity,
    ace: &AceOpportunity,
    entered: NaiveDate,
    how: &str,
    start: PlannedStart,
) -> Evidence {
    let id = &ace.id;
    Evidence {
        message: format!(
            "{id} was {how} on {entered}, after the start of the work on {}.",
            wording::start(start)
        ),
        fix: format!(
            "If the work started later, {}; if not, ask your PDM which phases of {id} AWS still \
             funds.",
            wording::correct_start(start, crm)
        ),
        fix_in: FixIn::Pdm,
        crm_value: Some(wording::start(start)),
        ace_value: Some(format!("{entered} ({how})")),
        expected: format!("in ACE by {}", start.date).into(),
        ..Evidence::about(Field::SubmittedDate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::StartBasis;
    use crate::domain::testing::{crm_only, date, linked_with_ace, place_carrying};
    use crate::rules::testing::{evidence, linked, outcome, screened};

    /// The healthy deal, whose opportunity was submitted on 2026-06-06, starting on this day.
    fn starting_on(month: u32, day: u32, basis: StartBasis) -> ScreenedDeal {
        linked(|screening| {
            screening.planned_start = Some(PlannedStart { date: date(2026, month, day), basis });
        })
    }

    #[test]
    fn fails_when_ace_came_after_the_start() {
        let found = evidence(&RULE, &starting_on(6, 5, StartBasis::ProjectStart));
        assert_eq!(
            found.message,
            "O1234567 was submitted to AWS on 2026-06-06, after the start of the work on \
             2026-06-05 (project start)."
        );
    }

    #[test]
    fn passes_when_submitted_on_the_day_of_the_start() {
        let deal = starting_on(6, 6, StartBasis::ProjectStart);
        assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
    }

    #[test]
    fn names_a_weak_basis() {
        let found = evidence(&RULE, &starting_on(5, 1, StartBasis::SowSigned));
        assert!(found.message.contains("2026-05-01 (SOW signed date)"), "{}", found.message);
        assert!(found.fix.contains("enter the project start"), "{}", found.fix);
    }

    #[test]
    fn the_day_of_creation_stands_in_for_an_unknown_submission() {
        let mut deal = screened(linked_with_ace(|ace| ace.submitted_date = None));
        let day_before = PlannedStart { date: date(2026, 6, 4), basis: StartBasis::ProjectStart };
        deal.screening.planned_start = Some(day_before);
        let found = evidence(&RULE, &deal);
        assert_eq!(found.ace_value.as_deref(), Some("2026-06-05 (created in ACE)"));
    }

    #[test]
    fn is_unknown_without_a_date_on_either_side() {
        let no_start = linked(|screening| screening.planned_start = None);
        assert_eq!(outcome(&RULE, &no_start), Outcome::unknown(Field::ProjectStart));
        let undated = screened(linked_with_ace(|ace| {
            ace.submitted_date = None;
            ace.created_date = None;
        }));
        assert_eq!(outcome(&RULE, &undated), Outcome::unknown(Field::SubmittedDate));
    }

    #[test]
    fn is_not_applicable_without_date_columns_or_without_a_link() {
        let unable = linked_with_ace(|ace| {
            ace.submitted_date = None;
            ace.created_date = None;
            ace.at = place_carrying("ace.csv", 2, &[Field::AceId]);
        });
        for deal in [unable, crm_only(|_| {})] {
            assert_eq!(outcome(&RULE, &screened(deal)), Outcome::NotApplicable);
        }
    }
}
