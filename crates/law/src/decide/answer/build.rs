//! From a record of indices to a decision in words. It must never decide anything itself.

use super::super::engine::Session;
use super::super::facts::Facts;
use super::super::force::{Force, Reason};
use super::super::record::{Outcome, Record, Status, failing};
use super::clause::{Speaker, source};
use super::shape::{Citation, ClauseState, Decision, Interval, Output, Part, RuleRef, ThingRef, Why};
use super::show;
use crate::book::{Book, KindId, RuleId, Ty};
use crate::syntax::ast::{Cite, RuleKind};

/// Builds the words of decisions.
pub struct Builder<'s, 'a> {
    /// The evaluation.
    pub session: &'s Session<'a, Facts>,
    /// Chinese, else English.
    pub chinese: bool,
}

impl Builder<'_, '_> {
    pub(super) fn book(&self) -> &Book {
        self.session.book()
    }

    pub(super) fn rule(&self, id: RuleId) -> RuleRef {
        let rule = self.book().rule(id);
        RuleRef {
            name: rule.name.clone(),
            id: rule.id.clone(),
            kind: rule.kind,
            document: self
                .book()
                .documents
                .get(rule.document.ix())
                .map_or_else(String::new, |doc| doc.id.clone()),
            english: rule.english.clone(),
            covers: rule.covers.clone(),
        }
    }

    pub(super) fn thing(&self, kind: KindId, row: u32) -> ThingRef {
        let def = self.book().kind(kind);
        let id = self.session.things().id(kind, row).unwrap_or_default().to_owned();
        ThingRef { kind: def.id.clone(), id, name: def.name.clone() }
    }

    pub(super) fn cites(&self, cites: &[Cite]) -> Vec<Citation> {
        let one = |cite: &Cite| Citation {
            document: cite.document.clone(),
            article: cite.article.clone(),
            rest: cite.rest.clone(),
            text: show::cite(cite, self.chinese),
        };
        cites.iter().map(one).collect()
    }

    /// The decision in words.
    #[must_use]
    pub fn decision(&self, record: &Record) -> Decision {
        let rule = self.book().rule(record.rule);
        let granted = record.outcome == Outcome::Granted;
        let (clauses, eligible, why) = self.reasons(record);
        let holds = match record.outcome {
            _ if rule.kind != RuleKind::Category => None,
            Outcome::Granted => Some(true),
            Outcome::Refused | Outcome::NotInForce | Outcome::Excluded => Some(false),
            _ => None,
        };
        let mut decision = Decision {
            rule: self.rule(record.rule),
            subject: self.thing(rule.subject, record.row),
            payee: match (record.payee, rule.payee) {
                (Some((kind, row)), _) => Some(self.thing(kind, row)),
                (None, None) => Some(self.thing(rule.subject, record.row)),
                (None, Some(_)) => None,
            },
            outcome: record.outcome,
            eligible,
            holds,
            amount_fen: record.fen.filter(|_| granted),
            amount: record.fen.filter(|_| granted).map(show::yuan),
            capped: record.capped && granted,
            months: record.months.filter(|_| granted).map(show::number),
            starts: record.starts.filter(|_| granted),
            ends: record.ends.filter(|_| granted),
            // What a calculation has found is worth knowing although another of its values is not.
            outputs: if granted || (record.outcome == Outcome::Needs && eligible == Some(true)) {
                self.outputs(record)
            } else {
                Vec::new()
            },
            split: record
                .split
                .iter()
                .filter(|_| granted)
                .map(|(who, fen)| Part { who: who.clone(), fen: *fen, amount: show::yuan(*fen) })
                .collect(),
            fund: record.fund.clone().filter(|_| granted),
            rank: record.rank.map(|rank| rank.place),
            tied: record.rank.is_some_and(|rank| rank.tied),
            clauses,
            base_day: record.standing.day,
            interval: Interval { from: record.standing.from, to: record.standing.to },
            why,
            basis: self.cites(&rule.basis),
            papers: rule.papers.clone(),
            apply_at: rule.apply_at.clone(),
            instead: rule.instead.iter().map(|other| self.rule(*other)).collect(),
            doubts: self.doubts(record.rule),
            text: String::new(),
        };
        decision.text = super::text::line(&decision, self.chinese);
        decision
    }

