//! What a code typed or imported means on a day: found, retired, not yet, unknown. It must never put another place in its stead; it only
//! says which ones follow or look alike.

use jiff::civil::Date;

use super::{Place, Register};

/// A place that follows or precedes another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Code.
    pub code: String,
    /// Name on the day asked for.
    pub name: String,
    /// Day of the change.
    pub date: Date,
}

/// What a code means on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution<'a> {
    /// The place.
    Found(Place<'a>),
    /// The code ended before that day (已撤销).
    Retired {
        /// First day on which it no longer held.
        on: Date,
        /// Its last name.
        name: &'a str,
        /// What it had become by the day asked for.
        successors: Vec<Step>,
    },
    /// The code begins after that day (尚未启用).
    NotYet {
        /// Its first day.
        from: Date,
        /// The name it begins with.
        name: &'a str,
        /// What it came from.
        predecessors: Vec<Step>,
    },
    /// No such code at any time.
    Unknown {
        /// Codes valid on that day that differ by one digit or by two neighbours swapped, at most five.
        suggestions: Vec<Step>,
    },
}

impl Resolution<'_> {
    /// Why the code cannot be used on the day asked for: a stable code (`place_retired`, `place_not_yet`, `place_unknown`) and one plain
    /// sentence; nothing for a place that was found.
    pub fn refusal(&self, code: &str) -> Option<(&'static str, String)> {
        let list = |steps: &[Step]| {
            let named: Vec<String> =
                steps.iter().map(|step| format!("{} {}", step.code, step.name)).collect();
            named.join(", ")
        };
        match self {
            Self::Found(_) => None,
            Self::Retired { on, name, successors } if successors.is_empty() => {
                Some(("place_retired", format!("{code} {name} ended on {on}, without a successor")))
            }
            Self::Retired { on, name, successors } => {
                Some(("place_retired", format!("{code} {name} ended on {on}; use {}", list(successors))))
            }
            Self::NotYet { from, name, predecessors } if predecessors.is_empty() => {
                Some(("place_not_yet", format!("{code} {name} begins on {from}")))
            }
            Self::NotYet { from, name, predecessors } => Some((
                "place_not_yet",
                format!("{code} {name} begins on {from}; before that use {}", list(predecessors)),
            )),
            Self::Unknown { suggestions } if suggestions.is_empty() => {
                Some(("place_unknown", format!("there is no place with the code {code}")))
            }
            Self::Unknown { suggestions } => Some((
                "place_unknown",
                format!("there is no place with the code {code}; near it are {}", list(suggestions)),
            )),
        }
    }
}

impl Register {
    /// What a code means on a day. 12-digit codes with trailing zeros, and 2 or 4 digits for a province or city, are understood.
    pub fn resolve_code(&self, code: &str, on: Date) -> Resolution<'_> {
        let code = tidy_code(code);
        let Some(id) = self.id(&code) else {
            return Resolution::Unknown { suggestions: self.look_alikes(&code, on) };
        };
        if let Some(place) = self.place(id, on) {
            return Resolution::Found(place);
        }
        if let Some(ended) = self.last_end_before(id, on) {
            let last = ended.yesterday().ok().and_then(|day| self.place(id, day));
            let successors = self.heirs(&code, ended, on);
            return Resolution::Retired { on: ended, name: last.map_or("", |place| place.name), successors };
        }
        let from = self.first_start_after(id, on).unwrap_or(on);
        let name = self.place(id, from).map_or("", |place| place.name);
        let predecessors = self.predecessors(&code).into_iter().filter(|step| step.date == from).collect();
        Resolution::NotYet { from, name, predecessors }
    }

    fn look_alikes(&self, code: &str, on: Date) -> Vec<Step> {
        let digits: Vec<u8> = code.bytes().collect();
        if digits.len() > 12 || !digits.iter().all(u8::is_ascii_digit) {
            return Vec::new();
        }
        let mut tries = Vec::new();
        for at in (0..digits.len()).rev() {
            if at > 0 && digits[at] != digits[at - 1] {
                let mut swapped = digits.clone();
                swapped.swap(at, at - 1);
                tries.push(swapped);
            }
        }
        for at in (0..digits.len()).rev() {
            for digit in b'0'..=b'9' {
                let mut other = digits.clone();
                other[at] = digit;
                tries.push(other);
            }
        }
        let mut found: Vec<Step> = Vec::new();
        for bytes in tries {
            let Ok(candidate) = String::from_utf8(bytes) else { continue };
            if found.len() < 5
                && found.iter().all(|have| have.code != candidate)
                && let Some(place) = self.find(&candidate, on)
            {
                found.push(Step {
                    code: candidate,
                    name: place.name.to_owned(),
                    date: place.valid_from.unwrap_or(Date::MIN),
                });
            }
        }
        found
    }
}

/// 210400000000 and 2104 are 210400.
fn tidy_code(code: &str) -> String {
    let code = code.trim();
    let digits = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
    match code.len() {
        2 | 4 if digits => format!("{code:0<6}"),
        9 | 12 if digits && code[6..].bytes().all(|byte| byte == b'0') => code[..6].to_owned(),
        12 if digits && code[9..].bytes().all(|byte| byte == b'0') => code[..9].to_owned(),
        _ => code.to_owned(),
    }
}
