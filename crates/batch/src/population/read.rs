//! Parquet files of one partition to columns. It must never hold more than the partition, and never read a column that no rule asks for.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use anye_law::book::{Book, Dim, Field, KindId, ParamId, Ty, Val};
use anye_law::day::Day;
use anye_law::num::{Num, Rounding};
use hashbrown::{HashMap, HashSet};
use parquet::basic::{ConvertedType, LogicalType};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;

use super::column::{Bits, Column, NOBODY};
use super::fault::Fault;
use super::layout::Slice;
use super::links::{Finder, Ids, Members};
use super::partition::{Partition, Table};

mod ledger;
mod pages;
mod raw;
mod runs;
mod values;

use raw::Raw;

/// Reads one partition: the columns in `wanted`, or all when it is `None`.
pub fn read<'b>(
    book: &'b Book,
    slice: &Slice,
    today: Day,
    params: &HashMap<ParamId, Val>,
    wanted: Option<&HashSet<(KindId, u16)>>,
) -> Result<Partition<'b>, Fault> {
    let mut files = Vec::new();
    for ix in 0..book.kinds.len() {
        let kind = KindId(u16::try_from(ix).unwrap_or(u16::MAX));
        files.push(match slice.files.get(&kind) {
            Some(path) => Some(open(book, kind, path)?),
            None => None,
        });
    }
    let mut ids = Vec::new();
    for file in &files {
        ids.push(match file {
            Some(file) => read_ids(file)?,
            None => Ids::Ints(Vec::new()),
        });
    }
    let mut finders: Vec<Option<Finder<'_>>> = Vec::new();
    for (kind, own) in ids.iter().enumerate() {
        let finder = Finder::new(own).map_err(|id| Fault::Twice {
            path: files[kind].as_ref().map(|file| file.path.clone()).unwrap_or_default(),
            id,
        })?;
        finders.push(Some(finder));
    }
    let mut columns: Vec<Vec<Column>> = Vec::new();
    for (ix, file) in files.iter().enumerate() {
        let kind = KindId(u16::try_from(ix).unwrap_or(u16::MAX));
        let mut own = vec![Column::Absent; book.kind(kind).fields.len()];
        for (field, slot) in own.iter_mut().enumerate() {
            let field = u16::try_from(field).unwrap_or(u16::MAX);
            let asked = wanted.is_none_or(|wanted| wanted.contains(&(kind, field)));
            if let (true, Some(file)) = (asked, file) {
                *slot = read_field(book, kind, field, file, &finders)?;
            }
        }
        columns.push(own);
    }
    let ledger = match &slice.ledger {
        Some(path) => ledger::read(book, path, &finders)?,
        None => HashMap::new(),
    };
    drop(finders);
    let tables = assemble(book, ids, columns);
    Ok(Partition {
        book,
        name: slice.name.clone(),
        place: slice.place.clone(),
        today,
        tables,
        ledger,
        params: params.clone(),
    })
}

/// Columns to tables, with the reverse collections.
pub(crate) fn assemble(book: &Book, ids: Vec<Ids>, columns: Vec<Vec<Column>>) -> Vec<Table> {
    let members: Vec<Vec<Members>> = book
        .kinds
        .iter()
        .enumerate()
        .map(|(ix, kind)| {
            let of = |kind: KindId, field: u16| match &columns[kind.ix()][usize::from(field)] {
                Column::Links(links) => Members::new(links, ids[ix].len()),
                _ => Members::default(),
            };
            kind.reverses.iter().map(|reverse| of(reverse.kind, reverse.field)).collect()
        })
        .collect();
    ids.into_iter()
        .zip(columns)
        .zip(members)
        .map(|((ids, columns), members)| Table { ids, columns, members })
        .collect()
}

/// An open file and the column of each field.
struct Open {
    path: std::path::PathBuf,
    reader: SerializedFileReader<File>,
    /// Column of the id.
    id: usize,
    /// Column of each field.
    fields: Vec<Option<usize>>,
    rows: usize,
}

