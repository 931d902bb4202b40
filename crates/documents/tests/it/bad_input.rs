//! The list of bad input: each gives its code, and nothing is half-stored.

use std::io::Write as _;

use anye_base::ErrorKind;
use anye_db::{Read as _, sql};
use anye_testkit::{TestDb, databases};

use crate::world::{App, KNOWLEDGE, Person, TWO_ARTICLES, child, notice};

async fn rows(db: &TestDb) -> Vec<i64> {
    let mut from = &db.db;
    let mut counts = Vec::new();
    for table in ["document", "document_source", "article", "relation", "unit_mention"] {
        let row = from.one(sql(format!("select count(*) as n from {table}"))).await.unwrap();
        counts.push(row.int("n").unwrap());
    }
    counts
}

/// Imports and expects a refusal with this code in both languages, with nothing stored.
async fn refused(app: &App, bytes: &[u8], code: &str) {
    let officer = Person::officer();
    let before = rows(&app.db).await;
    let fault = app.import_with(&officer, "file", bytes, &officer.options(), None).await.unwrap_err();
    assert_eq!(fault.code, code, "{fault}");
    for lang in anye_base::Lang::ALL {
        let said = app.library.core.texts(lang).fault(&fault);
        assert!(!said.contains('⟦') && !said.contains("{ $") && said.chars().count() > 6, "{said}");
    }
    assert_eq!(rows(&app.db).await, before);
}

#[tokio::test]
async fn what_is_no_text_is_refused_with_what_to_do() {
    for db in databases().await {
        let app = App::new(db);
        refused(&app, b"", "file_empty").await;
        refused(&app, b" \n\t ", "file_empty").await;
        refused(&app, &[0x00, 0x01, 0x02, 0x03, 0xff, 0xfe, 0x00, 0x07].repeat(50), "file_binary").await;
        refused(
            &app,
            &notice(1, TWO_ARTICLES).as_bytes()[..7].repeat(3_000_000)[..21_000_000],
            "document_too_large",
        )
        .await;
        let mut wrong = notice(1, TWO_ARTICLES).into_bytes();
        // Shift-JIS and other bytes that neither UTF-8 nor GB 18030 can hold.
        wrong.extend([0xff, 0x80, 0xff, 0x80]);
        refused(&app, &wrong, "file_wrong_encoding").await;
        refused(&app, "今天天气很好。我们去公园散步。\n".as_bytes(), "document_no_articles").await;
    }
}

#[tokio::test]
async fn fifty_megabytes_of_text_are_refused_before_they_are_read() {
    let app = App::new(anye_testkit::sqlite().await);
    let text = "各单位认真办理样例工作。\n".repeat(1_400_000);
    assert!(text.len() > 50_000_000);
    refused(&app, text.as_bytes(), "document_too_large").await;
}

#[tokio::test]
async fn doubled_and_missing_numbers_are_stored_with_warnings() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let twice = "(一)甲事。各单位办理甲事。\n\n(二)乙事。各单位办理乙事。\n\n(二)丙事。各单位办理丙事。\n\n(五)丁事。各单位办理丁事。";
        let imported = app.import(&officer, "a.txt", &notice(5, twice)).await.unwrap();
        let codes: Vec<&str> = imported.warnings.iter().map(|warning| warning.code.as_str()).collect();
        assert!(codes.contains(&"article_duplicate") && codes.contains(&"article_gap"), "{codes:?}");
        let asking = app.asking(&officer);
        let id = &imported.document_id;
        let document = anye_documents::show::show(&app.library, &asking.caller(None), id).await.unwrap();
        let keys: Vec<&str> = document.articles.iter().map(|article| article.key.as_str()).collect();
        assert_eq!(keys, ["1", "2", "2-2", "5"]);
    }
}

