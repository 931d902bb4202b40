//! Tokens of programs (接口令牌): a person lends a program some of their own rights for some time.

mod authenticate;
mod issue;
mod revoke;
pub(crate) mod store;

use serde::Serialize;

pub use authenticate::{TokenLogin, authenticate_token};
pub use issue::{IssueToken, IssueTokenError, IssuedToken, issue_token};
pub use revoke::{RevokeTokenError, list_tokens, revoke_token};

use crate::model::Permission;

/// A token as its owner sees it. The secret itself is shown once, when it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokenView {
    /// Its id.
    pub id: String,
    /// What it is for, in the owner's words.
    pub name: String,
    /// What it may be used for.
    pub permissions: Vec<Permission>,
    /// When it was made, in milliseconds.
    pub created_at: i64,
    /// When it runs out.
    pub expires_at: i64,
    /// Whether it was taken back.
    pub revoked: bool,
}
