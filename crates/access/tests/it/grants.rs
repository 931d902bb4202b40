//! Grants: the three administrators apart in every order, four eyes, and the pages that explain.

use anye_access::account::disable_account;
use anye_access::explain::{who_can, why};
use anye_access::grant::{
    GrantFilter, GrantState, RequestGrantError, confirm_grant, grant, list_grants, request_grant,
    revoke_grant,
};
use anye_access::{AccountKind, Permission, Reason, Role, exclusive};
use anye_base::{Fault, Limit};

use crate::town::{CITY, COUNTY, PROVINCE, SIBLING, towns, wish};

#[tokio::test]
async fn roles_that_exclude_each_other_are_refused_in_every_order_on_one_account_and_on_one_person() {
    for town in towns().await {
        let mut number = 0;
        for first in Role::ALL {
            for second in Role::ALL {
                let sort = |role| {
                    if matches!(role, Role::Employer | Role::Jobseeker) {
                        AccountKind::Public
                    } else {
                        AccountKind::Staff
                    }
                };
                number += 1;
                let one =
                    town.create(&format!("one{number}"), &format!("N-{number}"), sort(first), CITY).await;
                let other =
                    town.create(&format!("other{number}"), &format!("N-{number}"), sort(second), CITY).await;
                town.give(&one.id, first, CITY).await.unwrap();
                let on_person = town.give(&other.id, second, COUNTY).await;
                assert_eq!(
                    on_person.is_err(),
                    exclusive(first, second),
                    "{first:?} then {second:?} on one person"
                );
                if let Err(error) = on_person {
                    assert!(matches!(error, RequestGrantError::Exclusive { .. }), "{error:?}");
                }
                if sort(first) == sort(second) && first != second {
                    let on_account = town.give(&one.id, second, COUNTY).await;
                    assert_eq!(
                        on_account.is_err(),
                        exclusive(first, second),
                        "{first:?} then {second:?} on one account"
                    );
                }
            }
            // The security administrator's session is kept in use.
            town.session(&town.security).await;
        }
    }
}

#[tokio::test]
async fn two_gifts_at_once_cannot_pass_each_other() {
    for town in towns().await {
        let one = town.create("one", "N-1", AccountKind::Staff, CITY).await;
        let other = town.create("other", "N-1", AccountKind::Staff, CITY).await;
        let (system, clerk) = tokio::join!(
            town.give(&one.id, Role::SystemAdmin, CITY),
            town.give(&other.id, Role::Clerk, CITY)
        );
        assert_eq!([system.is_ok(), clerk.is_ok()].into_iter().filter(|good| *good).count(), 1);
    }
}

#[tokio::test]
async fn an_administrator_role_needs_a_second_person_where_there_is_one() {
    for town in towns().await {
        // With one security administrator there is nobody to ask.
        let second = town.settle("security2", "S-4", Role::SecurityAdmin, PROVINCE).await;
        let created = town.create("audit2", "S-5", AccountKind::Staff, CITY).await;
        let asked = town.give(&created.id, Role::AuditAdmin, CITY).await.unwrap();
        assert_eq!(asked.state, GrantState::Requested);
        let newcomer = town.arrive(&created, "audit2").await;
        assert!(town.session(&newcomer).await.grants.held().is_empty(), "a request gives no rights");

        let (actor, grants) = town.grants_of(&town.security).await;
        let own = confirm_grant(&town.db, &town.caller(&actor, &grants), &asked.id, 1).await;
        assert_eq!(own.unwrap_err().to_string(), "grant_same_person");
        let (actor, grants) = town.grants_of(&town.system).await;
        let other = confirm_grant(&town.db, &town.caller(&actor, &grants), &asked.id, 1).await;
        assert_eq!(other.unwrap_err().to_string(), "denied");
        let (actor, grants) = town.grants_of(&second).await;
        let caller = town.caller(&actor, &grants);
        confirm_grant(&town.db, &caller, &asked.id, 1).await.unwrap();
        let again = confirm_grant(&town.db, &caller, &asked.id, 2).await;
        assert_eq!(again.unwrap_err().to_string(), "grant_not_waiting");
        let seen = grant(&town.db, &caller, &asked.id).await.unwrap();
        assert_eq!((seen.state, seen.confirmed_by), (GrantState::Active, Some(second.id.clone())));
        // A business role needs no second person.
        let clerk = town.create("clerk1", "C-1", AccountKind::Staff, CITY).await;
        assert_eq!(town.give(&clerk.id, Role::Clerk, CITY).await.unwrap().state, GrantState::Active);
    }
}

#[tokio::test]
async fn nobody_gives_a_role_to_themselves_by_whatever_account() {
    for town in towns().await {
        let other = town.create("mine-too", "S-2", AccountKind::Staff, CITY).await;
        for account in [&town.security.id, &other.id] {
            assert_eq!(
                town.give(account, Role::SecurityAdmin, CITY).await.unwrap_err().to_string(),
                "grant_own"
            );
        }
    }
}

