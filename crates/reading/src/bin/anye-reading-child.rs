//! The child process alone, for the tests of this crate; the product's own binary has it as a hidden
//! subcommand. It must do nothing but call `child_main`.

fn main() -> std::process::ExitCode {
    anye_reading::child_main()
}
