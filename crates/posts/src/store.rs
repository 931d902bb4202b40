//! Rounds in the store. It must never change a row that was confirmed except by an answer to an offer.

use anye_db::{DbError, Read, Row, Val, WriteTx, sql};

use crate::model::{Candidate, Place, Round};

const ROUND: &str = "id, allocation, title, place, county, state, seed_digest, seed, ranked_on, rule, rule_version, opened_by, opened_name, opened_at, \
                     ranked_by, ranked_name, ranked_at, confirmed_name, confirmed_at, row_version";

fn round(row: &Row) -> Result<Round, DbError> {
    let state = row.text("state")?;
    Ok(Round {
        id: row.text("id")?,
        allocation: row.text("allocation")?,
        title: row.text("title")?,
        place: row.text("place")?,
        county: row.text("county")?,
        // Before lots are drawn nobody sees the seed.
        seed: if state == "collecting" { String::new() } else { row.text("seed")? },
        state,
        seed_digest: row.text("seed_digest")?,
        ranked_on: row.opt_text("ranked_on")?,
        rule: row.text("rule")?,
        rule_version: row.opt_text("rule_version")?,
        opened_name: row.text("opened_name")?,
        opened_at: row.int("opened_at")?,
        ranked_by: row.opt_text("ranked_by")?,
        ranked_name: row.opt_text("ranked_name")?,
        ranked_at: row.opt_int("ranked_at")?,
        confirmed_name: row.opt_text("confirmed_name")?,
        confirmed_at: row.opt_int("confirmed_at")?,
        version: row.int("row_version")?,
    })
}

pub(crate) async fn insert(
    tx: &mut WriteTx<'_>,
    made: &Round,
    (seed, by): (&str, &str),
    places: &[Place],
    candidates: &[Candidate],
) -> Result<(), DbError> {
    let query = sql("insert into post_round (id, allocation, title, place, county, state, seed_digest, seed, rule, opened_by, opened_name, opened_at, row_version) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)")
    .bind(&made.id)
    .bind(&made.allocation)
    .bind(&made.title)
    .bind(&made.place)
    .bind(&made.county)
    .bind(&made.state)
    .bind(&made.seed_digest)
    .bind(seed)
    .bind(&made.rule)
    .bind(by)
    .bind(&made.opened_name)
    .bind(made.opened_at);
    tx.run(query).await?;
    let rows = places.iter().map(|one| {
        let texts = [&one.entry_id, &one.title, &one.employer].map(|text| Val::from(text.as_str()));
        [vec![Val::from(made.id.as_str()), Val::from(one.seq)], texts.to_vec()].concat()
    });
    tx.insert("post_place", "round_id, seq, entry_id, title, employer", rows.collect()).await?;
    let rows = candidates.iter().map(|one| {
        [&made.id, &one.person, &one.name, &one.came_by, "", "candidate", ""].map(Val::from).to_vec()
    });
    let columns = "round_id, person, name, came_by, wishes, state, note";
    tx.insert("post_candidate", columns, rows.collect()).await
}

pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Round>, DbError> {
    let row = from.optional(sql(format!("select {ROUND} from post_round where id = $1")).bind(id)).await?;
    row.as_ref().map(round).transpose()
}

/// The seed, which only the drawing of lots may read before it is shown.
pub(crate) async fn seed(from: &mut impl Read, id: &str) -> Result<String, DbError> {
    from.one(sql("select seed from post_round where id = $1").bind(id)).await?.text("seed")
}

pub(crate) async fn list(from: &mut impl Read, counties: &[String]) -> Result<Vec<Round>, DbError> {
    let query = sql(format!("select {ROUND} from post_round where "))
        .push_list("county in ({})", counties.iter().map(String::as_str))
        .push(" order by opened_at desc, id limit 200");
    from.all(query).await?.iter().map(round).collect()
}

pub(crate) async fn places(from: &mut impl Read, id: &str) -> Result<Vec<Place>, DbError> {
    let query = sql("select seq, entry_id, title, employer from post_place where round_id = $1 order by seq")
        .bind(id);
    let place = |row: &Row| {
        Ok(Place {
            seq: row.int("seq")?,
            entry_id: row.text("entry_id")?,
            title: row.text("title")?,
            employer: row.text("employer")?,
        })
    };
    from.all(query).await?.iter().map(place).collect()
}

pub(crate) async fn candidates(from: &mut impl Read, id: &str) -> Result<Vec<Candidate>, DbError> {
    let query = sql("select person, name, came_by, wishes, lot, outcome, rank, reasons, state, offered, note from post_candidate where round_id = $1 \
         order by coalesce(rank, 1000000000), name, person")
    .bind(id);
    from.all(query).await?.iter().map(candidate).collect()
}

