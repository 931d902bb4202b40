//! Every case of every scenario of the pack, through the form and back: it must come out as the scenario says.

use anye_law::book::Book;
use anye_law::decide::{Outcome, Query, decide};
use anye_law::num::Num;
use anye_law::syntax::ast::{CaseItem, Expected, Node};
use anye_pack::{Pack, Source};

use super::draft::{Draft, SUBJECT};
use super::load;

/// What a browser sends for a form.
fn pairs(draft: &Draft) -> Vec<(String, String)> {
    let first = [("place", &draft.place), ("on", &draft.on), ("known", &draft.known), ("fund", &draft.fund)];
    let mut all: Vec<_> = first.into_iter().map(|(key, value)| (key.to_owned(), value.clone())).collect();
    for thing in &draft.things {
        let key = format!("{}.{}", thing.kind, thing.id);
        all.push((format!("t.{key}"), thing.copies.to_string()));
        all.extend(thing.said.iter().map(|(field, value)| (format!("f.{key}.{field}"), value.clone())));
    }
    all.extend(draft.params.iter().map(|(key, value)| (format!("p.{key}"), value.clone())));
    all.extend(draft.choices.iter().map(|(key, value)| (format!("c.{key}"), value.clone())));
    for (at, one) in draft.past.iter().enumerate() {
        let parts = [
            ("rule", &one.rule),
            ("of", &one.of),
            ("date", &one.date),
            ("to", &one.to),
            ("amount", &one.amount),
            ("months", &one.months),
        ];
        all.extend(parts.into_iter().map(|(part, value)| (format!("l.{at}.{part}"), value.clone())));
        if one.pending {
            all.push((format!("l.{at}.pending"), "yes".to_owned()));
        }
    }
    all
}

fn differs(book: &Book, draft: &Draft, rule: anye_law::book::RuleId, case: &CaseItem) -> Option<String> {
    let (on, known) = match draft.days() {
        Ok(days) => days,
        Err(at) => return Some(format!("no day: {at}")),
    };
    let facts = match draft.facts(book, rule, on) {
        Ok(facts) => facts,
        // Days in the wrong order: a scenario may say them, a person who types them is told so.
        Err(errors) if errors.iter().all(|error| error.code == "F023") => return None,
        Err(errors) => return Some(format!("{errors:?}")),
    };
    let query = Query { benefit: Some(rule), known, english: false, undecided: true };
    let answer = decide(book, &facts, &query).unwrap();
    let found = answer.decisions.iter().find(|one| one.subject.id == SUBJECT).unwrap();
    let wanted = match case.expect.outcome {
        Expected::Granted | Expected::Rank => Outcome::Granted,
        Expected::Refused => Outcome::Refused,
        Expected::NotInForce => Outcome::NotInForce,
        Expected::Excluded => Outcome::Excluded,
        Expected::Needs => Outcome::Needs,
        Expected::Conflict => Outcome::Conflict,
    };
    if found.outcome != wanted {
        return Some(format!("{:?} instead of {wanted:?}: {}", found.outcome, found.text));
    }
    if let Some(Node::Number { value, .. }) = case.expect.amount.as_ref().map(|expr| &*expr.node)
        && value.times(Num::int(100)) != found.amount_fen.map(Num::int)
    {
        return Some(format!("{:?} instead of {value}", found.amount));
    }
    if !case.expect.clauses.is_empty() && found.why.failed != case.expect.clauses {
        return Some(format!("{:?} instead of {:?}", found.why.failed, case.expect.clauses));
    }
    (case.expect.rank != found.rank && case.expect.rank.is_some()).then(|| format!("rank {:?}", found.rank))
}

#[test]
fn every_case_of_the_pack_goes_through_the_form() {
    let pack = Pack::load(&Source::Embedded).unwrap();
    let law = pack.law_unchecked();
    let book = &law.book;
    let (mut all, mut without, mut wrong) = (0, Vec::new(), Vec::new());
    for scenario in &law.scenarios {
        let rule = anye_law::scenario::find(book, scenario).unwrap();
        for case in &scenario.cases {
            all += 1;
            let name = format!("{} · {}", scenario.rule.value, case.title.value);
            let Some(draft) = load::draft(book, rule, scenario, case) else {
                without.push(name);
                continue;
            };
            let sent = Draft::read(book, &pairs(&draft));
            if sent != draft {
                wrong.push(format!(
                    "{name}: {} things are sent as {}",
                    draft.things.len(),
                    sent.things.len()
                ));
                continue;
            }
            if let Some(what) = differs(book, &sent, rule, case) {
                wrong.push(format!("{name}: {what}"));
            }
        }
    }
    assert!(all > 3_000, "{all}");
    assert!(
        without.len() < 10,
        "{} of {all} cannot be shown: {:#?}",
        without.len(),
        without.iter().take(20).collect::<Vec<_>>()
    );
    assert!(
        wrong.is_empty(),
        "{} of {all} come out otherwise: {:#?}",
        wrong.len(),
        wrong.iter().take(20).collect::<Vec<_>>()
    );
}
