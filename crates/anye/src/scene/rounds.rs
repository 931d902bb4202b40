//! Public-welfare posts of the scene (公益性岗位): quotas, posts, one round that is confirmed with answers to its offers, and one that is ranked and waits for a second
//! person. Who comes first, the law and the lot say.

use anye_base::{Fault, Limit};
use anye_db::audit::Event;
use anye_posts::use_case::{self, Answered, NewRound};
use anye_registry::entry::{self, Entry, Filter, MoveOn, NewEntry, NewQuota};
use serde_json::json;

use super::Scene;
use super::entries::of;
use super::people::{COUNTIES, Life};

impl Scene {
    pub(super) async fn rounds(&self) -> Result<(), Fault> {
        self.quotas().await?;
        let county = 1;
        if let Err(fault) = self.older(county).await {
            tracing::warn!(?fault, "the older posts of the demo's scene are left out");
        }
        let posts = self
            .posts_open(
                county,
                "2020-05-12",
                &["社区保洁（合成）", "社区保绿（合成）", "托老服务（合成）", "协管（合成）"],
            )
            .await?;
        let clerk = self.cast.clerk[county].on(&self.core);
        let checker = self.cast.reviewer[county].on(&self.core);
        self.at("2020-05-13", 9)?;
        let first = self.round("2020 年第一批公益性岗位（合成）");
        let opened = use_case::open(&self.posts, &clerk.caller(None), &first).await?;
        self.at("2020-05-20", 9)?;
        let ranked = use_case::rank(&self.posts, &clerk.caller(None), &opened.id, opened.version).await?;
        self.at("2020-05-21", 14)?;
        let mut now =
            use_case::confirm(&self.posts, &checker.caller(None), &ranked.id, ranked.version).await?;
        self.at("2020-05-25", 10)?;
        let whole = use_case::show(&self.posts, &clerk.caller(None), &now.id).await?;
        let offered = whole.candidates.iter().filter(|one| one.state == "offered");
        for (nth, one) in offered.enumerate().take(3) {
            let (accepts, note) = if nth == 1 { (false, "离家较远（合成）") } else { (true, "") };
            let answer = Answered { person: &one.person, accepts, note };
            now = use_case::answer(&self.posts, &clerk.caller(None), &now.id, now.version, &answer).await?;
            let entry = whole.places.iter().find(|place| Some(place.seq) == one.offered);
            if let Some(post) = entry.and_then(|place| posts.iter().find(|post| post.id == place.entry_id))
                && accepts
            {
                self.placed(county, &one.person, post).await?;
            }
        }
        self.posts_open(county, "2020-06-16", &["图书管理（合成）", "劳动保障协理（合成）"]).await?;
        self.at("2020-06-17", 9)?;
        let second = self.round("2020 年第二批公益性岗位（合成）");
        let opened = use_case::open(&self.posts, &clerk.caller(None), &second).await?;
        self.at("2020-06-19", 10)?;
        use_case::rank(&self.posts, &clerk.caller(None), &opened.id, opened.version).await?;
        Ok(())
    }

    fn round(&self, title: &str) -> NewRound {
        NewRound {
            allocation: "welfare-posts".to_owned(),
            place: COUNTIES[1].to_owned(),
            title: title.to_owned(),
        }
    }

    async fn quotas(&self) -> Result<(), Fault> {
        self.at("2020-01-10", 9)?;
        let [one, two] = [self.cast.province[0].on(&self.core), self.cast.province[1].on(&self.core)];
        for (quota, place, most, period) in [
            ("welfare-posts", "210000", 30_000, "2017"),
            ("welfare-posts-city", "210400", 2_600, "2017"),
            ("welfare-posts", "210000", 30_000, "2020"),
            ("welfare-posts-city", "210400", 2_600, "2020"),
            ("welfare-posts-city", "211000", 1_900, "2020"),
        ] {
            let new = NewQuota {
                quota: quota.to_owned(),
                place: place.to_owned(),
                period: period.to_owned(),
                most,
                basis: if period == "2020" {
                    "2019 年底实有数（合成）"
                } else {
                    "当年下达（合成）"
                }
                .to_owned(),
            };
            let made = entry::propose_quota(&self.registers, &one.caller(None), "welfare-post", &new).await?;
            entry::decide_quota(&self.registers, &two.caller(None), &made.id, true).await?;
        }
        Ok(())
    }

