//! The parts of the form of a trial: fields by their types, things, parameters, earlier grants, wishes. It must never leave out what was typed.

use std::collections::BTreeSet;

use anye_law::book::{Book, Choice as Wins, Dim, KindId, ParamId, RuleId, Ty, Val};
use anye_law::decide::Reads;
use anye_law::decide::answer::{show, unit};
use anye_web::Frame;

use super::draft::{Draft, Past, Thing, UNKNOWN};
use super::form::{Field, PastForm, ThingForm};
use crate::Policy;
use crate::choice::{self, Choice};
use crate::plain::{rule_name, spaced};

/// Makes the parts of a form.
pub struct Maker<'a> {
    /// The desk.
    pub policy: &'a Policy,
    /// Its rule book.
    pub book: &'a Book,
    /// The words.
    pub frame: &'a Frame,
    /// What was typed.
    pub draft: &'a Draft,
    /// What the rule reads.
    pub read: &'a Reads,
}

impl Maker<'_> {
    /// Whether the reader reads Chinese.
    pub fn chinese(&self) -> bool {
        self.frame.texts.lang == anye_base::Lang::Zh
    }

    /// The places to choose from.
    pub fn places(&self) -> Vec<Choice> {
        let mut all =
            choice::cities(&self.policy.core, &self.draft.place, self.frame.as_of, self.frame.texts.lang);
        if !all.iter().any(|one| one.chosen) {
            let name = self.policy.core.place_in(&self.draft.place, self.frame.as_of, self.frame.texts.lang);
            all.push(Choice::new(&self.draft.place, name, &self.draft.place));
        }
        all
    }

    fn title(&self, thing: &Thing) -> String {
        let name = self.book.find_kind(&thing.kind).map(|kind| self.policy.kind_name(kind, self.chinese()));
        format!("{} {}", name.unwrap_or_default(), thing.id)
    }

    /// A thing with its fields.
    pub fn thing(&self, at: usize, thing: &Thing) -> ThingForm {
        let kind = self.book.find_kind(&thing.kind);
        let fields = kind.map_or_else(Vec::new, |kind| {
            let all = self.book.kind(kind).fields.iter().enumerate();
            all.filter(|(field, def)| {
                let field = u16::try_from(*field).unwrap_or(u16::MAX);
                self.read.fields.contains(&(kind, field)) || thing.said.contains_key(&def.id)
            })
            .map(|(field, _)| self.field(kind, field, thing))
            .collect()
        });
        ThingForm {
            key: format!("{}.{}", thing.kind, thing.id),
            id: format!("{}-{}", thing.kind, thing.id),
            title: self.title(thing),
            copies: thing.copies,
            subject: at == 0,
            fields,
        }
    }

    fn field(&self, kind: KindId, field: usize, thing: &Thing) -> Field {
        let def = &self.book.kind(kind).fields[field];
        let value = thing.said.get(&def.id).cloned().unwrap_or_default();
        Field {
            name: format!("f.{}.{}.{}", thing.kind, thing.id, def.id),
            id: format!("f-{}-{}-{}", thing.kind, thing.id, def.id),
            label: if self.chinese() { def.name.clone() } else { spaced(&def.id) },
            hint: self.hint(def.ty),
            help: if def.help == def.name { String::new() } else { def.help.clone() },
            choices: self.choices(def.ty, &value),
            value,
            finding: def.finding,
        }
    }

    fn hint(&self, ty: Ty) -> String {
        match ty {
            Ty::Date => self.frame.t("law-try-date"),
            Ty::Month => self.frame.t("law-try-month"),
            Ty::Window => self.frame.t("law-try-period"),
            Ty::Num(Dim::NUMBER) | Ty::Bool | Ty::Enum(_) | Ty::Thing(_) | Ty::Many(_) | Ty::Text => {
                String::new()
            }
            Ty::Num(_) => unit(self.book, ty, self.chinese()),
        }
    }

    fn choices(&self, ty: Ty, value: &str) -> Vec<Choice> {
        let mut all = vec![Choice::new("", self.frame.t("law-try-unknown"), value)];
        match ty {
            Ty::Bool => all.extend([
                Choice::new("yes", self.frame.t("law-yes"), value),
                Choice::new("no", self.frame.t("law-no"), value),
            ]),
            Ty::Enum(id) => all.extend(self.book.enums[id.ix()].members.iter().map(|(zh, en)| {
                Choice::new(en, if self.chinese() { zh.clone() } else { spaced(en) }, value)
            })),
            Ty::Thing(kind) => {
                let kind = &self.book.kind(kind).id;
                let things = self.draft.things.iter().filter(|thing| thing.kind == *kind);
                all.extend(things.map(|thing| Choice::new(&thing.id, self.title(thing), value)));
            }
            _ => return Vec::new(),
        }
        all
    }

    /// A parameter with what is set.
    pub fn param(&self, id: ParamId) -> Field {
        let def = &self.book.params[id.ix()];
        let value = self.draft.params.get(&def.id).cloned().unwrap_or_default();
        let (chinese, on) = (self.chinese(), choice::day(&self.draft.on));
        let there = on.and_then(|on| self.book.param_value(id, &self.draft.place, on));
        let there = there.map(|there| &there.value).filter(|value| !matches!(value, Val::Unknown));
        let held = there.map_or_else(
            || self.frame.t("law-unset"),
            |there| show::words(self.book, def.ty, there, chinese),
        );
        let mut choices = self.choices(def.ty, &value);
        if let Some(first) = choices.first_mut() {
            first.label = self.frame.t1("law-try-as-set", "value", &held);
            choices.push(Choice::new(UNKNOWN, self.frame.t("law-try-unknown"), &value));
        }
        let mut hint = self.hint(def.ty);
        if choices.is_empty() {
            let set = self.frame.t1("law-try-set", "value", &held);
            hint = if hint.is_empty() { set } else { format!("{hint} · {set}") };
        }
        let english = if def.english.is_empty() { spaced(&def.id) } else { def.english.clone() };
        Field {
            name: format!("p.{}", def.id),
            id: format!("p-{}", def.id),
            label: if chinese { def.name.clone() } else { english },
            hint,
            help: def.unset.clone().unwrap_or_default(),
            choices,
            value,
            finding: false,
        }
    }

    /// An earlier grant.
    pub fn past(&self, rule: RuleId, at: usize, past: &Past) -> PastForm {
        let groups = &self.book.rule(rule).groups;
        let members = groups.iter().flat_map(|group| &self.book.exclusives[group.ix()].members);
        let mut rules: BTreeSet<RuleId> = members.map(|(member, _)| *member).collect();
        rules.extend(&self.read.ledger);
        rules.extend(self.book.find_rule(&past.rule));
        rules.insert(rule);
        let name = |id: RuleId| {
            let rule = self.book.rule(id);
            Choice::new(&rule.id, rule_name(rule, self.chinese()), &past.rule)
        };
        let whose =
            self.draft.things.iter().map(|thing| {
                Choice::new(&format!("{}.{}", thing.kind, thing.id), self.title(thing), &past.of)
            });
        PastForm {
            at,
            rules: rules.into_iter().map(name).collect(),
            whose: whose.collect(),
            past: past.clone(),
        }
    }

    /// What the applicant chooses, and the fund.
    pub fn wishes(&self, rule: RuleId) -> Vec<Field> {
        let def = self.book.rule(rule);
        let mut all = Vec::new();
        let field = |name: String, label: String, value: &str, choices: Vec<Choice>| Field {
            id: name.replace('.', "-"),
            name,
            label,
            hint: String::new(),
            help: String::new(),
            choices,
            value: value.to_owned(),
            finding: false,
        };
        for group in &def.groups {
            let group = &self.book.exclusives[group.ix()];
            let value = self.draft.choices.get(&group.id).cloned().unwrap_or_default();
            if group.choice != Wins::Applicant && value.is_empty() {
                continue;
            }
            let mut choices = vec![Choice::new("", self.frame.t("law-try-not-chosen"), &value)];
            choices.extend(group.members.iter().map(|(member, _)| {
                let member = self.book.rule(*member);
                Choice::new(&member.id, rule_name(member, self.chinese()), &value)
            }));
            let name = if self.chinese() || group.english.is_empty() { &group.name } else { &group.english };
            let label = self.frame.t1("law-try-chosen", "group", name);
            all.push(field(format!("c.{}", group.id), label, &value, choices));
        }
        if def.funds.len() > 1 && def.funds.iter().all(|(_, share)| share.is_none()) {
            let value = &self.draft.fund;
            let mut choices = vec![Choice::new("", self.frame.t("law-try-not-chosen"), value)];
            choices.extend(def.funds.iter().map(|(fund, _)| Choice::new(fund, fund.clone(), value)));
            all.push(field("fund".to_owned(), self.frame.t("law-try-fund"), value, choices));
        }
        all
    }
}
