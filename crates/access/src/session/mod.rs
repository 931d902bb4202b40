//! Sessions (会话): a random token in a cookie, its digest in the store, and what it stands for on each request.

use anye_base::{Actor, ActorKind};
use serde::{Deserialize, Serialize};

use crate::account::AccountBrief;
use crate::model::Grants;

/// What still lies between a session and its rights. Only [`Stage::Full`] carries any grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The password was right; the code of the second factor is missing.
    SecondFactor,
    /// The one-time or aged password must be changed.
    ChangePassword,
    /// A second factor must be set up.
    Enrol,
    /// Signed in.
    Full,
}

impl Stage {
    /// The word stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::SecondFactor => "second_factor",
            Self::ChangePassword => "change_password",
            Self::Enrol => "enrol",
            Self::Full => "full",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::SecondFactor, Self::ChangePassword, Self::Enrol, Self::Full]
            .into_iter()
            .find(|stage| stage.word() == word)
    }
}

/// A signed-in person on one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its public id, for lists and for ending it. Not the token.
    pub id: String,
    /// Whose it is.
    pub account: AccountBrief,
    /// How far sign-in has come.
    pub stage: Stage,
    /// How the person proved who they are: `password`, `password+totp`, `password+recovery`, `oidc:<level>`.
    pub assurance: String,
    /// What the person may do today. Empty before [`Stage::Full`].
    pub grants: Grants,
    /// When it began, in milliseconds.
    pub created_at: i64,
    /// When it ends however busy it is.
    pub expires_at: i64,
    /// When it ends if nothing happens.
    pub idle_at: i64,
    /// The token every form of this session carries against forged requests.
    pub csrf: String,
}

impl Session {
    /// The person as the audit log names them.
    pub fn actor(&self, source: &str, trace: &str) -> Actor {
        Actor {
            kind: ActorKind::Person,
            id: self.account.id.clone(),
            name: self.account.name.clone(),
            source: source.to_owned(),
            trace: trace.to_owned(),
        }
    }
}
