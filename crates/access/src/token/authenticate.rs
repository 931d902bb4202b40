//! What a program's bearer token stands for, on each request: what was lent and is still in force.

use anye_base::{Actor, ActorKind, World};
use anye_db::{Db, DbError};

use super::store;
use crate::account::AccountBrief;
use crate::model::Grants;
use crate::secret::Token;

/// A program that acts for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenLogin {
    /// Id of the token.
    pub id: String,
    /// Whose rights it was lent.
    pub account: AccountBrief,
    /// What it may do today.
    pub grants: Grants,
}

impl TokenLogin {
    /// The person as the audit log names them, with the token they acted through.
    pub fn actor(&self, source: &str, trace: &str) -> Actor {
        Actor {
            kind: ActorKind::Person,
            id: self.account.id.clone(),
            name: format!("{} (token {})", self.account.name, self.id),
            source: source.to_owned(),
            trace: trace.to_owned(),
        }
    }
}

/// The program, where the token is good.
pub async fn authenticate_token(
    db: &Db,
    world: &World,
    token: &Token,
) -> Result<Option<TokenLogin>, DbError> {
    let Some((id, account, permissions)) = store::find(&mut &*db, &token.digest(), world.now_ms()).await?
    else {
        return Ok(None);
    };
    let held = store::grants(&mut &*db, &id, world.today()).await?;
    let grants = Grants::new(&account.id, held).limited_to(permissions);
    Ok(Some(TokenLogin { id, account, grants }))
}
