//! Ending one's own sessions (结束登录会话): one of them, or all but this one.

use anye_access::session::{end_session, list_sessions};
use anye_base::Fault;
use anye_web::extract::Form as Posted;
use anye_web::{Failed, Visitor};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::People;
use crate::people::{client, own_session};

#[derive(Deserialize)]
pub struct Nothing {}

/// Answers `POST /profile/sessions/{session}/end`.
pub async fn end(
    State(people): State<People>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    _: Posted<Nothing>,
) -> Result<Response, Failed> {
    let (core, session) = (&people.core, own_session(&visitor)?);
    let client = client(&visitor, &headers);
    end_session(&core.db, &core.world, session, &id, &client).await?;
    Ok(Redirect::to("/profile?done=session-ended").into_response())
}

/// Answers `POST /profile/sessions/end-others`.
pub async fn end_others(
    State(people): State<People>,
    visitor: Visitor,
    headers: HeaderMap,
    _: Posted<Nothing>,
) -> Result<Response, Failed> {
    let (core, session) = (&people.core, own_session(&visitor)?);
    let client = client(&visitor, &headers);
    for other in list_sessions(&core.db, &core.world, session).await?.iter().filter(|one| !one.current) {
        let ended = end_session(&core.db, &core.world, session, &other.id, &client).await;
        // One that ended by itself meanwhile is as good as ended.
        if let Err(fault) = ended.map_err(Fault::from)
            && fault.code != "session_unknown"
        {
            return Err(Failed(fault));
        }
    }
    Ok(Redirect::to("/profile?done=sessions-ended").into_response())
}
