//! What is wrong with a facts file, where, and what to do. It must never be vague: it names the key and what may stand there.

use serde::Serialize;

use crate::book::{Book, RuleId};

/// One thing wrong with the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactError {
    /// Stable code, `F0xx`.
    pub code: &'static str,
    /// Where in the file: `contracts.c1.term`.
    pub path: String,
    /// In Chinese: what is wrong and what to do.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl FactError {
    /// Without a suggestion.
    pub fn new(code: &'static str, path: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, path: path.to_owned(), zh: zh.into(), en: en.into(), suggestion: None }
    }

    /// With what was probably meant.
    #[must_use]
    pub fn meant(mut self, what: Option<String>) -> Self {
        self.suggestion = what;
        self
    }

    /// The facts have nothing that the rule is about.
    #[must_use]
    pub fn no_subject(book: &Book, rule: RuleId) -> Self {
        let rule = book.rule(rule);
        let kind = book.kind(rule.subject);
        Self::new(
            "F030",
            &kind.id,
            format!("“{}”是关于“{}”的,事实中没有;请在“{}”下写一个", rule.name, kind.name, kind.id),
            format!(
                "“{}” is about “{}”, of which the facts have none; give one under “{}”",
                rule.id, kind.id, kind.id
            ),
        )
    }
}

impl std::fmt::Display for FactError {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{} {}: {}", self.code, self.path, self.zh)?;
        match &self.suggestion {
            Some(what) => write!(to, "(是否“{what}”?)"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for FactError {}

/// The candidate nearest to a misspelt word, when one is near enough.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    let word: Vec<char> = word.to_lowercase().chars().take(64).collect();
    let most = (word.len() / 3).max(1);
    let near = |candidate: &str| {
        let other: Vec<char> = candidate.to_lowercase().chars().take(64).collect();
        let steps = distance(&word, &other);
        // Two names of two characters that share none are not near.
        (steps <= most && steps < other.len()).then_some(steps)
    };
    candidates
        .into_iter()
        .filter_map(|candidate| near(candidate).map(|steps| (steps, candidate)))
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

/// How many letters have to be changed, added, dropped or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let mut table: Vec<usize> = vec![0; (a.len() + 1) * width];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i * width + j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = table[(i - 1) * width + j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut least = change.min(table[(i - 1) * width + j] + 1).min(table[i * width + j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(table[(i - 2) * width + j - 2] + 1);
                }
                least
            };
        }
    }
    table[a.len() * width + b.len()]
}
