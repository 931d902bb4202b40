//! Documents that the rules were not made for: our own texts in the style of many places and years, each with what an expert would label, written before the rules were tried on them.
//!
//! A file holds the labels, a line `=====TEXT=====`, and the text. It must never be changed to suit the rules: a label changes only where it was wrong.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anye_findings::NoResolver;
use anye_findings::accuracy::{Kind, facts};
use anye_gazette::{Document, Inputs, NoGazetteer, read};

const DIVIDER: &str = "=====TEXT=====\n";

/// The least share of right answers (hits over labels and false finds together) for each kind of label.
const LEAST: [(&str, f64); 6] =
    [("head", 0.97), ("article", 0.97), ("unit", 0.97), ("figure", 0.97), ("date", 0.97), ("citation", 0.97)];

/// Labels by kind, each with the key of its article.
type Labels = BTreeMap<&'static str, Vec<String>>;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/blind")
}

fn labels(text: &str) -> (Labels, Vec<String>) {
    let (mut labels, mut wanted_text) = (Labels::new(), Vec::new());
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (name, value) = line.split_once(' ').unwrap_or((line, ""));
        let kind = match name {
            "@" => {
                let (place, heading) = value.split_once(' ').unwrap_or((value, ""));
                place.clone_into(&mut key);
                if key != "/" && key != "closing" {
                    labels.entry("article").or_default().push(format!("{key} {heading}").trim().to_owned());
                }
                continue;
            }
            "has" => {
                wanted_text.push(value.to_owned());
                continue;
            }
            "u" => "unit",
            "f" => "figure",
            "d" => "date",
            "c" => "citation",
            "title" | "number" | "issuer" | "issued" | "published" | "addressees" => "head",
            other => panic!("unknown label {other} in {line}"),
        };
        let fact = if kind == "head" { line.to_owned() } else { format!("{key} {value}") };
        labels.entry(kind).or_default().push(fact.trim().to_owned());
    }
    (labels, wanted_text)
}

fn found(document: &Document, wanted: &Labels) -> Labels {
    let mut labels = Labels::new();
    let no_lines = Vec::new();
    let asked = |name: &str| {
        wanted.get("head").unwrap_or(&no_lines).iter().any(|line| line.starts_with(&format!("{name} ")))
    };
    let mut head = |name: &str, value: &str| {
        // The number of a reply or an order is always told; other fields only where the labels speak of them.
        if !value.is_empty() && (asked(name) || name == "number") {
            labels.entry("head").or_default().push(format!("{name} {value}"));
        }
    };
    head("title", &document.title);
    head("number", document.number.as_deref().unwrap_or_default());
    head("issuer", document.issuer.as_deref().unwrap_or_default());
    head("issued", document.issued_on.as_deref().unwrap_or_default());
    head("published", document.published_on.as_deref().unwrap_or_default());
    head("addressees", &document.addressees.join("|"));
    let mut parts = vec![("/".to_owned(), &document.preamble.findings)];
    for article in &document.articles {
        let key = format!("{}/{}", article.chapter, article.number);
        labels.entry("article").or_default().push(format!("{key} {}", article.heading).trim().to_owned());
        parts.push((key, &article.findings));
    }
    parts.push(("closing".to_owned(), &document.closing.findings));
    for (key, findings) in parts {
        for (kind, fact) in facts(findings) {
            let kind = match kind {
                Kind::Unit => "unit",
                Kind::Figure => "figure",
                Kind::Date => "date",
                Kind::Citation => "citation",
            };
            labels.entry(kind).or_default().push(format!("{key} {fact}"));
        }
    }
    labels
}

/// Hits, missed and false ones.
fn compare(wanted: &[String], found: &[String]) -> (usize, Vec<String>, Vec<String>) {
    let mut open = wanted.to_vec();
    let mut extra = Vec::new();
    for fact in found {
        match open.iter().position(|row| row == fact) {
            Some(index) => drop(open.remove(index)),
            None => extra.push(fact.clone()),
        }
    }
    (wanted.len() - open.len(), open, extra)
}

/// Shows how well the rules read texts they were not made for; what a requirement demands of a stored record is shown by the library.
#[test]
fn documents_that_the_rules_were_not_made_for() {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder()).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    let mut totals: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut texts_missed = Vec::new();
    for path in &paths {
        let file = std::fs::read_to_string(path).expect("case");
        let (head, text) = file.split_once(DIVIDER).expect("divider");
        let (wanted, wanted_text) = labels(head);
        let document = read(text, &Inputs::default(), &NoGazetteer, &NoResolver);
        let name = path.file_stem().expect("name").to_string_lossy().into_owned();
        let all_text: String = document.articles.iter().map(|article| article.text.as_str()).collect();
        texts_missed.extend(wanted_text.iter().filter(|text| !all_text.contains(text.as_str())).cloned());
        let found = found(&document, &wanted);
        for (kind, _) in LEAST {
            let none = Vec::new();
            let (hits, missed, extra) =
                compare(wanted.get(kind).unwrap_or(&none), found.get(kind).unwrap_or(&none));
            let total = totals.entry(kind).or_default();
            *total = (total.0 + hits, total.1 + missed.len(), total.2 + extra.len());
            missed.iter().for_each(|fact| println!("{name} {kind} missed {fact}"));
            extra.iter().for_each(|fact| println!("{name} {kind} extra  {fact}"));
        }
    }
    let mut below = Vec::new();
    for (kind, least) in LEAST {
        let (hits, missed, extra) = totals.get(kind).copied().unwrap_or_default();
        let share = hits as f64 / (hits + missed + extra).max(1) as f64;
        println!("{kind:<9} right {hits:>4}  missed {missed:>3}  false {extra:>3}  share {share:.4}");
        if share < least {
            below.push(kind);
        }
    }
    assert!(below.is_empty(), "below the least share: {below:?}");
    assert!(texts_missed.is_empty(), "text not found: {texts_missed:?}");
}
