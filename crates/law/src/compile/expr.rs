//! Expressions: names resolved, types and units held, nodes made. It must never accept what it does not understand.

use super::scope::{BROKEN, Lower, say};
use crate::book::{Dim, Node, NodeId, Ty, Val};
use crate::num::Num;
use crate::span::{Diagnostic, Severity, Span};
use crate::syntax::ast::{self, Aggregate, Expr, Name, Unary};

impl Lower<'_> {
    /// A node of the expression; `want` tells the type that is expected, so that bare names can be members of an enum.
    pub(super) fn expr(&mut self, expr: &Expr, want: Option<Ty>) -> Option<NodeId> {
        let found = self.made(expr, want);
        let said = || self.diagnostics.iter().skip(self.from).any(|d| d.severity == Severity::Error);
        if found.is_none() && !matches!(&*expr.node, ast::Node::Missing) && !said() {
            // Nothing may be left out in silence: a unit that does not fit, aggregates too deep inside one another.
            say(
                self.diagnostics,
                Diagnostic::error(
                    "L117",
                    expr.span,
                    "这里超出了能准确表示的范围(数太大、单位太多或集合套得太深)",
                    "this is beyond what can be represented (a number too large, too many units, collections too deep)",
                ),
            );
        }
        found
    }

    fn made(&mut self, expr: &Expr, want: Option<Ty>) -> Option<NodeId> {
        use ast::Node as N;
        let span = expr.span;
        match &*expr.node {
            N::Number { value, unit } => self.number(*value, unit, want, span),
            N::Date { day } => Some(self.push(Node::Const(Val::Date(*day)), Ty::Date, span)),
            N::Month { day } => Some(self.push(Node::Const(Val::Date(*day)), Ty::Month, span)),
            N::Text { text } => {
                if let Some(Ty::Enum(_)) = want {
                    return self.bare(text, want, span);
                }
                Some(self.push(Node::Const(Val::Text(text.as_str().into())), Ty::Text, span))
            }
            N::Bool { value } => Some(self.push(Node::Const(Val::Bool(*value)), Ty::Bool, span)),
            N::Unknown => Some(self.push(Node::Const(Val::Unknown), want.unwrap_or(Ty::Bool), span)),
            N::Name { name } => self.bare(name, want, span),
            N::Get { base, name } => self.get(base, name, span),
            N::Parameter { name, on } => self.parameter(name, on.as_ref(), span),
            N::Every { kind } => {
                let Some(id) = self.names.kind(&kind.value) else { return self.lost(kind, "对象", "kind") };
                Some(self.push(Node::Every(id), Ty::Many(id), span))
            }
            N::Today => Some(self.push(Node::Today, Ty::Date, span)),
            N::Window { from, to } => {
                let (a, b) = (self.date(from), self.date(to));
                let (a, b) = (a?, b?);
                Some(self.push(Node::Window(a, b), Ty::Window, span))
            }
            N::Unary { op: Unary::Not, of } => {
                let of = self.truth(of)?;
                Some(self.push(Node::Not(of), Ty::Bool, span))
            }
            N::Unary { op: Unary::Minus, of } => {
                let id = self.expr(of, want)?;
                let Ty::Num(_) = self.ty(id) else { return self.wrong(of.span, "数值", "a number", id) };
                Some(self.push(Node::Neg(id), self.ty(id), span))
            }
            N::Binary { op, left, right } => self.binary(*op, left, right, want, span),
            N::In { value, set } => {
                let value = self.expr(value, None)?;
                let ty = self.ty(value);
                let mut members = Vec::new();
                for member in set {
                    let id = self.expr(member, Some(ty))?;
                    self.alike(value, id, member.span)?;
                    members.push(id);
                }
                Some(self.push(Node::OneOf(value, members), Ty::Bool, span))
            }
            N::Within { value, window } => {
                let day = self.date(value);
                let inside = self.expr(window, Some(Ty::Window))?;
                if self.ty(inside) != Ty::Window {
                    return self.wrong(window.span, "时期", "a period", inside);
                }
                Some(self.push(Node::Within(day?, inside), Ty::Bool, span))
            }
            N::If { test, then, otherwise, .. } => {
                let test = self.truth(test);
                let a = self.expr(then, want)?;
                let b = self.expr(otherwise, want.or(Some(self.ty(a))))?;
                let ty = self.alike(a, b, otherwise.span)?;
                Some(self.push(Node::If(test?, a, b), ty, span))
            }
            N::Aggregate { op, element, over, filter, take } => {
                self.aggregate(*op, element.as_ref(), over, filter.as_ref(), take.as_ref(), span)
            }
            N::Call { function, args } => self.call(function, args, want, span),
            N::Missing => None,
        }
    }

    fn number(&mut self, value: Num, unit: &[String], want: Option<Ty>, span: Span) -> Option<NodeId> {
        let dim = match Self::dim(unit) {
            Some(dim) => dim,
            None => {
                say(
                    self.diagnostics,
                    Diagnostic::error(
                        "L110",
                        span,
                        format!("“{}”不是单位", unit.join("/")),
                        format!("'{}' is no unit", unit.join("/")),
                    ),
                );
                return None;
            }
        };
        let zero = value == Num::ZERO && unit.is_empty();
        let ty = match want {
            Some(Ty::Num(other)) if zero => Ty::Num(other),
            _ => Ty::Num(dim),
        };
        let value = if dim.0[0] == 1 { value.times(Num::int(100))? } else { value };
        Some(self.push(Node::Const(Val::Num(value)), ty, span))
    }

    /// The dimension of unit words `a/b/c`.
    pub(super) fn dim(words: &[String]) -> Option<Dim> {
        words.iter().enumerate().try_fold(Dim::NUMBER, |so_far, (at, word)| {
            let dim = Dim::of_word(word)?;
            if at == 0 { Some(dim) } else { so_far.per(dim) }
        })
    }

    /// A bare name: local, element, enum member.
    fn bare(&mut self, name: &str, want: Option<Ty>, span: Span) -> Option<NodeId> {
        if let Some(&(ix, ty)) = self.locals.get(name) {
            if ix == BROKEN {
                return None;
            }
            return Some(self.push(Node::Local(ix), ty, span));
        }
        if let Some(depth) = self.vars.iter().rposition(|(own, _)| own == name) {
            let ty = Ty::Thing(self.vars[depth].1);
            return Some(self.push(Node::Var(u8::try_from(depth).ok()?), ty, span));
        }
        if let Some(Ty::Enum(id)) = want {
            let members = &self.book.enums[id.ix()].members;
            if let Some(ix) = members.iter().position(|(zh, en)| zh == name || en == name) {
                return Some(self.push(Node::Const(Val::Enum(u16::try_from(ix).ok()?)), Ty::Enum(id), span));
            }
            let near =
                super::near::nearest(name, members.iter().flat_map(|(zh, en)| [zh.as_str(), en.as_str()]));
            let def = &self.book.enums[id.ix()];
            let mut d = Diagnostic::error(
                "L102",
                span,
                format!("“{}”没有“{name}”一项", def.name),
                format!("{} has no member '{name}'", def.id),
            );
            d.suggestion = near;
            say(self.diagnostics, d);
            return None;
        }
        let known: Vec<String> =
            self.locals.keys().cloned().chain(self.vars.iter().map(|(own, _)| own.clone())).collect();
        let near = super::near::nearest(name, known.iter().map(String::as_str));
        let mut d = Diagnostic::error(
            "L101",
            span,
            format!("这里不认识“{name}”:写对象的名称加字段(如 合同.期限)、本规则的局部名,文本要加引号"),
            format!("'{name}' is not known here: write a kind and a field, a local name, or quote text"),
        );
        d.suggestion = near;
        say(self.diagnostics, d);
        None
    }

    fn get(&mut self, base: &Expr, name: &Name, span: Span) -> Option<NodeId> {
        let of = self.expr(base, None)?;
        let Ty::Thing(kind) = self.ty(of) else {
            return self.wrong(base.span, "一个对象", "a thing", of);
        };
        let def = self.book.kind(kind);
        if let Some(field) = def.find_field(&name.value) {
            let ty = def.fields[usize::from(field)].ty;
            return Some(self.push(Node::Get { of, kind, field }, ty, span));
        }
        if let Some(reverse) = def.find_reverse(&name.value) {
            let ty = Ty::Many(def.reverses[usize::from(reverse)].kind);
            return Some(self.push(Node::Members { of, kind, reverse }, ty, span));
        }
        let all = def
            .fields
            .iter()
            .flat_map(|f| [f.name.as_str(), f.id.as_str()])
            .chain(def.reverses.iter().map(|r| r.name.as_str()));
        let near = super::near::nearest(&name.value, all);
        let mut d = Diagnostic::error(
            "L103",
            name.span,
            format!("“{}”没有字段“{}”", def.name, name.value),
            format!("{} has no field '{}'", def.id, name.value),
        );
        d.suggestion = near;
        say(self.diagnostics, d);
        None
    }

    fn parameter(&mut self, name: &Name, on: Option<&Expr>, span: Span) -> Option<NodeId> {
        let Some(param) = self.names.param(&name.value) else {
            return self.lost(name, "参数", "parameter");
        };
        let on = match on {
            Some(day) => Some(self.date(day)?),
            None => None,
        };
        let ty = self.book.params[param.ix()].ty;
        Some(self.push(Node::Param { param, on }, ty, span))
    }

    /// An expression that must be true or false.
    pub(super) fn truth(&mut self, expr: &Expr) -> Option<NodeId> {
        let id = self.expr(expr, Some(Ty::Bool))?;
        if self.ty(id) == Ty::Bool {
            Some(id)
        } else {
            self.wrong(expr.span, "是或否", "true or false", id)
        }
    }

    /// An expression that must be a day.
    pub(super) fn date(&mut self, expr: &Expr) -> Option<NodeId> {
        let id = self.expr(expr, Some(Ty::Date))?;
        if matches!(self.ty(id), Ty::Date | Ty::Month) {
            Some(id)
        } else {
            self.wrong(expr.span, "日期", "a day", id)
        }
    }

    /// An expression that must be a number of this dimension.
    pub(super) fn num(&mut self, expr: &Expr, dim: Dim) -> Option<NodeId> {
        let id = self.expr(expr, Some(Ty::Num(dim)))?;
        if self.ty(id) == Ty::Num(dim) {
            return Some(id);
        }
        self.wrong(
            expr.span,
            &format!("以“{}”计的数", dim.words(true)),
            &format!("a number of {}", dim.words(false)),
            id,
        )
    }

    /// An expression that must be a thing.
    pub(super) fn thing(&mut self, expr: &Expr) -> Option<(NodeId, crate::book::KindId)> {
        let id = self.expr(expr, None)?;
        match self.ty(id) {
            Ty::Thing(kind) => Some((id, kind)),
            _ => self.wrong(expr.span, "一个对象", "a thing", id),
        }
    }

    fn aggregate(
        &mut self,
        op: Aggregate,
        element: Option<&Name>,
        over: &Expr,
        filter: Option<&Expr>,
        take: Option<&Expr>,
        span: Span,
    ) -> Option<NodeId> {
        let over_id = self.expr(over, None)?;
        let Ty::Many(kind) = self.ty(over_id) else {
            return self.wrong(over.span, "一个集合(如 用人单位.合同,或 全体 合同)", "a collection", over_id);
        };
        let name = element.map_or_else(|| self.book.kind(kind).name.clone(), |name| name.value.clone());
        let var = u8::try_from(self.vars.len()).ok().filter(|depth| *depth < 8)?;
        self.vars.push((name, kind));
        let filter = filter.map(|e| self.truth(e));
        let take_id = take.map(|e| self.expr(e, None));
        self.vars.pop();
        let filter = filter.map_or(Some(None), |id| id.map(Some))?;
        let take_id = take_id.map_or(Some(None), |id| id.map(Some))?;
        let ty = match op {
            Aggregate::Count => Ty::Num(Dim::NUMBER),
            Aggregate::CountPersons => Ty::Num(Dim::PERSON),
            Aggregate::Any | Aggregate::All => Ty::Bool,
            Aggregate::Sum | Aggregate::Max | Aggregate::Min => match take_id.map(|id| self.ty(id)) {
                Some(ty @ Ty::Num(_)) => ty,
                Some(ty @ (Ty::Date | Ty::Month)) if op != Aggregate::Sum => ty,
                _ => {
                    say(
                        self.diagnostics,
                        Diagnostic::error(
                            "L113",
                            span,
                            "合计、最大、最小要用“取”说明取哪个数值",
                            "sum, max and min need 取 and a number",
                        ),
                    );
                    return None;
                }
            },
        };
        Some(self.push(Node::Aggregate { op, over: over_id, var, filter, take: take_id }, ty, span))
    }
}
