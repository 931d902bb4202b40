//! Citations and requirement rows that the library lacks (依据, 需求). It must never look a text up itself.

use std::collections::HashSet;

use super::super::{Known, Library};
use crate::book::{Book, Cite};
use crate::span::{Diagnostic, Span};
use crate::syntax::ast::ScenarioItem;

/// Holds every citation and requirement id against the library.
pub(in super::super) fn check(
    book: &Book,
    scenarios: &[&ScenarioItem],
    library: Library<'_>,
    out: &mut Vec<Diagnostic>,
) {
    for cite in citations(book) {
        match (library.articles)(&cite.document, cite.article.as_deref().unwrap_or_default()) {
            Known::Yes => {}
            Known::DocumentUnknown => out.push(Diagnostic::error(
                "L220",
                cite.span,
                format!("依据所引的文件“{}”不在文件库中", cite.document),
                format!("the cited document '{}' is not in the library", cite.document),
            )),
            Known::ArticleUnknown => {
                let article = cite.article.as_deref().unwrap_or_default();
                out.push(Diagnostic::error(
                    "L221",
                    cite.span,
                    format!("文件“{}”中没有第 {article} 条(段)", cite.document),
                    format!("document '{}' has no article {article}", cite.document),
                ));
            }
        }
    }
    let mut said = HashSet::new();
    let mut requirement = |id: &str, span: Span| {
        if !(library.requirement)(id) && said.insert((id.to_owned(), span)) {
            out.push(Diagnostic::error(
                "L222",
                span,
                format!("需求表中没有“{id}”这一行"),
                format!("there is no requirement row '{id}'"),
            ));
        }
    };
    for rule in super::super::sound(book) {
        rule.covers.iter().for_each(|id| requirement(id, rule.span));
    }
    for name in scenarios.iter().flat_map(|scenario| &scenario.covers) {
        requirement(&name.value, name.span);
    }
}

/// Every citation in the book.
fn citations(book: &Book) -> Vec<&Cite> {
    let rules = super::super::sound(book).flat_map(|rule| {
        let clauses = rule.clauses.iter().flat_map(|clause| &clause.basis);
        let exceptions = rule.exceptions.iter().flat_map(|exception| &exception.basis);
        rule.basis.iter().chain(clauses).chain(exceptions)
    });
    let params = book
        .params
        .iter()
        .flat_map(|param| param.basis.iter().chain(param.values.iter().flat_map(|value| &value.basis)));
    let fields = book.kinds.iter().flat_map(|kind| kind.fields.iter().flat_map(|field| &field.basis));
    let mut seen = HashSet::new();
    rules
        .chain(params)
        .chain(fields)
        .chain(book.lists.iter().flat_map(|list| &list.basis))
        .chain(book.exclusives.iter().flat_map(|group| &group.basis))
        .chain(book.conflicts.iter().flat_map(|conflict| &conflict.basis))
        .filter(|cite| seen.insert((cite.span, cite.article.clone())))
        .collect()
}
