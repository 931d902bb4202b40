//! The columns of one segment of the index, and which of its articles the filters let through.
//!
//! Must never score or sort.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;

use tantivy::columnar::{Cardinality, Column, ColumnValues, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::entry::{ALWAYS, day_number};
use crate::query::Query;
use crate::schema::column;

/// The ordinal of an article without a value.
pub const NO_VALUE: u64 = u64::MAX;
/// Above this many wanted values, reading the whole dictionary once beats looking each up.
const FEW: usize = 32;

/// A column of texts, as ordinals into its sorted dictionary.
pub struct Texts {
    dictionary: Option<StrColumn>,
    ords: Arc<dyn ColumnValues<u64>>,
}

impl Texts {
    /// Opens a column; a segment without it has no values.
    pub fn open(reader: &SegmentReader, name: &str) -> tantivy::Result<Self> {
        let dictionary = reader.fast_fields().str(name)?;
        let column = match &dictionary {
            Some(column) => column.ords().clone(),
            None => Column::build_empty_column(reader.max_doc()),
        };
        Ok(Self { dictionary, ords: plain(column, NO_VALUE) })
    }

    /// The ordinals of some articles' values.
    pub fn ords(&self, docs: &[DocId], ords: &mut [u64]) {
        self.ords.get_vals(docs, ords);
    }

    /// The ordinal of an article's value.
    pub fn ord(&self, doc: DocId) -> u64 {
        self.ords.get_val(doc)
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.dictionary.as_ref().map_or(0, |column| column.num_terms())
    }

    /// The values of ordinals in rising order.
    pub fn values(&self, ords: &[u64]) -> io::Result<Vec<String>> {
        let mut values = Vec::with_capacity(ords.len());
        if let Some(column) = &self.dictionary {
            column.dictionary().sorted_ords_to_term_cb(ords, |bytes| {
                values.push(String::from_utf8_lossy(bytes).into_owned());
            })?;
        }
        Ok(values)
    }

    /// The first ordinal whose value comes after this one.
    pub fn first_after(&self, value: &str) -> io::Result<u64> {
        use std::ops::Bound::{Excluded, Included, Unbounded};
        let Some(column) = &self.dictionary else { return Ok(0) };
        let (from, _) = column.dictionary().term_bounds_to_ord(Excluded(value), Unbounded)?;
        Ok(match from {
            Included(ord) => ord,
            Excluded(ord) => ord + 1,
            Unbounded => 0,
        })
    }

    /// Which ordinals are among these values.
    fn among(&self, wanted: &[String]) -> io::Result<Vec<bool>> {
        let mut allowed = vec![false; self.len()];
        let Some(column) = &self.dictionary else { return Ok(allowed) };
        let mut allow = |ord: u64| {
            if let Some(slot) = usize::try_from(ord).ok().and_then(|ord| allowed.get_mut(ord)) {
                *slot = true;
            }
        };
        if wanted.len() <= FEW {
            for value in wanted {
                column.dictionary().term_ord(value)?.into_iter().for_each(&mut allow);
            }
        } else {
            let wanted: HashSet<&[u8]> = wanted.iter().map(String::as_bytes).collect();
            let mut stream = column.dictionary().stream()?;
            while stream.advance() {
                if wanted.contains(stream.key()) {
                    allow(stream.term_ord());
                }
            }
        }
        Ok(allowed)
    }
}

/// The values one by one. Every article has one in every column, and then the column can be read in blocks.
fn plain<T: PartialOrd + Copy + Send + Sync + std::fmt::Debug + 'static>(
    column: Column<T>,
    default: T,
) -> Arc<dyn ColumnValues<T>> {
    match column.get_cardinality() {
        Cardinality::Full => column.values,
        _ => column.first_or_default_col(default),
    }
}

/// All columns of a segment that searching reads.
pub struct Columns {
    /// Unique key, in the order of last resort.
    pub key: Texts,
    /// 发文机关
    pub issuer: Texts,
    /// 区划
    pub place: Texts,
    /// 文种
    pub kind: Texts,
    /// 年份
    pub year: Arc<dyn ColumnValues<i64>>,
    /// Day of issue.
    pub issued: Arc<dyn ColumnValues<i64>>,
    from: Arc<dyn ColumnValues<i64>>,
    to: Arc<dyn ColumnValues<i64>>,
}

impl Columns {
    /// Opens them.
    pub fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let days =
            |name, default| -> tantivy::Result<_> { Ok(plain(reader.fast_fields().i64(name)?, default)) };
        Ok(Self {
            key: Texts::open(reader, column::KEY)?,
            issuer: Texts::open(reader, column::ISSUER)?,
            place: Texts::open(reader, column::PLACE)?,
            kind: Texts::open(reader, column::KIND)?,
            year: days(column::YEAR, 0)?,
            issued: days(column::ISSUED, ALWAYS.0)?,
            from: days(column::FROM, ALWAYS.0)?,
            to: days(column::TO, ALWAYS.1)?,
        })
    }
}

impl Columns {
    /// How many articles the columns hold, deleted ones included.
    pub fn articles(&self) -> u32 {
        self.issued.num_vals()
    }
}

/// The filters of a query, in the ordinals of one segment.
pub struct Filter {
    issuer: Option<Vec<bool>>,
    place: Option<Vec<bool>>,
    kind: Option<Vec<bool>>,
    years: Option<(i64, i64)>,
    day: Option<i64>,
}

impl Filter {
    /// Looks the wanted values up.
    pub fn new(query: &Query, columns: &Columns) -> io::Result<Self> {
        let some = |list: &[String], texts: &Texts| -> io::Result<_> {
            if list.is_empty() { Ok(None) } else { texts.among(list).map(Some) }
        };
        let years = match query.years {
            (None, None) => None,
            (from, to) => Some((from.map_or(i64::MIN, i64::from), to.map_or(i64::MAX, i64::from))),
        };
        Ok(Self {
            issuer: some(&query.issuers, &columns.issuer)?,
            place: query.places.as_ref().map(|list| columns.place.among(list)).transpose()?,
            kind: some(&query.kinds, &columns.kind)?,
            years,
            day: query.as_of.map(day_number),
        })
    }

    /// Whether everything is let through.
    pub fn is_open(&self) -> bool {
        let Self { issuer, place, kind, years, day } = self;
        issuer.is_none() && place.is_none() && kind.is_none() && years.is_none() && day.is_none()
    }

    /// Whether an article is let through.
    pub fn allows(&self, columns: &Columns, doc: DocId) -> bool {
        let among = |allowed: &Option<Vec<bool>>, texts: &Texts| {
            allowed.as_ref().is_none_or(|list| {
                usize::try_from(texts.ord(doc)).ok().and_then(|ord| list.get(ord)).copied().unwrap_or(false)
            })
        };
        among(&self.issuer, &columns.issuer)
            && among(&self.place, &columns.place)
            && among(&self.kind, &columns.kind)
            && self.years.is_none_or(|(from, to)| {
                let year = columns.year.get_val(doc);
                year != 0 && (from..=to).contains(&year)
            })
            && self.day.is_none_or(|day| (columns.from.get_val(doc)..=columns.to.get_val(doc)).contains(&day))
    }
}
