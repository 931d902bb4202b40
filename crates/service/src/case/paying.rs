//! Money that a grant commits (列支): from which fund, to whom, for whom, for which months; not a fen is lost in between.

use anye_base::{Date, Fault};
use anye_db::WriteTx;
use anye_programmes::SubjectKind;
use serde_json::{Value, json};

use super::finish::{Grant, Made};
use super::held::Held;
use super::whom::whom;
use crate::Service;
use crate::due::law_day;
use crate::mark::mark;
use crate::model::subject_of;
use crate::port::Owed;

/// So many months at most are paid for by one decision.
const MOST_MONTHS: i64 = 120;

/// Commits what each granted rule gives, at once or month by month; not a fen is lost in between.
pub(super) async fn pay(
    service: &Service,
    tx: &mut WriteTx<'_>,
    held: &Held<'_>,
    grant: &Grant,
    fund: &str,
    monthly: bool,
) -> Result<Made, Fault> {
    let mut made = Made::new();
    for (one, kept) in grant.decided.iter().filter(|(one, _)| one.granted) {
        let Some(amount) = one.amount_fen.filter(|fen| *fen > 0) else { continue };
        let answer = kept.as_ref().map(|kept| &kept.answer["decisions"][0]);
        let payee = answer.and_then(|answer| {
            Some((subject_of(answer["payee"]["kind"].as_str()?)?, answer["payee"]["id"].as_str()?.to_owned()))
        });
        let payee = payee.unwrap_or((grant.subject.kind, grant.subject.id.clone()));
        let name = payee_name(service, grant, &payee).await?;
        let whom = whom(service.book(), &held.application, kept.as_ref());
        // Granted otherwise than the law says, it is paid from what the law pays it from.
        let law = service.book().find_rule(&one.rule).and_then(|id| service.book().rule(id).funds.first());
        let own = answer.and_then(|answer| answer["fund"].as_str()).filter(|fund| !fund.is_empty());
        let own = own.or(law.map(|(name, _)| name.as_str())).unwrap_or_default();
        let fund = if fund.is_empty() { own } else { fund };
        let months =
            answer.and_then(|answer| whole(&answer["months"])).filter(|n| (1..=MOST_MONTHS).contains(n));
        let months = if monthly { months.unwrap_or(1) } else { 1 };
        for at in 0..months {
            let (period, due_on) = period(grant, monthly, at);
            let each = amount / months + if at == months - 1 { amount % months } else { 0 };
            if each == 0 {
                continue;
            }
            let owed = Owed {
                decision: if one.decision.is_empty() {
                    held.row.case_id.clone()
                } else {
                    one.decision.clone()
                },
                case: held.row.case_id.clone(),
                payee: payee.clone(),
                payee_name: name.clone(),
                whom: whom.clone(),
                benefit: if one.rule.is_empty() { held.programme.id.clone() } else { one.rule.clone() },
                period: period.clone(),
                amount_fen: each,
                fund: fund.to_owned(),
                place: held.row.place.clone(),
                due_on,
            };
            let id = service.money.commit(tx, &owed).await?;
            mark("effect.pay");
            made.push(("pay", id, json!({ "amount_fen": each, "fund": fund, "period": period })));
        }
    }
    Ok(made)
}

async fn payee_name(
    service: &Service,
    grant: &Grant,
    payee: &(SubjectKind, String),
) -> Result<String, Fault> {
    if payee.1 == grant.subject.id {
        return Ok(grant.subject.name.clone());
    }
    let found = service.subjects.find(&service.core.db, payee.0, &payee.1).await?;
    Ok(found.map(|one| one.name).unwrap_or_default())
}

fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The month, or the day, that money is for, and when it is due.
fn period(grant: &Grant, monthly: bool, at: i64) -> (String, Date) {
    if !monthly {
        return (grant.today.to_string(), grant.today);
    }
    let month = law_day(grant.from).month_start();
    let month = month.plus_months(at).unwrap_or(month);
    let text = month.to_string();
    let due_on = crate::due::date(month).map_or(grant.today, |day| day.max(grant.today));
    (text.get(..7).unwrap_or(&text).to_owned(), due_on)
}
