//! A benefit that exists only in text files, from the form to the commitment, through the routes.

use anye_access::Role;
use anye_base::Lang;
use anye_db::{Read as _, sql};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::world::{CITY, COUNTY, Office, Person, answers, entitled, granting};

fn staff() -> (Person, Person, Person) {
    (
        Person::new("clerk", Role::Clerk, COUNTY),
        Person::new("reviewer", Role::Reviewer, COUNTY),
        Person::new("asker", Role::Jobseeker, COUNTY),
    )
}

/// Apply once. Where it is switched on: `pilots.rs`.
#[tokio::test]
async fn a_benefit_of_text_files_goes_from_the_form_to_the_commitment() {
    let office = Office::open().await;
    let (clerk, reviewer, asker) = staff();
    office.person("p1", "王小明", "account-asker", &entitled()).await;
    let begin = json!({ "programmes": ["sample-settling", "sample-travel"], "subject_kind": "person", "subject": "p1", "channel": "itself" });
    let made = office.done(&asker, "/api/service/applications", "start-0001", &begin).await;
    let again = office.done(&asker, "/api/service/applications", "start-0001", &begin).await;
    assert_eq!(made["id"], again["id"], "the same key begins one application");
    let path = format!("/api/service/applications/{}", made["id"].as_str().unwrap());
    // Two programmes, one form: what both ask stands once, what the registry knows is shown.
    let shown = office.json(&asker, &path).await;
    let asks: Vec<&Value> = shown["form"]["sheets"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|sheet| sheet["asks"].as_array().unwrap())
        .collect();
    let find = |key: &str| asks.iter().filter(|one| one["key"] == key).copied().collect::<Vec<_>>();
    assert_eq!(find("f.bank").len(), 1, "the account is asked once for both");
    assert_eq!(find("f.bank")[0]["needed_by"], json!(["sample-settling", "sample-travel"]));
    assert_eq!(find("persons.p1.registered_unemployed").len(), 1);
    assert_eq!(find("persons.p1.registered_unemployed")[0]["known"]["value"], json!(true));
    assert_eq!(find("persons.p1.disabled")[0]["known"], Value::Null, "what nobody knows is asked");
    assert!(find("persons.p1.birth_date").is_empty(), "what no rule reads is not asked");
    // Saved under the same id; what is missing is named, and nothing is sent.
    let save = json!({ "version": 1, "answers": { "f.bank": "6222020200112233" } });
    let saved = office.done(&asker, &path, "save-0001", &save).await;
    let early = json!({ "version": saved["row_version"], "answers": {} });
    let (status, text) = office.post(&asker, &format!("{path}/send"), "send-early", &early).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text.contains("p.lease"), "{text}");
    let mut all = answers();
    all["persons.p1.disabled"] = json!("no");
    let send = json!({ "version": saved["row_version"], "answers": all });
    let opened = office.done(&asker, &format!("{path}/send"), "send-0001", &send).await;
    let twice = office.done(&asker, &format!("{path}/send"), "send-0001", &send).await;
    assert_eq!(opened, twice);
    let cases: Vec<String> =
        opened["cases"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect();
    assert_eq!(cases.len(), 2, "each programme gives its own decision");
    for case in &cases {
        office.acts(&clerk, case, json!({ "act": "pass", "note": "" })).await;
    }
    // Granted as the law says: public first. Refused as the law says: with rule, condition and fact.
    office.acts(&reviewer, &cases[0], granting()).await;
    office
        .acts(
            &reviewer,
            &cases[1],
            json!({ "act": "decide", "grant": false, "reason": "", "amount_fen": null }),
        )
        .await;
    let refused = office.json(&asker, &format!("/api/service/cases/{}", cases[1])).await;
    assert_eq!(refused["row"]["stand"], "refused");
    let (_, page) = office.get(&asker, &format!("/service/cases/{}", cases[1])).await;
    assert!(page.contains("残疾人") && page.contains("第九条") && page.contains("申诉"), "{page}");
    let first = office.json(&reviewer, &format!("/api/service/cases/{}", cases[0])).await;
    assert_eq!(first["row"]["stand"], "public");
    let lists = office.json(&Person::nobody(), "/api/publicity").await.to_string();
    assert!(lists.contains("王*明") && !lists.contains("王小明") && !lists.contains("6222"), "{lists}");
    // It ends by itself after five working days; then everything happens at once.
    assert_eq!(anye_service::publicity::turn(&office.service).await.unwrap(), 0);
    office.clock.advance_seconds(8 * 86_400);
    assert_eq!(anye_service::publicity::turn(&office.service).await.unwrap(), 1);
    let done = office.json(&reviewer, &format!("/api/service/cases/{}", cases[0])).await;
    assert_eq!(done["row"]["stand"], "granted");
    let kinds: Vec<&str> =
        done["done"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["pay", "fact", "certificate"]);
    let mut db = office.db();
    let paid = db.one(sql("select amount, decision, case_id, fund from money_commitment")).await.unwrap();
    assert_eq!(paid.int("amount").unwrap(), 100_000);
    assert_eq!(paid.text("decision").unwrap(), done["decided"][0]["decision"].as_str().unwrap());
    assert_eq!(paid.text("fund").unwrap(), "unemployment-insurance");
    // The answer is known from now on, and the next form does not ask it.
    let known = anye_registry::fact::known(&mut db, "persons", "p1", office.service.core.world.today(), None)
        .await
        .unwrap();
    assert_eq!(known["single_parent_of_minor"], json!(true));
    // The certificate can be checked by its code only.
    let number = done["done"][2]["made"].as_str().unwrap();
    let (_, page) =
        office.get(&Person::nobody(), &format!("/service/verify/{number}?code=0000000000000000")).await;
    assert!(page.contains("没有发出过"), "{page}");
    // Nobody else's business: an applicant sees their own, a stranger nothing.
    let stranger = Person::new("stranger", Role::Jobseeker, COUNTY);
    assert_eq!(
        office.get(&stranger, &format!("/api/service/cases/{}", cases[0])).await.0,
        StatusCode::NOT_FOUND
    );
    let elsewhere = Person::new("far", Role::Clerk, "210100");
    assert_eq!(
        office.get(&elsewhere, &format!("/api/service/cases/{}", cases[0])).await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn four_eyes_and_a_second_person_where_it_is_decided_otherwise_than_the_law_says() {
    let office = Office::open().await;
    let (clerk, reviewer, _) = staff();
    office.person("p1", "王小明", "", &entitled()).await;
    let cases = office.apply(&clerk, "p1", "counter", &["sample-settling"], &answers()).await;
    let case = &cases[0];
    let decide = |grant: bool, reason: &str| json!({ "act": "decide", "grant": grant, "reason": reason, "amount_fen": null });
    let (status, _) = office.act(&reviewer, case, json!({ "act": "pass", "note": "" })).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "the first step is the clerk's");
    office.acts(&clerk, case, json!({ "act": "pass", "note": "看过原件" })).await;
    // Somebody with both roles who did the first step cannot do the second.
    let mut both = clerk.clone();
    let second = anye_access::Grant { id: "g2".into(), role: Role::Reviewer, place: COUNTY.into() };
    let first = anye_access::Grant { id: "g1".into(), role: Role::Clerk, place: COUNTY.into() };
    both.grants = anye_access::Grants::new(&both.actor.id, vec![first, second]);
    let (status, text) = office.act(&both, case, decide(true, "")).await;
    assert!(status == StatusCode::FORBIDDEN && text.contains("service_same_person"), "{status} {text}");
    let (status, text) = office.act(&reviewer, case, decide(false, "")).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && text.contains("service_reason_missing"), "{text}");
    office.acts(&reviewer, case, decide(false, "房屋已经转租")).await;
    let shown = office.json(&reviewer, &format!("/api/service/cases/{case}")).await;
    assert_eq!(shown["row"]["stand"], "second");
    let (status, _) = office.act(&reviewer, case, json!({ "act": "confirm", "note": "" })).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "nobody confirms their own wish");
    let other = Person::new("other", Role::Reviewer, CITY);
    office.acts(&other, case, json!({ "act": "confirm", "note": "" })).await;
    let shown = office.json(&reviewer, &format!("/api/service/cases/{case}")).await;
    assert_eq!(shown["row"]["stand"], "refused");
    let one = &shown["decided"][0];
    assert_eq!((one["by_law"].as_str(), one["granted"].as_bool()), (Some("granted"), Some(false)));
    assert_eq!(one["second"][0], "account-other");
    assert_eq!(one["reason"], "房屋已经转租");
    // An appeal is a case of its own, and whoever decided has no part in it.
    let path = format!("/api/service/cases/{case}/appeal");
    let opened = office.done(&clerk, &path, "appeal-0001", &json!({ "note": "没有转租" })).await;
    let appeal = opened["cases"][0].as_str().unwrap().to_owned();
    let (status, text) = office.act(&other, &appeal, decide(true, "查实没有转租")).await;
    assert!(status == StatusCode::FORBIDDEN && text.contains("service_same_person"), "{status} {text}");
    let third = Person::new("third", Role::Reviewer, CITY);
    office.acts(&third, &appeal, decide(true, "查实没有转租")).await;
}

