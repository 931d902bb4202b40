//! Tables in plain text: comma, semicolon or tab, told by the first lines. Every value is text; must never guess a number.

use super::{CellKind, Count, Row, Sheet};
use crate::{Part, ReadError};

pub(crate) fn read(text: &str, count: &mut Count<'_>) -> Result<Sheet, ReadError> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet { name: String::new(), hidden: false, merged: Vec::new(), rows: Vec::new() };
    let mut record = ::csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(sheet),
            Err(_) => return Err(ReadError::damaged(Part::Csv)),
        }
        // The line the record begins at: a quoted cell may hold line breaks.
        let line = record.position().map_or(0, |at| {
            // It stands before the empty lines that were passed over.
            let from = usize::try_from(at.byte()).unwrap_or(text.len());
            let passed = text.as_bytes().get(from..).unwrap_or_default().iter();
            let empty = passed
                .take_while(|byte| matches!(byte, b'\n' | b'\r'))
                .filter(|byte| **byte == b'\n')
                .count();
            at.line() + empty as u64
        });
        let mut row = Row::new(u32::try_from(line).unwrap_or(u32::MAX), false);
        for (at, field) in record.iter().enumerate() {
            let field = field.trim();
            if !field.is_empty() {
                if field.chars().count() > count.limits.cell_chars {
                    return Err(ReadError::bomb(crate::Bomb::Cells));
                }
                let column = count.cell(at + 1)?;
                row.push(column, CellKind::Text, false, field);
            }
        }
        if !row.is_empty() {
            count.row(sheet.rows.len())?;
            sheet.rows.push(row);
        }
    }
}

/// The separator that occurs most often in the first line that holds one, outside quotes.
fn delimiter(text: &str) -> u8 {
    for line in text.lines().take(20) {
        let mut quoted = false;
        let mut counts = [0_usize; 3];
        for byte in line.bytes() {
            match byte {
                b'"' => quoted = !quoted,
                b',' if !quoted => counts[0] += 1,
                b';' if !quoted => counts[1] += 1,
                b'\t' if !quoted => counts[2] += 1,
                _ => {}
            }
        }
        if let Some(most) = counts.iter().max().filter(|most| **most > 0) {
            return [b',', b';', b'\t'][counts.iter().position(|one| one == most).unwrap_or_default()];
        }
    }
    b','
}

#[cfg(test)]
mod tests {
    use super::delimiter;

    #[test]
    fn the_separator_is_told_by_the_first_line_that_has_one() {
        assert_eq!(delimiter("名称;人数\n甲;1,5\n"), b';');
        assert_eq!(delimiter("说明\n\"a;b\",c\n"), b',');
        assert_eq!(delimiter("a\tb\n"), b'\t');
        assert_eq!(delimiter("a\nb\n"), b',');
    }
}
