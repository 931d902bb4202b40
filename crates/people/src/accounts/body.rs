//! What operations on accounts take and give. It must never hold a secret beside the one-time password of one answer.

use anye_access::{AccountKind, AccountView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountItem {
    /// Its id.
    pub id: String,
    /// Name to sign in with.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// `staff` or `public`.
    pub kind: &'static str,
    /// Code of the place it belongs to.
    pub place: String,
    /// Staff number, or another key of the person behind it.
    pub person_key: String,
    /// Whether it is shut.
    pub disabled: bool,
    /// Whether a second factor is set up.
    pub second_factor: bool,
    /// Whether the next sign-in asks for a new password.
    pub must_change_password: bool,
    /// When it was made, in milliseconds.
    pub created_at: i64,
    /// Its version, as in the `ETag`.
    pub version: i64,
}

impl From<AccountView> for AccountItem {
    fn from(view: AccountView) -> Self {
        Self {
            id: view.brief.id,
            login: view.brief.login,
            name: view.brief.name,
            kind: view.brief.kind.word(),
            place: view.brief.place,
            person_key: view.person_key,
            disabled: view.disabled,
            second_factor: view.second_factor,
            must_change_password: view.must_change_password,
            created_at: view.created_at,
            version: view.version,
        }
    }
}

/// Accounts, and where the list goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountList {
    /// The accounts, by login.
    pub items: Vec<AccountItem>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// The wish for an account.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AccountWish {
    /// 2 to 40 small letters, digits and `._-@`.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Staff number, or another key that is the same for all accounts of one person. Never a resident ID number.
    pub person_key: String,
    /// `staff` or `public`.
    #[schema(value_type = String)]
    pub kind: AccountKind,
    /// Code of a place.
    pub place: String,
}

/// An account that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountMade {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// The password for the first sign-in, in this answer alone; `null` when the request is repeated.
    pub one_time_password: Option<String>,
}

/// A new one-time password.
#[derive(Debug, Serialize, ToSchema)]
pub struct OneTime {
    /// In this answer alone; `null` when the request is repeated.
    pub one_time_password: Option<String>,
}

/// Why an account is shut.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = people::accounts::body::Because)]
pub struct Because {
    /// In words, for the audit log.
    pub reason: String,
}

/// An empty object.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Nothing {}