#[tokio::test]
async fn the_clock_stands_still_while_papers_are_asked_for_and_goes_on_by_itself() {
    let office = Office::open().await;
    let (clerk, _, asker) = staff();
    office.person("p1", "王小明", "account-asker", &entitled()).await;
    let cases = office.apply(&asker, "p1", "itself", &["sample-settling"], &answers()).await;
    let path = format!("/api/service/cases/{}", cases[0]);
    let before = office.json(&clerk, &path).await;
    office.acts(&clerk, &cases[0], json!({ "act": "ask", "asked": ["p.lease"], "note": "合同缺页" })).await;
    office.clock.advance_seconds(14 * 86_400);
    let shown = office.json(&clerk, &path).await;
    assert!(shown["case"]["paused_at"].is_i64());
    let tasks = office.json(&clerk, "/api/tasks?bucket=overdue").await;
    assert_eq!(tasks["counts"]["overdue"], 0, "what waits for papers is not late");
    assert_eq!(tasks["counts"]["paused"], 1);
    let (status, _) = office.act(&clerk, &cases[0], json!({ "act": "pass", "note": "" })).await;
    assert_eq!(status, StatusCode::CONFLICT, "nothing goes on meanwhile");
    office.acts(&asker, &cases[0], json!({ "act": "give", "answers": { "p.lease": "2026-8" } })).await;
    let after = office.json(&clerk, &path).await;
    assert_eq!(after["case"]["paused_at"], Value::Null);
    let due = |of: &Value| of["case"]["due_at"].as_i64().unwrap();
    assert_eq!(due(&after) - due(&before), 14 * 86_400_000, "two weeks asked for, two weeks given back");
    let promised = |of: &Value| of["row"]["promised_at"].as_i64().unwrap();
    assert_eq!(promised(&after) - promised(&before), 14 * 86_400_000);
}

