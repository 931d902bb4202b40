//! Operators: logic, comparison, arithmetic, and the types and units that go together. It must never convert a unit in silence.

use super::scope::{Lower, say};
use crate::book::{Cmp, Dim, Node, NodeId, Ty, Val};
use crate::num::Num;
use crate::span::{Diagnostic, Span};
use crate::syntax::ast::{self, Binary, Expr};

impl Lower<'_> {
    /// The common type of two nodes, or an error that names both.
    pub(super) fn alike(&mut self, a: NodeId, b: NodeId, span: Span) -> Option<Ty> {
        let (x, y) = (self.ty(a), self.ty(b));
        let day = |ty| matches!(ty, Ty::Date | Ty::Month);
        if x == y || day(x) && day(y) {
            return Some(if day(x) && x != y { Ty::Date } else { x });
        }
        for (id, other) in [(a, y), (b, x)] {
            let zero = matches!(self.book.node(id), Node::Const(Val::Unknown))
                || matches!((self.book.node(id), other), (Node::Const(Val::Num(n)), Ty::Num(_)) if *n == Num::ZERO);
            if zero {
                self.book.types[id.ix()] = other;
                return Some(other);
            }
        }
        let ((xz, xe), (yz, ye)) = (self.words(x), self.words(y));
        say(
            self.diagnostics,
            Diagnostic::error(
                "L111",
                span,
                format!("“{xz}”与“{yz}”不能放在一起比较或相加"),
                format!("{xe} and {ye} do not go together"),
            ),
        );
        None
    }

    pub(super) fn binary(
        &mut self,
        op: Binary,
        left: &Expr,
        right: &Expr,
        want: Option<Ty>,
        span: Span,
    ) -> Option<NodeId> {
        match op {
            Binary::And | Binary::Or => {
                let (a, b) = (self.truth(left), self.truth(right));
                let (a, b) = (a?, b?);
                Some(self.push(
                    if op == Binary::And { Node::And(a, b) } else { Node::Or(a, b) },
                    Ty::Bool,
                    span,
                ))
            }
            Binary::Equal
            | Binary::NotEqual
            | Binary::Less
            | Binary::AtMost
            | Binary::Greater
            | Binary::AtLeast => self.compare(op, left, right, span),
            Binary::Add | Binary::Sub => self.plus(op == Binary::Sub, left, right, want, span),
            Binary::Mul | Binary::Div => {
                let (a, b) = (self.expr(left, None), self.expr(right, None));
                let (a, b) = (a?, b?);
                let (Ty::Num(x), Ty::Num(y)) = (self.ty(a), self.ty(b)) else {
                    let bad = if matches!(self.ty(a), Ty::Num(_)) { (b, right) } else { (a, left) };
                    return self.wrong(bad.1.span, "数值", "a number", bad.0);
                };
                let dim = if op == Binary::Mul { x.times(y) } else { x.per(y) }?;
                Some(self.push(
                    if op == Binary::Mul { Node::Mul(a, b) } else { Node::Div(a, b) },
                    Ty::Num(dim),
                    span,
                ))
            }
        }
    }

    fn compare(&mut self, op: Binary, left: &Expr, right: &Expr, span: Span) -> Option<NodeId> {
        let is_bare = |lower: &Self, e: &Expr| matches!(&*e.node, ast::Node::Name { name } if !lower.locals.contains_key(name) && !lower.vars.iter().any(|(own, _)| own == name));
        let literal = |e: &Expr| matches!(&*e.node, ast::Node::Number { .. } | ast::Node::Unknown);
        let (a, b) = if is_bare(self, left) || literal(left) {
            let b = self.expr(right, None)?;
            (self.expr(left, Some(self.ty(b)))?, b)
        } else {
            let a = self.expr(left, None)?;
            (a, self.expr(right, Some(self.ty(a)))?)
        };
        let ty = self.alike(a, b, span)?;
        let cmp = match op {
            Binary::Equal => Cmp::Eq,
            Binary::NotEqual => Cmp::Ne,
            Binary::Less => Cmp::Lt,
            Binary::AtMost => Cmp::Le,
            Binary::Greater => Cmp::Gt,
            _ => Cmp::Ge,
        };
        let ordered = matches!(ty, Ty::Num(_) | Ty::Date | Ty::Month);
        if !ordered && !matches!(cmp, Cmp::Eq | Cmp::Ne) || matches!(ty, Ty::Many(_) | Ty::Window) {
            return self.wrong(
                span,
                "可以比较大小的值(数值或日期)",
                "values with an order (numbers or days)",
                a,
            );
        }
        Some(self.push(Node::Compare(cmp, a, b), Ty::Bool, span))
    }

    fn plus(
        &mut self,
        minus: bool,
        left: &Expr,
        right: &Expr,
        want: Option<Ty>,
        span: Span,
    ) -> Option<NodeId> {
        let a = self.expr(left, want.filter(|ty| matches!(ty, Ty::Num(_))))?;
        let b = self.expr(right, Some(self.ty(a)).filter(|ty| matches!(ty, Ty::Num(_))))?;
        match (self.ty(a), self.ty(b)) {
            (Ty::Date | Ty::Month, Ty::Date | Ty::Month) if minus => {
                Some(self.push(Node::DaysBetween(a, b), Ty::Num(Dim::DAY), span))
            }
            (Ty::Date | Ty::Month, Ty::Num(dim)) if dim == Dim::MONTH || dim == Dim::DAY => {
                let by = if minus { self.push(Node::Neg(b), Ty::Num(dim), right.span) } else { b };
                Some(self.push(
                    if dim == Dim::MONTH { Node::PlusMonths(a, by) } else { Node::PlusDays(a, by) },
                    Ty::Date,
                    span,
                ))
            }
            (Ty::Num(_), Ty::Num(_)) => {
                let ty = self.alike(a, b, span)?;
                Some(self.push(if minus { Node::Sub(a, b) } else { Node::Add(a, b) }, ty, span))
            }
            (x, y) => {
                let ((xz, xe), (yz, ye)) = (self.words(x), self.words(y));
                say(
                    self.diagnostics,
                    Diagnostic::error(
                        "L112",
                        span,
                        format!("“{xz}”与“{yz}”不能相加减"),
                        format!("{xe} and {ye} cannot be added or subtracted"),
                    ),
                );
                None
            }
        }
    }
}
