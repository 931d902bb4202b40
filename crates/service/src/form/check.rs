//! Checking answers (核对): what is missing or cannot be read, field by field, and what the law would say. Nothing is kept.

use std::collections::BTreeSet;

use anye_base::{Date, Fault};
use anye_db::Read;
use anye_forms::Words;
use anye_law::book::Book;
use anye_law::decide::{Decision, Facts, Outcome};
use anye_law::syntax::ast::RuleKind;
use anye_policy::decision::{self, Wish};
use anye_programmes::{Effect, Programme, RuleUse, StepAct, StepRole};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Form, Slots, facts, form, slots, subject};
use crate::Service;
use crate::due::law_day;
use crate::model::{Answers, Application};

/// Something wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Trouble {
    /// Key of the question; empty: the whole.
    pub key: String,
    /// In words.
    #[schema(value_type = Object)]
    pub say: Words,
}

/// An application as it stands.
#[derive(Debug)]
pub struct Look {
    /// Its things.
    pub slots: Slots,
    /// Its form.
    pub form: Form,
    /// Its facts.
    pub facts: Value,
    /// What stops it from being sent.
    pub troubles: Vec<Trouble>,
    /// What the law would say today: programme, rule, decision. None where the facts cannot be read.
    pub answers: Vec<(String, String, Option<Decision>)>,
    /// Programmes that officers decide where no rule covers the place and day.
    by_officers: BTreeSet<String>,
}

impl Look {
    /// How the law stands to a programme: granted, refused, or not known.
    #[must_use]
    pub fn outcome(&self, programme: &Programme) -> Option<bool> {
        let of = |rule: &str| {
            let found = self.answers.iter().find(|(id, own, _)| *id == programme.id && own == rule);
            found.and_then(|(_, _, decision)| decision.as_ref()).map(|decision| decision.outcome)
        };
        granted(programme, self.by_officers.contains(&programme.id), &of)
    }

    /// Whether no rule of it is in force here today, so that officers decide.
    #[must_use]
    pub fn uncovered(&self, programme: &Programme) -> bool {
        let own = self.answers.iter().filter(|(id, ..)| *id == programme.id);
        let mut all = own.map(|(.., decision)| decision.as_ref().map(|one| one.outcome)).peekable();
        self.by_officers.contains(&programme.id)
            && all.peek().is_some()
            && all.all(|one| one == Some(Outcome::NotInForce))
    }
}

/// Whether officers decide a programme where no rule covers the place: what it decides is a finding, no benefit, nothing is paid by it, and a person takes the decision.
pub(crate) fn by_officers(book: &Book, programme: &Programme) -> bool {
    let finding = |used: &RuleUse| {
        book.find_rule(&used.rule).is_some_and(|id| book.rule(id).kind == RuleKind::Category)
    };
    let decides =
        programme.steps.iter().any(|step| step.role != StepRole::Law && step.acts.contains(&StepAct::Decide));
    decides
        && !programme.rules.is_empty()
        && programme.rules.iter().all(finding)
        && !programme.effects.iter().any(|effect| matches!(effect, Effect::Pay { .. }))
}

/// How several rules come out together: all that are required must grant, and of the others one at least. None: not known, or
/// no rule covers it here and officers decide.
pub(crate) fn granted(
    programme: &Programme,
    by_officers: bool,
    of: &dyn Fn(&str) -> Option<Outcome>,
) -> Option<bool> {
    if programme.rules.is_empty() {
        return None;
    }
    if by_officers && programme.rules.iter().all(|one| of(&one.rule) == Some(Outcome::NotInForce)) {
        return None;
    }
    let yes = |outcome: Option<Outcome>| match outcome {
        Some(Outcome::Granted) => Some(true),
        Some(Outcome::Refused | Outcome::NotInForce | Outcome::Excluded) => Some(false),
        _ => None,
    };
    let all = |required: bool| -> Vec<Option<bool>> {
        programme.rules.iter().filter(|one| one.required == required).map(|one| yes(of(&one.rule))).collect()
    };
    let (must, may) = (all(true), all(false));
    if must.contains(&Some(false)) {
        return Some(false);
    }
    if must.contains(&None) {
        return None;
    }
    match () {
        () if may.is_empty() || may.contains(&Some(true)) => Some(true),
        () if may.contains(&None) => None,
        () => Some(false),
    }
}