#[tokio::test]
async fn two_clerks_at_one_case_and_one_wins() {
    let office = Office::open().await;
    let (clerk, _, _) = staff();
    let second = Person::new("second", Role::Clerk, COUNTY);
    office.person("p1", "王小明", "", &entitled()).await;
    let cases = office.apply(&clerk, "p1", "counter", &["sample-settling"], &answers()).await;
    let path = format!("/api/service/cases/{}", cases[0]);
    let version = office.json(&clerk, &path).await["case"]["row_version"].clone();
    let pass = json!({ "act": "pass", "note": "", "version": version });
    let reject = json!({ "act": "reject", "note": "不齐", "version": version });
    let (one, two) = tokio::join!(
        office.post(&clerk, &path, "race-one-1", &pass),
        office.post(&second, &path, "race-two-2", &reject)
    );
    let (won, lost) = (one.0.is_success(), two.0.is_success());
    assert!(won != lost, "{one:?} {two:?}");
    let loser = if won { two } else { one };
    assert!(matches!(loser.0, StatusCode::PRECONDITION_FAILED | StatusCode::CONFLICT), "{loser:?}");
    // The same again with the key of the winner: the outcome of then, nothing a second time.
    let (by, key, body) = if won { (&clerk, "race-one-1", &pass) } else { (&second, "race-two-2", &reject) };
    assert!(office.post(by, &path, key, body).await.0.is_success());
}

