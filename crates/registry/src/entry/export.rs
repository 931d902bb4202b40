//! Entries as a file (导出): names covered, sealed fields covered, with the reach of who asks. It must never give out more than a list shows.

use anye_access::{Caller, Permission};
use anye_base::{ErrorKind, Fault, Lang};
use anye_db::audit::Event;
use anye_programmes::Register;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::list::Filter;
use super::model::Entry;
use super::settle::REFUSED;
use super::store::entry as store;
use crate::Registers;
use crate::reach::counties;

/// Rows read at once.
const AT_ONCE: u32 = 5_000;
/// Rows of a file at most.
const MOST: usize = 200_000;

/// The rows of a file, its header first.
///
/// # Errors
/// Too many rows, or the store's own.
pub async fn rows(
    rooms: &Registers,
    caller: &Caller<'_>,
    filter: &Filter,
    lang: Lang,
) -> Result<Vec<Vec<String>>, Fault> {
    let register = rooms.register(&filter.register)?;
    let filter = &super::bond::resolved(register, filter)?;
    let counties = counties(&rooms.registry, caller, Permission::RegistersRead, &filter.place);
    let mut out = vec![heads(register, lang)];
    let mut after = String::new();
    loop {
        let (some, next) = store::next(&mut &rooms.core().db, filter, &counties, &after, AT_ONCE).await?;
        out.extend(some.iter().map(|entry| line(rooms, register, entry, lang)));
        if out.len() > MOST {
            return Err(Fault::new(ErrorKind::TooLarge, "entry_many").arg("most", MOST));
        }
        match next {
            Some(last) => after = last,
            None => break,
        }
    }
    let event = Event::new("entry.export", "register", &register.id);
    let detail = serde_json::json!({ "rows": out.len() - 1, "place": filter.place });
    rooms.core().db.record(caller.world, caller.actor, event.detail(&detail)).await?;
    Ok(out)
}

fn heads(register: &Register, lang: Lang) -> Vec<String> {
    let fixed = match lang {
        Lang::Zh => ["名称", "地区", "地区代码", "状态", "起始日", "终止日", "渠道", "证书编号"],
        Lang::En => {
            ["Name", "Place", "Code of the place", "State", "First day", "Last day", "Channel", "Certificate"]
        }
    };
    let fields = register.fields.iter().map(|field| lang.pick(&field.name.zh, &field.name.en).to_owned());
    fixed.into_iter().map(str::to_owned).chain(fields).collect()
}

/// Name of a state.
#[must_use]
pub fn state_name(register: &Register, state: &str, lang: Lang) -> String {
    match register.states.iter().find(|one| one.id == state) {
        Some(one) => lang.pick(&one.name.zh, &one.name.en).to_owned(),
        None => match state {
            "open" => lang.pick("在册", "open"),
            "ended" => lang.pick("已终止", "ended"),
            REFUSED => lang.pick("未予确认", "refused"),
            other => other,
        }
        .to_owned(),
    }
}

fn line(rooms: &Registers, register: &Register, entry: &Entry, lang: Lang) -> Vec<String> {
    let today = rooms.core().world.today();
    let mut out = vec![
        register.subject.shown_name(&entry.subject_name),
        rooms.core().place_in(&entry.place, today, lang),
        entry.place.clone(),
        state_name(register, &entry.state, lang),
        entry.from.to_string(),
        entry.to.map(|day| day.to_string()).unwrap_or_default(),
        entry.channel.clone(),
        entry.number.clone().unwrap_or_default(),
    ];
    out.extend(register.fields.iter().map(|field| match entry.fields.get(&field.id) {
        Some(_) if field.sealed => "****".to_owned(),
        Some(value) => field.show(value, lang == Lang::Zh),
        None => String::new(),
    }));
    out
}

/// As CSV with a byte order mark, so that office programs see the encoding; what a program would take for a formula begins with an apostrophe.
///
/// # Errors
/// What the writer refuses.
pub fn csv(rows: &[Vec<String>]) -> Result<Vec<u8>, Fault> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        let safe = row.iter().map(|text| match text.chars().next() {
            Some('=' | '+' | '-' | '@' | '\t') => format!("'{text}"),
            _ => text.clone(),
        });
        writer.write_record(safe).map_err(Fault::internal)?;
    }
    writer.into_inner().map_err(Fault::internal)
}

/// As a workbook, all cells text.
///
/// # Errors
/// What the writer refuses.
pub fn xlsx(rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    for (line, row) in (0_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(row) {
            if line == 0 {
                sheet.write_string_with_format(line, column, text, &bold)?;
            } else {
                sheet.write_string(line, column, text)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    book.save_to_buffer()
}
