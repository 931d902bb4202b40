//! The language server (语言服务) of the law language: findings as the officer types, hover, definition, completion, formatting. It must never write to a file of the pack,
//! and never end because of what a client sends, except when the stream itself cannot be read any more.

mod complete;
mod cursor;
mod define;
mod functions;
mod hover;
mod position;
mod publish;
mod session;
mod wire;
mod workspace;

use std::io::{self, BufRead, Write};

use session::{Reply, Session};
use wire::Incoming;

/// Serves one client until it says `exit` or its stream ends; whether it said `shutdown` before.
///
/// # Errors
/// The streams fail.
pub fn serve(mut from: impl BufRead, mut to: impl Write) -> io::Result<bool> {
    let mut session = Session::default();
    loop {
        let message = match wire::read(&mut from)? {
            Incoming::End => return Ok(session.is_over()),
            Incoming::Broken(why) => {
                wire::error(&mut to, &serde_json::Value::Null, -32700, why)?;
                continue;
            }
            Incoming::Lost(why) => {
                wire::error(&mut to, &serde_json::Value::Null, -32700, why)?;
                return Ok(false);
            }
            Incoming::Message(message) => message,
        };
        let Some(method) = message.get("method").and_then(|it| it.as_str()) else {
            if message.get("result").is_none() && message.get("error").is_none() {
                let id = message.get("id").cloned().unwrap_or_default();
                wire::error(&mut to, &id, -32600, "the message names no method")?;
            }
            continue;
        };
        if method == "exit" {
            return Ok(session.is_over());
        }
        let params = message.get("params").cloned().unwrap_or_default();
        match (message.get("id"), session.handle(method, &params)) {
            (Some(id), Reply::Result(value)) => wire::result(&mut to, id, value)?,
            (Some(id), Reply::Error(code, why)) => wire::error(&mut to, id, code, why)?,
            (None, Reply::Error(..) | Reply::Result(_)) => {}
        }
        for (uri, list) in session.publications() {
            wire::notify(
                &mut to,
                "textDocument/publishDiagnostics",
                serde_json::json!({ "uri": uri, "diagnostics": list }),
            )?;
        }
        session.rest();
    }
}
