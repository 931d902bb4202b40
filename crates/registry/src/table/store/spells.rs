//! Spells in the order of their subjects, some at a time.

use anye_base::Date;
use anye_db::{DbError, Read, sql};
use anye_programmes::{Only, Register};

use super::expr::Words;

/// A spell as it stands in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Id of the entry.
    pub id: String,
    /// Whose.
    pub subject: String,
    /// Their name.
    pub name: String,
    /// Where.
    pub place: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Option<Date>,
}

/// The next spells begun by a day, after one that was read: by subject, first day, id.
pub async fn next(
    from: &mut impl Read,
    register: &Register,
    only: &[Only],
    on: Date,
    after: &(String, String, String),
    limit: u32,
) -> Result<Vec<Row>, DbError> {
    let words = Words { register, source: "entry", as_of: false, maps: &[] };
    let mut query = sql("with asked(on_day, known_at) as (select ")
        .push_bind("cast({} as text)", on)
        .push_bind(", cast({} as bigint))", i64::MAX)
        .push(" select e.id as id, e.subject as subject, e.subject_name as name, e.place as place, e.from_day as from_day, e.to_day as to_day from asked a cross join entry e")
        .push(" where e.pending = 0 and e.state <> 'refused' and e.from_day <= a.on_day")
        .push_bind(" and e.subject_kind = {}", register.subject.word())
        .push_bind(" and e.register = {}", &register.id)
        .push_bind(" and (e.subject > {}", &after.0)
        .push_bind(" or (e.subject = {}", &after.0)
        .push_bind(" and (e.from_day > {}", &after.1)
        .push_bind(" or (e.from_day = {}", &after.1)
        .push_bind(" and e.id > {}))))", &after.2);
    for one in only {
        query = query.push(&format!(" and {}", words.meets(one)));
    }
    let query = query.push_bind(" order by e.subject, e.from_day, e.id limit {}", limit);
    let rows = from.all(query).await?;
    rows.iter()
        .map(|row| {
            Ok(Row {
                id: row.text("id")?,
                subject: row.text("subject")?,
                name: row.text("name")?,
                place: row.text("place")?,
                from: row.date("from_day")?,
                to: row.opt_date("to_day")?,
            })
        })
        .collect()
}
