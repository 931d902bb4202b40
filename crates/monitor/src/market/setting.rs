//! What the pack says about the market (`market.toml`): which items of which forms are shown, what is compared with what. A level that the texts leave
//! open is unset here, and then nothing is raised.

use anye_casework::model::Words;
use anye_forms::Catalogue;
use anye_pack::Pack;
use serde::Deserialize;

/// The setting of the pack in use.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Supply and demand.
    pub supply: Supply,
    /// Series shown with their change.
    #[serde(default)]
    pub movement: Vec<Movement>,
    /// Demand of industries, firms, projects.
    #[serde(default)]
    pub demand: Vec<Demand>,
    /// Headcount against another source.
    pub compare: Option<Compare>,
    /// Series beside series of other sources.
    #[serde(default)]
    pub beside: Vec<Beside>,
}

/// Supply and demand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supply {
    /// Form.
    pub form: String,
    /// Item: posts wanted. `_carried` and `_new` are what was carried over and what is new.
    pub demand: String,
    /// Item: seekers.
    pub seekers: String,
    /// Item: placed.
    pub placed: String,
    /// Code of seekers without preference.
    pub unspecified: String,
    /// The split that shortage and surplus are ranked by.
    pub rank: String,
    /// So many of each.
    pub top: usize,
    /// Fewer markets are hidden in public.
    pub least_markets: i64,
    /// Splits.
    pub by: Vec<Named>,
    /// Identities of sectors.
    #[serde(default)]
    pub sector: Vec<Sector>,
}

/// Something with a name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Say,
}

/// A sector and the industries it must equal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sector {
    /// What it says.
    pub name: Say,
    /// Item.
    pub item: String,
    /// Items that add up to it.
    pub parts: Vec<String>,
}

/// A series by place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Movement {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Say,
    /// Form.
    pub form: String,
    /// Items; the first is the main one.
    pub items: Vec<String>,
    /// Where the text asks for it.
    pub cite: String,
}

/// Demand for labour.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Say,
    /// Form.
    pub form: String,
    /// Item.
    pub item: String,
    /// Items shown beside it.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Dimension it is split by; empty: none.
    #[serde(default)]
    pub dim: String,
    /// Beginning of the items of the market form that name the codes of the dimension.
    #[serde(default)]
    pub codes: String,
    /// Beginnings of items that split it.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Item that counts those without data; empty: none.
    #[serde(default)]
    pub without: String,
    /// When a change is sharp; unset: nothing is raised.
    pub alert: Option<Alert>,
    /// Where the text asks for it.
    pub cite: String,
}

/// A sharp change.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alert {
    /// Per cent between two periods, either way.
    pub percent: i64,
    /// Who set it.
    pub by: Say,
}

/// Headcount against another source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// Source, by employer.
    pub source: String,
    /// Its column.
    pub column: String,
    /// Form.
    pub form: String,
    /// Item.
    pub item: String,
    /// Where the text asks for it.
    pub cite: String,
    /// How far they may differ; unset: no comparison.
    pub tolerance: Option<Tolerance>,
    /// The way of a follow-up.
    pub plan: Plan,
}

/// How far two numbers may differ: beyond both there is a follow-up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    /// Per cent of the source's number.
    pub percent: i64,
    /// Persons.
    pub least: i64,
    /// Who set it.
    pub by: Say,
}

/// The way of a case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Somebody takes it on within so many hours.
    pub acknowledge_hours: i64,
    /// Steps.
    pub step: Vec<Step>,
}

/// A step.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Id.
    pub id: String,
    /// Unit of the county.
    pub unit: String,
    /// Hours from the opening.
    pub within: i64,
    /// Where the text asks for it.
    pub cite: String,
    /// What to do.
    pub name: Say,
}

/// A series beside one of another source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Say,
    /// Form.
    pub form: String,
    /// Item.
    pub item: String,
    /// Source, by place.
    pub source: String,
    /// Column.
    pub column: String,
}

/// In both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// 中文
    pub zh: String,
    /// English.
    pub en: String,
}

impl Say {
    /// As casework keeps it.
    pub fn words(&self) -> Words {
        Words::new(&self.zh, &self.en)
    }
}

impl Setting {
    /// Reads the pack's setting; `None` where the pack has none. What it names and no form has is an error.
    pub fn read(pack: &Pack, catalogue: &Catalogue) -> Result<Option<Self>, String> {
        let Some(bytes) = pack.file("market.toml") else { return Ok(None) };
        let text = std::str::from_utf8(bytes).map_err(|cause| format!("market.toml: {cause}"))?;
        let found: Self = toml::from_str(text).map_err(|cause| format!("market.toml: {cause}"))?;
        found.held_against(catalogue)?;
        Ok(Some(found))
    }

    fn held_against(&self, catalogue: &Catalogue) -> Result<(), String> {
        let has = |form: &str, item: &str| {
            let held = catalogue.form(form).is_some_and(|form| form.column(item).is_some());
            if held { Ok(()) } else { Err(format!("market.toml: no item '{item}' in form '{form}'")) }
        };
        let supply = &self.supply;
        for item in [&supply.demand, &supply.seekers] {
            has(&supply.form, item)?;
            has(&supply.form, &format!("{item}_carried"))?;
            has(&supply.form, &format!("{item}_new"))?;
        }
        has(&supply.form, &supply.placed)?;
        for sector in &supply.sector {
            for item in sector.parts.iter().chain([&sector.item]) {
                has(&supply.form, item)?;
            }
        }
        for one in &self.movement {
            one.items.iter().try_for_each(|item| has(&one.form, item))?;
        }
        for one in &self.demand {
            one.beside.iter().chain([&one.item]).try_for_each(|item| has(&one.form, item))?;
        }
        self.beside.iter().try_for_each(|one| has(&one.form, &one.item))?;
        self.compare.iter().try_for_each(|one| has(&one.form, &one.item))
    }
}
