//! What `check` finds in unsound records, and that the register refuses them.

use anye_places::{Kind, Level, LinkRecord, PlaceRecord, Records, Register, check};
use jiff::civil::{Date, date};

fn place(code: &str, level: Level, from: Option<Date>, to: Option<Date>) -> PlaceRecord {
    let kind = Kind::of_name(code, level);
    let (code, name) = (code.to_owned(), code.to_owned());
    PlaceRecord {
        code,
        name,
        level,
        kind,
        valid_from: from,
        valid_to: to,
        statistical_only: false,
        civil_code: None,
        english: None,
    }
}

fn link(child: &str, parent: &str, from: Option<Date>, to: Option<Date>) -> LinkRecord {
    LinkRecord {
        child: child.into(),
        parent: parent.into(),
        tree: "civil".into(),
        valid_from: from,
        valid_to: to,
    }
}

fn sound() -> Records {
    Records {
        places: vec![
            place("P", Level::Province, None, None),
            place("C", Level::City, None, None),
            place("D", Level::City, None, None),
            place("X", Level::County, None, None),
        ],
        links: vec![link("C", "P", None, None), link("D", "P", None, None), link("X", "C", None, None)],
    }
}

fn found(change: impl FnOnce(&mut Records)) -> Vec<(&'static str, String, Date)> {
    let mut records = sound();
    change(&mut records);
    let problems = check(&records.places, &records.links);
    assert_eq!(Register::build(records, Vec::new()).is_err(), !problems.is_empty());
    problems.into_iter().map(|problem| (problem.code, problem.place, problem.date)).collect()
}

#[test]
fn each_fault_is_found_where_it_is() {
    let (y1, y2, y3) = (date(2001, 1, 1), date(2002, 1, 1), date(2003, 1, 1));
    assert_eq!(found(|_| {}), []);
    let backwards = found(|r| r.places[3] = place("X", Level::County, Some(y2), Some(y1)));
    assert!(backwards.contains(&("end_before_start", "X".into(), y2)), "{backwards:?}");
    let overlap = found(|r| r.places.push(place("X", Level::County, Some(y1), None)));
    assert_eq!(overlap, [("overlap", "X".into(), y1)]);
    assert_eq!(found(|r| r.links.push(link("X", "D", Some(y1), None))), [("two_parents", "X".into(), y1)]);
    let gap = found(|r| {
        r.links[2].valid_to = Some(y1);
        r.links.push(link("X", "D", Some(y2), None));
    });
    assert_eq!(gap, [("gap", "X".into(), y1)]);
    assert_eq!(found(|r| r.links[2].valid_from = Some(y3)), [("gap", "X".into(), Date::MIN)]);
    assert_eq!(
        found(|r| r.places[1].valid_to = Some(y3)),
        [("outside_place", "C".into(), y3), ("outside_parent", "X".into(), y3)]
    );
    assert_eq!(found(|r| r.links[2].parent = "Z".into())[0].0, "no_such_place");
    assert_eq!(
        found(|r| r.links[2].parent = "X".into()).iter().map(|p| p.0).collect::<Vec<_>>(),
        ["cycle", "level_order"]
    );
    assert!(found(|r| r.links[0].parent = "X".into()).iter().any(|p| p.0 == "cycle"));
    assert_eq!(found(|r| r.links.truncate(2)), [("not_linked", "X".into(), Date::MIN)]);
}

#[test]
fn sound_changes_of_parent_and_name_pass() {
    let day = date(2001, 1, 1);
    let found = found(|r| {
        r.places[3].valid_to = Some(day);
        r.places.push(PlaceRecord { name: "Y".into(), ..place("X", Level::County, Some(day), None) });
        r.links[2].valid_to = Some(day);
        r.links.push(link("X", "D", Some(day), None));
    });
    assert_eq!(found, []);
}
