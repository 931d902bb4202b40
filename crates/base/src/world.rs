//! Time and chance as arguments, so that every rule can be tried on any day and every run repeated.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::Date;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Gives random bytes.
pub trait Entropy: Send + Sync {
    /// Fills the slice.
    fn fill(&self, bytes: &mut [u8]);
}

/// The clock and the chance a use case works with.
#[derive(Clone)]
pub struct World {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

/// Hours that China is ahead of UTC. Due days are Chinese days wherever the server stands.
const CHINA_OFFSET_HOURS: i8 = 8;

impl World {
    /// From a clock and a source of chance.
    pub fn new(clock: impl Clock + 'static, entropy: impl Entropy + 'static) -> Self {
        Self { clock: Arc::new(clock), entropy: Arc::new(entropy) }
    }

    /// The machine's own clock and randomness.
    pub fn system() -> Self {
        Self::new(System, System)
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Now, in milliseconds since 1970-01-01 UTC: the form times are stored in.
    pub fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }

    /// Today in China.
    pub fn today(&self) -> Date {
        china_day(self.now())
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// A new identifier: 48 bits of time and 80 of chance in 26 letters and digits, so that ids sort by age.
    pub fn new_id(&self) -> String {
        let chance: [u8; 10] = self.random();
        let mut bits = u128::from(self.now_ms().max(0).unsigned_abs()) << 80;
        for (place, byte) in chance.iter().rev().enumerate() {
            bits |= u128::from(*byte) << (8 * place);
        }
        const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        (0..26).rev().map(|place| char::from(ALPHABET[(bits >> (5 * place)) as usize & 31])).collect()
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("World")
    }
}

/// The Chinese day of a moment.
pub fn china_day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::fixed(jiff::tz::offset(CHINA_OFFSET_HOURS))).date()
}

/// The Chinese day and minute of a stored time, for people: `2026-11-22 16:30`.
pub fn china_minute(at_ms: i64) -> String {
    let Ok(at) = Timestamp::from_millisecond(at_ms) else { return String::new() };
    let local = at.to_zoned(TimeZone::fixed(jiff::tz::offset(CHINA_OFFSET_HOURS)));
    format!("{} {:02}:{:02}", local.date(), local.hour(), local.minute())
}

/// The machine's own clock and randomness.
#[derive(Debug, Clone, Copy)]
pub struct System;

impl Clock for System {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

impl Entropy for System {
    /// A machine without randomness cannot make a safe session or key: stopping is the only right answer.
    #[expect(clippy::expect_used, reason = "no safe way to go on without randomness")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the machine gives random numbers");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(&'static str);
    impl Clock for Fixed {
        fn now(&self) -> Timestamp {
            self.0.parse().unwrap()
        }
    }

    #[test]
    fn today_is_the_chinese_day() {
        assert_eq!(World::new(Fixed("2020-06-30T17:00:00Z"), System).today().to_string(), "2020-07-01");
        assert_eq!(china_minute(0), "1970-01-01 08:00");
    }

    #[test]
    fn ids_sort_by_age_and_differ() {
        let early = World::new(Fixed("2020-01-01T00:00:00Z"), System);
        let late = World::new(Fixed("2020-01-01T00:00:01Z"), System);
        assert!(early.new_id() < late.new_id());
        assert_ne!(early.new_id(), early.new_id());
        assert_eq!(early.new_id().len(), 26);
    }
}
