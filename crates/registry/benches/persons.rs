//! What persons cost: a million taken in from rows with checks, seals and audit; and finding one among ten million by number, name and pinyin.
//!
//! `ANYE_PERSONS` persons are imported (1,000,000), `ANYE_AMONG` are there when one is looked for (10,000,000; needs about 9 GB in the temporary folder).
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use anye_access::{Caller, Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, Limit, World};
use anye_db::audit::Event;
use anye_db::{Db, Read as _, sql};
use anye_intake::Knowledge;
use anye_pack::Source;
use anye_places::{Level, Tree};
use anye_registry::person::import::{Importer, RowIn};
use anye_registry::person::{self, Filter, NewNumber, NewPerson, number};
use anye_registry::seal::Keys;
use anye_registry::{Asking, Registry};
use anye_testkit::sqlite;
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;

const CHUNK: usize = 20_000;
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文";
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂春红玉华梅鑫建国庆志海燕晓东雪飞宇浩然子涵欣怡梓轩博文佳琪思远雨桐一诺";

fn wanted(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let many = wanted("ANYE_PERSONS", 1_000_000);
        if many > 0 {
            let test = sqlite().await;
            Bench::new(&test.db).import(many).await;
        }
        let among = wanted("ANYE_AMONG", 10_000_000);
        if among > 0 {
            let test = sqlite().await;
            Bench::new(&test.db).find(among, test.folder()).await;
        }
    });
}

struct Bench {
    registry: Registry,
    actor: Actor,
    grants: Grants,
    counties: Vec<String>,
}

