//! What chores print. A reader that closes the pipe early (`| head`) is no error.

use std::io::{ErrorKind, Write, stdout};

/// Prints text as it is.
pub fn print(text: &str) -> Result<(), String> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}
