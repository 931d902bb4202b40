//! Grants as security administrators meet them.

use axum::http::StatusCode;

use crate::browser::{Answer, Browser};
use crate::house::{CITY, PASSWORD, demos};

async fn give(browser: &mut Browser, account: &str, role: &str, place: &str) -> Answer {
    browser.get("/grants/new").await;
    let fields = [
        ("account", account),
        ("role", role),
        ("place", place),
        ("valid_from", "2026-11-22"),
        ("valid_to", ""),
        ("reason", "工作安排"),
    ];
    browser.post("/grants", &fields).await
}

#[tokio::test]
async fn the_three_administrators_exclude_each_other_and_every_other_role() {
    for house in demos().await {
        let mut security = house.signed_in("security").await;
        for (account, role, held, wanted) in [
            ("system", "audit_admin", "系统管理员", "审计管理员"),
            ("audit", "clerk", "审计管理员", "经办人员"),
            ("clerk", "system_admin", "经办人员", "系统管理员"),
        ] {
            let answer = give(&mut security, account, role, CITY).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{account} {role}");
            assert!(
                answer.text.contains(&format!("“{held}”")) && answer.text.contains(&format!("“{wanted}”"))
            );
            assert!(answer.text.contains("href=\"#grant-role\"") && answer.text.contains("三员互斥"));
        }
        // A second account of the same person does not help.
        house.newcomer("system.two", "demo-system", "staff", CITY).await;
        let answer = give(&mut security, "system.two", "clerk", CITY).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        let own = give(&mut security, "security", "security_admin", CITY).await;
        assert_eq!(own.status, StatusCode::CONFLICT);
        assert!(own.text.contains("不能给自己授权"));
    }
}

#[tokio::test]
async fn a_role_given_works_and_a_role_taken_back_does_not() {
    for house in demos().await {
        let mut newcomer = house.newcomer("analyst2", "N-2", "staff", CITY).await;
        assert!(newcomer.get("/profile").await.text.contains("还没有任何角色"));
        let mut security = house.signed_in("security").await;
        let given = give(&mut security, "analyst2", "analyst", "甲市").await;
        assert!(given.location.ends_with("done=grant-given"), "{}", given.text);
        assert!(
            newcomer.get("/profile").await.location.starts_with("/login"),
            "a new role asks for a new sign-in"
        );
        let mut newcomer = house.signed_in_with("analyst2", PASSWORD).await;
        assert!(newcomer.get("/profile").await.text.contains("分析人员 · 甲市 210400"));
        let page = security.get(&given.location).await;
        assert!(
            page.text.contains("已授权，对方须重新登录。")
                && page.text.contains("由 安全管理员(演示) (security) 提出")
        );
        let path = given.location.split('?').next().unwrap().to_owned();
        let version = page.between("name=\"version\" value=\"", "\"").to_owned();
        let bare = security.post(&format!("{path}/revoke"), &[("version", &version), ("reason", "")]).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.text.contains("href=\"#revoke-reason\""));
        let done =
            security.post(&format!("{path}/revoke"), &[("version", &version), ("reason", "调离")]).await;
        assert_eq!(done.location, format!("{path}?done=grant-revoked"));
        assert!(newcomer.get("/profile").await.location.starts_with("/login"));
        let list = security.get("/grants?account=analyst2&state=revoked").await;
        assert!(list.text.contains("已撤销") && list.text.contains("分析人员"));
        assert!(security.get("/grants?account=nobody-at-all").await.text.contains("没有这个账号"));
    }
}

#[tokio::test]
async fn an_administrators_role_waits_for_a_second_security_administrator() {
    for house in demos().await {
        house.newcomer("security.two", "S-22", "staff", "210000").await;
        house.newcomer("audit.two", "A-22", "staff", CITY).await;
        let mut first = house.signed_in("security").await;
        // Nobody else is there yet who could confirm this one.
        assert!(
            give(&mut first, "security.two", "security_admin", "210000")
                .await
                .location
                .ends_with("done=grant-given")
        );
        let asked = give(&mut first, "audit.two", "audit_admin", CITY).await;
        assert!(asked.location.ends_with("done=grant-waits"), "{}", asked.location);
        let path = asked.location.split('?').next().unwrap().to_owned();
        let page = first.get(&asked.location).await;
        assert!(page.text.contains("须由另一位安全管理员确认后生效"));
        let own = first.post(&format!("{path}/confirm"), &[("version", "1")]).await;
        assert_eq!(own.status, StatusCode::CONFLICT);
        assert!(
            own.text.contains("须由另一位安全管理员确认：") || own.text.contains("须由另一位安全管理员确认:")
        );
        let mut second = house.signed_in_with("security.two", PASSWORD).await;
        let list = second.get("/grants").await;
        assert!(list.text.contains("等待确认") && list.text.contains("1 项等另一位安全管理员确认"));
        second.get(&path).await;
        let done = second.post(&format!("{path}/confirm"), &[("version", "1")]).await;
        assert_eq!(done.location, format!("{path}?done=grant-confirmed"), "{}", done.text);
        assert!(second.get(&path).await.text.contains("确认"));
        let late = second.post(&format!("{path}/confirm"), &[("version", "2")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn a_wrong_day_stands_at_its_field() {
    for house in demos().await {
        let mut security = house.signed_in("security").await;
        security.get("/grants/new").await;
        for (from, to, field) in [("31.1.2026", "", "valid_from"), ("2026-11-22", "2026-11-01", "valid_to")] {
            let fields = [
                ("account", "analyst"),
                ("role", "clerk"),
                ("place", CITY),
                ("valid_from", from),
                ("valid_to", to),
                ("reason", "工作"),
            ];
            let answer = security.post("/grants", &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains(&format!("href=\"#grant-{field}\"")), "{field}: {}", answer.text);
        }
    }
}
