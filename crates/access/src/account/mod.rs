//! Accounts (账号): who can sign in, and the state of their password and second factor.

mod create;
mod disable;
mod enable;
mod list;
mod reset;
pub(crate) mod store;
mod unlock;

use anye_db::{DbError, Read};
use serde::{Deserialize, Serialize};

pub use create::{AccountCreated, CreateAccount, CreateAccountError, create_account};
pub(crate) use create::{NewAccount, checked, created_event, normal_login, one_time_password, put_account};
pub use disable::{DisableAccountError, disable_account};
pub use enable::{EnableAccountError, enable_account};
pub use list::{AccountsError, account, list_accounts};
pub use reset::{PasswordReset, ResetError, reset_password, reset_second_factor};
pub use unlock::{UnlockError, unlock_account};

/// The sort of account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Works for an office: needs a second factor outside demo mode.
    Staff,
    /// An employer or a member of the public.
    Public,
}

impl AccountKind {
    /// The word stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Public => "public",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Staff, Self::Public].into_iter().find(|kind| kind.word() == word)
    }
}

/// An account as other parts see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountBrief {
    /// Its id.
    pub id: String,
    /// Name to sign in with.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// The sort.
    pub kind: AccountKind,
    /// Code of the place it belongs to.
    pub place: String,
}

/// An account as those who manage accounts see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountView {
    /// Who.
    #[serde(flatten)]
    pub brief: AccountBrief,
    /// The person behind it: a staff number or another key that is the same for all accounts of one person.
    pub person_key: String,
    /// Whether it is shut.
    pub disabled: bool,
    /// Whether a second factor is set up.
    pub second_factor: bool,
    /// Whether the next sign-in asks for a new password.
    pub must_change_password: bool,
    /// When it was made, in milliseconds.
    pub created_at: i64,
    /// Its version, for `If-Match`.
    pub version: i64,
}

/// The key of the person behind an account, so that two accounts of one person count as one where two people are needed. Nothing where there is no such account.
pub async fn person_key(from: &mut impl Read, account_id: &str) -> Result<Option<String>, DbError> {
    Ok(store::find(from, account_id).await?.map(|account| account.person_key))
}
