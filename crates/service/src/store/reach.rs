//! Entries of a register joined with the cases about their subjects.

use anye_db::{DbError, Query, Read, sql};

use super::list;
use crate::case::Line;
use crate::count::Reach;

/// Entries that stand: open, and confirmed.
const STANDS: &str = "e.is_open = 1 and e.pending = 0";

/// Places that have entries of a register.
pub(crate) async fn places(from: &mut impl Read, register: &str) -> Result<Vec<String>, DbError> {
    let query = sql("select distinct place from entry where register = $1 order by place");
    from.all(query.bind(register)).await?.iter().map(|row| row.text("place")).collect()
}

fn at(query: &str, register: &str, places: &[String]) -> Query {
    let query = sql(format!("{query} where {STANDS} and e.register = $1")).bind(register);
    query.push_list(" and e.place in ({})", places.iter().map(String::as_str))
}

/// How many there are by place, and whom they employ.
pub(crate) async fn listed(
    from: &mut impl Read,
    register: &str,
    places: &[String],
) -> Result<Vec<Reach>, DbError> {
    let query = "select e.place, count(*) as n, cast(sum(m.staff) as bigint) as staff from entry e \
         left join employer m on e.subject_kind = 'employer' and m.id = e.subject";
    let query = at(query, register, places).push(" group by e.place order by e.place");
    let rows = from.all(query).await?;
    let one = |row: &anye_db::Row| {
        let (place, entries, staff) = (row.text("place")?, row.int("n")?, row.opt_int("staff")?);
        Ok(Reach { place, entries, staff, ..Reach::default() })
    };
    rows.iter().map(one).collect()
}

const GRANTED: &str = "join case_file c on c.subject_kind = e.subject_kind and c.subject = e.subject \
     join service_case s on s.case_id = c.id and s.state = 'granted'";

/// What reached one place.
pub(crate) struct Granted {
    pub place: String,
    pub reached: i64,
    pub programmes: i64,
    pub cases: i64,
}

fn granted_at(what: &str, register: &str, of: &[String], cases_at: &[String]) -> Query {
    let query = at(&format!("select {what} from entry e {GRANTED}"), register, of);
    query.push_list(" and s.place in ({})", cases_at.iter().map(String::as_str))
}

/// By place of the entries, over cases at these places.
pub(crate) async fn granted(
    from: &mut impl Read,
    register: &str,
    places: &[String],
) -> Result<Vec<Granted>, DbError> {
    let what = "e.place, count(distinct e.subject) as reached, count(distinct e.subject || ' ' || s.programme) as programmes, \
         count(distinct s.case_id) as cases";
    let query = granted_at(what, register, places, places).push(" group by e.place order by e.place");
    let rows = from.all(query).await?;
    let one = |row: &anye_db::Row| {
        Ok(Granted {
            place: row.text("place")?,
            reached: row.int("reached")?,
            programmes: row.int("programmes")?,
            cases: row.int("cases")?,
        })
    };
    rows.iter().map(one).collect()
}

/// The cases themselves.
pub(crate) async fn cases(
    from: &mut impl Read,
    register: &str,
    place: &str,
    places: &[String],
    most: u32,
) -> Result<Vec<Line>, DbError> {
    let query = granted_at("distinct s.case_id", register, &[place.to_owned()], places);
    let rows = from.all(query.push(&format!(" order by s.case_id desc limit {most}"))).await?;
    let ids: Vec<String> = rows.iter().map(|row| row.text("case_id")).collect::<Result<_, _>>()?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    list::by_ids(from, places, &ids).await
}
