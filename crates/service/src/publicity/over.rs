//! The end of publicity (公示期满): by the clock, each case in a transaction of its own. What cannot be given is held with the reason, and does not stop the others.

use anye_access::{Caller, Permission};
use anye_base::{Actor, ErrorKind, Fault};
use anye_db::WriteTx;
use anye_db::audit::Event;
use serde_json::json;

use crate::Service;
use crate::case::{Held, settle};
use crate::mark::mark;
use crate::model::Stand;
use crate::store;

/// Cases looked at in one go.
const AT_ONCE: u32 = 200;

/// Ends what is over; how many grants became final.
///
/// # Errors
/// The store's own.
pub async fn turn(service: &Service) -> Result<usize, Fault> {
    service.policy.refresh().await?;
    let service = &service.now();
    let world = &service.core.world;
    let actor = Actor::system("service");
    let today = world.today().to_string();
    let mut done = 0;
    for id in store::public::over(&mut &service.core.db, &today, AT_ONCE).await? {
        match one(service, &actor, &id, &today).await {
            Ok(true) => done += 1,
            Ok(false) => {}
            Err(fault) if fault.kind == ErrorKind::Unavailable => return Err(fault),
            Err(fault) => hold_back(service, &actor, &id, &fault).await?,
        }
    }
    Ok(done)
}

async fn one(service: &Service, actor: &Actor, id: &str, today: &str) -> Result<bool, Fault> {
    let world = &service.core.world;
    let mut tx = service.core.db.begin_internal(world, actor).await?;
    let Some(mut held) = Held::of(service, &mut tx, id).await? else { return Ok(false) };
    let public = store::public::find(&mut tx, id).await?;
    // Somebody may have been quicker.
    if held.row.stand != Stand::Public
        || public.is_none_or(|one| one.state != "public" || *one.to_day >= *today)
    {
        return Ok(false);
    }
    store::public::turn(&mut tx, id, "ended", Some(world.now_ms())).await?;
    mark("public.turned");
    settle::granted(service, &mut tx, &mut held).await?;
    let detail = json!({ "number": held.row.number, "stand": held.row.stand });
    tx.commit(Event::new("service.public_end", "case", id).at_place(&held.row.place).detail(&detail)).await?;
    Ok(true)
}

/// Says why it could not be given, and asks a person.
async fn hold_back(service: &Service, actor: &Actor, id: &str, why: &Fault) -> Result<(), Fault> {
    let world = &service.core.world;
    let mut tx = service.core.db.begin_internal(world, actor).await?;
    let Some(mut held) = Held::of(service, &mut tx, id).await? else { return Ok(()) };
    held.row.stand = Stand::Held;
    held.row.why = why.code.to_owned();
    store::public::turn(&mut tx, id, "held", None).await?;
    held.flow.case.needs = Permission::ServiceCheck.word().to_owned();
    held.flow
        .note(&mut tx, (&actor.id, &actor.name), world.now_ms(), "held_back", json!({ "code": why.code }))
        .await?;
    held.keep(&mut tx).await?;
    let event = Event::new("service.held_back", "case", id).at_place(&held.row.place);
    Ok(tx.commit(event.detail(&json!({ "code": why.code }))).await?)
}

/// Tries again what was held back, after the reason is gone.
pub(crate) async fn again(
    service: &Service,
    tx: &mut WriteTx<'_>,
    caller: &Caller<'_>,
    held: &mut Held<'_>,
) -> Result<(), Fault> {
    let today = caller.world.today().to_string();
    let public = store::public::find(tx, &held.row.case_id).await?;
    let over = public.is_some_and(|one| one.state == "held" && one.to_day < today);
    let open = store::public::objections(tx, &held.row.case_id).await?;
    if held.row.stand != Stand::Held || !over || open.iter().any(|one| one.answered.is_none()) {
        return Err(
            Fault::new(ErrorKind::Conflict, "service_not_at_work").arg("stand", held.row.stand.word())
        );
    }
    let office = held.office(service);
    let target = anye_access::Target::place(&office);
    if !anye_access::decide(caller.grants, Permission::ServiceCheck, target, caller.places).allowed {
        return Err(
            Fault::new(ErrorKind::Denied, "denied").arg("permission", Permission::ServiceCheck.word())
        );
    }
    store::public::turn(tx, &held.row.case_id, "ended", Some(caller.world.now_ms())).await?;
    held.row.why = String::new();
    settle::granted(service, tx, held).await
}
