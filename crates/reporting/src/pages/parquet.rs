//! Figures as a Parquet file: a row a period, place and code, a column an item, exact decimals, what was asked as metadata. It must never round a figure, nor
//! write a missing one as nought.

use std::sync::Arc;

use anye_forms::Form;
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::export::plain;
use crate::figures::{FigureQuery, FigureTable};

/// Digits that a whole number of 64 bits holds.
const PRECISION: i32 = 18;

/// One column, ready to be written.
enum Column {
    Words(Vec<String>),
    Counts(Vec<i64>),
    /// Milliseconds since 1970.
    Times(Vec<i64>),
    /// Scaled by ten to these digits.
    Exact(i32, Vec<Option<i64>>),
}

/// The file.
///
/// # Errors
/// What the writer refuses.
pub fn file(form: &Form, asked: &FigureQuery, table: &FigureTable) -> Result<Vec<u8>, ParquetError> {
    let columns = columns(form, table);
    let fields = columns.iter().map(|(name, column)| field(name, column)).collect::<Result<_, _>>()?;
    let schema = Type::group_type_builder("figures").with_fields(fields).build()?;
    let class = if asked.approved { "approved" } else { "submitted" };
    let said = [
        ("form", form.id.clone()),
        ("form_version", form.version.clone()),
        ("class", class.to_owned()),
        ("dimension", asked.dim.clone()),
        ("asked_at", table.asked_at.to_string()),
    ];
    let said = said.map(|(key, value)| KeyValue::new(format!("anye.{key}"), value)).to_vec();
    let properties = WriterProperties::builder()
        .set_compression(Compression::LZ4_RAW)
        .set_created_by("anye".to_owned())
        .set_key_value_metadata(Some(said))
        .build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for (_, column) in &columns {
        let Some(mut open) = group.next_column()? else { break };
        match column {
            Column::Words(all) => {
                let all: Vec<ByteArray> = all.iter().map(|text| ByteArray::from(text.as_str())).collect();
                open.typed::<ByteArrayType>().write_batch(&all, None, None)?;
            }
            Column::Counts(all) | Column::Times(all) => {
                open.typed::<Int64Type>().write_batch(all, None, None)?;
            }
            Column::Exact(_, all) => {
                let levels: Vec<i16> = all.iter().map(|value| i16::from(value.is_some())).collect();
                let there: Vec<i64> = all.iter().copied().flatten().collect();
                open.typed::<Int64Type>().write_batch(&there, Some(&levels), None)?;
            }
        }
        open.close()?;
    }
    group.close()?;
    writer.close()?;
    Ok(bytes)
}

fn field(name: &str, column: &Column) -> Result<Arc<Type>, ParquetError> {
    let of = |physical, repetition| Type::primitive_type_builder(name, physical).with_repetition(repetition);
    let made = match column {
        Column::Words(_) => {
            of(Physical::BYTE_ARRAY, Repetition::REQUIRED).with_logical_type(Some(LogicalType::String))
        }
        Column::Counts(_) => of(Physical::INT64, Repetition::REQUIRED),
        Column::Times(_) => of(Physical::INT64, Repetition::REQUIRED)
            .with_logical_type(Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
        Column::Exact(scale, _) => of(Physical::INT64, Repetition::OPTIONAL)
            .with_logical_type(Some(LogicalType::decimal(*scale, PRECISION)))
            .with_precision(PRECISION)
            .with_scale(*scale),
    };
    made.build().map(Arc::new)
}

fn columns(form: &Form, table: &FigureTable) -> Vec<(String, Column)> {
    let words = |pick: fn(&crate::figures::FigureRow) -> &String| {
        Column::Words(table.rows.iter().map(|row| pick(row).clone()).collect())
    };
    let counts =
        |pick: fn(&crate::figures::FigureRow) -> i64| table.rows.iter().map(pick).collect::<Vec<_>>();
    let mut all = vec![
        ("period".to_owned(), words(|row| &row.period)),
        ("place".to_owned(), words(|row| &row.place)),
        ("place_name".to_owned(), words(|row| &row.place_name)),
        ("code".to_owned(), words(|row| &row.code)),
        ("reports".to_owned(), Column::Counts(counts(|row| row.n))),
        ("as_of".to_owned(), Column::Times(counts(|row| row.as_of))),
        ("forced".to_owned(), Column::Counts(counts(|row| row.forced))),
    ];
    for (at, column) in table.columns.iter().enumerate() {
        let texts: Vec<Option<String>> = table
            .rows
            .iter()
            .map(|row| row.values.get(at)?.as_ref().map(|text| plain(form, column, text)))
            .collect();
        let digits = texts.iter().flatten().map(|text| places(text)).max().unwrap_or(0);
        let exact = texts.iter().map(|text| scaled(text.as_deref()?, digits)).collect();
        all.push((column.id.clone(), Column::Exact(i32::try_from(digits).unwrap_or(0), exact)));
    }
    all
}

/// Digits after the point.
fn places(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, rest)| rest.len())
}

/// A decimal as a whole number of its smallest part; `None` for what is no number or does not fit.
fn scaled(text: &str, digits: usize) -> Option<i64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{rest:0<digits$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{places, scaled};

    #[test]
    fn decimals_are_kept_to_the_digit() {
        assert_eq!((places("12.50"), places("-3")), (2, 0));
        assert_eq!(scaled("12.5", 2), Some(1_250));
        assert_eq!(scaled("-0.05", 2), Some(-5));
        assert_eq!(scaled("7", 3), Some(7_000));
        assert_eq!((scaled("—", 2), scaled("99999999999999999999", 0)), (None, None));
    }
}
