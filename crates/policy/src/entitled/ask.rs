//! The next questions, with the result so far. Everything said travels in the form; nothing is kept.

use anye_base::Lang;
use anye_law::book::KindId;
use anye_law::decide::Facts;
use anye_web::extract::Form;
use anye_web::{Failed, Frame, Visitor, page};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::answers::Answers;
use super::field::{Question, group, question, said};
use super::outcome::{Result as Shown, result};
use super::run::run;
use super::start;
use crate::Policy;

#[derive(Template)]
#[template(path = "entitled_ask.html")]
struct AskPage {
    frame: Frame,
    sentence: String,
    hidden: Vec<(String, String)>,
    questions: Vec<Question>,
    /// Benefits of which only one can be had.
    groups: Vec<Question>,
    errors: Vec<(String, String)>,
    open: usize,
    only_result: bool,
    said: Vec<(String, String, String)>,
    shown: Shown,
}

/// Answers `POST /entitlements`.
pub async fn ask(
    State(policy): State<Policy>,
    visitor: Visitor,
    form: Form<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let book = policy.book();
    let mut answers = Answers::read(book, &form.data);
    let day = answers.day().filter(|_| answers.begun(book, &policy.core.settings.home_place));
    let Some(day) = day else { return Ok(start::form(&policy, &visitor, &answers, true)) };
    let chinese = visitor.lang() == Lang::Zh;
    let frame = Frame::new(&policy.core, &visitor, "/entitlements", visitor.texts.t("law-entitled-title"));
    let (facts, wrong) = facts(&policy, &mut answers, day, chinese)?;
    let found = run(book, &facts, &answers, chinese);
    let shown = result(&policy, &visitor, &frame, &found);
    let mut questions: Vec<Question> = Vec::new();
    for (kind, field, value, error) in &wrong {
        let mut again = question(&policy, &frame, &answers, *kind, *field);
        (again.value, again.error) = (value.clone(), Some(error.clone()));
        questions.push(again);
    }
    for (kind, field) in found.questions.iter().filter(|one| !wrong.iter().any(|bad| (bad.0, bad.1) == **one))
    {
        questions.push(question(&policy, &frame, &answers, *kind, *field));
    }
    let values = [
        ("place", policy.core.place_in(&answers.place, frame.as_of, frame.texts.lang)),
        ("on", answers.on.clone()),
        ("granted", shown.granted.len().to_string()),
        ("possible", shown.possible.len().to_string()),
        ("refused", shown.refused.len().to_string()),
    ];
    let groups: Vec<Question> = found.groups.iter().map(|id| group(&policy, &frame, *id)).collect();
    let only_result = wrong.is_empty() && (answers.result || (questions.is_empty() && groups.is_empty()));
    Ok(page(&AskPage {
        sentence: frame.texts.args("law-entitled-state", &values),
        hidden: answers.hidden(),
        errors: questions
            .iter()
            .filter_map(|one| Some((one.id.clone(), format!("{}:{}", one.label, one.error.as_ref()?))))
            .collect(),
        questions,
        groups,
        open: found.open,
        only_result,
        said: said(&policy, &frame, &answers),
        shown,
        frame,
    }))
}

/// An answer that cannot be used: which field, what was typed, what is wrong.
type Wrong = (KindId, u16, String, String);

/// The facts; answers that cannot be used are taken out and named.
fn facts(
    policy: &Policy,
    answers: &mut Answers,
    day: anye_law::day::Day,
    chinese: bool,
) -> Result<(Facts, Vec<Wrong>), Failed> {
    let book = policy.book();
    let mut wrong = Vec::new();
    let errors = match answers.facts(book, day) {
        Ok(facts) => return Ok((facts, wrong)),
        Err(errors) => errors,
    };
    for error in errors {
        let mut steps = error.path.split('.');
        let (kind, field) = (steps.next().unwrap_or_default(), steps.nth(1).unwrap_or_default());
        let Some(value) = answers.said.remove(&(kind.to_owned(), field.to_owned())) else { continue };
        let Some(id) = book.find_kind(kind) else { continue };
        let Some(at) = book.kind(id).find_field(field) else { continue };
        wrong.push((id, at, value, if chinese { error.zh } else { error.en }));
    }
    let facts = answers.facts(book, day).map_err(|errors| {
        anye_base::Fault::new(anye_base::ErrorKind::Invalid, "law_facts").log(format!("{errors:?}"))
    })?;
    Ok((facts, wrong))
}
