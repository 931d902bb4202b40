//! Unit names against invented records and against the pack's own register.

use anye_places::{FunctionRecord, GroupRecord, How, UnitRecord, UnitRegister};
use jiff::civil::{Date, date};

use crate::{NOW, liaoning};

#[derive(serde::Deserialize)]
struct File {
    #[serde(default)]
    unit: Vec<UnitRecord>,
    #[serde(default)]
    function: Vec<FunctionRecord>,
    #[serde(default)]
    group: Vec<GroupRecord>,
}

fn read(text: &str) -> UnitRegister {
    let file: File = toml::from_str(text).expect("the register of units reads");
    UnitRegister::new(liaoning(), &file.unit, &file.function, &file.group)
}

fn invented() -> UnitRegister {
    read(
        r#"
        [[function]]
        id = "hrss"
        kind = "department"
        province = ["人力资源和社会保障厅", "人社厅"]
        city = ["人力资源和社会保障局", "人社局"]
        county = ["人力资源和社会保障局", "人社局"]
        valid_from = "2009-01-01"

        [[function]]
        id = "labour_security"
        kind = "department"
        province = ["劳动和社会保障厅"]
        city = ["劳动和社会保障局"]
        valid_to = "2009-12-31"
        succeeded_by = "hrss"

        [[function]]
        id = "government"
        kind = "government"
        county = ["人民政府"]

        [[function]]
        id = "market"
        kind = "department"
        city = ["市场监督管理局", "市场监管局"]
        county = ["市场监督管理局", "市场监管局"]

        [[function]]
        id = "tax"
        kind = "vertical"
        city = ["国家税务总局{place}税务局", "税务局"]

        [[unit]]
        id = "ln_employment"
        name = "辽宁省就业服务中心"
        aliases = ["省就业中心", { name = "省就业局", valid_to = "2018-12-31" }]
        place = "210000"
        kind = "institution"

        [[unit]]
        id = "national_hrss"
        name = "人力资源和社会保障部"
        place = "000000"
        kind = "department"

        [[group]]
        id = "county_governments"
        name = "各县(区)政府"
        aliases = ["县区政府", "县政府"]
        place = "*"
    "#,
    )
}

fn check(units: &UnitRegister, name: &str, place: &str, on: Date, want: Option<&str>) {
    assert_eq!(units.resolve(name, place, on).as_deref(), want, "{name} at {place}");
}

#[test]
fn one_department_under_all_its_names() {
    let units = invented();
    for name in [
        "市人社局",
        "市人力资源社会保障局",
        "抚顺市人力资源和社会保障局",
        "抚顺市人力资源与社会保障局",
        "人社局",
        "抚顺人社局",
        "市 人社局、",
    ] {
        check(&units, name, "210400", NOW, Some("hrss@210400"));
    }
    // From a county, 市 is its city and 县 is itself; from a city, 省 is the province; a district's 区.
    check(&units, "市人社局", "210421", NOW, Some("hrss@210400"));
    check(&units, "县人社局", "210421", NOW, Some("hrss@210421"));
    check(&units, "区人社局", "210402", NOW, Some("hrss@210402"));
    check(&units, "省人力资源社会保障厅", "210400", NOW, Some("hrss@210000"));
    check(&units, "本市人社局", "210400", NOW, Some("hrss@210400"));
    // 市场监管局 begins with a level word and has none.
    check(&units, "市场监管局", "210400", NOW, Some("market@210400"));
    check(&units, "市市场监管局", "210421", NOW, Some("market@210400"));
    check(&units, "人力资源社会保障部", "210400", NOW, Some("national_hrss"));
    check(&units, "国家税务总局抚顺市税务局", "210000", NOW, Some("tax@210400"));
}

#[test]
fn what_does_not_fit_resolves_to_nothing() {
    let units = invented();
    // The province has no 市, an unknown body is no unit, a level word alone is no unit.
    for (name, place) in [
        ("市人社局", "210000"),
        ("市外星事务局", "210400"),
        ("市", "210400"),
        ("", "210400"),
        ("县人社局", "210400"),
        ("市人社局", "nowhere"),
    ] {
        check(&units, name, place, NOW, None);
    }
}

#[test]
fn names_out_of_use_are_found_marked_and_lead_on() {
    let units = invented();
    let then = units.resolve_match("省劳动和社会保障厅", "210000", date(2009, 2, 1)).unwrap();
    assert_eq!((&*then.id, then.outside_dates, then.how), ("labour_security@210000", false, How::LevelWord));
    let late = units.resolve_match("省劳动和社会保障厅", "210000", NOW).unwrap();
    assert!(late.outside_dates);
    assert_eq!(units.in_force(&late.id, NOW), "hrss@210000");
    assert_eq!(units.in_force(&late.id, date(2009, 2, 1)), "labour_security@210000");
    assert!(units.resolve_match("省就业局", "210000", date(2020, 1, 1)).unwrap().outside_dates);
    assert!(!units.resolve_match("省就业局", "210400", date(2016, 1, 1)).unwrap().outside_dates);
}

#[test]
fn single_units_and_groups() {
    let units = invented();
    for name in ["辽宁省就业服务中心", "省就业中心", "省就业服务中心"] {
        check(&units, name, "210400", NOW, Some("ln_employment"));
    }
    // 县区政府 is a class in the city, and 县政府 one government in the county.
    check(&units, "县区政府", "210400", NOW, Some("county_governments@210400"));
    check(&units, "县政府", "210421", NOW, Some("government@210421"));
    check(&units, "各县（区）人民政府", "210400", NOW, Some("county_governments@210400"));
}

#[test]
fn the_pack_names_resolve_to_themselves() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/liaoning/units.toml");
    let file: File =
        toml::from_str(&std::fs::read_to_string(path).expect("the pack has units.toml")).expect("it reads");
    let units = UnitRegister::new(liaoning(), &file.unit, &file.function, &file.group);
    let short = |name: &str| name.replace("委员会", "委");
    let mut wrong = Vec::new();
    for function in &file.function {
        let day = function.valid_from.or(function.last_day).unwrap_or(date(2020, 6, 1));
        for (names, place, word) in [
            (&function.province, "210000", "省"),
            (&function.city, "210400", "市"),
            (&function.county, "210421", "县"),
        ] {
            for name in names.iter().filter(|name| !name.contains('{')) {
                let full = format!("{word}{name}");
                let found = units.resolve(&full, place, day);
                let want = format!("{}@{place}", function.id);
                // In a year of reform two functions may both be right: the pack lets their dates overlap.
                let shared = file.function.iter().any(|other| {
                    let names = [&other.province, &other.city, &other.county];
                    found.as_deref() == Some(&*format!("{}@{place}", other.id))
                        && names.into_iter().flatten().any(|have| short(have) == short(name))
                });
                if found.as_deref() != Some(&*want) && !shared {
                    wrong.push(format!("{full}: {found:?}, not {want}"));
                }
            }
        }
    }
    for unit in &file.unit {
        let day = unit.valid_from.or(unit.last_day).unwrap_or(date(2020, 6, 1));
        for name in std::iter::once(&unit.name).chain(unit.aliases.iter().map(|alias| &alias.name)) {
            if units.resolve(name, &unit.place, day).as_deref() != Some(&*unit.id) {
                wrong.push(format!("{name}: {:?}, not {}", units.resolve(name, &unit.place, day), unit.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
