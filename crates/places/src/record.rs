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
            Level::Village if name.ends_with("村委会") || name.ends_with("村民委员会") => {
                Self::Village
            }
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
    /// English name, where the pack gives one.
    pub english: Option<String>,
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
