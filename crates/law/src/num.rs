//! Exact numbers: a rational of 128-bit numerator and 64-bit denominator. Money is whole fen. It must never round unless told how.

use std::cmp::Ordering;
use std::fmt;

/// An exact rational number in lowest terms; the denominator is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Num {
    n: i128,
    d: u64,
}

/// How to come to a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Rounding {
    /// Down, towards minus infinity (舍去).
    Down,
    /// Up, towards plus infinity (进位).
    Up,
    /// To the nearest, halves away from zero (四舍五入).
    HalfUp,
}

impl serde::Serialize for Num {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl Num {
    /// Zero.
    pub const ZERO: Self = Self { n: 0, d: 1 };
    /// One.
    pub const ONE: Self = Self { n: 1, d: 1 };

    /// A whole number.
    #[must_use]
    pub const fn int(n: i64) -> Self {
        Self { n: n as i128, d: 1 }
    }

    /// `n / d` in lowest terms; `None` when `d` is zero or it does not fit.
    #[must_use]
    pub fn ratio(n: i128, d: i128) -> Option<Self> {
        if d == 0 {
            return None;
        }
        if d == 1 {
            return Some(Self { n, d: 1 });
        }
        let (n, d) = if d < 0 { (n.checked_neg()?, d.checked_neg()?) } else { (n, d) };
        let g = gcd(n.unsigned_abs(), d.unsigned_abs());
        let (n, d) = (n / i128::try_from(g).ok()?, d / i128::try_from(g).ok()?);
        Some(Self { n, d: u64::try_from(d).ok()? })
    }

    /// Numerator.
    #[must_use]
    pub const fn numerator(self) -> i128 {
        self.n
    }

    /// Denominator, at least 1.
    #[must_use]
    pub const fn denominator(self) -> u64 {
        self.d
    }

    /// Whether there is no fraction.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.d == 1
    }

    /// The whole number it is, when it is one that fits.
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        if self.d == 1 { i64::try_from(self.n).ok() } else { None }
    }

    /// Sum; `None` on overflow (as all of these).
    #[must_use]
    pub fn plus(self, o: Self) -> Option<Self> {
        if self.d == o.d {
            let n = self.n.checked_add(o.n)?;
            return if self.d == 1 { Some(Self { n, d: 1 }) } else { Self::ratio(n, i128::from(self.d)) };
        }
        let n = self.n.checked_mul(i128::from(o.d))?.checked_add(o.n.checked_mul(i128::from(self.d))?)?;
        Self::ratio(n, i128::from(self.d).checked_mul(i128::from(o.d))?)
    }

    /// Difference.
    #[must_use]
    pub fn minus(self, o: Self) -> Option<Self> {
        self.plus(o.negated()?)
    }

    /// Product.
    #[must_use]
    pub fn times(self, o: Self) -> Option<Self> {
        if self.d == 1 && o.d == 1 {
            return Some(Self { n: self.n.checked_mul(o.n)?, d: 1 });
        }
        Self::ratio(self.n.checked_mul(o.n)?, i128::from(self.d).checked_mul(i128::from(o.d))?)
    }

    /// Quotient; `None` also when the divisor is zero.
    #[must_use]
    pub fn over(self, o: Self) -> Option<Self> {
        Self::ratio(self.n.checked_mul(i128::from(o.d))?, i128::from(self.d).checked_mul(o.n)?)
    }

    /// With the other sign.
    #[must_use]
    pub fn negated(self) -> Option<Self> {
        Some(Self { n: self.n.checked_neg()?, d: self.d })
    }

    /// To a whole number.
    #[must_use]
    pub fn round(self, how: Rounding) -> Self {
        if self.d == 1 {
            return self;
        }
        let d = i128::from(self.d);
        let floor = self.n.div_euclid(d);
        let rest = self.n.rem_euclid(d);
        let up = match how {
            Rounding::Down => false,
            Rounding::Up => rest != 0,
            Rounding::HalfUp => rest * 2 > d || (rest * 2 == d && self.n >= 0),
        };
        Self { n: floor + i128::from(up), d: 1 }
    }

    /// From decimal text such as `12`, `-3.50` or `1234.56`; `None` when it is not such a number or does not fit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |t| (-1, t));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && part.is_empty()
            || part.len() > 18
            || !(whole.bytes().chain(part.bytes())).all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let n: i128 = format!("{whole}{part}").parse().ok()?;
        Self::ratio(sign * n, 10_i128.checked_pow(u32::try_from(part.len()).ok()?)?)
    }
}

impl PartialOrd for Num {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Num {
    fn cmp(&self, o: &Self) -> Ordering {
        if self.d == o.d {
            return self.n.cmp(&o.n);
        }
        match (self.n.checked_mul(i128::from(o.d)), o.n.checked_mul(i128::from(self.d))) {
            (Some(a), Some(b)) => a.cmp(&b),
            // Beyond 128 bits the whole parts differ, or the numbers are so near that comparing whole parts and then fractions is exact.
            _ => {
                let (a, b) = (self.n.div_euclid(i128::from(self.d)), o.n.div_euclid(i128::from(o.d)));
                a.cmp(&b).then_with(|| {
                    let (x, y) = (self.n.rem_euclid(i128::from(self.d)), o.n.rem_euclid(i128::from(o.d)));
                    (x * i128::from(o.d)).cmp(&(y * i128::from(self.d)))
                })
            }
        }
    }
}

impl fmt::Display for Num {
    /// `12`, `0.5`, or `2/3` when the decimal does not end.
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.d == 1 {
            return write!(to, "{}", self.n);
        }
        let (mut scale, mut digits) = (1_u64, 0_usize);
        while digits < 18 && scale % self.d != 0 {
            match scale.checked_mul(10) {
                Some(next) => scale = next,
                None => break,
            }
            digits += 1;
        }
        if scale % self.d != 0 {
            return write!(to, "{}/{}", self.n, self.d);
        }
        let scaled = self.n * i128::from(scale / self.d);
        let (sign, abs) = if scaled < 0 { ("-", scaled.unsigned_abs()) } else { ("", scaled.unsigned_abs()) };
        write!(to, "{sign}{}.{:0digits$}", abs / u128::from(scale), abs % u128::from(scale))
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_exact_and_rounds_only_when_told() {
        let third = Num::ratio(1, 3).unwrap();
        assert_eq!(third.times(Num::int(3)), Some(Num::ONE));
        assert_eq!(Num::parse("1234.56").unwrap().to_string(), "1234.56");
        assert_eq!(Num::ratio(5, 2).unwrap().round(Rounding::HalfUp), Num::int(3));
        assert_eq!(Num::ratio(-5, 2).unwrap().round(Rounding::HalfUp), Num::int(-3));
        assert_eq!(Num::ratio(-5, 2).unwrap().round(Rounding::Down), Num::int(-3));
        assert_eq!(third.to_string(), "1/3");
        assert_eq!(Num::int(i64::MAX).times(Num::int(i64::MAX)).and_then(|x| x.times(x)), None);
        assert!(Num::parse("1e18").is_none());
        assert!(third < Num::ratio(1, 2).unwrap());
    }
}
