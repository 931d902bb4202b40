//! How large the synthetic world is (规模). Divisions are always the real ones of the pack.

use std::str::FromStr;

use anye_forms::Period;

/// Staff of the panel in May 2020, as published for the province.
pub const STAFF: i64 = 1_969_000;
/// Enterprises of the panel in 2020, as published for the province.
pub const PANEL: u32 = 5_464;

/// How large it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// One county with 60 employers: starts at once.
    County,
    /// One city with 420 employers in the panel.
    City,
    /// The province with its 5,464.
    Province,
    /// 500,000 employers and 60 months on the divisions of the province: for benchmarks.
    Nation,
}

impl Scale {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::County, Self::City, Self::Province, Self::Nation];

    /// The word on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::City => "city",
            Self::Province => "province",
            Self::Nation => "nation",
        }
    }

    /// The division it covers.
    #[must_use]
    pub fn root(self) -> &'static str {
        match self {
            Self::County => "211002",
            Self::City => "211000",
            Self::Province | Self::Nation => "210000",
        }
    }

    /// Employers of the frame.
    #[must_use]
    pub fn frame(self) -> u32 {
        match self {
            Self::County => 60,
            Self::City => 420,
            Self::Province => 7_200,
            Self::Nation => 500_000,
        }
    }

    /// Employers of the panel in 2020, at most.
    #[must_use]
    pub fn panel(self) -> u32 {
        self.frame().min(if self == Self::Nation { u32::MAX } else { PANEL })
    }

    /// Staff that this many panel employers have together in the last month: as published for 5,464, and in proportion otherwise.
    #[must_use]
    pub fn staff_of(panel: usize) -> i64 {
        let panel = i64::try_from(panel).unwrap_or(0);
        if panel == i64::from(PANEL) { STAFF } else { panel * STAFF / i64::from(PANEL) }
    }

    /// Number of months.
    #[must_use]
    pub fn months(self) -> usize {
        if self == Self::Nation { 60 } else { 36 }
    }

    /// The months, the last of them May 2020.
    #[must_use]
    pub fn periods(self) -> Vec<Period> {
        let last = Period::month(2020, 5);
        let back = |by: usize| last?.shifted(-i32::try_from(by).ok()?);
        (0..self.months()).rev().filter_map(back).collect()
    }
}

impl FromStr for Scale {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|one| one.word() == word)
            .ok_or_else(|| "write county, city, province or nation (县、市、省、全国)".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_in_may_2020() {
        let months = Scale::Province.periods();
        assert_eq!(
            (months.len(), months[0].to_string(), months[35].to_string()),
            (36, "2017-06".into(), "2020-05".into())
        );
        assert_eq!(Scale::Nation.periods().len(), 60);
        assert_eq!("province".parse(), Ok(Scale::Province));
        assert!("town".parse::<Scale>().is_err());
        assert_eq!(Scale::staff_of(5_464), 1_969_000);
    }
}
