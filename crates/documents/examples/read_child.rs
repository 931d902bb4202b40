//! The process in which tests let hostile files be read, as the program itself does.

fn main() -> std::process::ExitCode {
    anye_reading::child_main()
}
