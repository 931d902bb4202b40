//! Every payment leads to a person, a policy and a period; those that do not are found, counted and listed, by city and by person.

use anye_access::Role;
use anye_base::{Actor, Lang};
use anye_db::audit::Event;
use anye_db::sql;
use anye_money::batch::{self, MakeInput};
use anye_money::book::{self, Asked, Entry, Gap};
use anye_money::commitment::NewCommitment;
use anye_money::payee::{self, NewAccount};
use anye_testkit::databases;

use crate::pages::{Sent, send};
use crate::world::{CITY, COUNTY, FUND, House, Person, YEAR, account, person};

/// The two policies: insurance aid paid to the person, post aid paid to the employer of the person.
const FLEXIBLE: (&str, &str) = ("public-finance", "flexible_insurance_aid_4050");
const POST: (&str, &str) = (FUND, "ln16_hiring_post_subsidy");
/// A county of another city.
const ELSEWHERE: (&str, &str) = ("210200", "210281");

async fn write(house: &House, statements: &[String]) {
    let core = &house.money.core;
    let actor = Actor::system("test");
    let mut tx = core.db.begin_internal(&core.world, &actor).await.unwrap();
    for statement in statements {
        tx.run(sql(statement.clone())).await.unwrap();
    }
    tx.commit(Event::new("test.write", "money_line", "1")).await.unwrap();
}

fn known(n: usize, state: &str) -> String {
    format!(
        "insert into person (id, name, name_key, initials, sex, place, county, residence_place, residence_type, phone_sealed, state, since, source, evidence, created_at, created_by, \
         created_name, version) values ('person-{n}', '样例{n}', '样例{n}', 'yl', '', '{COUNTY}', '{COUNTY}', '', '', '', '{state}', '2020-01-01', '', '', 1, 'a', 'a', 1)"
    )
}

fn flexible(person: &str, period: &str, place: &str) -> NewCommitment {
    NewCommitment {
        decision: format!("decision-{person}-{period}"),
        payee_kind: "person".into(),
        payee: person.into(),
        payee_name: "样例人".into(),
        benefit: FLEXIBLE.1.into(),
        period: period.into(),
        amount_fen: 100_00,
        fund: FLEXIBLE.0.into(),
        place: place.into(),
        year: YEAR,
        ..NewCommitment::default()
    }
}

fn post(whom: Option<&str>, period: &str) -> NewCommitment {
    NewCommitment {
        payee_kind: "employer".into(),
        payee: "firm-1".into(),
        payee_name: "样例公司".into(),
        whom: whom.map(|one| ("person".into(), one.into())),
        benefit: POST.1.into(),
        fund: POST.0.into(),
        ..flexible(whom.unwrap_or("nobody"), period, COUNTY)
    }
}

/// Payments of both policies in two cities, one batch each.
async fn paid(house: &House) -> Person {
    for (fund, place) in [(FLEXIBLE.0, COUNTY), (FLEXIBLE.0, ELSEWHERE.1), (POST.0, COUNTY)] {
        house.granted(fund, place, 10_000_00).await;
    }
    // Two records that turned out to be one person: the old one still leads to the person.
    write(house, &[known(1, "active"), known(2, "active"), known(3, "merged")]).await;
    let all = [
        flexible("person-1", "2026-09", COUNTY),
        flexible("person-1", "2026-10", COUNTY),
        flexible("person-2", "2026-10", ELSEWHERE.1),
        flexible("person-3", "2026-10", ELSEWHERE.1),
        // Nobody of the registry, as rows that came from elsewhere may be.
        flexible("person-9", "2026-10", COUNTY),
        post(Some("person-1"), "2026-10"),
        // Master and apprentice; and a pair of whom one is nobody.
        post(Some("person-1,person-2"), "2026-10"),
        post(Some("person-1,person-8"), "2026-10"),
        // An employer is paid for a hiring, and nobody said of whom.
        post(None, "2026-10"),
    ];
    house.commit_many(all.to_vec()).await.unwrap();
    let clerk = person("省经办", Role::Clerk, "210000");
    house.account(&clerk, "省经办").await;
    let payees = [
        ("person", "person-1"),
        ("person", "person-2"),
        ("person", "person-3"),
        ("person", "person-9"),
        ("employer", "firm-1"),
    ];
    for (n, (kind, id)) in payees.into_iter().enumerate() {
        let new = NewAccount {
            payee_kind: kind.into(),
            payee: id.into(),
            name: "样例".into(),
            bank: "样例银行".into(),
            account: account(n),
            place: COUNTY.into(),
        };
        let asking = clerk.on(house);
        payee::keep(&house.money, &asking.caller(None), &new).await.unwrap();
    }
    for fund in [FLEXIBLE.0, POST.0] {
        let input =
            MakeInput { place: "210000".into(), fund: fund.into(), year: YEAR, ..MakeInput::default() };
        let asking = clerk.on(house);
        batch::make(&house.money, &asking.caller(None), &input).await.unwrap();
    }
    clerk
}

fn asked(gap: &str) -> Asked {
    Asked {
        year: YEAR,
        place: "210000".into(),
        benefit: format!("{}, {}", FLEXIBLE.1, POST.1),
        gap: gap.into(),
        ..Asked::default()
    }
}

async fn lines(house: &House, who: &Person, asked: &Asked) -> Vec<Entry> {
    let asking = who.on(house);
    book::book(&house.money, &asking.caller(None), asked, 100).await.unwrap()
}

fn sorted(mut all: Vec<String>) -> Vec<String> {
    all.sort();
    all
}

fn whom(lines: &[Entry]) -> Vec<String> {
    sorted(lines.iter().map(|line| line.whom.clone()).collect())
}

