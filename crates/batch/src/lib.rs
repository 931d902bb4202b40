//! The whole population at once (批量测算): a rule book over Parquet, partition by partition, on all cores, in bounded memory.
//!
//! The same answers as one by one, to the fen: vectors where they are quick, the scalar engine for everything else. It must never decide anything the
//! scalar engine would decide otherwise, and never leave half a result behind.

pub mod close;
mod part;
pub mod population;
mod run;
pub mod shared;
mod simulate;
mod stages;
pub mod synth;
mod tally;
pub mod vector;
mod write;

pub use part::{reaching, wanted_columns};
pub use run::{Order, run};
pub use simulate::{Comparison, Difference, Example, Side, simulate, simulate_slices};
pub use tally::{Report, Tally};
pub use vector::decide_all;
pub use write::code;
