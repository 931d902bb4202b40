//! Accounts (账号): list, create, open and shut, help somebody back in. What may be done where is decided by the use cases, place by place.

mod account_page;
mod acts;
pub mod api;
pub mod body;
mod find;
pub mod links;
mod list_page;
mod new_page;

use anye_access::Permission::{AccountsManage, AccountsRead};
use anye_web::{Guard, Routes};

pub(crate) use list_page::choices;

use crate::People;

/// The routes of this part. An account's place is not in its address: the use case checks it after reading the account.
pub fn add(routes: Routes<People>) -> Routes<People> {
    let (read, manage) = (Guard::Needs(AccountsRead), Guard::Needs(AccountsManage));
    routes
        .get("/accounts", read, list_page::show)
        .post("/accounts", manage, new_page::send)
        .get("/accounts/new", manage, new_page::show)
        .get("/accounts/{account}", read, account_page::show)
        .post("/accounts/{account}/disable", manage, acts::disable)
        .post("/accounts/{account}/enable", manage, acts::enable)
        .post("/accounts/{account}/unlock", manage, acts::unlock)
        .post("/accounts/{account}/reset-password", manage, acts::reset_password)
        .post("/accounts/{account}/reset-second-factor", manage, acts::reset_second_factor)
        .post("/accounts/{account}/links", manage, acts::link)
        .post("/accounts/{account}/links/remove", manage, acts::unlink)
        .get("/api/accounts", read, api::list)
        .post("/api/accounts", manage, api::create)
        .get("/api/accounts/{account}", read, api::one)
        .post("/api/accounts/{account}/disable", manage, api::disable)
        .post("/api/accounts/{account}/enable", manage, api::enable)
        .post("/api/accounts/{account}/unlock", manage, api::unlock)
        .post("/api/accounts/{account}/reset-password", manage, api::reset_password)
        .post("/api/accounts/{account}/reset-second-factor", manage, api::reset_second_factor)
        .get("/api/accounts/{account}/links", read, links::list)
        .post("/api/accounts/{account}/links", manage, links::link)
        .post("/api/accounts/{account}/links/remove", manage, links::unlink)
}
