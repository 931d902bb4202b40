//! A report and what was said about it. Its cells are kept as one JSON text by id of the item, so that an old version of a form can be read.

use anye_forms::{Checked, Form, Severity};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a report stands. The words are under `report-state-<word>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = reporting::State)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 填报中: never counted.
    Draft,
    /// 已上报: counted as submitted.
    Submitted,
    /// 已审核 by so many levels, not yet by the last: still counted as submitted.
    Partly,
    /// 审核完毕: counted as submitted and as approved.
    Approved,
    /// 已退回: still counted as submitted, no longer as approved.
    Returned,
}

impl State {
    /// The word stored.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Partly => "partly",
            Self::Approved => "approved",
            Self::Returned => "returned",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Draft, Self::Submitted, Self::Partly, Self::Approved, Self::Returned]
            .into_iter()
            .find(|state| state.word() == word)
    }

    /// The state after so many approvals of a path of so many levels.
    #[must_use]
    pub fn after(approvals: i64, levels: i64) -> Self {
        match approvals {
            done if done >= levels => Self::Approved,
            0 => Self::Submitted,
            _ => Self::Partly,
        }
    }
}

/// In which sums a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Counted {
    /// In none.
    No,
    /// As submitted.
    Submitted,
    /// As submitted and as approved.
    Approved,
}

impl Counted {
    /// The number stored.
    #[must_use]
    pub fn number(self) -> i64 {
        self as i64
    }

    /// Reads the number.
    #[must_use]
    pub fn of(number: i64) -> Self {
        match number {
            2 => Self::Approved,
            1 => Self::Submitted,
            _ => Self::No,
        }
    }
}

/// Something doubtful about a report, as it is kept with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeptDoubt {
    /// The check's id.
    pub check: String,
    /// Stops the report; else it needs a reason.
    pub error: bool,
    /// Ids of the items.
    pub items: Vec<String>,
    /// 中文
    pub zh: String,
    /// English.
    pub en: String,
    /// How far the total would move.
    pub effect: Option<i64>,
    /// Why it is right all the same, in the reporter's words.
    pub reason: Option<String>,
}

/// The doubts of a check, with the reasons given.
#[must_use]
pub fn kept(form: &Form, checked: &Checked, reasons: &Reasons) -> Vec<KeptDoubt> {
    let keep = |doubt: &anye_forms::Doubt| KeptDoubt {
        check: doubt.check.clone(),
        error: doubt.level == Severity::Error,
        items: doubt.items.iter().filter_map(|at| form.items.get(*at)).map(|item| item.id.clone()).collect(),
        zh: doubt.zh.clone(),
        en: doubt.en.clone(),
        effect: doubt.effect,
        reason: reasons.get(&doubt.check).map(|reason| reason.trim().to_owned()).filter(|it| !it.is_empty()),
    };
    checked.doubts.iter().map(keep).collect()
}

/// Reasons by check.
pub type Reasons = std::collections::BTreeMap<String, String>;

/// A report (报表).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// Id.
    pub id: String,
    /// Form.
    pub form: String,
    /// Version of the form it was written in.
    pub form_version: String,
    /// Period, such as 2020-05.
    pub period: String,
    /// Id of the employer or code of the place.
    pub reporter: String,
    /// County or lower where the reporter stood in the period.
    pub place: String,
    /// Codes from the province down to the place.
    pub path: String,
    /// Where it stands.
    pub state: State,
    /// So many levels have approved it.
    pub approvals: i64,
    /// In which sums it stands: 0, 1 as submitted, 2 as approved too.
    pub counted: i64,
    /// ";industry=C;size=large;"
    pub dims: String,
    /// What counts: JSON by id of the item. Empty: never submitted.
    pub cells: String,
    /// A draft over it; empty: none.
    pub draft: String,
    /// As it was last approved; empty: never.
    pub approved_cells: String,
    /// What is doubtful.
    pub doubts: Vec<KeptDoubt>,
    /// Number of warnings.
    pub warnings: i64,
    /// The largest effect of a doubt on the total.
    pub effect: i64,
    /// Submitted after the due day.
    pub late: bool,
    /// Changed by force after the period was locked.
    pub forced: bool,
    /// form, import, api …
    pub source: String,
    /// SM3 of the cells.
    pub digest: String,
    /// When it was submitted, in milliseconds.
    pub submitted_at: Option<i64>,
    /// Account that submitted it.
    pub submitted_by: String,
    /// When it was last approved.
    pub approved_at: Option<i64>,
    /// Account that approved it last.
    pub approved_by: String,
    /// When it was last changed.
    pub changed_at: i64,
    /// Rises with every change.
    pub version: i64,
}

impl Report {
    /// What somebody who opens it sees: the draft, where there is one.
    #[must_use]
    pub fn shown(&self) -> &str {
        if self.draft.is_empty() { &self.cells } else { &self.draft }
    }

    /// Ids of the items that differ from what was last approved; empty where it was never approved.
    #[must_use]
    pub fn changed_since_approval(&self) -> Vec<String> {
        if self.approved_cells.is_empty() { Vec::new() } else { differing(&self.approved_cells, &self.cells) }
    }
}

/// Ids of the items that differ between two texts of cells.
#[must_use]
pub fn differing(before: &str, after: &str) -> Vec<String> {
    let read = |text: &str| -> serde_json::Map<String, serde_json::Value> {
        serde_json::from_str(text).unwrap_or_default()
    };
    let (before, after) = (read(before), read(after));
    let gone = before.keys().filter(|id| !after.contains_key(*id));
    after.keys().filter(|id| before.get(*id) != after.get(*id)).chain(gone).cloned().collect()
}

/// SM3 of cells, in hex.
#[must_use]
pub fn digest(cells: &str) -> String {
    use sm3::{Digest as _, Sm3};
    anye_db::audit::hex(&Sm3::digest(cells.as_bytes()))
}
