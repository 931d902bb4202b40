//! Rebuilds this crate when a file of the built-in pack is added, changed or removed. It must never do anything else: no download, no generated code.

#[expect(
    clippy::print_stdout,
    reason = "the protocol between a build script and cargo is its standard output"
)]
fn main() {
    println!("cargo:rerun-if-changed=../../packs/liaoning");
    println!("cargo:rerun-if-changed=../../requirements");
}
