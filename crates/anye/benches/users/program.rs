//! The program in a process of its own: all its routes with all their layers, its jobs and its clockwork, on a port of the loopback.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anye::config::Config;
use anye::start::{Manner, run, start};
use anye_access::{Cost, Mode};
use anye_db::{Db, Options};
use anye_monitor::demo::world_off;
use anye_reading::ChildCommand;

/// Settings over a folder and a database.
pub fn settings(data: &Path, options: &Options) -> Config {
    let mut config = Config::read(None, Some(data)).unwrap_or_else(|_| panic!("settings"));
    config.database = options.clone();
    config
}

/// A demo that shows no sign-ins. Passwords are cheap to check: nobody signs in while it is measured.
pub fn manner() -> Manner {
    let reader = ChildCommand { program: "unused".into(), arguments: Vec::new() };
    Manner { mode: Mode::Demo, demo: Vec::new(), cost: Cost::CHEAP, reader }
}

/// The child: serves until it is ended.
pub fn serve(data: &str, database: &str, off: i64) {
    // As the installed program writes its log, but nowhere: a line for each answer is part of the work.
    let log = tracing_subscriber::fmt().with_writer(std::io::sink).with_target(false);
    log.with_env_filter("warn,anye=info,anye_web=info").init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = Options::parse(database);
        let db = Db::open(&options).await.unwrap();
        let config = settings(Path::new(data), &options);
        let app = start(&config, db, world_off(off), manner()).await.unwrap_or_else(|_| panic!("it starts"));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", listener.local_addr().unwrap());
        std::io::stdout().flush().unwrap();
        run(app, listener).await.unwrap_or_else(|_| panic!("it serves"));
    });
}

/// The running child; it ends with this.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    pub fn start(data: &Path, options: &Options, off: i64) -> Self {
        let database = match options {
            Options::SqliteFile(path) => format!("sqlite:{}", path.display()),
            Options::PostgresUrl(url) => url.clone(),
        };
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["serve", &data.display().to_string(), &database, &off.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        assert!(!address.trim().is_empty(), "the program did not start");
        Self { child, address: address.trim().to_owned() }
    }

    /// Processor time of the child so far in seconds.
    pub fn processor(&self) -> f64 {
        crate::tally::processor(&self.child.id().to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
