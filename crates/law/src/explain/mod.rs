//! A rule in plain language (规则说明), made from the rule itself: whom it concerns, what must hold, what follows. It must never say what the rule does not say.

mod arrange;
mod condition;
mod give;
mod limit;
mod names;
mod setting;
mod term;

use crate::book::{Book, NodeId, RuleId};
use crate::decide::answer::show;
use serde::Serialize;

use names::Words;

/// A rule in plain language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// ASCII id of the rule.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Which sort of rule: benefit, category, calculation, ranking.
    pub kind: String,
    /// Version of the rule book.
    pub version: String,
    /// What it says, under headings.
    pub sections: Vec<Section>,
}

/// One heading with its sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Stable key: `about`, `validity`, `conditions`, `grants`, `limits`, `money`, `parameters`, `doubts`, `practice`, `relations`, `reads`, `basis`.
    pub key: &'static str,
    /// The heading.
    pub title: String,
    /// The sentences.
    pub lines: Vec<String>,
}

impl Explanation {
    /// As text: heading, then its sentences.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{} · {}\n", self.name, self.kind);
        for section in &self.sections {
            out.push_str(&format!("\n{}\n", section.title));
            for line in &section.lines {
                out.push_str(&format!("  {line}\n"));
            }
        }
        out
    }
}

/// Explains a rule.
#[must_use]
pub fn rule(book: &Book, id: RuleId, chinese: bool) -> Explanation {
    let words = Words::new(book, id, chinese);
    let rule = book.rule(id);
    let all: [(&'static str, &str, &str, Vec<String>); 12] = [
        ("about", "内容", "What it is about", setting::about(&words)),
        ("validity", "地区与有效期", "Where and when", setting::validity(&words)),
        ("conditions", "条件", "Conditions", setting::conditions(&words)),
        ("grants", "给付与结果", "What follows", give::grants(&words)),
        ("limits", "次数与上限", "Counts and caps", limit::limits(&words)),
        ("money", "资金", "Money", limit::money(&words)),
        ("parameters", "参数与清单", "Parameters and lists", arrange::parameters(&words)),
        ("doubts", "疑义", "Open questions", arrange::doubts(&words)),
        ("practice", "材料与办理", "Papers and where to apply", arrange::practice(&words)),
        ("relations", "与其他规则的关系", "Other rules", limit::relations(&words)),
        ("reads", "需要的事实", "Facts it reads", arrange::facts(&words)),
        ("basis", "依据", "Basis", arrange::basis(&words)),
    ];
    let sections = all
        .into_iter()
        .filter(|(.., lines)| !lines.is_empty())
        .map(|(key, zh, en, lines)| Section {
            key,
            title: words.either(zh, en).to_owned(),
            lines: lines.iter().map(|line| finished(line, chinese)).collect(),
        })
        .collect();
    Explanation {
        id: rule.id.clone(),
        name: words.rule_name(id),
        kind: setting::sort(rule.kind, chinese).to_owned(),
        version: book.version.clone(),
        sections,
    }
}

/// A truth value of a rule as a sentence, or as its denial.
#[must_use]
pub(crate) fn sentence(book: &Book, rule: RuleId, test: NodeId, holds: bool, chinese: bool) -> String {
    let words = Words::new(book, rule, chinese);
    finished(&if holds { words.holds(test) } else { words.denied(test) }, chinese)
}

/// A value of a rule by its name.
#[must_use]
pub(crate) fn term(book: &Book, rule: RuleId, of: NodeId, chinese: bool) -> String {
    finished(&Words::new(book, rule, chinese).term(of), chinese)
}

/// Marks of what is quoted here but is no text of the sources.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// Inner quotation marks, and a space between words and figures outside the texts of the sources.
fn finished(line: &str, chinese: bool) -> String {
    let (mut open, mut before, mut out) = (Vec::new(), ' ', String::with_capacity(line.len()));
    for c in line.chars() {
        let han = ('\u{4e00}'..='\u{9fff}').contains(&before) && !matches!(before, '年' | '月');
        if chinese && c.is_ascii_digit() && han && !open.contains(&true) {
            out.push(' ');
        }
        before = c;
        match c {
            '“' | OPEN => {
                out.push(if open.len() % 2 == 0 { '“' } else { '‘' });
                open.push(c == '“');
            }
            '”' | CLOSE => {
                open.pop();
                out.push(if open.len() % 2 == 0 { '”' } else { '’' });
            }
            _ => out.push(c),
        }
    }
    out
}

/// Citations one after another.
fn cites(list: &[crate::book::Cite], chinese: bool) -> String {
    list.iter().map(|one| show::cite(one, chinese)).collect::<Vec<_>>().join(if chinese {
        "、"
    } else {
        "; "
    })
}
