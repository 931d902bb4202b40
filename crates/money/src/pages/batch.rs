//! One batch, for who checks it: what is other than last time, totals, anomalies first, then the lines; approve with one's password, or reject with a reason.

use anye_access::{Caller, Permission};
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_web::extract::{Form, Upload};
use anye_web::{Asking, Failed, Frame, Texts, Visitor, page as answer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::said;
use crate::batch::{self, Batch, Confirmed, Whole};
use crate::recovery::{self, Recovery};
use crate::{Money, rights};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    after: i64,
    done: Option<String>,
}

/// What a form or a request of the API holds.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Sent {
    /// check, pay, reject, withdraw, return, recover or collect.
    pub act: String,
    /// The version as seen.
    pub version: i64,
    /// The digest as seen: of check and pay.
    pub digest: String,
    /// The password of who approves: of check and pay.
    #[serde(skip_serializing)]
    pub password: String,
    /// Why: of reject, withdraw, return and recover.
    pub reason: String,
    /// Lines by their numbers, such as `3, 7`: of withdraw, return and recover.
    pub lines: String,
    /// Yuan: of recover and collect.
    pub amount: String,
    /// Recovery: of collect.
    pub recovery: String,
}

/// Something unusual: its word, said, and links to the first of its lines.
type Unusual = (String, String, Vec<(i64, String)>);

struct LineRow {
    n: i64,
    payee: String,
    account: String,
    benefit: String,
    rule_href: String,
    period: String,
    amount: String,
    state: String,
    word: String,
    note: String,
    back: String,
}

struct RecoveryRow {
    id: String,
    version: i64,
    n: i64,
    amount: String,
    collected: String,
    left: String,
    reason: String,
    case_href: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "batch.html")]
struct BatchPage {
    frame: Frame,
    id: String,
    sentence: String,
    version: i64,
    digest: String,
    facts: Vec<(String, String)>,
    difference: String,
    anomalies: Vec<Unusual>,
    totals: Vec<(String, String, String, String)>,
    states: Vec<(String, String, i64, String)>,
    hands: Vec<(String, String, String)>,
    history: Vec<(String, String, String)>,
    lines: Vec<LineRow>,
    next: Option<String>,
    shown_state: String,
    recoveries: Vec<RecoveryRow>,
    may: May,
    errors: Vec<String>,
    sent: Sent,
}

/// What the reader may do now. Whether they stand in the batch already is said before they try.
#[derive(Default)]
struct May {
    check: bool,
    pay: bool,
    reject: bool,
    withdraw: bool,
    settle: bool,
    manage: bool,
    own: bool,
}

/// Answers `GET /money/batches/{batch}`.
pub async fn page(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    shown(&money, &visitor, &id, &asked, None).await
}

async fn shown(
    money: &Money,
    visitor: &Visitor,
    id: &str,
    asked: &Asked,
    wrong: Option<(Sent, &Fault)>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, visitor);
    let caller = asking.caller(None);
    let whole = batch::show(money, &caller, id).await?;
    let state = Some(asked.state.as_str()).filter(|state| !state.is_empty());
    let lines = batch::lines(money, &caller, id, state, asked.after).await?;
    let recoveries = recovery::of_batch(&mut &money.core.db, id).await?;
    let frame = Frame::new(
        &money.core,
        visitor,
        &format!("/money/batches/{id}"),
        visitor.texts.t1("money-batch-title", "number", &whole.number),
    )
    .under(visitor.texts.t("money-batches"), "/money/batches")
    .notice(asked.done.as_deref());
    let texts = frame.texts.clone();
    let own = &whole.batch;
    let pair = |key: &str, value: String| (texts.t(key), value);
    let made = BatchPage {
        sentence: texts.args(
            "money-batch-sentence",
            &[
                ("state", texts.t(&format!("money-batch-{}", own.state))),
                ("n", own.n_lines.to_string()),
                ("total", crate::fen::yuan(own.total)),
                ("next", texts.t(&format!("money-next-{}", own.state))),
            ],
        ),
        version: own.version,
        digest: own.digest.clone(),
        facts: vec![
            pair("money-fund", said::fund(money, &texts, &own.fund)),
            pair("money-place", said::place(money, &own.place)),
            pair("money-year", own.year.to_string()),
            pair(
                "money-bank",
                money.funds.bank(&own.bank).map(|bank| said::worded(&texts, &bank.name)).unwrap_or_default(),
            ),
            pair("money-needs", own.needs.to_string()),
            pair("money-digest", own.digest.clone()),
        ],
        difference: difference(&texts, &whole),
        anomalies: whole
            .anomalies
            .iter()
            .map(|one| {
                let said = texts.args(
                    "money-anomaly",
                    &[
                        ("what", texts.t(&format!("money-anomaly-{}", one.what))),
                        ("n", one.count.to_string()),
                        ("total", crate::fen::yuan(one.amount)),
                    ],
                );
                let links = one
                    .lines
                    .iter()
                    .map(|n| (*n, format!("/money/batches/{id}?after={}#l{n}", n - 1)))
                    .collect();
                (one.what.clone(), said, links)
            })
            .collect(),
        totals: whole
            .benefits
            .iter()
            .map(|(benefit, n, fen)| {
                (benefit.clone(), format!("/rules/{benefit}"), n.to_string(), crate::fen::yuan(*fen))
            })
            .collect(),
        states: whole
            .states
            .iter()
            .map(|(word, n, fen)| {
                (word.clone(), texts.t(&format!("money-line-{word}")), *n, crate::fen::yuan(*fen))
            })
            .collect(),
        hands: whole
            .hands
            .iter()
            .map(|hand| {
                (texts.t(&format!("money-hand-{}", hand.act)), hand.name.clone(), china_minute(hand.at))
            })
            .collect(),
        history: whole
            .history
            .iter()
            .map(|one| (china_minute(one.at), one.by_name.clone(), happened(&texts, one)))
            .collect(),
        lines: lines.items.iter().map(|line| row(&texts, line)).collect(),
        next: lines.next.map(|after| format!("/money/batches/{id}?state={}&after={after}", asked.state)),
        shown_state: asked.state.clone(),
        recoveries: recoveries.iter().map(recovered).collect(),
        may: may(money, &caller, &whole).await?,
        errors: wrong.as_ref().map(|(_, fault)| said::errors(&texts, fault)).unwrap_or_default(),
        sent: wrong.map(|(sent, _)| sent).unwrap_or_default(),
        id: id.to_owned(),
        frame,
    };
    Ok(answer(&made))
}

