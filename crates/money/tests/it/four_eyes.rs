//! Three people, by whatever way somebody tries to be two of them: second account, program token, replay, a batch edited after approval, a changed account.

use anye_access::session::Shown;
use anye_access::{Role, totp};
use anye_base::ErrorKind;
use anye_db::audit::Event;
use anye_db::{Once, sql};
use anye_money::batch::{self, Confirmed};
use anye_testkit::databases;

use crate::world::{COUNTY, FUND, House, PASSWORD, account, person, shown};

#[tokio::test]
async fn nobody_stands_in_a_batch_twice_whatever_the_account() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        house.people(3, 1_00).await;
        let made = house.make(&house.clerk, None).await.unwrap();
        // The maker's second account is a reviewer, another one a cashier: of the same person.
        let twin = person("经办乙", Role::Reviewer, "210000");
        house.account(&twin, "经办").await;
        let own = house.check(&twin, &made).await.unwrap_err();
        assert_eq!((own.kind, own.code), (ErrorKind::Denied, "money_same_person"));
        let lacking = house.check(&house.clerk, &made).await.unwrap_err();
        assert_eq!((lacking.kind, lacking.code), (ErrorKind::Denied, "denied"));
        let early = house.pay(&house.cashier, &made).await.unwrap_err();
        assert_eq!(early.code, "money_batch_state", "nobody has checked it");
        let checked = house.check(&house.reviewer, &made).await.unwrap();
        assert_eq!(checked.state, "approved");
        let again = house.check(&house.reviewer, &checked).await.unwrap_err();
        assert_eq!(again.code, "money_batch_state");
        for key in ["经办", "复核"] {
            let payer = person(&format!("出纳{key}"), Role::Cashier, "210000");
            house.account(&payer, key).await;
            let own = house.pay(&payer, &checked).await.unwrap_err();
            assert_eq!(own.code, "money_same_person", "{key}");
        }
        // An account nobody stands behind is nobody.
        let ghost = person("无名", Role::Cashier, "210000");
        let proof =
            Confirmed::session(&house.money.core, &ghost.session, shown(PASSWORD), "test").await.unwrap_err();
        assert_eq!(proof.code, "confirm_not_yet");
        let paid = house.pay(&house.cashier, &checked).await.unwrap();
        assert_eq!(paid.state, "sent");
        let twice = house.pay(&house.other, &paid).await.unwrap_err();
        assert_eq!(twice.code, "money_batch_state");
        house.must_hold().await;
    }
}

#[tokio::test]
async fn an_approval_covers_what_was_seen_and_nothing_else() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        house.people(3, 1_00).await;
        let made = house.make(&house.clerk, None).await.unwrap();
        let (asking, proof) = (house.reviewer.on(&house), house.proof(&house.reviewer).await);
        let caller = asking.caller(None);
        let other =
            batch::check(&house.money, &caller, &proof, &made.id, (made.version, "0")).await.unwrap_err();
        assert_eq!((other.kind, other.code), (ErrorKind::Stale, "money_batch_changed"));
        let checked = house.check(&house.reviewer, &made).await.unwrap();

        // Edited after the approval: the approval is void, and who approved looks again.
        let asking = house.clerk.on(&house);
        let caller = asking.caller(None);
        let edited = batch::withdraw(&house.money, &caller, &made.id, checked.version, &[2], "材料待补")
            .await
            .unwrap();
        assert_eq!((edited.state.as_str(), edited.n_lines, edited.total), ("made", 2, 2_00));
        assert_ne!(edited.digest, checked.digest);
        let void = house.pay(&house.cashier, &edited).await.unwrap_err();
        assert_eq!(void.code, "money_batch_state");
        let stale = house.pay(&house.cashier, &checked).await.unwrap_err();
        assert_eq!(stale.kind, ErrorKind::Stale);
        let all = batch::withdraw(&house.money, &caller, &made.id, edited.version, &[1, 3], "全撤")
            .await
            .unwrap_err();
        assert_eq!(all.code, "money_lines_all");
        let approved = house.check(&house.reviewer, &edited).await.unwrap();

        // Edited behind the program's back: the digest tells.
        tamper(&house, "update money_line set amount = 500 where n = 1").await;
        let altered = house.pay(&house.cashier, &approved).await.unwrap_err();
        assert_eq!(altered.code, "money_batch_altered");
        tamper(&house, "update money_line set amount = 100 where n = 1").await;
        tamper(&house, "update money_line set account_blind = 'other' where n = 1").await;
        let altered = house.pay(&house.cashier, &approved).await.unwrap_err();
        assert_eq!(altered.code, "money_batch_altered");
        let blind = anye_money::Vault::blind(&crate::world::TestVault, &account(0));
        tamper(&house, &format!("update money_line set account_blind = '{blind}' where n = 1")).await;

        // The payee's account changed after the approval.
        house.pays_to(2, "6222020200099999999").await;
        let changed = house.pay(&house.cashier, &approved).await.unwrap_err();
        assert_eq!(changed.code, "money_account_changed");
        assert_eq!(house.standing(FUND, COUNTY).await.transit, 0, "nothing left the account");
        house.must_hold().await;
    }
}

async fn tamper(house: &House, text: &str) {
    let actor = anye_base::Actor::system("intruder");
    let world = &house.money.core.world;
    let mut tx = house.db().begin_internal(world, &actor).await.unwrap();
    tx.run(sql(text.to_owned())).await.unwrap();
    tx.commit(Event::new("test.tamper", "money_line", "1")).await.unwrap();
}

