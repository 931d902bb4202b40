//! Points at which a test kills the program without warning (故障点). In a release build there is nothing here.

/// Names of all points, in the order of a case's life.
pub const POINTS: &[&str] = &[
    "start.inserted",
    "save.updated",
    "send.updated",
    "send.opened",
    "send.inserted",
    "send.placed",
    "pass.finished",
    "back.done",
    "ask.paused",
    "give.saved",
    "give.resumed",
    "decide.kept",
    "decide.recorded",
    "propose.noted",
    "confirm.noted",
    "public.inserted",
    "public.turned",
    "effect.pay",
    "effect.fact",
    "effect.certificate",
    "grant.ended",
    "refuse.ended",
    "act.done",
];

/// Passes a point.
#[cfg(not(debug_assertions))]
pub(crate) fn mark(_: &'static str) {}

/// Passes a point. The process kills itself here where `ANYE_SERVICE_KILL_AT` names the point and how often it is passed before: `effect.pay:1`.
#[cfg(debug_assertions)]
pub(crate) fn mark(point: &'static str) {
    use std::sync::atomic::{AtomicI64, Ordering};
    static LEFT: AtomicI64 = AtomicI64::new(-1);
    let Ok(wish) = std::env::var("ANYE_SERVICE_KILL_AT") else { return };
    let (name, times) = wish.split_once(':').unwrap_or((&wish, "0"));
    if name != point {
        return;
    }
    let times: i64 = times.parse().unwrap_or(0);
    let _ = LEFT.compare_exchange(-1, times, Ordering::SeqCst, Ordering::SeqCst);
    if LEFT.fetch_sub(1, Ordering::SeqCst) == 0 {
        let own = std::process::id().to_string();
        let _ = std::process::Command::new("kill").args(["-9", &own]).status();
        std::process::abort();
    }
}
