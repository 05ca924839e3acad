//! Values that many records share, each once.

use std::collections::HashMap;
use std::hash::Hash;

use rayon::prelude::*;

/// The distinct values of all records, in the order in which they are first met, and where each record's stands.
pub(super) struct Distinct<Value> {
    /// Each value once.
    pub(super) values: Vec<Value>,
    /// The place of the value of each record.
    pub(super) of_records: Vec<Option<u32>>,
}

impl<Value: Copy + Eq + Hash + Sync> Distinct<Value> {
    /// Of the values of all records, in their order.
    pub(super) fn new(of_records: impl Iterator<Item = Option<Value>>) -> Distinct<Value> {
        let mut places: HashMap<Value, u32> = HashMap::new();
        let mut values = Vec::new();
        let mut place_of = |value| {
            *places.entry(value).or_insert_with(|| {
                values.push(value);
                number(values.len() - 1)
            })
        };
        let of_records = of_records.map(|value| value.map(&mut place_of)).collect();
        Distinct { values, of_records }
    }

    /// What is made of each value; the work is done on all cores.
    pub(super) fn each<Made: Send>(&self, make: impl Fn(Value) -> Made + Sync + Send) -> Vec<Made> {
        self.values.par_iter().map(|value| make(*value)).collect()
    }

    /// What was made of the value of this record.
    pub(super) fn of<Made: Clone>(&self, record: usize, made: &[Option<Made>]) -> Option<Made> {
        made[self.of_records[record]? as usize].clone()
    }
}

/// The number of a place: half the room of a `usize`, as there are many.
pub(super) fn number(place: usize) -> u32 {
    u32::try_from(place).expect("fewer than four billion of anything fit into memory")
}
