//! Who can see this, and why.

use axum::http::StatusCode;

use crate::house::{CITY, COUNTY, demos};

#[tokio::test]
async fn who_can_names_everybody_with_the_grant_that_lets_them() {
    for house in demos().await {
        let mut security = house.signed_in("security").await;
        let city = security.get(&format!("/access/who?permission=documents.correct&place={CITY}")).await;
        assert_eq!(city.status, StatusCode::OK);
        assert!(city.text.contains("甲市 210400 · 更正文件 · 今天有 1 个账号"), "{}", city.text);
        assert!(city.text.contains("因为在样例省 210000担任政策专员,范围为本级及下级"));
        assert!(!city.text.contains("经办人员"), "the clerk of the county corrects in the county alone");
        let county = security.get(&format!("/access/who?permission=documents.correct&place={COUNTY}")).await;
        assert!(
            county.text.contains("今天有 2 个账号")
                && county.text.contains("因为在甲一区 210411担任经办人员,范围为仅本级")
        );
        let nobody = security.get("/access/who?permission=audit.read&place=210600").await;
        assert!(nobody.text.contains("审计管理员") && !nobody.text.contains("担任系统管理员"));
        let bad = security.get("/access/who?permission=documents.read&place=%E4%B8%99").await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.text.contains("<title>错误：") && bad.text.contains("没有找到地区“丙”"));
    }
}

#[tokio::test]
async fn why_gives_the_reason_for_yes_and_for_no() {
    for house in demos().await {
        let mut security = house.signed_in("security").await;
        for (account, permission, place, verdict, reason) in [
            ("clerk", "documents.correct", COUNTY, "可以：更正文件", "因为在甲一区 210411担任经办人员"),
            ("clerk", "documents.correct", CITY, "不可以：更正文件", "够不到这里"),
            ("clerk", "documents.read", "210600", "不可以：查看文件", "够不到这里"),
            ("system", "documents.read", CITY, "不可以：查看文件", "所担任的角色都不包含这项权限"),
            ("leader", "documents.read", CITY, "可以：查看文件", "担任领导,范围为上级、本级及下级"),
        ] {
            let path = format!("/access/why?account={account}&permission={permission}&place={place}");
            let answer = security.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(answer.text.contains(verdict), "{path}: {}", answer.text);
            assert!(answer.text.contains(reason), "{path}");
            let program = security.get(&path.replace("/access", "/api/access")).await.json();
            assert_eq!(program["allowed"], verdict.starts_with("可以"));
            assert_eq!(program["place"], place);
        }
        let unknown =
            security.get(&format!("/access/why?account=ghost&permission=documents.read&place={CITY}")).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        assert!(unknown.text.contains("href=\"#why-account\""));
    }
}

#[tokio::test]
async fn the_table_on_the_page_is_the_table_that_decides() {
    for house in demos().await {
        let mut clerk = house.signed_in("clerk").await;
        let page = clerk.get("/access/matrix").await;
        let row = page.between("documents.correct", "</tr>");
        let cells: Vec<&str> = row
            .split("<td")
            .skip(1)
            .map(|cell| cell.split('>').nth(1).unwrap().split('<').next().unwrap())
            .collect();
        assert_eq!(cells, ["—", "—", "—", "本级及下级", "仅本级", "—", "—", "—", "—", "—", "—"]);
        assert_eq!(page.text.matches("您的角色").count(), 1);
        let lines = clerk.get("/api/access/matrix").await.json();
        let line = serde_json::json!({ "role": "clerk", "permission": "documents.correct", "reach": "own" });
        assert!(lines.as_array().unwrap().contains(&line));
    }
}
