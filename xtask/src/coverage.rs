//! `cargo xtask coverage`: the requirement table against what tests claim to show. It believes claims; it must never make one.

mod claims;
mod report;
mod table;

use std::collections::BTreeMap;

use crate::output;
use crate::repository::Repository;

#[derive(clap::Args)]
pub struct Options {
    /// Prints the result as JSON only.
    #[arg(long)]
    json: bool,
}

pub fn run(repository: &Repository, options: &Options) -> Result<(), String> {
    let files = repository.files()?;
    let rows = table::read(&files)?;
    let (claims, mut faults) = claims::find(&files);
    let mut shown_by: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for claim in &claims {
        if rows.iter().any(|row| row.id == claim.id) {
            shown_by.entry(&claim.id).or_default().push(claim.by.clone());
        } else {
            faults.push(format!("{}: no requirement has the id {}", claim.by, claim.id));
        }
    }
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    let text =
        if options.json { report::json(&rows, &shown_by)? + "\n" } else { report::text(&rows, &shown_by) };
    output::print(&text)
}
