//! Cases from opening to closing; must never depend on the order of tests.

use anye_access::Role;
use anye_base::ErrorKind;
use anye_casework::model::{Outcome, State};
use anye_casework::use_case::{
    Filter, Opened, StepDone, acknowledge, close, confirm_level, escalate_due, finish_step, link, list, note,
    refuse_level, show, tally, wish_level,
};
use anye_testkit::{databases, test_world};

use crate::world::{HOUR, Person, above, fresh, open, plan};

fn done(seq: i64) -> StepDone {
    StepDone { seq, happened_on: None, note: "已核实三户企业".into() }
}

#[tokio::test]
async fn a_warning_is_taken_on_worked_through_in_order_and_closed_with_its_outcome() {
    for store in databases().await {
        let (world, clock) = test_world();
        let db = &store.db;
        let clerk = Person::new("clerk", Role::Clerk, "210400");
        let caller = clerk.caller(&world);
        let case = fresh(db, &world).await;
        assert_eq!(case.due_at, world.now_ms() + 2 * HOUR);

        let case = acknowledge(db, &caller, &case.id, case.row_version).await.unwrap();
        assert_eq!(case.owner.as_ref().unwrap().1, "clerk");
        let early = finish_step(db, &caller, &case.id, case.row_version, &done(2)).await.unwrap_err();
        assert_eq!((early.kind, early.code), (ErrorKind::Conflict, "case_step_order"));
        let early =
            close(db, &caller, &case.id, case.row_version, Outcome::Confirmed, "属实").await.unwrap_err();
        assert_eq!(early.code, "case_steps_open");

        clock.advance_seconds(3 * 3_600);
        let case = finish_step(db, &caller, &case.id, case.row_version, &done(1)).await.unwrap();
        assert_eq!(case.due_at, case.opened_at + 24 * HOUR, "the next step's deadline counts now");
        let twice = finish_step(db, &caller, &case.id, case.row_version, &done(1)).await.unwrap_err();
        assert_eq!(twice.code, "case_step_done");
        let case = finish_step(db, &caller, &case.id, case.row_version, &done(2)).await.unwrap();
        let case = finish_step(db, &caller, &case.id, case.row_version, &done(3)).await.unwrap();
        let case = note(db, &caller, &case.id, case.row_version, "与市总工会会商").await.unwrap();
        let case =
            close(db, &caller, &case.id, case.row_version, Outcome::Confirmed, "两户企业分批裁员,已备案")
                .await
                .unwrap();
        assert_eq!((case.state, case.outcome), (State::Closed, Some(Outcome::Confirmed)));
        let late = note(db, &caller, &case.id, case.row_version, "再记").await.unwrap_err();
        assert_eq!(late.code, "case_closed");

        let whole = show(db, &caller, &case.id).await.unwrap();
        let what: Vec<_> = whole.history.iter().map(|one| one.what.as_str()).collect();
        assert_eq!(what, ["opened", "acknowledged", "step", "step", "step", "note", "closed"]);
        assert_eq!(whole.history[2].detail["late"], true, "verified after two hours");
        assert_eq!(whole.history[3].detail["late"], false);
        // The same again is a new case once this one is closed.
        assert!(matches!(open(db, &world, &plan("yellow")).await, Opened::New(_)));
    }
}

#[tokio::test]
async fn the_same_again_is_counted_and_only_worse_changes_the_level() {
    for store in databases().await {
        let (world, _) = test_world();
        let case = fresh(&store.db, &world).await;
        let Opened::Merged(again) = open(&store.db, &world, &plan("yellow")).await else {
            panic!("a second case")
        };
        assert_eq!((again.id.as_str(), again.repeats, again.level.as_str()), (case.id.as_str(), 1, "orange"));
        let Opened::Merged(worse) = open(&store.db, &world, &plan("red")).await else {
            panic!("a second case")
        };
        assert_eq!((worse.repeats, worse.level.as_str()), (2, "red"));
    }
}

#[tokio::test]
async fn a_level_is_changed_by_two_people_only() {
    for store in databases().await {
        let (world, _) = test_world();
        let db = &store.db;
        let one = Person::new("one", Role::Analyst, "210000");
        let other = Person::new("other", Role::Analyst, "210400");
        let clerk = Person::new("clerk", Role::Clerk, "210400");
        let case = fresh(db, &world).await;
        let same = wish_level(db, &one.caller(&world), &case.id, 1, "orange", "同级").await.unwrap_err();
        assert_eq!(same.code, "case_level_same");
        let none = wish_level(db, &one.caller(&world), &case.id, 1, "violet", "无此级").await.unwrap_err();
        assert_eq!(none.code, "case_level_unknown");
        let empty = wish_level(db, &one.caller(&world), &case.id, 1, "red", "  ").await.unwrap_err();
        assert_eq!((empty.code, empty.fields[0].field.as_str()), ("case_text_missing", "reason"));

        let case = wish_level(db, &one.caller(&world), &case.id, 1, "red", "涉及三户重点企业").await.unwrap();
        assert_eq!(case.level, "orange", "nothing changes yet");
        let own = confirm_level(db, &one.caller(&world), &case.id, case.row_version).await.unwrap_err();
        assert_eq!((own.kind, own.code), (ErrorKind::Denied, "case_level_own"));
        let lower = confirm_level(db, &clerk.caller(&world), &case.id, case.row_version).await.unwrap_err();
        assert_eq!(lower.kind, ErrorKind::Denied, "a clerk works on cases and does not confirm levels");
        let waits = close(db, &one.caller(&world), &case.id, case.row_version, Outcome::FalseAlarm, "误报")
            .await
            .unwrap_err();
        assert_eq!(waits.code, "case_level_waits");
        let case = confirm_level(db, &other.caller(&world), &case.id, case.row_version).await.unwrap();
        assert_eq!(case.level, "red");
        let case = wish_level(db, &one.caller(&world), &case.id, case.row_version, "yellow", "已缓解")
            .await
            .unwrap();
        let case = refuse_level(db, &other.caller(&world), &case.id, case.row_version).await.unwrap();
        assert_eq!(case.level, "red");
    }
}

