//! Files that people really send: each is read with a clear answer, row and field. The files lie in tests/corpus.

use std::path::Path;

use anye_signals::backtest::{Order, State, run};
use anye_signals::detect::Worse;
use anye_signals::lights::Light;
use anye_signals::series::{Fault, Frequency, Series, read_csv};

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()))
}

fn read(name: &str) -> Vec<(String, Series)> {
    read_csv(&file(name), None).unwrap_or_else(|problems| panic!("{name}: {problems:?}"))
}

fn faults(name: &str, frequency: Option<Frequency>) -> Vec<(Fault, usize, String)> {
    let problems = read_csv(&file(name), frequency).expect_err("a bad file");
    problems.into_iter().map(|problem| (problem.fault, problem.row, problem.field)).collect()
}

#[test]
fn what_is_wrong_is_told_with_row_and_field() {
    let own = |text: &str| text.to_owned();
    for (name, frequency, expected) in [
        ("empty.csv", None, vec![(Fault::Empty, 0, own(""))]),
        ("header-only.csv", None, vec![(Fault::Empty, 0, own(""))]),
        (
            "unknown-columns.csv",
            None,
            vec![(Fault::MissingColumn, 1, own("date")), (Fault::MissingColumn, 1, own("value"))],
        ),
        ("duplicates.csv", None, vec![(Fault::Duplicate, 4, own("date"))]),
        (
            "quarters.csv",
            Some(Frequency::Month),
            vec![(Fault::MixedFrequency, 2, own("date")), (Fault::MixedFrequency, 3, own("date"))],
        ),
        (
            "bad-cells.csv",
            None,
            vec![
                (Fault::Decorated, 2, own("value")),
                (Fault::Decorated, 3, own("value")),
                (Fault::SerialDate, 4, own("date")),
                (Fault::BadDate, 5, own("date")),
                (Fault::BadNumber, 6, own("value")),
                (Fault::NoName, 7, own("series")),
                (Fault::WrongCells, 8, own("")),
            ],
        ),
    ] {
        assert_eq!(faults(name, frequency), expected, "{name}");
    }
}

#[test]
fn odd_series_get_an_honest_answer() {
    let order = Order { adjust: Some(Default::default()), worse: Worse::Down, ..Order::default() };
    let mut all = read("odd-series.csv");
    all.extend(read("bom-gaps.csv"));
    for (name, series) in all {
        let lines = run(&series, &order);
        let last = lines.last().unwrap();
        match name.as_str() {
            "three points" => assert!(lines.iter().all(|line| line.state == State::Learning)),
            "constant" | "all zero" => assert_eq!(last.light, Some(Light::Green), "{name}"),
            "one wild value" => {
                assert!(lines.iter().any(|line| line.light == Some(Light::Red)));
                assert!(last.light <= Some(Light::Blue), "half a year later it is calm: {last:?}");
            }
            "在岗人数" => {
                assert_eq!(series.len() - series.present(), 2);
                assert!(lines.iter().any(|line| line.state == State::Gap));
            }
            other => panic!("{other} is not expected"),
        }
    }
}
