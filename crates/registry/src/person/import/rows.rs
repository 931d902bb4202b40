//! From a table to rows of persons, each cell read strictly. A number that the sheet holds as a number is refused: its last digits are lost already.

use std::collections::HashMap;

use anye_base::{Date, FieldFault};
use anye_reading::{Cell, CellKind, Row, Sheet, Tables};

use super::columns::{COLUMNS, named};
use super::{Finding, RowIn};
use crate::Registry;
use crate::person::model::{NewNumber, NewPerson, Sex};
use crate::person::number::Kind;
use crate::person::picker::{Near, Picked, pick};
use crate::seal::Secret;

/// Rows among which the head is looked for.
const HEAD: usize = 30;

/// A file as rows.
#[derive(Debug, Default)]
pub struct Collected {
    /// Rows whose cells could be read.
    pub rows: Vec<RowIn>,
    /// What is wrong or odd.
    pub findings: Vec<Finding>,
    /// Rows that hold something.
    pub total: usize,
    /// Number of the sheet in the file.
    pub sheet: usize,
    /// Column of each field, from 1.
    pub columns: HashMap<&'static str, u16>,
    /// Nothing of the file can be taken.
    pub fatal: bool,
}

/// Reads the tables of a file; `near` is where who sent it works.
#[must_use]
pub fn collect(registry: &Registry, tables: &Tables, near: Near<'_>, source: &str) -> Collected {
    let mut made = Collected::default();
    let found = tables.sheets.iter().enumerate().find_map(|(at, sheet)| Some((at, sheet, head(sheet)?)));
    let Some((at, sheet, head)) = found else {
        return fatal(made, FieldFault::new("", "person_file_head"));
    };
    made.sheet = at;
    for cell in sheet.rows[head].cells() {
        match named(cell.text) {
            Some(column) if made.columns.contains_key(COLUMNS[column].id) => {
                let fault = FieldFault::new(COLUMNS[column].id, "person_file_twice");
                return fatal(made, fault.arg("column", COLUMNS[column].zh));
            }
            Some(column) => {
                made.columns.insert(COLUMNS[column].id, cell.column);
            }
            None if cell.text.trim().is_empty() => {}
            None => {
                let fault = FieldFault::new("", "person_file_unknown").arg("column", cell.text.trim());
                made.findings.push(Finding::hint(sheet.rows[head].number, fault));
            }
        }
    }
    if let Some(missing) = COLUMNS.iter().find(|one| one.required && !made.columns.contains_key(one.id)) {
        let fault = FieldFault::new(missing.id, "person_file_missing").arg("column", missing.zh);
        return fatal(made, fault);
    }
    let hidden = sheet.rows.iter().skip(head + 1).filter(|row| row.hidden).count();
    if hidden > 0 {
        made.findings.push(Finding::hint(0, FieldFault::new("", "person_file_hidden").arg("rows", hidden)));
    }
    let mut places = HashMap::new();
    let day = registry.core.world.today();
    for row in sheet.rows.iter().skip(head + 1) {
        // The line of ids below the heads of a template, and lines that are blank.
        let ids = row.cells().filter(|cell| named(cell.text).is_some()).count();
        if row.cells().all(|cell| cell.text.trim().is_empty()) || ids >= 3 {
            continue;
        }
        made.total += 1;
        let mut pick = |text: &str| {
            places.entry(text.to_owned()).or_insert_with(|| pick(registry, text, near, day)).clone()
        };
        match one(row, &made.columns, &mut pick, source) {
            Ok(new) => made.rows.push(RowIn { row: row.number, new }),
            Err(faults) => {
                made.findings.extend(faults.into_iter().map(|fault| Finding::error(row.number, fault)))
            }
        }
    }
    if made.total == 0 {
        return fatal(made, FieldFault::new("", "person_file_empty"));
    }
    made
}

fn fatal(mut made: Collected, fault: FieldFault) -> Collected {
    made.fatal = true;
    made.findings.push(Finding::error(0, fault));
    made
}

/// The row that names the most columns: two at least.
pub(super) fn head(sheet: &Sheet) -> Option<usize> {
    let score = |row: &Row| row.cells().filter(|cell| named(cell.text).is_some()).count();
    let near = &sheet.rows[..sheet.rows.len().min(HEAD)];
    let best = near.iter().map(score).max().filter(|best| *best >= 2)?;
    near.iter().position(|row| score(row) == best)
}

