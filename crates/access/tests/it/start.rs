//! The first start: three people, once; demo accounts in a demo only.

use anye_access::session::{SignIn, sign_in};
use anye_access::start::{
    Administrator, DemoPlan, bootstrap, check_mode, demo_accounts, demo_password, settle_mode,
};
use anye_access::{Cost, Mode, PasswordPolicy, Role, Rules, Stage, load_session};
use anye_base::{Actor, World};
use anye_db::{Db, Read as _, sql};
use anye_testkit::{databases, test_world};

use crate::town::{COUNTY, PROVINCE, client};

fn rules(mode: Mode, world: &World) -> Rules {
    Rules::new(mode, PasswordPolicy::Mlps3, Cost::CHEAP, world).unwrap_or_else(|_| panic!("rules"))
}

fn three(logins: [&str; 3], keys: [&str; 3]) -> [Administrator; 3] {
    std::array::from_fn(|at| Administrator {
        login: logins[at].into(),
        name: "somebody".into(),
        person_key: keys[at].into(),
    })
}

async fn accounts(mut db: &Db) -> i64 {
    db.one(sql("select count(*) as n from account")).await.unwrap().int("n").unwrap()
}

#[tokio::test]
async fn the_first_three_are_three_people_and_made_once() {
    for store in databases().await {
        let ((world, _), db, console) = (test_world(), &store.db, Actor::console("root"));
        let rules = rules(Mode::Production, &world);
        let run = |who| bootstrap(db, &world, &rules, &console, PROVINCE, who);
        for (logins, keys) in [(["aa", "aa", "cc"], ["1", "2", "3"]), (["aa", "bb", "cc"], ["1", "2", "1"])] {
            assert_eq!(run(three(logins, keys)).await.unwrap_err().to_string(), "bootstrap_not_three");
        }
        assert_eq!(
            run(three(["a", "bb", "cc"], ["1", "2", "3"])).await.unwrap_err().to_string(),
            "bootstrap_account"
        );
        assert_eq!(accounts(db).await, 0, "nothing half done");
        let made = run(three(["aa", "bb", "cc"], ["1", "2", "3"])).await.unwrap();
        assert_eq!(made.each_ref().map(|first| first.role), Role::ADMINISTRATORS);
        let again = run(three(["dd", "ee", "ff"], ["4", "5", "6"])).await;
        assert_eq!(again.unwrap_err().to_string(), "bootstrap_done");
        assert_eq!(accounts(db).await, 3);
    }
}

#[tokio::test]
async fn a_demo_store_and_a_real_one_are_never_taken_for_each_other() {
    for store in databases().await {
        let ((world, _), db, console) = (test_world(), &store.db, Actor::console("root"));
        assert_eq!(check_mode(db, Mode::Production).await.unwrap_err().to_string(), "mode_unsettled");
        settle_mode(db, &world, &console, Mode::Demo).await.unwrap();
        settle_mode(db, &world, &console, Mode::Demo).await.unwrap();
        for refusal in [
            settle_mode(db, &world, &console, Mode::Production).await,
            check_mode(db, Mode::Production).await,
        ] {
            assert_eq!(refusal.unwrap_err().to_string(), "mode_demo_store");
        }
        let rules = rules(Mode::Production, &world);
        let first =
            bootstrap(db, &world, &rules, &console, PROVINCE, three(["aa", "bb", "cc"], ["1", "2", "3"]))
                .await;
        assert_eq!(first.unwrap_err().to_string(), "mode_demo_store");
    }
    for store in databases().await {
        let ((world, _), db, console) = (test_world(), &store.db, Actor::console("root"));
        settle_mode(db, &world, &console, Mode::Production).await.unwrap();
        assert_eq!(
            settle_mode(db, &world, &console, Mode::Demo).await.unwrap_err().to_string(),
            "mode_production_store"
        );
        let plan =
            DemoPlan { province: PROVINCE.into(), county: COUNTY.into(), password: demo_password(&world) };
        let refused = demo_accounts(db, &world, &rules(Mode::Demo, &world), &plan).await;
        assert_eq!(refused.unwrap_err().to_string(), "demo_refused");
        assert_eq!(accounts(db).await, 0);
    }
}

#[tokio::test]
async fn each_demo_account_signs_in_with_the_printed_password_and_holds_its_one_role() {
    for store in databases().await {
        let ((world, _), db, console) = (test_world(), &store.db, Actor::console("root"));
        let rules = rules(Mode::Demo, &world);
        settle_mode(db, &world, &console, Mode::Demo).await.unwrap();
        let mut plan =
            DemoPlan { province: PROVINCE.into(), county: COUNTY.into(), password: demo_password(&world) };
        for _ in 0..3 {
            let made = demo_accounts(db, &world, &rules, &plan).await.unwrap();
            assert_eq!(made.iter().map(|account| account.role).collect::<Vec<_>>(), Role::ALL);
            for account in made {
                let wish = SignIn {
                    login: account.login.into(),
                    password: plan.password.clone(),
                    client: client("10.0.0.1"),
                };
                let signed = sign_in(db, &world, &rules, wish).await.unwrap();
                assert_eq!(signed.stage, Stage::Full);
                let session = load_session(db, &world, &rules, &signed.token).await.unwrap().unwrap();
                let held: Vec<_> =
                    session.grants.held().iter().map(|grant| (grant.role, grant.place.as_str())).collect();
                assert_eq!(held, [(account.role, account.place.as_str())]);
            }
            // The demo opens again with another password.
            plan.password = demo_password(&world);
        }
        assert_eq!(accounts(db).await, 11);
        // The same accounts under real rules go no further than the second factor.
        demo_accounts(db, &world, &rules, &plan).await.unwrap();
        let real = crate::start::rules(Mode::Production, &world);
        let wish =
            SignIn { login: "policy".into(), password: plan.password.clone(), client: client("10.0.0.1") };
        assert_eq!(sign_in(db, &world, &real, wish).await.unwrap().stage, Stage::Enrol);
    }
}
