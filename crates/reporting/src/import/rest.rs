//! Giving the store's processors back between two chunks of work that nobody hurries for (让路): a store on a machine of its own knows of no niceness;
//! what it is not asked for, it has for others.

use std::time::{Duration, Instant};

/// The longest rest after a chunk: a store that others keep busy must not make a large file last for hours.
const LONGEST: Duration = Duration::from_secs(2);
/// So much longer than the work: with a quarter of the time at work, what nineteen of twenty requests of others take stays within a quarter of what they take otherwise.
const TIMES: u32 = 3;

/// Three times as long as the work took.
fn rest(took: Duration) -> Duration {
    took.saturating_mul(TIMES).min(LONGEST)
}

/// Rests after what was begun then.
pub(super) async fn after(begun: Instant) {
    tokio::time::sleep(rest(begun.elapsed())).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_is_longer_than_the_chunk_and_never_longer_than_two_seconds() {
        assert_eq!(rest(Duration::from_millis(40)), Duration::from_millis(120));
        assert_eq!(rest(Duration::from_secs(30)), Duration::from_secs(2));
    }

    #[tokio::test]
    async fn work_and_rest_take_turns() {
        let begun = Instant::now();
        std::thread::sleep(Duration::from_millis(30));
        after(begun).await;
        assert!(begun.elapsed() >= Duration::from_millis(120));
    }
}
