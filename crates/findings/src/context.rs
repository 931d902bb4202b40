//! What the reader of one text knows beside the text: the document's year, its level and the register of units.
//!
//! Must never hold anything that only a database or a clock can give.

/// The level of the place that issued a document (层级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// 国家
    Nation,
    /// 省、自治区、直辖市
    Province,
    /// 市、州
    City,
    /// 县、区、县级市
    County,
    /// 乡镇、街道
    Township,
}

/// Knows the units (单位) of the register.
pub trait UnitResolver {
    /// The id of the unit with this full name or alias at the document's place.
    fn resolve(&self, full_name: &str) -> Option<String>;

    /// Whether the register knows a name that does not look like a unit by its form. The rules of this crate decide where this says `false`.
    fn is_unit_like(&self, name: &str) -> bool {
        self.resolve(name).is_some()
    }
}

/// A register without units: names are found by their form alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoResolver;

impl UnitResolver for NoResolver {
    fn resolve(&self, _full_name: &str) -> Option<String> {
        None
    }
}

/// What is known beside the text.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The document's year: resolves 今年, 当年, 6月底前.
    pub year: Option<i32>,
    /// The level of the issuing place.
    pub place_level: Option<Level>,
    /// The register of units.
    pub resolver: &'a dyn UnitResolver,
}

impl Context<'_> {
    /// Nothing known beside the text.
    pub const NONE: Context<'static> = Context { year: None, place_level: None, resolver: &NoResolver };
}

impl Default for Context<'static> {
    fn default() -> Self {
        Self::NONE
    }
}
