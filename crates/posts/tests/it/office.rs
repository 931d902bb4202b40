//! The office around the rounds: programmes over the same registers, funds that owe beyond their budget, people at their desks, a clock in 2020.

use std::sync::Arc;

use anye_access::Role;
use anye_base::{Fault, World};
use anye_casework::use_case as tasks;
use anye_db::Db;
use anye_money::Money;
use anye_money::fund::{Beyond, Funds};
use anye_pack::{Pack, Source};
use anye_policy::Policy;
use anye_posts::Posts;
use anye_programmes::SubjectKind;
use anye_registry::Registers;
use anye_service::Service;
use anye_service::adapt::{OfMoney, OfRegistry};
use anye_service::case::{self, Act, Start};
use anye_service::model::{Answers, Application, Row};
use anye_testkit::TestClock;
use serde_json::Value;

use crate::rooms::rooms;
use crate::rounds::{COUNTY, posts};
use crate::world::Person;

/// From the day on which a test's clock begins back to the second of March 2020.
const BACK: i64 = -2_456 * 86_400;

struct NoVault;

impl anye_money::Vault for NoVault {
    fn seal(&self, _: &World, _: &str, _: &str) -> Result<String, Fault> {
        Err(Fault::internal("no accounts here"))
    }
    fn open(&self, _: &str, _: &str) -> Result<String, Fault> {
        Err(Fault::internal("no accounts here"))
    }
    fn blind(&self, clear: &str) -> String {
        clear.to_owned()
    }
}

/// Everything in one place.
pub struct Office {
    pub rooms: Registers,
    pub posts: Posts,
    pub service: Service,
    pub funds: Arc<Funds>,
    pub clock: TestClock,
    pub clerk: Person,
    pub reviewer: Person,
    pub other: Person,
}

impl Office {
    pub fn new(db: &Db) -> Self {
        let (rooms, clock, _) = rooms(db);
        clock.advance_seconds(BACK);
        let pack = Arc::new(Pack::load(&Source::Embedded).unwrap());
        let policy = Policy::new(rooms.core().clone(), Arc::clone(&pack));
        let (mut funds, _) = anye_money::fund::load(&pack, policy.book());
        funds.funds.iter_mut().for_each(|fund| fund.beyond = Beyond::Alarm);
        let funds = Arc::new(funds);
        let money = Money::new(rooms.core().clone(), Arc::clone(&funds), Arc::new(NoVault));
        let of = Arc::new(OfRegistry(Arc::new(rooms.clone())));
        let (definitions, calendar) = (Arc::clone(&rooms.definitions), Arc::clone(&rooms.calendar));
        let service =
            Service::new(policy, definitions, calendar, Arc::clone(&of) as _, of, Arc::new(OfMoney(money)));
        Self {
            posts: posts(&rooms),
            rooms,
            service,
            funds,
            clock,
            clerk: Person::new("王", Role::Clerk, "210400"),
            reviewer: Person::new("李", Role::Reviewer, "210400"),
            other: Person::new("孙", Role::Reviewer, "210400"),
        }
    }

    pub fn days(&self, days: i64) {
        self.clock.advance_seconds(days * 86_400);
    }

    pub fn today(&self) -> String {
        self.rooms.core().world.today().to_string()
    }

    /// A draft at the counter.
    pub async fn draft(&self, programme: &str, kind: SubjectKind, subject: &str) -> Application {
        let wish = Start {
            programmes: vec![programme.into()],
            matter: String::new(),
            subject: (kind, subject.into()),
            channel: anye_programmes::Applicant::Counter,
        };
        case::start(&self.service, &self.clerk.asking(&self.rooms.registry).caller(None), &wish)
            .await
            .unwrap()
    }

    /// Sends it; `about` are answers about the thing of a kind that comes into being.
    pub async fn send(
        &self,
        draft: &Application,
        fields: &[(&str, &str)],
        about: &[(&str, &str, &str)],
    ) -> Result<String, Fault> {
        let mut answers: Answers =
            fields.iter().map(|(key, value)| (format!("f.{key}"), (*value).to_owned())).collect();
        for (kind, field, value) in about {
            answers.insert(format!("{kind}.{}.{field}", draft.things[*kind]), (*value).to_owned());
        }
        let asking = self.clerk.asking(&self.rooms.registry);
        let caller = asking.caller(None);
        let mut cases = case::send(&self.service, &caller, &draft.id, draft.row_version, &answers).await?;
        Ok(cases.pop().unwrap())
    }

    pub async fn act(&self, by: &Person, id: &str, act: &Act) -> Result<Row, Fault> {
        let asking = by.asking(&self.rooms.registry);
        let caller = asking.caller(None);
        let seen = tasks::show(&self.rooms.core().db, &caller, id).await.unwrap().case.row_version;
        case::act(&self.service, &caller, id, seen, act).await
    }

    pub async fn pass(&self, id: &str) {
        self.act(&self.clerk, id, &Act::Pass { note: String::new() }).await.unwrap();
    }

    pub async fn decide(&self, by: &Person, id: &str, grant: bool, reason: &str) -> Result<Row, Fault> {
        self.act(by, id, &Act::Decide { grant, reason: reason.into(), amount_fen: None }).await
    }

    /// Records what the office finds out.
    pub async fn find(&self, by: &Person, id: &str, found: &[(String, &str)]) -> Result<Row, Fault> {
        let found = found.iter().map(|(key, value)| (key.clone(), (*value).to_owned())).collect();
        self.act(by, id, &Act::Find { found }).await
    }

    /// What was done by a case: kind and details.
    pub async fn done(&self, id: &str) -> Vec<(String, Value)> {
        let asking = self.clerk.asking(&self.rooms.registry);
        let (whole, _) = case::show(&self.service, &asking.caller(None), id).await.unwrap();
        whole.done.into_iter().map(|one| (one.kind, one.detail)).collect()
    }

    /// An employer of the county.
    pub async fn firm(&self) -> String {
        let asking = self.clerk.asking(&self.rooms.registry);
        let new = crate::world::new(1, "街道社区服务中心", COUNTY);
        let caller = asking.caller(None);
        anye_registry::employer::register(&self.rooms.registry, &caller, new).await.unwrap().employer.id
    }

    /// An application for a post, sent: the draft and its case.
    pub async fn applies(
        &self,
        firm: &str,
        title: &str,
        term: &str,
        temporary: &str,
    ) -> (Application, String) {
        let draft = self.draft("welfare-post", SubjectKind::Employer, firm).await;
        let fields = [
            ("title", title),
            ("duties", "社区公共卫生"),
            ("pay", "1810"),
            ("term", term),
            ("temporary", temporary),
            ("money", "就业补助资金"),
        ];
        let opened = "2020-05-01";
        let about = [("posts", "welfare_post", "yes"), ("posts", "opened_on", opened)];
        let id = self.send(&draft, &fields, &about).await.unwrap();
        (draft, id)
    }

    /// What the evaluation of a post found.
    pub fn evaluation<'a>(
        &self,
        draft: &Application,
        needed: &'a str,
        day: &'a str,
    ) -> Vec<(String, &'a str)> {
        let key = |field: &str| format!("posts.{}.{field}", draft.things["posts"]);
        let mut all = vec![(key("needed"), needed), (key("evaluated_on"), day)];
        all.extend(["duties_clear", "conditions_fit", "money_secured"].map(|field| (key(field), "yes")));
        all
    }
}
