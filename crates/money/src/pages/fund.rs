//! One fund at a place in a year: what it may pay, month by month, when it runs out, its entries.

use anye_access::Permission;
use anye_base::Fault;
use anye_web::chart::{Line, LineChart, line};
use anye_web::{Asking, Failed, Frame, Visitor, page as answer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::said;
use crate::ledger::{Books, store};
use crate::{Money, budget, rights};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
    place: String,
}

struct MonthRow {
    month: String,
    budget: String,
    committed: String,
    paid: String,
    so_far: String,
    income: String,
    cash: String,
}

#[derive(Template)]
#[template(path = "fund.html")]
struct FundPage {
    frame: Frame,
    id: String,
    sentence: String,
    year: i64,
    place: String,
    facts: Vec<(String, String)>,
    months: Vec<MonthRow>,
    uses: Vec<String>,
    benefits: Vec<(String, String)>,
    cites: Vec<(String, String)>,
    sharing: Vec<String>,
    doubts: Vec<String>,
    entries: Vec<(String, String, String, String, String)>,
    chart: String,
}

/// Entries shown.
const ENTRIES: u32 = 30;

/// Answers `GET /money/funds/{fund}`.
pub async fn page(
    State(money): State<Money>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let fund = money.funds.fund(&id).ok_or_else(|| Fault::not_found("fund"))?;
    let asking = Asking::new(&money.core, &visitor);
    let caller = asking.caller(None);
    let (year, place) = (said::year(&money, &asked.year), said::asked_place(&money, &visitor, &asked.place));
    if !rights::may(&caller, Permission::FundsRead, &place) {
        return Err(Fault::not_found("fund").into());
    }
    let books = Books::new(&id, &place, year);
    let mut from = &money.core.db;
    let whole = budget::execution(&mut from, &books, &money.core.world.today().to_string()).await?;
    let entries = store::of_books(&mut from, &books, ENTRIES).await?;
    let here = format!("/money/funds/{id}?year={year}&place={place}");
    let frame = Frame::new(&money.core, &visitor, &here, said::worded(&visitor.texts, &fund.name))
        .under(visitor.texts.t("money-title"), "/money");
    let texts = frame.texts.clone();
    let own = &whole.standing;
    let figures = [
        ("money-side-budget", own.budget),
        ("money-side-available", own.available),
        ("money-side-committed", own.committed),
        ("money-side-spent", own.spent),
        ("money-side-source", own.income),
        ("money-side-cash", own.cash),
        ("money-side-transit", own.transit),
        ("money-side-receivable", own.receivable),
        ("money-side-transferred", own.transferred),
    ];
    let values = [
        ("place", said::place(&money, &texts, &place)),
        ("year", year.to_string()),
        ("available", crate::fen::yuan(own.available)),
        ("used", said::percent(own.committed + own.spent, own.budget)),
    ];
    let mut sentence = texts.args("money-fund-sentence", &values);
    if let Some(forecast) = &whole.forecast {
        let month = forecast.runs_out.clone().unwrap_or_default();
        let key = if forecast.runs_out.is_some() { "money-runs-out" } else { "money-lasts" };
        let values = [
            ("month", month),
            ("monthly", crate::fen::yuan(forecast.monthly)),
            ("n", forecast.months.to_string()),
        ];
        sentence.push_str(&texts.args(key, &values));
    }
    let sides = |entry: &crate::ledger::Entry| {
        let legs = entry.legs.iter().map(|leg| {
            format!(
                "{} {}",
                texts.t(&format!("money-side-{}", leg.side.word())),
                crate::fen::yuan(leg.amount)
            )
        });
        legs.collect::<Vec<_>>().join(" · ")
    };
    let made = FundPage {
        facts: figures.iter().map(|(key, fen)| (texts.t(key), said::yuan(*fen))).collect(),
        months: whole
            .months
            .iter()
            .map(|one| MonthRow {
                month: one.month.clone(),
                budget: said::yuan(one.budget),
                committed: said::yuan(one.committed),
                paid: said::yuan(one.paid),
                so_far: said::yuan(one.paid_so_far),
                income: said::yuan(one.income),
                cash: said::yuan(one.cash),
            })
            .collect(),
        uses: money
            .funds
            .uses
            .iter()
            .filter(|one| fund.uses.contains(&one.id))
            .map(|one| said::worded(&texts, &one.name))
            .collect(),
        benefits: fund.benefits.iter().map(|id| (id.clone(), said::benefit(&money, &texts, id))).collect(),
        cites: fund.cite.iter().map(|cite| (cite.clone(), cited(cite))).collect(),
        sharing: money
            .funds
            .sharing
            .iter()
            .filter(|one| one.fund == id)
            .map(|one| {
                let parts = [("province", one.parts[0]), ("city", one.parts[1]), ("county", one.parts[2])];
                texts.args("money-sharing-parts", &parts.map(|(name, part)| (name, part.to_string())))
            })
            .collect(),
        doubts: fund.doubts.iter().map(|one| said::worded(&texts, one)).collect(),
        entries: entries
            .iter()
            .map(|one| {
                let kind = texts.t(&format!("money-kind-{}", one.kind));
                (one.on_day.clone(), kind, sides(one), one.by_name.clone(), one.reason.clone())
            })
            .collect(),
        chart: drawn(&texts, &whole.months),
        id,
        sentence,
        year,
        place,
        frame,
    };
    Ok(answer(&made))
}

/// The document page of a citation.
fn cited(cite: &str) -> String {
    let (document, article) = cite.rsplit_once('/').unwrap_or((cite, ""));
    format!("/pack/{document}#a{}", article.replace('.', "-"))
}

fn drawn(texts: &anye_web::Texts, months: &[budget::Month]) -> String {
    if months.len() < 2 {
        return String::new();
    }
    let series = |key: &str, of: fn(&budget::Month) -> i64| Line {
        name: texts.t(key),
        values: months.iter().map(|one| Some(of(one) as f64 / 100.0)).collect(),
        ..Line::default()
    };
    let chart = LineChart {
        title: texts.t("money-chart"),
        periods: months.iter().map(|one| one.month.clone()).collect(),
        unit: texts.t("money-unit"),
        lines: vec![
            series("money-paid-so-far", |one| one.paid_so_far),
            series("money-side-cash", |one| one.cash),
        ],
        ..LineChart::default()
    };
    line(&chart)
}
