//! Functions of the language, Chinese and English names alike. It must never invent a function.

use super::scope::{Lower, say};
use crate::book::{Dim, History, Node, NodeId, RuleId, Target, Ty};
use crate::num::{Num, Rounding};
use crate::span::{Diagnostic, Span};
use crate::syntax::ast::{self, Expr, Name};

/// All functions by their Chinese and English names.
pub const FUNCTIONS: &[(&str, &str)] = &[
    ("较小", "min"),
    ("较大", "max"),
    ("绝对值", "abs"),
    ("四舍五入到分", "round_to_fen"),
    ("舍去到分", "floor_to_fen"),
    ("进位到分", "ceil_to_fen"),
    ("四舍五入到元", "round_to_yuan"),
    ("取整", "floor"),
    ("进一", "ceil"),
    ("四舍五入", "round"),
    ("数值", "value_of"),
    ("作人", "as_persons"),
    ("作月", "as_months"),
    ("作元", "as_yuan"),
    ("作日", "as_days"),
    ("已知", "is_known"),
    ("缺省", "default"),
    ("在清单", "in_list"),
    ("属于地区", "in_place"),
    ("字数", "length"),
    ("出现次数", "occurrences"),
    ("包含", "contains"),
    ("符合", "fulfils"),
    ("结果", "result"),
    ("已享受次数", "times_had"),
    ("已享受月数", "months_had"),
    ("已领金额", "amount_had"),
    ("最近享受日", "last_had"),
    ("年龄", "age"),
    ("整月数", "months_between"),
    ("月初", "month_start"),
    ("月末", "month_end"),
    ("年份", "year_of"),
    ("月份", "month_of"),
];

