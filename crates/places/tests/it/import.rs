//! Importing changes: each kind, all or nothing, twice the same, and refusals that name row and column.

use anye_places::{
    Changes, LinkRecord, PlaceRecord, Register, Resolution, RowError, Tree, apply, read_events,
};
use jiff::civil::date;

use crate::{NOW, liaoning};

const DAY: jiff::civil::Date = date(2027, 1, 1);

fn import(register: &Register, rows: &str) -> Result<(Register, Changes), Vec<RowError>> {
    let text = format!("date,kind,code,name,new_code,new_name,parent,new_parent,source\n{rows}");
    apply(register, &read_events(text.as_bytes())?)
}

fn refused(rows: &str) -> Vec<(u64, &'static str, &'static str)> {
    let errors = import(liaoning(), rows).expect_err("refused");
    errors.into_iter().map(|error| (error.row, error.column, error.code)).collect()
}

fn names(register: &Register, codes: &[&str], on: jiff::civil::Date) -> Vec<Option<String>> {
    codes.iter().map(|code| register.find(code, on).map(|place| place.name.to_owned())).collect()
}

#[test]
fn a_recode_takes_what_stood_below_along() {
    let (new, changes) =
        import(liaoning(), "2027-01-01,recode,210421,抚顺县,210405,抚顺区,210400,,test").unwrap();
    assert_eq!(names(&new, &["210421", "210405"], DAY), [None, Some("抚顺区".into())]);
    assert_eq!(names(&new, &["210421", "210405"], NOW), [Some("抚顺县".into()), None]);
    let below = liaoning().descendants("210421", NOW, Tree::CIVIL).len();
    assert!(below > 50);
    assert_eq!(new.descendants("210405", DAY, Tree::CIVIL).len(), below);
    assert_eq!(new.descendants("210421", DAY, Tree::CIVIL).len(), 0);
    assert_eq!(new.descendants("210421", NOW, Tree::CIVIL).len(), below);
    assert_eq!(changes.opened, ["210405"]);
    assert_eq!(changes.closed, ["210421"]);
    assert!(
        matches!(new.resolve_code("210421", DAY), Resolution::Retired { successors, .. } if successors[0].code == "210405")
    );
}

#[test]
fn a_split_county_keeps_its_old_days_whole() {
    let townships = liaoning().children("210421", NOW, Tree::STATISTICAL);
    let mut rows = String::from(
        "2027-01-01,split,210421,抚顺县,210421,抚顺县,,,test\n2027-01-01,split,210421,抚顺县,210424,石文县,,210400,test\n",
    );
    rows.push_str(&format!("2027-01-01,transfer,{},,,,210421,210424,test\n", townships[0].code));
    let (new, _) = import(liaoning(), &rows).unwrap();
    assert_eq!(names(&new, &["210421", "210424"], DAY), [Some("抚顺县".into()), Some("石文县".into())]);
    assert!(new.is_within(townships[0].code, "210424", DAY, Tree::STATISTICAL));
    assert!(new.is_within(townships[0].code, "210421", NOW, Tree::STATISTICAL), "as of then");
    assert_eq!(new.children("210424", DAY, Tree::STATISTICAL).len(), 1);
    assert_eq!(new.children("210421", DAY, Tree::STATISTICAL).len(), townships.len() - 1);
}

#[test]
fn a_merger_rename_and_new_place_on_one_day() {
    let rows = "2027-01-01,merge,210402,新抚区,210402,新抚区,,,test\n\
                2027-01-01,merge,210403,东洲区,210402,新抚区,,,test\n\
                2027-01-01,rename,210404,望花区,,望河区,,,test\n\
                2027-01-01,establish,,,210425,新县,,210400,test\n";
    let (new, _) = import(liaoning(), rows).unwrap();
    let now = names(&new, &["210402", "210403", "210404", "210425"], DAY);
    assert_eq!(now, [Some("新抚区".into()), None, Some("望河区".into()), Some("新县".into())]);
    let below = |code| liaoning().descendants(code, NOW, Tree::STATISTICAL).len();
    assert_eq!(new.descendants("210402", DAY, Tree::STATISTICAL).len(), below("210402") + below("210403"));
    assert_eq!(names(&new, &["210404"], NOW), [Some("望花区".into())]);
}

#[test]
fn the_same_event_twice_is_no_change() {
    let row = "2027-01-01,recode,210421,抚顺县,210405,抚顺区,210400,,test\n";
    let (once, _) = import(liaoning(), row).unwrap();
    let (twice, changes) = import(&once, &format!("{row}{row}")).unwrap();
    assert_eq!(changes, Changes { unchanged: 2, ..Changes::default() });
    assert_eq!(twice.records(), once.records());
    let (again, changes) = apply(liaoning(), &read_events(crate::EVENTS).unwrap()).unwrap();
    assert_eq!((changes.applied, changes.unchanged), (0, liaoning().events().len()));
    assert_eq!(again.records(), liaoning().records());
}

#[test]
fn one_bad_row_stops_the_whole_file() {
    let good = "2027-01-01,rename,210404,望花区,,望河区,,,test\n";
    assert_eq!(
        refused(&format!("{good}2027-01-01,rename,210122,辽中县,,辽中,,,test\n")),
        [(3, "code", "place_retired")]
    );
    assert_eq!(liaoning().find("210404", DAY).unwrap().name, "望花区");
}