#[tokio::test]
async fn nobody_takes_it_on_and_it_goes_up_one_place_at_a_time_and_no_further_than_the_top() {
    for store in databases().await {
        let (world, clock) = test_world();
        let db = &store.db;
        let case = fresh(db, &world).await;
        assert!(escalate_due(db, &world, &above).await.unwrap().is_empty(), "an hour is given");
        clock.advance_seconds(3_601);
        let up = escalate_due(db, &world, &above).await.unwrap();
        assert_eq!((up.len(), up[0].answers.as_str()), (1, "210400"));
        assert!(
            escalate_due(db, &world, &above).await.unwrap().is_empty(),
            "looking twice does nothing twice"
        );
        clock.advance_seconds(24 * 3_600);
        assert_eq!(escalate_due(db, &world, &above).await.unwrap()[0].answers, "210000");
        clock.advance_seconds(24 * 3_600);
        let top = escalate_due(db, &world, &above).await.unwrap();
        assert_eq!((top[0].answers.as_str(), top[0].next_escalation_at), ("210000", None));
        clock.advance_seconds(240 * 3_600);
        assert!(escalate_due(db, &world, &above).await.unwrap().is_empty());
        let city = Person::new("city", Role::Clerk, "210400");
        let whole = show(db, &city.caller(&world), &case.id).await.unwrap();
        assert_eq!(whole.case.escalations, 3);
        assert_eq!(whole.history.iter().filter(|one| one.what == "escalated").count(), 3);
    }
}

#[tokio::test]
async fn a_case_of_another_city_is_as_if_it_were_not_there_and_an_old_view_changes_nothing() {
    for store in databases().await {
        let (world, _) = test_world();
        let db = &store.db;
        let case = fresh(db, &world).await;
        let stranger = Person::new("stranger", Role::Clerk, "210200");
        let hidden = show(db, &stranger.caller(&world), &case.id).await.unwrap_err();
        assert_eq!(hidden.kind, ErrorKind::NotFound);
        assert_eq!(list(db, &stranger.caller(&world), &Filter::default()).await.unwrap().items.len(), 0);
        assert_eq!(tally(db, &stranger.caller(&world), None, None).await.unwrap().open, 0);

        let clerk = Person::new("clerk", Role::Clerk, "210400");
        let caller = clerk.caller(&world);
        acknowledge(db, &caller, &case.id, 1).await.unwrap();
        let stale = acknowledge(db, &caller, &case.id, 1).await.unwrap_err();
        assert_eq!(stale.kind, ErrorKind::Stale);
        let reader = Person::new("reader", Role::PolicyOfficer, "210000");
        let denied = acknowledge(db, &reader.caller(&world), &case.id, 2).await.unwrap_err();
        assert_eq!(denied.kind, ErrorKind::Denied);
    }
}

#[tokio::test]
async fn the_list_shows_what_is_due_first_page_by_page_and_counts_what_is_late() {
    for store in databases().await {
        let (world, clock) = test_world();
        let db = &store.db;
        let mut first = String::new();
        for n in 0..5 {
            let mut one = plan(if n == 0 { "red" } else { "yellow" });
            one.merge_key = format!("key-{n}");
            let opened = open(db, &world, &one).await;
            if n == 0 {
                first.clone_from(&opened.case().id);
            }
            clock.advance_seconds(1_800);
        }
        let clerk = Person::new("clerk", Role::Clerk, "210000");
        let caller = clerk.caller(&world);
        let mut filter = Filter { limit: anye_base::Limit::new(2).unwrap(), ..Filter::default() };
        let mut seen = Vec::new();
        loop {
            let page = list(db, &caller, &filter).await.unwrap();
            seen.extend(page.items.into_iter().map(|case| case.id));
            let Some(next) = page.next else { break };
            filter.cursor = Some(next);
        }
        assert_eq!((seen.len(), &seen[0]), (5, &first), "each once, the oldest deadline first");
        let tally = tally(db, &caller, Some("signal"), Some("210400")).await.unwrap();
        assert_eq!((tally.open, tally.overdue, tally.unclaimed), (5, 1, 5));
        assert_eq!(tally.by_level, [("yellow".to_owned(), 4), ("red".to_owned(), 1)]);
        let late =
            list(db, &caller, &Filter { state: Some("overdue".into()), ..Filter::default() }).await.unwrap();
        assert_eq!(late.items.len(), 1);

        link(db, &caller, &seen[0], &seen[1], "wave").await.unwrap();
        let whole = show(db, &caller, &seen[1]).await.unwrap();
        assert_eq!((whole.links[0].id.as_str(), whole.links[0].kind.as_str()), (seen[0].as_str(), "wave"));
        assert!(link(db, &caller, &seen[0], &seen[0], "wave").await.is_err());
    }
}
