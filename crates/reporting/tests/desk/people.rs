//! What takes two people or leaves a mark, as pages: a change by force, a panel that rotates, a vintage that is frozen.

use anye_base::Lang;
use anye_registry::Asking;
use anye_registry::employer;
use anye_reporting::{panel, report};
use anye_testkit::sqlite;
use axum::http::StatusCode;

use crate::send::{both, send};
use crate::world::{FORM, House, OCTOBER, PANEL, cells, new_employer};

#[tokio::test]
async fn a_locked_report_changes_only_by_two_people_and_the_figure_is_marked() {
    let store = sqlite().await;
    let house = House::with(&store.db, 2).await;
    let made = house.submitted(0, OCTOBER, &cells(200, 0, 5)).await;
    let lock =
        [("_csrf", "token"), ("act", "lock"), ("form", FORM), ("period", OCTOBER), ("reason", "已发布")];
    let done = send(&house, &house.officer, Lang::Zh, "/reporting", &lock).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let path = format!("/reports/{}", made.id);
    let version = made.version.to_string();
    let mut ask: Vec<(&str, &str)> =
        vec![("_csrf", "token"), ("act", "force"), ("version", &version), ("why", "企业来函更正")];
    let cells_of = [
        ("c.operating", "normal"),
        ("c.wages", "800000.50"),
        ("c.base_staff", "200"),
        ("c.start_staff", "200"),
        ("c.hired.expansion", "0"),
        ("c.left.layoff", "15"),
        ("c.end_staff", "185"),
        ("c.end_migrants", "3"),
    ];
    ask.extend(cells_of);
    // A clerk has no such right; the officer asks, and may not decide alone.
    let force = format!("{path}/force");
    let (zh, _) = both(&house, &house.officer, &path).await;
    assert!(zh.contains(&format!("formaction=\"{force}\"")), "{zh}");
    let clerk = send(&house, &house.clerk, Lang::Zh, &force, &ask).await;
    assert_eq!(clerk.status, StatusCode::FORBIDDEN, "{}", clerk.to);
    let asked = send(&house, &house.officer, Lang::Zh, &force, &ask).await;
    assert!(
        asked.status == StatusCode::SEE_OTHER && asked.to.contains("force-asked"),
        "{} {}",
        asked.status,
        asked.text
    );
    let (zh, _) = both(&house, &house.second, &path).await;
    assert!(zh.contains("企业来函更正") && zh.contains("批准修改"), "{zh}");
    let wish = zh.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let accept = [("_csrf", "token"), ("act", "force-accept"), ("id", wish.as_str()), ("text", "同意")];
    let acts = format!("{path}/acts");
    let alone = send(&house, &house.officer, Lang::Zh, &acts, &accept).await;
    assert_eq!(alone.status, StatusCode::FORBIDDEN, "{}", alone.text);
    let done = send(&house, &house.second, Lang::Zh, &acts, &accept).await;
    assert!(done.status == StatusCode::SEE_OTHER && done.to.contains("force-done"), "{}", done.text);
    let twice = send(&house, &house.second, Lang::Zh, &acts, &accept).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "decided once: {}", twice.text);
    let (zh, _) = both(&house, &house.second, &path).await;
    assert!(zh.contains("185") && zh.contains("同意"), "{zh}");
    let csv = format!("/figures/export?form={FORM}&from={OCTOBER}&place=210000&items=end_staff&as=csv");
    let csv = send(&house, &house.other, Lang::Zh, &csv, &[]).await.text;
    assert!(csv.contains("185") && !csv.contains("195"), "{csv}");
    assert!(house.differences(OCTOBER).await.is_empty());
    let asking = house.second.on(&house);
    let now = report::show(&house.reporting, &asking.caller(None), &made.id).await.unwrap().report;
    assert!(now.forced, "the report keeps the mark");
}

