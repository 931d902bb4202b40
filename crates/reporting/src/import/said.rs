//! What was found in an import, in words (问题说明): findings are made where no words are at hand, from a code and values; here both languages are put in. It must
//! never change a code or what was counted.

use anye_access::Caller;
use anye_base::{Fault, Lang};

use super::{ImportOptions, ImportRow, Outcome, run};
use crate::Reporting;

/// Between the values of a finding that has no words yet.
pub(super) const BETWEEN: &str = "\u{1f}";

/// Puts both languages in, where the catalogue has words for the code.
fn in_words(reporting: &Reporting, outcome: &mut Outcome) {
    let (zh, en) = (reporting.core.texts(Lang::Zh), reporting.core.texts(Lang::En));
    for one in outcome.findings.iter_mut().filter(|one| one.error && one.zh == one.en) {
        let key = format!("error-{}", one.code);
        let Some(values) = pairs(&one.zh).filter(|_| zh.has(&key) && en.has(&key)) else { continue };
        let said = (zh.args(&key, &values), en.args(&key, &values));
        (one.zh, one.en) = said;
    }
}

/// The values of a finding; `None` where it holds something else.
fn pairs(text: &str) -> Option<Vec<(&str, &str)>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split(BETWEEN).map(|pair| pair.split_once('=')).collect()
}

/// Imports rows.
///
/// # Errors
/// What stops the whole of it; what stops a row is a finding.
pub async fn import(
    reporting: &Reporting,
    caller: &Caller<'_>,
    options: &ImportOptions,
    rows: Vec<ImportRow>,
) -> Result<Outcome, Fault> {
    let mut done = run::import(reporting, caller, options, rows).await?;
    in_words(reporting, &mut done);
    Ok(done)
}

/// Says what would come out, and writes nothing.
///
/// # Errors
/// As [`import`].
pub async fn dry_run(
    reporting: &Reporting,
    caller: &Caller<'_>,
    options: &ImportOptions,
    rows: Vec<ImportRow>,
) -> Result<Outcome, Fault> {
    let mut done = run::dry_run(reporting, caller, options, rows).await?;
    in_words(reporting, &mut done);
    Ok(done)
}

/// What came out of somebody's own import so far.
///
/// # Errors
/// The store's own.
pub async fn outcome_for(
    reporting: &Reporting,
    account: &str,
    batch: &str,
) -> Result<Option<Outcome>, Fault> {
    let mut found = run::outcome_for(reporting, account, batch).await?;
    if let Some(done) = &mut found {
        in_words(reporting, done);
    }
    Ok(found)
}
