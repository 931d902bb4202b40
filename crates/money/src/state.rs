//! What the handlers and use cases of this crate share.

use std::sync::Arc;

use anye_base::{Fault, World};
use anye_reading::Reader;
use anye_web::Core;

use crate::commitment::Share;
use crate::fund::{Funds, Level, split};

/// Seals account numbers (封存账号). The keys are somebody else's: this crate never holds one.
pub trait Vault: Send + Sync {
    /// Seals an account number for the row with this id.
    ///
    /// # Errors
    /// The keys cannot be used.
    fn seal(&self, world: &World, row: &str, clear: &str) -> Result<String, Fault>;

    /// Opens what was sealed for this row.
    ///
    /// # Errors
    /// It was sealed for another row, or the key is gone.
    fn open(&self, row: &str, sealed: &str) -> Result<String, Fault>;

    /// The keyed index: the same number gives the same text, and tells nothing without the key.
    fn blind(&self, clear: &str) -> String;
}

/// Store, clock, words, places; the pack's funds; the vault. Cheap to clone.
#[derive(Clone)]
pub struct Money {
    /// Store, clock, words, places.
    pub core: Core,
    /// What the pack says of money.
    pub funds: Arc<Funds>,
    /// Seals account numbers.
    pub vault: Arc<dyn Vault>,
    /// Opens workbooks in a child process.
    pub reader: Option<Arc<Reader>>,
}

impl Money {
    /// Over this core.
    #[must_use]
    pub fn new(core: Core, funds: Arc<Funds>, vault: Arc<dyn Vault>) -> Self {
        Self { core, funds, vault, reader: None }
    }

    /// With what opens workbooks that banks send.
    #[must_use]
    pub fn with_reader(self, reader: Reader) -> Self {
        Self { reader: Some(Arc::new(reader)), ..self }
    }

    /// The place at a level of finance that stands over a place: itself, its city, its province. The home place where nothing fits.
    pub fn place_at(&self, place: &str, level: Level) -> String {
        let today = self.core.world.today();
        let register = self.core.places();
        let lies_over = |code: &str| Level::of(code) == Some(level);
        if lies_over(place) {
            return place.to_owned();
        }
        let trees = [anye_places::Tree::CIVIL, anye_places::Tree::STATISTICAL];
        let above = trees
            .into_iter()
            .find_map(|tree| register.ancestors(place, today, tree).find(|one| lies_over(one.code)))
            .map(|one| one.code.to_owned());
        above.unwrap_or_else(|| match level {
            Level::Province => self.core.settings.home_place.clone(),
            Level::City | Level::County => place.to_owned(),
        })
    }

    /// Who bears how much of a payment at a place, by the pack: not a fen lost. Without a rule that fits, the place bears all of it, or the lowest level
    /// above it that keeps the fund.
    ///
    /// # Errors
    /// No such fund.
    pub fn shares(
        &self,
        fund: &str,
        benefit: &str,
        place: &str,
        year: i64,
        amount: i64,
    ) -> Result<Vec<Share>, Fault> {
        let known = self.funds.fund(fund).ok_or_else(|| Fault::not_found("fund"))?;
        let scope = self.core.scope_on(self.core.world.today());
        let within = |ancestor: &str| anye_access::PlaceScope::is_within(&scope, place, ancestor);
        let Some(sharing) = self.funds.sharing(fund, benefit, year, &within) else {
            let own = Level::of(place).unwrap_or(Level::County);
            let keeper = known.levels.iter().copied().filter(|level| *level <= own).max().unwrap_or(own);
            return Ok(vec![Share { place: self.place_at(place, keeper), amount_fen: amount }]);
        };
        let pieces = split(amount, &sharing.parts).ok_or_else(|| Fault::internal("a share does not fit"))?;
        let mut made: Vec<Share> = Vec::new();
        for (level, piece) in Level::ALL.into_iter().zip(pieces) {
            let bearer = self.place_at(place, level);
            match made.iter_mut().find(|one| one.place == bearer) {
                // A place without a level of its own bears the part of that level, too.
                Some(own) => own.amount_fen += piece,
                None => made.push(Share { place: bearer, amount_fen: piece }),
            }
        }
        made.retain(|one| one.amount_fen > 0);
        Ok(made)
    }
}
