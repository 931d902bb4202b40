//! Every programme of the pack, from the application to what the grant brings about, over the real registers and funds: a form that does not ask for what an effect wants, a register
//! that refuses what a programme enters, a benefit that nothing pays would stop a clerk one day. The law's own answer is not what is tried here: where it does not grant, two officers do.

use std::collections::BTreeSet;

use anye_access::{Caller, Role};
use anye_base::Actor;
use anye_db::audit::Event;
use anye_db::sql;
use anye_programmes::{Applicant, FieldKind, Programme, SubjectKind};
use anye_registry::employer::{self, NewEmployer};
use anye_registry::{Asking, Registry};
use anye_service::Service;
use anye_service::case::{Act, Start, act, by_case, draft, send, start};
use anye_service::form::Input;
use anye_service::model::{Answers, Stand};
use anye_testkit::databases;

use crate::everybody::desk;
use crate::world::Person;

/// How far one came.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// Granted, with all its effects, or made public first.
    Granted,
    /// As far as its fund, which has no budget here.
    Budget,
    /// It cannot be begun by a clerk for such a subject, or asks for somebody else by number, or for an entry that is not there.
    Elsewhere,
}

/// A county where it is open, and the city and the province above.
fn place(programme: &Programme) -> [String; 3] {
    let county = match programme.places.first().map(String::as_str) {
        None | Some("210000") => "210402".to_owned(),
        Some(city) if city.ends_with("00") => format!("{}02", &city[..4]),
        Some(county) => county.to_owned(),
    };
    let city = format!("{}00", &county[..4]);
    [county, city, "210000".to_owned()]
}

/// Somebody, or an employer, of a place; the id.
async fn subject(service: &Service, caller: &Caller<'_>, kind: SubjectKind, place: &str, n: usize) -> String {
    let core = &service.core;
    if kind == SubjectKind::Employer {
        let new = NewEmployer {
            code: employer::made_up_code("210402", &format!("{n:08}")),
            name: format!("样例企业{n}"),
            place: place.to_owned(),
            industry: "C25".into(),
            ownership: "私营".into(),
            size: "small".into(),
            staff: Some(20),
            since: "2009-01-01".into(),
            source: "test".into(),
            ..NewEmployer::default()
        };
        let registry = Registry::new(core.clone());
        return employer::register(&registry, caller, new).await.unwrap().employer.id;
    }
    let id = format!("s{n}");
    let actor = Actor::system("test");
    let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
    let insert = sql(
        "insert into person select $1, '王小明', '王小明', 'wxm', '', null, $2, $3, '', '', '', null, 'active', null, '2019-01-01', 'test', '', 0, 'a', '王', 1",
    );
    tx.run(insert.bind(&id).bind(place).bind(place)).await.unwrap();
    tx.commit(Event::new("test.subject", "person", &id)).await.unwrap();
    id
}

/// An answer that the form takes; none where somebody's number or an entry is wanted.
fn answer(programme: &Programme, key: &str, input: &Input) -> Option<String> {
    let field = programme.fields.iter().find(|field| key.strip_prefix("f.") == Some(field.id.as_str()));
    Some(match (input, field.map(|field| &field.kind)) {
        (_, Some(FieldKind::Place)) => "210402".to_owned(),
        (_, Some(FieldKind::Entry(_))) | (Input::Subject { .. }, _) => return None,
        (Input::Text, _) => "样例".to_owned(),
        (Input::Number { .. }, _) => "1".to_owned(),
        (Input::Day, _) => "2020-06-01".to_owned(),
        (Input::Month, _) => "2020-06".to_owned(),
        (Input::Period, _) => "2020-06-01 至 2020-06-30".to_owned(),
        (Input::Choice { members } | Input::Choices { members }, _) => members.first()?.0.clone(),
    })
}

