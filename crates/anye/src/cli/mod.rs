//! The command line. One file per command; each parses nothing itself and calls one use case.

mod audit;
mod backup;
mod documents;
mod init;
mod law;
mod lsp;
mod misc;
mod money;
mod pack;
mod places;
mod signals;
mod store;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::config::Config;
use crate::demo;

pub use audit::{public_key as public_audit_key, write_secret};

/// Anye (安业): an open platform for public employment.
#[derive(Parser)]
#[command(
    name = "anye",
    version,
    about,
    after_help = "Settings: environment (ANYE_…) or --config FILE; see `anye check-config`."
)]
pub struct Arguments {
    /// File with settings (TOML); the environment wins over it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder for the embedded store, the search index and keys.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Results as JSON.
    #[arg(long, global = true)]
    json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Show the program with sample data: makes or opens a demo store, prints the accounts, and serves.
    Demo(demo::Command),
    /// Make a real store with its three administrators.
    Init(init::Command),
    /// Serve pages and API.
    Serve {
        /// Address and port to listen on.
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<std::net::SocketAddr>,
    },
    /// Divisions: import change events.
    #[command(subcommand)]
    Places(places::Command),
    /// Print the description of the API (OpenAPI 3.1).
    Openapi,
    /// Official documents: import.
    #[command(subcommand)]
    Documents(documents::Command),
    /// Decide by the law of a pack: one case, a population, a change.
    #[command(subcommand)]
    Law(law::Command),
    /// Packs: check, format, test, compare, data dictionary.
    #[command(subcommand)]
    Pack(pack::Command),
    /// Early warning: back-test series of any origin.
    #[command(subcommand)]
    Signals(signals::Command),
    /// Funds and payments: audit pack, trial balance.
    #[command(subcommand)]
    Money(money::Command),
    /// The audit log: verify it, take signed checkpoints.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Write a backup of all records to a file.
    Backup(backup::Save),
    /// Restore a backup into an empty store.
    Restore(backup::Restore),
    /// Bring the store's schema to this program's version.
    Migrate {
        /// Say what would be done and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Show the settings in force and check them, the pack and the store.
    CheckConfig,
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Language server of the law language over standard input and output, for editors.
    Lsp,
    /// Reads one untrusted file; the program calls itself for this.
    #[command(hide = true)]
    ReadFile,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// JSON.
    Json,
}

/// Why a command ended without doing what it was asked.
#[derive(Debug)]
pub struct Failure {
    /// The exit code: 1 it could not be done, 2 wrong use.
    pub code: u8,
    message: String,
}

impl Failure {
    /// It could not be done.
    pub fn new(message: impl std::fmt::Display) -> Self {
        Self { code: 1, message: message.to_string() }
    }

    /// Wrong use.
    pub fn usage(message: String) -> Self {
        Self { code: 2, message }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&self.message)
    }
}

/// What every command gets.
#[derive(Debug, Clone)]
pub struct Context {
    /// Settings.
    pub config: Config,
    /// Results as JSON.
    pub json: bool,
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    if let Command::Completions { shell } = arguments.command {
        return misc::completions(shell);
    }
    if let Command::Openapi = arguments.command {
        return misc::openapi();
    }
    if let Command::Lsp = arguments.command {
        return lsp::run();
    }
    let config = Config::read(arguments.config.as_deref(), arguments.data.as_deref())?;
    let context = Context { config, json: arguments.json };
    match arguments.command {
        Command::Demo(command) => demo::run(context, command).await,
        Command::Init(command) => init::run(&context, command).await,
        Command::Serve { listen } => misc::serve(context, listen).await,
        Command::Places(command) => places::run(&context, command).await,
        Command::Documents(command) => documents::run(&context, command).await,
        Command::Law(command) => law::run(&context, command),
        Command::Pack(command) => pack::run(&context, command),
        Command::Signals(command) => signals::run(&context, command),
        Command::Money(command) => money::run(&context, command).await,
        Command::Audit(command) => audit::run(&context, command).await,
        Command::Backup(command) => backup::save(&context, &command).await,
        Command::Restore(command) => backup::restore(&context, &command).await,
        Command::Migrate { dry_run } => misc::migrate(&context, dry_run).await,
        Command::CheckConfig => misc::check_config(&context).await,
        Command::Completions { .. } | Command::Openapi | Command::Lsp | Command::ReadFile => {
            Ok(ExitCode::SUCCESS)
        }
    }
}
