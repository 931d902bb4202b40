//! Files of reports for people: template, dry run with findings by row and column, then all of it or the sound rows, and the workbook back with marks.

use std::sync::Arc;

use anye_access::Permission;
use anye_base::{Cursor, ErrorKind, Fault, FieldFault, Lang, Limit};
use anye_registry::employer;
use anye_web::extract::{Form as Sent, Upload};
use anye_web::{Asking, Failed, Frame, Visitor, page as shown_page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::Sheet;
use super::findings::Finding;
use super::rows::Collected;
use super::template::Listed;
use super::{collect_apart, limits, marked::workbook as marked_book, template::workbook as template_book};
use crate::figures;
use crate::import::{self, Accept, Counts, ImportOptions};
use crate::pages::{Choice, Desk, Where, is_shown, problems, seen, with_status, worded};
use crate::rights::may;

/// Rows above which a job does the work.
const AT_ONCE: usize = 4_000;
/// Findings shown on the page; the workbook has all of them.
const SHOWN: usize = 200;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

struct Told {
    place: String,
    error: bool,
    said: String,
    item: String,
}

struct Result {
    name: String,
    format: String,
    rows: usize,
    sound: i64,
    refused: i64,
    counts: Counts,
    findings: Vec<Told>,
    more: usize,
    errors: usize,
    held: String,
    taken: bool,
    nothing: bool,
    fatal: bool,
    again: bool,
    replace: bool,
    reason: String,
}

#[derive(Template)]
#[template(path = "files.html")]
struct FilesPage {
    frame: Frame,
    sentence: String,
    problems: Vec<(String, String)>,
    forms: Vec<Choice>,
    form: String,
    period: String,
    place: String,
    template: String,
    result: Option<Result>,
}

/// Answers `GET /reporting/files`.
pub async fn page(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Where>,
) -> std::result::Result<Response, Failed> {
    shown(&desk, &visitor, &asked, None, None)
}

fn shown(
    desk: &Desk,
    visitor: &Visitor,
    asked: &Where,
    result: Option<Result>,
    fault: Option<&Fault>,
) -> std::result::Result<Response, Failed> {
    let reporting = &desk.reporting;
    let seen = seen(reporting, visitor, asked)?;
    let frame =
        Frame::new(&reporting.core, visitor, &seen.at("/reporting/files"), visitor.texts.t("files-title"))
            .under(visitor.texts.t("reports-title"), "/reports")
            .notice(asked.done.as_deref());
    let form = worded(&frame.texts, &seen.form.name);
    let period = worded(&frame.texts, &seen.period.words());
    let made = FilesPage {
        sentence: frame.t2("files-sentence", "form", form, "period", period),
        problems: problems(&frame.texts, fault),
        forms: reporting
            .catalogue
            .forms
            .iter()
            .map(|form| Choice::new(&form.id, worded(&frame.texts, &form.name), &seen.form.id))
            .collect(),
        template: seen.at("/reporting/files/template"),
        form: seen.form.id.clone(),
        period: seen.text.clone(),
        place: seen.place.clone(),
        result,
        frame,
    };
    Ok(with_status(shown_page(&made), fault))
}

/// Answers `GET /reporting/files/template`: the workbook, with those listed who have not reported.
pub async fn template(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Where>,
) -> std::result::Result<Response, Failed> {
    let reporting = &desk.reporting;
    let seen = seen(reporting, &visitor, &asked)?;
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(None);
    let mut db = &reporting.core.db;
    let mut listed = Vec::new();
    if may(&caller, Permission::ReportRead, &seen.place, false) {
        let key = (seen.form.id.as_str(), seen.text.as_str(), seen.place.as_str());
        let mut after: Option<Cursor> = None;
        loop {
            let limit = Limit::new(Limit::MAX).unwrap_or_default();
            let found = figures::missing(reporting, &caller, key, after.as_ref(), limit).await?;
            let ids: Vec<String> = found.items.iter().map(|one| one.reporter.clone()).collect();
            let own = employer::by_ids(&mut db, &ids).await?;
            for one in &found.items {
                let code = own.iter().find(|employer| employer.id == one.reporter).map(|it| it.code.clone());
                let sampled = Some(&one.code).filter(|code| !code.is_empty()).cloned();
                let code = code.or(sampled).unwrap_or_else(|| one.reporter.clone());
                listed.push(Listed { code, name: one.name.clone() });
            }
            after = found.next;
            if after.is_none() || listed.len() > 50_000 {
                break;
            }
        }
    } else {
        let ids = employer::employers_of(&mut db, &caller.actor.id).await?;
        let own = employer::by_ids(&mut db, &ids).await?;
        listed.extend(own.into_iter().map(|one| Listed { code: one.code, name: one.name }));
    }
    let english = visitor.texts.lang == Lang::En;
    let bytes = template_book(seen.form, seen.period, &listed, english).map_err(Fault::internal)?;
    Ok(crate::pages::file(XLSX, &format!("{}-{}.xlsx", seen.form.id, seen.text), bytes))
}

/// What is done with a file.
#[derive(Debug, Clone, Default)]
struct Wish {
    act: String,
    held: String,
    replace: bool,
    reason: String,
}

/// Answers `POST /reporting/files`: a dry run first, then the import of the file that was looked at.
pub async fn upload(
    State(desk): State<Desk>,
    visitor: Visitor,
    sent: Upload,
) -> std::result::Result<Response, Failed> {
    let field = |name: &str| sent.fields.get(name).cloned().unwrap_or_default();
    let asked = Where { form: field("form"), period: field("period"), ..Where::default() };
    let wish = Wish {
        act: field("act"),
        held: field("held"),
        replace: field("replace") == "yes",
        reason: field("reason").trim().to_owned(),
    };
    match handled(&desk, &visitor, &asked, &wish, &sent).await {
        Ok(Done::Shown(result)) => shown(&desk, &visitor, &asked, Some(*result), None),
        Ok(Done::Job(id)) => Ok(Redirect::to(&format!("/jobs/{id}")).into_response()),
        Err(fault) if is_shown(&fault) => shown(&desk, &visitor, &asked, None, Some(&fault)),
        Err(fault) => Err(fault.into()),
    }
}

enum Done {
    Shown(Box<Result>),
    Job(String),
}

fn gone() -> Fault {
    Fault::new(ErrorKind::Conflict, "collect_gone").field(FieldFault::new("file", "collect_gone"))
}

async fn handled(
    desk: &Desk,
    visitor: &Visitor,
    asked: &Where,
    wish: &Wish,
    sent: &Upload,
) -> std::result::Result<Done, Fault> {
    let reporting = &desk.reporting;
    let world = &reporting.core.world;
    let asking = Asking::new(&reporting.core, visitor);
    let caller = asking.caller(None);
    let seen = seen(reporting, visitor, asked)?;
    let account = &caller.actor.id;
    let (one, id) = match sent.files.first() {
        Some(file) => {
            let (_, table) = limits();
            let tables = desk.reader.read_table(&file.bytes, &table).await.map_err(unreadable)?;
            let one = Sheet { name: file.name.clone(), tables: Arc::new(tables) };
            let id = world.new_id();
            desk.held.keep(&id, account, world.now_ms(), one.clone());
            (one, id)
        }
        None if wish.held.is_empty() => {
            let field = FieldFault::new("file", "collect_no_file");
            return Err(Fault::new(ErrorKind::Invalid, "collect_no_file").field(field));
        }
        None => (desk.held.find(&wish.held, account, world.now_ms()).ok_or_else(gone)?, wish.held.clone()),
    };
    let mut made = collect_apart(reporting, &seen.form.id, seen.period, &one.tables).await?;
    let options = ImportOptions {
        form: seen.form.id.clone(),
        accept: if wish.act == "all" { Accept::All } else { Accept::Sound },
        replace: wish.replace,
        reason: wish.reason.clone(),
        source: one.tables.format.clone(),
    };
    let take = !made.fatal && matches!(wish.act.as_str(), "all" | "sound");
    if take && wish.act == "all" && !made.refused.is_empty() {
        return Err(Fault::new(ErrorKind::Invalid, "import_not_sound").arg("refused", made.refused.len()));
    }
    if take && made.rows.len() > AT_ONCE {
        let job = import::stage(reporting, &caller, &options, made.rows).await?;
        return Ok(Done::Job(job.id));
    }
    let rows = std::mem::take(&mut made.rows);
    let outcome = if made.fatal {
        None
    } else if take {
        Some(import::import(reporting, &caller, &options, rows).await?)
    } else {
        Some(import::dry_run(reporting, &caller, &options, rows).await?)
    };
    Ok(Done::Shown(Box::new(result(visitor, &one, id, wish, take, &made, outcome))))
}

/// Why a file cannot be read.
pub fn unreadable(cause: anye_reading::ReadError) -> Fault {
    let code = "collect_unreadable";
    Fault::new(ErrorKind::Invalid, code)
        .arg("cause", &cause)
        .field(FieldFault::new("file", code).arg("cause", &cause))
        .log(cause)
}

/// All findings of a file: of the sheet, then of the use case, with the columns of their items.
pub fn all(made: &Collected, form: &anye_forms::Form, outcome: Option<&import::Outcome>) -> Vec<Finding> {
    let column =
        |id: &str| form.column(id).and_then(|at| made.headers.of_item(at)).or(made.headers.reporter());
    let told = outcome.map(|one| &one.findings[..]).unwrap_or_default();
    let rest = told.iter().map(|one| {
        Finding::told(one, if one.item.is_empty() { made.headers.reporter() } else { column(&one.item) })
    });
    let mut all: Vec<Finding> = made.findings.iter().cloned().chain(rest).collect();
    all.sort_by_key(|one| (!one.error, one.row));
    all
}

fn result(
    visitor: &Visitor,
    one: &Sheet,
    held: String,
    wish: &Wish,
    take: bool,
    made: &Collected,
    outcome: Option<import::Outcome>,
) -> Result {
    let lang = visitor.texts.lang;
    let told = outcome.as_ref().map(|one| &one.findings[..]).unwrap_or_default();
    let mut findings = made.findings.clone();
    findings.extend(told.iter().map(|one| Finding::told(one, None)));
    findings.sort_by_key(|one| (!one.error, one.row));
    let errors = findings.iter().filter(|one| one.error).count();
    let refused_here = i64::try_from(made.refused.len()).unwrap_or(i64::MAX);
    let counts = outcome.as_ref().map(|one| one.counts).unwrap_or_default();
    let rows = made.read + made.refused.len();
    let refused = refused_here + counts.refused;
    let sound = i64::try_from(rows).unwrap_or(i64::MAX) - refused;
    let line = |one: &Finding| Told {
        place: match (one.row, one.column.as_str()) {
            (0, _) => visitor.texts.t("files-whole"),
            (row, "") => visitor.texts.t1("files-row", "row", row),
            (row, column) => format!("{column}{row}"),
        },
        error: one.error,
        said: lang.pick(&one.zh, &one.en).to_owned(),
        item: one.item.clone(),
    };
    Result {
        name: one.name.clone(),
        format: made.format.clone(),
        rows,
        sound,
        refused,
        more: findings.len().saturating_sub(SHOWN),
        findings: findings.iter().take(SHOWN).map(line).collect(),
        errors,
        held,
        taken: take && outcome.as_ref().is_some_and(|one| one.state == "done"),
        nothing: take && outcome.as_ref().is_some_and(|one| one.state == "refused"),
        fatal: made.fatal,
        again: outcome.as_ref().is_some_and(|one| one.again),
        counts,
        replace: wish.replace,
        reason: wish.reason.clone(),
    }
}

/// Which file comes back with marks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ToMark {
    form: String,
    period: String,
    held: String,
    replace: String,
    reason: String,
}

