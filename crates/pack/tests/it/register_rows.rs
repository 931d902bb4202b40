//! Registers that the documents ask for, row by row: an entry as a clerk writes it is taken, what the row needs cannot be left out, and the table it asks for is there.
//!
//! How entries are kept, counted and shown is the registry's; its tests run over the same definitions.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use anye_pack::{Pack, Source};
use anye_programmes::{Definitions, Key, Register};

static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/liaoning");
    Pack::load(&Source::Folder(folder)).unwrap().definitions()
});

fn register(id: &str) -> &'static Register {
    DEFINITIONS.register(id).unwrap_or_else(|| panic!("no register {id}"))
}

/// An entry as somebody writes it: everything is read, nothing is missing, and each of these fields is needed.
fn entry(id: &str, written: &[(&str, &str)], needed: &[&str]) {
    let register = register(id);
    let mut values = BTreeMap::new();
    for (field, text) in written {
        let of = register.fields.iter().find(|own| own.id == *field);
        let of = of.unwrap_or_else(|| panic!("{id} has no field {field}"));
        let value = of.parse(text).unwrap_or_else(|error| panic!("{id}.{field}: {error}"));
        assert!(!of.show(&value, true).is_empty() && !of.show(&value, false).is_empty(), "{id}.{field}");
        values.insert((*field).to_owned(), value);
    }
    assert_eq!(register.check(&values), [], "{id}");
    for field in needed {
        let mut short = values.clone();
        short.remove(*field).unwrap_or_else(|| panic!("{id}.{field} is not written"));
        let faults: Vec<(String, &str)> =
            register.check(&short).into_iter().map(|fault| (fault.field, fault.code)).collect();
        assert!(faults.contains(&((*field).to_owned(), "missing")), "{id} does without {field}");
    }
}

/// A table by these keys; `sum` names what is added up.
fn table(id: &str, by: &[&str], sum: Option<&str>) {
    let register = register(id);
    let field = |name: &str| register.fields.iter().position(|field| field.id == name);
    let key = |text: &&str| match text.split_once(':') {
        Some(("place", level)) => Key::Place(level.to_owned()),
        Some(("field", name)) => Key::Field(field(name).unwrap_or_else(|| panic!("{id} has no {name}"))),
        _ => [("subject", Key::Subject), ("state", Key::State), ("month", Key::Month), ("year", Key::Year)]
            .into_iter()
            .find_map(|(word, key)| (word == *text).then_some(key))
            .unwrap(),
    };
    let by: Vec<Key> = by.iter().map(key).collect();
    let sum = sum.map(|name| field(name).unwrap());
    let there =
        register.counts.iter().any(|count| count.sum == sum && by.iter().all(|key| count.by.contains(key)));
    assert!(there, "{id} has no such table");
}

/// Everything that has changed stands in states with a way between them.
fn way(id: &str, states: &[&str]) {
    for pair in states.windows(2) {
        let moves = &register(id).moves;
        let there = moves.iter().any(|one| one.from.iter().any(|from| from == pair[0]) && one.to == pair[1]);
        assert!(there, "{id}: no way from {} to {}", pair[0], pair[1]);
    }
}

// covers: LN2009-6/38.d, LN2016-75/06.c
#[test]
fn changes_are_entered_with_day_and_source_and_never_overwritten() {
    let written = [
        ("change", "失业"),
        ("happened", "2020年3月2日"),
        ("source", "社会保险记录"),
        ("destination", "外省"),
    ];
    entry("change-ledger", &written, &["change", "happened", "source"]);
    assert!(
        !register("change-ledger").period && register("change-ledger").moves.is_empty(),
        "nothing to change"
    );
    table("change-ledger", &["month", "field:change"], None);
    way("displaced-worker", &["followed", "settled", "followed"]);
    table("displaced-worker", &["field:origin"], None);
}

