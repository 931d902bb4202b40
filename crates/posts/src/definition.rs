//! What the pack says about rounds (安置办法): `allocations.toml`. It must never let a register or a rule through that is not there.

use anye_forms::Words;
use anye_law::book::Book;
use anye_law::syntax::ast::RuleKind;
use anye_programmes::{Definitions, FieldKind};
use serde::Deserialize;

/// One kind of round.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allocation {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Articles it rests on, as `FS2020/16`.
    #[serde(default)]
    pub cite: Vec<String>,
    /// Register whose entries are the places.
    pub places: String,
    /// State of a place that is free.
    pub vacant: String,
    /// Field of the places' register that says what the place is.
    pub title: String,
    /// Register of those who hold places.
    pub holders: String,
    /// Field of the holders' register that names the place.
    pub into: String,
    /// State of a place that somebody holds.
    pub taken: String,
    /// Field of the holders' register that says that their identity was verified (实名核验): until then nobody holds the place.
    pub verified: String,
    /// Registers whose open entries are the candidates.
    pub candidates: Vec<String>,
    /// The ranking rule of the law.
    pub rule: String,
    /// Field of a person in which the rule looks for the lot.
    pub lot: String,
    /// What is looked at each night of those who hold places.
    #[serde(default)]
    pub check: Option<Check>,
    /// What the text leaves open.
    #[serde(default)]
    pub doubt: Vec<Words>,
}

/// A check of holders (在岗核查): who no longer stands in a register of candidates, whose term is over, whom the law sends away. What it finds, a person looks into.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The programme by which somebody leaves who no longer qualifies.
    pub programme: String,
    /// The rule of the law about a holder's entry that says who leaves, where it is in force.
    pub rule: String,
    /// Fields of the holders' register with the last day of a term; the latest counts.
    pub ends: Vec<String>,
    /// Days until somebody has looked into it.
    pub within_days: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    allocation: Vec<Allocation>,
}

/// Reads the file and holds it against registers and rules.
///
/// # Errors
/// Every thing that is wrong, a line each.
pub fn read(text: &str, definitions: &Definitions, book: &Book) -> Result<Vec<Allocation>, String> {
    let file: File = toml::from_str(text).map_err(|error| format!("allocations.toml: {error}"))?;
    let mut wrong = Vec::new();
    for one in &file.allocation {
        check(one, definitions, book, &mut |what: String| {
            wrong.push(format!("allocations.toml: {}: {what}", one.id));
        });
    }
    if wrong.is_empty() { Ok(file.allocation) } else { Err(wrong.join("\n")) }
}

fn check(one: &Allocation, definitions: &Definitions, book: &Book, tell: &mut dyn FnMut(String)) {
    match definitions.register(&one.places) {
        None => tell(format!("there is no register '{}'", one.places)),
        Some(places) => {
            for state in [&one.vacant, &one.taken] {
                if !places.states.iter().any(|own| own.id == *state && own.open) {
                    tell(format!("'{}' has no open state '{state}'", one.places));
                }
            }
            if places.moves.iter().any(|own| own.to == one.taken) {
                tell(format!("'{}' lets '{}' be set by hand, without a holder", one.places, one.taken));
            }
            if !places.fields.iter().any(|field| field.id == one.title) {
                tell(format!("'{}' has no field '{}'", one.places, one.title));
            }
        }
    }
    match definitions.register(&one.holders) {
        None => tell(format!("there is no register '{}'", one.holders)),
        Some(holders) => {
            if !holders.fields.iter().any(|field| field.id == one.verified) {
                tell(format!("'{}' has no field '{}'", one.holders, one.verified));
            }
            let leads = |field: &&anye_programmes::Field| {
                field.id == one.into && field.kind == FieldKind::Entry(one.places.clone())
            };
            if !holders.fields.iter().any(|field| leads(&field)) {
                tell(format!(
                    "'{}' has no field '{}' that names an entry of '{}'",
                    one.holders, one.into, one.places
                ));
            }
        }
    }
    if let Some(check) = &one.check {
        checked(one, check, definitions, book, tell);
    }
    for register in one.candidates.iter().filter(|id| definitions.register(id).is_none()) {
        tell(format!("there is no register '{register}'"));
    }
    match book.find_rule(&one.rule).map(|rule| book.rule(rule)) {
        Some(rule) if rule.kind == RuleKind::Ranking => {
            let subject = book.kind(rule.subject);
            if subject.id != "persons" {
                tell(format!("'{}' ranks {}, not persons", one.rule, subject.id));
            }
            if !subject.fields.iter().any(|field| field.id == one.lot) {
                tell(format!("persons have no field '{}'", one.lot));
            }
        }
        Some(_) => tell(format!("'{}' is no ranking", one.rule)),
        None => tell(format!("the law has no rule '{}'", one.rule)),
    }
}

fn checked(
    one: &Allocation,
    check: &Check,
    definitions: &Definitions,
    book: &Book,
    tell: &mut dyn FnMut(String),
) {
    if !definitions.programmes.iter().any(|own| own.id == check.programme) {
        tell(format!("there is no programme '{}'", check.programme));
    }
    if !(1..=366).contains(&check.within_days) {
        tell("'within_days' is no number of days".to_owned());
    }
    let holders = definitions.register(&one.holders);
    for end in &check.ends {
        let day = |field: &anye_programmes::Field| field.id == *end && field.kind == FieldKind::Date;
        if !holders.is_some_and(|own| own.fields.iter().any(day)) {
            tell(format!("'{}' has no day '{end}'", one.holders));
        }
    }
    match book.find_rule(&check.rule).map(|rule| book.kind(book.rule(rule).subject).id.as_str()) {
        None => tell(format!("the law has no rule '{}'", check.rule)),
        Some(kind) if holders.and_then(|own| own.thing()) != Some(kind) => {
            tell(format!("'{}' is about {kind}, not about entries of '{}'", check.rule, one.holders));
        }
        Some(_) => {}
    }
}
