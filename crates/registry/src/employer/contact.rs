//! Who reports for an employer (企业填报人): accounts linked to it by the office. It must never give a right by itself: roles do.

use anye_access::{Caller, Permission};
use anye_base::Fault;
use anye_db::audit::Event;
use anye_db::{Begin, DbError, Read, sql};

use super::store;
use crate::Registry;
use crate::rights::must_since;

/// Lets an account report for an employer.
pub async fn add(registry: &Registry, caller: &Caller<'_>, key: &str, account: &str) -> Result<(), Fault> {
    change(registry, caller, key, account, "employer.contact_add").await
}

/// Ends that.
pub async fn end(registry: &Registry, caller: &Caller<'_>, key: &str, account: &str) -> Result<(), Fault> {
    change(registry, caller, key, account, "employer.contact_end").await
}

async fn change(
    registry: &Registry,
    caller: &Caller<'_>,
    key: &str,
    account: &str,
    act: &'static str,
) -> Result<(), Fault> {
    let mut tx = match registry.core.db.begin(caller.scope()).await? {
        Begin::Fresh(tx) => tx,
        Begin::Replay(_) => return Ok(()),
    };
    let found = store::find(&mut tx, key).await?.ok_or_else(|| Fault::not_found("employer"))?;
    must_since(registry, caller, Permission::EmployerEdit, &found.place)?;
    let now = caller.world.now_ms();
    let query = if act == "employer.contact_add" {
        sql("insert into employer_contact (employer_id, account, since, ended) values ($1, $2, $3, null) \
             on conflict (employer_id, account) do update set ended = null")
        .bind(&found.id)
        .bind(account)
        .bind(now)
    } else {
        sql("update employer_contact set ended = $1 where employer_id = $2 and account = $3")
            .bind(now)
            .bind(&found.id)
            .bind(account)
    };
    tx.run_one(query).await?;
    let event = Event::new(act, "employer", &found.id).at_place(&found.place);
    Ok(tx.commit_with(event.detail(&serde_json::json!({ "account": account })), &()).await?)
}

/// The employers that an account reports for: their ids.
pub async fn employers_of(from: &mut impl Read, account: &str) -> Result<Vec<String>, DbError> {
    let query = sql(
        "select employer_id from employer_contact where account = $1 and ended is null order by employer_id",
    );
    from.all(query.bind(account)).await?.iter().map(|row| row.text("employer_id")).collect()
}
