//! The daily look (每日检查): every rule of the pack over every set of books of the year. Looking twice does nothing twice.

use std::collections::BTreeSet;

use anye_base::{Actor, Fault, Lang};
use anye_casework::model::{NewCase, StepPlan, Words};
use anye_casework::use_case::open_in;
use anye_db::audit::Event;
use serde_json::json;

use super::floor::floors;
use super::judge::{Finding, Seen, judge};
use super::store::{self, Alarm, Outside};
use crate::budget::execution;
use crate::fund::{Rule, Watch};
use crate::ledger::{Books, Standing};
use crate::{Money, ledger};

const DAY_MS: i64 = 24 * 3_600_000;

/// What the look found at one set of books.
struct At<'a> {
    rule: &'a Rule,
    books: Books,
    found: Option<Finding>,
}

/// Looks at everything; gives how many alarms began and how many ended.
///
/// # Errors
/// The store's own; what was found before stays found.
pub async fn watch(money: &Money) -> Result<(usize, usize), Fault> {
    let world = &money.core.world;
    let year = i64::from(world.today().year());
    let found = look(money, year).await?;
    let actor = Actor::system("money watch");
    let open = store::open(&mut &money.core.db, year).await?;
    let (mut begun, mut ended) = (0, 0);
    for at in found {
        let there = open
            .iter()
            .find(|one| one.rule == at.rule.id && one.fund == at.books.fund && one.place == at.books.place);
        match (at.found, there) {
            (None, None) => {}
            (Some(found), None) => {
                begin(money, &actor, at.rule, &at.books, &found).await?;
                begun += 1;
            }
            (Some(found), Some(there)) if there.figure != found.figure || there.bound != found.bound => {
                let mut tx = money.core.db.begin_internal(world, &actor).await?;
                let now = Alarm { figure: found.figure, bound: found.bound, ..there.clone() };
                store::refresh(&mut tx, &now).await?;
                tx.commit(Event::new("money.alarm_refresh", "money_alarm", &there.id).at_place(&there.place))
                    .await?;
            }
            (Some(_), Some(_)) => {}
            (None, Some(there)) => {
                let mut tx = money.core.db.begin_internal(world, &actor).await?;
                store::end(&mut tx, &there.id, world.now_ms()).await?;
                tx.commit(Event::new("money.alarm_end", "money_alarm", &there.id).at_place(&there.place))
                    .await?;
                ended += 1;
            }
        }
    }
    Ok((begun, ended))
}

async fn look<'a>(money: &'a Money, year: i64) -> Result<Vec<At<'a>>, Fault> {
    let mut from = &money.core.db;
    let today = money.core.world.today();
    let places = ledger::store::places(&mut from, year, None).await?;
    let overdue = store::overdue(&mut from, year, &today.to_string()).await?;
    let outside = outside_use(money, year).await?;
    let mut books: BTreeSet<Books> = ledger::store::standings(&mut from, year, &places)
        .await?
        .into_iter()
        .map(|(books, _)| books)
        .collect();
    books.extend(overdue.iter().map(|(books, ..)| books.clone()));
    let length = if today.in_leap_year() { 366 } else { 365 };
    let days = (i64::from(today.day_of_year()), length);
    let mut found = Vec::new();
    let rules = || money.funds.rules.iter().filter(|rule| rule.watch != Watch::Floor);
    for one in books {
        let whole = execution(&mut from, &one, &today.to_string()).await?;
        let late =
            overdue.iter().find(|(books, ..)| *books == one).map_or((0, 0), |(_, n, amount)| (*n, *amount));
        let own = outside.iter().filter(|line| line.fund == one.fund && line.place == one.place);
        let seen = Seen {
            standing: whole.standing,
            income: whole.income,
            figure: None,
            forecast: whole.forecast,
            days,
            overdue: late,
            outside: own.fold((0, 0), |(n, amount), line| (n + line.n, amount + line.amount)),
        };
        for rule in rules().filter(|rule| rule.concerns(&one.fund, &one.place)) {
            found.push(At { rule, books: one.clone(), found: judge(rule, &seen) });
        }
    }
    for rule in money.funds.rules.iter().filter(|rule| rule.watch == Watch::Floor) {
        for one in floors(money, &mut from, rule, year).await? {
            let seen = Seen {
                standing: Standing { budget: one.budget, ..Standing::default() },
                figure: Some(one.figure),
                ..Seen::default()
            };
            found.push(At { rule, books: Books::new("", &one.place, year), found: judge(rule, &seen) });
        }
    }
    Ok(found)
}

