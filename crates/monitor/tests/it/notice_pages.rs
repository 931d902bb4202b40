//! The pages of layoff notices in both languages, as a clerk goes through them.

use anye_access::Role;
use anye_base::Lang;
use anye_testkit::{check_keys, sqlite};
use axum::http::StatusCode;

use crate::notice_world::{Person, Room, WORDS};

#[tokio::test]
async fn a_clerk_writes_judges_files_and_corrects() {
    let store = sqlite().await;
    let room = Room::over(&store.db);
    let firm = room.firm(1, Some(1_000)).await;
    let clerk = &room.clerk;
    let (_, page, _) = room.send(clerk, Lang::Zh, "/layoffs", &[]).await;
    assert!(page.contains("没有这样的裁员报告") && page.contains("报裁员"), "{page}");
    let (_, page, _) = room.send(clerk, Lang::Zh, &format!("/layoffs/new?q={}", firm.code), &[]).await;
    assert!(page.contains(&firm.name), "{page}");
    let new = format!("/layoffs/new?employer={}", firm.id);
    let (_, page, _) = room.send(clerk, Lang::Zh, &new, &[]).await;
    for field in ["涉及人数", "裁员说明日", "听取意见日", "应付经济补偿", "有较大影响力"]
    {
        assert!(page.contains(field), "{field} is asked because a rule reads it: {page}");
    }
    assert!(
        page.contains("1000") && !page.contains("name=\"e.staff\""),
        "what the register knows is shown, not asked"
    );
    let (_, page, _) = room.send(clerk, Lang::En, &new, &[]).await;
    assert!(page.contains("Persons affected") && page.contains("Severance due"), "{page}");

    let base = [
        ("employer", firm.id.as_str()),
        ("f.event", "layoff"),
        ("f.persons", "100"),
        ("f.carried_out_on", "2027-01-10"),
    ];
    let judge = [&base[..], &[("act", "judge")]].concat();
    let (_, page, _) = room.send(clerk, Lang::Zh, "/layoffs", &judge).await;
    assert!(page.contains("刚好在边界上") && page.contains("10.0%"), "{page}");
    let (_, page, _) = room.send(clerk, Lang::En, "/layoffs", &judge).await;
    assert!(page.contains("Exactly on the boundary"), "{page}");
    let wrong = [&base[..2], &[("act", "file")]].concat();
    let (status, page, _) = room.send(clerk, Lang::Zh, "/layoffs", &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("请填写这一项") && page.contains("href=\"#f-persons\""), "{page}");
    let file =
        [&base[..], &[("act", "file"), ("_once", "form-0001"), ("event_at", "2026-11-22 08:00")]].concat();
    let (status, page, there) = room.send(clerk, Lang::Zh, "/layoffs", &file).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, _, again) = room.send(clerk, Lang::Zh, "/layoffs", &file).await;
    assert_eq!(there, again, "the form sent twice files once");
    let (_, page, _) = room.send(clerk, Lang::Zh, &there, &[]).await;
    assert!(page.contains("已报出") && page.contains("报告和办理环节") && page.contains("抚顺市"), "{page}");
    let (_, page, _) = room.send(clerk, Lang::En, &there, &[]).await;
    assert!(page.contains("Rule by rule") && page.contains("1 hours"), "{page}");
    let one = there.split('?').next().unwrap();
    let (_, page, _) = room.send(clerk, Lang::Zh, &format!("{one}/edit"), &[]).await;
    assert!(page.contains("更正原因") && page.contains("value=\"100\""), "{page}");
    for lang in [Lang::Zh, Lang::En] {
        for path in ["/layoffs?state=all", "/layoffs/risks", "/layoffs/incidents", "/layoffs/lead"] {
            let (status, _, _) = room.send(clerk, lang, path, &[]).await;
            assert_eq!(status, StatusCode::OK, "{path}");
        }
    }
    let (_, text, _) = room.send(clerk, Lang::Zh, "/layoffs/export.csv", &[]).await;
    assert!(text.lines().count() == 2 && text.contains(&firm.name) && text.contains("10.0%"), "{text}");
    let (status, _, _) = room.send(clerk, Lang::Zh, "/layoffs/export.xlsx", &[]).await;
    assert_eq!(status, StatusCode::OK);
    let leader = Person::new("李", Role::Leader, "210000");
    let (status, _, _) = room.send(&leader, Lang::Zh, "/layoffs", &file).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn two_notices_side_by_side() {
    let store = sqlite().await;
    let room = Room::over(&store.db);
    let firm = room.firm(1, Some(10_000)).await;
    let mut ids = Vec::new();
    for (persons, key) in [("300", "form-0001"), ("305", "form-0002")] {
        let form = [
            ("employer", firm.id.as_str()),
            ("f.event", "layoff"),
            ("f.persons", persons),
            ("f.carried_out_on", "2027-01-10"),
            ("act", "file"),
            ("_once", key),
        ];
        let (_, _, there) = room.send(&room.clerk, Lang::Zh, "/layoffs", &form).await;
        ids.push(there.trim_start_matches("/layoffs/").split('?').next().unwrap().to_owned());
    }
    let path = format!("/layoffs/compare?one={}&other={}", ids[0], ids[1]);
    for (lang, words) in [(Lang::Zh, "疑为重复"), (Lang::En, "likely a duplicate")] {
        let (_, page, _) = room.send(&room.clerk, lang, &path, &[]).await;
        assert!(page.contains(words) && page.contains("300") && page.contains("305"), "{page}");
    }
    let form =
        [("one", ids[0].as_str()), ("other", ids[1].as_str()), ("kind", "duplicate"), ("_once", "form-0003")];
    let (status, _, _) = room.send(&room.clerk, Lang::Zh, "/layoffs/compare", &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
}

#[test]
fn every_text_is_there_in_both_languages() {
    check_keys(env!("CARGO_MANIFEST_DIR"), WORDS.keys(Lang::Zh), WORDS.keys(Lang::En));
}
