//! What a rule presupposes is there whenever it grants: who begins with those who have it passes nobody over.

use anye_batch::synth::{Dice, Recipe, partition};
use anye_law::book::{Book, RuleId, Val};
use anye_law::day::Day;
use anye_law::decide::{Engine, Outcome, Things, presumed};
use hashbrown::HashMap;

#[test]
fn nobody_is_granted_anything_without_it() {
    let compiled = super::pack::compiled();
    let book = &compiled.book;
    let engine = Engine::new(book);
    let mut dice = Dice(11);
    let (mut granted, mut presuming) = (0_usize, 0_usize);
    for round in 0..12 {
        let recipe = Recipe {
            rows: HashMap::new(),
            others: 60,
            unknown: [20, 50, 80][round % 3],
            place: ["210400", "211300", "210100"][round % 3].to_owned(),
            on: Day::parse(["2009-12-31", "2017-05-01", "2020-06-30"][round / 4]).unwrap(),
        };
        let facts = partition(book, &recipe, &mut dice);
        let session = engine.session(&facts, None);
        for rule in rules(book) {
            let (kind, needed) = (book.rule(rule).subject, presumed(book, rule));
            for row in 0..facts.count(kind) {
                if session.verdict(rule, row).outcome != Outcome::Granted {
                    continue;
                }
                granted += 1;
                for (&field, &yes) in &needed {
                    let value = facts.get(kind, row, field);
                    let there = if yes { value == Val::Bool(true) } else { value.is_known() };
                    let name = &book.kind(kind).fields[usize::from(field)].name;
                    assert!(there, "{} was granted with {name} {value:?}", book.rule(rule).name);
                    presuming += 1;
                }
            }
        }
    }
    assert!(granted > 1_000 && presuming > 1_000, "{granted} granted, {presuming} fields looked at");
}

#[test]
fn the_rules_that_are_offered_without_applying_presuppose_something() {
    let compiled = super::pack::compiled();
    let book = &compiled.book;
    let fields = |id: &str| -> Vec<(String, bool)> {
        let rule = book.find_rule(id).unwrap();
        let kind = book.kind(book.rule(rule).subject);
        let all = presumed(book, rule).into_iter();
        all.map(|(field, yes)| (kind.fields[usize::from(field)].name.clone(), yes)).collect()
    };
    let subsidy = fields("graduate_job_seeking_subsidy");
    assert!(
        subsidy.contains(&("高校毕业生".into(), true)) && subsidy.contains(&("困难家庭毕业生".into(), true))
    );
    let longer = fields("r_flexible_subsidy_extension");
    assert!(
        longer.contains(&("就业困难人员".into(), true))
            && longer.contains(&("灵活就业补贴期满日".into(), false))
    );
    let hubei = fields("fs_hubei_graduate");
    assert!(hubei.contains(&("毕业届别".into(), false)), "{hubei:?}");
    assert!(
        !hubei.iter().any(|(name, _)| name == "高校毕业生"),
        "it has a value where nothing is said: {hubei:?}"
    );
}

fn rules(book: &Book) -> impl Iterator<Item = RuleId> {
    (0..book.rules.len()).filter_map(|ix| u16::try_from(ix).ok()).map(RuleId)
}
