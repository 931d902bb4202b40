//! The store's promises on every database there is.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

mod attacks;
mod backups;
mod schema;
mod writes;

use anye_base::{Actor, World};
use anye_db::audit::Event;
use anye_db::{Db, Read as _, sql};

/// Writes `n` audited events.
async fn write_events(db: &Db, world: &World, n: usize) {
    let actor = Actor::console("tester");
    for number in 0..n {
        let event =
            Event::new("test.write", "thing", number.to_string()).detail(&serde_json::json!({ "n": number }));
        db.record(world, &actor, event).await.unwrap();
    }
}

async fn count(db: &Db, table: &str) -> i64 {
    let mut reader = db;
    reader.one(sql(format!("select count(*) as n from {table}"))).await.unwrap().int("n").unwrap()
}
