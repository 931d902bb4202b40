//! Who asks, the made-up persons, and what the machine is doing meanwhile.

use std::sync::Arc;
use std::time::Duration;

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, World};
use anye_db::Db;
use anye_intake::Knowledge;
use anye_pack::Source;
use anye_places::{Level, Tree};
use anye_registry::Registry;
use anye_registry::person::{NewNumber, NewPerson, number};
use anye_registry::seal::Keys;
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;

pub const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文";
pub const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂春红玉华梅鑫建国庆志海燕晓东雪飞宇浩然子涵欣怡梓轩博文佳琪思远雨桐一诺";

/// The registry with somebody who may do everything in the province.
pub struct Bench {
    pub registry: Registry,
    pub actor: Actor,
    pub grants: Grants,
    pub counties: Vec<String>,
}

impl Bench {
    pub fn new(db: &Db) -> Self {
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

    pub fn person(&self, n: usize) -> NewPerson {
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
}

/// A duration at a share of all, in milliseconds.
pub fn at(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3
}

/// Waiting and running processes over the last minute: on a busy machine only the comparison in the same run says anything.
pub fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!("load {}", text.split(' ').next().unwrap_or("unknown"))
}

/// Processor time of this process so far in seconds; zero where the system does not say.
pub fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}
