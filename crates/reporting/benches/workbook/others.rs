//! Other people at their work meanwhile: they look at figures, drill down, see who has not reported and what waits for approval, each with a moment to think. And how much
//! memory processes took.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anye_db::Backend;
use axum::body::Body;
use axum::extract::Request;

use crate::house::{FORM, House};

/// People at work.
const PEOPLE: usize = 4;
/// Between two of a person's requests.
const THINK: Duration = Duration::from_millis(120);

type Times = BTreeMap<&'static str, Vec<f64>>;

/// Those others.
pub struct Others {
    phase: Arc<Mutex<&'static str>>,
    times: Arc<Mutex<Times>>,
    over: Arc<AtomicBool>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Others {
    pub fn begin(house: &Arc<House>) -> Self {
        let (phase, times, over) = (
            Arc::new(Mutex::new("warm")),
            Arc::new(Mutex::new(Times::new())),
            Arc::new(AtomicBool::new(false)),
        );
        let one = |person: usize| {
            let (house, phase, times, over) =
                (Arc::clone(house), Arc::clone(&phase), Arc::clone(&times), Arc::clone(&over));
            tokio::spawn(async move {
                let mut turn = person;
                while !over.load(Ordering::SeqCst) {
                    let (during, path) = (*phase.lock().unwrap(), path(&house, turn));
                    let begun = Instant::now();
                    let request = Request::builder().uri(&path).body(Body::empty()).unwrap();
                    let (status, _, text) = house.send(request).await;
                    assert!(status.is_success(), "{path}: {status} {text}");
                    times
                        .lock()
                        .unwrap()
                        .entry(during)
                        .or_default()
                        .push(begun.elapsed().as_secs_f64() * 1e3);
                    turn += PEOPLE;
                    tokio::time::sleep(THINK).await;
                }
            })
        };
        let tasks = (0..PEOPLE).map(one).collect();
        Self { phase, times, over, tasks }
    }

    /// What is waited from now on belongs to this phase.
    pub fn phase(&self, name: &'static str) {
        *self.phase.lock().unwrap() = name;
    }

    pub async fn end(self, backend: Backend) {
        self.over.store(true, Ordering::SeqCst);
        for task in self.tasks {
            task.await.unwrap();
        }
        let times = self.times.lock().unwrap();
        let p95 = |names: &[&str]| {
            let mut all: Vec<f64> =
                names.iter().filter_map(|name| times.get(name)).flatten().copied().collect();
            all.sort_by(f64::total_cmp);
            (all[all.len() * 95 / 100], all.len())
        };
        let (calm, busy) = (p95(&["before", "after"]), p95(&["look", "take", "job"]));
        println!(
            "others on {backend:?}: p95 {:.1} ms while nothing is imported ({} requests), {:.1} ms during the import ({}): {:+.0} % (budget: at most +25 %)",
            calm.0,
            calm.1,
            busy.0,
            busy.1,
            (busy.0 / calm.0 - 1.0) * 100.0
        );
        for name in ["before", "look", "take", "job", "after"] {
            let (wait, requests) = p95(&[name]);
            println!("  {name}: p95 {wait:.1} ms ({requests})");
        }
    }
}

fn path(house: &House, turn: usize) -> String {
    let county = house.employers[turn % house.employers.len()].place.clone();
    match turn % 4 {
        0 => format!("/figures?form={FORM}&period=2020-04&place=210000"),
        1 => format!("/figures/drill?form={FORM}&period=2020-04&place={county}&dim=all&code="),
        2 => format!("/reporting?form={FORM}&period=2020-04&place={county}"),
        _ => format!("/reporting/queue?form={FORM}&period=2020-04&place={county}"),
    }
}

/// Peak of the memory of a process in KiB, as the system counts it; 0 when it is gone.
pub fn peak(process: &str) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Looks at the children of this process again and again.
pub struct Watch {
    over: Arc<AtomicBool>,
    peak: Arc<AtomicU64>,
    thread: std::thread::JoinHandle<()>,
}

pub fn watch_children() -> Watch {
    let (over, most) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let (stop, kept) = (Arc::clone(&over), Arc::clone(&most));
    let own = std::process::id();
    let thread = std::thread::spawn(move || {
        while !stop.load(Ordering::SeqCst) {
            let tasks = std::fs::read_dir(format!("/proc/{own}/task")).into_iter().flatten().flatten();
            for task in tasks {
                let children = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
                for child in children.split_whitespace() {
                    // Until it has become the reader, a child counts what its parent holds.
                    let line = std::fs::read_to_string(format!("/proc/{child}/cmdline")).unwrap_or_default();
                    if line.contains("read-file") {
                        kept.fetch_max(peak(child), Ordering::SeqCst);
                    }
                }
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    });
    Watch { over, peak: most, thread }
}

impl Watch {
    /// KiB of the largest child.
    pub fn stop(self) -> u64 {
        self.over.store(true, Ordering::SeqCst);
        self.thread.join().unwrap();
        self.peak.load(Ordering::SeqCst)
    }
}
