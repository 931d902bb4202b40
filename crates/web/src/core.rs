//! What every handler works with: the store, the clock, the words, the tree of places, who is signed in.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock, RwLock};

use anye_access::{PlaceScope, Rules};
use anye_base::{Date, Lang, World};
use anye_db::Db;
use anye_places::{Place, Register, Tree};

use crate::chart::Ground;
use crate::i18n::{Catalogue, Texts};
use crate::metrics::Metrics;
use crate::nav::NavEntry;
use crate::palette::PaletteSource;

/// Settings that the web needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Demo mode: data are samples, said on every page.
    pub demo: bool,
    /// The program's version.
    pub version: &'static str,
    /// Place shown to somebody without a place of their own: the pack's.
    pub home_place: String,
    /// Cookies only over TLS. Off on a loopback address without TLS, where browsers would drop them.
    pub secure_cookies: bool,
    /// Name or address of a proxy in front whose `X-Forwarded-For` is believed. None: the peer's address counts.
    pub trusted_proxy: Option<String>,
}

/// Shared by all handlers. Cheap to clone.
#[derive(Clone)]
pub struct Core(Arc<Inner>);

/// The parts.
pub struct Inner {
    /// The store.
    pub db: Db,
    /// Time and chance.
    pub world: World,
    /// All words.
    pub catalogue: Arc<Catalogue>,
    /// Settings.
    pub settings: Settings,
    /// The rules of sign-in.
    pub rules: Rules,
    /// Figures for operators.
    pub metrics: Metrics,
    places: RwLock<Arc<Register>>,
    nav: Vec<NavEntry>,
    palette: OnceLock<Vec<Arc<dyn PaletteSource>>>,
    ground: OnceLock<Ground>,
}

impl std::ops::Deref for Core {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Core {
    /// Puts the parts together.
    pub fn new(
        db: Db,
        world: World,
        catalogue: Arc<Catalogue>,
        settings: Settings,
        rules: Rules,
        places: Arc<Register>,
        nav: Vec<NavEntry>,
    ) -> Self {
        Self(Arc::new(Inner {
            db,
            world,
            catalogue,
            settings,
            rules,
            metrics: Metrics::default(),
            places: RwLock::new(places),
            nav,
            palette: OnceLock::new(),
            ground: OnceLock::new(),
        }))
    }

    /// The tree of places as it stands.
    pub fn places(&self) -> Arc<Register> {
        match self.places.read() {
            Ok(register) => Arc::clone(&register),
            Err(poisoned) => Arc::clone(&poisoned.into_inner()),
        }
    }

    /// Puts a new tree in place after an import.
    pub fn replace_places(&self, register: Arc<Register>) {
        match self.places.write() {
            Ok(mut current) => *current = register,
            Err(poisoned) => *poisoned.into_inner() = register,
        }
    }

    /// The entries of the rail.
    pub fn nav(&self) -> &[NavEntry] {
        &self.nav
    }

    /// What the command palette looks through. Set once, when all features are wired.
    pub fn set_palette(&self, sources: Vec<Arc<dyn PaletteSource>>) {
        // A second call would mean two wirings of one program: the first stays.
        let _ = self.palette.set(sources);
    }

    /// What the command palette looks through.
    pub fn palette(&self) -> &[Arc<dyn PaletteSource>] {
        self.palette.get().map_or(&[], Vec::as_slice)
    }

    /// Where places stand on a drawing. Set once, from the pack and the deployer's boundaries.
    pub fn set_ground(&self, ground: Ground) {
        let _ = self.ground.set(ground);
    }

    /// Where places stand on a drawing; without any, in rows.
    pub fn ground(&self) -> &Ground {
        self.ground.get_or_init(Ground::default)
    }

    /// The words in a language.
    pub fn texts(&self, lang: Lang) -> Texts {
        Texts::new(Arc::clone(&self.catalogue), lang)
    }

    /// The tree as of a day, for decisions about access.
    pub fn scope_on(&self, on: Date) -> PlacesOn {
        PlacesOn { register: self.places(), on }
    }

    /// Name of a place on a day in the language of who reads it, or its code. What pages and their files show.
    pub fn place_in(&self, code: &str, on: Date, lang: Lang) -> String {
        let register = self.places();
        register.find(code, on).map_or_else(|| code.to_owned(), |place| place_said(&place, lang).into_owned())
    }

    /// Official name of a place on a day, or its code. For what is kept and for what is said in Chinese; pages use [`Core::place_in`].
    pub fn place_name(&self, code: &str, on: Date) -> String {
        let register = self.places();
        register.find(code, on).map_or_else(|| code.to_owned(), |place| place.name.to_owned())
    }
}

/// A place's name in a language.
pub fn place_said<'a>(place: &Place<'a>, lang: Lang) -> Cow<'a, str> {
    match lang {
        Lang::Zh => Cow::Borrowed(place.name),
        Lang::En => place.in_english(),
    }
}

/// The trees on a day.
pub struct PlacesOn {
    register: Arc<Register>,
    on: Date,
}

impl PlaceScope for PlacesOn {
    fn is_within(&self, code: &str, ancestor: &str) -> bool {
        // Zones and farms stand in the statistical tree only, a few new townships in the civil one only: either makes a place lie within.
        [Tree::STATISTICAL, Tree::CIVIL]
            .into_iter()
            .any(|tree| self.register.is_within(code, ancestor, self.on, tree))
    }
}
