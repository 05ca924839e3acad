//! Any bytes: nothing may panic, and the rows of what is read must add up.

#![no_main]

mod export;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    export::records(bytes);
});
