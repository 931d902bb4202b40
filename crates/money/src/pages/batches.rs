//! Payment batches: what waits first, and the form that makes one, with its effect seen before.

use anye_access::Permission;
use anye_base::Fault;
use anye_base::world::china_minute;
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Frame, Visitor, page as answer};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::said;
use crate::batch::{self, Filter, MakeInput, Preview};
use crate::{Money, rights};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    fund: String,
    place: String,
}

/// What the form holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Sent {
    act: String,
    place: String,
    fund: String,
    year: String,
    benefit: String,
    period: String,
    due_until: String,
    bank: String,
    title: String,
}

struct Row {
    href: String,
    number: String,
    title: String,
    place: String,
    fund: String,
    lines: i64,
    total: String,
    state: String,
    word: String,
    at: String,
}

#[derive(Template)]
#[template(path = "batches.html")]
struct BatchesPage {
    frame: Frame,
    sentence: String,
    rows: Vec<Row>,
    states: Vec<(String, String)>,
    state: String,
    funds: Vec<(String, String)>,
    banks: Vec<(String, String)>,
    may_make: bool,
    place: String,
    year: i64,
    today: String,
    preview: Option<Seen>,
    errors: Vec<String>,
    sent: Sent,
}

struct Seen {
    sentence: String,
    benefits: Vec<(String, String, i64, String)>,
    without: String,
    some: bool,
}

const STATES: [&str; 7] = ["waiting", "made", "checked", "approved", "sent", "settled", "rejected"];

/// Answers `GET /money/batches`.
pub async fn page(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    shown(&money, &visitor, &asked, Sent::default(), None, None).await
}

async fn shown(
    money: &Money,
    visitor: &Visitor,
    asked: &Asked,
    sent: Sent,
    preview: Option<Preview>,
    wrong: Option<&Fault>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, visitor);
    let caller = asking.caller(None);
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let state = given(&asked.state).unwrap_or_else(|| "waiting".to_owned());
    let filter = Filter {
        place: given(&asked.place),
        fund: given(&asked.fund),
        state: Some(state.clone()).filter(|word| word != "all"),
    };
    let all = batch::list(money, &caller, &filter).await?;
    let frame = Frame::new(
        &money.core,
        visitor,
        &format!("/money/batches?state={state}"),
        visitor.texts.t("money-batches"),
    )
    .under(visitor.texts.t("money-title"), "/money");
    let texts = frame.texts.clone();
    let place = said::asked_place(money, visitor, &asked.place);
    let total = all.iter().map(|one| one.total).fold(0, i64::saturating_add);
    let rows = all.iter().map(|one| Row {
        href: format!("/money/batches/{}", one.id),
        number: one.number(),
        title: one.title.clone(),
        place: said::place(money, &texts, &one.place),
        fund: said::fund(money, &texts, &one.fund),
        lines: one.n_lines,
        total: crate::fen::yuan(one.total),
        state: texts.t(&format!("money-batch-{}", one.state)),
        word: one.state.clone(),
        at: china_minute(one.at),
    });
    let seen = preview.map(|one| Seen {
        sentence: texts.args(
            "money-preview",
            &[
                ("n", one.count.to_string()),
                ("total", crate::fen::yuan(one.total)),
                ("needs", one.needs.to_string()),
            ],
        ),
        benefits: one
            .benefits
            .iter()
            .map(|(id, n, fen)| (id.clone(), said::benefit(money, &texts, id), *n, crate::fen::yuan(*fen)))
            .collect(),
        without: if one.without_account > 0 {
            texts.t2(
                "money-without-account",
                "n",
                one.without_account,
                "total",
                crate::fen::yuan(one.without_account_total),
            )
        } else {
            String::new()
        },
        some: one.count > 0,
    });
    let made = BatchesPage {
        sentence: texts.args(
            "money-batches-sentence",
            &[("n", all.len().to_string()), ("total", crate::fen::yuan(total))],
        ),
        rows: rows.collect(),
        states: STATES
            .iter()
            .chain(&["all"])
            .map(|word| ((*word).to_owned(), texts.t(&format!("money-batch-{word}"))))
            .collect(),
        funds: said::funds(money, &texts),
        banks: money
            .funds
            .banks
            .iter()
            .map(|bank| (bank.id.clone(), said::worded(&texts, &bank.name)))
            .collect(),
        may_make: rights::may(&caller, Permission::PaymentMake, &place),
        year: said::year(money, &sent.year),
        today: money.core.world.today().to_string(),
        errors: wrong.map(|fault| said::errors(money, &texts, fault)).unwrap_or_default(),
        preview: seen,
        state,
        place,
        sent,
        frame,
    };
    Ok(answer(&made))
}

/// Answers `POST /money/batches`: shows what a batch would hold, or makes it.
pub async fn act(State(money): State<Money>, visitor: Visitor, form: Form<Sent>) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let sent = form.data;
    let input = MakeInput {
        place: sent.place.trim().to_owned(),
        fund: sent.fund.clone(),
        year: said::year(&money, &sent.year),
        benefit: sent.benefit.trim().to_owned(),
        period: sent.period.trim().to_owned(),
        due_until: sent.due_until.clone(),
        bank: sent.bank.clone(),
        title: sent.title.clone(),
    };
    let asked = Asked { place: sent.place.clone(), ..Asked::default() };
    if sent.act == "make" {
        return match batch::make(&money, &asking.caller(form.once.as_ref()), &input).await {
            Ok(made) => {
                Ok(Redirect::to(&format!("/money/batches/{}?done=money-make", made.id)).into_response())
            }
            Err(fault) if said::is_shown(&fault) => {
                shown(&money, &visitor, &asked, sent, None, Some(&fault)).await
            }
            Err(fault) => Err(fault.into()),
        };
    }
    match batch::preview(&money, &asking.caller(None), &input).await {
        Ok(seen) => shown(&money, &visitor, &asked, sent, Some(seen), None).await,
        Err(fault) if said::is_shown(&fault) => {
            shown(&money, &visitor, &asked, sent, None, Some(&fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}
