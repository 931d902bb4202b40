//! The same texts and queries on PostgreSQL's own text search: the very same terms in a `tsvector`, a GIN index, the ten best by `ts_rank`
//! and the count. A private server on a local socket, one session, no parallel workers. Unlike ours it is not asked for facets or excerpts.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anye_search::{ArticleEntry, terms_of_query, terms_of_text};
use serde_json::json;

use crate::corpus::Asked;
use crate::{Answers, ms, report};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A running server; stopped and removed at the end.
struct Server {
    bin: PathBuf,
    folder: tempfile::TempDir,
    as_user: Vec<String>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.path().join("data");
        let _ = self.run("pg_ctl", &["-D", &data.to_string_lossy(), "-m", "immediate", "stop"]);
    }
}

impl Server {
    fn start() -> Outcome<Self> {
        let bin = find().ok_or("no initdb found beside pg_config or on the PATH")?;
        let folder = tempfile::tempdir()?;
        let root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0");
        // The server refuses to run as root.
        let as_user =
            if root { vec!["runuser".into(), "-u".into(), "nobody".into(), "--".into()] } else { Vec::new() };
        if root {
            checked(Command::new("chown").arg("nobody").arg(folder.path()))?;
        }
        let server = Self { bin, folder, as_user };
        let data = server.folder.path().join("data");
        let (data, socket) = (data.to_string_lossy(), server.folder.path().to_string_lossy());
        server
            .run("initdb", &["-D", &data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])?;
        let options = format!(
            "-k {socket} -c listen_addresses= -c shared_buffers=1GB -c work_mem=64MB -c maintenance_work_mem=512MB \
             -c max_parallel_workers_per_gather=0 -c jit=off -c fsync=off -c autovacuum=off -c max_wal_size=4GB"
        );
        let log = server.folder.path().join("log");
        server.run("pg_ctl", &["-D", &data, "-w", "-l", &log.to_string_lossy(), "-o", &options, "start"])?;
        Ok(server)
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Outcome<()> {
        let program = self.bin.join(program);
        let mut command = match self.as_user.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        checked(command.args(arguments).current_dir(self.folder.path()))
    }

    /// Runs a script in one session and gives back what it printed.
    fn script(&self, text: &str) -> Outcome<String> {
        let file = self.folder.path().join("script.sql");
        fs::write(&file, text)?;
        let output = Command::new(self.bin.join("psql"))
            .args(["-h", &self.folder.path().to_string_lossy(), "-U", "bench", "-d", "postgres"])
            .args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-f"])
            .arg(file)
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

fn checked(command: &mut Command) -> Outcome<()> {
    // Not piped: the server would keep the pipe open.
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
}

fn find() -> Option<PathBuf> {
    let told = Command::new("pg_config").arg("--bindir").output().ok();
    let told = told.and_then(|out| String::from_utf8(out.stdout).ok()).map(|text| PathBuf::from(text.trim()));
    let path = std::env::var_os("PATH").unwrap_or_default();
    told.into_iter().chain(std::env::split_paths(&path)).find(|folder| complete(folder))
}

fn complete(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "psql"].iter().all(|program| folder.join(program).is_file())
}

/// Loads the texts, asks the queries, reports; gives back times and totals.
pub fn ask(entries: &[ArticleEntry], queries: &[Asked]) -> Outcome<Answers> {
    let server = Server::start()?;
    let began = Instant::now();
    load(&server, entries)?;
    let size = server.script("select pg_total_relation_size('article')")?;
    let bytes: f64 = size.trim().parse()?;
    println!("{}", json!({"postgresql_load": {"ms": ms(began.elapsed()), "mb": bytes / 1e6}}));
    let mut script = String::new();
    for asked in queries {
        statement(&mut script, asked)?;
    }
    server.script(&script)?;
    let printed = server.script(&format!("\\timing on\n{script}"))?;
    let mut answers = Answers { times: Vec::new(), alone: Vec::new(), totals: Vec::new() };
    let mut total = 0;
    for line in printed.lines() {
        if let Some(rest) = line.strip_prefix("Time: ") {
            let time: f64 = rest.split(' ').next().unwrap_or_default().parse()?;
            answers.times.push(Duration::from_secs_f64(time / 1e3));
            answers.totals.push(std::mem::take(&mut total));
        } else if let Some((_, count)) = line.rsplit_once('|') {
            total = count.parse()?;
        }
    }
    if answers.times.len() != queries.len() {
        return Err(format!("{} answers to {} queries", answers.times.len(), queries.len()).into());
    }
    report("postgresql", queries, &answers);
    Ok(answers)
}

fn load(server: &Server, entries: &[ArticleEntry]) -> Outcome<()> {
    let file = server.folder.path().join("rows.tsv");
    let mut rows = String::new();
    for (id, entry) in entries.iter().enumerate() {
        write!(rows, "{id}\t{}\t{}\t", entry.place, entry.year.unwrap_or_default())?;
        for (position, term) in terms_of_text(entry) {
            write!(rows, "'{term}':{} ", position + 1)?;
        }
        rows.push('\n');
    }
    fs::write(&file, rows)?;
    server.script(&format!(
        "create table article (id int primary key, place text not null, year int not null, words tsvector not null);\n\
         \\copy article from '{}'\n\
         create index on article using gin (words) with (fastupdate = off);\n\
         create index on article (place);\n\
         vacuum analyze article;\n",
        file.display()
    ))?;
    Ok(())
}

fn statement(script: &mut String, asked: &Asked) -> Outcome<()> {
    let (wanted, excluded) = terms_of_query(&asked.text)?;
    let side_by_side = |steps: &Vec<(usize, String)>| {
        let mut text = String::new();
        for (at, (offset, term)) in steps.iter().enumerate() {
            if at > 0 {
                let _ = write!(text, " <{}> ", offset - steps[at - 1].0);
            }
            let _ = write!(text, "''{term}''");
        }
        format!("({text})")
    };
    let parts = wanted.iter().map(side_by_side);
    let parts: Vec<String> =
        parts.chain(excluded.iter().map(|steps| format!("!{}", side_by_side(steps)))).collect();
    let asked_for = format!("'{}'::tsquery", parts.join(" & "));
    write!(
        script,
        "select id, ts_rank(words, {asked_for}) as rank, count(*) over () from article where words @@ {asked_for}"
    )?;
    if let Some(places) = &asked.places {
        write!(script, " and place in ('{}')", places.join("','"))?;
    }
    if let (Some(from), Some(to)) = asked.years {
        write!(script, " and year between {from} and {to}")?;
    }
    script.push_str(" order by rank desc limit 10;\n");
    Ok(())
}
