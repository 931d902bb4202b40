//! Plain columns of numbers in a Parquet file. It must never guess: a column that is missing or of another type is told.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, Repetition, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_typed_column_reader};
use parquet::data_type::{DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use crate::population::Fault;

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Column {
    /// Whole numbers, some of them missing.
    Ints(Vec<Option<i64>>),
    /// Real numbers, none missing.
    Reals(Vec<f64>),
}

impl Column {
    pub(super) fn ints(values: impl Iterator<Item = i64>) -> Self {
        Self::Ints(values.map(Some).collect())
    }
}

/// Columns by name, read from or written to one file.
#[derive(Debug)]
pub(super) struct Table {
    path: PathBuf,
    columns: Vec<(String, Column)>,
}

impl Table {
    pub(super) fn new(path: &Path, columns: Vec<(&str, Column)>) -> Self {
        let columns = columns.into_iter().map(|(name, column)| (name.to_owned(), column)).collect();
        Self { path: path.to_owned(), columns }
    }

    /// Writes the file under a name that is not final, then names it.
    pub(super) fn write(&self) -> Result<(), Fault> {
        let half = self.path.with_extension("part");
        let failed = |error: String| Fault::Write { path: self.path.clone(), error };
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
        }
        let file = File::create(&half).map_err(|error| failed(error.to_string()))?;
        self.put(file).map_err(|error| failed(error.to_string()))?;
        std::fs::rename(&half, &self.path).map_err(|error| failed(error.to_string()))
    }

    fn put(&self, file: File) -> Result<(), ParquetError> {
        let field = |(name, column): &(String, Column)| {
            let (physical, repetition) = match column {
                Column::Ints(_) => (Physical::INT64, Repetition::OPTIONAL),
                Column::Reals(_) => (Physical::DOUBLE, Repetition::REQUIRED),
            };
            Type::primitive_type_builder(name, physical).with_repetition(repetition).build().map(Arc::new)
        };
        let fields = self.columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
        let schema = Type::group_type_builder("rows").with_fields(fields).build()?;
        let properties = WriterProperties::builder().set_compression(Compression::LZ4_RAW).build();
        let mut writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))?;
        let mut group = writer.next_row_group()?;
        for (_, column) in &self.columns {
            let Some(mut open) = group.next_column()? else { break };
            match column {
                Column::Ints(values) => {
                    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
                    let there: Vec<i64> = values.iter().copied().flatten().collect();
                    open.typed::<Int64Type>().write_batch(&there, Some(&levels), None)?;
                }
                Column::Reals(values) => {
                    open.typed::<DoubleType>().write_batch(values, None, None)?;
                }
            }
            open.close()?;
        }
        group.close()?;
        writer.close().map(|_| ())
    }

    /// Reads a file whole.
    pub(super) fn read(path: &Path) -> Result<Self, Fault> {
        let file = File::open(path).map_err(|error| Fault::Io { path: path.to_owned(), error })?;
        let broken = |error: ParquetError| Fault::Broken { path: path.to_owned(), error: error.to_string() };
        let reader = SerializedFileReader::new(file).map_err(broken)?;
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let mut columns: Vec<(String, Column)> = Vec::new();
        for at in 0..schema.num_columns() {
            let described = schema.column(at);
            let mut column = match described.physical_type() {
                Physical::INT64 => Column::Ints(Vec::new()),
                Physical::DOUBLE => Column::Reals(Vec::new()),
                other => {
                    let what = format!("holds {other}; whole numbers (INT64) or reals (DOUBLE) are needed");
                    return Err(value(path, described.name(), 0, what));
                }
            };
            for group in 0..reader.num_row_groups() {
                let rows = reader.metadata().row_group(group).num_rows();
                let rows = usize::try_from(rows).unwrap_or(0);
                let group = reader.get_row_group(group).map_err(broken)?;
                let open = group.get_column_reader(at).map_err(broken)?;
                take(open, rows, described.max_def_level() > 0, &mut column).map_err(broken)?;
            }
            columns.push((described.name().to_owned(), column));
        }
        Ok(Self { path: path.to_owned(), columns })
    }

    fn find(&self, name: &str) -> Result<&Column, Fault> {
        let found = self.columns.iter().find(|(own, _)| own == name);
        found.map(|(_, column)| column).ok_or_else(|| self.wrong(name, 0, "is missing".to_owned()))
    }

    /// A column of whole numbers that may be missing.
    pub(super) fn maybe(&self, name: &str) -> Result<&[Option<i64>], Fault> {
        match self.find(name)? {
            Column::Ints(values) => Ok(values),
            Column::Reals(_) => Err(self.wrong(name, 0, "holds reals, not whole numbers".to_owned())),
        }
    }

    /// A column of whole numbers, none missing, each within a type.
    pub(super) fn ints<T: TryFrom<i64>>(&self, name: &str) -> Result<Vec<T>, Fault> {
        let fit = |(row, value): (usize, &Option<i64>)| {
            let fault = || self.wrong(name, row + 1, format!("{value:?} does not fit here"));
            value.and_then(|value| T::try_from(value).ok()).ok_or_else(fault)
        };
        self.maybe(name)?.iter().enumerate().map(fit).collect()
    }

    /// A column of reals.
    pub(super) fn reals(&self, name: &str) -> Result<&[f64], Fault> {
        match self.find(name)? {
            Column::Reals(values) => Ok(values),
            Column::Ints(_) => Err(self.wrong(name, 0, "holds whole numbers, not reals".to_owned())),
        }
    }

    /// What is wrong with a value, where.
    pub(super) fn wrong(&self, column: &str, row: usize, what: String) -> Fault {
        value(&self.path, column, row, what)
    }
}

fn value(path: &Path, column: &str, row: usize, what: String) -> Fault {
    let row = u64::try_from(row).unwrap_or(0);
    Fault::Value { path: path.to_owned(), column: column.to_owned(), row, what }
}

fn take(open: ColumnReader, rows: usize, optional: bool, column: &mut Column) -> Result<(), ParquetError> {
    match column {
        Column::Ints(to) => {
            let (values, levels) = all::<Int64Type>(get_typed_column_reader(open), rows, optional)?;
            let mut values = values.into_iter();
            match optional {
                true => {
                    to.extend(levels.into_iter().map(|level| if level > 0 { values.next() } else { None }))
                }
                false => to.extend(values.map(Some)),
            }
        }
        Column::Reals(to) => {
            let (values, levels) = all::<DoubleType>(get_typed_column_reader(open), rows, optional)?;
            if optional && levels.contains(&0) {
                return Err(ParquetError::General("a real number is missing".to_owned()));
            }
            to.extend(values);
        }
    }
    Ok(())
}

/// Values that are there, and for each row whether one is.
fn all<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    rows: usize,
    optional: bool,
) -> Result<(Vec<T::T>, Vec<i16>), ParquetError> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let mut seen = 0;
    while seen < rows {
        let (records, _, _) =
            reader.read_records(rows - seen, optional.then_some(&mut levels), None, &mut values)?;
        if records == 0 {
            return Err(ParquetError::EOF(format!("{seen} of {rows} rows")));
        }
        seen += records;
    }
    Ok((values, levels))
}
