//! Programmes wired (业务办理): over the registers and the funds; and what they do by the clock.

use std::sync::Arc;

use anye_money::Money;
use anye_policy::Policy;
use anye_registry::Registers;
use anye_service::Service;
use anye_service::adapt::{OfMoney, OfRegistry};

/// Puts them together: the same definitions and the same calendar as the registers.
pub fn wired(policy: &Policy, registers: &Registers, money: &Money) -> Service {
    let rooms = Arc::new(OfRegistry(Arc::new(registers.clone())));
    let entries: Arc<dyn anye_service::port::Entries> = Arc::clone(&rooms) as _;
    let (definitions, calendar) = (Arc::clone(&registers.definitions), Arc::clone(&registers.calendar));
    Service::new(policy.clone(), definitions, calendar, rooms, entries, Arc::new(OfMoney(money.clone())))
        .with_keys(registers.registry.shared_keys())
}

/// Ends what was public long enough; a look that fails is tried at the next.
pub async fn look(service: &Service) {
    if let Err(cause) = anye_service::case::decide_waiting(service).await {
        tracing::warn!(%cause, "cases to be decided together could not be looked at; tried again in a minute");
    }
    match anye_service::publicity::turn(service).await {
        Ok(0) => {}
        Ok(done) => tracing::info!(done, "publicity ended and what was public is given"),
        Err(cause) => tracing::warn!(%cause, "publicity could not be looked at; tried again in a minute"),
    }
}

/// Puts the night's run into the queue; the same day's twice is once.
pub async fn daily(service: &Service) {
    if let Err(cause) = anye_service::automatic::enqueue_daily(service).await {
        tracing::warn!(%cause, "who is entitled without having applied could not be looked for today");
    }
}