/// Per-person history, totals by city, and the list of payments without a person record.
/// covers: LN2009-6/04.f
#[tokio::test]
async fn each_payment_leads_to_a_person_a_policy_and_a_period_or_is_listed() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        let clerk = paid(&house).await;
        let all = lines(&house, &clerk, &asked("")).await;
        assert_eq!(all.len(), 9);

        // The list of payments without a person record: who is named and is not there, and nobody named.
        let without = lines(&house, &clerk, &asked("person")).await;
        assert_eq!(whom(&without), ["firm-1", "person-1,person-8", "person-9"]);
        assert!(without.iter().all(|line| line.gaps == [Gap::Person] && line.whom_name.is_empty()));
        let flagged: Vec<Entry> = all.iter().filter(|line| !line.gaps.is_empty()).cloned().collect();
        assert_eq!(whom(&flagged), whom(&without), "each line says of itself what the list says");
        for gap in ["policy", "period"] {
            assert!(lines(&house, &clerk, &asked(gap)).await.is_empty());
        }

        // Per person: both policies, whoever was paid, without other people's.
        let own = lines(&house, &clerk, &Asked { payee: "person-1".into(), ..asked("") }).await;
        let history = sorted(
            own.iter().map(|line| format!("{} {} {}", line.benefit, line.period, line.payee)).collect(),
        );
        let expected = [
            "flexible_insurance_aid_4050 2026-09 person-1",
            "flexible_insurance_aid_4050 2026-10 person-1",
            "ln16_hiring_post_subsidy 2026-10 firm-1",
            "ln16_hiring_post_subsidy 2026-10 firm-1",
            "ln16_hiring_post_subsidy 2026-10 firm-1",
        ];
        assert_eq!(history, expected);
        assert!(
            own.iter().any(|line| line.payee == "firm-1" && line.whom_name == "样*1"),
            "covered, and there"
        );

        // By city and policy.
        let asking = clerk.on(&house);
        let totals = book::totals(&house.money, &asking.caller(None), &asked("")).await.unwrap();
        let shown: Vec<_> = totals
            .iter()
            .map(|one| {
                (one.city.as_str(), one.benefit.as_str(), one.persons, one.lines, one.amount, one.no_person)
            })
            .collect();
        let expected = [
            (ELSEWHERE.0, FLEXIBLE.1, 2, 2, 200_00, 0),
            (CITY, FLEXIBLE.1, 1, 3, 300_00, 1),
            (CITY, POST.1, 1, 4, 400_00, 2),
        ];
        assert_eq!(shown, expected);
        // Each city has its own.
        let city = person("市分析", Role::Analyst, ELSEWHERE.0);
        let asking = city.on(&house);
        let own = book::totals(&house.money, &asking.caller(None), &asked("")).await.unwrap();
        assert_eq!(own, totals[..1]);

        // A rule that the law no longer has, a period that nobody wrote: as rows of before may be.
        let spoilt = [
            "update money_line set period = ' ' where whom = 'person-2'".to_owned(),
            "update money_line set benefit = 'gone' where whom = 'person-3'".to_owned(),
        ];
        write(&house, &spoilt).await;
        let of_all = |gap: &str| Asked { benefit: String::new(), ..asked(gap) };
        assert_eq!(whom(&lines(&house, &clerk, &of_all("period")).await), ["person-2"]);
        assert_eq!(whom(&lines(&house, &clerk, &of_all("policy")).await), ["person-3"]);
        assert_eq!(lines(&house, &clerk, &of_all("any")).await.len(), 5);
    }
}

/// The page, its files and the operations hold the same lines.
#[tokio::test]
async fn what_leads_to_nobody_is_a_page_and_a_file() {
    for test in databases().await {
        let house = House::new(&test.db).await;
        let clerk = paid(&house).await;
        for lang in [Lang::Zh, Lang::En] {
            let get = async |path: String| {
                let answer = send(&house, &clerk, lang, true, &path, Sent::Nothing).await;
                assert_eq!(answer.status, 200, "{path}: {}", answer.text);
                answer.text
            };
            let word = lang.pick("没有对应到个人", "no person record");
            let query = format!("year={YEAR}&place=210000&gap=person");
            let page = get(format!("/money/book?{query}")).await;
            assert_eq!(page.matches(&format!("tag-stop\">{word}")).count(), 3, "{page}");
            let csv = get(format!("/money/book/export?{query}&as=csv")).await;
            assert_eq!(csv.lines().count(), 4, "{csv}");
            assert!(csv.lines().skip(1).all(|line| line.ends_with(word)), "{csv}");
            let totals = get(format!("/money/book/totals?year={YEAR}&place=210000")).await;
            for (city, benefit, gap) in [(CITY, POST.1, "person"), (ELSEWHERE.0, FLEXIBLE.1, "")] {
                let link = format!("place={city}&amp;payee=&amp;benefit={benefit}&amp;state=&amp;gap={gap}&");
                let numeric = link.replace("&amp;", "&#38;");
                assert!(totals.contains(&link) || totals.contains(&numeric), "{link}: {totals}");
            }
            let sheet = get(format!("/money/book/totals?year={YEAR}&place=210000&as=csv")).await;
            assert_eq!(sheet.lines().count(), 4, "{sheet}");
            assert!(
                sheet.lines().any(|line| line.contains(POST.1) && line.ends_with("1,4,400.00,2")),
                "{sheet}"
            );
        }
        let api = format!("/api/money/book?year={YEAR}&place=210000&gap=person");
        let answer = send(&house, &clerk, Lang::En, true, &api, Sent::Nothing).await;
        let all: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        assert_eq!(all.as_array().unwrap().len(), 3);
        assert_eq!(all[0]["gaps"], serde_json::json!(["person"]));
    }
}
