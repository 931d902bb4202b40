//! The office: front, queue, one report, panels, definitions, figures down to the reports that make them.

use std::sync::Arc;

use anye_access::Role;
use anye_base::Lang;
use anye_jobs::Runner;
use anye_reporting::approve::{self, ApproveWork};
use anye_testkit::sqlite;
use axum::http::StatusCode;

use crate::send::{both, send};
use crate::world::{FORM, House, OCTOBER, PANEL, Person, cells};

fn at(path: &str) -> String {
    format!("{path}?form={FORM}&period={OCTOBER}&place=210000")
}

#[tokio::test]
async fn the_office_sees_approves_and_gives_back() {
    let store = sqlite().await;
    let house = House::with(&store.db, 8).await;
    for one in 0..3 {
        house.submitted(one, OCTOBER, &cells(200, 5, 10)).await;
    }
    let (zh, en) = both(&house, &house.other, &at("/reporting")).await;
    assert!(zh.contains("应报 8 户，已报 3 户，未报 5 户") && en.contains("8 due, 3 in, 5 missing"), "{zh}");
    let (zh, en) = both(&house, &house.other, &at("/reporting/missing")).await;
    assert!(zh.contains("样例企业") && en.contains("Fill in"), "{zh}");
    let (zh, en) = both(&house, &house.other, &at("/reporting/queue")).await;
    assert!(zh.contains("通过 ") && en.contains("go to the next level"), "{zh}");

    let form = [
        ("_csrf", "token"),
        ("_once", "queue-0001"),
        ("form", FORM),
        ("period", OCTOBER),
        ("at", "210000"),
        ("approvals", "0"),
    ];
    let begun = send(&house, &house.other, Lang::Zh, "/reporting/queue", &form).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    assert!(begun.to.contains("job="));
    let followed = send(&house, &house.other, Lang::Zh, &begun.to, &[]).await;
    assert!(followed.text.contains("data-job="), "{}", followed.text);

    let work = Arc::new(ApproveWork(house.reporting.clone()));
    let core = &house.reporting.core;
    let runner = Runner::new(core.db.clone(), core.world.clone()).with(approve::KIND, work);
    while runner.run_next().await.unwrap() {}
    // A county has no button for what waits for its city.
    let county = Person::new("县", Role::Clerk, "210102");
    let page = format!("/reporting/queue?form={FORM}&period={OCTOBER}&place=210102");
    let (zh, en) = both(&house, &county, &page).await;
    assert!(zh.contains("由上级单位审核") && en.contains("for the office above"), "{zh}");
    assert!(!zh.contains("name=\"approvals\" value=\"1\""), "{zh}");

    let report = house.submitted(3, OCTOBER, &cells(200, 0, 0)).await;
    let path = format!("/reports/{}", report.id);
    let (zh, _) = both(&house, &house.other, &path).await;
    assert!(zh.contains("审核通过（县（市、区））") && zh.contains("退回"), "{zh}");
    let version = report.version.to_string();
    let mut back =
        vec![("_csrf", "token"), ("act", "return"), ("version", version.as_str()), ("cell", "end_staff")];
    back.extend([("text", ""), ("day", "2026-12-01")]);
    let bare = send(&house, &house.other, Lang::Zh, &format!("{path}/acts"), &back).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", bare.text);
    back[4] = ("text", "please check");
    let done = send(&house, &house.other, Lang::Zh, &format!("{path}/acts"), &back).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let (zh, en) = both(&house, &house.clerk, &path).await;
    assert!(zh.contains("已退回：please check") && en.contains("answer by 2026-12-01"), "{zh}");
    let note = [("_csrf", "token"), ("act", "comment"), ("cell", ""), ("text", "seen")];
    let done = send(&house, &house.clerk, Lang::Zh, &format!("{path}/acts"), &note).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);

    let lock =
        [("_csrf", "token"), ("act", "lock"), ("form", FORM), ("period", OCTOBER), ("reason", "published")];
    let done = send(&house, &house.officer, Lang::En, "/reporting", &lock).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let (zh, _) = both(&house, &house.clerk, &path).await;
    assert!(zh.contains("本期已锁定") && !zh.contains("data-report="), "{zh}");
    let (zh, _) = both(&house, &house.officer, &path).await;
    assert!(zh.contains("申请强制修改"), "{zh}");
}