impl Lower<'_> {
    pub(super) fn call(
        &mut self,
        function: &Name,
        args: &[Expr],
        want: Option<Ty>,
        span: Span,
    ) -> Option<NodeId> {
        let Some((name, _)) =
            FUNCTIONS.iter().find(|(zh, en)| *zh == function.value || *en == function.value)
        else {
            let mut d = Diagnostic::error(
                "L105",
                function.span,
                format!("没有函数“{}”", function.value),
                format!("there is no function '{}'", function.value),
            );
            d.suggestion =
                super::near::nearest(&function.value, FUNCTIONS.iter().flat_map(|(zh, en)| [*zh, *en]));
            say(self.diagnostics, d);
            return None;
        };
        match *name {
            "较小" | "较大" => self.extreme(*name == "较小", args, want, span),
            "符合" | "结果" => self.other_rule(*name == "结果", args, span),
            "已享受次数" | "已享受月数" | "已领金额" | "最近享受日" => {
                self.history(name, args, span)
            }
            "在清单" => self.in_list(args, span),
            "缺省" => {
                self.arity(args, 2..=2, span)?;
                let a = self.expr(&args[0], want)?;
                let b = self.expr(&args[1], Some(self.ty(a)))?;
                let ty = self.alike(a, b, span)?;
                Some(self.push(Node::Default(a, b), ty, span))
            }
            "已知" => {
                self.arity(args, 1..=1, span)?;
                let a = self.expr(&args[0], None)?;
                Some(self.push(Node::Known(a), Ty::Bool, span))
            }
            "年龄" | "整月数" => {
                self.arity(args, 2..=2, span)?;
                let (a, b) = (self.date(&args[0]), self.date(&args[1]));
                let (a, b) = (a?, b?);
                let age = *name == "年龄";
                Some(self.push(
                    if age { Node::Age(a, b) } else { Node::MonthsBetween(a, b) },
                    Ty::Num(if age { Dim::NUMBER } else { Dim::MONTH }),
                    span,
                ))
            }
            "月初" | "月末" | "年份" | "月份" => {
                self.arity(args, 1..=1, span)?;
                let a = self.date(&args[0])?;
                let (node, ty) = match *name {
                    "月初" => (Node::MonthStart(a), Ty::Date),
                    "月末" => (Node::MonthEnd(a), Ty::Date),
                    "年份" => (Node::YearOf(a), Ty::Num(Dim::NUMBER)),
                    _ => (Node::MonthOf(a), Ty::Num(Dim::NUMBER)),
                };
                Some(self.push(node, ty, span))
            }
            "字数" | "出现次数" | "包含" | "属于地区" => self.text(name, args, span),
            other => self.number_function(other, args, want, span),
        }
    }

    fn arity(&mut self, args: &[Expr], count: std::ops::RangeInclusive<usize>, span: Span) -> Option<()> {
        if count.contains(&args.len()) {
            return Some(());
        }
        let (low, high) = (count.start(), count.end());
        say(
            self.diagnostics,
            Diagnostic::error(
                "L115",
                span,
                format!("这个函数要 {low} 至 {high} 个值,写了 {} 个", args.len()),
                format!("this function takes {low} to {high} values, {} are written", args.len()),
            ),
        );
        None
    }

    fn extreme(&mut self, smaller: bool, args: &[Expr], want: Option<Ty>, span: Span) -> Option<NodeId> {
        self.arity(args, 2..=20, span)?;
        let mut so_far = self.expr(&args[0], want)?;
        for arg in &args[1..] {
            let next = self.expr(arg, Some(self.ty(so_far)))?;
            let ty = self.alike(so_far, next, arg.span)?;
            if !matches!(ty, Ty::Num(_) | Ty::Date | Ty::Month) {
                return self.wrong(arg.span, "数值或日期", "numbers or days", next);
            }
            so_far =
                self.push(if smaller { Node::Min(so_far, next) } else { Node::Max(so_far, next) }, ty, span);
        }
        Some(so_far)
    }

    fn number_function(&mut self, name: &str, args: &[Expr], want: Option<Ty>, span: Span) -> Option<NodeId> {
        self.arity(args, 1..=if name == "四舍五入" { 2 } else { 1 }, span)?;
        let of = self.expr(&args[0], want.filter(|_| name != "数值"))?;
        let Ty::Num(dim) = self.ty(of) else { return self.wrong(args[0].span, "数值", "a number", of) };
        let money = dim.0[0] == 1;
        let plain = |lower: &mut Self| -> Option<()> {
            if dim == Dim::NUMBER {
                Some(())
            } else {
                lower.wrong(args[0].span, "没有单位的数", "a number without a unit", of)
            }
        };
        let round = |how, step| Node::Round { of, how, step };
        let one = Num::ONE;
        let (node, ty) = match name {
            "绝对值" => (Node::Abs(of), Ty::Num(dim)),
            "四舍五入到分" | "舍去到分" | "进位到分" | "四舍五入到元" => {
                if !money {
                    return self.wrong(args[0].span, "金额", "money", of);
                }
                match name {
                    "四舍五入到分" => (round(Rounding::HalfUp, one), Ty::Num(dim)),
                    "舍去到分" => (round(Rounding::Down, one), Ty::Num(dim)),
                    "进位到分" => (round(Rounding::Up, one), Ty::Num(dim)),
                    _ => (round(Rounding::HalfUp, Num::int(100)), Ty::Num(dim)),
                }
            }
            "取整" => (round(Rounding::Down, one), Ty::Num(dim)),
            "进一" => (round(Rounding::Up, one), Ty::Num(dim)),
            "四舍五入" => {
                let digits = match args.get(1).map(|arg| &*arg.node) {
                    None => 0,
                    Some(ast::Node::Number { value, unit }) if unit.is_empty() => {
                        value.to_i64().and_then(|n| u32::try_from(n).ok()).filter(|n| *n <= 9)?
                    }
                    Some(_) => return self.wrong(args[0].span, "小数位数", "a number of digits", of),
                };
                (round(Rounding::HalfUp, Num::ratio(1, 10_i128.pow(digits))?), Ty::Num(dim))
            }
            "数值" if money => (Node::Scale(of, Num::ratio(1, 100)?), Ty::Num(Dim::NUMBER)),
            "数值" => (Node::Scale(of, one), Ty::Num(Dim::NUMBER)),
            "作元" => {
                plain(self)?;
                (Node::Scale(of, Num::int(100)), Ty::Num(Dim::MONEY))
            }
            "作人" | "作月" | "作日" => {
                plain(self)?;
                let dim = match name {
                    "作人" => Dim::PERSON,
                    "作月" => Dim::MONTH,
                    _ => Dim::DAY,
                };
                (Node::Scale(of, one), Ty::Num(dim))
            }
            _ => return None,
        };
        Some(self.push(node, ty, span))
    }

    fn text(&mut self, name: &str, args: &[Expr], span: Span) -> Option<NodeId> {
        self.arity(args, if name == "字数" { 1..=1 } else { 2..=2 }, span)?;
        let mut texts = Vec::new();
        for arg in args {
            let id = self.expr(arg, Some(Ty::Text))?;
            if self.ty(id) != Ty::Text {
                return self.wrong(arg.span, "文本", "text", id);
            }
            texts.push(id);
        }
        let (node, ty) = match name {
            "字数" => (Node::Length(texts[0]), Ty::Num(Dim::NUMBER)),
            "出现次数" => (Node::Occurrences(texts[0], texts[1]), Ty::Num(Dim::NUMBER)),
            "包含" => (Node::Contains(texts[0], texts[1]), Ty::Bool),
            _ => match &*args[1].node {
                ast::Node::Text { text } => (Node::PlaceIn(texts[0], text.as_str().into()), Ty::Bool),
                _ => return self.wrong(args[1].span, "加引号的地区编码", "a place code in quotes", texts[1]),
            },
        };
        Some(self.push(node, ty, span))
    }

    /// The name an argument consists of.
    fn name_of(&mut self, arg: Option<&Expr>, span: Span) -> Option<Name> {
        match arg.map(|arg| (&*arg.node, arg.span)) {
            Some((ast::Node::Name { name } | ast::Node::Text { text: name }, span)) => {
                Some(Name { value: name.clone(), span })
            }
            _ => {
                say(
                    self.diagnostics,
                    Diagnostic::error(
                        "L116",
                        span,
                        "这里先写规则、互斥组或清单的名称",
                        "write the name of a rule, group or list first",
                    ),
                );
                None
            }
        }
    }

    fn other_rule(&mut self, result: bool, args: &[Expr], span: Span) -> Option<NodeId> {
        self.arity(args, if result { 3..=3 } else { 1..=2 }, span)?;
        let name = self.name_of(args.first(), span)?;
        let Some(rule) = self.names.rule(&name.value) else { return self.lost(&name, "规则", "rule") };
        let of = match args.get(1) {
            Some(arg) => self.thing(arg)?,
            None => (self.push(Node::Var(0), Ty::Thing(self.vars[0].1), span), self.vars[0].1),
        };
        let needed = self.names.subjects[rule.ix()]?;
        if of.1 != needed {
            let (zh, en) = (self.book.kind(needed).name.clone(), self.book.kind(needed).id.clone());
            return self.wrong(
                span,
                &format!("“{zh}”,规则“{}”是关于它的", name.value),
                &format!("one of {en}, which the rule is about"),
                of.0,
            );
        }
        if !result {
            return Some(self.push(Node::Fulfils(rule, of.0), Ty::Bool, span));
        }
        let output = self.name_of(args.get(2), span)?;
        let (target, ty) = self.output_of(rule, &output)?;
        Some(self.push(Node::Result(rule, of.0, target), ty, span))
    }

    fn output_of(&mut self, rule: RuleId, output: &Name) -> Option<(Target, Ty)> {
        match output.value.as_str() {
            "金额" | "amount" => return Some((Target::Amount, Ty::Num(Dim::MONEY))),
            "月数" | "months" => return Some((Target::Months, Ty::Num(Dim::MONTH))),
            "起始" | "starts" => return Some((Target::Starts, Ty::Date)),
            "终止" | "ends" => return Some((Target::Ends, Ty::Date)),
            _ => {}
        }
        let made = self.names.outputs.borrow();
        let found = made
            .get(&rule)
            .and_then(|list| list.iter().find(|(zh, en, ..)| *zh == output.value || *en == output.value))
            .map(|(_, _, ix, ty)| (*ix, *ty));
        drop(made);
        match found {
            Some((ix, ty)) => Some((Target::Output(ix), ty)),
            None => self.lost(output, "给出", "output"),
        }
    }

    fn history(&mut self, name: &str, args: &[Expr], span: Span) -> Option<NodeId> {
        self.arity(args, 1..=2, span)?;
        let which = self.name_of(args.first(), span)?;
        let rules = match (self.names.rule(&which.value), self.names.group(&which.value)) {
            (Some(rule), _) => vec![rule],
            (None, Some(members)) => members,
            (None, None) => return self.lost(&which, "规则", "rule"),
        };
        let (of, kind) = match args.get(1) {
            Some(arg) => self.thing(arg)?,
            None => (self.push(Node::Var(0), Ty::Thing(self.vars[0].1), span), self.vars[0].1),
        };
        let (what, ty) = match name {
            "已享受次数" => (History::Times, Ty::Num(Dim::NUMBER)),
            "已享受月数" => (History::Months, Ty::Num(Dim::MONTH)),
            "已领金额" => (History::Amount, Ty::Num(Dim::MONEY)),
            _ => (History::Latest, Ty::Date),
        };
        Some(self.push(Node::History { what, rules, of, kind }, ty, span))
    }

    fn in_list(&mut self, args: &[Expr], span: Span) -> Option<NodeId> {
        self.arity(args, 2..=3, span)?;
        let name = self.name_of(args.first(), span)?;
        let Some(list) = self.names.list(&name.value) else { return self.lost(&name, "清单", "list") };
        let ty = self.book.lists[list.ix()].ty;
        let of = self.expr(&args[1], Some(ty))?;
        if self.ty(of) != ty {
            let (zh, en) = self.words(ty);
            return self.wrong(args[1].span, &zh, &en, of);
        }
        let on = match args.get(2) {
            Some(day) => Some(self.date(day)?),
            None => None,
        };
        Some(self.push(Node::InList { list, of, on }, Ty::Bool, span))
    }
}
