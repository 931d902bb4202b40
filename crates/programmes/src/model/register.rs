//! A register (名册、台账): entries about a subject with days, states and duties. Unemployment spells, categories, posts, offices: all are registers.

use std::collections::BTreeMap;

use anye_forms::{Cite, Words};
use serde::Serialize;
use serde_json::Value;

use super::{Count, Cut, Field, Lapse, Lookup, Moment, Need, Order, Publicity, Span, SubjectKind, Through};

/// A register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Register {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// What it is for and how it is kept.
    pub note: Words,
    /// Where the text asks for it.
    pub cite: Vec<Cite>,
    /// Whom an entry is about.
    pub subject: SubjectKind,
    /// Whether entries have a first and a last day; else they are of one day (a contact, a visit).
    pub period: bool,
    /// The fields.
    pub fields: Vec<Field>,
    /// The states, the first is that of a new entry. A register without any has `open` and `ended`.
    pub states: Vec<State>,
    /// What may become what.
    pub moves: Vec<Move>,
    /// What there may be only once.
    pub unique: Vec<Unique>,
    /// How many there may be.
    pub limits: Vec<Limit>,
    /// Facts of the law's dictionary that hold while an entry is open.
    pub facts: Vec<FactWhile>,
    /// What has to be done about an open entry, by when.
    pub duties: Vec<Duty>,
    /// Tables that are counted over it.
    pub counts: Vec<Count>,
    /// Fields shown in lists, by index.
    pub columns: Vec<usize>,
    /// The field of words that says what an entry is called, by index; without one it is called by its subject.
    pub title: Option<usize>,
    /// A second person has to confirm a new entry.
    pub confirm: bool,
    /// The subject itself may enter it through the portal; the channel is kept.
    pub online: bool,
    /// The rule of the law by which it is recognised, where there is one: its answer and reasons are kept with the entry.
    pub rule: Option<String>,
    /// An entry gives a numbered certificate of this name.
    pub certificate: Option<Words>,
    /// How it is made public.
    pub publicity: Option<Publicity>,
    /// Where else its subjects should stand.
    pub needs: Vec<Need>,
    /// Which days come before which.
    pub orders: Vec<Order>,
    /// The only way entries come in.
    pub through: Option<Through>,
    /// By which day an entry ends by itself.
    pub lapse: Option<Lapse>,
    /// What clients may ask who know a subject by its number.
    pub lookup: Option<Lookup>,
    /// What the text leaves open (疑义).
    pub doubts: Vec<Words>,
}

impl Register {
    /// What an entry is called (记录名称): the words of its title and its subject; people's names as they are shown to strangers where `cover` is set.
    #[must_use]
    pub fn called(&self, fields: &BTreeMap<String, Value>, subject: &str, cover: bool) -> String {
        let title =
            self.title.and_then(|at| self.fields.get(at)).and_then(|field| fields.get(&field.id)?.as_str());
        let title = title.unwrap_or_default();
        let subject = if cover { self.subject.shown_name(subject) } else { subject.to_owned() };
        // An entry that stands for itself has its title for a subject.
        match (title.is_empty(), subject.is_empty() || subject == title) {
            (true, _) => subject,
            (false, true) => title.to_owned(),
            (false, false) => format!("{title} · {subject}"),
        }
    }

    /// The kind of the dictionary of which an entry is a thing itself, as a referral is one of `referrals`: that of the facts which are not about the subject.
    #[must_use]
    pub fn thing(&self) -> Option<&str> {
        self.fact_kinds().find(|kind| Some(*kind) != self.subject.kind())
    }

    /// Kinds of the facts that fields and entries state.
    pub(crate) fn fact_kinds(&self) -> impl Iterator<Item = &str> {
        let of_fields = self.fields.iter().filter_map(|field| field.fact.as_deref());
        let all = of_fields.chain(self.facts.iter().map(|fact| fact.fact.as_str()));
        all.filter_map(|fact| fact.split_once('.')).map(|(kind, _)| kind)
    }
}

/// A state of an entry (状态).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct State {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Counts as open: its facts hold, its duties run, uniqueness looks at it.
    pub open: bool,
    /// Nobody sets it by hand: the program does, from what other entries say (a post is filled while somebody holds it).
    pub kept: bool,
}

