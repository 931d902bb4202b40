//! `anye demo`: a store of its own in a folder of its own, filled with samples, and served.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anye_access::start::{
    DemoAccount, DemoPlan, demo_account, demo_account_id, demo_accounts, demo_login, demo_password,
};
use anye_access::{Mode, Role};
use anye_base::{Actor, Lang, World};
use anye_monitor::demo::{SEED, Scale, TODAY, load, off_to, world_off};
use anye_people::DemoLogin;
use clap::Args;

use crate::app::App;
use crate::cli::{Context, Failure, write_secret};
use crate::say::say;
use crate::scene;
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
    /// Synthetic employers and reports to load in the background: none, county (seconds), city, province (about a minute) or nation.
    #[arg(long, value_name = "SIZE", default_value = "province", value_parser = ["none", "county", "city", "province", "nation"])]
    scale: String,
    /// Seed of the synthetic data: the same seed makes the same data.
    #[arg(long, value_name = "WORDS", default_value = SEED)]
    seed: String,
    /// Day at which the demo's clock begins, or `now`.
    #[arg(long, value_name = "DAY", default_value = TODAY)]
    today: String,
}

/// The demo's province: the administrators, the policy officer, the analyst and the leader belong to it.
const PROVINCE: &str = "210000";
/// The demo's county: the clerk, the employer and the jobseeker belong to it.
const COUNTY: &str = "211002";
/// The demo's city: a second analyst belongs to it.
const CITY: &str = "211000";
/// The second analyst.
const CITY_ANALYST: (&str, &str) = ("city", "市级分析人员(演示)");
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
    let plan = plan(&context, &World::system())?;
    let world = world_of(&context, &command.today)?;
    let db = context.open_raw().await?;
    let manner = Manner { demo: logins(&plan), ..Manner::installed(Mode::Demo)? };
    let app = start(&context.config, db.clone(), world.clone(), manner).await?;
    let accounts = accounts(&app, &plan).await?;
    sample(&app).await?;
    let scale = match command.scale.as_str() {
        "none" => None,
        word => Some(word.parse::<Scale>().map_err(Failure::new)?),
    };
    let tried = scene::set(&app, &command.dir, (&command.seed, scale), &plan.password).await.map_err(told)?;
    if let Some(scale) = scale {
        synthetic(&app, scale, &command.seed).await?;
    }
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
    say!("Made-up people to try things with · 可试用的虚构人员 (name, number, phone, what for):");
    for one in &tried {
        say!("  {}  {}  {}  {}", one.name, one.number, one.phone, one.what);
    }
    say!("Today is · 演示日期 {}", world.today());
    if let Some(scale) = scale {
        say!(
            "Synthetic data are loaded in the background · 合成数据正在后台装入 ({}): see 看 /jobs as system",
            scale.word()
        );
    }
    say!("Ctrl-C ends it · 按 Ctrl-C 结束");
    run_app(app, listener).await?;
    Ok(ExitCode::SUCCESS)
}

/// One account a role, an analyst of the city, and those of the second county and above.
async fn accounts(app: &App, plan: &DemoPlan) -> Result<Vec<DemoAccount>, Failure> {
    let core = &app.core;
    let mut all = demo_accounts(&core.db, &core.world, &core.rules, plan).await.map_err(told)?;
    let city = DemoAccount { login: CITY_ANALYST.0, role: Role::Analyst, place: CITY.to_owned() };
    demo_account(&core.db, &core.world, &core.rules, (&city, CITY_ANALYST.1), &plan.password)
        .await
        .map_err(told)?;
    all.push(city);
    for (account, name) in scene::extra() {
        demo_account(&core.db, &core.world, &core.rules, (&account, name), &plan.password)
            .await
            .map_err(told)?;
        all.push(account);
    }
    Ok(all)
}

/// Lets the job that loads synthetic employers and reports wait for the runner.
async fn synthetic(app: &App, scale: Scale, seed: &str) -> Result<(), Failure> {
    let account = demo_account_id(&app.core.db, demo_login(Role::Employer)).await.map_err(told)?;
    let wish = load::Wish {
        scale: scale.word().to_owned(),
        seed: seed.to_owned(),
        account: account.unwrap_or_default(),
    };
    load::enqueue(&app.monitor, &wish).await.map_err(told)?;
    Ok(())
}

/// The demo's clock: what the first start chose stays; a folder older than that keeps the machine's.
fn world_of(context: &Context, today: &str) -> Result<World, Failure> {
    let file = context.config.data.join("demo-clock");
    let named = |cause: std::io::Error| Failure::new(format!("{}: {cause}", file.display()));
    if let Ok(text) = fs::read_to_string(&file) {
        let off: i64 =
            text.trim().parse().map_err(|_| Failure::new(format!("{}: no number", file.display())))?;
        return Ok(world_off(off));
    }
    let begun = context.config.data.join("anye.sqlite").exists();
    let off = match today {
        "now" => 0,
        _ if begun => 0,
        day => {
            let day =
                day.parse().map_err(|_| Failure::new(format!("--today {day}: write 2020-06-22 or now")))?;
            off_to(day).ok_or_else(|| Failure::new(format!("--today {day}: out of range")))?
        }
    };
    fs::write(&file, off.to_string()).map_err(named)?;
    Ok(world_off(off))
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
    let public = |role: Role| {
        matches!(role, Role::Clerk | Role::Reviewer | Role::Cashier | Role::Employer | Role::Jobseeker)
    };
    let place = |role| if public(role) { &plan.county } else { &plan.province };
    let login = |role: Role| DemoLogin {
        login: anye_access::start::demo_login(role).to_owned(),
        role,
        place: place(role).clone(),
        password: plan.password.clone(),
    };
    let mut all: Vec<DemoLogin> = Role::ALL.into_iter().map(login).collect();
    all.push(DemoLogin {
        login: CITY_ANALYST.0.to_owned(),
        role: Role::Analyst,
        place: CITY.to_owned(),
        password: plan.password.clone(),
    });
    all.extend(scene::extra().map(|(account, _)| DemoLogin {
        login: account.login.to_owned(),
        role: account.role,
        place: account.place,
        password: plan.password.clone(),
    }));
    all
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
