//! The ledger (总账): entries posted once, in balance, for ever.

mod model;
mod post;
mod reverse;
pub(crate) mod store;
mod trial;

pub use model::{Books, Circle, Leg, Legs, Side, Unbalanced, check};
pub use post::{Posting, post};
pub use reverse::reverse;
pub use store::Entry;
pub use trial::{Account, Trial, trial};

use anye_db::{DbError, Read};

/// The balances of a set of books.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[schema(as = money::Standing)]
pub struct Standing {
    /// 预算数.
    pub budget: i64,
    /// 可用指标.
    pub available: i64,
    /// 已承诺.
    pub committed: i64,
    /// 已列支.
    pub spent: i64,
    /// 资金来源.
    pub income: i64,
    /// 账面资金.
    pub cash: i64,
    /// 在途.
    pub transit: i64,
    /// 已支付.
    pub paid: i64,
    /// 应收回.
    pub receivable: i64,
    /// 已下拨.
    pub transferred: i64,
}

impl Standing {
    /// From balances, debit positive; what stands on the credit side is shown positive.
    pub fn of(balances: &[(Side, i64)]) -> Self {
        let mut one = Self::default();
        for (side, balance) in balances {
            match side {
                Side::Budget => one.budget = -balance,
                Side::Available => one.available = *balance,
                Side::Committed => one.committed = *balance,
                Side::Spent => one.spent = *balance,
                Side::Source => one.income = -balance,
                Side::Cash => one.cash = *balance,
                Side::Transit => one.transit = *balance,
                Side::Paid => one.paid = *balance,
                Side::Receivable => one.receivable = *balance,
                Side::Transferred => one.transferred = *balance,
            }
        }
        one
    }
}

/// How a set of books stands.
///
/// # Errors
/// The store's own.
pub async fn standing(from: &mut impl Read, books: &Books) -> Result<Standing, DbError> {
    Ok(Standing::of(&store::balances(from, books).await?))
}
