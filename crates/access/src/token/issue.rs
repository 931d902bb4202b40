//! Making a token for a program (签发接口令牌). Never with an administrator's rights: those always ask for the second factor.

use anye_base::World;
use anye_db::Db;
use anye_db::audit::Event;
use serde::Deserialize;

use super::{TokenView, store};
use crate::fault::failures;
use crate::model::{Permission, may_at_all};
use crate::secret::Token;
use crate::session::{Client, Session, Stage};

/// The wish.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct IssueToken {
    /// What it is for.
    pub name: String,
    /// Ids of the owner's own grants to lend.
    pub grants: Vec<String>,
    /// What it may be used for: some of what those grants give.
    pub permissions: Vec<Permission>,
    /// For how many days: 1 to 90.
    pub days: u32,
}

/// The new token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedToken {
    /// The secret. Shown this once.
    pub token: Token,
    /// What it is.
    pub view: TokenView,
}

failures! {
    /// Why no token was made.
    IssueTokenError {
        /// Sign-in is not complete.
        NotYet => Denied "token_not_yet",
        /// A grant is not the owner's own, is not in force, or is an administrator's.
        BadGrant => Invalid "token_grant",
        /// A permission that these grants do not give, or none at all.
        BadPermission => Invalid "token_permission",
        /// The name is missing or the days are not 1 to 90.
        BadTerms => Invalid "token_terms",
    }
}

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Makes it.
pub async fn issue_token(
    db: &Db,
    world: &World,
    session: &Session,
    wish: IssueToken,
    client: &Client,
) -> Result<IssuedToken, IssueTokenError> {
    if session.stage != Stage::Full {
        return Err(IssueTokenError::NotYet);
    }
    let name = wish.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 || !(1..=90).contains(&wish.days) {
        return Err(IssueTokenError::BadTerms);
    }
    let own = |id: &String| {
        session.grants.held().iter().find(|grant| grant.id == *id && !grant.role.is_administrator()).cloned()
    };
    let lent = wish.grants.iter().map(own).collect::<Option<Vec<_>>>().filter(|lent| !lent.is_empty());
    let lent = crate::model::Grants::new(&session.account.id, lent.ok_or(IssueTokenError::BadGrant)?);
    let own_account = |permission: &Permission| *permission == Permission::ProfileOwn;
    if wish.permissions.is_empty()
        || wish.permissions.iter().any(|wanted| own_account(wanted) || !may_at_all(&lent, *wanted))
    {
        return Err(IssueTokenError::BadPermission);
    }
    let (token, now) = (Token::for_program(world), world.now_ms());
    let view = TokenView {
        id: world.new_id(),
        name,
        permissions: wish.permissions,
        created_at: now,
        expires_at: now + i64::from(wish.days) * DAY_MS,
        revoked: false,
    };
    let actor = session.actor(&client.source, &client.trace);
    let mut tx = db.begin_internal(world, &actor).await?;
    let mut grants = wish.grants;
    grants.sort();
    grants.dedup();
    store::insert(&mut tx, &view, &session.account.id, &token.digest(), &grants).await?;
    let event = Event::new("token.issued", "account", &session.account.id).at_place(&session.account.place);
    let words: Vec<_> = view.permissions.iter().map(|permission| permission.word()).collect();
    tx.commit(
        event.detail(&serde_json::json!({ "token": view.id, "permissions": words, "days": wish.days })),
    )
    .await?;
    Ok(IssuedToken { token, view })
}