/// A change of state (变更).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Move {
    /// From one of these states.
    pub from: Vec<String>,
    /// To this one.
    pub to: String,
    /// Name of the act.
    pub name: Words,
    /// Reasons to choose from; empty asks for words.
    pub reasons: Vec<anye_forms::Choice>,
    /// By a second person only.
    pub second: bool,
    /// Not while an open entry of one of these registers names this one.
    pub after: Vec<String>,
}

/// Part of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// The subject.
    Subject,
    /// The place of the entry at a level of the tree: province, city, county, township; empty is the place itself.
    Place(String),
    /// A field, by index.
    Field(usize),
    /// The state.
    State,
    /// The month of its first day.
    Month,
    /// The year of its first day.
    Year,
    /// A dictionary fact of its subject, as `sex`.
    Fact(String),
    /// Why it changed or ended last; tables only, like all that follow.
    Reason,
    /// A day, cut to a period.
    Period(Moment, Cut),
    /// The age of the person on the day of the table, in bands that begin with these years.
    Age(Vec<u32>),
    /// The division that a field names, at a level of the tree.
    FieldPlace(usize, String),
    /// A field of the entry that a field leads to: the field here, the register there, the field there.
    Through(usize, String, String),
    /// Whether the subject has an open entry in this register on the day of the table.
    In(String),
    /// How many entries the subject has in this register up to the day of the table.
    Many(String),
}

/// Only one entry may have the same values here (唯一).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unique {
    /// These together.
    pub keys: Vec<Key>,
    /// Among open entries; else their days must not overlap, and entries without a period at all.
    pub open_only: bool,
    /// What to tell who tries a second one.
    pub words: Words,
}

/// How many open entries there may be (控制数).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// For each combination of these.
    pub per: Vec<Key>,
    /// At most.
    pub most: Most,
    /// Entries that have ended count too: so often ever, not only at once.
    pub ever: bool,
    /// Only at these places; empty is everywhere.
    pub places: Vec<String>,
    /// What to tell when it is full.
    pub words: Words,
    /// Where the text says so.
    pub cite: Vec<Cite>,
}

/// A number that limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Most {
    /// This many.
    Fixed(i64),
    /// What a quota says that the office sets by place and period, with this id; without a quota none may be entered.
    Quota(String),
    /// As many as were open at the end of this day.
    AsOf(String),
}

/// A fact that holds while an entry is open. A fact of another kind than the subject's is about the entry itself as a thing of that kind; its id is the entry's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactWhile {
    /// The fact, as `persons.registered_unemployed`.
    pub fact: String,
    /// Its value.
    pub value: ValueFrom,
    /// In which states; empty is all open ones. States that are named may be closed ones: then it holds after the entry has ended too.
    pub states: Vec<String>,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueFrom {
    /// This, as the law's facts files write it.
    Is(serde_json::Value),
    /// The first day.
    From,
    /// The last day.
    To,
    /// A field, by id.
    Field(String),
    /// The subject's id.
    Subject,
    /// An output or the amount of the decision, by its name in the rule; `amount` is the amount.
    Output(String),
}

/// Something to be done about an open entry, by when (职责).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Duty {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// While it is in one of these states; empty is all open ones.
    pub states: Vec<String>,
    /// Once, so long after it began …
    pub within: Option<Span>,
    /// … or again and again …
    pub every: Option<Every>,
    /// … or by the day on which the entry ends by itself.
    pub lapse: bool,
    /// What fulfils it.
    pub done: Held,
    /// So long before it is due it is on the list of tasks as soon due.
    pub warn: Option<Span>,
    /// Whoever is asked: the entry's place at this level.
    pub place: super::Level,
    /// Where the text says so.
    pub cite: Vec<Cite>,
}

/// What fulfils a duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// An entry of this register about the same subject (or about a member of the household).
    Entry(String),
    /// A change to one of these states.
    State(Vec<String>),
    /// Somebody says it is done.
    Said,
}

/// Again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Every {
    /// So many …
    pub n: u32,
    /// … of these.
    pub unit: EveryUnit,
}

/// Calendar units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EveryUnit {
    /// Calendar months: once in each.
    Month,
    /// Quarters.
    Quarter,
    /// Half-years.
    HalfYear,
    /// Years.
    Year,
}
