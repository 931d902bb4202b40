//! Whom money is for (受益对象), which need not be who is paid: an employer is paid for the person it hired. Whom, benefit and period are one payment.

use anye_law::book::{Book, Ty};
use anye_policy::decision::Kept;
use anye_programmes::SubjectKind;
use serde_json::Value;

use crate::model::{Application, subject_of};

/// Kind and id: the person that the decided thing is about, as a contract is about who was hired; else what was decided about; else who applied.
pub(super) fn whom(book: &Book, application: &Application, kept: Option<&Kept>) -> (String, String) {
    let own = || (application.kind().word().to_owned(), application.subject.clone());
    let Some(kept) = kept else { return own() };
    if let Some(kind) = subject_of(&kept.subject_kind) {
        return (kind.word().to_owned(), kept.subject_id.clone());
    }
    let persons = persons(book, &kept.facts, &kept.subject_kind, &kept.subject_id);
    if !persons.is_empty() {
        return (SubjectKind::Person.word().to_owned(), persons.join(","));
    }
    // What came into being with the application is another with each application: it can keep nothing from being paid twice.
    let new = application.things.get(&kept.subject_kind) == Some(&kept.subject_id);
    if new { own() } else { (kept.subject_kind.clone(), kept.subject_id.clone()) }
}

/// The persons that a thing names, in the order of its fields: an apprenticeship has two.
fn persons(book: &Book, facts: &Value, kind: &str, id: &str) -> Vec<String> {
    let person = SubjectKind::Person.kind().unwrap_or_default();
    let Some(def) = book.kinds.iter().find(|one| one.id == kind) else { return Vec::new() };
    let names = |ty: &Ty| matches!(ty, Ty::Thing(other) if book.kind(*other).id == person);
    let fields = def.fields.iter().filter(|field| names(&field.ty));
    fields.filter_map(|field| facts[kind][id][&field.id].as_str()).map(str::to_owned).collect()
}
