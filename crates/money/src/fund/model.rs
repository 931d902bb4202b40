//! What the pack says of money (资金规定): funds, uses, cost sharing, rules with bounds, banks. Pure. It must never say by itself what a fund may pay.

use std::collections::{BTreeMap, BTreeSet};

use anye_casework::model::Words;
use serde::Serialize;
use utoipa::ToSchema;

/// Level of finance (财政级次).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 省.
    Province,
    /// 市.
    City,
    /// 县.
    County,
}

impl Level {
    /// All of them, from above.
    pub const ALL: [Self; 3] = [Self::Province, Self::City, Self::County];

    /// The word written; its names are under `money-level-<word>`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
        }
    }

    /// The level of a place by the shape of its code.
    pub fn of(place: &str) -> Option<Self> {
        match place {
            code if code.len() != 6 => None,
            code if code.ends_with("0000") => Some(Self::Province),
            code if code.ends_with("00") => Some(Self::City),
            _ => Some(Self::County),
        }
    }
}

/// What happens when a commitment would go beyond the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    /// It is refused.
    Refuse,
    /// It is taken and an alarm raised: for rights that stand whatever the budget.
    Alarm,
}

/// A fund (资金).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fund {
    /// Id.
    pub id: String,
    /// Name.
    #[schema(value_type = Object)]
    pub name: Words,
    /// The names that rules of the law use.
    pub law: Vec<String>,
    /// Where it is written: `DOCUMENT/ARTICLE`.
    pub cite: Vec<String>,
    /// Levels that keep it.
    pub levels: Vec<Level>,
    /// Uses.
    pub uses: Vec<String>,
    /// Benefits it may pay: those of its uses, its own, and those whose rule names it.
    pub benefits: BTreeSet<String>,
    /// Beyond the budget.
    pub beyond: Beyond,
    /// What the texts leave open.
    #[schema(value_type = Vec<Object>)]
    pub doubts: Vec<Words>,
}

impl Fund {
    /// Whether it may pay this.
    pub fn permits(&self, benefit: &str) -> bool {
        self.benefits.contains(benefit)
    }
}

/// A use to which funds may be put (用途).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Use {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Benefits that belong to it.
    pub benefits: Vec<String>,
}

/// Who bears how much (分担): parts of a whole, over benefits or over all of a fund, in some years, at some place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sharing {
    /// The fund.
    pub fund: String,
    /// Benefits; none means all.
    pub benefits: Vec<String>,
    /// The place and all below it.
    pub place: String,
    /// First and last year; open where none.
    pub years: (Option<i64>, Option<i64>),
    /// Parts of province, city and county.
    pub parts: [i64; 3],
    /// Where it is written.
    pub cite: Vec<String>,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Watch {
    /// Budget below a share of a figure of the year before (percent).
    Floor,
    /// More committed than granted.
    Overcommitted,
    /// Available budget forecast to run out within so many months.
    Exhaustion,
    /// Spent below so many percent of what the time of year calls for.
    LowUse,
    /// Spending above so many percent of the year's income.
    Imbalance,
    /// Due so many days ago and not paid.
    Overdue,
    /// No money came in during the year.
    NoTopUp,
    /// Paid without a use that permits it.
    OutsideUse,
    /// Appropriated below the budget.
    NotInPlace,
}

impl Watch {
    /// All of them with their words; names are under `money-watch-<word>`.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Floor, "floor"),
        (Self::Overcommitted, "overcommitted"),
        (Self::Exhaustion, "exhaustion"),
        (Self::LowUse, "low-use"),
        (Self::Imbalance, "imbalance"),
        (Self::Overdue, "overdue"),
        (Self::NoTopUp, "no-top-up"),
        (Self::OutsideUse, "outside-use"),
        (Self::NotInPlace, "not-in-place"),
    ];

    /// The word written.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(one, _)| *one == self).map_or("", |(_, word)| word)
    }
}

/// A rule that is looked at every day (监控规则). Without a bound, where it needs one, it is not in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// What it looks at.
    pub watch: Watch,
    /// Funds; none means all.
    pub funds: Vec<String>,
    /// Levels; none means all.
    pub levels: Vec<Level>,
    /// The figure that a floor is measured by.
    pub figure: String,
    /// The bound in thousandths: 1.5 is 1500.
    pub bound: Option<i64>,
    /// Who set the bound, where the texts state none.
    pub by: Option<Words>,
    /// Where it is written.
    pub cite: Vec<String>,
}

impl Rule {
    /// Whether the rule concerns a fund at a place.
    pub fn concerns(&self, fund: &str, place: &str) -> bool {
        let level = Level::of(place);
        (self.funds.is_empty() || self.funds.iter().any(|one| one == fund))
            && (self.levels.is_empty() || level.is_some_and(|level| self.levels.contains(&level)))
    }
}

/// What stands in a column of a bank's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Number of the batch.
    Batch,
    /// Number of the line.
    Line,
    /// Name of the payee.
    Name,
    /// Account.
    Account,
    /// Name of the payee's bank.
    Bank,
    /// Amount in yuan.
    Amount,
    /// Purpose.
    Purpose,
    /// Outcome.
    Outcome,
    /// The bank's own number.
    Reference,
    /// Why not.
    Reason,
    /// Day.
    Day,
}

