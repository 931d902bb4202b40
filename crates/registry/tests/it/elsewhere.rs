//! What another room has for everybody: its papers are checked on the page where all papers are, its table stands on the list of public tables.

use std::sync::Arc;

use anye_base::Lang;
use anye_forms::Words;
use anye_registry::elsewhere::{Elsewhere, LaterPaper, Paper, Public};
use anye_testkit::sqlite;
use axum::http::StatusCode;

use crate::register_pages::{Sent, send};
use crate::rooms::rooms;

struct Other;

impl Elsewhere for Other {
    fn paper<'a>(&'a self, number: &'a str, code: &'a str) -> LaterPaper<'a> {
        let void = (number == "9902").then(|| jiff::civil::date(2020, 6, 2));
        let paper = Paper {
            sort: "sample-grant".into(),
            name: Words { zh: "样例补助通知书".into(), en: "Notice of the sample grant".into() },
            holder: "王*明".into(),
            place: "210411".into(),
            from: jiff::civil::date(2020, 6, 1),
            void,
        };
        let known = matches!(number, "9901" | "9902") && code == "abcd";
        Box::pin(async move { Ok(known.then_some(paper)) })
    }

    fn tables(&self) -> Vec<Public> {
        let name = Words { zh: "样例公开表".into(), en: "Sample public table".into() };
        vec![Public { name: name.clone(), note: name, href: "/statistics/sample".into() }]
    }
}

#[tokio::test]
async fn papers_of_other_rooms_are_checked_on_the_same_page() {
    let store = sqlite().await;
    let (rooms, _, _) = rooms(&store.db);
    let verify = "/verify?n=9901&c=abcd";
    let (_, page, _) = send(&rooms, None, Lang::Zh, verify, Sent::Nothing).await;
    assert!(page.contains("没有查到这份证书"), "{page}");
    rooms.set_elsewhere(Arc::new(Other));
    let (status, page, _) = send(&rooms, None, Lang::Zh, verify, Sent::Nothing).await;
    assert!(status.is_success() && page.contains("证书真实，现在有效"), "{page}");
    assert!(page.contains("样例补助通知书") && page.contains("王*明") && page.contains("顺城区"), "{page}");
    let (_, page, _) = send(&rooms, None, Lang::En, verify, Sent::Nothing).await;
    assert!(page.contains("Notice of the sample grant") && page.contains("Shuncheng District"), "{page}");
    assert!(!page.contains("顺城区"), "a page in English names places in English: {page}");
    let (_, page, _) = send(&rooms, None, Lang::Zh, "/verify?n=9902&c=abcd", Sent::Nothing).await;
    assert!(page.contains("已不再有效") && page.contains("2020年6月2日"), "{page}");
    // A wrong code says no more than a wrong number.
    for wrong in ["/verify?n=9901&c=abce", "/verify?n=9909&c=abcd"] {
        let (_, page, _) = send(&rooms, None, Lang::Zh, wrong, Sent::Nothing).await;
        assert!(page.contains("没有查到这份证书") && !page.contains("王*明"), "{page}");
    }
    // Programs get the same answer.
    let (_, body, _) = send(&rooms, None, Lang::Zh, "/api/certificates/9901?code=abcd", Sent::Nothing).await;
    assert!(body.contains("sample-grant") && body.contains("\"valid\":true"), "{body}");
    let (status, _, _) = send(&rooms, None, Lang::Zh, "/api/certificates/9901?code=x", Sent::Nothing).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn public_tables_stand_on_one_page_and_no_others() {
    let store = sqlite().await;
    let (rooms, _, _) = rooms(&store.db);
    rooms.set_elsewhere(Arc::new(Other));
    let (status, page, _) = send(&rooms, None, Lang::Zh, "/statistics", Sent::Nothing).await;
    assert!(status.is_success() && page.contains("样例公开表"), "{page}");
    let mut public = 0;
    for register in &rooms.definitions.registers {
        for count in &register.counts {
            let href = format!("href=\"/statistics/{}/{}\"", register.id, count.id);
            assert_eq!(page.contains(&href), count.public, "{href}");
            if count.public {
                public += 1;
                let path = format!("/statistics/{}/{}", register.id, count.id);
                let (status, _, _) = send(&rooms, None, Lang::En, &path, Sent::Nothing).await;
                assert!(status.is_success(), "{path}");
            }
        }
    }
    assert!(public > 0, "the pack publishes a table");
}
