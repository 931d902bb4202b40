//! Tests of the forms crate. They must never read an official text.

mod period;
