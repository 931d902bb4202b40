//! What happens by the clock (定时): cases that nobody takes on go up; once a day the reports due last are held against layoff notices and the pack's rules about funds are looked at. Each look is idempotent; a look that fails is tried at the next.

use std::time::Duration;

use anye_money::Money;
use anye_monitor::Monitor;
use anye_places::Tree;
use anye_posts::Posts;
use anye_registry::Registers;
use anye_service::Service;
use anye_web::Core;
use tokio::sync::watch;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(60);

/// Looks until told to stop.
pub async fn keep(
    core: Core,
    registers: Registers,
    (monitor, money, service, posts): (Monitor, Money, Service, Posts),
    mut stopped: watch::Receiver<bool>,
) {
    let mut ticks = tokio::time::interval(EVERY);
    let mut checked = None;
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {
                // A demo's cases lie in the past until its offices have had their turn.
                if anye_monitor::demo::load::is_loading(&monitor).await.unwrap_or(false) {
                    continue;
                }
                crate::duties::look(&registers).await;
                look(&core).await;
                crate::service::look(&service).await;
                let today = core.world.today();
                if checked != Some(today) {
                    checked = Some(today);
                    daily(&monitor).await;
                    crate::service::daily(&service).await;
                    crate::duties::ends(&registers).await;
                    places(&posts).await;
                    keys(&registers).await;
                    funds(&money).await;
                }
            }
            changed = stopped.changed() => if changed.is_err() || *stopped.borrow() { return },
        }
    }
}

async fn look(core: &Core) {
    let (register, today) = (core.places(), core.world.today());
    let above = move |code: &str| {
        let trees = [Tree::STATISTICAL, Tree::CIVIL].into_iter();
        trees.filter_map(|tree| register.parent(code, today, tree)).map(|place| place.code.to_owned()).next()
    };
    match anye_casework::use_case::escalate_due(&core.db, &core.world, &above).await {
        Ok(taken) if taken.is_empty() => {}
        Ok(taken) => {
            tracing::info!(cases = taken.len(), "cases went up: nobody took them on, or a deadline passed")
        }
        Err(cause) => tracing::warn!(%cause, "cases could not be looked at; tried again in a minute"),
    }
}

/// Puts the day's comparison into the queue; the same day's twice is once.
async fn daily(monitor: &Monitor) {
    if let Err(cause) = anye_monitor::notice::enqueue_daily(monitor).await {
        tracing::warn!(%cause, "reports could not be held against layoff notices today");
    }
}

/// What older keys sealed, or was kept before it was sealed, is sealed with the newest key; with the same keys it is done once.
async fn keys(registers: &Registers) {
    if let Err(cause) = anye_registry::person::rekey::enqueue(&registers.registry).await {
        tracing::warn!(%cause, "what older keys sealed could not be looked at today");
    }
}

/// Looks at every rule of the pack about funds; a look that fails is tried the next day.
async fn funds(money: &Money) {
    match anye_money::watch::watch(money).await {
        Ok((0, 0)) => {}
        Ok((begun, ended)) => tracing::info!(begun, ended, "alarms about funds"),
        Err(cause) => tracing::warn!(%cause, "rules about funds could not be looked at today"),
    }
}

/// Places follow their holders, and of each holder it is asked whether they still qualify.
async fn places(posts: &Posts) {
    match anye_posts::use_case::night(posts).await {
        Ok(done) if done == anye_posts::use_case::Checked::default() => {}
        Ok(done) => tracing::info!(
            taken = done.taken,
            freed = done.freed,
            holders = done.holders,
            opened = done.opened,
            ended = done.ended,
            "places and their holders"
        ),
        Err(cause) => tracing::warn!(%cause, "places and their holders could not be looked at today"),
    }
}
