//! The facts of an application (事实): what the registry knows, with what was answered laid over it, what is in the ledger, and nothing else.

use std::collections::BTreeMap;

use anye_base::{Date, Fault};
use anye_db::Read;
use anye_law::book::Book;
use anye_policy::{decision, written};
use anye_programmes::{Programme, RuleUse};
use anye_registry::fact::{self, Reach};
use serde_json::{Map, Value, json};

use super::model::Form;
use super::slots::{PLACES, Slots};
use crate::Service;
use crate::model::{Answers, Application};

/// The facts file of an application on a day; `but` names decisions that are left out of the ledger: those of the case itself.
///
/// # Errors
/// More things than one file may hold, or the store's own.
pub async fn facts(
    service: &Service,
    from: &mut impl Read,
    programmes: &[&Programme],
    application: &Application,
    (slots, form): (&Slots, &Form),
    on: Date,
    but: &[String],
) -> Result<Value, Fault> {
    let asked: Vec<(String, String)> = slots.ids.iter().filter(|(kind, _)| kind != PLACES).cloned().collect();
    let dictionary = service.dictionary();
    let base = fact::things_as_known(from, dictionary.as_ref(), &asked, on, None, Reach::Asked).await?;
    let Value::Object(mut all) = base else { return Err(Fault::internal("facts are an object")) };
    let book = service.book();
    for (kind, thing) in &slots.ids {
        if let Some(code) = (kind == PLACES).then(|| json!({ "code": thing })) {
            if let Some(places) = object(&mut all, PLACES) {
                places.insert(thing.clone(), code);
            }
        } else {
            thing_of(&mut all, kind, thing);
        }
    }
    for ((kind, field), to) in &slots.links {
        if let Some(thing) = slots.id(kind).map(str::to_owned)
            && let Some(fields) = thing_of(&mut all, kind, &thing)
        {
            fields.insert(field.clone(), Value::from(to.clone()));
        }
    }
    answered(book, &mut all, form, &application.answers);
    own_fields(&mut all, slots, programmes, &application.answers);
    all.insert("place".to_owned(), application.place.clone().into());
    all.insert("ledger".to_owned(), ledger(book, from, &asked, but).await?);
    Ok(Value::Object(all))
}

/// The thing that a rule is asked about.
#[must_use]
pub fn subject(book: &Book, used: &RuleUse, slots: &Slots) -> Option<String> {
    let rule = book.find_rule(&used.rule)?;
    slots.id(&book.kind(book.rule(rule).subject).id).map(str::to_owned)
}

fn object<'m>(all: &'m mut Map<String, Value>, key: &str) -> Option<&'m mut Map<String, Value>> {
    all.entry(key).or_insert_with(|| Value::Object(Map::new())).as_object_mut()
}

fn thing_of<'m>(
    all: &'m mut Map<String, Value>,
    kind: &str,
    thing: &str,
) -> Option<&'m mut Map<String, Value>> {
    object(object(all, kind)?, thing)
}

/// Answers to questions about facts; an answer lies over what is known.
fn answered(book: &Book, all: &mut Map<String, Value>, form: &Form, answers: &Answers) {
    for sheet in form.sheets.iter().filter(|sheet| !sheet.kind.is_empty()) {
        for ask in &sheet.asks {
            let Some(said) = answers.get(&ask.key).filter(|said| !said.trim().is_empty()) else { continue };
            let Some(field) = ask.key.rsplit('.').next() else { continue };
            let ty = book.find_kind(&sheet.kind).and_then(|kind| {
                let def = book.kind(kind);
                def.find_field(field).map(|at| def.fields[usize::from(at)].ty)
            });
            if let Some(fields) = thing_of(all, &sheet.kind, &sheet.thing) {
                fields.insert(field.to_owned(), written(ty, said.trim()));
            }
            // A relation leads to a thing that must stand in the file.
            if let Some(anye_law::book::Ty::Thing(other)) = ty {
                let other = book.kind(other).id.clone();
                thing_of(all, &other, said.trim());
            }
        }
    }
}

/// Fields of the programmes that are facts.
fn own_fields(all: &mut Map<String, Value>, slots: &Slots, programmes: &[&Programme], answers: &Answers) {
    for field in programmes.iter().flat_map(|one| &one.fields) {
        let Some((kind, name)) = field.fact.as_ref().and_then(|fact| fact.split_once('.')) else { continue };
        let Some(said) = answers.get(&format!("f.{}", field.id)).filter(|said| !said.trim().is_empty())
        else {
            continue;
        };
        let Ok(value) = field.parse(said) else { continue };
        if let Some(thing) = slots.id(kind).map(str::to_owned)
            && let Some(fields) = thing_of(all, kind, &thing)
        {
            fields.insert(name.to_owned(), field.to_fact(&value));
        }
    }
}

/// Grants that stand about any of these things, as the ledger of a facts file.
async fn ledger(
    book: &Book,
    from: &mut impl Read,
    things: &[(String, String)],
    but: &[String],
) -> Result<Value, Fault> {
    let mut granted = decision::granted(from, things).await?;
    granted.retain(|one| !but.contains(&one.id));
    Ok(entries(book, given(from, granted).await?))
}

/// Without those that people decided otherwise than the law said, or whose case ended without a grant: nothing was given by them.
pub(crate) async fn given(
    from: &mut impl Read,
    mut granted: Vec<decision::Kept>,
) -> Result<Vec<decision::Kept>, Fault> {
    let ids: Vec<String> = granted.iter().map(|one| one.id.clone()).collect();
    let not = crate::store::case::not_given(from, &ids).await?;
    granted.retain(|one| !not.contains(&one.id));
    Ok(granted)
}

/// Decisions as entries of a ledger, each once; those of rules that are no longer in the book are left out.
pub(crate) fn entries(book: &Book, granted: Vec<decision::Kept>) -> Value {
    let mut all: BTreeMap<String, Value> = BTreeMap::new();
    for one in granted {
        if book.find_rule(&one.rule).is_none() {
            continue;
        }
        let mut entry = Map::new();
        entry.insert("benefit".to_owned(), one.rule.clone().into());
        entry.insert("subject".to_owned(), json!({ one.subject_kind.clone(): one.subject_id.clone() }));
        entry.insert("date".to_owned(), one.on.clone().into());
        if let Some(fen) = one.amount_fen {
            entry.insert("amount".to_owned(), format!("{}.{:02}", fen / 100, fen % 100).into());
        }
        let decided = &one.answer["decisions"][0];
        for (to, from) in [("months", "months"), ("to", "ends")] {
            if !decided[from].is_null() {
                entry.insert(to.to_owned(), decided[from].clone());
            }
        }
        all.insert(one.id.clone(), Value::Object(entry));
    }
    all.into_values().collect()
}
