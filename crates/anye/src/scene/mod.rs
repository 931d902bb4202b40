//! The demo's people and what offices did for them (演示场景): persons, households, entries of registers, applications, money, posts. Everything goes through the use cases,
//! on a clock of its own, and says of itself that it is made up. It must never run in a store that is not a demo, nor twice in one store.

mod batches;
mod cases;
mod cast;
mod entries;
mod facts;
mod homes;
pub mod people;
mod public;
mod purse;
mod rounds;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anye_base::{ErrorKind, Fault};
use anye_monitor::demo::Scale;
use anye_monitor::demo::load::Moved;
use anye_registry::dictionary::BookDictionary;
use anye_registry::{Registers, Registry};
use anye_web::Core;

use crate::app::App;
use cast::Cast;
pub use cast::extra;
use people::Someone;

/// Where things come from, as every record says.
pub const SOURCE: &str = "合成数据（演示） synthetic demo data";
/// The file that says how far it came.
const MARK: &str = "demo-scene";

/// An act of the scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Persons,
    Employers,
    Homes,
    Facts,
    Entries,
    Budgets,
    Tuition,
    Registrations,
    Recognitions,
    Hirings,
    Accounts,
    Batches,
    Wished,
    Rounds,
    Published,
    Offered,
}

impl Act {
    const ALL: [Self; 16] = [
        Self::Persons,
        Self::Employers,
        Self::Homes,
        Self::Facts,
        Self::Entries,
        Self::Budgets,
        Self::Tuition,
        Self::Registrations,
        Self::Recognitions,
        Self::Hirings,
        Self::Accounts,
        Self::Batches,
        Self::Wished,
        Self::Rounds,
        Self::Published,
        Self::Offered,
    ];
}

/// The parts, over the demo's store and on the scene's own clock.
pub struct Scene {
    clock: Moved,
    core: Core,
    registers: Registers,
    service: anye_service::Service,
    money: anye_money::Money,
    posts: anye_posts::Posts,
    cast: Cast,
    seed: String,
    people: Vec<Someone>,
    /// Ids of persons, in the order of `people`.
    ids: Vec<String>,
    /// Ids of employers of each county.
    firms: [Vec<(String, String)>; 2],
    /// County, case and payee of what was granted and is to be paid.
    granted: Vec<(usize, String, String)>,
}

/// Sets the scene where the folder has none yet; people to try things with.
///
/// # Errors
/// What a use case refuses; a folder in which it was cut off.
pub async fn set(
    app: &App,
    data: &Path,
    (seed, scale): (&str, Option<Scale>),
    password: &str,
) -> Result<Vec<Tried>, Fault> {
    let file = data.join(MARK);
    match fs::read_to_string(&file).unwrap_or_default().trim() {
        "done" => return Ok(tried(&people::everybody(seed))),
        "" => {}
        _ => return Err(Fault::new(ErrorKind::Conflict, "demo_cut_off")),
    }
    let mark = |word: &str| fs::write(&file, word).map_err(Fault::internal);
    mark("begun")?;
    let mut scene = Scene::new(app, data, seed).await?;
    let played = scene.played(scale, password).await;
    if played < Act::ALL.len() {
        scene.people.clear();
    }
    mark("done")?;
    Ok(tried(&scene.people))
}

/// Somebody to try things with, and what for.
pub struct Tried {
    /// Name.
    pub name: String,
    /// Number.
    pub number: String,
    /// Phone.
    pub phone: String,
    /// register: known and not registered as unemployed; apply: entitled and has not applied; served: entitled, paid already.
    pub what: &'static str,
}

/// The first of each county to be registered, those that nobody applied for yet, and one who was paid.
fn tried(people: &[Someone]) -> Vec<Tried> {
    let of = |county: usize, life| people.iter().filter(move |one| one.county == county && one.life == life);
    let told = |one: &Someone, what| Tried {
        name: one.name.clone(),
        number: one.number.clone(),
        phone: one.phone.clone(),
        what,
    };
    let mut all = Vec::new();
    for county in 0..people::COUNTIES.len() {
        all.extend(of(county, people::Life::AtHome).take(people::FREE).map(|one| told(one, "register")));
    }
    let served: Vec<&Someone> = of(0, people::Life::Served).collect();
    all.extend(served.iter().skip(people::SERVED - people::FREE).map(|one| told(one, "apply")));
    all.extend(served.first().map(|one| told(one, "paid")));
    all
}

