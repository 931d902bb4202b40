//! Text that remembers, character by character, where in the source it stood.
//!
//! Must never hold a character without a position: what cannot be traced must not enter a clean text.

use anye_findings::Span;

/// Characters with their positions in the source, counted in characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Traced {
    chars: Vec<char>,
    at: Vec<u32>,
}

impl Traced {
    /// The source itself.
    pub(crate) fn of_source(source: &str) -> Self {
        let chars: Vec<char> = source.chars().collect();
        let at = (0..u32::try_from(chars.len()).unwrap_or(u32::MAX)).collect();
        Self { chars, at }
    }

    pub(crate) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    pub(crate) fn chars(&self) -> &[char] {
        &self.chars
    }

    pub(crate) fn at(&self, index: usize) -> u32 {
        self.at[index]
    }

    pub(crate) fn first(&self) -> Option<char> {
        self.chars.first().copied()
    }

    pub(crate) fn last(&self) -> Option<char> {
        self.chars.last().copied()
    }

    pub(crate) fn push(&mut self, char: char, at: u32) {
        self.chars.push(char);
        self.at.push(at);
    }

    pub(crate) fn append(&mut self, other: &Self) {
        self.chars.extend_from_slice(&other.chars);
        self.at.extend_from_slice(&other.at);
    }

    /// The characters `[start, end)`, with bounds cut to what is there.
    pub(crate) fn slice(&self, start: usize, end: usize) -> Self {
        let end = end.min(self.len());
        let start = start.min(end);
        Self { chars: self.chars[start..end].to_vec(), at: self.at[start..end].to_vec() }
    }

    pub(crate) fn from(&self, start: usize) -> Self {
        self.slice(start, self.len())
    }

    pub(crate) fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// The same positions under other characters. Only a mapping of one character to one keeps the trace true.
    pub(crate) fn with_chars(&self, chars: Vec<char>) -> Self {
        debug_assert_eq!(chars.len(), self.at.len());
        Self { chars, at: self.at.clone() }
    }

    /// From the first to one past the last source character.
    pub(crate) fn source_span(&self) -> Option<Span> {
        let (start, end) = (self.at.iter().min()?, self.at.iter().max()?);
        Some(Span { start: *start as usize, end: *end as usize + 1 })
    }

    /// The trace as runs `[clean_start, source_start, length]`.
    pub(crate) fn runs(&self) -> Vec<[u32; 3]> {
        let mut runs: Vec<[u32; 3]> = Vec::new();
        for (clean, &source) in (0_u32..).zip(&self.at) {
            match runs.last_mut() {
                Some(run) if run[1] + run[2] == source => run[2] += 1,
                _ => runs.push([clean, source, 1]),
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_follow_holes_in_the_source() {
        let source = Traced::of_source("就業(yè)好");
        let mut clean = source.slice(0, 2);
        clean.append(&source.from(6));
        assert_eq!(clean.text(), "就業好");
        assert_eq!(clean.runs(), vec![[0, 0, 2], [2, 6, 1]]);
        assert_eq!(clean.source_span(), Some(Span { start: 0, end: 7 }));
    }

    #[test]
    fn a_slice_is_cut_to_what_is_there() {
        assert!(Traced::of_source("就业").slice(5, 9).is_empty());
    }
}
