//! The codes of this crate and its words in both languages, for the web's catalogues.

use crate::{account, explain, grant, oidc, password, session, start, token};

/// The words in Chinese, as a Fluent resource.
pub const ZH: &str = include_str!("../i18n/zh.ftl");
/// The words in English, as a Fluent resource.
pub const EN: &str = include_str!("../i18n/en.ftl");

/// Every code a fault of this crate can have, sorted. Each has its words under `error-<code>`.
pub fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = [
        account::CreateAccountError::CODES,
        account::DisableAccountError::CODES,
        account::EnableAccountError::CODES,
        account::AccountsError::CODES,
        account::ResetError::CODES,
        account::UnlockError::CODES,
        explain::ExplainError::CODES,
        grant::ConfirmGrantError::CODES,
        grant::GrantsError::CODES,
        grant::RequestGrantError::CODES,
        grant::RevokeGrantError::CODES,
        oidc::LinkOidcError::CODES,
        oidc::OidcError::CODES,
        oidc::StartOidcError::CODES,
        session::ChangePasswordError::CODES,
        session::ConfirmError::CODES,
        session::EndSessionError::CODES,
        session::EnrolError::CODES,
        session::SecondFactorError::CODES,
        session::SignInError::CODES,
        start::BootstrapError::CODES,
        start::DemoError::CODES,
        start::ModeError::CODES,
        token::IssueTokenError::CODES,
        token::RevokeTokenError::CODES,
    ]
    .concat();
    codes.extend(password::Weakness::ALL.iter().map(|weakness| weakness.code()));
    codes.sort_unstable();
    codes.dedup();
    codes
}
