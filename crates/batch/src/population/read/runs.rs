//! The run-length and bit-packed hybrid of Parquet: levels as bits, dictionary indices as numbers. It must never read past its bytes.

use crate::population::column::Bits;

/// One run.
enum Run<'a> {
    /// The same number so often.
    Same { value: u32, count: usize },
    /// Numbers packed one after another, lowest bit first.
    Packed { bytes: &'a [u8], count: usize },
}

/// Runs of numbers of so many bits.
struct Runs<'a> {
    bytes: &'a [u8],
    width: usize,
}

fn short() -> String {
    "a page ends too early".to_owned()
}

impl<'a> Runs<'a> {
    fn next(&mut self) -> Result<Run<'a>, String> {
        let (mut head, mut shift) = (0_u64, 0);
        loop {
            let (byte, rest) = self.bytes.split_first().ok_or_else(short)?;
            self.bytes = rest;
            head |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
            shift += 7;
            if shift > 35 {
                return Err("a run is longer than any page".to_owned());
            }
        }
        let count = usize::try_from(head >> 1).map_err(|error| error.to_string())?;
        if head & 1 == 1 {
            // The last run may say more than there is.
            let size = (count * self.width).min(self.bytes.len());
            let (bytes, rest) = self.bytes.split_at(size);
            self.bytes = rest;
            return Ok(Run::Packed { bytes, count: count * 8 });
        }
        let size = self.width.div_ceil(8);
        let (bytes, rest) = self.bytes.split_at_checked(size).ok_or_else(short)?;
        self.bytes = rest;
        let value = bytes.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte));
        Ok(Run::Same { value, count })
    }
}

/// `count` numbers of `width` bits, into `out`.
pub(super) fn numbers(bytes: &[u8], width: u8, count: usize, out: &mut Vec<u32>) -> Result<(), String> {
    out.clear();
    if width > 32 {
        return Err("a dictionary has too many entries".to_owned());
    }
    let width = usize::from(width);
    let mut runs = Runs { bytes, width };
    while out.len() < count {
        let left = count - out.len();
        match runs.next()? {
            Run::Same { value, count } => out.resize(out.len() + count.min(left), value),
            Run::Packed { bytes, count } => unpack(bytes, width, count.min(left), out)?,
        }
    }
    Ok(())
}

fn unpack(bytes: &[u8], width: usize, count: usize, out: &mut Vec<u32>) -> Result<(), String> {
    if (count * width).div_ceil(8) > bytes.len() {
        return Err(short());
    }
    if width == 0 {
        out.resize(out.len() + count, 0);
        return Ok(());
    }
    let mask = (1_u64 << width) - 1;
    let at = |bit: usize| -> u64 {
        let from = bit / 8;
        let word = match bytes.get(from..from + 8) {
            Some(eight) => <[u8; 8]>::try_from(eight).map_or(0, u64::from_le_bytes),
            None => bytes[from..].iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        word >> (bit % 8) & mask
    };
    out.extend((0..count).map(|ix| u32::try_from(at(ix * width)).unwrap_or(u32::MAX)));
    Ok(())
}

/// `count` bits from `start` on in `to`, which are clear before; answers how many are set.
pub(super) fn bits(bytes: &[u8], count: usize, to: &mut Bits, start: usize) -> Result<usize, String> {
    let mut runs = Runs { bytes, width: 1 };
    let (mut done, mut set) = (0, 0);
    while done < count {
        let left = count - done;
        let length = match runs.next()? {
            Run::Same { value, count } => {
                let count = count.min(left);
                if value == 1 {
                    fill(to, start + done, count);
                    set += count;
                } else if value != 0 {
                    return Err("a level is larger than its column allows".to_owned());
                }
                count
            }
            Run::Packed { bytes, count } => {
                let count = count.min(left);
                set += packed(bytes, count, to, start + done)?;
                count
            }
        };
        done += length;
    }
    Ok(set)
}

/// Sets `count` bits.
pub(super) fn fill(to: &mut Bits, start: usize, count: usize) {
    let mut at = start;
    while at < start + count {
        let (word, bit) = (at / 64, at % 64);
        let length = (64 - bit).min(start + count - at);
        to.0[word] |= (u64::MAX >> (64 - length)) << bit;
        at += length;
    }
}

/// `count` bits as they lie in `bytes`; answers how many are set.
pub(super) fn packed(bytes: &[u8], count: usize, to: &mut Bits, start: usize) -> Result<usize, String> {
    if count.div_ceil(8) > bytes.len() {
        return Err(short());
    }
    let mut set = 0;
    for (ix, byte) in bytes.iter().take(count.div_ceil(8)).enumerate() {
        let left = (count - ix * 8).min(8);
        let byte = u64::from(*byte) & ((1 << left) - 1);
        let (word, bit) = ((start + ix * 8) / 64, (start + ix * 8) % 64);
        to.0[word] |= byte << bit;
        if bit + left > 64 {
            to.0[word + 1] |= byte >> (64 - bit);
        }
        set += byte.count_ones() as usize;
    }
    Ok(set)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_both_sorts() {
        // Four times 5, then eight packed numbers of three bits: 0 to 7.
        let bytes = [4 << 1, 5, 1 << 1 | 1, 0b1000_1000, 0b1100_0110, 0b1111_1010];
        let mut out = Vec::new();
        numbers(&bytes, 3, 12, &mut out).unwrap();
        assert_eq!(out, [5, 5, 5, 5, 0, 1, 2, 3, 4, 5, 6, 7]);
        assert!(numbers(&bytes, 3, 13, &mut out).is_err());
        assert!(numbers(&bytes[..5], 3, 12, &mut out).is_err());
    }

    #[test]
    fn bits_that_cross_words() {
        let mut to = Bits::filled(160, false);
        // Sixty-two set, then sixteen as they lie.
        let set = bits(&[62 << 1, 1, 2 << 1 | 1, 0b0101_0101, 0b1000_0001], 76, &mut to, 60).unwrap();
        assert_eq!(set, 62 + 4 + 1);
        let there: Vec<usize> = (0..160).filter(|row| to.get(*row)).collect();
        assert_eq!((there[0], there[61], there.len()), (60, 121, 67));
        assert_eq!(there[62..], [122, 124, 126, 128, 130]);
        assert!(bits(&[1 << 1, 2], 1, &mut to, 0).is_err());
    }
}
