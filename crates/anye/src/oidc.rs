//! Sign-in by an identity provider (统一身份认证), where the settings name one.

use std::sync::Arc;

use anye_access::oidc::{OidcProvider, TlsFetch};
use anye_people::Oidc;

use crate::config::Config;

/// The provider of the settings.
pub fn configured(config: &Config) -> Result<Option<Oidc>, String> {
    let file = &config.file;
    let (Some(issuer), Some(client_id), Some(public)) =
        (&file.oidc_issuer, &file.oidc_client_id, &file.public_url)
    else {
        return Ok(None);
    };
    let read = |path: &std::path::PathBuf| {
        std::fs::read(path).map_err(|cause| format!("{}: {cause}", path.display()))
    };
    let secret = file.oidc_client_secret_file.as_ref().map(read).transpose()?;
    let secret = secret.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
    let bundle = file.oidc_ca_file.as_ref().map(read).transpose()?;
    let bundle = bundle.ok_or(
        "oidc_issuer needs oidc_ca_file: the certificates (PEM) that the identity provider is trusted by",
    )?;
    let fetch = TlsFetch::new(&bundle).map_err(|cause| format!("oidc_ca_file: {}", cause.0))?;
    let provider = OidcProvider {
        issuer: issuer.clone(),
        client_id: client_id.clone(),
        client_secret: secret,
        redirect_url: format!("{}/login/oidc/callback", public.trim_end_matches('/')),
        scopes: Vec::new(),
        strong: file.oidc_strong.clone(),
    };
    Ok(Some(Oidc { provider, fetch: Arc::new(fetch) }))
}