impl Field {
    /// All of them with their words.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Batch, "batch"),
        (Self::Line, "line"),
        (Self::Name, "name"),
        (Self::Account, "account"),
        (Self::Bank, "bank"),
        (Self::Amount, "amount"),
        (Self::Purpose, "purpose"),
        (Self::Outcome, "outcome"),
        (Self::Reference, "reference"),
        (Self::Reason, "reason"),
        (Self::Day, "day"),
    ];
}

/// A bank's files (银行文件格式).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bank {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Whether files are GB 18030; else UTF-8.
    pub gb18030: bool,
    /// What stands between columns.
    pub separator: u8,
    /// Columns out: heading and what stands in them.
    pub out: Vec<(String, Field)>,
    /// Heading of the last line, with count and sum, of files out and files in.
    pub total: String,
    /// Columns in.
    pub back: Vec<(String, Field)>,
    /// Words for paid, failed, and not known yet.
    pub words: [Vec<String>; 3],
}

/// How many people a batch needs (审批层级).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Approval {
    /// Above this sum another person must approve.
    pub third_above: Option<i64>,
    /// Who set it.
    pub by: Option<Words>,
    /// Largest number of lines in a batch.
    pub most_lines: i64,
}

/// Everything the pack says of money.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Funds {
    /// The funds, in the order of the file.
    pub funds: Vec<Fund>,
    /// Uses.
    pub uses: Vec<Use>,
    /// Cost sharing, later ones before earlier ones.
    pub sharing: Vec<Sharing>,
    /// Rules.
    pub rules: Vec<Rule>,
    /// Figures that rules need: id and name.
    pub figures: Vec<(String, Words)>,
    /// Banks.
    pub banks: Vec<Bank>,
    /// Approval.
    pub approval: Approval,
    /// Names of benefits as the law writes them, by the id of their rule.
    pub names: BTreeMap<String, Words>,
}

impl Funds {
    /// What a benefit is called; its id only where the law no longer has it.
    pub fn benefit_name(&self, id: &str, chinese: bool) -> String {
        self.names.get(id).map_or_else(|| id.to_owned(), |words| words.said(chinese).to_owned())
    }

    /// A fund by its id.
    pub fn fund(&self, id: &str) -> Option<&Fund> {
        self.funds.iter().find(|fund| fund.id == id)
    }

    /// The fund that a rule of the law names.
    pub fn by_law_name(&self, name: &str) -> Option<&Fund> {
        self.funds.iter().find(|fund| fund.law.iter().any(|own| own == name))
    }

    /// A bank by its id; without one, the first.
    pub fn bank(&self, id: &str) -> Option<&Bank> {
        if id.is_empty() { self.banks.first() } else { self.banks.iter().find(|bank| bank.id == id) }
    }

    /// How many people must approve a batch of this sum before it is paid.
    pub fn needs(&self, total: i64) -> i64 {
        if self.approval.third_above.is_some_and(|above| total > above) { 2 } else { 1 }
    }

    /// What bears a payment: parts of province, city and county. The last rule that fits counts.
    pub fn sharing(
        &self,
        fund: &str,
        benefit: &str,
        year: i64,
        within: &dyn Fn(&str) -> bool,
    ) -> Option<&Sharing> {
        self.sharing.iter().rev().find(|one| {
            one.fund == fund
                && (one.benefits.is_empty() || one.benefits.iter().any(|own| own == benefit))
                && one.years.0.is_none_or(|from| year >= from)
                && one.years.1.is_none_or(|to| year <= to)
                && within(&one.place)
        })
    }
}

/// Splits fen by parts: each gets its share rounded down, the last that has a part takes what is left. Not a fen is lost or made.
pub fn split(amount: i64, parts: &[i64]) -> Option<Vec<i64>> {
    let whole = i128::from(crate::fen::sum(parts.iter().copied())?);
    if whole <= 0 || amount < 0 || parts.iter().any(|part| *part < 0) {
        return None;
    }
    let last = parts.iter().rposition(|part| *part > 0)?;
    let mut left = amount;
    let mut made = Vec::with_capacity(parts.len());
    for part in parts {
        let piece = i64::try_from(i128::from(amount) * i128::from(*part) / whole).ok()?;
        made.push(piece);
        left = left.checked_sub(piece)?;
    }
    made[last] = made[last].checked_add(left)?;
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_four_two_to_the_fen() {
        // covers: LN2009-6/12.c
        assert_eq!(split(1_000_001, &[4, 4, 2]), Some(vec![400_000, 400_000, 200_001]));
        assert_eq!(split(1, &[4, 4, 2]), Some(vec![0, 0, 1]));
        assert_eq!(split(5, &[1, 0, 0]), Some(vec![5, 0, 0]));
        assert_eq!(split(5, &[0, 0, 0]), None);
    }

    proptest! {
        #[test]
        fn no_fen_is_lost_or_made(amount in 0..crate::fen::MOST, parts in prop::collection::vec(0..1000_i64, 1..6)) {
            if let Some(made) = split(amount, &parts) {
                prop_assert_eq!(made.iter().sum::<i64>(), amount);
                for (piece, part) in made.iter().zip(&parts) {
                    prop_assert!(*piece >= 0);
                    prop_assert!(*part > 0 || *piece == 0);
                }
            }
        }
    }
}
