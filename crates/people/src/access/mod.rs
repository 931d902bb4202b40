//! Who can see this (谁能看到), why can X see this (为什么), and the table that both answers come from.

pub mod api;
mod ask;
mod matrix_page;
mod who_page;
mod why_page;

use anye_access::Permission::AccessExplain;
use anye_web::{Guard, Routes};

use crate::People;

/// The routes of this part. The table of roles is no secret: everybody may know what their role is for.
pub fn add(routes: Routes<People>) -> Routes<People> {
    let explain = Guard::Needs(AccessExplain);
    routes
        .get("/access/who", explain, who_page::show)
        .get("/access/why", explain, why_page::show)
        .get("/access/matrix", Guard::SignedIn, matrix_page::show)
        .get("/api/access/who", explain, api::who)
        .get("/api/access/why", explain, api::why)
        .get("/api/access/matrix", Guard::SignedIn, api::matrix)
}
