//! Tokens of programs: some of the owner's rights, for some time, never an administrator's.

use anye_access::token::{IssueToken, authenticate_token, issue_token, list_tokens, revoke_token};
use anye_access::{Permission, Role, Target, Token, decide};
use anye_db::sql;

use crate::town::{ByDigits, CITY, COUNTY, Person, Town, client, towns};

async fn wish(town: &Town, person: &Person, permissions: &[Permission]) -> IssueToken {
    let grants = town.session(person).await.grants.held().iter().map(|grant| grant.id.clone()).collect();
    IssueToken { name: "nightly export".into(), grants, permissions: permissions.to_vec(), days: 30 }
}

#[tokio::test]
async fn a_token_does_what_it_was_made_for_and_no_more() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let session = town.session(&clerk).await;
        let wish = wish(&town, &clerk, &[Permission::DocumentsRead]).await;
        let issued = issue_token(&town.db, &town.world, &session, wish, &client("x")).await.unwrap();
        assert!(issued.token.reveal().starts_with("anye_"));
        let login = authenticate_token(&town.db, &town.world, &issued.token).await.unwrap().unwrap();
        let can =
            |permission, place| decide(&login.grants, permission, Target::place(place), &ByDigits).allowed;
        assert!(can(Permission::DocumentsRead, COUNTY));
        assert!(!can(Permission::DocumentsExport, COUNTY));
        assert!(!can(Permission::DocumentsCorrect, CITY));
        let plain =
            sql("select count(*) as n from api_token where token_sm3 = $1").bind(issued.token.digest());
        assert_eq!(town.number(plain).await, 1);
        assert_eq!(list_tokens(&town.db, &session).await.unwrap(), std::slice::from_ref(&issued.view));
        assert!(
            authenticate_token(&town.db, &town.world, &Token::received("anye_wrong"))
                .await
                .unwrap()
                .is_none()
        );

        revoke_token(&town.db, &town.world, &session, &issued.view.id, &client("x")).await.unwrap();
        assert!(authenticate_token(&town.db, &town.world, &issued.token).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_token_runs_out_and_falls_with_the_grant_and_the_account() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let session = town.session(&clerk).await;
        let terms = wish(&town, &clerk, &[Permission::SearchUse]).await;
        let issued = issue_token(&town.db, &town.world, &session, terms.clone(), &client("x")).await.unwrap();
        let (actor, grants) = town.grants_of(&town.security).await;
        anye_access::grant::revoke_grant(
            &town.db,
            &town.caller(&actor, &grants),
            &terms.grants[0],
            1,
            "moved",
        )
        .await
        .unwrap();
        let login = authenticate_token(&town.db, &town.world, &issued.token).await.unwrap().unwrap();
        assert!(login.grants.held().is_empty());

        let (actor, grants) = town.grants_of(&town.system).await;
        let caller = town.caller(&actor, &grants);
        let version = anye_access::account::account(&town.db, &caller, &clerk.id).await.unwrap().version;
        anye_access::account::disable_account(&town.db, &caller, &clerk.id, version, "left").await.unwrap();
        assert!(authenticate_token(&town.db, &town.world, &issued.token).await.unwrap().is_none());
        anye_access::account::enable_account(&town.db, &caller, &clerk.id, version + 1).await.unwrap();
        town.clock.advance_seconds(31 * 24 * 3_600);
        assert!(authenticate_token(&town.db, &town.world, &issued.token).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn what_cannot_be_lent_is_refused() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let good = wish(&town, &clerk, &[Permission::SearchUse]).await;
        let session = town.session(&clerk).await;
        let cases = [
            (
                IssueToken { permissions: vec![Permission::AccountsManage], ..good.clone() },
                "token_permission",
            ),
            (IssueToken { permissions: vec![Permission::ProfileOwn], ..good.clone() }, "token_permission"),
            (IssueToken { permissions: Vec::new(), ..good.clone() }, "token_permission"),
            (IssueToken { grants: vec!["another's".into()], ..good.clone() }, "token_grant"),
            (IssueToken { days: 91, ..good.clone() }, "token_terms"),
        ];
        for (bad, code) in cases {
            let answer = issue_token(&town.db, &town.world, &session, bad, &client("x")).await;
            assert_eq!(answer.unwrap_err().to_string(), code);
        }
        let admin = wish(&town, &town.system, &[Permission::AccountsManage]).await;
        let session = town.session(&town.system).await;
        let answer = issue_token(&town.db, &town.world, &session, admin, &client("x")).await;
        assert_eq!(
            answer.unwrap_err().to_string(),
            "token_grant",
            "an administrator always shows the second factor"
        );
    }
}
