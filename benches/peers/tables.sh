#!/bin/sh
# Ten rules over a made-up population in Parquet: Anye's batch, DuckDB SQL and Polars, compared, then measured, one table.
# ANYE_PERSONS (default 1,000,000), ANYE_THREADS (default 2). Everything it makes goes to a temporary folder, or to ANYE_PEERS, which is kept.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ -n "${ANYE_PEERS:-}" ]; then
    folder=$ANYE_PEERS
    mkdir -p "$folder"
else
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
fi
threads=${ANYE_THREADS:-2}

if [ ! -x "$folder/venv/bin/python" ]; then
    python3 -m venv "$folder/venv"
fi
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install duckdb==2.0.0 polars==2.1.0

ANYE_TABLES=1 ANYE_ROUNDS=5 ANYE_THREADS=$threads ANYE_POPULATION="$folder/people" \
    cargo bench --quiet --locked --manifest-path "$here/../../Cargo.toml" -p anye-batch --bench population >"$folder/anye.jsonl"
"$folder/venv/bin/python" "$here/tables.py" "$folder/people" "$folder/anye.jsonl" "$threads" 5
