//! Wiring: store, pack, words and features put together into one router.

use std::sync::Arc;

use anye_access::{Cost, Mode, PasswordPolicy, Rules};
use anye_base::{Actor, Fault, Lang, World};
use anye_db::Db;
use anye_documents::batch::Imported;
use anye_documents::calling::{Asking, console_grants};
use anye_documents::import::NewFile;
use anye_documents::prepare::ImportOptions;
use anye_documents::{Library, jobs as library_jobs};
use anye_intake::Knowledge;
use anye_jobs::Runner;
use anye_money::Money;
use anye_monitor::Monitor;
use anye_office::Office;
use anye_people::{DemoLogin, People};
use anye_policy::Policy;
use anye_reading::{ChildCommand, Limits, Reader};
use anye_registry::person::{duplicates, import as person_import, rekey};
use anye_registry::seal::Keys;
use anye_registry::{Registers, Registry};
use anye_reporting::Reporting;
use anye_web::i18n::Source;
use anye_web::{Built, Catalogue, Core, NavEntry, Route, Settings, Texts, answer, system};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use tower_http::compression::CompressionLayer;

use crate::config::Config;
use crate::journeys::Journeys;
use crate::openapi;
use crate::slots::{LibraryAtHome, LibraryOfLaw, LibraryOfUnits};
use crate::waiting::TasksAtHome;

/// The program's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Largest body of a request: a batch of files.
const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// The words of the wiring itself.
const MESSAGES: [Source; 2] =
    [(Lang::Zh, include_str!("../i18n/zh.ftl")), (Lang::En, include_str!("../i18n/en.ftl"))];

/// All words of all crates.
pub fn messages() -> Vec<Source> {
    let mut sources = anye_web::i18n::MESSAGES.to_vec();
    sources.extend([(Lang::Zh, anye_access::messages::ZH), (Lang::En, anye_access::messages::EN)]);
    sources.extend(anye_office::MESSAGES);
    sources.extend(anye_policy::MESSAGES);
    sources.extend(anye_people::MESSAGES);
    sources.extend(anye_casework::MESSAGES);
    sources.extend(anye_registry::MESSAGES);
    sources.extend(anye_money::MESSAGES);
    sources.extend(anye_service::MESSAGES);
    sources.extend(anye_posts::MESSAGES);
    sources.extend(anye_reporting::MESSAGES);
    sources.extend(anye_monitor::MESSAGES);
    sources.extend(anye_documents::MESSAGES);
    sources.extend(anye_documents::pages::PAGE_MESSAGES);
    sources.extend(MESSAGES);
    sources
}

/// English words for the command line, without a store.
pub fn texts() -> Result<Texts, String> {
    Ok(Texts::new(Arc::new(Catalogue::build(&messages())?), Lang::En))
}

fn nav() -> Vec<NavEntry> {
    [
        anye_office::NAV,
        anye_people::NAV,
        anye_policy::NAV,
        anye_casework::NAV,
        anye_registry::NAV,
        anye_registry::rooms::NAV,
        anye_money::NAV,
        anye_service::NAV,
        anye_posts::NAV,
        anye_reporting::pages::NAV,
        &anye_monitor::nav(),
        &anye_documents::palette::NAV,
    ]
    .concat()
}

/// What the program is started with.
pub struct Parts {
    /// The store, with its schema up to date.
    pub db: Db,
    /// Time and chance.
    pub world: World,
    /// Demo or production.
    pub mode: Mode,
    /// Pack, divisions, units.
    pub knowledge: Knowledge,
    /// Accounts to show on the sign-in page of a demo.
    pub demo: Vec<DemoLogin>,
    /// How expensive password hashes are.
    pub cost: Cost,
    /// How the program calls itself to read untrusted files.
    pub reader: ChildCommand,
}

/// The program, wired.
pub struct App {
    /// What all handlers share.
    pub core: Core,
    /// The library.
    pub library: Library,
    /// The law.
    pub policy: Policy,
    /// The register of employers.
    pub registry: Registry,
    /// Registers, duties, households.
    pub registers: Registers,
    /// Funds and payments.
    pub money: Money,
    /// Programmes.
    pub service: anye_service::Service,
    /// Rounds of scarce places.
    pub posts: anye_posts::Posts,
    /// Reports, panels, figures.
    pub reporting: Reporting,
    /// Early warning.
    pub monitor: Monitor,
    /// The table of all routes.
    pub table: Vec<Route>,
    /// The router.
    pub router: Router,
    /// Runs the jobs.
    pub runner: Arc<Runner>,
}

