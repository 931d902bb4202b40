//! Decisions on their way from an executor to the client: files in pieces, a row each, so that no message grows with a partition. A file gets its name only
//! when it is whole, and the mark of a partition comes last; it must never put anything outside the folder of the decisions.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, BinaryArray, BooleanArray, RecordBatch, StringArray, UInt32Array,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::error::{DataFusionError, Result};

use crate::work::Decided;

/// Bytes in one piece; a message may hold sixteen times as much.
const PIECE: usize = 1 << 20;

/// The columns of a piece.
pub fn schema() -> SchemaRef {
    let field = |name: &str, ty| Field::new(name, ty, false);
    Arc::new(Schema::new(vec![
        field("partition", DataType::Utf8),
        // Empty: the partition's mark.
        field("kind", DataType::Utf8),
        field("number", DataType::UInt32),
        field("last", DataType::Boolean),
        field("bytes", DataType::Binary),
    ]))
}

/// The pieces of a decided partition, read as they are asked for.
pub fn pieces(decided: Decided) -> impl Iterator<Item = Result<RecordBatch>> + Send {
    let mut files = decided.files.clone();
    files.push((String::new(), decided.mark.clone()));
    let mut files = files.into_iter();
    let mut open: Option<(String, File, u32)> = None;
    std::iter::from_fn(move || {
        // All of it, so that the folder stays until the last piece is read.
        let decided = &decided;
        if open.is_none() {
            let (kind, path) = files.next()?;
            match File::open(&path) {
                Ok(file) => open = Some((kind, file, 0)),
                Err(error) => return Some(Err(failed(&path, &error))),
            }
        }
        let (kind, file, number) = open.as_mut()?;
        let mut bytes = Vec::new();
        if let Err(error) = file.take(PIECE as u64).read_to_end(&mut bytes) {
            return Some(Err(failed(Path::new(kind), &error)));
        }
        let last = bytes.len() < PIECE;
        let batch = piece(&decided.partition, kind, *number, last, &bytes);
        *number += 1;
        if last {
            open = None;
        }
        Some(batch)
    })
}

fn piece(partition: &str, kind: &str, number: u32, last: bool, bytes: &[u8]) -> Result<RecordBatch> {
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(vec![partition])),
        Arc::new(StringArray::from(vec![kind])),
        Arc::new(UInt32Array::from(vec![number])),
        Arc::new(BooleanArray::from(vec![last])),
        Arc::new(BinaryArray::from(vec![bytes])),
    ];
    Ok(RecordBatch::try_new(schema(), columns)?)
}

fn failed(path: &Path, error: &std::io::Error) -> DataFusionError {
    DataFusionError::Execution(format!("{}: {error}", path.display()))
}

/// Where the file of a kind, or where no kind is named the mark, of a partition lies below a folder.
pub type Layout = fn(&Path, Option<&str>, &str) -> PathBuf;

/// Puts pieces together again below the folder of the decisions.
#[derive(Debug)]
pub struct Joiner<'j> {
    out: &'j Path,
    layout: Layout,
    kinds: HashSet<&'j str>,
    partitions: HashSet<&'j str>,
    open: HashMap<PathBuf, (File, u32)>,
}

impl<'j> Joiner<'j> {
    /// For these kinds and partitions only: what comes over the network names no file.
    pub fn new(
        out: &'j Path,
        layout: Layout,
        kinds: impl Iterator<Item = &'j str>,
        partitions: impl Iterator<Item = &'j str>,
    ) -> Self {
        Self { out, layout, kinds: kinds.collect(), partitions: partitions.collect(), open: HashMap::new() }
    }

    /// Takes pieces in; says how many partitions they finished.
    pub fn take(&mut self, batch: &RecordBatch) -> Result<usize> {
        let strange =
            || DataFusionError::Execution("an executor sent something else than results".to_owned());
        let [partition, kind, number, last, bytes] = batch.columns() else { return Err(strange()) };
        let partition = partition.as_any().downcast_ref::<StringArray>().ok_or_else(strange)?;
        let kind = kind.as_any().downcast_ref::<StringArray>().ok_or_else(strange)?;
        let number = number.as_any().downcast_ref::<UInt32Array>().ok_or_else(strange)?;
        let last = last.as_any().downcast_ref::<BooleanArray>().ok_or_else(strange)?;
        let bytes = bytes.as_any().downcast_ref::<BinaryArray>().ok_or_else(strange)?;
        let mut finished = 0;
        for row in 0..batch.num_rows() {
            let (partition, kind) = (partition.value(row), kind.value(row));
            let mark = kind.is_empty();
            if !self.partitions.contains(partition) || !(mark || self.kinds.contains(kind)) {
                return Err(strange());
            }
            let path = (self.layout)(self.out, (!mark).then_some(kind), partition);
            self.put(path, number.value(row), last.value(row), bytes.value(row))?;
            finished += usize::from(mark && last.value(row));
        }
        Ok(finished)
    }

    fn put(&mut self, path: PathBuf, number: u32, last: bool, bytes: &[u8]) -> Result<()> {
        let mut half = path.clone().into_os_string();
        half.push(".part");
        let half = PathBuf::from(half);
        if number == 0 {
            let folder = path.parent().unwrap_or(self.out);
            fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
            let file = File::create(&half).map_err(|error| failed(&half, &error))?;
            self.open.insert(path.clone(), (file, 0));
        }
        let next = self.open.get_mut(&path).filter(|(_, next)| *next == number);
        let (file, next) = next.ok_or_else(|| {
            DataFusionError::Execution(format!("{}: piece {number} came out of turn", path.display()))
        })?;
        file.write_all(bytes).map_err(|error| failed(&half, &error))?;
        *next += 1;
        if last {
            self.open.remove(&path);
            fs::rename(&half, &path).map_err(|error| failed(&path, &error))?;
        }
        Ok(())
    }
}