#[tokio::test]
async fn a_member_is_replaced_and_a_share_rotates_with_its_reason() {
    let store = sqlite().await;
    let house = House::with(&store.db, 4).await;
    // Four more like the first four: same city, industry and size.
    let asking = Asking::of(&house.reporting.core, &house.clerk.actor, &house.clerk.grants);
    let more = (20..24).chain(40..44).map(new_employer).collect();
    employer::register_many(&house.registry, &asking.caller(None), more).await.unwrap();
    let path = format!("/reporting/panels/{PANEL}");
    let (zh, _) = both(&house, &house.officer, &format!("{path}?asof=2026-11-22")).await;
    let member = zh.split("name=\"member\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut replace =
        vec![("_csrf", "token"), ("act", "replace"), ("member", member.as_str()), ("day", "2026-11-22")];
    replace.push(("reason", ""));
    let bare = send(&house, &house.officer, Lang::Zh, &path, &replace).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "no reason, no replacement: {}", bare.text);
    replace[4] = ("reason", "搬离本市");
    assert_eq!(send(&house, &house.clerk, Lang::Zh, &path, &replace).await.status, StatusCode::FORBIDDEN);
    let done = send(&house, &house.officer, Lang::Zh, &path, &replace).await;
    assert!(done.status == StatusCode::SEE_OTHER && done.to.contains("panel-replaced"), "{}", done.text);
    let on = "2026-11-22".parse().unwrap();
    let now = panel::members(&mut house.db(), PANEL, on, "").await.unwrap();
    let came = now.iter().find(|one| one.replaces.as_deref() == Some(member.as_str())).unwrap();
    assert_eq!((now.len(), came.entered.as_str(), came.reason.as_str()), (4, "2026-11-22", "replacement"));
    let again = send(&house, &house.officer, Lang::Zh, &path, &replace).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "who left cannot be replaced again: {}", again.text);
    let rotate = |percent: &'static str| {
        [
            ("_csrf", "token"),
            ("act", "rotate"),
            ("day", "2026-11-22"),
            ("percent", percent),
            ("reason", "年度轮换"),
        ]
    };
    let wrong = send(&house, &house.officer, Lang::Zh, &path, &rotate("0")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text);
    let done = send(&house, &house.officer, Lang::Zh, &path, &rotate("100")).await;
    assert!(done.status == StatusCode::SEE_OTHER && done.to.contains("panel-rotated"), "{}", done.text);
    let then = panel::members(&mut house.db(), PANEL, on, "").await.unwrap();
    let stayed = then.iter().filter(|one| now.iter().any(|old| old.id == one.id)).count();
    assert_eq!((then.len(), stayed), (4, 0), "all four went, four of their kind came");
}

#[tokio::test]
async fn a_vintage_is_frozen_once_and_the_final_one_locks() {
    let store = sqlite().await;
    let house = House::with(&store.db, 2).await;
    let first = house.submitted(0, OCTOBER, &cells(200, 0, 5)).await;
    let freeze = |vintage: &'static str| {
        [("_csrf", "token"), ("act", "freeze"), ("form", FORM), ("period", OCTOBER), ("vintage", vintage)]
    };
    assert_eq!(
        send(&house, &house.clerk, Lang::Zh, "/reporting", &freeze("flash")).await.status,
        StatusCode::FORBIDDEN
    );
    let done = send(&house, &house.officer, Lang::Zh, "/reporting", &freeze("flash")).await;
    assert!(done.status == StatusCode::SEE_OTHER && done.to.contains("figures-frozen"), "{}", done.text);
    let front = format!("/reporting?form={FORM}&period={OCTOBER}&place=210000");
    let (zh, en) = both(&house, &house.officer, &front).await;
    assert!(zh.contains("1 份报表") && en.contains("<span class=\"code\">"), "{zh}");
    let twice = send(&house, &house.officer, Lang::Zh, "/reporting", &freeze("flash")).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "{}", twice.text);
    // A later report changes the living figure, not the frozen one.
    house.submitted(1, OCTOBER, &cells(300, 0, 0)).await;
    let mut db = house.db();
    let frozen = anye_reporting::figures::vintages(&mut db, FORM, OCTOBER).await.unwrap();
    assert_eq!((frozen.len(), frozen[0].vintage.as_str(), frozen[0].reports), (1, "flash", 1));
    let last = send(&house, &house.officer, Lang::Zh, "/reporting", &freeze("final")).await;
    assert_eq!(last.status, StatusCode::SEE_OTHER, "{}", last.text);
    let (zh, _) = both(&house, &house.clerk, &format!("/reports/{}", first.id)).await;
    assert!(zh.contains("本期已锁定"), "{zh}");
}
