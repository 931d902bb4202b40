//! Recovering what was overpaid (多付追回): a receivable in the books and a case for somebody to work on; collected in parts, never more than was overpaid.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_casework::model::{NewCase, StepPlan, Words};
use anye_casework::use_case::open_in;
use anye_db::audit::Event;
use anye_db::{Begin, DbError, Read, Row, WriteTx, sql};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::batch::store as batches;
use crate::commitment::store as commitments;
use crate::fund::split;
use crate::ledger::{Books, Legs, Posting, Side, post};
use crate::mark::mark;
use crate::{Money, fen, rights};

/// A recovery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recovery {
    /// Id.
    pub id: String,
    /// Batch of the payment.
    pub batch_id: String,
    /// Line of it.
    pub n: i64,
    /// Place.
    pub place: String,
    /// Fund.
    pub fund: String,
    /// Budget year of the payment.
    pub year: i64,
    /// Fen overpaid.
    pub amount: i64,
    /// Fen collected.
    pub collected: i64,
    /// Why.
    pub reason: String,
    /// The case.
    pub case_id: String,
    /// open or collected.
    pub state: String,
    /// Version.
    pub version: i64,
}

const COLUMNS: &str =
    "id, batch_id, n, place, fund, year, amount, collected, reason, case_id, state, row_version";
/// Days given to answer and to pay back: until somebody sets others, a month each.
const STEP_MS: i64 = 30 * 24 * 3_600_000;

fn read(row: &Row) -> Result<Recovery, DbError> {
    Ok(Recovery {
        id: row.text("id")?,
        batch_id: row.text("batch_id")?,
        n: row.int("n")?,
        place: row.text("place")?,
        fund: row.text("fund")?,
        year: row.int("year")?,
        amount: row.int("amount")?,
        collected: row.int("collected")?,
        reason: row.text("reason")?,
        case_id: row.text("case_id")?,
        state: row.text("state")?,
        version: row.int("row_version")?,
    })
}

/// Those of a batch.
///
/// # Errors
/// The store's own.
pub async fn of_batch(from: &mut impl Read, batch: &str) -> Result<Vec<Recovery>, DbError> {
    let query =
        sql(format!("select {COLUMNS} from money_recovery where batch_id = $1 order by n, id")).bind(batch);
    from.all(query).await?.iter().map(read).collect()
}

pub(crate) async fn of_line(from: &mut impl Read, batch: &str, n: i64) -> Result<Vec<Recovery>, DbError> {
    Ok(of_batch(from, batch).await?.into_iter().filter(|one| one.n == n).collect())
}

/// Whether something of a line is being recovered or was.
pub(crate) async fn open_of(from: &mut impl Read, batch: &str, n: i64) -> Result<bool, DbError> {
    Ok(!of_line(from, batch, n).await?.is_empty())
}

/// What each place bears of a part of a commitment: in the proportion of its shares, to the fen.
pub(crate) async fn borne(
    tx: &mut WriteTx<'_>,
    commitment: &str,
    amount: i64,
) -> Result<Vec<(String, i64)>, Fault> {
    let shares = commitments::shares(tx, commitment).await?;
    let parts: Vec<i64> = shares.iter().map(|share| share.amount_fen).collect();
    let pieces = split(amount, &parts).ok_or_else(|| Fault::internal("a share does not fit"))?;
    Ok(shares.into_iter().map(|share| share.place).zip(pieces).filter(|(_, piece)| *piece > 0).collect())
}

fn case(one: &Recovery, number: &str, name: &str) -> NewCase {
    let yuan = fen::yuan(one.amount);
    let step = |id: &str, zh: &str, en: &str, n: i64| StepPlan {
        id: id.to_owned(),
        name: Words::new(zh, en),
        addressee: String::new(),
        within_ms: n * STEP_MS,
    };
    NewCase {
        kind: "fund-recovery".to_owned(),
        subject: ("batch".to_owned(), one.batch_id.clone()),
        place: one.place.clone(),
        title: Words::new(
            format!("追回多付 {yuan} 元：{number} 第 {} 行 {name}", one.n),
            format!("Recover {yuan} yuan overpaid: {number} line {} {name}", one.n),
        ),
        level: String::new(),
        merge_key: one.id.clone(),
        steps: vec![
            step("notify", "告知并听取意见", "Tell the payee and hear them", 1),
            step("collect", "收回", "Collect", 2),
        ],
        acknowledge_ms: None,
        detail: json!({ "evidence": [
            { "label_zh": "批次", "label_en": "Batch", "value_zh": number, "value_en": number, "href": format!("/money/batches/{}", one.batch_id) },
            { "label_zh": "理由", "label_en": "Reason", "value_zh": one.reason, "value_en": one.reason } ] }),
    }
}

