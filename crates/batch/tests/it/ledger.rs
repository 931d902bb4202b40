//! Counts, caps, exclusion groups and shares of a whole population, with what was granted before.

use super::small::Cells::{Days, Ints, Texts};
use super::small::{book, decide, file, people};

#[test]
fn counts_caps_and_groups_inside_a_partition() {
    let (book, dir) = (book(), tempfile::tempdir().unwrap());
    people(dir.path(), "210402");
    let totals = decide(&book, dir.path(), None).unwrap().totals();
    // The first person has two contracts and may have the benefit once.
    assert_eq!((totals["once"].granted, totals["once"].excluded, totals["once"].fen), (2, 1, 200_002));
    // The first employer's second contract gets the 400 yuan that are left of 1,000.
    assert_eq!((totals["capped"].granted, totals["capped"].fen), (3, 60_000 + 40_000 + 60_000));
    // Of two exclusive benefits the higher one.
    assert_eq!((totals["first"].granted, totals["first"].excluded), (0, 2));
    assert_eq!((totals["second"].granted, totals["second"].fen), (2, 40_000));
}

#[test]
fn who_bears_it_adds_up_to_the_fen() {
    let (book, dir) = (book(), tempfile::tempdir().unwrap());
    people(dir.path(), "210402");
    people(dir.path(), "210403-2");
    let once = &decide(&book, dir.path(), None).unwrap().totals()["once"];
    assert_eq!(once.funds.iter().collect::<Vec<_>>(), [(&"就业补助资金".to_owned(), &400_004)]);
    assert_eq!((once.bearers["省"], once.bearers["市"]), (4 * 66_667, 4 * 33_334));
    assert_eq!(once.bearers.values().sum::<i128>(), once.fen);
}

#[test]
fn what_was_granted_before_counts() {
    let (book, dir) = (book(), tempfile::tempdir().unwrap());
    people(dir.path(), "210402");
    file(
        &dir.path().join("ledger/210402.parquet"),
        &[
            ("rule", Texts(vec![Some("once"), Some("封顶补贴"), Some("first")])),
            ("kind", Texts(vec![Some("persons"), Some("employers"), Some("个人")])),
            ("id", Ints(vec![Some(2), Some(7), Some(1)])),
            ("date", Days(vec![Some(18_000); 3])),
            ("amount", Ints(vec![Some(1000), Some(900), Some(100)])),
            ("pending", Ints(vec![Some(0), Some(0), Some(1)])),
        ],
    );
    let totals = decide(&book, dir.path(), None).unwrap().totals();
    // The second person has had it; of the first person's two contracts one counts.
    assert_eq!((totals["once"].granted, totals["once"].excluded), (1, 2));
    // 900 of the first employer's 1,000 yuan are gone.
    assert_eq!((totals["capped"].granted, totals["capped"].excluded, totals["capped"].fen), (2, 1, 70_000));
    // An application that is not decided keeps the first person from the other benefit of the group.
    assert_eq!((totals["second"].granted, totals["second"].excluded), (1, 1));
}

#[test]
fn a_ledger_that_cannot_be_read_is_refused() {
    let (book, dir) = (book(), tempfile::tempdir().unwrap());
    people(dir.path(), "210402");
    let path = dir.path().join("ledger/210402.parquet");
    let with = |rule: &'static str, id: i64, column: &str| {
        file(
            &path,
            &[
                ("rule", Texts(vec![Some(rule)])),
                ("kind", Texts(vec![Some("persons")])),
                (column, Ints(vec![Some(id)])),
                ("date", Days(vec![Some(18_000)])),
            ],
        );
        decide(&book, dir.path(), None).unwrap_err().to_string()
    };
    assert!(with("onse", 1, "id").contains("did you mean 'once'?"));
    assert!(with("once", 99, "id").contains("leads to nothing in this partition"));
    assert!(with("once", 1, "moths").contains("did you mean 'months'?"));
    assert!(with("once", 1, "months").contains("no column 'id'"));
}
