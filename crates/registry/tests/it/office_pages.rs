//! Pages between offices and for the public: transfers, households, objections, questions from outside, what is sealed, what is missing; both languages.

use anye_access::Role;
use anye_base::Lang;
use anye_registry::entry::{self, objection};
use anye_registry::handover;
use anye_registry::household::{self, NewHousehold, NewMember};
use anye_testkit::sqlite;
use axum::http::StatusCode;

use crate::register_pages::{Sent, form, send};
use crate::rooms::{changed, new, opened, people, rooms, rooms_with, unemployed};
use crate::world::Person;

#[tokio::test]
async fn a_transfer_is_offered_and_taken_on_its_pages() {
    let test = sqlite().await;
    let (rooms, _, _) = rooms(&test.db);
    let giver = Person::new("沈", Role::Clerk, "210100");
    let taker = Person::new("连", Role::Clerk, "210200");
    people(&rooms, &[("p1", "王小明", "210106")]).await;
    let spell = opened(&rooms, &giver, "unemployment", unemployed("p1", "2026-03-10")).await;
    for (lang, words) in [(Lang::Zh, "一并转移的条目"), (Lang::En, "Entries that go along")] {
        let (status, page, _) =
            send(&rooms, Some(&giver), lang, "/transfers/new?person=p1", Sent::Nothing).await;
        assert!(status.is_success() && page.contains(words) && page.contains(&spell.id), "{page}");
    }
    let bad = form(&[("act", "offer"), ("person", "p1"), ("place", "210100"), ("reason", "迁居")]);
    let (status, page, _) = send(&rooms, Some(&giver), Lang::En, "/transfers", Sent::Form(&bad)).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("another county"), "{page}");
    let good = form(&[
        ("act", "offer"),
        ("person", "p1"),
        ("entry", &spell.id),
        ("place", "210202"),
        ("reason", "迁居"),
    ]);
    let (status, _, to) = send(&rooms, Some(&giver), Lang::Zh, "/transfers", Sent::Form(&good)).await;
    assert!(status.is_redirection() && to.contains("done=transfer-offer"), "{to}");
    let (_, page, _) = send(&rooms, Some(&taker), Lang::Zh, "/transfers?way=in", Sent::Nothing).await;
    assert!(page.contains("王*明") && !page.contains("王小明") && page.contains("失业登记"), "{page}");
    let (_, page, _) = send(&rooms, Some(&taker), Lang::En, "/registers", Sent::Nothing).await;
    assert!(page.contains("Transfers: 1 waiting"), "{page}");
    let here = format!("/registers/unemployment/entries/{}", spell.id);
    let (_, page, _) = send(&rooms, Some(&giver), Lang::En, &here, Sent::Nothing).await;
    assert!(page.contains("Offered to") && page.contains("Offered to another office"), "{page}");
    let asking = taker.asking(&rooms.registry);
    let caller = asking.caller(None);
    let asked = handover::Box::default();
    let all = handover::list(&rooms, &caller, &asked, None, anye_base::Limit::default()).await.unwrap();
    let id = all.items[0].one.id.clone();
    let take = form(&[("act", "accept"), ("transfer", &id), ("version", "1"), ("note", "")]);
    let (status, _, to) = send(&rooms, Some(&taker), Lang::Zh, "/transfers", Sent::Form(&take)).await;
    assert!(status.is_redirection() && to.contains("transfer-accept"), "{to}");
    let (status, page, _) = send(&rooms, Some(&taker), Lang::Zh, &here, Sent::Nothing).await;
    assert!(status.is_success() && page.contains("王小明"), "{page}");
}

#[tokio::test]
async fn households_are_found_by_name_and_place() {
    let test = sqlite().await;
    let (rooms, _, _) = rooms(&test.db);
    let clerk = Person::new("王", Role::Clerk, "210000");
    people(&rooms, &[("p1", "王小明", "210106"), ("p2", "李芳", "210106")]).await;
    let asking = clerk.asking(&rooms.registry);
    let member = |person: &str, role: &str| NewMember { person: person.into(), role: role.into() };
    for who in ["p1", "p2"] {
        let new = NewHousehold {
            place: "210106".into(),
            since: "2026-01-01".into(),
            members: vec![member(who, "head")],
            source: "户口簿".into(),
            ..NewHousehold::default()
        };
        household::register(&rooms, &asking.caller(None), &new).await.unwrap();
    }
    let seen = async |who: &Person, query: &str| {
        send(&rooms, Some(who), Lang::Zh, &format!("/households{query}"), Sent::Nothing).await.1
    };
    let page = seen(&clerk, "").await;
    assert!(page.contains("王小明") && page.contains("李芳"), "{page}");
    let page = seen(&clerk, "?q=%E6%9D%8E").await;
    assert!(page.contains("李芳") && !page.contains("王小明"), "{page}");
    let other = Person::new("鞍", Role::Clerk, "210300");
    assert!(seen(&other, "").await.contains("没有找到家庭"));
}

