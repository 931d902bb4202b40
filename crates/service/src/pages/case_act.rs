//! The forms of a case (办理): one act each, by the word of the button. A refused act shows the case as it stands now, with what was wrong.

use anye_base::{ErrorKind, Fault, FieldFault};
use anye_web::extract::Form;
use anye_web::{Asking, Failed, Visitor};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::case::{Wanted, shown};
use crate::Service;
use crate::case::{self, Act};
use crate::model::Answers;

type Pairs = Vec<(String, String)>;

fn one<'p>(pairs: &'p Pairs, key: &str) -> &'p str {
    pairs.iter().find(|(own, _)| own == key).map_or("", |(_, value)| value.as_str())
}

fn read(pairs: &Pairs) -> Result<Act, Fault> {
    let note = one(pairs, "note").to_owned();
    Ok(match one(pairs, "act") {
        "accept" => Act::Accept { note },
        "ask" => {
            let asked =
                pairs.iter().filter(|(key, _)| key == "ask").map(|(_, value)| value.clone()).collect();
            Act::Ask { asked, note }
        }
        "give" => {
            let own = pairs.iter().filter(|(key, _)| key.contains('.'));
            Act::Give { answers: own.cloned().collect::<Answers>() }
        }
        "find" => {
            let own = pairs.iter().filter(|(key, said)| key.contains('.') && !said.trim().is_empty());
            Act::Find { found: own.cloned().collect::<Answers>() }
        }
        "return" => Act::Return { note },
        "pass" => Act::Pass { note },
        "grant" => Act::Decide { grant: true, reason: note, amount_fen: fen(one(pairs, "amount"))? },
        "refuse" => Act::Decide { grant: false, reason: note, amount_fen: None },
        "confirm" => Act::Confirm { note },
        "decline" => Act::Decline { note },
        "reject" => Act::Reject { note },
        "upheld" | "dismissed" => {
            let upheld = one(pairs, "act") == "upheld";
            Act::Settle { objection: one(pairs, "objection").to_owned(), upheld, note }
        }
        "again" => Act::Again,
        _ => return Err(Fault::new(ErrorKind::Invalid, "service_act")),
    })
}

/// Yuan as typed, in whole fen; nothing is rounded.
fn fen(text: &str) -> Result<Option<i64>, Fault> {
    let text = text.trim().replace([',', '，', ' '], "");
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || {
        Fault::new(ErrorKind::Invalid, "service_amount").field(FieldFault::new("amount", "service_amount"))
    };
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return Err(wrong());
    }
    format!("{whole}{rest:0<2}").parse().map(Some).map_err(|_| wrong())
}

/// Answers `POST /service/cases/{id}`.
pub async fn act(
    State(service): State<Service>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Form<Pairs>,
) -> Result<Response, Failed> {
    let asking = Asking::new(&service.core, &visitor);
    let caller = asking.caller(form.once.as_ref());
    let seen = one(&form.data, "version").parse().unwrap_or_default();
    let note = one(&form.data, "note");
    let result = match one(&form.data, "act") {
        "withdraw" => case::withdraw(&service, &caller, &id, seen, note).await.map(|_| id.clone()),
        "appeal" => case::appeal(&service, &caller, &id, note).await,
        _ => match read(&form.data) {
            Ok(act) => case::act(&service, &caller, &id, seen, &act).await.map(|_| id.clone()),
            Err(fault) => Err(fault),
        },
    };
    match result {
        Ok(to) => Ok(Redirect::to(&format!("/service/cases/{to}?done=service-act")).into_response()),
        Err(fault)
            if matches!(
                fault.kind,
                ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::Stale | ErrorKind::Denied
            ) =>
        {
            let (act, amount) = (one(&form.data, "act"), one(&form.data, "amount"));
            let wanted = Wanted { seen, act, note, amount };
            shown(&service, &visitor, &id, None, Some((&fault, &wanted))).await
        }
        Err(fault) => Err(fault.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::fen;

    #[test]
    fn yuan_become_fen_without_rounding() {
        assert_eq!(fen("1,234.5").unwrap(), Some(123_450));
        assert_eq!(fen("").unwrap(), None);
        assert_eq!(fen("0.07").unwrap(), Some(7));
        for bad in ["1.005", "-1", "1e3", ".5", "1.2.3", "9999999999"] {
            assert!(fen(bad).is_err(), "{bad}");
        }
    }
}
