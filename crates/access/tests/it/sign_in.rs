//! Signing in: the same answer for all who fail, and waiting that strangers cannot turn against anybody.

use anye_access::session::{SignIn, SignInError, sign_in};
use anye_access::{Role, Stage};
use anye_db::sql;

use crate::town::{CITY, Person, Town, client, towns};

async fn guess(town: &Town, login: &str, source: &str) -> String {
    match town.try_password(login, "not the right one at all", source, None).await {
        Ok(stage) => format!("{stage:?}"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_answered_alike_after_the_same_work() {
    for town in towns().await {
        let known = town.rules.hasher.checked();
        assert_eq!(guess(&town, "system", "203.0.113.1").await, "sign_in_wrong");
        let unknown = town.rules.hasher.checked();
        assert_eq!(guess(&town, "nobody.here", "203.0.113.1").await, "sign_in_wrong");
        assert_eq!(unknown - known, 1);
        assert_eq!(town.rules.hasher.checked() - unknown, 1, "a hash is computed for nobody too");
        // The name that nobody has is not written down: it may be a password in the wrong field.
        let written = sql(
            "select count(*) as n from audit_record where detail like '%nobody.here%' or object_id like '%nobody.here%'",
        );
        assert_eq!(town.number(written).await, 0);
        assert_eq!(town.events("session.refused", "failed").await, 2);
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_after_five_tries_and_the_wait_doubles() {
    for town in towns().await {
        for _ in 0..5 {
            assert_eq!(guess(&town, "system", "203.0.113.1").await, "sign_in_wrong");
        }
        assert_eq!(guess(&town, "system", "203.0.113.1").await, "sign_in_wait");
        let right = town.try_password("system", &town.system.password, "203.0.113.1", None).await;
        assert_eq!(right, Err("sign_in_wait".into()), "not even the right one, or guessing would go on");
        town.clock.advance_seconds(31);
        assert_eq!(guess(&town, "system", "203.0.113.1").await, "sign_in_wrong");
        town.clock.advance_seconds(31);
        assert_eq!(guess(&town, "system", "203.0.113.1").await, "sign_in_wait");
        town.clock.advance_seconds(30);
        let right = town.try_password("system", &town.system.password, "203.0.113.1", None).await;
        assert_eq!(right, Ok(Stage::SecondFactor));
        assert_eq!(
            guess(&town, "system", "203.0.113.1").await,
            "sign_in_wrong",
            "a right one starts the count anew"
        );
    }
}

#[tokio::test]
async fn strangers_cannot_lock_anybody_out() {
    for town in towns().await {
        for stranger in 0..20 {
            for _ in 0..6 {
                guess(&town, "system", &format!("203.0.113.{stranger}")).await;
            }
        }
        // From elsewhere the person signs in at once; from the strangers' own address too, in a browser that is known.
        let right = |source: &'static str, person: &Person| {
            let (town, person) = (&town, person.clone());
            async move { town.try_password("system", &person.password, source, person.device.as_ref()).await }
        };
        assert_eq!(
            right("198.51.100.7", &Person { device: None, ..town.system.clone() }).await,
            Ok(Stage::SecondFactor)
        );
        assert_eq!(right("203.0.113.1", &town.system).await, Ok(Stage::SecondFactor));
        // Another person's browser gives no such leave.
        let borrowed = Person { device: town.security.device.clone(), ..town.system.clone() };
        assert_eq!(right("203.0.113.1", &borrowed).await, Err("sign_in_wait".into()));
    }
}

#[tokio::test]
async fn a_source_that_tries_many_names_is_slowed_down() {
    for town in towns().await {
        let mut answers = Vec::new();
        for at in 0..40 {
            answers.push(guess(&town, &format!("name{at}"), "203.0.113.9").await);
        }
        assert_eq!(answers.iter().filter(|answer| *answer == "sign_in_wrong").count(), 30);
        assert_eq!(answers.iter().filter(|answer| *answer == "sign_in_wait").count(), 10);
        // Whoever owns one account cannot wipe the count by signing in with it.
        town.clock.advance_seconds(31);
        assert_eq!(
            town.try_password("audit", &town.audit.password, "203.0.113.9", None).await,
            Ok(Stage::SecondFactor)
        );
        assert_eq!(guess(&town, "name99", "203.0.113.9").await, "sign_in_wrong");
        assert_eq!(guess(&town, "name98", "203.0.113.9").await, "sign_in_wait");
    }
}

#[tokio::test]
async fn of_many_tries_sent_together_only_the_first_few_are_answered() {
    for town in towns().await {
        let mut running = tokio::task::JoinSet::new();
        for at in 0..40 {
            let (db, world, rules, right) =
                (town.db.clone(), town.world.clone(), town.rules.clone(), town.system.password.clone());
            let password = if at == 39 { right } else { format!("guess number {at} of many") };
            let wish = SignIn { login: "system".into(), password, client: client("203.0.113.5") };
            running.spawn(async move { sign_in(&db, &world, &rules, wish).await });
        }
        let answers = running.join_all().await;
        let wrong = answers.iter().filter(|answer| matches!(answer, Err(SignInError::Wrong))).count();
        let waiting = answers.iter().filter(|answer| matches!(answer, Err(SignInError::Wait { .. }))).count();
        assert!(wrong <= 10, "{wrong} guesses were answered");
        assert!(waiting >= 29, "{waiting} were told to wait");
    }
}

#[tokio::test]
async fn a_shut_account_is_answered_like_a_wrong_password() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let (actor, grants) = town.grants_of(&town.system).await;
        let caller = town.caller(&actor, &grants);
        let version = anye_access::account::account(&town.db, &caller, &clerk.id).await.unwrap().version;
        anye_access::account::disable_account(&town.db, &caller, &clerk.id, version, "left").await.unwrap();
        let answer = town.try_password("clerk1", &clerk.password, "10.0.0.1", None).await;
        assert_eq!(answer, Err("sign_in_wrong".into()));
    }
}

#[tokio::test]
async fn a_one_time_password_runs_out() {
    for town in towns().await {
        let created = town.create("late", "L-1", anye_access::AccountKind::Staff, CITY).await;
        town.clock.advance_seconds(72 * 3_600);
        let answer = town.try_password("late", &created.one_time_password.unwrap(), "10.0.0.1", None).await;
        assert_eq!(answer, Err("one_time_over".into()));
    }
}

#[tokio::test]
async fn an_administrator_ends_the_waiting() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        for _ in 0..5 {
            guess(&town, "clerk1", "10.9.9.9").await;
        }
        assert_eq!(
            town.try_password("clerk1", &clerk.password, "10.9.9.9", None).await,
            Err("sign_in_wait".into())
        );
        let (actor, grants) = town.grants_of(&town.system).await;
        anye_access::account::unlock_account(&town.db, &town.caller(&actor, &grants), &clerk.id)
            .await
            .unwrap();
        assert_eq!(
            town.try_password("clerk1", &clerk.password, "10.9.9.9", None).await,
            Ok(Stage::SecondFactor)
        );
    }
}
