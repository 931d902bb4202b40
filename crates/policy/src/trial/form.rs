//! The form of a trial: every field that the rule reads, of every thing there is, with what was typed. It must never show a field that no rule reads.

use std::collections::BTreeSet;

use anye_law::book::{Book, Choice as Wins, Dim, KindId, RuleId, Ty, Val};
use anye_law::decide::answer::{show, unit};
use anye_law::decide::{Reads, kinds, reads};
use anye_web::Frame;

use super::draft::{Draft, Past, SUBJECT, Thing, UNKNOWN};
use crate::Policy;
use crate::choice::{self, Choice};
use crate::plain::{rule_name, spaced};

/// One field.
pub struct Field {
    /// Name in the form.
    pub name: String,
    /// Id in the page.
    pub id: String,
    /// What it is.
    pub label: String,
    /// Its unit, or how to write it.
    pub hint: String,
    /// What it means, in Chinese as the dictionary has it.
    pub help: String,
    /// Choices; empty: something is typed.
    pub choices: Vec<Choice>,
    /// What was typed.
    pub value: String,
    /// A person finds it.
    pub finding: bool,
}

/// One thing with its fields.
pub struct ThingForm {
    /// Kind and id with a dot between.
    pub key: String,
    /// Id in the page.
    pub id: String,
    /// What it is.
    pub title: String,
    /// How many alike.
    pub copies: u32,
    /// The one decided about: it can neither be taken out nor copied.
    pub subject: bool,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// An earlier grant.
pub struct PastForm {
    /// Its place in the list.
    pub at: usize,
    /// Which rule.
    pub rules: Vec<Choice>,
    /// Whose.
    pub whose: Vec<Choice>,
    /// The rest.
    pub past: Past,
}

/// The whole form.
pub struct Form {
    /// Where.
    pub places: Vec<Choice>,
    /// The day.
    pub on: String,
    /// As the rules stood on.
    pub known: String,
    /// Things.
    pub things: Vec<ThingForm>,
    /// Kinds that can be added.
    pub more: Vec<(String, String)>,
    /// Parameters.
    pub params: Vec<Field>,
    /// Earlier grants.
    pub past: Vec<PastForm>,
    /// Whether earlier grants matter.
    pub has_past: bool,
    /// Exclusion groups in which the applicant chooses, and funds.
    pub wishes: Vec<Field>,
}

/// A draft with the things that a rule is about, related to one another.
pub fn blank(book: &Book, rule: RuleId, place: &str, on: &str) -> Draft {
    let read = reads(book, rule);
    let mut draft = Draft { place: place.to_owned(), on: on.to_owned(), ..Draft::default() };
    ensure(book, rule, &mut draft);
    let mut at = 0;
    while at < draft.things.len() {
        let Some(kind) = book.find_kind(&draft.things[at].kind) else { break };
        for (_, field) in read.fields.iter().filter(|(of, _)| *of == kind) {
            let field = &book.kind(kind).fields[usize::from(*field)];
            if let Ty::Thing(other) = field.ty
                && other != kind
                && !draft.things[at].said.contains_key(&field.id)
            {
                let there = draft.find(&book.kind(other).id, SUBJECT);
                let to = there.or_else(|| draft.add(book, other));
                if let Some(to) = to {
                    let id = draft.things[to].id.clone();
                    draft.things[at].said.insert(field.id.clone(), id);
                }
            }
        }
        at += 1;
    }
    draft
}

/// The thing that is decided about is always there, and first.
pub fn ensure(book: &Book, rule: RuleId, draft: &mut Draft) {
    let kind = &book.kind(book.rule(rule).subject).id;
    match draft.find(kind, SUBJECT) {
        Some(at) => draft.things.swap(0, at),
        None => {
            let thing = Thing { kind: kind.clone(), id: SUBJECT.to_owned(), copies: 1, ..Thing::default() };
            draft.things.insert(0, thing);
        }
    }
    draft.things[0].copies = 1;
}

/// The form of a draft.
pub fn form(policy: &Policy, frame: &Frame, rule: RuleId, draft: &Draft) -> Form {
    let book = policy.book();
    let read = reads(book, rule);
    let maker = Maker { policy, book, frame, draft, read: &read };
    let addable: BTreeSet<KindId> = kinds(book, rule, &read);
    let used: BTreeSet<&str> = draft.params.keys().map(String::as_str).collect();
    let params = (0..book.params.len()).filter_map(|ix| u16::try_from(ix).ok());
    let params = params
        .map(anye_law::book::ParamId)
        .filter(|id| read.params.contains(id) || used.contains(book.params[id.ix()].id.as_str()));
    Form {
        places: maker.places(),
        on: draft.on.clone(),
        known: draft.known.clone(),
        things: draft.things.iter().enumerate().map(|(at, thing)| maker.thing(at, thing)).collect(),
        more: addable
            .into_iter()
            .map(|kind| (book.kind(kind).id.clone(), policy.kind_name(kind, maker.chinese())))
            .collect(),
        params: params.map(|id| maker.param(id)).collect(),
        past: draft.past.iter().enumerate().map(|(at, past)| maker.past(rule, at, past)).collect(),
        has_past: !read.ledger.is_empty() || !draft.past.is_empty() || !book.rule(rule).groups.is_empty(),
        wishes: maker.wishes(rule),
    }
}

struct Maker<'a> {
    policy: &'a Policy,
    book: &'a Book,
    frame: &'a Frame,
    draft: &'a Draft,
    read: &'a Reads,
}

impl Maker<'_> {
    fn chinese(&self) -> bool {
        self.frame.texts.lang == anye_base::Lang::Zh
    }

    fn places(&self) -> Vec<Choice> {
        let mut all = choice::cities(&self.policy.core, &self.draft.place, self.frame.as_of);
        if !all.iter().any(|one| one.chosen) {
            let name = self.policy.core.place_name(&self.draft.place, self.frame.as_of);
            all.push(Choice::new(&self.draft.place, name, &self.draft.place));
        }
        all
    }

    fn title(&self, thing: &Thing) -> String {
        let name = self.book.find_kind(&thing.kind).map(|kind| self.policy.kind_name(kind, self.chinese()));
        format!("{} {}", name.unwrap_or_default(), thing.id)
    }

    fn thing(&self, at: usize, thing: &Thing) -> ThingForm {
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

    fn param(&self, id: anye_law::book::ParamId) -> Field {
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

    fn past(&self, rule: RuleId, at: usize, past: &Past) -> PastForm {
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

    fn wishes(&self, rule: RuleId) -> Vec<Field> {
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
