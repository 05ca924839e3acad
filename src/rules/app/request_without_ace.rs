//! A fund request that stands on no ACE opportunity.

use super::{Judged, each_request, named, told};
use crate::domain::{
    AceStage, Deal, Evidence, Field, FixIn, FundRequest, FundingData, Outcome, RequestState,
    ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "APP006",
    name: "request-without-ace",
    severity: Severity::High,
    summary: "Every fund request names an ACE opportunity that exists and is not lost.",
    why: "AWS pays on an opportunity. A request without one, or on a lost one, is turned down or cannot be claimed.",
    fix: "In Partner Central, correct the opportunity that the request names.",
    fix_in: FixIn::PartnerCentral,
    source: "Guide, \"Who Qualifies for MAP?\": the ACE opportunity must exist and be current.",
    subject: Subject::JudgedMigrations,
    reads: &[Field::AceId, Field::Stage, Field::MapStatus],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    each_request(screened, cx, |request| {
        if is_over(request) {
            return Judged::NotConcerned;
        }
        let is_in_ace =
            deal.ace().is_some_and(|ace| request.ace_id.as_ref().is_none_or(|id| *id == ace.id));
        // The CRM's own columns name no opportunity: they mean the one of the deal.
        let names_none = request.ace_id.is_none() && cx.funding == FundingData::File;
        if is_lost(deal) && is_in_ace {
            Judged::Missed(on_lost(request, deal))
        } else if cx.funding == FundingData::CrmColumns && is_in_question(deal) {
            Judged::NotConcerned
        } else if !names_none && is_in_ace {
            Judged::Met
        } else if request.ace_id.is_some() {
            Judged::Missed(evidence(request, "names an opportunity that is not in the ACE export"))
        } else if names_none && !request.at.carries(Field::AceId) {
            Judged::NotConcerned
        } else if cx.funding == FundingData::CrmColumns {
            Judged::Missed(of_a_deal_outside_ace(request, deal))
        } else if request.ace_ids_in_doubt.is_empty() {
            Judged::Missed(without_opportunity(request, deal))
        } else {
            Judged::Missed(of_several(request))
        }
    })
}

/// What is wrong with a request that belongs to no deal of the run: it names no opportunity of the export, or ids of two
/// deals.
pub(in crate::rules) fn of_no_deal(request: &FundRequest) -> Option<Evidence> {
    (request.is_map() && !is_over(request)).then(|| Evidence {
        request_id: request.request_id.clone(),
        // Of a request without any id these are all that tells it from others.
        crm_value: request.customer.as_deref().map(Into::into),
        phase: match (&request.request_id, &request.ace_id, request.phases.as_slice()) {
            (None, None, [phase]) => Some(*phase),
            _ => None,
        },
        ..if request.ace_id.is_some() {
            evidence(
                request,
                "belongs to no deal of this run: the opportunity that it names is not in the ACE export, or is another \
                 deal's than the one that it names",
            )
        } else if request.ace_ids_in_doubt.is_empty() {
            evidence(request, "names no ACE opportunity, and no deal of this run")
        } else {
            of_several(request)
        }
    })
}

/// Whether nobody can change the request any more, and no money hangs on it.
fn is_over(request: &FundRequest) -> bool {
    matches!(request.state, RequestState::Ended(_))
}

/// Whether the deal may well be in ACE: ATT006 speaks of an id that leads nowhere, ATT008 of candidates.
fn is_in_question(deal: &Deal) -> bool {
    deal.ace().is_none() && (deal.dangling_ace_id.is_some() || !deal.candidates.is_empty())
}

fn is_lost(deal: &Deal) -> bool {
    deal.ace().is_some_and(|ace| ace.stage == Some(AceStage::ClosedLost))
}

fn on_lost(request: &FundRequest, deal: &Deal) -> Evidence {
    let name = named(request);
    let id = deal.ace().map(|ace| ace.id.to_string());
    let opportunity = id.as_deref().unwrap_or("the opportunity");
    Evidence {
        message: format!(
            "{} is for {opportunity}, which is Closed Lost in ACE.",
            wording::sentence(&told_with_place(request))
        ),
        fix: format!(
            "If the deal lives, submit a new opportunity for it in ACE and have your PDM move {name} there; if not, \
             withdraw {name} in Partner Central, under Funding."
        ),
        ace_value: id,
        ..evidence(request, "")
    }
}

