//! A truth value as a sentence, or as its denial. It must never turn unknown into false.

use super::names::Words;
use crate::book::{Cmp, Node, NodeId, Ty, Val};
use crate::syntax::ast::Aggregate;

impl Words<'_> {
    /// The sentence that says it is so.
    pub(super) fn holds(&self, id: NodeId) -> String {
        self.said(id, true)
    }

    /// The sentence that says it is not so.
    pub(super) fn denied(&self, id: NodeId) -> String {
        self.said(id, false)
    }

    fn said(&self, id: NodeId, yes: bool) -> String {
        match self.book.node(id) {
            Node::Not(of) => self.said(*of, !yes),
            Node::And(..) | Node::Or(..) => self.joined(id, yes),
            Node::Compare(cmp, a, b) => self.compared(*cmp, *a, *b, yes),
            Node::Const(Val::Bool(value)) => (if *value == yes {
                self.either("总是成立", "always so")
            } else {
                self.either("从不成立", "never so")
            })
            .to_owned(),
            Node::Const(_) => self.either("未知", "it is not known").to_owned(),
            Node::OneOf(of, set) => {
                let members: Vec<String> = set.iter().map(|member| self.term(*member)).collect();
                let list = members.join(self.either("、", " or "));
                let one = members.len() == 1;
                match (self.chinese, yes) {
                    (true, true) if one => format!("{}为{list}", self.term(*of)),
                    (true, true) => format!("{}为{list}之一", self.term(*of)),
                    (true, false) => format!("{}不是{list}", self.term(*of)),
                    (false, true) => format!("{} is {list}", self.term(*of)),
                    (false, false) => format!("{} is not {list}", self.term(*of)),
                }
            }
            Node::Within(of, window) => self.inside(*of, *window, yes),
            Node::If(test, then, otherwise) => {
                let (test, then, otherwise) =
                    (self.holds(*test), self.said(*then, yes), self.said(*otherwise, yes));
                if self.chinese {
                    format!("若{test},则{then};否则{otherwise}")
                } else {
                    format!("if {test}, then {then}; otherwise {otherwise}")
                }
            }
            Node::Aggregate { op, over, filter, .. } => self.among(*op, *over, *filter, yes),
            Node::Default(a, b) => self.otherwise(*a, *b, yes),
            _ => self.plain(id, yes),
        }
    }

    /// 缺省: what is taken when nobody said.
    fn otherwise(&self, a: NodeId, b: NodeId, yes: bool) -> String {
        let said = self.said(a, yes);
        match (self.book.node(b), self.chinese) {
            (Node::Const(Val::Bool(value)), true) => {
                format!("{said}(未填写的视为{})", if *value == yes { "是" } else { "否" })
            }
            (Node::Const(Val::Bool(value)), false) => {
                format!("{said} (taken as {} when not known)", if *value == yes { "so" } else { "not so" })
            }
            (_, true) => format!("{said}(未填写时:{})", self.said(b, yes)),
            (_, false) => format!("{said} (if not known: {})", self.said(b, yes)),
        }
    }

    /// Sentences that differ only in their verb.
    fn plain(&self, id: NodeId, yes: bool) -> String {
        let verb = |zh: [&'static str; 2], en: [&'static str; 2]| {
            let at = usize::from(!yes);
            if self.chinese { zh[at] } else { en[at] }
        };
        let space = self.either("", " ");
        let has = verb(["满足", "不满足"], ["meets", "does not meet"]);
        let is = verb(["为是", "为否"], ["is yes", "is no"]);
        match self.book.node(id) {
            Node::Get { of, kind, field } => {
                let field = &self.book.kind(*kind).fields[usize::from(*field)];
                format!("{}{space}{has}{space}{}", self.term(*of), self.quoted(&self.field_name(field)))
            }
            Node::Local(ix) => {
                format!(
                    "{}{space}{}",
                    self.local(self.rule(), *ix),
                    verb(["成立", "不成立"], ["holds", "does not hold"])
                )
            }
            Node::Param { .. } | Node::Result(..) => format!("{}{space}{is}", self.value_of(id)),
            Node::Known(of) if self.chinese => {
                format!("{}{}", verb(["已填写", "未填写"], ["", ""]), self.value_of(*of))
            }
            Node::Known(of) => {
                format!("{} {}", self.value_of(*of), verb(["", ""], ["is known", "is not known"]))
            }
            Node::Fulfils(rule, of) => {
                let verb = verb(["符合", "不符合"], ["fulfils", "does not fulfil"]);
                format!("{}{space}{verb}{space}{}", self.term(*of), self.quoted(&self.rule_name(*rule)))
            }
            Node::InList { list, of, on } => {
                let verb = verb(["列入", "未列入"], ["is on the list", "is not on the list"]);
                let day = match on {
                    None => String::new(),
                    Some(day) if self.chinese => format!("(按{}的清单)", self.term(*day)),
                    Some(day) => format!(" as it stood on {}", self.term(*day)),
                };
                format!("{}{space}{verb}{space}{}{day}", self.term(*of), self.quoted(&self.list_name(*list)))
            }
            Node::PlaceIn(of, code) if self.chinese => {
                format!("{}{}编码 {code} 的地区内", self.term(*of), verb(["在", "不在"], ["", ""]))
            }
            Node::PlaceIn(of, code) => {
                format!(
                    "{} {} the area coded {code}",
                    self.term(*of),
                    verb(["", ""], ["lies in", "does not lie in"])
                )
            }
            Node::Contains(text, word) => {
                let verb = verb(["含有", "不含有"], ["contains", "does not contain"]);
                format!("{}{space}{verb}{space}{}", self.term(*text), self.term(*word))
            }
            _ => format!("{}{space}{is}", self.term(id)),
        }
    }

    /// A value's name also where it is a truth value.
    fn value_of(&self, id: NodeId) -> String {
        match self.book.node(id) {
            Node::Get { of, kind, field } => {
                let field = &self.book.kind(*kind).fields[usize::from(*field)];
                self.of(*of, &self.field_name(field))
            }
            Node::Param { param, on: None } => {
                format!("{}{}", self.either("", "the "), self.quoted(&self.param_name(*param)))
            }
            Node::Param { param, on: Some(day) } if self.chinese => {
                format!("{}时的{}", self.term(*day), self.quoted(&self.param_name(*param)))
            }
            Node::Param { param, on: Some(day) } => {
                format!("the {} on {}", self.quoted(&self.param_name(*param)), self.term(*day))
            }
            Node::Result(rule, of, target) => {
                let what = self.target(self.book.rule(*rule), *target);
                let (name, thing) = (self.quoted(&self.rule_name(*rule)), self.term(*of));
                if self.chinese {
                    format!("{name}给{thing}的{what}")
                } else {
                    format!("the {what} that {name} gives {thing}")
                }
            }
            _ => self.term(id),
        }
    }

    /// 且, 或; a denial turns them round.
    fn joined(&self, id: NodeId, yes: bool) -> String {
        let and = matches!(self.book.node(id), Node::And(..));
        let mut parts = Vec::new();
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            match self.book.node(next) {
                Node::And(a, b) if and => open.extend([*b, *a]),
                Node::Or(a, b) if !and => open.extend([*b, *a]),
                Node::And(..) | Node::Or(..) | Node::If(..) => {
                    parts.push(self.bracketed(&self.said(next, yes)))
                }
                Node::Not(of) if matches!(self.book.node(*of), Node::And(..) | Node::Or(..)) => {
                    parts.push(self.bracketed(&self.said(next, yes)));
                }
                _ => parts.push(self.said(next, yes)),
            }
        }
        let word = match (and == yes, self.chinese) {
            (true, true) => ",且",
            (true, false) => " and ",
            (false, true) => ",或",
            (false, false) => " or ",
        };
        parts.join(word)
    }

    fn compared(&self, cmp: Cmp, a: NodeId, b: NodeId, yes: bool) -> String {
        let cmp = if yes { cmp } else { denied(cmp) };
        let ty = self.book.ty(a);
        if ty == Ty::Bool {
            let same = cmp == Cmp::Eq;
            for (fixed, other) in [(a, b), (b, a)] {
                if let Node::Const(Val::Bool(value)) = self.book.node(fixed) {
                    return self.said(other, *value == same);
                }
            }
            let (a, b) = (self.holds(a), self.holds(b));
            return match (self.chinese, same) {
                (true, true) => format!("\u{e000}{a}\u{e001}与\u{e000}{b}\u{e001}同时成立或同时不成立"),
                (true, false) => format!("\u{e000}{a}\u{e001}与\u{e000}{b}\u{e001}只有一项成立"),
                (false, true) => format!("either both or neither hold: {a}; {b}"),
                (false, false) => format!("exactly one holds: {a}; {b}"),
            };
        }
        let words = match ty {
            Ty::Date | Ty::Month => match cmp {
                Cmp::Eq => ("为", "is"),
                Cmp::Ne => ("不是", "is not"),
                Cmp::Lt => ("早于", "is before"),
                Cmp::Le => ("不晚于", "is on or before"),
                Cmp::Gt => ("晚于", "is after"),
                Cmp::Ge => ("不早于", "is on or after"),
            },
            Ty::Num(_) => match cmp {
                Cmp::Eq => ("等于", "is equal to"),
                Cmp::Ne => ("不等于", "is not equal to"),
                Cmp::Lt => ("少于", "is less than"),
                Cmp::Le => ("不超过", "is at most"),
                Cmp::Gt => ("超过", "is more than"),
                Cmp::Ge => ("不少于", "is at least"),
            },
            _ => match cmp {
                Cmp::Ne => ("不是", "is not"),
                _ => ("为", "is"),
            },
        };
        let (a, b) = (self.term(a), self.term(b));
        if self.chinese { format!("{a}{}{b}", words.0) } else { format!("{a} {} {b}", words.1) }
    }

    fn inside(&self, of: NodeId, window: NodeId, yes: bool) -> String {
        let (day, window) = (self.term(of), self.term(window));
        match (self.chinese, yes) {
            (true, true) => format!("{day}在{window}期间内(含首尾两日)"),
            (true, false) => format!("{day}不在{window}期间内"),
            (false, true) => format!("{day} is within {window} (both ends included)"),
            (false, false) => format!("{day} is not within {window}"),
        }
    }

    /// 存在 and 全部.
    fn among(&self, op: Aggregate, over: NodeId, filter: Option<NodeId>, yes: bool) -> String {
        let such = self.term(over);
        let test =
            filter.map_or_else(|| self.either("有一项", "it exists").to_owned(), |test| self.holds(test));
        match (op, self.chinese, yes) {
            (Aggregate::All, true, true) => format!("{such}每一项都满足\u{e000}{test}\u{e001}"),
            (Aggregate::All, true, false) => format!("{such}并非每一项都满足\u{e000}{test}\u{e001}"),
            (Aggregate::All, false, true) => format!("for every one of {such}, {test}"),
            (Aggregate::All, false, false) => format!("not for every one of {such} it is so that {test}"),
            (_, true, true) => format!("{such}中至少有一项满足\u{e000}{test}\u{e001}"),
            (_, true, false) => format!("{such}中没有一项满足\u{e000}{test}\u{e001}"),
            (_, false, true) => format!("for at least one of {such}, {test}"),
            (_, false, false) => format!("for none of {such} it is so that {test}"),
        }
    }
}

const fn denied(cmp: Cmp) -> Cmp {
    match cmp {
        Cmp::Eq => Cmp::Ne,
        Cmp::Ne => Cmp::Eq,
        Cmp::Lt => Cmp::Ge,
        Cmp::Le => Cmp::Gt,
        Cmp::Gt => Cmp::Le,
        Cmp::Ge => Cmp::Lt,
    }
}
