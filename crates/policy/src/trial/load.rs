//! A case of a scenario (情景) as a draft for the form. It must never add to what the case says; a case that a form cannot hold is `None`.

use std::collections::{BTreeMap, BTreeSet};

use anye_law::book::{Book, KindId, RuleId, Ty};
use anye_law::decide::answer::source;
use anye_law::syntax::ast::{AssignedValue, Assignment, CaseItem, Expr, Node, ScenarioItem, Step, Unary};

use super::draft::{Draft, MOST_THINGS, Past, Thing, UNKNOWN};
use super::links::Links;

/// More things than this are laid together where they are alike.
const FEW: usize = 6;
/// More things than this are not even begun with.
const MOST: usize = 20_000;

/// The draft of a case.
pub fn draft(book: &Book, rule: RuleId, scenario: &ScenarioItem, case: &CaseItem) -> Option<Draft> {
    let def = book.rule(rule);
    let draft = Draft { place: def.place.clone(), ..Draft::default() };
    let mut loader = Loader { book, rule, draft, made: BTreeMap::new() };
    loader.make(def.subject)?;
    for said in scenario.base.iter().chain(&case.changes) {
        loader.say(said)?;
    }
    let mut draft = loader.draft;
    if draft.things.len() > FEW {
        lay_together(book, &mut draft);
    }
    (draft.things.len() <= MOST_THINGS).then_some(draft)
}

/// From where, which kind, by which field, which number.
type Made = (Option<usize>, KindId, u16, u32);

struct Loader<'b> {
    book: &'b Book,
    rule: RuleId,
    draft: Draft,
    made: BTreeMap<Made, usize>,
}

impl Loader<'_> {
    fn make(&mut self, kind: KindId) -> Option<usize> {
        let id = &self.book.kind(kind).id;
        if self.draft.things.len() >= MOST {
            return None;
        }
        let next = 1 + self.draft.things.iter().filter(|thing| thing.kind == *id).count();
        self.draft.things.push(Thing {
            kind: id.clone(),
            id: next.to_string(),
            copies: 1,
            said: BTreeMap::new(),
        });
        Some(self.draft.things.len() - 1)
    }

    fn once(&mut self, key: Made) -> Option<usize> {
        if let Some(at) = self.made.get(&key) {
            return Some(*at);
        }
        let at = self.make(key.1)?;
        self.made.insert(key, at);
        Some(at)
    }

    fn say(&mut self, said: &Assignment) -> Option<()> {
        match said {
            Assignment::On(day) => self.draft.on = day.value.to_string(),
            Assignment::Known(day) => self.draft.known = day.value.to_string(),
            Assignment::Place(code) => self.draft.place.clone_from(&code.value),
            Assignment::Parameter { name, value } => {
                let id = self.book.find_param(&name.value)?;
                let param = &self.book.params[id.ix()];
                let value = literal(self.book, param.ty, value)?.unwrap_or_else(|| UNKNOWN.to_owned());
                self.draft.params.insert(param.id.clone(), value);
            }
            Assignment::Fact { other, path, value, .. } => self.fact(*other, path, value)?,
            Assignment::Ledger { rule, path, date, amount, months, pending, to, .. } => {
                let rule = self.book.rule(self.book.find_rule(&rule.value)?).id.clone();
                let text = |expr: &Option<Expr>| {
                    expr.as_ref().map_or(Some(String::new()), |expr| number(self.book, expr))
                };
                let (amount, months) = (text(amount)?, text(months)?);
                let to = to.as_ref().map_or_else(String::new, |day| day.value.to_string());
                for at in self.things(None, path)? {
                    let thing = &self.draft.things[at];
                    let of = format!("{}.{}", thing.kind, thing.id);
                    let (rule, date, to) = (rule.clone(), date.value.to_string(), to.clone());
                    let (amount, months) = (amount.clone(), months.clone());
                    self.draft.past.push(Past { rule, of, date, to, amount, months, pending: *pending });
                }
            }
            Assignment::Choice(name) => {
                let chosen = self.book.find_rule(&name.value)?;
                for group in &self.book.rule(chosen).groups {
                    let group = self.book.exclusives[group.ix()].id.clone();
                    self.draft.choices.insert(group, self.book.rule(chosen).id.clone());
                }
            }
            Assignment::Fund(name) => self.draft.fund.clone_from(&name.value),
        }
        Some(())
    }

    fn fact(&mut self, other: Option<u32>, path: &[Step], value: &AssignedValue) -> Option<()> {
        let (last, before) = path.split_last()?;
        if before.is_empty() {
            return self.things(other, path).map(|_| ());
        }
        for at in self.things(other, before)? {
            let kind = self.kind(at)?;
            let def = self.book.kind(kind);
            let Some(field) = def.find_field(&last.name.value) else {
                self.step(at, last)?;
                continue;
            };
            let field = &def.fields[usize::from(field)];
            let said = match (value, field.ty) {
                (AssignedValue::Same(path), Ty::Thing(_)) => {
                    self.things(None, path)?.first().map(|to| self.draft.things[*to].id.clone())
                }
                (AssignedValue::Value(expr), ty) => literal(self.book, ty, expr)?,
                (AssignedValue::Same(_), _) => return None,
            };
            let all = &mut self.draft.things[at].said;
            match said {
                Some(said) => all.insert(field.id.clone(), said),
                None => all.remove(&field.id),
            };
        }
        Some(())
    }

    fn kind(&self, at: usize) -> Option<KindId> {
        self.book.find_kind(&self.draft.things[at].kind)
    }

    fn things(&mut self, other: Option<u32>, path: &[Step]) -> Option<Vec<usize>> {
        let (first, rest) = path.split_first()?;
        let kind = self.book.find_kind(&first.name.value)?;
        let mut things = match (other, first.elements) {
            (Some(number), _) => vec![self.once((None, kind, 1, number))?],
            (None, None) if kind == self.book.rule(self.rule).subject => vec![0],
            (None, elements) => {
                let (from, to) = elements.unwrap_or((1, 1));
                (from..=to).map(|n| self.once((None, kind, 0, n))).collect::<Option<Vec<_>>>()?
            }
        };
        for step in rest {
            let mut next = Vec::new();
            for at in things {
                next.extend(self.step(at, step)?);
            }
            things = next;
        }
        Some(things)
    }

    fn step(&mut self, at: usize, step: &Step) -> Option<Vec<usize>> {
        let kind = self.kind(at)?;
        let def = self.book.kind(kind);
        if let Some(reverse) = def.find_reverse(&step.name.value) {
            let reverse = &def.reverses[usize::from(reverse)];
            let (from, to) = step.elements?;
            let field = self.book.kind(reverse.kind).fields[usize::from(reverse.field)].id.clone();
            let id = self.draft.things[at].id.clone();
            let mut all = Vec::new();
            for n in from..=to {
                let made = self.once((Some(at), reverse.kind, reverse.field + 1000, n))?;
                self.draft.things[made].said.entry(field.clone()).or_insert_with(|| id.clone());
                all.push(made);
            }
            return Some(all);
        }
        let field = &def.fields[usize::from(def.find_field(&step.name.value)?)];
        let Ty::Thing(to) = field.ty else { return None };
        if let Some(id) = self.draft.things[at].said.get(&field.id) {
            return Some(vec![self.draft.find(&self.book.kind(to).id, id)?]);
        }
        let made = self.make(to)?;
        let id = self.draft.things[made].id.clone();
        self.draft.things[at].said.insert(field.id.clone(), id);
        Some(vec![made])
    }
}