fn of_a_deal_outside_ace(request: &FundRequest, deal: &Deal) -> Evidence {
    let named = wording::applied_for(deal);
    let status = request.status.as_deref().map(|text| format!(" (\"{text}\")")).unwrap_or_default();
    Evidence {
        message: format!(
            "The MAP columns of {named} speak of an application{status}, and no ACE opportunity is known for it."
        ),
        fix: format!(
            "In Partner Central, under Funding, see which opportunity the application names, and write its id into the \
             ACE id of {named} in the CRM; if there is no application, clear the MAP columns."
        ),
        crm_value: request.status.as_deref().map(Into::into),
        ..evidence(request, "")
    }
}

fn without_opportunity(request: &FundRequest, deal: &Deal) -> Evidence {
    let name = named(request);
    let missing = match deal.ace() {
        Some(ace) => format!("link it to {}", ace.id),
        None => format!("link it to the opportunity of {}", wording::applied_for(deal)),
    };
    Evidence {
        fix: format!(
            "In Partner Central, under Funding, open {name} and see which opportunity it names. If none, {missing}; then \
             enter the opportunity's id in the fund request list."
        ),
        ..evidence(request, "names no ACE opportunity")
    }
}

/// To which of the opportunities that its cell names the money belongs is not known.
fn of_several(request: &FundRequest) -> Evidence {
    let ids: Vec<String> = request.ace_ids_in_doubt.iter().map(ToString::to_string).collect();
    let ids = ids.join(", ");
    Evidence {
        fix: format!(
            "In Partner Central, under Funding, open {} and see which of {ids} it names; then give each opportunity its own \
             row in the fund request list.",
            named(request)
        ),
        expected: "the id of one ACE opportunity".into(),
        ..evidence(
            request,
            &format!("names several ACE opportunities ({ids}), so its money is credited to none"),
        )
    }
}

/// The request with what it asks for and where it stands, unless its place is its name.
fn told_with_place(request: &FundRequest) -> String {
    let (told, place) = (told(request), request.at.in_words());
    if told.contains(&place) { told } else { format!("{told}, in {place},") }
}

