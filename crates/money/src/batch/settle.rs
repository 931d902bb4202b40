//! A bank's result file taken in (回盘): in whole or not at all, the same file once. Paid is paid, failed goes back to be paid again, unknown stays on its way.

use std::collections::BTreeMap;

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::{Event, hex};
use anye_db::{Begin, DbError, Read as _, Val, WriteTx, sql};
use anye_reading::TableLimits;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sm3::{Digest as _, Sm3};
use utoipa::ToSchema;

use super::check::acting;
use super::model::Batch;
use super::store;
use crate::bank::{Came, FileFault, FileRow, Outcome, is_workbook, read, rows, take};
use crate::ledger::{Legs, Posting, Side, post};
use crate::mark::mark;
use crate::{Money, fen};

/// What a file said, to the fen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Settled {
    /// Paid: lines and fen.
    pub paid: (i64, i64),
    /// Failed.
    pub failed: (i64, i64),
    /// Not known.
    pub unknown: (i64, i64),
    /// Still on their way, over all files.
    pub open: i64,
    /// State of the batch now.
    pub state: String,
}

/// Takes a file in.
///
/// # Errors
/// Not there, not allowed, not sent, the same file again, or anything wrong in the file: then nothing changes.
pub async fn settle(
    money: &Money,
    caller: &Caller<'_>,
    id: &str,
    seen: i64,
    name: &str,
    bytes: &[u8],
) -> Result<Settled, Fault> {
    // A workbook is opened in a child process, before anything is locked.
    let sheet = if is_workbook(bytes) { Some(opened(money, bytes).await?) } else { None };
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let mut batch = acting(&mut tx, caller, id, Permission::PaymentPay, seen).await?;
    let digest = hex(&Sm3::digest(bytes));
    if known(&mut tx, id, &digest).await? {
        return Err(Fault::new(ErrorKind::Conflict, "bank_file_again"));
    }
    if batch.state != "sent" {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_state"));
    }
    let layout = money.funds.bank(&batch.bank).ok_or_else(|| Fault::not_found("bank"))?;
    let lines = store::lines(&mut tx, id).await?;
    let waits = lines.iter().filter(|line| matches!(line.state.as_str(), "sent" | "unknown"));
    let amounts: BTreeMap<i64, i64> = waits.map(|line| (line.n, line.amount_fen)).collect();
    let came = match sheet {
        Some(rows) => take(layout, &batch.number(), &amounts, rows.into_iter().map(Ok)),
        None => read(layout, &batch.number(), &amounts, bytes),
    };
    let came = came.map_err(refused)?;
    let result = caller.world.new_id();
    let mut made = tally(&came, &amounts);
    insert(&mut tx, &result, &batch, (name, &digest), &came, &amounts).await?;
    mark("settle.outcomes");
    apply(&mut tx, &batch, &result).await?;
    mark("settle.lines");
    booked(&mut tx, &batch, &result).await?;
    mark("settle.posted");
    let states = store::by_state(&mut tx, id).await?;
    made.open = states
        .iter()
        .filter(|(state, ..)| matches!(state.as_str(), "sent" | "unknown"))
        .map(|(_, n, _)| n)
        .sum();
    if made.open == 0 {
        batch.state = "settled".to_owned();
        batch.settled_at = Some(caller.world.now_ms());
    }
    made.state.clone_from(&batch.state);
    store::update(&mut tx, &mut batch, None).await?;
    let detail = json!({ "file": digest, "paid": made.paid, "failed": made.failed, "unknown": made.unknown });
    store::happened(&mut tx, id, "settle", &detail).await?;
    let event = Event::new("money.batch_settle", "money_batch", id).at_place(&batch.place).detail(&detail);
    tx.commit_with(event, &made).await?;
    Ok(made)
}

/// The rows of a workbook.
async fn opened(money: &Money, bytes: &[u8]) -> Result<Vec<FileRow>, Fault> {
    let reader = money.reader.as_ref().ok_or_else(|| Fault::internal("no reader of workbooks"))?;
    let tables = reader.read_table(bytes, &TableLimits::default()).await.map_err(|error| {
        let fault = Fault::new(ErrorKind::Invalid, "bank_workbook").log(&error);
        fault.field(FieldFault::new("file", "bank_workbook"))
    })?;
    rows(&tables).map_err(refused)
}

