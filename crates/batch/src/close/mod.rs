//! The month close over a folder of panels (月结): partition by partition, on all cores or on several machines, the same figures to the bit. It must never
//! estimate or judge by a way of its own: that is `anye-signals`'; here are files, order and going on after a stop.
//!
//! A partition is a city: `DIR/frame/<name>.parquet` (its strata) and `DIR/panel/<name>.parquet` (a row for each reporter and month). What is left of it is
//! `OUT/judged/<name>.csv` (its places, industries and cells), `OUT/cells/<name>.parquet` (its sums by industry, which go up) and a mark. At the end
//! `OUT/judged.csv` has the industries and the whole, `OUT/report.json` the counts.

mod cells;
mod judged;
mod panel;
mod run;
mod table;

pub use panel::{Panel, Reporters, write_panel};
pub use run::{Close, Summary, close_all, close_partition, finish, mark, partitions, pending, result};
