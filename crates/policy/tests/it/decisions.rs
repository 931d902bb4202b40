//! Decisions kept, replayed, superseded, listed and looked at.

use anye_access::Role;
use anye_base::{ErrorKind, Lang, Limit};
use anye_db::{Db, Once, Read as _, sql};
use anye_law::day::Day;
use anye_policy::decision::{self, Filter, Wish};
use anye_policy::version::Asking;
use anye_testkit::{databases, sqlite};
use axum::http::StatusCode;
use serde_json::json;

use crate::pages::send;
use crate::world::{Person, desk};

/// A hiring in Fushun whose employer pays so much a month.
pub fn hiring(fees: u32) -> Wish {
    Wish {
        facts: json!({
            "place": "210400",
            "contracts": {"c-4711-0815": {"signed": "2020-06-01", "term": 12, "contributions_paid": true, "monthly_fees": fees, "person": "p1", "employer": "e1"}},
            "persons": {"p1": {"registered_unemployed": true, "unemployment_registered_on": "2019-11-01"}},
            "employers": {"e1": {}}
        }),
        on: Day::parse("2020-08-01").unwrap(),
        known: None,
        benefit: "fs_hiring_by_fees".into(),
        subject: None,
        supersedes: None,
        english: false,
    }
}

pub fn clerk() -> Person {
    Person::new("张", Role::Clerk, "210400")
}

async fn events(db: &Db) -> Vec<(String, String)> {
    let mut reader = db;
    let rows = reader.all(sql("select action, purpose from audit_record order by seq")).await.unwrap();
    rows.iter().map(|row| (row.text("action").unwrap(), row.text("purpose").unwrap())).collect()
}

#[tokio::test]
async fn kept_once_and_replayed_to_the_fen() {
    for test in databases().await {
        let desk = desk(&test.db);
        let clerk = clerk();
        let once = Once { key: "key-0001".into(), operation: "test".into(), body_digest: "d".into() };
        let made = clerk.keep(&desk, &hiring(900), Some(&once)).await.unwrap();
        assert_eq!((made.outcome.as_str(), made.amount_fen), ("granted", Some(270_000)));
        assert_eq!((made.subject_id.as_str(), made.place.as_str()), ("c-4711-0815", "210400"));
        assert_eq!(made.book.len(), 64);
        assert_eq!(made.version_id, None, "nothing was published");
        assert_eq!(
            clerk.keep(&desk, &hiring(900), Some(&once)).await.unwrap().id,
            made.id,
            "sent twice, kept once"
        );
        let replay = clerk.replay(&desk, &made.id).await.unwrap();
        assert!(replay.then.is_same() && replay.now.is_same(), "{replay:?}");
        assert_eq!(replay.gist.amount_fen, Some(270_000));

        let mut later = hiring(1000);
        later.supersedes = Some(made.id.clone());
        let second = clerk.keep(&desk, &later, None).await.unwrap();
        assert_eq!(second.amount_fen, Some(300_000));
        assert_eq!(clerk.keep(&desk, &later, None).await.unwrap_err().code, "law_superseded_already");
        let found = clerk.replay(&desk, &made.id).await.unwrap().kept;
        assert_eq!(found.superseded_by.as_deref(), Some(second.id.as_str()));
        let words: Vec<String> = events(&test.db).await.into_iter().map(|(action, _)| action).collect();
        assert_eq!(words, ["law.decide", "law.replay", "law.decide", "law.replay"]);
    }
}

#[tokio::test]
async fn an_altered_rule_book_or_answer_is_noticed() {
    let test = sqlite().await;
    let desk = desk(&test.db);
    let made = clerk().keep(&desk, &hiring(900), None).await.unwrap();
    let actor = anye_base::Actor::system("test");
    let change = async |text: &str| {
        let mut tx = test.db.begin_internal(&desk.core.world, &actor).await.unwrap();
        tx.run(sql(text.to_owned())).await.unwrap();
        tx.commit(anye_db::audit::Event::new("test.change", "test", "1")).await.unwrap();
    };
    change("update law_decision set answer = replace(answer, '270000', '270001')").await;
    let replay = clerk().replay(&desk, &made.id).await.unwrap();
    assert!(!replay.then.is_same());
    let what: Vec<_> = replay.then.differences.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(what, ["amount"], "one fen too many");
    assert_eq!(
        (replay.then.differences[0].before.as_str(), replay.then.differences[0].after.as_str()),
        ("270001", "270000")
    );
}

