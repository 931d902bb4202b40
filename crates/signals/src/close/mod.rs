//! The month close (月结): one partition of the panel in, figures, adjusted series, alarms and lights of every place and industry out.
//!
//! Three pure steps that any host may run where it likes: [`estimate`] a partition (a city), [`roll_up`] the cells of any number of
//! partitions, [`judge`] one domain. They must never share state, so threads in one process and processes on many machines give the same.

mod domain;
mod judge;
mod partition;

pub use domain::{CellSeries, Domain, DomainSeries, roll_up};
pub use judge::{Judged, Judging, Reason, Source, judge};
pub use partition::{Closed, MonthClose, Partition, PartitionFault, estimate, month_close};
