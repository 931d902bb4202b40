//! The watch over four objects (“1+4”风险防控): key enterprises, key groups, key areas, emergencies; each item is a case, so the province and its city see the same
//! row in the same state. It must never keep a state of its own.

use std::collections::BTreeSet;

use anye_access::{Caller, Permission};
use anye_base::{Cursor, Fault, Limit};
use anye_casework::model::{Case, badness};
use anye_casework::use_case::{self as casework, Filter};
use anye_places::Tree;
use anye_reporting::rights::must;

use crate::Monitor;
use crate::warning;
use crate::warning::setting::Setting;

/// The four watched objects. The text names them and does not spell out the four: their words are under `watch-<word>`.
pub const OBJECTS: [&str; 4] = ["enterprises", "groups", "areas", "emergencies"];

/// An item: a case and what it is watched as.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// One of the four.
    pub object: &'static str,
    /// The case.
    pub case: Case,
}

/// Open items of one object at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// Open.
    pub open: usize,
    /// That nobody has taken on.
    pub unclaimed: usize,
    /// The worst light among them; empty: none has a light.
    pub worst: String,
}

/// The watch of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    /// Counts of each place directly below, and first of the place's own items, by object.
    pub rows: Vec<(String, [Count; 4])>,
    /// All open items at the place and below, the worst first, then by deadline.
    pub items: Vec<Item>,
}

/// Reads it.
///
/// # Errors
/// No right at the place, or the store's own.
pub async fn read(monitor: &Monitor, caller: &Caller<'_>, place: &str) -> Result<Watch, Fault> {
    must(caller, Permission::CasesRead, place, false)?;
    let groups = groups(monitor, caller, place).await?;
    let mut items: Vec<Item> = open(monitor, caller, place)
        .await?
        .into_iter()
        .filter_map(|case| Some(Item { object: object(&case, &groups)?, case }))
        .collect();
    items.sort_by_key(|one| {
        (std::cmp::Reverse(badness(&one.case.level)), one.case.due_at, one.case.id.clone())
    });
    let today = monitor.core.world.today();
    let register = monitor.core.places();
    let mut rows: Vec<(String, [Count; 4])> = std::iter::once(place.to_owned())
        .chain(register.children(place, today, Tree::CIVIL).iter().map(|one| one.code.to_owned()))
        .filter(|code| code.len() == 6)
        .map(|code| (code, std::array::from_fn(|_| Count::default())))
        .collect();
    for item in &items {
        let at = rows.iter().skip(1).position(|(code, _)| {
            *code == item.case.place || caller.places.is_within(&item.case.place, code)
        });
        let nth = OBJECTS.iter().position(|one| *one == item.object);
        let row = rows.get_mut(at.map_or(0, |at| at + 1));
        if let (Some((_, counts)), Some(nth)) = (row, nth) {
            let count = &mut counts[nth];
            count.open += 1;
            count.unclaimed += usize::from(item.case.acknowledged_at.is_none());
            if badness(&item.case.level) > badness(&count.worst) {
                count.worst.clone_from(&item.case.level);
            }
        }
    }
    Ok(Watch { rows, items })
}

/// What a case is watched as; none for cases of other kinds.
fn object(case: &Case, groups: &BTreeSet<String>) -> Option<&'static str> {
    match case.kind.as_str() {
        "risk" | "layoff" | "contradiction" => Some("enterprises"),
        "incident" => Some("emergencies"),
        warning::CASE if groups.contains(&case.id) => Some("groups"),
        warning::CASE => Some("areas"),
        _ => None,
    }
}

/// Cases that a light of a key group brought about: the groups and their lights are the pack's.
async fn groups(monitor: &Monitor, caller: &Caller<'_>, place: &str) -> Result<BTreeSet<String>, Fault> {
    let setting = Setting::of(&monitor.pack).map_err(Fault::internal)?;
    let lights: BTreeSet<&String> = setting.group.iter().flat_map(|group| &group.lights).collect();
    let open =
        warning::Filter { state: "open".to_owned(), place: place.to_owned(), ..warning::Filter::default() };
    let all = warning::list(monitor, caller, &open).await?;
    Ok(all.into_iter().filter(|one| lights.contains(&one.rule)).map(|one| one.case_id).collect())
}

async fn open(monitor: &Monitor, caller: &Caller<'_>, place: &str) -> Result<Vec<Case>, Fault> {
    let (mut all, mut after) = (Vec::new(), None::<Cursor>);
    loop {
        let filter = Filter {
            state: Some("open".to_owned()),
            place: Some(place.to_owned()),
            cursor: after,
            limit: Limit::new(500).unwrap_or_default(),
            ..Filter::default()
        };
        let page = casework::list(&monitor.core.db, caller, &filter).await?;
        all.extend(page.items);
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(all),
        }
    }
}