fn evidence(request: &FundRequest, what: &str) -> Evidence {
    let name = named(request);
    let id = request.ace_id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
    Evidence {
        message: format!("{} {what}{id}.", wording::sentence(&told_with_place(request))),
        fix: format!(
            "In Partner Central, under Funding, open {name} and check the opportunity that it names; if it is right, \
             export all opportunities from ACE and run again."
        ),
        fix_in: FixIn::PartnerCentral,
        ace_value: request.ace_id.as_ref().map(ToString::to_string),
        expected: "the id of an open or launched ACE opportunity".into(),
        ..Evidence::about(Field::AceId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, linked_deal, linked_with_ace, place, place_carrying};
    use crate::domain::{AceId, ApprovalStage, Currency, Ending, Money};
    use crate::rules::testing::{CONTEXT, candidate, screened};

    fn request(ace_id: Option<&str>) -> FundRequest {
        let state = RequestState::Applied(ApprovalStage::Business);
        let mut request = FundRequest::new(place("funding.csv", 3), state);
        request.request_id = Some("FR-7".into());
        request.ace_id = ace_id.and_then(AceId::exact);
        request
    }

    fn judged(mut deal: Deal, request: FundRequest) -> Outcome {
        deal.requests = vec![request];
        let cx = RuleContext { funding: FundingData::File, ..CONTEXT };
        RULE.judge(&screened(deal), &cx)
    }

    fn message(outcome: Outcome) -> String {
        let Outcome::Fail(found) = outcome else { panic!("found nothing: {outcome:?}") };
        found[0].message.clone()
    }

    #[test]
    fn fails_for_no_opportunity_one_outside_the_export_and_a_lost_one() {
        assert_eq!(
            message(judged(linked_deal(), request(None))),
            "Fund request FR-7, in row 3 of funding.csv, names no ACE opportunity."
        );
        assert!(
            message(judged(crm_only(|_| {}), request(Some("O9999999"))))
                .contains("not in the ACE export (O9999999)")
        );
        let lost = linked_with_ace(|ace| ace.stage = Some(AceStage::ClosedLost));
        assert!(message(judged(lost, request(Some("O1234567")))).contains("Closed Lost"));
    }

    #[test]
    fn a_request_that_names_none_is_linked_to_the_opportunity_of_its_deal() {
        let Outcome::Fail(found) = judged(linked_deal(), request(None)) else { panic!("passed") };
        let fix = &found[0].fix;
        assert!(fix.contains("If none, link it to O1234567;"), "{fix}");
    }

    #[test]
    fn passes_on_an_opportunity_of_the_export_whatever_its_stage_but_lost() {
        for stage in [AceStage::Prospect, AceStage::Launched] {
            let deal = linked_with_ace(|ace| ace.stage = Some(stage));
            assert_eq!(judged(deal, request(Some("O1234567"))), Outcome::Pass);
        }
    }

    #[test]
    fn the_crms_columns_mean_the_deals_own_opportunity() {
        let of_crm = |mut deal: Deal| {
            deal.requests = vec![request(None)];
            RULE.judge(&screened(deal), &CONTEXT)
        };
        assert_eq!(of_crm(linked_deal()), Outcome::Pass);
        assert!(
            message(of_crm(crm_only(|_| {})))
                .starts_with("The MAP columns of deal 0065f00000AbCdE speak of an application")
        );
    }

    #[test]
    fn columns_of_a_deal_whose_opportunity_is_in_question_are_left_to_the_rules_that_ask() {
        let mut dangling = crm_only(|_| {});
        dangling.dangling_ace_id = AceId::exact("O9999999");
        let mut in_doubt = crm_only(|_| {});
        in_doubt.candidates = vec![candidate("O7654321", "Acme", "the country differs")];
        for mut deal in [dangling, in_doubt] {
            deal.requests = vec![request(None)];
            assert_eq!(RULE.judge(&screened(deal), &CONTEXT), Outcome::NotApplicable);
        }
    }

    #[test]
    fn a_request_that_is_over_needs_no_opportunity() {
        for ending in [Ending::Terminated, Ending::Cancelled, Ending::Expired] {
            let over = || {
                let mut over = request(None);
                over.state = RequestState::Ended(ending);
                over
            };
            let lost = linked_with_ace(|ace| ace.stage = Some(AceStage::ClosedLost));
            assert_eq!(judged(lost, over()), Outcome::NotApplicable);
            assert_eq!(of_no_deal(&over()), None);
        }
    }

    #[test]
    fn a_request_on_a_lost_opportunity_is_moved_or_withdrawn() {
        let mut deal = linked_with_ace(|ace| ace.stage = Some(AceStage::ClosedLost));
        deal.requests = vec![request(Some("O1234567"))];
        let Outcome::Fail(found) = RULE.judge(&screened(deal), &CONTEXT) else { panic!("passed") };
        assert_eq!(
            found[0].message,
            "Fund request FR-7, in row 3 of funding.csv, is for O1234567, which is Closed Lost in ACE."
        );
        assert!(found[0].fix.contains("withdraw fund request FR-7"), "{}", found[0].fix);
    }

    #[test]
    fn a_list_without_a_column_for_the_opportunity_is_not_judged() {
        let mut narrow = request(None);
        narrow.at = place_carrying("funding.csv", 3, &[Field::CrmId]);
        assert_eq!(judged(linked_deal(), narrow), Outcome::NotApplicable);
    }

    #[test]
    fn a_request_without_an_id_is_known_by_its_row_and_customer() {
        let mut nameless = request(None);
        nameless.request_id = None;
        nameless.customer = Some("Godavari Power".into());
        nameless.requested_amount =
            Some(Money { amount: 10_000.into(), currency: Some(Currency::USD) });
        assert_eq!(
            of_no_deal(&nameless).unwrap().message,
            "The fund request of Godavari Power in row 3 of funding.csv for USD 10,000 names no ACE opportunity, and no \
             deal of this run."
        );
    }

    #[test]
    fn a_request_that_names_two_opportunities_is_told_with_both() {
        let mut two = request(None);
        two.ace_ids_in_doubt = ["O7100001", "O7100002"].map(|id| AceId::exact(id).unwrap()).into();
        let told = "Fund request FR-7, in row 3 of funding.csv, names several ACE opportunities (O7100001, O7100002), so \
                    its money is credited to none.";
        assert_eq!(of_no_deal(&two).unwrap().message, told);
        assert_eq!(message(judged(linked_deal(), two)), told);
    }

    #[test]
    fn a_request_that_belongs_to_no_deal_is_told_with_its_id_unless_it_is_for_other_money() {
        let found = of_no_deal(&request(Some("O9999999"))).unwrap();
        assert_eq!(found.request_id.as_deref(), Some("FR-7"));
        assert!(found.message.contains("(O9999999)"), "{}", found.message);
        let mut mdf = request(None);
        mdf.program = Some("MDF".into());
        assert_eq!(of_no_deal(&mdf), None);
    }
}