fn refused(wrong: FileFault) -> Fault {
    let fault = Fault { code: wrong.code, ..Fault::new(ErrorKind::Invalid, "bank_row") };
    let mut field = FieldFault::new("file", wrong.code).arg("row", wrong.row).arg("what", &wrong.what);
    field.row = Some(wrong.row);
    fault.arg("row", wrong.row).arg("what", wrong.what).field(field)
}

async fn known(tx: &mut WriteTx<'_>, batch: &str, digest: &str) -> Result<bool, DbError> {
    let query = sql("select id from money_result where batch_id = $1 and digest = $2");
    Ok(tx.optional(query.bind(batch).bind(digest)).await?.is_some())
}

fn tally(came: &[Came], amounts: &BTreeMap<i64, i64>) -> Settled {
    let mut made = Settled::default();
    for one in came {
        let sum = match one.outcome {
            Outcome::Paid => &mut made.paid,
            Outcome::Failed => &mut made.failed,
            Outcome::Unknown => &mut made.unknown,
        };
        sum.0 += 1;
        sum.1 += amounts.get(&one.n).copied().unwrap_or(0);
    }
    made
}

async fn insert(
    tx: &mut WriteTx<'_>,
    id: &str,
    batch: &Batch,
    (name, digest): (&str, &str),
    came: &[Came],
    amounts: &BTreeMap<i64, i64>,
) -> Result<(), Fault> {
    let scope = tx.scope();
    let total = fen::sum(came.iter().filter_map(|one| amounts.get(&one.n).copied()));
    let query = sql(
        "insert into money_result (id, batch_id, file_name, digest, n_lines, total, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(&batch.id)
    .bind(name.chars().take(120).collect::<String>())
    .bind(digest)
    .bind(i64::try_from(came.len()).unwrap_or(i64::MAX))
    .bind(total.ok_or_else(|| Fault::internal("a sum does not fit"))?)
    .bind(scope.world.now_ms())
    .bind(&scope.actor.id)
    .bind(&scope.actor.name);
    tx.run_one(query).await?;
    let today = scope.world.today().to_string();
    let row = |one: &Came| {
        let day = if one.day.parse::<anye_base::Date>().is_ok() { &one.day } else { &today };
        let texts = [one.outcome.word(), &one.reference, &one.reason, day];
        let mut row = vec![Val::from(id), Val::from(&batch.id), one.n.into()];
        row.extend(texts.map(Val::from));
        row
    };
    let columns = "result_id, batch_id, n, state, bank_ref, note, settled_on";
    tx.insert("money_outcome", columns, came.iter().map(row).collect()).await?;
    Ok(())
}

/// The outcomes into lines and commitments, set by set.
async fn apply(tx: &mut WriteTx<'_>, batch: &Batch, result: &str) -> Result<(), DbError> {
    let lines = sql(
        "update money_line set state = o.state, bank_ref = o.bank_ref, note = o.note, settled_on = o.settled_on from money_outcome o \
         where money_line.batch_id = $1 and o.result_id = $2 and o.n = money_line.n",
    );
    tx.run(lines.bind(&batch.id).bind(result)).await?;
    let paid = sql("update money_commitment set state = 'paid' where batch_id = $1 and state = 'batched' \
         and id in (select commitment_id from money_line where batch_id = $2 and state = 'paid')");
    tx.run(paid.bind(&batch.id).bind(&batch.id)).await?;
    store::reopen(tx, &batch.id, "failed").await?;
    Ok(())
}

/// What the file means in the books.
async fn booked(tx: &mut WriteTx<'_>, batch: &Batch, result: &str) -> Result<(), Fault> {
    let paid = store::borne(tx, batch, Some((result, "paid"))).await?;
    let failed = store::borne(tx, batch, Some((result, "failed"))).await?;
    if paid.is_empty() && failed.is_empty() {
        return Ok(());
    }
    let legs = store::moves(Legs::default(), &paid, Side::Transit, Side::Paid);
    let legs = store::moves(legs, &paid, Side::Committed, Side::Spent);
    let legs = store::moves(legs, &failed, Side::Transit, Side::Cash);
    let about = ("result", result);
    let entry =
        post(tx, Posting { kind: "settle", reason: "", about, reverses: None, legs, beyond: false }).await?;
    let query = sql("update money_result set entry_id = $1 where id = $2").bind(&entry.id).bind(result);
    Ok(tx.run_one(query).await?)
}
