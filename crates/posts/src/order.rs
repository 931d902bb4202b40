//! The order of the law (排序): facts and lots in, rank and reasons of each out. It must never rank by anything but the rule and the lot.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use anye_base::{ErrorKind, Fault};
use anye_law::book::{Book, RuleId};
use anye_law::day::Day;
use anye_law::decide::answer::{Builder, Speaker, records};
use anye_law::decide::{Engine, Facts, Force, Outcome, Query, Record, Session, Things as _};
use anye_policy::decision::wrong;
use serde_json::{Map, Value, json};

/// How one candidate stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The person.
    pub person: String,
    /// granted, refused, needs …
    pub outcome: String,
    /// From 1, for those admitted.
    pub rank: Option<u32>,
    /// Shared with somebody.
    pub tied: bool,
    /// Clauses and sentence in both languages; those of whom the same is said share them.
    pub reasons: Arc<Value>,
}

/// Ranks persons by a rule: `facts` as the law's facts files are written, `lots` by person.
///
/// # Errors
/// Facts that do not fit the dictionary, or no such rule.
pub fn order(
    book: &Book,
    rule: &str,
    mut facts: Value,
    (lot, lots): (&str, &[(String, i64)]),
    (place, on): (&str, Day),
) -> Result<Vec<Placed>, Fault> {
    let rule = book
        .find_rule(rule)
        .ok_or_else(|| Fault::new(ErrorKind::Invalid, "law_no_rule").arg("name", rule))?;
    let root = facts.as_object_mut().ok_or_else(|| Fault::internal("facts are no object"))?;
    root.insert("place".to_owned(), json!(place));
    let persons = root.entry("persons").or_insert_with(|| Value::Object(Map::new()));
    for (person, number) in lots {
        if let Some(persons) = persons.as_object_mut() {
            persons.entry(person.clone()).or_insert_with(|| json!({}))[lot] = json!(number);
        }
    }
    let read = Facts::read(book, &facts, on).map_err(|errors| wrong(&errors, false))?;
    // So many small pieces take long to give back: that is done beside, and nobody waits for it.
    std::thread::spawn(move || drop(facts));
    let engine = Engine::new(book);
    let session = engine.session(&read, None);
    let query = Query { benefit: Some(rule), known: None, english: false, undecided: true };
    let decided = records(&session, &read, &query).map_err(|error| wrong(&[error], false))?;
    let wanted: HashSet<&str> = lots.iter().map(|(person, _)| person.as_str()).collect();
    let kind = book.rule(rule).subject;
    let said = [Said::new(&session, rule, true), Said::new(&session, rule, false)];
    let mut placed = Vec::with_capacity(lots.len());
    let mut alike: HashMap<Vec<String>, Arc<Value>> = HashMap::new();
    for record in &decided {
        let Some(person) = read.id(kind, record.row).filter(|id| wanted.contains(id)) else { continue };
        placed.push(Placed {
            person: person.to_owned(),
            outcome: word(&record.outcome),
            rank: record.rank.map(|rank| rank.place),
            tied: false,
            reasons: shared(&said, record, &mut alike),
        });
    }
    placed.sort_by(|a, b| (a.rank.is_none(), a.rank, &a.person).cmp(&(b.rank.is_none(), b.rank, &b.person)));
    renumber(&mut placed);
    Ok(placed)
}

/// The reasons of a record in both languages, made once for all of whom the same is said: what is said of a clause in one language says what is said in the other.
fn shared(
    said: &[Said<'_, '_>; 2],
    record: &Record,
    alike: &mut HashMap<Vec<String>, Arc<Value>>,
) -> Arc<Value> {
    let both = || Arc::new(json!({ "zh": said[0].reasons(record), "en": said[1].reasons(record) }));
    match said[0].sentences(record) {
        Some(sentences) => Arc::clone(alike.entry(sentences).or_insert_with(both)),
        None => both(),
    }
}

/// A thing that a rule grants, with its clauses in both languages.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    /// The thing.
    pub id: String,
    /// Clauses and basis in both languages.
    pub reasons: Value,
}

