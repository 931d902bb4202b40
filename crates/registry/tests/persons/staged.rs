//! Large files of persons: they wait sealed, a job takes them part by part; killed at any moment it loses and doubles nobody; the page says how far it is.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anye_base::{Lang, World};
use anye_db::{Db, Options, Read as _, sql};
use anye_jobs::Runner;
use anye_reading::{ChildCommand, Tables, read_tables};
use anye_registry::Registry;
use anye_registry::person::import::{self, Collected, collect, job::ImportWork, stage};
use anye_registry::person::{self, number};
use anye_testkit::{TestDb, databases, test_world};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use rust_xlsxwriter::Workbook;

use crate::canary::{answered, send};
use crate::world::{clerk, keys, over, registry};

const BAD: [u32; 4] = [12, 60, 61, 150];

/// Where the child finds its database, and how late it is; without them the child's test does nothing.
const CHILD: &str = "ANYE_PERSON_CHILD";
const SECONDS: &str = "ANYE_PERSON_SECONDS";

/// Not a test of its own: what the child does.
#[tokio::test(flavor = "multi_thread")]
async fn child_that_is_killed() {
    let (Ok(address), Ok(seconds)) = (std::env::var(CHILD), std::env::var(SECONDS)) else { return };
    let db = Db::open(&Options::parse(&address)).await.unwrap();
    let (_, clock) = test_world();
    clock.advance_seconds(seconds.parse().unwrap());
    let registry = over(&db, keys(), World::new(clock, anye_base::world::System));
    let work = ImportWork(registry.clone());
    Runner::new(db, registry.core.world.clone()).with(stage::KIND, Arc::new(work)).run_next().await.unwrap();
}

fn address(test: &TestDb) -> String {
    match &test.options {
        Options::SqliteFile(path) => path.display().to_string(),
        Options::PostgresUrl(url) => url.clone(),
    }
}

