//! Certificates: checked by anybody under number and code, printed with a QR code, made void with a reason, by who may decide and never by the holder.

use std::sync::Arc;

use anye_access::Role;
use anye_db::{Read as _, sql};
use anye_registry::elsewhere::Elsewhere as _;
use anye_service::everybody::ForEverybody;
use axum::http::StatusCode;
use serde_json::json;

use crate::poor::offices;
use crate::world::{COUNTY, Person, answers, entitled, granting};

#[tokio::test]
async fn a_certificate_is_checked_by_anybody_and_made_void_with_a_reason() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let reviewer = Person::new("reviewer", Role::Reviewer, COUNTY);
    let elsewhere = Person::new("elsewhere", Role::Reviewer, "210502");
    let asker = Person::new("asker", Role::Jobseeker, COUNTY);
    for office in offices().await {
        office.person("p1", "王小明", "account-asker", &entitled()).await;
        let case = office.apply(&asker, "p1", "itself", &["sample-settling"], &answers()).await.remove(0);
        office.acts(&clerk, &case, json!({ "act": "pass", "note": "" })).await;
        let grant = granting();
        office.acts(&reviewer, &case, grant).await;
        office.clock.advance_seconds(20 * 86_400);
        assert_eq!(anye_service::publicity::turn(&office.service).await.unwrap(), 1);
        let mut db = office.db();
        let row = db.one(sql("select number, code from service_certificate")).await.unwrap();
        let (number, code) = (row.text("number").unwrap(), row.text("code").unwrap());
        let verify = format!("/service/verify/{number}?code={code}");
        let paper = format!("/service/certificates/{number}?code={code}");
        let (_, page) = office.get(&Person::nobody(), &verify).await;
        assert!(page.contains("有效") && !page.contains("王小明") && page.contains("王*明"), "{page}");
        let (_, page) = office.get(&Person::nobody(), &format!("/service/verify/{number}?code=X")).await;
        assert!(page.contains("没有发出过"), "{page}");
        // The page where papers of registers are checked finds it too: by number and code, in either case.
        let everybody = ForEverybody(Arc::new(office.service.clone()));
        let found = everybody.paper(&number, &code.to_uppercase()).await.unwrap().unwrap();
        assert_eq!((found.holder.as_str(), found.void), ("王*明", None));
        assert_eq!(everybody.paper(&number, "").await.unwrap(), None);
        assert_eq!(everybody.paper(&number, "0000000000000000").await.unwrap(), None);
        let (status, page) = office.get(&asker, &paper).await;
        assert!(status.is_success() && page.contains("<svg") && !page.contains("data-confirm"), "{page}");
        // Void: with a reason, by who may decide there; not by a clerk, elsewhere, or by whom it is for.
        let path = format!("/api/service/certificates/{number}/void");
        let why = json!({ "note": "合同是假的" });
        assert_eq!(office.post(&elsewhere, &path, "void-00001", &why).await.0, StatusCode::NOT_FOUND);
        assert_eq!(office.post(&clerk, &path, "void-00002", &why).await.0, StatusCode::FORBIDDEN);
        assert_eq!(office.post(&asker, &path, "void-00003", &why).await.0, StatusCode::FORBIDDEN);
        let (status, _) = office.post(&reviewer, &path, "void-00004", &json!({ "note": " " })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        office.done(&reviewer, &path, "void-00005", &why).await;
        office.done(&reviewer, &path, "void-00005", &why).await;
        assert_eq!(office.post(&reviewer, &path, "void-00006", &why).await.0, StatusCode::CONFLICT);
        assert!(everybody.paper(&number, &code).await.unwrap().unwrap().void.is_some());
        let (_, page) = office.get(&Person::nobody(), &verify).await;
        assert!(page.contains("已经作废") && !page.contains("合同是假的"), "{page}");
        let (_, page) = office.get(&asker, &paper).await;
        assert!(page.contains("已经作废") && page.contains("合同是假的"), "{page}");
        // One case was granted: too few to be told to everybody, in either language.
        for lang in ["", "&lang=en"] {
            let year = office.service.core.world.today().year();
            let (status, page) =
                office.get(&Person::nobody(), &format!("/statistics/services?year={year}{lang}")).await;
            assert!(status.is_success() && page.contains("</table>"), "{page}");
            let cells: Vec<&str> = page.split("<td class=\"num\">").skip(1).collect();
            assert!(!cells.is_empty() && cells.iter().all(|cell| !cell.starts_with('1')), "{page}");
        }
        let (_, page) = office.get(&asker, "/my").await;
        assert!(page.contains("已作废：合同是假的"), "{page}");
    }
}
