//! Accounts of payees (收款账户): sealed, shown masked, ended and never changed. It must never give a whole number to anything but a bank file.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, FieldFault, masked_name};
use anye_db::audit::Event;
use anye_db::{Begin, WriteTx, sql};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::{Money, rights};

/// An account to be kept.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewAccount {
    /// person, employer, provider.
    pub payee_kind: String,
    /// Id of the payee.
    pub payee: String,
    /// Name of the account's holder.
    pub name: String,
    /// Name of the bank.
    pub bank: String,
    /// The number.
    pub account: String,
    /// Place of the payee.
    pub place: String,
}

/// An account as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = money::Shown)]
pub struct Shown {
    /// Kind of payee.
    pub payee_kind: String,
    /// Payee.
    pub payee: String,
    /// Holder, masked.
    pub name: String,
    /// Bank.
    pub bank: String,
    /// The last four digits.
    pub account: String,
}

/// One row, sealed.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) bank: String,
    pub(crate) sealed: String,
}

/// A payee as it stands on pages, in files and in the book: a person's name is covered, an employer's is open.
pub fn covered(kind: &str, name: &str) -> String {
    if kind == "person" { masked_name(name) } else { name.to_owned() }
}

/// The last four digits.
pub fn masked_account(account: &str) -> String {
    let digits: Vec<char> = account.chars().collect();
    let from = digits.len().saturating_sub(4);
    format!("****{}", digits[from..].iter().collect::<String>())
}

/// Keeps an account; the one before ends.
///
/// # Errors
/// Something is missing, the number is none, or no right at the place.
pub async fn keep(money: &Money, caller: &Caller<'_>, new: &NewAccount) -> Result<Shown, Fault> {
    let account: String = new.account.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let mut fault = Fault::new(ErrorKind::Invalid, "money_payee");
    let missing =
        [("payee_kind", &new.payee_kind), ("payee", &new.payee), ("name", &new.name), ("place", &new.place)];
    for (field, text) in missing {
        if text.trim().is_empty() || text.chars().count() > 100 {
            fault = fault.field(FieldFault::new(field, "money_payee"));
        }
    }
    if !(8..=34).contains(&account.len()) || !account.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        fault = fault.field(FieldFault::new("account", "money_account"));
    }
    // A bank's file is opened in table programs: a name that would run there is no name.
    if new.name.trim_start().starts_with(['=', '+', '-', '@'])
        || new.bank.trim_start().starts_with(['=', '+', '-', '@'])
    {
        fault = fault.field(FieldFault::new("name", "money_payee"));
    }
    if !fault.fields.is_empty() {
        return Err(fault);
    }
    rights::must(caller, Permission::PaymentMake, &new.place)?;
    let mut tx = match money.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(before) => return Ok(before.read()?),
    };
    let shown = put(money, &mut tx, new, &account).await?;
    let event = Event::new("money.payee", "money_payee", &new.payee)
        .at_place(&new.place)
        .detail(&json!({ "kind": new.payee_kind, "account": shown.account }));
    tx.commit_with(event, &shown).await?;
    Ok(shown)
}

/// Keeps an account in somebody else's transaction.
///
/// # Errors
/// The store's own; the keys cannot be used.
pub async fn put(
    money: &Money,
    tx: &mut WriteTx<'_>,
    new: &NewAccount,
    account: &str,
) -> Result<Shown, Fault> {
    let scope = tx.scope();
    let (now, id) = (scope.world.now_ms(), scope.world.new_id());
    let end = sql("update money_payee set ended = $1 where payee_kind = $2 and payee = $3 and ended is null");
    tx.run(end.bind(now).bind(&new.payee_kind).bind(&new.payee)).await?;
    let sealed = money.vault.seal(scope.world, &id, account)?;
    let shown = masked_account(account);
    let insert = sql(
        "insert into money_payee (id, payee_kind, payee, name, bank, account_sealed, account_blind, account_shown, place, at, by_id, by_name) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(&id)
    .bind(&new.payee_kind)
    .bind(&new.payee)
    .bind(new.name.trim())
    .bind(new.bank.trim())
    .bind(sealed)
    .bind(money.vault.blind(account))
    .bind(&shown)
    .bind(&new.place)
    .bind(now)
    .bind(&scope.actor.id)
    .bind(&scope.actor.name);
    tx.run_one(insert).await?;
    Ok(Shown {
        payee_kind: new.payee_kind.clone(),
        payee: new.payee.clone(),
        name: covered(&new.payee_kind, new.name.trim()),
        bank: new.bank.trim().to_owned(),
        account: shown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_whole_is_shown() {
        assert_eq!(covered("person", "王小明"), "王*明");
        assert_eq!(covered("person", "王*明"), "王*明");
        assert_eq!(covered("employer", "样例公司"), "样例公司");
        assert_eq!(masked_account("6222020200012345678"), "****5678");
    }
}