/// So many rows, some of them bad: a number that is none, a place that is none, nobody to be told from a namesake, a number of another row.
fn workbook(rows: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in (0_u16..).zip(["姓名*", "公民身份号码", "居住地"]) {
        sheet.write_string(0, column, head).unwrap();
    }
    for line in 1..=rows {
        let mut cells = [name(line), number::made_up("210106", "19800101", line as u16), "210106".to_owned()];
        match line + 1 {
            12 => cells[1] = "210106198001010000".to_owned(),
            60 => cells[2] = "没有的地方".to_owned(),
            61 => cells[1] = String::new(),
            150 => cells[1] = number::made_up("210106", "19800101", 148),
            _ => {}
        }
        for (column, text) in (0_u16..).zip(&cells) {
            sheet.write_string(line, column, text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// A name without digits, another for each line.
fn name(line: u32) -> String {
    let letters: Vec<char> = "甲乙丙丁戊己庚辛壬癸".chars().collect();
    let digits = line.to_string();
    digits
        .bytes()
        .fold("周".to_owned(), |name, digit| format!("{name}{}", letters[usize::from(digit - b'0')]))
}

fn tables(bytes: &[u8]) -> Tables {
    let (limits, table) = import::limits();
    read_tables(bytes, &limits, &table).unwrap()
}

fn collected(registry: &Registry, tables: &Tables) -> Collected {
    collect(registry, tables, person::Near { place: "210106", may: &|_| true }, "批量导入")
}

async fn one(mut db: &Db, text: &'static str) -> Vec<i64> {
    let row = db.one(sql(text)).await.unwrap();
    ["a", "b", "c", "d"].iter().map(|name| row.opt_int(name).unwrap().unwrap_or_default()).collect()
}

/// Persons and numbers that there are, rows dealt with and persons registered as the import says.
async fn stands(db: &Db) -> Vec<i64> {
    one(
        db,
        "select (select count(*) from person) as a, (select count(*) from person_number) as b, \
             (select max(done_rows) from person_import) as c, (select max(created) from person_import) as d",
    )
    .await
}

/// Looked at right after a kill, whenever it came: what the import says was registered is there, and nothing else.
fn must_hold(at: &[i64], before: &[i64]) {
    assert_eq!((at[0], at[1]), (at[3], at[3]), "what is registered and what is noted are one");
    assert!(at[2] >= before[2] && at[3] >= before[3], "nothing goes back");
}

#[tokio::test]
async fn a_job_that_is_killed_again_and_again_loses_and_doubles_nobody() {
    for test in databases().await {
        let (registry, clock) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let tables = tables(&workbook(240));
        let made = collected(&registry, &tables);
        assert!(!made.fatal && made.total == 240);
        let staging =
            stage::Staging {
                name: "a.xlsx", tables: &tables, place: "210106", source: "批量导入", part: 20
            };
        let id = stage::stage(&registry, &caller, &made, staging).await.unwrap().unwrap();
        // Sent twice it is one import and one job.
        assert_eq!(stage::stage(&registry, &caller, &made, staging).await.unwrap(), Some(id.clone()));
        let waits = "select count(*) as a, (select count(*) from job) as b, \
             (select count(*) from person_import_part where sealed like '%周%') as c, (select count(*) from person_import) as d from person_import_part";
        assert_eq!(one(&test.db, waits).await, [12, 1, 0, 1], "twelve parts, none in clear");
        // Killed without warning at whatever it is doing, once it has dealt with one more part.
        let mut last = stands(&test.db).await;
        for (kill, wait) in [0_u64, 7, 23].into_iter().enumerate() {
            let seconds = 90 * i64::try_from(kill).unwrap();
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "staged::child_that_is_killed"])
                .env(CHILD, address(&test))
                .env(SECONDS, seconds.to_string())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let mut looks = 0;
            while stands(&test.db).await[2] == last[2] {
                tokio::time::sleep(Duration::from_millis(2)).await;
                looks += 1;
                assert!(looks < 30_000, "the child does its work");
            }
            tokio::time::sleep(Duration::from_millis(wait)).await;
            child.kill().unwrap();
            child.wait().unwrap();
            let now = stands(&test.db).await;
            must_hold(&now, &last);
            last = now;
            // Its lease has to lapse before another takes it up.
            clock.advance_seconds(90);
        }
        assert!(last[2] < 240, "killed before it was done");
        let runner = Runner::new(test.db.clone(), registry.core.world.clone())
            .with(stage::KIND, Arc::new(ImportWork(registry.clone())));
        while runner.run_next().await.unwrap() {}
        // The row with a number of another row is told, or where a kill lay between the two, was there already under another name.
        let bad = i64::try_from(BAD.len()).unwrap();
        let end = stands(&test.db).await;
        assert_eq!(end, [240 - bad, 240 - bad, 240, 240 - bad]);
        let noted = "select created as a, unchanged as b, refused as c, \
             (select count(*) from person_import_part where state = 'waiting') as d from person_import";
        assert_eq!(one(&test.db, noted).await, [240 - bad, 0, bad, 0]);
        // What was not taken is kept for the sheet, nothing else.
        let left = stage::refused(&registry, &id).await.unwrap().unwrap();
        let rows: Vec<u32> = left.sheets[0].rows.iter().skip(1).map(|row| row.number).collect();
        assert_eq!(rows, BAD);
        // The same contents again change nothing; a month later the rows are gone.
        assert_eq!(stage::stage(&registry, &caller, &made, staging).await.unwrap(), None);
        clock.advance_seconds(31 * 24 * 3_600);
        let other = self::tables(&workbook(3));
        let made = collected(&registry, &other);
        let staging = stage::Staging { tables: &other, ..staging };
        stage::stage(&registry, &caller, &made, staging).await.unwrap().unwrap();
        assert!(stage::refused(&registry, &id).await.unwrap().is_none());
    }
}

fn upload(parts: &[(&str, &str)], bytes: Option<&[u8]>) -> Request {
    let mut body = Vec::new();
    for (name, value) in parts {
        let text = format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(text.as_bytes());
    }
    if let Some(bytes) = bytes {
        let head = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"many.xlsx\"\r\ncontent-type: application/octet-stream\r\n\r\n";
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    let request = Request::builder().uri("/persons/files").method(Method::POST);
    request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=x").body(Body::from(body)).unwrap()
}

#[tokio::test]
async fn the_page_shows_how_far_it_is_what_came_of_it_and_gives_the_rows_back() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let child = std::env::current_exe().unwrap().with_file_name("../anye-reading-child");
        let registry = registry.with_reader(ChildCommand { program: child, arguments: Vec::new() });
        let clerk = clerk();
        let bytes = workbook(520);
        let form = [("_csrf", "token"), ("act", "check")];
        let dry = answered(&registry, &clerk, Lang::Zh, "/persons/files", upload(&form, Some(&bytes))).await;
        assert!(dry.status.is_success() && dry.text.contains("共 520 行，516 人可以登记"), "{}", dry.text);
        let held = dry.text.split("name=\"held\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let take = [("_csrf", "token"), ("held", held), ("act", "take")];
        let sent = answered(&registry, &clerk, Lang::Zh, "/persons/files", upload(&take, None)).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let page = sent.location;
        let words = |lang: Lang| lang.pick("已处理 0 / 520 行", "0 of 520 rows");
        for lang in [Lang::Zh, Lang::En] {
            let shown = send(&registry, &clerk, lang, &page, None).await;
            assert!(shown.text.contains(words(lang)) && shown.text.contains("data-job="), "{}", shown.text);
        }
        // Somebody else's is not there.
        let other = crate::world::reviewer();
        assert_ne!(send(&registry, &other, Lang::Zh, &page, None).await.status, StatusCode::OK);
        let runner = Runner::new(test.db.clone(), registry.core.world.clone())
            .with(stage::KIND, Arc::new(ImportWork(registry.clone())));
        while runner.run_next().await.unwrap() {}
        let shown = send(&registry, &clerk, Lang::Zh, &page, None).await;
        assert!(
            shown.text.contains("已完成：共 520 行") && shown.text.contains("<dd>516</dd>"),
            "{}",
            shown.text
        );
        let sheet = send(&registry, &clerk, Lang::Zh, &format!("{page}/marked"), None).await;
        assert_eq!(sheet.status, StatusCode::OK, "{}", sheet.text);
        let back = tables(&sheet.bytes);
        let told: Vec<String> =
            back.sheets[0].rows.iter().map(|row| row.cells().next().unwrap().text.to_owned()).collect();
        assert_eq!(told.len(), BAD.len() + 1, "{told:?}");
        assert!(told[2].contains("地") && told[3].contains("出生日期"), "{told:?}");
        // A few rows are answered at once.
        let few =
            answered(&registry, &clerk, Lang::Zh, "/persons/files", upload(&form, Some(&workbook(5)))).await;
        let held = few.text.split("name=\"held\" value=\"").nth(1);
        assert!(held.is_none(), "all of them are there already: {}", few.text);
    }
}
