//! Registers and programmes of the Liaoning pack: no findings, every benefit has a programme, and what the documents ask of them is there; a spoilt copy says where.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anye_forms::Finding;
use anye_law::book::Book;
use anye_pack::{Pack, Source, law_of};
use anye_programmes::{Definitions, Effect, Every, EveryUnit, Held, Key, Most, RuleKind, Span, SpanUnit};

use crate::folder::Copy;

static PACK: LazyLock<(Pack, Book)> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/liaoning");
    let pack = Pack::load(&Source::Folder(folder)).unwrap();
    let book = pack.law_unchecked().book;
    (pack, book)
});

fn checked() -> (Definitions, Vec<Finding>) {
    PACK.0.definitions_checked(&PACK.1)
}

#[test]
fn the_files_have_no_findings() {
    let (definitions, found) = checked();
    assert!(found.is_empty(), "{found:#?}");
    let sizes = (definitions.registers.len(), definitions.programmes.len(), definitions.matters.len());
    assert!(sizes.0 >= 55 && sizes.1 >= 115 && sizes.2 >= 8, "{sizes:?}");
}

#[test]
fn every_benefit_of_the_law_has_a_programme() {
    let (definitions, _) = checked();
    let used: BTreeSet<&str> =
        definitions.programmes.iter().flat_map(|one| &one.rules).map(|one| one.rule.as_str()).collect();
    let law = law_of(&PACK.1);
    let benefits = law.rules.iter().filter(|(_, rule)| rule.kind == RuleKind::Benefit);
    let missing: Vec<&String> = benefits.map(|(id, _)| id).filter(|id| !used.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn money_is_never_decided_by_whoever_examined_it_and_can_be_appealed_against() {
    for programme in &checked().0.programmes {
        if !programme.effects.iter().any(|effect| matches!(effect, Effect::Pay { .. })) {
            continue;
        }
        assert_eq!(programme.appeal.as_deref(), Some("appeal"), "{}", programme.id);
        let decides = programme.steps.last().unwrap();
        let officers = programme.steps.iter().filter(|step| {
            step.id != decides.id
                && matches!(step.role, anye_programmes::StepRole::Clerk | anye_programmes::StepRole::Reviewer)
        });
        for step in officers {
            assert!(decides.not_by.contains(&step.id), "{}", programme.id);
        }
    }
}

#[test]
fn every_time_that_a_register_or_step_cites_is_that_of_the_text() {
    let (definitions, _) = checked();
    let duty = |register: &str, duty: &str| {
        let register = definitions.register(register).unwrap();
        register.duties.iter().find(|one| one.id == duty).unwrap().clone()
    };
    let contact = duty("unemployment", "monthly-contact");
    assert_eq!(contact.every, Some(Every { n: 1, unit: EveryUnit::Month }));
    assert_eq!(contact.done, Held::Entry("contact".to_owned()));
    let offer = duty("zero-employment-household", "offer-in-20-days");
    assert_eq!(offer.within, Some(Span { n: 20, unit: SpanUnit::Day }));
    // The texts state no time for a step of a programme: a citation there would be invented.
    assert!(definitions.programmes.iter().flat_map(|one| &one.steps).all(|step| step.cite.is_empty()));
    assert!(definitions.programmes.iter().all(|one| one.promise.is_none()));
    // Nor days of publicity: wherever there is one, a doubt says that they are a setting.
    let public = definitions.programmes.iter().filter(|one| one.publicity.is_some());
    assert!(public.inspect(|one| assert!(!one.doubts.is_empty(), "{}", one.id)).count() >= 2);
}

#[test]
fn one_open_spell_one_holder_and_quotas() {
    let (definitions, _) = checked();
    let register = |id: &str| definitions.register(id).unwrap();
    assert!(register("unemployment").unique.iter().any(|one| one.keys == [Key::Subject]));
    for (holders, post) in [("welfare-placement", "post"), ("grassroots-holder", "post")] {
        let register = register(holders);
        let field = register.fields.iter().position(|field| field.id == post).unwrap();
        assert!(
            register.unique.iter().any(|one| one.keys == [Key::Field(field)] && one.open_only),
            "{holders}"
        );
    }
    for posts in ["welfare-post", "grassroots-post", "service-post", "township-establishment"] {
        let limits = &register(posts).limits;
        assert!(limits.iter().any(|one| matches!(one.most, Most::Quota(_))), "{posts}");
    }
    assert_eq!(register("student-soldier-post").limits[0].most, Most::Fixed(150));
}

#[test]
fn a_file_that_is_not_listed_one_that_is_not_there_and_one_listed_twice() {
    let copy = tempfile::tempdir().unwrap();
    let at = copy.path();
    fs::create_dir_all(at.join("registers")).unwrap();
    fs::create_dir_all(at.join("programmes")).unwrap();
    let head = "id = \"x\"\nname = { zh = \"甲\", en = \"a\" }\nplace = \"210000\"\nrelease = \"1\"\nabout = { zh = \"甲\", en = \"a\" }\ndocuments = []\n";
    let lists = "registers = [\"gone\", \"kept\", \"kept\"]\nprogrammes = [\"kept\"]\n";
    fs::write(at.join("pack.toml"), format!("{head}{lists}")).unwrap();
    fs::write(at.join("units.toml"), "").unwrap();
    for file in ["registers/kept.toml", "registers/left.toml"] {
        fs::write(at.join(file), "").unwrap();
    }
    fs::write(at.join("programmes/kept.toml"), "[[programme]]\nid = \"a\"\n").unwrap();
    let pack = Pack::load(&Source::Folder(at.to_owned())).unwrap();
    let (_, found) = pack.definitions_checked(&pack.law_unchecked().book);
    let told: BTreeSet<(&str, u32, &str)> =
        found.iter().map(|one| (one.file.as_str(), one.mark.line, one.code)).collect();
    for one in [
        ("pack.toml", 7, "P016"),
        ("pack.toml", 7, "P017"),
        ("registers/left.toml", 1, "P018"),
        ("programmes/kept.toml", 1, "P003"),
        ("programmes/kept.toml", 1, "P201"),
    ] {
        assert!(told.contains(&one), "{one:?} of {told:?}");
    }
}

/// A rule that no document has; it stands in for a gazette of tomorrow.
const NEW_RULE: &str = "文件 FS2020
  地区 210400
  上位 LN2020-9

待遇 试行交通补贴 trial_travel_aid
  对象 个人
  依据 FS2020 第十三条
  有效 不限
  条件
    ① “登记失业” 个人.登记失业
  金额 200 元
  资金 就业补助资金
  次数 每 个人 至多 1 次
  英文 “Trial travel aid”
";

const NEW_PROGRAMME: &str = r#"
[[programme]]
id = "trial-travel-aid"
name = { zh = "试行交通补贴", en = "Trial travel aid" }
cite = ["FS2020/13"]
subject = "person"
applicants = ["itself", "counter"]
rule = "trial_travel_aid"
matter = "jobless"
places = ["210400"]
flow = "two-eyes"
appeal = "appeal"
effect = [{ pay = {} }, { message = { zh = "已决定", en = "Decided" } }]
"#;

#[test]
fn a_new_benefit_is_a_rule_and_a_programme_in_text_files() {
    let copy = Copy::new().replace("pack.toml", "programmes = [", "programmes = [\"trial\", ");
    fs::write(copy.path("law/trial.law"), NEW_RULE).unwrap();
    fs::write(copy.path("programmes/trial.toml"), NEW_PROGRAMME).unwrap();
    let pack = copy.load().unwrap();
    let compiled = pack.law_unchecked();
    assert!(!compiled.has_errors(), "{:?}", compiled.diagnostics);
    let (definitions, found) = pack.definitions_checked(&compiled.book);
    assert!(found.is_empty(), "{found:#?}");
    let aid = definitions.programme("trial-travel-aid").unwrap();
    let rule = &law_of(&compiled.book).rules[&aid.rules[0].rule];
    assert_eq!((rule.money, rule.subject.as_str()), (true, "persons"));
    assert_eq!(rule.reads, ["persons.registered_unemployed"], "what the form asks for");
    assert_eq!(aid.steps.len(), 2);
}
