//! `anye money`: the audit pack of a fund, and whether the books balance.

use std::path::PathBuf;
use std::process::ExitCode;

use anye_access::{Cost, Grant, Grants, Mode, Role};
use anye_base::{Lang, World};
use anye_money::audit_pack::audit_pack;
use anye_money::book::Asked;
use anye_web::Asking;
use clap::Subcommand;

use super::store::operator;
use super::{Context, Failure};
use crate::say::say;
use crate::start::{Manner, start, told};

/// Funds and payments.
#[derive(Subcommand)]
pub enum Command {
    /// Write everything about a fund in a year into a folder: account book, ledger, budgets, batches, what was refused, with digests.
    AuditPack {
        /// Id of the fund, as in the pack's funds.toml.
        #[arg(long)]
        fund: String,
        /// Budget year.
        #[arg(long)]
        year: i64,
        /// Folder to write; it must not be there yet.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// A place and all below it only.
        #[arg(long, default_value = "")]
        place: String,
        /// Payments to one payee only, by id.
        #[arg(long, default_value = "")]
        payee: String,
    },
    /// Hold every account of a year against its legs.
    Verify {
        /// Budget year.
        #[arg(long)]
        year: i64,
    },
}

/// Runs the command. Who holds the server holds the data: it reads with the rights of a keeper of the funds.
pub async fn run(context: &Context, command: Command) -> Result<ExitCode, Failure> {
    let db = context.open().await?;
    let mode = anye_access::start::store_mode(&db).await.map_err(Failure::new)?.unwrap_or(Mode::Production);
    let manner = Manner { cost: Cost::CHEAP, ..Manner::installed(mode)? };
    let app = start(&context.config, db, World::system(), manner).await?;
    let actor = operator();
    let home = app.core.settings.home_place.clone();
    let grant = Grant { id: "console".into(), role: Role::Cashier, place: home };
    let grants = Grants::new(&actor.id, vec![grant]);
    let asking = Asking::of(&app.core, &actor, &grants);
    let caller = asking.caller(None);
    match command {
        Command::AuditPack { fund, year, out, place, payee } => {
            let asked = Asked { fund, year, place, payee, ..Asked::default() };
            let texts = app.core.texts(Lang::Zh);
            let files = audit_pack(&app.money, &caller, &texts, &asked).await.map_err(told)?;
            let named = |cause: std::io::Error| Failure::new(format!("{}: {cause}", out.display()));
            std::fs::create_dir(&out).map_err(named)?;
            for file in &files {
                std::fs::write(out.join(&file.name), &file.bytes).map_err(named)?;
            }
            say!("{} files written to {}", files.len(), out.display());
            Ok(ExitCode::SUCCESS)
        }
        Command::Verify { year } => {
            let trial = anye_money::ledger::trial(&mut &app.core.db, &caller, year).await.map_err(told)?;
            if context.json {
                say!("{}", serde_json::to_string(&trial).map_err(Failure::new)?);
            } else if trial.holds() {
                say!("the books of {year} balance: {} accounts", trial.accounts.len());
            } else {
                say!(
                    "THE BOOKS OF {year} DO NOT BALANCE: {} drifted, {} unbalanced",
                    trial.drifted.len(),
                    trial.unbalanced.len()
                );
            }
            Ok(if trial.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
    }
}
