//! Sessions end: unused, after twelve hours, on signing out, when a role changes. Only digests are stored.

use anye_access::grant::{GrantFilter, list_grants, revoke_grant};
use anye_access::session::{end_session, list_sessions, sign_out};
use anye_access::{AccountKind, Role};
use anye_base::Limit;
use anye_db::{Read as _, sql};

use crate::town::{CITY, COUNTY, client, towns};

const MINUTE: i64 = 60;

#[tokio::test]
async fn an_unused_session_ends_after_30_minutes_and_an_administrators_after_15() {
    for town in towns().await {
        let mut clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let mut system = town.system.clone();
        town.sign_in_fully(&mut system).await;
        town.sign_in_fully(&mut clerk).await;
        town.clock.advance_seconds(14 * MINUTE);
        assert!(town.session_of(&system.token).await.is_some());
        assert!(town.session_of(&clerk.token).await.is_some());
        town.clock.advance_seconds(15 * MINUTE);
        assert!(town.session_of(&system.token).await.is_none());
        assert!(town.session_of(&clerk.token).await.is_some());
        town.clock.advance_seconds(30 * MINUTE);
        assert!(town.session_of(&clerk.token).await.is_none());
    }
}

#[tokio::test]
async fn a_busy_session_ends_after_12_hours() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let end = town.session(&clerk).await.expires_at;
        let mut alive = 0;
        while town.session_of(&clerk.token).await.is_some() {
            town.clock.advance_seconds(20 * MINUTE);
            alive += 20;
            assert!(alive <= 12 * 60, "still there after {alive} minutes");
        }
        assert!(alive >= 12 * 60 - 20);
        assert!(town.world.now_ms() >= end);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let session = town.session(&clerk).await;
        sign_out(&town.db, &town.world, &session, &client("10.0.0.1")).await.unwrap();
        assert!(town.session_of(&clerk.token).await.is_none());
        let again = sign_out(&town.db, &town.world, &session, &client("10.0.0.1")).await;
        assert_eq!(again.unwrap_err().to_string(), "session_unknown");
    }
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sessions_and_nobody_elses() {
    for town in towns().await {
        let mut clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let first = clerk.token.clone();
        town.sign_in_fully(&mut clerk).await;
        let session = town.session(&clerk).await;
        let all = list_sessions(&town.db, &town.world, &session).await.unwrap();
        let current: Vec<_> = all.iter().map(|view| view.current).collect();
        assert_eq!(current, [true, false]);
        let stranger = town.session(&town.audit).await;
        let answer = end_session(&town.db, &town.world, &stranger, &all[1].id, &client("x")).await;
        assert_eq!(answer.unwrap_err().to_string(), "session_unknown");
        end_session(&town.db, &town.world, &session, &all[1].id, &client("x")).await.unwrap();
        assert!(town.session_of(&first).await.is_none());
        assert!(town.session_of(&clerk.token).await.is_some());
    }
}

#[tokio::test]
async fn a_given_or_taken_role_counts_at_once() {
    for town in towns().await {
        let mut clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        town.give(&clerk.id, Role::Analyst, COUNTY).await.unwrap();
        assert!(town.session_of(&clerk.token).await.is_none(), "one signs in anew after a change of roles");
        town.sign_in_fully(&mut clerk).await;
        assert!(town.session(&clerk).await.grants.holds(Role::Analyst));
        let (actor, grants) = town.grants_of(&town.security).await;
        let caller = town.caller(&actor, &grants);
        let filter = GrantFilter { account: Some(clerk.id.clone()), role: Some(Role::Analyst), state: None };
        let given =
            list_grants(&town.db, &caller, &filter, None, Limit::default()).await.unwrap().items.remove(0);
        revoke_grant(&town.db, &caller, &given.id, given.version, "moved").await.unwrap();
        assert!(town.session_of(&clerk.token).await.is_none());
        town.sign_in_fully(&mut clerk).await;
        assert!(!town.session(&clerk).await.grants.holds(Role::Analyst));
    }
}

#[tokio::test]
async fn a_grant_begins_and_ends_on_its_days() {
    for town in towns().await {
        let created = town.create("temp", "T-1", AccountKind::Staff, CITY).await;
        let (actor, grants) = town.grants_of(&town.security).await;
        let caller = town.caller(&actor, &grants);
        let today = town.world.today();
        let mut wish = crate::town::wish(&created.id, Role::Clerk, CITY, &town.world);
        (wish.valid_from, wish.valid_to) = (today.tomorrow().unwrap(), Some(today.tomorrow().unwrap()));
        anye_access::grant::request_grant(&town.db, &caller, wish).await.unwrap();
        let mut person = town.arrive(&created, "temp").await;
        for holds in [false, true, false] {
            town.sign_in_fully(&mut person).await;
            assert_eq!(town.session(&person).await.grants.holds(Role::Clerk), holds);
            town.clock.advance_seconds(24 * 3_600);
        }
    }
}

#[tokio::test]
async fn the_store_holds_digests_and_no_token() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let (token, device) = (clerk.token.reveal(), clerk.device.as_ref().unwrap());
        let row = (&mut &town.db).all(sql("select token_sm3 from account_session")).await.unwrap();
        let digests: Vec<_> = row.iter().map(|row| row.text("token_sm3").unwrap()).collect();
        assert!(
            digests.contains(&clerk.token.digest())
                && digests.iter().all(|digest| digest.len() == 64 && digest != token)
        );
        let known = sql("select count(*) as n from account_device where token_sm3 = $1");
        assert_eq!(town.number(known.bind(device.digest())).await, 1);
        let logged = sql("select count(*) as n from audit_record where detail like $1 or object_id like $1");
        for secret in [token, device.reveal(), &clerk.password, &clerk.secret] {
            assert_eq!(town.number(logged.clone().bind(format!("%{secret}%"))).await, 0);
        }
        let hashes = sql("select count(*) as n from account where password_hash like '$argon2id$v=19$%'");
        assert_eq!(town.number(hashes).await, 4);
        let session = town.session(&clerk).await;
        assert!(clerk.token.csrf_holds(&session.csrf));
        assert!(!town.system.token.csrf_holds(&session.csrf));
    }
}

#[tokio::test]
async fn what_is_long_over_is_cleared_away() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        town.try_password("nobody", "wrong wrong wrong", "10.1.1.1", None).await.unwrap_err();
        assert_eq!(anye_access::sweep(&town.db, &town.world).await.unwrap(), 0);
        assert!(town.session_of(&clerk.token).await.is_some());
        town.clock.advance_seconds(200 * 24 * 3_600);
        assert!(anye_access::sweep(&town.db, &town.world).await.unwrap() > 10);
        assert_eq!(anye_access::sweep(&town.db, &town.world).await.unwrap(), 0);
    }
}