fn open(book: &Book, kind: KindId, path: &Path) -> Result<Open, Fault> {
    let reader = reader(path)?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let def = book.kind(kind);
    let (mut id, mut fields) = (None, vec![None; def.fields.len()]);
    for (at, column) in schema.columns().iter().enumerate() {
        let name = column.name();
        if name == "id" || name == "编号" {
            id = Some(at);
        } else if let Some(field) = def.find_field(name) {
            fields[usize::from(field)] = Some(at);
        } else {
            let names = def.fields.iter().flat_map(|field| [field.id.as_str(), field.name.as_str()]);
            let suggestion = nearest(name, names);
            return Err(Fault::Column {
                path: path.to_owned(),
                kind: def.id.clone(),
                name: name.to_owned(),
                suggestion,
            });
        }
    }
    let rows = rows(path, &reader)?;
    let id = id.ok_or_else(|| Fault::NoId(path.to_owned()))?;
    Ok(Open { path: path.to_owned(), reader, id, fields, rows })
}

/// How many rows a file has; what cannot be held is refused before memory is asked for.
fn rows(path: &Path, reader: &SerializedFileReader<File>) -> Result<usize, Fault> {
    const MOST: i64 = 50_000_000;
    let about = reader.metadata();
    let groups: Option<i64> =
        about.row_groups().iter().try_fold(0_i64, |sum, group| sum.checked_add(group.num_rows()));
    let said = about.file_metadata().num_rows();
    if groups != Some(said) || said < 0 {
        return Err(Fault::Broken {
            path: path.to_owned(),
            error: "the file and its row groups do not agree about the number of rows".to_owned(),
        });
    }
    match usize::try_from(said) {
        Ok(rows) if said <= MOST => Ok(rows),
        _ => Err(Fault::Wrong(format!(
            "{}: {said} rows in one partition, at most {MOST} are read; split it",
            path.display()
        ))),
    }
}

/// The Parquet reader panics over some broken files; that is a broken file like any other.
fn sheltered<T>(read: impl FnOnce() -> T) -> Result<T, String> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .map_err(|_| "its pages contradict one another".to_owned())
}

/// The file with its footer read.
fn reader(path: &Path) -> Result<SerializedFileReader<File>, Fault> {
    let file = File::open(path).map_err(|error| Fault::Io { path: path.to_owned(), error })?;
    sheltered(|| SerializedFileReader::new(file).map_err(|error| error.to_string()))
        .and_then(|read| read)
        .map_err(|error| Fault::Broken { path: path.to_owned(), error })
}

impl Open {
    fn raw(&self, column: usize) -> Result<Raw, Fault> {
        sheltered(|| raw::column(&self.reader, column, self.rows))
            .and_then(|read| read)
            .map_err(|error| Fault::Broken { path: self.path.clone(), error })
    }

    fn wrong(&self, column: &str, row: usize, what: impl Into<String>) -> Fault {
        Fault::Value {
            path: self.path.clone(),
            column: column.to_owned(),
            row: row as u64 + 1,
            what: what.into(),
        }
    }

    fn descriptor(&self, column: usize) -> std::sync::Arc<ColumnDescriptor> {
        self.reader.metadata().file_metadata().schema_descr().column(column)
    }
}

fn read_ids(file: &Open) -> Result<Ids, Fault> {
    let raw = file.raw(file.id)?;
    if let Some(row) = (0..file.rows).find(|&row| !raw.known().get(row)) {
        return Err(file.wrong("id", row, "no id; every row needs one"));
    }
    match raw {
        Raw::Ints { values, .. } => Ok(Ids::Ints(values)),
        Raw::Texts { values, dictionary, .. } => {
            Ok(Ids::Texts(values.iter().map(|&ix| Box::from(&*dictionary[ix as usize])).collect()))
        }
        _ => Err(file.wrong("id", 0, "an id is a whole number or text")),
    }
}

