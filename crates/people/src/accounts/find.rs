//! Finding accounts among those within reach: by words, state and sort. It must never show more than the use case gave.

use anye_access::account::list_accounts;
use anye_access::{AccountKind, AccountView, Caller};
use anye_base::{Cursor, Fault, Limit, Page};
use anye_db::Db;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which accounts.
#[derive(Debug, Default, Clone, Deserialize, IntoParams)]
pub struct AccountQuery {
    /// Part of login, name, staff number, or the beginning of the place's code.
    pub q: Option<String>,
    /// `open`, `disabled`, `waiting` (has not changed the one-time password yet).
    pub state: Option<String>,
    /// `staff` or `public`.
    pub kind: Option<String>,
}

impl AccountQuery {
    fn fits(&self, view: &AccountView) -> bool {
        let words = self.q.as_deref().unwrap_or_default().trim().to_lowercase();
        let brief = &view.brief;
        let holds = |text: &str| text.to_lowercase().contains(&words);
        let named = words.is_empty()
            || holds(&brief.login)
            || holds(&brief.name)
            || holds(&view.person_key)
            || brief.place.starts_with(&words);
        let state = match self.state.as_deref().unwrap_or_default() {
            "open" => !view.disabled,
            "disabled" => view.disabled,
            "waiting" => view.must_change_password && !view.disabled,
            _ => true,
        };
        let kind = self.kind.as_deref().and_then(AccountKind::from_word);
        named && state && kind.is_none_or(|kind| brief.kind == kind)
    }
}

/// A page of the accounts that fit, by login. Reads on until the page is full.
pub async fn find_accounts(
    db: &Db,
    caller: &Caller<'_>,
    query: &AccountQuery,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<AccountView>, Fault> {
    let (mut seen, mut from) = (Vec::new(), after.cloned());
    loop {
        let page = list_accounts(db, caller, from.as_ref(), limit).await?;
        seen.extend(page.items.into_iter().filter(|view| query.fits(view)));
        from = page.next;
        if from.is_none() || seen.len() > limit.rows() as usize {
            return Ok(Page::from_overfull(seen, limit, |view| Cursor(vec![view.brief.login.clone()])));
        }
    }
}