// covers: LN2020-R/2.2.f, LN2020-R/2.2.e, FS2020/12.a, FS2020/07.c
#[test]
fn flexible_work_and_the_new_economy_are_coded() {
    for form in ["临时性就业", "非全日制就业", "季节性就业", "弹性工作", "其他灵活形式"]
    {
        let written = [("form", form), ("state", "灵活就业"), ("economy", "夜经济"), ("channel", "网上")];
        entry("employment", &written, &["form", "state", "channel"]);
    }
    let employment = register("employment");
    assert!(employment.period && employment.facts.iter().any(|fact| fact.fact == "persons.employed"));
    table("employment", &["place:city", "field:economy"], None);
    let written = [
        ("economy", "平台经济"),
        ("market", "m1"),
        ("workers", "1,200人"),
        ("eased", "是"),
        ("name_eased", "是"),
        ("supported", "无"),
    ];
    entry("new-economy-employer", &written, &["economy", "workers"]);
    table("new-economy-employer", &["place:city", "field:economy"], Some("workers"));
    table("new-economy-employer", &["field:market"], Some("workers"));
    entry(
        "regulated-market",
        &[("name", "中心夜市"), ("kind", "夜经济"), ("stalls", "80")],
        &["name", "kind"],
    );
}

// covers: FS2020/19.f, FS2020/15.a
#[test]
fn grades_classes_ways_of_help_and_time_to_inclusion() {
    entry(
        "service-grade",
        &[("grade", "g1"), ("class", "就业困难人员"), ("plan", "每周一次岗位推荐")],
        &["grade", "class", "plan"],
    );
    assert!(register("service-grade").unique[0].open_only, "graded anew by ending the grade before");
    entry(
        "help-given",
        &[("ways", "职业培训、推荐企业吸纳、帮助灵活就业、扶持自主创业"), ("used", "2")],
        &["ways"],
    );
    way("help-given", &["running", "working"]);
    table("help-given", &["field:ways", "state"], None);
    let written = [
        ("category", "失业的残疾人"),
        ("evidence", "残疾人证"),
        ("by", "系统按规则发现"),
        ("detected", "2017-09-01"),
    ];
    entry("hard-to-employ", &written, &["category", "evidence", "by"]);
    assert!(register("hard-to-employ").confirm, "found by rule, confirmed by a person");
}

// covers: LN2009-6/39.i
#[test]
fn one_record_for_each_graduate_of_a_family_in_difficulty() {
    let written = [("difficulty", "低保家庭"), ("residence", "农村"), ("aid", "求职补助、见习补贴")];
    entry("graduate-in-difficulty", &written, &["difficulty", "residence"]);
    table("graduate-in-difficulty", &["field:difficulty", "field:aid"], None);
}

// covers: FS2020/03.a
#[test]
fn enterprises_that_settle_keep_and_negotiate() {
    let written = [("kind", "僵尸企业"), ("cut", "120人"), ("plan", "分三批安置"), ("placed", "80")];
    entry("overcapacity-enterprise", &written, &["kind", "cut", "plan"]);
    way("overcapacity-enterprise", &["planned", "running", "done"]);
    for channel in ["内部挖潜", "转型升级", "拓展国内外市场", "内部退养", "公益性岗位"]
    {
        entry("surplus-worker", &[("channel", channel), ("persons", "30")], &["channel", "persons"]);
    }
    table("surplus-worker", &["field:channel"], Some("persons"));
    let written =
        [("kind", "行业协商"), ("measures", "协商薪酬、调整工时、轮岗轮休、在岗培训"), ("kept", "560")];
    entry("collective-negotiation", &written, &["kind", "measures"]);
    table("collective-negotiation", &["place:county", "field:kind"], Some("kept"));
}

// covers: CY2017/16.f, FS2020/13.d
#[test]
fn grass_roots_programmes_with_place_days_and_later_work() {
    for programme in ["选聘高校毕业生到村任职", "“三支一扶”", "农村教师特岗计划", "大学生志愿服务辽西北计划"]
    {
        let written = [
            ("programme", programme),
            ("service_place", "211302"),
            ("term_ends", "2019-08-31"),
            ("later", "事业单位"),
        ];
        entry("grassroots-programme", &written, &["programme", "service_place", "term_ends"]);
    }
    way("grassroots-programme", &["serving", "completed"]);
    table("grassroots-programme", &["place:county", "field:programme"], None);
    table("grassroots-programme", &["field:programme", "field:later"], None);
}