fn read_field(
    book: &Book,
    kind: KindId,
    field: u16,
    file: &Open,
    finders: &[Option<Finder<'_>>],
) -> Result<Column, Fault> {
    let def = &book.kind(kind).fields[usize::from(field)];
    let Some(at) = file.fields[usize::from(field)] else {
        return Ok(Column::Absent);
    };
    let raw = file.raw(at)?;
    match def.ty {
        Ty::Bool => truths(file, def, raw),
        Ty::Num(dim) => numbers(file, def, raw, dim, &file.descriptor(at)),
        Ty::Date | Ty::Month => days(file, def, raw),
        Ty::Enum(id) => codes(file, def, raw, &book.enums[id.ix()].members),
        Ty::Text => match raw {
            Raw::Texts { values, dictionary, known } => Ok(Column::Texts { values, dictionary, known }),
            _ => Err(file.wrong(&def.name, 0, "text is needed")),
        },
        Ty::Thing(other) => links(file, def, &raw, finders[other.ix()].as_ref()),
        Ty::Window | Ty::Many(_) => {
            Err(file.wrong(&def.name, 0, "a period cannot be read from a population; use two dates"))
        }
    }
}

fn truths(file: &Open, def: &Field, raw: Raw) -> Result<Column, Fault> {
    match raw {
        Raw::Bools { values, known } => Ok(Column::Bools { values, known }),
        Raw::Ints { values, known } => {
            let mut bits = Bits::filled(values.len(), false);
            for (row, &value) in values.iter().enumerate().filter(|(row, _)| known.get(*row)) {
                if value != 0 && value != 1 {
                    return Err(file.wrong(&def.name, row, format!("{value} is neither 0 nor 1")));
                }
                bits.put(row, value == 1);
            }
            Ok(Column::Bools { values: bits, known })
        }
        _ => Err(file.wrong(&def.name, 0, "true or false is needed (BOOLEAN, or 0 and 1)")),
    }
}

/// Numbers in the field's own unit; money in yuan becomes fen.
fn numbers(
    file: &Open,
    def: &Field,
    raw: Raw,
    dim: Dim,
    descriptor: &ColumnDescriptor,
) -> Result<Column, Fault> {
    let money = dim.0[0] == 1;
    match raw {
        Raw::Ints { mut values, known } => {
            let scale = match descriptor.logical_type_ref() {
                Some(LogicalType::Decimal(decimal)) => u32::try_from(decimal.scale).unwrap_or(0),
                _ if descriptor.converted_type() == ConvertedType::DECIMAL => {
                    u32::try_from(descriptor.type_scale()).unwrap_or(0)
                }
                _ => 0,
            };
            let den =
                10_u64.checked_pow(scale).ok_or_else(|| file.wrong(&def.name, 0, "too many decimals"))?;
            let (factor, den) = match (money, den) {
                (true, 1) => (100, 1),
                (true, den) if den >= 100 => (1, den / 100),
                (true, 10) => (10, 1),
                (_, den) => (1, den),
            };
            for (row, value) in values.iter_mut().enumerate().filter(|(row, _)| known.get(*row)) {
                *value = value
                    .checked_mul(factor)
                    .ok_or_else(|| file.wrong(&def.name, row, "the number is too large"))?;
            }
            Ok(Column::Nums { values, den, known })
        }
        Raw::Floats { values, known } => {
            let den: u32 = if money { 100 } else { 1_000_000 };
            let mut out = vec![0; values.len()];
            for (row, &value) in values.iter().enumerate().filter(|(row, _)| known.get(*row)) {
                out[row] = decimal(value, den).ok_or_else(|| {
                    file.wrong(&def.name, row, format!("{value} has too many decimals or is too large"))
                })?;
            }
            Ok(Column::Nums { values: out, den: if money { 1 } else { u64::from(den) }, known })
        }
        _ => Err(file.wrong(&def.name, 0, "a number is needed")),
    }
}

/// A floating number as a multiple of 1/den, when it is the decimal that is meant.
fn decimal(value: f64, den: u32) -> Option<i64> {
    let text = value.to_string();
    let scaled = Num::parse(&text)?.times(Num::int(i64::from(den)))?;
    (scaled.round(Rounding::HalfUp) == scaled).then(|| scaled.to_i64())?
}

fn days(file: &Open, def: &Field, raw: Raw) -> Result<Column, Fault> {
    match raw {
        Raw::Ints { values, known } => {
            let mut out = vec![0; values.len()];
            for (row, &value) in values.iter().enumerate().filter(|(row, _)| known.get(*row)) {
                let day = i32::try_from(value).ok().filter(|day| (Day::MIN.0..=Day::MAX.0).contains(day));
                out[row] = day.ok_or_else(|| {
                    file.wrong(
                        &def.name,
                        row,
                        "no day between 1900 and 2199 (DATE counts days since 1970-01-01)",
                    )
                })?;
            }
            Ok(Column::Days { values: out, known })
        }
        Raw::Texts { values, dictionary, known } => {
            let parsed: Vec<Option<Day>> = dictionary.iter().map(|text| Day::parse(text)).collect();
            let mut out = vec![0; values.len()];
            for (row, &ix) in values.iter().enumerate().filter(|(row, _)| known.get(*row)) {
                let day = parsed[ix as usize].ok_or_else(|| {
                    file.wrong(
                        &def.name,
                        row,
                        format!("'{}' is no day such as 2020-03-01", dictionary[ix as usize]),
                    )
                })?;
                out[row] = day.0;
            }
            Ok(Column::Days { values: out, known })
        }
        _ => Err(file.wrong(&def.name, 0, "a day is needed (DATE, or text such as 2020-03-01)")),
    }
}

fn codes(file: &Open, def: &Field, raw: Raw, members: &[(String, String)]) -> Result<Column, Fault> {
    let Raw::Texts { values, dictionary, known } = raw else {
        return Err(file.wrong(&def.name, 0, "the name of a member is needed (text)"));
    };
    let found: Vec<Option<u16>> = dictionary
        .iter()
        .map(|text| {
            members
                .iter()
                .position(|(zh, en)| **zh == **text || **en == **text)
                .and_then(|ix| u16::try_from(ix).ok())
        })
        .collect();
    let mut out = vec![0; values.len()];
    for (row, &ix) in values.iter().enumerate().filter(|(row, _)| known.get(*row)) {
        out[row] = found[ix as usize].ok_or_else(|| {
            let all = members.iter().map(|(zh, _)| zh.as_str()).collect::<Vec<_>>().join("、");
            file.wrong(&def.name, row, format!("'{}' is none of {all}", dictionary[ix as usize]))
        })?;
    }
    Ok(Column::Codes { values: out, known })
}

fn links(file: &Open, def: &Field, raw: &Raw, finder: Option<&Finder<'_>>) -> Result<Column, Fault> {
    let finder =
        finder.ok_or_else(|| file.wrong(&def.name, 0, "the kind it leads to is not in the population"))?;
    let mut out = vec![NOBODY; file.rows];
    for (row, slot) in out.iter_mut().enumerate().filter(|(row, _)| raw.known().get(*row)) {
        let (found, id) = match raw {
            Raw::Ints { values, .. } => (finder.int(values[row]), values[row].to_string()),
            Raw::Texts { values, dictionary, .. } => {
                let id = &dictionary[values[row] as usize];
                (finder.text(id), id.to_string())
            }
            _ => return Err(file.wrong(&def.name, 0, "an id is a whole number or text")),
        };
        *slot = found.ok_or_else(|| {
            file.wrong(&def.name, row, format!("leads to {id}, which is not in this partition"))
        })?;
    }
    Ok(Column::Links(out))
}

/// The name that differs least, when it is near enough to be meant.
pub(super) fn nearest<'a>(name: &str, all: impl Iterator<Item = &'a str>) -> Option<String> {
    all.map(|other| (distance(name, other), other))
        .min()
        .filter(|(far, other)| *far <= 1 + other.chars().count() / 4)
        .map(|(_, other)| other.to_owned())
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(before + 1);
        }
    }
    row[b.len()]
}

/// Text shared by rows.
pub(super) type Shared = Arc<str>;
