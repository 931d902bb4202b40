//! What the rules of the pack say about a notice at their boundaries. No threshold stands in this crate: the numbers here are the documents'.

use anye_law::day::Day;
use anye_monitor::notice::judge::{judge, share};
use anye_monitor::notice::model::{Answers, Came, Judgement, Known, Needed};

use crate::notice_world::{LAW, SETTING, answers};

fn firm(ownership: &str, above: bool, staff: Option<i64>) -> Known {
    Known {
        id: "e".into(),
        name: "样例机械厂".into(),
        code: "x".into(),
        place: "210403".into(),
        industry: "C34".into(),
        ownership: ownership.into(),
        above_scale: above,
        staff,
    }
}

fn asked(known: &Known, answers: &Answers) -> Judgement {
    judge(&LAW.book, &SETTING, known, answers, Day::parse("2020-06-01").unwrap()).unwrap()
}

fn came(judged: &Judgement, rule: &str) -> Came {
    judged.of(rule).unwrap_or_else(|| panic!("no verdict of {rule}")).came
}

fn event(what: &str, persons: u32) -> Answers {
    answers(&[("event", what), ("persons", &persons.to_string())])
}

#[test]
fn two_hundred_at_once_must_be_reported_by_anybody() {
    // covers: LN2016-75/01.d, LN2020-R/2.5.i
    let private = firm("170", false, Some(50_000));
    let below = asked(&private, &event("layoff", 199));
    assert_eq!(
        (came(&below, "ln16_layoff_200"), came(&below, "r_first_moment_report")),
        (Came::No, Came::No)
    );
    assert_eq!(below.needed, Needed::NotRequired);
    let at = asked(&private, &event("layoff", 200));
    assert_eq!((came(&at, "ln16_layoff_200"), came(&at, "r_first_moment_report")), (Came::Yes, Came::Yes));
    assert_eq!(at.needed, Needed::Required);
    // A closure is no layoff for the first, and counts for the second.
    let closed = asked(&private, &event("closure", 200));
    assert_eq!(
        (came(&closed, "ln16_layoff_200"), came(&closed, "r_first_moment_report")),
        (Came::No, Came::Yes)
    );
    assert_eq!(closed.needed, Needed::Required);
}

#[test]
fn over_a_tenth_counts_for_state_firms_above_designated_size_only() {
    // covers: LN2016-75/01.e
    let state = firm("110", true, Some(1_000));
    let rule = "ln16_layoff_ten_percent";
    assert_eq!(came(&asked(&state, &event("layoff", 101)), rule), Came::Yes);
    let exactly = asked(&state, &event("layoff", 100));
    assert_eq!((came(&exactly, rule), exactly.share), (Came::No, Some(100)));
    let boundary = exactly
        .of(rule)
        .unwrap()
        .boundaries
        .iter()
        .find(|one| one.parameter == "exactly_ten_percent")
        .unwrap();
    assert!(boundary.decides, "with the parameter the other way a report would be required");
    assert!(!exactly.of(rule).unwrap().doubts.is_empty(), "the doubt of the text is shown");
    let under = asked(&state, &event("layoff", 99));
    assert!(under.of(rule).unwrap().boundaries.iter().all(|one| !one.decides), "nothing hangs on it below");
    assert_eq!(came(&asked(&firm("110", false, Some(1_000)), &event("layoff", 150)), rule), Came::No);
    assert_eq!(came(&asked(&firm("170", true, Some(1_000)), &event("layoff", 150)), rule), Came::No);
    let unknown = asked(&firm("110", true, None), &event("layoff", 150));
    assert_eq!((came(&unknown, rule), unknown.needed, unknown.share), (Came::Needs, Needed::Needs, None));
    assert!(unknown.of(rule).unwrap().needs.iter().any(|(field, _)| field == "staff"));
}

#[test]
fn fifty_or_an_influential_employer_is_met_before() {
    // covers: LN2020-R/2.5.c
    let one = firm("170", false, Some(5_000));
    let rule = "r_early_intervention";
    let with = |persons: u32, influential: &str| {
        let persons = persons.to_string();
        asked(&one, &answers(&[("event", "layoff"), ("persons", &persons), ("e.influential", influential)]))
    };
    assert_eq!(came(&with(49, "no"), rule), Came::No);
    assert_eq!(came(&with(50, "no"), rule), Came::Yes);
    assert_eq!(came(&with(3, "yes"), rule), Came::Yes);
    assert!(with(50, "no").opens && !with(5, "no").opens);
}