/// Looks at it on a day, reasons in English or Chinese, decisions of its own case left out of the ledger.
///
/// # Errors
/// The store's own.
pub async fn look(
    service: &Service,
    from: &mut impl Read,
    programmes: &[&Programme],
    application: &Application,
    on: Date,
    (english, but): (bool, &[String]),
) -> Result<Look, Fault> {
    let slots = slots(service, from, programmes, application, on).await?;
    let form = form(service, from, programmes, application, &slots).await?;
    let facts = facts(service, from, programmes, application, (&slots, &form), on, but).await?;
    let mut troubles = missing(&form, &application.answers);
    troubles.extend(entered(programmes, &application.answers));
    let mut answers = Vec::new();
    match Facts::read(service.book(), &facts, law_day(on)) {
        Err(errors) => {
            for error in errors {
                let key = form.ask(&error.path).map(|ask| ask.key.clone()).unwrap_or_default();
                troubles.push(Trouble { key, say: Words::new(error.zh, error.en) });
            }
        }
        Ok(_) => {
            for programme in programmes {
                for used in &programme.rules {
                    let Some(subject) = subject(service.book(), used, &slots) else {
                        answers.push((programme.id.clone(), used.rule.clone(), None));
                        continue;
                    };
                    let wish = wish(&used.rule, subject, &facts, on, english);
                    let answer = decision::answer(&service.policy, &wish, &facts)?;
                    answers.push((
                        programme.id.clone(),
                        used.rule.clone(),
                        answer.decisions.into_iter().next(),
                    ));
                }
            }
        }
    }
    let by_officers = programmes.iter().filter(|one| by_officers(service.book(), one));
    let by_officers = by_officers.map(|one| one.id.clone()).collect();
    Ok(Look { slots, form, facts, troubles, answers, by_officers })
}

/// What is asked of the law.
pub(crate) fn wish(rule: &str, subject: String, facts: &Value, on: Date, english: bool) -> Wish {
    Wish {
        facts: facts.clone(),
        on: law_day(on),
        known: None,
        benefit: rule.to_owned(),
        subject: Some(subject),
        supersedes: None,
        english,
    }
}

/// What must be answered and is not; a correction of what is known needs something that shows it.
fn missing(form: &Form, answers: &Answers) -> Vec<Trouble> {
    let said = |key: &str| answers.get(key).is_some_and(|text| !text.trim().is_empty());
    let mut all = Vec::new();
    for ask in form.asks().filter(|ask| ask.is_asked(answers)) {
        if ask.required && ask.known.is_none() && !said(&ask.key) {
            let say = Words::new(format!("请填写“{}”", ask.name.zh), format!("enter “{}”", ask.name.en));
            all.push(Trouble { key: ask.key.clone(), say });
        }
        if ask.known.is_some() && said(&ask.key) && !said(&format!("e.{}", ask.key)) {
            let zh = format!("更正“{}”要写明凭什么", ask.name.zh);
            let en = format!("say what shows the correction of “{}”", ask.name.en);
            all.push(Trouble { key: ask.key.clone(), say: Words::new(zh, en) });
        }
    }
    all
}

/// What the programmes' own fields cannot read.
fn entered(programmes: &[&Programme], answers: &Answers) -> Vec<Trouble> {
    let mut all = Vec::new();
    for programme in programmes {
        for field in &programme.fields {
            let own = [format!("f.{}.{}", programme.id, field.id), format!("f.{}", field.id)];
            let Some((key, said)) = own.iter().find_map(|key| Some((key, answers.get(key)?))) else {
                continue;
            };
            if let Err(wrong) = field.parse(said)
                && all.iter().all(|one: &Trouble| one.key != *key)
            {
                let zh = format!("{}:{}", field.name.zh, wrong.say.zh);
                let en = format!("{}: {}", field.name.en, wrong.say.en);
                all.push(Trouble { key: key.clone(), say: Words::new(zh, en) });
            }
        }
    }
    all
}
