//! All funds at all places that the reader may see: budget, commitments, payments, money, alarms.

use anye_web::{Asking, Failed, Frame, Visitor, page as answer};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::said;
use crate::{Money, budget, rights, watch};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
    place: String,
}

struct Row {
    href: String,
    place: String,
    fund: String,
    budget: String,
    available: String,
    short: bool,
    committed: String,
    spent: String,
    used: String,
    cash: String,
    transit: String,
}

struct AlarmRow {
    href: String,
    name: String,
    place: String,
    fund: String,
    figure: String,
    bound: String,
}

#[derive(Template)]
#[template(path = "money.html")]
struct Overview {
    frame: Frame,
    sentence: String,
    year: i64,
    place: String,
    rows: Vec<Row>,
    alarms: Vec<AlarmRow>,
}

/// Answers `GET /money`.
pub async fn page(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let caller = asking.caller(None);
    let (year, place) = (said::year(&money, &asked.year), said::asked_place(&money, &visitor, &asked.place));
    let mut from = &money.core.db;
    let lines = budget::overview(&mut from, &caller, year, &place).await?;
    let open = watch::open(&mut from, year).await?;
    let here = format!("/money?year={year}&place={place}");
    let frame = Frame::new(&money.core, &visitor, &here, visitor.texts.t("money-title"));
    let texts = frame.texts.clone();
    let sum =
        |of: fn(&crate::ledger::Standing) -> i64| lines.iter().map(|line| of(&line.standing)).sum::<i64>();
    let (granted, committed, spent) = (sum(|one| one.budget), sum(|one| one.committed), sum(|one| one.spent));
    let values = [
        ("place", said::place(&money, &texts, &place)),
        ("year", year.to_string()),
        ("budget", crate::fen::yuan(granted)),
        ("committed", crate::fen::yuan(committed)),
        ("spent", crate::fen::yuan(spent)),
        ("used", said::percent(committed + spent, granted)),
    ];
    let rows = lines.iter().map(|line| {
        let own = &line.standing;
        Row {
            href: format!("/money/funds/{}?place={}&year={year}", line.books.fund, line.books.place),
            place: said::place(&money, &texts, &line.books.place),
            fund: said::fund(&money, &texts, &line.books.fund),
            budget: said::yuan(own.budget),
            available: said::yuan(own.available),
            short: own.available < 0,
            committed: said::yuan(own.committed),
            spent: said::yuan(own.spent),
            used: said::percent(own.committed + own.spent, own.budget),
            cash: said::yuan(own.cash),
            transit: said::yuan(own.transit),
        }
    });
    let seen = open.iter().filter(|one| {
        rights::may(&caller, anye_access::Permission::FundsRead, &one.place)
            && (one.place == place || caller.places.is_within(&one.place, &place))
    });
    let alarms = seen.map(|one| AlarmRow {
        href: format!("/cases/{}", one.case_id),
        name: money
            .funds
            .rules
            .iter()
            .find(|rule| rule.id == one.rule)
            .map_or_else(|| one.rule.clone(), |rule| said::worded(&texts, &rule.name)),
        place: said::place(&money, &texts, &one.place),
        fund: said::fund(&money, &texts, &one.fund),
        figure: one.figure.clone(),
        bound: one.bound.clone(),
    });
    let made = Overview {
        sentence: if lines.is_empty() {
            texts.args("money-sentence-none", &values)
        } else {
            texts.args("money-sentence", &values)
        },
        rows: rows.collect(),
        alarms: alarms.collect(),
        year,
        place,
        frame,
    };
    Ok(answer(&made))
}
