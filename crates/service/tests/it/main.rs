//! Programmes from the pack, over a real store, through the routes.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

mod certificates;
mod counts;
mod deferral;
mod every;
mod everybody;
mod faults;
mod killed;
mod later;
mod papers;
mod pilots;
mod poor;
mod reach;
mod sample;
mod serial;
mod taken;
mod uncovered;
mod unfunded;
mod walk;
mod world;
