//! A partner without the competency that MAP looks for.

use crate::domain::{Evidence, Fact, FixIn, Outcome, ScreenedDeal, Severity, fold};
use crate::rules::{Rule, RuleContext, Subject};

/// What the rule judges by.
const COMPETENCIES: Fact = Fact::Setting("partner.competencies");

pub(super) static RULE: Rule = Rule {
    code: "ELG005",
    name: "competency-missing",
    severity: Severity::Low,
    summary: "The partner holds the AWS Migration Competency.",
    why: "Applications of partners that hold it are approved more often; some sources make it a condition.",
    fix: "Put the AWS Migration Competency on your roadmap.",
    fix_in: FixIn::Partner,
    source: "Guide, \"Get the Migration Competency\": preferred, not always required. The setting competency_gate makes its lack a finding of high severity.",
    subject: Subject::Partner,
    reads: &[],
    check,
};

fn check(_screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let Some(competencies) = &cx.partner.competencies else {
        return Outcome::Unknown(COMPETENCIES);
    };
    // AWS has renamed it more than once: Migration, Migration and Modernization, ... Consulting.
    if competencies.iter().any(|name| fold(name).contains("migration")) {
        return Outcome::Pass;
    }
    let held = if competencies.is_empty() { "none".to_owned() } else { competencies.join(", ") };
    Outcome::fail(Evidence {
        message: format!("The partner does not hold the AWS Migration Competency (competencies: {held})."),
        fix: "Put the AWS Migration Competency on your roadmap. If you hold it, add it to partner.competencies in \
              mapaudit.toml."
            .into(),
        fix_in: FixIn::Partner,
        expected: "AWS Migration Competency".into(),
        ..Evidence::about(COMPETENCIES)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Partner;
    use crate::rules::testing::{CONTEXT, healthy, outcome};

    fn holding(names: &[&str]) -> Outcome {
        let competencies = Some(names.iter().map(|name| (*name).to_owned()).collect());
        let partner = Partner { competencies, ..Partner::default() };
        RULE.judge(&healthy(), &RuleContext { partner: &partner, ..CONTEXT })
    }

    #[test]
    fn fails_without_it_whatever_else_is_held() {
        for names in [&[][..], &["AWS DevOps Competency"]] {
            assert!(matches!(holding(names), Outcome::Fail(_)), "{names:?}");
        }
    }

    #[test]
    fn passes_under_each_of_its_names() {
        for name in ["AWS Migration Competency", "Migration and Modernization Services Competency"]
        {
            assert_eq!(holding(&[name]), Outcome::Pass, "{name}");
        }
    }

    #[test]
    fn unknown_competencies_are_unknown() {
        assert_eq!(outcome(&RULE, &healthy()), Outcome::Unknown(COMPETENCIES));
    }
}
