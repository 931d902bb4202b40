//! The child process: takes limits and bytes on standard input, answers one JSON document on standard output.
//!
//! It limits itself before it looks at a byte of the file: memory, processor time, no file may be written, no
//! further file opened. It must not log: what it prints is the answer and nothing else.

use crate::{Limits, Part, ReadError, Reading, TableLimits, Tables, read, read_tables};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::process::ExitCode;

/// The first line on standard input; the bytes of the file follow.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Request {
    pub(crate) limits: Limits,
    /// Rows are wanted instead of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) table: Option<TableLimits>,
}

/// What the child answers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    Read(Reading),
    Rows(Tables),
    Refused(ReadError),
}

/// A request is a few hundred bytes; a longer first line is not one.
const REQUEST_BYTES: u64 = 4096;

/// What the binary calls for its hidden subcommand: reads standard input, answers on standard output.
///
/// Call it before anything else: no threads, no runtime, no log. Standard output must be a pipe, since the child
/// may write no file. Exit code 0 means that an answer was written, a refusal included.
pub fn child_main() -> ExitCode {
    match serve(std::io::stdin().lock(), std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve(input: impl Read, output: impl Write) -> std::io::Result<()> {
    let mut input = BufReader::new(input);
    let mut line = Vec::new();
    input.by_ref().take(REQUEST_BYTES).read_until(b'\n', &mut line)?;
    let request: Request = serde_json::from_slice(&line)?;
    // Whoever waits for a page comes first.
    crate::aside::give_way();
    confine(&request.limits)?;
    let mut bytes = Vec::new();
    input.take(request.limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    let work = || match &request.table {
        Some(table) => read_tables(&bytes, &request.limits, table).map(Answer::Rows),
        None => read(&bytes, "", &request.limits).map(Answer::Read),
    };
    let answer = match std::panic::catch_unwind(work) {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => Answer::Refused(error),
        Err(_) => Answer::Refused(ReadError::damaged(Part::Parser)),
    };
    drop(bytes);
    let mut output = BufWriter::new(output);
    serde_json::to_writer(&mut output, &answer)?;
    output.flush()
}

/// Takes from this process what reading a file does not need.
#[cfg(unix)]
fn confine(limits: &Limits) -> std::io::Result<()> {
    use rlimit::Resource;
    let seconds = limits.time_ms.div_ceil(1000).max(1);
    let memory = Resource::AS.set(limits.memory_bytes, limits.memory_bytes);
    // Not every system enforces it or takes it; on Linux, reading without it is out of the question.
    if cfg!(target_os = "linux") {
        memory?;
    }
    Resource::CPU.set(seconds, seconds + 1)?;
    Resource::FSIZE.set(0, 0)?;
    Resource::CORE.set(0, 0)?;
    Resource::NOFILE.set(3, 3)
}

/// Other systems have the parent's clock alone.
#[cfg(not(unix))]
fn confine(_: &Limits) -> std::io::Result<()> {
    Ok(())
}
