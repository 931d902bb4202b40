//! One batch, for who checks it: what is other than last time, totals, anomalies first, then the lines; approve with one's password, or reject with a reason.

use anye_access::session::asks_code;
use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_base::world::china_minute;
use anye_web::{Asking, Failed, Frame, Texts, Visitor, page as answer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::act::Sent;
use super::said;
use crate::batch::{self, Whole};
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

/// Something unusual: its word, said, and links to the first of its lines.
type Unusual = (String, String, Vec<(i64, String)>);

struct LineRow {
    n: i64,
    payee: String,
    payee_href: String,
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
    asks_code: bool,
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
    /// The file may be had now.
    file: bool,
    /// Another person must allow the file first.
    ask: bool,
    /// A wish for the file that the reader may answer: id, who, what for.
    answer: Option<(String, String, String)>,
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

pub(super) async fn shown(
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
            pair("money-place", said::place(money, &texts, &own.place)),
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
                (
                    said::benefit(money, &texts, benefit),
                    format!("/rules/{benefit}"),
                    n.to_string(),
                    crate::fen::yuan(*fen),
                )
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
        lines: lines.items.iter().map(|line| row(money, visitor, &texts, line)).collect(),
        next: lines.next.map(|after| format!("/money/batches/{id}?state={}&after={after}", asked.state)),
        shown_state: asked.state.clone(),
        recoveries: recoveries.iter().map(recovered).collect(),
        may: may(money, &caller, &whole).await?,
        asks_code: asks_code(&money.core.db, &caller.actor.id).await?,
        errors: wrong.as_ref().map(|(_, fault)| said::errors(money, &texts, fault)).unwrap_or_default(),
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

fn row(money: &Money, visitor: &Visitor, texts: &Texts, line: &batch::Line) -> LineRow {
    LineRow {
        n: line.n,
        payee: line.payee_name.clone(),
        payee_href: said::payee_href(visitor, &line.payee_kind, &line.payee),
        account: line.account.clone(),
        benefit: said::benefit(money, texts, &line.benefit),
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
    let now = caller.world.now_ms();
    let mine = |one: &&batch::Permit| Some(&one.asked_key) == key.as_ref();
    let few = own.n_lines <= batch::ALONE;
    let holds = |one: &batch::Permit| one.state == "granted" && one.ends_at.is_some_and(|end| end > now);
    let allowed = few || whole.permits.iter().filter(mine).any(holds);
    let waits = whole.permits.iter().filter(mine).any(|one| one.state == "waiting");
    let (pays, sent) = (at(Permission::PaymentPay), own.file_digest.is_some());
    let answers = pays || at(Permission::PaymentCheck);
    let other = whole.permits.iter().find(|one| one.state == "waiting" && !mine(one));
    let wish = |one: &batch::Permit| (one.id.clone(), one.asked_name.clone(), one.reason.clone());
    Ok(May {
        file: pays && sent && allowed,
        ask: pays && sent && !allowed && !waits,
        answer: other.filter(|_| answers).map(wish),
        check: at(Permission::PaymentCheck) && matches!(state, "made" | "checked") && !stands,
        pay: at(Permission::PaymentPay) && state == "approved" && !stands,
        reject: own.is_open() && (at(Permission::PaymentCheck) || at(Permission::PaymentPay)),
        withdraw: own.is_open() && at(Permission::PaymentMake),
        settle: at(Permission::PaymentPay) && state == "sent",
        manage: at(Permission::FundsManage),
        own: stands,
    })
}
