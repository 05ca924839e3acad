//! How well links meet the truth.

use std::collections::{BTreeMap, HashMap};

use mapaudit::domain::{Deal, Records};

use crate::world::World;

/// Counts of one run.
#[derive(Default)]
pub(crate) struct Score {
    all: Counts,
    no_id: Counts,
    slices: BTreeMap<&'static str, (usize, usize)>,
    wrong_customer: usize,
    absent: usize,
    hidden: usize,
    deals: usize,
    in_review: usize,
    errors: usize,
    errors_in_review: usize,
    /// Of deals without a usable id: score of the best proposal, and whether it is right.
    proposals: Vec<(f64, bool)>,
    all_proposals: Vec<(f64, bool)>,
    /// Links by tenth of the score: how many, how many right, sum of scores.
    reliability: BTreeMap<usize, (usize, usize, f64)>,
}

#[derive(Default)]
struct Counts {
    present: usize,
    linked: usize,
    right: usize,
}

impl Counts {
    fn precision(&self) -> f64 {
        share(self.right, self.linked)
    }
    fn recall(&self) -> f64 {
        share(self.right, self.present)
    }
    fn f1(&self) -> f64 {
        2.0 * share(self.right, self.linked + self.present)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of deals")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl Score {
    /// Adds a run. `ace_ids` and `crm_keys` are those of the world, in its order.
    pub(crate) fn add(
        &mut self,
        world: &World,
        ace_ids: &[String],
        crm_keys: &[String],
        deals: &[Deal],
    ) {
        let places: HashMap<&str, usize> =
            ace_ids.iter().enumerate().map(|(place, id)| (id.as_str(), place)).collect();
        let by_key: HashMap<&str, &Deal> =
            deals.iter().filter_map(|deal| deal.crm().map(|crm| (crm.id.key(), deal))).collect();
        for (place, truth) in world.truths.iter().enumerate() {
            let deal = by_key[crm_keys[place].as_str()];
            let is_right = |id: &str| truth.ace.contains(&places[id]);
            let linked = match &deal.records {
                Records::Linked { ace, link, .. } => Some((ace.id.as_str(), link.score)),
                _ => None,
            };
            let is_present = !truth.ace.is_empty();
            let right = linked.is_some_and(|(id, _)| is_right(id));
            self.deals += 1;
            self.in_review += usize::from(!deal.candidates.is_empty());
            let counts = [Some(&mut self.all), (!truth.has_usable_id).then_some(&mut self.no_id)];
            for counts in counts.into_iter().flatten() {
                counts.present += usize::from(is_present);
                counts.linked += usize::from(linked.is_some());
                counts.right += usize::from(right);
            }
            let is_error = linked.is_some() && !right || linked.is_none() && is_present;
            self.errors += usize::from(is_error);
            self.errors_in_review += usize::from(is_error && !deal.candidates.is_empty());
            if !is_present {
                self.absent += 1;
                self.hidden += usize::from(linked.is_some());
            }
            if let Some((id, score)) = linked {
                self.wrong_customer +=
                    usize::from(world.ace_customers[places[id]] != truth.customer);
                let tenth = tenth(score);
                let entry = self.reliability.entry(tenth).or_default();
                *entry = (entry.0 + 1, entry.1 + usize::from(right), entry.2 + score);
            }
            if is_present && !truth.has_usable_id {
                for slice in &truth.slices {
                    let entry = self.slices.entry(slice).or_default();
                    *entry = (entry.0 + 1, entry.1 + usize::from(right));
                }
            }
            let best = linked.or_else(|| {
                deal.candidates
                    .first()
                    .map(|candidate| (candidate.ace_id.as_str(), candidate.link.score))
            });
            if let Some((id, score)) = best {
                self.all_proposals.push((score, is_right(id)));
                if !truth.has_usable_id {
                    self.proposals.push((score, is_right(id)));
                }
            }
        }
    }

    /// The table for people.
    pub(crate) fn table(&self) -> String {
        use std::fmt::Write as _;
        let mut out = String::new();
        let (recall_at, _) = best(&self.proposals, self.no_id.present);
        let (_, best_all) = best(&self.all_proposals, self.all.present);
        let (_, best_no_id) = best(&self.proposals, self.no_id.present);
        for (name, counts) in [("all", &self.all), ("no id", &self.no_id)] {
            let _ = writeln!(
                out,
                "{name:>6}: F1 {:.4}  precision {:.4}  recall {:.4}  ({} present)",
                counts.f1(),
                counts.precision(),
                counts.recall(),
                counts.present
            );
        }
        let _ = writeln!(
            out,
            "best threshold over auto and review: F1 all {best_all:.4}, no id {best_no_id:.4}; no-id recall at precision .99: {recall_at:.4}"
        );
        let _ = writeln!(
            out,
            "wrong customer {:.3} %  hidden absents {:.2} %  in review {:.2} %  errors in review {:.1} % of {}",
            100.0 * share(self.wrong_customer, self.all.linked),
            100.0 * share(self.hidden, self.absent),
            100.0 * share(self.in_review, self.deals),
            100.0 * share(self.errors_in_review, self.errors),
            self.errors
        );
        for (slice, (present, right)) in &self.slices {
            let _ =
                writeln!(out, "  {slice:<16} recall {:.3} of {present}", share(*right, *present));
        }
        for (tenth, (count, right, sum)) in &self.reliability {
            let (count_f, of) =
                (share(*count, 1), ["<.5", ".5", ".6", ".7", ".8", ".9", ".95", ".99", ".999"]);
            let _ = writeln!(
                out,
                "  score from {:<5} mean {:.3}  right {:.3}  of {count}",
                of[*tenth],
                sum / count_f,
                share(*right, *count)
            );
        }
        out
    }
}

fn tenth(score: f64) -> usize {
    [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999].iter().filter(|limit| score >= **limit).count()
}

/// Recall where precision is still .99, and the best F1 of any threshold.
fn best(proposals: &[(f64, bool)], present: usize) -> (f64, f64) {
    let mut sorted = proposals.to_vec();
    sorted.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (mut right, mut recall, mut f1) = (0, 0.0_f64, 0.0_f64);
    for (place, (_, is_right)) in sorted.iter().enumerate() {
        right += usize::from(*is_right);
        if share(right, place + 1) >= 0.99 {
            recall = recall.max(share(right, present));
        }
        f1 = f1.max(2.0 * share(right, place + 1 + present));
    }
    (recall, f1)
}
