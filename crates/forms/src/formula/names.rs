//! Names in an expression to fields of the dictionary: `减少人数.关闭破产` becomes `本表.f7`, and what the law language says of the result is told at the place as it
//! was written. It must never change anything but names.

use std::ops::Range;

use anye_law::book::KindId;
use anye_law::span::FileId;
use anye_law::syntax::ast::{Expr, Node};
use anye_law::syntax::parse_expression;

use super::dictionary::{BEFORE, Dictionary, REPORT, REPORTER, REPORTS, TOTALS, WHO, YEAR_AGO};
use crate::near::nearest;

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) code: &'static str,
    /// Bytes of the expression as written.
    pub(crate) at: Range<usize>,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) suggestion: Option<String>,
}

/// An expression with its names replaced.
pub(crate) struct Rewritten {
    pub(crate) text: String,
    /// In rising order: where in the new text, how long there, where as written.
    places: Vec<(usize, usize, Range<usize>)>,
    /// Columns it reads of the thing it is about (not of earlier ones).
    pub(crate) reads: Vec<usize>,
}

impl Rewritten {
    /// A stretch of the new text as a stretch of the old one.
    pub(crate) fn back(&self, start: usize, end: usize) -> Range<usize> {
        self.point(start, false)..self.point(end, true)
    }

    fn point(&self, at: usize, end: bool) -> usize {
        let mut shift = 0_isize;
        for (new, length, old) in &self.places {
            let stop = new + length;
            let inside = if end { at > *new && at <= stop } else { at >= *new && at < stop };
            if inside {
                return if end { old.end } else { old.start };
            }
            if at < stop {
                break;
            }
            shift = old.end.cast_signed() - stop.cast_signed();
        }
        at.saturating_add_signed(shift)
    }
}

/// A name as written, and where.
struct Path {
    segments: Vec<String>,
    at: Range<usize>,
}

/// Replaces the names of an expression about a thing of `subject`.
pub(crate) fn rewrite(dictionary: &Dictionary, subject: KindId, text: &str) -> Result<Rewritten, Vec<Wrong>> {
    let (expr, found) = parse_expression(FileId(0), text);
    if !found.is_empty() {
        let wrong = found.into_iter().map(|one| Wrong {
            code: "R202",
            at: one.span.start as usize..one.span.end as usize,
            zh: one.zh,
            en: one.en,
            suggestion: one.suggestion,
        });
        return Err(wrong.collect());
    }
    let (mut paths, mut foreign) = (Vec::new(), Vec::new());
    collect(&expr, &mut paths, &mut foreign);
    if !foreign.is_empty() {
        return Err(foreign);
    }
    paths.sort_by_key(|path| path.at.start);
    let mut out = Rewritten { text: String::new(), places: Vec::new(), reads: Vec::new() };
    let (mut wrong, mut upto) = (Vec::new(), 0);
    for path in paths {
        match resolve(dictionary, subject, &path) {
            Ok(Some((new, column))) => {
                out.text.push_str(&text[upto..path.at.start]);
                out.places.push((out.text.len(), new.len(), path.at.clone()));
                out.text.push_str(&new);
                upto = path.at.end;
                out.reads.extend(column);
            }
            Ok(None) => {}
            Err(one) => wrong.push(one),
        }
    }
    out.text.push_str(&text[upto..]);
    if wrong.is_empty() { Ok(out) } else { Err(wrong) }
}