impl App {
    /// Puts everything together.
    pub fn wire(config: &Config, parts: Parts) -> Result<Self, String> {
        let core = core(config, &parts)?;
        let reader = Reader::new(parts.reader.clone(), Limits::default());
        let library = Library::new(core.clone(), parts.knowledge.clone(), reader, &config.data);
        let office = Office::new(core.clone(), Arc::clone(&parts.knowledge.pack))
            .with_home(Arc::new(Journeys))
            .with_home(Arc::new(TasksAtHome))
            .with_home(Arc::new(LibraryAtHome(library.clone())))
            .with_unit_uses(Arc::new(LibraryOfUnits(library.clone())))
            .with_audit_key(crate::cli::public_audit_key(config));
        let policy = Policy::new(core.clone(), Arc::clone(&parts.knowledge.pack))
            .with_library(Arc::new(LibraryOfLaw(library.clone())));
        let policy = policy.with_folders(config.data.join("scratch"), config.file.populations.clone());
        let keys = crate::vault::keys(&config.data, &parts.world)?;
        let registry =
            Registry::new(core.clone()).with_keys(Arc::clone(&keys)).with_reader(parts.reader.clone());
        let money = money(&core, &parts, &policy, keys);
        let registers = crate::duties::registers(&registry, &parts.knowledge.pack, &policy, &parts.reader);
        let service = crate::service::wired(&policy, &registers, &money);
        let room = anye_service::everybody::ForEverybody(Arc::new(service.clone()));
        registers.set_elsewhere(Arc::new(room));
        let posts = posts(&registers, &policy, &parts);
        let people =
            People::new(core.clone()).with_demo(parts.demo).with_oidc(crate::oidc::configured(config)?);
        // A demo has the demonstration's levels where the texts state none; they say so.
        let forms = match parts.mode {
            Mode::Demo => anye_monitor::demo::catalogue(&parts.knowledge.pack).0,
            Mode::Production => parts.knowledge.pack.reporting().0,
        };
        let reporting = Reporting::new(core.clone(), Arc::new(forms));
        let reports = anye_reporting::pages::Desk::new(reporting.clone(), parts.reader);
        let books = {
            let policy = policy.clone();
            Arc::new(move || policy.now().law)
        };
        let pack = Arc::clone(&parts.knowledge.pack);
        let monitor = Monitor::new(core.clone(), pack, registry.clone(), reporting.clone(), books)?;
        let mut palette = anye_office::palette(&office);
        palette.push(Arc::new(anye_documents::palette::Documents(library.clone())));
        core.set_palette(palette);
        let Built { router, table } = system::routes(&core)
            .and(openapi::routes(&core))
            .and(anye_office::routes(&office))
            .and(anye_people::routes(&people))
            .and(anye_policy::routes(&policy))
            .and(anye_casework::routes(&core))
            .and(anye_registry::routes(&registry))
            .and(anye_registry::rooms::routes(&registers))
            .and(anye_money::routes(&money))
            .and(anye_service::routes(&service))
            .and(anye_posts::routes(&posts))
            .and(anye_reporting::api::routes(&reporting))
            .and(anye_reporting::pages::routes(&reports))
            .and(anye_monitor::routes(&monitor))
            .and(anye_documents::api::api_routes(&library))
            .and(anye_documents::pages::page_routes(&library));
        let router = router
            .fallback(nowhere)
            .layer(DefaultBodyLimit::max(LARGEST_BODY))
            .layer(axum::middleware::from_fn_with_state(core.clone(), answer))
            .layer(CompressionLayer::new());
        let runner = Runner::new(core.db.clone(), core.world.clone())
            .with(anye_documents::import_many::KIND, Arc::new(library_jobs::ImportWork(library.clone())))
            .with(library_jobs::REINDEX, Arc::new(library_jobs::ReindexWork(library.clone())));
        let runner = runner.with(
            anye_policy::simulation::KIND,
            Arc::new(anye_policy::simulation::SimulateWork(policy.clone())),
        );
        let files = Arc::new(anye_service::paper::FilesReseal(service.clone()));
        let runner = runner
            .with(anye_office::audit::VERIFY_KIND, Arc::new(anye_office::audit::VerifyWork(core.db.clone())));
        let runner = runner
            .with(
                anye_reporting::import::KIND,
                Arc::new(anye_reporting::import::ImportWork(reporting.clone())),
            )
            .with(
                anye_reporting::approve::KIND,
                Arc::new(anye_reporting::approve::ApproveWork(reporting.clone())),
            )
            .with(
                anye_monitor::demo::load::KIND,
                Arc::new(anye_monitor::demo::load::LoadWork(monitor.clone())),
            )
            .with(anye_monitor::market::COMPARE, Arc::new(anye_monitor::market::CompareWork(monitor.clone())))
            .with(
                anye_monitor::notice::CROSS_CHECK,
                Arc::new(anye_monitor::notice::CrossCheckWork(monitor.clone())),
            )
            .with(anye_monitor::warning::KIND, Arc::new(anye_monitor::warning::CloseWork(monitor.clone())))
            .with(person_import::stage::KIND, Arc::new(person_import::job::ImportWork(registry.clone())))
            .with(duplicates::KIND, Arc::new(duplicates::ScanWork(registry.clone())))
            .with(rekey::KIND, Arc::new(rekey::RekeyWork(registry.clone(), vec![files])))
            .with(anye_service::automatic::KIND, Arc::new(anye_service::automatic::RunWork(service.clone())));
        Ok(Self {
            core,
            library,
            policy,
            registry,
            registers,
            money,
            service,
            posts,
            reporting,
            monitor,
            table,
            router,
            runner: Arc::new(runner),
        })
    }

