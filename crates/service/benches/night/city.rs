//! A made-up city: people of all its counties, of whom most are known by name only, a third by their employment, some as hard to employ or as graduates. Rows are made by
//! the database itself and have the shape of real ones.

use anye_base::Actor;
use anye_db::audit::Event;
use anye_db::{Backend, WriteTx, sql};
use anye_web::Core;

/// Rows of one transaction.
const STEP: usize = 250_000;
/// Counties and, for one in ten, townships.
const PLACES: [&str; 8] = ["210402", "210403", "210404", "210411", "210421", "210422", "210423", "210404001"];

/// Field, value for person `n`, and of whom it is known.
const FACTS: [(&str, &str, &str); 11] = [
    (
        "employment_state",
        "case when n % 5 = 0 then '\"稳定就业\"' else '\"flexible_employment\"' end",
        "n % 10 < 3",
    ),
    ("hard_to_employ", "case when n % 2 = 0 then 'true' else 'false' end", "n % 10 = 2"),
    (
        "flexible_subsidy_ends",
        "case when n % 3 = 0 then '\"2020-09-30\"' else '\"2020-05-31\"' end",
        "n % 20 = 2",
    ),
    ("registered_unemployed", "case when n % 4 = 0 then 'false' else 'true' end", "n % 10 < 2"),
    ("unemployed_since", "'\"2020-03-01\"'", "n % 10 = 1"),
    ("graduate", "'true'", "n % 25 = 7"),
    ("graduate_of_family_in_difficulty", "case when n % 50 = 7 then 'true' else 'false' end", "n % 25 = 7"),
    ("class_year", "'2020'", "n % 25 = 7"),
    ("origin", "case when n % 175 = 7 then '\"420000\"' else '\"210400\"' end", "n % 25 = 7"),
    ("disabled", "case when n % 30 = 3 then 'true' else 'false' end", "n % 3 = 0"),
    ("degree", "'\"bachelor\"'", "n % 3 = 1"),
];

pub async fn fill(core: &Core, many: usize) {
    let actor = Actor::system("bench");
    for start in (0..many).step_by(STEP) {
        let end = (start + STEP).min(many);
        let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
        part(&mut tx, core.db.backend(), start, end).await;
        tx.commit(Event::new("bench.fill", "person", "")).await.unwrap();
    }
    if core.db.backend() == Backend::Postgres {
        // What the server's own housekeeping would have done by the next night.
        let mut from = &core.db;
        for table in ["person", "fact"] {
            anye_db::Read::all(&mut from, sql(format!("analyze {table}"))).await.unwrap();
        }
    }
}

async fn part(tx: &mut WriteTx<'_>, backend: Backend, start: usize, end: usize) {
    let (rows, id) = match backend {
        Backend::Sqlite => (
            format!(
                "(with recursive c(n) as (select {start} union all select n + 1 from c where n + 1 < {end}) select n from c) as c"
            ),
            "printf('zz%024d', n)".to_owned(),
        ),
        Backend::Postgres => (
            format!("(select n from generate_series({start}::bigint, {end}::bigint - 1) as c(n)) as c"),
            "'zz' || lpad(n::text, 24, '0')".to_owned(),
        ),
    };
    let places: Vec<String> =
        PLACES.iter().enumerate().map(|(at, place)| format!("when {at} then '{place}'")).collect();
    let place = format!("case n % {} {} end", PLACES.len(), places.join(" "));
    tx.run(sql(format!(
        "insert into person select {id}, '王' || n, '王' || n, 'w', 'female', '1980-01-01', {place}, substr({place}, 1, 6), '210402', 'urban', '', null, 'active', \
         null, '2019-01-01', 'bench', '', 0, 'account', '王', 1 from {rows}"
    )))
    .await
    .unwrap();
    for (at, (field, value, known)) in FACTS.iter().enumerate() {
        tx.run(sql(format!(
            "insert into fact (id, kind, thing, field, value, target, valid_from, valid_to, recorded_at, recorded_by, recorded_name, superseded_at, source, evidence) \
             select 'f{at:02}' || {id}, 'persons', {id}, '{field}', {value}, null, '2020-01-01', null, 0, 'account', '王', null, 'bench', '' from {rows} where {known}"
        )))
        .await
        .unwrap();
    }
}
