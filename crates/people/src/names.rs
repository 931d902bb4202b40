//! Names of people behind account ids, and the account behind a login: read only, for showing what a use case gave. It must never decide.

use std::collections::BTreeMap;

use anye_access::account::account;
use anye_access::{AccountView, Caller};
use anye_base::{ErrorKind, Fault};
use anye_db::{Db, DbError, Read as _, sql};

/// Names by account id. Ids that are no account (the console, the demo) have none.
pub async fn names_of(
    mut db: &Db,
    ids: impl IntoIterator<Item = &String>,
) -> Result<BTreeMap<String, String>, DbError> {
    let ids: std::collections::BTreeSet<&String> = ids.into_iter().collect();
    let query = sql("select id, name, login from account where id in ").push_list("({})", ids);
    let rows = db.all(query).await?;
    rows.iter()
        .map(|row| Ok((row.text("id")?, format!("{} ({})", row.text("name")?, row.text("login")?))))
        .collect()
}

/// The account that somebody typed the login or id of, where the caller may see it.
pub async fn find_account(mut db: &Db, caller: &Caller<'_>, typed: &str) -> Result<AccountView, Fault> {
    let typed = typed.trim();
    let query = sql("select id from account where login = $1 or id = $2");
    let found = db.optional(query.bind(typed.to_lowercase()).bind(typed)).await?;
    let Some(row) = found else { return Err(Fault::new(ErrorKind::NotFound, "account_unknown")) };
    Ok(account(db, caller, &row.text("id")?).await?)
}
