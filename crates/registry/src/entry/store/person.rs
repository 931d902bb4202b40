//! Persons by the keyed indices of their numbers, many at once. It must never read a number.

use std::collections::BTreeMap;

use anye_db::{DbError, Read, sql};

/// Person by index.
pub async fn by_blinds(from: &mut impl Read, blinds: &[String]) -> Result<BTreeMap<String, String>, DbError> {
    let mut out = BTreeMap::new();
    for some in blinds.chunks(500) {
        let query = sql("select person_id, blind from person_number where state <> 'wrong' and ");
        for row in &from.all(query.push_list("blind in ({})", some.iter())).await? {
            out.insert(row.text("blind")?, row.text("person_id")?);
        }
    }
    Ok(out)
}
