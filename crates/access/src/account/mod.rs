//! Accounts (账号): who can sign in, and the state of their password and second factor.

use serde::{Deserialize, Serialize};

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
