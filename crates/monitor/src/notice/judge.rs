//! What the rules say about a notice (裁员规则判定): every rule of the kind is asked, and none is known here by name. Pure.

use anye_casework::model::Words;
use anye_law::book::{Book, ParamId, RelationKind, RuleId, Ty, Val};
use anye_law::day::Day;
use anye_law::decide::answer::show;
use anye_law::decide::{Answer, Decision, FactError, Facts, Outcome, Query, Status, decide, reads};
use serde_json::{Map, Value, json};

use super::model::{Answers, Boundary, Came, Given, Judgement, Known, Needed, Part, Verdict};
use super::setting::Setting;

/// Ids of the things in the facts.
const OWN: &str = "1";
const FIRM: &str = "e";

/// The facts of a notice as the law reads them.
pub fn facts(setting: &Setting, known: &Known, answers: &Answers) -> Value {
    let text = |all: &std::collections::BTreeMap<String, String>| -> Map<String, Value> {
        all.iter().map(|(id, value)| (id.clone(), Value::from(value.clone()))).collect()
    };
    let mut own = text(&answers.fields);
    own.insert(setting.employer.clone(), FIRM.into());
    let mut firm = text(&answers.judged);
    for (field, fact) in &setting.register {
        if let Some(value) = registered(setting, known, fact) {
            firm.insert(field.clone(), value);
        }
    }
    let mut batches = Map::new();
    for (at, batch) in answers.batches.iter().enumerate() {
        let mut row = text(batch);
        row.insert(setting.batch.plan.clone(), OWN.into());
        batches.insert(format!("b{}", at + 1), row.into());
    }
    let mut all = Map::new();
    all.insert("place".to_owned(), known.place.get(..6).unwrap_or(&known.place).into());
    all.insert(setting.kind.clone(), json!({ OWN: own }));
    all.insert("employers".to_owned(), json!({ FIRM: firm }));
    if !batches.is_empty() {
        all.insert(setting.batch.kind.clone(), batches.into());
    }
    all.into()
}

fn registered(setting: &Setting, known: &Known, fact: &str) -> Option<Value> {
    match fact {
        "staff" => known.staff.map(Value::from),
        "above_scale" => Some(known.above_scale.into()),
        "ownership" => setting.ownership_of(&known.ownership).map(Value::from),
        "name" => Some(known.name.clone().into()),
        _ => None,
    }
}

/// Persons in tenths of a percent of the staff, rounded half up; none where either is not known.
pub fn share(persons: Option<i64>, staff: Option<i64>) -> Option<i64> {
    let (persons, staff) = (persons?, staff.filter(|staff| *staff > 0)?);
    Some((persons.checked_mul(2_000)? + staff) / (2 * staff))
}

/// Asks every rule.
///
/// # Errors
/// What was answered cannot be read.
pub fn judge(
    book: &Book,
    setting: &Setting,
    known: &Known,
    answers: &Answers,
    on: Day,
) -> Result<Judgement, Vec<FactError>> {
    let all = facts(setting, known, answers);
    let read = Facts::read(book, &all, on)?;
    let ask = |facts: &Facts, english: bool| -> Result<Answer, Vec<FactError>> {
        decide(book, facts, &Query { english, undecided: true, ..Query::default() }).map_err(|one| vec![one])
    };
    let (zh, en) = (ask(&read, false)?, ask(&read, true)?);
    let mut verdicts = Vec::new();
    for rule in setting.rules(book) {
        let id = &book.rule(rule).id;
        let own = |answer: &Answer| {
            answer.decisions.iter().find(|one| one.rule.id == *id && one.subject.id == OWN).cloned()
        };
        let (Some(zh), Some(en)) = (own(&zh), own(&en)) else { continue };
        let mut found = verdict(book, setting, rule, &zh, &en);
        found.boundaries = boundaries(book, &all, on, rule, &zh, known)?;
        verdicts.push(found);
    }
    settle(book, &mut verdicts, &setting.opens);
    let persons = answers.field(&setting.persons).parse().ok();
    let came =
        |ids: &[String], came: Came| verdicts.iter().any(|one| ids.contains(&one.rule) && one.came == came);
    let needed = match () {
        () if came(&setting.report, Came::Yes) => Needed::Required,
        () if came(&setting.report, Came::Needs) => Needed::Needs,
        () => Needed::NotRequired,
    };
    let opens = came(&setting.opens, Came::Yes) || came(&setting.opens, Came::Needs);
    let breaches = verdicts.iter().filter(|one| is_breach(one)).map(|one| one.rule.clone()).collect();
    Ok(Judgement {
        rule_book: zh.rule_book,
        on: on.to_string(),
        ahead: answers.field(&setting.day) > on.to_string().as_str(),
        needed,
        opens,
        breaches,
        share: share(persons, known.staff),
        verdicts,
    })
}

