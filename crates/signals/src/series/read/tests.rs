//! Files as they come. Each case must fail if a kind of mistake went through or a good file were refused.

use super::*;

fn faults(text: &str) -> Vec<(Fault, usize, usize)> {
    read_csv(text, None)
        .unwrap_err()
        .iter()
        .map(|problem| (problem.fault, problem.row, problem.column))
        .collect()
}

fn one(text: &str) -> Series {
    read_csv(text, None).unwrap().remove(0).1
}

#[test]
fn every_way_to_write_a_month() {
    for date in [
        "2020-05",
        "2020-5",
        "2020-05-01",
        "2020-05-31",
        "2020/5",
        "2020/05/09",
        "2020.5",
        "202005",
        "20200501",
        "2020年5月",
        "2020年05月",
        "2020年5月1日",
        "２０２０－０５",
        "2020-05-01 00:00:00",
        "2020-05-01T00:00:00",
        " 2020-05 ",
    ] {
        assert_eq!(one(&format!("series,date,value\na,{date},1")).start.to_string(), "2020-05", "{date}");
    }
}

#[test]
fn every_way_to_write_a_quarter() {
    for date in [
        "2020Q2",
        "2020q2",
        "2020-Q2",
        "2020 Q2",
        "2020年2季度",
        "2020年第2季度",
        "2020年二季度",
        "2020年第二季度",
    ] {
        assert_eq!(one(&format!("series,date,value\na,{date},1")).start.to_string(), "2020Q2", "{date}");
    }
    let asked = read_csv("series,date,value\na,2020-06-30,1\na,2020-07,2", Some(Frequency::Quarter)).unwrap();
    assert_eq!((asked[0].1.start.to_string().as_str(), asked[0].1.len()), ("2020Q2", 2));
}

#[test]
fn rows_in_any_order_and_missing_periods_are_gaps() {
    let read = read_csv("\u{feff}value,date,series,remark\r\n3,2020-05,b,x\r\n1,2020-01,a,\r\n,2020-02,a,\r\n0,2020-04,a,late\r\n", None).unwrap();
    assert_eq!(read[0].0, "b");
    assert_eq!(read[1].1.values, [Some(1.0), None, None, Some(0.0)]);
}

#[test]
fn no_header_other_headers_other_separators() {
    assert_eq!(one("2020-01,5\n2020-02,6").values, [Some(5.0), Some(6.0)]);
    assert_eq!(one("就业人数,2020-01,5").values, [Some(5.0)]);
    assert_eq!(one("指标，月份，数值\n甲，2020年1月，１２．５").values, [Some(12.5)]);
    assert_eq!(one("series\tdate\tvalue\na\t2020-01\t-5").values, [Some(-5.0)]);
    assert_eq!(one("series;date;value\na;2020-01;1e3").values, [Some(1000.0)]);
}

#[test]
fn unknown_is_not_zero() {
    for cell in ["", " ", "-", "—", "…", "NA", "n/a", "null", "缺"] {
        assert_eq!(
            one(&format!("series,date,value\na,2020-01,{cell}\na,2020-02,0")).values,
            [None, Some(0.0)],
            "{cell}"
        );
    }
}

#[test]
fn each_mistake_has_its_place() {
    let text = "series,date,value\na,2020-13,1\na,43951,1\na,2020-01,12万\na,2020-02,\"1,234\"\na,2020-03,abc\na,2020-04,NaN\na,2020-05,inf\na,2020-06,1e300\n,2020-07,1\na,2020-08,1\na,2020/8,2\na,2020Q1,3\nb,2020-01\n";
    use Fault::*;
    let expected = [
        (BadDate, 2, 2),
        (SerialDate, 3, 2),
        (Decorated, 4, 3),
        (Decorated, 5, 3),
        (BadNumber, 6, 3),
        (NotFinite, 7, 3),
        (NotFinite, 8, 3),
        (NotFinite, 9, 3),
        (NoName, 10, 1),
        (Duplicate, 12, 2),
        (MixedFrequency, 13, 2),
        (WrongCells, 14, 0),
    ];
    assert_eq!(faults(text), expected);
    assert_eq!(
        read_csv("series,date,value\na,2020Q1,3", Some(Frequency::Month)).unwrap_err()[0].fault,
        MixedFrequency
    );
}

#[test]
fn whole_files_that_are_no_series() {
    assert_eq!(faults("")[0].0, Fault::Empty);
    assert_eq!(faults("series,date,value\n")[0].0, Fault::Empty);
    assert_eq!(faults("name,when,amount\na,2020-01,1")[0].0, Fault::MissingColumn);
    assert_eq!(faults("series,date,value\na,0001-01,1\na,9999-01,1")[0].0, Fault::TooLong);
    assert_eq!(faults("series,date,value\na,2020-01,1,7")[0].0, Fault::WrongCells);
    // A row shifted by an unquoted thousands separator is not read as 1.
    assert_eq!(faults("series,date,value\na,2020-01,1,234")[0].0, Fault::WrongCells);
}

#[test]
fn a_short_file_cannot_ask_for_much_memory() {
    let rows: Vec<String> =
        (0..3000).map(|series| format!("s{series},1700-01,1\ns{series},2090-01,1\n")).collect();
    let problems = read_csv(&format!("series,date,value\n{}", rows.concat()), None).unwrap_err();
    assert!(problems.iter().all(|problem| problem.fault == Fault::TooLong));
}

#[test]
fn many_problems_are_told_up_to_a_limit() {
    let text: String = std::iter::once("series,date,value\n".to_owned())
        .chain((0..1000).map(|_| "a,x,y\n".to_owned()))
        .collect();
    assert_eq!(read_csv(&text, None).unwrap_err().len(), TOLD);
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_it(text in "\\PC*", rows in proptest::collection::vec("[a,\"2020\\-Q万1;\n\t]*", 0..20)) {
        let _ = read_csv(&text, None);
        let _ = read_csv(&rows.join("\n"), Some(Frequency::Quarter));
    }

    #[test]
    fn what_was_written_is_read(values in proptest::collection::vec(proptest::option::of(-1e9f64..1e9), 1..60), year in 1900i32..2100) {
        let mut expected = Series::new(Period::month(year, 3).unwrap(), values);
        expected.values[0] = Some(1.0);
        let rows: Vec<String> = expected.iter().map(|(period, value)| format!("s,{period},{}", value.map(|v| v.to_string()).unwrap_or_default())).collect();
        let read = read_csv(&format!("series,date,value\n{}", rows.join("\n")), None).unwrap();
        proptest::prop_assert_eq!(&read[0].1, &expected);
    }
}
