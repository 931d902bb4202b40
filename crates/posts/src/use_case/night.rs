//! The night's look at places and holders (夜间核查): places follow their holders, and of whoever holds a place it is asked whether they still qualify. What it finds becomes
//! a case for a person; when it no longer is so, the case ends. It must never send anybody away by itself.

use std::collections::{BTreeMap, BTreeSet};

use anye_access::{Caller, Grant, Grants, Role};
use anye_base::{Actor, Date, Fault, masked_name};
use anye_casework::model::{NewCase, Outcome, StepPlan, Words};
use anye_casework::use_case::flow::Flow;
use anye_casework::use_case::open_in;
use anye_db::audit::Event;
use anye_law::day::Day;
use anye_registry::entry::{self, Entry, Filter};
use anye_registry::fact;
use anye_web::Asking;
use serde_json::{Value, json};

use super::keep::{holds, keep};
use super::open::all;
use crate::Posts;
use crate::definition::{Allocation, Check};
use crate::order::met;

/// The kind of its cases.
const KIND: &str = "post-check";
/// Entries asked about at once.
const CHUNK: usize = 500;
const DAY_MS: i64 = 86_400_000;

/// What a night did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// Places taken now.
    pub taken: usize,
    /// Places free again.
    pub freed: usize,
    /// Holders looked at.
    pub holders: usize,
    /// Cases opened.
    pub opened: usize,
    /// Cases that ended: it no longer is so.
    pub ended: usize,
}

/// Why somebody may have to leave: words in both languages.
struct Ground {
    zh: String,
    en: String,
}

/// Looks at everything once. Looking twice does nothing twice.
///
/// # Errors
/// The store's own.
pub async fn night(posts: &Posts) -> Result<Checked, Fault> {
    let core = posts.rooms.core();
    let (actor, home) = (Actor::system("posts"), core.settings.home_place.clone());
    let grant = Grant { id: "posts".to_owned(), role: Role::Clerk, place: home.clone() };
    let grants = Grants::new(&actor.id, vec![grant]);
    let asking = Asking::of(core, &actor, &grants);
    let caller = asking.caller(None);
    let mut done = Checked::default();
    for plan in posts.allocations.iter() {
        let kept = keep(posts, &caller, plan, &home).await?;
        done.taken += kept.taken;
        done.freed += kept.freed;
        if let Some(check) = &plan.check {
            look(posts, &caller, (plan, check), &home, &mut done).await?;
        }
    }
    Ok(done)
}

async fn look(
    posts: &Posts,
    caller: &Caller<'_>,
    (plan, check): (&Allocation, &Check),
    home: &str,
    done: &mut Checked,
) -> Result<(), Fault> {
    let open = Filter {
        register: plan.holders.clone(),
        open: "yes".to_owned(),
        place: home.to_owned(),
        ..Filter::default()
    };
    let mut holders = all(posts, caller, &open).await?;
    holders.retain(|one| holds(plan, one));
    done.holders += holders.len();
    let found = grounds(posts, caller, plan, check, &holders).await?;
    let db = &posts.rooms.core().db;
    // Two allocations may have holders of their own: a case is one of this register.
    let prefix = format!("{}:", plan.holders);
    let mut there = Flow::open_keys(&mut &*db, KIND).await?;
    there.retain(|(_, key)| key.starts_with(&prefix));
    let known: BTreeSet<&str> = there.iter().map(|(_, key)| key.as_str()).collect();
    for one in &holders {
        let key = format!("{prefix}{}", one.id);
        let Some(all) = found.get(&one.id).filter(|_| !known.contains(key.as_str())) else { continue };
        opened(posts, caller, (plan, check), one, &key, all).await?;
        done.opened += 1;
    }
    for (id, key) in &there {
        let entry = key.strip_prefix(&prefix).unwrap_or(key);
        if !found.contains_key(entry) {
            done.ended += usize::from(settled(posts, caller, id).await?);
        }
    }
    Ok(())
}

/// Of each holder who may have to leave, why.
async fn grounds(
    posts: &Posts,
    caller: &Caller<'_>,
    plan: &Allocation,
    check: &Check,
    holders: &[Entry],
) -> Result<BTreeMap<String, Vec<Ground>>, Fault> {
    let today = caller.world.today();
    let mut found: BTreeMap<String, Vec<Ground>> = BTreeMap::new();
    for part in holders.chunks(CHUNK) {
        let persons: Vec<String> = part.iter().map(|one| one.subject.clone()).collect();
        let stands: BTreeSet<String> = entry::of_subject(&posts.rooms, caller, "person", &persons)
            .await?
            .into_iter()
            .filter(|one| one.is_open && !one.pending && plan.candidates.contains(&one.register))
            .map(|one| one.subject)
            .collect();
        for one in part {
            let mut why = Vec::new();
            if !stands.contains(&one.subject) {
                let names = named(posts, plan);
                why.push(Ground {
                    zh: format!("不在“{}”名册中（没有有效记录）", names.0),
                    en: format!("no open entry in “{}”", names.1),
                });
            }
            if let Some(last) = last_day(check, one).filter(|last| *last < today) {
                why.push(Ground {
                    zh: format!("期满日 {last} 已过"),
                    en: format!("the term ended on {last}"),
                });
            }
            if !why.is_empty() {
                found.entry(one.id.clone()).or_default().extend(why);
            }
        }
    }
    for (id, ground) in by_law(posts, check, holders, today).await? {
        found.entry(id).or_default().push(ground);
    }
    Ok(found)
}