#[tokio::test]
async fn anybody_objects_on_the_public_page_and_the_office_answers_on_the_entrys() {
    let test = sqlite().await;
    let definitions = changed(|all| {
        let register = all.registers.iter_mut().find(|one| one.id == "unemployment").unwrap();
        register.publicity = Some(anye_programmes::Publicity {
            span: anye_programmes::Span { n: 5, unit: anye_programmes::SpanUnit::Day },
            fields: vec!["cause".into()],
            objection: anye_programmes::Objection::Holds,
            cite: Vec::new(),
        });
    });
    let (rooms, clock, _) = rooms_with(&test.db, definitions);
    let clerk = Person::new("王", Role::Clerk, "210100");
    let reviewer = Person::new("李", Role::Reviewer, "210100");
    people(&rooms, &[("p1", "王小明", "210106")]).await;
    let made = opened(&rooms, &clerk, "unemployment", unemployed("p1", "2026-11-10")).await;
    clock.advance_seconds(86_400);
    let list = "/registers/unemployment/public";
    let (_, page, _) = send(&rooms, None, Lang::En, list, Sent::Nothing).await;
    assert!(page.contains("王*明") && page.contains("What is wrong") && !page.contains("王小明"), "{page}");
    let empty = form(&[("entry", &made.id), ("name", "邻居"), ("contact", "138"), ("words", "")]);
    let (status, page, _) = send(&rooms, None, Lang::En, list, Sent::Form(&empty)).await;
    assert!(
        status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("邻居"),
        "what was typed stays: {page}"
    );
    let sent = form(&[("entry", &made.id), ("name", "邻居"), ("contact", "138"), ("words", "他在上班")]);
    let (status, _, to) = send(&rooms, None, Lang::En, list, Sent::Form(&sent)).await;
    assert!(status.is_redirection() && to.contains("entry-objected"), "{to}");
    let here = format!("/registers/unemployment/entries/{}", made.id);
    let (_, page, _) = send(&rooms, Some(&reviewer), Lang::Zh, &here, Sent::Nothing).await;
    assert!(page.contains("他在上班") && page.contains("邻居"), "{page}");
    let asking = reviewer.asking(&rooms.registry);
    let version = entry::show(&rooms, &asking.caller(None), &made.id).await.unwrap().version.to_string();
    let id = objection::of_entry(&rooms, &made.id).await.unwrap()[0].id.clone();
    let answer = form(&[("act", "dismiss"), ("version", &version), ("objection", &id), ("note", "已核实")]);
    let (status, page, to) = send(&rooms, Some(&reviewer), Lang::Zh, &here, Sent::Form(&answer)).await;
    assert!(status.is_redirection() && to.contains("entry-dismiss"), "{page}");
    let (_, page, _) = send(&rooms, Some(&clerk), Lang::Zh, &here, Sent::Nothing).await;
    assert!(page.contains("不成立: 已核实") || page.contains("不成立"), "{page}");
}

#[tokio::test]
async fn what_is_missing_leads_to_its_form_and_questions_from_outside_have_a_page() {
    let test = sqlite().await;
    let (rooms, _, _) = rooms(&test.db);
    let clerk = Person::new("王", Role::Clerk, "210100");
    people(&rooms, &[("p1", "王小明", "210106")]).await;
    let asking = clerk.asking(&rooms.registry);
    let firm = crate::world::new(1, "某钢厂", "210106");
    let firm = anye_registry::employer::register(&rooms.registry, &asking.caller(None), firm).await.unwrap();
    let mut fields = crate::entries::filled(&rooms, "displaced-worker", "");
    fields["employer"] = firm.employer.id.clone().into();
    let made = opened(&rooms, &clerk, "displaced-worker", new("p1", "2026-02-01", fields)).await;
    let here = format!("/registers/displaced-worker/entries/{}", made.id);
    let (_, page, _) = send(&rooms, Some(&clerk), Lang::En, &here, Sent::Nothing).await;
    assert!(page.contains("/registers/unemployment/new?subject=p1"), "{page}");
    let list = "/registers/displaced-worker?lacks=registration";
    let (_, page, _) = send(&rooms, Some(&clerk), Lang::Zh, list, Sent::Nothing).await;
    assert!(page.contains("王小明") && page.contains("未办就业或失业登记"), "{page}");
    opened(&rooms, &clerk, "unemployment", unemployed("p1", "2026-02-02")).await;
    let (_, page, _) = send(&rooms, Some(&clerk), Lang::Zh, list, Sent::Nothing).await;
    assert!(!page.contains("王小明"), "{page}");
    let (status, page, _) =
        send(&rooms, None, Lang::Zh, "/registers/domestic-company/lookup", Sent::Nothing).await;
    assert!(status.is_success() && page.contains("统一社会信用代码"), "{page}");
    let ask = form(&[("number", &firm.employer.code), ("name", "别的厂")]);
    let (_, page, _) =
        send(&rooms, None, Lang::Zh, "/registers/domestic-company/lookup", Sent::Form(&ask)).await;
    assert!(page.contains("没有这个号码和姓名的记录"), "{page}");
    let (status, ..) = send(&rooms, None, Lang::Zh, "/registers/unemployment/lookup", Sent::Nothing).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
