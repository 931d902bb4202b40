//! How fast documents are read, stored and made searchable. Lines with `budget` are held to what the issue asks.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is wrong")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anye_access::{Cost, Mode, PasswordPolicy, Rules};
use anye_base::{Actor, World};
use anye_db::{Db, Options, migrate};
use anye_documents::calling::{Asking, console_grants};
use anye_documents::import::NewFile;
use anye_documents::import_batch::{BATCH, import_batch};
use anye_documents::prepare::ImportOptions;
use anye_documents::{Library, indexing};
use anye_intake::{Knowledge, take};
use anye_pack::Source;
use anye_reading::{ChildCommand, Limits, Reader};
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;

const DOCUMENTS: u32 = 10_000;
const PARSE_BUDGET_MS: f64 = 20.0;
const IMPORT_BUDGET: f64 = 300.0;

/// An invented notice with so many articles.
fn notice(serial: u32, articles: u32) -> String {
    let mut text = format!(
        "关于做好第{serial}批样例工作的通知\n\n样政发〔2026〕{serial}号\n\n各有关单位:\n\n  为贯彻落实《关于做好第{}批样例工作的通知》(样政发〔2026〕{}号),现通知如下:\n\n一、总体要求\n\n",
        serial / 2 + 1,
        serial / 2 + 1
    );
    for number in 1..=articles {
        text.push_str(&format!(
            "({})样例事项{number}。全市监测企业增加到{}户,其中制造业企业不少于{}户,每月5日前报送上月用工人数,2026年12月31日前完成。补贴标准最高不超过每人每月{}元。(牵头单位:市人力资源社会保障局;配合单位:市统计局、工业和信息化局)\n\n",
            numeral(number),
            300 + serial % 97 + number,
            100 + number,
            500 + number
        ));
    }
    text + "辽阳市人民政府\n2026年1月15日\n"
}

fn numeral(number: u32) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = ((number / 10) as usize, (number % 10) as usize);
    match tens {
        0 => digits[ones].to_owned(),
        1 => format!("十{}", digits[ones]),
        _ => format!("{}十{}", digits[tens], digits[ones]),
    }
}

fn parsing(knowledge: &Knowledge, world: &World) {
    let text = notice(1, 44);
    let mut times: Vec<f64> = (0..30)
        .map(|_| {
            let reading = anye_reading::read(text.as_bytes(), "n.txt", &Limits::default()).unwrap();
            let begun = Instant::now();
            let taken = take(knowledge, reading, "n.txt", world.today()).unwrap();
            assert_eq!(taken.document.articles.len(), 44);
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let median = times[times.len() / 2];
    let verdict = if median <= PARSE_BUDGET_MS { "ok" } else { "MISSED" };
    println!("documents/parse-44-articles {median:.2} ms budget {PARSE_BUDGET_MS} ms {verdict}");
}

async fn importing(knowledge: Knowledge, world: World) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&Options::SqliteFile(folder.path().join("bench.sqlite"))).await.unwrap();
    migrate::run(&db).await.unwrap();
    let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world)
        .unwrap_or_else(|_| panic!("rules"));
    let settings = Settings {
        demo: true,
        version: "0",
        home_place: "210000".into(),
        secure_cookies: false,
        trusted_proxy: None,
    };
    let words = Arc::new(Catalogue::build(&anye_documents::MESSAGES).unwrap());
    let core = Core::new(db, world, words, settings, rules, Arc::clone(&knowledge.places), Vec::new());
    let command = ChildCommand { program: PathBuf::from("none"), arguments: Vec::new() };
    let library = Library::new(core, knowledge, Reader::new(command, Limits::default()), folder.path());
    let actor = Actor::console("bench");
    let grants = console_grants(&actor, "210000");
    let asking = Asking::of(&library.core, &actor, &grants, "210000");
    let options = ImportOptions { own_place: "210000".into(), ..ImportOptions::default() };
    let texts: Vec<String> = (1..=DOCUMENTS).map(|serial| notice(serial, 10)).collect();
    let begun = Instant::now();
    for part in texts.chunks(BATCH) {
        let file = |text: &String| NewFile { name: "n.txt".into(), bytes: text.clone().into_bytes() };
        let files = part.iter().map(file).collect();
        let outcomes = import_batch(&library, &asking.caller(None), files, &options).await.unwrap();
        assert!(outcomes.iter().all(Result::is_ok));
    }
    let stored = begun.elapsed().as_secs_f64();
    assert_eq!(indexing::catch_up(&library).await.unwrap(), i64::from(DOCUMENTS));
    let all = begun.elapsed().as_secs_f64();
    let rate = f64::from(DOCUMENTS) / all;
    let verdict = if rate >= IMPORT_BUDGET { "ok" } else { "MISSED" };
    println!("documents/import-and-index {rate:.0} documents/s budget {IMPORT_BUDGET}/s {verdict}");
    println!(
        "documents/store {:.0} documents/s, index {:.1} s of {all:.1} s",
        f64::from(DOCUMENTS) / stored,
        all - stored
    );
}

fn main() {
    let knowledge = Knowledge::load(&Source::Embedded).unwrap();
    let world = World::system();
    parsing(&knowledge, &world);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(importing(knowledge, world));
}
