//! The demo: the same for the same seed, totals exact, every identity kept, loaded as people would.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first thing that goes wrong, a measurement prints"
)]

mod loaded;
mod made;
mod world;