    async fn posts_open(&self, county: usize, from: &str, titles: &[&str]) -> Result<Vec<Entry>, Fault> {
        self.at(from, 9)?;
        let posts = titles.iter().zip(&self.firms[county]).map(|(title, (firm, _))| {
            let fields = json!({
                "title": title, "duties": "社区公共服务（合成）", "pay": 181_000, "term": 36, "temporary": false,
                "money": "就业补助资金（合成）", "evaluated_on": from,
            });
            of(firm, from, fields)
        });
        let all: Vec<NewEntry> = posts.collect();
        self.open(county, "welfare-post", all).await
    }

    /// Posts of 2017 with their holders: one serves on, one whose term ends soon, one whose year of extension runs, and one who no longer is in the category that qualified.
    async fn older(&self, county: usize) -> Result<(), Fault> {
        let titles = ["街道协管（合成）", "社区巡逻（合成）", "公厕保洁（合成）", "河道保洁（合成）"];
        let posts = self.posts_open(county, "2017-07-01", &titles).await?;
        let (asking, day) = (self.cast.clerk[county].on(&self.core), "2020-05-08");
        let caller = asking.caller(None);
        self.at(day, 9)?;
        let hard = Filter {
            register: "hard-to-employ".to_owned(),
            open: "yes".to_owned(),
            place: COUNTIES[county].to_owned(),
            ..Filter::default()
        };
        let most = Limit::new(3).unwrap_or_default();
        let all = entry::list(&self.registers, &caller, &hard, None, most).await?.items;
        let mut persons: Vec<String> = all.into_iter().map(|one| one.subject).collect();
        // Somebody who stands in no register of those hard to employ any more.
        persons.extend(self.living(county, Life::AtHome).last().map(|at| self.ids[at].clone()));
        let ends = ["2022-06-30", "2020-07-05", "2020-04-30", "2022-06-30"];
        for ((post, person), ends) in posts.iter().zip(&persons).zip(ends) {
            let fields = json!({
                "post": post.id, "employer": post.subject, "category": "aged_4050", "verified": true, "contract": "2019-07-01",
                "ends": ends,
            });
            let held = self.open(county, "welfare-placement", vec![of(person, "2019-07-01", fields)]).await?;
            let mut tx = self.core.db.begin_internal(caller.world, caller.actor).await?;
            let first = "2019-07-01".parse().map_err(Fault::internal)?;
            entry::change_in(&mut tx, &self.registers, post, "filled", first, "", "").await?;
            if let Some(one) = held.first().filter(|_| ends == "2020-04-30") {
                let to = MoveOn {
                    id: &one.id,
                    subject: &one.subject,
                    state: "extended",
                    day: day.parse().map_err(Fault::internal)?,
                    reason: "",
                    note: "期满仍未稳定就业，延长一年（合成）",
                    fields: [("extension_ends".to_owned(), json!("2021-04-30"))].into(),
                };
                entry::move_on(&mut tx, &self.registers, to).await?;
            }
            tx.commit(Event::new("entry.change", "entry", &post.id).at_place(&post.place)).await?;
        }
        Ok(())
    }

    /// Who took a post holds it from the first of June.
    async fn placed(&self, county: usize, person: &str, post: &Entry) -> Result<(), Fault> {
        let fields = json!({
            "post": post.id, "employer": post.subject, "category": "aged_4050", "verified": true, "contract": "2020-06-01",
            "ends": "2023-05-31",
        });
        self.open(county, "welfare-placement", vec![of(person, "2020-06-01", fields)]).await?;
        let asking = self.cast.clerk[county].on(&self.core);
        let caller = asking.caller(None);
        let mut tx = self.core.db.begin_internal(caller.world, caller.actor).await?;
        let day = "2020-06-01".parse().map_err(Fault::internal)?;
        entry::change_in(&mut tx, &self.registers, post, "filled", day, "", "").await?;
        Ok(tx.commit(Event::new("entry.change", "entry", &post.id).at_place(&post.place)).await?)
    }
}