/// What was paid in a year out of a fund that may not pay it, by the pack as it is now (超出规定用途).
///
/// # Errors
/// The store's own.
pub async fn outside_use(money: &Money, year: i64) -> Result<Vec<Outside>, Fault> {
    let all = store::paid_by_benefit(&mut &money.core.db, year).await?;
    let permitted =
        |line: &Outside| money.funds.fund(&line.fund).is_some_and(|fund| fund.permits(&line.benefit));
    Ok(all.into_iter().filter(|line| !permitted(line)).collect())
}

async fn begin(
    money: &Money,
    actor: &Actor,
    rule: &Rule,
    books: &Books,
    found: &Finding,
) -> Result<(), Fault> {
    let world = &money.core.world;
    let name = money.funds.fund(&books.fund).map(|fund| fund.name.clone());
    let name = name.unwrap_or_else(|| Words::new("就业资金", "Employment money"));
    let place = |lang| money.core.place_in(&books.place, world.today(), lang);
    let cite = rule.cite.join("、");
    let by = rule.by.clone().unwrap_or_else(|| Words::new(cite.clone(), cite));
    let plan = NewCase {
        kind: "fund-alarm".to_owned(),
        subject: ("fund".to_owned(), books.fund.clone()),
        place: books.place.clone(),
        title: Words::new(
            format!("{}：{} {} 年 {}", rule.name.zh, place(Lang::Zh), books.year, name.zh),
            format!("{}: {}, {}, {}", rule.name.en, place(Lang::En), books.year, name.en),
        ),
        level: String::new(),
        merge_key: format!("{}/{}/{}/{}", rule.id, books.fund, books.place, books.year),
        steps: vec![StepPlan {
            id: "verify".to_owned(),
            name: Words::new("核实并处理", "Verify and act"),
            addressee: String::new(),
            within_ms: 10 * DAY_MS,
        }],
        acknowledge_ms: Some(DAY_MS),
        detail: json!({ "evidence": [
            { "label_zh": "现值", "label_en": "Is", "value_zh": found.figure, "value_en": found.figure, "href": format!("/money/funds/{}?place={}&year={}", books.fund, books.place, books.year) },
            { "label_zh": "界限", "label_en": "Bound", "value_zh": found.bound, "value_en": found.bound },
            { "label_zh": "依据", "label_en": "Basis", "value_zh": by.zh, "value_en": by.en } ] }),
    };
    let mut tx = money.core.db.begin_internal(world, actor).await?;
    let opened = open_in(&mut tx, (&actor.id, &actor.name), world.new_id(), world.now_ms(), &plan).await?;
    let alarm = Alarm {
        id: world.new_id(),
        rule: rule.id.clone(),
        fund: books.fund.clone(),
        place: books.place.clone(),
        year: books.year,
        figure: found.figure.clone(),
        bound: found.bound.clone(),
        case_id: opened.case().id.clone(),
        since: world.now_ms(),
    };
    store::insert(&mut tx, &alarm).await?;
    let event = Event::new("money.alarm", "money_alarm", &alarm.id).at_place(&alarm.place).detail(
        &json!({ "rule": alarm.rule, "fund": alarm.fund, "figure": alarm.figure, "bound": alarm.bound }),
    );
    tx.commit(event).await?;
    Ok(())
}
