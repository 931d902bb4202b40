//! Fields, parameters and lists that no rule reads. It must never ask to delete what the law itself names: these are warnings.

use std::collections::{BTreeMap, HashSet};

use crate::book::{Book, Node, Rule, Ty};
use crate::scenario::{children, roots};
use crate::span::{Diagnostic, FileId, Span};

/// Looks for what is declared and never read. Rules with errors count as readers.
pub(in super::super) fn check(book: &Book, out: &mut Vec<Diagnostic>) {
    let (mut fields, mut params, mut lists) = (HashSet::new(), HashSet::new(), HashSet::new());
    for node in &book.nodes {
        match node {
            Node::Get { kind, field, .. } => {
                fields.insert((kind.ix(), usize::from(*field)));
            }
            Node::Members { kind, reverse, .. } => {
                if let Some(reverse) = book.kind(*kind).reverses.get(usize::from(*reverse)) {
                    fields.insert((reverse.kind.ix(), usize::from(reverse.field)));
                }
            }
            Node::Param { param, .. } => {
                params.insert(param.ix());
            }
            Node::InList { list, .. } => {
                lists.insert(list.ix());
            }
            _ => {}
        }
    }
    unread_fields(book, &fields, out);
    super::super::sound(book).for_each(|rule| unread_locals(book, rule, out));
    let unread = |what: (&str, &str), name: &str, id: &str, span: Span| {
        let (zh, en) = what;
        Diagnostic::warning(
            "L281",
            span,
            format!("{zh}“{name}”没有规则使用"),
            format!("no rule reads the {en} '{id}'"),
        )
    };
    for (_, param) in book.params.iter().enumerate().filter(|(ix, _)| !params.contains(ix)) {
        out.push(unread(("参数", "parameter"), &param.name, &param.id, param.span));
    }
    for (_, list) in book.lists.iter().enumerate().filter(|(ix, _)| !lists.contains(ix)) {
        out.push(unread(("清单", "list"), &list.name, &list.id, list.span));
    }
}

/// 设 that nothing in its rule uses.
fn unread_locals(book: &Book, rule: &Rule, out: &mut Vec<Diagnostic>) {
    let (mut read, mut seen) = (HashSet::new(), HashSet::new());
    let payers = rule.times.iter().map(|times| times.per).chain(rule.caps.iter().map(|cap| cap.per));
    let mut left: Vec<_> = roots(rule).into_iter().chain(rule.payee).chain(payers).collect();
    while let Some(id) = left.pop() {
        if seen.insert(id) {
            if let Node::Local(ix) = book.node(id) {
                read.insert(usize::from(*ix));
            }
            left.extend(children(book.node(id)));
        }
    }
    for (_, local) in rule.locals.iter().enumerate().filter(|(ix, local)| !local.output && !read.contains(ix))
    {
        out.push(Diagnostic::warning(
            "L282",
            book.spans.get(local.node.ix()).copied().unwrap_or(rule.span),
            format!("规则“{}”设了“{}”,却没有使用", rule.name, local.name),
            format!("rule '{}' lets '{}' be something and never uses it", rule.id, local.name),
        ));
    }
}

/// One finding for each file, at the first of its unread fields.
fn unread_fields(book: &Book, read: &HashSet<(usize, usize)>, out: &mut Vec<Diagnostic>) {
    let mut files: BTreeMap<FileId, Vec<(Span, String)>> = BTreeMap::new();
    for (kind_ix, kind) in book.kinds.iter().enumerate() {
        for (ix, field) in kind.fields.iter().enumerate() {
            // A relation is how things hang together, whether or not a rule follows it.
            if !read.contains(&(kind_ix, ix)) && !matches!(field.ty, Ty::Thing(_)) {
                let name = format!("{}.{}", kind.name, field.name);
                files.entry(field.span.file).or_default().push((field.span, name));
            }
        }
    }
    for mut fields in files.into_values() {
        fields.sort();
        let Some((first, _)) = fields.first() else { continue };
        let count = fields.len();
        let names = fields.iter().take(8).map(|(_, name)| name.as_str()).collect::<Vec<_>>().join("、");
        let more = if count > 8 { "…" } else { "" };
        let mut found = Diagnostic::warning(
            "L280",
            *first,
            format!("这份文件有 {count} 个字段没有规则读取:{names}{more}"),
            format!("{count} fields of this file are read by no rule: {names}{more}"),
        );
        found.related = fields.iter().skip(1).map(|(span, _)| *span).collect();
        out.push(found);
    }
}
