//! Synthetic people (合成人员): who lives in the demo's two counties. Pure: a seed in, people out, the same every time. Nobody can take them for real ones: the numbers
//! name a division that never was (2199xx), the phones a block that is given to nobody (142…). It must never look at a clock or a store.

use std::collections::BTreeSet;

use anye_base::Date;
use anye_monitor::demo::Chance;
use anye_registry::person::number::made_up;

/// The two counties: where the demo's accounts work, and one whose city has a plan of 2020.
pub const COUNTIES: [&str; 2] = ["211002", "210411"];
/// Households of a county.
pub const HOMES: usize = 330;
/// Households of a county in which nobody works.
pub const ZERO: usize = 10;
/// People of a county who live alone on paper.
const SINGLE: usize = 620;
/// People of a county who served in townships for years.
pub const SERVED: usize = 27;
/// People of each sort that the scene leaves alone, for whoever tries the demo.
pub const FREE: usize = 3;

const SURNAMES: [&str; 30] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",
];
const GIVEN: [&str; 40] = [
    "明", "丽", "强", "秀英", "伟", "芳", "建国", "淑兰", "国强", "桂英", "晓东", "婷婷", "志刚", "玉梅",
    "海燕", "立新", "佳", "宇航", "思雨", "凤霞", "德明", "春花", "文博", "雪", "振华", "红", "长江", "小雨",
    "庆丰", "静", "永胜", "艳", "子涵", "桂兰", "博", "欣怡", "铁柱", "月娥", "新宇", "倩",
];

/// How somebody lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// Too young.
    Child,
    /// Retired.
    Retired,
    /// With an employer.
    Works,
    /// Small jobs.
    Flexible,
    /// Out of work and registered.
    Jobless,
    /// Was registered, works again.
    Again,
    /// Left college without work.
    Graduate,
    /// Served in townships after college.
    Served,
    /// None of these.
    AtHome,
}

/// Somebody.
#[derive(Debug, Clone)]
pub struct Someone {
    /// Which of the counties.
    pub county: usize,
    /// Name.
    pub name: String,
    /// Number with a sound check digit.
    pub number: String,
    /// Phone.
    pub phone: String,
    /// Day of birth.
    pub birth: Date,
    /// Sex.
    pub male: bool,
    /// Household registration in the country.
    pub rural: bool,
    /// Number of the household within the county.
    pub home: Option<usize>,
    /// Role in it.
    pub role: &'static str,
    /// How they live.
    pub life: Life,
}

impl Someone {
    /// The day on which they retire: men at 60, women at 50, as registered.
    #[must_use]
    pub fn retires(&self) -> Date {
        let years = if self.male { 60 } else { 50 };
        Date::new(self.birth.year() + years, self.birth.month(), self.birth.day()).unwrap_or(self.birth)
    }
}

struct Maker<'a> {
    seed: &'a str,
    taken: BTreeSet<String>,
    all: Vec<Someone>,
}

/// Everybody, in an order that never changes: households first, then those alone, county by county.
#[must_use]
pub fn everybody(seed: &str) -> Vec<Someone> {
    let mut maker = Maker { seed, taken: BTreeSet::new(), all: Vec::new() };
    for county in 0..COUNTIES.len() {
        for home in 0..HOMES {
            maker.home(county, home);
        }
        for at in 0..SINGLE {
            let age = 17 + maker.chance("age", county, at).draw() % 48;
            maker.one(county, None, "", age, None, None);
        }
        for at in 0..SERVED {
            let age = 27 + maker.chance("served", county, at).draw() % 5;
            maker.one(county, None, "", age, None, Some(Life::Served));
        }
    }
    maker.all
}

