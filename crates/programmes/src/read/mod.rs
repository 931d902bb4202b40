//! Reads the registers and programmes of a pack. It must never stop at the first thing that is wrong.

mod bond;
mod change;
mod column;
mod effect;
mod field;
mod key;
mod lapse;
mod part;
mod programme;
mod publicity;
mod register;
mod rules;
mod span;
mod step;
mod table;
mod told;
mod value;

use std::cell::RefCell;
use std::collections::BTreeMap;

use anye_forms::table::{File, Tab, code_list, code_lists, nearest};
use anye_forms::{Choice, Finding, Library};
use toml::Spanned;
use toml::de::DeTable;

use crate::law::Law;
use crate::model::{Definitions, Matter};

/// The tables a file may have.
const TABLES: [&str; 5] = ["codes", "register", "matter", "flow", "programme"];

/// What all constructs may name.
pub(crate) struct Names<'a> {
    pub(crate) codes: BTreeMap<String, Vec<Choice>>,
    /// Registers that are written, also those that could not be kept.
    pub(crate) registers: Vec<&'a str>,
    /// The same of programmes.
    pub(crate) programmes: Vec<&'a str>,
    pub(crate) matters: Vec<&'a str>,
    pub(crate) law: Option<&'a Law>,
    /// What tables of other registers have to know of each.
    pub(crate) others: BTreeMap<&'a str, table::Other>,
}

/// Registers and programmes with everything found in the files. Without a law, facts, rules and funds are taken as they are written.
#[must_use]
pub fn read(
    files: &[(String, String)],
    library: Option<&Library<'_>>,
    law: Option<&Law>,
) -> (Definitions, Vec<Finding>) {
    let found = RefCell::new(Vec::new());
    let mut parsed = Vec::new();
    for (path, text) in files {
        let file = File { path, text, found: &found, library };
        match DeTable::parse(text) {
            Ok(table) => parsed.push((file, table)),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let detail = error.message().replace('\n', " ");
                file.error(
                    at,
                    "P001",
                    format!("格式有误({detail})"),
                    format!("this is not well-formed: {detail}"),
                );
            }
        }
    }
    let definitions = assemble(&parsed, law);
    let mut found = found.into_inner();
    found.iter_mut().for_each(|one| one.code = own_code(one.code));
    found.sort_by(|a, b| (&a.file, a.mark, a.code, &a.zh).cmp(&(&b.file, b.mark, b.code, &b.zh)));
    found.dedup();
    (definitions, found)
}

fn assemble<'a>(parsed: &'a [(File<'a>, Spanned<DeTable<'a>>)], law: Option<&'a Law>) -> Definitions {
    let roots: Vec<Tab<'a>> =
        parsed.iter().map(|(file, table)| Tab::new(table.get_ref(), table.span().start, *file)).collect();
    roots.iter().for_each(|root| root.keys(&TABLES));
    let all = |key: &str| roots.iter().flat_map(|root| root.tabs(key)).collect::<Vec<_>>();
    let registers = unique(all("register"), "名册", "register");
    let programmes = unique(all("programme"), "业务", "programme");
    let matters = unique(all("matter"), "一件事", "matter");
    let names = Names {
        codes: code_lists(&all("codes")),
        registers: registers.iter().map(|(id, _)| *id).collect(),
        programmes: programmes.iter().map(|(id, _)| *id).collect(),
        matters: matters.iter().map(|(id, _)| *id).collect(),
        law,
        others: registers.iter().map(|(id, tab)| (*id, table::other(tab, law))).collect(),
    };
    let registers: Vec<_> = registers.iter().filter_map(|(_, tab)| register::read(tab, &names)).collect();
    let flows = unique(all("flow"), "流程", "flow");
    let flows = programme::flows(&flows);
    let read = |(_, tab): &(&str, Tab<'a>)| programme::read(tab, &names, &registers, &flows);
    let programmes = programmes.iter().filter_map(read).collect();
    let matters = matters.iter().map(|(id, tab)| matter(id, tab)).collect();
    Definitions { registers, programmes, matters }
}

fn matter(id: &str, tab: &Tab<'_>) -> Matter {
    tab.keys(&["id", "name", "note", "pilot", "from", "to"]);
    Matter {
        id: id.to_owned(),
        name: tab.need_words("name"),
        note: tab.words("note").unwrap_or_default(),
        pilot: programme::places(tab, "pilot"),
        open: programme::open(tab),
    }
}

/// The tables by their ids; a second one of the same id is told and left out.
fn unique<'a>(tabs: Vec<Tab<'a>>, zh: &str, en: &str) -> Vec<(&'a str, Tab<'a>)> {
    let mut out: Vec<(&str, Tab<'a>)> = Vec::new();
    for tab in tabs {
        let Some(id) = tab.id(false) else { continue };
        if out.iter().any(|(own, _)| *own == id.value) {
            twice(&tab, id.at, id.value, zh, en);
        } else {
            out.push((id.value, tab));
        }
    }
    out
}

/// An id used twice.
pub(crate) fn twice(tab: &Tab<'_>, at: usize, id: &str, zh: &str, en: &str) {
    tab.file.error(at, "P007", format!("{zh}编号“{id}”重复"), format!("the {en} id '{id}' is used twice"));
}

/// A name that leads nowhere.
pub(crate) fn unknown<'n>(
    file: &File<'_>,
    at: usize,
    code: &'static str,
    (zh, en): (&str, &str),
    name: &str,
    all: impl IntoIterator<Item = &'n str>,
) {
    file.tell(
        at,
        code,
        true,
        format!("没有{zh}“{name}”"),
        format!("there is no {en} '{name}'"),
        nearest(name, all),
    );
}

/// A code list by its name, or written out.
pub(crate) fn choices(tab: &Tab<'_>, names: &Names<'_>, by_name: &str, inline: &str) -> Vec<Choice> {
    if tab.has(inline) {
        return code_list(tab, inline);
    }
    let Some(text) = tab.need_text(by_name) else { return Vec::new() };
    names.codes.get(text.value).cloned().unwrap_or_else(|| {
        let all = names.codes.keys().map(String::as_str);
        unknown(&tab.file, text.at, "P012", ("代码表", "code list"), text.value, all);
        Vec::new()
    })
}

/// The tools that read tables are those of the reporting files; their findings have the codes of this family here.
fn own_code(code: &'static str) -> &'static str {
    match code {
        "R002" => "P002",
        "R003" => "P003",
        "R004" => "P004",
        "R005" => "P005",
        "R006" => "P006",
        "R007" => "P007",
        "R008" => "P008",
        "R009" => "P009",
        "R010" => "P010",
        other => other,
    }
}
