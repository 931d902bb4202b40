//! Precision and recall of findings against hand-made truth.
//!
//! Knows no files: the caller reads truth and documents. Must never count a finding twice.

use crate::model::{Compare, Findings, Role};
use std::collections::BTreeMap;

/// What kind of finding a truth row speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 责任单位
    Unit,
    /// 数字
    Figure,
    /// 日期
    Date,
    /// 引用文件
    Citation,
}

/// One fact that a text holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// The article's key, in the caller's form.
    pub article: String,
    /// What it is.
    pub kind: Kind,
    /// The canonical form, as [`facts`] writes it.
    pub fact: String,
}

/// How one kind of finding came out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KindScore {
    /// Found and true.
    pub hits: usize,
    /// True and not found: article and fact.
    pub missed: Vec<(String, String)>,
    /// Found and not true: article and fact.
    pub extra: Vec<(String, String)>,
}

impl KindScore {
    /// Share of findings that are true.
    pub fn precision(&self) -> f64 {
        share(self.hits, self.hits + self.extra.len())
    }

    /// Share of true facts that were found.
    pub fn recall(&self) -> f64 {
        share(self.hits, self.hits + self.missed.len())
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The score of each kind.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score {
    /// By kind.
    pub kinds: BTreeMap<Kind, KindScore>,
}

/// Compares truth with what was found in each article.
pub fn score(truth: &[Truth], found: &[(String, Findings)]) -> Score {
    let mut score = Score::default();
    let mut open: BTreeMap<(&str, Kind), Vec<&str>> = BTreeMap::new();
    for row in truth {
        open.entry((&row.article, row.kind)).or_default().push(&row.fact);
    }
    for (article, findings) in found {
        for (kind, fact) in facts(findings) {
            let entry = score.kinds.entry(kind).or_default();
            let wanted = open.get_mut(&(article.as_str(), kind));
            match wanted.and_then(|wanted| {
                wanted.iter().position(|row| *row == fact).map(|index| wanted.remove(index))
            }) {
                Some(_) => entry.hits += 1,
                None => entry.extra.push((article.clone(), fact)),
            }
        }
    }
    for ((article, kind), rest) in open {
        let entry = score.kinds.entry(kind).or_default();
        entry.missed.extend(rest.into_iter().map(|fact| (article.to_owned(), fact.to_owned())));
    }
    score
}

/// The facts of findings in canonical form: `lead 市财政局`, `5000 户 at_least`, `2020-01-01..2020-12-31 period`, `国发〔2017〕28号`.
pub fn facts(findings: &Findings) -> Vec<(Kind, String)> {
    let mut facts = Vec::new();
    for unit in &findings.units {
        let role = match unit.role {
            Role::Lead => "lead",
            Role::Support => "support",
            Role::Responsible => "responsible",
        };
        facts.push((Kind::Unit, format!("{role} {}", plain(&unit.full_name))));
    }
    for figure in &findings.figures {
        facts.push((Kind::Figure, figure_fact(figure)));
    }
    for date in &findings.dates {
        facts.push((Kind::Date, date_fact(date)));
    }
    for citation in &findings.citations {
        let fact = citation.number.clone().or_else(|| citation.title.clone()).unwrap_or_default();
        facts.push((Kind::Citation, fact));
    }
    facts
}

/// Half-width brackets, so that a printed form does not matter.
fn plain(name: &str) -> String {
    name.replace('（', "(").replace('）', ")")
}

fn figure_fact(figure: &crate::model::Figure) -> String {
    let mut fact = if figure.parts.is_empty() {
        rounded(figure.value)
    } else {
        figure.parts.iter().map(|part| rounded(*part)).collect::<Vec<_>>().join(":")
    };
    if let Some(upper) = figure.upper {
        fact = format!("{fact}~{}", rounded(upper));
    }
    let compare = match figure.compare {
        Some(Compare::AtLeast) => " at_least",
        Some(Compare::AtMost) => " at_most",
        Some(Compare::MoreThan) => " more_than",
        Some(Compare::LessThan) => " less_than",
        Some(Compare::About) => " about",
        Some(Compare::Range) | None => "",
    };
    let unit = if figure.unit.is_empty() { "-" } else { &figure.unit };
    format!("{fact} {unit}{compare}")
}

/// Six digits behind the point: enough for 2/3.
fn rounded(value: f64) -> String {
    let scaled = (value * 1e6).round() / 1e6;
    format!("{scaled}")
}

fn date_fact(date: &crate::model::DateMention) -> String {
    let role = match date.role {
        crate::model::DateRole::From => "from",
        crate::model::DateRole::Until => "until",
        crate::model::DateRole::Period => "period",
        crate::model::DateRole::Due => "due",
        crate::model::DateRole::Mention => "mention",
    };
    let (from, to) = (date.from.as_deref().unwrap_or(""), date.to.as_deref().unwrap_or(""));
    match &date.relative_to {
        Some(event) => format!("[{event}] {role}"),
        None if from.is_empty() && to.is_empty() => format!("{} {role}", plain(&date.text)),
        None => format!("{from}..{to} {role}"),
    }
}
