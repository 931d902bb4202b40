//! Sending somebody to the identity provider.

use std::sync::Arc;

use anye_base::{Actor, World};
use anye_db::Db;
use anye_db::audit::Event;
use openidconnect::core::CoreResponseType;
use openidconnect::{AuthenticationFlow, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, Scope};

use super::provider::{Trouble, off_thread};
use super::store::{self, Flow};
use super::{HttpFetch, OidcProvider};
use crate::fault::failures;
use crate::secret::Token;
use crate::session::Client;

/// Where to go, and how to know the browser when it comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartedOidc {
    /// Address at the provider.
    pub address: String,
    /// For a cookie of this browser: the answer counts only where it comes with it.
    pub binding: Token,
}

failures! {
    /// Why nobody was sent.
    StartOidcError {
        /// The provider does not answer, or not as it should.
        Unreachable {
            /// For the log.
            cause: String
        } => Unavailable "oidc_unreachable",
    }
}

/// Begins a sign-in at the provider.
pub async fn start_oidc(
    db: &Db,
    world: &World,
    provider: &OidcProvider,
    fetch: Arc<dyn HttpFetch>,
    client: &Client,
) -> Result<StartedOidc, StartOidcError> {
    let [state, nonce, verifier, binding] = std::array::from_fn(|_| Token::fresh(world));
    let flow = Flow {
        binding_sm3: binding.digest(),
        issuer: provider.issuer.clone(),
        nonce: nonce.reveal().to_owned(),
        verifier: verifier.reveal().to_owned(),
        created_at: world.now_ms(),
    };
    let (asked, state_sm3) = (provider.clone(), state.digest());
    let address = off_thread(move || {
        let client = asked.discover(&fetch)?;
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
            verifier.reveal().to_owned(),
        ));
        let (address, ..) = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(state.reveal().to_owned()),
                move || Nonce::new(nonce.reveal().to_owned()),
            )
            .add_scopes(asked.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(challenge)
            .url();
        Ok(address.to_string())
    })
    .await
    .map_err(|(Trouble::Unreachable(cause) | Trouble::Refused(cause))| StartOidcError::Unreachable {
        cause,
    })?;
    let actor = Actor::anonymous(&client.source, &client.trace);
    let mut tx = db.begin_internal(world, &actor).await?;
    store::insert_flow(&mut tx, &state_sm3, &flow).await?;
    tx.commit(Event::new("session.oidc_begun", "provider", &provider.issuer)).await?;
    Ok(StartedOidc { address, binding })
}
