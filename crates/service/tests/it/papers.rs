//! Papers as files: taken by what they hold, read only by who may see the case, marked when the original was seen.

use std::sync::Arc;

use anye_access::Role;
use anye_db::{Read as _, sql};
use anye_registry::person::rekey::Reseal as _;
use anye_registry::seal::Keys;
use anye_service::Service;
use anye_service::paper::FilesReseal;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::poor::{draft, offices};
use crate::world::{COUNTY, Office, Person, answers, entitled};

/// A PNG of one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\0\0\0\0\0\0\0\x02IDATx\x9c\0\0\0\0\0\0\0\0IEND\0\0\0\0";

async fn upload(
    office: &Office,
    by: &Person,
    path: &str,
    fields: &[(&str, &str)],
    (name, bytes): (&str, &[u8]),
) -> (StatusCode, String) {
    let mut body = String::new();
    for (key, value) in fields.iter().chain(&[("_csrf", "token")]) {
        body.push_str(&format!("--cut\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n"));
    }
    let mut whole = body.into_bytes();
    whole.extend_from_slice(
        format!("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
            .as_bytes(),
    );
    whole.extend_from_slice(bytes);
    whole.extend_from_slice(b"\r\n--cut--\r\n");
    let request = Request::builder().method(Method::POST).uri(path);
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
    office.send(by, request, whole).await
}

fn pdf(body: &str) -> Vec<u8> {
    format!("%PDF-1.4\n{body}\nstartxref\n9\n%%EOF\n").into_bytes()
}

#[tokio::test]
async fn a_paper_is_kept_by_what_it_holds_and_read_by_who_may_see_the_case() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let elsewhere = Person::new("elsewhere", Role::Clerk, "210502");
    for office in offices().await {
        let id = draft(&office, &clerk, "p1").await;
        let path = format!("/api/service/applications/{id}/papers");
        let lease = [("paper", "p.lease")];
        let refused: [(&str, &[u8], &str); 6] = [
            ("lease.pdf", PNG, "paper_lies"),
            ("lease.exe", PNG, "paper_lies"),
            ("lease.pdf", b"MZ a program", "paper_kind"),
            ("lease.png", &PNG[..30], "paper_broken"),
            ("lease.pdf", b"%PDF-1.4 cut off", "paper_broken"),
            ("lease.pdf", b"", "paper_empty"),
        ];
        for (name, bytes, code) in refused {
            let (status, text) = upload(&office, &clerk, &path, &lease, (name, bytes)).await;
            assert!(
                status == StatusCode::UNPROCESSABLE_ENTITY && text.contains(code),
                "{code}: {status} {text}"
            );
        }
        // On the page the answer says what is wrong, under a status that the script of uploads understands.
        let page = format!("/service/applications/{id}/papers");
        let (status, text) = upload(&office, &clerk, &page, &lease, ("lease.pdf", PNG)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            text.contains("error-summary") && text.contains("PNG") && text.contains("lease.pdf"),
            "{text}"
        );
        let active = pdf("<< /S /JavaScript /JS (x) >>");
        let (_, text) = upload(&office, &clerk, &path, &lease, ("lease.pdf", &active)).await;
        assert!(text.contains("paper_active"), "{text}");
        let (status, text) = upload(&office, &clerk, &path, &[("paper", "p.other")], ("a.png", PNG)).await;
        assert!(status.is_client_error() && text.contains("paper_unknown"), "{text}");
        assert_eq!(office.json(&clerk, &path).await["items"], json!([]), "nothing refused was kept");
        // The same file twice is there once, and answers the question of its paper.
        let (status, text) = upload(&office, &clerk, &path, &lease, ("lease.png", PNG)).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let one: Value = serde_json::from_str(&text).unwrap();
        let (_, again) = upload(&office, &clerk, &path, &lease, ("copy.png", PNG)).await;
        assert_eq!(serde_json::from_str::<Value>(&again).unwrap()["id"], one["id"]);
        assert_eq!((&one["kind"], &one["size"]), (&json!("png"), &json!(PNG.len())));
        let shown = office.json(&clerk, &format!("/api/service/applications/{id}")).await;
        assert_eq!(shown["application"]["answers"]["p.lease"], "lease.png");
        let file = format!("/service/papers/{}", one["id"].as_str().unwrap());
        assert_eq!(office.get(&clerk, &file).await.0, StatusCode::OK);
        for stranger in [&elsewhere, &Person::new("asker", Role::Jobseeker, COUNTY)] {
            assert_eq!(office.get(stranger, &file).await.0, StatusCode::NOT_FOUND);
            assert_eq!(office.get(stranger, &path).await.0, StatusCode::NOT_FOUND);
            let (status, _) = upload(&office, stranger, &path, &lease, ("a.png", PNG)).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
        }
        sealed(&office, &clerk, &file).await;
        // Bytes that are not those that were sent are never handed out.
        let (core, actor) = (&office.service.core, anye_base::Actor::system("test"));
        let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
        tx.run(sql("update service_file set body = 'AAAA'")).await.unwrap();
        tx.commit(anye_db::audit::Event::new("test.damage", "file", "x")).await.unwrap();
        assert_eq!(office.get(&clerk, &file).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    }
}

/// Nothing of the file stands in the store; one from before is read all the same, and sealed by the job that changes keys; each reading is recorded.
async fn sealed(office: &Office, clerk: &Person, file: &str) {
    let mut db = office.db();
    let body = async || {
        let mut db = office.db();
        db.one(sql("select body from service_file")).await.unwrap().text("body").unwrap()
    };
    let plain = STANDARD.encode(PNG);
    assert!(body().await.starts_with("k1:") && !body().await.contains(&plain[..20]));
    let core = &office.service.core;
    let actor = anye_base::Actor::system("test");
    let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
    tx.run(sql("update service_file set body = $1").bind(&plain)).await.unwrap();
    tx.commit(anye_db::audit::Event::new("test.before", "file", "x")).await.unwrap();
    assert_eq!(office.get(clerk, file).await.0, StatusCode::OK, "kept before files were sealed");
    let two = Keys::new(vec![("k1".into(), [1; 16]), ("k2".into(), [9; 16])], vec![("b1".into(), [2; 32])]);
    let newer = office.service.clone().with_keys(two.map(Arc::new));
    for changed in [1, 0] {
        let (last, many) = FilesReseal(newer.clone()).after("").await.unwrap();
        assert_eq!((last.is_some(), many), (true, changed));
        assert_eq!(FilesReseal(newer.clone()).after(&last.unwrap()).await.unwrap(), (None, 0));
    }
    assert!(body().await.starts_with("k2:"));
    let opened = paper_bytes(&newer, clerk, file).await;
    assert_eq!(opened, PNG, "sealed anew it is the same file");
    let read = "select count(*) as n from audit_record where action = 'service.paper_read'";
    assert_eq!(db.one(sql(read)).await.unwrap().int("n").unwrap(), 3, "each reading is recorded");
    let looks = "select count(*) as n from person_look where what = 'paper' and person_id = 'p1'";
    assert_eq!(db.one(sql(looks)).await.unwrap().int("n").unwrap(), 3, "and the person can see who");
}

async fn paper_bytes(service: &Service, by: &Person, file: &str) -> Vec<u8> {
    let asking = anye_web::Asking::of(&service.core, &by.actor, &by.grants);
    let id = file.rsplit('/').next().unwrap();
    anye_service::paper::content(service, &asking.caller(None), id).await.unwrap().bytes
}

/// Applied for online by the person itself, with papers, steps and how far it is.
/// covers: LN2020-R/3.6.c
#[tokio::test]
async fn the_original_is_marked_by_an_officer_and_papers_asked_for_say_their_step() {
    let clerk = Person::new("clerk", Role::Clerk, COUNTY);
    let reviewer = Person::new("reviewer", Role::Reviewer, COUNTY);
    let asker = Person::new("asker", Role::Jobseeker, COUNTY);
    for office in offices().await {
        office.person("p1", "王小明", "account-asker", &entitled()).await;
        let begin = json!({ "programmes": ["sample-settling"], "subject_kind": "person", "subject": "p1", "channel": "itself" });
        let made = office.done(&asker, "/api/service/applications", "begin-0001", &begin).await;
        let id = made["id"].as_str().unwrap();
        let path = format!("/api/service/applications/{id}/papers");
        let (status, text) = upload(&office, &asker, &path, &[("paper", "p.lease")], ("a.png", PNG)).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let first: Value = serde_json::from_str(&text).unwrap();
        let act = format!("/api/service/papers/{}", first["id"].as_str().unwrap());
        let send = json!({ "version": 2, "answers": answers() });
        let opened =
            office.done(&asker, &format!("/api/service/applications/{id}/send"), "send-0001", &send).await;
        let case = opened["cases"][0].as_str().unwrap().to_owned();
        let seen = json!({ "act": "seen" });
        assert_eq!(office.post(&asker, &act, "seen-00001", &seen).await.0, StatusCode::FORBIDDEN);
        assert_eq!(office.post(&reviewer, &act, "seen-00002", &seen).await.0, StatusCode::FORBIDDEN);
        let marked = office.done(&clerk, &act, "seen-00003", &seen).await;
        assert_eq!(marked["original"][0], "clerk");
        let gone = office.post(&asker, &act, "gone-00001", &json!({ "act": "remove" })).await;
        assert_eq!(gone.0, StatusCode::CONFLICT, "what was sent stays as it was sent");
        // Not the applicant's turn, until something is asked.
        let more = [("paper", "p.lease"), ("case", case.as_str())];
        let second = pdf("1 0 obj");
        let (status, _) = upload(&office, &asker, &path, &more, ("b.pdf", &second)).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        office.acts(&clerk, &case, json!({ "act": "ask", "asked": ["p.lease"], "note": "第二页" })).await;
        let (status, text) = upload(&office, &asker, &path, &more, ("b.pdf", &second)).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let one: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(one["step"], "examine", "it is for the step that asked");
        let (_, page) = office.get(&clerk, &format!("/service/cases/{case}")).await;
        for said in ["a.png", "b.pdf", "已核原件", "受理初审", "value=\"seen\""] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let (_, page) = office.get(&asker, &format!("/service/cases/{case}")).await;
        assert!(page.contains("b.pdf") && !page.contains("value=\"seen\""), "{page}");
        let mut db = office.db();
        let files = db.one(sql("select count(*) as n from service_file")).await.unwrap().int("n").unwrap();
        assert_eq!(files, 2);
    }
}