fn candidate(row: &Row) -> Result<Candidate, DbError> {
    let reasons = row.opt_text("reasons")?;
    Ok(Candidate {
        person: row.text("person")?,
        name: row.text("name")?,
        came_by: row.text("came_by")?,
        wishes: row.text("wishes")?.split(',').filter_map(|one| one.parse().ok()).collect(),
        lot: row.opt_int("lot")?,
        outcome: row.opt_text("outcome")?,
        rank: row.opt_int("rank")?,
        reasons: reasons.and_then(|text| serde_json::from_str(&text).ok()),
        state: row.text("state")?,
        offered: row.opt_int("offered")?,
        note: row.text("note")?,
    })
}

/// A candidate's row as it is now.
pub(crate) async fn put(tx: &mut WriteTx<'_>, round: &str, one: &Candidate) -> Result<(), DbError> {
    let wishes: Vec<String> = one.wishes.iter().map(ToString::to_string).collect();
    let query = sql("update post_candidate set wishes = $1, lot = $2, outcome = $3, rank = $4, reasons = $5, state = $6, offered = $7, note = $8 \
         where round_id = $9 and person = $10")
    .bind(wishes.join(","))
    .bind(one.lot)
    .bind(one.outcome.clone())
    .bind(one.rank)
    .bind(one.reasons.as_ref().map(ToString::to_string))
    .bind(&one.state)
    .bind(one.offered)
    .bind(&one.note)
    .bind(round)
    .bind(&one.person);
    tx.run_one(query).await
}

/// Rows of one statement: their values stay below what either database binds at once.
const ROWS: usize = 500;

/// Many candidates' rows as they are now. All of them must be there.
pub(crate) async fn put_all(tx: &mut WriteTx<'_>, round: &str, all: &[Candidate]) -> Result<(), DbError> {
    for part in all.chunks(ROWS) {
        let mut query =
            sql("with now (person, wishes, lot, outcome, rank, reasons, state, offered, note) as (values ");
        for (at, one) in part.iter().enumerate() {
            let wishes: Vec<String> = one.wishes.iter().map(ToString::to_string).collect();
            query = query
                .push_bind(if at == 0 { "({}" } else { ", ({}" }, &one.person)
                .push_bind(", {}", wishes.join(","))
                .push_bind(", {}", one.lot)
                .push_bind(", {}", one.outcome.clone())
                .push_bind(", {}", one.rank)
                .push_bind(", {}", one.reasons.as_ref().map(ToString::to_string))
                .push_bind(", {}", &one.state)
                .push_bind(", {}", one.offered)
                .push_bind(", {})", &one.note);
        }
        let query = query
            .push(
                ") update post_candidate set wishes = now.wishes, lot = now.lot, outcome = now.outcome, rank = now.rank, reasons = now.reasons, \
                 state = now.state, offered = now.offered, note = now.note from now where post_candidate.person = now.person",
            )
            .push_bind(" and post_candidate.round_id = {}", round);
        if tx.run(query).await? != part.len() as u64 {
            return Err(DbError::Stale);
        }
    }
    Ok(())
}

/// Who answered an offer, and when.
pub(crate) async fn answered(
    tx: &mut WriteTx<'_>,
    round: &str,
    person: &str,
    by: &str,
    at: i64,
) -> Result<(), DbError> {
    let query = sql(
        "update post_candidate set answered_at = $1, answered_name = $2 where round_id = $3 and person = $4",
    )
    .bind(at)
    .bind(by)
    .bind(round)
    .bind(person);
    tx.run_one(query).await
}

/// Takes the round's turn: whoever saw an older version is told.
pub(crate) async fn turn(tx: &mut WriteTx<'_>, id: &str, seen: i64, state: &str) -> Result<(), DbError> {
    let query = sql(
        "update post_round set state = $1, row_version = row_version + 1 where id = $2 and row_version = $3",
    )
    .bind(state)
    .bind(id)
    .bind(seen);
    tx.run_one(query).await
}

pub(crate) async fn ranked(
    tx: &mut WriteTx<'_>,
    id: &str,
    (by, name): (&str, &str),
    at: i64,
    (on, version): (&str, &str),
) -> Result<(), DbError> {
    let query = sql("update post_round set ranked_by = $1, ranked_name = $2, ranked_at = $3, ranked_on = $4, rule_version = $5 where id = $6")
        .bind(by)
        .bind(name)
        .bind(at)
        .bind(on)
        .bind(version)
        .bind(id);
    tx.run_one(query).await
}

pub(crate) async fn confirmed(
    tx: &mut WriteTx<'_>,
    id: &str,
    (by, name): (&str, &str),
    at: i64,
) -> Result<(), DbError> {
    let query =
        sql("update post_round set confirmed_by = $1, confirmed_name = $2, confirmed_at = $3 where id = $4")
            .bind(by)
            .bind(name)
            .bind(at)
            .bind(id);
    tx.run_one(query).await
}
