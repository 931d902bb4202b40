//! `anye init`: a real store, with its three administrators and the pack's places.

use std::process::ExitCode;

use anye_access::start::{Administrator, bootstrap};
use anye_access::{Cost, Mode, Rules};
use anye_base::World;
use anye_db::migrate;
use clap::Args;

use super::store::operator;
use super::{Context, Failure};
use crate::say::say;
use crate::start::told;

/// Make a real store.
#[derive(Args)]
pub struct Command {
    /// Code of the division the three look after.
    #[arg(long, value_name = "CODE")]
    place: String,
    /// The system administrator (accounts): login, name, staff number.
    #[arg(long, num_args = 3, value_names = ["LOGIN", "NAME", "STAFF_NUMBER"])]
    system: Vec<String>,
    /// The security administrator (grants).
    #[arg(long, num_args = 3, value_names = ["LOGIN", "NAME", "STAFF_NUMBER"])]
    security: Vec<String>,
    /// The audit administrator (logs).
    #[arg(long, num_args = 3, value_names = ["LOGIN", "NAME", "STAFF_NUMBER"])]
    audit: Vec<String>,
}

/// Runs the command.
pub async fn run(context: &Context, command: Command) -> Result<ExitCode, Failure> {
    let three = [("system", &command.system), ("security", &command.security), ("audit", &command.audit)];
    if let Some((name, _)) = three.iter().find(|(_, given)| given.len() != 3) {
        let message = format!(
            "--{name} is missing: a real store needs three different people, for example\n  anye init --place 210000 \
             --system li.wei 李伟 LN0001 --security wang.fang 王芳 LN0002 --audit zhao.min 赵敏 LN0003"
        );
        return Err(Failure::usage(message));
    }
    let world = World::system();
    let db = context.open_raw().await?;
    migrate::run(&db).await.map_err(Failure::new)?;
    let policy =
        context.config.file.password_policy.as_deref().map(str::parse).transpose().map_err(Failure::usage)?;
    let rules = Rules::new(Mode::Production, policy.unwrap_or_default(), Cost::STRONG, &world)
        .map_err(|cause| Failure::new(format!("{cause:?}")))?;
    let person = |given: &Vec<String>| Administrator {
        login: given[0].clone(),
        name: given[1].clone(),
        person_key: given[2].clone(),
    };
    let people = [person(&command.system), person(&command.security), person(&command.audit)];
    let made = bootstrap(&db, &world, &rules, &operator(), &command.place, people).await.map_err(told)?;
    say!("The three administrators. Each password works once and is shown only here:");
    for first in &made {
        say!("  {:<14} {:<16} {}", first.role.word(), first.account.login, first.one_time_password);
    }
    say!("Next: anye serve");
    Ok(ExitCode::SUCCESS)
}
