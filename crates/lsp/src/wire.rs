//! Messages on the stream: a header with the length, then JSON. It must never trust the length, nor what is in the message.

use std::io::{self, BufRead, Read as _, Write};

use serde_json::{Value, json};

/// A message may hold this much.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// A line of a header may hold this much.
const MOST_HEADER: u64 = 4096;

/// What came.
pub(super) enum Incoming {
    Message(Value),
    /// Not a message, but the next one can be read.
    Broken(&'static str),
    /// Nobody knows where the next one begins.
    Lost(&'static str),
    End,
}

/// Reads one message.
pub(super) fn read(from: &mut impl BufRead) -> io::Result<Incoming> {
    let mut length = None;
    let mut any = false;
    loop {
        let mut line = Vec::new();
        from.by_ref().take(MOST_HEADER).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(if any { Incoming::Lost("the stream ended inside a header") } else { Incoming::End });
        }
        if line.last() != Some(&b'\n') {
            return Ok(Incoming::Lost("a header line without end"));
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        if text.is_empty() {
            if any {
                break;
            }
            continue;
        }
        any = true;
        if let Some((name, value)) = text.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let Some(length) = length else {
        return Ok(Incoming::Broken("the header has no readable Content-Length"));
    };
    if length > MOST_BYTES {
        return Ok(Incoming::Lost("the message is longer than 64 MiB"));
    }
    let mut body = Vec::new();
    from.by_ref().take(length as u64).read_to_end(&mut body)?;
    if body.len() < length {
        return Ok(Incoming::Lost("the stream ended inside a message"));
    }
    Ok(serde_json::from_slice::<Value>(&body)
        .ok()
        .filter(Value::is_object)
        .map_or(Incoming::Broken("the message is no JSON object"), Incoming::Message))
}

fn send(to: &mut impl Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(to, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    to.flush()
}

/// Answers a request.
pub(super) fn result(to: &mut impl Write, id: &Value, value: Value) -> io::Result<()> {
    send(to, &json!({ "jsonrpc": "2.0", "id": id, "result": value }))
}

/// Answers that it could not be done.
pub(super) fn error(to: &mut impl Write, id: &Value, code: i32, why: &str) -> io::Result<()> {
    send(to, &json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": why } }))
}

/// Tells the client something.
pub(super) fn notify(to: &mut impl Write, method: &str, params: Value) -> io::Result<()> {
    send(to, &json!({ "jsonrpc": "2.0", "method": method, "params": params }))
}
