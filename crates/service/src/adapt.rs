//! The registry and the funds as programmes need them (接口实现). It must never show a number in full.

use std::sync::Arc;

use anye_base::{Date, ErrorKind, Fault};
use anye_db::{Db, WriteTx};
use anye_money::commitment::{NewCommitment, commit, stop};
use anye_programmes::SubjectKind;
use anye_registry::{Registers, employer, entry, fact, person};

use crate::port::{
    ChangeEntry, Entries, Having, Later, Money, NewEntry, Owed, Stop, Stopped, Stretch, Subject, Subjects,
};
use crate::store;

/// Persons, employers, households and providers of the registry, and its registers.
#[derive(Clone)]
pub struct OfRegistry(pub Arc<Registers>);

impl OfRegistry {
    async fn person(&self, db: &Db, found: Option<person::Person>) -> Result<Option<Subject>, Fault> {
        let Some(one) = found else { return Ok(None) };
        let numbers = person::numbers_of(&mut &*db, std::slice::from_ref(&one)).await?;
        let today = self.0.core().world.today();
        // Without keys there are no numbers to show; everything else goes on.
        let shown = match self.0.registry.seal_keys() {
            Ok(keys) => person::masked(keys, &one, &numbers, today)?.numbers,
            Err(_) => Vec::new(),
        };
        let number = shown.into_iter().find(|held| held.state == "current").map(|held| held.shown);
        Ok(Some(Subject {
            kind: SubjectKind::Person,
            number: number.unwrap_or_default(),
            id: one.id,
            name: one.name,
            place: one.place,
        }))
    }
}

fn firm(one: employer::Employer) -> Subject {
    Subject { kind: SubjectKind::Employer, id: one.id, name: one.name, place: one.place, number: one.code }
}

impl Subjects for OfRegistry {
    fn find<'a>(&'a self, db: &'a Db, kind: SubjectKind, id: &'a str) -> Later<'a, Option<Subject>> {
        Box::pin(async move {
            let mut from = db;
            Ok(match kind {
                SubjectKind::Person => self.person(db, person::by_id(&mut from, id).await?).await?,
                SubjectKind::Employer => employer::by_key(&mut from, id).await?.map(firm),
                SubjectKind::Place => {
                    let core = self.0.core();
                    let name = core.place_name(id, core.world.today());
                    let known = core.places().find(id, core.world.today()).is_some();
                    let (id, place) = (id.to_owned(), id.to_owned());
                    known.then_some(Subject { kind, id, name, place, number: String::new() })
                }
                SubjectKind::Household | SubjectKind::Provider => {
                    let found = store::subject::thing(&mut from, kind.kind().unwrap_or_default(), id).await?;
                    let id = id.to_owned();
                    found.map(|(name, place)| Subject { kind, id, name, place, number: String::new() })
                }
                SubjectKind::Itself => None,
            })
        })
    }

    fn by_number<'a>(&'a self, db: &'a Db, kind: SubjectKind, number: &'a str) -> Later<'a, Option<Subject>> {
        Box::pin(async move {
            let mut from = db;
            match kind {
                SubjectKind::Person => {
                    let keys = self.0.registry.seal_keys()?;
                    let found = person::find_by_number(&mut from, keys, number).await?;
                    let found = match found {
                        Some(found) => Some(found),
                        None => person::by_id(&mut from, number.trim()).await?,
                    };
                    self.person(db, found).await
                }
                SubjectKind::Employer => Ok(employer::by_key(&mut from, number.trim()).await?.map(firm)),
                _ => self.find(db, kind, number.trim()).await,
            }
        })
    }

    fn of_account<'a>(&'a self, db: &'a Db, account: &'a str) -> Later<'a, Vec<Subject>> {
        Box::pin(async move {
            let mut from = db;
            let ids = employer::employers_of(&mut from, account).await?;
            Ok(employer::by_ids(&mut from, &ids).await?.into_iter().map(firm).collect())
        })
    }

    fn next<'a>(
        &'a self,
        db: &'a Db,
        kind: SubjectKind,
        having: Option<&'a Having>,
        after: &'a str,
        limit: u32,
    ) -> Later<'a, Stretch> {
        Box::pin(async move {
            let (mut from, full) = (db, limit as usize);
            let Some(having) = having else {
                let found = store::subject::next(&mut from, kind, after, limit).await?;
                let last = found.last().filter(|_| found.len() == full).map(|(id, _)| id.clone());
                return Ok(Stretch { found, last });
            };
            let wanted = (kind.kind().unwrap_or_default(), having.field.as_str(), having.yes);
            let ids = fact::holders(&mut from, wanted, having.on, after, limit).await?;
            let last = ids.last().filter(|_| ids.len() == full).cloned();
            Ok(Stretch { found: store::subject::at(&mut from, kind, &ids).await?, last })
        })
    }
}

