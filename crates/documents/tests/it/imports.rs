//! Importing: what is stored, what the same file does again, who may.

use anye_access::Role;
use anye_base::ErrorKind;
use anye_db::{Once, Read as _, sql};
use anye_documents::batch::Outcome;
use anye_documents::dry_run::dry_run;
use anye_documents::import::NewFile;
use anye_documents::show::{show, source};
use anye_testkit::databases;

use crate::world::{App, FUSHUN, KNOWLEDGE, LIAOYANG, Person, TWO_ARTICLES, notice};

#[tokio::test]
async fn a_document_is_stored_with_its_articles_findings_and_source() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let text = notice(1, TWO_ARTICLES);
        let imported = app.import(&officer, "一.txt", &text).await.unwrap();
        assert_eq!((imported.outcome, imported.article_count), (Outcome::Imported, 2));
        assert_eq!(imported.document_id, "样政发-2026-1");
        let asking = app.asking(&officer);
        let document = show(&app.library, &asking.caller(None), &imported.document_id).await.unwrap();
        assert_eq!(document.record.number.as_deref(), Some("样政发〔2026〕1号"));
        assert_eq!(document.record.place, LIAOYANG);
        assert_eq!(document.record.version, 1);
        let article = document.text("1").unwrap();
        assert_eq!(article.units.len(), 2, "{:?}", article.units);
        assert!(article.figures.iter().any(|figure| figure.finding.value == 320.0));
        let kept = source(&app.library, &asking.caller(None), &imported.document_id).await.unwrap();
        assert_eq!(kept, text);
        let json = serde_json::to_value(document.contract()).unwrap();
        for field in [
            "id",
            "number",
            "title",
            "issuer",
            "place",
            "issued_on",
            "kind",
            "chapters",
            "articles",
            "warnings",
        ] {
            assert!(json.get(field).is_some(), "{field}");
        }
        let figure = &json["articles"][0]["figures"][0];
        assert!(
            figure["id"].is_string() && figure["state"].is_string() && figure["version"] == 1,
            "{figure}"
        );
        assert!(figure["value"].is_number() && figure["span"].is_array());
    }
}

#[tokio::test]
async fn the_same_content_twice_is_the_same_document_and_another_text_with_its_number_is_a_conflict() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let text = notice(2, TWO_ARTICLES);
        let first = app.import(&officer, "a.txt", &text).await.unwrap();
        let again = app.import(&officer, "b.txt", &text).await.unwrap();
        assert_eq!((again.outcome, &again.document_id), (Outcome::AlreadyThere, &first.document_id));
        let other = text.replace("320", "350");
        let clash = app.import(&officer, "c.txt", &other).await.unwrap_err();
        assert_eq!((clash.kind, clash.code), (ErrorKind::Conflict, "document_number_taken"));
        assert!(clash.args.contains(&("id", first.document_id.clone())));
        let mut options = officer.options();
        options.edition = Some("修订".into());
        let edition = app.import_with(&officer, "c.txt", other.as_bytes(), &options, None).await.unwrap();
        assert_eq!(edition.document_id, format!("{}~修订", first.document_id));
        let asking = app.asking(&officer);
        let file = NewFile { name: "d.txt".into(), bytes: text.replace("320", "360").into_bytes() };
        let tried = dry_run(&app.library, &asking.caller(None), file, &officer.options()).await.unwrap();
        assert_eq!(tried.conflict.as_deref(), Some("document_number_taken"));
        assert_eq!(tried.document.articles.len(), 2);
        let mut from = &app.db.db;
        let row = from.one(sql("select count(*) as n from document")).await.unwrap();
        assert_eq!(row.int("n").unwrap(), 2);
    }
}

#[tokio::test]
async fn a_lost_answer_can_be_asked_for_again_under_its_key() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let once = Once {
            key: "key-12345".into(),
            operation: "POST /api/documents".into(),
            body_digest: "d".into(),
        };
        let text = notice(3, TWO_ARTICLES);
        let mut outcomes = Vec::new();
        for _ in 0..2 {
            let done =
                app.import_with(&officer, "a.txt", text.as_bytes(), &officer.options(), Some(&once)).await;
            outcomes.push(done.unwrap());
        }
        assert_eq!(outcomes[0], outcomes[1]);
        let mut from = &app.db.db;
        let query = sql("select count(*) as n from audit_record where action = 'documents.import'");
        assert_eq!(from.one(query).await.unwrap().int("n").unwrap(), 1);
    }
}

#[tokio::test]
async fn only_who_may_import_at_the_documents_place_can() {
    for db in databases().await {
        let app = App::new(db);
        let text = notice(4, TWO_ARTICLES);
        for (role, place) in
            [(Role::PolicyOfficer, FUSHUN), (Role::Clerk, LIAOYANG), (Role::SystemAdmin, "210000")]
        {
            let refused = app.import(&Person::new("x", role, place), "a.txt", &text).await.unwrap_err();
            assert_eq!((refused.kind, refused.code), (ErrorKind::Denied, "denied"), "{role:?}");
        }
        let own = Person::new("y", Role::PolicyOfficer, LIAOYANG);
        let id = app.import(&own, "a.txt", &text).await.unwrap().document_id;
        // Another city sees neither the document nor that there is one.
        let other = Person::new("z", Role::PolicyOfficer, FUSHUN);
        let (hidden, absent) = {
            let asking = app.asking(&other);
            let caller = asking.caller(None);
            (
                show(&app.library, &caller, &id).await.unwrap_err(),
                show(&app.library, &caller, "no").await.unwrap_err(),
            )
        };
        assert_eq!(hidden, absent);
    }
}

#[tokio::test]
async fn a_text_without_a_place_takes_the_importers_and_says_so() {
    for db in databases().await {
        let app = App::new(db);
        let text = "关于做好样例工作的通知\n\n一、要求\n\n(一)认真办理。各单位认真办理样例工作。\n";
        let person = Person::new("f", Role::PolicyOfficer, FUSHUN);
        let imported = app.import(&person, "a.txt", text).await.unwrap();
        assert_eq!(imported.place, FUSHUN);
        assert!(imported.warnings.iter().any(|warning| warning.code == "place_from_importer"));
    }
}

#[tokio::test]
async fn the_sample_notice_of_the_pack_imports_as_a_sample() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let text = KNOWLEDGE.pack.file("documents/sample-notice.txt").unwrap();
        let done = app.import_with(&officer, "sample.txt", text, &officer.options(), None).await.unwrap();
        assert_eq!(done.article_count, 7);
        let asking = app.asking(&officer);
        let document = show(&app.library, &asking.caller(None), &done.document_id).await.unwrap();
        assert!(document.record.sample);
        // 本通知自印发之日起施行，有效期2年。
        let days = (document.record.in_force_from, document.record.in_force_to);
        assert_eq!(days, ("2026-01-15".parse().ok(), "2028-01-14".parse().ok()));
    }
}
