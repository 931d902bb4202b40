//! Taking somebody back from the identity provider: state, browser, code, signature, audience, nonce and time are all checked.

use std::sync::Arc;

use anye_base::{Actor, World};
use anye_db::Db;
use anye_db::audit::{Event, Outcome};
use chrono::{DateTime, Utc};
use openidconnect::{
    AuthorizationCode, Nonce, OAuth2TokenResponse as _, PkceCodeVerifier, RequestTokenError,
    TokenResponse as _,
};

use super::provider::{Ready, Trouble, off_thread};
use super::store::{self, Flow};
use super::{HttpFetch, OidcProvider};
use crate::account::store as accounts;
use crate::fault::failures;
use crate::rules::Rules;
use crate::secret::{Token, digest};
use crate::session::open::{Proof, open, person, signed_in_event};
use crate::session::{Client, SignedIn};

/// What the browser brings back.
#[derive(Clone)]
pub struct FinishOidc {
    /// `state` of the address.
    pub state: String,
    /// `code` of the address.
    pub code: String,
    /// The cookie set when the sign-in began.
    pub binding: Token,
    /// Where it comes from.
    pub client: Client,
}

failures! {
    /// Why nobody was signed in.
    OidcError {
        /// The sign-in was never begun here, was finished before, was begun in another browser or too long ago.
        State => Unauthenticated "oidc_state",
        /// The provider does not answer, or not as it should.
        Unreachable => Unavailable "oidc_unreachable",
        /// What the provider says does not hold. Why is in the audit log.
        Refused => Unauthenticated "oidc_refused",
        /// Nobody linked this person to an account, or the account is shut.
        NotLinked => Denied "oidc_not_linked",
    }
}

/// How long somebody may take at the provider.
const FLOW_MS: i64 = 10 * 60 * 1_000;

/// What the provider vouches for.
struct Vouched {
    subject: String,
    level: String,
    methods: Vec<String>,
}

/// Signs in.
pub async fn finish_oidc(
    db: &Db,
    world: &World,
    rules: &Rules,
    provider: &OidcProvider,
    fetch: Arc<dyn HttpFetch>,
    request: FinishOidc,
) -> Result<SignedIn, OidcError> {
    let nobody = Actor::anonymous(&request.client.source, &request.client.trace);
    let mut tx = db.begin_internal(world, &nobody).await?;
    let flow = store::take_flow(&mut tx, &digest(&request.state)).await?;
    let now = world.now_ms();
    let good = |flow: &Flow| {
        flow.issuer == provider.issuer
            && flow.binding_sm3 == request.binding.digest()
            && now - flow.created_at < FLOW_MS
    };
    let Some(flow) = flow.filter(good) else {
        tx.commit(refused(provider, "state")).await?;
        return Err(OidcError::State);
    };
    // Committed before the provider is asked: whatever comes of it, this state is used up.
    tx.commit(Event::new("session.oidc_returned", "provider", &provider.issuer)).await?;
    let (asked, seconds) = (provider.clone(), now / 1_000);
    let vouched =
        off_thread(move || vouch(&asked.discover(&fetch)?, &fetch, flow, request.code, seconds)).await;
    let vouched = match vouched {
        Ok(vouched) => vouched,
        Err(Trouble::Unreachable(cause)) => {
            db.record(world, &nobody, refused(provider, &cause)).await?;
            return Err(OidcError::Unreachable);
        }
        Err(Trouble::Refused(cause)) => {
            db.record(world, &nobody, refused(provider, &cause)).await?;
            return Err(OidcError::Refused);
        }
    };
    sign_in(db, world, rules, provider, &vouched, &request.client).await
}

async fn sign_in(
    db: &Db,
    world: &World,
    rules: &Rules,
    provider: &OidcProvider,
    vouched: &Vouched,
    client: &Client,
) -> Result<SignedIn, OidcError> {
    let linked = store::linked_account(&mut &*db, &provider.issuer, &vouched.subject).await?;
    let account = match linked {
        Some(id) => accounts::find(&mut &*db, &id).await?.filter(|account| !account.disabled),
        None => None,
    };
    let Some(account) = account else {
        let nobody = Actor::anonymous(&client.source, &client.trace);
        db.record(world, &nobody, refused(provider, "not linked")).await?;
        return Err(OidcError::NotLinked);
    };
    let strong = provider.strong.iter().any(|word| *word == vouched.level || vouched.methods.contains(word));
    let assurance = format!("oidc:{}", vouched.level);
    let proof = Proof { assurance: &assurance, second: strong, password: false };
    let actor = person(&account, client);
    let mut tx = db.begin_internal(world, &actor).await?;
    let signed = open(&mut tx, rules, &account, &proof, client).await?;
    tx.commit(signed_in_event(&account, &signed, &proof)).await?;
    Ok(signed)
}

/// Exchanges the code and checks what comes. Blocking.
fn vouch(
    client: &Ready,
    fetch: &Arc<dyn HttpFetch>,
    flow: Flow,
    code: String,
    now: i64,
) -> Result<Vouched, Trouble> {
    let refused = |cause: &dyn std::fmt::Display| Trouble::Refused(cause.to_string());
    let response = client
        .exchange_code(AuthorizationCode::new(code))
        .map_err(|cause| Trouble::Unreachable(cause.to_string()))?
        .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier))
        .request(&|request| fetch.fetch(request))
        .map_err(|error| match error {
            RequestTokenError::Request(cause) => Trouble::Unreachable(cause.to_string()),
            other => Trouble::Refused(other.to_string()),
        })?;
    let token = response.id_token().ok_or_else(|| refused(&"no id token"))?;
    let clock = move || DateTime::<Utc>::from_timestamp(now, 0).unwrap_or_default();
    let verifier = client.id_token_verifier().set_time_fn(clock);
    let claims = token.claims(&verifier, &Nonce::new(flow.nonce)).map_err(|cause| refused(&cause))?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|cause| refused(&cause))?;
        let key = token.signing_key(&verifier).map_err(|cause| refused(&cause))?;
        let found = openidconnect::AccessTokenHash::from_token(response.access_token(), algorithm, key)
            .map_err(|cause| refused(&cause))?;
        if found != *expected {
            return Err(refused(&"the access token is another one"));
        }
    }
    Ok(Vouched {
        subject: claims.subject().to_string(),
        level: claims.auth_context_ref().map_or_else(|| "none".to_owned(), |level| clipped(level)),
        methods: claims
            .auth_method_refs()
            .map_or_else(Vec::new, |all| all.iter().map(|one| clipped(one)).collect()),
    })
}

fn clipped(word: &str) -> String {
    word.chars().filter(|sign| !sign.is_control()).take(80).collect()
}

fn refused(provider: &OidcProvider, why: &str) -> Event {
    let why: String = why.chars().take(300).collect();
    Event::new("session.refused", "provider", &provider.issuer)
        .ended(Outcome::Failed)
        .detail(&serde_json::json!({ "why": why }))
}
