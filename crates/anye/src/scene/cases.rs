//! Applications of the scene (业务办理), in every state: a draft, sent, asked for papers, returned, waiting for a decision, decided as the law says and otherwise, refused,
//! appealed, withdrawn. What the law says is worked out, never written down here.

use anye_base::Fault;
use anye_casework::use_case as tasks;
use anye_programmes::{Applicant, SubjectKind};
use anye_registry::person::{Purpose, Wanted, reveal};
use anye_service::case::{self, Act, Start};
use anye_service::model::{Answers, Application};

use super::Scene;
use super::cast::Player;
use super::people::{FREE, Life, SERVED};

/// One application and what becomes of it.
pub(super) struct Story<'a> {
    pub county: usize,
    pub programme: &'a str,
    pub subject: (SubjectKind, &'a str),
    pub answers: Answers,
    /// Answers about the thing that comes into being with it: kind and field.
    pub about: &'a [(&'a str, &'a str, &'a str)],
}

pub(super) fn said(all: &[(&str, &str)]) -> Answers {
    all.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

pub(super) fn decide(grant: bool, reason: &str) -> Act {
    Act::Decide { grant, reason: reason.to_owned(), amount_fen: None }
}

impl Scene {
    /// The demo's jobseeker is one of them: a clerk saw the card and linked the account.
    async fn link(&self, at: Option<usize>) -> Result<(), Fault> {
        let Some(at) = at else { return Ok(()) };
        self.at("2020-05-08", 10)?;
        let asking = self.cast.clerk[0].on(&self.core);
        let caller = asking.caller(None);
        let whom = (SubjectKind::Person, self.ids[at].as_str());
        anye_service::account::link(&self.service, &caller, self.cast.jobseeker.login(), whom).await?;
        // Somebody looked at the phone, with a purpose: the person can see who.
        let note = "通知领取结果（合成）".to_owned();
        let wanted = Wanted { field: "phone".to_owned(), purpose: Purpose::Contact, note };
        reveal(self.registry(), &caller, &self.ids[at], &wanted).await?;
        Ok(())
    }

    async fn start(&self, by: &Player, channel: Applicant, story: &Story<'_>) -> Result<Application, Fault> {
        let asking = by.on(&self.core);
        let wish = Start {
            programmes: vec![story.programme.to_owned()],
            matter: String::new(),
            subject: (story.subject.0, story.subject.1.to_owned()),
            channel,
        };
        case::start(&self.service, &asking.caller(None), &wish).await
    }

    /// Sent by its applicant or at the counter; the case.
    pub(super) async fn sent(
        &self,
        by: &Player,
        channel: Applicant,
        story: &Story<'_>,
    ) -> Result<String, Fault> {
        let made = self.start(by, channel, story).await?;
        let mut answers = story.answers.clone();
        for (kind, field, value) in story.about {
            if let Some(thing) = made.things.get(*kind) {
                answers.insert(format!("{kind}.{thing}.{field}"), (*value).to_owned());
            }
        }
        let asking = by.on(&self.core);
        let cases =
            case::send(&self.service, &asking.caller(None), &made.id, made.row_version, &answers).await?;
        cases.into_iter().next().ok_or_else(|| Fault::internal("nothing was sent"))
    }

    pub(super) async fn act(&self, by: &Player, id: &str, act: &Act) -> Result<(), Fault> {
        let asking = by.on(&self.core);
        let caller = asking.caller(None);
        let seen = tasks::show(&self.core.db, &caller, id).await?.case.row_version;
        case::act(&self.service, &caller, id, seen, act).await?;
        Ok(())
    }

    pub(super) async fn pass(&self, story: &Story<'_>, id: &str) -> Result<(), Fault> {
        let note = "材料齐全，情况属实（合成）".to_owned();
        self.act(&self.cast.clerk[story.county], id, &Act::Pass { note }).await
    }

    /// Tuition of those who served four years: some paid, some on the way, some refused.
    pub(super) async fn tuition(&mut self) -> Result<(), Fault> {
        let county = 0;
        let served: Vec<usize> = self.living(county, Life::Served).take(SERVED - FREE).collect();
        self.link(served.first().copied()).await?;
        for (nth, at) in served.into_iter().enumerate() {
            let id = self.ids[at].clone();
            let story = Story {
                county,
                programme: "tuition-refunded",
                subject: (SubjectKind::Person, &id),
                answers: Answers::new(),
                about: &[],
            };
            let (day, own) = match nth {
                0..=6 => ("2020-05-11", nth == 0),
                7..=10 => ("2020-05-25", false),
                17 | 20 => ("2020-06-03", false),
                _ => ("2020-06-15", false),
            };
            self.at(day, 9)?;
            let by = if own { &self.cast.jobseeker } else { &self.cast.clerk[county] };
            let channel = if own { Applicant::Itself } else { Applicant::Counter };
            if nth == 16 {
                self.start(by, channel, &story).await?;
                continue;
            }
            let case = self.sent(by, channel, &story).await?;
            self.tuition_goes(nth, &story, &case).await?;
            if matches!(nth, 0..=14) && nth != 7 {
                self.granted.push((county, case, id));
            }
        }
        Ok(())
    }

    async fn tuition_goes(&self, nth: usize, story: &Story<'_>, case: &str) -> Result<(), Fault> {
        let (clerk, reviewer) = (&self.cast.clerk[0], &self.cast.reviewer[0]);
        let (examined, decided) = match nth {
            0..=6 => ("2020-05-12", "2020-05-14"),
            7..=10 => ("2020-05-26", "2020-05-28"),
            17 => ("2020-06-04", ""),
            _ => ("2020-06-16", "2020-06-17"),
        };
        if matches!(nth, 19 | 20) {
            return Ok(());
        }
        self.at(examined, 10)?;
        match nth {
            22 => {
                let asked = vec![format!("persons.{}.tuition_paid", story.subject.1)];
                let note = "请补充在校期间缴费凭证（合成）".to_owned();
                return self.act(clerk, case, &Act::Ask { asked, note }).await;
            }
            21 => {
                self.pass(story, case).await?;
                self.at(decided, 10)?;
                let note = "服务起止日与档案不一致，请核对（合成）".to_owned();
                return self.act(reviewer, case, &Act::Return { note }).await;
            }
            13 => {
                self.pass(story, case).await?;
                self.at(decided, 11)?;
                return self.act(reviewer, case, &decide(true, "")).await;
            }
            _ => self.pass(story, case).await?,
        }
        if decided.is_empty() || nth == 18 {
            return Ok(());
        }
        self.at(decided, 11)?;
        match nth {
            7 | 15 => {
                self.act(reviewer, case, &decide(false, "")).await?;
                if nth == 7 {
                    self.at("2020-06-10", 9)?;
                    let asking = clerk.on(&self.core);
                    let why = "服务证明另有一段没有算入，请复查（合成）";
                    case::appeal(&self.service, &asking.caller(None), case, why).await?;
                }
                Ok(())
            }
            23 => self.act(reviewer, case, &decide(true, "另有村服务证明一份，累计已满四年（合成）")).await,
            _ => self.act(reviewer, case, &decide(true, "")).await,
        }
    }

    /// Registrations as unemployed: the law leaves the age open, so an officer says why and a second person confirms.
    pub(super) async fn registrations(&self) -> Result<(), Fault> {
        for county in 0..2 {
            let home: Vec<usize> = self.living(county, Life::AtHome).skip(FREE).take(6).collect();
            for (nth, at) in home.into_iter().enumerate() {
                let id = self.ids[at].clone();
                let story = Story {
                    county,
                    programme: "unemployment-registration",
                    subject: (SubjectKind::Person, &id),
                    answers: said(&[
                        ("f.since", "2020-04-30"),
                        ("f.cause", "other_origin"),
                        ("f.former_employer", "示例单位（合成）"),
                        ("f.at", "household"),
                        ("f.channel", "counter"),
                        ("f.wishes", "work"),
                    ]),
                    about: &[],
                };
                self.at(if nth < 3 { "2020-06-09" } else { "2020-06-19" }, 10)?;
                let clerk = &self.cast.clerk[county];
                let case = self.sent(clerk, Applicant::Counter, &story).await?;
                if nth == 5 {
                    continue;
                }
                self.act(clerk, &case, &decide(true, "在劳动年龄内，材料齐全（合成）")).await?;
                if nth < 3 {
                    self.at("2020-06-10", 15)?;
                    let note = String::new();
                    self.act(&self.cast.reviewer[county], &case, &Act::Confirm { note }).await?;
                }
            }
        }
        Ok(())
    }

    /// Recognitions on their way.
    pub(super) async fn recognitions(&self) -> Result<(), Fault> {
        for county in 0..2 {
            let whom: Vec<usize> =
                self.living(county, Life::Jobless).filter(|at| at % 4 == 3).take(4).collect();
            for (nth, at) in whom.into_iter().enumerate() {
                let id = self.ids[at].clone();
                let story = Story {
                    county,
                    programme: "hard-to-employ",
                    subject: (SubjectKind::Person, &id),
                    answers: said(&[
                        ("f.category", "long_unemployed"),
                        ("f.evidence", "社区核实记录（合成）"),
                    ]),
                    about: &[],
                };
                self.at(["2020-06-05", "2020-06-16", "2020-06-17", "2020-06-18"][nth], 14)?;
                let clerk = &self.cast.clerk[county];
                let case = self.sent(clerk, Applicant::Counter, &story).await?;
                match nth {
                    1 => {
                        self.at("2020-06-18", 9)?;
                        self.pass(&story, &case).await?;
                    }
                    2 => {
                        let note = "不属于本社区居住人员（合成）".to_owned();
                        self.act(clerk, &case, &Act::Reject { note }).await?;
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// What employers of the panel ask for having hired graduates of the year.
    pub(super) async fn hirings(&mut self) -> Result<(), Fault> {
        let county = 1;
        let whom: Vec<usize> = self.living(county, Life::Graduate).take(12).collect();
        for (nth, at) in whom.into_iter().enumerate() {
            // One employer hired two of them: it is paid for each.
            let nth_firm = if nth == 1 { 0 } else { nth };
            let firms = &self.firms[county];
            let (firm, person) = (firms[nth_firm % firms.len().max(1)].0.clone(), self.ids[at].clone());
            let story = Story {
                county,
                programme: "fs-hiring-by-fees",
                subject: (SubjectKind::Employer, &firm),
                answers: said(&[("f.person", &person)]),
                about: &[
                    ("contracts", "signed", "2020-05-06"),
                    ("contracts", "term", "12"),
                    ("contracts", "contributions_paid", "yes"),
                    ("contracts", "monthly_fees", "812.40"),
                ],
            };
            self.at(if nth < 6 { "2020-06-02" } else { "2020-06-16" }, 9)?;
            let case = self.sent(&self.cast.clerk[county], Applicant::Counter, &story).await?;
            if nth >= 10 {
                continue;
            }
            self.at(if nth < 6 { "2020-06-03" } else { "2020-06-17" }, 10)?;
            self.pass(&story, &case).await?;
            if nth >= 8 {
                continue;
            }
            self.at(if nth < 6 { "2020-06-05" } else { "2020-06-18" }, 15)?;
            self.act(&self.cast.reviewer[county], &case, &decide(true, "")).await?;
            self.granted.push((county, case, firm));
        }
        Ok(())
    }
}
