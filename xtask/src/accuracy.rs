//! `cargo xtask accuracy`: precision and recall of the findings in the official documents, against facts read by hand.
//!
//! The texts lie beside the repository (`../shared/seeds`, or where ANYE_SEEDS points). It must never copy them, and never change the truth.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anye_findings::accuracy::{Kind, KindScore, Score, Truth, facts, score};
use anye_findings::{Findings, NoResolver};
use anye_gazette::{Inputs, NoGazetteer, read};

use crate::output;
use crate::repository::Repository;

/// Where the truth lies: one file per document, `chapter,article,kind,fact`.
const TRUTH: &str = "crates/findings/tests/truth";

/// Below these the chore fails: recall and precision by kind.
const TARGETS: [(Kind, &str, f64); 4] = [
    (Kind::Unit, "units", 0.97),
    (Kind::Figure, "figures", 0.95),
    (Kind::Date, "dates", 0.95),
    (Kind::Citation, "citations", 0.95),
];

#[derive(clap::Args)]
pub struct Options {
    /// One JSON object instead of a table.
    #[arg(long)]
    json: bool,
    /// Print what was found in the form of the truth files, and measure nothing.
    #[arg(long)]
    facts: bool,
}

/// A document's findings, each with the key of its article.
struct Read {
    name: String,
    found: Vec<(String, Findings)>,
}

pub fn run(repository: &Repository, options: &Options) -> Result<(), String> {
    let folder = seeds(repository);
    if !folder.is_dir() {
        return Err(format!("{}: no official texts here; set ANYE_SEEDS to their folder", folder.display()));
    }
    let documents = documents(&folder)?;
    if options.facts {
        return print_facts(&documents);
    }
    let mut by_document = BTreeMap::new();
    let (mut all_truth, mut all_found) = (Vec::new(), Vec::new());
    for document in documents {
        let truth = truth(repository, &document.name)?;
        by_document.insert(document.name.clone(), score(&truth, &document.found));
        all_truth.extend(truth);
        all_found.extend(document.found);
    }
    let total = score(&all_truth, &all_found);
    let text = if options.json { json(&total, &by_document)? } else { table(&total, &by_document) };
    output::print(&text)?;
    let missed: Vec<&str> = TARGETS
        .iter()
        .filter(|(kind, _, target)| {
            total.kinds.get(kind).is_some_and(|kind| kind.precision() < *target || kind.recall() < *target)
        })
        .map(|(_, name, _)| *name)
        .collect();
    if missed.is_empty() { Ok(()) } else { Err(format!("below the target: {}", missed.join(", "))) }
}

fn seeds(repository: &Repository) -> PathBuf {
    std::env::var_os("ANYE_SEEDS").map_or_else(|| repository.path("../shared/seeds"), PathBuf::from)
}

fn documents(folder: &std::path::Path) -> Result<Vec<Read>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|path| document(path)).collect()
}

fn document(path: &std::path::Path) -> Result<Read, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = stem.split('_').next().unwrap_or(&stem).to_owned();
    let document = read(&text, &Inputs::default(), &NoGazetteer, &NoResolver);
    let key = |chapter: &str, article: &str| format!("{name}/{chapter}/{article}");
    let mut found = vec![(key("", ""), document.preamble.findings)];
    found.extend(
        document
            .articles
            .into_iter()
            .map(|article| (key(&article.chapter, &article.number), article.findings)),
    );
    Ok(Read { name, found })
}

fn kind_named(name: &str) -> Option<Kind> {
    [("unit", Kind::Unit), ("figure", Kind::Figure), ("date", Kind::Date), ("citation", Kind::Citation)]
        .iter()
        .find(|(each, _)| *each == name)
        .map(|(_, kind)| *kind)
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Unit => "unit",
        Kind::Figure => "figure",
        Kind::Date => "date",
        Kind::Citation => "citation",
    }
}

fn truth(repository: &Repository, document: &str) -> Result<Vec<Truth>, String> {
    let path = repository.path(&format!("{TRUTH}/{document}.csv"));
    let mut reader = csv::Reader::from_path(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("{}: {error}", path.display()))?;
        let field = |index: usize| record.get(index).unwrap_or_default();
        let kind =
            kind_named(field(2)).ok_or_else(|| format!("{}: unknown kind {}", path.display(), field(2)))?;
        rows.push(Truth {
            article: format!("{document}/{}/{}", field(0), field(1)),
            kind,
            fact: field(3).to_owned(),
        });
    }
    Ok(rows)
}

fn print_facts(documents: &[Read]) -> Result<(), String> {
    let mut text = String::new();
    for document in documents {
        for (article, findings) in &document.found {
            for (kind, fact) in facts(findings) {
                text.push_str(&format!("{},{},{fact}\n", article.replace('/', ","), kind_name(kind)));
            }
        }
    }
    output::print(&text)
}

fn table(total: &Score, by_document: &BTreeMap<String, Score>) -> String {
    let mut text = String::from("kind        true  found  precision  recall\n");
    for (kind, name, _) in TARGETS {
        let score = total.kinds.get(&kind).cloned().unwrap_or_default();
        text.push_str(&format!(
            "{name:<10} {:>5}  {:>5}  {:>9.4}  {:>6.4}\n",
            score.hits + score.missed.len(),
            score.hits + score.extra.len(),
            score.precision(),
            score.recall()
        ));
    }
    for (document, score) in by_document {
        for (kind, score) in &score.kinds {
            text.push_str(&lines(document, kind_name(*kind), score));
        }
    }
    text
}

fn lines(document: &str, kind: &str, score: &KindScore) -> String {
    let line = |mark: &str, (article, fact): &(String, String)| {
        format!("{document} {kind} {mark} {article}: {fact}\n")
    };
    score
        .missed
        .iter()
        .map(|row| line("missed", row))
        .chain(score.extra.iter().map(|row| line("extra", row)))
        .collect()
}

fn json(total: &Score, by_document: &BTreeMap<String, Score>) -> Result<String, String> {
    let kinds = |score: &Score| -> serde_json::Value {
        let rows = score.kinds.iter().map(|(kind, score)| {
            let row = serde_json::json!({"true": score.hits + score.missed.len(), "found": score.hits + score.extra.len(), "precision": score.precision(), "recall": score.recall()});
            (kind_name(*kind).to_owned(), row)
        });
        rows.collect::<serde_json::Map<_, _>>().into()
    };
    let documents: serde_json::Map<_, _> =
        by_document.iter().map(|(name, score)| (name.clone(), kinds(score))).collect();
    let all = serde_json::json!({"kinds": kinds(total), "documents": documents});
    serde_json::to_string_pretty(&all).map(|text| text + "\n").map_err(|error| error.to_string())
}