impl Scene {
    /// Act after act. What a pack has no register, programme or fund for is left out, and said.
    async fn played(&mut self, scale: Option<Scale>, password: &str) -> usize {
        for (done, act) in Act::ALL.into_iter().enumerate() {
            if let Err(fault) = self.play(act, scale, password).await {
                tracing::warn!(?act, ?fault, "an act of the demo's scene is left out");
                // Without people and those they work for there is nothing to go on with.
                if matches!(act, Act::Persons | Act::Employers | Act::Homes | Act::Facts) {
                    return done;
                }
            }
        }
        tracing::info!(
            people = self.people.len(),
            granted = self.granted.len(),
            "the demo's people are there"
        );
        Act::ALL.len()
    }

    async fn play(&mut self, act: Act, scale: Option<Scale>, password: &str) -> Result<(), Fault> {
        match act {
            Act::Persons => self.persons().await,
            Act::Employers => self.employers(scale).await,
            Act::Homes => self.homes().await,
            Act::Facts => self.facts().await,
            Act::Entries => self.entries().await,
            Act::Budgets => self.budgets().await,
            Act::Tuition => self.tuition().await,
            Act::Registrations => self.registrations().await,
            Act::Recognitions => self.recognitions().await,
            Act::Hirings => self.hirings().await,
            Act::Accounts => self.accounts().await,
            Act::Batches => self.batches(password).await,
            Act::Wished => self.wished().await,
            Act::Rounds => self.rounds().await,
            Act::Published => self.published().await,
            Act::Offered => self.offered().await,
        }
    }

    async fn new(app: &App, data: &Path, seed: &str) -> Result<Self, Fault> {
        let old = &app.core;
        if !old.settings.demo {
            return Err(Fault::new(ErrorKind::Denied, "demo_refused"));
        }
        let clock = Moved::default();
        let core = Core::new(
            old.db.clone(),
            clock.world(),
            Arc::clone(&old.catalogue),
            old.settings.clone(),
            old.rules.clone(),
            old.places(),
            Vec::new(),
        );
        let keys = crate::vault::keys(data, &old.world).map_err(Fault::internal)?;
        let registry = Registry::new(core.clone()).with_keys(keys);
        let (held, book) = (&app.registers, Arc::new(app.policy.book().clone()));
        let dictionary = Arc::new(BookDictionary::new(book));
        let (definitions, calendar) = (Arc::clone(&held.definitions), Arc::clone(&held.calendar));
        let registers = Registers::new(registry, definitions, dictionary, calendar, Arc::clone(&held.reader))
            .with_alarm(Arc::clone(&held.alarm));
        let money =
            anye_money::Money::new(core.clone(), Arc::clone(&app.money.funds), Arc::clone(&app.money.vault));
        let policy = app.policy.over(core.clone());
        let service = crate::service::wired(&policy, &registers, &money);
        let pack = app.library.knowledge().pack;
        let text = pack.file("allocations.toml").map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let allocations =
            anye_posts::read_allocations(&text.unwrap_or_default(), &registers.definitions, policy.book());
        let allocations = Arc::new(allocations.unwrap_or_default());
        let posts = anye_posts::Posts::new(registers.clone(), policy, allocations);
        let cast = Cast::of(&core).await?;
        Ok(Self {
            clock,
            core,
            registers,
            service,
            money,
            posts,
            cast,
            seed: seed.to_owned(),
            people: people::everybody(seed),
            ids: Vec::new(),
            firms: [Vec::new(), Vec::new()],
            granted: Vec::new(),
        })
    }

    /// Puts the clock to a day of the story, at an hour of China.
    fn at(&self, day: &str, hour: i8) -> Result<anye_base::Date, Fault> {
        let day: anye_base::Date = day.parse().map_err(Fault::internal)?;
        self.clock.put(day, hour);
        Ok(day)
    }

    fn registry(&self) -> &Registry {
        &self.registers.registry
    }

    /// People of a county who live in a way: place in `people`, id.
    fn living(&self, county: usize, life: people::Life) -> impl Iterator<Item = usize> + '_ {
        let all = self.people.iter().enumerate();
        all.filter(move |(_, one)| one.county == county && one.life == life).map(|(at, _)| at)
    }
}