impl Entries for OfRegistry {
    fn open<'a>(&'a self, tx: &'a mut WriteTx<'_>, new: &'a NewEntry) -> Later<'a, String> {
        Box::pin(async move {
            let register = self.0.register(&new.register)?;
            // Values come as facts files write them; the register keeps them in its own form.
            let field = |id: &str| register.fields.iter().find(|field| field.id == id);
            let fields = new.values.iter().map(|(id, value)| {
                let kept = field(id).and_then(|field| field.of_fact(value)).unwrap_or_else(|| value.clone());
                (id.clone(), kept)
            });
            let entry = entry::NewEntry {
                subject: new.subject.1.clone(),
                place: new.place.clone(),
                from: new.from.to_string(),
                to: if register.period {
                    new.to.map(|day| day.to_string()).unwrap_or_default()
                } else {
                    String::new()
                },
                fields: fields.collect(),
                channel: "programme".to_owned(),
                source: format!("service/{}", new.case),
                ..entry::NewEntry::default()
            };
            let mut made = entry::open_in(tx, &self.0, register, vec![entry]).await?;
            Ok(made.pop().map(|one| one.id).unwrap_or_default())
        })
    }

    fn change<'a>(&'a self, tx: &'a mut WriteTx<'_>, to: &'a ChangeEntry) -> Later<'a, String> {
        Box::pin(async move {
            let note = format!("service/{}", to.case);
            let wanted = entry::MoveOn {
                id: &to.entry,
                subject: &to.subject.1,
                state: &to.state,
                day: to.day,
                reason: &to.reason,
                note: &note,
                fields: to.values.iter().cloned().collect(),
            };
            Ok(entry::move_on(tx, &self.0, wanted).await?.register)
        })
    }

    fn end<'a>(
        &'a self,
        tx: &'a mut WriteTx<'_>,
        register: &'a str,
        subject: (SubjectKind, &'a str),
        state: &'a str,
        on: Date,
    ) -> Later<'a, Vec<String>> {
        Box::pin(async move {
            let ended = entry::end_in(tx, &self.0, register, subject.1, state, on, "").await?;
            Ok(ended.into_iter().map(|one| one.id).collect())
        })
    }
}

/// The pack's funds.
#[derive(Clone)]
pub struct OfMoney(pub anye_money::Money);

impl Money for OfMoney {
    fn commit<'a>(&'a self, tx: &'a mut WriteTx<'_>, owed: &'a Owed) -> Later<'a, String> {
        Box::pin(async move {
            let funds = &self.0.funds;
            // A decision names the fund as the law does, a programme by its id.
            let named = funds.fund(&owed.fund).or_else(|| funds.by_law_name(&owed.fund));
            // A rule that names no fund is paid from the one that may pay it; where several may, somebody has to say which.
            let mut may = funds.funds.iter().filter(|one| one.permits(&owed.benefit));
            let only = may.next().filter(|_| owed.fund.is_empty() && may.next().is_none());
            let fund = named.or(only).ok_or_else(|| {
                Fault::new(ErrorKind::Conflict, "service_no_fund").arg("rule", &owed.benefit)
            })?;
            let year = i64::from(owed.due_on.year());
            let shares = self.0.shares(&fund.id, &owed.benefit, &owed.place, year, owed.amount_fen)?;
            let new = NewCommitment {
                decision: owed.decision.clone(),
                case: owed.case.clone(),
                payee_kind: owed.payee.0.word().to_owned(),
                payee: owed.payee.1.clone(),
                payee_name: owed.payee.0.shown_name(&owed.payee_name),
                whom: Some(owed.whom.clone()),
                benefit: owed.benefit.clone(),
                period: owed.period.clone(),
                amount_fen: owed.amount_fen,
                fund: fund.id.clone(),
                shares,
                place: owed.place.clone(),
                year,
                due_on: owed.due_on.to_string(),
            };
            Ok(commit(tx, funds, new).await?.id)
        })
    }

    fn stop<'a>(&'a self, tx: &'a mut WriteTx<'_>, wish: &'a Stop) -> Later<'a, Stopped> {
        Box::pin(stop(&self.0, tx, wish))
    }
}