/// The field a path leads to and the column it reads; nothing for a bare word that is no name here (a code of a choice, a list).
fn resolve(
    dictionary: &Dictionary,
    subject: KindId,
    path: &Path,
) -> Result<Option<(String, Option<usize>)>, Wrong> {
    let base = if subject == TOTALS {
        "汇总"
    } else if subject == REPORTER {
        "单位"
    } else {
        "本表"
    };
    let (mut prefix, mut segments) = (base.to_owned(), &path.segments[..]);
    let mut own = true;
    if let [first, rest @ ..] = segments
        && !rest.is_empty()
    {
        let word = first.as_str();
        if BEFORE.contains(&word) && subject != REPORTER {
            (prefix, segments, own) = (format!("{prefix}.previous"), rest, false);
        } else if YEAR_AGO.contains(&word) && subject == TOTALS {
            (prefix, segments, own) = (format!("{prefix}.year_ago"), rest, false);
        } else if WHO.contains(&word) && subject != TOTALS {
            let fact = rest.join(".");
            let Some(at) = dictionary.facts.get(&fact) else {
                return Err(unknown(dictionary, path, &fact, dictionary.facts.keys().map(String::as_str)));
            };
            let prefix = if subject == REPORT { format!("{prefix}.reporter") } else { prefix };
            return Ok(Some((format!("{prefix}.{}", fact_id(dictionary, *at)), None)));
        }
    }
    let name = segments.join(".");
    if subject == REPORTER {
        return match dictionary.facts.get(&name) {
            Some(at) => Ok(Some((format!("{prefix}.{}", fact_id(dictionary, *at)), None))),
            None if path.segments.len() == 1 => Ok(None),
            None => Err(unknown(dictionary, path, &name, dictionary.facts.keys().map(String::as_str))),
        };
    }
    if subject == TOTALS && REPORTS.contains(&name.as_str()) {
        return Ok(Some((format!("{prefix}.reports"), None)));
    }
    match dictionary.items.get(&name) {
        Some(column) if subject == TOTALS && !dictionary.totals.contains(column) => Err(Wrong {
            code: "R204",
            at: path.at.clone(),
            zh: format!("“{name}”不汇总,指标公式里不能用;请在该项写 total = true"),
            en: format!(
                "'{name}' is not summed up the tree, so an indicator cannot use it; write total = true at the item"
            ),
            suggestion: None,
        }),
        Some(column) => Ok(Some((format!("{prefix}.f{column}"), own.then_some(*column)))),
        None if path.segments.len() == 1 => Ok(None),
        None => Err(unknown(dictionary, path, &name, dictionary.items.keys().map(String::as_str))),
    }
}

fn fact_id(dictionary: &Dictionary, at: usize) -> &str {
    dictionary.book.kinds[REPORTER.ix()].fields.get(at).map_or("", |field| field.id.as_str())
}

fn unknown<'a>(_: &Dictionary, path: &Path, name: &str, all: impl Iterator<Item = &'a str>) -> Wrong {
    Wrong {
        code: "R201",
        at: path.at.clone(),
        zh: format!("这里没有“{name}”这一项"),
        en: format!("there is no item '{name}' here"),
        suggestion: nearest(name, all),
    }
}

/// All paths of an expression; names of functions, rules and units are none.
fn collect(expr: &Expr, out: &mut Vec<Path>, foreign: &mut Vec<Wrong>) {
    if let Some(segments) = path(expr) {
        out.push(Path { segments, at: expr.span.start as usize..expr.span.end as usize });
        return;
    }
    let mut each = |all: &[&Expr]| all.iter().for_each(|one| collect(one, out, foreign));
    match &*expr.node {
        Node::Get { base, .. } => each(&[base]),
        Node::Window { from, to } => each(&[from, to]),
        Node::Unary { of, .. } => each(&[of]),
        Node::Binary { left, right, .. } => each(&[left, right]),
        Node::In { value, set } => {
            each(&[value]);
            set.iter().for_each(|one| each(&[one]));
        }
        Node::Within { value, window } => each(&[value, window]),
        Node::If { test, then, otherwise, .. } => each(&[test, then, otherwise]),
        Node::Call { args, .. } => args.iter().for_each(|one| each(&[one])),
        // A report has no day of decision, no parameters and no collections.
        Node::Today | Node::Parameter { .. } | Node::Every { .. } | Node::Aggregate { .. } => {
            foreign.push(Wrong {
                code: "R207",
                at: expr.span.start as usize..expr.span.end as usize,
                zh: "报表的表达式里没有当日、参数和集合".to_owned(),
                en: "expressions of forms have no 当日 (today), parameters or collections".to_owned(),
                suggestion: None,
            })
        }
        _ => {}
    }
}

fn path(expr: &Expr) -> Option<Vec<String>> {
    match &*expr.node {
        Node::Name { name } => Some(vec![name.clone()]),
        Node::Get { base, name } => {
            let mut segments = path(base)?;
            segments.push(name.value.clone());
            Some(segments)
        }
        _ => None,
    }
}