/// A literal as it is typed into the form; unknown is `Some(None)`.
fn literal(book: &Book, ty: Ty, expr: &Expr) -> Option<Option<String>> {
    let said = match (&*expr.node, ty) {
        (Node::Unknown, _) => return Some(None),
        (Node::Bool { value }, _) => (if *value { "yes" } else { "no" }).to_owned(),
        (Node::Name { name } | Node::Text { text: name }, Ty::Enum(id)) => {
            let members = &book.enums[id.ix()].members;
            members.iter().find(|(zh, en)| zh == name || en == name)?.1.clone()
        }
        (Node::Name { name } | Node::Text { text: name }, _) => name.clone(),
        (Node::Month { day }, Ty::Month) => day.to_string().chars().take(7).collect(),
        (Node::Date { day } | Node::Month { day }, _) => day.to_string(),
        (Node::Window { from, to }, _) => {
            format!("{} 至 {}", literal(book, Ty::Date, from)??, literal(book, Ty::Date, to)??)
        }
        _ => number(book, expr)?,
    };
    Some(Some(said))
}

/// A number without its unit: the form says the unit beside the field.
fn number(book: &Book, expr: &Expr) -> Option<String> {
    match &*expr.node {
        Node::Number { value, .. } => {
            let text = source(book, expr.span);
            let percent = text.ends_with(['%', '\u{ff05}']);
            Some(if percent { text } else { value.to_string() })
        }
        Node::Unary { op: Unary::Minus, of } => Some(format!("-{}", number(book, of)?)),
        _ => None,
    }
}

/// Things that say the same, each with its family, become one thing with copies.
fn lay_together(book: &Book, draft: &mut Draft) {
    let links = Links::of(book, draft);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let (mut copies, mut kept, mut gone) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    for at in 1..draft.things.len() {
        if gone.contains(&at) || kept.contains(&at) {
            continue;
        }
        let Some(family) = links.family(at) else { continue };
        let first = *seen.entry(links.signature(draft, at, &family)).or_insert(at);
        if first == at {
            kept.extend(family);
        } else {
            *copies.entry(first).or_insert(1) += 1;
            gone.extend(family);
        }
    }
    for (at, n) in copies {
        draft.things[at].copies = n;
    }
    let mut at = 0;
    draft.things.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}