#[tokio::test]
async fn above_the_set_sum_another_person_approves() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 900_000_00).await;
        house.people(2, 250_000_01).await;
        let made = house.make(&house.clerk, None).await.unwrap();
        assert_eq!(made.needs, 2, "above 500,000 yuan");
        let first = house.check(&house.reviewer, &made).await.unwrap();
        assert_eq!(first.state, "checked");
        let early = house.pay(&house.cashier, &first).await.unwrap_err();
        assert_eq!(early.code, "money_batch_state");
        let same = house.check(&house.reviewer, &first).await.unwrap_err();
        assert_eq!(same.code, "money_same_person");
        let second = house.check(&house.second, &first).await.unwrap();
        assert_eq!(second.state, "approved");
        house.pay(&house.cashier, &second).await.unwrap();
        house.must_hold().await;
    }
}

#[tokio::test]
async fn who_approves_shows_again_who_they_are_and_a_replay_has_no_second_effect() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        house.people(2, 1_00).await;
        let made = house.make(&house.clerk, None).await.unwrap();
        let core = &house.money.core;
        let wrong =
            Confirmed::session(core, &house.reviewer.session, shown("wrong"), "test").await.unwrap_err();
        assert_eq!(wrong.code, "confirm_wrong");
        let none = Confirmed::session(core, &house.reviewer.session, shown(""), "test").await.unwrap_err();
        assert_eq!(none.code, "money_confirm_password");
        // Somebody else's proof is none.
        let (asking, proof) = (house.reviewer.on(&house), house.proof(&house.second).await);
        let seen = (made.version, made.digest.as_str());
        let borrowed =
            batch::check(&house.money, &asking.caller(None), &proof, &made.id, seen).await.unwrap_err();
        assert_eq!(borrowed.code, "money_confirm_session");
        // The same request again gets the first answer; the same key for somebody else's request is refused.
        let once = Once { key: "check-key-0001".into(), operation: "check".into(), body_digest: "b".into() };
        let proof = house.proof(&house.reviewer).await;
        let first =
            batch::check(&house.money, &asking.caller(Some(&once)), &proof, &made.id, seen).await.unwrap();
        let again =
            batch::check(&house.money, &asking.caller(Some(&once)), &proof, &made.id, seen).await.unwrap();
        assert_eq!(first, again);
        let whole = batch::show(&house.money, &asking.caller(None), &made.id).await.unwrap();
        assert_eq!(whole.hands.iter().filter(|hand| hand.act == "check").count(), 1);
        // The program itself and the console move no money.
        let console = anye_base::Actor::console("root");
        let grants = anye_access::Grants::new(
            &console.id,
            vec![anye_access::Grant { id: "g".into(), role: Role::Cashier, place: "210000".into() }],
        );
        let asking = anye_web::Asking::of(core, &console, &grants);
        let nobody = batch::make(&house.money, &asking.caller(None), &house.input()).await.unwrap_err();
        assert_eq!(nobody.code, "money_person");
        // After some wrong passwords it takes time.
        let mut last = String::new();
        for _ in 0..8 {
            last = Confirmed::session(core, &house.reviewer.session, shown("wrong"), "test")
                .await
                .unwrap_err()
                .code
                .to_owned();
        }
        assert_eq!(last, "sign_in_wait");
    }
}

#[tokio::test]
async fn who_has_a_second_factor_shows_it_as_well() {
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    for test in databases().await {
        let house = House::new(&test.db).await;
        house.granted(FUND, COUNTY, 10_000_00).await;
        house.people(2, 1_00).await;
        let made = house.make(&house.clerk, None).await.unwrap();
        let core = &house.money.core;
        let bound = "update account set totp_secret = '{}', totp_confirmed_at = 1 where id = '{}'";
        tamper(&house, &bound.replacen("{}", SECRET, 1).replacen("{}", &house.reviewer.actor.id, 1)).await;
        let session = &house.reviewer.session;
        let none = Confirmed::session(core, session, shown(PASSWORD), "test").await.unwrap_err();
        assert_eq!((none.kind, none.code), (ErrorKind::Invalid, "confirm_code_missing"));
        let wrong = Shown { password: PASSWORD, code: "000000" };
        let wrong = Confirmed::session(core, session, wrong, "test").await.unwrap_err();
        assert_eq!(wrong.code, "confirm_code_wrong");
        let code = totp::code_at(SECRET, core.world.now_ms()).unwrap();
        let right = Shown { password: PASSWORD, code: &code };
        let lacking =
            Confirmed::session(core, session, Shown { password: "wrong", code: &code }, "test").await;
        assert_eq!(
            lacking.unwrap_err().code,
            "confirm_wrong",
            "a code alone is not enough, and is not used up"
        );
        let proof = Confirmed::session(core, session, right, "test").await.unwrap();
        let asking = house.reviewer.on(&house);
        let seen = (made.version, made.digest.as_str());
        let checked = batch::check(&house.money, &asking.caller(None), &proof, &made.id, seen).await.unwrap();
        assert_eq!(checked.state, "approved");
        let again = Confirmed::session(core, session, right, "test").await.unwrap_err();
        assert_eq!(again.code, "confirm_code_wrong", "a code counts once");
        // Who has none is asked for none.
        Confirmed::session(core, &house.cashier.session, shown(PASSWORD), "test").await.unwrap();
        // Wrong codes are counted like those at sign-in.
        let mut last = String::new();
        for _ in 0..8 {
            let wrong = Shown { password: PASSWORD, code: "000000" };
            last = Confirmed::session(core, session, wrong, "test").await.unwrap_err().code.to_owned();
        }
        assert_eq!(last, "sign_in_wait");
    }
}