impl Bench {
    fn new(db: &Db) -> Self {
        let knowledge = Knowledge::load(&Source::Embedded).unwrap();
        let world = World::system();
        let settings = Settings {
            demo: true,
            version: "0.0.0",
            home_place: "210000".into(),
            secure_cookies: false,
            trusted_proxy: None,
        };
        let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world);
        let rules = rules.unwrap_or_else(|_| panic!("the rules of a demo"));
        let words = Arc::new(Catalogue::build(&anye_registry::MESSAGES).unwrap());
        let places = Arc::clone(&knowledge.places);
        let today = world.today();
        let counties = places
            .descendants("210000", today, Tree::CIVIL)
            .filter(|place| place.level == Level::County)
            .map(|place| place.code.to_owned())
            .collect();
        let keys = Arc::new(Keys::passing(&world).unwrap());
        let core = Core::new(db.clone(), world, words, settings, rules, places, Vec::new());
        let actor = Actor {
            kind: ActorKind::Person,
            id: "account".into(),
            name: "王".into(),
            source: "bench".into(),
            trace: "bench".into(),
        };
        let grant = Grant { id: "grant".into(), role: Role::Clerk, place: "210000".into() };
        let grants = Grants::new(&actor.id, vec![grant]);
        Self { registry: Registry::new(core).with_keys(keys), actor, grants, counties }
    }

    fn person(&self, n: usize) -> NewPerson {
        let county = &self.counties[n % self.counties.len()];
        let day = n / self.counties.len();
        let (year, month, date) = (1950 + day / 336 % 55, 1 + day / 28 % 12, 1 + day % 28);
        let order = 900 + day / (336 * 55);
        let pick = |letters: &str, at: usize| letters.chars().nth(at % letters.chars().count()).unwrap();
        let name: String =
            [pick(SURNAMES, n), pick(GIVEN, n / 7), pick(GIVEN, n / 413)].into_iter().collect();
        let text = number::made_up(county, &format!("{year:04}{month:02}{date:02}"), order as u16);
        NewPerson {
            number: NewNumber { number: text.as_str().into(), ..NewNumber::default() },
            name,
            place: county.clone(),
            residence_place: county.clone(),
            residence_type: if n.is_multiple_of(3) { "rural" } else { "urban" }.into(),
            phone: format!("139{:08}", n % 100_000_000).as_str().into(),
            source: "批量导入".into(),
            ..NewPerson::default()
        }
    }

    async fn take_in(&self, caller: Caller<'_>, from: usize, many: usize, name: &str) {
        let mut importer = Importer::begin(&self.registry, caller, name, name, many).await.unwrap().unwrap();
        for start in (from..from + many).step_by(CHUNK) {
            let end = (start + CHUNK).min(from + many);
            let rows =
                (start..end).map(|n| RowIn { row: (n - from + 2) as u32, new: self.person(n) }).collect();
            importer.chunk(rows).await.unwrap();
        }
        let outcome = importer.finish().await.unwrap();
        assert_eq!(outcome.counts.created, many as i64, "{:?}", outcome.findings.first());
    }

    async fn import(&self, many: usize) {
        let asking = Asking::of(&self.registry.core, &self.actor, &self.grants);
        let begun = Instant::now();
        self.take_in(asking.caller(None), 0, many, "bench").await;
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "import: {many} persons in {seconds:.1} s ({:.0} a second), audit in {} transactions",
            many as f64 / seconds,
            many.div_ceil(CHUNK)
        );
        let mut db = &self.registry.core.db;
        let rows = db.one(sql("select count(*) as n from person_number")).await.unwrap().int("n").unwrap();
        assert_eq!(rows, many as i64);
    }

    async fn find(&self, among: usize, folder: &std::path::Path) {
        let asking = Asking::of(&self.registry.core, &self.actor, &self.grants);
        let caller = asking.caller(None);
        // Two thousand are real, with numbers that can be asked for; the rest has the shape and the indices of real rows.
        let real = 2_000;
        self.take_in(caller, 0, real, "real").await;
        let begun = Instant::now();
        self.fill(among - real).await;
        let bytes: u64 =
            std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum();
        println!(
            "filled up to {among} in {:.0} s, {:.1} GB",
            begun.elapsed().as_secs_f64(),
            bytes as f64 / 1e9
        );
        let numbers: Vec<_> = (0..real).map(|n| self.person(n)).collect();
        let mut by_number = Vec::new();
        let mut by_name = Vec::new();
        let mut by_letters = Vec::new();
        let mut by_phone = Vec::new();
        let mut db = &self.registry.core.db;
        let keys = self.registry.seal_keys().unwrap();
        let today = self.registry.core.world.today();
        for one in numbers.iter().cycle().take(3 * real) {
            let begun = Instant::now();
            let found =
                person::find_by_number(&mut db, keys, one.number.number.clear()).await.unwrap().unwrap();
            let held = person::numbers_of(&mut db, std::slice::from_ref(&found)).await.unwrap();
            person::masked(keys, &found, &held, today).unwrap();
            by_number.push(begun.elapsed());
            assert_eq!(found.name, one.name);
        }
        for one in &numbers {
            let filter = Filter { q: one.name.clone(), place: one.place.clone() };
            let begun = Instant::now();
            let page =
                person::search(&self.registry, &caller, &filter, None, Limit::default()).await.unwrap();
            by_name.push(begun.elapsed());
            assert!(page.items.iter().any(|found| found.name == one.name));
            let letters = anye_registry::name::initials(&one.name);
            let filter = Filter { q: letters, place: one.place.clone() };
            let begun = Instant::now();
            person::search(&self.registry, &caller, &filter, None, Limit::default()).await.unwrap();
            by_letters.push(begun.elapsed());
            let filter = Filter { q: one.name.clone(), place: String::new() };
            let begun = Instant::now();
            person::search(&self.registry, &caller, &filter, None, Limit::default()).await.unwrap();
            by_phone.push(begun.elapsed());
        }
        told("by number (masked)", by_number);
        told("by name and county", by_name);
        told("by pinyin and county", by_letters);
        told("by name, whole province", by_phone);
    }

    async fn fill(&self, many: usize) {
        let world = &self.registry.core.world;
        let counties = self.counties.concat();
        for start in (0..many).step_by(500_000) {
            let end = (start + 500_000).min(many);
            let mut tx = self.registry.core.db.begin_internal(world, &self.actor).await.unwrap();
            let rows = format!(
                "with recursive c(n) as (select {start} union all select n + 1 from c where n + 1 < {end})"
            );
            tx.run(sql(format!(
                "insert into person {rows} select printf('zz%024d', n), nk, nk, ini, 'female', day, county, county, county, 'urban', \
                 'k1:' || hex(randomblob(26)), hex(randomblob(11)), 'active', null, '2020-01-01', '批量导入', '', 0, 'account', '王', 1 from \
                 (select n, substr('{SURNAMES}', 1 + n % 110, 1) || substr('{GIVEN}', 1 + n / 7 % 60, 1) || substr('{GIVEN}', 1 + n / 413 % 60, 1) as nk, \
                 char(97 + n % 26) || char(97 + n / 7 % 26) || char(97 + n / 413 % 26) as ini, \
                 printf('%d-%02d-%02d', 1950 + n % 55, 1 + n / 3 % 12, 1 + n / 5 % 28) as day, substr('{counties}', 1 + 6 * (n % {}), 6) as county from c)",
                self.counties.len()
            )))
            .await
            .unwrap();
            tx.run(sql(format!(
                "insert into person_number {rows} select printf('zz%024d', n), printf('zz%024d', n), 'resident', '', 'k1:' || hex(randomblob(31)), \
                 hex(randomblob(11)), 'current', '', 0, '', 0, 'account' from c"
            )))
            .await
            .unwrap();
            tx.commit(Event::new("bench.fill", "person", "")).await.unwrap();
        }
    }
}

fn told(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "{what}: p50 {:.2} ms, p99 {:.2} ms, most {:.2} ms ({} asked)",
        at(0.5),
        at(0.99),
        at(1.0),
        times.len()
    );
}
