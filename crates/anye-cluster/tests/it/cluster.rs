//! The processes of a cluster, gone with the test. It must never leave one behind.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A scheduler and executors.
pub struct Cluster {
    dir: TempDir,
    scheduler: Child,
    executors: Vec<Child>,
    address: String,
}

impl Cluster {
    /// Starts them; executors decide one partition at a time.
    pub fn start(executors: usize) -> Self {
        let dir = TempDir::new().unwrap();
        let (address, listen) = (free_address(), "--listen");
        let arguments = ["scheduler", listen, &address, "--patience", "4"].map(str::to_owned);
        let scheduler = spawn(&dir.path().join("scheduler.log"), &arguments);
        answers(&address, dir.path());
        let mut cluster = Self { dir, scheduler, executors: Vec::new(), address };
        for ix in 0..executors {
            let work = cluster.work_dir(ix).display().to_string();
            let here = free_address();
            let arguments = [
                "executor",
                "--scheduler",
                &cluster.address,
                listen,
                &here,
                "--work-dir",
                &work,
                "--slots",
                "1",
            ];
            let log = cluster.dir.path().join(format!("executor-{ix}.log"));
            cluster.executors.push(spawn(&log, &arguments.map(str::to_owned)));
            answers(&here, cluster.dir.path());
        }
        cluster
    }

    /// Where an executor keeps what clients fetch.
    pub fn work_dir(&self, executor: usize) -> PathBuf {
        self.dir.path().join(format!("executor-{executor}"))
    }

    /// Ends an executor as a power cut would.
    pub fn cut(&mut self, executor: usize) {
        self.executors[executor].kill().unwrap();
        self.executors[executor].wait().unwrap();
    }

    /// Begins `anye-cluster batch` or `anye-cluster close`.
    pub fn begin(&self, command: &str, arguments: &[String]) -> Child {
        let mut all = [command, "--scheduler", &self.address].map(str::to_owned).to_vec();
        all.extend_from_slice(arguments);
        spawn(&self.dir.path().join("client.log"), &all)
    }

    /// What all of them said.
    pub fn said(&self) -> String {
        logs(self.dir.path())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for child in self.executors.iter_mut().chain([&mut self.scheduler]) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn spawn(log: &Path, arguments: &[String]) -> Child {
    let log = File::create(log).unwrap();
    Command::new(env!("CARGO_BIN_EXE_anye-cluster"))
        .args(arguments)
        .env("RUST_LOG", "warn,ballista_scheduler::state=info")
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}

fn answers(address: &str, dir: &Path) {
    let until = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect(address).is_err() {
        assert!(Instant::now() < until, "{address} does not answer:\n{}", logs(dir));
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

fn logs(dir: &Path) -> String {
    let mut out = String::new();
    for entry in std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.extension().is_some_and(|extension| extension == "log") {
            out += &format!("--- {}\n", entry.display());
            out += &std::fs::read_to_string(&entry).unwrap();
        }
    }
    out
}
