//! The quick way and the usual way read the same, however a file was written.

use std::sync::Arc;

use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::*;

fn write(path: &std::path::Path, properties: WriterProperties, gaps: bool) {
    let one = if gaps { "optional" } else { "required" };
    let schema =
        format!("message file {{ {one} boolean a; {one} int32 b; {one} int64 c; {one} binary d (STRING); }}");
    let schema = Arc::new(parse_message_type(&schema).unwrap());
    let file = File::create(path).unwrap();
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties)).unwrap();
    for (group, rows) in [1_000_i64, 37, 5_001].into_iter().enumerate() {
        let mut to = writer.next_row_group().unwrap();
        let there = |row: &i64| !gaps || row % 7 > 1 && (row / 500) % 3 != 1;
        let levels: Vec<i16> = (0..rows).map(|row| i16::from(there(&row))).collect();
        let rows: Vec<i64> = (0..rows).filter(there).map(|row| row * row + group as i64).collect();
        fn put<T: DataType>(
            to: &mut parquet::file::writer::SerializedRowGroupWriter<'_, File>,
            values: Vec<T::T>,
            levels: Option<&[i16]>,
        ) {
            let mut column = to.next_column().unwrap().unwrap();
            column.typed::<T>().write_batch(&values, levels, None).unwrap();
            column.close().unwrap();
        }
        let levels = gaps.then_some(&levels[..]);
        put::<BoolType>(&mut to, rows.iter().map(|n| n % 3 == 0).collect(), levels);
        put::<Int32Type>(&mut to, rows.iter().map(|n| (n % 900) as i32 - 7).collect(), levels);
        put::<Int64Type>(&mut to, rows.iter().map(|n| n * 1_000_003).collect(), levels);
        put::<ByteArrayType>(
            &mut to,
            rows.iter().map(|n| ByteArray::from(&*format!("文{}", n % 300))).collect(),
            levels,
        );
        to.close().unwrap();
    }
    writer.close().unwrap();
}

#[test]
fn both_ways_read_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.parquet");
    let mut quick = 0;
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        for (dictionary, limit) in [(false, 1 << 20), (true, 1 << 20), (true, 600)] {
            for gaps in [false, true] {
                let properties = WriterProperties::builder()
                    .set_writer_version(version)
                    .set_dictionary_enabled(dictionary)
                    .set_dictionary_page_size_limit(limit)
                    .set_data_page_row_count_limit(333)
                    .set_write_batch_size(100)
                    .set_compression(parquet::basic::Compression::LZ4_RAW)
                    .build();
                write(&path, properties, gaps);
                let reader = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
                for at in 0..4 {
                    let usual = any(&reader, at, 6_038).unwrap();
                    assert_eq!(column(&reader, at, 6_038).unwrap(), usual);
                    if let Some(raw) = super::super::pages::column(&reader, at, 6_038).unwrap() {
                        assert_eq!(raw, usual);
                        quick += 1;
                    }
                }
            }
        }
    }
    // Of 48: version 2 stores as differences what fits in no dictionary; everything else has a quick way.
    assert_eq!(quick, 40);
}
