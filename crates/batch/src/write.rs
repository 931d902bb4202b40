//! Decisions on disk: `OUT/<kind>/<partition>.parquet`, a column per rule, and what is needed to go on after a stop. It must never overwrite another run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anye_law::book::{KindId, Rule, RuleId};
use anye_law::decide::{Outcome, Verdict};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use crate::part::Part;
use crate::population::{Fault, Ids, Partition};
use crate::run::Order;
use crate::tally::Report;

/// Outcome and failing clause in one number: outcome × 1000 + clause number (0: none).
/// 1 granted, 2 refused, 3 not in force, 4 excluded, 5 needs, 6 conflict, 7 error.
#[must_use]
pub fn code(verdict: &Verdict, number: impl Fn(u16) -> u32) -> i32 {
    let outcome = match verdict.outcome {
        Outcome::Granted => 1,
        Outcome::Refused => 2,
        Outcome::NotInForce => 3,
        Outcome::Excluded => 4,
        Outcome::Needs => 5,
        Outcome::Conflict => 6,
        Outcome::Error => 7,
    };
    outcome * 1000 + verdict.failed.map_or(0, |ix| i32::try_from(number(ix)).unwrap_or(999))
}

/// What is written of one rule: for every thing its code, and fen for those granted.
pub(crate) struct Coded {
    codes: Vec<u16>,
    fen: Vec<i64>,
}

impl Coded {
    pub(crate) fn of(rule: &Rule, all: &[Verdict]) -> Self {
        let number = |ix: u16| rule.clauses[usize::from(ix)].number;
        let codes =
            all.iter().map(|verdict| u16::try_from(code(verdict, number)).unwrap_or(u16::MAX)).collect();
        let granted = all.iter().filter(|verdict| verdict.outcome == Outcome::Granted);
        let fen =
            if rule.amount.is_some() { granted.map(|verdict| verdict.fen).collect() } else { Vec::new() };
        Self { codes, fen }
    }
}

/// Code of what is granted, and of what is not in force.
const GRANTED: u16 = 1000;
const NOT_IN_FORCE: u16 = 3000;

fn io(path: &Path) -> impl Fn(std::io::Error) -> Fault + '_ {
    |error| Fault::Write { path: path.to_owned(), error: error.to_string() }
}

/// Makes the folder; refuses one that holds another run.
pub(crate) fn prepare(out: &Path, stamp: &str) -> Result<(), Fault> {
    fs::create_dir_all(out).map_err(io(out))?;
    let mark = out.join("_run");
    match fs::read_to_string(&mark) {
        Ok(there) if there == stamp => Ok(()),
        Ok(_) => Err(Fault::Wrong(format!(
            "{}: holds the decisions of another run (other rules, day or selection); choose an empty folder",
            out.display()
        ))),
        Err(_) if fs::read_dir(out).map_err(io(out))?.next().is_some() => Err(Fault::Wrong(format!(
            "{}: not empty and no run of this program; choose an empty folder",
            out.display()
        ))),
        Err(_) => fs::write(&mark, stamp).map_err(io(&mark)),
    }
}

pub(crate) fn mark(out: &Path, name: &str) -> PathBuf {
    out.join("_done").join(format!("{name}.json"))
}

/// The partition, when an earlier run of the same kind finished it.
pub(crate) fn finished(out: &Path, name: &str, stamp: &str) -> Option<Part> {
    let part: Part = serde_json::from_slice(&fs::read(mark(out, name)).ok()?).ok()?;
    (part.stamp == stamp).then_some(part)
}

/// Names the files of a partition and marks it finished.
pub(crate) fn seal(out: &Path, name: &str, part: &Part, files: &[PathBuf]) -> Result<(), Fault> {
    for file in files {
        let last = file.with_extension("");
        fs::rename(file, &last).map_err(io(&last))?;
    }
    put(&mark(out, name), &serde_json::to_vec(part).unwrap_or_default())
}

/// The sums of the whole run.
pub(crate) fn report(out: &Path, report: &Report) -> Result<(), Fault> {
    put(&out.join("report.json"), &serde_json::to_vec_pretty(report).unwrap_or_default())
}

pub(crate) fn put(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io(folder))?;
    }
    let part = path.with_extension("part");
    fs::write(&part, bytes).map_err(io(&part))?;
    fs::rename(&part, path).map_err(io(path))
}