fn difference(texts: &Texts, whole: &Whole) -> String {
    let Some((number, n, total)) = &whole.before else { return texts.t("money-first-batch") };
    let more = whole.batch.total - total;
    texts.args(
        "money-difference",
        &[
            ("number", number.clone()),
            ("lines", format!("{:+}", whole.batch.n_lines - n)),
            ("more", format!("{}{}", if more > 0 { "+" } else { "" }, crate::fen::yuan(more))),
            ("new", whole.changed.0.to_string()),
            ("gone", whole.changed.1.to_string()),
        ],
    )
}

fn happened(texts: &Texts, one: &batch::Happened) -> String {
    let reason = one.detail.get("reason").and_then(serde_json::Value::as_str).unwrap_or_default();
    texts.t1(&format!("money-did-{}", one.what), "reason", reason)
}

fn row(texts: &Texts, line: &batch::Line) -> LineRow {
    LineRow {
        n: line.n,
        payee: line.payee_name.clone(),
        account: line.account.clone(),
        benefit: line.benefit.clone(),
        rule_href: format!("/rules/{}", line.benefit),
        period: line.period.clone(),
        amount: crate::fen::yuan(line.amount_fen),
        state: texts.t(&format!("money-line-{}", line.state)),
        word: line.state.clone(),
        note: line.note.clone().unwrap_or_default(),
        back: line.bank_ref.clone().unwrap_or_default(),
    }
}

fn recovered(one: &Recovery) -> RecoveryRow {
    RecoveryRow {
        id: one.id.clone(),
        version: one.version,
        n: one.n,
        amount: crate::fen::yuan(one.amount),
        collected: said::yuan(one.collected),
        left: crate::fen::yuan(one.amount - one.collected),
        reason: one.reason.clone(),
        case_href: format!("/cases/{}", one.case_id),
        open: one.state == "open",
    }
}

async fn may(money: &Money, caller: &Caller<'_>, whole: &Whole) -> Result<May, Fault> {
    let own = &whole.batch;
    let at = |permission| rights::may(caller, permission, &own.place);
    let key = anye_access::account::person_key(&mut &money.core.db, &caller.actor.id).await?;
    let stands = whole.hands.iter().any(|hand| Some(&hand.person_key) == key.as_ref());
    let state = own.state.as_str();
    Ok(May {
        check: at(Permission::PaymentCheck) && matches!(state, "made" | "checked") && !stands,
        pay: at(Permission::PaymentPay) && state == "approved" && !stands,
        reject: own.is_open() && (at(Permission::PaymentCheck) || at(Permission::PaymentPay)),
        withdraw: own.is_open() && at(Permission::PaymentMake),
        settle: at(Permission::PaymentPay) && state == "sent",
        manage: at(Permission::FundsManage),
        own: stands,
    })
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
    let seen = (sent.version, sent.digest.as_str());
    match sent.act.as_str() {
        "check" | "pay" => {
            // What may not be seen answers before a password is asked for.
            batch::show(money, caller, id).await?;
            let proof = Confirmed::visitor(&money.core, visitor, &sent.password).await?;
            if sent.act == "check" {
                batch::check(money, caller, &proof, id, seen).await.map(drop)
            } else {
                batch::pay(money, caller, &proof, id, seen).await.map(drop)
            }
        }
        "reject" => batch::reject(money, caller, id, sent.version, &sent.reason).await.map(drop),
        "withdraw" => {
            let lines = numbers(&sent.lines)?;
            batch::withdraw(money, caller, id, sent.version, &lines, &sent.reason).await.map(drop)
        }
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

/// Answers `GET /money/batches/{batch}/file`.
pub async fn file(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let (name, bytes) = batch::bank_file(&money, &asking.caller(None), &id).await?;
    let held = format!("attachment; filename=\"{name}\"");
    let heads = [
        (header::CONTENT_TYPE, "text/csv".to_owned()),
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
