//! The funds of the pack: read clean, every fund that the law names is there; a broken file says where and what.

use anye_money::fund::{Beyond, Known, Watch, load, read};

use crate::world::{FUNDS, KNOWLEDGE};

#[test]
fn the_pack_reads_clean_and_every_fund_of_the_law_is_there() {
    let book = KNOWLEDGE.pack.law_unchecked().book;
    let (funds, found) = load(&KNOWLEDGE.pack, &book);
    assert!(found.is_empty(), "{found:#?}");
    for rule in &book.rules {
        for (name, _) in &rule.funds {
            let fund = funds.by_law_name(name).unwrap_or_else(|| panic!("{name} of {}", rule.id));
            assert!(fund.permits(&rule.id), "{} may pay what names it: {}", fund.id, rule.id);
        }
    }
    // What the texts do not state is not set; the demonstration sets it and says so.
    let bound = |funds: &anye_money::fund::Funds, id: &str| {
        let rule = funds.rules.iter().find(|rule| rule.id == id).unwrap();
        (rule.bound, rule.by.clone())
    };
    assert_eq!(bound(&funds, "low-use"), (None, None));
    assert_eq!(funds.approval.third_above, None);
    let (set, by) = bound(&FUNDS, "low-use");
    assert!(set == Some(50_000) && by.unwrap().zh.contains("演示取值"));
    assert!(FUNDS.approval.by.as_ref().unwrap().zh.contains("演示取值"));
    assert_eq!(bound(&funds, "revenue-floor").0, Some(1_500), "one and a half percent is the text's own");
    // Article 9 of Fushun: two funds and no other.
    let may: Vec<&str> = funds
        .funds
        .iter()
        .filter(|fund| fund.permits("fs_agency_service"))
        .map(|fund| fund.id.as_str())
        .collect();
    assert_eq!(may, ["employment-subsidy", "restructuring"]);
    // Fushun's reserve is a county's own matter.
    assert_eq!(funds.fund("risk-reserve").unwrap().levels, [anye_money::fund::Level::County]);
    assert_eq!(funds.fund("unemployment-insurance").unwrap().beyond, Beyond::Alarm);
    assert!(
        funds.rules.iter().any(|rule| rule.watch == Watch::NoTopUp && rule.funds == ["venture-guarantee"])
    );
}

#[test]
fn everything_wrong_is_told_at_once_with_line_and_column() {
    let text = r#"
[[use]]
id = "good"
name = { zh = "好", en = "Good" }
benefits = ["none"]

[[fund]]
id = "Fund"
name = { zh = "资金", en = "" }
levels = ["province", "village"]
uses = ["other"]
beyond = "never"

[[share]]
fund = "missing"
place = "210000"

[[rule]]
id = "floor"
name = { zh = "下限", en = "Floor" }
watch = "floor"
bound = "1.5"
cite = ["X/1"]
"#;
    let known = Known { article: &|_, _| false, benefit: &|_| false, paid_from: &[] };
    let (_, found) = read(&[("funds.toml", text)], &known);
    let told: Vec<(u32, &str)> = found.iter().map(|one| (one.mark.line, one.code)).collect();
    assert_eq!(
        told,
        [
            (5, "M007"),
            (8, "M002"),
            (8, "M005"),
            (9, "M004"),
            (10, "M008"),
            (11, "M009"),
            (12, "M008"),
            (15, "M009"),
            (19, "M015")
        ],
        "{found:#?}"
    );
    assert_eq!((found[0].file.as_str(), found[0].mark.column), ("funds.toml", 13));
    let (_, found) = read(&[("funds.toml", "[[fund]]\nid = 3\n")], &known);
    assert_eq!((found[0].code, found[0].mark.line), ("M001", 2));
    let (_, found) = read(&[("funds.toml", "[[fond]]\n")], &known);
    assert_eq!(found[0].code, "M001");
}
