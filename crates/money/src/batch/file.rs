//! The bank's file of a batch that was paid (银行代发文件): the same to the byte each time, each time recorded. It is the only thing that holds whole account numbers.

use anye_access::{Caller, Permission};
use anye_base::world::china_minute;
use anye_base::{Date, ErrorKind, Fault};
use anye_db::Read;
use anye_db::audit::{Event, hex};
use serde_json::json;
use sm3::{Digest as _, Sm3};

use super::model::{Batch, Line};
use super::permit::must_be_allowed;
use super::show::must_see;
use super::store;
use crate::bank::{Going, write, write_workbook};
use crate::fund::Bank;
use crate::{Money, rights};

/// How the file is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// The text of the bank's layout.
    #[default]
    Text,
    /// The same rows as a workbook.
    Workbook,
}

/// The lines with their accounts opened, ready to be written.
pub(super) struct Opened<'a> {
    layout: &'a Bank,
    number: String,
    lines: Vec<Going>,
}

impl Opened<'_> {
    fn unwritable(&self) -> Fault {
        Fault::new(ErrorKind::Conflict, "money_bank_file").arg("bank", &self.layout.id)
    }

    /// The text of the layout: its digest is kept with the payment.
    pub(super) fn csv(&self) -> Result<Vec<u8>, Fault> {
        write(self.layout, &self.number, &self.lines).ok_or_else(|| self.unwritable())
    }

    fn workbook(&self, on: Date) -> Result<Vec<u8>, Fault> {
        write_workbook(self.layout, &self.number, &self.lines, on).ok_or_else(|| self.unwritable())
    }
}

/// The lines of a batch with their accounts opened.
pub(super) async fn file<'a>(
    money: &'a Money,
    from: &mut impl Read,
    batch: &Batch,
    lines: &[Line],
) -> Result<Opened<'a>, Fault> {
    let layout = money.funds.bank(&batch.bank).ok_or_else(|| Fault::not_found("bank"))?;
    let accounts = store::accounts(from, &batch.id).await?;
    let purpose = money.funds.fund(&batch.fund).map(|fund| fund.name.zh.clone()).unwrap_or_default();
    let mut going = Vec::with_capacity(lines.len());
    for line in lines.iter().filter(|line| line.state != "withdrawn") {
        let held =
            accounts.get(&line.account_id).ok_or_else(|| Fault::internal("a line without its account"))?;
        let account = money.vault.open(&held.id, &held.sealed)?;
        if money.vault.blind(&account) != line.account_blind {
            return Err(Fault::new(ErrorKind::Conflict, "money_account_changed")
                .arg("n", 1)
                .arg("line", line.n));
        }
        going.push(Going {
            n: line.n,
            name: held.name.clone(),
            account,
            bank: held.bank.clone(),
            amount: line.amount_fen,
            purpose: format!("{purpose} {}", line.period),
        });
    }
    Ok(Opened { layout, number: batch.number(), lines: going })
}

/// The file of a batch that was paid, for who may pay. With many payees another person must have allowed it.
///
/// # Errors
/// Not there, not allowed, not paid yet, not allowed by another person; or the file would not be what was sent.
pub async fn bank_file(
    money: &Money,
    caller: &Caller<'_>,
    id: &str,
    kind: Kind,
) -> Result<(String, Vec<u8>), Fault> {
    let mut from = &money.core.db;
    let batch = must_see(money, caller, id).await?;
    rights::must(caller, Permission::PaymentPay, &batch.place)?;
    let Some(kept) = &batch.file_digest else {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_state"));
    };
    must_be_allowed(&mut from, caller, &batch).await?;
    let lines = store::lines(&mut from, id).await?;
    let opened = file(money, &mut from, &batch, &lines).await?;
    let text = opened.csv()?;
    if hex(&Sm3::digest(&text)) != *kept {
        return Err(Fault::new(ErrorKind::Conflict, "money_batch_altered"));
    }
    let (end, bytes) = match kind {
        Kind::Text => ("csv", text),
        // The day it was made, not of today: the same batch gives the same bytes.
        Kind::Workbook => ("xlsx", opened.workbook(made_on(&batch)?)?),
    };
    let event = Event::new("money.bank_file", "money_batch", id)
        .at_place(&batch.place)
        .for_purpose("payment")
        .detail(&json!({ "n": batch.n_lines, "file": hex(&Sm3::digest(&bytes)), "kind": end }));
    money.core.db.record(caller.world, caller.actor, event).await?;
    Ok((format!("{}.{end}", batch.number()), bytes))
}

fn made_on(batch: &Batch) -> Result<Date, Fault> {
    let minute = china_minute(batch.at);
    minute
        .get(..10)
        .and_then(|day| day.parse().ok())
        .ok_or_else(|| Fault::internal("a batch without its day"))
}
