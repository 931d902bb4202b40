//! The clock of a demo: it stands at a chosen day when the demo first starts and goes on from there, so that what is due in the data is due on the pages.

use anye_base::world::System;
use anye_base::{Clock, Date, World};
use jiff::Timestamp;

/// The day on which the demo begins: the reports of May 2020 were due on the tenth.
pub const TODAY: &str = "2020-06-22";

/// The machine's clock, so many milliseconds off.
#[derive(Debug, Clone, Copy)]
struct Off(i64);

impl Clock for Off {
    fn now(&self) -> Timestamp {
        let now = System.now();
        Timestamp::from_millisecond(now.as_millisecond().saturating_add(self.0)).unwrap_or(now)
    }
}

/// A world whose clock is so many milliseconds off, with real chance.
#[must_use]
pub fn world_off(by_ms: i64) -> World {
    World::new(Off(by_ms), System)
}

/// How far off the clock must be to stand at nine o'clock in China on a day now.
#[must_use]
pub fn off_to(day: Date) -> Option<i64> {
    let then = jiff::tz::offset(8).to_timestamp(day.at(9, 0, 0, 0)).ok()?;
    Some(then.as_millisecond() - System.now().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_begins_on_its_day() {
        let day: Date = TODAY.parse().unwrap();
        assert_eq!(world_off(off_to(day).unwrap()).today(), day);
        assert!(world_off(0).now() <= System.now());
    }
}
