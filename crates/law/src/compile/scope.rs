//! What an expression may name, and where its nodes go. It must never outlive one rule.

use std::collections::HashMap;

use super::collect::Names;
use crate::book::{Book, KindId, Node, NodeId, Ty};
use crate::span::{Diagnostic, Span};
use crate::syntax::ast::Name;

/// Makes nodes for one rule or one free expression.
pub(super) struct Lower<'a> {
    pub book: &'a mut Book,
    pub names: &'a Names,
    pub diagnostics: &'a mut Vec<Diagnostic>,
    /// Things bound: the object, then elements from the outside in.
    pub vars: Vec<(String, KindId)>,
    /// Locals already made.
    pub locals: HashMap<String, (u16, Ty)>,
    /// How many findings there were before this rule.
    pub from: usize,
}

/// Stands for a local that could not be made out, which is said where it is given.
pub(super) const BROKEN: u16 = u16::MAX;

/// Keeps a finding.
pub(super) fn say(diagnostics: &mut Vec<Diagnostic>, diagnostic: Diagnostic) {
    diagnostics.push(diagnostic);
}

impl Lower<'_> {
    pub(super) fn push(&mut self, node: Node, ty: Ty, span: Span) -> NodeId {
        let id = NodeId(u32::try_from(self.book.nodes.len()).unwrap_or(u32::MAX));
        self.book.nodes.push(node);
        self.book.types.push(ty);
        self.book.spans.push(span);
        id
    }

    pub(super) fn ty(&self, id: NodeId) -> Ty {
        self.book.ty(id)
    }

    /// What a type is called.
    pub(super) fn words(&self, ty: Ty) -> (String, String) {
        crate::scenario::type_words(self.book, ty)
    }

    /// Something else was expected.
    pub(super) fn wrong<T>(&mut self, span: Span, zh: &str, en: &str, found: NodeId) -> Option<T> {
        let (fz, fe) = self.words(self.ty(found));
        say(
            self.diagnostics,
            Diagnostic::error(
                "L114",
                span,
                format!("这里要{zh},写的是{fz}"),
                format!("{en} is needed here, this is {fe}"),
            ),
        );
        None
    }

    /// A name that is not declared.
    pub(super) fn lost<T>(&mut self, name: &Name, zh: &str, en: &str) -> Option<T> {
        let all = self.names.all(en);
        let mut d = Diagnostic::error(
            "L104",
            name.span,
            format!("没有名为“{}”的{zh}", name.value),
            format!("there is no {en} '{}'", name.value),
        );
        d.suggestion = super::near::nearest(&name.value, all.iter().map(String::as_str));
        say(self.diagnostics, d);
        None
    }
}
