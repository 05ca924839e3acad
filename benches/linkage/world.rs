//! A partner's two exports with the truth: customers, their deals, and what each system made of them.

use std::sync::Arc;

use mapaudit::domain::{
    AceId, AceOpportunity, AceStage, CrmId, CrmOpportunity, DealStatus, Field, Provenance, Source,
};

use crate::amounts::{amounts, monthly, usd};
use crate::business::{Business, OWNERS, days_after, moved};
use crate::customers::{Customer, customers};
use crate::habits::{Habits, pasted, shows};
use crate::random::Random;
use crate::record_ids::{salesforce_id, written_ace_id, written_crm_id};
use crate::titles::Project;
use crate::writing::{self, Change};

/// What is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Wish {
    pub(crate) seed: u64,
    /// Deals of the CRM.
    pub(crate) deals: usize,
    /// Of the deals with a counterpart, those that a usable id links, per thousand.
    pub(crate) usable_ids: usize,
}

/// Both exports, and the truth.
pub(crate) struct World {
    pub(crate) crm: Vec<CrmOpportunity>,
    pub(crate) ace: Vec<AceOpportunity>,
    /// Per deal.
    pub(crate) truths: Vec<Truth>,
    /// Per ACE opportunity: its customer.
    pub(crate) ace_customers: Vec<usize>,
    habits: Habits,
    /// The customer as it was entered in ACE last.
    entered: Option<Entered>,
}

/// A customer as somebody entered it in ACE.
#[derive(Clone)]
struct Entered {
    customer: usize,
    name: String,
    change: Change,
    website: Option<String>,
    country: Option<String>,
}

/// What is true of a deal.
#[derive(Clone, Default)]
pub(crate) struct Truth {
    pub(crate) customer: usize,
    /// The places of the ACE opportunities that are this deal: none, one, or one and its duplicate.
    pub(crate) ace: Vec<usize>,
    /// Whether an id that is right stands on either side.
    pub(crate) has_usable_id: bool,
    /// The slices it belongs to.
    pub(crate) slices: Vec<&'static str>,
}

impl World {
    /// The exports of one seed.
    pub(crate) fn new(wish: Wish) -> World {
        let random = &mut Random::new(wish.seed);
        let customers = customers(random, (wish.deals * 2 / 7).max(20));
        let mut world = World {
            crm: Vec::new(),
            ace: Vec::new(),
            truths: Vec::new(),
            ace_customers: Vec::new(),
            habits: Habits::of(wish.seed),
            entered: None,
        };
        let accounts: Vec<Account> =
            customers.iter().map(|customer| Account::new(random, customer)).collect();
        let mut place = 0;
        while world.crm.len() < wish.deals {
            let customer = place % customers.len();
            place += 1;
            let count = match random.weighted(&[45, 20, 12, 13, 8, 2]) {
                few @ 0..=2 => few + 1,
                3 => 4 + random.below(3),
                4 => 7 + random.below(9),
                _ => 16 + random.below(45),
            };
            let mut before: Option<Project> = None;
            for _ in 0..count {
                let project = match &before {
                    Some(before) => before.next(random),
                    None => Project::any(random),
                };
                before = Some(project.clone());
                let business = Business::new(random, customer, project);
                world.enter(random, &business, &customers[customer], &accounts[customer], wish);
            }
        }
        world.shuffle_ace(random);
        world
    }

    /// Two thirds of the deals are in both systems, a third in the CRM only; some more in ACE only.
    fn enter(
        &mut self,
        random: &mut Random,
        business: &Business,
        customer: &Customer,
        account: &Account,
        wish: Wish,
    ) {
        match random.weighted(&[600, 300, 100]) {
            0 => {
                self.crm_row(random, business, customer, account);
                let deal = self.crm.len() - 1;
                let ace = self.ace_row(random, business, customer, Some(deal));
                // Entered a second time by a colleague.
                if random.per_mille(15) {
                    let twin = self.ace_row(random, business, customer, None);
                    self.truths[deal].ace.push(twin);
                }
                self.ids(random, deal, ace, wish);
            }
            1 => {
                self.crm_row(random, business, customer, account);
                // Cloned from the deal before, with its ACE id.
                let deal = self.crm.len() - 1;
                if deal > 0 && wish.usable_ids > 0 && random.per_mille(15) {
                    let before = self.crm[deal - 1].ace_id.clone();
                    self.crm[deal].ace_id = before;
                }
            }
            _ => {
                self.ace_row(random, business, customer, None);
            }
        }
    }

