//! Heavy work beside the threads that answer people (旁路计算): on a thread of its own that gives way to everybody else, on half of the cores at most.
//!
//! A large file is read, checked and digested here. It must never run on a thread that others share: a thread that has given way does not get its turn back.

use std::sync::LazyLock;

use thread_priority::{ThreadPriority, ThreadPriorityValue, set_current_thread_priority};
use tokio::sync::Semaphore;
use tokio::sync::oneshot::{self, error::RecvError};

/// Half of the cores, at least one.
static PLACES: LazyLock<Semaphore> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Semaphore::new((cores / 2).max(1))
});
/// Of 99: on Linux a niceness of 10, so that a page in want of a core gets nine turns of ten.
const LOW: u8 = 22;

/// This thread gives way to others from now on. Where the system does not take it, the work is done all the same.
pub(crate) fn give_way() {
    if let Ok(low) = ThreadPriorityValue::try_from(LOW) {
        let _ = set_current_thread_priority(ThreadPriority::Crossplatform(low));
    }
}

/// Does the work aside and gives what it made.
///
/// # Errors
/// The work panicked, or no thread could be had.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, RecvError> {
    // The places are never closed.
    let _place = PLACES.acquire().await.ok();
    let (give, take) = oneshot::channel();
    // Where no thread can be had, its end of the channel is dropped, and the other end says so.
    let _ = std::thread::Builder::new().name("aside".to_owned()).spawn(move || {
        give_way();
        // Nobody may be waiting any more.
        let _ = give.send(work());
    });
    take.await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    fn niceness() -> i32 {
        let text = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
        // After the name in brackets: state is the third field, niceness the nineteenth.
        let rest = text.rsplit(')').next().unwrap();
        rest.split_whitespace().nth(16).unwrap().parse().unwrap()
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn work_aside_gives_way_and_others_do_not() {
        let before = niceness();
        assert_eq!(aside(niceness).await.unwrap(), before.max(10));
        assert_eq!(niceness(), before);
        assert_eq!(tokio::task::spawn_blocking(niceness).await.unwrap(), before);
    }

    #[tokio::test]
    async fn work_that_panics_is_an_error_and_the_next_is_done() {
        let broken = aside(|| assert_eq!(std::hint::black_box(1), 2)).await;
        assert!(broken.is_err());
        assert_eq!(aside(|| 7).await.unwrap(), 7);
    }
}
