//! The account book by city and policy (各市合计), as a page and as CSV; every figure opens its lines.

use anye_base::Fault;
use anye_web::figure::grouped;
use anye_web::{Asking, Failed, Frame, Visitor, page as answer};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::book::{Asked, View, views, which};
use super::said;
use crate::Money;
use crate::book::{Asked as Which, totals, totals_csv};

struct Row {
    city: String,
    benefit: String,
    rule_href: String,
    persons: String,
    lines: String,
    lines_href: String,
    amount: String,
    no_person: String,
    no_person_href: String,
}

#[derive(Template)]
#[template(path = "book_totals.html")]
struct TotalsPage {
    frame: Frame,
    sentence: String,
    year: i64,
    place: String,
    benefit: String,
    csv: String,
    rows: Vec<Row>,
    views: Vec<View>,
}

fn href(which: &Which, city: &str, benefit: &str, gap: &str) -> Result<String, Fault> {
    let own =
        Which { place: city.to_owned(), benefit: benefit.to_owned(), gap: gap.to_owned(), ..which.clone() };
    Ok(format!("/money/book?{}", serde_urlencoded::to_string(&own).map_err(Fault::internal)?))
}

/// Answers `GET /money/book/totals`; with `as=csv` a file.
pub async fn page(
    State(money): State<Money>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&money.core, &visitor);
    let which = which(&money, &visitor, &asked);
    let all = totals(&money, &asking.caller(None), &which).await?;
    let query = serde_urlencoded::to_string(&which).map_err(Fault::internal)?;
    if asked.kind() == "csv" {
        let texts = &visitor.texts;
        let bytes = totals_csv(&money.funds, texts, &all, &|code| said::place(&money, texts, code))?;
        let held = format!("attachment; filename=\"money-totals-{}-{}.csv\"", which.place, which.year);
        let heads = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, held),
        ];
        return Ok((heads, bytes).into_response());
    }
    let here = format!("/money/book/totals?{query}");
    let frame = Frame::new(&money.core, &visitor, &here, visitor.texts.t("money-book-totals"))
        .under(visitor.texts.t("money-title"), "/money");
    let texts = frame.texts.clone();
    let rows = all.iter().map(|one| {
        Ok(Row {
            city: said::place(&money, &texts, &one.city),
            benefit: said::benefit(&money, &texts, &one.benefit),
            rule_href: format!("/rules/{}", one.benefit),
            persons: grouped(&one.persons.to_string()),
            lines: grouped(&one.lines.to_string()),
            lines_href: href(&which, &one.city, &one.benefit, "")?,
            amount: crate::fen::yuan(one.amount),
            no_person: grouped(&one.no_person.to_string()),
            no_person_href: if one.no_person == 0 {
                String::new()
            } else {
                href(&which, &one.city, &one.benefit, "person")?
            },
        })
    });
    let sum = |of: fn(&crate::book::Total) -> i64| all.iter().map(of).fold(0, i64::saturating_add);
    let values = [
        ("place", said::place(&money, &texts, &which.place)),
        ("year", which.year.to_string()),
        ("n", grouped(&sum(|one| one.lines).to_string())),
        ("total", crate::fen::yuan(sum(|one| one.amount))),
        ("without", grouped(&sum(|one| one.no_person).to_string())),
    ];
    let made = TotalsPage {
        sentence: texts.args("money-totals-sentence", &values),
        rows: rows.collect::<Result<_, Fault>>()?,
        views: views(&texts, &which, 1)?,
        csv: format!("/money/book/totals?{query}&as=csv"),
        year: which.year,
        place: which.place,
        benefit: which.benefit,
        frame,
    };
    Ok(answer(&made))
}
