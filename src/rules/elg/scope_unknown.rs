//! A migration whose size nothing tells.

use crate::domain::{Criterion, Evidence, Field, FixIn, Outcome, Records, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ELG002",
    name: "scope-unknown",
    severity: Severity::Medium,
    summary: "The record of a migration tells how large it is.",
    why: "MAP is for migrations of a meaningful size. Without one nobody can say whether the deal qualifies.",
    fix: "Enter the number of servers or VMs in scope.",
    fix_in: FixIn::Crm,
    source: "Guide, \"Who Qualifies for MAP?\": 50 or more servers, or a meaningful re-platforming.",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::ServerCount,
        Field::VmCount,
        Field::VmwareVmCount,
        Field::Description,
        Field::DealName,
        Field::Problem,
        Field::Title,
    ],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    match screened.screening.criteria.of_migration.as_ref().map(|criteria| &criteria.scope) {
        Some(Criterion::Pass(_) | Criterion::Fail(_)) => return Outcome::Pass,
        None | Some(Criterion::NotApplicable) => return Outcome::NotApplicable,
        Some(Criterion::Unknown(_)) => {}
    }
    let (fix, fix_in) = match &screened.deal.records {
        Records::Linked { crm, .. } | Records::CrmOnly(crm) => (
            format!(
                "In the CRM, open {} and enter the servers or VMs in scope, or describe the re-platforming.",
                wording::deal(crm)
            ),
            FixIn::Crm,
        ),
        Records::AceOnly(ace) => (
            format!(
                "{} and enter the servers in scope.",
                wording::sentence(&wording::open_in_ace(ace))
            ),
            FixIn::Ace,
        ),
    };
    Outcome::fail(Evidence {
        message: "It is not known how large the migration is: neither all its servers or VMs nor a re-platforming is stated."
            .into(),
        fix,
        fix_in,
        expected: "servers or VMs in scope".into(),
        ..Evidence::about(Field::ServerCount)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::ace_only;
    use crate::rules::testing::{criteria, evidence, linked, outcome, screened};

    fn with_scope(met: Criterion) -> ScreenedDeal {
        linked(|screening| criteria(screening).scope = met)
    }

    #[test]
    fn fails_when_nothing_tells_the_size() {
        let found = evidence(&RULE, &with_scope(Criterion::unknown(Field::ServerCount)));
        assert!(found.fix.starts_with("In the CRM, open deal 0065f00000AbCdE"), "{}", found.fix);
    }

    #[test]
    fn an_opportunity_without_a_deal_is_mended_in_ace() {
        let mut deal = screened(ace_only(|_| {}));
        criteria(&mut deal.screening).scope = Criterion::unknown(Field::ServerCount);
        assert_eq!(evidence(&RULE, &deal).fix_in, FixIn::Ace);
    }

    #[test]
    fn a_known_size_passes_even_if_it_is_too_small() {
        for met in [Criterion::pass("120 servers"), Criterion::fail("3 servers")] {
            assert_eq!(outcome(&RULE, &with_scope(met)), Outcome::Pass);
        }
    }
}
