//! A clause in words with the values that were read: `合同期限 8 个月 < 12 个月`. It must never say more than was compared.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::super::engine::{Frame, Session};
use super::super::facts::Facts;
use super::super::record::Status;
use super::show;
use crate::book::{Book, Clause, Cmp, Node, NodeId, Rule, RuleId, Ty, Val};
use crate::explain;
use crate::span::Span;

/// The text of a stretch of the sources, on one line.
#[must_use]
pub fn source(book: &Book, span: Span) -> String {
    let text = book
        .sources
        .get(span.file.0 as usize)
        .and_then(|file| file.text.get(span.start as usize..span.end as usize));
    text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words about one expression of a rule.
pub struct Speaker<'s, 'a> {
    session: &'s Session<'a, Facts>,
    rule: &'s Rule,
    id: RuleId,
    chinese: bool,
    /// Sentences and names are the same for whomever the rule is asked about, and it is asked about a hundred thousand.
    said: RefCell<BTreeMap<(NodeId, Form), String>>,
}

/// A value that decided something.
#[derive(Debug, PartialEq, Eq)]
struct Read {
    name: String,
    value: String,
    /// Yes, no, or not known.
    truth: bool,
}

/// What is said of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Name,
    Holds,
    Denied,
}

impl<'s, 'a> Speaker<'s, 'a> {
    /// Words about a rule of the session's book, in Chinese or in English.
    #[must_use]
    pub fn new(session: &'s Session<'a, Facts>, id: RuleId, chinese: bool) -> Self {
        Self { session, rule: session.book().rule(id), id, chinese, said: RefCell::default() }
    }

    fn words(&self, id: NodeId, form: Form) -> String {
        let mut said = self.said.borrow_mut();
        let one = said.entry((id, form)).or_insert_with(|| match form {
            Form::Name => explain::term(self.session.book(), self.id, id, self.chinese),
            Form::Holds => explain::sentence(self.session.book(), self.id, id, true, self.chinese),
            Form::Denied => explain::sentence(self.session.book(), self.id, id, false, self.chinese),
        });
        one.clone()
    }

    fn book(&self) -> &Book {
        self.session.book()
    }

    /// The path of a node (`合同.用人单位.规模`), when it is one.
    #[must_use]
    pub fn path(&self, id: NodeId) -> Option<String> {
        let book = self.book();
        Some(match book.node(id) {
            Node::Var(0) => show::kind(book, self.rule.subject, self.chinese).to_owned(),
            Node::Get { of, kind, field } => {
                let field = &book.kind(*kind).fields[usize::from(*field)];
                format!("{}.{}", self.path(*of)?, if self.chinese { &field.name } else { &field.id })
            }
            Node::Param { param, .. } => {
                let param = &book.params[param.ix()];
                if self.chinese {
                    format!("参数.{}", param.name)
                } else {
                    format!("parameter.{}", param.id)
                }
            }
            Node::Local(ix) => {
                let local = self.rule.locals.get(usize::from(*ix))?;
                if self.chinese || local.id.is_empty() { local.name.clone() } else { local.id.clone() }
            }
            Node::Today => (if self.chinese { "当日" } else { "today" }).to_owned(),
            _ => return None,
        })
    }

    /// The value of a node in words.
    pub fn value(&self, frame: &mut Frame, id: NodeId) -> String {
        match self.session.value(frame, id) {
            Ok(Val::Thing(row)) => match self.book().ty(id) {
                Ty::Thing(kind) => self.session.things().id(kind, row).unwrap_or_default().to_owned(),
                _ => row.to_string(),
            },
            Ok(value) => show::words(self.book(), self.book().ty(id), &value, self.chinese),
            Err(_) => (if self.chinese { "无法计算" } else { "cannot be computed" }).to_owned(),
        }
    }

    /// What was read to decide a clause: `合同.期限 = 8 个月`.
    pub fn values(&self, frame: &mut Frame, id: NodeId) -> Vec<String> {
        self.read(frame, id).iter().map(|one| format!("{} = {}", one.name, one.value)).collect()
    }

    fn read(&self, frame: &mut Frame, id: NodeId) -> Vec<Read> {
        let mut found = Vec::new();
        self.gather(frame, id, &mut found);
        found
    }

