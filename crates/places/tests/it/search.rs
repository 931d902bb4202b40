//! Finding places by what people type, and places named in text.

use anye_places::{NameTable, SearchTable, Why};
use jiff::civil::date;

use crate::{NOW, liaoning};

fn first(text: &str) -> (String, Why) {
    let table = SearchTable::new(liaoning());
    let hits = table.search(text, NOW, 10);
    let hit = hits.first().unwrap_or_else(|| panic!("nothing for {text}"));
    (hit.place.name.to_owned(), hit.why)
}

#[test]
fn code_name_part_initials_and_pinyin_find_a_place() {
    assert_eq!(first("210423"), ("清原满族自治县".into(), Why::Code));
    assert_eq!(first("2104"), ("抚顺市".into(), Why::CodeStart));
    assert_eq!(first("抚顺"), ("抚顺市".into(), Why::Name));
    assert_eq!(first("清原"), ("清原满族自治县".into(), Why::Name));
    assert_eq!(first("调兵"), ("调兵山市".into(), Why::NameStart));
    assert_eq!(first("兵山市"), ("调兵山市".into(), Why::Within));
    assert_eq!(first("fss"), ("抚顺市".into(), Why::Initials));
    assert_eq!(first("fushun"), ("抚顺市".into(), Why::Pinyin));
    // Characters with several readings: 朝 chao or zhao, 长 chang or zhang, 阜 fu.
    assert_eq!(first("chaoyang"), ("朝阳市".into(), Why::Pinyin));
    assert_eq!(first("changhai"), ("长海县".into(), Why::Pinyin));
    assert_eq!(first("liaozhongq"), ("辽中区".into(), Why::Pinyin));
}

#[test]
fn search_answers_for_its_day() {
    let table = SearchTable::new(liaoning());
    let names =
        |text, on| table.search(text, on, 50).iter().map(|hit| hit.place.name.to_owned()).collect::<Vec<_>>();
    assert_eq!(names("辽中县", date(2009, 1, 1)), ["辽中县"]);
    assert!(names("辽中县", NOW).is_empty());
    assert!(names("", NOW).is_empty());
    assert_eq!(table.search("村", NOW, 7).len(), 7);
}

#[test]
fn the_issuer_names_its_place() {
    let names = NameTable::new(liaoning());
    let cases = [
        ("辽宁省人民政府办公厅", Some("210000")),
        ("抚顺市人民政府办公室", Some("210400")),
        ("朝阳市人民政府", Some("211300")),
        ("朝阳县人民政府", Some("211321")),
        ("清原满族自治县人民政府办公室", Some("210423")),
        ("辽宁省沈阳市铁西区人民政府", Some("210106")),
        ("鞍山市铁西区人民政府", Some("210303")),
        ("中共抚顺市委办公室", Some("210400")),
        ("铁西区人民政府", None),
        ("市人民政府办公室", None),
    ];
    for (issuer, want) in cases {
        assert_eq!(names.place_of_issuer(issuer, NOW).as_deref(), want, "{issuer}");
    }
}

#[test]
fn names_in_text_are_found_with_their_place_and_doubt() {
    let names = NameTable::new(liaoning());
    let text = "由锦州、阜新、铁岭、朝阳、葫芦岛5市和铁西区组织实施";
    let found = names.mentions(text, Some("210300"), NOW);
    let codes: Vec<Option<&str>> = found.iter().map(|mention| mention.code()).collect();
    assert_eq!(
        codes,
        [Some("210700"), Some("210900"), Some("211200"), Some("211300"), Some("211400"), Some("210303")]
    );
    assert_eq!((found[0].start, found[0].end, found[0].short), (1, 3, true));
    // Seen from the province, either district can be meant.
    assert_eq!(names.mentions("铁西区", Some("210000"), NOW)[0].codes, ["210106", "210303"]);
    // A street or district elsewhere that bears a city's name is not that city.
    assert_eq!(names.mentions("北京市朝阳区和大连路", None, NOW), []);
    // A former name is known as such and keeps its code.
    let old = &names.mentions("辽中县", None, NOW)[0];
    assert_eq!((old.code(), old.former), (Some("210122"), true));
    assert!(!names.mentions("辽中县", None, date(2009, 1, 1))[0].former);
}
