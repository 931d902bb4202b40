//! The clock of the loader: reports of 2018 come in 2018. It must never be the clock of the program that people use.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anye_base::{Clock, Date, World};
use jiff::Timestamp;

/// A clock that is put to a day and moves by a thousandth of a second whenever it is looked at, so that ids keep their order.
#[derive(Debug, Clone, Default)]
pub struct Moved(Arc<AtomicI64>);

impl Moved {
    /// Puts it to a day, at an hour of China; says the moment.
    pub fn put(&self, day: Date, hour: i8) -> i64 {
        let at = jiff::tz::offset(8).to_timestamp(day.at(hour, 0, 0, 0));
        if let Ok(at) = at {
            self.put_ms(at.as_millisecond());
        }
        self.0.load(Ordering::SeqCst)
    }

    /// Puts it to a moment, in milliseconds since 1970.
    pub fn put_ms(&self, at: i64) {
        self.0.store(at, Ordering::SeqCst);
    }

    /// A world with this clock and real chance.
    #[must_use]
    pub fn world(&self) -> World {
        World::new(self.clone(), anye_base::world::System)
    }
}

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.fetch_add(1, Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}
