//! One rule: all its sections to nodes. It must never leave a section out in silence.

use std::collections::HashMap;

use super::collect::{Names, cited, text};
use super::scope::{BROKEN, Lower, say};
use crate::book::{
    Block, Book, Cap, Clause, Dim, DocId, Exception, KindId, Local, Node, NodeId, Order, Relation, Rule,
    RuleId, Target, Times, Ty, Valid,
};
use crate::span::{Diagnostic, Span};
use crate::syntax::ast::{self, Expr, Name, RuleItem, RuleKind};

/// Makes the rule; `None` when anything in it is wrong.
pub(super) fn lower(
    book: &mut Book,
    names: &Names,
    item: &RuleItem,
    id: RuleId,
    document: Option<DocId>,
    out: &mut Vec<Diagnostic>,
) -> Option<Rule> {
    let before = out.len();
    let name = item.head.name.as_ref().map(|n| n.value.clone()).unwrap_or_default();
    cited(&item.head, "规则", out);
    let Some(document) = document else {
        out.push(Diagnostic::error(
            "L206",
            item.head.span,
            format!("规则“{name}”前面没有“文件”"),
            "no 文件 stands before this rule",
        ));
        return None;
    };
    let Some(subject) = names.subjects[id.ix()] else {
        out.push(Diagnostic::error(
            "L207",
            item.head.span,
            format!("规则“{name}”没有写对象,或对象没有声明"),
            format!("rule '{name}' names no known subject"),
        ));
        return None;
    };
    let kind_name = book.kind(subject).name.clone();
    let mut lower = Lower {
        book,
        names,
        diagnostics: out,
        vars: vec![(kind_name, subject)],
        locals: HashMap::new(),
        from: before,
    };
    let rule = lower.rule(item, id, document, subject, name);
    // An error of form inside the rule, found by the parser, has left something out.
    let inside = |at: Span| {
        let whole = item.head.span;
        at.file == whole.file && whole.start <= at.start && at.start < whole.end
    };
    let (earlier, own) = out.split_at(before.min(out.len()));
    let bad = own.iter().chain(earlier.iter().filter(|d| d.code < "L100" && inside(d.span)));
    let sound = !bad.into_iter().any(|d| d.severity == crate::span::Severity::Error);
    rule.filter(|_| sound)
}

