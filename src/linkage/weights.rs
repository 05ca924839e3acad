//! What a level weighs: the shipped table, and what the file's own id-linked pairs add to it.

use super::comparison::COMPARISONS;

/// The shipped table counts as much as so many pairs of the file that belong together. Our choice: 1,000 links by id
/// outweigh it, 10 do not.
const SHIPPED_MATCHES: f64 = 100.0;
/// The same for pairs that do not belong together, of which there are more.
const SHIPPED_OTHERS: f64 = 400.0;

/// How often each level was reached, by comparison.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    /// Pairs that belong together.
    pub(super) matches: Vec<Vec<f64>>,
    /// Pairs that do not.
    pub(super) others: Vec<Vec<f64>>,
}

impl Counts {
    /// Nothing counted yet.
    pub(super) fn new() -> Counts {
        let zeros: Vec<Vec<f64>> =
            COMPARISONS.iter().map(|comparison| vec![0.0; comparison.levels.len()]).collect();
        Counts { matches: zeros.clone(), others: zeros }
    }

    /// Both counts together.
    pub(super) fn and(mut self, more: &Counts) -> Counts {
        let add = |to: &mut Vec<Vec<f64>>, from: &Vec<Vec<f64>>| {
            for (to, from) in to.iter_mut().flatten().zip(from.iter().flatten()) {
                *to += from;
            }
        };
        add(&mut self.matches, &more.matches);
        add(&mut self.others, &more.others);
        self
    }
}

/// The bits of every level of every comparison.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    bits: Vec<Vec<f64>>,
    /// Per comparison: the most bits that it and those behind it can add.
    best_from: Vec<f64>,
}

impl Weights {
    /// The shipped weights with what was counted added; nothing counted gives the shipped ones.
    pub(super) fn new(counts: &Counts) -> Weights {
        let bits: Vec<Vec<f64>> = COMPARISONS
            .iter()
            .zip(counts.matches.iter().zip(&counts.others))
            .map(|(comparison, (matches, others))| {
                let (all_m, all_u): (f64, f64) = comparison
                    .levels
                    .iter()
                    .fold((0.0, 0.0), |sum, level| (sum.0 + level.m, sum.1 + level.u));
                let (seen_m, seen_u): (f64, f64) = (matches.iter().sum(), others.iter().sum());
                let levels = comparison.levels.iter().zip(matches.iter().zip(others));
                levels
                    .map(|(level, (matches, others))| {
                        let m = (SHIPPED_MATCHES * level.m / all_m + matches)
                            / (SHIPPED_MATCHES + seen_m);
                        let u =
                            (SHIPPED_OTHERS * level.u / all_u + others) / (SHIPPED_OTHERS + seen_u);
                        (m / u).log2()
                    })
                    .collect()
            })
            .collect();
        let mut best_from = vec![0.0; bits.len() + 1];
        for place in (0..bits.len()).rev() {
            best_from[place] =
                best_from[place + 1] + bits[place].iter().copied().fold(0.0, f64::max);
        }
        Weights { bits, best_from }
    }

    /// The most bits that this comparison and those behind it can add.
    pub(super) fn best_from(&self, comparison: usize) -> f64 {
        self.best_from[comparison]
    }

    /// The bits of a level of a comparison, both by their places.
    pub(super) fn bits(&self, comparison: usize, level: usize) -> f64 {
        self.bits[comparison][level]
    }
}

#[cfg(test)]
mod tests {
    use super::super::comparison::Comparison;
    use super::super::comparisons::close_date;
    use super::*;

    #[test]
    fn without_links_by_id_the_shipped_weights_stand() {
        let weights = Weights::new(&Counts::new());
        for (place, comparison) in COMPARISONS.iter().enumerate() {
            let sum = |of: fn(&super::super::comparison::Level) -> f64| -> f64 {
                comparison.levels.iter().map(of).sum()
            };
            let all = sum(|level| level.m) / sum(|level| level.u);
            let first = &comparison.levels[0];
            let shipped = (first.m / first.u / all).log2();
            assert!((weights.bits(place, 0) - shipped).abs() < 1e-9, "{}", first.label);
        }
    }

    #[test]
    fn links_by_id_move_a_weight_towards_what_the_file_shows() {
        let is_it = |it: &&Comparison| std::ptr::eq(*it, &raw const close_date::COMPARISON);
        let place = COMPARISONS.iter().position(is_it).unwrap();
        let mut counts = Counts::new();
        let before = Weights::new(&counts).bits(place, 0);
        counts.matches[place][1] = 1000.0;
        assert!(Weights::new(&counts).bits(place, 0) < before);
    }
}
