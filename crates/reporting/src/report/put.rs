//! Writing a report with everything that follows from it in the same transaction: what it was, the sums up the tree, the act.

use anye_db::{DbError, WriteTx};
use anye_forms::Form;

use super::Report;
use super::cells::lenient;
use crate::rollup::{Changes, Class, Layout};
use crate::store::{act, report as store};

/// Writes `now` over `before`, or for the first time.
pub async fn put(
    tx: &mut WriteTx<'_>,
    form: &Form,
    before: Option<&Report>,
    now: &Report,
    (done, why): (&str, &str),
) -> Result<(), DbError> {
    match before {
        None => store::insert(tx, now).await?,
        Some(before) => {
            if before.counted > 0 && before.cells != now.cells {
                store::archive(tx, before, why).await?;
            }
            store::update(tx, now, before.version).await?;
        }
    }
    let mut changes = Changes::new(Layout::of(form), &now.period);
    if let Some(before) = before {
        count(&mut changes, form, before, -1)?;
    }
    count(&mut changes, form, now, 1)?;
    changes.write(tx).await?;
    if done.is_empty() { Ok(()) } else { act::note(tx, &now.id, now.version, done, why).await }
}

/// Adds (`sign` 1) or takes away (−1) what a report stands for in the sums.
pub fn count(changes: &mut Changes, form: &Form, one: &Report, sign: i64) -> Result<(), DbError> {
    if one.counted == 0 {
        return Ok(());
    }
    let cells = lenient(form, &one.cells);
    for class in Class::BOTH.into_iter().filter(|class| one.counted >= class.least()) {
        changes.count(&one.path, &one.dims, class, &cells, sign)?;
    }
    Ok(())
}
