//! A small identity provider inside the test: discovery, keys, tokens signed with ES256, and every lie we can think of.

use std::collections::BTreeMap;
use std::sync::Mutex;

use anye_access::oidc::{FetchFailed, HttpFetch};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::{HttpRequest, HttpResponse};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};

pub const ISSUER: &str = "https://id.example.test";
pub const CLIENT: &str = "anye-test";

/// What the provider says, and how it lies.
#[derive(Clone)]
pub struct Says {
    pub subject: String,
    pub nonce: Option<String>,
    pub audience: String,
    pub issuer: String,
    pub issued_at: i64,
    pub expires_at: i64,
    pub level: String,
    /// Signs with a key that is not published.
    pub forged: bool,
    /// Does not answer at all.
    pub away: bool,
}

pub struct Provider {
    pub says: Mutex<Says>,
    /// The seed of the key it signs with and publishes.
    pub key: Mutex<u8>,
    /// The form of the last token request.
    pub asked: Mutex<BTreeMap<String, String>>,
}

impl Provider {
    pub fn new(now_ms: i64) -> Self {
        let now = now_ms / 1_000;
        let says = Says {
            subject: "person-7".into(),
            nonce: None,
            audience: CLIENT.into(),
            issuer: ISSUER.into(),
            issued_at: now,
            expires_at: now + 300,
            level: "high".into(),
            forged: false,
            away: false,
        };
        Self { says: Mutex::new(says), key: Mutex::new(1), asked: Mutex::default() }
    }

    fn signing_key(seed: u8) -> SigningKey {
        SigningKey::from_slice(&[seed; 32]).unwrap()
    }

    fn published(&self) -> Value {
        let seed = *self.key.lock().unwrap();
        let point = Self::signing_key(seed).verifying_key().to_sec1_point(false);
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let bytes = point.as_bytes();
        json!({ "keys": [{
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": format!("k{seed}"),
            "x": part(&bytes[1..33]), "y": part(&bytes[33..65]),
        }] })
    }

    fn id_token(&self) -> String {
        let says = self.says.lock().unwrap().clone();
        let seed = *self.key.lock().unwrap();
        let header = json!({ "alg": "ES256", "typ": "JWT", "kid": format!("k{seed}") });
        let claims = json!({
            "iss": says.issuer, "sub": says.subject, "aud": says.audience, "nonce": says.nonce,
            "iat": says.issued_at, "exp": says.expires_at, "acr": says.level,
        });
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims.to_string())
        );
        let key = Self::signing_key(if says.forged { 99 } else { seed });
        let signature: Signature = key.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

impl HttpFetch for Provider {
    fn fetch(&self, request: HttpRequest) -> Result<HttpResponse, FetchFailed> {
        if self.says.lock().unwrap().away {
            return Err(FetchFailed("connection refused".into()));
        }
        let body = match request.uri().path() {
            "/.well-known/openid-configuration" => json!({
                "issuer": ISSUER,
                "authorization_endpoint": format!("{ISSUER}/authorize"),
                "token_endpoint": format!("{ISSUER}/token"),
                "jwks_uri": format!("{ISSUER}/keys"),
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"],
            }),
            "/keys" => self.published(),
            "/token" => {
                *self.asked.lock().unwrap() =
                    openidconnect::url::form_urlencoded::parse(request.body()).into_owned().collect();
                json!({ "access_token": "at", "token_type": "Bearer", "id_token": self.id_token() })
            }
            other => return Err(FetchFailed(format!("no such path: {other}"))),
        };
        let response =
            openidconnect::http::Response::builder().status(200).header("content-type", "application/json");
        response.body(body.to_string().into_bytes()).map_err(|cause| FetchFailed(cause.to_string()))
    }
}
