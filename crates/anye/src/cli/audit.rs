//! `anye audit`: verify the log, take signed checkpoints, make the signing key.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anye_base::World;
use anye_db::audit::checkpoint::{self, Checkpoint, Key};
use anye_db::audit::{self, Event, hex};
use clap::Subcommand;

use super::store::operator;
use super::{Context, Failure};
use crate::config::Config;
use crate::say::say;

/// The audit log.
#[derive(Subcommand)]
pub enum Command {
    /// Read the whole log and check its chain; with a checkpoint kept outside, also that history was not rewritten.
    Verify {
        /// A checkpoint written earlier by `anye audit checkpoint`.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
        /// The public key the checkpoint must be signed with (hexadecimal, as printed by `anye audit key`).
        #[arg(long, value_name = "HEX")]
        key: Option<String>,
    },
    /// Write a signed checkpoint of the log, to be kept where the administrators of this machine cannot change it.
    Checkpoint {
        /// The file to write; standard output without it.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Print the public key of this installation's checkpoints; make the key where there is none yet.
    Key,
}

/// Runs the command.
pub async fn run(context: &Context, command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Verify { checkpoint, key } => verify(context, checkpoint.as_deref(), key.as_deref()).await,
        Command::Checkpoint { out } => take(context, out.as_deref()).await,
        Command::Key => {
            say!("{}", signing_key(context)?.public_hex());
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn verify(context: &Context, file: Option<&Path>, key: Option<&str>) -> Result<ExitCode, Failure> {
    let kept = file.map(|path| read_checkpoint(path, key)).transpose()?;
    let db = context.open().await?;
    let tell = |records: i64| eprint!("\r{records} records checked");
    let verdict = audit::verify(&db, kept.as_ref(), tell).await.map_err(Failure::new)?;
    if verdict.records >= 100_000 {
        eprintln!();
    }
    let sound = verdict.broken.is_none();
    if context.json {
        let broken = verdict.broken.as_ref().map(ToString::to_string);
        let report = serde_json::json!({ "ok": sound, "records": verdict.records, "last": verdict.last, "broken": broken,
            "checkpoint": kept.as_ref().map(|kept| kept.seq) });
        say!("{report}");
    } else {
        match &verdict.broken {
            None => say!("the log is sound: {} records{}", verdict.records, against(kept.as_ref())),
            Some(broken) => say!("THE LOG IS BROKEN: {broken}"),
        }
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn against(kept: Option<&Checkpoint>) -> String {
    match kept {
        Some(kept) => format!(", and fits the checkpoint at record {}", kept.seq),
        None => {
            ". Without a checkpoint kept outside, a rewrite of everything cannot be seen: see --checkpoint"
                .into()
        }
    }
}

fn read_checkpoint(path: &Path, key: Option<&str>) -> Result<Checkpoint, Failure> {
    let named = |cause: &dyn std::fmt::Display| Failure::new(format!("{}: {cause}", path.display()));
    let text = fs::read_to_string(path).map_err(|cause| named(&cause))?;
    let kept: Checkpoint =
        serde_json::from_str(&text).map_err(|cause| named(&format!("this is no checkpoint ({cause})")))?;
    kept.check(key).map_err(|cause| named(&cause))?;
    Ok(kept)
}

async fn take(context: &Context, out: Option<&Path>) -> Result<ExitCode, Failure> {
    let key = signing_key(context)?;
    let db = context.open().await?;
    let world = World::system();
    db.record(&world, &operator(), Event::new("audit.checkpoint", "audit", "log"))
        .await
        .map_err(Failure::new)?;
    let taken = checkpoint::take(&db, world.now_ms(), &key).await.map_err(Failure::new)?;
    let text = serde_json::to_string_pretty(&taken).map_err(Failure::new)?;
    match out {
        None => say!("{text}"),
        Some(path) => {
            fs::write(path, format!("{text}\n"))
                .map_err(|cause| Failure::new(format!("{}: {cause}", path.display())))?;
            say!(
                "checkpoint at record {} written to {}: keep it where this machine's administrators cannot change it",
                taken.seq,
                path.display()
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The public key of this installation's checkpoints, where there is a key already.
pub fn public_key(config: &Config) -> Option<String> {
    let text = fs::read_to_string(config.data.join("audit-key")).ok()?;
    Key::from_hex(&text).ok().map(|key| key.public_hex())
}

/// The signing key in the data folder, readable by its owner only.
fn signing_key(context: &Context) -> Result<Key, Failure> {
    let path = context.config.data.join("audit-key");
    let named = |cause: &dyn std::fmt::Display| Failure::new(format!("{}: {cause}", path.display()));
    if !path.exists() {
        fs::create_dir_all(&context.config.data).map_err(|cause| named(&cause))?;
        write_secret(&path, &hex(&World::system().random::<32>())).map_err(|cause| named(&cause))?;
    }
    let text = fs::read_to_string(&path).map_err(|cause| named(&cause))?;
    Key::from_hex(&text).map_err(|cause| named(&cause))
}

/// Writes a new file that only its owner may read.
#[cfg(unix)]
pub fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?.write_all(text.as_bytes())
}

/// Writes a new file.
#[cfg(not(unix))]
pub fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    fs::write(path, text)
}