/// A duty that does not hold, or a figure that had to be yes and is not.
fn is_breach(one: &Verdict) -> bool {
    match one.part {
        Part::Duty => one.came == Came::No,
        Part::Figure => one.came == Came::No && one.gives.iter().any(|given| given.alarm),
        _ => false,
    }
}

fn part(setting: &Setting, id: &str) -> Part {
    let is = |all: &[String]| all.iter().any(|one| one == id);
    match () {
        () if is(&setting.report) => Part::Report,
        () if is(&setting.opens) => Part::Procedure,
        () if is(&setting.duties) => Part::Duty,
        () if is(&setting.reminders) => Part::Reminder,
        () => Part::Figure,
    }
}

fn verdict(book: &Book, setting: &Setting, rule: RuleId, zh: &Decision, en: &Decision) -> Verdict {
    let def = book.rule(rule);
    let part = part(setting, &def.id);
    let gives = gives(setting, &def.id, zh, en);
    let came = match zh.outcome {
        Outcome::Granted if part == Part::Figure => {
            if gives.iter().any(|one| one.alarm && one.raw == Value::Bool(false)) {
                Came::No
            } else {
                Came::Yes
            }
        }
        Outcome::Granted => Came::Yes,
        Outcome::Refused | Outcome::Excluded if part == Part::Figure => Came::Idle,
        Outcome::Refused | Outcome::Excluded => Came::No,
        Outcome::NotInForce => Came::Idle,
        Outcome::Needs | Outcome::Conflict | Outcome::Error => Came::Needs,
    };
    let english = if def.english.is_empty() { def.id.replace('_', " ") } else { def.english.clone() };
    let state = |status: Status| match status {
        Status::Held => "held",
        Status::Failed => "failed",
        Status::Unknown | Status::Fault => "unknown",
    };
    let clause =
        |(zh, en): (&anye_law::decide::answer::ClauseState, &anye_law::decide::answer::ClauseState)| {
            let label = if zh.label.is_empty() { zh.text.clone() } else { zh.label.clone() };
            let values =
                if zh.values.is_empty() { String::new() } else { format!("({})", zh.values.join(",")) };
            let own =
                if en.values.is_empty() { String::new() } else { format!(" ({})", en.values.join(", ")) };
            let english = en.text.replace('_', " ");
            (Words::new(format!("{label}{values}"), format!("{english}{own}")), state(zh.status).to_owned())
        };
    let need = |zh: &anye_law::decide::answer::NeedRef| {
        let english = setting.english.get(&zh.field).cloned().unwrap_or_else(|| zh.field.replace('_', " "));
        (zh.field.clone(), Words::new(&zh.name, english))
    };
    Verdict {
        rule: def.id.clone(),
        name: Words::new(&def.name, english),
        document: zh.rule.document.clone(),
        basis: def
            .basis
            .iter()
            .map(|cite| Words::new(show::cite(cite, true), show::cite(cite, false)))
            .collect(),
        covers: def.covers.clone(),
        part,
        came,
        clauses: zh.clauses.iter().zip(&en.clauses).map(clause).collect(),
        gives,
        needs: zh.why.needs.iter().map(need).collect(),
        doubts: def.doubts.clone(),
        boundaries: Vec::new(),
    }
}

