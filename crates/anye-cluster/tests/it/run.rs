//! Decisions of a made-up population: in one process, on a cluster, on a cluster that loses a machine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use anye_batch::synth::{People, write_people};
use anye_batch::{Order, wanted_columns};
use anye_law::book::{Book, RuleId};
use anye_law::day::Day;
use anye_pack::{Pack, Source};
use tempfile::TempDir;

use crate::cluster::Cluster;

const ON: &str = "2020-03-15";

fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/liaoning")
}

/// A population of the pack and what one process decides about it.
struct Known {
    dir: TempDir,
    partitions: usize,
}

impl Known {
    fn new(persons: usize, partition: usize) -> Self {
        let book = Pack::load(&Source::Folder(pack())).unwrap().law_unchecked().book;
        let dir = TempDir::new().unwrap();
        let on = Day::parse(ON).unwrap();
        let rules: Vec<RuleId> = (0..book.rules.len()).map(|ix| RuleId(u16::try_from(ix).unwrap())).collect();
        let people = People {
            book: &book,
            columns: &wanted_columns(&book, &rules),
            places: &["210400".to_owned(), "210102".to_owned(), "211300".to_owned()],
            persons,
            partition,
            unknown: 8,
            seed: 20_200_315,
            on,
        };
        let partitions = write_people(&people, &dir.path().join("population"), 2).unwrap();
        let known = Self { dir, partitions };
        known.decide_here(&book, on);
        known
    }

    fn decide_here(&self, book: &Book, on: Day) {
        let (population, out) = (self.path("population"), self.path("here"));
        let order = Order {
            book,
            population: &population,
            out: Some(&out),
            on,
            known: None,
            rules: Vec::new(),
            params: Default::default(),
            threads: 2,
        };
        let report = anye_batch::run(&order, &|_, _| {}).unwrap();
        assert!(report.totals().values().any(|tally| tally.granted > 0), "nobody is granted anything");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Arguments of `anye-cluster batch`, with decisions going to `there`.
    fn arguments(&self) -> Vec<String> {
        let text = |path: PathBuf| path.display().to_string();
        let (pack, population, out) = (text(pack()), text(self.path("population")), text(self.path("there")));
        ["--pack", &pack, "--population", &population, "--on", ON, "--out", &out].map(str::to_owned).to_vec()
    }

    fn assert_same(&self) {
        let here = assert_same(&self.path("here"), &self.path("there"));
        let parquet = here.keys().filter(|name| name.extension().is_some_and(|it| it == "parquet")).count();
        assert!(
            parquet >= self.partitions,
            "{parquet} files of decisions for {} partitions",
            self.partitions
        );
    }
}

/// Every file of both folders, byte for byte; these are they.
pub fn assert_same(here: &Path, there: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (here, there) = (files(here), files(there));
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&here), names(&there));
    for (name, bytes) in &here {
        assert!(there[name] == *bytes, "{} differs", name.display());
    }
    here
}

fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut out, mut folders) = (BTreeMap::new(), vec![dir.to_owned()]);
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                out.insert(path.strip_prefix(dir).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    out
}

pub fn wait(cluster: &Cluster, child: &mut std::process::Child) -> ExitStatus {
    let until = Instant::now() + Duration::from_secs(240);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if Instant::now() > until {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the run does not end:\n{}", cluster.said());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Results that an executor holds for a client.
pub fn holds_results(work_dir: &Path) -> bool {
    work_dir.exists() && files(work_dir).keys().any(|name| !name.starts_with("deciding"))
}

#[test]
fn two_executors_decide_to_the_byte_what_one_process_decides() {
    let known = Known::new(6_000, 500);
    let cluster = Cluster::start(2);
    let mut run = cluster.begin("batch", &known.arguments());
    let status = wait(&cluster, &mut run);
    assert!(status.success(), "{}", cluster.said());
    known.assert_same();
    // Both had a share, and nothing half-done is left lying about.
    for executor in 0..2 {
        let work_dir = cluster.work_dir(executor);
        assert!(holds_results(&work_dir), "executor {executor} decided nothing:\n{}", cluster.said());
        assert!(files(&work_dir.join("deciding")).is_empty(), "executor {executor} left scratch behind");
    }
}

#[test]
fn an_executor_that_dies_in_the_middle_costs_nothing_but_time() {
    let known = Known::new(24_000, 1_000);
    let mut cluster = Cluster::start(2);
    let mut run = cluster.begin("batch", &known.arguments());
    let until = Instant::now() + Duration::from_secs(120);
    while !holds_results(&cluster.work_dir(0)) {
        assert!(Instant::now() < until, "nothing begins:\n{}", cluster.said());
        std::thread::sleep(Duration::from_millis(2));
    }
    cluster.cut(0);
    assert!(!known.path("there").join("report.json").exists(), "the run was over before the machine went");
    let status = wait(&cluster, &mut run);
    assert!(status.success(), "{}", cluster.said());
    known.assert_same();
}

#[test]
fn a_broken_file_is_named_to_the_client_and_no_sums_are_left() {
    let known = Known::new(300, 100);
    let broken =
        std::fs::read_dir(known.path("population").join("persons")).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&broken, b"not Parquet at all").unwrap();
    let cluster = Cluster::start(1);
    let mut run = cluster.begin("batch", &known.arguments());
    assert!(!wait(&cluster, &mut run).success());
    assert!(cluster.said().contains("not a readable Parquet file"), "{}", cluster.said());
    assert!(cluster.said().contains(&broken.display().to_string()), "{}", cluster.said());
    assert!(!known.path("there").join("report.json").exists());
}