    /// Reads one file in on behalf of the server's console or the program itself, at the pack's place.
    pub async fn import_as(
        &self,
        actor: &Actor,
        name: &str,
        bytes: &[u8],
        sample: bool,
    ) -> Result<Imported, Fault> {
        let home = self.core.settings.home_place.clone();
        let grants = console_grants(actor, &home);
        let asking = Asking::of(&self.core, actor, &grants, &home);
        let file = NewFile { name: name.to_owned(), bytes: bytes.to_vec() };
        let options = ImportOptions { own_place: home.clone(), sample, ..ImportOptions::default() };
        anye_documents::import::import(&self.library, &asking.caller(None), file, &options).await
    }
}

/// Rounds of placement. A pack whose file about them cannot be used starts without any, and says so.
fn posts(registers: &Registers, policy: &Policy, parts: &Parts) -> anye_posts::Posts {
    let text = parts
        .knowledge
        .pack
        .file("allocations.toml")
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let read = anye_posts::read_allocations(&text.unwrap_or_default(), &registers.definitions, policy.book());
    let allocations = read.unwrap_or_else(|wrong| {
        tracing::warn!("{wrong}");
        Vec::new()
    });
    anye_posts::Posts::new(registers.clone(), policy.clone(), Arc::new(allocations))
}

/// Funds and payments. A pack whose funds cannot be read starts without them, and says so; a demo has the values of the demonstration, which say of themselves that they are such.
fn money(core: &Core, parts: &Parts, policy: &Policy, keys: Arc<Keys>) -> Money {
    let read = match parts.mode {
        Mode::Demo => anye_money::fund::demo,
        Mode::Production => anye_money::fund::load,
    };
    let (funds, found) = read(&parts.knowledge.pack, policy.book());
    for one in &found {
        tracing::warn!(
            file = one.file,
            line = one.mark.line,
            column = one.mark.column,
            code = one.code,
            "{}",
            one.en
        );
    }
    Money::new(core.clone(), Arc::new(funds), Arc::new(crate::vault::Accounts(keys)))
        .with_reader(Reader::new(parts.reader.clone(), Limits::default()))
}

fn core(config: &Config, parts: &Parts) -> Result<Core, String> {
    let catalogue = Arc::new(Catalogue::build(&messages())?);
    let policy = config
        .file
        .password_policy
        .as_deref()
        .map(str::parse::<PasswordPolicy>)
        .transpose()?
        .unwrap_or_default();
    let rules =
        Rules::new(parts.mode, policy, parts.cost, &parts.world).map_err(|cause| format!("{cause:?}"))?;
    let settings = Settings {
        demo: parts.mode == Mode::Demo,
        version: VERSION,
        home_place: parts.knowledge.pack.manifest().place.clone(),
        secure_cookies: config.file.secure_cookies.unwrap_or(!config.listen.ip().is_loopback()),
        trusted_proxy: config.file.trusted_proxy.clone(),
    };
    let places = Arc::clone(&parts.knowledge.places);
    let core = Core::new(parts.db.clone(), parts.world.clone(), catalogue, settings, rules, places, nav());
    core.set_ground(crate::ground::of(&parts.knowledge.pack, config.file.boundaries.as_deref())?);
    Ok(core)
}

/// No route has this address.
async fn nowhere() -> anye_web::Failed {
    anye_web::Failed(Fault::not_found("page"))
}