fn one(
    row: &Row,
    columns: &HashMap<&'static str, u16>,
    pick: &mut dyn FnMut(&str) -> Picked,
    source: &str,
) -> Result<NewPerson, Vec<FieldFault>> {
    let cell = |id: &str| {
        columns.get(id).and_then(|column| row.cell(*column)).filter(|cell| !cell.text.trim().is_empty())
    };
    let text = |id: &str| cell(id).map(|cell| cell.text.trim().to_owned()).unwrap_or_default();
    let mut wrong = Vec::new();
    if let Some(bad) = row.cells().find(|cell| cell.kind == CellKind::Error) {
        let id = columns.iter().find(|(_, column)| **column == bad.column).map_or("", |(id, _)| *id);
        wrong.push(FieldFault::new(id, "person_file_formula"));
    }
    let number = match cell("number") {
        Some(cell) if cell.kind != CellKind::Text => {
            wrong.push(FieldFault::new("number", "person_file_number"));
            String::new()
        }
        Some(cell) => cell.text.trim().trim_start_matches('\'').to_owned(),
        None => String::new(),
    };
    let kind = match text("kind").as_str() {
        "" => None,
        word => kind_of(word).or_else(|| {
            wrong.push(FieldFault::new("kind", "person_file_kind"));
            None
        }),
    };
    let sex = Sex::from_word(&text("sex")).map(Sex::word).unwrap_or_else(|| {
        wrong.push(FieldFault::new("sex", "person_sex"));
        ""
    });
    let birth_date = cell("birth_date").map_or(Ok(String::new()), day).unwrap_or_else(|fault| {
        wrong.push(fault);
        String::new()
    });
    let phone = match cell("phone") {
        Some(cell)
            if cell.kind == CellKind::Number && !cell.text.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            wrong.push(FieldFault::new("phone", "person_phone").arg("at", 0).arg("found", cell.text.len()));
            String::new()
        }
        found => found.map(|cell| cell.text.trim().trim_start_matches('\'').to_owned()).unwrap_or_default(),
    };
    let place = picked(pick(&text("place"))).unwrap_or_else(|fault| {
        wrong.push(FieldFault { field: "place".into(), ..fault });
        String::new()
    });
    let residence = text("residence_place");
    let residence_place = match pick(&residence) {
        Picked::One(code) if !residence.is_empty() => code,
        _ => residence,
    };
    let residence_type = match text("residence_type").as_str() {
        "城镇" | "非农业" | "非农" | "urban" => "urban",
        "农村" | "农业" | "rural" => "rural",
        "" => "",
        _ => {
            wrong.push(FieldFault::new("residence_type", "person_residence_type"));
            ""
        }
    };
    if wrong.is_empty() && number.is_empty() && birth_date.is_empty() {
        // The same file sent again could not tell this person from a namesake.
        wrong.push(FieldFault::new("number", "person_file_who"));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(NewPerson {
        number: NewNumber { number: Secret::new(number), kind, issuer: text("issuer"), paper: String::new() },
        name: text("name"),
        sex: sex.to_owned(),
        birth_date,
        place,
        residence_place,
        residence_type: residence_type.to_owned(),
        phone: Secret::new(phone),
        source: source.to_owned(),
        evidence: text("evidence"),
    })
}

fn picked(picked: Picked) -> Result<String, FieldFault> {
    match picked {
        Picked::One(code) => Ok(code),
        Picked::Several(all) => {
            let names: Vec<String> = all.iter().map(|(code, name)| format!("{name} {code}")).collect();
            Err(FieldFault::new("place", "person_place_several").arg("places", names.join("、")))
        }
        Picked::Nothing => Err(FieldFault::new("place", "person_place")),
    }
}

fn kind_of(word: &str) -> Option<Kind> {
    match word {
        "身份证" | "居民身份证" | "居住证" | "resident" => Some(Kind::Resident),
        "一代身份证" | "15位身份证" => Some(Kind::Legacy15),
        "港澳居民来往内地通行证" | "回乡证" | "港澳通行证" => Some(Kind::HkMacaoPermit),
        "台湾居民来往大陆通行证" | "台胞证" => Some(Kind::TaiwanPermit),
        "护照" | "外国护照" | "passport" => Some(Kind::Passport),
        "外国人永久居留身份证" | "外国人永久居留证" => Some(Kind::ForeignPermanent),
        other => Kind::from_word(other),
    }
}

/// A day as sheets have it: a date, `1990-03-07`, `1990.3.7`, `1990/3/7`, `19900307`, `1990年3月7日`.
fn day(cell: Cell<'_>) -> Result<String, FieldFault> {
    let wrong = || FieldFault::new("birth_date", "person_birth");
    let text = cell.text.trim();
    let parts: Vec<String> = if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        vec![text[..4].into(), text[4..6].into(), text[6..].into()]
    } else {
        let open = text.trim_end_matches('日');
        open.split(['-', '.', '/', '年', '月']).map(|part| part.trim().to_owned()).collect()
    };
    let [year, month, day] = &parts[..] else { return Err(wrong()) };
    let read = |part: &str| part.parse::<i16>().map_err(|_| wrong());
    let small = |part: &str| part.parse::<i8>().map_err(|_| wrong());
    let made = Date::new(read(year)?, small(month)?, small(day)?).map_err(|_| wrong())?;
    Ok(made.to_string())
}
