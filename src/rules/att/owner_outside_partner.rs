//! An opportunity that belongs to nobody at the partner.

use crate::domain::{
    AceOpportunity, Evidence, Fact, Field, FixIn, Outcome, ScreenedDeal, Severity, is_free_mail,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT013",
    name: "owner-outside-partner",
    severity: Severity::Medium,
    summary: "The owner and the creator of an ACE opportunity have an e-mail address of the partner.",
    why: "AWS writes to the owner. What goes to a private or a former address is not answered, and the review stops.",
    fix: "In ACE, make somebody with an address of the partner the owner of the opportunity.",
    fix_in: FixIn::Ace,
    source: "Our choice.",
    subject: Subject::Migrations,
    reads: &[
        Field::OwnerEmail,
        Field::CreatedBy,
        Field::Ownership,
        Field::Stage,
        Field::ReviewStatus,
    ],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    // AWS owns what it refers until somebody takes it over.
    let Some(ace) = screened.deal.ace().filter(|ace| !ace.is_aws_referral) else {
        return Outcome::NotApplicable;
    };
    let cells = [(Field::OwnerEmail, &ace.owner_email), (Field::CreatedBy, &ace.created_by)];
    let carried = || cells.into_iter().filter(|(field, _)| ace.at.carries(*field));
    // The owner decides: a creator of ours tells nothing of an owner who is not given.
    let Some((deciding, whose)) = carried().next() else {
        return Outcome::NotApplicable;
    };
    let domains = &cx.partner.domains;
    for (field, text) in carried() {
        for address in addresses(text.as_deref()) {
            let domain = address.rsplit('@').next().unwrap_or_default().to_lowercase();
            let is_own = domains.iter().any(|own| is_part_of(&domain, own));
            if is_free_mail(&domain) || !domains.is_empty() && !is_own {
                return Outcome::fail(outsider(ace, field, address, &domain));
            }
        }
    }
    if addresses(whose.as_deref()).next().is_none() {
        Outcome::unknown(deciding)
    } else if domains.is_empty() {
        Outcome::Unknown(Fact::Setting("partner.domains"))
    } else {
        Outcome::Pass
    }
}

/// The addresses in a cell: none, where it holds a name only, one, or several: `Jane Roe <jane@example.com>`.
fn addresses(text: Option<&str>) -> impl Iterator<Item = &str> {
    let words =
        text.unwrap_or_default().split(|c: char| c.is_whitespace() || "<>()[],;\"".contains(c));
    words.map(|word| word.trim_start_matches("mailto:")).filter(|word| word.contains('@'))
}

fn is_part_of(domain: &str, own: &str) -> bool {
    domain == own || domain.strip_suffix(own).is_some_and(|rest| rest.ends_with('.'))
}

fn outsider(ace: &AceOpportunity, field: Field, address: &str, domain: &str) -> Evidence {
    let who = if field == Field::OwnerEmail { "owner" } else { "creator" };
    let what = if is_free_mail(domain) {
        "an address at a provider for everyone"
    } else {
        "an address that is not of the partner's domains"
    };
    let open = wording::sentence(&wording::open_in_ace(ace));
    let change = if field == Field::OwnerEmail {
        format!("{open} and make somebody with an address of yours the owner.")
    } else {
        format!(
            "{open} and see to it that the owner has an address of yours. Who created it cannot be changed: waive this \
             finding then."
        )
    };
    let fix = if is_free_mail(domain) {
        change
    } else {
        format!("{change} If {domain} is yours, add it to partner.domains in mapaudit.toml.")
    };
    Evidence {
        message: format!("The {who} of {} has {what}: {address}.", ace.id),
        fix,
        fix_in: FixIn::Ace,
        ace_value: Some(address.to_owned()),
        expected: "an address of one of the partner's domains".into(),
        ..Evidence::about(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Partner;
    use crate::domain::testing::{crm_only, linked_with_ace, place_carrying};
    use crate::rules::testing::{CONTEXT, evidence, outcome, screened};

    fn owned_by(address: &str) -> ScreenedDeal {
        screened(linked_with_ace(|ace| ace.owner_email = Some(address.into())))
    }

    fn with_domains(deal: &ScreenedDeal) -> Outcome {
        let domains = vec!["example.com".to_owned()];
        let partner = Partner { domains, ..Partner::default() };
        RULE.judge(deal, &RuleContext { partner: &partner, ..CONTEXT })
    }

    #[test]
    fn a_free_mail_address_fails_even_without_known_domains() {
        let found = evidence(&RULE, &owned_by("jane@gmail.com"));
        assert_eq!(
            found.message,
            "The owner of O1234567 has an address at a provider for everyone: jane@gmail.com."
        );
    }

    #[test]
    fn other_domains_fail_once_the_partners_are_known_and_their_sub_domains_pass() {
        assert!(matches!(with_domains(&owned_by("j@other.example")), Outcome::Fail(_)));
        assert!(matches!(with_domains(&owned_by("j@notexample.com")), Outcome::Fail(_)));
        for own in ["j@example.com", "J@EXAMPLE.COM", "j@de.example.com"] {
            assert_eq!(with_domains(&owned_by(own)), Outcome::Pass, "{own}");
        }
        let unknown = Outcome::Unknown(Fact::Setting("partner.domains"));
        assert_eq!(outcome(&RULE, &owned_by("j@example.com")), unknown);
    }

    #[test]
    fn the_creator_is_judged_too_where_the_cell_holds_an_address() {
        let created_by = |text: &str| {
            screened(linked_with_ace(|ace| {
                ace.owner_email = Some("j@example.com".into());
                ace.created_by = Some(text.into());
            }))
        };
        let found = evidence(&RULE, &created_by("jane@yahoo.com"));
        assert_eq!(found.field, Field::CreatedBy.into());
        // Nobody can change the creator, and a provider for everyone is no domain of a partner.
        assert!(found.fix.contains("waive this finding"), "{}", found.fix);
        assert!(!found.fix.contains("partner.domains"), "{}", found.fix);
        assert_eq!(with_domains(&created_by("Jane Roe")), Outcome::Pass);
    }

    #[test]
    fn a_creator_of_ours_tells_nothing_of_an_owner_who_is_not_given() {
        let deal = screened(linked_with_ace(|ace| {
            ace.owner_email = None;
            ace.created_by = Some("j@example.com".into());
        }));
        assert_eq!(with_domains(&deal), Outcome::unknown(Field::OwnerEmail));
    }

    #[test]
    fn an_address_is_found_beside_a_name_and_each_of_several_is_judged() {
        for own in
            ["Jane Roe <j@example.com>", "j@example.com; k@example.com", "mailto:j@example.com"]
        {
            assert_eq!(with_domains(&owned_by(own)), Outcome::Pass, "{own}");
        }
        let found = evidence(&RULE, &owned_by("j@example.com, Jane <jane@gmail.com>"));
        assert_eq!(found.ace_value.as_deref(), Some("jane@gmail.com"));
    }

    #[test]
    fn a_blank_address_is_unknown_and_referrals_and_other_formats_are_not_judged() {
        let blank = screened(linked_with_ace(|_| {}));
        assert_eq!(outcome(&RULE, &blank), Outcome::unknown(Field::OwnerEmail));
        let referral = screened(linked_with_ace(|ace| {
            ace.owner_email = Some("jane@gmail.com".into());
            ace.is_aws_referral = true;
        }));
        let unable = screened(linked_with_ace(|ace| {
            ace.at = place_carrying("ace.csv", 2, &[Field::AceId]);
        }));
        for deal in [referral, unable, screened(crm_only(|_| {}))] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }
}
