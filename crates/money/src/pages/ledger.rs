//! The trial balance of a year, and the entries of one set of books with the form that takes one back.

use anye_access::Permission;
use anye_base::Fault;
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page as answer};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::said;
use crate::ledger::{Books, reverse, store, trial};
use crate::{Money, rights};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
    fund: String,
    place: String,
    done: Option<String>,
}

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    entry: String,
    reason: String,
    year: String,
    fund: String,
    place: String,
}

struct Row {
    fund: String,
    place: String,
    side: String,
    debit: String,
    credit: String,
    href: String,
    wrong: bool,
}

struct EntryRow {
    id: String,
    day: String,
    kind: String,
    sides: String,
    by: String,
    reason: String,
    may_reverse: bool,
}

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    frame: Frame,
    sentence: String,
    holds: bool,
    year: i64,
    rows: Vec<Row>,
    debit: String,
    credit: String,
    fund: String,
    place: String,
    entries: Vec<EntryRow>,
    named: String,
    errors: Vec<String>,
}

/// Entries shown.
const ENTRIES: u32 = 100;

/// Answers `GET /money/ledger`.
pub async fn page(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    shown(&money, &visitor, &asked, None).await
}

async fn shown(
    money: &Money,
    visitor: &Visitor,
    asked: &Asked,
    wrong: Option<&Fault>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, visitor);
    let caller = asking.caller(None);
    let year = said::year(money, &asked.year);
    let mut from = &money.core.db;
    let made = trial(&mut from, &caller, year).await?;
    let chosen = !asked.fund.is_empty() && rights::may(&caller, Permission::FundsRead, &asked.place);
    let may = chosen && rights::may(&caller, Permission::FundsManage, &asked.place);
    let entries = if chosen {
        store::of_books(&mut from, &Books::new(&asked.fund, &asked.place, year), ENTRIES).await?
    } else {
        Vec::new()
    };
    let here = format!("/money/ledger?year={year}&fund={}&place={}", asked.fund, asked.place);
    let frame = Frame::new(&money.core, visitor, &here, visitor.texts.t("money-ledger"))
        .under(visitor.texts.t("money-title"), "/money")
        .notice(asked.done.as_deref());
    let texts = frame.texts.clone();
    let key = if made.holds() { "money-trial-holds" } else { "money-trial-broken" };
    let values = [
        ("year", year.to_string()),
        ("n", made.accounts.len().to_string()),
        ("debit", crate::fen::yuan(made.debit)),
        ("credit", crate::fen::yuan(made.credit)),
    ];
    let rows = made.accounts.iter().filter(|one| one.balance != 0 || one.posted != 0).map(|one| Row {
        fund: said::fund(money, &texts, &one.books.fund),
        place: said::place(money, &texts, &one.books.place),
        side: texts.t(&format!("money-side-{}", one.side.word())),
        debit: if one.balance > 0 { crate::fen::yuan(one.balance) } else { String::new() },
        credit: if one.balance < 0 { crate::fen::yuan(-one.balance) } else { String::new() },
        href: format!("/money/ledger?year={year}&fund={}&place={}#entries", one.books.fund, one.books.place),
        wrong: one.balance != one.posted || made.unbalanced.contains(&one.books),
    });
    let lines = entries.iter().map(|one| EntryRow {
        id: one.id.clone(),
        day: one.on_day.clone(),
        kind: texts.t(&format!("money-kind-{}", one.kind)),
        sides: one
            .legs
            .iter()
            .map(|leg| {
                format!(
                    "{} {}",
                    texts.t(&format!("money-side-{}", leg.side.word())),
                    crate::fen::yuan(leg.amount)
                )
            })
            .collect::<Vec<_>>()
            .join(" · "),
        by: one.by_name.clone(),
        reason: one.reason.clone(),
        may_reverse: may
            && matches!(one.kind.as_str(), "budget" | "adjust" | "income" | "carry" | "transfer" | "collect"),
    });
    let view = LedgerPage {
        sentence: texts.args(key, &values),
        holds: made.holds(),
        rows: rows.collect(),
        debit: crate::fen::yuan(made.debit),
        credit: crate::fen::yuan(made.credit),
        named: if chosen {
            format!(
                "{} · {}",
                said::place(money, &texts, &asked.place),
                said::fund(money, &texts, &asked.fund)
            )
        } else {
            String::new()
        },
        entries: lines.collect(),
        errors: wrong.map(|fault| said::errors(money, &texts, fault)).unwrap_or_default(),
        fund: asked.fund.clone(),
        place: asked.place.clone(),
        year,
        frame,
    };
    Ok(answer(&view))
}

/// Answers `POST /money/ledger`: takes an entry back.
pub async fn act(State(money): State<Money>, visitor: Visitor, form: Form<Sent>) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let sent = form.data;
    let asked = Asked { year: sent.year, fund: sent.fund, place: sent.place, done: None };
    match reverse(&money, &asking.caller(form.once.as_ref()), &sent.entry, &sent.reason).await {
        Ok(_) => {
            let to = format!(
                "/money/ledger?year={}&fund={}&place={}&done=money-reverse",
                asked.year, asked.fund, asked.place
            );
            Ok(Redirect::to(&to).into_response())
        }
        Err(fault) if said::is_shown(&fault) => shown(&money, &visitor, &asked, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}
