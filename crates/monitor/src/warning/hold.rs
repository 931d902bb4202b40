//! Inertia of lights (灯的惯性): worse at once, better only after so many calmer periods in a row. It must never look at a later period.

use anye_casework::model::LEVELS;

/// The light shown before, and the bare lights of the latest periods, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Shown, as its place on the scale.
    pub shown: usize,
    /// Bare ones.
    pub recent: Vec<usize>,
}

impl Held {
    /// As stored: the word of the light and the bare ones joined by commas.
    pub fn read(light: &str, recent: &str, scale: &[String]) -> Option<Self> {
        let at = |word: &str| scale.iter().position(|one| one == word);
        let recent = recent.split(',').filter(|word| !word.is_empty()).map(at).collect::<Option<_>>()?;
        Some(Self { shown: at(light)?, recent })
    }

    /// The bare lights as stored.
    pub fn written(&self, scale: &[String]) -> String {
        let word = |at: &usize| scale.get(*at).map_or("", String::as_str);
        self.recent.iter().map(word).collect::<Vec<_>>().join(",")
    }

    /// Takes the bare light of the next period; `down_after` calmer periods in a row bring the light down to the worst of them.
    #[must_use]
    pub fn next(before: Option<&Self>, now: usize, down_after: u8) -> Self {
        let keep = usize::from(down_after.max(1));
        let mut recent = before.map(|one| one.recent.clone()).unwrap_or_default();
        recent.push(now);
        let from = recent.len().saturating_sub(keep);
        recent.drain(..from);
        let Some(before) = before else { return Self { shown: now, recent } };
        let worst = recent.iter().copied().max().unwrap_or(now);
        let shown = match now.cmp(&before.shown) {
            std::cmp::Ordering::Less if recent.len() < keep => before.shown,
            std::cmp::Ordering::Less => worst.min(before.shown),
            _ => now,
        };
        Self { shown, recent }
    }
}

/// A level's place on the common scale of cases.
pub fn badness(level: &str) -> usize {
    LEVELS.iter().position(|one| *one == level).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bare: &[usize], down_after: u8) -> Vec<usize> {
        let mut held: Option<Held> = None;
        let step = |now: &usize| {
            let next = Held::next(held.as_ref(), *now, down_after);
            held = Some(next.clone());
            next.shown
        };
        bare.iter().map(step).collect()
    }

    #[test]
    fn up_at_once_and_down_only_after_so_many_calmer_periods() {
        assert_eq!(shown(&[0, 4, 0, 4, 2, 1, 0, 0], 2), [0, 4, 4, 4, 4, 2, 1, 0]);
        assert_eq!(shown(&[3, 0, 0, 0], 3), [3, 3, 3, 0]);
        assert_eq!(shown(&[3, 2, 3, 2, 3], 2), [3; 5], "no flicker");
        assert_eq!(shown(&[4, 0], 1), [4, 0]);
    }

    #[test]
    fn written_and_read_back() {
        let scale: Vec<String> = LEVELS.iter().map(|word| (*word).to_owned()).collect();
        let held = Held { shown: 4, recent: vec![4, 1] };
        assert_eq!(Held::read("red", &held.written(&scale), &scale), Some(held));
        assert_eq!(Held::read("", "", &scale), None);
    }
}