#[tokio::test]
async fn what_is_refused() {
    for test in databases().await {
        let desk = desk(&test.db);
        let clerk = clerk();
        let code = async |wish: &Wish| clerk.keep(&desk, wish, None).await.unwrap_err();
        let mut wrong = hiring(900);
        wrong.facts["contracts"]["c-4711-0815"]["termm"] = json!(1);
        assert_eq!(code(&wrong).await.code, "law_facts");
        let unknown = Wish { benefit: "没有的待遇".into(), ..hiring(900) };
        assert_eq!(code(&unknown).await.code, "law_no_rule");
        let mut two = hiring(900);
        two.facts["contracts"]["c2"] = two.facts["contracts"]["c-4711-0815"].clone();
        assert_eq!(code(&two).await.code, "law_which_subject");
        two.subject = Some("c2".into());
        assert_eq!(clerk.keep(&desk, &two, None).await.unwrap().subject_id, "c2");
        let other = Wish { supersedes: Some("none".into()), ..hiring(900) };
        assert_eq!(code(&other).await.code, "law_supersedes_unknown");
        let mut elsewhere = hiring(900);
        elsewhere.facts["place"] = json!("211000");
        assert_eq!(code(&elsewhere).await.kind, ErrorKind::Denied);
        let leader = Person::new("李", Role::Leader, "210000");
        assert_eq!(leader.keep(&desk, &hiring(900), None).await.unwrap_err().kind, ErrorKind::Denied);
        let long = Wish { facts: json!({"place": "210400", "x": "长".repeat(400_000)}), ..hiring(900) };
        assert_eq!(code(&long).await.code, "law_facts_long");
        let kept = (&test.db).all(sql("select id from law_decision")).await.unwrap();
        assert_eq!(kept.len(), 1, "only what was decided is kept");
    }
}

#[tokio::test]
async fn listed_by_place_page_by_page() {
    for test in databases().await {
        let desk = desk(&test.db);
        for fees in [900, 1000, 1100] {
            clerk().keep(&desk, &hiring(fees), None).await.unwrap();
        }
        let sees = async |person: &Person, filter: Filter, after: Option<anye_base::Cursor>| {
            let asking = Asking::of(&desk.core, &person.actor, &person.grants);
            let limit = Limit::new(2).unwrap();
            decision::list(&desk, &asking.caller(None), &filter, after.as_ref(), limit).await.unwrap()
        };
        let first = sees(&clerk(), Filter::default(), None).await;
        let rest = sees(&clerk(), Filter::default(), first.next).await;
        assert_eq!((first.items.len(), rest.items.len(), rest.next), (2, 1, None));
        let all = first.items.iter().chain(&rest.items);
        let mut amounts: Vec<_> = all.map(|one| one.amount_fen.unwrap()).collect();
        amounts.sort_unstable();
        assert_eq!(amounts, [270_000, 300_000, 330_000], "each once");
        let none = Filter { outcome: Some("refused".into()), ..Filter::default() };
        assert!(sees(&clerk(), none, None).await.items.is_empty());
        let later = Filter { from: Some("2020-08-02".into()), ..Filter::default() };
        assert!(sees(&clerk(), later, None).await.items.is_empty());
        let province = Person::officer("王");
        assert_eq!(sees(&province, Filter::default(), None).await.items.len(), 2);
        let elsewhere = Person::new("赵", Role::Clerk, "211000");
        assert!(sees(&elsewhere, Filter::default(), None).await.items.is_empty());
        let id = rest.items[0].id.as_str();
        let asking = Asking::of(&desk.core, &elsewhere.actor, &elsewhere.grants);
        let fault = decision::look(&desk, &asking.caller(None), id).await.unwrap_err();
        assert_eq!(fault.kind, ErrorKind::NotFound, "as if it were not there");
    }
}

#[tokio::test]
async fn pages_mask_until_a_purpose_is_stated() {
    let test = sqlite().await;
    let desk = desk(&test.db);
    let made = clerk().keep(&desk, &hiring(913), None).await.unwrap();
    let one = format!("/law/decisions/{}", made.id);
    for (lang, granted) in [(Lang::Zh, "给予"), (Lang::En, "Granted")] {
        let (_, page) = send(&desk, &clerk(), lang, "/law/decisions", &[]).await;
        assert!(page.contains(granted) && page.contains("2,739") && !page.contains("c-4711-0815"), "{page}");
        let (_, page) = send(&desk, &clerk(), lang, &one, &[]).await;
        assert!(page.contains("●●●") && page.contains(granted), "{page}");
        for secret in ["c-4711-0815", "913", "2019-11-01"] {
            assert!(!page.contains(secret), "{secret} is shown: {page}");
        }
        let (status, _) = send(&desk, &clerk(), lang, &one, &[("_csrf", "token"), ("purpose", "+")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let asked = [("_csrf", "token"), ("purpose", "appeal-17")];
        let (_, page) = send(&desk, &clerk(), lang, &one, &asked).await;
        assert!(page.contains("c-4711-0815") && page.contains("913"), "{page}");
        let (status, page) = send(&desk, &clerk(), lang, &format!("{one}/replay"), &[]).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("tag-done") && !page.contains("c-4711-0815"), "{page}");
    }
    let events = events(&test.db).await;
    let opened: Vec<_> = events.iter().filter(|(action, _)| action == "law.open").collect();
    assert_eq!(opened.len(), 2);
    assert!(opened.iter().all(|(_, purpose)| purpose == "appeal-17"));
    assert!(events.iter().filter(|(action, _)| action == "law.look").count() >= 2);
    let leader = Person::new("李", Role::Leader, "210000");
    assert_eq!(send(&desk, &leader, Lang::Zh, &one, &[]).await.0, StatusCode::FORBIDDEN);
}
