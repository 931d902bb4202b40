//! What a report answers while one types: computed cells, what is wrong or doubtful, and the draft saved. For the script of the page; without it
//! the page saves and checks as a whole.

use std::collections::BTreeMap;

use anye_base::world::china_minute;
use anye_forms::{Form, parse_decimal};
use anye_web::extract::Form as Sent;
use anye_web::{Asking, Failed, Texts, Visitor};
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;

use super::entered::{Entered, entered};
use super::routes::Desk;
use super::sheet::{doubt_said, worked_out};
use crate::report::{self, Checking, KeptDoubt, Reasons, check_of, kept};
use crate::reporter;

/// Something about an item.
#[derive(Debug, Serialize)]
pub struct At {
    /// The item.
    pub item: String,
    /// The check; empty where the text could not be read.
    pub check: String,
    /// It stops the report.
    pub error: bool,
    /// In words.
    pub said: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

/// The answer.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// The report's version now.
    pub version: i64,
    /// When the draft was saved, where it was.
    pub saved_at: Option<String>,
    /// Cells that fill themselves in.
    pub computed: BTreeMap<String, String>,
    /// What is wrong or doubtful.
    pub at: Vec<At>,
    /// Items without which it does not count as filed.
    pub incomplete: Vec<String>,
}

fn answer(texts: &Texts, read: &Entered, doubts: &[KeptDoubt]) -> Vec<At> {
    let wrong = read.wrong.iter().map(|(item, said, suggestion)| At {
        item: item.clone(),
        check: String::new(),
        error: true,
        said: said.clone(),
        suggestion: suggestion.clone(),
    });
    let told = doubts.iter().map(|doubt| At {
        item: doubt.items.first().cloned().unwrap_or_default(),
        check: doubt.check.clone(),
        error: doubt.error,
        said: doubt_said(texts, doubt),
        suggestion: None,
    });
    wrong.chain(told).collect()
}

/// Answers `POST /reports/{id}/check`: what would be told; nothing is saved.
pub async fn check(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Json<Answer>, Failed> {
    let reporting = &desk.reporting;
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(None);
    let mut db = &reporting.core.db;
    let there = report::readable(&caller, &mut db, &id).await?;
    let (form, period) = reporting.form_period(&there.form, &there.period)?;
    let read = entered(form, &sent.data, visitor.texts.lang);
    let (_, facts) = reporter::find(reporting, &mut db, form, period, &there.reporter).await?;
    let with = Checking { form, period, reporter: &there.reporter, facts: &facts };
    let checked = check_of(&mut db, &with, &read.cells).await?;
    let doubts = kept(form, &checked, &Reasons::new());
    let mut at = answer(&visitor.texts, &read, &doubts);
    suggest(form, &checked, &mut at);
    Ok(Json(Answer {
        version: there.version,
        saved_at: None,
        computed: worked_out(&visitor.texts, form, &checked.cells),
        incomplete: checked.incomplete.iter().map(|at| form.items[*at].id.clone()).collect(),
        at,
    }))
}

/// What was probably meant, as it would be typed.
fn suggest(form: &Form, checked: &anye_forms::Checked, at: &mut [At]) {
    for doubt in &checked.doubts {
        let (Some(number), Some(item)) =
            (doubt.suggestion, doubt.items.first().and_then(|column| form.items.get(*column)))
        else {
            continue;
        };
        let typed = anye_forms::show_number(item, number).replace(',', "");
        // Only what reads back as the same number is offered.
        if parse_decimal(&typed, item.digits).is_none() && item.unit != "万元" {
            continue;
        }
        if let Some(own) = at.iter_mut().find(|one| one.check == doubt.check) {
            own.suggestion = Some(typed);
        }
    }
}

/// Answers `POST /reports/{id}/draft`: saves what can be read and tells the rest.
pub async fn draft(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    sent: Sent<Vec<(String, String)>>,
) -> Result<Json<Answer>, Failed> {
    let reporting = &desk.reporting;
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(sent.once.as_ref());
    let there = report::readable(&caller, &mut &reporting.core.db, &id).await?;
    let form = reporting.form(&there.form)?;
    let read = entered(form, &sent.data, visitor.texts.lang);
    let saved = report::save(reporting, &caller, &id, read.version, &read.cells.to_json(form)).await?;
    let cells = report::lenient(form, &saved.report.draft);
    Ok(Json(Answer {
        version: saved.report.version,
        saved_at: Some(china_minute(saved.report.changed_at)),
        computed: worked_out(&visitor.texts, form, &cells),
        at: answer(&visitor.texts, &read, &saved.doubts),
        incomplete: saved.incomplete,
    }))
}
