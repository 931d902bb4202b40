//! Relations inside a partition: from ids to rows, and back from a thing to those that lead to it. It must never look outside the partition.

use hashbrown::HashMap;

use super::column::NOBODY;

/// The ids of the things of a kind, in the order of their rows.
#[derive(Debug, Clone)]
pub enum Ids {
    /// Whole numbers.
    Ints(Vec<i64>),
    /// Text.
    Texts(Vec<Box<str>>),
}

impl Ids {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Ints(ids) => ids.len(),
            Self::Texts(ids) => ids.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One id as text.
    #[must_use]
    pub fn text(&self, row: usize) -> String {
        match self {
            Self::Ints(ids) => ids.get(row).map(ToString::to_string).unwrap_or_default(),
            Self::Texts(ids) => ids.get(row).map(ToString::to_string).unwrap_or_default(),
        }
    }
}

/// Finds the row of an id.
pub enum Finder<'a> {
    /// Ids that lie close together: position by difference from the first.
    Dense {
        /// Smallest id.
        first: i64,
        /// Row of each.
        rows: Vec<u32>,
    },
    /// Other whole numbers.
    Ints(HashMap<i64, u32>),
    /// Text.
    Texts(HashMap<&'a str, u32>),
}

impl<'a> Finder<'a> {
    /// Over these ids; `Err` is an id that occurs twice.
    pub fn new(ids: &'a Ids) -> Result<Self, String> {
        match ids {
            Ids::Ints(ids) => {
                let (low, high) =
                    ids.iter().fold((i64::MAX, i64::MIN), |(low, high), &id| (low.min(id), high.max(id)));
                let spread = i128::from(high) - i128::from(low);
                if !ids.is_empty() && spread < 4 * ids.len() as i128 + 1024 {
                    let mut rows = vec![NOBODY; usize::try_from(spread).unwrap_or(0) + 1];
                    for (row, &id) in ids.iter().enumerate() {
                        let slot = &mut rows[usize::try_from(id - low).unwrap_or(0)];
                        if *slot != NOBODY {
                            return Err(id.to_string());
                        }
                        *slot = index(row);
                    }
                    return Ok(Self::Dense { first: low, rows });
                }
                let mut map = HashMap::with_capacity(ids.len());
                for (row, &id) in ids.iter().enumerate() {
                    if map.insert(id, index(row)).is_some() {
                        return Err(id.to_string());
                    }
                }
                Ok(Self::Ints(map))
            }
            Ids::Texts(ids) => {
                let mut map = HashMap::with_capacity(ids.len());
                for (row, id) in ids.iter().enumerate() {
                    if map.insert(&**id, index(row)).is_some() {
                        return Err(id.to_string());
                    }
                }
                Ok(Self::Texts(map))
            }
        }
    }

    /// The row of a whole number.
    #[must_use]
    pub fn int(&self, id: i64) -> Option<u32> {
        match self {
            Self::Dense { first, rows } => {
                let at = id.checked_sub(*first).and_then(|at| usize::try_from(at).ok())?;
                rows.get(at).copied().filter(|&row| row != NOBODY)
            }
            Self::Ints(map) => map.get(&id).copied(),
            Self::Texts(map) => map.get(id.to_string().as_str()).copied(),
        }
    }

    /// The row of a text.
    #[must_use]
    pub fn text(&self, id: &str) -> Option<u32> {
        match self {
            Self::Texts(map) => map.get(id).copied(),
            _ => id.parse().ok().and_then(|id| self.int(id)),
        }
    }
}

/// Row as an index of 32 bits; a partition never has more rows (checked when it is read).
#[must_use]
pub fn index(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(NOBODY)
}

/// For each thing, the rows of those that lead to it, in order.
#[derive(Debug, Clone, Default)]
pub struct Members {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Members {
    /// From the relation column of the elements.
    #[must_use]
    pub fn new(links: &[u32], things: usize) -> Self {
        let mut starts = vec![0_u32; things + 1];
        for &to in links {
            if let Some(count) = starts.get_mut(to as usize + 1).filter(|_| to != NOBODY) {
                *count += 1;
            }
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; starts.last().copied().unwrap_or(0) as usize];
        for (row, &to) in links.iter().enumerate() {
            if to == NOBODY {
                continue;
            }
            if let Some(at) = next.get_mut(to as usize) {
                rows[*at as usize] = index(row);
                *at += 1;
            }
        }
        Self { starts, rows }
    }

    /// Whether nobody leads anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Those of one thing.
    #[must_use]
    pub fn of(&self, row: u32) -> &[u32] {
        let at = row as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&from), Some(&to)) => &self.rows[from as usize..to as usize],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lead_to_rows_and_back() {
        let ids = Ids::Ints(vec![7, 5, 6]);
        let finder = Finder::new(&ids).unwrap();
        assert_eq!((finder.int(5), finder.int(8)), (Some(1), None));
        assert!(Finder::new(&Ids::Ints(vec![1, 1])).is_err());
        let members = Members::new(&[1, 0, 1, NOBODY], 3);
        assert_eq!((members.of(1), members.of(0), members.of(2)), (&[0, 2][..], &[1][..], &[][..]));
    }
}
