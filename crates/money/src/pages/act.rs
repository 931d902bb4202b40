//! What is done with one batch, from a form or by the API: one place says what each word means. It must never do anything that a use case would refuse.

use anye_access::Caller;
use anye_access::session::Shown;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_web::extract::{Form, Upload};
use anye_web::{Asking, Failed, Visitor};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::batch::{Asked, shown};
use super::said;
use crate::batch::{self, Batch, Confirmed, Kind};
use crate::{Money, recovery};

/// What a form or a request of the API holds.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = money::Sent)]
#[serde(default)]
pub struct Sent {
    /// check, pay, reject, withdraw, return, recover, collect, ask-file, permit-file or refuse-file.
    pub act: String,
    /// The version as seen.
    pub version: i64,
    /// The digest as seen: of check and pay.
    pub digest: String,
    /// The password of who approves: of check and pay.
    #[serde(skip_serializing)]
    pub password: String,
    /// A code of the second factor, where the account of who approves has one: of check and pay.
    #[serde(skip_serializing)]
    pub one_time_code: String,
    /// Why: of reject, withdraw, return and recover.
    pub reason: String,
    /// Lines by their numbers, such as `3, 7`: of withdraw, return and recover.
    pub lines: String,
    /// Yuan: of recover and collect.
    pub amount: String,
    /// Recovery: of collect.
    pub recovery: String,
    /// Wish for a file: of permit-file and refuse-file.
    pub permit: String,
}

/// Answers `POST /money/batches/{batch}`.
pub async fn act(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Sent>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let mut sent = form.data;
    match done(&money, &visitor, &asking.caller(form.once.as_ref()), &id, &sent).await {
        Ok(()) => Ok(Redirect::to(&format!("/money/batches/{id}?done=money-{}", sent.act)).into_response()),
        Err(fault) if said::is_shown(&fault) => {
            sent.password.clear();
            sent.one_time_code.clear();
            shown(&money, &visitor, &id, &Asked::default(), Some((sent, &fault))).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Numbers of lines as people write them.
fn numbers(text: &str) -> Result<Vec<i64>, Fault> {
    let all: Result<Vec<i64>, _> = text
        .split([',', '，', '、', ' '])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect();
    let wrong =
        || Fault::new(ErrorKind::Invalid, "money_lines").field(FieldFault::new("lines", "money_lines"));
    all.ok().filter(|all| !all.is_empty()).ok_or_else(wrong)
}

/// Does what was sent.
pub(super) async fn done(
    money: &Money,
    visitor: &Visitor,
    caller: &Caller<'_>,
    id: &str,
    sent: &Sent,
) -> Result<(), Fault> {
    match sent.act.as_str() {
        "check" | "pay" | "permit-file" | "refuse-file" => confirmed(money, visitor, caller, id, sent).await,
        "reject" => batch::reject(money, caller, id, sent.version, &sent.reason).await.map(drop),
        "withdraw" => {
            let lines = numbers(&sent.lines)?;
            batch::withdraw(money, caller, id, sent.version, &lines, &sent.reason).await.map(drop)
        }
        "ask-file" => batch::ask_file(money, caller, id, &sent.reason).await.map(drop),
        "return" => {
            let lines = numbers(&sent.lines)?;
            batch::returned(money, caller, id, sent.version, lines[0], &sent.reason).await.map(drop)
        }
        "recover" => {
            let (lines, amount) = (numbers(&sent.lines)?, said::read_yuan(&sent.amount)?);
            recovery::establish(money, caller, id, lines[0], amount, &sent.reason).await.map(drop)
        }
        "collect" => {
            let amount = said::read_yuan(&sent.amount)?;
            recovery::collect(money, caller, &sent.recovery, sent.version, amount).await.map(drop)
        }
        _ => Err(Fault::new(ErrorKind::Invalid, "money_act").field(FieldFault::new("act", "money_act"))),
    }
}

/// What is done only by who shows again who they are.
async fn confirmed(
    money: &Money,
    visitor: &Visitor,
    caller: &Caller<'_>,
    id: &str,
    sent: &Sent,
) -> Result<(), Fault> {
    // What may not be seen answers before a password is asked for.
    batch::must_see(money, caller, id).await?;
    // What was done by this very request is not asked for again: its code was good for once.
    if batch::was_done(money, caller).await? {
        return Ok(());
    }
    let own = Shown { password: &sent.password, code: &sent.one_time_code };
    let proof = Confirmed::visitor(&money.core, visitor, own).await?;
    let seen = (sent.version, sent.digest.as_str());
    let wish = (id, sent.permit.as_str());
    match sent.act.as_str() {
        "check" => batch::check(money, caller, &proof, id, seen).await.map(drop),
        "pay" => batch::pay(money, caller, &proof, id, seen).await.map(drop),
        act => batch::answer_file(money, caller, &proof, wish, act == "permit-file").await.map(drop),
    }
}

/// How the file is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    #[serde(rename = "as")]
    kind: String,
}

/// Answers `GET /money/batches/{batch}/file`.
pub async fn file(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let (kind, mime) = match wanted.kind.as_str() {
        "xlsx" => (Kind::Workbook, said::XLSX),
        _ => (Kind::Text, "text/csv"),
    };
    let (name, bytes) = match batch::bank_file(&money, &asking.caller(None), &id, kind).await {
        Ok(made) => made,
        Err(fault) if said::is_shown(&fault) => {
            return shown(&money, &visitor, &id, &Asked::default(), Some((Sent::default(), &fault))).await;
        }
        Err(fault) => return Err(fault.into()),
    };
    let held = format!("attachment; filename=\"{name}\"");
    let heads = [
        (header::CONTENT_TYPE, mime.to_owned()),
        (header::CONTENT_DISPOSITION, held),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((heads, bytes).into_response())
}

/// Answers `POST /money/batches/{batch}/result`.
pub async fn result(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
    upload: Upload,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let version = upload.fields.get("version").and_then(|text| text.parse().ok()).unwrap_or(0);
    let none = || Fault::new(ErrorKind::Invalid, "bank_empty").field(FieldFault::new("file", "bank_empty"));
    let made: Result<Batch, Fault> = async {
        let file = upload.files.first().ok_or_else(none)?;
        let caller = asking.caller(upload.once.as_ref());
        batch::settle(&money, &caller, &id, version, &file.name, &file.bytes).await?;
        Ok(batch::show(&money, &caller, &id).await?.batch)
    }
    .await;
    match made {
        Ok(_) => Ok(Redirect::to(&format!("/money/batches/{id}?done=money-settle")).into_response()),
        Err(fault) if said::is_shown(&fault) => {
            shown(&money, &visitor, &id, &Asked::default(), Some((Sent::default(), &fault))).await
        }
        Err(fault) => Err(fault.into()),
    }
}
