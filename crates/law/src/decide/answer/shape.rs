//! The answer (决定) as it leaves the engine: stable as JSON. It must never hold an index that only this rule book understands.

use serde::Serialize;

use super::super::record::{Outcome, Status};
use crate::day::Day;

/// The answer to one query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// Content version of the rule book.
    pub rule_book: String,
    /// The day of the decision.
    pub on: Day,
    /// Rules known by this day only.
    pub known: Option<Day>,
    /// Where.
    pub place: String,
    /// The decisions.
    pub decisions: Vec<Decision>,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    /// The rule.
    pub rule: RuleRef,
    /// About what.
    pub subject: ThingRef,
    /// Who receives; null when not known.
    pub payee: Option<ThingRef>,
    /// How it comes out.
    pub outcome: Outcome,
    /// Whether all clauses hold.
    pub eligible: Option<bool>,
    /// Categories (认定): whether it is so.
    pub holds: Option<bool>,
    /// Money in fen.
    pub amount_fen: Option<i64>,
    /// The same in yuan, as text.
    pub amount: Option<String>,
    /// Whether 最高 or 上限 cut it.
    pub capped: bool,
    /// Months.
    pub months: Option<serde_json::Value>,
    /// First day.
    pub starts: Option<Day>,
    /// Last day.
    pub ends: Option<Day>,
    /// Named outputs.
    pub outputs: Vec<Output>,
    /// Who bears how much.
    pub split: Vec<Part>,
    /// The fund that pays.
    pub fund: Option<String>,
    /// Rank, in rankings.
    pub rank: Option<u32>,
    /// The rank is shared.
    pub tied: bool,
    /// The clauses.
    pub clauses: Vec<ClauseState>,
    /// The day held against the window.
    pub base_day: Option<Day>,
    /// The window of the rule.
    pub interval: Interval,
    /// Why it is not granted.
    pub why: Why,
    /// Citations of the rule.
    pub basis: Vec<Citation>,
    /// Papers to bring.
    pub papers: Vec<String>,
    /// Where to apply.
    pub apply_at: Option<String>,
    /// What else to try.
    pub instead: Vec<RuleRef>,
    /// What the text leaves open.
    pub doubts: Vec<String>,
    /// The decision in one line.
    pub text: String,
}

/// A rule by its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleRef {
    /// Chinese name.
    pub name: String,
    /// ASCII id.
    pub id: String,
    /// benefit, category, calculation, ranking.
    pub kind: crate::syntax::ast::RuleKind,
    /// Its document.
    pub document: String,
    /// English name.
    pub english: String,
    /// Requirements it carries out.
    pub covers: Vec<String>,
}

/// A thing of the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThingRef {
    /// Key of its kind.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Chinese name of its kind.
    pub name: String,
}

/// A named output.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Output {
    /// Chinese name.
    pub name: String,
    /// ASCII id.
    pub id: String,
    /// Its value; money in yuan.
    pub value: serde_json::Value,
    /// Its unit, or the type.
    pub unit: String,
    /// The value in words.
    pub text: String,
}

/// A part of the money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Fund or bearer.
    pub who: String,
    /// Fen.
    pub fen: i64,
    /// Yuan.
    pub amount: String,
}

/// How one clause stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseState {
    /// Its number.
    pub number: u32,
    /// In plain words.
    pub label: String,
    /// As written in the rule.
    pub text: String,
    /// How it stands.
    pub status: Status,
    /// One of several of which one is enough.
    pub any: bool,
    /// What was read.
    pub values: Vec<String>,
    /// In one sentence.
    pub reason: String,
    /// Its citations (the rule's when it has none of its own).
    pub basis: Vec<Citation>,
}

/// A citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Document.
    pub document: String,
    /// Article as the library numbers it.
    pub article: Option<String>,
    /// Paragraph and so on.
    pub rest: String,
    /// In words.
    pub text: String,
}

/// From, to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Interval {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
}

/// Why a decision is not a grant.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Why {
    /// Numbers of the clauses that failed.
    pub failed: Vec<u32>,
    /// time, place, known, replaced.
    pub not_in_force: Option<&'static str>,
    /// The rule that takes its place.
    pub replaced_by: Option<RuleRef>,
    /// What excludes it.
    pub excluded: Option<ExcludedBy>,
    /// What is needed.
    pub needs: Vec<NeedRef>,
    /// What went wrong, or that a proposed fund is not permitted.
    pub error: Option<Words>,
}

/// One sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Stable code.
    pub code: &'static str,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// What excludes a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExcludedBy {
    /// times, cap, ledger, rule.
    pub by: &'static str,
    /// The group's name.
    pub group: Option<String>,
    /// The other rule.
    pub rule: Option<RuleRef>,
    /// The day of the ledger entry.
    pub date: Option<Day>,
    /// The entry is an application not yet decided.
    pub pending: bool,
    /// For whom it was counted.
    pub per: Option<ThingRef>,
    /// How often, or how much (yuan), already.
    pub used: Option<String>,
    /// The limit.
    pub limit: Option<String>,
    /// In one sentence.
    pub text: String,
    /// The group's citations.
    pub basis: Vec<Citation>,
}

/// One thing that is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NeedRef {
    /// field, parameter, list, ledger, rule, choice.
    pub what: &'static str,
    /// Key of the kind.
    pub kind: Option<String>,
    /// Id of the thing; null when the thing itself is missing.
    pub id: Option<String>,
    /// ASCII id of the field, parameter, list, rule or group.
    pub field: String,
    /// Chinese name of it.
    pub name: String,
    /// English name, as far as there is one.
    pub english: String,
    /// Whether it is a parameter.
    pub parameter: bool,
    /// What it means, or why it is not set.
    pub help: String,
    /// A person decides it.
    pub finding: bool,
    /// In one line.
    pub text: String,
}
