//! Contradictions, silence, firms at risk, incidents, promises and the lead of state firms.

use std::collections::{BTreeMap, BTreeSet};

use anye_access::Role;
use anye_base::ErrorKind;
use anye_casework::model::Outcome;
use anye_casework::use_case as casework;
use anye_monitor::notice::{self, NewIncident, NewPledge, NewRisk, contradiction, known, silent};
use anye_testkit::databases;

use crate::notice_world::{LAW, Person, Room, SETTING, layoff};

const FORM: &str = "enterprise-monthly";

#[tokio::test]
async fn a_report_that_no_notice_explains_opens_a_case_once() {
    // covers: CY2017/03.g
    for store in databases().await {
        let room = Room::over(&store.db);
        let (loud, quiet, noticed) = (
            room.firm(1, Some(5_000)).await,
            room.firm(2, Some(5_000)).await,
            room.firm(3, Some(5_000)).await,
        );
        room.report(&loud, "2026-09", r#"{"start_staff":5000,"left.layoff":260,"end_staff":4740}"#).await;
        room.report(&quiet, "2026-09", r#"{"start_staff":5000,"left.layoff":199,"end_staff":4801}"#).await;
        room.report(&noticed, "2026-09", r#"{"start_staff":5000,"left.layoff":260,"end_staff":4740}"#).await;
        let asking = room.clerk.on(&room);
        let caller = asking.caller(None);
        let said = layoff(260, "2026-09-12");
        let draft = notice::begin(&room.monitor, &caller, &noticed.id, said.clone()).await.unwrap();
        notice::file(&room.monitor, &caller, &draft.id, 1, said, "").await.unwrap();
        let opened = notice::look_for_contradictions(&room.monitor, FORM, "2026-09").await.unwrap();
        assert_eq!(opened.len(), 1, "260 without a notice; 199 need none; 260 with one are explained");
        let again = notice::look_for_contradictions(&room.monitor, FORM, "2026-09").await.unwrap();
        assert_eq!(opened, again, "looked at twice, one case");
        let case = casework::show(&store.db, &caller, &opened[0]).await.unwrap().case;
        assert_eq!((case.kind.as_str(), case.subject.as_str()), ("contradiction", loud.id.as_str()));
        assert_eq!(case.detail["contradiction"]["reported"], 260);
    }
}

// covers: CY2017/03.g
#[tokio::test]
async fn a_contradiction_is_flagged_right_after_the_report_is_approved() {
    for store in databases().await {
        let room = Room::over(&store.db);
        let (loud, calm) = (room.firm(1, Some(5_000)).await, room.firm(2, Some(5_000)).await);
        room.report(&loud, "2026-09", r#"{"start_staff":5000,"left.layoff":260,"end_staff":4740}"#).await;
        room.report(&calm, "2026-09", r#"{"start_staff":5000,"left.layoff":0,"end_staff":5000}"#).await;
        let core = &room.monitor.core;
        let runner = anye_jobs::Runner::new(store.db.clone(), core.world.clone())
            .with(notice::CROSS_CHECK, std::sync::Arc::new(notice::CrossCheckWork(room.monitor.clone())));
        assert!(!runner.run_next().await.unwrap(), "nothing is asked before anybody approved");
        let officer = Person::new("赵", Role::PolicyOfficer, "210000");
        let asking = officer.on(&room);
        let caller = asking.caller(None);
        let wanted = anye_reporting::report::Filter {
            form: FORM.into(),
            period: "2026-09".into(),
            ..Default::default()
        };
        let limit = anye_base::Limit::default();
        let all = anye_reporting::report::list(&room.monitor.reporting, &caller, &wanted, None, limit)
            .await
            .unwrap();
        assert_eq!(all.items.len(), 2);
        // The approval and the job stand or fall together: the job is there as soon as the approval is.
        for one in &all.items {
            anye_reporting::approve::approve(&room.monitor.reporting, &caller, &one.id, one.version, "")
                .await
                .unwrap();
        }
        while runner.run_next().await.unwrap() {}
        let open = casework::list(
            &store.db,
            &caller,
            &casework::Filter { kind: Some("contradiction".into()), ..Default::default() },
        )
        .await
        .unwrap();
        assert_eq!(open.items.len(), 1, "{open:?}");
        let case = casework::show(&store.db, &caller, &open.items[0].id).await.unwrap().case;
        assert_eq!(case.subject, loud.id);
        // The daily look finds the same case.
        assert_eq!(notice::look_for_contradictions(&room.monitor, FORM, "2026-09").await.unwrap(), [case.id]);
    }
}

#[test]
fn notices_near_the_period_are_counted_against_the_report() {
    let against = &SETTING.panel[0];
    let firm = anye_monitor::notice::model::Known {
        place: "210403".into(),
        staff: Some(5_000),
        ..Default::default()
    };
    let days = ("2026-09-01".parse().unwrap(), "2026-09-30".parse().unwrap());
    let asked = |persons, notices: &[_]| {
        contradiction(&LAW.book, &SETTING, against, &firm, ("layoff", persons), days, notices)
    };
    assert!(asked(199, &[]).is_none());
    let found = asked(200, &[]).unwrap();
    assert_eq!((found.reported, found.noticed), (200, 0));
    assert!(found.rules.contains(&"ln16_layoff_200".to_owned()));
    assert!(asked(0, &[]).is_none());
}

#[tokio::test]
async fn who_reported_and_then_did_not_is_a_signal() {
    for store in databases().await {
        let room = Room::over(&store.db);
        let (gone, there) = (room.firm(1, Some(100)).await, room.firm(2, Some(100)).await);
        for period in ["2026-07", "2026-08", "2026-09"] {
            room.report(&gone, period, "{}").await;
            room.report(&there, period, "{}").await;
        }
        room.report(&there, "2026-10", "{}").await;
        let opened = notice::look_for_silence(&room.monitor, FORM, "2026-10").await.unwrap();
        assert_eq!(opened.len(), 1);
        let asking = room.clerk.on(&room);
        let case = casework::show(&store.db, &asking.caller(None), &opened[0]).await.unwrap().case;
        assert_eq!((case.kind.as_str(), case.subject.as_str()), ("silent", gone.id.as_str()));
        assert!(
            notice::look_for_silence(&room.monitor, FORM, "2026-11").await.unwrap().is_empty(),
            "November is not due"
        );
    }
}

#[test]
fn silence_needs_every_period_before() {
    let set = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<BTreeSet<_>>();
    let reported = BTreeMap::from([
        ("a".to_owned(), set(&["1", "2", "3"])),
        ("b".to_owned(), set(&["1", "3"])),
        ("c".to_owned(), set(&["1", "2", "3", "4"])),
    ]);
    let before = ["1".to_owned(), "2".to_owned(), "3".to_owned()];
    assert_eq!(silent(&reported, &before, "4"), ["a"]);
    assert!(silent(&reported, &[], "4").is_empty());
}

#[tokio::test]
async fn a_firm_at_risk_and_the_incident_it_caused_until_settled() {
    // covers: LN2009-6/37.j, LN2009-6/37.k, FS2020/23.c
    for store in databases().await {
        let room = Room::over(&store.db);
        let firm = room.firm(1, Some(300)).await;
        let asking = room.clerk.on(&room);
        let caller = asking.caller(None);
        let facts = |all: &[(&str, &str)]| {
            all.iter().map(|(id, said)| ((*id).to_owned(), (*said).to_owned())).collect()
        };
        let arrears = [("owes_wages", "yes"), ("moved_money", "no"), ("closed_and_fled", "no")];
        let mut new =
            NewRisk { employer: firm.id.clone(), facts: facts(&arrears), note: "欠薪两个月".into() };
        let refused = notice::risk(&room.monitor, &caller, &new).await.unwrap_err();
        assert_eq!(refused.code, "notice_no_risk", "arrears alone do not mark a firm");
        new.facts.insert("moved_money".into(), "yes".into());
        let risk = notice::risk(&room.monitor, &caller, &new).await.unwrap();
        assert_eq!(risk.kind, "risk");
        let mut incident = NewIncident {
            employer: firm.id.clone(),
            happened_at: "2026-11-22 06:00".into(),
            handled_at: "2026-11-22 05:00".into(),
            workers: "120".into(),
            claims: "补发工资".into(),
            cause: risk.id.clone(),
        };
        let early = notice::incident(&room.monitor, &caller, &incident).await.unwrap_err();
        assert_eq!(early.fields[0].field, "handled_at", "handled before it began");
        incident.handled_at = "2026-11-22 08:30".into();
        let made = notice::incident(&room.monitor, &caller, &incident).await.unwrap();
        assert_eq!(notice::times_of(&made), (Some(2), None));
        let whole = casework::show(&store.db, &caller, &made.id).await.unwrap();
        assert!(whole.links.iter().any(|link| link.id == risk.id && link.kind == "cause"));
        room.clock.advance_seconds(3 * 86_400);
        let closed = casework::close(
            &store.db,
            &caller,
            &made.id,
            made.row_version,
            Outcome::NoAction,
            "双方达成协议",
        )
        .await
        .unwrap();
        assert_eq!(notice::times_of(&closed), (Some(2), Some(3)), "settled after three days");
        let hr = Person::new("企业人事", Role::Employer, "210403");
        let asking = hr.on(&room);
        assert_eq!(
            notice::risk(&room.monitor, &asking.caller(None), &new).await.unwrap_err().kind,
            ErrorKind::Invalid
        );
    }
}

#[tokio::test]
async fn promises_are_held_against_notices_and_reports_and_state_firms_are_listed() {
    // covers: LN2009-6/07.g, LN2009-6/37.e
    for store in databases().await {
        let room = Room::over(&store.db);
        let (firm, other) = (room.firm(1, Some(1_000)).await, room.firm(2, Some(1_000)).await);
        let asking = room.clerk.on(&room);
        let caller = asking.caller(None);
        for (firm, kind) in [(&firm, "none"), (&other, "none"), (&other, "few")] {
            let new = NewPledge {
                employer: firm.id.clone(),
                kind: kind.into(),
                since: "2009-02-01".into(),
                until: "2009-12-31".into(),
                staff: "1000".into(),
                source: "承诺书".into(),
            };
            notice::record_pledge(&room.monitor, &caller, &new).await.unwrap();
        }
        room.report(&firm, "2009-06", r#"{"start_staff":1000,"left.layoff":4}"#).await;
        room.report(&other, "2009-06", r#"{"start_staff":1000,"left.layoff":0}"#).await;
        let all = notice::pledges(&room.monitor, &caller).await.unwrap();
        let stands = |id: &str, kind: &str| {
            let found = all.iter().find(|one| one.employer_id == id && one.kind == kind).unwrap();
            (found.stands.clone(), found.by_reports)
        };
        assert_eq!(stands(&firm.id, "none"), ("broken".into(), 4));
        assert_eq!(stands(&other.id, "none"), ("kept".into(), 0));
        assert_eq!(stands(&other.id, "few").0, "open", "how many are few is not written");
        let firms = notice::lead_of_state_firms(&room.monitor, &caller, "2009-06", "").await.unwrap();
        let rows: Vec<_> = firms.iter().map(|one| (one.laid_off, one.share)).collect();
        assert_eq!(rows, [(0, Some(0)), (4, Some(4))], "those that laid off nobody first");
        assert_eq!(known(&firm).staff, Some(1_000));
    }
}
