//! How likely two records are one person, and why. Pure.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::name::near;

/// Why two records may be one person. Its words are under `pair-reason-<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = registry::Reason)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The number of one is the old form of the other's.
    LegacyPair,
    /// The numbers are one slip of the hand apart, and the names agree.
    NumberSlip,
    /// Same name, born on the same day.
    NameAndBirth,
    /// Same name.
    SameName,
    /// Names one character apart.
    NearName,
    /// Same phone.
    SamePhone,
    /// Both have a sound number and the numbers are far apart: this speaks against it.
    NumbersDiffer,
}

impl Reason {
    /// The word of the message.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::LegacyPair => "legacy",
            Self::NumberSlip => "slip",
            Self::NameAndBirth => "birth",
            Self::SameName => "name",
            Self::NearName => "near",
            Self::SamePhone => "phone",
            Self::NumbersDiffer => "differ",
        }
    }

    /// How much it leaves open, in hundredths: 15 leaves 15 of 100 doubts.
    fn leaves(self) -> i64 {
        match self {
            Self::LegacyPair => 3,
            Self::NumberSlip => 30,
            Self::NameAndBirth => 15,
            Self::SameName => 65,
            Self::NearName => 75,
            Self::SamePhone => 60,
            Self::NumbersDiffer => 100,
        }
    }
}

/// What two records have in common.
#[derive(Debug, Clone, Copy, Default)]
pub struct Likeness<'a> {
    /// Keys of the names.
    pub names: (&'a str, &'a str),
    /// Days of birth as text.
    pub births: (Option<&'a str>, Option<&'a str>),
    /// One number is the old form of the other's.
    pub legacy: bool,
    /// The numbers are one slip apart.
    pub slip: bool,
    /// The same phone.
    pub phone: bool,
    /// Both have a sound resident number.
    pub both_sound: bool,
}

/// Below this nothing is shown.
pub const WORTH: i64 = 40;

/// Score and reasons; none where there is too little.
#[must_use]
pub fn likeness(of: Likeness<'_>) -> Option<(i64, Vec<Reason>)> {
    let same = of.names.0 == of.names.1;
    let near = !same && near(of.names.0, of.names.1);
    let born = of.births.0.is_some() && of.births.0 == of.births.1;
    let mut reasons = Vec::new();
    if of.legacy {
        reasons.push(Reason::LegacyPair);
    }
    // Neighbours in the order of one day have numbers one slip apart: only a name makes it a slip.
    if of.slip && (same || near) {
        reasons.push(Reason::NumberSlip);
    }
    match (same, born) {
        (true, true) => reasons.push(Reason::NameAndBirth),
        (true, false) => reasons.push(Reason::SameName),
        _ if near => reasons.push(Reason::NearName),
        _ => {}
    }
    if of.phone {
        reasons.push(Reason::SamePhone);
    }
    // A product of at most six hundredths: no overflow.
    let open = reasons.iter().fold(1_000_000_i64, |open, reason| open * reason.leaves() / 100);
    let mut score = 100 - (open + 9_999) / 10_000;
    if of.both_sound && !of.legacy && !of.slip {
        reasons.push(Reason::NumbersDiffer);
        score = score * 55 / 100;
    }
    (score >= WORTH).then_some((score, reasons))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(of: Likeness<'_>) -> i64 {
        likeness(of).map_or(0, |(score, _)| score)
    }

    #[test]
    fn reasons_add_up_and_sound_numbers_speak_against_it() {
        let same = Likeness {
            names: ("王芳", "王芳"),
            births: (Some("1990-03-07"), Some("1990-03-07")),
            ..Likeness::default()
        };
        assert_eq!(score(same), 85);
        assert_eq!(score(Likeness { phone: true, ..same }), 91);
        assert_eq!(score(Likeness { both_sound: true, ..same }), 46);
        assert_eq!(score(Likeness { legacy: true, ..same }), 99);
        assert!(score(Likeness { slip: true, both_sound: true, ..same }) >= 90);
        let strangers = Likeness { names: ("王芳", "李强"), ..Likeness::default() };
        assert_eq!(
            score(Likeness { slip: true, both_sound: true, ..strangers }),
            0,
            "neighbours in the order of a day"
        );
        assert_eq!(score(Likeness { phone: true, ..strangers }), 40, "a family may share a phone");
        assert_eq!(score(Likeness { phone: true, both_sound: true, ..strangers }), 0);
        let typed = Likeness { names: ("王小明", "王晓明"), phone: true, ..Likeness::default() };
        assert_eq!(likeness(typed).unwrap().1, [Reason::NearName, Reason::SamePhone]);
    }
}
