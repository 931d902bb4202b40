//! Files of persons: dry run, marks, the sound rows, the same again, cut off and gone on.

use anye_access::Role;
use anye_reading::{Tables, read_tables};
use anye_registry::Registry;
use anye_registry::person::import::{self, Collected, collect};
use anye_registry::person::{self, number};
use anye_testkit::databases;
use rust_xlsxwriter::Workbook;

use crate::world::{Worker, clerk, registry, tiexi};

fn tables(bytes: &[u8]) -> Tables {
    let (limits, table) = import::limits();
    read_tables(bytes, &limits, &table).unwrap()
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in
        ["备用", "姓名*", "公民身份号码", "居住地", "手机", "性别", "出生日期"].into_iter().enumerate()
    {
        sheet.write_string(1, column as u16, head).unwrap();
    }
    let good = number::made_up("210106", "19900307", 912);
    let rows = [
        ["", "王芳", &good, "铁西区", "13900000911", "女", ""],
        ["", "李强", "", "210106", "", "男", "1971年3月5日"],
        [
            "",
            "赵六",
            &format!("{}{}", &good[..17], if good.ends_with('0') { '1' } else { '0' }),
            "210106",
            "",
            "",
            "",
        ],
        ["", "孙七", &number::made_up("210106", "19900308", 913), "大连市中山区外", "", "", ""],
        ["", "王芳", &good, "210106", "", "", ""],
        ["", "周八", &number::made_up("210106", "19900309", 914), "210106", "", "男", ""],
        ["", "郑十", "", "210106", "", "", ""],
    ];
    for (line, row) in rows.iter().enumerate() {
        for (column, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(line as u32 + 2, column as u16, *text).unwrap();
        }
    }
    sheet.write_string(9, 1, "吴九").unwrap();
    sheet.write_number(9, 2, 210_106_199_003_079_110.0).unwrap();
    sheet.write_string(9, 3, "210106").unwrap();
    book.save_to_buffer().unwrap()
}

fn codes(made: &Collected, outcome: &import::Outcome) -> Vec<(u32, &'static str)> {
    let mut all: Vec<_> = made
        .findings
        .iter()
        .chain(&outcome.findings)
        .filter(|one| one.error)
        .map(|one| (one.row, one.fault.code))
        .collect();
    all.sort_unstable();
    all
}

fn read(registry: &Registry) -> Collected {
    collect(registry, &tables(&workbook()), person::Near { place: "210106", may: &|_| true }, "批量导入")
}

#[tokio::test]
async fn a_dry_run_changes_nothing_and_the_sound_rows_are_taken_once() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let made = read(&registry);
        assert!(!made.fatal && made.total == 8, "{:?}", made.findings);
        let dry = import::dry_run(&registry, &caller, made.rows.clone()).await.unwrap();
        let expected = [
            (5, "person_number_check"),
            (6, "person_place"),
            (7, "person_file_again"),
            (8, "person_sex_number"),
            (9, "person_file_who"),
            (10, "person_file_number"),
        ];
        assert_eq!(codes(&made, &dry), expected);
        assert_eq!((dry.counts.created, dry.counts.unchanged), (2, 0));
        let wang = person::Filter { q: "王".into(), place: String::new() };
        let limit = anye_base::Limit::default();
        let nobody = person::search(&registry, &caller, &wang, None, limit).await.unwrap();
        assert!(nobody.items.is_empty(), "nothing is saved");
        let taken = import::import(&registry, &caller, "a.xlsx", made.rows.clone()).await.unwrap();
        assert_eq!((taken.counts.created, taken.again), (2, false));
        // The same contents change nothing; the same people in another file are there already.
        let again = import::import(&registry, &caller, "b.xlsx", made.rows.clone()).await.unwrap();
        assert!(again.again && again.counts.created == 0);
        let mut rows = made.rows.clone();
        rows.truncate(2);
        let other = import::import(&registry, &caller, "c.xlsx", rows).await.unwrap();
        assert_eq!((other.counts.created, other.counts.unchanged), (0, 2));
        // A file never changes who is there: another name under the number is told.
        let mut rows = made.rows.clone();
        rows.truncate(1);
        rows[0].new.name = "张冠".into();
        let other = import::import(&registry, &caller, "d.xlsx", rows).await.unwrap();
        assert_eq!(other.findings[0].fault.code, "person_file_other_name");
        let found = person::open_by_number(&registry, &caller, &number::made_up("210106", "19900307", 912))
            .await
            .unwrap();
        assert_eq!(found.name, "王芳");
    }
}

#[tokio::test]
async fn a_file_registers_nobody_outside_ones_places() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let other = Worker::new("赵", Role::Clerk, "210204");
        let asking = other.asking(&registry);
        let made = read(&registry);
        let taken = import::import(&registry, &asking.caller(None), "a.xlsx", made.rows).await.unwrap();
        assert_eq!(taken.counts.created, 0);
        assert!(taken.findings.iter().any(|one| one.fault.code == "person_place_denied"));
    }
}

#[tokio::test]
async fn an_import_that_was_cut_off_goes_on_where_it_was() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let rows = |from: u16, to: u16| -> Vec<import::RowIn> {
            (from..to).map(|n| import::RowIn { row: u32::from(n), new: tiexi("周", "19800101", n) }).collect()
        };
        {
            let mut cut =
                import::Importer::begin(&registry, caller, "x", "digest", 30).await.unwrap().unwrap();
            cut.chunk(rows(900, 910)).await.unwrap();
            // The second chunk makes the first one written; then the power goes.
            cut.chunk(rows(910, 920)).await.unwrap();
        }
        let mut on = import::Importer::begin(&registry, caller, "x", "digest", 30).await.unwrap().unwrap();
        for from in [900, 910, 920] {
            on.chunk(rows(from, from + 10)).await.unwrap();
        }
        let outcome = on.finish().await.unwrap();
        assert_eq!((outcome.counts.created, outcome.counts.unchanged, outcome.counts.refused), (30, 0, 0));
        assert!(
            import::Importer::begin(&registry, caller, "x", "digest", 30).await.unwrap().is_none(),
            "done"
        );
        let filter = person::Filter { q: "周".into(), place: String::new() };
        let all =
            person::search(&registry, &caller, &filter, None, anye_base::Limit::default()).await.unwrap();
        assert_eq!(all.items.len(), 30);
    }
}
