//! The one question this crate asks of the tree of places.

/// Knows which place lies within which (行政区划的隶属关系).
pub trait PlaceScope: Send + Sync {
    /// Whether `code` is `ancestor` itself or lies below it. Unknown codes lie nowhere.
    fn is_within(&self, code: &str, ancestor: &str) -> bool;
}
