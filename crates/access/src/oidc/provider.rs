//! An identity provider as configured, and what it says of itself. Asked anew for each sign-in, so that changed keys are known at once.

use std::sync::Arc;

use openidconnect::core::{CoreClient, CoreProviderMetadata};
use openidconnect::{
    ClientId, ClientSecret, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, RedirectUrl,
};

use super::{FetchFailed, HttpFetch};

/// An identity provider (统一身份认证服务).
#[derive(Clone)]
pub struct OidcProvider {
    /// Its address, exactly as it names itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there, where there is one.
    pub client_secret: Option<String>,
    /// Where it sends people back to.
    pub redirect_url: String,
    /// What is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// Levels (`acr`) or methods (`amr`) that count as two factors. With any other, staff show our own second factor as well.
    pub strong: Vec<String>,
}

impl std::fmt::Debug for OidcProvider {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("OidcProvider")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// What went wrong on the way.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It did not answer, or not with what it should.
    Unreachable(String),
    /// It answered, and what it says does not hold.
    Refused(String),
}

pub(super) type Ready = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl OidcProvider {
    /// Asks the provider what it offers and which keys it signs with. Blocking.
    pub(super) fn discover(&self, fetch: &Arc<dyn HttpFetch>) -> Result<Ready, Trouble> {
        let unreachable = |cause: &dyn std::fmt::Display| Trouble::Unreachable(cause.to_string());
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|cause| unreachable(&cause))?;
        let redirect = RedirectUrl::new(self.redirect_url.clone()).map_err(|cause| unreachable(&cause))?;
        let metadata = CoreProviderMetadata::discover(&issuer, &|request| fetch.fetch(request))
            .map_err(|cause| unreachable(&cause))?;
        let secret = self.client_secret.clone().map(ClientSecret::new);
        Ok(CoreClient::from_provider_metadata(metadata, ClientId::new(self.client_id.clone()), secret)
            .set_redirect_uri(redirect))
    }
}

/// Runs what blocks off the async threads.
pub(super) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(cause) => Err(Trouble::Unreachable(cause.to_string())),
    }
}

impl From<FetchFailed> for Trouble {
    fn from(failed: FetchFailed) -> Self {
        Self::Unreachable(failed.0)
    }
}
