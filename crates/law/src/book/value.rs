//! Types and values. A value must never be read without the type that stands beside it.

use std::sync::Arc;

use super::{Dim, EnumId, KindId};
use crate::day::Day;
use crate::num::Num;

/// The type of a node or field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ty {
    /// 是否.
    Bool,
    /// A number with its dimension; money counts in fen.
    Num(Dim),
    /// A day.
    Date,
    /// A month, kept as its first day; compares with days.
    Month,
    /// Text.
    Text,
    /// 时期.
    Window,
    /// Member of an enum.
    Enum(EnumId),
    /// One thing of a kind.
    Thing(KindId),
    /// A collection of things.
    Many(KindId),
}

/// A value. Which kind or enum an index belongs to is in the node's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Val {
    /// Not known.
    Unknown,
    /// 是, 否.
    Bool(bool),
    /// A number (money in fen).
    Num(Num),
    /// A day (also months).
    Date(Day),
    /// Index of an enum member.
    Enum(u16),
    /// Text.
    Text(Arc<str>),
    /// Row of a thing.
    Thing(u32),
    /// From and to, both included.
    Window(Day, Day),
}

impl Val {
    /// Whether it is known.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown)
    }

    /// As a truth value.
    #[must_use]
    pub const fn truth(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// As a number.
    #[must_use]
    pub const fn num(&self) -> Option<Num> {
        if let Self::Num(value) = self { Some(*value) } else { None }
    }

    /// As a day.
    #[must_use]
    pub const fn day(&self) -> Option<Day> {
        if let Self::Date(value) = self { Some(*value) } else { None }
    }
}
