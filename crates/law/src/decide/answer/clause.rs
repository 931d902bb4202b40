//! A clause in words with the values that were read: `合同期限 8 个月 < 12 个月`. It must never say more than was compared.

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
    /// The evaluation.
    pub session: &'s Session<'a, Facts>,
    /// The rule.
    pub rule: &'s Rule,
    /// Where it stands in the book.
    pub id: RuleId,
    /// Chinese, else English.
    pub chinese: bool,
}

impl Speaker<'_, '_> {
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
        let mut found = Vec::new();
        self.gather(frame, id, &mut found);
        found
    }

    fn gather(&self, frame: &mut Frame, id: NodeId, found: &mut Vec<String>) {
        let book = self.book();
        let name = match book.node(id) {
            Node::Const(_) | Node::Every(_) | Node::Members { .. } => return,
            Node::Aggregate { .. }
            | Node::History { .. }
            | Node::Fulfils(..)
            | Node::Result(..)
            | Node::InList { .. } => explain::term(book, self.id, id, self.chinese),
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
            let text = format!("{name} = {}", self.value(frame, id));
            if !found.contains(&text) {
                found.push(text);
            }
        }
    }

    /// A side of a comparison: the name and the value, or the value alone.
    fn side(&self, frame: &mut Frame, id: NodeId) -> String {
        let value = self.value(frame, id);
        let term = || explain::term(self.book(), self.id, id, self.chinese);
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
        let said = explain::sentence(self.book(), self.id, test, status != Status::Failed, self.chinese);
        let state = match (status, self.chinese) {
            (Status::Held | Status::Failed, _) => "",
            (Status::Unknown, true) => "：还不知道",
            (Status::Unknown, false) => ": not known yet",
            (Status::Fault, true) => "：无法计算",
            (Status::Fault, false) => ": cannot be computed",
        };
        let values = self.values(frame, test);
        let read = match (values.is_empty() || self.says_all(test), self.chinese) {
            (true, _) => String::new(),
            (false, true) => format!("（{}）", values.join("，")),
            (false, false) => format!(" ({})", values.join(", ")),
        };
        format!("{said}{state}{read}")
    }

    /// Whether the sentence leaves no value to tell: a yes or no that is read as it is.
    fn says_all(&self, test: NodeId) -> bool {
        match self.book().node(test) {
            Node::Not(of) => self.says_all(*of),
            Node::Get { .. } | Node::Local(_) | Node::Fulfils(..) | Node::InList { .. } => true,
            _ => false,
        }
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
