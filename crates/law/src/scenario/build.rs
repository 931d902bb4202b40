//! From a case of a scenario to facts: things are made as the paths name them. It must never set what the case does not say.

use std::collections::{BTreeMap, BTreeSet};

use super::literal;
use crate::book::{Book, KindId, ParamId, RuleId, Ty, Val};
use crate::day::Day;
use crate::decide::{Entry, Facts};
use crate::span::{Diagnostic, Span};
use crate::syntax::ast::{AssignedValue, Assignment, Expr, Name, Step};

/// A case made ready: its facts and what it set.
pub(super) struct Built {
    /// The facts.
    pub facts: Facts,
    /// Rule book as known on this day.
    pub known: Option<Day>,
    /// Row of the object itself.
    pub subject: u32,
    /// Fields set, for the strict reading.
    pub fields: BTreeSet<(KindId, u16)>,
    /// Parameters set.
    pub params: BTreeSet<ParamId>,
}

/// Builds the facts of a case.
pub(super) fn build(
    book: &Book,
    rule: RuleId,
    said: &[&Assignment],
    span: Span,
) -> Result<Built, Box<Diagnostic>> {
    let mut place = book.rule(rule).place.clone();
    let (mut on, mut known) = (None, None);
    for assignment in said {
        match assignment {
            Assignment::On(day) => on = Some(day.value),
            Assignment::Known(day) => known = Some(day.value),
            Assignment::Place(code) => place.clone_from(&code.value),
            _ => {}
        }
    }
    let on = on.ok_or_else(|| wrong("L310", span, "情景没有写日期", "the scenario gives no date"))?;
    let kind = book.rule(rule).subject;
    let mut facts = Facts::new(book, &place, on);
    let subject = facts.add(kind, "本");
    let mut builder = Builder {
        book,
        rule,
        kind,
        facts,
        made: BTreeMap::new(),
        subject,
        fields: BTreeSet::new(),
        params: BTreeSet::new(),
    };
    for assignment in said {
        builder.say(assignment)?;
    }
    builder.facts.finish();
    Ok(Built { facts: builder.facts, known, subject, fields: builder.fields, params: builder.params })
}

type Thing = (KindId, u32);

struct Builder<'b> {
    book: &'b Book,
    rule: RuleId,
    kind: KindId,
    facts: Facts,
    /// Things already made: of a thing by relation (element 0) or reverse collection, or of no thing.
    made: BTreeMap<(Option<Thing>, KindId, u16, u32), u32>,
    subject: u32,
    fields: BTreeSet<(KindId, u16)>,
    params: BTreeSet<ParamId>,
}

