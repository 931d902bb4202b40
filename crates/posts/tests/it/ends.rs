//! A holder's term that ends by itself: with the post free again, warned of before, put off by an extension in time or afterwards; what two officers granted ends too.

use std::sync::Arc;

use anye_posts::use_case::night;
use anye_programmes::SubjectKind;
use anye_registry::entry::{self, Lapsed};
use anye_service::case::{self, Act};
use anye_service::everybody::ForEverybody;
use anye_service::model::Answers;
use anye_testkit::databases;
use serde_json::json;

use crate::chain::{entry_of, held, owed, states, two_posts};
use crate::office::Office;
use crate::rooms::{new, opened};
use crate::rounds::{recognised, state};

/// Two posts, and who holds the first until a day.
async fn holder(office: &Office, ends: &str) -> (String, String, String) {
    let unknown = recognised(&office.rooms, &office.clerk).await;
    state(&office.rooms, &[("households", &unknown, "zero_employment", json!(false))]).await;
    let post = two_posts(office).await.remove(0);
    let term = held(&post, &office.today(), ends);
    let made =
        opened(&office.rooms, &office.clerk, "welfare-placement", new("p1", &office.today(), term)).await;
    night(&office.posts).await.unwrap();
    (made.id, post.id, "p1".to_owned())
}

/// An application for the extension, sent and examined, with what else the form asks.
async fn applied(office: &Office, who: &str, placement: &str, more: &[(String, &str)]) -> String {
    let draft = office.draft("fs-post-extension", SubjectKind::Person, who).await;
    let asking = office.clerk.asking(&office.rooms.registry);
    let caller = asking.caller(None);
    let mut answers: Answers = more.iter().map(|(key, value)| (key.clone(), (*value).to_owned())).collect();
    answers.insert("f.placement".into(), placement.into());
    let sent = case::send(&office.service, &caller, &draft.id, draft.row_version, &answers).await;
    let id = sent.unwrap().remove(0);
    office.pass(&id).await;
    id
}

#[tokio::test]
async fn a_term_ends_by_itself_and_an_extension_puts_it_off_in_time_or_afterwards() {
    for test in databases().await {
        let office = Office::new(&test.db);
        office.rooms.set_elsewhere(Arc::new(ForEverybody(Arc::new(office.service.clone()))));
        let (placement, post, who) = holder(&office, "2020-06-30").await;
        let state_of = async |id: &str| entry_of(&office, id).await.state;
        assert_eq!(state_of(&post).await, "filled");
        let to = |day: &str| {
            let day: anye_base::Date = day.parse().unwrap();
            let today = office.rooms.core().world.today();
            office.days(i64::from(today.until(day).unwrap().get_days()));
        };
        // An application under way on the last day: it is decided first.
        to("2020-06-30");
        assert_eq!(entry::lapse(&office.rooms).await.unwrap().ended, 0, "the last day counts");
        let case = applied(&office, &who, &placement, &[]).await;
        to("2020-07-02");
        assert_eq!(entry::lapse(&office.rooms).await.unwrap(), Lapsed { waiting: 1, ..Lapsed::default() });
        assert_eq!(state_of(&placement).await, "serving");
        office.decide(&office.reviewer, &case, true, "").await.unwrap();
        assert_eq!(entry_of(&office, &placement).await.fields["extension_ends"], json!("2021-06-30"));
        assert_eq!(entry::lapse(&office.rooms).await.unwrap(), Lapsed::default(), "a year more");
        // The year is over: who holds the post leaves, the post is free the same night, the facts end.
        to("2021-07-01");
        assert_eq!(entry::lapse(&office.rooms).await.unwrap().ended, 1);
        let left = entry_of(&office, &placement).await;
        assert_eq!((left.state.as_str(), left.reason.as_str()), ("left", "term"));
        assert_eq!(left.to, Some("2021-06-30".parse().unwrap()));
        assert_eq!(night(&office.posts).await.unwrap().freed, 1);
        assert_eq!(state_of(&post).await, "vacant");
        let mut db = &office.rooms.core().db;
        let day = |text: &str| text.parse().unwrap();
        let known =
            anye_registry::fact::known(&mut db, "persons", &who, day("2021-07-01"), None).await.unwrap();
        assert_ne!(known.get("employment_state"), Some(&json!("public_welfare_post")));
    }
}

