//! Administrative divisions (行政区划) as a dated hierarchy, and the departments (责任单位) that belong to them.
//!
//! Pure and in memory: records in, answers out. This crate must never read a file, a database or the clock, and holds no
//! jurisdiction: the divisions, changes and units come from the pack.
//!
//! Every question takes a day, so that a bulletin of 2009 keeps the counties of 2009, and a [`Tree`], since one township may stand under
//! different counties in the civil (民政) and the statistical (统计) division. Dates are half open: `valid_to` is the first day that no
//! longer holds.
//!
//! ```
//! use anye_places::{Register, Resolution, Tree, read_divisions};
//! use jiff::civil::date;
//!
//! let list = "code,name,level,kind,valid_from,valid_to,statistical_only,civil_code,civil_parent\n\
//!             210100,沈阳市,city,city,,,,,\n\
//!             210122,辽中县,county,county,,2016-04-30,,,210100\n\
//!             210115,辽中区,county,district,2016-04-30,,,,210100\n";
//! let register = Register::build(read_divisions(list.as_bytes()).unwrap(), Vec::new()).unwrap();
//! let names = |on| register.children("210100", on, Tree::CIVIL).iter().map(|place| place.name).collect::<Vec<_>>();
//! assert_eq!(names(date(2009, 2, 10)), ["辽中县"]);
//! assert_eq!(names(date(2020, 6, 18)), ["辽中区"]);
//! assert!(matches!(register.resolve_code("210122", date(2020, 6, 18)), Resolution::Retired { .. }));
//! ```

mod check;
mod english;
mod event;
mod load;
mod names;
mod record;
mod register;
mod search;
mod units;

pub use check::{Problem, check};
pub use english::romanised;
pub use event::{Changes, EventKind, EventRecord, EventRow, Precision, RowError, apply, read_events};
pub use load::{LoadError, read_divisions};
pub use names::{Mention, NameTable};
pub use record::{CIVIL, Kind, Level, LinkRecord, PlaceRecord, Records, STATISTICAL};
pub use register::{Ancestors, Descendants, Place, PlaceId, Register, Resolution, Step, Tree};
pub use search::{SearchHit, SearchTable, Why};
pub use units::{Alias, FunctionRecord, GroupRecord, How, UnitMatch, UnitRecord, UnitRegister};