#[test]
fn thirty_days_and_the_order_of_steps() {
    // covers: LN2009-6/37.b, LN2009-6/37.c, LN2020-R/2.5.d, FS2020/03.b
    let one = firm("170", false, Some(1_000));
    let with = |told: &str, heard: &str, reported: &str| {
        asked(
            &one,
            &answers(&[
                ("event", "layoff"),
                ("persons", "60"),
                ("planned_on", "2020-04-20"),
                ("explained_on", told),
                ("explained_to", "向工会说明"),
                ("heard", "yes"),
                ("heard_on", heard),
                ("reported", "yes"),
                ("reported_on", reported),
                ("carried_out_on", "2020-06-01"),
            ]),
        )
    };
    let kept = with("2020-05-02", "2020-05-10", "2020-05-12");
    assert_eq!(came(&kept, "thirty_days_notice"), Came::Yes, "{:?}", kept.of("thirty_days_notice"));
    assert_eq!(came(&kept, "fs_layoff_notice"), Came::Yes);
    assert_eq!((came(&kept, "r_layoff_order"), came(&kept, "layoff_plan_reported")), (Came::Yes, Came::Yes));
    let short = with("2020-05-03", "2020-05-10", "2020-05-12");
    assert_eq!((came(&short, "thirty_days_notice"), came(&short, "fs_layoff_notice")), (Came::No, Came::No));
    assert!(short.breaches.contains(&"thirty_days_notice".to_owned()));
    let earliest =
        short.of("fs_layoff_notice").unwrap().gives.iter().find(|one| one.id == "earliest_day").unwrap();
    assert!(earliest.value.zh.contains("2020"), "the earliest lawful day is said: {}", earliest.value.zh);
    let order = with("2020-05-02", "2020-05-20", "2020-05-12");
    assert_eq!(came(&order, "r_layoff_order"), Came::No, "reported before hearing");
    assert!(order.breaches.contains(&"layoff_plan_reported".to_owned()));
}

#[test]
fn the_procedure_at_twenty_and_at_a_tenth_and_its_duties_only_then() {
    // covers: LN2009-6/37.a
    let small = firm("170", false, Some(100));
    let rule = "layoff_procedure";
    assert_eq!(came(&asked(&firm("170", false, Some(10_000)), &event("layoff", 19)), rule), Came::No);
    assert_eq!(came(&asked(&firm("170", false, Some(10_000)), &event("layoff", 20)), rule), Came::Yes);
    assert_eq!(came(&asked(&small, &event("layoff", 11)), rule), Came::Yes);
    let exactly = asked(&small, &event("layoff", 10));
    assert_eq!(came(&exactly, rule), Came::No);
    assert!(exactly.of(rule).unwrap().boundaries.iter().any(|one| one.decides));
    let nothing = asked(
        &firm("170", false, Some(10_000)),
        &answers(&[("event", "layoff"), ("persons", "5"), ("e.influential", "no")]),
    );
    assert_eq!((came(&nothing, "thirty_days_notice"), nothing.breaches.len()), (Came::Idle, 0));
}

#[test]
fn a_single_batch_is_flagged_and_dues_stay_open_until_settled() {
    // covers: LN2009-6/37.h, FS2020/03.c
    let one = firm("170", false, Some(1_000));
    let base = [("event", "layoff"), ("persons", "60"), ("economic", "yes")];
    let batches = |more: &[(&str, &str)]| asked(&one, &answers(&[&base[..], more].concat()));
    let flagged =
        |judged: &Judgement| judged.of("batched_layoff").unwrap().gives.iter().any(|given| given.alarm);
    assert!(flagged(&batches(&[("b0.carried_out_on", "2020-07-01"), ("b0.persons", "60")])));
    let two = [
        ("b0.carried_out_on", "2020-07-01"),
        ("b0.persons", "30"),
        ("b1.carried_out_on", "2020-08-01"),
        ("b1.persons", "30"),
    ];
    assert!(!flagged(&batches(&two)));
    let dues = |paid: &str| {
        let all = [
            ("compensation_due", "600000"),
            ("compensation_paid", paid),
            ("wages_owed", "0"),
            ("wages_repaid", "0"),
            ("fees_owed", "0"),
            ("fees_repaid", "0"),
        ];
        batches(&all)
    };
    assert_eq!(came(&dues("600000"), "fs_layoff_dues"), Came::Yes);
    let open = dues("599999.99");
    assert_eq!(came(&open, "fs_layoff_dues"), Came::No);
    let left =
        open.of("fs_layoff_dues").unwrap().gives.iter().find(|one| one.id == "compensation_open").unwrap();
    assert!(left.value.zh.contains("0.01"), "{}", left.value.zh);
}

#[test]
fn the_share_is_rounded_to_one_decimal() {
    assert_eq!(share(Some(100), Some(1_000)), Some(100));
    assert_eq!(share(Some(1), Some(3)), Some(333));
    assert_eq!(share(Some(2), Some(3)), Some(667));
    assert_eq!(share(Some(1), Some(2_000)), Some(1), "half goes up");
    assert_eq!(share(Some(1), Some(2_001)), Some(0));
    assert_eq!((share(Some(1), Some(0)), share(Some(1), None), share(None, Some(1))), (None, None, None));
}
