//! The demo: the same for the same seed, totals exact, every identity kept, loaded as people would.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

mod loaded;
mod made;
mod world;