/// The latest last day of a holder's term.
fn last_day(check: &Check, holder: &Entry) -> Option<Date> {
    let day = |id: &String| holder.fields.get(id).and_then(Value::as_str)?.parse::<Date>().ok();
    check.ends.iter().filter_map(day).max()
}

fn named(posts: &Posts, plan: &Allocation) -> (String, String) {
    let names = plan.candidates.iter().filter_map(|id| posts.rooms.definitions.register(id));
    let (zh, en): (Vec<&str>, Vec<&str>) =
        names.map(|one| (one.name.zh.as_str(), one.name.en.as_str())).unzip();
    (zh.join("、"), en.join(", "))
}

/// Whom the law sends away, county by county, where the rule reaches.
async fn by_law(
    posts: &Posts,
    check: &Check,
    holders: &[Entry],
    today: Date,
) -> Result<Vec<(String, Ground)>, Fault> {
    let policy = posts.policy.now();
    let book = policy.book();
    let Some(rule) = book.find_rule(&check.rule) else { return Ok(Vec::new()) };
    let (reach, kind) = (book.rule(rule).place.clone(), book.kind(book.rule(rule).subject).id.clone());
    let on = Day::parse(&today.to_string()).ok_or_else(|| Fault::internal("today is no day"))?;
    let mut counties: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for one in holders.iter().filter(|one| anye_law::book::covers(&reach, &one.place)) {
        counties.entry(&one.county).or_default().push(one);
    }
    let mut db = &posts.rooms.core().db;
    let mut found = Vec::new();
    for (county, all) in counties {
        for part in all.chunks(CHUNK) {
            let asked: Vec<(String, String)> =
                part.iter().map(|one| (kind.clone(), one.id.clone())).collect();
            let facts = fact::things(&mut db, &*posts.rooms.dictionary(), &asked, today).await?;
            for one in met(book, &check.rule, facts, (county, on))? {
                let said = |lang: &str| {
                    let clauses = one.reasons[lang]["clauses"].as_array().into_iter().flatten();
                    clauses.filter_map(|clause| clause["reason"].as_str()).collect::<Vec<_>>().join("; ")
                };
                found.push((one.id.clone(), Ground { zh: said("zh"), en: said("en") }));
            }
        }
    }
    Ok(found)
}

/// A case for the office of the place.
async fn opened(
    posts: &Posts,
    caller: &Caller<'_>,
    (plan, check): (&Allocation, &Check),
    one: &Entry,
    key: &str,
    why: &[Ground],
) -> Result<(), Fault> {
    let core = posts.rooms.core();
    let (zh, en): (Vec<&str>, Vec<&str>) = why.iter().map(|ground| (&*ground.zh, &*ground.en)).unzip();
    let step = StepPlan {
        id: "look".to_owned(),
        name: Words::new(
            "核实，仍符合的写明情况，不再符合的办理清退",
            "Look into it: say why they still qualify, or begin the clean-out",
        ),
        addressee: String::new(),
        within_ms: check.within_days * DAY_MS,
    };
    let name = masked_name(&one.subject_name);
    let programmes = &posts.rooms.definitions.programmes;
    let to_do = programmes.iter().find(|programme| programme.id == check.programme);
    let to_do = to_do.map_or_else(
        || Words::new(&check.programme, &check.programme),
        |one| Words::new(&one.name.zh, &one.name.en),
    );
    let line = |zh: &str, en: &str, value: (&str, &str), href: String| json!({ "label_zh": zh, "label_en": en, "value_zh": value.0, "value_en": value.1, "href": href });
    let case = NewCase {
        kind: KIND.to_owned(),
        subject: ("entry".to_owned(), one.id.clone()),
        place: one.place.clone(),
        title: Words::new(
            format!("{}核查：{name}可能不再符合条件", plan.name.zh),
            format!("{}: {name} may no longer qualify", plan.name.en),
        ),
        level: String::new(),
        merge_key: key.to_owned(),
        steps: vec![step],
        acknowledge_ms: Some(check.within_days * DAY_MS),
        // What is to be done ends the case when it is done.
        detail: json!({ "programme": check.programme, "evidence": [
            line("发现", "Found", (&zh.join("；"), &en.join("; ")), String::new()),
            line("在岗记录", "Holder", (&name, &name), format!("/registers/{}/entries/{}", one.register, one.id)),
            line("办理", "To do", (&to_do.zh, &to_do.en), format!("/service/{}/new?kind=person&id={}", check.programme, one.subject)),
        ] }),
    };
    let mut tx = core.db.begin_internal(caller.world, caller.actor).await?;
    let by = (caller.actor.id.as_str(), caller.actor.name.as_str());
    let made = open_in(&mut tx, by, caller.world.new_id(), caller.world.now_ms(), &case).await?;
    let detail = json!({ "case": made.case().id, "why": zh });
    Ok(tx.commit(Event::new("posts.check", "entry", &one.id).at_place(&one.place).detail(&detail)).await?)
}

/// It no longer is so: the case ends by itself.
async fn settled(posts: &Posts, caller: &Caller<'_>, id: &str) -> Result<bool, Fault> {
    let core = posts.rooms.core();
    let mut tx = core.db.begin_internal(caller.world, caller.actor).await?;
    let Some(mut flow) = Flow::of(&mut tx, id).await? else { return Ok(false) };
    let by = (caller.actor.id.as_str(), caller.actor.name.as_str());
    flow.end(&mut tx, by, caller.world.now_ms(), Outcome::Settled, "已离岗或重新符合条件").await?;
    tx.commit(Event::new("posts.check_over", "case", id)).await?;
    Ok(true)
}
