//! Rows of certificates and messages.

use anye_db::{DbError, Read, Row, WriteTx, sql};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::Issued;

const COLUMNS: &str = "number, code, case_id, programme, title_zh, title_en, text_zh, text_en, holder, issued_at, void_at, \
     void_why, void_name";

fn issued(row: &Row) -> Result<Issued, DbError> {
    Ok(Issued {
        number: row.text("number")?,
        code: row.text("code")?,
        case_id: row.text("case_id")?,
        programme: row.text("programme")?,
        title: (row.text("title_zh")?, row.text("title_en")?),
        text: (row.text("text_zh")?, row.text("text_en")?),
        holder: row.text("holder")?,
        issued_at: row.int("issued_at")?,
        void_at: row.opt_int("void_at")?,
        void_why: row.opt_text("void_why")?.zip(row.opt_text("void_name")?),
    })
}

pub(crate) async fn find(from: &mut impl Read, number: &str) -> Result<Option<Issued>, DbError> {
    let query = sql(format!("select {COLUMNS} from service_certificate where number = $1"));
    from.optional(query.bind(number)).await?.as_ref().map(issued).transpose()
}

pub(crate) async fn of_case(from: &mut impl Read, id: &str) -> Result<Vec<Issued>, DbError> {
    let query = sql(format!("select {COLUMNS} from service_certificate where case_id = $1 order by number"));
    from.all(query.bind(id)).await?.iter().map(issued).collect()
}

/// Makes it void; once.
pub(crate) async fn void(
    tx: &mut WriteTx<'_>,
    number: &str,
    why: &str,
    by: (&str, &str),
    now: i64,
) -> Result<(), DbError> {
    let query = sql(
        "update service_certificate set void_at = $1, void_why = $2, void_by = $3, void_name = $4 where number = $5 and void_at is null",
    );
    tx.run_one(query.bind(now).bind(why).bind(by.0).bind(by.1).bind(number)).await
}

/// How many numbers begin so.
pub(crate) async fn numbers(from: &mut impl Read, prefix: &str) -> Result<i64, DbError> {
    let query = sql("select count(*) as n from service_certificate where number >= $1 and number < $2");
    from.one(query.bind(prefix).bind(format!("{prefix}~"))).await?.int("n")
}

pub(crate) async fn insert(tx: &mut WriteTx<'_>, one: &Issued, certificate: &str) -> Result<(), DbError> {
    let query = sql(
        "insert into service_certificate (number, code, case_id, programme, certificate, title_zh, title_en, text_zh, text_en, holder, issued_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    );
    let query = query.bind(&one.number).bind(&one.code).bind(&one.case_id).bind(&one.programme);
    let query = query.bind(certificate).bind(&one.title.0).bind(&one.title.1).bind(&one.text.0);
    tx.run_one(query.bind(&one.text.1).bind(&one.holder).bind(one.issued_at)).await
}

/// A message to an applicant (消息).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Message {
    /// Id.
    pub id: String,
    /// The case.
    pub case_id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// When.
    pub at: i64,
}

pub(crate) async fn tell(tx: &mut WriteTx<'_>, account: &str, one: &Message) -> Result<(), DbError> {
    let query =
        sql("insert into service_message (id, account, case_id, zh, en, at) values ($1, $2, $3, $4, $5, $6)");
    tx.run_one(query.bind(&one.id).bind(account).bind(&one.case_id).bind(&one.zh).bind(&one.en).bind(one.at))
        .await
}

pub(crate) async fn messages(
    from: &mut impl Read,
    account: &str,
    most: u32,
) -> Result<Vec<Message>, DbError> {
    let query = sql(
        "select id, case_id, zh, en, at from service_message where account = $1 order by at desc, id desc",
    );
    let message = |row: &Row| {
        Ok(Message {
            id: row.text("id")?,
            case_id: row.text("case_id")?,
            zh: row.text("zh")?,
            en: row.text("en")?,
            at: row.int("at")?,
        })
    };
    from.all(query.bind(account).push(&format!(" limit {most}"))).await?.iter().map(message).collect()
}
