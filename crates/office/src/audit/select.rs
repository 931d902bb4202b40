//! Which records somebody may read and asks for (审计范围). Records of other places are not there for them.

use anye_access::{Permission, Reach};
use anye_base::{Cursor, Date, ErrorKind, Fault, FieldFault, Limit, Page};
use anye_db::audit::{self, Event, Filter, Record};
use anye_places::Tree;
use anye_web::{Core, Visitor};
use jiff::tz::TimeZone;
use serde::Deserialize;
use utoipa::IntoParams;

/// The filters, as an address carries them.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
pub struct AuditQuery {
    /// Account id of who did it.
    #[serde(default)]
    pub who: String,
    /// What was done: `area.verb`, or `area.` for all of an area.
    #[serde(default)]
    pub what: String,
    /// Sort of object.
    #[serde(default)]
    pub kind: String,
    /// Id of the object.
    #[serde(default)]
    pub object: String,
    /// done, denied or failed.
    #[serde(default)]
    pub outcome: String,
    /// Place code, with all places below it. Records of no place are always shown.
    #[serde(default)]
    pub at: String,
    /// First day, ISO 8601.
    #[serde(default)]
    pub from: String,
    /// Last day, ISO 8601.
    #[serde(default)]
    pub to: String,
}

impl AuditQuery {
    /// The filters for an address.
    pub fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("who", &self.who),
            ("what", &self.what),
            ("kind", &self.kind),
            ("object", &self.object),
            ("outcome", &self.outcome),
            ("at", &self.at),
            ("from", &self.from),
            ("to", &self.to),
        ]
    }
}

/// A page of the log for the visitor, newest first; that it was read is recorded.
pub async fn read(
    core: &Core,
    visitor: &Visitor,
    query: &AuditQuery,
    after: Option<&Cursor>,
    limit: Limit,
) -> Result<Page<Record>, Fault> {
    let filter = filter(core, visitor, query)?;
    let found = audit::list(&mut &core.db, &filter, after, limit).await?;
    let asked: serde_json::Map<String, serde_json::Value> = query
        .pairs()
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let event = Event::new("audit.read", "audit", "list").at_place(visitor.own_place(core));
    core.db.record(&core.world, &visitor.actor, event.detail(&asked.into())).await?;
    Ok(found)
}

/// One record, where the visitor may read it; that it was read is recorded.
pub async fn one(core: &Core, visitor: &Visitor, seq: i64) -> Result<Record, Fault> {
    let filter = Filter { places: within(core, visitor, "")?, ..Filter::default() };
    let before = Cursor(vec![seq.saturating_add(1).to_string()]);
    let limit = Limit::new(1).unwrap_or_default();
    let found = audit::list(&mut &core.db, &filter, Some(&before), limit).await?;
    let record = found.items.into_iter().find(|record| record.seq == seq);
    let record = record.ok_or_else(|| Fault::not_found("audit_record"))?;
    let event = Event::new("audit.read", "audit", seq.to_string()).at_place(visitor.own_place(core));
    core.db.record(&core.world, &visitor.actor, event).await?;
    Ok(record)
}

/// The filter of the store.
pub fn filter(core: &Core, visitor: &Visitor, query: &AuditQuery) -> Result<Filter, Fault> {
    let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let outcome = given(&query.outcome).filter(|word| ["done", "denied", "failed"].contains(&word.as_str()));
    Ok(Filter {
        actor_id: given(&query.who),
        action: given(&query.what),
        object_kind: given(&query.kind),
        object_id: given(&query.object),
        outcome,
        places: within(core, visitor, query.at.trim())?,
        from: moment("from", &query.from, 0)?,
        until: moment("to", &query.to, 1)?,
    })
}

/// The codes whose records may be read and are asked for; `None` for all.
fn within(core: &Core, visitor: &Visitor, at: &str) -> Result<Option<Vec<String>>, Fault> {
    let today = core.world.today();
    let register = core.places();
    let scopes = visitor.scopes(Permission::AuditRead);
    let everything = scopes
        .iter()
        .any(|scope| scope.reach == Reach::Everywhere || scope.place == core.settings.home_place);
    let tops: Vec<String> = match at {
        "" if everything => return Ok(None),
        "" => scopes.into_iter().map(|scope| scope.place).collect(),
        code => {
            if register.id(code).is_none() {
                let field = FieldFault::new("at", "place_code_unknown")
                    .arg("code", code)
                    .arg("day", today)
                    .arg("instead", "—");
                return Err(Fault::new(ErrorKind::Invalid, "audit_filter").field(field));
            }
            visitor.must(core, Permission::AuditRead, Some(code))?;
            vec![code.to_owned()]
        }
    };
    let mut codes = tops.clone();
    for tree in [Tree::STATISTICAL, Tree::CIVIL] {
        for top in &tops {
            codes.extend(register.descendants(top, today, tree).map(|place| place.code.to_owned()));
        }
    }
    codes.sort();
    codes.dedup();
    Ok(Some(codes))
}

/// Midnight in China at the start of a day, so many days later.
fn moment(field: &'static str, text: &str, later: i64) -> Result<Option<i64>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let zone = TimeZone::fixed(jiff::tz::offset(8));
    let read = || {
        let day: Date = text.parse().ok()?;
        let day = day.checked_add(jiff::Span::new().days(later)).ok()?;
        Some(day.to_zoned(zone).ok()?.timestamp().as_millisecond())
    };
    read().map(Some).ok_or_else(|| {
        let fault = FieldFault::new(field, "office_day").arg("day", text);
        Fault::new(ErrorKind::Invalid, "audit_filter").field(fault)
    })
}
