//! Public-welfare posts of the scene (公益性岗位): quotas, posts, one round that is confirmed with answers to its offers, and one that is ranked and waits for a second
//! person. Who comes first, the law and the lot say.

use anye_base::Fault;
use anye_db::audit::Event;
use anye_posts::use_case::{self, Answered, NewRound};
use anye_registry::entry::{self, Entry, NewEntry, NewQuota};
use serde_json::json;

use super::Scene;
use super::entries::of;
use super::people::COUNTIES;

impl Scene {
    pub(super) async fn rounds(&self) -> Result<(), Fault> {
        self.quotas().await?;
        let county = 1;
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
        for (quota, place, most) in [
            ("welfare-posts", "210000", 30_000),
            ("welfare-posts-city", "210400", 2_600),
            ("welfare-posts-city", "211000", 1_900),
        ] {
            let new = NewQuota {
                quota: quota.to_owned(),
                place: place.to_owned(),
                period: "2020".to_owned(),
                most,
                basis: "2019 年底实有数（合成）".to_owned(),
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
                "money": "就业补助资金（合成）",
            });
            of(firm, from, fields)
        });
        let all: Vec<NewEntry> = posts.collect();
        self.open(county, "welfare-post", all).await
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
