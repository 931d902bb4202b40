//! The account book (工作台账): who received what, when; as a page and as a file.

use anye_base::{ErrorKind, Fault};
use anye_web::{Asking, Failed, Frame, Texts, Visitor, page as answer};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::said;
use crate::Money;
use crate::book::{ANY, Asked as Which, Gap, book, csv_of, whom, workbook};

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
    fund: String,
    place: String,
    payee: String,
    benefit: String,
    state: String,
    gap: String,
    from: String,
    to: String,
    #[serde(rename = "as")]
    kind: String,
}

impl Asked {
    /// The sort of file that is asked for; empty: none.
    pub(super) fn kind(&self) -> &str {
        &self.kind
    }
}

struct Row {
    batch: String,
    batch_href: String,
    n: i64,
    place: String,
    payee: String,
    payee_href: String,
    whom: String,
    whom_href: String,
    gaps: Vec<String>,
    account: String,
    benefit: String,
    rule_href: String,
    period: String,
    amount: String,
    state: String,
    state_word: String,
    day: String,
    bank_ref: String,
    decision_href: String,
    fund: String,
    fund_href: String,
}

/// Another way to look at the same lines.
pub(super) struct View {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) here: bool,
}

/// The lines, the totals by city, the lines that lead to no person.
pub(super) fn views(texts: &Texts, which: &Which, here: usize) -> Result<Vec<View>, Fault> {
    let whole = Which { gap: String::new(), ..which.clone() };
    let lacking = Which { gap: "person".to_owned(), ..which.clone() };
    let all = [
        ("/money/book", &whole, "money-book-lines"),
        ("/money/book/totals", &whole, "money-book-totals"),
        ("/money/book", &lacking, "money-no-person"),
    ];
    let made = all.into_iter().enumerate().map(|(at, (path, which, name))| {
        let query = serde_urlencoded::to_string(which).map_err(Fault::internal)?;
        Ok(View { href: format!("{path}?{query}"), name: texts.t(name), here: at == here })
    });
    made.collect()
}

#[derive(Template)]
#[template(path = "book.html")]
struct BookPage {
    frame: Frame,
    sentence: String,
    asked: Asked,
    year: i64,
    query: String,
    rows: Vec<Row>,
    funds: Vec<(String, String)>,
    states: Vec<(String, String)>,
    gaps: Vec<(&'static str, String)>,
    views: Vec<View>,
    full: bool,
}

/// Lines on the page, and in a file.
const SHOWN: u32 = 200;
const EXPORTED: u32 = 200_000;
const STATES: [&str; 6] = ["paid", "sent", "unknown", "failed", "returned", "prepared"];

pub(super) fn which(money: &Money, visitor: &Visitor, asked: &Asked) -> Which {
    Which {
        year: said::year(money, &asked.year),
        fund: asked.fund.clone(),
        place: said::asked_place(money, visitor, &asked.place),
        payee: asked.payee.trim().to_owned(),
        benefit: asked.benefit.trim().to_owned(),
        state: asked.state.clone(),
        gap: asked.gap.clone(),
        from: asked.from.clone(),
        to: asked.to.clone(),
    }
}

/// Answers `GET /money/book`.
pub async fn page(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let which = which(&money, &visitor, &asked);
    let lines = book(&money, &asking.caller(None), &which, SHOWN).await?;
    let query = serde_urlencoded::to_string(&which).map_err(Fault::internal)?;
    let frame =
        Frame::new(&money.core, &visitor, &format!("/money/book?{query}"), visitor.texts.t("money-book"))
            .under(visitor.texts.t("money-title"), "/money");
    let texts = frame.texts.clone();
    let total = lines.iter().map(|one| one.amount).fold(0, i64::saturating_add);
    let rows = lines.iter().map(|one| Row {
        batch: one.batch.clone(),
        batch_href: format!("/money/batches/{}", one.batch_id),
        n: one.n,
        place: said::place(&money, &texts, &one.place),
        payee: one.payee_name.clone(),
        payee_href: said::payee_href(&visitor, &one.payee_kind, &one.payee),
        whom: if one.whom == one.payee && one.gaps.is_empty() { String::new() } else { whom(&texts, one) },
        whom_href: if one.whom_name.is_empty() {
            String::new()
        } else {
            said::payee_href(&visitor, &one.whom_kind, &one.whom)
        },
        gaps: one.gaps.iter().map(|gap| texts.t(&format!("money-gap-{}", gap.word()))).collect(),
        account: one.account.clone(),
        benefit: said::benefit(&money, &texts, &one.benefit),
        rule_href: format!("/rules/{}", one.benefit),
        period: one.period.clone(),
        amount: crate::fen::yuan(one.amount),
        state: one.state.clone(),
        state_word: texts.t(&format!("money-line-{}", one.state)),
        day: one.settled_on.clone().unwrap_or_default(),
        bank_ref: one.bank_ref.clone().unwrap_or_default(),
        decision_href: format!("/law/decisions/{}", one.decision),
        fund: said::fund(&money, &texts, &one.fund),
        fund_href: format!("/money/funds/{}?place={}&year={}", one.fund, one.place, one.year),
    });
    let values = [
        ("place", said::place(&money, &texts, &which.place)),
        ("year", which.year.to_string()),
        ("n", lines.len().to_string()),
        ("total", crate::fen::yuan(total)),
    ];
    let made = BookPage {
        sentence: texts.args("money-book-sentence", &values),
        rows: rows.collect(),
        funds: said::funds(&money, &texts),
        states: STATES
            .iter()
            .map(|word| ((*word).to_owned(), texts.t(&format!("money-line-{word}"))))
            .collect(),
        gaps: Gap::ALL
            .iter()
            .map(|gap| gap.word())
            .chain([ANY])
            .map(|word| (word, texts.t(&format!("money-gap-only-{word}"))))
            .collect(),
        views: views(&texts, &which, if which.gap == "person" { 2 } else { 0 })?,
        full: lines.len() >= SHOWN as usize,
        year: which.year,
        asked: Asked { place: which.place.clone(), ..asked },
        query,
        frame,
    };
    Ok(answer(&made))
}

/// Answers `GET /money/book/export?as=`.
pub async fn export(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let caller = asking.caller(None);
    let which = which(&money, &visitor, &asked);
    let (kind, end): (&'static str, _) = match asked.kind.as_str() {
        "xlsx" => (said::XLSX, "xlsx"),
        "csv" => ("text/csv; charset=utf-8", "csv"),
        _ => return Err(Fault::new(ErrorKind::Invalid, "money_export").into()),
    };
    let lines = book(&money, &caller, &which, EXPORTED).await?;
    let bytes = if end == "xlsx" {
        workbook(&money.funds, &visitor.texts, &lines)?
    } else {
        csv_of(&money.funds, &visitor.texts, &lines)?
    };
    let event = anye_db::audit::Event::new("money.book_export", "money_book", &which.fund)
        .at_place(&which.place)
        .detail(&serde_json::json!({ "lines": lines.len(), "year": which.year }));
    money.core.db.record(caller.world, caller.actor, event).await.map_err(Fault::from)?;
    let held = format!("attachment; filename=\"money-{}-{}.{end}\"", which.place, which.year);
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, held)], bytes)
        .into_response())
}
