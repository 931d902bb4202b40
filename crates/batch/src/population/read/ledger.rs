//! The ledger of a partition (台账): what was granted or applied for before. It must never drop an entry that it cannot read.
//!
//! Columns: `rule`, `kind`, `id`, `date`; optional `to`, `amount` (yuan), `months`, `pending`. A row concerns one thing.

use std::path::Path;

use anye_law::book::{Book, Dim, EnumId, Field, KindId, RuleId, Ty, Val};
use anye_law::decide::Entry;
use anye_law::span::Span;
use hashbrown::HashMap;
use parquet::file::reader::FileReader;

use super::raw::Raw;
use super::{Open, days, nearest, numbers, truths};
use crate::population::column::{Bits, Column};
use crate::population::fault::Fault;
use crate::population::links::Finder;

const COLUMNS: [&str; 8] = ["rule", "kind", "id", "date", "to", "amount", "months", "pending"];

/// Entries by thing and rule.
pub(super) type Entries = HashMap<(KindId, u32, RuleId), Vec<Entry>>;

pub(super) fn read(book: &Book, path: &Path, finders: &[Option<Finder<'_>>]) -> Result<Entries, Fault> {
    let file = open(path)?;
    let column = |ix: usize| -> Result<Option<Column>, Fault> {
        let Some(at) = file.fields[ix] else { return Ok(None) };
        let field = field(COLUMNS[ix]);
        let raw = file.raw(at)?;
        Ok(Some(match ix {
            3 | 4 => days(&file, &field, raw)?,
            5 => numbers(&file, &field, raw, Dim::MONEY, &file.descriptor(at))?,
            6 => numbers(&file, &field, raw, Dim::MONTH, &file.descriptor(at))?,
            _ => truths(&file, &field, raw)?,
        }))
    };
    let text = |ix: usize| -> Result<Raw, Fault> {
        let at = file.fields[ix].ok_or_else(|| missing(path, COLUMNS[ix]))?;
        file.raw(at)
    };
    let (rules, kinds, ids) = (text(0)?, text(1)?, text(2)?);
    let date = column(3)?.ok_or_else(|| missing(path, COLUMNS[3]))?;
    let (to, amount, months, pending) = (column(4)?, column(5)?, column(6)?, column(7)?);
    let mut out = Entries::new();
    for row in 0..file.rows {
        let rule = word(&rules, row)
            .and_then(|name| book.find_rule(name))
            .ok_or_else(|| unknown(&file, "rule", row, word(&rules, row), book))?;
        let kind = word(&kinds, row)
            .and_then(|name| book.find_kind(name))
            .ok_or_else(|| unknown(&file, "kind", row, word(&kinds, row), book))?;
        let thing = thing(&file, &ids, row, finders.get(kind.ix()).and_then(Option::as_ref))?;
        let value =
            |column: &Option<Column>| column.as_ref().map_or(Val::Unknown, |column| column.value(row));
        let whole = |column: &Option<Column>, name: &str| match value(column).num() {
            None => Ok(0),
            Some(n) => n
                .to_i64()
                .filter(|n| *n >= 0)
                .ok_or_else(|| file.wrong(name, row, "below zero or a fraction")),
        };
        let date = date.value(row).day().ok_or_else(|| file.wrong("date", row, "every entry needs a day"))?;
        let to = value(&to).day();
        if to.is_some_and(|to| to < date) {
            return Err(file.wrong("to", row, format!("the last day is before the first, {date}")));
        }
        out.entry((kind, thing, rule)).or_default().push(Entry {
            rule,
            things: vec![(kind, thing)],
            date,
            to,
            fen: whole(&amount, "amount")?,
            months: whole(&months, "months")?,
            pending: value(&pending) == Val::Bool(true),
            fund: None,
        });
    }
    Ok(out)
}

fn open(path: &Path) -> Result<Open, Fault> {
    let reader = super::reader(path)?;
    let mut fields = vec![None; COLUMNS.len()];
    for (at, column) in reader.metadata().file_metadata().schema_descr().columns().iter().enumerate() {
        match COLUMNS.iter().position(|name| *name == column.name()) {
            Some(ix) => fields[ix] = Some(at),
            None => {
                return Err(Fault::Column {
                    path: path.to_owned(),
                    kind: "ledger".to_owned(),
                    name: column.name().to_owned(),
                    suggestion: nearest(column.name(), COLUMNS.into_iter()),
                });
            }
        }
    }
    let rows = super::rows(path, &reader)?;
    Ok(Open { path: path.to_owned(), reader, id: 0, fields, rows })
}

fn field(name: &str) -> Field {
    Field {
        name: name.to_owned(),
        id: name.to_owned(),
        ty: Ty::Enum(EnumId(0)),
        finding: false,
        basis: Vec::new(),
        help: String::new(),
        span: Span::default(),
        reverse: None,
    }
}

fn missing(path: &Path, column: &str) -> Fault {
    Fault::Wrong(format!("{}: the ledger has no column '{column}'", path.display()))
}

fn known(bits: &Bits, row: usize) -> Option<()> {
    bits.get(row).then_some(())
}

fn word(raw: &Raw, row: usize) -> Option<&str> {
    let Raw::Texts { values, dictionary, known: bits } = raw else { return None };
    known(bits, row)?;
    dictionary.get(values[row] as usize).map(|word| &**word)
}

fn unknown(file: &Open, column: &str, row: usize, name: Option<&str>, book: &Book) -> Fault {
    let Some(name) = name else { return file.wrong(column, row, "a name is needed (text)") };
    let names: Vec<&str> = if column == "rule" {
        book.rules.iter().flat_map(|rule| [rule.id.as_str(), rule.name.as_str()]).collect()
    } else {
        book.kinds.iter().flat_map(|kind| [kind.id.as_str(), kind.name.as_str()]).collect()
    };
    let meant = nearest(name, names.into_iter()).map(|name| format!("; did you mean '{name}'?"));
    file.wrong(column, row, format!("no {column} is called '{name}'{}", meant.unwrap_or_default()))
}

fn thing(file: &Open, ids: &Raw, row: usize, finder: Option<&Finder<'_>>) -> Result<u32, Fault> {
    let found = match ids {
        Raw::Ints { values, known: bits } => {
            known(bits, row).and_then(|()| finder.and_then(|finder| finder.int(values[row])))
        }
        raw => word(raw, row).and_then(|id| finder.and_then(|finder| finder.text(id))),
    };
    found.ok_or_else(|| file.wrong("id", row, "leads to nothing in this partition"))
}