impl Maker<'_> {
    fn chance(&self, question: &str, county: usize, at: usize) -> Chance {
        Chance::of(self.seed, question, (county * 1_000_000 + at) as u64)
    }

    fn home(&mut self, county: usize, home: usize) {
        let mut chance = self.chance("home", county, home);
        let zero = home < ZERO;
        let size = if zero { 2 + home % 2 } else { 1 + chance.by_weight([30, 35, 35].into_iter()) };
        let head = 30 + chance.draw() % 33;
        let life = zero.then_some(Life::Jobless);
        let surname =
            self.one(county, Some(home), "head", if zero { head.min(48) } else { head }, None, life);
        if size > 1 {
            let age = head.clamp(24, 48) - chance.draw() % 3;
            self.one(county, Some(home), "spouse", age, None, life);
        }
        if size > 2 {
            self.one(
                county,
                Some(home),
                "child",
                if zero { 20 } else { head.saturating_sub(26).max(3) },
                surname,
                life,
            );
        }
    }

    fn one(
        &mut self,
        county: usize,
        home: Option<usize>,
        role: &'static str,
        age: u64,
        surname: Option<&'static str>,
        life: Option<Life>,
    ) -> Option<&'static str> {
        let at = self.all.len();
        let mut chance = Chance::of(self.seed, "person", at as u64);
        let surname = surname.or_else(|| SURNAMES.get((chance.draw() % 30) as usize).copied());
        let given = GIVEN[(chance.draw() % 40) as usize];
        let male = chance.draw().is_multiple_of(2);
        let year = 2019 - i16::try_from(age).unwrap_or(40);
        let birth = Date::new(year, (1 + chance.draw() % 12) as i8, (1 + chance.draw() % 28) as i8);
        let birth = birth.unwrap_or(Date::ZERO);
        let area = ["219901", "219902"][county];
        let day = birth.strftime("%Y%m%d").to_string();
        let mut order = 900 + (chance.draw() % 50) as u16 * 2 + u16::from(male);
        let mut number = made_up(area, &day, order);
        while !self.taken.insert(number.clone()) {
            order = 900 + (order - 898) % 100;
            number = made_up(area, &day, order);
        }
        let life = life.unwrap_or_else(|| usual(age, male, &mut chance));
        self.all.push(Someone {
            county,
            name: format!("{}{given}", surname.unwrap_or("王")),
            number,
            phone: format!("142{:08}", 10_000 + at),
            birth,
            male,
            rural: chance.per_mille(if county == 1 { 280 } else { 120 }),
            home,
            role,
            life,
        });
        surname
    }
}

fn usual(age: u64, male: bool, chance: &mut Chance) -> Life {
    if age < 18 {
        return Life::Child;
    }
    if age >= if male { 60 } else { 50 } {
        return Life::Retired;
    }
    if (21..25).contains(&age) && chance.per_mille(450) {
        return Life::Graduate;
    }
    match chance.draw() % 100 {
        0..46 => Life::Works,
        46..58 => Life::Flexible,
        58..82 => Life::Jobless,
        82..90 => Life::Again,
        _ => Life::AtHome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_the_same_again_and_plainly_made_up() {
        let (all, again) = (everybody("s"), everybody("s"));
        assert!(all.len() > 2_400, "{}", all.len());
        assert!(
            all.iter().zip(&again).all(|(a, b)| a.number == b.number && a.name == b.name && a.life == b.life)
        );
        let numbers: BTreeSet<&str> = all.iter().map(|one| one.number.as_str()).collect();
        assert_eq!(numbers.len(), all.len());
        assert!(all.iter().all(|one| one.number.starts_with("2199") && one.phone.starts_with("142")));
        let read = |one: &Someone| {
            let today = Date::constant(2020, 6, 22);
            anye_registry::person::number::read(&one.number, None, "", today).unwrap()
        };
        assert!(all.iter().all(|one| !read(one).doubtful && read(one).birth_date == Some(one.birth)));
        for county in 0..2 {
            for home in 0..ZERO {
                let mut there = all.iter().filter(|one| one.county == county && one.home == Some(home));
                assert!(there.all(|one| one.life == Life::Jobless));
            }
        }
    }
}
