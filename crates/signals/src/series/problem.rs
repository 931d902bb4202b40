//! What is wrong with a file of series, cell by cell, and what to do. It must never be only a sentence: row, column and field say where.

use serde::Serialize;

/// Something that stops a file from being read (问题), with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What kind.
    pub fault: Fault,
    /// Line of the file, from 1; the header is line 1 where there is one.
    pub row: usize,
    /// Column, from 1; 0 when the whole row is meant.
    pub column: usize,
    /// `series`, `date`, `value` or the header's own word.
    pub field: String,
    /// What stands there, at most 60 signs.
    pub found: String,
}

/// The kinds of problem; the code is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// No row with data.
    Empty,
    /// The header has no such column.
    MissingColumn,
    /// The row has more or fewer cells than the header, or the quotes do not close.
    WrongCells,
    /// The name of the series is empty.
    NoName,
    /// The date cannot be read.
    BadDate,
    /// Numbers like 43951 are days of a spreadsheet, not dates.
    SerialDate,
    /// Months and quarters in one series, or not the frequency asked for.
    MixedFrequency,
    /// The value is not a number.
    BadNumber,
    /// The value has thousands separators, a unit or a percent sign.
    Decorated,
    /// The value is NaN, infinite or too large to reckon with.
    NotFinite,
    /// A second value for the same series and period.
    Duplicate,
    /// First and last period are too far apart for what is between them.
    TooLong,
}

impl Fault {
    /// The stable code, as in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::MissingColumn => "missing-column",
            Self::WrongCells => "wrong-cells",
            Self::NoName => "no-name",
            Self::BadDate => "bad-date",
            Self::SerialDate => "serial-date",
            Self::MixedFrequency => "mixed-frequency",
            Self::BadNumber => "bad-number",
            Self::Decorated => "decorated",
            Self::NotFinite => "not-finite",
            Self::Duplicate => "duplicate",
            Self::TooLong => "too-long",
        }
    }

    /// What to do, in English.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Empty => "give at least one row of series, date and value",
            Self::MissingColumn => {
                "the columns are series, date and value (序列、日期、数值); rename or add the one named here"
            }
            Self::WrongCells => {
                "give every row the cells of the header; put a text with commas in double quotes and close them"
            }
            Self::NoName => "write the name of the series in every row",
            Self::BadDate => "write the date as 2020-05, 2020-05-01, 2020/5, 2020年5月 or 2020Q2",
            Self::SerialDate => {
                "format the column as text or date before saving as CSV, so that it says 2020-05"
            }
            Self::MixedFrequency => {
                "keep months and quarters in separate series and files, or name the frequency"
            }
            Self::BadNumber => {
                "write a plain number with a point for decimals; leave the cell empty where nothing is known"
            }
            Self::Decorated => "write the number without separators, units or percent signs",
            Self::NotFinite => "leave the cell empty where nothing is known; numbers must lie within ±1e15",
            Self::Duplicate => "keep one value for each series and period",
            Self::TooLong => {
                "check the years: first and last period lie more than 400 years apart, or nearly all between them are missing"
            }
        }
    }

    /// What to do, in Chinese (怎么改).
    pub const fn advice_zh(self) -> &'static str {
        match self {
            Self::Empty => "请至少提供一行数据：序列、日期、数值",
            Self::MissingColumn => {
                "表头应有 series、date、value（序列、日期、数值）三列，请改名或补上所缺的列"
            }
            Self::WrongCells => "每行的单元格数应与表头一致；含逗号的文字请加双引号并闭合",
            Self::NoName => "每一行都要写序列名称",
            Self::BadDate => "日期请写成 2020-05、2020-05-01、2020/5、2020年5月 或 2020Q2",
            Self::SerialDate => {
                "这是电子表格的日期序号，请先把该列设为文本或日期再另存为 CSV，使其显示为 2020-05"
            }
            Self::MixedFrequency => "月度与季度请分成不同序列和文件，或指明频率",
            Self::BadNumber => "请写纯数字，小数点用“.”；没有数据就留空",
            Self::Decorated => "数字请去掉千分位、单位和百分号",
            Self::NotFinite => "没有数据请留空；数值应在 ±1e15 之内",
            Self::Duplicate => "同一序列同一时期只能有一个数值",
            Self::TooLong => "请检查年份：同一序列首尾相隔超过 400 年，或其间几乎全部缺失",
        }
    }
}
