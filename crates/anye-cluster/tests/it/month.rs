//! The month close of made-up cities: in one process, on a cluster, on a cluster that loses a machine.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anye_batch::close::{Close, close_all, write_panel};
use tempfile::TempDir;

use crate::cluster::Cluster;
use crate::panel::{City, Making};
use crate::run::{assert_same, holds_results, wait};

const LOSS: &str = "0.03,0.05,0.08,0.1";

/// Panels of so many cities and what one process makes of them.
struct Known {
    dir: TempDir,
}

impl Known {
    fn new(cities: u32, units: usize) -> Self {
        let known = Self { dir: TempDir::new().unwrap() };
        for city in 0..cities {
            let making = Making {
                seed: u64::from(city),
                first_place: 100 * (city + 1),
                places: 4,
                industries: 6,
                units,
                months: 36,
                silent: 0.08,
                shock: None,
            };
            write_panel(&known.path("panels"), &format!("city-{city:03}"), &City::make(making).partition())
                .unwrap();
        }
        let panel = known.path("panels").canonicalize().unwrap();
        let close = Close { panel, loss: Some(LOSS.parse().unwrap()) };
        let sums = close_all(&close, &known.path("here"), 2, &|_, _| {}).unwrap();
        assert!(sums.with_light > 0 && sums.partitions == cities as usize, "{sums:?}");
        known
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn arguments(&self) -> Vec<String> {
        let text = |path: &Path| path.display().to_string();
        let (panel, out) = (text(&self.path("panels")), text(&self.path("there")));
        ["--panel", &panel, "--out", &out, "--loss", LOSS, "--wave", "8"].map(str::to_owned).to_vec()
    }
}

#[test]
fn two_executors_close_the_month_to_the_byte_as_one_process_does() {
    let known = Known::new(12, 200);
    let cluster = Cluster::start(2);
    let mut run = cluster.begin("close", &known.arguments());
    assert!(wait(&cluster, &mut run).success(), "{}", cluster.said());
    assert_same(&known.path("here"), &known.path("there"));
    for executor in 0..2 {
        assert!(
            holds_results(&cluster.work_dir(executor)),
            "executor {executor} did nothing:\n{}",
            cluster.said()
        );
    }
}

#[test]
fn a_month_close_survives_the_loss_of_a_machine() {
    let known = Known::new(40, 400);
    let mut cluster = Cluster::start(2);
    let mut run = cluster.begin("close", &known.arguments());
    let until = Instant::now() + Duration::from_secs(120);
    while !holds_results(&cluster.work_dir(0)) {
        assert!(Instant::now() < until, "nothing begins:\n{}", cluster.said());
        std::thread::sleep(Duration::from_millis(2));
    }
    cluster.cut(0);
    assert!(!known.path("there").join("report.json").exists(), "the run was over before the machine went");
    assert!(wait(&cluster, &mut run).success(), "{}", cluster.said());
    assert_same(&known.path("here"), &known.path("there"));
}
