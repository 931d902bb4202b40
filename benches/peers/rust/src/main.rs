//! Ten rules of the Liaoning pack side by side: Anye, CEL, ZEN. It first shows that all say the same of every subject, writes the subjects down for
//! OpenFisca, then measures. It must never measure what it has not compared.

mod by_anye;
mod by_cel;
mod by_zen;
mod cases;
mod rules;

use std::hint::black_box;
use std::time::Instant;

use anye_law::decide::{Engine, Wishes};
use serde_json::json;
use zen_expression::vm::VM;

/// Subjects compared and measured.
const SUBJECTS: usize = 24;
/// Rounds measured; all engines take their turn in each.
const ROUNDS: usize = 31;
/// Passes over the subjects in a round.
const PASSES: usize = 20;

/// One engine's way of doing it, and the rounds so far in microseconds a subject.
type Engines<'a> = Vec<(&'static str, Box<dyn FnMut(usize) + 'a>, Vec<f64>)>;

fn main() {
    let path = std::env::args().nth(1).expect("where to write the subjects");
    let book = by_anye::book();
    let (engine, ten) = (Engine::new(&book), by_anye::ten(&book));
    let (cel, zen) = (by_cel::compile(), by_zen::compile());
    let cases = cases::cases(SUBJECTS);
    let facts: Vec<_> = cases.iter().map(|case| by_anye::read(&book, &case.facts)).collect();
    let contexts: Vec<_> = cases.iter().map(|case| by_cel::context(&case.flat)).collect();
    let scopes: Vec<_> = cases.iter().map(|case| by_zen::scope(&case.flat)).collect();

    let mut vm = VM::new();
    let mut subjects = Vec::new();
    let mut tally = [[0_u32; 3]; 10];
    for ix in 0..SUBJECTS {
        let ours = by_anye::said(&book, &by_anye::decide(&engine, &ten, &facts[ix]));
        let theirs = [by_cel::decide(&cel, &contexts[ix]), by_zen::decide(&zen, &scopes[ix], &mut vm)];
        for (at, rule) in rules::TEN.iter().enumerate() {
            tally[at][usize::from(ours[at].outcome)] += 1;
            assert_eq!(ours[at], theirs[0][at], "CEL, {}, subject {ix}: {:?}", rule.id, cases[ix].flat);
            assert_eq!(ours[at], theirs[1][at], "ZEN, {}, subject {ix}: {:?}", rule.id, cases[ix].flat);
        }
        subjects.push(json!({"flat": cases[ix].flat, "said": ours}));
    }
    for (rule, [out, refused, granted]) in rules::TEN.iter().zip(tally) {
        eprintln!("{:36} granted {granted:2}  refused {refused:2}  not in force {out:2}", rule.id);
        assert!(granted > 0 && refused > 0, "{} is not tried both ways", rule.id);
    }
    let ids: Vec<_> = rules::TEN.iter().map(|rule| rule.id).collect();
    let written = json!({"rules": ids, "subjects": subjects}).to_string();
    std::fs::write(&path, written).expect("the subjects can be written");

    let whole = engine.session(&facts[0], None).rules_with_subjects().len();
    eprintln!("whole pack: {whole} rules have their subjects among these facts");
    let mut other = VM::new();
    let mut engines: Engines<'_> = vec![
        ("anye", Box::new(|ix| drop(black_box(by_anye::decide(&engine, &ten, &facts[ix])))), Vec::new()),
        ("cel", Box::new(|ix| drop(black_box(by_cel::decide(&cel, &contexts[ix])))), Vec::new()),
        ("zen", Box::new(|ix| drop(black_box(by_zen::decide(&zen, &scopes[ix], &mut vm)))), Vec::new()),
        (
            "anye, whole pack",
            Box::new(|ix| {
                let session = engine.session(&facts[ix], None);
                drop(black_box(session.run(&session.rules_with_subjects(), &Wishes::default())));
            }),
            Vec::new(),
        ),
        (
            "anye, facts too",
            Box::new(|ix| {
                let facts = by_anye::read(&book, &cases[ix].facts);
                drop(black_box(by_anye::decide(&engine, &ten, &facts)));
            }),
            Vec::new(),
        ),
        (
            "cel, facts too",
            Box::new(|ix| drop(black_box(by_cel::decide(&cel, &by_cel::context(&cases[ix].flat))))),
            Vec::new(),
        ),
        (
            "zen, facts too",
            Box::new(|ix| drop(black_box(by_zen::decide(&zen, &by_zen::scope(&cases[ix].flat), &mut other)))),
            Vec::new(),
        ),
    ];
    measure(&mut engines);
    for (name, _, mut rounds) in engines {
        rounds.sort_by(f64::total_cmp);
        println!("{}", json!({"engine": name, "min": rounds[0], "median": rounds[rounds.len() / 2]}));
    }
}

fn measure(engines: &mut Engines<'_>) {
    for _ in 0..ROUNDS {
        for (_, decide, rounds) in engines.iter_mut() {
            let start = Instant::now();
            for _ in 0..PASSES {
                (0..SUBJECTS).for_each(&mut *decide);
            }
            rounds.push(start.elapsed().as_secs_f64() * 1e6 / (PASSES * SUBJECTS) as f64);
        }
    }
}
