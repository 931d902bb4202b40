//! Printing a line to standard output. A reader that has seen enough (`| head`) is no failure, so a closed pipe is silently accepted.

use std::fmt::Arguments;
use std::io::Write as _;

/// Prints one line.
pub fn line(text: Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    // Nobody reads any more: there is nobody to tell.
    let _ = writeln!(out, "{text}");
}

/// Like `println!`, but a closed pipe does not end the program.
macro_rules! say {
    ($($words:tt)*) => {
        $crate::say::line(format_args!($($words)*))
    };
}
pub(crate) use say;
