//! The five lights (五级灯) and their inertia: up at once, down only after two periods. An override by hand is the caller's, never done here.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A light; later is worse, red is worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Light {
    /// Calm (绿).
    #[default]
    Green,
    /// Watch (蓝).
    Blue,
    /// Level III (黄).
    Yellow,
    /// Level II (橙).
    Orange,
    /// Level I, worst (红).
    Red,
}

impl Light {
    /// From calm to worst.
    pub const ALL: [Self; 5] = [Self::Green, Self::Blue, Self::Yellow, Self::Orange, Self::Red];

    /// The word in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Green => "绿",
            Self::Blue => "蓝",
            Self::Yellow => "黄",
            Self::Orange => "橙",
            Self::Red => "红",
        }
    }

    /// The word in English, also the stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Red => "red",
        }
    }

    /// Level of warning as plans write it: III yellow, II orange, I red.
    pub const fn level(self) -> Option<&'static str> {
        match self {
            Self::Green | Self::Blue => None,
            Self::Yellow => Some("III"),
            Self::Orange => Some("II"),
            Self::Red => Some("I"),
        }
    }
}

/// Values from which each light is on; more is worse.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Steps {
    /// From here blue.
    pub blue: f64,
    /// From here yellow.
    pub yellow: f64,
    /// From here orange.
    pub orange: f64,
    /// From here red.
    pub red: f64,
}

impl Steps {
    /// Whether the steps rise; others make no sense and the caller should refuse them.
    pub fn rise(&self) -> bool {
        self.blue <= self.yellow && self.yellow <= self.orange && self.orange <= self.red
    }

    /// The light of a value.
    pub fn light(&self, value: f64) -> Light {
        match value {
            value if value >= self.red => Light::Red,
            value if value >= self.orange => Light::Orange,
            value if value >= self.yellow => Light::Yellow,
            value if value >= self.blue => Light::Blue,
            _ => Light::Green,
        }
    }
}

/// What was given are no four rising numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSteps;

impl fmt::Display for NoSteps {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "four rising numbers for blue, yellow, orange and red are needed, such as 0.03,0.05,0.08,0.1",
        )
    }
}

impl std::error::Error for NoSteps {}

impl FromStr for Steps {
    type Err = NoSteps;

    fn from_str(text: &str) -> Result<Self, NoSteps> {
        let numbers: Vec<f64> =
            text.split(',').map(|one| one.trim().parse()).collect::<Result<_, _>>().map_err(|_| NoSteps)?;
        let [blue, yellow, orange, red] = numbers[..] else { return Err(NoSteps) };
        let steps = Self { blue, yellow, orange, red };
        if steps.rise() && red.is_finite() { Ok(steps) } else { Err(NoSteps) }
    }
}

/// Alarms per 100 units a year at which each light goes on: the rarer by chance, the worse.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RateLights {
    /// Blue.
    pub blue: f64,
    /// Yellow: what counts as an alarm.
    pub yellow: f64,
    /// Orange.
    pub orange: f64,
    /// Red.
    pub red: f64,
}

impl Default for RateLights {
    fn default() -> Self {
        Self { blue: 50.0, yellow: 10.0, orange: 2.0, red: 0.5 }
    }
}

impl RateLights {
    /// The light of a rate.
    pub fn light(&self, rate: f64) -> Light {
        match rate {
            rate if rate <= self.red => Light::Red,
            rate if rate <= self.orange => Light::Orange,
            rate if rate <= self.yellow => Light::Yellow,
            rate if rate <= self.blue => Light::Blue,
            _ => Light::Green,
        }
    }
}

/// The light to show: worse at once, better only when two periods in a row say so. `shown` is what was shown last period, `before` the
/// bare light of last period, `now` that of this one.
pub fn settle(shown: Light, before: Light, now: Light) -> Light {
    if now >= shown { now } else { now.max(before).min(shown) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bare: &[Light]) -> Vec<Light> {
        let (mut shown, mut before) = (Light::Green, Light::Green);
        bare.iter()
            .map(|&now| {
                shown = settle(shown, before, now);
                before = now;
                shown
            })
            .collect()
    }

    #[test]
    fn up_at_once_and_down_after_two_periods() {
        use Light::{Blue, Green, Orange, Red, Yellow};
        assert_eq!(
            shown(&[Green, Red, Green, Red, Yellow, Blue, Green, Green]),
            [Green, Red, Red, Red, Red, Yellow, Blue, Green]
        );
        assert_eq!(shown(&[Yellow, Orange, Orange]), [Yellow, Orange, Orange]);
    }

    #[test]
    fn a_light_flickering_around_a_step_does_not_flicker() {
        use Light::{Orange, Yellow};
        assert_eq!(shown(&[Orange, Yellow, Orange, Yellow, Orange]), [Orange; 5]);
    }

    #[test]
    fn steps_and_rates_have_opposite_directions() {
        let steps = Steps { blue: 1.0, yellow: 2.0, orange: 3.0, red: 4.0 };
        assert!(steps.rise() && !Steps { red: 0.0, ..steps }.rise());
        assert_eq!(
            [0.9, 1.0, 2.5, 3.0, 9.0].map(|v| steps.light(v)),
            [Light::Green, Light::Blue, Light::Yellow, Light::Orange, Light::Red]
        );
        assert_eq!(
            [99.0, 50.0, 5.0, 1.0, 0.1].map(|v| RateLights::default().light(v)),
            [Light::Green, Light::Blue, Light::Yellow, Light::Orange, Light::Red]
        );
    }
}