fn gives(setting: &Setting, rule: &str, zh: &Decision, en: &Decision) -> Vec<Given> {
    let flagged = |all: &std::collections::BTreeMap<String, Vec<String>>, id: &str| {
        all.get(rule).is_some_and(|ids| ids.iter().any(|one| one == id))
    };
    let one = |(zh, en): (&anye_law::decide::answer::Output, &anye_law::decide::answer::Output)| Given {
        alarm: match zh.value {
            Value::Bool(true) => flagged(&setting.flags, &zh.id),
            Value::Bool(false) => flagged(&setting.met, &zh.id),
            _ => false,
        },
        id: zh.id.clone(),
        name: Words::new(&zh.name, zh.id.replace('_', " ")),
        value: Words::new(&zh.text, &en.text),
        raw: zh.value.clone(),
    };
    zh.outputs.iter().zip(&en.outputs).map(one).collect()
}

/// A rule that depends on another says nothing where that one does not hold, and duties say nothing where no rule opens a case.
fn settle(book: &Book, verdicts: &mut [Verdict], opens: &[String]) {
    let came: Vec<(String, Came)> = verdicts.iter().map(|one| (one.rule.clone(), one.came)).collect();
    let is = |id: &str, what: Came| came.iter().any(|(rule, came)| rule == id && *came == what);
    let nothing = opens.iter().all(|id| is(id, Came::No) || is(id, Came::Idle));
    for one in verdicts {
        if nothing && one.part == Part::Duty {
            one.came = Came::Idle;
        }
        let Some(rule) = book.find_rule(&one.rule) else { continue };
        let mut on = book.rule(rule).relations.iter().filter(|it| it.kind == RelationKind::DependsOn);
        if on.any(|it| is(&book.rule(it.rule).id, Came::No)) {
            one.came = Came::Idle;
        }
    }
}

/// Yes-no parameters that the rule reads itself, and whether the other value would change what it says.
fn boundaries(
    book: &Book,
    all: &Value,
    on: Day,
    rule: RuleId,
    now: &Decision,
    known: &Known,
) -> Result<Vec<Boundary>, Vec<FactError>> {
    let mut found = Vec::new();
    for param in reads(book, rule).params {
        let def = &book.params[param.ix()];
        if def.ty != Ty::Bool {
            continue;
        }
        let place = known.place.get(..6).unwrap_or(&known.place);
        let value = book.param_value(param, place, on).map(|one| one.value.clone()).unwrap_or(Val::Unknown);
        let other = Val::Bool(!matches!(value, Val::Bool(true)));
        found.push(Boundary {
            parameter: def.id.clone(),
            name: Words::new(
                &def.name,
                if def.english.is_empty() { def.id.replace('_', " ") } else { def.english.clone() },
            ),
            note: def.note.clone(),
            value: Words::new(
                show::words(book, def.ty, &value, true),
                show::words(book, def.ty, &value, false),
            ),
            decides: with(book, all, on, rule, param, other)?.is_some_and(|then| then != now.outcome),
        });
    }
    Ok(found)
}

fn with(
    book: &Book,
    all: &Value,
    on: Day,
    rule: RuleId,
    param: ParamId,
    value: Val,
) -> Result<Option<Outcome>, Vec<FactError>> {
    let mut facts = Facts::read(book, all, on)?;
    facts.set_param(param, value);
    facts.finish();
    let asked = Query { benefit: Some(rule), undecided: true, ..Query::default() };
    let found = decide(book, &facts, &asked).map_err(|one| vec![one])?;
    Ok(found.decisions.into_iter().find(|one| one.subject.id == OWN).map(|one| one.outcome))
}
