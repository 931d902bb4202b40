//! How identity providers are reached: behind a trait, so that tests need no network and an office can put its own way in.

use std::sync::Arc;
use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// A request that was not answered.
#[derive(Debug, thiserror::Error)]
#[error("the identity provider was not reached: {0}")]
pub struct FetchFailed(pub String);

/// Sends one request and gives the answer, whatever its status. Blocking; never follows a redirect.
pub trait HttpFetch: Send + Sync {
    /// Sends it.
    fn fetch(&self, request: HttpRequest) -> Result<HttpResponse, FetchFailed>;
}

/// Over TLS, trusting only the certificates it was given.
pub struct TlsFetch {
    agent: ureq::Agent,
}

const TIMEOUT: Duration = Duration::from_secs(10);
/// The largest answer read: discovery documents and key sets are a few kilobytes.
const LARGEST: u64 = 1024 * 1024;

impl TlsFetch {
    /// With the certificates of a PEM bundle: the operating system's own, or that of the office's authority.
    pub fn new(bundle: &[u8]) -> Result<Self, FetchFailed> {
        let certificates: Vec<Certificate<'static>> = parse_pem(bundle)
            .filter_map(|item| match item {
                Ok(PemItem::Certificate(certificate)) => Some(certificate),
                _ => None,
            })
            .collect();
        if certificates.is_empty() {
            return Err(FetchFailed("the bundle of certificates holds none".into()));
        }
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&certificates))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let agent = ureq::Agent::config_builder()
            .tls_config(tls)
            .https_only(true)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_global(Some(TIMEOUT))
            .build()
            .new_agent();
        Ok(Self { agent })
    }
}

impl HttpFetch for TlsFetch {
    fn fetch(&self, request: HttpRequest) -> Result<HttpResponse, FetchFailed> {
        let failed = |cause: ureq::Error| FetchFailed(cause.to_string());
        let (parts, mut body) = self.agent.run(request).map_err(failed)?.into_parts();
        let bytes = body.with_config().limit(LARGEST).read_to_vec().map_err(failed)?;
        Ok(HttpResponse::from_parts(parts, bytes))
    }
}
