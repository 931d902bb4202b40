//! The values of a column as its pages tell them, by a dictionary or one by one. It must never know pages or levels.

use std::sync::Arc;

use hashbrown::HashMap;
use parquet::basic::{Encoding, Type as Physical};

use super::pages::{short, sized};
use super::raw::Raw;
use super::{Shared, runs};
use crate::population::column::Bits;

/// Values so far, with the dictionary of the row group.
pub(super) enum Values {
    Bools(Bits),
    Ints { values: Vec<i64>, wide: bool, words: Vec<i64> },
    Texts { values: Vec<u32>, all: Vec<Shared>, seen: HashMap<Shared, u32>, words: Vec<Option<u32>> },
}

impl Values {
    pub(super) fn new(physical: Physical, rows: usize) -> Option<Self> {
        Some(match physical {
            Physical::BOOLEAN => Self::Bools(Bits::filled(rows, false)),
            Physical::INT32 | Physical::INT64 => {
                Self::Ints { values: vec![0; rows], wide: physical == Physical::INT64, words: Vec::new() }
            }
            Physical::BYTE_ARRAY => Self::Texts {
                values: vec![0; rows],
                all: Vec::new(),
                seen: HashMap::new(),
                words: Vec::new(),
            },
            _ => return None,
        })
    }

    /// The next row group has a dictionary of its own.
    pub(super) fn forget(&mut self) {
        match self {
            Self::Bools(_) => {}
            Self::Ints { words, .. } => words.clear(),
            Self::Texts { words, .. } => words.clear(),
        }
    }

    /// Reads a dictionary; answers whether there can be one.
    pub(super) fn learn(&mut self, buf: &[u8]) -> Result<bool, String> {
        match self {
            Self::Bools(_) => return Ok(false),
            Self::Ints { wide: true, words, .. } => {
                *words = buf.as_chunks::<8>().0.iter().map(|bytes| i64::from_le_bytes(*bytes)).collect();
            }
            Self::Ints { words, .. } => {
                let all = buf.as_chunks::<4>().0.iter();
                *words = all.map(|bytes| i64::from(i32::from_le_bytes(*bytes))).collect();
            }
            Self::Texts { all, seen, words, .. } => {
                words.clear();
                let mut left = buf;
                while !left.is_empty() {
                    let (text, rest) = sized(left)?;
                    left = rest;
                    words.push(word(text, all, seen));
                }
            }
        }
        Ok(true)
    }

    pub(super) fn raw(self, known: Bits) -> Raw {
        match self {
            Self::Bools(values) => Raw::Bools { values, known },
            Self::Ints { values, .. } => Raw::Ints { values, known },
            Self::Texts { values, all, .. } => Raw::Texts { values, dictionary: all, known },
        }
    }

    /// Values by their numbers in the dictionary; answers whether there can be one.
    pub(super) fn take_indexed(&mut self, spots: &Spots<'_>, indices: &[u32]) -> Result<bool, String> {
        let mut fault = None;
        match self {
            Self::Bools(_) => return Ok(false),
            Self::Ints { values, words, .. } => {
                spots.each(|row, ix| match words.get(indices[ix] as usize) {
                    Some(word) => values[row] = *word,
                    None => fault = Some(beyond()),
                });
            }
            Self::Texts { values, words, .. } => {
                spots.each(|row, ix| match words.get(indices[ix] as usize) {
                    Some(Some(word)) => values[row] = *word,
                    Some(None) => drop(fault.get_or_insert_with(|| foreign(row))),
                    None => drop(fault.get_or_insert_with(beyond)),
                });
            }
        }
        fault.map_or(Ok(true), Err)
    }

    /// Values that stand in the page itself; answers whether they stand there as usual.
    pub(super) fn take_plain(
        &mut self,
        spots: &Spots<'_>,
        buf: &[u8],
        encoding: Encoding,
    ) -> Result<bool, String> {
        let count = spots.count;
        match (self, encoding) {
            (Self::Bools(values), Encoding::PLAIN | Encoding::RLE) => {
                let mut bits = Bits::filled(count, false);
                match encoding {
                    Encoding::RLE => runs::bits(sized(buf)?.0, count, &mut bits, 0)?,
                    _ => runs::packed(buf, count, &mut bits, 0)?,
                };
                spots.each(|row, ix| values.put(row, bits.get(ix)));
            }
            (Self::Ints { values, wide: true, .. }, Encoding::PLAIN) => {
                let all = buf.as_chunks::<8>().0.get(..count).ok_or_else(short)?;
                spots.each(|row, ix| values[row] = i64::from_le_bytes(all[ix]));
            }
            (Self::Ints { values, .. }, Encoding::PLAIN) => {
                let all = buf.as_chunks::<4>().0.get(..count).ok_or_else(short)?;
                spots.each(|row, ix| values[row] = i64::from(i32::from_le_bytes(all[ix])));
            }
            (Self::Texts { values, all, seen, .. }, Encoding::PLAIN) => {
                let (mut left, mut fault) = (buf, None);
                spots.each(|row, _| {
                    if fault.is_none() {
                        match sized(left) {
                            Ok((text, rest)) => {
                                left = rest;
                                match word(text, all, seen) {
                                    Some(word) => values[row] = word,
                                    None => fault = Some(foreign(row)),
                                }
                            }
                            Err(error) => fault = Some(error),
                        }
                    }
                });
                return fault.map_or(Ok(true), Err);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// The known rows of one page.
pub(super) struct Spots<'k> {
    pub known: &'k Bits,
    /// First row of the page.
    pub start: usize,
    /// Its rows.
    pub rows: usize,
    /// How many of them are known.
    pub count: usize,
}

impl Spots<'_> {
    /// Hands the known rows to `put`, each with its number among them.
    fn each(&self, mut put: impl FnMut(usize, usize)) {
        if self.count == self.rows {
            (0..self.count).for_each(|ix| put(self.start + ix, ix));
            return;
        }
        let (end, mut ix) = (self.start + self.rows, 0);
        for word in self.start / 64..end.div_ceil(64) {
            let mut left = self.known.0[word];
            if word == self.start / 64 {
                left &= u64::MAX << (self.start % 64);
            }
            if word == end / 64 {
                left &= (1 << (end % 64)) - 1;
            }
            while left != 0 {
                put(word * 64 + left.trailing_zeros() as usize, ix);
                left &= left - 1;
                ix += 1;
            }
        }
    }
}

/// The number of a text; `None` when it is no UTF-8.
fn word(text: &[u8], all: &mut Vec<Shared>, seen: &mut HashMap<Shared, u32>) -> Option<u32> {
    let text = std::str::from_utf8(text).ok()?;
    if let Some(ix) = seen.get(text) {
        return Some(*ix);
    }
    let (text, ix): (Shared, u32) = (Arc::from(text), u32::try_from(all.len()).ok()?);
    all.push(Arc::clone(&text));
    seen.insert(text, ix);
    Some(ix)
}

fn beyond() -> String {
    "a value is not in its dictionary".to_owned()
}

fn foreign(row: usize) -> String {
    format!("row {}: text that is not UTF-8", row + 1)
}
