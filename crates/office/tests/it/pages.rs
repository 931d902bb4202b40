//! Each page in both languages for a role that may see it, and refused for roles that may not.

use anye_access::Role;
use anye_base::Lang;
use anye_testkit::sqlite;
use axum::http::StatusCode;

use crate::app::{App, PROVINCE};

const PAGES: &[(&str, Role, &[Role])] = &[
    ("/places", Role::Jobseeker, &[]),
    ("/places?tree=statistical&root=210400&asof=2010-01-01", Role::Analyst, &[]),
    ("/places?asof=1900-01-01", Role::Analyst, &[]),
    ("/places/list?q=fs", Role::Clerk, &[]),
    ("/places/list?parent=210400&level=county", Role::Clerk, &[]),
    ("/places/list?q=zzzzzz", Role::Clerk, &[]),
    ("/places/210400", Role::SystemAdmin, &[]),
    ("/places/210115", Role::Analyst, &[]),
    ("/places/210122", Role::Analyst, &[]),
    ("/places/210115?asof=2010-01-01", Role::Analyst, &[]),
    ("/places/210115/compare", Role::Analyst, &[]),
    ("/places/210100/compare?then=2010-01-01&now=2020-01-01", Role::Analyst, &[]),
    (
        "/places/import",
        Role::PolicyOfficer,
        &[Role::Clerk, Role::Analyst, Role::SystemAdmin, Role::Jobseeker],
    ),
    ("/units", Role::Analyst, &[Role::SystemAdmin, Role::AuditAdmin]),
    ("/units?at=&function=hrss", Role::Analyst, &[]),
    ("/units?q=zzzz", Role::Analyst, &[]),
    ("/units/hrss@210400", Role::Jobseeker, &[Role::SecurityAdmin]),
    ("/units/labour_security@210400", Role::Clerk, &[]),
    ("/pack", Role::Leader, &[Role::SystemAdmin, Role::Jobseeker]),
    ("/pack/CY2017", Role::Clerk, &[Role::AuditAdmin]),
    ("/jobs", Role::SystemAdmin, &[Role::AuditAdmin, Role::Jobseeker]),
    ("/jobs?state=failed", Role::Clerk, &[]),
    (
        "/audit",
        Role::AuditAdmin,
        &[Role::SystemAdmin, Role::SecurityAdmin, Role::PolicyOfficer, Role::Jobseeker],
    ),
    ("/audit?who=nobody&from=2020-01-01&to=2020-12-31&at=210400&outcome=denied", Role::AuditAdmin, &[]),
    ("/audit/verify", Role::AuditAdmin, &[Role::SystemAdmin]),
    ("/audit/export", Role::AuditAdmin, &[Role::SystemAdmin]),
    ("/", Role::PolicyOfficer, &[]),
    ("/help", Role::Clerk, &[]),
    ("/help/accessibility", Role::Clerk, &[]),
    ("/api", Role::Clerk, &[]),
    ("/problems", Role::Clerk, &[]),
    ("/problems/place_rows_bad", Role::Clerk, &[]),
];

#[tokio::test]
async fn each_page_is_there_in_both_languages_and_refused_where_it_must_be() {
    let test = sqlite().await;
    let app = App::over(&test.db);
    for (path, role, others) in PAGES {
        let mut texts = Vec::new();
        for lang in Lang::ALL {
            let answer = app.get_in(Some((*role, PROVINCE)), lang, path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path} for {role:?}: {:?}", answer.fault);
            texts.push(answer.text);
        }
        if !path.contains("export") {
            assert!(texts[0].contains("lang=\"zh-CN\"") && texts[1].contains("lang=\"en\""), "{path}");
            assert!(texts[0].contains("<h1>") && texts[0].contains("</main>"), "{path}");
            assert_ne!(texts[0], texts[1], "{path} is the same in both languages");
        }
        for other in *others {
            let answer = app.get(*other, path).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} for {other:?}");
        }
    }
}

#[tokio::test]
async fn a_stranger_is_sent_to_sign_in_except_from_public_pages() {
    let test = sqlite().await;
    let app = App::over(&test.db);
    for (path, ..) in PAGES {
        let answer = app.get_in(None, Lang::Zh, path).await;
        let public =
            ["/help", "/api", "/problems"].iter().any(|start| path.starts_with(start)) || *path == "/";
        let wanted = if public { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
        assert_eq!(answer.status, wanted, "{path}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_so() {
    let test = sqlite().await;
    let app = App::over(&test.db);
    for (path, role) in [
        ("/places/999999", Role::Analyst),
        ("/places/999999/compare", Role::Analyst),
        ("/units/nothing@210400", Role::Analyst),
        ("/pack/NONE", Role::Analyst),
        ("/jobs/none", Role::SystemAdmin),
        ("/audit/99999", Role::AuditAdmin),
        ("/audit/first", Role::AuditAdmin),
        ("/problems/nonsense", Role::Analyst),
    ] {
        assert_eq!(app.get(role, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(app.get(Role::Analyst, "/places?tree=royal").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
