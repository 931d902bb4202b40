//! The month close over files: the same as in memory, whatever the number of threads; cut off and gone on with; files that are not what they should be.

use std::path::Path;

use anye_batch::close::{
    Close, Panel, Summary, close_all, close_partition, partitions, pending, result, write_panel,
};
use anye_signals::close::{Domain, Judging, MonthClose, judge, month_close, roll_up};
use anye_signals::lights::{Light, Steps};
use tempfile::TempDir;

use crate::panel::{City, Making, Shock};

const LOSS: Steps = Steps { blue: 0.03, yellow: 0.05, orange: 0.08, red: 0.10 };

fn city(seed: u32) -> City {
    City::make(Making {
        seed: u64::from(seed),
        first_place: 100 * seed,
        places: 3,
        industries: 4,
        units: 120,
        months: 30,
        silent: 0.08,
        shock: Some(Shock { place: 100 * seed, industry: 1, month: 29, share: 0.4 }),
    })
}

fn panels(dir: &Path) -> Vec<City> {
    let cities: Vec<City> = (1..=3).map(city).collect();
    for (at, city) in cities.iter().enumerate() {
        write_panel(dir, &format!("21{at:02}00"), &city.partition()).unwrap();
    }
    cities
}

fn run(panel: &Path, out: &Path, threads: usize) -> Summary {
    close_all(&Close { panel: panel.to_owned(), loss: Some(LOSS) }, out, threads, &|_, _| {}).unwrap()
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn what_lies_in_files_is_closed_as_what_lies_in_memory() {
    let dir = TempDir::new().unwrap();
    let cities = panels(dir.path());
    assert_eq!(Panel::read(dir.path(), "210000").unwrap().partition().months.len(), 30);
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    let sums = run(dir.path(), &one, 1);
    assert_eq!(run(dir.path(), &two, 3), sums);
    for file in ["judged.csv", "report.json", "judged/210000.csv", "judged/210200.csv"] {
        assert_eq!(text(&one.join(file)), text(&two.join(file)), "{file}");
    }
    // The whole of it, worked out without files.
    let judging = Judging { loss: Some(LOSS), ..Judging::default() };
    let settings = MonthClose { judging: judging.clone(), ..MonthClose::default() };
    let mut up = Vec::new();
    for city in &cities {
        let closed = month_close(&city.partition(), &settings).unwrap();
        for (domain, series) in roll_up(&closed.cells, &|cell| vec![Domain::Industry(cell.industry)]) {
            let Domain::Industry(industry) = domain else { panic!("an industry") };
            up.push(anye_signals::close::CellSeries {
                place: 0,
                industry,
                start: series.start,
                months: series.months,
            });
        }
    }
    let all = &roll_up(&up, &|_| vec![Domain::All])[&Domain::All];
    let judged = judge(Domain::All, &all.months, all.start, &judging);
    let line =
        text(&one.join("judged.csv")).lines().find(|line| line.starts_with("all,")).unwrap().to_owned();
    let cells: Vec<&str> = line.split(',').collect();
    assert_eq!(cells[3], "2019-11");
    assert_eq!(cells[4], judged.figures.level.to_string(), "to the last digit");
    assert_eq!(cells[6], judged.figures.loss_rate.unwrap().to_string());
    assert_eq!(cells[12], judged.figures.reporters.to_string());
    // The shock is seen where it struck.
    let struck = text(&result(&one, "judged", "210100"));
    let cell = struck.lines().find(|line| line.starts_with("cell,200,1,")).unwrap();
    assert!(cell.contains(",red,"), "{cell}");
    assert!(sums.lit > 0 && judged.light >= Some(Light::Green));
}

#[test]
fn a_run_that_was_cut_off_goes_on_and_another_run_is_refused_its_folder() {
    let dir = TempDir::new().unwrap();
    panels(dir.path());
    let (whole, cut) = (dir.path().join("whole"), dir.path().join("cut"));
    run(dir.path(), &whole, 2);
    let close = Close { panel: dir.path().to_owned(), loss: Some(LOSS) };
    assert_eq!(pending(&close, &cut).unwrap(), partitions(dir.path()).unwrap());
    close_partition(&close, &cut, "210100").unwrap();
    assert_eq!(pending(&close, &cut).unwrap(), ["210000", "210200"]);
    assert_eq!(run(dir.path(), &cut, 1).partitions, 3);
    assert_eq!(text(&whole.join("judged.csv")), text(&cut.join("judged.csv")));
    let other = Close { loss: None, ..close };
    let refused = close_all(&other, &cut, 1, &|_, _| {}).unwrap_err().to_string();
    assert!(refused.contains("holds") && refused.contains("empty folder"), "{refused}");
}

#[test]
fn files_that_are_not_what_they_should_be_are_told_with_file_column_and_row() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let close = Close { panel: dir.path().to_owned(), loss: None };
    let said = |name: &str| close_partition(&close, &out, name).unwrap_err().to_string();
    assert!(partitions(dir.path()).unwrap_err().to_string().contains("panel/<city>.parquet"));
    let panel = city(1);
    write_panel(dir.path(), "210000", &panel.partition()).unwrap();
    assert!(said("219900").contains("219900.parquet"), "{}", said("219900"));
    // The frame in the place of the panel.
    std::fs::copy(dir.path().join("frame/210000.parquet"), dir.path().join("panel/210000.parquet")).unwrap();
    assert!(
        said("210000").contains("column 'month'") && said("210000").contains("is missing"),
        "{}",
        said("210000")
    );
    std::fs::write(dir.path().join("panel/210000.parquet"), b"PAR1 and nothing else").unwrap();
    assert!(said("210000").contains("not a readable Parquet file"), "{}", said("210000"));
    // One month is little, and no error.
    let mut gap = panel.partition();
    gap.months.truncate(1);
    write_panel(dir.path(), "210100", &gap).unwrap();
    assert!(close_partition(&close, &out, "210100").is_ok());
}
