//! The audit pack (审计包): everything about a fund in a year as files, with a list of digests. It must never hold a whole account number.

use anye_access::{Caller, Permission};
use anye_base::world::china_minute;
use anye_base::{ErrorKind, Fault};
use anye_db::audit::hex;
use anye_web::Texts;
use serde_json::json;
use sm3::{Digest as _, Sm3};

use crate::book::{Asked, book, csv_of};
use crate::ledger::{Books, Leg, store as ledger, trial};
use crate::{Money, batch, budget, fen, recovery, rights, watch};

/// Lines of the book at most.
const MOST: u32 = 2_000_000;

/// One file of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A table as CSV.
fn table(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, Fault> {
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(heads).map_err(Fault::internal)?;
    for row in rows {
        out.write_record(row.iter().map(|cell| crate::book::harmless(cell))).map_err(Fault::internal)?;
    }
    out.into_inner().map_err(Fault::internal)
}

/// Makes the pack of a fund in a year, over the places that the caller may read; with a place, of it and all below it; with a payee, lines of theirs only.
///
/// # Errors
/// No such fund, or the ledger does not balance: then there is no pack to be had.
pub async fn audit_pack(
    money: &Money,
    caller: &Caller<'_>,
    texts: &Texts,
    asked: &Asked,
) -> Result<Vec<PackFile>, Fault> {
    let fund = money.funds.fund(&asked.fund).ok_or_else(|| Fault::not_found("fund"))?;
    let mut from = &money.core.db;
    let whole = trial(&mut from, caller, asked.year).await?;
    if !whole.holds() {
        return Err(Fault::new(ErrorKind::Conflict, "money_out_of_balance"));
    }
    let mut places = ledger::places(&mut from, asked.year, Some(&asked.fund)).await?;
    places.retain(|place| {
        let within =
            asked.place.is_empty() || *place == asked.place || caller.places.is_within(place, &asked.place);
        within && rights::may(caller, Permission::FundsRead, place)
    });
    let lines = book(money, caller, asked, MOST).await?;
    let mut files = vec![PackFile { name: "book.csv".into(), bytes: csv_of(&money.funds, texts, &lines)? }];
    files.push(PackFile { name: "trial.csv".into(), bytes: trial_table(&whole, &asked.fund)? });
    files.push(PackFile {
        name: "ledger.csv".into(),
        bytes: legs(money, &asked.fund, asked.year, &places).await?,
    });
    files.push(PackFile { name: "budgets.csv".into(), bytes: budgets(money, asked, &places).await? });
    files.push(PackFile { name: "execution.csv".into(), bytes: months(money, asked, &places).await? });
    files.push(PackFile { name: "batches.csv".into(), bytes: batches(money, caller, asked).await? });
    files.push(PackFile { name: "outside-use.csv".into(), bytes: outside(money, asked, &places).await? });
    files.push(PackFile { name: "refusals.csv".into(), bytes: refusals(money, caller, asked).await? });
    let digests: Vec<_> = files
        .iter()
        .map(|file| json!({ "file": file.name, "bytes": file.bytes.len(), "sm3": hex(&Sm3::digest(&file.bytes)) }))
        .collect();
    let total = fen::sum(lines.iter().filter(|line| line.state == "paid").map(|line| line.amount));
    let manifest = json!({
        "fund": fund.id, "name": { "zh": fund.name.zh, "en": fund.name.en }, "cite": fund.cite, "year": asked.year, "place": asked.place, "payee": asked.payee,
        "made_at": china_minute(caller.world.now_ms()), "made_by": caller.actor.name, "lines": lines.len(), "paid_fen": total, "files": digests,
    });
    let bytes = serde_json::to_vec_pretty(&manifest).map_err(Fault::internal)?;
    files.push(PackFile { name: "manifest.json".into(), bytes });
    let event = anye_db::audit::Event::new("money.audit_pack", "fund", &fund.id)
        .at_place(&asked.place)
        .for_purpose("audit")
        .detail(&json!({ "year": asked.year, "lines": lines.len() }));
    money.core.db.record(caller.world, caller.actor, event).await?;
    Ok(files)
}

fn trial_table(whole: &crate::ledger::Trial, fund: &str) -> Result<Vec<u8>, Fault> {
    let own = whole.accounts.iter().filter(|one| one.books.fund == fund);
    let rows = own.map(|one| {
        vec![
            one.books.place.clone(),
            one.side.word().to_owned(),
            fen::decimal(one.balance.max(0)),
            fen::decimal((-one.balance).max(0)),
            fen::decimal(one.posted),
        ]
    });
    table(&["place", "side", "debit", "credit", "posted"], rows)
}

async fn legs(money: &Money, fund: &str, year: i64, places: &[String]) -> Result<Vec<u8>, Fault> {
    let mut rows = Vec::new();
    for place in places {
        let books = Books::new(fund, place, year);
        for entry in ledger::of_books(&mut &money.core.db, &books, 1_000_000).await?.into_iter().rev() {
            let own = |leg: &&Leg| leg.books == books;
            for leg in entry.legs.iter().filter(own) {
                rows.push(vec![
                    place.clone(),
                    entry.on_day.clone(),
                    entry.id.clone(),
                    entry.kind.clone(),
                    leg.side.word().to_owned(),
                    fen::decimal(leg.amount),
                    entry.ref_kind.clone(),
                    entry.ref_id.clone(),
                    entry.reverses.clone().unwrap_or_default(),
                    entry.by_name.clone(),
                    entry.reason.clone(),
                ]);
            }
        }
    }
    let heads =
        ["place", "day", "entry", "kind", "side", "amount", "about", "id", "reverses", "by", "reason"];
    table(&heads, rows)
}

async fn budgets(money: &Money, asked: &Asked, places: &[String]) -> Result<Vec<u8>, Fault> {
    let all = budget::list(&mut &money.core.db, asked.year, places, Some(&asked.fund)).await?;
    let rows = all.into_iter().map(|one| {
        vec![
            one.place,
            one.kind,
            one.state,
            fen::decimal(one.amount),
            one.reason,
            one.by_name,
            china_minute(one.at),
            one.done_name.unwrap_or_default(),
            one.done_at.map(china_minute).unwrap_or_default(),
            one.entry_id.unwrap_or_default(),
        ]
    });
    table(
        &["place", "kind", "state", "amount", "reason", "wished by", "at", "confirmed by", "at", "entry"],
        rows,
    )
}

async fn months(money: &Money, asked: &Asked, places: &[String]) -> Result<Vec<u8>, Fault> {
    let today = money.core.world.today().to_string();
    let mut rows = Vec::new();
    for place in places {
        let books = Books::new(&asked.fund, place, asked.year);
        for one in budget::execution(&mut &money.core.db, &books, &today).await?.months {
            rows.push(vec![
                place.clone(),
                one.month,
                fen::decimal(one.budget),
                fen::decimal(one.committed),
                fen::decimal(one.paid),
                fen::decimal(one.income),
                fen::decimal(one.cash),
            ]);
        }
    }
    table(&["place", "month", "budget", "committed", "paid", "income", "cash"], rows)
}

async fn batches(money: &Money, caller: &Caller<'_>, asked: &Asked) -> Result<Vec<u8>, Fault> {
    let filter = batch::Filter {
        place: Some(asked.place.clone()).filter(|place| !place.is_empty()),
        fund: Some(asked.fund.clone()),
        state: None,
    };
    let mut rows = Vec::new();
    for one in batch::list(money, caller, &filter).await?.into_iter().filter(|one| one.year == asked.year) {
        let whole = batch::show(money, caller, &one.id).await?;
        let who = |act: &str| {
            let own = whole.hands.iter().filter(|hand| hand.act == act);
            own.map(|hand| format!("{} {}", hand.name, china_minute(hand.at))).collect::<Vec<_>>().join("; ")
        };
        let back: i64 =
            recovery::of_batch(&mut &money.core.db, &one.id).await?.iter().map(|one| one.amount).sum();
        rows.push(vec![
            whole.number.clone(),
            one.state.clone(),
            one.n_lines.to_string(),
            fen::decimal(one.total),
            one.digest.clone(),
            who("make"),
            who("check"),
            who("pay"),
            one.file_digest.clone().unwrap_or_default(),
            fen::decimal(back),
        ]);
    }
    let heads = [
        "batch",
        "state",
        "lines",
        "total",
        "sm3",
        "made by",
        "checked by",
        "paid by",
        "bank file sm3",
        "to be recovered",
    ];
    table(&heads, rows)
}

async fn outside(money: &Money, asked: &Asked, places: &[String]) -> Result<Vec<u8>, Fault> {
    let all = watch::outside_use(money, asked.year).await?;
    let own = all.into_iter().filter(|one| one.fund == asked.fund && places.contains(&one.place));
    let rows = own.map(|one| vec![one.place, one.benefit, one.n.to_string(), fen::decimal(one.amount)]);
    table(&["place", "benefit", "lines", "amount"], rows)
}

async fn refusals(money: &Money, caller: &Caller<'_>, asked: &Asked) -> Result<Vec<u8>, Fault> {
    let all = crate::book::refusals(&mut &money.core.db, caller, &asked.fund).await?;
    let rows = all.into_iter().map(|one| {
        vec![
            china_minute(one.at),
            one.place,
            one.benefit,
            fen::decimal(one.amount),
            one.why,
            one.decision,
            one.by_name,
        ]
    });
    table(&["at", "place", "benefit", "amount", "why", "decision", "by"], rows)
}
