//! A deal as both systems see it, and why they are held to be the same business.

use super::{
    AceId, AceOpportunity, AcePhase, CrmId, CrmOpportunity, DealStatus, FundRequest, Phase,
    fingerprint,
};

/// A CRM deal with its ACE opportunity, either without the other, and what goes with it.
#[derive(Clone, Debug)]
pub struct Deal {
    /// The records.
    pub records: Records,
    /// ACE opportunities that a person should look at, best first. Of CRM deals only.
    pub candidates: Vec<Candidate>,
    /// The ACE id that the CRM holds and no ACE row has.
    pub dangling_ace_id: Option<AceId>,
    /// ACE opportunities of which a person decided that they are another deal's.
    pub denied: Vec<AceId>,
    /// The fund requests that name the deal or its ACE opportunity.
    pub requests: Vec<FundRequest>,
    /// Whether a request that could not be handed to any deal names this one or its ACE opportunity: several ids
    /// that lead to several deals, or rows that contradict each other.
    pub has_disputed_request: bool,
    /// Whether an id leads to a record of the other system that is in its export and was set aside, because rows of it
    /// contradict each other.
    pub counterpart_is_disputed: bool,
    /// What ids say of the deal that cannot all be true.
    pub conflict: Option<Box<IdConflict>>,
    /// The ACE opportunity that would fit, were it not linked to another deal. Of CRM deals without candidates only.
    pub taken: Option<Box<Taken>>,
    /// Other deals whose CRM record holds the same ACE id: the first few. Of an opportunity without a deal, the deals that
    /// hold its id beside that of another.
    pub other_claims: Vec<CrmId>,
    /// Other open ACE opportunities of the customer with the same title: the first few.
    pub ace_twins: Vec<AceId>,
    /// Whether a person may yet decide that the ACE opportunity is some deal's. Of ACE opportunities without a deal only.
    pub is_candidate: bool,
}

/// Records of which rows of one id contradict each other, so that none is used: they are no more than known.
#[derive(Clone, Debug, Default)]
pub struct DisputedRecords {
    /// The rows of deals.
    pub crm: Vec<Box<CrmOpportunity>>,
    /// The rows of ACE opportunities.
    pub ace: Vec<Box<AceOpportunity>>,
}

/// An ACE opportunity that fits a deal, and is linked to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The opportunity.
    pub ace_id: AceId,
    /// The deal that it is linked to.
    pub crm_id: CrmId,
}

/// Two statements of ids, one of which must be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdConflict {
    /// The CRM record names one ACE opportunity, and another one names the deal.
    OtherAceOpportunity {
        /// The opportunity that the CRM record names.
        in_crm: AceId,
        /// The opportunity that names the deal.
        in_ace: AceId,
    },
    /// The CRM record names an ACE opportunity that names another deal.
    OtherDeal {
        /// The opportunity.
        ace_id: AceId,
        /// The deal that it names.
        crm_id: CrmId,
    },
}

/// The two records of a deal, or the one there is.
#[derive(Clone, Debug)]
pub enum Records {
    /// Both, held to be the same business.
    Linked {
        /// The CRM's record.
        crm: Box<CrmOpportunity>,
        /// ACE's record.
        ace: Box<AceOpportunity>,
        /// Why they are held to be the same.
        link: Box<Link>,
    },
    /// A deal without an ACE opportunity.
    CrmOnly(Box<CrmOpportunity>),
    /// An ACE opportunity without a deal.
    AceOnly(Box<AceOpportunity>),
}

impl Deal {
    /// A deal with nothing but its records.
    pub fn new(records: Records) -> Deal {
        Deal {
            records,
            candidates: Vec::new(),
            dangling_ace_id: None,
            denied: Vec::new(),
            requests: Vec::new(),
            has_disputed_request: false,
            counterpart_is_disputed: false,
            conflict: None,
            taken: None,
            other_claims: Vec::new(),
            ace_twins: Vec::new(),
            is_candidate: false,
        }
    }

    /// The CRM's record, if there is one.
    pub fn crm(&self) -> Option<&CrmOpportunity> {
        match &self.records {
            Records::Linked { crm, .. } | Records::CrmOnly(crm) => Some(crm),
            Records::AceOnly(_) => None,
        }
    }

    /// ACE's record, if there is one.
    pub fn ace(&self) -> Option<&AceOpportunity> {
        match &self.records {
            Records::Linked { ace, .. } | Records::AceOnly(ace) => Some(ace),
            Records::CrmOnly(_) => None,
        }
    }

    /// The ACE ids that the CRM's record names, without those that a person denied; of a slip, the id that it stands for.
    pub fn named_ace_ids(&self) -> Vec<AceId> {
        let text = self.crm().and_then(|crm| crm.ace_id.as_deref());
        let mut ids = text.map(AceId::named_in).unwrap_or_default();
        ids.retain(|id| !self.denied.contains(id));
        ids
    }

    /// Both records and the link between them.
    pub fn linked(&self) -> Option<(&CrmOpportunity, &AceOpportunity, &Link)> {
        match &self.records {
            Records::Linked { crm, ace, link } => Some((crm, ace, link)),
            Records::CrmOnly(_) | Records::AceOnly(_) => None,
        }
    }

