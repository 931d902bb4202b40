//! The calendar behind the figures (历法): Spring Festival and working days. It must never read a clock: every day is an argument.

mod spring;
mod trading;

pub use spring::{Window, new_year, spring_regressor};
pub use trading::trading_regressor;