#[tokio::test]
async fn a_place_that_is_unknown_or_was_retired_by_then_is_refused_with_its_successor() {
    for db in databases().await {
        let (app, officer) = (App::new(db), Person::officer());
        let mut options = officer.options();
        options.place = Some("219999".into());
        let text = notice(6, TWO_ARTICLES);
        let fault = app.import_with(&officer, "a", text.as_bytes(), &options, None).await.unwrap_err();
        assert_eq!((fault.kind, fault.code), (ErrorKind::Invalid, "document_place_unknown"));
        let register = &KNOWLEDGE.places;
        let day = "2026-01-15".parse().unwrap();
        let retired =
            register.events().iter().flat_map(|record| codes(&format!("{record:?}"))).find(|code| {
                matches!(
                    register.resolve_code(code, day),
                    anye_places::Resolution::Retired { successors, .. } if !successors.is_empty()
                )
            });
        let code = retired.expect("the pack's events retire at least one code with a successor");
        options.place = Some(code.clone());
        let fault = app.import_with(&officer, "a", text.as_bytes(), &options, None).await.unwrap_err();
        assert_eq!(fault.code, "document_place_retired");
        let successors = &fault.args.iter().find(|(name, _)| *name == "successors").unwrap().1;
        assert!(!successors.is_empty(), "{code}");
        assert_eq!(rows(&app.db).await, [0; 5]);
    }
}

/// The codes of divisions that stand in a text.
fn codes(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_ascii_digit());
    parts.filter(|part| part.len() == 6).map(str::to_owned).collect()
}

#[tokio::test]
async fn bombs_and_scans_are_refused_by_the_reading_process() {
    if child().is_none() {
        eprintln!("SKIPPED: the reading process was not built (cargo test -p anye-documents builds it)");
        return;
    }
    for db in databases().await {
        let app = App::new(db);
        refused(&app, &zip_bomb(), "file_bomb_suspected").await;
        refused(&app, &scan(), "file_no_text_layer").await;
        refused(&app, b"PK\x03\x04 broken", "file_damaged").await;
        refused(&app, xml_bomb().as_slice(), "file_bomb_suspected").await;
    }
}

fn docx(document: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let rels = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    for (name, bytes) in [
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", rels.as_bytes()),
        ("word/document.xml", document),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Two hundred megabytes of blanks in some hundred kilobytes.
fn zip_bomb() -> Vec<u8> {
    let mut text = br#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#.to_vec();
    text.resize(200_000_000, b' ');
    docx(&text)
}

fn xml_bomb() -> Vec<u8> {
    docx(br#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&y;</w:t></w:r></w:p></w:body></w:document>"#)
}

/// A PDF of one page without any text.
fn scan() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
        "<< /Length 22 >>\nstream\n0 0 100 100 re f      \nendstream",
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut starts = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        starts.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let table = pdf.len();
    pdf.push_str("xref\n0 5\n0000000000 65535 f \n");
    starts.iter().for_each(|start| pdf.push_str(&format!("{start:010} 00000 n \n")));
    pdf.push_str(&format!("trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    pdf.into_bytes()
}

#[tokio::test]
async fn a_full_disk_keeps_nothing_and_says_so() {
    let app = App::new(anye_testkit::sqlite().await);
    let officer = Person::officer();
    app.import(&officer, "a.txt", &notice(1, TWO_ARTICLES)).await.unwrap();
    let before = rows(&app.db).await;
    // The one connection that writes may not make the file larger: what a full disk does, without filling one.
    let mut tx = app.db.db.begin_internal(&app.library.core.world, &officer.actor).await.unwrap();
    let pages = tx.one(sql("pragma page_count")).await.unwrap().int("page_count").unwrap();
    tx.all(sql(format!("pragma max_page_count = {pages}"))).await.unwrap();
    drop(tx);
    let long = "(一)扩大样本。监测企业增加到320户。".to_owned() + &"各单位认真办理样例工作。".repeat(20_000);
    let fault = app.import(&officer, "b.txt", &notice(2, &long)).await.unwrap_err();
    assert_eq!((fault.kind, fault.code), (ErrorKind::Unavailable, "disk_full"));
    assert_eq!(rows(&app.db).await, before);
}
