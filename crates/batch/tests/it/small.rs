//! A small law of our own and populations written by hand.

use std::path::Path;
use std::sync::Arc;

use anye_batch::{Order, Report, population::Fault, run};
use anye_law::book::Book;
use anye_law::compile::compile;
use anye_law::day::Day;
use anye_law::span::{Severity, SourceFile};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

const LAW: &str = "
文件 SAMPLE
  地区 210000

枚举 企业规模 size
  项 大型 large, 小型 small

对象 个人 persons
  说明 “一个人” 英文 “A person”
  出生日 born 日期

对象 用人单位 employers
  说明 “一个单位” 英文 “An employer”
  规模 scale 企业规模

对象 合同 contracts
  说明 “一份合同” 英文 “A contract”
  期限 term 月
  新招用 fresh 是否
  用人单位 employer -> 用人单位.合同
  个人 person -> 个人.合同

待遇 一次补贴 once
  对象 合同
  受益 合同.个人
  依据 SAMPLE 第一条
  有效 不限
  条件
    ① 合同.期限 >= 12 个月
  金额 1000.01 元
  次数 每 合同.个人 至多 1 次
  资金 就业补助资金
  分担 省 2/3, 市 余

待遇 封顶补贴 capped
  对象 合同
  受益 合同.用人单位
  依据 SAMPLE 第二条
  有效 不限
  条件
    ① 合同.期限 >= 12 个月
  金额 600 元
  上限 每 合同.用人单位 1000 元

待遇 甲补贴 first
  对象 个人
  依据 SAMPLE 第三条
  有效 不限
  条件
    ① 个人.出生日 < 2000-01-01
  金额 100 元

待遇 乙补贴 second
  对象 个人
  依据 SAMPLE 第四条
  有效 不限
  条件
    ① 个人.出生日 < 2000-01-01
  金额 200 元

互斥 两补贴 either
  成员 甲补贴, 乙补贴
  每 个人
  跨期 是
  选择 金额高者
  依据 SAMPLE 第五条
";

/// The small law.
pub fn book() -> Book {
    let compiled = compile(vec![SourceFile { path: "sample.law".into(), text: LAW.into() }], &[]);
    let errors: Vec<_> = compiled.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    compiled.book
}

/// A column to write.
pub enum Cells {
    /// Whole numbers of 64 bits.
    Ints(Vec<Option<i64>>),
    /// Days or numbers of 32 bits.
    Days(Vec<Option<i32>>),
    /// Text.
    Texts(Vec<Option<&'static str>>),
}

/// Writes one file: columns by name.
pub fn file(path: &Path, columns: &[(&str, Cells)]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let fields: String = columns
        .iter()
        .map(|(name, cells)| match cells {
            Cells::Ints(_) => format!("optional int64 {name};"),
            Cells::Days(_) => format!("optional int32 {name} (DATE);"),
            Cells::Texts(_) => format!("optional binary {name} (STRING);"),
        })
        .collect();
    let schema = parse_message_type(&format!("message file {{ {fields} }}")).unwrap();
    let out = std::fs::File::create(path).unwrap();
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(out, Arc::new(schema), properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for (_, cells) in columns {
        let mut column = group.next_column().unwrap().unwrap();
        fn apart<T: Clone>(cells: &[Option<T>]) -> (Vec<T>, Vec<i16>) {
            (
                cells.iter().flatten().cloned().collect(),
                cells.iter().map(|cell| i16::from(cell.is_some())).collect(),
            )
        }
        match cells {
            Cells::Ints(cells) => {
                let (values, levels) = apart(cells);
                column.typed::<Int64Type>().write_batch(&values, Some(&levels), None).unwrap();
            }
            Cells::Days(cells) => {
                let (values, levels) = apart(cells);
                column.typed::<Int32Type>().write_batch(&values, Some(&levels), None).unwrap();
            }
            Cells::Texts(cells) => {
                let (values, levels) = apart(cells);
                let values: Vec<ByteArray> = values.into_iter().map(ByteArray::from).collect();
                column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).unwrap();
            }
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
}

/// Three persons, two employers, three contracts: the first person has two of them, the first employer all but the last.
pub fn people(dir: &Path, partition: &str) {
    use Cells::{Days, Ints, Texts};
    let at = |kind: &str| dir.join(kind).join(format!("{partition}.parquet"));
    let some = |all: &[i64]| Ints(all.iter().copied().map(Some).collect());
    file(&at("persons"), &[("id", some(&[1, 2, 3])), ("born", Days(vec![Some(0), Some(0), Some(18_000)]))]);
    file(&at("employers"), &[("id", some(&[7, 8])), ("scale", Texts(vec![Some("small"), Some("大型")]))]);
    file(
        &at("contracts"),
        &[
            ("id", some(&[11, 12, 13])),
            ("term", some(&[12, 24, 12])),
            ("person", some(&[1, 1, 2])),
            ("employer", some(&[7, 7, 8])),
        ],
    );
}

/// Runs the small law.
pub fn decide(book: &Book, population: &Path, out: Option<&Path>) -> Result<Report, Fault> {
    let on = Day::new(2020, 6, 30).unwrap();
    let order = Order {
        book,
        population,
        out,
        on,
        known: None,
        rules: Vec::new(),
        params: Default::default(),
        threads: 2,
    };
    run(&order, &|_, _| ())
}
