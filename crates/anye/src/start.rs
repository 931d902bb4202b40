//! What `serve`, `demo` and the tests do before they answer: schema, mode, pack, places, wiring; and how they answer.

use std::sync::Arc;

use anye_access::start::{check_mode, settle_mode};
use anye_access::{Cost, Mode};
use anye_base::{Actor, World};
use anye_db::audit::Event;
use anye_db::{Db, migrate};
use anye_documents::indexing;
use anye_intake::Knowledge;
use anye_people::DemoLogin;
use anye_places::Register;
use anye_reading::ChildCommand;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::{App, Parts};
use crate::cli::Failure;
use crate::config::Config;
use crate::serve::serve;

/// How the program is started, beside its settings.
pub struct Manner {
    /// Demo or production.
    pub mode: Mode,
    /// Accounts to show on the sign-in page of a demo.
    pub demo: Vec<DemoLogin>,
    /// How expensive password hashes are.
    pub cost: Cost,
    /// How the program calls itself to read untrusted files.
    pub reader: ChildCommand,
}

impl Manner {
    /// As the installed program.
    pub fn installed(mode: Mode) -> Result<Self, Failure> {
        let reader = ChildCommand::current_program(&["read-file"]).map_err(Failure::new)?;
        Ok(Self { mode, demo: Vec::new(), cost: Cost::STRONG, reader })
    }
}

/// Opens what is there, in the mode asked for, and wires the program. An empty store is filled with the pack's places.
pub async fn start(config: &Config, db: Db, world: World, manner: Manner) -> Result<App, Failure> {
    let actor = Actor::system("start");
    migrate::run(&db).await.map_err(Failure::new)?;
    let keys = crate::vault::keys(&config.data, &world).map_err(Failure::new)?;
    anye_registry::seal::attest(&db, &world, &keys).await.map_err(told)?;
    match manner.mode {
        Mode::Demo => settle_mode(&db, &world, &actor, manner.mode).await.map_err(told)?,
        Mode::Production => check_mode(&db, manner.mode).await.map_err(told)?,
    }
    let known = Knowledge::load(&config.pack_source()).map_err(Failure::new)?;
    let places = places(&db, &world, &actor, &known).await.map_err(Failure::new)?;
    let knowledge = if Arc::ptr_eq(&places, &known.places) {
        known
    } else {
        Knowledge::with_places(Arc::clone(&known.pack), places).map_err(Failure::new)?
    };
    let Manner { mode, demo, cost, reader } = manner;
    let parts = Parts { db, world, mode, knowledge, demo, cost, reader };
    let app = App::wire(config, parts).map_err(Failure::new)?;
    indexing::catch_up(&app.library).await.map_err(told)?;
    if let Err(fault) = app.policy.refresh().await {
        tracing::error!(cause = %told(fault), "the published law cannot be put in use");
    }
    Ok(app)
}

/// The places of the store; those of the pack where the store has none yet, or where it holds exactly them.
async fn places(
    db: &Db,
    world: &World,
    actor: &Actor,
    known: &Knowledge,
) -> Result<Arc<Register>, anye_db::DbError> {
    if let Some(stored) = anye_office::places::load(&mut &*db).await? {
        let same = stored.records() == known.places.records() && stored.events() == known.places.events();
        return Ok(if same { Arc::clone(&known.places) } else { Arc::new(stored) });
    }
    let mut tx = db.begin_internal(world, actor).await?;
    anye_office::places::seed(&mut tx, &known.places).await?;
    let detail = serde_json::json!({ "pack": known.pack.version(), "places": known.places.len() });
    tx.commit(Event::new("places.seed", "places", "all").detail(&detail)).await?;
    Ok(Arc::clone(&known.places))
}

/// Answers and runs the jobs until told to stop.
pub async fn run(app: App, listener: TcpListener) -> Result<(), Failure> {
    let (stop, stopped) = watch::channel(false);
    let App { core, registers, monitor, money, service, posts, router, runner, .. } = app;
    let mut tasks = tokio::task::JoinSet::new();
    let parts = (monitor, money, service, posts);
    tasks.spawn(crate::clockwork::keep(core, registers, parts, stopped.clone()));
    tasks.spawn(async move { runner.serve(stopped).await });
    let served = serve(listener, router, stop.clone()).await;
    // The jobs end after the step in hand.
    let _ = stop.send(true);
    while tasks.join_next().await.is_some() {}
    served
}

/// A fault in English, for the command line.
pub fn told(fault: impl Into<anye_base::Fault>) -> Failure {
    let fault = fault.into();
    let words = crate::app::texts().map(|texts| texts.fault(&fault));
    Failure::new(words.unwrap_or_else(|_| fault.to_string()))
}
