//! One's own account (我的账号): roles and places, sessions, tokens, password, second factor, and what the log says about oneself.

pub mod api;
mod page;
mod password_page;
mod sessions;
mod token_page;

use anye_web::{Guard, Routes};

pub(crate) use password_page::OneForm;

use crate::People;

/// The routes of this part.
pub fn add(routes: Routes<People>) -> Routes<People> {
    routes
        .get("/profile", Guard::SignedIn, page::show)
        .get("/profile/password", Guard::SignedIn, password_page::show)
        .post("/profile/password", Guard::SignedIn, password_page::send)
        .get("/profile/tokens", Guard::SignedIn, token_page::show)
        .post("/profile/tokens", Guard::SignedIn, token_page::send)
        .post("/profile/tokens/{token}/revoke", Guard::SignedIn, token_page::revoke)
        .post("/profile/sessions/{session}/end", Guard::SignedIn, sessions::end)
        .post("/profile/sessions/end-others", Guard::SignedIn, sessions::end_others)
        .get("/api/session", Guard::SignedIn, api::session)
        .get("/api/sessions", Guard::SignedIn, api::sessions)
        .delete("/api/sessions/{session}", Guard::SignedIn, api::end)
        .get("/api/tokens", Guard::SignedIn, api::tokens)
        .post("/api/tokens", Guard::SignedIn, api::issue)
        .delete("/api/tokens/{token}", Guard::SignedIn, api::revoke)
}
