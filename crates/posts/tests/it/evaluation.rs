//! A post is applied for, evaluated by the office, and opened only after that.

use anye_base::ErrorKind;
use anye_registry::entry::{self, Filter, NewEntry};
use anye_service::publicity;
use anye_testkit::databases;
use serde_json::json;

use crate::office::Office;
use crate::rooms::new;
use crate::rounds::{post_fields, quotas};

async fn posts_there(office: &Office) -> Vec<entry::Entry> {
    let asking = office.clerk.asking(&office.rooms.registry);
    let filter = Filter { register: "welfare-post".into(), ..Filter::default() };
    let most = anye_base::Limit::new(50).unwrap();
    entry::list(&office.rooms, &asking.caller(None), &filter, None, most).await.unwrap().items
}

// covers: FS2020/16.c
#[tokio::test]
async fn a_post_opens_only_after_the_office_evaluated_it_and_the_evaluation_passed() {
    for test in databases().await {
        let office = Office::new(&test.db);
        quotas(&office.rooms, 5).await;
        let firm = office.firm().await;
        let asking = office.clerk.asking(&office.rooms.registry);
        let caller = asking.caller(None);
        // Not by hand, evaluated or not; stock from before the plan is entered as it was, and other cities have no such text.
        let by_hand =
            |from: &str| NewEntry { fields: post_fields("保洁", from), ..new(&firm, from, json!({})) };
        let fault = entry::open(&office.rooms, &caller, "welfare-post", by_hand(&office.today())).await;
        assert_eq!(fault.unwrap_err().fields[0].field, "channel");
        // Who applies answers nothing that the office finds out.
        let (draft, case) = office.applies(&firm, "保洁", "12", "false").await;
        let fault = office.find(&office.clerk, &case, &[("f.title".into(), "保绿")]).await.unwrap_err();
        assert_eq!(fault.code, "service_finding");
        // Without an evaluation the law does not know; two people against it cannot open the post either.
        office.pass(&case).await;
        let fault = office.decide(&office.reviewer, &case, true, "").await.unwrap_err();
        assert_eq!(fault.code, "service_reason_missing");
        let fault = office.decide(&office.reviewer, &case, true, "急需").await.unwrap_err();
        assert_eq!(fault.code, "service_law_gives", "what only the law finds out is not granted against it");
        office.days(10);
        assert_eq!(publicity::turn(&office.service).await.unwrap(), 0, "held back, not opened");
        assert!(posts_there(&office).await.is_empty());
        drop(draft);
        // An evaluation that finds no need: refused, with the clause.
        let (draft, refused) = office.applies(&firm, "保绿", "12", "false").await;
        let day = office.today();
        office.find(&office.clerk, &refused, &office.evaluation(&draft, "no", &day)).await.unwrap();
        office.pass(&refused).await;
        let fault = office.decide(&office.reviewer, &refused, true, "").await.unwrap_err();
        assert_eq!(fault.kind, ErrorKind::Invalid, "the law refuses");
        office.decide(&office.reviewer, &refused, false, "").await.unwrap();
        // Evaluated only after the day on which it was to open: refused too.
        let (draft, late) = office.applies(&firm, "协管", "12", "false").await;
        office.find(&office.clerk, &late, &office.evaluation(&draft, "yes", "2020-05-02")).await.unwrap();
        office.pass(&late).await;
        office.decide(&office.reviewer, &late, false, "").await.unwrap();
        assert!(posts_there(&office).await.is_empty());
        // Evaluated and passed: public for five working days, then open; the evaluation stays with the case and the post.
        let (draft, sound) = office.applies(&firm, "托老", "12", "false").await;
        office.find(&office.clerk, &sound, &office.evaluation(&draft, "yes", &day)).await.unwrap();
        office.pass(&sound).await;
        office.decide(&office.reviewer, &sound, true, "").await.unwrap();
        assert!(posts_there(&office).await.is_empty(), "public first");
        office.days(10);
        assert_eq!(publicity::turn(&office.service).await.unwrap(), 1);
        let all = posts_there(&office).await;
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].state.as_str(), all[0].fields["title"].as_str()), ("vacant", Some("托老")));
        assert_eq!(all[0].fields["evaluated_on"], json!(day));
        let told = anye_casework::use_case::happened(&test.db, &sound).await.unwrap();
        let found = told.iter().find(|one| one.what == "found").unwrap();
        assert!(
            found.by == "王" && found.detail["zh"].as_str().unwrap().contains("岗位需要 是"),
            "{found:?}"
        );
    }
}
