//! Pages of long lists by cursor: a cursor names the last row seen, so rows that arrive meanwhile are neither skipped nor repeated.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// How many rows a page holds: 1 to 500, 50 unless asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u32);

impl Limit {
    /// The most a page may hold.
    pub const MAX: u32 = 500;

    /// Reads a wish; `None` where it is zero or above the most.
    pub fn new(rows: u32) -> Option<Self> {
        (1..=Self::MAX).contains(&rows).then_some(Self(rows))
    }

    /// The number of rows.
    pub fn rows(self) -> u32 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

/// The sort key of the last row of a page. Opaque outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub Vec<String>);

impl Cursor {
    /// As text for an address.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::Value::from(self.0.clone()).to_string())
    }

    /// Reads it back; `None` where the text is no cursor of ours.
    pub fn decode(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        serde_json::from_slice(&bytes).ok().map(Self)
    }
}

/// A page of rows and where the next begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page, where there is one.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Makes a page from up to `limit + 1` rows: the one too many says that more follow.
    pub fn from_overfull(mut rows: Vec<T>, limit: Limit, key: impl Fn(&T) -> Cursor) -> Self {
        let full = rows.len() > limit.rows() as usize;
        rows.truncate(limit.rows() as usize);
        let next = if full { rows.last().map(key) } else { None };
        Self { items: rows, next }
    }

    /// The same page with other rows.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nonsense_does_not() {
        let cursor = Cursor(vec!["2020-01-01".into(), "抚顺".into()]);
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        assert_eq!(Cursor::decode("%%%"), None);
        assert_eq!(Cursor::decode("e30"), None);
    }

    #[test]
    fn one_row_too_many_means_another_page() {
        let limit = Limit::new(2).unwrap();
        let key = |row: &i32| Cursor(vec![row.to_string()]);
        assert_eq!(Page::from_overfull(vec![1, 2, 3], limit, key).next, Some(Cursor(vec!["2".into()])));
        assert_eq!(Page::from_overfull(vec![1, 2], limit, key).next, None);
        assert!(Limit::new(501).is_none());
    }
}
