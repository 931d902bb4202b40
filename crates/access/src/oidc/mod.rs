//! Signing in through an identity provider (统一身份认证, OpenID Connect): authorization code with PKCE, state and nonce.
//!
//! Accounts are never made here: a system administrator has linked the provider's subject to an account beforehand.

mod fetch;
mod finish;
mod link;
mod provider;
mod start;
pub(crate) mod store;

pub use fetch::{FetchFailed, HttpFetch, TlsFetch};
pub use finish::{FinishOidc, OidcError, finish_oidc};
pub use link::{LinkOidcError, OidcLink, link_oidc, list_oidc_links, unlink_oidc};
pub use provider::OidcProvider;
pub use start::{StartOidcError, StartedOidc, start_oidc};