/// Those of these facts that a rule grants. What is not known of somebody grants nothing.
///
/// # Errors
/// Facts that do not fit the dictionary, or no such rule.
pub fn met(book: &Book, rule: &str, mut facts: Value, (place, on): (&str, Day)) -> Result<Vec<Met>, Fault> {
    let none = || Fault::new(ErrorKind::Invalid, "law_no_rule").arg("name", rule);
    let rule = book.find_rule(rule).ok_or_else(none)?;
    let root = facts.as_object_mut().ok_or_else(|| Fault::internal("facts are no object"))?;
    root.insert("place".to_owned(), json!(place));
    let read = Facts::read(book, &facts, on).map_err(|errors| wrong(&errors, false))?;
    let kind = book.rule(rule).subject;
    if read.count(kind) == 0 {
        return Ok(Vec::new());
    }
    let engine = Engine::new(book);
    let session = engine.session(&read, None);
    let query = Query { benefit: Some(rule), known: None, english: false, undecided: true };
    let decided = records(&session, &read, &query).map_err(|error| wrong(&[error], false))?;
    let said = [Said::new(&session, rule, true), Said::new(&session, rule, false)];
    let granted = decided.iter().filter(|record| record.outcome == Outcome::Granted);
    let one = |record: &Record| {
        let id = read.id(kind, record.row)?.to_owned();
        Some(Met { id, reasons: json!({ "zh": said[0].reasons(record), "en": said[1].reasons(record) }) })
    };
    Ok(granted.filter_map(one).collect())
}

/// Members of a candidate's household are in the facts too, and are ranked beside them: the ranks of the candidates alone.
fn renumber(placed: &mut [Placed]) {
    let ranks: Vec<Option<u32>> = placed.iter().map(|one| one.rank).collect();
    let mut number = 0;
    for (at, one) in placed.iter_mut().enumerate() {
        let Some(rank) = ranks[at] else { break };
        let same = |other: Option<&Option<u32>>| other.copied().flatten() == Some(rank);
        let before = at > 0 && same(ranks.get(at - 1));
        if !before {
            number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        }
        one.rank = Some(number);
        one.tied = before || same(ranks.get(at + 1));
    }
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Clauses in words of one language. The words of a whole decision are made only where a rule is not in force: with so many candidates they would take longer than the ranking.
struct Said<'s, 'a> {
    builder: Builder<'s, 'a>,
    speaker: Speaker<'s, 'a>,
    rule: RuleId,
    basis: Vec<String>,
}

impl<'s, 'a> Said<'s, 'a> {
    fn new(session: &'s Session<'a, Facts>, rule: RuleId, chinese: bool) -> Self {
        let cites = &session.book().rule(rule).basis;
        let basis = cites.iter().map(|one| anye_law::decide::answer::show::cite(one, chinese)).collect();
        let speaker = Speaker::new(session, rule, chinese);
        Self { builder: Builder { session, chinese }, speaker, rule, basis }
    }

    fn reasons(&self, record: &Record) -> Value {
        let clauses = if matches!(record.standing.now, Force::Out(_)) {
            let whole = self.builder.decision(record);
            let row = |one: &anye_law::decide::answer::ClauseState| {
                clause(one.number, &one.label, &one.reason, &word(&one.status))
            };
            whole.clauses.iter().map(row).collect()
        } else {
            self.clauses(record)
        };
        json!({ "clauses": Value::Array(clauses), "basis": self.basis })
    }

    /// What is said of each clause, with how it stands; none where the rule is not in force.
    fn sentences(&self, record: &Record) -> Option<Vec<String>> {
        if matches!(record.standing.now, Force::Out(_)) {
            return None;
        }
        let session = self.builder.session;
        let rule = session.book().rule(self.rule);
        let mut frame = session.frame(self.rule, record.row);
        let both = rule.clauses.iter().zip(&record.clauses);
        let said = both.map(|(one, status)| {
            let mut text = self.speaker.reason(&mut frame, one, *status);
            text.push(char::from(b'0' + *status as u8));
            text
        });
        Some(said.collect())
    }

    fn clauses(&self, record: &Record) -> Vec<Value> {
        let session = self.builder.session;
        let rule = session.book().rule(self.rule);
        let mut frame = session.frame(self.rule, record.row);
        let both = rule.clauses.iter().zip(&record.clauses);
        both.map(|(one, status)| {
            clause(one.number, &one.label, &self.speaker.reason(&mut frame, one, *status), &word(status))
        })
        .collect()
    }
}

fn clause(number: u32, label: &str, reason: &str, status: &str) -> Value {
    json!({ "number": number, "label": label, "reason": reason, "status": status })
}
