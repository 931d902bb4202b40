//! Which decisions owe money about an entry (涉及一条记录的给付): those the law granted about it, and those officers granted, with or against the law, on an application that names it.
//! It must never name a decision by which nothing was given.

use std::collections::BTreeMap;

use anye_base::{Date, Fault};
use anye_db::WriteTx;
use anye_policy::decision::{self, Kept};
use anye_programmes::{FieldKind, Programme};

use super::held::Held;
use crate::Service;
use crate::store;

/// The first and last day that something was granted for.
type Covers = Option<(Date, Date)>;

/// Each decision, or the case of one that rests on no rule, with the days it was granted for.
pub(super) async fn about(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &Held<'_>,
    field: &str,
    entry: &str,
) -> Result<BTreeMap<String, Covers>, Fault> {
    let of = held.programme.fields.iter().find(|one| one.id == field).map(|one| &one.kind);
    let Some(FieldKind::Entry(register)) = of else { return Ok(BTreeMap::new()) };
    let kind = service.definitions.register(register).and_then(|one| one.thing());
    let mut found = BTreeMap::new();
    let mut cases = Vec::new();
    if let Some(kind) = kind {
        let things = [(kind.to_owned(), entry.to_owned())];
        for one in decision::granted(tx, &things).await? {
            found.insert(one.id.clone(), covers(&one));
        }
        cases = store::case::decided_about(tx, kind, &[entry.to_owned()]).await?;
    }
    let names =
        |one: &&Programme| one.fields.iter().any(|own| own.kind == FieldKind::Entry(register.clone()));
    let programmes: Vec<String> =
        service.definitions.programmes.iter().filter(names).map(|one| one.id.clone()).collect();
    cases.extend(store::case::naming(tx, &programmes, entry).await?);
    for case in cases.into_iter().filter(|one| one.case_id != held.row.case_id && one.granted != Some(false))
    {
        for one in store::case::newest(store::case::decisions(tx, &case.case_id).await?) {
            if !one.granted {
                continue;
            }
            if one.decision.is_empty() {
                found.entry(case.case_id.clone()).or_default();
            } else if let Some(kept) = decision::find(tx, &one.decision).await? {
                found.insert(one.decision.clone(), covers(&kept));
            }
        }
    }
    Ok(found)
}

fn covers(one: &Kept) -> Covers {
    let day = |key: &str| one.answer["decisions"][0][key].as_str()?.parse::<Date>().ok();
    day("starts").zip(day("ends"))
}
