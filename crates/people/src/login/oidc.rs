//! Signing in through the identity provider (统一身份认证): there and back. Only where one is configured.

use std::sync::Arc;

use anye_access::Token;
use anye_access::oidc::{FinishOidc, finish_oidc, start_oidc};
use anye_base::{ErrorKind, Fault};
use anye_web::choices::cookie;
use anye_web::{Failed, Visitor};
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::cookies::{OIDC_COOKIE, OIDC_NEXT_COOKIE, drop_oidc, keep_oidc};
use super::{Onward, own_address, proceed};
use crate::people::{Oidc, client};
use crate::{People, show};

/// What the provider sends the browser back with.
#[derive(Debug, Default, Deserialize)]
pub struct Returned {
    state: Option<String>,
    code: Option<String>,
}

/// Answers `GET /login/oidc`. A link and no form: the policy of our pages lets no form lead to another site.
pub async fn start(
    State(people): State<People>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(onward): Query<Onward>,
) -> Result<Response, Failed> {
    let oidc = configured(&people)?;
    let core = &people.core;
    let client = client(&visitor, &headers);
    let begun = start_oidc(&core.db, &core.world, &oidc.provider, Arc::clone(&oidc.fetch), &client).await?;
    let mut response = Redirect::to(&begun.address).into_response();
    keep_oidc(response.headers_mut(), core, &begun.binding, &onward.address());
    Ok(response)
}

/// Answers `GET /login/oidc/callback`.
pub async fn finish(
    State(people): State<People>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(returned): Query<Returned>,
) -> Result<Response, Failed> {
    let oidc = configured(&people)?;
    let core = &people.core;
    let wish = FinishOidc {
        // Without a code the provider refused, or the person turned back: the same answer as for a code that does not hold.
        state: returned.state.unwrap_or_default(),
        code: returned.code.unwrap_or_default(),
        binding: Token::received(cookie(&headers, OIDC_COOKIE).unwrap_or_default()),
        client: client(&visitor, &headers),
    };
    let done =
        finish_oidc(&core.db, &core.world, &core.rules, &oidc.provider, Arc::clone(&oidc.fetch), wish).await;
    let mut response = match done {
        Ok(signed) => proceed(&people, &signed, &next(&headers)),
        Err(error) => {
            let fault = Fault::from(error);
            // The person is not to be sent round in circles: the sign-in page says what happened.
            if fault.kind != ErrorKind::Unauthenticated {
                return Err(Failed(fault));
            }
            let word = fault.code.replace('_', "-");
            Redirect::to(&show::address("/login", &[("done", &word)])).into_response()
        }
    };
    drop_oidc(response.headers_mut(), core);
    Ok(response)
}

fn configured(people: &People) -> Result<&Oidc, Fault> {
    people.oidc.as_deref().ok_or_else(|| Fault::not_found("oidc"))
}

fn next(headers: &HeaderMap) -> String {
    let kept = cookie(headers, OIDC_NEXT_COOKIE).unwrap_or_default();
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&kept).unwrap_or_default();
    own_address(pairs.first().map(|(_, address)| address.as_str()))
}
