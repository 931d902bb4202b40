//! Notices drafted, filed, corrected, tied and listed, on every database.

use anye_access::Role;
use anye_base::{ErrorKind, Limit};
use anye_casework::use_case as casework;
use anye_db::{Once, Read as _, sql};
use anye_monitor::notice::{self, Filter, Likeness, likeness};
use anye_registry::employer;
use anye_testkit::databases;

use crate::notice_world::{Person, Room, SETTING, answers, layoff};

#[tokio::test]
async fn filed_once_with_its_case_and_corrected_in_a_new_version() {
    for store in databases().await {
        let room = Room::over(&store.db);
        let firm = room.firm(1, Some(1_000)).await;
        let asking = room.clerk.on(&room);
        let caller = asking.caller(None);
        let mut said = layoff(230, "2027-01-15");
        said.event_at = "2026-11-22 06:30".into();
        let draft = notice::begin(&room.monitor, &caller, &firm.code, said.clone()).await.unwrap();
        assert_eq!((draft.state.as_str(), draft.version, draft.needed.as_str()), ("draft", 0, ""));
        let once = Once { key: "key-0001".into(), operation: "file".into(), body_digest: "d".into() };
        let twice = asking.caller(Some(&once));
        let filed = notice::file(&room.monitor, &twice, &draft.id, 1, said.clone(), "").await.unwrap();
        let again = notice::file(&room.monitor, &twice, &draft.id, 1, said.clone(), "").await.unwrap();
        assert_eq!(filed, again, "sent twice, filed once");
        assert_eq!((filed.needed.as_str(), filed.share, filed.version), ("required", Some(230), 1));
        let shown = notice::show(&room.monitor, &caller, &draft.id).await.unwrap();
        assert_eq!(shown.hours_to_report, Some(2), "06:30 to 09:00");
        // covers: LN2016-75/01.d
        let case = shown.case.unwrap();
        let chain: Vec<&str> = case.steps.iter().map(|one| one.step.as_str()).collect();
        assert_eq!(chain[..3], ["receive", "to-city", "to-province"], "employer, city, province");
        assert!(case.steps[1].addressee.starts_with("抚顺市"), "{}", case.steps[1].addressee);
        assert!(case.steps[2].addressee.starts_with("辽宁省"), "{}", case.steps[2].addressee);
        assert_eq!(case.case.due_at, case.case.opened_at + 4 * 3_600_000, "the pack's hours");

        let no_reason =
            notice::file(&room.monitor, &caller, &draft.id, 2, said.clone(), " ").await.unwrap_err();
        assert_eq!(no_reason.fields[0].code, "notice_why");
        let stale =
            notice::file(&room.monitor, &caller, &draft.id, 1, said.clone(), "人数有误").await.unwrap_err();
        assert_eq!(stale.kind, ErrorKind::Stale);
        said.fields.insert("persons".into(), "180".into());
        let second = notice::file(&room.monitor, &caller, &draft.id, 2, said, "人数有误").await.unwrap();
        assert_eq!((second.version, second.case_id.clone()), (2, filed.case_id.clone()));
        let shown = notice::show(&room.monitor, &caller, &draft.id).await.unwrap();
        assert_eq!(shown.versions.len(), 2);
        assert_eq!(shown.versions[1].answers.field("persons"), "230", "the first version stays as it was");
        assert_eq!(shown.versions[1].judgement.needed.word(), "required");
        assert_eq!(shown.versions[0].judgement.rule_book.len(), 64);
    }
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_said_at_its_field_and_nothing_is_filed() {
    for store in databases().await {
        let room = Room::over(&store.db);
        let firm = room.firm(1, Some(1_000)).await;
        let asking = room.clerk.on(&room);
        let caller = asking.caller(None);
        let draft =
            notice::begin(&room.monitor, &caller, &firm.id, answers(&[("persons", "六十")])).await.unwrap();
        let file =
            async |said| notice::file(&room.monitor, &caller, &draft.id, 1, said, "").await.unwrap_err();
        let fields =
            |fault: &anye_base::Fault| fault.fields.iter().map(|one| one.field.clone()).collect::<Vec<_>>();
        assert_eq!(fields(&file(answers(&[("persons", "60")])).await), ["f.event", "f.carried_out_on"]);
        assert_eq!(
            fields(
                &file(answers(&[("event", "layoff"), ("persons", "六十"), ("carried_out_on", "2027-01-01")]))
                    .await
            ),
            ["f.persons"]
        );
        assert_eq!(
            fields(
                &file(answers(&[("event", "layoff"), ("persons", "-5"), ("carried_out_on", "2027-02-30")]))
                    .await
            )
            .len(),
            2
        );
        let mut late = layoff(60, "2027-01-01");
        late.event_at = "2026-11-23 08:00".into();
        assert_eq!(fields(&file(late).await), ["event_at"], "to come");
        let kept = (&store.db).all(sql("select version from layoff_notice_version")).await.unwrap();
        assert!(kept.is_empty());
        let none = notice::begin(&room.monitor, &caller, "91210000000000000X", layoff(1, "2027-01-01"))
            .await
            .unwrap_err();
        assert_eq!(none.kind, ErrorKind::NotFound);
    }
}

#[tokio::test]
async fn an_employer_files_its_own_and_answers_nothing_for_the_office() {
    for store in databases().await {
        let room = Room::over(&store.db);
        let (own, other) = (room.firm(1, Some(1_000)).await, room.firm(2, Some(1_000)).await);
        let hr = Person::new("企业人事", Role::Employer, "210403");
        let asking = room.clerk.on(&room);
        let clerk = asking.caller(None);
        employer::add_contact(&room.monitor.registry, &clerk, &own.id, &hr.actor.id).await.unwrap();
        let asking_hr = hr.on(&room);
        let caller = asking_hr.caller(None);
        let theirs =
            notice::begin(&room.monitor, &caller, &other.id, layoff(60, "2027-01-01")).await.unwrap_err();
        assert_eq!(theirs.kind, ErrorKind::NotFound, "another employer is as if it were not there");
        let mut said = layoff(60, "2027-01-01");
        said.judged.insert("influential".into(), "yes".into());
        said.fields.insert("large".into(), "yes".into());
        said.fields.insert("reported_on".into(), "2026-01-01".into());
        let made = notice::begin(&room.monitor, &caller, &own.id, said.clone()).await.unwrap();
        let filed = notice::file(&room.monitor, &caller, &made.id, 1, said, "").await.unwrap();
        let shown = notice::show(&room.monitor, &caller, &filed.id).await.unwrap();
        let kept = &shown.versions[0].answers;
        assert!(kept.judged.is_empty() && kept.field("large").is_empty());
        assert_eq!(kept.field("reported_on"), "2026-11-22", "the day it was filed");
        assert!(filed.case_id.is_some(), "fifty or more open a case");
        let seen =
            notice::list(&room.monitor, &caller, &Filter::default(), None, Limit::default()).await.unwrap();
        assert_eq!(seen.items.len(), 1);
        let elsewhere = Person::new("沈阳", Role::Clerk, "210100");
        let asking = elsewhere.on(&room);
        assert_eq!(
            notice::show(&room.monitor, &asking.caller(None), &filed.id).await.unwrap_err().kind,
            ErrorKind::NotFound
        );
        let none =
            notice::list(&room.monitor, &asking.caller(None), &Filter::default(), None, Limit::default())
                .await
                .unwrap();
        assert!(none.items.is_empty());
    }
}

#[tokio::test]
async fn waves_are_joined_duplicates_found_and_a_person_has_the_last_word() {
    for store in databases().await {
        let room = Room::over(&store.db);
        let firm = room.firm(1, Some(10_000)).await;
        let asking = room.clerk.on(&room);
        let caller = asking.caller(None);
        let mut made = Vec::new();
        for (persons, day) in [
            (300, "2027-01-10"),
            (300, "2027-01-10"),
            (310, "2027-01-12"),
            (250, "2027-03-20"),
            (250, "2027-12-01"),
        ] {
            let said = layoff(persons, day);
            let draft = notice::begin(&room.monitor, &caller, &firm.id, said.clone()).await.unwrap();
            made.push(notice::file(&room.monitor, &caller, &draft.id, 1, said, "").await.unwrap());
        }
        let like = |at: usize| likeness(&SETTING, &made[0], &made[at]);
        assert_eq!(like(1), Some(Likeness::Same));
        assert_eq!(like(2), Some(Likeness::Similar));
        assert_eq!((like(3), like(4)), (Some(Likeness::Wave), None));
        assert!(made[..4].iter().all(|one| one.wave == made[0].id) && made[4].wave == made[4].id);
        let first = casework::show(&store.db, &caller, made[0].case_id.as_ref().unwrap()).await.unwrap();
        assert_eq!(first.links.len(), 3, "the cases of the wave are joined: {:?}", first.links);
        notice::tie(&room.monitor, &caller, &made[1].id, &made[0].id, "different").await.unwrap();
        notice::tie(&room.monitor, &caller, &made[0].id, &made[1].id, "duplicate").await.unwrap();
        let shown = notice::show(&room.monitor, &caller, &made[0].id).await.unwrap();
        let twin = shown.beside.iter().find(|one| one.notice.id == made[1].id).unwrap();
        assert_eq!((twin.likeness, twin.said.as_deref()), (Some("same"), Some("duplicate")));
        let wrong = notice::tie(&room.monitor, &caller, &made[0].id, &made[1].id, "maybe").await.unwrap_err();
        assert_eq!(wrong.code, "notice_tie");
    }
}

#[tokio::test]
async fn the_list_says_what_is_open_overdue_and_in_breach() {
    for store in databases().await {
        let room = Room::over(&store.db);
        let firm = room.firm(1, Some(10_000)).await;
        let asking = room.clerk.on(&room);
        let caller = asking.caller(None);
        for (persons, day) in [(250, "2027-01-10"), (5, "2027-06-10")] {
            let said = layoff(persons, day);
            let draft = notice::begin(&room.monitor, &caller, &firm.id, said.clone()).await.unwrap();
            notice::file(&room.monitor, &caller, &draft.id, 1, said, "").await.unwrap();
        }
        let count = async |filter: Filter| {
            notice::list(&room.monitor, &caller, &filter, None, Limit::default()).await.unwrap().items.len()
        };
        let state = |state: &str| Filter { state: state.into(), ..Filter::default() };
        // Five persons need no report; whether the employer has influence was not said, so its case stays open too.
        assert_eq!((count(Filter::default()).await, count(state("overdue")).await), (2, 0));
        assert_eq!(count(Filter { needed: "required".into(), ..Filter::default() }).await, 1);
        assert_eq!(count(Filter { place: "210400".into(), ..Filter::default() }).await, 2);
        assert_eq!(count(Filter { place: "210100".into(), ..Filter::default() }).await, 0);
        room.clock.advance_seconds(5 * 3_600);
        assert!(count(state("overdue")).await >= 1, "four hours to receive have passed");
        let [open, overdue, ..] = notice::counts(&room.monitor, &caller, "").await.unwrap();
        assert!(open >= overdue && overdue >= 1);
    }
}
