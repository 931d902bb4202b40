//! The demo (演示): a synthetic province on the real divisions of the pack, marked as synthetic wherever it is seen, the same for the same seed.
//!
//! `province`, `enterprise`, `county` and `migrant` are pure: seed and size in, reports out. `load` brings them in as people would, through the
//! use cases. It must never write a row itself, nor run in a store that is not a demo.

mod chance;
mod clock;
mod county;
mod enterprise;
mod firm;
pub mod load;
mod migrant;
mod overlay;
mod province;
mod scale;
mod seat;
mod sheet;
mod story;
mod totals;
mod trade;

pub use chance::{Chance, apportion};
pub use clock::{TODAY, off_to, world_off};
pub use county::FORMS as COUNTY_FORMS;
pub use enterprise::{Filing, Report};
pub use firm::{Firm, SOURCE};
pub use migrant::{EMPLOYERS as MIGRANT_EMPLOYERS, MONTHS as MIGRANT_MONTHS, RETURNS as MIGRANT_RETURNS};
pub use overlay::catalogue;
pub use province::{Frame, Province, SEED};
pub use scale::{PANEL, STAFF, Scale};
pub use seat::{Seat, seats};
pub use sheet::{Sheet, Value, Values};
pub use story::{Story, Told, stories};
pub use totals::{LABOUR, REGISTERED};
pub use trade::{TRADES, Trade, TradeKind};
