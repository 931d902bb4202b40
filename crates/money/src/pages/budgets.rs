//! Budgets of a year: what waits for a second person first; forms for a budget, for money that came in, for figures.

use anye_access::{Caller, Permission};
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault};
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Texts, Visitor, page as answer};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::said;
use crate::budget::{self, NewBudget, NewCash, NewFigure};
use crate::{Money, rights, watch};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
    place: String,
    done: Option<String>,
}

/// What a form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    act: String,
    id: String,
    version: i64,
    fund: String,
    place: String,
    to: String,
    year: String,
    kind: String,
    figure: String,
    amount: String,
    reason: String,
}

struct Row {
    id: String,
    version: i64,
    place: String,
    fund: String,
    kind: String,
    amount: String,
    reason: String,
    by: String,
    state: String,
    done: String,
    waits: bool,
}

struct FloorRow {
    rule: String,
    place: String,
    budget: String,
    needed: String,
    figure: String,
    state: String,
    word: &'static str,
}

#[derive(Template)]
#[template(path = "budgets.html")]
struct BudgetsPage {
    frame: Frame,
    sentence: String,
    year: i64,
    place: String,
    rows: Vec<Row>,
    may_confirm: bool,
    may_manage: bool,
    funds: Vec<(String, String)>,
    figures: Vec<(String, String)>,
    known: Vec<(String, String, String, String)>,
    floors: Vec<FloorRow>,
    errors: Vec<String>,
    sent: Sent,
}

/// Answers `GET /money/budgets`.
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
    wrong: Option<(Sent, &Fault)>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, visitor);
    let caller = asking.caller(None);
    let (year, place) = (said::year(money, &asked.year), said::asked_place(money, visitor, &asked.place));
    let mut from = &money.core.db;
    let lines = budget::overview(&mut from, &caller, year, &place).await?;
    let mut places: Vec<String> = lines.into_iter().map(|line| line.books.place).collect();
    places.push(place.clone());
    places.extend(budget::places(&mut from, &caller, year, &place).await?);
    places.sort();
    places.dedup();
    let all = budget::list(&mut from, year, &places, None).await?;
    let here = format!("/money/budgets?year={year}&place={place}");
    let frame = Frame::new(&money.core, visitor, &here, visitor.texts.t("money-budgets"))
        .under(visitor.texts.t("money-title"), "/money")
        .notice(asked.done.as_deref());
    let texts = frame.texts.clone();
    let waiting = all.iter().filter(|one| one.state == "wished").count();
    let mut known = Vec::new();
    for (id, name) in &money.funds.figures {
        for figure in budget::figures(&mut from, id, year - 1).await?.into_values() {
            if rights::may(&caller, Permission::FundsRead, &figure.place) {
                let amount = crate::fen::yuan(figure.amount_fen);
                known.push((
                    said::worded(&texts, name),
                    said::place(money, &texts, &figure.place),
                    amount,
                    figure.source,
                ));
            }
        }
    }
    let floors = watch::against_floors(money, &caller, year, &places).await?;
    let floors = floors.iter().map(|one| floor(money, &texts, one)).collect();
    let rows = all.iter().map(|one| Row {
        id: one.id.clone(),
        version: one.version,
        place: said::place(money, &texts, &one.place),
        fund: said::fund(money, &texts, &one.fund),
        kind: texts.t(&format!("money-budget-{}", one.kind)),
        amount: crate::fen::yuan(one.amount),
        reason: one.reason.clone(),
        by: format!("{} {}", one.by_name, china_minute(one.at)),
        state: texts.t(&format!("money-wish-{}", one.state)),
        done: one
            .done_name
            .as_ref()
            .map(|name| format!("{name} {}", china_minute(one.done_at.unwrap_or(0))))
            .unwrap_or_default(),
        waits: one.state == "wished",
    });
    let may = |permission| rights::may(&caller, permission, &place);
    let made = BudgetsPage {
        sentence: texts.args(
            "money-budgets-sentence",
            &[
                ("place", said::place(money, &texts, &place)),
                ("year", year.to_string()),
                ("n", all.len().to_string()),
                ("waiting", waiting.to_string()),
            ],
        ),
        rows: rows.collect(),
        may_confirm: may(Permission::FundsManage) || may(Permission::PaymentCheck),
        may_manage: may(Permission::FundsManage),
        funds: said::funds(money, &texts),
        figures: money
            .funds
            .figures
            .iter()
            .map(|(id, name)| (id.clone(), said::worded(&texts, name)))
            .collect(),
        errors: wrong.as_ref().map(|(_, fault)| said::errors(money, &texts, fault)).unwrap_or_default(),
        sent: wrong.map(|(sent, _)| sent).unwrap_or_default(),
        known,
        floors,
        year,
        place,
        frame,
    };
    Ok(answer(&made))
}

