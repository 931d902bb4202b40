//! Rows of cases of programmes, their decisions and effects.

use anye_db::{DbError, Query, Read, Row as DbRow, WriteTx, sql};

use crate::model::{Decided, Done, Row, Stand};

const COLUMNS: &str = "case_id, application, number, programme, place, state, granted, proposal, asked, why, appeals, promised_at, ended_at, made_at, row_version";

fn row(from: &DbRow) -> Result<Row, DbError> {
    let word = from.text("state")?;
    let proposal = from.opt_text("proposal")?;
    let proposal = proposal.map(|text| serde_json::from_str(&text)).transpose();
    Ok(Row {
        case_id: from.text("case_id")?,
        application: from.text("application")?,
        number: from.text("number")?,
        programme: from.text("programme")?,
        place: from.text("place")?,
        stand: Stand::from_word(&word).ok_or_else(|| DbError::Other(format!("unknown state {word}")))?,
        granted: from.opt_int("granted")?.map(|one| one != 0),
        proposal: proposal.map_err(|cause| DbError::Other(cause.to_string()))?,
        asked: from.json("asked")?,
        why: from.text("why")?,
        appeals: from.opt_text("appeals")?,
        promised_at: from.opt_int("promised_at")?,
        ended_at: from.opt_int("ended_at")?,
        made_at: from.int("made_at")?,
        row_version: from.int("row_version")?,
    })
}

async fn select(from: &mut impl Read, rest: Query) -> Result<Vec<Row>, DbError> {
    from.all(rest).await?.iter().map(row).collect()
}

fn question(rest: &str) -> Query {
    sql(format!("select {COLUMNS} from service_case {rest}"))
}

pub(crate) async fn find(from: &mut impl Read, id: &str) -> Result<Option<Row>, DbError> {
    Ok(select(from, question("where case_id = $1").bind(id)).await?.pop())
}

pub(crate) async fn by_number(from: &mut impl Read, number: &str) -> Result<Option<Row>, DbError> {
    Ok(select(from, question("where number = $1").bind(number)).await?.pop())
}

pub(crate) async fn of_application(from: &mut impl Read, id: &str) -> Result<Vec<Row>, DbError> {
    select(from, question("where application = $1 order by number").bind(id)).await
}

/// An open case of a programme about the same subject.
pub(crate) async fn open_about(
    from: &mut impl Read,
    programme: &str,
    subject: (&str, &str),
) -> Result<Option<Row>, DbError> {
    let query = question(
        "where programme = $1 and ended_at is null and application in \
         (select id from service_application where subject_kind = $2 and subject = $3) order by number",
    );
    Ok(select(from, query.bind(programme).bind(subject.0).bind(subject.1)).await?.into_iter().next())
}

/// Granted cases of these programmes whose application names an entry.
pub(crate) async fn naming(
    from: &mut impl Read,
    programmes: &[String],
    entry: &str,
) -> Result<Vec<Row>, DbError> {
    let query = question("where state = 'granted'").push_list(" and programme in ({})", programmes.iter());
    let query = query.push(" and application in (select id from service_application where ");
    select(from, query.push_bind("answers like {}) order by number", format!("%\"{entry}\"%"))).await
}

/// Open cases of these programmes.
pub(crate) async fn open_of(from: &mut impl Read, programmes: &[String]) -> Result<Vec<Row>, DbError> {
    let query = question("where ended_at is null").push_list(" and programme in ({})", programmes.iter());
    select(from, query.push(" order by number")).await
}

/// All cases about a subject, the oldest first.
pub(crate) async fn about(from: &mut impl Read, kind: &str, id: &str) -> Result<Vec<Row>, DbError> {
    let query = question(
        "where case_id in (select id from case_file where subject_kind = $1 and subject = $2) order by made_at, case_id",
    );
    select(from, query.bind(kind).bind(id)).await
}

/// Cases that were decided about any of these subjects of a kind, or about a thing that came with its application.
pub(crate) async fn decided_about(
    from: &mut impl Read,
    kind: &str,
    things: &[String],
) -> Result<Vec<Row>, DbError> {
    let query = question(
        "where state in ('granted', 'refused', 'public', 'held') and case_id in (select s.case_id from service_decision s \
         join law_decision d on d.id = s.decision where d.subject_kind = $1",
    );
    let query = query.bind(kind).push_list(" and d.subject_id in ({})) order by number", things.iter());
    let mut all = select(from, query).await?;
    if let Some(subject) = crate::model::subject_of(kind) {
        let query = question(
            "where state in ('granted', 'refused', 'public', 'held') and application in \
             (select id from service_application where subject_kind = $1",
        );
        let query =
            query.bind(subject.word()).push_list(" and subject in ({})) order by number", things.iter());
        for one in select(from, query).await? {
            if all.iter().all(|other| other.case_id != one.case_id) {
                all.push(one);
            }
        }
    }
    Ok(all)
}

/// The next serial of numbers that begin so. Who asks next waits until this transaction has ended.
pub(crate) async fn serial(tx: &mut WriteTx<'_>, prefix: &str) -> Result<i64, DbError> {
    let query = sql(
        "insert into service_serial (prefix, last) values ($1, (select count(*) + 1 from service_case where number >= $2 and number < $3)) \
         on conflict (prefix) do update set last = service_serial.last + 1 returning last",
    );
    tx.one(query.bind(prefix).bind(prefix).bind(format!("{prefix}~"))).await?.int("last")
}

