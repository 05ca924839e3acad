//! A partner whose tier keeps it out of MAP.

use crate::domain::{Evidence, Fact, FixIn, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject};

/// What the rule judges by.
const TIER: Fact = Fact::Setting("partner.tier");

pub(super) static RULE: Rule = Rule {
    code: "ELG004",
    name: "partner-below-select",
    severity: Severity::Critical,
    summary: "The partner holds the Select tier or above in the AWS Partner Network.",
    why: "Below Select no MAP application is accepted, however well a deal qualifies.",
    fix: "Reach the Select tier, or bring the deals in through a partner that holds it.",
    fix_in: FixIn::Partner,
    source: "Guide, \"Who Qualifies for MAP?\": active APN membership at Select tier or above.",
    subject: Subject::Partner,
    reads: &[],
    check,
};

fn check(_screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    match cx.partner.tier {
        None => Outcome::Unknown(TIER),
        Some(tier) if !tier.is_below_select() => Outcome::Pass,
        Some(tier) => Outcome::fail(Evidence {
            message: format!("The partner's tier is {}, below Select: AWS accepts no MAP application.", tier.label()),
            fix: "Reach the Select tier, or bring the deals in through a partner that holds it. If the tier has \
                  changed, correct partner.tier in mapaudit.toml."
                .into(),
            fix_in: FixIn::Partner,
            expected: "Select, Advanced or Premier".into(),
            ..Evidence::about(TIER)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Partner, Tier};
    use crate::rules::testing::{CONTEXT, healthy, outcome};

    fn of_tier(tier: Tier) -> Outcome {
        let partner = Partner { tier: Some(tier), ..Partner::default() };
        RULE.judge(&healthy(), &RuleContext { partner: &partner, ..CONTEXT })
    }

    #[test]
    fn fails_below_select_and_not_at_it() {
        assert!(matches!(of_tier(Tier::Registered), Outcome::Fail(_)));
        for tier in [Tier::Select, Tier::Advanced, Tier::Premier] {
            assert_eq!(of_tier(tier), Outcome::Pass);
        }
    }

    #[test]
    fn an_unknown_tier_is_unknown() {
        assert_eq!(outcome(&RULE, &healthy()), Outcome::Unknown(TIER));
    }
}
