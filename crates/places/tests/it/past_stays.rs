//! History is kept: whatever changes are imported, in whatever order of tries, no answer about an earlier day alters.

use anye_places::{
    EventKind, EventRecord, EventRow, Kind, Level, LinkRecord, PlaceRecord, Precision, Records, Register,
    Tree, apply,
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use proptest::prelude::*;

/// Two cities with counties and townships, in two trees.
fn small() -> Register {
    let mut records = Records::default();
    let mut add = |code: &str, level, parent: &str| {
        records.places.push(PlaceRecord {
            code: code.into(),
            name: format!("{code}县"),
            level,
            kind: Kind::of_name("县", level),
            valid_from: None,
            valid_to: None,
            statistical_only: false,
            civil_code: None,
            english: None,
        });
        for tree in ["civil", "statistical"].into_iter().filter(|_| !parent.is_empty()) {
            records.links.push(LinkRecord {
                child: code.into(),
                parent: parent.into(),
                tree: tree.into(),
                valid_from: None,
                valid_to: None,
            });
        }
    };
    add("210000", Level::Province, "");
    for city in ["210100", "210200"] {
        add(city, Level::City, "210000");
        for county in 1..=3 {
            let county = format!("{}{county:02}", &city[..4]);
            add(&county, Level::County, city);
            for township in 1..=2 {
                add(&format!("{county}{township:03}"), Level::Township, &county);
            }
        }
    }
    Register::build(records, Vec::new()).expect("sound")
}

/// A change of some kind on some place, sensible or not.
fn change() -> impl Strategy<Value = (u8, u32, u32, u32, i32)> {
    (0..7_u8, any::<u32>(), any::<u32>(), any::<u32>(), 0..40_i32)
}

fn event(register: &Register, (kind, a, b, c, months): (u8, u32, u32, u32, i32)) -> EventRecord {
    let date = date(2000, 1, 1).checked_add(months.months()).expect("a day");
    let codes: Vec<&str> = register.all(date).map(|place| place.code).collect();
    let pick = |n: u32| codes[n as usize % codes.len()].to_owned();
    let (code, other) = (pick(a), pick(b));
    // A fresh code of the same length, sometimes one that is taken.
    let fresh = match code.len() {
        6 => format!("21{:02}{:02}", 1 + c % 3, 10 + b % 60),
        _ => format!("{}{:03}", &code[..6.min(code.len())], 100 + c % 400),
    };
    let kind = EventKind::ALL[usize::from(kind)];
    let (new_code, new_name) = match kind {
        EventKind::Rename => (String::new(), format!("新{c}县")),
        EventKind::Abolish | EventKind::Transfer => (String::new(), String::new()),
        EventKind::Merge => {
            (other.clone(), register.find(&other, date).map_or("", |place| place.name).to_owned())
        }
        _ => (fresh, format!("新{c}县")),
    };
    let establish = kind == EventKind::Establish;
    EventRecord {
        date,
        precision: Precision::Day,
        kind,
        tree: String::new(),
        code: if establish { String::new() } else { code },
        name: String::new(),
        new_code,
        new_name,
        parent: String::new(),
        new_parent: if establish || kind == EventKind::Transfer { other } else { String::new() },
        source: "invented".into(),
        source_url: String::new(),
        note: String::new(),
    }
}

/// Everything that can be asked about a day.
fn answers(register: &Register, on: Date) -> Vec<String> {
    let mut all = Vec::new();
    for place in register.all(on) {
        all.push(format!("{} {} {:?}", place.code, place.name, place.level));
        for tree in [Tree::CIVIL, Tree::STATISTICAL] {
            let up: Vec<&str> = register.ancestors(place.code, on, tree).map(|p| p.code).collect();
            let down: Vec<&str> = register.descendants(place.code, on, tree).map(|p| p.code).collect();
            let children: Vec<&str> =
                register.children(place.code, on, tree).iter().map(|p| p.code).collect();
            all.push(format!("{up:?} {down:?} {children:?} {:?}", register.name_path(place.code, on, tree)));
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_import_alters_an_earlier_day(tries in proptest::collection::vec(change(), 1..24)) {
        let mut register = small();
        let mut applied = 0;
        for try_ in tries {
            let event = event(&register, try_);
            let rows = EventRow::number(vec![event.clone()]);
            let Ok((after, changes)) = apply(&register, &rows) else { continue };
            applied += changes.applied;
            let mut day = date(1999, 12, 1);
            while day < event.date {
                prop_assert_eq!(answers(&register, day), answers(&after, day), "{:?} altered {}", event, day);
                day = day.checked_add(1.month()).expect("a day");
            }
            let eve = event.date.yesterday().expect("a day");
            prop_assert_eq!(answers(&register, eve), answers(&after, eve));
            // A second time it is no change.
            let (again, changes) = apply(&after, &rows).expect("known");
            prop_assert_eq!(changes.unchanged, 1);
            prop_assert_eq!(again.records(), after.records());
            register = after;
        }
        prop_assume!(applied > 0);
    }
}

#[test]
fn the_tries_do_apply_changes_of_every_kind() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut kinds = std::collections::BTreeSet::new();
    for _ in 0..400 {
        let try_ = change().new_tree(&mut runner).expect("a try").current();
        let register = small();
        let event = event(&register, try_);
        if apply(&register, &EventRow::number(vec![event.clone()])).is_ok() {
            kinds.insert(event.kind);
        }
    }
    // A split needs several rows, except of a place with nothing below.
    assert_eq!(kinds.len(), EventKind::ALL.len(), "{kinds:?}");
}
