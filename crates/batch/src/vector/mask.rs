//! Sets of rows of one chunk, as bits. It must never be larger than a chunk.

/// Rows in a chunk.
pub const CHUNK: usize = 4096;
const WORDS: usize = CHUNK / 64;

/// A set of rows of a chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask(pub [u64; WORDS]);

impl Mask {
    /// No row.
    pub const NONE: Self = Self([0; WORDS]);

    /// The first `rows` rows.
    #[must_use]
    pub fn first(rows: usize) -> Self {
        let mut words = [0; WORDS];
        for (ix, word) in words.iter_mut().enumerate() {
            let left = rows.saturating_sub(ix * 64);
            *word = if left >= 64 { u64::MAX } else { (1 << left) - 1 };
        }
        Self(words)
    }

    /// Rows for which `test` holds, among `rows` rows.
    #[must_use]
    pub fn of(rows: usize, mut test: impl FnMut(usize) -> bool) -> Self {
        let mut words = [0; WORDS];
        for (at, word) in words.iter_mut().enumerate().take(rows.div_ceil(64)) {
            let start = at * 64;
            let mut bits = 0;
            for bit in 0..(rows - start).min(64) {
                bits |= u64::from(test(start + bit)) << bit;
            }
            *word = bits;
        }
        Self(words)
    }

    /// `rows` bits of a longer row of bits, from `start`, which is a multiple of 64.
    #[must_use]
    pub fn slice(bits: &[u64], start: usize, rows: usize) -> Self {
        let mut words = [0; WORDS];
        for (to, from) in words.iter_mut().zip(bits.get(start / 64..).unwrap_or_default()) {
            *to = *from;
        }
        Self(words).and(&Self::first(rows))
    }

    /// In both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    /// In one or both.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    /// In this and not in the other.
    #[must_use]
    pub fn but(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }

    fn zip(&self, other: &Self, each: impl Fn(u64, u64) -> u64) -> Self {
        let mut words = [0; WORDS];
        for (ix, word) in words.iter_mut().enumerate() {
            *word = each(self.0[ix], other.0[ix]);
        }
        Self(words)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Whether a row is in it.
    #[must_use]
    pub fn get(&self, row: usize) -> bool {
        self.0[row / 64] >> (row % 64) & 1 == 1
    }

    /// Puts a row in.
    pub fn set(&mut self, row: usize) {
        self.0[row / 64] |= 1 << (row % 64);
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_is_a_set_of_rows() {
        let even = Mask::of(130, |row| row % 2 == 0);
        assert_eq!(even.count(), 65);
        assert_eq!(even.rows().last(), Some(128));
        assert_eq!(Mask::first(130).but(&even).count(), 65);
        assert_eq!(Mask::slice(&[0, u64::MAX, u64::MAX], 64, 70), Mask::first(70));
    }
}
