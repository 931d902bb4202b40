//! How often an account may ask for a number (防遍历): enough for a counter, too little for going through all of them. It must never say whether a number is there.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use anye_base::{ErrorKind, Fault};

/// Exact numbers within a minute.
pub const MOST: usize = 20;
const MINUTE_MS: i64 = 60_000;
/// Accounts that are remembered before those at rest are forgotten.
const REMEMBERED: usize = 4_000;

/// What each account asked within the last minute.
#[derive(Debug, Clone, Default)]
pub struct Throttle(Arc<Mutex<HashMap<String, VecDeque<i64>>>>);

impl Throttle {
    /// Counts one more, or refuses.
    pub fn take(&self, account: &str, now: i64) -> Result<(), Fault> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() > REMEMBERED {
            all.retain(|_, times| times.back().is_some_and(|last| now - last < MINUTE_MS));
        }
        let times = all.entry(account.to_owned()).or_default();
        while times.front().is_some_and(|first| now - first >= MINUTE_MS) {
            times.pop_front();
        }
        if times.len() >= MOST {
            return Err(Fault::new(ErrorKind::TooMany, "person_too_many").arg("most", MOST));
        }
        times.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_a_minute_for_each_account() {
        let throttle = Throttle::default();
        for n in 0..MOST {
            throttle.take("wang", n as i64).unwrap();
        }
        assert_eq!(throttle.take("wang", 30_000).unwrap_err().kind, ErrorKind::TooMany);
        throttle.take("li", 30_000).unwrap();
        throttle.take("wang", MINUTE_MS).unwrap();
        assert!(throttle.take("wang", MINUTE_MS).is_err(), "one place came free");
    }
}