impl Lower<'_> {
    fn rule(
        &mut self,
        item: &RuleItem,
        id: RuleId,
        document: DocId,
        subject: KindId,
        name: String,
    ) -> Option<Rule> {
        let locals = self.bindings(item);
        let outputs = locals
            .iter()
            .enumerate()
            .filter(|(_, l)| l.output)
            .filter_map(|(ix, l)| Some((l.name.clone(), l.id.clone(), u16::try_from(ix).ok()?, l.ty)))
            .collect();
        self.names.outputs.borrow_mut().insert(id, outputs);
        let valid = self.valid(item);
        let as_of = match &item.as_of {
            Some(day) => self.date(day),
            None => Some(self.push(Node::Today, Ty::Date, item.head.span)),
        };
        let (blocks, clauses) = self.clauses(item);
        let amount = self.section(item.amount.as_ref(), Dim::MONEY);
        let months = self.section(item.months.as_ref(), Dim::MONTH);
        let at_most = self.section(item.at_most.as_ref(), Dim::MONEY);
        let starts = item.starts.as_ref().and_then(|day| self.date(day));
        let ends = item.ends.as_ref().and_then(|day| self.date(day));
        let payee = item.payee.as_ref().and_then(|path| self.thing(path)).map(|(node, _)| node);
        let exceptions = item.exceptions.iter().filter_map(|e| self.exception(e, &locals)).collect();
        let times = item.times.iter().filter_map(|t| self.times(t)).collect();
        let caps = item.caps.iter().filter_map(|c| self.cap(c)).collect();
        let order = item
            .order
            .iter()
            .filter_map(|key| {
                Some(Order { value: self.key(&key.value)?, descending: key.descending, span: key.span })
            })
            .collect();
        let lot = item.lot.as_ref().and_then(|lot| self.key(lot));
        let relations = item
            .relations
            .iter()
            .filter_map(|r| Some(Relation { kind: r.kind, rule: self.rule_named(&r.rule)? }))
            .collect();
        let instead = item.instead.iter().filter_map(|name| self.rule_named(name)).collect();
        let place = item
            .place
            .as_ref()
            .map_or_else(|| self.book.documents[document.ix()].place.clone(), |place| place.value.clone());
        let known = item.known.as_ref().map(|day| day.value).or(self.book.documents[document.ix()].known);
        if item.kind == RuleKind::Ranking && item.order.is_empty() {
            say(
                self.diagnostics,
                Diagnostic::error("L209", item.head.span, "排序没有写次序", "the ranking has no order"),
            );
        }
        let funds = self.funds(item);
        let shares = self.shares(item);
        Some(Rule {
            kind: item.kind,
            id: item.head.id.as_ref().map_or_else(|| name.clone(), |id| id.value.clone()),
            name,
            english: text(item.head.english.as_ref()),
            note: text(item.head.note.as_ref()),
            document,
            place,
            covers: item.covers.iter().map(|id| id.value.clone()).collect(),
            basis: item.head.basis.clone(),
            doubts: item.head.doubts.iter().map(|d| d.value.clone()).collect(),
            subject,
            payee,
            valid: valid?,
            as_of: as_of?,
            known,
            topic: item.topic.as_ref().map(|t| t.value.clone()),
            locals,
            blocks,
            clauses,
            amount,
            months,
            starts,
            ends,
            at_most,
            exceptions,
            times,
            caps,
            funds,
            shares,
            relations,
            replaced_by: Vec::new(),
            groups: Vec::new(),
            papers: item.papers.iter().map(|p| p.value.clone()).collect(),
            apply_at: item.apply_at.as_ref().map(|t| t.value.clone()),
            instead,
            order,
            lot,
            span: item.head.span,
        })
    }

    fn rule_named(&mut self, name: &Name) -> Option<RuleId> {
        match self.names.rule(&name.value) {
            Some(rule) => Some(rule),
            None => self.lost(name, "规则", "rule"),
        }
    }

    fn section(&mut self, expr: Option<&Expr>, dim: Dim) -> Option<NodeId> {
        expr.and_then(|expr| self.num(expr, dim))
    }

    /// Locals in an order in which each uses only earlier ones.
    fn bindings(&mut self, item: &RuleItem) -> Vec<Local> {
        let mut left: Vec<&ast::Binding> = item.bindings.iter().collect();
        let mut made: Vec<Local> = Vec::new();
        for (ix, binding) in item.bindings.iter().enumerate() {
            if item.bindings[..ix].iter().any(|other| other.name.value == binding.name.value) {
                say(
                    self.diagnostics,
                    Diagnostic::error(
                        "L125",
                        binding.span,
                        format!("“{}”在本规则中写了两次", binding.name.value),
                        format!("'{}' is given twice in this rule", binding.name.value),
                    ),
                );
            }
            if binding.output && binding.id.is_none() {
                say(
                    self.diagnostics,
                    Diagnostic::warning(
                        "L126",
                        binding.span,
                        format!("给出“{}”缺少英文标识", binding.name.value),
                        format!("output '{}' has no ASCII id", binding.name.value),
                    ),
                );
            }
        }
        while !left.is_empty() {
            let open: Vec<String> = left.iter().map(|b| b.name.value.clone()).collect();
            let Some(at) = left
                .iter()
                .position(|b| !super::walk::names(&b.value).iter().any(|name| open.contains(name)))
            else {
                say(
                    self.diagnostics,
                    Diagnostic::error(
                        "L210",
                        left[0].span,
                        format!("局部名互相引用成环:{}", open.join("、")),
                        format!("locals use one another in a circle: {}", open.join(", ")),
                    ),
                );
                break;
            };
            let binding = left.remove(at);
            let Some(node) = self.expr(&binding.value, None) else {
                // Others may use it: enter it so that they are not blamed.
                self.locals.insert(binding.name.value.clone(), (BROKEN, Ty::Bool));
                continue;
            };
            let ty = self.ty(node);
            let ix = u16::try_from(made.len()).unwrap_or(u16::MAX);
            self.locals.insert(binding.name.value.clone(), (ix, ty));
            made.push(Local {
                name: binding.name.value.clone(),
                id: binding.id.as_ref().map(|id| id.value.clone()).unwrap_or_default(),
                output: binding.output,
                ty,
                node,
            });
        }
        made
    }

    fn valid(&mut self, item: &RuleItem) -> Option<Valid> {
        match &item.valid {
            None => {
                say(
                    self.diagnostics,
                    Diagnostic::error(
                        "L211",
                        item.head.span,
                        "规则没有写有效期:没有期限写“有效 不限”",
                        "the rule does not say when it is in force: write 有效 不限 when there is no limit",
                    ),
                );
                None
            }
            Some(ast::Valid::Always { .. }) => Some(Valid::Always),
            Some(ast::Valid::Between { from, to }) => {
                let a = from.as_ref().map(|e| self.date(e));
                let b = to.as_ref().map(|e| self.date(e));
                let (a, b) =
                    (a.map_or(Some(None), |id| id.map(Some))?, b.map_or(Some(None), |id| id.map(Some))?);
                if let (Some(a), Some(b)) = (a, b)
                    && let (
                        Node::Const(crate::book::Val::Date(from)),
                        Node::Const(crate::book::Val::Date(to)),
                    ) = (self.book.node(a), self.book.node(b))
                    && to < from
                {
                    say(
                        self.diagnostics,
                        Diagnostic::error(
                            "L205",
                            item.head.span,
                            "有效期的终止早于起始",
                            "the end comes before the start",
                        ),
                    );
                }
                Some(Valid::Between(a, b))
            }
            Some(ast::Valid::Window { window }) => self.window(window).map(Valid::Window),
        }
    }

    fn clauses(&mut self, item: &RuleItem) -> (Vec<Block>, Vec<Clause>) {
        let (mut blocks, mut clauses): (Vec<Block>, Vec<Clause>) = (Vec::new(), Vec::new());
        for block in &item.blocks {
            let first = u16::try_from(clauses.len()).unwrap_or(u16::MAX);
            for clause in &block.clauses {
                if clauses.iter().any(|other| other.number == clause.number.value) {
                    say(
                        self.diagnostics,
                        Diagnostic::error(
                            "L212",
                            clause.number.span,
                            format!("条件号 {} 写了两次", clause.number.value),
                            format!("clause {} is numbered twice", clause.number.value),
                        ),
                    );
                }
                let Some(test) = self.truth(&clause.test) else { continue };
                let label = text(clause.label.as_ref());
                clauses.push(Clause {
                    number: clause.number.value,
                    label,
                    test,
                    basis: clause.basis.clone(),
                    span: clause.test.span,
                });
            }
            blocks.push(Block {
                any: block.any,
                clauses: (first, u16::try_from(clauses.len()).unwrap_or(u16::MAX)),
            });
        }
        (blocks, clauses)
    }

    fn exception(&mut self, e: &ast::Exception, locals: &[Local]) -> Option<Exception> {
        let (target, ty) = match e.target.value.as_str() {
            "金额" | "amount" => (Target::Amount, Ty::Num(Dim::MONEY)),
            "月数" | "months" => (Target::Months, Ty::Num(Dim::MONTH)),
            "起始" | "starts" => (Target::Starts, Ty::Date),
            "终止" | "ends" => (Target::Ends, Ty::Date),
            "最高" | "at_most" => (Target::AtMost, Ty::Num(Dim::MONEY)),
            name => match locals.iter().position(|l| l.output && (l.name == name || l.id == name)) {
                Some(ix) => (Target::Output(u16::try_from(ix).ok()?), locals[ix].ty),
                None => return self.lost(&e.target, "金额、月数、起始、终止、最高或给出", "target"),
            },
        };
        let when = self.truth(&e.when);
        let value = self.expr(&e.value, Some(ty))?;
        let have = self.ty(value);
        if have != ty && !(matches!(have, Ty::Date | Ty::Month) && ty == Ty::Date) {
            let (zh, en) = self.words(ty);
            return self.wrong(e.value.span, &zh, &en, value);
        }
        Some(Exception { target, when: when?, value, basis: e.basis.clone(), span: e.span })
    }

    fn window(&mut self, expr: &Expr) -> Option<NodeId> {
        let id = self.expr(expr, Some(Ty::Window))?;
        if self.ty(id) == Ty::Window { Some(id) } else { self.wrong(expr.span, "时期", "a period", id) }
    }

    /// What things can be put in order by.
    fn key(&mut self, expr: &Expr) -> Option<NodeId> {
        let id = self.expr(expr, None)?;
        match self.ty(id) {
            Ty::Bool | Ty::Num(_) | Ty::Date | Ty::Month => Some(id),
            _ => self.wrong(expr.span, "数值、日期或是否", "a number, a day, or true or false", id),
        }
    }

    fn times(&mut self, t: &ast::Times) -> Option<Times> {
        let (per, kind) = self.thing(&t.per)?;
        let limit = self.num(&t.limit, Dim::NUMBER)?;
        let window = match &t.window {
            Some(e) => Some(self.window(e)?),
            None => None,
        };
        Some(Times { per, kind, limit, window, yearly: t.yearly })
    }

    fn cap(&mut self, c: &ast::Cap) -> Option<Cap> {
        let (per, kind) = self.thing(&c.per)?;
        Some(Cap { per, kind, yearly: c.yearly, limit: self.num(&c.limit, Dim::MONEY)? })
    }
}
