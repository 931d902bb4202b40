//! Synthetic employers (合成企业): plainly marked as such in name, code and source.

use anye_registry::employer::{NewEmployer, made_up_code};

use super::chance::Chance;
use super::seat::Seat;
use super::trade::{OWNERS, TRADES, Trade, TradeKind};

/// Where the facts come from, as the register writes it.
pub const SOURCE: &str = "合成数据（演示） synthetic demo data";
/// Since when the facts hold.
pub const SINCE: &str = "2015-01-01";

/// An employer.
#[derive(Debug, Clone, PartialEq)]
pub struct Firm {
    /// Number from 1.
    pub number: u32,
    /// Code with sound check digits; no real organisation code begins with XX.
    pub code: String,
    /// Place of its county among the seats.
    pub seat: usize,
    /// Place of its trade.
    pub trade: usize,
    /// Owner, as the register writes it.
    pub ownership: &'static str,
    /// Staff of the register.
    pub staff: i64,
    /// Above designated size.
    pub above_scale: bool,
}

/// Staff of the size classes: from, to, and how many of a thousand employers.
const SIZES: [(i64, i64, u64); 4] = [(6, 19, 110), (20, 299, 530), (300, 999, 300), (1_000, 6_000, 60)];

impl Firm {
    /// The employer of a number.
    #[must_use]
    pub fn new(seed: &str, number: u32, seats: &[Seat]) -> Self {
        let mut chance = Chance::of(seed, "firm", u64::from(number));
        let covered = seats.iter().map(|one| if one.covered { (one.weight * 100.0) as u64 } else { 0 });
        let seat = chance.by_weight(covered);
        let trade = chance.by_weight(TRADES.iter().map(|one| one.weight));
        let kind = &TRADES[trade];
        let heavy = kind.kind == TradeKind::Heavy;
        let owner = chance.by_weight(OWNERS.iter().map(|one| if heavy { one.1 } else { one.2 }));
        let staff = staff(&mut chance);
        let division = seats.get(seat).map_or("210000", |one| one.code.as_str());
        Self {
            number,
            code: made_up_code(division, &format!("XX{number:06}")),
            seat,
            trade,
            ownership: OWNERS[owner].0,
            staff,
            above_scale: staff >= 300 || (staff >= 60 && chance.per_mille(if heavy { 700 } else { 350 })),
        }
    }

    /// Its trade.
    #[must_use]
    pub fn kind(&self) -> &'static Trade {
        &TRADES[self.trade]
    }

    /// Its name: nobody takes it for a real one.
    #[must_use]
    pub fn name(&self) -> String {
        format!("示例第{:04}号{}（合成）", self.number, self.kind().word)
    }

    /// Its size class.
    #[must_use]
    pub fn size(&self) -> &'static str {
        match self.staff {
            1_000.. => "large",
            300.. => "medium",
            20.. => "small",
            _ => "micro",
        }
    }

    /// As it is registered.
    #[must_use]
    pub fn to_register(&self, seats: &[Seat]) -> NewEmployer {
        NewEmployer {
            code: self.code.clone(),
            name: self.name(),
            place: seats.get(self.seat).map(|one| one.code.clone()).unwrap_or_default(),
            industry: self.kind().code.to_owned(),
            ownership: self.ownership.to_owned(),
            size: self.size().to_owned(),
            above_scale: self.above_scale,
            labour_intensive: self.kind().labour_intensive(),
            hard_hit: self.kind().hard_hit(),
            staff: Some(self.staff),
            since: SINCE.to_owned(),
            source: SOURCE.to_owned(),
            evidence: String::new(),
        }
    }
}

/// Many small ones, few large ones.
fn staff(chance: &mut Chance) -> i64 {
    let class = chance.by_weight(SIZES.iter().map(|one| one.2));
    let (from, to, _) = SIZES[class];
    let share = chance.share();
    let bent = if class == 3 { share * share * share } else { share * share };
    from + ((to - from) as f64 * bent) as i64
}