#[tokio::test]
async fn an_objection_holds_and_what_is_found_right_stops_the_grant() {
    let office = Office::open().await;
    let (clerk, reviewer, _) = staff();
    office.person("p1", "王小明", "", &entitled()).await;
    office.person("p2", "李四", "", &entitled()).await;
    let other = Person::new("other", Role::Reviewer, CITY);
    let mut numbers = Vec::new();
    let mut cases = Vec::new();
    for id in ["p1", "p2"] {
        let case = office.apply(&clerk, id, "counter", &["sample-settling"], &answers()).await.remove(0);
        office.acts(&clerk, &case, json!({ "act": "pass", "note": "" })).await;
        office.acts(&reviewer, &case, granting()).await;
        let shown = office.json(&reviewer, &format!("/api/service/cases/{case}")).await;
        numbers.push(shown["row"]["number"].as_str().unwrap().to_owned());
        cases.push(case);
    }
    for number in &numbers {
        let words =
            json!({ "number": number, "name": "邻居", "contact": "13800000000", "words": "并没有租房" });
        office.done(&Person::nobody(), "/api/publicity", &format!("object-{number}"), &words).await;
    }
    office.clock.advance_seconds(20 * 86_400);
    assert_eq!(anye_service::publicity::turn(&office.service).await.unwrap(), 0, "held until it is settled");
    for (case, upheld) in [(&cases[0], true), (&cases[1], false)] {
        let shown = office.json(&other, &format!("/api/service/cases/{case}")).await;
        let objection = shown["objections"][0]["id"].clone();
        let settle = json!({ "act": "settle", "objection": objection, "upheld": upheld, "note": "实地看过" });
        let (status, text) = office.act(&reviewer, case, settle.clone()).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "who decided does not answer: {text}");
        office.acts(&other, case, settle).await;
    }
    assert_eq!(anye_service::publicity::turn(&office.service).await.unwrap(), 1);
    let stand = async |case: &str| {
        office.json(&other, &format!("/api/service/cases/{case}")).await["row"]["stand"].clone()
    };
    assert_eq!((stand(&cases[0]).await, stand(&cases[1]).await), (json!("refused"), json!("granted")));
    let mut db = office.db();
    assert_eq!(db.one(sql("select count(*) as n from money_commitment")).await.unwrap().int("n").unwrap(), 1);
}

