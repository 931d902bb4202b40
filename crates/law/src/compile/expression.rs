//! Expressions that stand on their own (公式): an indicator, a form's check or a signal over somebody's own dictionary. The dictionary is a book; a whole rule
//! book may be asked too, its rules included. It must never take an expression that a rule could not contain.

use std::collections::HashMap;

use super::collect::Names;
use super::scope::Lower;
use crate::book::{Book, KindId, ListId, NodeId, ParamId, RuleId, Ty};
use crate::span::{Diagnostic, FileId, Severity};

/// Free expressions over one dictionary. Evaluate with `Session::bare` over [`Formulas::book`].
#[derive(Debug)]
pub struct Formulas {
    book: Book,
    names: Names,
}

/// One checked expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formula {
    /// Its outermost node, in the book of its [`Formulas`].
    pub root: NodeId,
    /// What it gives.
    pub ty: Ty,
    /// The kind of thing it is about (`Var(0)`).
    pub subject: KindId,
}

impl Formulas {
    /// Over the kinds, enums, parameters, lists and rules of a book.
    #[must_use]
    pub fn new(book: Book) -> Self {
        let names = Names {
            kinds: both(&book.kinds, |kind| (&kind.name, &kind.id), KindId),
            params: both(&book.params, |param| (&param.name, &param.id), ParamId),
            lists: both(&book.lists, |list| (&list.name, &list.id), ListId),
            rules: both(&book.rules, |rule| (&rule.name, &rule.id), RuleId),
            subjects: book.rules.iter().map(|rule| Some(rule.subject)).collect(),
            ..Names::default()
        };
        for (ix, rule) in (0_u16..).zip(&book.rules) {
            let outputs = (0_u16..).zip(&rule.locals).filter(|(_, local)| local.output);
            let outputs = outputs.map(|(at, local)| (local.name.clone(), local.id.clone(), at, local.ty));
            names.outputs.borrow_mut().insert(RuleId(ix), outputs.collect());
        }
        let mut formulas = Self { names, book };
        for group in &formulas.book.exclusives {
            let members: Vec<RuleId> = group.members.iter().map(|(rule, _)| *rule).collect();
            for name in [&group.name, &group.id] {
                formulas.names.groups.insert(name.clone(), members.clone());
            }
        }
        formulas
    }

    /// Adds the expression `text` about one thing of `subject`; `want` is the type it must have, when that is fixed. Spans count from the start of `text`.
    ///
    /// # Errors
    /// Everything that is wrong with it; nothing is added then.
    pub fn add(&mut self, subject: KindId, text: &str, want: Option<Ty>) -> Result<Formula, Vec<Diagnostic>> {
        let (expr, mut found) = crate::syntax::parse_expression(FileId(0), text);
        let before = self.book.nodes.len();
        let Some(kind) = self.book.kinds.get(subject.ix()).map(|kind| kind.name.clone()) else {
            found.push(Diagnostic::error("L207", expr.span, "没有这种对象", "there is no such kind"));
            return Err(found);
        };
        let mut root = None;
        if found.is_empty() {
            let mut lower = Lower {
                book: &mut self.book,
                names: &self.names,
                diagnostics: &mut found,
                vars: vec![(kind, subject)],
                locals: HashMap::new(),
                from: 0,
            };
            root = lower.expr(&expr, want);
            if let (Some(node), Some(want)) = (root, want)
                && lower.ty(node) != want
            {
                let (zh, en) = lower.words(want);
                root = lower.wrong(expr.span, &zh, &en, node);
            }
        }
        match root {
            Some(root) if !found.iter().any(|one| one.severity == Severity::Error) => {
                Ok(Formula { root, ty: self.book.ty(root), subject })
            }
            _ => {
                self.book.nodes.truncate(before);
                self.book.types.truncate(before);
                self.book.spans.truncate(before);
                if found.is_empty() {
                    found.push(Diagnostic::error(
                        "L117",
                        expr.span,
                        "这个表达式读不懂",
                        "this expression cannot be made out",
                    ));
                }
                Err(found)
            }
        }
    }

    /// The book that holds the dictionary and the nodes of all formulas.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// The same, when all formulas are added.
    #[must_use]
    pub fn into_book(self) -> Book {
        self.book
    }
}

/// Chinese names and ids to indices; the first of two equal names stays.
fn both<T, I>(
    all: &[T],
    names: impl Fn(&T) -> (&String, &String),
    id: impl Fn(u16) -> I,
) -> HashMap<String, I> {
    let mut out = HashMap::new();
    for (ix, one) in (0_u16..).zip(all) {
        let (zh, en) = names(one);
        out.entry(zh.clone()).or_insert_with(|| id(ix));
        out.entry(en.clone()).or_insert_with(|| id(ix));
    }
    out
}
