//! Sessions (会话): a random token in a cookie, its digest in the store, and what it stands for on each request.

mod change_password;
mod confirm;
mod end;
mod enrol;
mod load;
pub(crate) mod open;
mod second_factor;
mod sign_in;
pub(crate) mod store;

use anye_base::{Actor, ActorKind};
use serde::{Deserialize, Serialize};

pub use change_password::{ChangePassword, ChangePasswordError, change_password};
pub use confirm::{ConfirmError, Shown, asks_code, confirm_identity};
pub use end::{EndSessionError, SessionView, end_session, list_sessions, sign_out};
pub use enrol::{EnrolError, Enrolled, Enrolment, begin_enrolment, confirm_enrolment};
pub use load::load_session;
pub use open::Client;
pub use second_factor::{SecondFactorError, second_factor};
pub use sign_in::{SignIn, SignInError, sign_in};

use crate::account::AccountBrief;
use crate::model::Grants;
use crate::secret::Token;

/// What a step of sign-in gives to the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The token for the cookie. The one before has ended.
    pub token: Token,
    /// What comes next.
    pub stage: Stage,
    /// Who it is.
    pub account: AccountBrief,
    /// A new cookie by which the browser is known from now on, where it was not before.
    pub device: Option<Token>,
    /// When the session ends however busy it is, in milliseconds.
    pub expires_at: i64,
}

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
