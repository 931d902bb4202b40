//! Asking a table as a clerk does: one figure of it, and that each figure opens exactly its entries.

use anye_db::audit::Event;
use anye_registry::household::{self, NewHousehold, NewMember};
use anye_registry::table::{self, CountAsked, Table};
use anye_registry::{Registers, employer};

use crate::day;
use crate::world::{self, Person};

pub const SHENYANG: &str = "210106";
pub const FUSHUN: &str = "210402";

/// Number of the row with these keys.
pub fn n(table: &Table, keys: &[&str]) -> Option<i64> {
    table.rows.iter().find(|row| row.keys == keys).and_then(|row| row.n)
}

/// A column of the row with these keys.
pub fn figure(table: &Table, keys: &[&str], id: &str) -> Option<String> {
    let at = table.columns.iter().position(|one| one.id == id).unwrap();
    table.rows.iter().find(|row| row.keys == keys).and_then(|row| row.figures[at].clone())
}

pub fn on(text: &str) -> CountAsked {
    CountAsked { on: Some(day(text)), ..CountAsked::default() }
}

pub async fn ask(rooms: &Registers, clerk: &Person, register: &str, id: &str, asked: &CountAsked) -> Table {
    let asking = clerk.asking(&rooms.registry);
    table::count(rooms, &asking.caller(None), register, id, asked).await.unwrap()
}

/// As many entries as the drill-down of each row has.
pub async fn as_behind(rooms: &Registers, clerk: &Person, register: &str, id: &str, asked: &CountAsked) {
    let table = ask(rooms, clerk, register, id, asked).await;
    let asking = clerk.asking(&rooms.registry);
    assert!(!table.rows.is_empty());
    for row in &table.rows {
        let behind =
            table::drill(rooms, &asking.caller(None), register, id, asked, &row.keys, 1_000).await.unwrap();
        assert_eq!(row.n, Some(i64::try_from(behind.len()).unwrap()), "{register} {id} {row:?}");
    }
}

/// Sets the days of birth and the sexes of people.
pub async fn born(rooms: &Registers, all: &[(&str, &str, &str)]) {
    let core = &rooms.registry.core;
    let actor = anye_base::Actor::system("test");
    let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
    for (id, sex, date) in all {
        let query = anye_db::sql("update person set ")
            .push_bind("sex = {}", *sex)
            .push_bind(", birth_date = {}", *date);
        tx.run(query.push_bind(" where id = {}", *id)).await.unwrap();
    }
    tx.commit(Event::new("test.persons", "person", "")).await.unwrap();
}

pub async fn firm(rooms: &Registers, clerk: &Person, number: u32, place: &str) -> String {
    let asking = clerk.asking(&rooms.registry);
    let made =
        employer::register(&rooms.registry, &asking.caller(None), world::new(number, "某厂", place)).await;
    made.unwrap().employer.id
}

pub async fn home(rooms: &Registers, clerk: &Person, address: &str, place: &str, members: &[&str]) -> String {
    let asking = clerk.asking(&rooms.registry);
    let member = |(at, person): (usize, &&str)| NewMember {
        person: (*person).into(),
        role: if at == 0 { "head" } else { "other" }.into(),
    };
    let new = NewHousehold {
        address: address.into(),
        place: place.into(),
        since: "2015-01-01".into(),
        source: "入户".into(),
        members: members.iter().enumerate().map(member).collect(),
        ..NewHousehold::default()
    };
    household::register(rooms, &asking.caller(None), &new).await.unwrap().thing.id
}
