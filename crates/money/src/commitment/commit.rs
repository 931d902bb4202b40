//! Committing (承诺) in the transaction of the decision. Beyond the budget, or outside the permitted use, it is refused; whom it is for, benefit and period are owed once.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_db::audit::Event;
use anye_db::{Db, DbError, WriteTx, sql};
use serde_json::json;

use super::model::{Commitment, NewCommitment, Share};
use super::store;
use crate::fen;
use crate::fund::{Beyond, Funds};
use crate::ledger::{Books, Legs, Posting, Side, post};
use crate::mark::mark;
use crate::payee::covered;

/// Makes one. Who calls writes the audit record when it commits.
///
/// # Errors
/// No such fund, outside its use, beyond its budget, owed already, or shares that do not add up.
pub async fn commit(tx: &mut WriteTx<'_>, funds: &Funds, new: NewCommitment) -> Result<Commitment, Fault> {
    let mut made = commit_many(tx, funds, std::slice::from_ref(&new)).await?;
    made.pop().ok_or_else(|| Fault::internal("no commitment was made"))
}

/// Makes many in one entry of the ledger.
///
/// # Errors
/// As [`commit`]; then none is made.
pub async fn commit_many(
    tx: &mut WriteTx<'_>,
    funds: &Funds,
    all: &[NewCommitment],
) -> Result<Vec<Commitment>, Fault> {
    let world = tx.scope().world;
    let today = world.today();
    let mut legs = Legs::default();
    let mut rows = Vec::with_capacity(all.len());
    let mut beyond = true;
    for new in all {
        let fund = funds.fund(&new.fund).ok_or_else(|| Fault::not_found("fund"))?;
        if !fund.permits(&new.benefit) {
            return Err(Fault::new(ErrorKind::Conflict, "money_use")
                .arg("fund", &new.fund)
                .arg("benefit", &new.benefit));
        }
        beyond &= fund.beyond == Beyond::Alarm;
        let shares = checked(new)?;
        let year = if new.year == 0 { i64::from(today.year()) } else { new.year };
        for share in &shares {
            let books = Books::new(&new.fund, &share.place, year);
            legs = legs.moved(&books, Side::Available, Side::Committed, share.amount_fen);
        }
        rows.push((row(new, world.new_id(), year, &today.to_string()), shares));
    }
    let about = rows.first().map(|(one, _)| one.decision.clone()).unwrap_or_default();
    let posting =
        Posting { kind: "commit", reason: "", about: ("decision", &about), reverses: None, legs, beyond };
    let entry = post(tx, posting).await?;
    mark("commit.posted");
    for (one, _) in &mut rows {
        one.entry_id.clone_from(&entry.id);
    }
    store::insert(tx, &rows).await.map_err(owed)?;
    mark("commit.inserted");
    Ok(rows.into_iter().map(|(one, _)| one).collect())
}

fn owed(error: DbError) -> Fault {
    match error {
        DbError::Unique { .. } => Fault::new(ErrorKind::Conflict, "money_owed_already"),
        other => other.into(),
    }
}

/// The shares, which must add up to the amount.
fn checked(new: &NewCommitment) -> Result<Vec<Share>, Fault> {
    let wrong = |field: &'static str, code: &'static str| {
        Fault { code, ..Fault::new(ErrorKind::Invalid, "money_commitment") }
            .field(FieldFault::new(field, code))
    };
    let none = String::from("-");
    let (whom_kind, whom) = new.whom.as_ref().map_or((&none, &none), |(kind, id)| (kind, id));
    let texts = [
        ("whom", whom_kind),
        ("whom", whom),
        ("decision", &new.decision),
        ("payee_kind", &new.payee_kind),
        ("payee", &new.payee),
        ("benefit", &new.benefit),
        ("period", &new.period),
        ("place", &new.place),
    ];
    if let Some((field, _)) = texts.iter().find(|(_, text)| text.trim().is_empty() || text.contains('\n')) {
        return Err(wrong(field, "money_commitment"));
    }
    if !(1..=fen::MOST).contains(&new.amount_fen) {
        return Err(wrong("amount_fen", "money_amount"));
    }
    if new.shares.is_empty() {
        return Ok(vec![Share { place: new.place.clone(), amount_fen: new.amount_fen }]);
    }
    let sum = fen::sum(new.shares.iter().map(|share| share.amount_fen));
    let mut places: Vec<&str> = new.shares.iter().map(|share| share.place.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    let sound = places.len() == new.shares.len() && new.shares.iter().all(|share| share.amount_fen > 0);
    if sum != Some(new.amount_fen) || !sound {
        return Err(wrong("shares", "money_shares"));
    }
    Ok(new.shares.clone())
}

fn row(new: &NewCommitment, id: String, year: i64, today: &str) -> Commitment {
    let (whom_kind, whom) = new.whom.clone().unwrap_or_else(|| (new.payee_kind.clone(), new.payee.clone()));
    Commitment {
        id,
        decision: new.decision.clone(),
        case_id: new.case.clone(),
        payee_kind: new.payee_kind.clone(),
        payee: new.payee.clone(),
        payee_name: covered(&new.payee_kind, &new.payee_name),
        whom_kind,
        whom,
        benefit: new.benefit.clone(),
        period: new.period.clone(),
        fund: new.fund.clone(),
        place: new.place.clone(),
        year,
        amount_fen: new.amount_fen,
        due_on: if new.due_on.is_empty() { today.to_owned() } else { new.due_on.clone() },
        state: "open".to_owned(),
        batch_id: None,
        entry_id: String::new(),
    }
}

/// Records that a commitment was refused, outside of the transaction that could not be (拒绝列支).
///
/// # Errors
/// The store's own.
pub async fn note_refusal(
    db: &Db,
    scope: anye_db::Scope<'_>,
    new: &NewCommitment,
    why: &Fault,
) -> Result<(), DbError> {
    let why = match why.code {
        "money_use" => "use",
        "money_budget_short" => "budget",
        _ => return Ok(()),
    };
    let (world, actor) = (scope.world, scope.actor);
    let mut tx = db.begin_internal(world, actor).await?;
    let id = world.new_id();
    let query = sql(
        "insert into money_refusal (id, fund, place, benefit, payee_kind, payee, period, amount, decision, why, at, by_name) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(&id)
    .bind(&new.fund)
    .bind(&new.place)
    .bind(&new.benefit)
    .bind(&new.payee_kind)
    .bind(&new.payee)
    .bind(&new.period)
    .bind(new.amount_fen)
    .bind(&new.decision)
    .bind(why)
    .bind(world.now_ms())
    .bind(&actor.name);
    tx.run_one(query).await?;
    let event = Event::new("money.refused", "money_refusal", &id)
        .at_place(&new.place)
        .detail(&json!({ "fund": new.fund, "benefit": new.benefit, "amount": new.amount_fen, "why": why }));
    tx.commit(event).await
}
