//! Grants (授权): who holds which role at which place, from when to when, given by whom and why.

mod confirm;
mod list;
mod request;
mod revoke;
pub(crate) mod store;

use anye_base::Date;
use serde::{Deserialize, Serialize};

pub use confirm::{ConfirmGrantError, confirm_grant};
pub use list::{GrantFilter, GrantsError, grant, list_grants};
pub use request::{GrantRequested, RequestGrant, RequestGrantError, request_grant};
pub use revoke::{RevokeGrantError, revoke_grant};

use crate::account::AccountBrief;
use crate::model::Role;

/// How far a grant has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantState {
    /// 待确认: asked for by one security administrator, waiting for another.
    Requested,
    /// 有效: given. In force on the days it names.
    Active,
    /// 已撤销: taken back, or never confirmed.
    Revoked,
}

impl GrantState {
    /// The word stored; its names are under `grant-state-<word>` in the catalogues.
    pub fn word(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Active => "active",
            Self::Revoked => "revoked",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Requested, Self::Active, Self::Revoked].into_iter().find(|state| state.word() == word)
    }
}

/// A grant with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GrantView {
    /// Its id.
    pub id: String,
    /// Who holds it.
    pub account: AccountBrief,
    /// The person behind the account.
    #[serde(skip)]
    pub(crate) person_key: String,
    /// The role.
    pub role: Role,
    /// Code of the place.
    pub place: String,
    /// First day in force.
    pub valid_from: Date,
    /// Last day in force.
    pub valid_to: Option<Date>,
    /// How far it has come.
    pub state: GrantState,
    /// Why it was given.
    pub reason: String,
    /// Who gave it or asked for it: an account id, or `console:<user>`.
    pub requested_by: String,
    /// When, in milliseconds.
    pub requested_at: i64,
    /// Who confirmed it, where a second person had to.
    pub confirmed_by: Option<String>,
    /// When.
    pub confirmed_at: Option<i64>,
    /// Who took it back.
    pub revoked_by: Option<String>,
    /// When.
    pub revoked_at: Option<i64>,
    /// Why.
    pub revoke_reason: Option<String>,
    /// Its version, for `If-Match`.
    pub version: i64,
}
