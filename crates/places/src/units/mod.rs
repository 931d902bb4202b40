//! The register of responsible units (责任单位名录): which department a name means, seen from a place on a day. It must never invent a unit:
//! every answer comes from a record of the pack.

mod body;
mod index;
mod register;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use register::{How, UnitMatch, UnitRegister};

/// Another name of a unit (别名、简称), with the days it was in use. In a file: the bare name, or a table with dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "AliasForm")]
pub struct Alias {
    /// The name.
    pub name: String,
    /// First day, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Last day, where it is out of use.
    #[serde(rename = "valid_to", skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Date>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AliasForm {
    Bare(String),
    Dated {
        name: String,
        #[serde(default)]
        valid_from: Option<Date>,
        #[serde(default)]
        valid_to: Option<Date>,
    },
}

impl From<AliasForm> for Alias {
    fn from(form: AliasForm) -> Self {
        match form {
            AliasForm::Bare(name) => Self { name, valid_from: None, last_day: None },
            AliasForm::Dated { name, valid_from, valid_to } => Self { name, valid_from, last_day: valid_to },
        }
    }
}

/// A body of which there is one (单列单位).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRecord {
    /// Identifier.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<Alias>,
    /// Code of the place it belongs to.
    pub place: String,
    /// department, government, leading_group, party, mass, vertical, institution, enterprise.
    pub kind: String,
    /// First day, where known.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// Last day, where it has ended.
    #[serde(default, rename = "valid_to")]
    pub last_day: Option<Date>,
    /// The unit or function that took over.
    #[serde(default)]
    pub succeeded_by: Option<String>,
}

/// A department that stands at every place of a level (职能部门); the unit's id is `function@place`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionRecord {
    /// Identifier, for example `hrss`.
    pub id: String,
    /// Names at the province, the full name first; `{place}`, `{short}` and `{level}` stand for the place's name, short name, level word.
    #[serde(default)]
    pub province: Vec<String>,
    /// Names at a city.
    #[serde(default)]
    pub city: Vec<String>,
    /// Names at a county.
    #[serde(default)]
    pub county: Vec<String>,
    /// Short names used with 部门.
    #[serde(default)]
    pub short: Vec<String>,
    /// As in [`UnitRecord::kind`].
    pub kind: String,
    /// First day, where known.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// Last day, where it has ended.
    #[serde(default, rename = "valid_to")]
    pub last_day: Option<Date>,
    /// The function that took over.
    #[serde(default)]
    pub succeeded_by: Option<String>,
}

/// Bodies that texts address as one (单位组): 各县(区)政府. The id is `group@place`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRecord {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<Alias>,
    /// Code of its place, or `*` for the place of the document that names it.
    pub place: String,
    /// `function/level`, `function/*`, or empty where the class is open.
    #[serde(default)]
    pub members: String,
}
