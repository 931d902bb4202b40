//! Rebuilds this crate when a file of the built-in pack is added, changed or removed. It must never do anything else: no download, no generated code.

fn main() {
    println!("cargo:rerun-if-changed=../../packs/liaoning");
    println!("cargo:rerun-if-changed=../../requirements");
}