    /// Whether ACE shows a later migration phase, which means that this one is over; Manage, that all are.
    pub fn is_over_in_ace(&self, phase: Phase) -> bool {
        let Some(current) = self.ace().and_then(|ace| ace.migration_phase) else {
            return false;
        };
        let own = match phase {
            Phase::Assess => AcePhase::Assess,
            Phase::Mobilize => AcePhase::Mobilize,
            Phase::Migrate => AcePhase::Migrate,
        };
        own < current
    }

    /// What identifies the deal over runs: the system and the id there. The CRM's id comes first, so
    /// that a deal stays itself when it is entered in ACE.
    pub fn key(&self) -> (&'static str, &str) {
        match &self.records {
            Records::Linked { crm, .. } | Records::CrmOnly(crm) => ("crm", crm.id.key()),
            Records::AceOnly(ace) => ("ace", ace.id.as_str()),
        }
    }

    /// The [key](Deal::key) as ten characters; people see the first of them.
    pub fn fingerprint(&self) -> String {
        let (system, id) = self.key();
        fingerprint(&[system, id])
    }

    /// Whether the deal is lost. The CRM alone decides; only where there is no CRM record does
    /// ACE's Closed Lost count.
    pub fn is_lost(&self) -> bool {
        match &self.records {
            Records::Linked { crm, .. } | Records::CrmOnly(crm) => crm.status == DealStatus::Lost,
            Records::AceOnly(ace) => ace.stage == Some(super::AceStage::ClosedLost),
        }
    }

    /// The customer's name: the CRM's, else ACE's.
    pub fn customer(&self) -> Option<&str> {
        self.crm()
            .and_then(|crm| crm.customer.as_deref())
            .or_else(|| self.ace().and_then(|ace| ace.customer.as_deref()))
    }

    /// The deal's name: the CRM's, else ACE's project title.
    pub fn name(&self) -> Option<&str> {
        self.crm()
            .and_then(|crm| crm.name.as_deref())
            .or_else(|| self.ace().and_then(|ace| ace.title.as_deref()))
    }

    /// Who owns the deal: the CRM's owner, else ACE's.
    pub fn owner(&self) -> Option<&str> {
        self.crm()
            .and_then(|crm| crm.owner.as_deref())
            .or_else(|| self.ace().and_then(|ace| ace.owner_name.as_deref()))
    }
}

/// How a link was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkMethod {
    /// The CRM record holds the ACE id.
    AceIdInCrm,
    /// The ACE record holds the CRM id.
    CrmIdInAce,
    /// By what the two records say.
    Linkage,
    /// A person decided.
    Decision,
}

impl LinkMethod {
    /// The name used in tables: `ace_id_in_crm`.
    pub fn name(self) -> &'static str {
        match self {
            LinkMethod::AceIdInCrm => "ace_id_in_crm",
            LinkMethod::CrmIdInAce => "crm_id_in_ace",
            LinkMethod::Linkage => "linkage",
            LinkMethod::Decision => "decision",
        }
    }
}

/// The decision that a deal and an ACE opportunity are the same business, with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// How it was found.
    pub method: LinkMethod,
    /// How sure it is, 0 to 1: of links with .9, about nine in ten are right.
    pub score: f64,
    /// What speaks for it, in words with the values: what raised the score.
    pub why: String,
    /// What speaks against it, in words with the values: what lowered the score.
    pub against: String,
    /// The next best ACE opportunity and its score.
    pub runner_up: Option<(AceId, f64)>,
}

/// A deal and an ACE opportunity of which a person decided whether they are the same business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedPair {
    /// The deal, by the key of its id.
    pub crm_key: String,
    /// The ACE opportunity.
    pub ace_id: AceId,
    /// Whether they are: then they are linked whatever speaks against it. If not, they are neither linked nor shown
    /// as a candidate again.
    pub is_same: bool,
}

/// An ACE opportunity that may be the deal's, for a person to decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The ACE opportunity.
    pub ace_id: AceId,
    /// Its customer and title, to recognise it by.
    pub ace_customer: Option<Box<str>>,
    /// The project title in ACE.
    pub ace_title: Option<Box<str>>,
    /// Whether it is marked as MAP, and so may have an application.
    pub ace_is_tagged_map: bool,
    /// Whether a fund request names it.
    pub ace_has_request: bool,
    /// Whether an id links the two although names and domains of their customers disagree.
    pub customers_disagree: bool,
    /// The link it would be.
    pub link: Link,
    /// Why it is left to a person: "O123 scores nearly the same".
    pub doubt: String,
}

impl Candidate {
    /// What speaks against the link, and why it is left to a person, in words.
    pub fn against(&self) -> String {
        let texts = [self.link.against.as_str(), &self.doubt];
        let texts: Vec<_> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        texts.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::link;

    #[test]
    fn what_speaks_against_a_candidate_ends_with_the_doubt() {
        let mut candidate = Candidate {
            ace_id: AceId::exact("O1234567").unwrap(),
            ace_customer: None,
            ace_title: None,
            ace_is_tagged_map: false,
            ace_has_request: false,
            customers_disagree: false,
            link: Link { against: "different country".to_owned(), ..link() },
            doubt: "O7654321 scores nearly the same".to_owned(),
        };
        assert_eq!(candidate.against(), "different country; O7654321 scores nearly the same");
        candidate.link.against.clear();
        assert_eq!(candidate.against(), "O7654321 scores nearly the same");
    }
}