#[tokio::test]
async fn progress_by_number_and_name_gives_one_answer_for_unknown_and_wrong() {
    let office = Office::open().await;
    let (clerk, _, _) = staff();
    office.person("p1", "王小明", "", &entitled()).await;
    let case = office.apply(&clerk, "p1", "counter", &["sample-settling"], &answers()).await.remove(0);
    let number = office.json(&clerk, &format!("/api/service/cases/{case}")).await["row"]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    let ask = async |number: &str, name: &str, key: &str| {
        office.post(&Person::nobody(), "/api/progress", key, &json!({ "number": number, "name": name })).await
    };
    let (status, text) = ask(&number, "王 小明", "ask-00001").await;
    assert!(status.is_success(), "{text}");
    assert!(text.contains("受理初审") && !text.contains("6222") && !text.contains("王小明"), "{text}");
    let (wrong, unknown) =
        (ask(&number, "王大明", "ask-00002").await, ask("21041120261122000010", "王小明", "ask-00003").await);
    assert_eq!((wrong.0, unknown.0), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(wrong.1, unknown.1, "nothing tells one from the other");
    let mut last = StatusCode::OK;
    for n in 0..12 {
        last = ask(&number, "王小明", &format!("ask-more-{n}")).await.0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn every_page_has_its_words_in_both_languages() {
    let office = Office::open().await;
    let (mut clerk, reviewer, mut asker) = staff();
    office.person("p1", "王小明", "account-asker", &entitled()).await;
    let case = office.apply(&asker, "p1", "itself", &["sample-settling"], &answers()).await.remove(0);
    office.acts(&clerk, &case, json!({ "act": "pass", "note": "" })).await;
    office
        .acts(
            &reviewer,
            &case,
            json!({ "act": "decide", "grant": false, "reason": "不符合", "amount_fen": null }),
        )
        .await;
    let begin = json!({ "programmes": ["sample-travel"], "subject_kind": "person", "subject": "p1", "channel": "itself" });
    let draft = office.done(&asker, "/api/service/applications", "start-page", &begin).await;
    let draft = draft["id"].as_str().unwrap();
    for lang in [Lang::Zh, Lang::En] {
        (clerk.lang, asker.lang) = (lang, lang);
        for path in [
            "/service".to_owned(),
            "/service?kind=person&id=p1".to_owned(),
            "/service/sample-settling/new?kind=person&id=p1".to_owned(),
            "/service/cases".to_owned(),
            format!("/service/cases/{case}"),
            "/service/statistics".to_owned(),
            "/service/offers".to_owned(),
            "/publicity".to_owned(),
            "/publicity?archive=1".to_owned(),
            "/progress".to_owned(),
            "/tasks".to_owned(),
            "/tasks?bucket=overdue&reach=place".to_owned(),
        ] {
            let (status, text) = office.get(&clerk, &path).await;
            assert!(status.is_success(), "{path}: {status} {text}");
            assert!(text.len() < 300_000, "{path} is too long: {}", text.len());
        }
        for path in [
            "/my".to_owned(),
            format!("/service/applications/{draft}"),
            format!("/service/applications/{draft}/check"),
        ] {
            let (status, text) = office.get(&asker, &path).await;
            assert!(status.is_success(), "{path}: {status} {text}");
        }
    }
}

#[tokio::test]
async fn many_are_taken_on_at_once_seen_before_and_taken_back() {
    let office = Office::open().await;
    let (clerk, _, _) = staff();
    let mut cases = Vec::new();
    for n in 0..3 {
        let id = format!("p{n}");
        office.person(&id, "王小明", "", &entitled()).await;
        cases.push(office.apply(&clerk, &id, "counter", &["sample-settling"], &answers()).await.remove(0));
    }
    let chosen: Vec<(&str, &str)> = cases.iter().map(|case| ("case", case.as_str())).collect();
    let with = |act: &'static str, once: &'static str| {
        let mut all = chosen.clone();
        all.extend([("act", act), ("_once", once)]);
        all
    };
    let (status, page) = office.form(&clerk, "/tasks", &with("take", "once-0001")).await;
    assert!(status.is_success() && page.contains("将签收 3 件"), "{page}");
    let owned = async || {
        let mut db = office.db();
        db.one(sql("select count(owner) as n from case_file")).await.unwrap().int("n").unwrap()
    };
    assert_eq!(owned().await, 0, "nothing happens before it is seen");
    let (status, _) = office.form(&clerk, "/tasks", &with("do-take", "once-0002")).await;
    assert_eq!((status, owned().await), (StatusCode::SEE_OTHER, 3));
    // One is worked on meanwhile: it stays.
    office.acts(&clerk, &cases[0], json!({ "act": "pass", "note": "" })).await;
    let mut db = office.db();
    let batch = db.one(sql("select id from task_batch")).await.unwrap().text("id").unwrap();
    let undo = [("act", "undo"), ("_once", "once-0003"), ("batch", batch.as_str())];
    assert_eq!(office.form(&clerk, "/tasks", &undo).await.0, StatusCode::SEE_OTHER);
    assert_eq!(owned().await, 0);
    assert_eq!(office.form(&clerk, "/tasks", &with("do-take", "once-0004")).await.0, StatusCode::SEE_OTHER);
    office.clock.advance_seconds(11 * 60);
    let batch = db
        .one(sql("select id from task_batch where state = 'done' order by made_at desc, id desc"))
        .await
        .unwrap()
        .text("id")
        .unwrap();
    let (_, page) = office
        .form(&clerk, "/tasks", &[("act", "undo"), ("_once", "once-0005"), ("batch", batch.as_str())])
        .await;
    assert!(page.contains("不能撤销"), "{page}");
}

#[tokio::test]
async fn what_the_law_grants_without_a_doubt_is_decided_together_unless_taken_back() {
    let office = Office::open().await;
    let (clerk, reviewer, _) = staff();
    let mut cases = Vec::new();
    for (id, name) in [("p1", "王小明"), ("p2", "李四"), ("p3", "赵五")] {
        let facts = if id == "p3" {
            vec![("registered_unemployed", json!(true)), ("hard_to_employ", json!(false))]
        } else {
            entitled().to_vec()
        };
        office.person(id, name, "", &facts).await;
        let case = office.apply(&clerk, id, "counter", &["sample-settling"], &answers()).await.remove(0);
        office.acts(&clerk, &case, json!({ "act": "pass", "note": "" })).await;
        cases.push(case);
    }
    let (_, page) = office.get(&reviewer, "/service/together").await;
    assert!(page.contains("无疑义的 2 件") && page.contains("按规则不符合条件"), "{page}");
    let two = [("_once", "together-1"), ("case", cases[0].as_str()), ("case", cases[1].as_str())];
    assert_eq!(office.form(&reviewer, "/service/together", &two).await.0, StatusCode::SEE_OTHER);
    let exception = [("_once", "together-2"), ("case", cases[2].as_str())];
    assert_eq!(office.form(&reviewer, "/service/together", &exception).await.0, StatusCode::CONFLICT);
    assert_eq!(anye_service::case::decide_waiting(&office.service).await.unwrap(), 0, "ten minutes first");
    let mut db = office.db();
    let batch = db.one(sql("select id from task_batch")).await.unwrap().text("id").unwrap();
    assert_eq!(
        office
            .form(&reviewer, "/tasks", &[("act", "undo"), ("_once", "together-3"), ("batch", batch.as_str())])
            .await
            .0,
        StatusCode::SEE_OTHER
    );
    office.clock.advance_seconds(11 * 60);
    assert_eq!(anye_service::case::decide_waiting(&office.service).await.unwrap(), 0, "taken back");
    let again = [("_once", "together-4"), ("case", cases[0].as_str()), ("case", cases[1].as_str())];
    assert_eq!(office.form(&reviewer, "/service/together", &again).await.0, StatusCode::SEE_OTHER);
    // One of them changes meanwhile.
    office.acts(&reviewer, &cases[1], json!({ "act": "return", "note": "再核" })).await;
    office.clock.advance_seconds(11 * 60);
    assert_eq!(anye_service::case::decide_waiting(&office.service).await.unwrap(), 1);
    let shown = office.json(&reviewer, &format!("/api/service/cases/{}", cases[0])).await;
    assert_eq!(shown["decided"][0]["by"], "account-reviewer");
    assert_eq!(shown["row"]["stand"], "public");
}
