//! The form of a trial: every field that the rule reads, of every thing there is, with what was typed. It must never show a field that no rule reads.

use std::collections::BTreeSet;

use anye_law::book::{Book, KindId, ParamId, RuleId, Ty};
use anye_law::decide::{kinds, reads};
use anye_web::Frame;

use super::draft::{Draft, Past, SUBJECT, Thing};
use super::maker::Maker;
use crate::Policy;
use crate::choice::Choice;

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
        .map(ParamId)
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
