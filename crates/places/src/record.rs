//! The plain records that the register is built from and that map to table rows. They hold no logic beyond reading their own words.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The civil division (民政口径): the one that law and documents mean.
pub const CIVIL: &str = "civil";
/// The statistical division (统计口径): also holds zones and farms that are no civil units.
pub const STATISTICAL: &str = "statistical";

/// How deep a place stands (层级), from the state downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 国家
    State,
    /// 省级
    Province,
    /// 地级
    City,
    /// 县级
    County,
    /// 乡级
    Township,
    /// 村级
    Village,
}

impl Level {
    /// Every level, from the top.
    pub const ALL: [Self; 6] =
        [Self::State, Self::Province, Self::City, Self::County, Self::Township, Self::Village];

    /// The word used in files and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
        }
    }

    /// Reads the word used in files and tables.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What sort of division it is (建制类型).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word used in files and tables.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

kinds! {
    /// 国家
    State = "state",
    /// 省
    Province = "province",
    /// 地级市
    City = "city",
    /// 地区
    Prefecture = "prefecture",
    /// 市辖区
    District = "district",
    /// 县
    County = "county",
    /// 自治县
    AutonomousCounty = "autonomous_county",
    /// 县级市
    CountyCity = "county_city",
    /// 街道
    Street = "street",
    /// 镇
    Town = "town",
    /// 乡
    Township = "township",
    /// 民族乡
    EthnicTownship = "ethnic_township",
    /// 农场、林场、牧场 (a statistical unit)
    Farm = "farm",
    /// 开发区、园区 and the like (a statistical unit)
    Zone = "zone",
    /// 村
    Village = "village",
    /// 社区、居委会
    Community = "community",
    /// 类似村、居的统计单位 (living areas of farms and the like)
    VillageLike = "village_like",
}

impl Kind {
    /// Reads the word used in files and tables.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }

    /// The kind that a name of this level says by its ending: 辽中区 is a district.
    pub fn of_name(name: &str, level: Level) -> Self {
        match level {
            Level::State => Self::State,
            Level::Province => Self::Province,
            Level::City if name.ends_with("地区") => Self::Prefecture,
            Level::City => Self::City,
            Level::County if name.ends_with("自治县") => Self::AutonomousCounty,
            Level::County if name.ends_with('市') => Self::CountyCity,
            Level::County if name.ends_with('区') => Self::District,
            Level::County => Self::County,
            Level::Township if name.ends_with("街道") => Self::Street,
            Level::Township if name.ends_with('镇') => Self::Town,
            Level::Township if name.ends_with("族乡") => Self::EthnicTownship,
            Level::Township if name.ends_with('乡') => Self::Township,
            Level::Township if name.ends_with('场') => Self::Farm,
            Level::Township => Self::Zone,
            Level::Village if name.ends_with("村委会") || name.ends_with("村民委员会") => Self::Village,
            Level::Village if name.ends_with("居委会") || name.ends_with("社区") => Self::Community,
            Level::Village => Self::VillageLike,
        }
    }
}

/// One version of a place (区划): a code with one name over one stretch of time. A rename opens a new version of the same code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRecord {
    /// 6 digits down to the county, 9 for a township, 12 for a village; the statistical code where the two systems differ.
    pub code: String,
    /// 名称
    pub name: String,
    /// 层级
    pub level: Level,
    /// 建制类型
    pub kind: Kind,
    /// First day; `None` where the source does not say since when.
    pub valid_from: Option<Date>,
    /// First day that no longer holds; `None` while it holds.
    pub valid_to: Option<Date>,
    /// A unit of the statistics only (开发区、农场), absent from the civil division.
    pub statistical_only: bool,
    /// The code in the civil system where it differs from `code`.
    pub civil_code: Option<String>,
}

/// A parent link (隶属关系) in one tree over one stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRecord {
    /// Code of the child.
    pub child: String,
    /// Code of the parent.
    pub parent: String,
    /// Name of the tree: `civil`, `statistical`, …
    pub tree: String,
    /// First day, as in [`PlaceRecord::valid_from`].
    pub valid_from: Option<Date>,
    /// First day that no longer holds.
    pub valid_to: Option<Date>,
}

/// Places and links together, as read from a file or a database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    /// Versions of places.
    pub places: Vec<PlaceRecord>,
    /// Parent links.
    pub links: Vec<LinkRecord>,
}

/// What a change did (变更类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// 设立: a new code appears.
    Establish,
    /// 撤销: a code ends without heir.
    Abolish,
    /// 更名: same code, other name.
    Rename,
    /// 改码 (with or without a new name, as in 撤县设区): the place goes on under another code.
    Recode,
    /// 划转: same place, other parent.
    Transfer,
    /// 拆分: one place becomes several; one row per part.
    Split,
    /// 合并: several places become one; one row per place that goes into it.
    Merge,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Establish,
        Self::Abolish,
        Self::Rename,
        Self::Recode,
        Self::Transfer,
        Self::Split,
        Self::Merge,
    ];

    /// The word used in files and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Establish => "establish",
            Self::Abolish => "abolish",
            Self::Rename => "rename",
            Self::Recode => "recode",
            Self::Transfer => "transfer",
            Self::Split => "split",
            Self::Merge => "merge",
        }
    }

    /// Reads the word used in files and tables.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// How exactly the source dates a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The day is known.
    #[default]
    Day,
    /// Only the month: the date is its last day.
    Month,
    /// Only the year: the date is its last day.
    Year,
}

impl Precision {
    /// The word used in files and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Reads the word used in files and tables; nothing means a day.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "" | "day" => Some(Self::Day),
            "month" => Some(Self::Month),
            "year" => Some(Self::Year),
            _ => None,
        }
    }
}

/// A change (变更事件) as a row of the import file. Empty text means that the column says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRecord {
    /// First day on which the new state holds.
    pub date: Date,
    /// How exactly the source dates it.
    pub precision: Precision,
    /// What changed.
    pub kind: EventKind,
    /// Only in this tree; empty: in every tree that the parent belongs to.
    pub tree: String,
    /// Code before.
    pub code: String,
    /// Name before; checked against the register where given.
    pub name: String,
    /// Code after.
    pub new_code: String,
    /// Name after.
    pub new_name: String,
    /// Parent before; checked against the register where given.
    pub parent: String,
    /// Parent after.
    pub new_parent: String,
    /// Where this is stated (出处).
    pub source: String,
    /// Address of the source.
    pub source_url: String,
    /// Remark.
    pub note: String,
}

impl EventRecord {
    /// Whether both describe the same change: sources and remarks do not count.
    pub fn same_change(&self, other: &Self) -> bool {
        let key = |e: &Self| {
            (e.date, e.kind, e.tree.clone(), e.code.clone(), e.new_code.clone(), e.new_name.clone(), e.new_parent.clone())
        };
        key(self) == key(other)
    }
}