    fn gather(&self, frame: &mut Frame, id: NodeId, found: &mut Vec<Read>) {
        let book = self.book();
        let name = match book.node(id) {
            Node::Const(_) | Node::Every(_) | Node::Members { .. } => return,
            Node::Aggregate { .. }
            | Node::History { .. }
            | Node::Fulfils(..)
            | Node::Result(..)
            | Node::InList { .. } => self.words(id, Form::Name),
            node => match self.path(id) {
                Some(path) => path,
                None => {
                    for child in super::super::reads::children(node) {
                        self.gather(frame, child, found);
                    }
                    return;
                }
            },
        };
        if found.len() < 40 {
            let truth = book.ty(id) == Ty::Bool || matches!(self.session.value(frame, id), Ok(Val::Unknown));
            let one = Read { value: self.value(frame, id), name, truth };
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }

    /// A side of a comparison: the name and the value, or the value alone.
    fn side(&self, frame: &mut Frame, id: NodeId) -> String {
        let value = self.value(frame, id);
        let term = || self.words(id, Form::Name);
        match self.path(id) {
            Some(path) if self.chinese => format!("{} {value}", path.replace('.', "")),
            Some(_) => format!("{} {value}", term()),
            None if matches!(self.book().node(id), Node::Const(_)) => value,
            None if self.chinese => format!("{}（{value}）", term()),
            None => format!("{} ({value})", term()),
        }
    }

    /// Why a clause stands as it does, in one sentence.
    pub fn reason(&self, frame: &mut Frame, clause: &Clause, status: Status) -> String {
        let number = show::circled(clause.number);
        let said = self.said(frame, clause.test, status);
        // A label is the rule's own Chinese; the sentence says the same in either language.
        match (self.chinese, clause.label.as_str()) {
            (true, "") => format!("条件{number} {said}"),
            (true, label) => format!("条件{number} {label}：{said}"),
            (false, _) => format!("clause {number}: {said}"),
        }
    }

    fn said(&self, frame: &mut Frame, test: NodeId, status: Status) -> String {
        match (self.book().node(test), status) {
            (Node::Compare(cmp, a, b), Status::Held | Status::Failed) if self.book().ty(*a) != Ty::Bool => {
                let held = status == Status::Held;
                format!("{} {} {}", self.side(frame, *a), sign(*cmp, held), self.side(frame, *b))
            }
            (Node::Within(day, window), Status::Held | Status::Failed) => {
                let word = match (self.chinese, status == Status::Held) {
                    (true, true) => "在",
                    (true, false) => "不在",
                    (false, true) => "is within",
                    (false, false) => "is not within",
                };
                let window = self.side(frame, *window);
                let tail = if self.chinese { " 内" } else { "" };
                format!("{} {word} {window}{tail}", self.side(frame, *day))
            }
            _ => self.plainly(frame, test, status),
        }
    }

    /// The clause as a sentence that is true as things stand, and what was read.
    fn plainly(&self, frame: &mut Frame, test: NodeId, status: Status) -> String {
        let form = if status == Status::Failed { Form::Denied } else { Form::Holds };
        let said = self.words(test, form);
        let state = match (status, self.chinese) {
            (Status::Held | Status::Failed, _) => "",
            (Status::Unknown, true) => "：还不知道",
            (Status::Unknown, false) => ": not known yet",
            (Status::Fault, true) => "：无法计算",
            (Status::Fault, false) => ": cannot be computed",
        };
        let all = self.read(frame, test);
        let read = match (&all[..], self.chinese) {
            // Of a yes or no the sentence has said it: it is so, or it is not, or nothing is known.
            ([], _) | ([Read { truth: true, .. }], _) => String::new(),
            ([one], true) => format!("（实为：{}）", one.value),
            ([one], false) => format!(" (it is {})", one.value),
            (_, true) => format!("（{}）", self.values(frame, test).join("，")),
            (_, false) => format!(" ({})", self.values(frame, test).join(", ")),
        };
        format!("{said}{state}{read}")
    }
}

/// The sign that is true of the two sides.
const fn sign(cmp: Cmp, held: bool) -> &'static str {
    match (cmp, held) {
        (Cmp::Eq, true) | (Cmp::Ne, false) => "=",
        (Cmp::Ne, true) | (Cmp::Eq, false) => "≠",
        (Cmp::Lt, true) | (Cmp::Ge, false) => "<",
        (Cmp::Le, true) | (Cmp::Gt, false) => "<=",
        (Cmp::Gt, true) | (Cmp::Le, false) => ">",
        (Cmp::Ge, true) | (Cmp::Lt, false) => ">=",
    }
}
