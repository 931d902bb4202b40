//! Compiled expressions of forms, panels and indicators: checked by the law language, evaluated by its engine or, for plain arithmetic, by a quicker way that
//! gives the same. It must never evaluate what the law language would not.

mod dictionary;
#[cfg(test)]
mod differential;
mod names;
mod order;
mod program;
mod things;

use std::collections::HashMap;

use anye_law::book::{Book, KindId, NodeId, Ty, Val};
use anye_law::compile::expression::Formulas;
use anye_law::decide::{Engine, Fault, Things};

pub(crate) use dictionary::{Dictionary, REPORT, REPORTER, TOTALS, dimension};
pub(crate) use names::Wrong;
pub(crate) use order::{Fill, order};
pub(crate) use things::{ReportThings, Scale, TotalThings};

use crate::model::Words;
use program::Program;

/// What a form computes and checks.
#[derive(Debug, Default)]
pub(crate) struct FormLogic {
    /// Item ids to columns.
    pub(crate) columns: HashMap<String, usize>,
    pub(crate) scales: Vec<Scale>,
    /// Ids of facts in the order of the dictionary.
    pub(crate) fact_ids: Vec<String>,
    pub(crate) book: Book,
    /// Sums and computed cells, each after what it reads.
    pub(crate) fills: Vec<Fill>,
    pub(crate) computed: Vec<Code>,
    pub(crate) checks: Vec<CheckCode>,
    pub(crate) splits: Vec<Split>,
    pub(crate) jumps: Vec<Jump>,
}

/// The parts of an item.
#[derive(Debug)]
pub(crate) struct Split {
    pub(crate) whole: usize,
    pub(crate) parts: Vec<usize>,
    /// The item is the sum; else it is entered and the parts are held against it.
    pub(crate) sums: bool,
    /// A blank part counts as zero once another one is filled in.
    pub(crate) blank_is_zero: bool,
    pub(crate) by: Words,
}

/// An odd jump against the report before.
#[derive(Debug)]
pub(crate) struct Jump {
    pub(crate) item: usize,
    pub(crate) percent: i64,
    pub(crate) least: i64,
}

/// A compiled check.
#[derive(Debug)]
pub(crate) struct CheckCode {
    pub(crate) when: Option<Code>,
    pub(crate) must: Code,
    /// The two sides of the comparison it is, when they are numbers.
    pub(crate) sides: Option<(NodeId, NodeId)>,
}

/// What a panel asks of a candidate.
#[derive(Debug, Default)]
pub(crate) struct PanelLogic {
    pub(crate) book: Book,
    pub(crate) fact_ids: Vec<String>,
    pub(crate) only: Option<NodeId>,
    pub(crate) tags: Vec<Option<NodeId>>,
    pub(crate) tilt: Vec<NodeId>,
}

/// An indicator's formula.
#[derive(Debug)]
pub(crate) struct IndicatorLogic {
    pub(crate) book: Book,
    pub(crate) root: NodeId,
    pub(crate) scales: Vec<Scale>,
}

/// A compiled expression about a report.
#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) root: NodeId,
    program: Option<Program>,
    /// Columns it reads of the report itself.
    pub(crate) reads: Vec<usize>,
}

/// Adds expressions to one dictionary.
pub(crate) struct Compiler {
    dictionary: Dictionary,
    formulas: Formulas,
}

impl Compiler {
    pub(crate) fn new(mut dictionary: Dictionary) -> Self {
        let formulas = Formulas::new(std::mem::take(&mut dictionary.book));
        // The names of facts are still needed.
        dictionary.book.kinds.clone_from(&formulas.book().kinds);
        Self { dictionary, formulas }
    }

    /// Compiles an expression about a thing of `subject` that must have the type `want`.
    pub(crate) fn add(&mut self, subject: KindId, text: &str, want: Option<Ty>) -> Result<Code, Vec<Wrong>> {
        let new = names::rewrite(&self.dictionary, subject, text)?;
        let cells = self.dictionary.items_len();
        match self.formulas.add(subject, &new.text, want) {
            Ok(formula) => {
                let program =
                    Program::new(self.formulas.book(), formula.root, cells).filter(|_| subject == REPORT);
                Ok(Code { root: formula.root, program, reads: new.reads })
            }
            Err(found) => Err(found
                .into_iter()
                .map(|one| {
                    let at = new.back(one.span.start as usize, one.span.end as usize);
                    if one.code == "L101" {
                        let name = text.get(at.clone()).unwrap_or_default();
                        return Wrong {
                            code: "R201",
                            zh: format!("这里没有“{name}”这一项"),
                            en: format!("there is no item '{name}' here"),
                            suggestion: crate::near::nearest(name, self.dictionary.all()),
                            at,
                        };
                    }
                    Wrong { code: "R203", at, zh: one.zh, en: one.en, suggestion: one.suggestion }
                })
                .collect()),
        }
    }

    /// The type an expression has.
    pub(crate) fn ty(&self, code: &Code) -> Ty {
        self.formulas.book().ty(code.root)
    }

    pub(crate) fn book(&self) -> &Book {
        self.formulas.book()
    }

    pub(crate) fn into_book(self) -> Book {
        self.formulas.into_book()
    }
}

impl Code {
    /// Its value over one report.
    pub(crate) fn value(&self, book: &Book, things: &ReportThings<'_>) -> Result<Val, Fault> {
        if let Some(program) = &self.program
            && let Ok(slot) = program.run(things.scales, things.cells, things.previous)
        {
            return Ok(slot.val());
        }
        evaluate(book, self.root, things)
    }

    /// The same by the law engine alone, to hold the quick way against it.
    #[cfg(test)]
    pub(crate) fn slow_value(&self, book: &Book, things: &ReportThings<'_>) -> Result<Val, Fault> {
        evaluate(book, self.root, things)
    }

    #[cfg(test)]
    pub(crate) fn is_quick(&self) -> bool {
        self.program.is_some()
    }
}

/// The value of a node by the law engine, about the first thing of its kind.
pub(crate) fn evaluate<T: Things>(book: &Book, root: NodeId, things: &T) -> Result<Val, Fault> {
    let engine = Engine::new(book);
    let session = engine.session(things, None);
    session.value(&mut session.bare(0), root)
}
