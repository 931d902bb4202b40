//! One Parquet column as it is stored, nulls apart. It must never know fields.

use std::fs::File;
use std::sync::Arc;

use hashbrown::HashMap;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::Shared;
use crate::population::column::Bits;

/// A column as stored. Values of unknown rows are zero.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) enum Raw {
    /// BOOLEAN.
    Bools { values: Bits, known: Bits },
    /// INT32, INT64.
    Ints { values: Vec<i64>, known: Bits },
    /// FLOAT, DOUBLE.
    Floats { values: Vec<f64>, known: Bits },
    /// BYTE_ARRAY: index into the dictionary.
    Texts { values: Vec<u32>, dictionary: Vec<Shared>, known: Bits },
}

impl Raw {
    /// Which rows have a value.
    pub(super) fn known(&self) -> &Bits {
        match self {
            Self::Bools { known, .. }
            | Self::Ints { known, .. }
            | Self::Floats { known, .. }
            | Self::Texts { known, .. } => known,
        }
    }
}

/// Reads a whole column, by the quick way where there is one.
pub(super) fn column(reader: &SerializedFileReader<File>, at: usize, rows: usize) -> Result<Raw, String> {
    let descriptor = reader.metadata().file_metadata().schema_descr().column(at);
    if descriptor.max_rep_level() > 0 || descriptor.max_def_level() > 1 {
        return Err(format!("column '{}' is nested; every column must be flat", descriptor.name()));
    }
    match super::pages::column(reader, at, rows)? {
        Some(raw) => Ok(raw),
        None => any(reader, at, rows),
    }
}

/// A whole flat column, however it is stored.
fn any(reader: &SerializedFileReader<File>, at: usize, rows: usize) -> Result<Raw, String> {
    let text = |error: parquet::errors::ParquetError| error.to_string();
    let descriptor = reader.metadata().file_metadata().schema_descr().column(at);
    let mut out = None;
    let mut start = 0;
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).map_err(text)?;
        let count = usize::try_from(group.metadata().num_rows()).map_err(|error| error.to_string())?;
        if start + count > rows {
            return Err("the row groups hold more rows than the file says".to_owned());
        }
        match group.get_column_reader(at).map_err(text)? {
            ColumnReader::BoolColumnReader(mut it) => {
                let to = out.get_or_insert_with(|| Raw::Bools {
                    values: Bits::filled(rows, false),
                    known: Bits::filled(rows, false),
                });
                let Raw::Bools { values, known } = to else { return Err(mixed()) };
                each(&mut it, start, count, known, |row, value| values.put(row, *value))?;
            }
            ColumnReader::Int32ColumnReader(mut it) => {
                let (values, known) = ints(&mut out, rows)?;
                each(&mut it, start, count, known, |row, value| values[row] = i64::from(*value))?;
            }
            ColumnReader::Int64ColumnReader(mut it) => {
                let (values, known) = ints(&mut out, rows)?;
                each(&mut it, start, count, known, |row, value| values[row] = *value)?;
            }
            ColumnReader::FloatColumnReader(mut it) => {
                let (values, known) = floats(&mut out, rows)?;
                each(&mut it, start, count, known, |row, value| values[row] = f64::from(*value))?;
            }
            ColumnReader::DoubleColumnReader(mut it) => {
                let (values, known) = floats(&mut out, rows)?;
                each(&mut it, start, count, known, |row, value| values[row] = *value)?;
            }
            ColumnReader::ByteArrayColumnReader(mut it) => texts(&mut out, &mut it, start, count, rows)?,
            _ => return Err(format!("column '{}' has a type that is not read", descriptor.name())),
        }
        start += count;
    }
    if start != rows {
        return Err("the row groups hold fewer rows than the file says".to_owned());
    }
    Ok(out.unwrap_or(Raw::Ints { values: Vec::new(), known: Bits::default() }))
}

fn mixed() -> String {
    "row groups with different types".to_owned()
}

fn ints(out: &mut Option<Raw>, rows: usize) -> Result<(&mut Vec<i64>, &mut Bits), String> {
    match out.get_or_insert_with(|| Raw::Ints { values: vec![0; rows], known: Bits::filled(rows, false) }) {
        Raw::Ints { values, known } => Ok((values, known)),
        _ => Err(mixed()),
    }
}

fn floats(out: &mut Option<Raw>, rows: usize) -> Result<(&mut Vec<f64>, &mut Bits), String> {
    match out.get_or_insert_with(|| Raw::Floats { values: vec![0.0; rows], known: Bits::filled(rows, false) })
    {
        Raw::Floats { values, known } => Ok((values, known)),
        _ => Err(mixed()),
    }
}

fn texts(
    out: &mut Option<Raw>,
    it: &mut ColumnReaderImpl<parquet::data_type::ByteArrayType>,
    start: usize,
    count: usize,
    rows: usize,
) -> Result<(), String> {
    let to = out.get_or_insert_with(|| Raw::Texts {
        values: vec![0; rows],
        dictionary: Vec::new(),
        known: Bits::filled(rows, false),
    });
    let Raw::Texts { values, dictionary, known } = to else { return Err(mixed()) };
    let mut seen: HashMap<Shared, u32> =
        dictionary.iter().zip(0..).map(|(text, ix)| (Arc::clone(text), ix)).collect();
    let mut fault = None;
    // Rows next to one another often share the very same bytes of the dictionary page.
    let mut last: Option<(ByteArray, u32)> = None;
    each(it, start, count, known, |row, value: &ByteArray| {
        if let Some((before, ix)) = &last
            && before.data() == value.data()
        {
            values[row] = *ix;
            return;
        }
        let Ok(text) = value.as_utf8() else {
            fault.get_or_insert(row);
            return;
        };
        let ix = seen.get(text).copied().unwrap_or_else(|| {
            let (text, ix): (Shared, u32) =
                (Arc::from(text), u32::try_from(dictionary.len()).unwrap_or(u32::MAX));
            dictionary.push(Arc::clone(&text));
            seen.insert(text, ix);
            ix
        });
        values[row] = ix;
        last = Some((value.clone(), ix));
    })?;
    fault.map_or(Ok(()), |row| Err(format!("row {}: text that is not UTF-8", row + 1)))
}

/// Hands every known value of a row group to `put`, and marks it known.
fn each<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    start: usize,
    count: usize,
    known: &mut Bits,
    mut put: impl FnMut(usize, &T::T),
) -> Result<(), String> {
    const STEP: usize = 16_384;
    let (mut values, mut levels) = (Vec::with_capacity(STEP), Vec::with_capacity(STEP));
    let mut row = 0;
    while row < count {
        values.clear();
        levels.clear();
        let (records, _, _) = reader
            .read_records(STEP.min(count - row), Some(&mut levels), None, &mut values)
            .map_err(|error| error.to_string())?;
        if records == 0 {
            return Err("the column ends too early".to_owned());
        }
        if levels.is_empty() {
            for (ix, value) in values.iter().enumerate() {
                known.put(start + row + ix, true);
                put(start + row + ix, value);
            }
        } else {
            let mut left = values.iter();
            for (ix, _) in levels.iter().enumerate().filter(|(_, level)| **level > 0) {
                let value = left.next().ok_or("the column has fewer values than it says")?;
                known.put(start + row + ix, true);
                put(start + row + ix, value);
            }
        }
        row += records;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
