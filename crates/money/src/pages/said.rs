//! Words and figures as the pages of this crate show them. It must never round.

use anye_access::Permission;
use anye_base::{ErrorKind, Fault, Lang};
use anye_casework::model::Words;
use anye_web::{Texts, Visitor};

use crate::{Money, fen};

/// What a browser takes a workbook for.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// In the reader's language.
pub(super) fn worded(texts: &Texts, words: &Words) -> String {
    words.said(texts.lang == Lang::Zh).to_owned()
}

/// A fund's name.
pub(super) fn fund(money: &Money, texts: &Texts, id: &str) -> String {
    money.funds.fund(id).map_or_else(
        || if id.is_empty() { texts.t("money-all-funds") } else { id.to_owned() },
        |fund| worded(texts, &fund.name),
    )
}

/// A benefit's name.
pub(super) fn benefit(money: &Money, texts: &Texts, id: &str) -> String {
    money.funds.benefit_name(id, texts.lang == Lang::Zh)
}

/// A place's name.
pub(super) fn place(money: &Money, texts: &Texts, code: &str) -> String {
    money.core.place_in(code, money.core.world.today(), texts.lang)
}

/// Where a payee's own page is, for who may open one: names stand covered here, the page shows what its reader may see and records who looks.
pub(super) fn payee_href(visitor: &Visitor, kind: &str, id: &str) -> String {
    match kind {
        "person" if visitor.may_at_all(Permission::PersonsRead) => format!("/persons/{id}"),
        "employer" if visitor.may_at_all(Permission::EmployerRead) => format!("/employers/{id}"),
        _ => String::new(),
    }
}

/// Yuan; an amount of nothing is a dash, so that figures stand out.
pub(super) fn yuan(fen: i64) -> String {
    if fen == 0 { "–".to_owned() } else { fen::yuan(fen) }
}

/// One of another in percent, one digit, cut off; nothing of nothing.
pub(super) fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return "–".to_owned();
    }
    let tenths = i128::from(part) * 1_000 / i128::from(whole);
    format!("{}.{}%", tenths / 10, (tenths % 10).abs())
}

/// The budget year that a page is about: the one asked for, else the one of today.
pub(super) fn year(money: &Money, asked: &str) -> i64 {
    let today = i64::from(money.core.world.today().year());
    asked.parse().ok().filter(|year| (2000..=2100).contains(year)).unwrap_or(today)
}

/// The place that a page is about: the one asked for, else the reader's.
pub(super) fn asked_place(money: &Money, visitor: &Visitor, asked: &str) -> String {
    if asked.is_empty() { visitor.own_place(&money.core).to_owned() } else { asked.to_owned() }
}

/// Faults that are shown on the page that was sent; others have a page of their own.
pub(super) fn is_shown(fault: &Fault) -> bool {
    matches!(
        fault.kind,
        ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::Stale | ErrorKind::Denied | ErrorKind::TooMany
    )
}

/// A fault and its fields as sentences, with names where the fault holds ids.
pub(super) fn errors(money: &Money, texts: &Texts, fault: &Fault) -> Vec<String> {
    let mut named = fault.clone();
    for (name, value) in &mut named.args {
        *value = match *name {
            "fund" => self::fund(money, texts, value),
            "place" => place(money, texts, value),
            "benefit" => benefit(money, texts, value),
            _ => continue,
        };
    }
    let mut all = vec![texts.fault(&named)];
    all.extend(named.fields.iter().map(|field| texts.field_fault(field)));
    all.dedup();
    all
}

/// The funds for a choice: id and name.
pub(super) fn funds(money: &Money, texts: &Texts) -> Vec<(String, String)> {
    money.funds.funds.iter().map(|fund| (fund.id.clone(), worded(texts, &fund.name))).collect()
}

/// An amount that somebody wrote in yuan.
pub(super) fn read_yuan(text: &str) -> Result<i64, Fault> {
    fen::parse(text).ok_or_else(|| {
        Fault::new(ErrorKind::Invalid, "money_amount")
            .field(anye_base::FieldFault::new("amount", "money_amount"))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn shares_are_cut_off_and_never_of_nothing() {
        assert_eq!(super::percent(1, 3), "33.3%");
        assert_eq!(super::percent(-1, 3), "-33.3%");
        assert_eq!(super::percent(1, 0), "–");
    }
}
