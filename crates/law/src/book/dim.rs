//! Dimensions: yuan × persons is money only when the yuan are per person. It must never hold a value.

use std::fmt;

/// Exponents of the base units: money (fen), US dollars, persons, months, days, hours. All zero: a plain number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Dim(pub [i8; 6]);

const NAMES: [(&str, &str); 6] =
    [("元", "yuan"), ("美元", "USD"), ("人", "persons"), ("月", "months"), ("日", "days"), ("小时", "hours")];

impl Dim {
    /// A plain number.
    pub const NUMBER: Self = Self([0; 6]);
    /// Money, in fen.
    pub const MONEY: Self = Self([1, 0, 0, 0, 0, 0]);
    /// US dollars.
    pub const DOLLAR: Self = Self([0, 1, 0, 0, 0, 0]);
    /// Persons.
    pub const PERSON: Self = Self([0, 0, 1, 0, 0, 0]);
    /// Months.
    pub const MONTH: Self = Self([0, 0, 0, 1, 0, 0]);
    /// Days.
    pub const DAY: Self = Self([0, 0, 0, 0, 1, 0]);
    /// Hours.
    pub const HOUR: Self = Self([0, 0, 0, 0, 0, 1]);

    /// The unit of one word (元 人 月 日 小时 美元 and English twins); `None` when it is no unit of measure.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "元" | "金额" | "yuan" => Self::MONEY,
            "美元" | "usd" => Self::DOLLAR,
            "人" | "人数" | "persons" | "person" => Self::PERSON,
            "月" | "月数" | "months" | "month" => Self::MONTH,
            "日" | "天数" | "days" | "day" => Self::DAY,
            "小时" | "学时" | "课时" | "hours" | "hour" => Self::HOUR,
            "数" | "%" | "比率" | "number" | "ratio" | "percent" => Self::NUMBER,
            _ => return None,
        })
    }

    /// Of a product; `None` when an exponent would not fit.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let mut out = [0; 6];
        for (slot, (a, b)) in out.iter_mut().zip(self.0.into_iter().zip(other.0)) {
            *slot = a.checked_add(b)?;
        }
        Some(Self(out))
    }

    /// Of a quotient.
    #[must_use]
    pub fn per(self, other: Self) -> Option<Self> {
        self.times(Self(other.0.map(i8::wrapping_neg)))
    }

    /// In words, Chinese or English: `元/人`, `数`.
    #[must_use]
    pub fn words(self, chinese: bool) -> String {
        let name = |ix: usize| if chinese { NAMES[ix].0 } else { NAMES[ix].1 };
        let part = |sign: i8| -> Vec<String> {
            (0..6)
                .filter(|&ix| self.0[ix] * sign > 0)
                .flat_map(|ix| vec![name(ix).to_owned(); usize::from((self.0[ix] * sign).unsigned_abs())])
                .collect()
        };
        let (over, under) = (part(1), part(-1));
        let mut text = if over.is_empty() {
            (if chinese { "数" } else { "number" }).to_owned()
        } else {
            over.join("·")
        };
        for unit in under {
            text.push('/');
            text.push_str(&unit);
        }
        text
    }
}

impl fmt::Display for Dim {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.words(true))
    }
}
