//! Responsible units (责任单位) as `units.toml` declares them. Matching names in a text is the unit register's work, not this file's.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Level of a place that has departments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 省级
    Province,
    /// 市级
    City,
    /// 县级
    County,
}

/// A department that exists at many places (职能部门): id `function@place`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// Identifier, for example `hrss`.
    pub id: String,
    /// What it does, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// Name patterns at the province; the first is the full name in use.
    #[serde(default)]
    pub province: Vec<String>,
    /// Name patterns at a city.
    #[serde(default)]
    pub city: Vec<String>,
    /// Name patterns at a county.
    #[serde(default)]
    pub county: Vec<String>,
    /// Short names used with 部门.
    #[serde(default)]
    pub short: Vec<String>,
    /// Other English wordings.
    #[serde(default)]
    pub en_aliases: Vec<String>,
    /// department, government, leading_group, party, mass, vertical, institution, enterprise.
    pub kind: String,
    /// First day of its name, ISO 8601.
    #[serde(default)]
    pub valid_from: Option<String>,
    /// Last day of its name, ISO 8601.
    #[serde(default)]
    pub valid_to: Option<String>,
    /// The function that took over.
    #[serde(default)]
    pub succeeded_by: Option<String>,
}

impl Function {
    /// Name patterns at a level. A pattern may hold `{place}`, `{short}` or `{level}`; one without follows the place's name or the level word.
    #[must_use]
    pub fn patterns(&self, level: Level) -> &[String] {
        match level {
            Level::Province => &self.province,
            Level::City => &self.city,
            Level::County => &self.county,
        }
    }
}

/// A body of which there is one (单列单位).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Identifier.
    pub id: String,
    /// Full name.
    pub name: String,
    /// English name.
    pub en: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Other English wordings.
    #[serde(default)]
    pub en_aliases: Vec<String>,
    /// Division code of the place it belongs to.
    pub place: String,
    /// As in [`Function::kind`].
    pub kind: String,
    /// First day, ISO 8601.
    #[serde(default)]
    pub valid_from: Option<String>,
    /// Last day, ISO 8601.
    #[serde(default)]
    pub valid_to: Option<String>,
    /// The unit or function that took over.
    #[serde(default)]
    pub succeeded_by: Option<String>,
}

/// Bodies that texts address as one (单位组): 各市人民政府. Id `group@place`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// English name.
    pub en: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Other English wordings.
    #[serde(default)]
    pub en_aliases: Vec<String>,
    /// Division code, or `*` for the place of the document that uses it.
    pub place: String,
    /// `function/level`, `function/*`, or empty where the class is open.
    #[serde(default)]
    pub members: String,
}

/// The whole of `units.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// Departments by function.
    #[serde(default, rename = "function")]
    pub functions: Vec<Function>,
    /// Single bodies.
    #[serde(default, rename = "unit")]
    pub units: Vec<Unit>,
    /// Classes of bodies.
    #[serde(default, rename = "group")]
    pub groups: Vec<Group>,
}

impl Units {
    /// Whether `id` is written in the form of unit ids and its function, unit or group is declared: `hrss@210400`, `hrss@*`, `county_governments@210400`, `central_bank_shenyang`.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        match id.split_once('@') {
            Some((base, place)) => {
                let placed = place == "*" || (place.len() >= 6 && place.chars().all(|c| c.is_ascii_digit()));
                placed
                    && (self.functions.iter().any(|f| f.id == base)
                        || self.groups.iter().any(|g| g.id == base))
            }
            None => self.units.iter().any(|unit| unit.id == id),
        }
    }

    /// Every id that occurs more than once.
    pub(crate) fn duplicates(&self) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        self.ids().filter(|id| !seen.insert(*id)).collect()
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        let functions = self.functions.iter().map(|f| f.id.as_str());
        functions
            .chain(self.units.iter().map(|u| u.id.as_str()))
            .chain(self.groups.iter().map(|g| g.id.as_str()))
    }
}
