//! Payment batches of the scene (拨付批次): one settled but for a line that the bank does not know, one sent, one that waits for the cashier, one that waits for the reviewer.
//! Three accounts, each with its own password. It must never go round the proof that an approval asks for.

use std::fmt::Write as _;

use anye_access::session::{Shown, SignIn, sign_in};
use anye_access::{Client, Session, load_session};
use anye_base::{ErrorKind, Fault};
use anye_money::batch::{self, Batch, Confirmed, MakeInput};
use anye_money::fen;

use super::Scene;
use super::cast::Player;
use super::people::COUNTIES;

/// How far a batch comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Far {
    Made,
    Checked,
    Sent,
    Settled,
}

/// County, until when due, fund, title, how far.
const BATCHES: [(usize, &str, &str, &str, Far); 4] = [
    (0, "2020-05-20", "public-finance", "五月第一批学费返还（合成）", Far::Settled),
    (1, "2020-06-12", "employment-subsidy", "六月第一批吸纳补贴（合成）", Far::Sent),
    (0, "2020-06-12", "public-finance", "六月第一批学费返还（合成）", Far::Checked),
    (0, "2020-06-18", "public-finance", "六月第二批学费返还（合成）", Far::Made),
];

impl Scene {
    pub(super) async fn batches(&self, password: &str) -> Result<(), Fault> {
        for (county, until, fund, title, far) in BATCHES {
            let asking = self.cast.clerk[county].on(&self.core);
            self.at(until, 10)?;
            let input = MakeInput {
                place: COUNTIES[county].to_owned(),
                fund: fund.to_owned(),
                year: 2020,
                due_until: until.to_owned(),
                title: title.to_owned(),
                ..MakeInput::default()
            };
            let made = batch::make(&self.money, &asking.caller(None), &input).await?;
            if far == Far::Made {
                continue;
            }
            self.at(until, 14)?;
            let checked = self.checked(&self.cast.reviewer[county], password, &made).await?;
            if far == Far::Checked {
                continue;
            }
            self.at(until, 16)?;
            let sent = self.paid(&self.cast.cashier[county], password, &checked).await?;
            if far == Far::Settled {
                self.at("2020-05-21", 9)?;
                self.settled(&self.cast.cashier[county], &sent).await?;
            }
        }
        Ok(())
    }

    async fn checked(&self, by: &Player, password: &str, one: &Batch) -> Result<Batch, Fault> {
        let proof = self.proof(by, password).await?;
        let asking = by.on(&self.core);
        batch::check(&self.money, &asking.caller(None), &proof, &one.id, (one.version, &one.digest)).await
    }

    async fn paid(&self, by: &Player, password: &str, one: &Batch) -> Result<Batch, Fault> {
        let proof = self.proof(by, password).await?;
        let asking = by.on(&self.core);
        batch::pay(&self.money, &asking.caller(None), &proof, &one.id, (one.version, &one.digest)).await
    }

    /// Signs in as a person would, and shows the password once more.
    async fn proof(&self, by: &Player, password: &str) -> Result<Confirmed, Fault> {
        let client = || Client { source: "demo".to_owned(), ..Client::default() };
        let request =
            SignIn { login: by.login().to_owned(), password: password.to_owned(), client: client() };
        let signed = sign_in(&self.core.db, &self.core.world, &self.core.rules, request).await?;
        let session: Option<Session> =
            load_session(&self.core.db, &self.core.world, &self.core.rules, &signed.token).await?;
        let session = session.ok_or_else(|| Fault::new(ErrorKind::Unauthenticated, "sign_in_wrong"))?;
        Confirmed::session(&self.core, &session, Shown { password, code: "" }, "demo").await
    }

    /// The bank's file: one line failed, one is not known, the others are paid.
    async fn settled(&self, by: &Player, one: &Batch) -> Result<(), Fault> {
        let asking = by.on(&self.core);
        let caller = asking.caller(None);
        let lines = batch::lines(&self.money, &caller, &one.id, None, 0).await?.items;
        let mut text = "批次号,序号,金额,结果,银行流水号,原因,日期\n".to_owned();
        let mut sum = 0;
        for line in &lines {
            sum += line.amount_fen;
            let (word, why) = match line.n {
                3 => ("失败", "账号户名不符（合成）"),
                5 => ("处理中", ""),
                _ => ("成功", ""),
            };
            let yuan = fen::decimal(line.amount_fen);
            writeln!(text, "{},{},{yuan},{word},SYN{:06},{why},2020-05-21", one.number(), line.n, line.n)
                .map_err(Fault::internal)?;
        }
        writeln!(text, "合计,{},{}", lines.len(), fen::decimal(sum)).map_err(Fault::internal)?;
        batch::settle(&self.money, &caller, &one.id, one.version, "synthetic-result.csv", text.as_bytes())
            .await?;
        Ok(())
    }
}