    /// The rule's own doubts, and the conflicts nobody has decided.
    fn doubts(&self, id: RuleId) -> Vec<String> {
        let mut doubts = self.book().rule(id).doubts.clone();
        for conflict in self.book().conflicts.iter().filter(|one| one.open && one.members.contains(&id)) {
            doubts.push(if self.chinese {
                format!("冲突待定:{}", conflict.name)
            } else {
                format!("undecided conflict: {}", conflict.english)
            });
        }
        doubts
    }

    fn outputs(&self, record: &Record) -> Vec<Output> {
        let rule = self.book().rule(record.rule);
        let one = |(ix, value): &(u16, crate::book::Val)| {
            let local = &rule.locals[usize::from(*ix)];
            Output {
                name: local.name.clone(),
                id: local.id.clone(),
                value: show::json(self.book(), local.ty, value),
                unit: unit(self.book(), local.ty, self.chinese),
                text: show::words(self.book(), local.ty, value, self.chinese),
            }
        };
        record.outputs.iter().map(one).collect()
    }

    /// Clauses, whether all hold, and why it is not a grant. For a rule not in force the clauses are looked at here: they say what would have been.
    fn reasons(&self, record: &Record) -> (Vec<ClauseState>, Option<bool>, Why) {
        let rule = self.book().rule(record.rule);
        let mut statuses = record.clauses.clone();
        let mut eligible = record.eligible;
        let mut why = Why::default();
        if let Force::Out(reason) = record.standing.now {
            let mut frame = self.session.frame(record.rule, record.row);
            eligible = self.session.clauses(&mut frame, record.rule, &mut statuses).unwrap_or(None);
            let (word, by) = match reason {
                Reason::Place => ("place", None),
                Reason::Known => ("known", None),
                Reason::Time => ("time", None),
                Reason::Replaced(by) => ("replaced", Some(self.rule(by))),
            };
            (why.not_in_force, why.replaced_by) = (Some(word), by);
        }
        if record.outcome == Outcome::Refused {
            why.failed = failing(rule, &statuses).map(|at| rule.clauses[usize::from(at)].number).collect();
        }
        why.excluded = record.excluded.as_ref().map(|by| self.excluded(by));
        why.needs = self.session.needs(record).into_iter().map(|need| self.need(need)).collect();
        why.error = self.error(record);
        (self.clause_states(record, &statuses), eligible, why)
    }

    fn clause_states(&self, record: &Record, statuses: &[Status]) -> Vec<ClauseState> {
        let rule = self.book().rule(record.rule);
        let speaker = Speaker::new(self.session, record.rule, self.chinese);
        let mut frame = self.session.frame(record.rule, record.row);
        let any = |at: usize| {
            rule.blocks.iter().any(|block| {
                block.any && (usize::from(block.clauses.0)..usize::from(block.clauses.1)).contains(&at)
            })
        };
        let states = rule.clauses.iter().zip(statuses).enumerate();
        states
            .map(|(at, (clause, status))| ClauseState {
                number: clause.number,
                label: clause.label.clone(),
                text: source(self.book(), clause.span),
                status: *status,
                any: any(at),
                values: speaker.values(&mut frame, clause.test),
                reason: speaker.reason(&mut frame, clause, *status),
                basis: self.cites(if clause.basis.is_empty() { &rule.basis } else { &clause.basis }),
            })
            .collect()
    }
}

/// The unit of a type, or its name.
#[must_use]
pub fn unit(book: &Book, ty: Ty, chinese: bool) -> String {
    let pick = |zh: &str, en: &str| (if chinese { zh } else { en }).to_owned();
    match ty {
        Ty::Bool => pick("是否", "yes or no"),
        Ty::Num(dim) => dim.words(chinese),
        Ty::Date => pick("日期", "date"),
        Ty::Month => pick("年月", "month"),
        Ty::Text => pick("文本", "text"),
        Ty::Window => pick("时期", "period"),
        Ty::Enum(id) => book.enums.get(id.ix()).map_or_else(String::new, |def| pick(&def.name, &def.id)),
        Ty::Thing(kind) | Ty::Many(kind) => show::kind(book, kind, chinese).to_owned(),
    }
}
