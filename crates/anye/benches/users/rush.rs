//! The measuring: everybody with time to think, as a thousand people at work are; then without, as many requests as can be answered.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::task::LocalSet;

use crate::day::Hand;
use crate::program::Server;
use crate::tally::{Tally, load, processor};
use crate::town::{Chance, Town};
use crate::wanted;
use crate::wire::Wire;

/// Before anything counts.
const WARMING: Duration = Duration::from_secs(15);
/// Without thought: so many ask at one time, so long.
const AT_ONCE: usize = 16;
const RUSHED: Duration = Duration::from_secs(20);

type Shared = Rc<RefCell<Tally>>;

pub async fn all(town: &'static Town, server: &Server, name: &str) {
    let think = wanted("ANYE_THINK", 5) as f64;
    let lasts = Duration::from_secs(wanted("ANYE_SECONDS", 60) as u64);
    let tally = Shared::default();
    let begun = Instant::now();
    let (from, until) = (begun + WARMING, begun + WARMING + lasts);
    let set = LocalSet::new();
    for at in 0..town.users.len() {
        let (tally, address) = (Rc::clone(&tally), server.address.clone());
        set.spawn_local(user(town, address, at, think, (from, until), tally));
    }
    let spent = async {
        tokio::time::sleep_until(from.into()).await;
        let before = (server.processor(), processor("self"));
        tokio::time::sleep_until(until.into()).await;
        (server.processor() - before.0, processor("self") - before.1)
    };
    let ((), (own, asking)) = tokio::join!(set, spent);
    let seconds = lasts.as_secs_f64();
    println!(
        "{name}: {} users, {think} s of thought on average: {:.0} answers a second over {seconds:.0} s; of each second the program took {:.2} s of processors{}, \
         those who ask {:.2} s; {}",
        town.users.len(),
        tally.borrow().answers() as f64 / seconds,
        own / seconds,
        if name == "postgres" { " (the database server not counted)" } else { "" },
        asking / seconds,
        load()
    );
    tally.borrow_mut().tell(name, true);
    rush(town, server, name).await;
}

/// One user: thinks, asks, reads the answer.
async fn user(
    town: &'static Town,
    address: String,
    at: usize,
    think: f64,
    (from, until): (Instant, Instant),
    tally: Shared,
) {
    let mut hand = Hand::new(town, at);
    let mut chance = Chance(0xABCD + at as u64);
    // They do not all begin in the same moment.
    tokio::time::sleep(Duration::from_secs_f64(chance.share() * think)).await;
    let mut wire = Wire::open(&address).await.unwrap();
    while Instant::now() < until {
        once(&mut hand, &mut wire, &tally, from).await;
        let pause = -think * (1.0 - chance.share()).ln();
        tokio::time::sleep(Duration::from_secs_f64(pause.min(8.0 * think))).await;
    }
}

/// One request; counted from a moment on. What goes wrong counts at any time.
async fn once(hand: &mut Hand<'_>, wire: &mut Wire, tally: &Shared, from: Instant) {
    let step = hand.next();
    let begun = Instant::now();
    match wire.ask(hand.user, &step.ask).await {
        Ok(answer) => {
            if begun >= from {
                tally.borrow_mut().note(step.writes, step.kind, begun.elapsed());
            }
            if let Err(wrong) = hand.take(step, &answer) {
                tally.borrow_mut().wrong(wrong);
            }
        }
        Err(cause) => tally.borrow_mut().wrong(format!("{}: {cause}", step.kind)),
    }
}

/// A few at one time, without thought, each as one user after the other.
async fn rush(town: &'static Town, server: &Server, name: &str) {
    let (tally, next) = (Shared::default(), Rc::new(Cell::new(0)));
    let begun = Instant::now();
    let until = begun + RUSHED;
    let set = LocalSet::new();
    for _ in 0..AT_ONCE {
        let (tally, next, address) = (Rc::clone(&tally), Rc::clone(&next), server.address.clone());
        set.spawn_local(async move {
            let mut wire = Wire::open(&address).await.unwrap();
            while Instant::now() < until {
                let at = next.get();
                next.set(at + 1);
                let mut hand = Hand::new(town, at % town.users.len());
                hand.chance = Chance(0x5EED_0000 + at as u64);
                // What follows from one another stays with one user.
                for _ in 0..5 {
                    once(&mut hand, &mut wire, &tally, begun).await;
                }
            }
        });
    }
    let before = (server.processor(), processor("self"));
    set.await;
    let seconds = begun.elapsed().as_secs_f64();
    let (own, asking) = (server.processor() - before.0, processor("self") - before.1);
    let mut tally = tally.borrow_mut();
    println!(
        "{name}: without thought, {AT_ONCE} at one time: {:.0} answers a second over {seconds:.0} s; of each second the program took {:.2} s of processors, \
         those who ask {:.2} s; {}",
        tally.answers() as f64 / seconds,
        own / seconds,
        asking / seconds,
        load()
    );
    tally.tell(&format!("{name}, without thought"), false);
}
