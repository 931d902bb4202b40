//! One report: started from the last period, stopped by errors, reasons for warnings, given back, corrected, locked, changed by force.

use anye_access::Role;
use anye_base::ErrorKind;
use anye_db::{Once, Read as _, sql};
use anye_registry::employer;
use anye_reporting::report::{self, NewNote, State, Submission, ToGiveBack};
use anye_reporting::{approve, panel};
use anye_testkit::databases;

use crate::world::{FORM, House, NOVEMBER, OCTOBER, PANEL, Person, cells, reasons};

#[tokio::test]
async fn started_from_the_last_period_and_stopped_by_an_error() {
    for test in databases().await {
        let house = House::with(&test.db, 2).await;
        house.submitted(0, OCTOBER, &cells(100, 5, 3)).await;
        let asking = house.clerk.on(&house);
        let caller = asking.caller(None);
        let id = &house.employers[0].id;
        let made = report::start(&house.reporting, &caller, FORM, NOVEMBER, id).await.unwrap();
        assert!(made.draft.contains(r#""end_staff":102"#), "{}", made.draft);
        assert!(!made.draft.contains("lost_posts"), "computed cells are computed: {}", made.draft);
        let again =
            report::start(&house.reporting, &caller, FORM, NOVEMBER, &house.employers[0].code).await.unwrap();
        assert_eq!(again.id, made.id, "one report for a period, however often it is started");

        // A draft may be wrong: it is told, not refused.
        let wrong = cells(100, 5, 3).replace("\"end_staff\":102", "\"end_staff\":99");
        let saved = report::save(&house.reporting, &caller, &made.id, made.version, &wrong).await.unwrap();
        assert!(saved.doubts.iter().any(|doubt| doubt.check == "identity" && doubt.error));
        assert!(saved.doubts.iter().any(|doubt| doubt.check == "carried-over" && !doubt.error));
        let nothing = Submission::default();
        let seen = saved.report.version;
        let fault = report::submit(&house.reporting, &caller, &made.id, seen, &nothing).await.unwrap_err();
        assert_eq!((fault.kind, fault.code), (ErrorKind::Invalid, "report_not_sound"));
        let codes: Vec<_> = fault.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
        assert!(codes.contains(&("/cells/end_staff", "report_error")), "{codes:?}");
        assert!(codes.contains(&("/cells/start_staff", "report_reason_missing")), "{codes:?}");

        // The error mended, a reason given: it goes, and the reason is counted.
        let what = Submission { cells: Some(cells(100, 5, 3)), reasons: reasons(), why: String::new() };
        let once = Once { key: "key-1".into(), operation: "t".into(), body_digest: "d".into() };
        let with_key = asking.caller(Some(&once));
        let sent = report::submit(&house.reporting, &with_key, &made.id, seen, &what).await.unwrap();
        assert_eq!((&sent.state, sent.counted, sent.late), (&State::Submitted, 1, false));
        assert!(
            sent.warnings >= 1 && sent.doubts.iter().all(|doubt| doubt.reason.is_some()),
            "{:?}",
            sent.doubts
        );
        assert!(sent.cells.contains(r#""lost_posts":98"#), "{}", sent.cells);
        let twice = report::submit(&house.reporting, &with_key, &made.id, seen, &what).await.unwrap();
        assert_eq!(twice, sent, "sent twice, done once");
        let stale = report::submit(&house.reporting, &caller, &made.id, seen, &what).await.unwrap_err();
        assert_eq!(stale.kind, ErrorKind::Stale);
        // October was due on 10 November and came on the 22nd.
        let october = report::start(&house.reporting, &caller, FORM, OCTOBER, id).await.unwrap();
        assert!(october.late);
        let missing = Submission { cells: Some(r#"{"operating":"normal","wages":"1"}"#.into()), ..what };
        let other =
            report::start(&house.reporting, &caller, FORM, OCTOBER, &house.employers[1].id).await.unwrap();
        let fault = report::submit(&house.reporting, &caller, &other.id, 1, &missing).await.unwrap_err();
        assert!(
            fault.fields.iter().any(|field| field.field == "/cells/end_staff"),
            "zero is not missing: {fault:?}"
        );
    }
}

#[tokio::test]
async fn given_back_corrected_and_approved_up_the_tree() {
    for test in databases().await {
        let house = House::with(&test.db, 1).await;
        let sent = house.submitted(0, OCTOBER, &cells(100, 0, 10)).await;
        let own = house.clerk.on(&house);
        let fault = approve::approve(&house.reporting, &own.caller(None), &sent.id, sent.version, "")
            .await
            .unwrap_err();
        assert_eq!(fault.code, "report_own_approval");
        // A clerk of the county approves for the county and not for the city.
        let county = Person::new("县", Role::Clerk, "210102");
        let (at_county, at_province) = (county.on(&house), house.other.on(&house));
        let one = approve::approve(&house.reporting, &at_county.caller(None), &sent.id, sent.version, "")
            .await
            .unwrap();
        assert_eq!((&one.state, one.approvals, one.counted), (&State::Partly, 1, 1));
        let denied = approve::approve(&house.reporting, &at_county.caller(None), &sent.id, one.version, "")
            .await
            .unwrap_err();
        assert_eq!(denied.kind, ErrorKind::Denied);
        let other = Person::new("别", Role::Clerk, "210403");
        let elsewhere = other.on(&house);
        let hidden = approve::approve(&house.reporting, &elsewhere.caller(None), &sent.id, one.version, "")
            .await
            .unwrap_err();
        assert_eq!(hidden.kind, ErrorKind::NotFound, "of another city: as if it were not there");
        let caller = at_province.caller(None);
        let two = approve::approve(&house.reporting, &caller, &sent.id, one.version, "").await.unwrap();
        let three = approve::approve(&house.reporting, &caller, &sent.id, two.version, "").await.unwrap();
        assert_eq!((&three.state, three.counted), (&State::Approved, 2));
        assert!(three.changed_since_approval().is_empty());

        let back = ToGiveBack {
            cell: "left".into(),
            reason: "与参保人数不符".into(),
            deadline: "2026-11-25".parse().unwrap(),
        };
        let past = ToGiveBack { deadline: "2026-11-01".parse().unwrap(), ..back.clone() };
        let fault =
            report::give_back(&house.reporting, &caller, &sent.id, three.version, &past).await.unwrap_err();
        assert_eq!(fault.code, "report_deadline_past");
        let returned =
            report::give_back(&house.reporting, &caller, &sent.id, three.version, &back).await.unwrap();
        assert_eq!((&returned.state, returned.counted), (&State::Returned, 1));
        let again = house.submit(&returned, &cells(100, 0, 12)).await.unwrap();
        assert_eq!(&again.state, &State::Submitted);
        let changed = again.changed_since_approval();
        assert!(
            changed.contains(&"left".to_owned()) && changed.contains(&"end_staff".to_owned()),
            "{changed:?}"
        );
        assert!(!changed.contains(&"start_staff".to_owned()));
        let shown = report::show(&house.reporting, &caller, &sent.id).await.unwrap();
        assert!(shown.given_back[0].resolved_at.is_some());
        let acts: Vec<_> = shown.acts.iter().map(|act| act.act.as_str()).collect();
        assert_eq!(acts, ["start", "submit", "approve", "approve", "approve", "return", "resubmit"]);
        assert_eq!(shown.history.len(), 1, "one change of values, one row of what they were");
        assert!(shown.history[0].cells.contains(r#""left":10"#), "{}", shown.history[0].cells);

        let mark = NewNote { cell: "left".into(), text: "下月再看".into(), follow_up: true, due: None };
        let note = report::add_note(&house.reporting, &caller, &sent.id, &mark).await.unwrap();
        report::close_note(&house.reporting, &caller, &note.id).await.unwrap();
        assert_eq!(
            report::close_note(&house.reporting, &caller, &note.id).await.unwrap_err().code,
            "report_note_closed"
        );
    }
}

#[tokio::test]
async fn a_locked_period_changes_only_by_two_people() {
    for test in databases().await {
        let house = House::with(&test.db, 1).await;
        let sent = house.submitted(0, OCTOBER, &cells(100, 0, 10)).await;
        let (first, second) = (house.officer.on(&house), house.second.on(&house));
        let (first, second) = (first.caller(None), second.caller(None));
        let early =
            report::force_ask(&house.reporting, &first, &sent.id, sent.version, &cells(100, 0, 11), "更正")
                .await;
        assert_eq!(early.unwrap_err().code, "report_not_locked");
        report::lock(&house.reporting, &first, FORM, OCTOBER, "月报定稿").await.unwrap();
        assert_eq!(house.submit(&sent, &cells(100, 0, 11)).await.unwrap_err().code, "report_locked");
        let asking = house.other.on(&house);
        let fault = approve::approve(&house.reporting, &asking.caller(None), &sent.id, sent.version, "")
            .await
            .unwrap_err();
        assert_eq!(fault.code, "report_locked");
        let wrong = cells(100, 0, 11).replace("\"end_staff\":89", "\"end_staff\":1");
        let fault = report::force_ask(&house.reporting, &first, &sent.id, sent.version, &wrong, "更正")
            .await
            .unwrap_err();
        assert_eq!(fault.code, "report_not_sound");
        let asked = report::force_ask(
            &house.reporting,
            &first,
            &sent.id,
            sent.version,
            &cells(100, 0, 11),
            "企业来函",
        )
        .await
        .unwrap();
        let own = report::force_decide(&house.reporting, &first, &asked.id, true, "").await.unwrap_err();
        assert_eq!((own.kind, own.code), (ErrorKind::Denied, "report_force_own"));
        let done = report::force_decide(&house.reporting, &second, &asked.id, true, "属实").await.unwrap();
        assert!(done.forced && done.cells.contains(r#""left":11"#), "{done:?}");
        let twice = report::force_decide(&house.reporting, &second, &asked.id, true, "").await.unwrap_err();
        assert_eq!(twice.code, "report_force_decided");
        assert!(house.differences(OCTOBER).await.is_empty());
        let query = anye_reporting::figures::FigureQuery {
            form: FORM.into(),
            from: OCTOBER.into(),
            ..Default::default()
        };
        let table = anye_reporting::figures::query(&house.reporting, &second, &query).await.unwrap();
        assert_eq!(table.rows[0].forced, 1, "the figure keeps a mark");
        report::unlock(&house.reporting, &second, FORM, OCTOBER, "补报").await.unwrap();
    }
}

#[tokio::test]
async fn what_cannot_be_reported_is_said_in_so_many_words() {
    for test in databases().await {
        let house = House::with(&test.db, 3).await;
        let asking = house.clerk.on(&house);
        let caller = asking.caller(None);
        let start =
            async |period: &str, who: &str| report::start(&house.reporting, &caller, FORM, period, who).await;
        let id = &house.employers[0].id;
        assert_eq!(start("2026-12", id).await.unwrap_err().code, "report_period_future");
        assert_eq!(start("2026Q3", id).await.unwrap_err().code, "report_period_kind");
        assert_eq!(start("2008-12", id).await.unwrap_err().code, "report_form_not_in_use");
        assert_eq!(start("2025-12", id).await.unwrap_err().code, "report_member_not_yet");
        assert_eq!(start(OCTOBER, "91210100000000000X").await.unwrap_err().code, "reporter_unknown");

        // A member that vanished from the panel.
        let officer = house.officer.on(&house);
        let day = "2026-09-01".parse().unwrap();
        let members = panel::members(&mut house.db(), PANEL, day, "").await.unwrap();
        let gone = members.iter().find(|one| one.subject == *id).unwrap();
        let exit = panel::Exit { day, reason: "注销".into() };
        panel::exit(&house.reporting, &officer.caller(None), &gone.id, &exit).await.unwrap();
        let fault = start(OCTOBER, id).await.unwrap_err();
        assert_eq!(fault.code, "report_member_left");
        assert!(fault.args.iter().any(|(name, value)| *name == "reason" && value == "注销"), "{fault:?}");
        assert!(
            start("2026-08", id).await.is_ok(),
            "for a month in which it was a member it may still report"
        );

        // Liaozhong county (210122) became a district (210115) on 2016-04-30: an employer that the register still has under the old code.
        let moved = employer::Correction {
            field: employer::Field::Place,
            value: "210122".into(),
            valid_from: "2009-01-01".parse().unwrap(),
            valid_to: None,
            source: "旧名录".into(),
            evidence: String::new(),
        };
        let second = &house.employers[1];
        employer::correct(&house.registry, &caller, &second.id, 1, &moved).await.unwrap();
        let fault = start(OCTOBER, &second.id).await.unwrap_err();
        assert_eq!(fault.code, "report_place_split");
        assert!(
            fault.args.iter().any(|(name, value)| *name == "now" && value.contains("210115")),
            "{fault:?}"
        );
        let rows = house.db();
        let mut reader = rows;
        let n = reader.one(sql("select count(*) as n from report")).await.unwrap().int("n").unwrap();
        assert_eq!(n, 1, "nothing was written for what was refused");
    }
}

#[tokio::test]
async fn an_employer_reports_for_itself_only() {
    for test in databases().await {
        let house = House::with(&test.db, 2).await;
        let clerk = house.clerk.on(&house);
        let boss = Person::new("企业", Role::Employer, "210102");
        employer::add_contact(&house.registry, &clerk.caller(None), &house.employers[0].id, &boss.actor.id)
            .await
            .unwrap();
        let asking = boss.on(&house);
        let caller = asking.caller(None);
        let own =
            report::start(&house.reporting, &caller, FORM, OCTOBER, &house.employers[0].id).await.unwrap();
        let what = Submission { cells: Some(cells(50, 0, 0)), reasons: reasons(), ..Submission::default() };
        report::submit(&house.reporting, &caller, &own.id, 1, &what).await.unwrap();
        let other = report::start(&house.reporting, &caller, FORM, OCTOBER, &house.employers[1].id)
            .await
            .unwrap_err();
        assert_eq!(other.kind, ErrorKind::Denied);
        let theirs = house.submitted(1, OCTOBER, &cells(10, 0, 0)).await;
        let hidden = report::show(&house.reporting, &caller, &theirs.id).await.unwrap_err();
        assert_eq!(hidden.kind, ErrorKind::NotFound);
        assert!(report::show(&house.reporting, &caller, &own.id).await.is_ok());
        let denied = approve::approve(&house.reporting, &caller, &own.id, 2, "").await.unwrap_err();
        assert_eq!(denied.kind, ErrorKind::NotFound);
    }
}

#[tokio::test]
async fn after_the_due_day_it_is_late_and_stays_so() {
    for test in databases().await {
        let house = House::with(&test.db, 2).await;
        let timely = house.submitted(0, NOVEMBER, &cells(100, 0, 0)).await;
        // From 22 November to 14 December: due was the 10th.
        house.clock.advance_seconds(22 * 24 * 3_600);
        let late = house.submitted(1, NOVEMBER, &cells(100, 0, 0)).await;
        assert_eq!((timely.late, late.late), (false, true));
        let again = house.submit(&timely, &cells(100, 0, 1)).await.unwrap();
        assert!(!again.late, "a correction does not make a timely report late");
        let asking = house.other.on(&house);
        let caller = asking.caller(None);
        let table =
            anye_reporting::figures::completeness(&house.reporting, &caller, FORM, NOVEMBER, "210000").await;
        let total = table.unwrap().total;
        assert_eq!((total.on_time, total.late), (1, 1));
    }
}
