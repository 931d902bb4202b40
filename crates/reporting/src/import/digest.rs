//! The digest of an import's content: the same rows with the same options are the same import, whatever the file was called.

use std::sync::Arc;

use anye_base::Fault;
use anye_db::audit::hex;
use anye_forms::{Cell, Form};
use sm3::{Digest as _, Sm3};

use super::{ImportOptions, ImportRow};
use crate::Reporting;

/// [`of`] on a thread of its own; the rows are given back.
pub async fn apart(
    reporting: &Reporting,
    form: &Form,
    options: &ImportOptions,
    account: &str,
    rows: Vec<ImportRow>,
) -> Result<(String, Vec<ImportRow>), Fault> {
    let (catalogue, id) = (Arc::clone(&reporting.catalogue), form.id.clone());
    let (options, account) = (options.clone(), account.to_owned());
    let made = tokio::task::spawn_blocking(move || {
        catalogue.form(&id).map(|form| (of(form, &options, &account, &rows), rows))
    });
    made.await.map_err(Fault::internal)?.ok_or_else(|| Fault::not_found("form"))
}

/// Of rows and options, by an account: two people who send the same are two imports.
fn of(form: &Form, options: &ImportOptions, account: &str, rows: &[ImportRow]) -> String {
    let mut all = Sm3::new();
    let mut bytes = Vec::with_capacity(1024);
    text(&mut bytes, account);
    text(&mut bytes, &form.version);
    text(&mut bytes, &serde_json::to_string(options).unwrap_or_default());
    for row in rows {
        text(&mut bytes, &row.reporter);
        text(&mut bytes, &row.period);
        text(&mut bytes, &row.reason);
        for cell in &row.cells.0 {
            one(&mut bytes, cell);
        }
        bytes.push(0xff);
        if bytes.len() > 64 * 1024 {
            all.update(&bytes);
            bytes.clear();
        }
    }
    all.update(&bytes);
    hex(&all.finalize())
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

fn one(bytes: &mut Vec<u8>, cell: &Cell) {
    match cell {
        Cell::Missing => bytes.push(0),
        Cell::Number(number) => {
            bytes.push(1);
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        Cell::Text(words) => {
            bytes.push(2);
            text(bytes, words);
        }
        Cell::Choice(at) => {
            bytes.push(3);
            bytes.extend_from_slice(&at.to_le_bytes());
        }
        Cell::Day(day) => {
            bytes.push(4);
            bytes.extend_from_slice(&day.to_le_bytes());
        }
        Cell::YesNo(yes) => bytes.extend_from_slice(&[5, u8::from(*yes)]),
    }
}