#[tokio::test]
async fn who_applies_for_the_extension_after_the_term_goes_on_from_the_day_after_it() {
    for test in databases().await {
        let office = Office::new(&test.db);
        let (placement, post, who) = holder(&office, "2020-06-30").await;
        let today = office.rooms.core().world.today();
        let over: anye_base::Date = "2020-07-03".parse().unwrap();
        office.days(i64::from(today.until(over).unwrap().get_days()));
        assert_eq!(entry::lapse(&office.rooms).await.unwrap().ended, 1);
        assert_eq!(night(&office.posts).await.unwrap().freed, 1);
        // The form still offers the placement that only its last day ended.
        // What the post said of their work no longer holds, so it is asked.
        let works = [(format!("persons.{who}.employment_state"), "unemployed")];
        let case = applied(&office, &who, &placement, &works).await;
        office.decide(&office.reviewer, &case, true, "").await.unwrap();
        let now = entry_of(&office, &placement).await;
        assert_eq!((now.state.as_str(), now.is_open, now.to), ("extended", true, None));
        assert_eq!(now.course.last().unwrap().day, "2020-07-01".parse().unwrap(), "no day is missing");
        assert_eq!(night(&office.posts).await.unwrap().taken, 1);
        assert_eq!(entry_of(&office, &post).await.state, "filled");
        assert_eq!(entry::lapse(&office.rooms).await.unwrap(), Lapsed::default());
        // Who left of their own wish is not brought back by a decision.
        let asking = office.clerk.asking(&office.rooms.registry);
        let change = entry::Change {
            to: "left".into(),
            day: office.today(),
            reason: "own_wish".into(),
            note: String::new(),
        };
        entry::change(&office.rooms, &asking.caller(None), &placement, now.version, &change).await.unwrap();
        let core = office.rooms.core();
        let actor = anye_base::Actor::system("test");
        let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
        let back = entry::MoveOn {
            id: &placement,
            subject: &who,
            state: "extended",
            day: over,
            reason: "",
            note: "",
            fields: std::collections::BTreeMap::new(),
        };
        let fault = entry::move_on(&mut tx, &office.rooms, back).await.unwrap_err();
        assert_eq!(fault.code, "entry_ended");
    }
}

/// Two officers decide against the law, with a reason.
async fn against(office: &Office, case: &str, reason: &str) {
    office.decide(&office.reviewer, case, true, reason).await.unwrap();
    office.act(&office.other, case, &Act::Confirm { note: String::new() }).await.unwrap();
}

#[tokio::test]
async fn what_two_officers_granted_against_the_law_ends_with_a_clean_out_too() {
    for test in databases().await {
        let office = Office::new(&test.db);
        let (placement, _, who) = holder(&office, "2020-12-31").await;
        // The term is not over: the law says no, two officers say yes.
        let case = applied(&office, &who, &placement, &[]).await;
        against(&office, &case, "县政府会议纪要").await;
        assert_eq!(entry_of(&office, &placement).await.state, "extended");
        let asking = office.clerk.asking(&office.rooms.registry);
        let (whole, _) = case::show(&office.service, &asking.caller(None), &case).await.unwrap();
        let decided = &whole.decided[0];
        assert_eq!((decided.by_law.as_str(), decided.granted), ("refused", true));
        owed(&office, &decided.decision, &who).await;
        let draft = office.draft("welfare-clean-out", SubjectKind::Person, &who).await;
        let fields = [("placement", placement.as_str()), ("ground", "absent"), ("told_on", "2020-07-10")];
        let out = office.send(&draft, &fields, &[]).await.unwrap();
        office.pass(&out).await;
        // In October: September is over and owed, of October's 31 days those from the 12th on are not, November is not.
        let today = office.rooms.core().world.today();
        let day: anye_base::Date = "2020-10-12".parse().unwrap();
        office.days(i64::from(today.until(day).unwrap().get_days()));
        against(&office, &out, "不在岗").await;
        // 600 × 20 ÷ 31 = 387.09…, and 600.
        let done = office.done(&out).await;
        let stop = done.iter().find(|(kind, _)| kind == "stop").unwrap();
        assert_eq!(stop.1["amount_fen"], json!(98_709), "{done:?}");
        let mut left = states(&office, &decided.decision).await;
        left.sort();
        assert_eq!(left, ["open", "open", "released", "released"]);
    }
}