pub(crate) async fn insert(tx: &mut WriteTx<'_>, one: &Row) -> Result<(), DbError> {
    let query = sql(format!(
        "insert into service_case ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    ));
    let query = query.bind(&one.case_id).bind(&one.application).bind(&one.number).bind(&one.programme);
    let query = query.bind(&one.place).bind(one.stand.word()).bind(one.granted.map(i64::from));
    let query = query.bind(proposal(one)).bind(json(&one.asked)).bind(&one.why).bind(one.appeals.clone());
    tx.run_one(query.bind(one.promised_at).bind(one.ended_at).bind(one.made_at).bind(one.row_version)).await
}

/// Writes it as it is now; its number rises by one.
pub(crate) async fn update(tx: &mut WriteTx<'_>, one: &mut Row) -> Result<(), DbError> {
    let seen = one.row_version;
    one.row_version += 1;
    let query = sql(
        "update service_case set state = $1, granted = $2, proposal = $3, asked = $4, why = $5, promised_at = $6, ended_at = $7, row_version = $8 \
         where case_id = $9 and row_version = $10",
    );
    let query = query.bind(one.stand.word()).bind(one.granted.map(i64::from)).bind(proposal(one));
    let query = query.bind(json(&one.asked)).bind(&one.why).bind(one.promised_at).bind(one.ended_at);
    tx.run_one(query.bind(one.row_version).bind(&one.case_id).bind(seen)).await
}

fn proposal(one: &Row) -> Option<String> {
    one.proposal.as_ref().map(json)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// All decisions of a case, the oldest first.
pub(crate) async fn decisions(from: &mut impl Read, id: &str) -> Result<Vec<Decided>, DbError> {
    let query = sql(
        "select seq, rule, decision, by_law, granted, amount_fen, reason, by_id, by_name, second_id, second_name, made_at \
         from service_decision where case_id = $1 order by seq",
    );
    let decided = |row: &DbRow| {
        Ok(Decided {
            seq: row.int("seq")?,
            rule: row.text("rule")?,
            decision: row.text("decision")?,
            by_law: row.text("by_law")?,
            granted: row.flag("granted")?,
            amount_fen: row.opt_int("amount_fen")?,
            reason: row.text("reason")?,
            by: row.text("by_id")?,
            name: row.text("by_name")?,
            second: row.opt_text("second_id")?.zip(row.opt_text("second_name")?),
            made_at: row.int("made_at")?,
        })
    };
    from.all(query.bind(id)).await?.iter().map(decided).collect()
}

/// Of these decisions, those by which nothing was given: decided otherwise by people, or of a case that ended without a grant.
pub(crate) async fn not_given(
    from: &mut impl Read,
    ids: &[String],
) -> Result<std::collections::BTreeSet<String>, DbError> {
    let mut all = std::collections::BTreeSet::new();
    for part in ids.chunks(500) {
        let query = sql(
            "select d.decision from service_decision d join service_case s on s.case_id = d.case_id where ",
        );
        let query = query.push_list("d.decision in ({})", part.iter().map(String::as_str));
        let query = query.push(" and (d.granted = 0 or s.state in ('refused', 'rejected', 'withdrawn'))");
        for row in &from.all(query).await? {
            all.insert(row.text("decision")?);
        }
    }
    Ok(all)
}

/// The newest of each rule.
pub(crate) fn newest(all: Vec<Decided>) -> Vec<Decided> {
    let mut kept: Vec<Decided> = Vec::new();
    for one in all {
        kept.retain(|other| other.rule != one.rule);
        kept.push(one);
    }
    kept
}

pub(crate) async fn decide(tx: &mut WriteTx<'_>, id: &str, one: &Decided) -> Result<(), DbError> {
    let query = sql(
        "insert into service_decision (case_id, seq, rule, decision, by_law, granted, amount_fen, reason, by_id, by_name, second_id, second_name, made_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    );
    let query = query.bind(id).bind(one.seq).bind(&one.rule).bind(&one.decision).bind(&one.by_law);
    let query = query.bind(one.granted).bind(one.amount_fen).bind(&one.reason).bind(&one.by).bind(&one.name);
    let (second, name) = one.second.clone().unzip();
    tx.run_one(query.bind(second).bind(name).bind(one.made_at)).await
}

pub(crate) async fn done(from: &mut impl Read, id: &str) -> Result<Vec<Done>, DbError> {
    let query = sql("select kind, made, detail, at from service_effect where case_id = $1 order by seq");
    let done = |row: &DbRow| {
        Ok(Done {
            kind: row.text("kind")?,
            made: row.text("made")?,
            detail: row.json("detail")?,
            at: row.int("at")?,
        })
    };
    from.all(query.bind(id)).await?.iter().map(done).collect()
}

pub(crate) async fn do_effect(tx: &mut WriteTx<'_>, id: &str, seq: i64, one: &Done) -> Result<(), DbError> {
    let query = sql(
        "insert into service_effect (case_id, seq, kind, made, detail, at) values ($1, $2, $3, $4, $5, $6)",
    );
    tx.run_one(query.bind(id).bind(seq).bind(&one.kind).bind(&one.made).bind(&one.detail).bind(one.at)).await
}