// covers: LN2009-6/24.j, LN2009-6/25.a
#[test]
fn model_schools_step_by_step_and_practice_bases_by_city() {
    entry("model-school", &[("applied_on", "2009.3.1")], &["applied_on"]);
    way("model-school", &["applied", "evaluated", "recognised", "withdrawn"]);
    table("model-school", &["state"], None);
    entry(
        "practice-base",
        &[("trades", "焊工、钳工"), ("capacity", "200"), ("projects", "与技校合办")],
        &["trades", "capacity"],
    );
    table("practice-base", &["place:city"], Some("capacity"));
}

// covers: CY2017/25.b, CY2017/15.b
#[test]
fn directory_specialists_and_farm_organisations() {
    let written = [("size", "小型"), ("labour_intensive", "是"), ("staff", "45"), ("policies", "2")];
    entry("small-firm-directory", &written, &["size", "labour_intensive", "staff"]);
    table("small-firm-directory", &["field:labour_intensive"], Some("staff"));
    table("small-firm-directory", &["place:city"], Some("policies"));
    let written = [
        ("park", "示例园区"),
        ("specialty", "机械"),
        ("needed", "12"),
        ("by_seminar", "4"),
        ("by_recruitment", "3"),
    ];
    entry("specialist-demand", &written, &["park", "specialty", "needed"]);
    table("specialist-demand", &["field:park", "field:specialty"], Some("needed"));
    let written = [("kind", "家庭农场"), ("founder", "p1"), ("members", "6"), ("jobs", "9"), ("poor", "3")];
    entry("farm-organisation", &written, &["kind", "founder", "members", "jobs"]);
    table("farm-organisation", &["place:county"], Some("poor"));
}

#[test]
fn credit_records_have_a_source_and_a_day() {
    for (register, kind) in [
        ("domestic-company", "投诉"),
        ("domestic-company", "表扬"),
        ("domestic-company", "检查结果"),
        ("domestic-worker", "培训"),
        ("domestic-worker", "身份核验"),
    ] {
        entry(
            register,
            &[("kind", kind), ("content", "说明"), ("source", "客户")],
            &["kind", "content", "source"],
        );
    }
    assert!(
        !register("domestic-company").period && !register("domestic-worker").period,
        "each record is of a day"
    );
}

// covers: FS2020/08.a, CY2017/04.c, CY2017/03.f
#[test]
fn permits_apart_unified_licences_and_labour_resources() {
    for reform in ["取消", "简化"] {
        entry("licence-permit", &[("permit", "食品经营"), ("reform", reform)], &["permit", "reform"]);
    }
    way("licence-permit", &["asked", "granted", "lapsed"]);
    table("licence-permit", &["field:reform", "state"], None);
    way("unified-licence", &["old", "replaced"]);
    let share = register("unified-licence").counts.iter().any(|count| count.share == ["replaced"]);
    assert!(share, "the share replaced is shown");
    entry(
        "labour-resource",
        &[("kind", "农村劳动力"), ("skill", "瓦工"), ("wishes", "就业、培训")],
        &["kind"],
    );
    table("labour-resource", &["place:county", "field:kind"], None);
}

#[test]
fn four_kinds_of_help_go_out_as_one_with_what_was_used_and_the_result() {
    let offer = ["vacancies", "training", "information", "post"];
    let written = [
        ("vacancies", "社区保洁、仓库理货"),
        ("training", "家政服务初级班"),
        ("information", "短信每周一次"),
        ("post", "环境整治临时岗,4 个月"),
        ("used", "技能培训、短期临时性公益性岗位"),
    ];
    entry("help-package", &written, &offer);
    let package = register("help-package");
    assert!(
        package.unique.iter().any(|one| one.open_only && one.keys == [Key::Subject]),
        "one package a person"
    );
    way("help-package", &["offered", "using", "working"]);
    way("help-package", &["using", "ended"]);
    table("help-package", &["field:used", "state"], None);
    let reasons = &package.moves.iter().find(|one| one.to == "ended").unwrap().reasons;
    assert!(reasons.len() > 1, "why it came to nothing is recorded");
}
