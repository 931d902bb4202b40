//! One run over what was said: decisions of all benefits that can apply at the place, and the questions that would settle most of them.

use std::collections::BTreeMap;

use anye_law::book::{Book, KindId, Node, NodeId, RuleId, RuleKind, Ty, covers};
use anye_law::decide::answer::Builder;
use anye_law::decide::{Engine, Facts, Force, Need, Outcome, Reason, Record, Status, Wishes};

use super::answers::Answers;
/// So many questions on a page.
const QUESTIONS: usize = 4;

/// What one benefit came to.
pub struct Found {
    /// The rule.
    pub rule: RuleId,
    /// In words.
    pub decision: anye_law::decide::answer::Decision,
    /// It counts records that nobody types into a form: the office has to look.
    pub counts_records: bool,
}

/// The whole run.
pub struct Run {
    /// Decisions, without those that cannot apply at the place.
    pub found: Vec<Found>,
    /// What to ask next.
    pub questions: Vec<(KindId, u16)>,
    /// How many questions are open in all.
    pub open: usize,
}

/// Runs all benefits.
pub fn run(book: &Book, facts: &Facts, answers: &Answers, chinese: bool) -> Run {
    let engine = Engine::new(book);
    let session = engine.session(facts, None);
    // Only what is about the asker: a person's school or city asks for itself.
    let own = answers.own_kinds(book);
    let rules: Vec<RuleId> = session
        .rules_with_subjects()
        .into_iter()
        .filter(|id| {
            let rule = book.rule(*id);
            rule.kind == RuleKind::Benefit
                && own.contains(&rule.subject)
                && covers(&rule.place, &answers.place)
        })
        .collect();
    let records = session.run(&rules, &Wishes::default());
    let builder = Builder { session: &session, chinese };
    let mut asked: BTreeMap<(KindId, u16), usize> = BTreeMap::new();
    let mut found = Vec::new();
    for record in &records {
        if matches!(record.standing.now, Force::Out(Reason::Place | Reason::Known)) {
            continue;
        }
        for need in session.needs(record) {
            let Need::Field { kind, row: Some(_), field } = need else { continue };
            let def = &book.kind(kind).fields[usize::from(field)];
            // What an office finds is no question for the asker.
            if !def.finding && can_be_asked(book, answers, kind, field) {
                *asked.entry((kind, field)).or_default() += 1;
            }
        }
        let counts_records = record.outcome != Outcome::Needs && leans_on_records(book, record);
        found.push(Found { rule: record.rule, decision: builder.decision(record), counts_records });
    }
    let mut order: Vec<((KindId, u16), usize)> = asked.into_iter().collect();
    order.sort_by_key(|(field, n)| (std::cmp::Reverse(*n), *field));
    let open = order.len();
    Run { found, questions: order.into_iter().take(QUESTIONS).map(|(field, _)| field).collect(), open }
}

/// Whether somebody can answer it: no relation, no period, and not answered before.
fn can_be_asked(book: &Book, answers: &Answers, kind: KindId, field: u16) -> bool {
    let def = book.kind(kind);
    let field = &def.fields[usize::from(field)];
    let simple = !matches!(field.ty, Ty::Thing(_) | Ty::Many(_) | Ty::Window);
    simple && !answers.said.contains_key(&(def.id.clone(), field.id.clone()))
}

/// Whether the outcome rests on counting records (hires, members …) that a form does not hold. An empty list is then no answer.
fn leans_on_records(book: &Book, record: &Record) -> bool {
    let rule = book.rule(record.rule);
    let failed = |ix: usize| matches!(record.clauses.get(ix), Some(Status::Failed));
    match record.outcome {
        Outcome::Refused => {
            let mut all = rule.clauses.iter().enumerate().filter(|(ix, _)| failed(*ix)).peekable();
            all.peek().is_some() && all.all(|(_, clause)| counts(book, record.rule, clause.test))
        }
        Outcome::Granted => {
            let tests = rule.clauses.iter().map(|clause| clause.test);
            tests.chain(rule.amount).chain(rule.months).any(|node| counts(book, record.rule, node))
        }
        _ => false,
    }
}

fn counts(book: &Book, rule: RuleId, node: NodeId) -> bool {
    match book.node(node) {
        Node::Aggregate { .. } | Node::Every(_) | Node::Members { .. } => true,
        Node::Local(ix) => counts(book, rule, book.rule(rule).locals[usize::from(*ix)].node),
        Node::Fulfils(other, of) => {
            counts(book, rule, *of)
                || book.rule(*other).clauses.iter().any(|clause| counts(book, *other, clause.test))
        }
        other => anye_law::scenario::children(other).into_iter().any(|child| counts(book, rule, child)),
    }
}
