//! The quick way from the pages of a column to its values: a dictionary is read once instead of once a row. It must never guess; what is stored in another
//! way than usual is left to the reader of the `parquet` crate.

use std::fs::File;

use parquet::basic::Encoding;
use parquet::column::page::Page;
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::raw::Raw;
use super::runs;
use super::values::{Spots, Values};
use crate::population::column::Bits;

/// A whole flat column, or `None` when it is stored in a way that is not quick.
pub(super) fn column(
    reader: &SerializedFileReader<File>,
    at: usize,
    rows: usize,
) -> Result<Option<Raw>, String> {
    let descriptor = reader.metadata().file_metadata().schema_descr().column(at);
    let Some(values) = Values::new(descriptor.physical_type(), rows) else { return Ok(None) };
    let nullable = descriptor.max_def_level() == 1;
    let mut sink = Sink { values, known: Bits::filled(rows, false), indices: Vec::new() };
    let mut start = 0;
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).map_err(|error| error.to_string())?;
        let count = usize::try_from(group.metadata().num_rows()).map_err(|error| error.to_string())?;
        if start + count > rows {
            return Err("the row groups hold more rows than the file says".to_owned());
        }
        let end = start + count;
        let mut pages = group.get_column_page_reader(at).map_err(|error| error.to_string())?;
        sink.values.forget();
        while start < end {
            let page = pages.get_next_page().map_err(|error| error.to_string())?;
            let Some(page) = page else { return Err("the column ends too early".to_owned()) };
            match sink.page(&page, start, end, nullable)? {
                Some(rows) => start += rows,
                None => return Ok(None),
            }
        }
    }
    if start != rows {
        return Err("the row groups hold fewer rows than the file says".to_owned());
    }
    Ok(Some(sink.values.raw(sink.known)))
}

struct Sink {
    values: Values,
    known: Bits,
    indices: Vec<u32>,
}

impl Sink {
    /// Takes one page in; answers how many rows it had, or `None` when it is stored in an unusual way.
    fn page(
        &mut self,
        page: &Page,
        start: usize,
        end: usize,
        nullable: bool,
    ) -> Result<Option<usize>, String> {
        let (buf, encoding, levels, rows) = match page {
            Page::DictionaryPage { buf, encoding, .. } => {
                let usual = matches!(encoding, Encoding::PLAIN | Encoding::PLAIN_DICTIONARY);
                return Ok((usual && self.values.learn(buf)?).then_some(0));
            }
            Page::DataPage { buf, num_values, encoding, def_level_encoding, .. } => {
                let (levels, rest) = if !nullable {
                    (None, &buf[..])
                } else if *def_level_encoding == Encoding::RLE {
                    let (levels, rest) = sized(buf)?;
                    (Some(levels), rest)
                } else {
                    return Ok(None);
                };
                (rest, *encoding, levels, *num_values)
            }
            Page::DataPageV2 {
                buf,
                num_values,
                encoding,
                def_levels_byte_len,
                rep_levels_byte_len: 0,
                ..
            } => {
                let (levels, rest) = buf.split_at_checked(*def_levels_byte_len as usize).ok_or_else(short)?;
                (rest, *encoding, nullable.then_some(levels), *num_values)
            }
            Page::DataPageV2 { .. } => return Ok(None),
        };
        let rows = rows as usize;
        if start + rows > end {
            return Err("a page holds more rows than its row group".to_owned());
        }
        let count = match levels {
            Some(levels) => runs::bits(levels, rows, &mut self.known, start)?,
            None => {
                runs::fill(&mut self.known, start, rows);
                rows
            }
        };
        Ok(self.take(buf, encoding, start, rows, count)?.then_some(rows))
    }

    /// The known values of one page.
    fn take(
        &mut self,
        buf: &[u8],
        encoding: Encoding,
        start: usize,
        rows: usize,
        count: usize,
    ) -> Result<bool, String> {
        if count == 0 {
            return Ok(true);
        }
        let spots = Spots { known: &self.known, start, rows, count };
        if matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY) {
            let (width, rest) = buf.split_first().ok_or_else(short)?;
            runs::numbers(rest, *width, count, &mut self.indices)?;
            return self.values.take_indexed(&spots, &self.indices);
        }
        self.values.take_plain(&spots, buf, encoding)
    }
}

/// Bytes behind their own length.
pub(super) fn sized(buf: &[u8]) -> Result<(&[u8], &[u8]), String> {
    let (size, rest) = buf.split_first_chunk::<4>().ok_or_else(short)?;
    rest.split_at_checked(u32::from_le_bytes(*size) as usize).ok_or_else(short)
}

pub(super) fn short() -> String {
    "a page ends too early".to_owned()
}
