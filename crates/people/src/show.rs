//! Days, places, roles and reasons as the pages of this crate show them. It must never decide anything.

use anye_access::{Permission, Reach, Reason, Role};
use anye_base::world::china_minute;
use anye_base::{Date, ErrorKind, Fault, Lang};
use anye_places::Level;
use anye_web::{Core, Texts, Visitor, place_said};

/// Day and minute of a stored time.
pub fn minute(at_ms: i64) -> String {
    china_minute(at_ms)
}

/// A role in words.
pub fn role(texts: &Texts, role: Role) -> String {
    texts.t(&format!("role-{}", role.word()))
}

/// A permission in words.
pub fn permission(texts: &Texts, permission: Permission) -> String {
    texts.t(&format!("permission-{}", permission.word().replace('.', "-")))
}

/// How far a right reaches, in words.
pub fn reach(texts: &Texts, reach: Reach) -> String {
    texts.t(&format!("reach-{}", reach.word()))
}

/// A place's name with its code, or the code alone.
pub fn place(core: &Core, code: &str, lang: Lang) -> String {
    let name = core.place_in(code, core.world.today(), lang);
    if name == code { name } else { format!("{name} {code}") }
}

/// From a day to a day, as people write it.
pub fn days(texts: &Texts, from: Date, to: Option<Date>) -> String {
    match to {
        Some(to) => texts.t2("people-from-to", "from", from, "to", to),
        None => texts.t1("people-from", "from", from),
    }
}

/// Why something is allowed or denied, in one sentence.
pub fn reason(core: &Core, texts: &Texts, reason: &Reason) -> String {
    let key = format!("reason-{}", reason.word());
    match reason {
        Reason::Granted { grant, reach: far } | Reason::OutOfReach { grant, reach: far } => {
            let values = [
                ("place", place(core, &grant.place, texts.lang)),
                ("role", role(texts, grant.role)),
                ("reach", reach(texts, *far)),
            ];
            texts.args(&key, &values)
        }
        Reason::Conflict(one, other) => {
            texts.args(&key, &[("one", role(texts, *one)), ("other", role(texts, *other))])
        }
        Reason::NoGrants | Reason::NoRight | Reason::TokenLimit => texts.t(&key),
    }
}

/// A fault in words, with the words of roles and weaknesses in place of their codes.
pub fn fault(texts: &Texts, fault: &Fault) -> String {
    if let Some((_, code)) = fault.args.iter().find(|(name, _)| *name == "weakness") {
        return texts.t(&format!("error-{code}"));
    }
    let worded = |(name, value): &(&'static str, String)| {
        let words = match *name {
            "held" | "wanted" => Role::from_word(value).map(|found| role(texts, found)),
            "permission" => Permission::from_word(value).map(|found| permission(texts, found)),
            _ => None,
        };
        (*name, words.unwrap_or_else(|| value.clone()))
    };
    let args: Vec<_> = fault.args.iter().map(worded).collect();
    texts.args(&format!("error-{}", fault.code), &args)
}

/// An address with its query; empty values are left out.
pub fn address(path: &str, query: &[(&str, &str)]) -> String {
    let kept: Vec<_> = query.iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(kept) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// Places offered where one is asked for: within reach of the permission, down to the county.
pub fn offered(core: &Core, visitor: &Visitor, permission: Permission) -> Vec<(String, String)> {
    let today = core.world.today();
    let register = core.places();
    let within = |code: &str| visitor.may(core, permission, Some(code));
    register
        .all(today)
        .filter(|place| matches!(place.level, Level::Province | Level::City | Level::County))
        .filter(|place| within(place.code))
        .map(|place| (place.code.to_owned(), place_said(&place, visitor.lang()).into_owned()))
        .collect()
}

/// Candidates named when a name fits several places.
const MOST_CANDIDATES: usize = 8;

/// The code of the place somebody typed: a code, a whole name, or the beginning of a name that only one place has.
pub fn find_place(core: &Core, typed: &str) -> Result<String, Fault> {
    let typed = typed.split_whitespace().next().unwrap_or_default();
    let (today, register) = (core.world.today(), core.places());
    if register.find(typed, today).is_some() {
        return Ok(typed.to_owned());
    }
    let unknown = Fault::new(ErrorKind::Invalid, "people_place_unknown").arg("typed", typed);
    if typed.is_empty() {
        return Err(unknown);
    }
    let fitting = |fits: &dyn Fn(&str) -> bool| -> Vec<(String, String)> {
        let all = register.all(today).filter(|place| fits(place.name));
        all.map(|place| (place.code.to_owned(), place.name.to_owned())).take(MOST_CANDIDATES).collect()
    };
    let mut found = fitting(&|name| name == typed);
    if found.is_empty() {
        found = fitting(&|name| name.starts_with(typed));
    }
    match found.as_slice() {
        [] => Err(unknown),
        [(code, _)] => Ok(code.clone()),
        several => {
            let list: Vec<String> = several.iter().map(|(code, name)| format!("{name} {code}")).collect();
            Err(Fault::new(ErrorKind::Invalid, "people_place_several").arg("list", list.join("、")))
        }
    }
}