#[test]
fn refusals_name_row_column_and_reason() {
    let cases = [
        ("2027-01-01,abolish,210421,抚顺县,,,,,test", (2, "code", "children_left")),
        ("2027-01-01,rename,210421,抚顺市,,新县,,,test", (2, "name", "name_differs")),
        ("2027-01-01,transfer,210421,,,,210300,210100,test", (2, "parent", "parent_differs")),
        ("2027-01-01,transfer,210421,,,,,219999,test", (2, "new_parent", "no_such_parent")),
        ("2027-01-01,transfer,210421,,,,,210421,test", (2, "new_parent", "own_parent")),
        ("2027-01-01,recode,210421,抚顺县,210404,抚顺区,,,test", (2, "new_code", "code_taken")),
        ("2027-01-01,establish,,,21,新县,,210400,test", (2, "new_code", "bad_code")),
        ("2010-01-01,recode,210112,东陵区,210116,浑南区,,,test", (2, "date", "later_change")),
        ("2027-01-01,rename,219999,,,新县,,,test", (2, "code", "place_retired")),
        ("2027-13-01,rename,210421,,,新县,,,test", (2, "date", "bad_date")),
        ("2027-01-01,vanish,210421,,,新县,,,test", (2, "kind", "bad_kind")),
        ("2027-01-01,rename,210421,,,,,,test", (2, "new_name", "missing")),
    ];
    for (row, want) in cases {
        assert_eq!(refused(row), [want], "{row}");
    }
    let both = "2027-01-01,rename,210421,,,甲县,,,test\n2027-01-01,rename,210421,,,乙县,,,test";
    assert_eq!(refused(both), [(3, "code", "changed_twice")]);
}

#[test]
fn a_file_that_is_no_change_list_is_refused() {
    let code = |bytes: &[u8]| read_events(bytes).expect_err("refused")[0].code;
    assert_eq!(code(b""), "missing_column");
    assert_eq!(code(b"date,kind,colour\n"), "unknown_column");
    assert_eq!(code(b"\xc4\xea\xd4\xc2,kind\n"), "not_utf8");
    assert_eq!(code("date,kind,code\n2027-01-01,abolish\n".as_bytes()), "bad_row");
    assert_eq!(
        read_events("\u{feff}date,kind,code\n\n2027-01-01,abolish,210421\n".as_bytes()).unwrap().len(),
        1
    );
}

#[test]
fn a_change_may_be_of_one_tree_only() {
    let text = "date,kind,tree,code,parent,new_parent\n2027-01-01,transfer,civil,210804101,210804,210881\n";
    let (new, _) = apply(liaoning(), &read_events(text.as_bytes()).unwrap()).unwrap();
    let under = |tree| new.parent("210804101", DAY, tree).unwrap().code.to_owned();
    assert_eq!((under(Tree::CIVIL), under(Tree::STATISTICAL)), ("210881".to_owned(), "210804".to_owned()));
}

#[test]
fn further_trees_can_be_added() {
    let mut records = liaoning().records().clone();
    let zone = |code: &str, name: &str| PlaceRecord {
        code: code.into(),
        name: name.into(),
        ..records.places[1].clone()
    };
    let top = zone("LX", "辽西北");
    let link = |child: &str| LinkRecord {
        child: child.into(),
        parent: "LX".into(),
        tree: "northwest".into(),
        valid_from: Some(date(2009, 1, 1)),
        valid_to: None,
    };
    records.places.push(top);
    records.links.extend(["210700", "210900", "211200", "211300", "211400"].map(link));
    let register = Register::build(records, Vec::new()).unwrap();
    let tree = register.tree("northwest").unwrap();
    assert_eq!(register.children("LX", NOW, tree).len(), 5);
    assert!(register.is_within("211300", "LX", NOW, tree));
    assert!(!register.is_within("211300", "LX", date(2008, 1, 1), tree));
    assert!(!register.is_within("211300", "LX", NOW, Tree::CIVIL));
}

#[test]
fn the_order_of_rows_within_a_day_does_not_matter() {
    let rows = [
        "2027-01-01,merge,210402,新抚区,210405,新区,,210400,test",
        "2027-01-01,merge,210403,东洲区,210405,新区,,210400,test",
        "2027-01-01,recode,210404,望花区,210403,望花区,,,test",
        "2027-01-01,establish,,,210425,新县,,210400,test",
        "2027-01-01,rename,210411,顺城区,,城区,,,test",
        "2027-01-01,transfer,210403002,,,,,210425,test",
    ];
    let built =
        |rows: &[&str]| import(liaoning(), &rows.join("\n")).unwrap_or_else(|errors| panic!("{errors:?}")).0;
    let mut turned = rows;
    turned.reverse();
    let (one, other) = (built(&rows), built(&turned));
    let all = |register: &Register| -> Vec<String> {
        let line = |p: anye_places::Place<'_>| {
            format!("{} {} {:?}", p.code, p.name, register.parent(p.code, DAY, Tree::CIVIL).map(|p| p.code))
        };
        register.all(DAY).map(line).collect()
    };
    assert_eq!(all(&one), all(&other));
    assert_eq!(
        names(&one, &["210402", "210403", "210405"], DAY),
        [None, Some("望花区".into()), Some("新区".into())]
    );
}