#[tokio::test]
async fn a_grant_reaches_no_further_than_its_giver() {
    for town in towns().await {
        let local = town.settle("localsec", "S-9", Role::SecurityAdmin, CITY).await;
        let created = town.create("clerk1", "C-1", AccountKind::Staff, CITY).await;
        for place in [PROVINCE, SIBLING] {
            assert_eq!(
                town.give_as(&local, &created.id, Role::Clerk, place).await.unwrap_err().to_string(),
                "denied"
            );
        }
        town.give_as(&local, &created.id, Role::Clerk, COUNTY).await.unwrap();
        town.give(&created.id, Role::Clerk, SIBLING).await.unwrap();
        let (actor, grants) = town.grants_of(&local).await;
        let listed = list_grants(
            &town.db,
            &town.caller(&actor, &grants),
            &GrantFilter::default(),
            None,
            Limit::default(),
        )
        .await
        .unwrap();
        let places: Vec<_> = listed.items.iter().map(|view| view.place.as_str()).collect();
        assert_eq!(
            places,
            [COUNTY, CITY],
            "the clerk's in the county and the giver's own, not the one beside"
        );
    }
}

#[tokio::test]
async fn bad_wishes_and_stale_versions_are_told_apart() {
    for town in towns().await {
        let created = town.create("clerk1", "C-1", AccountKind::Staff, CITY).await;
        let (actor, grants) = town.grants_of(&town.security).await;
        let caller = town.caller(&actor, &grants);
        let good = || wish(&created.id, Role::Clerk, CITY, &town.world);
        let yesterday = town.world.today().yesterday().unwrap();
        let mut cases = vec![
            (good(), "grant_days"),
            (good(), "grant_unfit"),
            (good(), "grant_unfit"),
            (good(), "account_unknown"),
        ];
        cases[0].0.valid_to = Some(yesterday);
        cases[1].0.role = Role::Jobseeker;
        cases[2].0.reason = " ".into();
        cases[3].0.account = "nobody".into();
        for (bad, code) in cases {
            assert_eq!(Fault::from(request_grant(&town.db, &caller, bad).await.unwrap_err()).code, code);
        }
        let given = request_grant(&town.db, &caller, good()).await.unwrap();
        assert_eq!(request_grant(&town.db, &caller, good()).await.unwrap_err().to_string(), "grant_held");
        let stale = revoke_grant(&town.db, &caller, &given.id, 7, "x").await.unwrap_err();
        assert_eq!(Fault::from(stale).code, "stale");
        assert_eq!(
            revoke_grant(&town.db, &caller, &given.id, 1, " ").await.unwrap_err().to_string(),
            "reason_missing"
        );
        revoke_grant(&town.db, &caller, &given.id, 1, "moved").await.unwrap();
        assert_eq!(
            revoke_grant(&town.db, &caller, &given.id, 2, "moved").await.unwrap_err().to_string(),
            "grant_over"
        );
        request_grant(&town.db, &caller, good()).await.unwrap();
    }
}

#[tokio::test]
async fn the_last_administrator_of_a_kind_stays() {
    for town in towns().await {
        let (actor, grants) = town.grants_of(&town.security).await;
        let caller = town.caller(&actor, &grants);
        for role in Role::ADMINISTRATORS {
            let filter = GrantFilter { account: None, role: Some(role), state: None };
            let held = list_grants(&town.db, &caller, &filter, None, Limit::default())
                .await
                .unwrap()
                .items
                .remove(0);
            let answer = revoke_grant(&town.db, &caller, &held.id, held.version, "x").await;
            assert_eq!(answer.unwrap_err().to_string(), "last_administrator", "{role:?}");
        }
    }
}

#[tokio::test]
async fn the_pages_say_who_can_and_why() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let far = town.settle("clerk2", "C-2", Role::Clerk, SIBLING).await;
        let (actor, grants) = town.grants_of(&town.security).await;
        let caller = town.caller(&actor, &grants);
        let who = who_can(&town.db, &caller, Permission::DocumentsRead, COUNTY).await.unwrap();
        assert_eq!(who.len(), 1);
        assert_eq!(who[0].account.login, "clerk1");
        assert!(
            matches!(&who[0].because, Reason::Granted { grant, .. } if grant.role == Role::Clerk && grant.place == CITY)
        );

        let ask = |account: String| {
            let (db, caller) = (&town.db, &caller);
            async move { why(db, caller, &account, Permission::DocumentsRead, COUNTY).await.unwrap() }
        };
        assert!(ask(clerk.id.clone()).await.allowed);
        assert!(matches!(ask(far.id.clone()).await.because, Reason::OutOfReach { .. }));
        assert_eq!(ask(town.system.id.clone()).await.because, Reason::NoRight);
        let (sys_actor, sys_grants) = town.grants_of(&town.system).await;
        let system = town.caller(&sys_actor, &sys_grants);
        let version = anye_access::account::account(&town.db, &system, &clerk.id).await.unwrap().version;
        disable_account(&town.db, &system, &clerk.id, version, "left").await.unwrap();
        assert_eq!(ask(clerk.id.clone()).await.because, Reason::NoGrants);
        assert!(who_can(&town.db, &caller, Permission::DocumentsRead, COUNTY).await.unwrap().is_empty());
        assert_eq!(
            who_can(&town.db, &system, Permission::DocumentsRead, COUNTY).await.unwrap_err().to_string(),
            "denied"
        );
    }
}
