//! What is checked before a notice is kept (报告校验): lengths, fields that only the office fills in, the reason of a change.

use anye_access::Caller;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_law::decide::FactError;
use anye_reporting::law_day;

use super::super::judge;
use super::super::model::{Answers, Judgement, Known, Notice};
use super::super::setting::Setting;
use crate::Monitor;

/// The longest answer.
pub(super) const LONGEST: usize = 500;

/// So many batches at most.
pub(super) const MOST_BATCHES: usize = 60;

pub(super) fn judged(
    monitor: &Monitor,
    setting: &Setting,
    known: &Known,
    answers: &Answers,
    caller: &Caller<'_>,
) -> Result<Judgement, Fault> {
    bounded(answers)?;
    let on = law_day(caller.world.today()).ok_or_else(|| Fault::internal("today is no day"))?;
    judge::judge(&monitor.book(), setting, known, answers, on).map_err(|errors| unread(setting, &errors))
}

pub(super) fn bounded(answers: &Answers) -> Result<(), Fault> {
    let all = answers.fields.values().chain(answers.judged.values());
    let long =
        all.chain(answers.batches.iter().flat_map(|one| one.values())).any(|it| it.chars().count() > LONGEST);
    if long || answers.batches.len() > MOST_BATCHES {
        return Err(Fault::new(ErrorKind::Invalid, "notice_long")
            .arg("most", LONGEST)
            .arg("batches", MOST_BATCHES));
    }
    Ok(())
}

/// What the law could not read, field by field.
pub(super) fn unread(setting: &Setting, errors: &[FactError]) -> Fault {
    let mut fault = Fault::new(ErrorKind::Invalid, "notice_unread");
    for error in errors {
        let at = match error.path.split('.').collect::<Vec<_>>().as_slice() {
            [kind, _, field, ..] if *kind == setting.kind => format!("f.{field}"),
            [kind, row, field, ..] if *kind == setting.batch.kind => {
                let row: usize = row.trim_start_matches('b').parse().unwrap_or(1);
                format!("b.{}.{field}", row - 1)
            }
            [_, _, field, ..] => format!("e.{field}"),
            _ => String::new(),
        };
        fault = fault.field(FieldFault::new(at, "notice_value").arg("zh", &error.zh).arg("en", &error.en));
    }
    fault
}

/// What an employer's account may not answer is taken from what the office said before.
pub(super) fn allowed(
    setting: &Setting,
    mut answers: Answers,
    before: Option<&Answers>,
    office: bool,
) -> Answers {
    if office {
        return answers;
    }
    let keep = |all: &mut std::collections::BTreeMap<String, String>,
                old: Option<&std::collections::BTreeMap<String, String>>,
                is: &dyn Fn(&str) -> bool| {
        all.retain(|id, _| !is(id));
        all.extend(
            old.into_iter().flatten().filter(|(id, _)| is(id)).map(|(id, value)| (id.clone(), value.clone())),
        );
    };
    let theirs = |id: &str| {
        setting.office.iter().any(|one| one == id) || id == setting.filed.day || id == setting.filed.done
    };
    keep(&mut answers.fields, before.map(|one| &one.fields), &theirs);
    keep(&mut answers.judged, before.map(|one| &one.judged), &|_| true);
    answers
}

pub(super) fn reason(notice: &Notice, why: &str) -> Result<String, Fault> {
    let why = why.trim();
    if notice.version > 0 && (why.is_empty() || why.chars().count() > LONGEST) {
        let field = FieldFault::new("why", "notice_why").arg("most", LONGEST);
        return Err(Fault::new(ErrorKind::Invalid, "notice_unread").field(field));
    }
    Ok(why.to_owned())
}
