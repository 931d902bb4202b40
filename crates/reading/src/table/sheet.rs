//! One sheet, streamed: only cells that hold something are kept. A declared size is never believed.

use super::{CellKind, Count, Row, Sheet, dates};
use crate::package::Package;
use crate::package::xml::{Attributes, Said};
use crate::{Bomb, Part, ReadError};

/// What the workbook says about its cells.
pub(crate) struct Words<'w> {
    pub(crate) texts: &'w [Box<str>],
    pub(crate) dates: &'w [bool],
    pub(crate) from_1904: bool,
}

/// The cell being read.
#[derive(Default)]
struct Open {
    column: usize,
    style: usize,
    kind: String,
    value: String,
    formula: bool,
    taking: bool,
}

pub(crate) fn read(
    package: &mut Package<'_>,
    name: &str,
    words: &Words<'_>,
    count: &mut Count<'_>,
    into: &mut Sheet,
) -> Result<(), ReadError> {
    let Some(mut xml) = package.part(name, Part::Sheet)? else { return Err(ReadError::damaged(Part::Sheet)) };
    let mut row = Row::default();
    let mut open = Open::default();
    let (mut last_row, mut last_column) = (0_u32, 0_usize);
    loop {
        match xml.next()? {
            Said::Start(_, element, attributes) => match element.as_str() {
                "row" => {
                    let number = attributes
                        .get("r")
                        .and_then(|r| r.parse().ok())
                        .unwrap_or(last_row.saturating_add(1));
                    // Rows that go backwards are read differently by different programs.
                    if number <= last_row {
                        return Err(ReadError::damaged(Part::Sheet));
                    }
                    (last_row, last_column) = (number, 0);
                    row = Row::new(number, matches!(attributes.get("hidden"), Some("1" | "true")));
                }
                "c" => {
                    open = begin(&attributes, last_column)?;
                    last_column = open.column;
                }
                "v" | "t" => open.taking = true,
                "f" => open.formula = true,
                "rPh" => open.taking = false,
                "mergeCell" => {
                    if into.merged.len() >= count.limits.rows {
                        return Err(ReadError::bomb(Bomb::Cells));
                    }
                    into.merged.extend(attributes.get("ref").map(str::to_owned));
                }
                _ => {}
            },
            Said::Text(text) if open.taking => {
                if open.value.len() + text.len() > count.limits.cell_chars * 4 {
                    return Err(ReadError::bomb(Bomb::Cells));
                }
                open.value.push_str(&text);
            }
            Said::End(_, element) => match element.as_str() {
                "v" | "t" => open.taking = false,
                "c" => close(&open, words, count, &mut row)?,
                "row" if !row.is_empty() => {
                    count.row(into.rows.len())?;
                    into.rows.push(std::mem::take(&mut row));
                }
                _ => {}
            },
            Said::Over => return Ok(()),
            Said::Text(_) => {}
        }
    }
}

fn begin(attributes: &Attributes, last: usize) -> Result<Open, ReadError> {
    let column = match attributes.get("r") {
        Some(at) => column_of(at).ok_or(ReadError::damaged(Part::Sheet))?,
        None => last + 1,
    };
    if column <= last {
        return Err(ReadError::damaged(Part::Sheet));
    }
    let style = attributes.get("s").and_then(|s| s.parse().ok()).unwrap_or(0);
    Ok(Open { column, style, kind: attributes.get("t").unwrap_or("n").to_owned(), ..Open::default() })
}

/// `AB12` to 28.
fn column_of(at: &str) -> Option<usize> {
    let letters = at.bytes().take_while(u8::is_ascii_alphabetic);
    let mut column = 0_usize;
    for letter in letters {
        column = column.checked_mul(26)?.checked_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)?;
    }
    (column > 0).then_some(column)
}

fn close(open: &Open, words: &Words<'_>, count: &mut Count<'_>, row: &mut Row) -> Result<(), ReadError> {
    let value = open.value.trim();
    if value.is_empty() {
        return Ok(());
    }
    let column = count.cell(open.column)?;
    let number = |value: &str| value.parse::<f64>().ok().filter(|number| number.is_finite());
    match open.kind.as_str() {
        "s" => {
            let text = value.parse::<usize>().ok().and_then(|at| words.texts.get(at));
            let text = text.ok_or(ReadError::damaged(Part::SharedTexts))?.trim();
            if text.is_empty() {
                return Ok(());
            }
            row.push(column, CellKind::Text, open.formula, text);
        }
        "b" => row.push(column, CellKind::YesNo, open.formula, if value == "1" { "true" } else { "false" }),
        "e" => row.push(column, CellKind::Error, open.formula, value),
        "str" | "inlineStr" => row.push(column, CellKind::Text, open.formula, value),
        "d" => row.push(column, CellKind::Date, open.formula, value.get(..10).unwrap_or(value)),
        _ => {
            let known = number(value).ok_or(ReadError::damaged(Part::Sheet))?;
            let day = words
                .dates
                .get(open.style)
                .copied()
                .unwrap_or(false)
                .then(|| dates::day(known, words.from_1904));
            match day.flatten() {
                Some(day) => row.push(column, CellKind::Date, open.formula, &day),
                None => row.push(column, CellKind::Number, open.formula, &plain(value, known)),
            }
        }
    }
    Ok(())
}

/// `1.2E+3` as `1200`; what is written plainly stays as it is, but for the tails of binary fractions.
fn plain(value: &str, known: f64) -> String {
    let written = value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if written && value.len() <= 16 {
        return value.to_owned();
    }
    // Fifteen digits is what a spreadsheet shows; 0.1 + 0.2 is kept as 0.30000000000000004.
    let magnitude = if known == 0.0 { 0 } else { known.abs().log10().floor() as i32 };
    let digits = usize::try_from((14 - magnitude).clamp(0, 20)).unwrap_or(0);
    let text = format!("{known:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::{column_of, plain};

    #[test]
    fn columns_by_letters() {
        assert_eq!(column_of("A1"), Some(1));
        assert_eq!(column_of("ab12"), Some(28));
        assert_eq!(column_of("12"), None);
        assert_eq!(column_of("ZZZZZZZZZZZZZZZZZZZZZZZZ1"), None);
    }

    #[test]
    fn numbers_as_a_person_reads_them() {
        assert_eq!(plain("0.30000000000000004", 0.1 + 0.2), "0.3");
        assert_eq!(plain("1.2E+3", 1200.0), "1200");
        assert_eq!(plain("120", 120.0), "120");
        assert_eq!(plain("9.1210100000000006E+17", 9.121_01e17), "912101000000000000");
    }
}
