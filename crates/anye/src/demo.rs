//! `anye demo`: a store of its own in a folder of its own, filled with samples, and served.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anye_access::start::{DemoAccount, DemoPlan, demo_accounts, demo_password};
use anye_access::{Mode, Role};
use anye_base::{Actor, Lang, World};
use anye_people::DemoLogin;
use clap::Args;

use crate::app::App;
use crate::cli::{Context, Failure, write_secret};
use crate::say::say;
use crate::serve::{listen, start_log};
use crate::start::{Manner, run as run_app, start, told};

/// Shows the program with sample data.
#[derive(Args)]
pub struct Command {
    /// Folder of the demo store.
    #[arg(long, value_name = "DIR", default_value = "anye-demo")]
    dir: PathBuf,
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<std::net::SocketAddr>,
    /// Read the official texts of a folder in, too.
    #[arg(long, value_name = "DIR")]
    import: Option<PathBuf>,
    /// Make and fill the store, then end instead of serving.
    #[arg(long)]
    prepare_only: bool,
}

/// The demo's province: the administrators, the policy officer, the analyst and the leader belong to it.
const PROVINCE: &str = "210000";
/// The demo's county: the clerk, the employer and the jobseeker belong to it.
const COUNTY: &str = "211002";
/// Sample notices of the pack.
const SAMPLES: [&str; 2] = ["documents/sample-notice.txt", "documents/sample-notice-amended.txt"];

/// Runs the demo.
pub async fn run(mut context: Context, command: Command) -> Result<ExitCode, Failure> {
    start_log(context.config.file.log_format.as_deref() == Some("json"));
    context.config.data.clone_from(&command.dir);
    if context.config.file.database_url.is_none() {
        context.config.database = anye_db::Options::SqliteFile(command.dir.join("anye.sqlite"));
    }
    if let Some(address) = command.listen {
        context.config.listen = address;
    }
    let listener = if command.prepare_only { None } else { Some(listen(context.config.listen).await?) };
    let world = World::system();
    let db = context.open_raw().await?;
    let plan = plan(&context, &world)?;
    let manner = Manner { demo: logins(&plan), ..Manner::installed(Mode::Demo)? };
    let app = start(&context.config, db.clone(), world.clone(), manner).await?;
    let accounts = demo_accounts(&db, &world, &app.core.rules, &plan).await.map_err(told)?;
    sample(&app).await?;
    if let Some(folder) = &command.import {
        import(&app, folder).await?;
    }
    let Some(listener) = listener else { return Ok(ExitCode::SUCCESS) };
    let address = listener.local_addr().map_err(Failure::new)?;
    say!("Anye demo · 安业演示  http://{address}/  (data in {}, all of it samples)", command.dir.display());
    say!("Sign in as · 可用账号 (name, password, role, place):");
    for account in &accounts {
        say!("{}", line(&app, account, &plan.password));
    }
    say!("Ctrl-C ends it · 按 Ctrl-C 结束");
    run_app(app, listener).await?;
    Ok(ExitCode::SUCCESS)
}

fn line(app: &App, account: &DemoAccount, password: &str) -> String {
    let key = format!("role-{}", account.role.word());
    let place = app.core.place_name(&account.place, app.core.world.today());
    let (zh, en) = (app.core.texts(Lang::Zh).t(&key), app.core.texts(Lang::En).t(&key));
    format!("  {:<9} {password}  {zh} {en}, {place}", account.login)
}

/// One account a role, with a password that stays the same in this folder.
fn plan(context: &Context, world: &World) -> Result<DemoPlan, Failure> {
    let file = context.config.data.join("demo-password");
    let named = |cause: std::io::Error| Failure::new(format!("{}: {cause}", file.display()));
    fs::create_dir_all(&context.config.data).map_err(named)?;
    let password = match fs::read_to_string(&file) {
        Ok(text) => text.trim().to_owned(),
        Err(_) => {
            let fresh = demo_password(world);
            write_secret(&file, &fresh).map_err(named)?;
            fresh
        }
    };
    Ok(DemoPlan { province: PROVINCE.into(), county: COUNTY.into(), password })
}

fn logins(plan: &DemoPlan) -> Vec<DemoLogin> {
    let public = |role: Role| matches!(role, Role::Clerk | Role::Employer | Role::Jobseeker);
    let place = |role| if public(role) { &plan.county } else { &plan.province };
    let login = |role: Role| DemoLogin {
        login: anye_access::start::demo_login(role).to_owned(),
        role,
        place: place(role).clone(),
        password: plan.password.clone(),
    };
    Role::ALL.into_iter().map(login).collect()
}

/// The pack's sample notices.
async fn sample(app: &App) -> Result<(), Failure> {
    let pack = app.library.knowledge().pack;
    for path in SAMPLES {
        if let Some(bytes) = pack.file(path) {
            let name = path.rsplit('/').next().unwrap_or(path);
            app.import_as(&Actor::system("demo"), name, bytes, true).await.map_err(told)?;
        }
    }
    Ok(())
}

async fn import(app: &App, folder: &Path) -> Result<(), Failure> {
    let named = |cause: std::io::Error| Failure::new(format!("{}: {cause}", folder.display()));
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).map_err(named)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.is_file());
    files.sort();
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(&path).map_err(named)?;
        match app.import_as(&Actor::console("demo"), &name, &bytes, false).await {
            Ok(imported) => say!(
                "{name}: {} {} ({} articles)",
                imported.document_id,
                imported.title,
                imported.article_count
            ),
            Err(fault) => eprintln!("{name}: {}", told(fault)),
        }
    }
    Ok(())
}
