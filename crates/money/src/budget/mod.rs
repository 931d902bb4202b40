//! Budgets (预算): granted and changed by two people; money that comes in and is handed on; how a year goes, month by month, and when it runs out.

mod cash;
mod execution;
mod figure;
mod forecast;
mod store;
mod wish;

pub use cash::{NewCash, receive, transfer};
pub use execution::{Execution, Line, Month, execution, overview, places};
pub use figure::{Figure, NewFigure, figure, figures, record};
pub use forecast::{Forecast, forecast};
pub use store::{Budget, list};
pub use wish::{NewBudget, confirm, refuse, wish};
