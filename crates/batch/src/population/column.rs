//! One field of one kind in memory: plain vectors, one word of known-bits per 64 rows. It must never know what a field means.

use std::sync::Arc;

use anye_law::book::Val;
use anye_law::day::Day;
use anye_law::num::Num;

/// Bits, one a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits(pub Vec<u64>);

impl Bits {
    /// `rows` bits, all set or all clear.
    #[must_use]
    pub fn filled(rows: usize, set: bool) -> Self {
        Self(vec![if set { u64::MAX } else { 0 }; rows.div_ceil(64)])
    }

    /// One bit.
    #[must_use]
    pub fn get(&self, row: usize) -> bool {
        self.0.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Sets or clears one bit.
    pub fn put(&mut self, row: usize, set: bool) {
        if let Some(word) = self.0.get_mut(row / 64) {
            *word = *word & !(1 << (row % 64)) | u64::from(set) << (row % 64);
        }
    }
}

/// No row: an unknown relation.
pub const NOBODY: u32 = u32::MAX;

/// A field of all things of a kind in one partition. A value whose bit in `known` is clear means nothing.
#[derive(Debug, Clone, Default)]
pub enum Column {
    /// Not in the population: unknown for everybody.
    #[default]
    Absent,
    /// Truth values.
    Bools {
        /// The values.
        values: Bits,
        /// Which are known.
        known: Bits,
    },
    /// Numbers: `value / den`.
    Nums {
        /// Numerators.
        values: Vec<i64>,
        /// The one denominator.
        den: u64,
        /// Which are known.
        known: Bits,
    },
    /// Days.
    Days {
        /// Days since 1970-01-01.
        values: Vec<i32>,
        /// Which are known.
        known: Bits,
    },
    /// Enum members.
    Codes {
        /// Their indices.
        values: Vec<u16>,
        /// Which are known.
        known: Bits,
    },
    /// Text.
    Texts {
        /// Index into `dictionary`.
        values: Vec<u32>,
        /// The different texts.
        dictionary: Vec<Arc<str>>,
        /// Which are known.
        known: Bits,
    },
    /// Relations: the row of the other thing, or [`NOBODY`].
    Links(Vec<u32>),
}

impl Column {
    /// One value.
    #[must_use]
    pub fn value(&self, row: usize) -> Val {
        let known = |bits: &Bits, value: Option<Val>| {
            if bits.get(row) { value.unwrap_or(Val::Unknown) } else { Val::Unknown }
        };
        match self {
            Self::Absent => Val::Unknown,
            Self::Bools { values, known: bits } => known(bits, Some(Val::Bool(values.get(row)))),
            Self::Nums { values, den, known: bits } => known(
                bits,
                values.get(row).and_then(|&n| Num::ratio(i128::from(n), i128::from(*den))).map(Val::Num),
            ),
            Self::Days { values, known: bits } => {
                known(bits, values.get(row).map(|&day| Val::Date(Day(day))))
            }
            Self::Codes { values, known: bits } => known(bits, values.get(row).map(|&code| Val::Enum(code))),
            Self::Texts { values, dictionary, known: bits } => known(
                bits,
                values
                    .get(row)
                    .and_then(|&ix| dictionary.get(ix as usize))
                    .map(|text| Val::Text(Arc::clone(text))),
            ),
            Self::Links(rows) => match rows.get(row) {
                Some(&other) if other != NOBODY => Val::Thing(other),
                _ => Val::Unknown,
            },
        }
    }
}
