//! Accounts: made by system administrators only, versioned, shut at once.

use anye_access::account::{
    CreateAccount, account, create_account, disable_account, enable_account, list_accounts, reset_password,
};
use anye_access::session::{ChangePassword, change_password};
use anye_access::{AccountKind, Caller, Role, Stage};
use anye_base::{Cursor, Fault, Limit};
use anye_db::{Once, sql};

use crate::town::{ByDigits, CITY, COUNTY, PROVINCE, SIBLING, Town, client, towns};

fn new_account(login: &str, place: &str) -> CreateAccount {
    CreateAccount {
        login: login.into(),
        name: "王芳".into(),
        person_key: "K-1".into(),
        kind: AccountKind::Staff,
        place: place.into(),
    }
}

#[tokio::test]
async fn only_a_system_administrator_makes_accounts_and_a_refusal_is_recorded() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        for person in [&town.security, &town.audit, &clerk] {
            let (actor, grants) = town.grants_of(person).await;
            let answer =
                create_account(&town.db, &town.caller(&actor, &grants), &town.rules, new_account("x1", CITY))
                    .await;
            assert_eq!(answer.unwrap_err().to_string(), "denied");
        }
        assert_eq!(town.events("access.refused", "denied").await, 3);
        assert_eq!(town.number(sql("select count(*) as n from account where login = 'x1'")).await, 0);
        let (actor, grants) = town.grants_of(&town.system).await;
        let made =
            create_account(&town.db, &town.caller(&actor, &grants), &town.rules, new_account(" X1 ", CITY))
                .await
                .unwrap();
        assert_eq!(made.one_time_password.unwrap().len(), 19);
    }
}

#[tokio::test]
async fn what_cannot_be_an_account_is_told_apart() {
    for town in towns().await {
        let (actor, grants) = town.grants_of(&town.system).await;
        let caller = town.caller(&actor, &grants);
        let cases = [
            (CreateAccount { login: "a".into(), ..new_account("", CITY) }, "login_invalid"),
            (CreateAccount { login: "王芳".into(), ..new_account("", CITY) }, "login_invalid"),
            (CreateAccount { name: " ".into(), ..new_account("ok", CITY) }, "name_invalid"),
            (
                CreateAccount { person_key: "21041119900101123X".into(), ..new_account("ok", CITY) },
                "person_key_invalid",
            ),
            (new_account("system", CITY), "login_taken"),
        ];
        for (wish, code) in cases {
            let error = create_account(&town.db, &caller, &town.rules, wish).await.unwrap_err();
            assert_eq!(Fault::from(error).code, code);
        }
    }
}

#[tokio::test]
async fn a_repeated_request_makes_no_second_account_and_keeps_no_password() {
    for town in towns().await {
        let (actor, grants) = town.grants_of(&town.system).await;
        let once = Once { key: "k1".into(), operation: "accounts.create".into(), body_digest: "d".into() };
        let caller = Caller {
            world: &town.world,
            actor: &actor,
            grants: &grants,
            places: &ByDigits,
            once: Some(&once),
        };
        let first = create_account(&town.db, &caller, &town.rules, new_account("twice", CITY)).await.unwrap();
        let again = create_account(&town.db, &caller, &town.rules, new_account("twice", CITY)).await.unwrap();
        assert_eq!(first.id, again.id);
        assert_eq!(again.one_time_password, None);
    }
}

async fn version(town: &Town, id: &str) -> i64 {
    let (actor, grants) = town.grants_of(&town.system).await;
    account(&town.db, &town.caller(&actor, &grants), id).await.unwrap().version
}

#[tokio::test]
async fn two_administrators_who_saw_the_same_version_do_not_overwrite_each_other() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let seen = version(&town, &clerk.id).await;
        let (actor, grants) = town.grants_of(&town.system).await;
        let caller = town.caller(&actor, &grants);
        disable_account(&town.db, &caller, &clerk.id, seen, "left").await.unwrap();
        let late = reset_password(&town.db, &caller, &town.rules, &clerk.id, seen).await.unwrap_err();
        assert_eq!(Fault::from(late).code, "stale");
        let late = enable_account(&town.db, &caller, &clerk.id, seen).await.unwrap_err();
        assert_eq!(Fault::from(late).code, "stale");
        enable_account(&town.db, &caller, &clerk.id, seen + 1).await.unwrap();
    }
}

#[tokio::test]
async fn a_shut_account_loses_its_session_at_once() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        assert!(town.session_of(&clerk.token).await.is_some());
        let seen = version(&town, &clerk.id).await;
        let (actor, grants) = town.grants_of(&town.system).await;
        disable_account(&town.db, &town.caller(&actor, &grants), &clerk.id, seen, "left").await.unwrap();
        assert!(town.session_of(&clerk.token).await.is_none());
    }
}