/// Answers `POST /reporting/files/marked`: the same workbook back with each bad cell marked.
pub async fn marked(
    State(desk): State<Desk>,
    visitor: Visitor,
    sent: Sent<ToMark>,
) -> std::result::Result<Response, Failed> {
    let reporting = &desk.reporting;
    let what = &sent.data;
    let asked = Where { form: what.form.clone(), period: what.period.clone(), ..Where::default() };
    let seen = seen(reporting, &visitor, &asked)?;
    let asking = Asking::new(&reporting.core, &visitor);
    let caller = asking.caller(None);
    let now = reporting.core.world.now_ms();
    let Some(one) = desk.held.find(&what.held, &caller.actor.id, now) else {
        return shown(&desk, &visitor, &asked, None, Some(&gone()));
    };
    let mut made = collect_apart(reporting, &seen.form.id, seen.period, &one.tables).await?;
    let options = ImportOptions {
        form: seen.form.id.clone(),
        accept: Accept::Sound,
        replace: what.replace == "yes",
        reason: what.reason.clone(),
        source: one.tables.format.clone(),
    };
    let outcome = if made.fatal {
        None
    } else {
        Some(import::dry_run(reporting, &caller, &options, std::mem::take(&mut made.rows)).await?)
    };
    let findings = all(&made, seen.form, outcome.as_ref());
    let bytes =
        marked_book(&one.tables, made.sheet, &findings, visitor.texts.lang).map_err(Fault::internal)?;
    let stem = one.name.rsplit_once('.').map_or(one.name.as_str(), |(stem, _)| stem);
    let plain: String = stem.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    Ok(crate::pages::file(XLSX, &format!("{plain}-marked.xlsx"), bytes))
}