    fn crm_row(
        &mut self,
        random: &mut Random,
        business: &Business,
        customer: &Customer,
        account: &Account,
    ) {
        let number = self.crm.len();
        let id = salesforce_id(random, number);
        let mut crm =
            CrmOpportunity::new(place("crm.csv", number), CrmId::new(&id).expect("an id"));
        let (title, is_generic) = business.project.title(random, &customer.head);
        let mut truth = Truth { customer: business.customer, ..Truth::default() };
        if is_generic {
            truth.slices.push("generic titles");
        }
        truth.slices.extend(slice_of(account.change));
        if account.website.is_none() {
            truth.slices.push("missing domains");
        }
        crm.name = (!random.per_mille(10)).then_some(title.into());
        crm.customer = Some(account.name.as_str().into());
        crm.website = account.website.as_deref().map(Into::into);
        crm.country = account.country.as_deref().map(Into::into);
        crm.owner = Some(OWNERS[business.owner].into());
        crm.created_date = Some(business.created);
        crm.close_date = (!random.per_mille(20)).then_some(business.close);
        crm.status = match business.ending {
            None => DealStatus::Open,
            Some(true) => DealStatus::Won,
            Some(false) => DealStatus::Lost,
        };
        amounts(random, &mut crm, business.monthly, customer.country.currency);
        self.crm.push(crm);
        self.truths.push(truth);
    }

    /// The place of the new row. It is the counterpart of the deal, if there is one.
    fn ace_row(
        &mut self,
        random: &mut Random,
        business: &Business,
        customer: &Customer,
        deal: Option<usize>,
    ) -> usize {
        let number = self.ace.len();
        let id = format!("O{}", 1_000_000 + number * 7 + random.below(7));
        let mut ace =
            AceOpportunity::new(place("ace.csv", number), AceId::exact(&id).expect("an id"));
        let kept = self.kept(random, business.customer);
        let (name, change) = match &kept {
            Some(kept) => (kept.name.clone(), kept.change),
            None => writing::typed_name(random, customer),
        };
        let (title, is_generic) = self.ace_title(random, business, customer, deal);
        ace.customer = (!random.per_mille(8)).then(|| name.as_str().into());
        let (website, country) = match kept {
            Some(kept) => (kept.website, kept.country),
            None => {
                (writing::website(random, customer, 200), writing::country(random, customer, 0))
            }
        };
        ace.website = website.as_deref().map(Into::into);
        ace.country = country.as_deref().map(Into::into);
        self.entered =
            Some(Entered { customer: business.customer, name, change, website, country });
        ace.title = (!random.per_mille(25)).then_some(title.into());
        let after = if shows(random, self.habits.same_day) { 0 } else { days_after(random) };
        ace.created_date = Some(business.created + chrono::Duration::days(after));
        let (moved, far) = moved(random);
        ace.target_close_date =
            (!random.per_mille(20)).then(|| business.close + chrono::Duration::days(moved));
        ace.mrr = monthly(random, business.monthly).map(usd);
        ace.owner_name = (!random.per_mille(150)).then(|| {
            if shows(random, self.habits.desk) {
                return "Partner Desk".into();
            }
            let same = random.per_mille(700);
            (if same { OWNERS[business.owner] } else { *random.one_of(OWNERS) }).into()
        });
        ace.stage = match business.ending {
            Some(true) if random.per_mille(700) => Some(AceStage::Launched),
            Some(false) if random.per_mille(700) => Some(AceStage::ClosedLost),
            _ => Some(*random.one_of(&[
                AceStage::Qualified,
                AceStage::BusinessValidation,
                AceStage::Committed,
            ])),
        };
        if let Some(deal) = deal {
            let truth = &mut self.truths[deal];
            truth.ace.push(number);
            truth.slices.extend(slice_of(change));
            truth.slices.extend(is_generic.then_some("generic titles"));
            truth.slices.extend(ace.website.is_none().then_some("missing domains"));
            truth.slices.extend(far.then_some("moved dates"));
        }
        self.ace.push(ace);
        self.ace_customers.push(business.customer);
        number
    }

