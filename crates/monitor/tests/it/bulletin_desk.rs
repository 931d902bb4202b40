//! The bulletin from draft to publication, with figures from real reports; must never expect a figure nobody reported.

use anye_access::Role;
use anye_base::ErrorKind;
use anye_db::Db;
use anye_forms::Cells;
use anye_monitor::bulletin::desk::{Change, change, digest, draft, revisions, seen};
use anye_monitor::bulletin::model::{Bulletin, State};
use anye_reporting::import::{Accept, ImportOptions, ImportRow, import};
use anye_testkit::databases;

use crate::notice_world::{Person, Room};

const PERIOD: &str = "2026-10";

/// A county's registered unemployed, as it reports them.
async fn registered(room: &Room, county: &str, period: &str, start: i64, end: i64, replace: bool) {
    let form = room.monitor.reporting.form("registered-monthly").unwrap();
    let gone = (start - end).max(0);
    let new = (end - start).max(0);
    let text = format!(
        r#"{{"registered_start":{start},"registered_new":{new},"registered_out":{gone},"registered_end":{end},"long_term":0,"urban_employed":95000,"benefit_new":10,"benefit_end":400,"benefit_paid":"100.00"}}"#
    );
    let cells = Cells::from_json(form, &text).unwrap();
    let row = ImportRow {
        row: 1,
        reporter: county.into(),
        period: period.into(),
        cells,
        reason: "核对无误".into(),
    };
    let options = ImportOptions {
        form: form.id.clone(),
        accept: Accept::All,
        replace,
        reason: "样例数据".into(),
        source: "api".into(),
    };
    let asking = room.clerk.on(room);
    let done = import(&room.monitor.reporting, &asking.caller(None), &options, vec![row]).await.unwrap();
    assert_eq!(done.counts.refused, 0, "{:?}", done.findings);
}

async fn room(db: &Db) -> Room {
    let room = Room::over(db);
    for (county, start, end) in [("210402", 3000, 3300), ("210403", 1700, 1700)] {
        registered(&room, county, "2026-09", start, start, false).await;
        registered(&room, county, PERIOD, start, end, false).await;
    }
    room
}

async fn act(
    room: &Room,
    who: &Person,
    one: &Bulletin,
    wanted: Change,
) -> Result<Bulletin, anye_base::Fault> {
    let asking = who.on(room);
    change(&room.monitor, &asking.caller(None), &one.id, one.row_version, wanted).await
}

fn text(one: &Bulletin, section: usize) -> String {
    let pieces = one.content.sections[section].paragraphs.iter().flatten();
    pieces.map(|piece| piece.text.zh.as_str()).collect()
}

/// covers: LN2016-75/02.a, CY2017/03.e, LN2020-R/1.j
#[tokio::test]
async fn a_month_is_drafted_from_reports_judged_signed_by_another_person_and_frozen() {
    for store in databases().await {
        let room = room(&store.db).await;
        let analyst = Person::new("分析", Role::Analyst, "210400");
        let leader = Person::new("领导", Role::Leader, "210400");
        let asking = analyst.on(&room);
        let one = draft(&room.monitor, &asking.caller(None), PERIOD, "210400").await.unwrap();

        // Every figure comes from the two reports: 3,300 + 1,700 of 190,000 + 5,000.
        let said = text(&one, 1);
        assert!(said.contains("期末登记失业 5,000 人"), "{said}");
        assert!(said.contains("登记失业率 2.56%") && said.contains("比上月上升 0.15 个百分点"), "{said}");
        assert!(said.contains("领取失业保险金 800 人"), "{said}");
        // No county reported new employment: said to be missing, not zero.
        assert!(said.contains("本月城镇新增就业 (无数据) 人"), "{said}");
        assert!(one.content.missing() > 0);
        let by_place = &one.content.sections[1].tables[0];
        let line = by_place.rows.iter().find(|row| row.href.contains("place=210402")).unwrap();
        assert_eq!(line.values[0].as_deref(), Some("3300"));

        // One a month and place.
        let again = draft(&room.monitor, &asking.caller(None), PERIOD, "210400").await.unwrap();
        assert_eq!(again.id, one.id);
        let running = draft(&room.monitor, &asking.caller(None), "2026-11", "210400").await.unwrap_err();
        assert_eq!(running.code, "bulletin_period", "a month that is not over has no report");

        let early = act(&room, &leader, &one, Change::Sign(None)).await.unwrap_err();
        assert_eq!(early.code, "bulletin_judgement_missing");
        let cause = act(&room, &analyst, &one, Change::Judge("稳中承压".into(), vec!["weather".into()]))
            .await
            .unwrap_err();
        assert_eq!(cause.code, "bulletin_cause", "causes come from the pack");
        let one = act(
            &room,
            &analyst,
            &one,
            Change::Judge("稳中承压".into(), vec!["structural".into(), "epidemic".into()]),
        )
        .await
        .unwrap();
        assert_eq!(one.causes, ["structural", "epidemic"]);
        let own = act(&room, &analyst, &one, Change::Sign(None)).await.unwrap_err();
        assert_eq!((own.kind, own.code), (ErrorKind::Denied, "bulletin_own"));
        let hour = room.monitor.core.world.now_ms() + 3_600_000;
        let one = act(&room, &leader, &one, Change::Sign(Some(hour))).await.unwrap();
        let soon = act(&room, &leader, &one, Change::Publish).await.unwrap_err();
        assert_eq!(soon.code, "bulletin_embargo");
        let reader = Person::new("群众", Role::Jobseeker, "210400");
        let hidden =
            seen(&mut &room.monitor.core.db, &reader.on(&room).caller(None), &one.id).await.unwrap_err();
        assert_eq!(hidden.kind, ErrorKind::NotFound, "not public before it is published");

        room.clock.advance_seconds(3_601);
        let one = act(&room, &leader, &one, Change::Publish).await.unwrap();
        assert_eq!(one.state, State::Published);
        let open = seen(&mut &room.monitor.core.db, &reader.on(&room).caller(None), &one.id).await.unwrap();
        assert_eq!(digest(&open.content).unwrap(), one.digest, "the figures are what the digest says");
        let asking = leader.on(&room);
        let same = revisions(&room.monitor, &asking.caller(None), &one).await.unwrap();
        assert_eq!(same, [], "made again from the same reports, every digit is the same");

        // A report corrected afterwards changes nothing here and is listed apart.
        registered(&room, "210403", PERIOD, 1700, 1750, true).await;
        let after = seen(&mut &room.monitor.core.db, &asking.caller(None), &one.id).await.unwrap();
        assert_eq!(text(&after, 1), text(&one, 1));
        let changed = revisions(&room.monitor, &asking.caller(None), &after).await.unwrap();
        assert!(changed.iter().any(|(_, then, now)| then == "5,000" && now == "5,050"), "{changed:?}");
        let late = act(&room, &leader, &after, Change::Refresh).await.unwrap_err();
        assert_eq!(late.code, "bulletin_published");
    }
}
