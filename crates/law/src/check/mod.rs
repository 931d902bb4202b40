//! What is wrong with a rule book that is well formed: citations the library lacks, dates, places, conditions that cannot be, rules that clash, money that
//! does not add up, what no scenario shows. It must never decide anything about anybody, and never change the book.

mod bounds;
mod fold;
mod interval;
mod lint;
mod same;

use std::borrow::Borrow;

use crate::book::{Book, Rule};
use crate::compile::{Compiled, Table, Tree};
use crate::span::{Diagnostic, SourceFile};
use crate::syntax::ast::ScenarioItem;

/// What the library of documents knows of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Known {
    /// It has no such document.
    DocumentUnknown,
    /// It has the document, which has no such article.
    ArticleUnknown,
    /// It has both.
    Yes,
}

/// The library that citations and requirement ids are held against.
#[derive(Clone, Copy)]
pub struct Library<'a> {
    /// Document and article (`9`, `2.1`, or nothing when only the document is cited).
    pub articles: &'a dyn Fn(&str, &str) -> Known,
    /// Whether a requirement row of this id exists.
    pub requirement: &'a dyn Fn(&str) -> bool,
}

/// Parses, compiles and judges all files of a pack's law. Findings are in the order of the sources.
#[must_use]
pub fn compile_sources(
    sources: Vec<SourceFile>,
    tables: &[Table],
    library: Option<&Library<'_>>,
) -> Compiled {
    let mut compiled = crate::compile::compile(sources, tables);
    let found = check(&compiled.book, &compiled.scenarios, library);
    finish(&mut compiled, found);
    compiled
}

/// The same with files that are parsed already, a tree for each source in the same order. The scenarios are judged but stay in their trees: whoever wants the
/// findings after each key has no use for copies of them.
#[must_use]
pub fn compile_trees(
    sources: Vec<SourceFile>,
    trees: &[&Tree],
    tables: &[Table],
    library: Option<&Library<'_>>,
) -> Compiled {
    let mut compiled = crate::compile::compile_trees(sources, trees, tables);
    let scenarios: Vec<&ScenarioItem> = trees.iter().flat_map(|tree| tree.scenarios()).collect();
    let found = check(&compiled.book, &scenarios, library);
    finish(&mut compiled, found);
    compiled
}

fn finish(compiled: &mut Compiled, found: Vec<Diagnostic>) {
    compiled.diagnostics.extend(found);
    compiled.diagnostics.sort_by_key(|found| (found.span, found.code));
}

/// Everything that is wrong with the book and the scenarios beside it.
#[must_use]
pub fn check<S: Borrow<ScenarioItem>>(
    book: &Book,
    scenarios: &[S],
    library: Option<&Library<'_>>,
) -> Vec<Diagnostic> {
    let scenarios: Vec<&ScenarioItem> = scenarios.iter().map(Borrow::borrow).collect();
    let mut out = Vec::new();
    if let Some(library) = library {
        lint::cites::check(book, &scenarios, *library, &mut out);
    }
    lint::names::check(book, &mut out);
    lint::params::check(book, &mut out);
    lint::places::check(book, &scenarios, &mut out);
    for rule in sound(book) {
        lint::conditions::check(book, rule, &mut out);
        lint::branches::check(book, rule, &mut out);
        lint::exceptions::check(book, rule, &mut out);
        lint::dates::check(book, rule, &mut out);
        lint::relations::check(book, rule, &mut out);
        lint::money::check(book, rule, &mut out);
    }
    lint::topics::check(book, &mut out);
    lint::groups::check(book, &mut out);
    lint::unused::check(book, &mut out);
    lint::scenarios::check(book, &scenarios, &mut out);
    out.sort_by_key(|found| (found.span, found.code));
    out.dedup();
    out
}

/// The rules that compiled; one with errors keeps its place in the book without being a rule.
fn sound(book: &Book) -> impl Iterator<Item = &Rule> {
    book.rules.iter().filter(|rule| is_sound(rule))
}

fn is_sound(rule: &Rule) -> bool {
    !rule.id.starts_with("unsound_")
}
