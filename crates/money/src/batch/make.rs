//! Making a batch (编制批次) from commitments that are due: seen first as count and sum, then made. The same key makes it once.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Begin, DbError, Read};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::canonical::digest;
use super::model::Batch;
use super::store::{self, Due};
use crate::mark::mark;
use crate::{Money, fen, person, rights};

/// Which commitments, and how they are paid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct MakeInput {
    /// Place that pays: its own commitments and those below it.
    pub place: String,
    /// Fund.
    pub fund: String,
    /// Budget year.
    pub year: i64,
    /// One benefit only; empty: all.
    pub benefit: String,
    /// One period only; empty: all.
    pub period: String,
    /// Due until this day; empty: today.
    pub due_until: String,
    /// Bank layout; empty: the first.
    pub bank: String,
    /// Title; may be empty.
    pub title: String,
}

/// What a batch would hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Preview {
    /// Lines.
    pub count: i64,
    /// Fen.
    pub total: i64,
    /// By benefit: id, count, fen.
    pub benefits: Vec<(String, i64, i64)>,
    /// Due, but nobody knows an account: they stay open.
    pub without_account: i64,
    /// Fen of those.
    pub without_account_total: i64,
    /// How many people must check it.
    pub needs: i64,
}

async fn which(
    money: &Money,
    caller: &Caller<'_>,
    from: &mut impl Read,
    input: &MakeInput,
) -> Result<Due, Fault> {
    let mut fault = Fault::new(ErrorKind::Invalid, "money_make");
    if money.core.places().find(&input.place, caller.world.today()).is_none() {
        fault = fault.field(FieldFault::new("place", "money_place"));
    }
    if money.funds.fund(&input.fund).is_none() {
        fault = fault.field(FieldFault::new("fund", "money_fund"));
    }
    if money.funds.bank(&input.bank).is_none() {
        fault = fault.field(FieldFault::new("bank", "money_bank"));
    }
    let until = if input.due_until.is_empty() {
        Ok(caller.world.today())
    } else {
        input.due_until.parse::<anye_base::Date>()
    };
    if until.is_err() {
        fault = fault.field(FieldFault::new("due_until", "money_day"));
    }
    let (true, Ok(until)) = (fault.fields.is_empty(), until) else { return Err(fault) };
    rights::must(caller, Permission::PaymentMake, &input.place)?;
    let mut places = store::due_places(from, &input.fund, input.year).await?;
    places.retain(|place| *place == input.place || caller.places.is_within(place, &input.place));
    Ok(Due {
        fund: input.fund.clone(),
        year: input.year,
        places,
        benefit: input.benefit.clone(),
        period: input.period.clone(),
        until: until.to_string(),
    })
}

/// Count and sum of what a batch would hold. Nothing changes.
///
/// # Errors
/// The input, or no right at the place.
pub async fn preview(money: &Money, caller: &Caller<'_>, input: &MakeInput) -> Result<Preview, Fault> {
    let mut from = &money.core.db;
    let due = which(money, caller, &mut from, input).await?;
    let mut made = Preview::default();
    for (benefit, known, n, amount) in store::due_sums(&mut from, &due).await? {
        if known {
            made.count += n;
            made.total += amount;
            made.benefits.push((benefit, n, amount));
        } else {
            made.without_account += n;
            made.without_account_total += amount;
        }
    }
    made.needs = money.funds.needs(made.total);
    Ok(made)
}

/// Makes it.
///
/// # Errors
/// The input, no right at the place, or nothing is due.
pub async fn make(money: &Money, caller: &Caller<'_>, input: &MakeInput) -> Result<Batch, Fault> {
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let key = person::behind(&mut tx, caller).await?;
    store::take_turn(&mut tx, input.year).await?;
    let due = which(money, caller, &mut tx, input).await?;
    let id = caller.world.new_id();
    if store::claim(&mut tx, &id, &due, money.funds.approval.most_lines).await? == 0 {
        return Err(Fault::new(ErrorKind::Conflict, "money_nothing_due"));
    }
    mark("make.claimed");
    let lines = store::claimed(&mut tx, &id).await?;
    let total = fen::sum(lines.iter().map(|line| line.amount_fen))
        .ok_or_else(|| Fault::internal("a sum does not fit"))?;
    let bank = money.funds.bank(&input.bank).map(|bank| bank.id.clone()).unwrap_or_default();
    let mut batch = Batch {
        id,
        place: input.place.clone(),
        year: input.year,
        seq: store::next_seq(&mut tx, &input.place, input.year).await?,
        fund: input.fund.clone(),
        bank,
        title: input.title.trim().chars().take(100).collect(),
        state: "made".to_owned(),
        n_lines: i64::try_from(lines.len()).unwrap_or(i64::MAX),
        total,
        digest: String::new(),
        needs: money.funds.needs(total),
        file_digest: None,
        sent_at: None,
        settled_at: None,
        at: caller.world.now_ms(),
        version: 1,
    };
    batch.digest = digest(&batch, &lines);
    store::insert(&mut tx, &batch).await?;
    store::insert_lines(&mut tx, &lines).await.map_err(paid_before)?;
    mark("make.lines");
    store::put_hand(&mut tx, &batch, "make", &key).await?;
    mark("make.hand");
    let detail = json!({ "n": batch.n_lines, "total": batch.total, "digest": batch.digest });
    store::happened(&mut tx, &batch.id, "make", &detail).await?;
    let event =
        Event::new("money.batch_make", "money_batch", &batch.id).at_place(&batch.place).detail(&detail);
    tx.commit_with(event, &batch).await?;
    Ok(batch)
}

/// The index that keeps person, benefit and period from being paid twice.
fn paid_before(error: DbError) -> Fault {
    match error {
        DbError::Unique { .. } => Fault::new(ErrorKind::Conflict, "money_paid_before"),
        other => other.into(),
    }
}
