//! Making the form (生成申请表): the facts that the rules read, minus what is known, the programmes' own fields, the papers. Nothing is asked twice.

use std::collections::{BTreeMap, BTreeSet};

use anye_base::Fault;
use anye_db::Read;
use anye_forms::{Choice, Words};
use anye_programmes::{Effect, Field, FieldKind, Paper, Programme};
use anye_registry::dictionary::{Dictionary, Meaning, Shape};
use anye_registry::fact;

use super::entries;
use super::model::{Ask, Form, Input, Known, Sheet};
use super::slots::{PLACES, Slots};
use crate::Service;
use crate::model::{Application, subject_of};

/// The form of an application.
///
/// # Errors
/// The store's own.
pub async fn form(
    service: &Service,
    from: &mut impl Read,
    programmes: &[&Programme],
    application: &Application,
    slots: &Slots,
) -> Result<Form, Fault> {
    let dictionary = service.dictionary();
    let (own, taken) = own(programmes);
    let mut sheets = Vec::new();
    for (kind, thing) in slots.ids.iter().filter(|(kind, _)| kind != PLACES) {
        let mut since = BTreeMap::new();
        if application.things.get(kind) != Some(thing) {
            for one in fact::history(from, kind, thing).await.map_err(Fault::from)? {
                if one.superseded_at.is_none() {
                    since.insert(one.field.clone(), (one.valid_from.to_string(), one.source.clone()));
                }
            }
        }
        let mut asks = Vec::new();
        for meaning in dictionary.fields(kind) {
            let key = (kind.clone(), meaning.field.clone());
            let Some(by) = slots.read.get(&key) else { continue };
            let fact = format!("{kind}.{}", meaning.field);
            if slots.links.contains_key(&key) || taken.contains(&fact) {
                continue;
            }
            let Some(input) = input(meaning) else { continue };
            let known = slots.known.get(&key).filter(|value| !value.is_null()).map(|value| {
                let (since, source) = since.get(&meaning.field).cloned().unwrap_or_default();
                Known { value: value.clone(), since, source }
            });
            // It leads to somebody whom the application is about anyhow: an id says nothing to anybody.
            let here = |one: &Known| slots.ids.iter().any(|(_, id)| one.value.as_str() == Some(id.as_str()));
            if matches!(input, Input::Subject { .. }) && known.as_ref().is_some_and(here) {
                continue;
            }
            asks.push(Ask {
                key: format!("{kind}.{thing}.{}", meaning.field),
                name: Words::new(&meaning.name.zh, &meaning.name.en),
                help: Words::new(&meaning.help, ""),
                input,
                required: false,
                finding: meaning.finding,
                when: None,
                needed_by: by.clone(),
                known,
            });
        }
        if !asks.is_empty() {
            let name = dictionary.kind(kind);
            let name = name.map_or_else(|| Words::new(kind, kind), |name| Words::new(name.zh, name.en));
            sheets.push(Sheet { kind: kind.clone(), thing: thing.clone(), name, asks });
        }
    }
    let ending = ending(service, programmes);
    let mut asks = Vec::new();
    for one in own {
        let listed = match &one.field.kind {
            FieldKind::Entry(register) => entries::choice(service, from, register, application).await?,
            _ => None,
        };
        let ask = one.made(slots, &ending);
        asks.push(match listed {
            Some(input) => Ask { input, ..ask },
            None => ask,
        });
    }
    if !asks.is_empty() {
        let name = Words::new("申请内容", "This application");
        sheets.push(Sheet { kind: String::new(), thing: String::new(), name, asks });
    }
    Ok(Form { sheets, papers: papers(programmes, slots) })
}

/// Facts that hold only as long as an entry that the application itself ends: what comes after it is asked, not taken over.
fn ending<'s>(service: &'s Service, programmes: &[&Programme]) -> BTreeSet<&'s str> {
    let ended = programmes.iter().flat_map(|one| &one.effects).filter_map(|effect| match effect {
        Effect::End { register, .. } => service.definitions.register(register),
        _ => None,
    });
    ended.flat_map(|register| &register.facts).map(|one| one.fact.as_str()).collect()
}

/// A field of one or several programmes.
struct Own<'p> {
    key: String,
    field: &'p Field,
    by: Vec<String>,
}

