//! Giving the store's processors back between two chunks of work that nobody hurries for (让路): a store on a machine of its own knows of no niceness;
//! what it is not asked for, it has for others.

use std::time::{Duration, Instant};

/// The longest rest after a chunk: a store that others keep busy must not make a large file last for hours.
const LONGEST: Duration = Duration::from_secs(1);

/// As long as the work took.
fn rest(took: Duration) -> Duration {
    took.min(LONGEST)
}

/// Rests for as long as what was begun then took.
pub(super) async fn after(begun: Instant) {
    tokio::time::sleep(rest(begun.elapsed())).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_is_as_long_as_the_chunk_and_never_longer_than_a_second() {
        assert_eq!(rest(Duration::from_millis(40)), Duration::from_millis(40));
        assert_eq!(rest(Duration::from_secs(30)), Duration::from_secs(1));
    }

    #[tokio::test]
    async fn work_and_rest_take_turns() {
        let begun = Instant::now();
        std::thread::sleep(Duration::from_millis(30));
        after(begun).await;
        assert!(begun.elapsed() >= Duration::from_millis(60));
    }
}