impl Builder<'_> {
    fn say(&mut self, assignment: &Assignment) -> Result<(), Box<Diagnostic>> {
        match assignment {
            Assignment::On(_) | Assignment::Known(_) | Assignment::Place(_) => Ok(()),
            Assignment::Parameter { name, value } => self.parameter(name, value),
            Assignment::Fact { other, path, value, .. } => self.fact(*other, path, value),
            Assignment::Ledger { rule, path, date, amount, months, pending, to, .. } => {
                let things = self.things(None, path)?;
                let id = self.find_rule(rule)?;
                let fen =
                    amount.as_ref().map_or(Ok(0), |e| self.whole(e, Ty::Num(crate::book::Dim::MONEY)))?;
                let months =
                    months.as_ref().map_or(Ok(0), |e| self.whole(e, Ty::Num(crate::book::Dim::MONTH)))?;
                let to = to.as_ref().map(|day| day.value);
                self.facts.add_entry(Entry {
                    rule: id,
                    things,
                    date: date.value,
                    to,
                    fen,
                    months,
                    pending: *pending,
                    fund: None,
                });
                Ok(())
            }
            Assignment::Choice(name) => {
                let id = self.find_rule(name)?;
                for group in self.book.rule(id).groups.clone() {
                    self.facts.choose(group, id);
                }
                Ok(())
            }
            Assignment::Fund(name) => {
                self.facts.propose_fund(self.rule, &name.value);
                Ok(())
            }
        }
    }

    fn find_rule(&self, name: &Name) -> Result<RuleId, Box<Diagnostic>> {
        self.book.find_rule(&name.value).ok_or_else(|| unknown(name, "规则", "rule"))
    }

    fn whole(&self, expr: &Expr, ty: Ty) -> Result<i64, Box<Diagnostic>> {
        let value =
            literal::value(self.book, expr, ty).map_err(|(zh, en)| wrong("L311", expr.span, zh, en))?;
        value
            .num()
            .and_then(crate::num::Num::to_i64)
            .ok_or_else(|| wrong("L311", expr.span, "这里应写整数", "write a whole number here"))
    }

    fn parameter(&mut self, name: &Name, value: &Expr) -> Result<(), Box<Diagnostic>> {
        let id = self.book.find_param(&name.value).ok_or_else(|| unknown(name, "参数", "parameter"))?;
        let value = literal::value(self.book, value, self.book.params[id.ix()].ty)
            .map_err(|(zh, en)| wrong("L311", value.span, zh, en))?;
        self.params.insert(id);
        self.facts.set_param(id, value);
        Ok(())
    }

    fn fact(
        &mut self,
        other: Option<u32>,
        path: &[Step],
        value: &AssignedValue,
    ) -> Result<(), Box<Diagnostic>> {
        let Some((last, before)) = path.split_last() else { return Ok(()) };
        if before.is_empty() {
            // Only the thing itself is named: make it.
            return self.things(other, path).map(|_| ());
        }
        for (kind, row) in self.things(other, before)? {
            let Some(field) = self.book.kind(kind).find_field(&last.name.value) else {
                if self.book.kind(kind).find_reverse(&last.name.value).is_some() && last.elements.is_some() {
                    self.step((kind, row), last)?;
                    continue;
                }
                return Err(self.no_field(kind, &last.name));
            };
            let ty = self.book.kind(kind).fields[usize::from(field)].ty;
            let value = match (value, ty) {
                (AssignedValue::Same(path), Ty::Thing(_)) => {
                    self.things(None, path)?.first().map_or(Val::Unknown, |(_, row)| Val::Thing(*row))
                }
                (AssignedValue::Value(expr), Ty::Thing(to)) => match &*expr.node {
                    crate::syntax::ast::Node::Unknown => Val::Unknown,
                    _ => {
                        let text = crate::book::Kind::clone(self.book.kind(to)).name;
                        return Err(wrong(
                            "L312",
                            expr.span,
                            format!("这是到{text}的关系:写“本 路径”,或直接给它的字段赋值"),
                            "this is a relation: write 本 and a path, or give its fields directly",
                        ));
                    }
                },
                (AssignedValue::Value(expr), ty) => literal::value(self.book, expr, ty)
                    .map_err(|(zh, en)| wrong("L311", expr.span, zh, en))?,
                (AssignedValue::Same(_), _) => {
                    return Err(wrong(
                        "L312",
                        last.name.span,
                        "“本”只能用于关系",
                        "本 is only for relations",
                    ));
                }
            };
            self.fields.insert((kind, field));
            self.facts.set(kind, row, field, value);
        }
        Ok(())
    }

    /// The things a path leads to, made where they are not there yet.
    fn things(&mut self, other: Option<u32>, path: &[Step]) -> Result<Vec<Thing>, Box<Diagnostic>> {
        let Some((first, rest)) = path.split_first() else { return Ok(Vec::new()) };
        let kind =
            self.book.find_kind(&first.name.value).ok_or_else(|| unknown(&first.name, "对象", "kind"))?;
        let mut things = match (other, first.elements) {
            (Some(number), _) => vec![(kind, self.facts.add(kind, &format!("另{number}")))],
            (None, None) if kind == self.kind => vec![(kind, self.subject)],
            (None, elements) => {
                let (from, to) = elements.unwrap_or((1, 1));
                (from..=to)
                    .map(|n| (kind, self.facts.add(kind, &format!("{}{n}", first.name.value))))
                    .collect()
            }
        };
        for step in rest {
            let mut next = Vec::new();
            for thing in things {
                next.extend(self.step(thing, step)?);
            }
            things = next;
        }
        Ok(things)
    }

    fn step(&mut self, (kind, row): Thing, step: &Step) -> Result<Vec<Thing>, Box<Diagnostic>> {
        let def = self.book.kind(kind);
        if let Some(reverse) = def.find_reverse(&step.name.value) {
            let Some((from, to)) = step.elements else {
                return Err(wrong(
                    "L313",
                    step.name.span,
                    format!("“{}”是集合,请写 #1、#2 等", step.name.value),
                    "this is a collection: write #1, #2 …",
                ));
            };
            let (element, field) =
                (def.reverses[usize::from(reverse)].kind, def.reverses[usize::from(reverse)].field);
            let mut out = Vec::new();
            for n in from..=to {
                let key = (Some((kind, row)), element, field + 1000, n);
                let made = match self.made.get(&key) {
                    Some(made) => *made,
                    None => {
                        let id = format!(
                            "{}{}#{n}",
                            self.facts.id(kind, row).unwrap_or_default(),
                            step.name.value
                        );
                        let made = self.facts.add(element, &id);
                        self.facts.set(element, made, field, Val::Thing(row));
                        self.made.insert(key, made);
                        made
                    }
                };
                out.push((element, made));
            }
            return Ok(out);
        }
        let Some(field) = def.find_field(&step.name.value) else {
            return Err(self.no_field(kind, &step.name));
        };
        let Ty::Thing(to) = def.fields[usize::from(field)].ty else {
            return Err(wrong(
                "L313",
                step.name.span,
                format!("“{}”不是关系", step.name.value),
                "this is no relation",
            ));
        };
        if let Val::Thing(there) = crate::decide::Things::get(&self.facts, kind, row, field) {
            return Ok(vec![(to, there)]);
        }
        let id = format!("{}.{}", self.facts.id(kind, row).unwrap_or_default(), step.name.value);
        let made = self.facts.add(to, &id);
        self.facts.set(kind, row, field, Val::Thing(made));
        Ok(vec![(to, made)])
    }

    fn no_field(&self, kind: KindId, name: &Name) -> Box<Diagnostic> {
        let def = self.book.kind(kind);
        wrong(
            "L314",
            name.span,
            format!("“{}”没有字段“{}”", def.name, name.value),
            format!("{} has no field '{}'", def.id, name.value),
        )
    }
}

fn unknown(name: &Name, zh: &str, en: &str) -> Box<Diagnostic> {
    wrong(
        "L315",
        name.span,
        format!("没有名为“{}”的{zh}", name.value),
        format!("there is no {en} '{}'", name.value),
    )
}

fn wrong(code: &'static str, span: Span, zh: impl Into<String>, en: impl Into<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code, span, zh, en))
}
