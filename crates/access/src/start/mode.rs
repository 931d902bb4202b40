//! Whether a store is a demo (演示) or real (生产). Settled when the store is made, never changed after.

use anye_base::{Actor, World};
use anye_db::audit::Event;
use anye_db::{Db, DbError};

use super::store;
use crate::account::store as accounts;
use crate::fault::failures;

/// What a store is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// To try things out: accounts with known passwords, no second factor.
    Demo,
    /// Real people and real data.
    Production,
}

impl Mode {
    /// The word stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Production => "production",
        }
    }
}

failures! {
    /// Why the store cannot be used like this.
    ModeError {
        /// A demo store, started for real.
        DemoStore => Conflict "mode_demo_store",
        /// A real store, started as a demo.
        ProductionStore => Conflict "mode_production_store",
        /// Nobody settled what it is for.
        Unsettled => Conflict "mode_unsettled",
    }
}

const NAME: &str = "mode";

/// What the store is for; `None` where that was never settled.
pub async fn store_mode(db: &Db) -> Result<Option<Mode>, DbError> {
    let word = store::read(&mut &*db, NAME).await?;
    word.map(|word| match word.as_str() {
        "demo" => Ok(Mode::Demo),
        "production" => Ok(Mode::Production),
        _ => Err(DbError::Column { column: "store_setting.value".into(), cause: word }),
    })
    .transpose()
}

/// Refuses unless the store is for this. Changes nothing.
pub async fn check_mode(db: &Db, wanted: Mode) -> Result<(), ModeError> {
    match (store_mode(db).await?, wanted) {
        (Some(found), wanted) if found == wanted => Ok(()),
        (Some(Mode::Demo), _) => Err(ModeError::DemoStore),
        (Some(Mode::Production), _) => Err(ModeError::ProductionStore),
        (None, _) => Err(ModeError::Unsettled),
    }
}

/// Settles what a new store is for, or checks it. A store with accounts that was never settled counts as real.
pub async fn settle_mode(db: &Db, world: &World, actor: &Actor, wanted: Mode) -> Result<(), ModeError> {
    if store_mode(db).await?.is_some() {
        return check_mode(db, wanted).await;
    }
    if wanted == Mode::Demo && accounts::any(&mut &*db).await? {
        return Err(ModeError::ProductionStore);
    }
    let mut tx = db.begin_internal(world, actor).await?;
    match store::set_once(&mut tx, NAME, wanted.word(), world.now_ms()).await {
        Ok(()) => {}
        Err(DbError::Unique { .. }) => {
            drop(tx);
            return check_mode(db, wanted).await;
        }
        Err(other) => return Err(other.into()),
    }
    tx.commit(Event::new("store.mode_settled", "store", wanted.word())).await?;
    Ok(())
}
