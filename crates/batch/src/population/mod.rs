//! A population on disk: one folder per kind of thing, one Parquet file per partition, named by place. It must never write.
//!
//! ```text
//! DIR/persons/210402.parquet      DIR/contracts/210402.parquet      DIR/employers/210402.parquet
//! DIR/persons/210402-2.parquet    …                                 (a place may have several partitions)
//! DIR/ledger/210402.parquet       what was granted or applied for before (台账)
//! ```
//! A partition is complete in itself: its relations lead to things of the same partition. The digits before `-` are the place that decides.

mod column;
mod fault;
mod layout;
mod links;
mod partition;
mod read;

pub use column::{Bits, Column, NOBODY};
pub use fault::Fault;
pub use layout::{Layout, Slice, layout};
pub use links::{Finder, Ids, Members, index};
pub use partition::{Partition, Table};
pub(crate) use read::assemble;
pub use read::read;