#[tokio::test]
async fn nobody_shuts_themselves_or_the_last_administrator_out() {
    for town in towns().await {
        let (actor, grants) = town.grants_of(&town.system).await;
        let caller = town.caller(&actor, &grants);
        let own =
            disable_account(&town.db, &caller, &town.system.id, version(&town, &town.system.id).await, "x")
                .await;
        assert_eq!(own.unwrap_err().to_string(), "account_own");
        let last =
            disable_account(&town.db, &caller, &town.audit.id, version(&town, &town.audit.id).await, "x")
                .await;
        assert_eq!(last.unwrap_err().to_string(), "last_administrator");
    }
}

#[tokio::test]
async fn accounts_beyond_the_place_are_neither_listed_nor_touched() {
    for town in towns().await {
        let local = town.settle("localsys", "S-9", Role::SystemAdmin, CITY).await;
        let near = town.create("near", "N-1", AccountKind::Staff, COUNTY).await;
        let far = town.create("far", "F-1", AccountKind::Staff, SIBLING).await;
        let (actor, grants) = town.grants_of(&local).await;
        let caller = town.caller(&actor, &grants);
        assert_eq!(account(&town.db, &caller, &far.id).await.unwrap_err().to_string(), "denied");
        assert_eq!(
            reset_password(&town.db, &caller, &town.rules, &far.id, 1).await.unwrap_err().to_string(),
            "denied"
        );
        assert_eq!(account(&town.db, &caller, &near.id).await.unwrap().brief.login, "near");
        let listed = list_accounts(&town.db, &caller, None, Limit::default()).await.unwrap();
        let logins: Vec<_> = listed.items.iter().map(|view| view.brief.login.as_str()).collect();
        assert_eq!(logins, ["localsys", "near"]);
        assert_eq!(town.create("second", "X-2", AccountKind::Staff, PROVINCE).await.version, 1);
    }
}

#[tokio::test]
async fn a_long_list_is_paged_without_gaps() {
    for town in towns().await {
        for at in 0..7 {
            let place = if at % 2 == 0 { COUNTY } else { SIBLING };
            town.create(&format!("p{at}"), &format!("P-{at}"), AccountKind::Staff, place).await;
        }
        let local = town.settle("localsys", "S-9", Role::SystemAdmin, COUNTY).await;
        let (actor, grants) = town.grants_of(&local).await;
        let caller = town.caller(&actor, &grants);
        let (mut logins, mut after) = (Vec::new(), None::<Cursor>);
        loop {
            let page =
                list_accounts(&town.db, &caller, after.as_ref(), Limit::new(2).unwrap()).await.unwrap();
            logins.extend(page.items.into_iter().map(|view| view.brief.login));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(logins, ["localsys", "p0", "p2", "p4", "p6"]);
    }
}

#[tokio::test]
async fn a_changed_password_must_be_a_good_one_and_ends_the_other_sessions() {
    for town in towns().await {
        let mut clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let first = clerk.token.clone();
        town.sign_in_fully(&mut clerk).await;
        let session = town.session(&clerk).await;
        let change = |old: &str, new: &str| ChangePassword {
            old: old.into(),
            new: new.into(),
            client: client("10.0.0.1"),
        };
        for (old, new, code) in [
            (clerk.password.as_str(), clerk.password.as_str(), "password_weak"),
            (&clerk.password, "short", "password_weak"),
            (&clerk.password, "Passwordpassword1", "password_weak"),
            (&clerk.password, "clerk1 Gravel 93 violin", "password_weak"),
            ("not the old one", "Gravel 93 violin summer", "password_old_wrong"),
        ] {
            let answer =
                change_password(&town.db, &town.world, &town.rules, &session, change(old, new)).await;
            assert_eq!(answer.unwrap_err().to_string(), code, "{new}");
        }
        let wish = change(&clerk.password, "Gravel 93 violin summer");
        let signed = change_password(&town.db, &town.world, &town.rules, &session, wish).await.unwrap();
        assert_eq!(signed.stage, Stage::Full);
        for ended in [&first, &clerk.token] {
            assert!(town.session_of(ended).await.is_none());
        }
        assert!(town.session_of(&signed.token).await.is_some());
        // `mlps3`: after 90 days the next sign-in asks for a new one.
        clerk.password = "Gravel 93 violin summer".into();
        town.clock.advance_seconds(91 * 24 * 3_600);
        let stage = town.try_password("clerk1", &clerk.password, "10.0.0.1", None).await;
        assert_eq!(stage, Ok(Stage::SecondFactor), "the factor first, the new password after it");
    }
}