#[tokio::test]
async fn figures_lead_to_the_reports_that_make_them() {
    let store = sqlite().await;
    let house = House::with(&store.db, 4).await;
    for one in 0..3 {
        house.submitted(one, OCTOBER, &cells(200, 5, 10)).await;
    }
    let asked = format!("/figures?form={FORM}&from={OCTOBER}&place=210000&items=end_staff&items=wages");
    let (zh, en) = both(&house, &house.other, &asked).await;
    assert!(
        zh.contains(">585</a>") && zh.contains(">2,400,001.50</a>") && en.contains("Export").eq(&false),
        "{zh}"
    );
    let drill = zh
        .split("/figures/drill?")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let (zh, en) = both(&house, &house.other, &format!("/figures/drill?{drill}")).await;
    assert!(zh.contains("下列报表的合计与数字一致") && en.contains("add up to the figure"), "{zh}");
    assert!(zh.contains("样例企业0") && zh.contains("3 份报表合计"), "{zh}");

    let wide = format!(
        "/figures?form={FORM}&from=2026-08&to={OCTOBER}&place=210000&items=end_staff&reach=children&view=chart"
    );
    let (zh, _) = both(&house, &house.other, &wide).await;
    assert!(zh.contains("<svg class=\"chart\"") && zh.contains("class=\"series series-0\""), "{zh}");
    // The same query as a map: each place below with its figure, leading to those below it; the table is the query's.
    let map = wide.replace("view=chart", "view=map");
    let (zh, en) = both(&house, &house.other, &map).await;
    assert!(zh.contains("<svg class=\"chart tiles\"") && zh.contains("抚顺市"), "{zh}");
    assert!(zh.contains("view=map") && en.contains("light to dark"), "{en}");
    let by =
        format!("/figures?form={FORM}&from={OCTOBER}&place=210000&items=end_staff&dim=industry&view=list");
    let (zh, _) = both(&house, &house.other, &by).await;
    assert!(zh.contains("code=C"), "{zh}");
    // From any view of a query one more step shows its reports, one a line.
    assert!(zh.contains("逐户清单"), "{zh}");
    let each = format!(
        "/figures/drill?form={FORM}&period={OCTOBER}&place=210000&dim=all&class=submitted&item=end_staff"
    );
    assert!(zh.replace("&#38;", "&").replace("&amp;", "&").contains(&each), "{zh}");
    let (zh, _) = both(&house, &house.other, &each).await;
    assert!(zh.contains("样例企业0") && zh.contains("3 份报表合计"), "{zh}");

    let csv = send(
        &house,
        &house.other,
        Lang::Zh,
        &format!("{}&as=csv", asked.replace("/figures?", "/figures/export?")),
        &[],
    )
    .await;
    assert!(csv.text.starts_with('\u{feff}') && csv.text.contains("2400001.50"), "{}", csv.text);
    let sdmx = send(
        &house,
        &house.other,
        Lang::Zh,
        &format!("{}&as=sdmx", asked.replace("/figures?", "/figures/export?")),
        &[],
    )
    .await;
    assert!(
        sdmx.text.contains(
            "dataflow,ANYE:ENTERPRISE_MONTHLY(1.0),I,M,210000,end_staff,_T,_T,2026-10,585,人,P,3,0"
        ),
        "{}",
        sdmx.text
    );
    let xlsx = send(
        &house,
        &house.other,
        Lang::Zh,
        &format!("{}&as=xlsx", asked.replace("/figures?", "/figures/export?")),
        &[],
    )
    .await;
    assert!(xlsx.text.starts_with("PK"));

    let keep = [
        ("_csrf", "token"),
        ("act", "keep"),
        ("name", "月末人数"),
        ("form", FORM),
        ("from", OCTOBER),
        ("items", "end_staff"),
        ("at", "210000"),
    ];
    let kept = send(&house, &house.other, Lang::Zh, "/figures", &keep).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let (zh, _) = both(&house, &house.other, "/figures").await;
    assert!(zh.contains("月末人数"), "{zh}");
    let wrong = send(
        &house,
        &house.other,
        Lang::En,
        &format!("/figures?form={FORM}&from={OCTOBER}&items=nothing"),
        &[],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("There is no item or indicator"), "{}", wrong.text);
}

#[tokio::test]
async fn panels_and_definitions_in_both_languages() {
    let store = sqlite().await;
    let house = House::with(&store.db, 8).await;
    let (zh, en) = both(&house, &house.officer, "/reporting/panels").await;
    assert!(zh.contains("失业动态监测企业") && en.contains("Enterprises monitored"), "{zh}");
    let (zh, en) = both(&house, &house.officer, &format!("/reporting/panels/{PANEL}?asof=2026-11-22")).await;
    assert!(
        zh.contains("各市缺口") && zh.contains("seed") && en.contains("Composition beside the frame"),
        "{zh}"
    );
    let member = zh.split("name=\"member\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let exit = [
        ("_csrf", "token"),
        ("act", "exit"),
        ("member", member),
        ("day", "2026-11-22"),
        ("reason", "closed"),
    ];
    let path = format!("/reporting/panels/{PANEL}");
    assert_eq!(send(&house, &house.clerk, Lang::Zh, &path, &exit).await.status, StatusCode::FORBIDDEN);
    let done = send(&house, &house.officer, Lang::Zh, &path, &exit).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let (zh, en) = both(&house, &house.other, "/reporting/forms").await;
    assert!(zh.contains("企业用工月报") && en.contains("Monthly enterprise report"));
    let (zh, en) = both(&house, &house.other, &format!("/reporting/forms/{FORM}")).await;
    assert!(
        zh.contains("2009 至 2020 年") && en.contains("known for 2009 to 2020"),
        "which years of holidays are known: {zh}"
    );
    for form in &house.reporting.catalogue.forms {
        both(&house, &house.other, &format!("/reporting/forms/{}", form.id)).await;
    }
    for one in &house.reporting.catalogue.indicators {
        both(&house, &house.other, &format!("/reporting/indicators/{}", one.id)).await;
    }
    for one in &house.reporting.catalogue.panels {
        both(&house, &house.other, &format!("/reporting/panels/{}", one.id)).await;
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    let words = &*crate::world::WORDS;
    anye_testkit::check_keys(env!("CARGO_MANIFEST_DIR"), words.keys(Lang::Zh), words.keys(Lang::En));
}
