//! How long each kind of request took, what went wrong, and what the machine was doing meanwhile.

use std::collections::BTreeMap;
use std::time::Duration;

/// Milliseconds at the 95th of a hundred: reading, writing.
pub const BUDGETS: (f64, f64) = (50.0, 150.0);

/// Answers of one stretch of time.
#[derive(Default)]
pub struct Tally {
    kinds: BTreeMap<(bool, &'static str), Vec<Duration>>,
    wrong: Vec<String>,
}

impl Tally {
    pub fn note(&mut self, writes: bool, kind: &'static str, took: Duration) {
        self.kinds.entry((writes, kind)).or_default().push(took);
    }

    pub fn wrong(&mut self, what: String) {
        self.wrong.push(what);
    }

    pub fn answers(&self) -> usize {
        self.kinds.values().map(Vec::len).sum()
    }

    /// Kind by kind, then all that read and all that write.
    pub fn tell(&mut self, name: &str, judged: bool) {
        let mut sums: [Vec<Duration>; 2] = Default::default();
        for ((writes, kind), times) in &mut self.kinds {
            sums[usize::from(*writes)].extend(times.iter());
            let sort = if *writes { "writes" } else { "reads " };
            println!("{name}: {sort} {kind:<32} {}", figures(times));
        }
        let [mut reads, mut writes] = sums;
        for (what, times, budget, other) in [
            ("all reads", &mut reads, BUDGETS.0, "OpenCRVS publishes 60 ms for a search"),
            ("all writes", &mut writes, BUDGETS.1, "OpenCRVS publishes 350 ms for a registration"),
        ] {
            let met = if at(times, 0.95) <= budget { "met" } else { "MISSED" };
            let against = format!("p95 ≤ {budget} ms: {met}; compare: {other}");
            println!("{name}: {what}: {}; {}", figures(times), if judged { &against } else { "no budget" });
        }
        let met = if self.wrong.is_empty() { "met" } else { "MISSED" };
        println!("{name}: errors {}; budget 0: {met}", self.wrong.len());
        for what in self.wrong.iter().take(12) {
            println!("{name}:   {what}");
        }
    }
}

fn figures(times: &mut [Duration]) -> String {
    format!(
        "{:>6} asked, p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms",
        times.len(),
        at(times, 0.5),
        at(times, 0.95),
        at(times, 0.99)
    )
}

/// A duration at a share of all, in milliseconds.
fn at(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    let place = (times.len().saturating_sub(1) as f64 * share) as usize;
    times.get(place).map_or(0.0, |took| took.as_secs_f64() * 1e3)
}

/// Waiting and running processes over the last minute, and on how many processors.
pub fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!("load {} on {cores} processors", text.split(' ').next().unwrap_or("unknown"))
}

/// Processor time of a process so far in seconds; zero where the system does not say.
pub fn processor(process: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}
