//! The crate from outside: estimates, detection, lights and back-tests on figures of known making.

mod backtest;
mod close;
mod corpus;
mod detect;
mod estimate;
mod panel;