fn floor(money: &Money, texts: &Texts, one: &watch::Floor) -> FloorRow {
    let rule = money.funds.rules.iter().find(|rule| rule.id == one.rule);
    let or_not = |fen: Option<i64>| fen.map_or_else(|| texts.t("money-not-entered"), crate::fen::yuan);
    FloorRow {
        rule: rule.map_or_else(|| one.rule.clone(), |rule| said::worded(texts, &rule.name)),
        place: said::place(money, texts, &one.place),
        budget: crate::fen::yuan(one.budget),
        needed: or_not(one.needed),
        figure: or_not(one.figure),
        state: match one.needed {
            Some(needed) if one.state == "short" => {
                texts.t1("money-floor-short", "short", crate::fen::yuan(needed - one.budget))
            }
            _ => texts.t(&format!("money-floor-{}", one.state)),
        },
        word: one.state,
    }
}

async fn done(money: &Money, caller: &Caller<'_>, sent: &Sent) -> Result<(), Fault> {
    let year = sent.year.trim().parse().unwrap_or(0);
    match sent.act.as_str() {
        "wish" => {
            let new = NewBudget {
                fund: sent.fund.clone(),
                place: sent.place.clone(),
                year,
                amount_fen: said::read_yuan(&sent.amount)?,
                reason: sent.reason.clone(),
            };
            budget::wish(money, caller, &new).await.map(drop)
        }
        "confirm" => budget::confirm(money, caller, &sent.id, sent.version).await.map(drop),
        "refuse" => budget::refuse(money, caller, &sent.id, sent.version).await.map(drop),
        "receive" | "transfer" => {
            let new = NewCash {
                fund: sent.fund.clone(),
                place: sent.place.clone(),
                to: sent.to.clone(),
                year,
                kind: sent.kind.clone(),
                amount_fen: said::read_yuan(&sent.amount)?,
                reason: sent.reason.clone(),
            };
            if sent.act == "transfer" {
                budget::transfer(money, caller, &new).await.map(drop)
            } else {
                budget::receive(money, caller, &new).await.map(drop)
            }
        }
        "figure" => {
            let new = NewFigure {
                figure: sent.figure.clone(),
                place: sent.place.clone(),
                year,
                amount_fen: said::read_yuan(&sent.amount)?,
                source: sent.reason.clone(),
            };
            budget::record(money, caller, &new).await.map(drop)
        }
        _ => Err(Fault::new(ErrorKind::Invalid, "money_act")),
    }
}

/// Answers `POST /money/budgets`.
pub async fn act(State(money): State<Money>, visitor: Visitor, form: Form<Sent>) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let sent = form.data;
    match done(&money, &asking.caller(form.once.as_ref()), &sent).await {
        Ok(()) => {
            let word = format!("money-{}", sent.act);
            Ok(Redirect::to(&format!("/money/budgets?done={word}")).into_response())
        }
        Err(fault) if said::is_shown(&fault) => {
            let asked = Asked { year: sent.year.clone(), ..Asked::default() };
            shown(&money, &visitor, &asked, Some((sent, &fault))).await
        }
        Err(fault) => Err(fault.into()),
    }
}
