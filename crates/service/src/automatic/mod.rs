//! Without applying (免申即享): the nightly run looks for those entitled who do not have it, shows why, and somebody says yes or no. It must never give anything by itself.

mod answer;
mod chunk;
mod retro;
mod run;
mod seek;

pub use answer::{Answer, answer, offers, tally};
pub use retro::changed;
pub use run::{KIND, RunWork, enqueue_daily};