/// Establishes that part of a payment was too much, and opens a case for it.
///
/// # Errors
/// Not there, not allowed, not paid, more than was paid, no reason.
pub async fn establish(
    money: &Money,
    caller: &Caller<'_>,
    batch: &str,
    n: i64,
    amount: i64,
    reason: &str,
) -> Result<Recovery, Fault> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(
            Fault::new(ErrorKind::Invalid, "money_reason").field(FieldFault::new("reason", "money_reason"))
        );
    }
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let found = batches::find(&mut tx, batch).await?;
    let whole = found
        .filter(|one| rights::may(caller, Permission::FundsRead, &one.place))
        .ok_or_else(|| Fault::not_found("batch"))?;
    rights::must(caller, Permission::FundsManage, &whole.place)?;
    let one = establish_in(&mut tx, batch, n, amount, reason).await?;
    let detail = json!({ "line": n, "amount": amount, "reason": reason, "case": one.case_id });
    let event = Event::new("money.recover", "money_recovery", &one.id).at_place(&one.place).detail(&detail);
    tx.commit_with(event, &one).await?;
    Ok(one)
}

/// The same in the transaction of somebody else, who has decided that it may and writes the audit record.
///
/// # Errors
/// Not there, not paid, more than was paid.
pub async fn establish_in(
    tx: &mut WriteTx<'_>,
    batch: &str,
    n: i64,
    amount: i64,
    reason: &str,
) -> Result<Recovery, Fault> {
    let scope = tx.scope();
    let (world, actor) = (scope.world, scope.actor);
    // The row of the batch is written first: two recoveries of one line cannot both believe that nothing was recovered.
    let touch = sql("update money_batch set row_version = row_version + 1 where id = $1");
    tx.run_one(touch.bind(batch)).await?;
    let whole = batches::find(tx, batch).await?.ok_or_else(|| Fault::not_found("batch"))?;
    let line = batches::find_line(tx, batch, n).await?.ok_or_else(|| Fault::not_found("line"))?;
    if line.state != "paid" {
        return Err(Fault::new(ErrorKind::Conflict, "money_line_not_paid"));
    }
    let before: i64 = of_line(tx, batch, n).await?.iter().map(|one| one.amount).sum();
    if amount <= 0 || before.checked_add(amount).is_none_or(|all| all > line.amount_fen) {
        return Err(
            Fault::new(ErrorKind::Invalid, "money_amount").field(FieldFault::new("amount", "money_amount"))
        );
    }
    let mut one = Recovery {
        id: world.new_id(),
        batch_id: batch.to_owned(),
        n,
        place: whole.place.clone(),
        fund: whole.fund.clone(),
        year: whole.year,
        amount,
        collected: 0,
        reason: reason.to_owned(),
        case_id: String::new(),
        state: "open".to_owned(),
        version: 1,
    };
    let legs = borne(tx, &line.commitment_id, amount).await?.into_iter().fold(
        Legs::default(),
        |legs, (place, piece)| {
            legs.moved(&Books::new(&one.fund, &place, one.year), Side::Paid, Side::Receivable, piece)
        },
    );
    let about = ("recovery", one.id.as_str());
    post(tx, Posting { kind: "recover", reason, about, reverses: None, legs, beyond: false }).await?;
    mark("recover.posted");
    let plan = case(&one, &whole.number(), &line.payee_name);
    let by = (actor.id.as_str(), actor.name.as_str());
    let opened = open_in(tx, by, world.new_id(), world.now_ms(), &plan).await?;
    one.case_id.clone_from(&opened.case().id);
    insert(tx, &one).await?;
    let detail = json!({ "line": n, "amount": amount, "reason": reason, "case": one.case_id });
    batches::happened(tx, batch, "recover", &detail).await?;
    Ok(one)
}

