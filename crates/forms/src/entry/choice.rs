//! Codes and yes or no. It must never take the nearest code for the one that was written.

use super::{EntryError, Note, Read};
use crate::cell::Cell;
use crate::model::Choice;
use crate::near::nearest;

/// A code, its Chinese or its English name.
pub(super) fn one_of(all: &[Choice], plain: &str) -> Read {
    let by = |same: &dyn Fn(&Choice) -> bool| all.iter().position(same).and_then(|at| u16::try_from(at).ok());
    if let Some(at) = by(&|one| one.id == plain) {
        return Ok((Cell::Choice(at), None));
    }
    let found = by(&|one| one.name.zh == plain || one.name.en.eq_ignore_ascii_case(plain))
        .or_else(|| by(&|one| one.id.eq_ignore_ascii_case(plain)));
    // Lists in workbooks show code and name together: "C 制造业".
    let found = found.or_else(|| {
        let (code, name) = plain.split_once([' ', '-', '.'])?;
        by(&|one| one.id.eq_ignore_ascii_case(code) && one.name.zh == name.trim_start())
    });
    if let Some(at) = found {
        let id = all.get(usize::from(at)).map_or("", |one| one.id.as_str());
        let note =
            Note::new("name", format!("“{plain}”读作代码 {id}"), format!("'{plain}' was read as code {id}"));
        return Ok((Cell::Choice(at), Some(note)));
    }
    let names = all.iter().flat_map(|one| [one.id.as_str(), one.name.zh.as_str(), one.name.en.as_str()]);
    let list: Vec<String> = all.iter().take(12).map(|one| format!("{} {}", one.id, one.name.zh)).collect();
    let list_en: Vec<String> = all.iter().take(12).map(|one| format!("{} {}", one.id, one.name.en)).collect();
    Err(EntryError {
        suggestion: nearest(plain, names),
        ..EntryError::new(
            "not_a_choice",
            format!("没有“{plain}”这一选项;可选:{}", list.join("、")),
            format!("there is no choice '{plain}'; the choices are {}", list_en.join(", ")),
        )
    })
}

/// 是 or 否 in the ways people write them.
pub(super) fn yes_no(plain: &str) -> Read {
    let word = plain.to_ascii_lowercase();
    let yes = ["是", "有", "yes", "y", "true", "√", "✓", "✔", "1"].contains(&word.as_str());
    let no = ["否", "无", "没有", "不是", "no", "n", "false", "×", "✗", "0"].contains(&word.as_str());
    if yes == no {
        return Err(EntryError::new(
            "not_yes_no",
            format!("“{plain}”请改为 是 或 否"),
            format!("'{plain}': write yes or no"),
        ));
    }
    let note = (!["是", "否", "yes", "no"].contains(&word.as_str())).then(|| {
        let (zh, en) = if yes { ("是", "yes") } else { ("否", "no") };
        Note::new("name", format!("“{plain}”读作“{zh}”"), format!("'{plain}' was read as {en}"))
    });
    Ok((Cell::YesNo(yes), note))
}
