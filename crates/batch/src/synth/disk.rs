//! Made-up partitions as Parquet files, in the layout that a population has. It must never name them otherwise than the reader expects.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use anye_law::book::{KindId, Ty};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use crate::population::{Bits, Column, Fault, Ids, NOBODY, Partition};

/// Writes the kinds of a partition that have things: `DIR/<kind>/<partition>.parquet`.
pub fn write_partition(
    facts: &Partition<'_>,
    dir: &Path,
    wanted: impl Fn((KindId, u16)) -> bool,
) -> Result<(), Fault> {
    for ix in 0..facts.book.kinds.len() {
        let kind = KindId(u16::try_from(ix).unwrap_or(u16::MAX));
        if facts.table(kind).ids.is_empty() {
            continue;
        }
        let folder = dir.join(&facts.book.kind(kind).id);
        fs::create_dir_all(&folder).map_err(|error| Fault::Io { path: folder.clone(), error })?;
        let path = folder.join(format!("{}.parquet", facts.name()));
        let file = File::create(&path).map_err(|error| Fault::Io { path: path.clone(), error })?;
        table(facts, kind, file, &wanted)
            .map_err(|error| Fault::Write { path: path.clone(), error: error.to_string() })?;
    }
    Ok(())
}

fn table(
    facts: &Partition<'_>,
    kind: KindId,
    file: File,
    wanted: &impl Fn((KindId, u16)) -> bool,
) -> Result<(), ParquetError> {
    let (def, table) = (facts.book.kind(kind), facts.table(kind));
    let fields: Vec<usize> = (0..def.fields.len())
        .filter(|field| wanted((kind, u16::try_from(*field).unwrap_or(u16::MAX))))
        .filter(|field| match &table.columns[*field] {
            Column::Absent => false,
            Column::Links(links) => links.iter().any(|link| *link != NOBODY),
            _ => true,
        })
        .collect();
    let mut columns = vec![match &table.ids {
        Ids::Ints(_) => primitive("id", Physical::INT64, Repetition::REQUIRED, None)?,
        Ids::Texts(_) => text("id", Repetition::REQUIRED)?,
    }];
    for field in &fields {
        let name = &def.fields[*field].id;
        columns.push(match (&table.columns[*field], def.fields[*field].ty) {
            (Column::Bools { .. }, _) => primitive(name, Physical::BOOLEAN, Repetition::OPTIONAL, None)?,
            (Column::Days { .. }, _) => {
                primitive(name, Physical::INT32, Repetition::OPTIONAL, Some(LogicalType::Date))?
            }
            (Column::Nums { den, .. }, Ty::Num(dim)) => decimal(name, *den, dim.0[0] == 1)?,
            (Column::Links(_), Ty::Thing(other)) => match &facts.table(other).ids {
                Ids::Ints(_) => primitive(name, Physical::INT64, Repetition::OPTIONAL, None)?,
                Ids::Texts(_) => text(name, Repetition::OPTIONAL)?,
            },
            _ => text(name, Repetition::OPTIONAL)?,
        });
    }
    let schema = Type::group_type_builder(&def.id).with_fields(columns).build()?;
    let properties = WriterProperties::builder().set_compression(Compression::LZ4_RAW).build();
    let mut writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    let rows = table.ids.len();
    ids(&mut group, &table.ids, (0..rows).collect(), None)?;
    for field in fields {
        column(facts, &mut group, &table.columns[field], def.fields[field].ty, rows)?;
    }
    group.close()?;
    writer.close()?;
    Ok(())
}

fn primitive(
    name: &str,
    physical: Physical,
    repetition: Repetition,
    logical: Option<LogicalType>,
) -> Result<TypePtr, ParquetError> {
    Type::primitive_type_builder(name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .build()
        .map(Arc::new)
}

fn text(name: &str, repetition: Repetition) -> Result<TypePtr, ParquetError> {
    primitive(name, Physical::BYTE_ARRAY, repetition, Some(LogicalType::String))
}

/// A number with as many decimals as its denominator has zeros; money is kept in fen and written in yuan.
fn decimal(name: &str, den: u64, money: bool) -> Result<TypePtr, ParquetError> {
    let scale = i32::try_from(den.ilog10()).unwrap_or(0) + if money { 2 } else { 0 };
    if scale == 0 {
        return primitive(name, Physical::INT64, Repetition::OPTIONAL, None);
    }
    Type::primitive_type_builder(name, Physical::INT64)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(Some(LogicalType::decimal(scale, 18)))
        .with_precision(18)
        .with_scale(scale)
        .build()
        .map(Arc::new)
}

type Group<'g> = SerializedRowGroupWriter<'g, File>;

fn column(
    facts: &Partition<'_>,
    group: &mut Group<'_>,
    column: &Column,
    ty: Ty,
    rows: usize,
) -> Result<(), ParquetError> {
    match column {
        Column::Absent => Ok(()),
        Column::Bools { values, known } => put::<BoolType>(group, known, rows, |row| values.get(row)),
        Column::Nums { values, known, .. } => put::<Int64Type>(group, known, rows, |row| values[row]),
        Column::Days { values, known } => put::<Int32Type>(group, known, rows, |row| values[row]),
        Column::Codes { values, known } => {
            let members: Vec<ByteArray> = match ty {
                Ty::Enum(id) => facts.book.enums[id.ix()]
                    .members
                    .iter()
                    .map(|(_, id)| ByteArray::from(id.as_str()))
                    .collect(),
                _ => Vec::new(),
            };
            put::<ByteArrayType>(group, known, rows, |row| members[usize::from(values[row])].clone())
        }
        Column::Texts { values, dictionary, known } => {
            let words: Vec<ByteArray> = dictionary.iter().map(|word| ByteArray::from(&**word)).collect();
            put::<ByteArrayType>(group, known, rows, |row| words[values[row] as usize].clone())
        }
        Column::Links(links) => {
            let levels = links.iter().map(|link| i16::from(*link != NOBODY)).collect();
            let rows = links.iter().filter(|link| **link != NOBODY).map(|link| *link as usize).collect();
            match ty {
                Ty::Thing(other) => ids(group, &facts.table(other).ids, rows, Some(levels)),
                _ => Ok(()),
            }
        }
    }
}

/// The known values of a column.
fn put<T: DataType>(
    group: &mut Group<'_>,
    known: &Bits,
    rows: usize,
    value: impl Fn(usize) -> T::T,
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = (0..rows).map(|row| i16::from(known.get(row))).collect();
    let values: Vec<T::T> = (0..rows).filter(|row| known.get(*row)).map(value).collect();
    write::<T>(group, &values, Some(&levels))
}

/// The ids at these rows.
fn ids(
    group: &mut Group<'_>,
    ids: &Ids,
    rows: Vec<usize>,
    levels: Option<Vec<i16>>,
) -> Result<(), ParquetError> {
    match ids {
        Ids::Ints(ids) => {
            let values: Vec<i64> = rows.into_iter().map(|row| ids[row]).collect();
            write::<Int64Type>(group, &values, levels.as_deref())
        }
        Ids::Texts(ids) => {
            let values: Vec<ByteArray> = rows.into_iter().map(|row| ByteArray::from(&*ids[row])).collect();
            write::<ByteArrayType>(group, &values, levels.as_deref())
        }
    }
}

fn write<T: DataType>(
    group: &mut Group<'_>,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let mut column =
        group.next_column()?.ok_or_else(|| ParquetError::General("a column is missing".to_owned()))?;
    column.typed::<T>().write_batch(values, levels, None)?;
    column.close()
}
