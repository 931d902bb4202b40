//! The divisions as they stand: counts against the sources, paths, both trees, codes of either system.

use anye_places::{Kind, Level, Resolution, Tree};

use crate::{NOW, liaoning};

fn count(tree: Tree, level: Level) -> usize {
    liaoning().descendants("210000", NOW, tree).filter(|place| place.level == level).count()
}

#[test]
fn counts_are_those_of_the_sources() {
    for tree in [Tree::CIVIL, Tree::STATISTICAL] {
        assert_eq!(count(tree, Level::City), 14);
        assert_eq!(count(tree, Level::County), 100);
    }
    assert_eq!(count(Tree::STATISTICAL, Level::Township), 1_406);
    assert_eq!(count(Tree::CIVIL, Level::Township), 1_361);
    assert_eq!(count(Tree::STATISTICAL, Level::Village), 16_727);
    let marked: Vec<_> =
        liaoning().all(NOW).filter(|p| p.statistical_only && p.level == Level::Township).collect();
    assert_eq!(marked.len(), 59);
    assert!(marked.iter().all(|place| !liaoning().in_tree(place.code, NOW, Tree::CIVIL)));
    assert!(
        marked.iter().any(|place| place.kind == Kind::Zone)
            && marked.iter().any(|place| place.kind == Kind::Farm)
    );
}

#[test]
fn ancestors_path_and_children() {
    let up: Vec<&str> = liaoning().ancestors("210423", NOW, Tree::CIVIL).map(|place| place.code).collect();
    assert_eq!(up, ["210400", "210000", "000000"]);
    assert_eq!(liaoning().name_path("210423", NOW, Tree::CIVIL), ["辽宁省", "抚顺市", "清原满族自治县"]);
    assert_eq!(liaoning().children("210000", NOW, Tree::CIVIL).len(), 14);
    let fushun: Vec<&str> =
        liaoning().children("210400", NOW, Tree::CIVIL).iter().map(|place| place.name).collect();
    assert_eq!(
        fushun,
        ["新抚区", "东洲区", "望花区", "顺城区", "抚顺县", "新宾满族自治县", "清原满族自治县"]
    );
    assert_eq!(liaoning().find("210423", NOW).unwrap().english, Some("Qingyuan Manchu Autonomous County"));
    assert!(liaoning().is_within("210423", "210000", NOW, Tree::CIVIL));
    assert!(liaoning().is_within("210423", "210423", NOW, Tree::CIVIL));
    assert!(!liaoning().is_within("210423", "210300", NOW, Tree::CIVIL));
    assert!(!liaoning().is_within("210423", "nowhere", NOW, Tree::CIVIL));
}

#[test]
fn every_place_has_a_name_in_latin_letters_and_hard_readings_are_right() {
    for place in liaoning().all(NOW).filter(|place| place.level <= Level::Township) {
        let name = place.english.unwrap_or_else(|| panic!("{} has no English name", place.name));
        let odd = name.chars().find(|c| !(c.is_ascii_alphabetic() || "ü' ()-,".contains(*c)));
        assert_eq!(odd, None, "{name}");
    }
    let said = |code: &str, day| liaoning().find(code, day).unwrap().in_english().into_owned();
    let hard = [
        ("210000", "Liaoning"),
        ("210100", "Shenyang"),
        ("211300", "Chaoyang"),
        ("211321", "Chaoyang County"),
        ("210224", "Changhai County"),
        ("210882", "Dashiqiao"),
        ("211281", "Diaobingshan"),
        ("210323", "Xiuyan Manchu Autonomous County"),
        ("210727", "Yixian County"),
        ("210321", "Tai'an County"),
        ("210104", "Dadong District"),
        ("210212", "Lüshunkou District"),
        ("211324", "Harqin Left Wing Mongol Autonomous County"),
    ];
    for (code, english) in hard {
        assert_eq!(said(code, NOW), english);
    }
    let township = |name: &str| liaoning().all(NOW).find(|place| place.name == name).unwrap().in_english();
    assert_eq!(township("大长山岛镇"), "Dachangshandao Town");
    assert_eq!(township("佟二堡镇"), "Tong'erpu Town");
    assert_eq!(township("柳树屯蒙古族满族乡"), "Liushutun Mongol and Manchu Township");
    // Villages have none in the pack: they are romanised as they stand.
    let village = liaoning().all(NOW).find(|place| place.name == "丰泽社区").unwrap();
    assert_eq!((village.english, &*village.in_english()), (None, "Fengze Community"));
}

#[test]
fn descendants_agree_with_walking_up() {
    for tree in [Tree::CIVIL, Tree::STATISTICAL] {
        for city in liaoning().children("210000", NOW, tree) {
            let below: Vec<&str> =
                liaoning().descendants(city.code, NOW, tree).map(|place| place.code).collect();
            let up = liaoning()
                .all(NOW)
                .filter(|p| p.code != city.code && liaoning().is_within(p.code, city.code, NOW, tree));
            let mut up: Vec<&str> = up.map(|place| place.code).collect();
            let mut sorted = below.clone();
            sorted.sort_unstable();
            up.sort_unstable();
            assert_eq!(sorted, up, "{}", city.name);
            assert_eq!(below.len(), liaoning().descendants(city.code, NOW, tree).len());
        }
    }
}

#[test]
fn a_township_may_stand_under_different_counties_in_the_two_trees() {
    let under = |tree| liaoning().parent("210603103", NOW, tree).map(|place| place.name);
    assert_eq!(under(Tree::STATISTICAL), Some("振兴区"));
    assert_eq!(under(Tree::CIVIL), Some("东港市"));
}

#[test]
fn the_two_code_systems_are_kept_apart() {
    // 210102022 is one street in the statistics and another in the civil list.
    assert_eq!(liaoning().find("210102022", NOW).map(|p| p.name), Some("太原街街道"));
    assert_eq!(liaoning().find_civil("210102022", NOW).map(|p| p.name), Some("沈水湾街道"));
    assert_eq!(liaoning().find_civil("210423", NOW).map(|p| p.name), Some("清原满族自治县"));
    // A zone of the statistics has no civil code.
    assert!(liaoning().find("210106401", NOW).is_some());
    assert!(liaoning().find_civil("210106401", NOW).is_none());
    // Every civil code of the list finds a place of the civil tree.
    let civil = liaoning().descendants("210000", NOW, Tree::CIVIL).filter(|p| p.level == Level::Township);
    for place in civil {
        let code = place.civil_code.unwrap_or(place.code);
        assert_eq!(liaoning().find_civil(code, NOW).map(|p| p.code), Some(place.code), "{code}");
    }
}

#[test]
fn codes_are_understood_in_their_usual_forms() {
    for code in ["210400", "2104", "210400000000", " 210400 "] {
        assert!(
            matches!(liaoning().resolve_code(code, NOW), Resolution::Found(place) if place.code == "210400"),
            "{code}"
        );
    }
    let Resolution::Unknown { suggestions } = liaoning().resolve_code("211500", NOW) else {
        panic!("211500 is no code")
    };
    assert!(
        suggestions.iter().any(|step| step.code == "211400") && suggestions.len() <= 5,
        "{suggestions:?}"
    );
    assert!(
        matches!(liaoning().resolve_code("抚顺", NOW), Resolution::Unknown { suggestions } if suggestions.is_empty())
    );
}
