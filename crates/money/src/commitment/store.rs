//! Commitments and their shares in the database.

use anye_db::{DbError, Read, Row, Val, WriteTx, sql};

use super::model::{Commitment, Share};

const COLUMNS: &str = "id, decision, case_id, payee_kind, payee, payee_name, whom_kind, whom, benefit, period, fund, place, year, amount, due_on, state, batch_id, entry_id";

fn read(row: &Row) -> Result<Commitment, DbError> {
    Ok(Commitment {
        id: row.text("id")?,
        decision: row.text("decision")?,
        case_id: row.text("case_id")?,
        payee_kind: row.text("payee_kind")?,
        payee: row.text("payee")?,
        payee_name: row.text("payee_name")?,
        whom_kind: row.text("whom_kind")?,
        whom: row.text("whom")?,
        benefit: row.text("benefit")?,
        period: row.text("period")?,
        fund: row.text("fund")?,
        place: row.text("place")?,
        year: row.int("year")?,
        amount_fen: row.int("amount")?,
        due_on: row.text("due_on")?,
        state: row.text("state")?,
        batch_id: row.opt_text("batch_id")?,
        entry_id: row.text("entry_id")?,
    })
}

/// Writes them with their shares.
pub(super) async fn insert(tx: &mut WriteTx<'_>, all: &[(Commitment, Vec<Share>)]) -> Result<(), DbError> {
    let scope = tx.scope();
    let (now, by) = (scope.world.now_ms(), [&scope.actor.id, &scope.actor.name]);
    let row = |(one, _): &(Commitment, Vec<Share>)| {
        let whom = [
            &one.id,
            &one.decision,
            &one.case_id,
            &one.payee_kind,
            &one.payee,
            &one.payee_name,
            &one.whom_kind,
            &one.whom,
            &one.benefit,
            &one.period,
            &one.fund,
            &one.place,
        ];
        let mut row: Vec<Val> = whom.map(Val::from).to_vec();
        row.extend([one.year.into(), one.amount_fen.into(), Val::from(&one.due_on), Val::from(&one.state)]);
        row.extend([one.batch_id.clone().into(), Val::from(&one.entry_id), now.into()]);
        row.extend(by.map(Val::from));
        row
    };
    let columns = format!("{COLUMNS}, at, by_id, by_name");
    tx.insert("money_commitment", &columns, all.iter().map(row).collect()).await?;
    let shares = all.iter().flat_map(|(one, own)| {
        own.iter().map(|share| vec![Val::from(&one.id), Val::from(&share.place), share.amount_fen.into()])
    });
    tx.insert("money_share", "commitment_id, place, amount", shares.collect()).await
}

/// One by its id.
///
/// # Errors
/// The store's own.
pub async fn find(from: &mut impl Read, id: &str) -> Result<Option<Commitment>, DbError> {
    let query = sql(format!("select {COLUMNS} from money_commitment where id = $1")).bind(id);
    from.optional(query).await?.as_ref().map(read).transpose()
}

/// Who bears it.
pub(crate) async fn shares(from: &mut impl Read, id: &str) -> Result<Vec<Share>, DbError> {
    let query = sql("select place, amount from money_share where commitment_id = $1 order by place").bind(id);
    let rows = from.all(query).await?;
    rows.iter().map(|row| Ok(Share { place: row.text("place")?, amount_fen: row.int("amount")? })).collect()
}

/// Which commitments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of a decision.
    pub decision: Option<String>,
    /// Of a payee: kind and id.
    pub payee: Option<(String, String)>,
    /// In this state.
    pub state: Option<String>,
    /// Of a fund.
    pub fund: Option<String>,
}

/// Commitments, the earliest due first, 500 at most.
///
/// # Errors
/// The store's own.
pub async fn list(from: &mut impl Read, filter: &Filter) -> Result<Vec<Commitment>, DbError> {
    let mut query = sql(format!("select {COLUMNS} from money_commitment where 1 = 1"));
    if let Some(decision) = &filter.decision {
        query = query.push_bind(" and decision = {}", decision);
    }
    if let Some((kind, id)) = &filter.payee {
        query = query.push_bind(" and payee_kind = {}", kind).push_bind(" and payee = {}", id);
    }
    if let Some(state) = &filter.state {
        query = query.push_bind(" and state = {}", state);
    }
    if let Some(fund) = &filter.fund {
        query = query.push_bind(" and fund = {}", fund);
    }
    let rows = from.all(query.push(" order by due_on, id limit 500")).await?;
    rows.iter().map(read).collect()
}

/// Moves one from a state to another; nothing where it is not in that state any more.
pub(crate) async fn set_state(tx: &mut WriteTx<'_>, id: &str, from: &str, to: &str) -> Result<(), DbError> {
    let query = sql("update money_commitment set state = $1, batch_id = null where id = $2 and state = $3");
    tx.run_one(query.bind(to).bind(id).bind(from)).await
}
