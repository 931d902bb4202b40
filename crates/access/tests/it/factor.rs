//! The second factor: asked of all staff, each code once, recovery codes for the day the phone is lost.

use anye_access::session::{SecondFactorError, SignIn, second_factor, sign_in};
use anye_access::{AccountKind, Role, Session, Stage, totp};
use anye_db::{Read as _, sql};

use crate::town::{CITY, Person, Town, client, towns};

async fn waiting(town: &Town, person: &Person) -> Session {
    let wish =
        SignIn { login: person.login.clone(), password: person.password.clone(), client: client("10.0.0.8") };
    let signed = sign_in(&town.db, &town.world, &town.rules, wish).await.unwrap();
    assert_eq!(signed.stage, Stage::SecondFactor);
    let session = town.session_of(&signed.token).await.unwrap();
    assert!(session.grants.held().is_empty(), "a password alone gives no rights");
    session
}

async fn answer(town: &Town, session: &Session, code: &str) -> Result<Stage, String> {
    let answer = second_factor(&town.db, &town.world, &town.rules, session, code, &client("10.0.0.8")).await;
    answer.map(|signed| signed.stage).map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_code_counts_once() {
    for town in towns().await {
        town.clock.advance_seconds(60);
        let code = totp::code_at(&town.system.secret, town.world.now_ms()).unwrap();
        let first = waiting(&town, &town.system).await;
        let second = waiting(&town, &town.system).await;
        assert_eq!(answer(&town, &first, &code).await, Ok(Stage::Full));
        assert_eq!(answer(&town, &second, &code).await, Err("code_wrong".into()), "used before");
        let earlier = totp::code_at(&town.system.secret, town.world.now_ms() - 30_000).unwrap();
        assert_eq!(
            answer(&town, &second, &earlier).await,
            Err("code_wrong".into()),
            "older than one that was used"
        );
        town.clock.advance_seconds(30);
        let next = totp::code_at(&town.system.secret, town.world.now_ms()).unwrap();
        assert_eq!(answer(&town, &second, &next).await, Ok(Stage::Full));
        town.clock.advance_seconds(30);
        let later = totp::code_at(&town.system.secret, town.world.now_ms()).unwrap();
        assert_eq!(
            answer(&town, &second, &later).await,
            Err("code_not_asked".into()),
            "the waiting session has ended"
        );
        assert_eq!(town.events("session.code_refused", "failed").await, 2);
    }
}

#[tokio::test]
async fn one_code_sent_twice_at_once_opens_one_session() {
    for town in towns().await {
        town.clock.advance_seconds(60);
        let code = totp::code_at(&town.system.secret, town.world.now_ms()).unwrap();
        let sessions = [waiting(&town, &town.system).await, waiting(&town, &town.system).await];
        let [one, other] = &sessions;
        let (one, other) = tokio::join!(answer(&town, one, &code), answer(&town, other, &code));
        assert_eq!([one.is_ok(), other.is_ok()].into_iter().filter(|good| *good).count(), 1);
    }
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_for_the_account_whatever_the_source() {
    for town in towns().await {
        town.clock.advance_seconds(60);
        let session = waiting(&town, &town.system).await;
        for at in 0..5 {
            let try_from = client(&format!("203.0.113.{at}"));
            let tried =
                second_factor(&town.db, &town.world, &town.rules, &session, "000000", &try_from).await;
            assert!(matches!(tried, Err(SecondFactorError::Wrong)));
        }
        let code = totp::code_at(&town.system.secret, town.world.now_ms()).unwrap();
        assert_eq!(answer(&town, &session, &code).await, Err("sign_in_wait".into()));
        // The person's own browser goes on.
        let mut own = client("10.0.0.1");
        own.device = town.system.device.clone();
        assert!(second_factor(&town.db, &town.world, &town.rules, &session, &code, &own).await.is_ok());
    }
}

#[tokio::test]
async fn a_recovery_code_counts_once_and_only_its_digest_is_stored() {
    for town in towns().await {
        let code = town.system.recovery[3].clone();
        let session = waiting(&town, &town.system).await;
        assert_eq!(answer(&town, &session, &code.to_uppercase()).await, Ok(Stage::Full));
        let again = waiting(&town, &town.system).await;
        assert_eq!(answer(&town, &again, &code).await, Err("code_wrong".into()));
        let session = waiting(&town, &town.security).await;
        assert_eq!(
            answer(&town, &session, &town.system.recovery[4]).await,
            Err("code_wrong".into()),
            "another person's"
        );
        let stored = (&mut &town.db).all(sql("select code_sm3 from account_recovery_code")).await.unwrap();
        assert_eq!(stored.len(), 30);
        let plain = code.replace('-', "");
        assert!(stored.iter().all(|row| !row.text("code_sm3").unwrap().contains(&plain)));
    }
}

#[tokio::test]
async fn staff_get_no_rights_before_the_second_factor_is_set_up_and_the_public_need_none() {
    for town in towns().await {
        let created = town.create("newclerk", "C-9", AccountKind::Staff, CITY).await;
        town.give(&created.id, Role::Clerk, CITY).await.unwrap();
        let clerk = town.arrive(&created, "newclerk").await;
        assert!(!clerk.secret.is_empty(), "a clerk has to set one up");
        let created = town.create("seeker", "P-9", AccountKind::Public, CITY).await;
        town.give(&created.id, Role::Jobseeker, CITY).await.unwrap();
        let seeker = town.arrive(&created, "seeker").await;
        assert!(seeker.secret.is_empty());
        assert_eq!(town.session(&seeker).await.stage, Stage::Full);
    }
}

#[tokio::test]
async fn a_reset_second_factor_is_set_up_anew() {
    for town in towns().await {
        let clerk = town.settle("clerk1", "C-1", Role::Clerk, CITY).await;
        let (actor, grants) = town.grants_of(&town.system).await;
        let caller = town.caller(&actor, &grants);
        let version = anye_access::account::account(&town.db, &caller, &clerk.id).await.unwrap().version;
        anye_access::account::reset_second_factor(&town.db, &caller, &clerk.id, version).await.unwrap();
        assert!(town.session_of(&clerk.token).await.is_none());
        assert_eq!(town.try_password("clerk1", &clerk.password, "10.0.0.1", None).await, Ok(Stage::Enrol));
    }
}
