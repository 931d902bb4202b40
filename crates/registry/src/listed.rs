//! Whom a register lists on a day (名册在册对象), each once with the last entry up to it: what a sample is drawn from.
//!
//! It must never give out what is sealed: names are covered by whoever keeps them, and sealed fields stay sealed text.

use anye_base::Date;
use anye_db::{DbError, Read, sql};

/// Somebody on a register.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Id of the household, person or employer.
    pub subject: String,
    /// Name as it stood when it was entered.
    pub name: String,
    /// County or lower.
    pub place: String,
    /// Fields of the last entry.
    pub fields: serde_json::Value,
}

/// All of a register up to a day, in the order of ids. What waits for a second person is left out.
///
/// # Errors
/// The store.
pub async fn listed(from: &mut impl Read, register: &str, day: Date) -> Result<Vec<Listed>, DbError> {
    let query = sql(
        "select subject, subject_name, place, fields from entry where register = $1 and pending = 0 and from_day <= $2 order by subject, from_day, id",
    );
    let mut all: Vec<Listed> = Vec::new();
    for row in from.all(query.bind(register).bind(day)).await? {
        let one = Listed {
            subject: row.text("subject")?,
            name: row.text("subject_name")?,
            place: row.text("place")?,
            fields: row.json("fields")?,
        };
        match all.last_mut() {
            Some(last) if last.subject == one.subject => *last = one,
            _ => all.push(one),
        }
    }
    all.sort_by(|one, other| one.subject.cmp(&other.subject));
    Ok(all)
}
