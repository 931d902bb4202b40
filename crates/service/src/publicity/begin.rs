//! Making public (公示开始), and the lists everybody sees.

use anye_base::{Fault, World};
use anye_casework::use_case::flow::Flow;
use anye_db::{Db, WriteTx};
use anye_programmes::Publicity;
use serde_json::json;

use crate::Service;
use crate::case::Held;
use crate::due::{end_of, law_day};
use crate::mark::mark;
use crate::model::{Public, Stand};
use crate::store;

/// So many are listed at most.
const MOST: u32 = 500;

/// Begins the days of publicity; the case waits until they are over.
pub(crate) async fn begin(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &mut Held<'_>,
    public: &Publicity,
) -> Result<(), Fault> {
    let (world, actor) = (tx.scope().world, tx.scope().actor);
    let (now, today) = (world.now_ms(), law_day(world.today()));
    let until = public.span.due(today, &service.calendar).unwrap_or(today);
    let application = &held.application;
    let found = service.subjects.find(&service.core.db, application.kind(), &application.subject).await?;
    let name = found.map(|one| one.shown()).unwrap_or_default();
    let mut fields = Vec::new();
    for field in held.programme.fields.iter().filter(|field| public.fields.contains(&field.id)) {
        let value =
            application.answers.get(&format!("f.{}", field.id)).and_then(|said| field.parse(said).ok());
        let value = value.unwrap_or_default();
        fields.push(json!({ "zh": field.name.zh, "en": field.name.en, "value_zh": field.show(&value, true), "value_en": field.show(&value, false) }));
    }
    let decided = store::case::newest(store::case::decisions(tx, &held.row.case_id).await?);
    let amount: i64 = decided.iter().filter(|one| one.granted).filter_map(|one| one.amount_fen).sum();
    let shown = json!({ "name": name, "number": held.row.number, "programme": held.programme.id, "place": held.row.place, "fields": fields,
        "amount_fen": if amount > 0 { json!(amount) } else { json!(null) } });
    let days = (today.to_string(), until.to_string());
    let made = Public {
        case_id: held.row.case_id.clone(),
        shown,
        from_day: days.0.clone(),
        to_day: days.1.clone(),
        state: "public".to_owned(),
        ended_at: None,
    };
    store::public::insert(tx, &made).await?;
    mark("public.inserted");
    held.row.stand = Stand::Public;
    held.row.granted = Some(true);
    held.flow.case.due_at = end_of(until);
    let by = (actor.id.as_str(), actor.name.as_str());
    held.flow.note(tx, by, now, "published", json!({ "from_day": days.0, "to_day": days.1 })).await?;
    held.keep(tx).await
}

/// What is public today.
///
/// # Errors
/// The store's own.
pub async fn current(db: &Db, world: &World) -> Result<Vec<Public>, Fault> {
    let today = world.today().to_string();
    let all = store::public::list(&mut &*db, &today, false, MOST).await?;
    // It ends with its day, whether or not the clock has looked already.
    Ok(all.into_iter().filter(|one| one.to_day >= today || one.state == "held").collect())
}

/// What was public.
///
/// # Errors
/// The store's own.
pub async fn archive(db: &Db, world: &World) -> Result<Vec<Public>, Fault> {
    Ok(store::public::list(&mut &*db, &world.today().to_string(), true, MOST).await?)
}

/// The steps of a case whose publicity stands.
pub(super) async fn flow(tx: &mut WriteTx<'_>, id: &str) -> Result<Flow, Fault> {
    Flow::of(tx, id).await?.ok_or_else(|| Fault::not_found("case"))
}