async fn walk(service: &Service, programme: &Programme, n: usize) -> Result<End, String> {
    let channel =
        [Applicant::Counter, Applicant::Office].into_iter().find(|one| programme.applicants.contains(one));
    let Some(channel) = channel else { return Ok(End::Elsewhere) };
    if !matches!(programme.subject, SubjectKind::Person | SubjectKind::Employer) {
        return Ok(End::Elsewhere);
    }
    let places = place(programme);
    let mut people = Vec::new();
    for at in &places {
        for (role, n) in [
            (Role::Clerk, 1),
            (Role::Clerk, 2),
            (Role::Reviewer, 1),
            (Role::Reviewer, 2),
            (Role::Reviewer, 3),
        ] {
            people.push(Person::new(&format!("{role:?}-{at}-{n}"), role, at));
        }
    }
    let askings: Vec<Asking<'_>> =
        people.iter().map(|one| Asking::of(&service.core, &one.actor, &one.grants)).collect();
    let callers: Vec<Caller<'_>> = askings.iter().map(|one| one.caller(None)).collect();
    let id = subject(service, &callers[0], programme.subject, &places[0], n).await;
    let wish = Start {
        programmes: vec![programme.id.clone()],
        matter: String::new(),
        subject: (programme.subject, id),
        channel,
    };
    let made = start(service, &callers[0], &wish).await.map_err(|fault| format!("begun: {fault:?}"))?;
    let mut answers = Answers::new();
    // A form may ask for more once something is answered.
    for _ in 0..3 {
        let seen =
            draft(service, &callers[0], &made.id, false).await.map_err(|fault| format!("form: {fault:?}"))?;
        for ask in seen.look.form.asks().filter(|ask| ask.known.is_none()) {
            match answer(programme, &ask.key, &ask.input) {
                Some(text) => drop(answers.entry(ask.key.clone()).or_insert(text)),
                None if ask.required => return Ok(End::Elsewhere),
                None => {}
            }
        }
        anye_service::case::save(service, &callers[0], &made.id, seen.application.row_version, &answers)
            .await
            .map_err(|fault| format!("saved: {fault:?}"))?;
    }
    let seen =
        draft(service, &callers[0], &made.id, false).await.map_err(|fault| format!("form: {fault:?}"))?;
    let opened = send(service, &callers[0], &made.id, seen.application.row_version, &answers)
        .await
        .map_err(|fault| format!("sent: {fault:?}"))?;
    decided(service, &callers, &opened[0]).await
}

/// Through all steps, by whoever may.
async fn decided(service: &Service, callers: &[Caller<'_>], case: &str) -> Result<End, String> {
    let note = || "样例".to_owned();
    let decide = |amount_fen| Act::Decide { grant: true, reason: note(), amount_fen };
    let acts = [
        Act::Accept { note: note() },
        Act::Pass { note: note() },
        decide(Some(10_000)),
        decide(None),
        Act::Confirm { note: note() },
    ];
    loop {
        let (whole, _) =
            by_case(&service.core.db, case).await.map_err(|fault| format!("{fault:?}"))?.ok_or("no case")?;
        match whole.row.stand {
            Stand::Granted | Stand::Public => return Ok(End::Granted),
            Stand::Working | Stand::Second => {}
            other => return Err(format!("ended as {other:?}")),
        }
        let (mut moved, mut why) = (false, BTreeSet::new());
        'tried: for one in &acts {
            for caller in callers {
                match act(service, caller, case, whole.case.row_version, one).await {
                    Ok(_) => {
                        moved = true;
                        break 'tried;
                    }
                    Err(fault) => {
                        let fields: Vec<String> = fault.fields.iter().map(|one| format!("{one:?}")).collect();
                        why.insert(format!("{} {}", fault.code, fields.join(" ")));
                    }
                }
            }
        }
        if !moved {
            let has = |code: &str| why.iter().any(|one| one.starts_with(code));
            return match () {
                () if has("money_budget_short") => Ok(End::Budget),
                // It says what is wanted instead: facts by which the law grants.
                () if has("service_law_gives") => Ok(End::Elsewhere),
                () => Err(why.into_iter().collect::<Vec<_>>().join("; ")),
            };
        }
    }
}

#[tokio::test]
async fn every_programme_of_the_pack_is_walked_to_its_grant() {
    for test in databases().await {
        let service = desk::service(&test.db);
        let mut stuck = Vec::new();
        let (mut granted, mut budget, mut elsewhere) = (0, 0, Vec::new());
        for (n, programme) in service.definitions.programmes.iter().enumerate() {
            match walk(&service, programme, n).await {
                Ok(End::Granted) => granted += 1,
                Ok(End::Budget) => budget += 1,
                Ok(End::Elsewhere) => elsewhere.push(programme.id.as_str()),
                Err(why) => stuck.push(format!("{}: {why}", programme.id)),
            }
        }
        assert!(
            stuck.is_empty(),
            "{granted} granted, {budget} to the budget, elsewhere {elsewhere:?}, stuck:\n{}",
            stuck.join("\n")
        );
        assert!(
            granted > 40 && budget > 10,
            "{granted} granted, {budget} to the budget, elsewhere {elsewhere:?}"
        );
    }
}
