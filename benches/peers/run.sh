#!/bin/sh
# Ten rules of the Liaoning pack in Anye, CEL, ZEN and OpenFisca: compared, then measured, one table.
# Everything it makes goes to a temporary folder, or to the folder named by ANYE_PEERS, which is kept for the next run.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ -n "${ANYE_PEERS:-}" ]; then
    folder=$ANYE_PEERS
    mkdir -p "$folder"
else
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
fi

if [ ! -x "$folder/venv/bin/python" ]; then
    python3 -m venv "$folder/venv"
fi
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install openfisca-core==46.0.1

CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$folder/target}
export CARGO_TARGET_DIR
cargo build --quiet --release --locked --manifest-path "$here/rust/Cargo.toml"

# The Rust side first: it compares Anye, CEL and ZEN and writes down the subjects with what was said of each.
"$CARGO_TARGET_DIR/release/anye-bench-peers" "$folder/subjects.json" >"$folder/rust.jsonl"
"$folder/venv/bin/python" "$here/fisca.py" "$folder/subjects.json" >"$folder/fisca.jsonl"
"$folder/venv/bin/python" "$here/table.py" "$folder/rust.jsonl" "$folder/fisca.jsonl"
