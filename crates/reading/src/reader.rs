//! Reading hostile files: each one in a child process of its own, with little memory and little time.
//!
//! The child gets bytes and limits, nothing else: no environment, no file name, no open file. It is killed when
//! the time is up or when nobody waits for it any more. Must never kill a process it did not start.

use crate::aside::aside;
use crate::child::{Answer, Request};
use crate::read::{Work, before_parsing};
use crate::{Limits, Part, ReadError, Reading, TableLimits, Tables};
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

/// How to start the child: a program that calls `child_main` when given these arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildCommand {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
}

impl ChildCommand {
    /// The program that runs now, with the arguments of its hidden subcommand.
    pub fn current_program(arguments: &[&str]) -> std::io::Result<Self> {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        Ok(Self { program: std::env::current_exe()?, arguments })
    }
}

/// Reads files in child processes, a few at a time (读取器).
#[derive(Debug, Clone)]
pub struct Reader {
    command: ChildCommand,
    limits: Limits,
    places: Arc<Semaphore>,
}

/// Children at a time: each may take the memory limit.
const PLACES: usize = 4;
/// What the child may say on standard error; only its last words are looked at.
const STDERR_BYTES: u64 = 16 * 1024;

impl Reader {
    /// A reader with these limits for each file.
    pub fn new(command: ChildCommand, limits: Limits) -> Self {
        Self { command, limits, places: Arc::new(Semaphore::new(PLACES)) }
    }

    /// The limits each file is read under.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Reads a file (读取文件): plain text here, anything that needs a parser in a child process. `name` is not
    /// believed: the bytes tell the format.
    pub async fn read(&self, bytes: &[u8], name: &str) -> Result<Reading, ReadError> {
        let _ = name;
        if let Work::Done(reading) = before_parsing(bytes, &self.limits)? {
            return Ok(reading);
        }
        match self.ask(bytes, None).await? {
            Answer::Read(reading) => Ok(reading),
            Answer::Refused(error) => Err(error),
            Answer::Rows(_) => Err(ReadError::damaged(Part::Parser)),
        }
    }

    /// Reads a table (读取表格), XLSX or CSV, always in a child process; the bytes tell the format.
    ///
    /// # Errors
    /// What is wrong with the file; a table is given whole or not at all.
    pub async fn read_table(&self, bytes: &[u8], table: &TableLimits) -> Result<Tables, ReadError> {
        match self.ask(bytes, Some(table)).await? {
            Answer::Rows(tables) => Ok(tables),
            Answer::Refused(error) => Err(error),
            Answer::Read(_) => Err(ReadError::damaged(Part::Parser)),
        }
    }

    /// Starts a child, gives it the bytes and waits for its answer, no longer than the limit.
    async fn ask(&self, bytes: &[u8], table: Option<&TableLimits>) -> Result<Answer, ReadError> {
        let size = bytes.len() as u64;
        if size > self.limits.file_bytes {
            return Err(ReadError::TooLarge { size, limit: self.limits.file_bytes });
        }
        let _place = self.places.acquire().await.map_err(|_| ReadError::NoReader)?;
        let limit_ms = self.limits.time_ms;
        let mut child = self.start().map_err(|_| ReadError::NoReader)?;
        let request = Request { limits: self.limits.clone(), table: table.cloned() };
        let talk = converse(&mut child, bytes, &request);
        match tokio::time::timeout(Duration::from_millis(limit_ms), talk).await {
            Ok(Ok(said)) => {
                // The answer for a large table takes a while to read: not on a thread that answers others.
                let limits = self.limits.clone();
                let read = aside(move || said.into_answer(&limits));
                read.await.unwrap_or(Err(ReadError::damaged(Part::Parser)))
            }
            Ok(Err(_)) => Err(ReadError::NoReader),
            Err(_) => {
                // Kill and wait, so that no dead child is left behind; an error means that it is gone already.
                let _ = child.kill().await;
                Err(ReadError::Timeout { limit_ms })
            }
        }
    }

    /// [`Reader::read`] for callers without a runtime, such as the command line; safe to call inside one too.
    pub fn read_blocking(&self, bytes: &[u8], name: &str) -> Result<Reading, ReadError> {
        let run = || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map_err(|_| ReadError::NoReader)?.block_on(self.read(bytes, name))
        };
        // A thread of its own: a runtime must not be started inside another one.
        std::thread::scope(|scope| scope.spawn(run).join().unwrap_or(Err(ReadError::NoReader)))
    }

    fn start(&self) -> std::io::Result<Child> {
        Command::new(&self.command.program)
            .args(&self.command.arguments)
            // Passwords of the service are in its environment: the child has no use for them.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
    }
}

/// What a child left behind.
struct Said {
    answer: Vec<u8>,
    last_words: Vec<u8>,
    status: ExitStatus,
}

/// Gives the child its bytes and takes its answer, at the same time: either pipe may fill up.
async fn converse(child: &mut Child, bytes: &[u8], asked: &Request) -> std::io::Result<Said> {
    let gone = || std::io::Error::other("the child has no pipes");
    let mut stdin = child.stdin.take().ok_or_else(gone)?;
    let stdout = child.stdout.take().ok_or_else(gone)?;
    let stderr = child.stderr.take().ok_or_else(gone)?;
    let mut request = serde_json::to_vec(asked)?;
    request.push(b'\n');
    // JSON may write one byte as six; every cell of a table has a mark of its own.
    let marks = asked.table.as_ref().map_or(0, |table| table.cells as u64 * 24);
    let most = asked.limits.text_bytes.saturating_mul(6).saturating_add(64 * 1024).saturating_add(marks);
    let (mut answer, mut last_words) = (Vec::new(), Vec::new());
    let mut stdout = stdout.take(most);
    let mut stderr = stderr.take(STDERR_BYTES);
    let give = async move {
        // A child that dies early closes the pipe: how it died is told below.
        if stdin.write_all(&request).await.is_ok() {
            let _ = stdin.write_all(bytes).await;
        }
    };
    let ((), heard, _) =
        tokio::join!(give, stdout.read_to_end(&mut answer), stderr.read_to_end(&mut last_words));
    heard?;
    // A child that still talks is past every limit; closing its pipes ends it.
    drop((stdout, stderr));
    let status = child.wait().await?;
    Ok(Said { answer, last_words, status })
}

impl Said {
    fn into_answer(self, limits: &Limits) -> Result<Answer, ReadError> {
        if self.status.success() {
            return serde_json::from_slice(&self.answer).map_err(|_| ReadError::damaged(Part::Parser));
        }
        if signal_of(self.status) == Some(SIGXCPU) {
            return Err(ReadError::Timeout { limit_ms: limits.time_ms });
        }
        // The Rust runtime says so before it aborts.
        let words = String::from_utf8_lossy(&self.last_words);
        if words.contains("memory allocation of") || words.contains("out of memory") {
            return Err(ReadError::OutOfMemory { limit: limits.memory_bytes });
        }
        Err(ReadError::damaged(Part::Parser))
    }
}

const SIGXCPU: i32 = 24;

#[cfg(unix)]
fn signal_of(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal_of(_: ExitStatus) -> Option<i32> {
    None
}