/// Writes the decisions about one kind, under a name that is not final yet.
pub(crate) fn decisions(
    out: &Path,
    order: &Order<'_>,
    facts: &Partition<'_>,
    kind: KindId,
    decided: &[(RuleId, Coded)],
) -> Result<PathBuf, Fault> {
    let folder = out.join(&order.book.kind(kind).id);
    fs::create_dir_all(&folder).map_err(io(&folder))?;
    let path = folder.join(format!("{}.parquet.part", facts.name()));
    let wrong =
        |error: parquet::errors::ParquetError| Fault::Write { path: path.clone(), error: error.to_string() };
    let file = fs::File::create(&path).map_err(io(&path))?;
    let ids = &facts.table(kind).ids;
    // A rule that is not in force for anybody here says so once, in the report, and needs no column.
    let decided: Vec<&(RuleId, Coded)> =
        decided.iter().filter(|(_, all)| all.codes.iter().any(|code| *code != NOT_IN_FORCE)).collect();
    let schema = schema(order, ids, &decided).map_err(wrong)?;
    let about = |key: &str, value: &str| KeyValue::new(key.to_owned(), value.to_owned());
    let properties = WriterProperties::builder()
        .set_compression(Compression::LZ4_RAW)
        .set_key_value_metadata(Some(vec![
            about("anye.rule_book", &order.book.version),
            about("anye.on", &order.on.to_string()),
        ]))
        .build();
    let mut writer =
        SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties)).map_err(wrong)?;
    let mut group = writer.next_row_group().map_err(wrong)?;
    let mut column = group
        .next_column()
        .map_err(wrong)?
        .ok_or_else(|| Fault::Wrong("the decisions have no id column".to_owned()))?;
    match ids {
        Ids::Ints(ids) => column.typed::<Int64Type>().write_batch(ids, None, None).map_err(wrong)?,
        Ids::Texts(ids) => {
            let bytes: Vec<ByteArray> = ids.iter().map(|id| ByteArray::from(&**id)).collect();
            column.typed::<ByteArrayType>().write_batch(&bytes, None, None).map_err(wrong)?
        }
    };
    column.close().map_err(wrong)?;
    for (rule, all) in decided {
        let def = order.book.rule(*rule);
        let codes: Vec<i32> = all.codes.iter().map(|code| i32::from(*code)).collect();
        let mut column = group
            .next_column()
            .map_err(wrong)?
            .ok_or_else(|| Fault::Wrong("a column is missing".to_owned()))?;
        column.typed::<Int32Type>().write_batch(&codes, None, None).map_err(wrong)?;
        column.close().map_err(wrong)?;
        if def.amount.is_some() {
            let levels: Vec<i16> = all.codes.iter().map(|code| i16::from(*code == GRANTED)).collect();
            let mut column = group
                .next_column()
                .map_err(wrong)?
                .ok_or_else(|| Fault::Wrong("a column is missing".to_owned()))?;
            column.typed::<Int64Type>().write_batch(&all.fen, Some(&levels), None).map_err(wrong)?;
            column.close().map_err(wrong)?;
        }
    }
    group.close().map_err(wrong)?;
    writer.close().map_err(wrong)?;
    Ok(path)
}

fn schema(
    order: &Order<'_>,
    ids: &Ids,
    decided: &[&(RuleId, Coded)],
) -> Result<Type, parquet::errors::ParquetError> {
    let column = |name: &str, physical, repetition, logical| {
        Type::primitive_type_builder(name, physical)
            .with_repetition(repetition)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    };
    let mut columns = vec![match ids {
        Ids::Ints(_) => column("id", Physical::INT64, Repetition::REQUIRED, None)?,
        Ids::Texts(_) => column("id", Physical::BYTE_ARRAY, Repetition::REQUIRED, Some(LogicalType::String))?,
    }];
    for (rule, _) in decided {
        let def = order.book.rule(*rule);
        columns.push(column(&def.id, Physical::INT32, Repetition::REQUIRED, None)?);
        if def.amount.is_some() {
            columns.push(column(&format!("{}.fen", def.id), Physical::INT64, Repetition::OPTIONAL, None)?);
        }
    }
    Type::group_type_builder("decisions").with_fields(columns).build()
}
