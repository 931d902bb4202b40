//! Who and what is there: users with their sessions, persons by county, cases that wait for somebody. Many ask at once, so each thing is given out once.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use anye_access::Role;
use anye_registry::person::number;

pub const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文";
pub const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂春红玉华梅鑫建国庆志海燕晓东雪飞宇浩然子涵欣怡梓轩博文佳琪思远雨桐一诺";

/// Somebody with a session.
pub struct User {
    pub role: Role,
    pub county: usize,
    pub cookie: String,
    pub csrf: String,
    /// Whom a jobseeker's account was linked to.
    pub own: String,
    /// They applied: once is enough.
    pub applied: Cell<bool>,
}

/// A county and what there is in it to ask for.
#[derive(Default)]
pub struct County {
    pub code: String,
    /// Ids of persons.
    pub persons: Vec<String>,
    /// Ids of cases.
    pub cases: Vec<String>,
    /// Persons for whom nobody applied yet.
    pub to_apply: RefCell<Vec<String>>,
    /// Persons who are not registered as unemployed.
    pub to_register: RefCell<Vec<String>>,
    /// Cases that wait for a decision.
    pub to_decide: RefCell<VecDeque<String>>,
    /// Cases that wait for a second person.
    pub to_confirm: RefCell<VecDeque<String>>,
}

/// Everything.
pub struct Town {
    pub users: Vec<User>,
    pub counties: Vec<County>,
    /// Persons whose numbers were registered.
    pub known: usize,
    /// The next person to be registered.
    pub next: Cell<usize>,
}

impl Town {
    pub fn persons(&self) -> usize {
        self.counties.iter().map(|one| one.persons.len()).sum()
    }

    pub fn cases(&self) -> usize {
        self.counties.iter().map(|one| one.cases.len()).sum()
    }
}

/// Name and number of a made-up person: one after the other, county by county in turn.
pub fn somebody(codes: &[String], n: usize) -> (String, String) {
    let (county, day) = (&codes[n % codes.len()], n / codes.len());
    let (year, month, date) = (1965 + day / 336 % 36, 1 + day / 28 % 12, 1 + day % 28);
    let order = 900 + day / (336 * 36);
    let pick = |letters: &str, at: usize| letters.chars().nth(at % letters.chars().count()).unwrap();
    let name = [pick(SURNAMES, n), pick(GIVEN, n / 7), pick(GIVEN, n / 413)].into_iter().collect();
    (name, number::made_up(county, &format!("{year:04}{month:02}{date:02}"), order as u16))
}

/// Chance that is the same in each run.
pub struct Chance(pub u64);

impl Chance {
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, many: usize) -> usize {
        (self.draw() % many.max(1) as u64) as usize
    }

    /// Between 0 and 1.
    pub fn share(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