/// The programmes' fields, those that are the same once; and the facts that they are.
fn own<'p>(programmes: &[&'p Programme]) -> (Vec<Own<'p>>, Vec<String>) {
    let mut all: Vec<Own<'p>> = Vec::new();
    let mut taken = Vec::new();
    for programme in programmes {
        for field in &programme.fields {
            taken.extend(field.fact.clone());
            let same = |one: &Own<'_>| {
                (one.field.fact.is_some() && one.field.fact == field.fact)
                    || (one.field.id == field.id
                        && one.field.name == field.name
                        && one.field.kind == field.kind)
            };
            if let Some(there) = all.iter_mut().find(|one| same(one)) {
                there.by.push(programme.id.clone());
                continue;
            }
            let clash = all.iter().any(|one| one.field.id == field.id);
            let key =
                if clash { format!("f.{}.{}", programme.id, field.id) } else { format!("f.{}", field.id) };
            all.push(Own { key, field, by: vec![programme.id.clone()] });
        }
    }
    (all, taken)
}

impl Own<'_> {
    fn made(self, slots: &Slots, ending: &BTreeSet<&str>) -> Ask {
        let field = self.field;
        let known = field.fact.as_ref().filter(|fact| !ending.contains(fact.as_str())).and_then(|fact| {
            let (kind, name) = fact.split_once('.')?;
            let value =
                slots.known.get(&(kind.to_owned(), name.to_owned())).filter(|value| !value.is_null())?;
            Some(Known { value: value.clone(), since: String::new(), source: String::new() })
        });
        Ask {
            key: self.key,
            name: field.name.clone(),
            help: field.help.clone(),
            input: of_field(field),
            required: field.required && known.is_none(),
            finding: false,
            when: field.when.as_ref().map(|(id, values)| (format!("f.{id}"), values.clone())),
            needed_by: self.by,
            known,
        }
    }
}

fn of_field(field: &Field) -> Input {
    let unit = |zh: &str, en: &str| Input::Number { zh: zh.to_owned(), en: en.to_owned() };
    match &field.kind {
        FieldKind::Count { .. } | FieldKind::Number(_) => unit(&field.unit, &field.unit),
        FieldKind::Money => unit(if field.unit.is_empty() { "元" } else { &field.unit }, "yuan"),
        FieldKind::Percent => unit("%", "%"),
        FieldKind::Date => Input::Day,
        FieldKind::Month => Input::Month,
        FieldKind::YesNo => yes_no("true", "false"),
        FieldKind::Choice(all) => Input::Choice { members: members(all) },
        FieldKind::Choices(all) => Input::Choices { members: members(all) },
        FieldKind::Subject(kind) => Input::Subject { kind: kind.word().to_owned() },
        FieldKind::Text(_) | FieldKind::Place | FieldKind::Entry(_) => Input::Text,
    }
}

fn members(all: &[Choice]) -> Vec<(String, String, String)> {
    all.iter().map(|one| (one.id.clone(), one.name.zh.clone(), one.name.en.clone())).collect()
}

fn yes_no(yes: &str, no: &str) -> Input {
    let one = |value: &str, zh: &str, en: &str| (value.to_owned(), zh.to_owned(), en.to_owned());
    Input::Choice { members: vec![one(yes, "是", "yes"), one(no, "否", "no")] }
}

fn input(meaning: &Meaning) -> Option<Input> {
    Some(match &meaning.shape {
        Shape::YesNo => yes_no("yes", "no"),
        Shape::Number { unit } => Input::Number { zh: unit.zh.clone(), en: unit.en.clone() },
        Shape::Day => Input::Day,
        Shape::Month => Input::Month,
        Shape::Text => Input::Text,
        Shape::Period => Input::Period,
        Shape::Choice { members } => {
            let one = |(id, name): &(String, String)| (id.clone(), name.clone(), id.replace('_', " "));
            Input::Choice { members: members.iter().map(one).collect() }
        }
        Shape::Thing { kind } => Input::Subject { kind: subject_of(kind)?.word().to_owned() },
    })
}

/// The papers, those of the same id once; none where the registry has the evidence.
fn papers(programmes: &[&Programme], slots: &Slots) -> Vec<Ask> {
    let mut all: Vec<Ask> = Vec::new();
    let known = |paper: &Paper| {
        paper.unless_fact.as_ref().and_then(|fact| fact.split_once('.')).is_some_and(|(kind, field)| {
            slots.known.get(&(kind.to_owned(), field.to_owned())).is_some_and(|value| !value.is_null())
        })
    };
    for programme in programmes {
        for paper in programme.papers.iter().filter(|paper| !known(paper)) {
            let key = format!("p.{}", paper.id);
            if let Some(there) = all.iter_mut().find(|one| one.key == key) {
                there.needed_by.push(programme.id.clone());
                there.required |= paper.required;
                continue;
            }
            all.push(Ask {
                key,
                name: paper.name.clone(),
                help: Words::default(),
                input: Input::Text,
                required: paper.required,
                finding: false,
                when: paper.when.as_ref().map(|(id, values)| (format!("f.{id}"), values.clone())),
                needed_by: vec![programme.id.clone()],
                known: None,
            });
        }
    }
    all
}