async fn insert(tx: &mut WriteTx<'_>, one: &Recovery) -> Result<(), DbError> {
    let scope = tx.scope();
    let query = sql(format!(
        "insert into money_recovery ({COLUMNS}, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    ))
    .bind(&one.id)
    .bind(&one.batch_id)
    .bind(one.n)
    .bind(&one.place)
    .bind(&one.fund)
    .bind(one.year)
    .bind(one.amount)
    .bind(one.collected)
    .bind(&one.reason)
    .bind(&one.case_id)
    .bind(&one.state)
    .bind(one.version)
    .bind(scope.world.now_ms())
    .bind(&scope.actor.id)
    .bind(&scope.actor.name);
    tx.run_one(query).await
}

/// Books what a payee paid back: money on the account again, and budget available again.
///
/// # Errors
/// Not there, not allowed, more than is still owed, changed meanwhile.
pub async fn collect(
    money: &Money,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    amount: i64,
) -> Result<Recovery, Fault> {
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let query = sql(format!("select {COLUMNS} from money_recovery where id = $1")).bind(id);
    let found = tx.optional(query).await?.as_ref().map(read).transpose()?;
    let mut one = found
        .filter(|one| rights::may(caller, Permission::FundsRead, &one.place))
        .ok_or_else(|| Fault::not_found("recovery"))?;
    rights::must(caller, Permission::FundsManage, &one.place)?;
    if one.version != seen {
        return Err(Fault::new(ErrorKind::Stale, "stale"));
    }
    if amount <= 0 || one.collected.checked_add(amount).is_none_or(|all| all > one.amount) {
        return Err(
            Fault::new(ErrorKind::Invalid, "money_amount").field(FieldFault::new("amount", "money_amount"))
        );
    }
    let line =
        batches::find_line(&mut tx, &one.batch_id, one.n).await?.ok_or_else(|| Fault::not_found("line"))?;
    // In parts: the places get theirs one after the other, so that no fen goes astray between the parts.
    let (before, after) = (one.collected, one.collected + amount);
    let had = parts(&mut tx, &line.commitment_id, &one, before).await?;
    let has = parts(&mut tx, &line.commitment_id, &one, after).await?;
    let legs = has.into_iter().zip(had).fold(Legs::default(), |legs, ((place, now), (_, then))| {
        let books = Books::new(&one.fund, &place, one.year);
        let piece = now - then;
        legs.moved(&books, Side::Receivable, Side::Cash, piece).moved(
            &books,
            Side::Spent,
            Side::Available,
            piece,
        )
    });
    let about = ("recovery", id);
    post(&mut tx, Posting { kind: "collect", reason: "", about, reverses: None, legs, beyond: false })
        .await?;
    mark("collect.posted");
    one.collected = after;
    one.state = if after == one.amount { "collected" } else { "open" }.to_owned();
    one.version += 1;
    let query = sql(
        "update money_recovery set collected = $1, state = $2, row_version = $3 where id = $4 and row_version = $5",
    );
    tx.run_one(query.bind(one.collected).bind(&one.state).bind(one.version).bind(id).bind(seen)).await?;
    let event = Event::new("money.collect", "money_recovery", id)
        .at_place(&one.place)
        .detail(&json!({ "amount": amount, "collected": after }));
    tx.commit_with(event, &one).await?;
    Ok(one)
}

/// What each place has of so much collected: place after place, each up to what it bore.
async fn parts(
    tx: &mut WriteTx<'_>,
    commitment: &str,
    one: &Recovery,
    collected: i64,
) -> Result<Vec<(String, i64)>, Fault> {
    let mut left = collected;
    let mut made = Vec::new();
    for (place, piece) in borne(tx, commitment, one.amount).await? {
        let own = piece.min(left);
        left -= own;
        made.push((place, own));
    }
    Ok(made)
}
