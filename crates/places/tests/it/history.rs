//! As of then and as of now: the real changes of Liaoning since 1980 (packs/liaoning/places/events.csv names the source of each).

use anye_places::{Level, LinkRecord, PlaceRecord, Records, Register, Resolution, Tree, apply, read_events};
use jiff::civil::{Date, date};

use crate::{EVENTS, NOW, liaoning};

fn name(code: &str, on: Date) -> Option<&'static str> {
    liaoning().find(code, on).map(|place| place.name)
}

#[test]
fn the_counties_of_2009_are_those_of_2009() {
    let then = date(2009, 2, 10);
    for (code, old) in
        [("210112", "东陵区"), ("210122", "辽中县"), ("210282", "普兰店市"), ("211121", "大洼县")]
    {
        assert_eq!(name(code, then), Some(old));
    }
    for code in ["210115", "210214", "211104"] {
        assert_eq!(name(code, then), None, "{code} is newer");
    }
    let counties =
        |on| liaoning().descendants("210000", on, Tree::CIVIL).filter(|p| p.level == Level::County).count();
    assert_eq!((counties(then), counties(NOW)), (100, 100));
    assert_eq!(liaoning().name_path("210122", then, Tree::CIVIL), ["辽宁省", "沈阳市", "辽中县"]);
}

#[test]
fn later_names_and_codes_hold_from_their_day() {
    // 沈阳 辽中县 → 辽中区 2016, 大连 普兰店市 → 区 2015, 盘锦 大洼县 → 区 2016, 沈阳 东陵区 → 浑南区 2014, 沈北新区 2006, 北镇市 2006.
    let cases = [
        ("210115", date(2016, 4, 30), None, Some("辽中区")),
        ("210214", date(2015, 12, 31), None, Some("普兰店区")),
        ("211104", date(2016, 6, 30), None, Some("大洼区")),
        ("210112", date(2014, 10, 31), Some("东陵区"), Some("浑南区")),
        ("210113", date(2006, 12, 31), Some("新城子区"), Some("沈北新区")),
        ("210782", date(2006, 12, 31), Some("北宁市"), Some("北镇市")),
        ("211281", date(2002, 12, 31), Some("铁法市"), Some("调兵山市")),
        ("211400", date(1994, 12, 31), Some("锦西市"), Some("葫芦岛市")),
    ];
    for (code, day, before, after) in cases {
        assert_eq!((name(code, day.yesterday().unwrap()), name(code, day)), (before, after), "{code}");
    }
}

#[test]
fn a_retired_code_names_its_successors() {
    let Resolution::Retired { on, name, successors } = liaoning().resolve_code("210122", NOW) else {
        panic!("210122 is retired")
    };
    assert_eq!((on, name), (date(2016, 4, 30), "辽中县"));
    assert_eq!(successors.iter().map(|s| (&*s.code, &*s.name)).collect::<Vec<_>>(), [("210115", "辽中区")]);
    let (code, sentence) = liaoning().resolve_code("210122", NOW).refusal("210122").unwrap();
    assert_eq!((code, &*sentence), ("place_retired", "210122 辽中县 ended on 2016-04-30; use 210115 辽中区"));
    assert_eq!(liaoning().resolve_code("210115", NOW).refusal("210115"), None);
    // Over several steps: 开原县 1984 → 开原县 (211222) → 开原市 (219007) → 开原市 (211282).
    let Resolution::Retired { successors, .. } = liaoning().resolve_code("212122", NOW) else {
        panic!("212122 is retired")
    };
    assert_eq!(successors.iter().map(|s| (&*s.code, &*s.name)).collect::<Vec<_>>(), [("211282", "开原市")]);
    let Resolution::NotYet { from, predecessors, .. } = liaoning().resolve_code("210115", date(2009, 1, 1))
    else {
        panic!("210115 is newer")
    };
    assert_eq!((from, &*predecessors[0].code), (date(2016, 4, 30), "210122"));
    assert_eq!(liaoning().predecessors("210214")[0].name, "普兰店市");
    assert_eq!(liaoning().successors("211121")[0].name, "大洼区");
    assert!(liaoning().events_of("210282").iter().all(|event| !event.source.is_empty()));
}

#[test]
fn townships_handed_to_another_county_stand_under_each_in_its_time() {
    // 2004: 芦屯镇 from 盖州市 to 鲅鱼圈区.
    let under = |on| liaoning().parent("210804101", on, Tree::CIVIL).map(|place| place.name);
    assert_eq!((under(date(2003, 6, 1)), under(date(2009, 1, 1))), (Some("盖州市"), Some("鲅鱼圈区")));
    assert!(liaoning().is_within("210804101", "210881", date(2003, 6, 1), Tree::CIVIL));
    assert!(!liaoning().is_within("210804101", "210881", NOW, Tree::CIVIL));
}

/// The register that the changes start from: what held before the first of them, with the ends taken off.
fn beginning() -> Register {
    let first = liaoning().events()[0].date;
    let upper = |code: &str| code.len() == 6;
    let before = |from: Option<Date>, to: Option<Date>| {
        from.is_none_or(|d| d < first) && to.is_none_or(|d| d >= first)
    };
    let all = liaoning().records();
    let places = all.places.iter().filter(|p| upper(&p.code) && before(p.valid_from, p.valid_to));
    let links = all.links.iter().filter(|l| upper(&l.child) && before(l.valid_from, l.valid_to));
    let records = Records {
        places: places.map(|p| PlaceRecord { valid_to: None, ..p.clone() }).collect(),
        links: links.map(|l| LinkRecord { valid_to: None, ..l.clone() }).collect(),
    };
    Register::build(records, Vec::new()).expect("sound")
}

#[test]
fn applying_the_changes_to_1980_gives_the_list_at_every_year() {
    let events: Vec<_> =
        read_events(EVENTS).unwrap().into_iter().filter(|row| row.event.code.len() <= 6).collect();
    let (built, changes) = apply(&beginning(), &events).unwrap();
    assert_eq!((changes.applied, changes.unchanged), (events.len(), 0));
    for year in 1979..=2020 {
        let day = date(year, 12, 31);
        for tree in [Tree::CIVIL, Tree::STATISTICAL] {
            let all = |register: &Register| -> Vec<(String, String, String)> {
                let places = register.all(day).filter(|p| p.level <= Level::County);
                let up = |code: &str| {
                    register.parent(code, day, tree).map(|p| p.code.to_owned()).unwrap_or_default()
                };
                places.map(|p| (p.code.to_owned(), p.name.to_owned(), up(p.code))).collect()
            };
            assert_eq!(all(&built), all(liaoning()), "{year}");
        }
    }
}
