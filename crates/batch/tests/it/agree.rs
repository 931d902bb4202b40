//! Vectors and the scalar engine agree on every rule of the pack: outcome, fen, first failing clause.

use anye_batch::decide_all;
use anye_batch::synth::{Dice, Recipe, partition};
use anye_law::book::RuleId;
use anye_law::day::Day;
use anye_law::decide::{Engine, Outcome, Things};
use hashbrown::HashMap;

#[test]
fn every_rule_of_the_pack() {
    let subjects: usize = std::env::var("ANYE_SUBJECTS").ok().and_then(|n| n.parse().ok()).unwrap_or(60_000);
    let compiled = super::pack::compiled();
    let book = &compiled.book;
    let engine = Engine::new(book);
    let mut dice = Dice(7);
    let (mut decided, mut granted, mut round) = (0_usize, 0_usize, 0_u64);
    while decided < subjects {
        round += 1;
        let places = ["210400", "211300", "210100", "210402"];
        let days = ["2009-06-30", "2009-12-31", "2017-05-01", "2020-03-01", "2020-12-31", "2021-01-01"];
        let recipe = Recipe {
            rows: HashMap::new(),
            others: 70,
            unknown: [0, 5, 30][usize::try_from(round % 3).unwrap()],
            place: places[usize::try_from(dice.below(4)).unwrap()].to_owned(),
            on: Day::parse(days[usize::try_from(dice.below(6)).unwrap()]).unwrap(),
        };
        let facts = partition(book, &recipe, &mut dice);
        for ix in 0..book.rules.len() {
            let rule = RuleId(u16::try_from(ix).unwrap());
            let all = decide_all(&engine, &facts, None, rule);
            let session = engine.session(&facts, None);
            assert_eq!(all.len(), facts.count(book.rule(rule).subject) as usize);
            for (row, verdict) in all.iter().enumerate() {
                let one = session.verdict(rule, u32::try_from(row).unwrap());
                let same =
                    (verdict.outcome, verdict.fen, verdict.failed) == (one.outcome, one.fen, one.failed);
                assert!(
                    same,
                    "round {round}, rule {}, row {row}: vectors {verdict:?}, scalar {one:?}",
                    book.rule(rule).name
                );
                granted += usize::from(one.outcome == Outcome::Granted);
                decided += 1;
            }
        }
    }
    println!("{decided} decisions over {} rules agree; {granted} granted", book.rules.len());
    assert!(granted > 0);
}

#[test]
fn rows_in_several_chunks() {
    let compiled = super::pack::compiled();
    let book = &compiled.book;
    let engine = Engine::new(book);
    let recipe = Recipe {
        rows: HashMap::new(),
        others: 4_180,
        unknown: 5,
        place: "210402".to_owned(),
        on: Day::parse("2020-06-30").unwrap(),
    };
    let facts = partition(book, &recipe, &mut Dice(23));
    let session = engine.session(&facts, None);
    for ix in 0..book.rules.len() {
        let rule = RuleId(u16::try_from(ix).unwrap());
        let all = decide_all(&engine, &facts, None, rule);
        // Some of the first chunk, and all around and behind its end.
        for row in (0..4_060).step_by(211).chain(4_060..all.len()) {
            let one = session.verdict(rule, u32::try_from(row).unwrap());
            let same =
                (all[row].outcome, all[row].fen, all[row].failed) == (one.outcome, one.fen, one.failed);
            assert!(same, "rule {}, row {row}: vectors {:?}, scalar {one:?}", book.rule(rule).name, all[row]);
        }
    }
}
