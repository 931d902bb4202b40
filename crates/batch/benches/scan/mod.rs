//! The bare scan: decodes the same Parquet columns into memory and looks at nothing. It must never do more than a reader has to.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use anye_batch::population::layout;
use anye_batch::{reaching, wanted_columns};
use anye_law::book::{Book, KindId, RuleId};
use hashbrown::{HashMap, HashSet};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::file::reader::{FileReader, SerializedFileReader};

/// Reads the ids and the columns of the rules that reach its place from each partition; answers how many values there were.
pub fn scan(book: &Book, dir: &Path, rules: &[RuleId], threads: usize) -> usize {
    let slices = layout(book, dir).expect("a population").slices;
    let mut columns = HashMap::new();
    for slice in &slices {
        columns
            .entry(slice.place.as_str())
            .or_insert_with(|| wanted_columns(book, &reaching(book, rules, &slice.place)));
    }
    let (next, total) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(slice) = slices.get(next.fetch_add(1, Ordering::Relaxed)) {
                    for (kind, path) in &slice.files {
                        total.fetch_add(
                            file(book, *kind, path, &columns[slice.place.as_str()]),
                            Ordering::Relaxed,
                        );
                    }
                }
            });
        }
    });
    total.into_inner()
}

fn file(book: &Book, kind: KindId, path: &Path, columns: &HashSet<(KindId, u16)>) -> usize {
    let reader = SerializedFileReader::new(File::open(path).expect("a partition")).expect("a sound file");
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let mut total = 0;
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).expect("a row group");
        for at in 0..schema.num_columns() {
            let column = schema.column(at);
            let name = column.name();
            let field = book.kind(kind).find_field(name);
            if name != "id" && field.is_none_or(|field| !columns.contains(&(kind, field))) {
                continue;
            }
            total += match group.get_column_reader(at).expect("a column") {
                ColumnReader::BoolColumnReader(mut it) => drain(&mut it),
                ColumnReader::Int32ColumnReader(mut it) => drain(&mut it),
                ColumnReader::Int64ColumnReader(mut it) => drain(&mut it),
                ColumnReader::ByteArrayColumnReader(mut it) => drain(&mut it),
                _ => 0,
            };
        }
    }
    total
}

fn drain<T: DataType>(reader: &mut ColumnReaderImpl<T>) -> usize {
    const STEP: usize = 16_384;
    let (mut values, mut levels) = (Vec::with_capacity(STEP), Vec::with_capacity(STEP));
    let mut total = 0;
    loop {
        values.clear();
        levels.clear();
        let (records, _, _) =
            reader.read_records(STEP, Some(&mut levels), None, &mut values).expect("sound pages");
        if records == 0 {
            return total;
        }
        total += std::hint::black_box(&values).len();
    }
}
