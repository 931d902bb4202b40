//! Grants (授权): who holds which role where, asked for by one security administrator and, for administrators, confirmed by another.

pub mod api;
mod grant_page;
mod list_page;
mod new_page;

use anye_access::Permission::{GrantsManage, GrantsRead};
use anye_web::{Guard, Routes};

use crate::People;

/// The routes of this part. A grant's place is not in its address: the use case checks it after reading the grant.
pub fn add(routes: Routes<People>) -> Routes<People> {
    let (read, manage) = (Guard::Needs(GrantsRead), Guard::Needs(GrantsManage));
    routes
        .get("/grants", read, list_page::show)
        .post("/grants", manage, new_page::send)
        .get("/grants/new", manage, new_page::show)
        .get("/grants/{grant}", read, grant_page::show)
        .post("/grants/{grant}/confirm", manage, grant_page::confirm)
        .post("/grants/{grant}/revoke", manage, grant_page::revoke)
        .get("/api/grants", read, api::list)
        .post("/api/grants", manage, api::request)
        .get("/api/grants/{grant}", read, api::one)
        .post("/api/grants/{grant}/confirm", manage, api::confirm)
        .post("/api/grants/{grant}/revoke", manage, api::revoke)
}