    /// The customer as it was entered before, if people keep to that now.
    fn kept(&self, random: &mut Random, customer: usize) -> Option<Entered> {
        let before = self.entered.clone().filter(|before| before.customer == customer)?;
        shows(random, self.habits.kept_customers).then_some(before)
    }

    /// The title in ACE, and whether it is generic.
    fn ace_title(
        &self,
        random: &mut Random,
        business: &Business,
        customer: &Customer,
        deal: Option<usize>,
    ) -> (String, bool) {
        let in_crm = deal.and_then(|deal| Some((deal, self.crm[deal].name.as_ref()?)));
        match in_crm.filter(|_| shows(random, self.habits.pasted_titles)) {
            Some((deal, title)) => {
                let is_generic = self.truths[deal].slices.contains(&"generic titles");
                (pasted(random, title), is_generic)
            }
            None => business.project.title(random, &customer.head),
        }
    }

    /// Writes the ids that people keep: in the CRM, in ACE or in both, some of them mistyped.
    fn ids(&mut self, random: &mut Random, deal: usize, ace: usize, wish: Wish) {
        let truth = &mut self.truths[deal];
        if random.per_mille(wish.usable_ids) {
            truth.has_usable_id = true;
            let side = random.weighted(&[50, 30, 20]);
            if side != 1 {
                self.crm[deal].ace_id =
                    Some(written_ace_id(random, self.ace[ace].id.as_str()).into());
            }
            if side != 0 {
                let id = self.crm[deal].id.as_str();
                self.ace[ace].partner_crm_id = Some(written_crm_id(random, id).into());
            }
        } else if wish.usable_ids > 0 && random.per_mille(25) {
            // Two digits swapped, or one wrong: mostly nobody's id, now and then somebody else's.
            let mut digits = self.ace[ace].id.as_str().as_bytes().to_vec();
            let last = digits.len() - 1;
            if random.per_mille(500) {
                digits.swap(last, last - 1);
            } else {
                digits[last] = b'0' + (digits[last] - b'0' + 3) % 10;
            }
            self.crm[deal].ace_id = String::from_utf8(digits).ok().map(Into::into);
        }
    }

    /// ACE lists opportunities in no order that would help.
    fn shuffle_ace(&mut self, random: &mut Random) {
        let mut order: Vec<usize> = (0..self.ace.len()).collect();
        for place in (1..order.len()).rev() {
            order.swap(place, random.below(place + 1));
        }
        let mut now = vec![0; order.len()];
        for (to, from) in order.iter().enumerate() {
            now[*from] = to;
        }
        self.ace = order.iter().map(|from| self.ace[*from].clone()).collect();
        self.ace_customers = order.iter().map(|from| self.ace_customers[*from]).collect();
        for truth in &mut self.truths {
            truth.ace.iter_mut().for_each(|ace| *ace = now[*ace]);
        }
    }
}

/// A customer as the CRM has it, the same for all its deals.
struct Account {
    name: String,
    change: Change,
    website: Option<String>,
    country: Option<String>,
}

impl Account {
    fn new(random: &mut Random, customer: &Customer) -> Account {
        let (name, change) = writing::account_name(random, customer);
        let style = random.below(2);
        Account {
            name,
            change,
            website: writing::website(random, customer, 170),
            country: writing::country(random, customer, style),
        }
    }
}

fn place(file: &str, row: usize) -> Provenance {
    thread_local! {
        static SOURCES: std::cell::RefCell<Vec<Arc<Source>>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    SOURCES.with_borrow_mut(|sources| {
        let known = sources.iter().find(|source| source.file == file).cloned();
        let source = known.unwrap_or_else(|| {
            let source = Arc::new(Source {
                file: file.to_owned(),
                sheet: None,
                carries: Field::ALL.iter().copied().collect(),
            });
            sources.push(Arc::clone(&source));
            source
        });
        Provenance { source, row: u32::try_from(row + 2).unwrap_or(u32::MAX) }
    })
}

fn slice_of(change: Change) -> Option<&'static str> {
    match change {
        Change::Little => None,
        Change::Acronym => Some("acronyms"),
        Change::Former => Some("former names"),
        Change::Native => Some("native script"),
    }
}
