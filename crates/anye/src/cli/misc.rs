//! Small commands: serve, migrate, check-config, openapi, completions.

use std::process::ExitCode;

use anye_access::Mode;
use anye_base::World;
use anye_db::migrate;
use anye_intake::Knowledge;
use clap::CommandFactory as _;

use super::{Context, Failure};
use crate::say::say;
use crate::serve::{listen, start_log};
use crate::start::{Manner, run, start};

/// Prints a completion script.
pub fn completions(shell: clap_complete::Shell) -> Result<ExitCode, Failure> {
    clap_complete::generate(shell, &mut super::Arguments::command(), "anye", &mut std::io::stdout());
    Ok(ExitCode::SUCCESS)
}

/// Prints the description of the API.
pub fn openapi() -> Result<ExitCode, Failure> {
    say!("{}", crate::openapi::document().to_pretty_json().map_err(Failure::new)?);
    Ok(ExitCode::SUCCESS)
}

/// Serves a real store.
pub async fn serve(mut context: Context, address: Option<std::net::SocketAddr>) -> Result<ExitCode, Failure> {
    start_log(context.config.file.log_format.as_deref() == Some("json"));
    if let Some(address) = address {
        context.config.listen = address;
    }
    let listener = listen(context.config.listen).await?;
    let db = context.open().await?;
    let app = start(&context.config, db, World::system(), Manner::installed(Mode::Production)?).await?;
    tracing::info!(address = %context.config.listen, "listening");
    run(app, listener).await?;
    Ok(ExitCode::SUCCESS)
}

/// Brings the schema up, or says what that would do.
pub async fn migrate(context: &Context, dry_run: bool) -> Result<ExitCode, Failure> {
    let db = context.open_raw().await?;
    let plan =
        if dry_run { migrate::plan(&db).await } else { migrate::run(&db).await }.map_err(Failure::new)?;
    if context.json {
        say!(
            "{}",
            serde_json::json!({ "from": plan.from, "to": plan.to, "steps": plan.steps, "dry_run": dry_run })
        );
    } else if plan.steps.is_empty() {
        say!("schema {}: nothing to do", plan.from);
    } else {
        let word = if dry_run { "would apply" } else { "applied" };
        say!("schema {} → {}: {word} {}", plan.from, plan.to, plan.steps.join(", "));
    }
    Ok(ExitCode::SUCCESS)
}

/// Shows and checks the settings, the pack and the store.
pub async fn check_config(context: &Context) -> Result<ExitCode, Failure> {
    let config = &context.config;
    let pack = Knowledge::load(&config.pack_source());
    let store = match context.open_raw().await {
        Ok(db) => migrate::plan(&db).await.map(|plan| plan.from).map_err(|cause| cause.to_string()),
        Err(failure) => Err(failure.to_string()),
    };
    let good = pack.is_ok() && store.is_ok();
    if context.json {
        let report = serde_json::json!({
            "ok": good,
            "settings": config,
            "database": config.database_shown(),
            "pack": pack.as_ref().map(|known| known.pack.version().to_owned()).map_err(ToString::to_string),
            "schema": store,
            "schema_wanted": migrate::NEWEST,
        });
        say!("{report}");
    } else {
        say!("data      {}", config.data.display());
        say!("database  {}", config.database_shown());
        say!("listen    {}", config.listen);
        match &pack {
            Ok(known) => say!("pack      {} {}", known.pack.manifest().id, known.pack.version()),
            Err(cause) => say!("pack      NOT USABLE: {cause}"),
        }
        match &store {
            Ok(version) => say!("schema    {version}, this program wants {}", migrate::NEWEST),
            Err(cause) => say!("schema    NOT USABLE: {cause}"),
        }
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
