//! What importing costs: reports with validation, audit and sums, beside the same rows inserted bare, in one run; and 100,000 approvals.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use anye_access::{Cost, Grant, Grants, Mode, PasswordPolicy, Role, Rules};
use anye_base::{Actor, ActorKind, World};
use anye_db::audit::Event;
use anye_db::{Db, Read as _, Row, Val, sql};
use anye_forms::{Cell, Cells};
use anye_intake::Knowledge;
use anye_jobs::Runner;
use anye_pack::Source;
use anye_registry::employer::{self, NewEmployer};
use anye_registry::{Asking, Registry};
use anye_reporting::approve::{self, ApprovalInput, ApproveWork, WithDoubts};
use anye_reporting::import::{self, Accept, ImportOptions, ImportRow};
use anye_reporting::{Reporting, panel, rollup};
use anye_testkit::databases;
use anye_web::core::{Core, Settings};
use anye_web::i18n::Catalogue;

const FORM: &str = "enterprise-monthly";
/// Employers of the panel; each reports for `PERIODS` months.
const EMPLOYERS: usize = 5_000;
const PERIODS: [&str; 4] = ["2020-02", "2020-03", "2020-04", "2020-05"];
/// Reports of the approval job.
const APPROVALS: usize = 100_000;

/// Rounds, each in a fresh store: other work on the machine must not decide.
const ROUNDS: usize = 3;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut all: BTreeMap<String, Vec<Round>> = BTreeMap::new();
        for round in 1..=ROUNDS {
            for test in databases().await {
                let bench = Bench::new(&test.db).await;
                let import = bench.import().await;
                let [plain, same] = bench.bare().await;
                let rounds = all.entry(format!("{:?}", test.db.backend())).or_default();
                rounds.push(Round { import, plain, same });
                if round == ROUNDS {
                    bench.bare_values(import).await;
                    bench.approve().await;
                }
            }
        }
        for (backend, rounds) in all {
            let median = |of: &dyn Fn(&Round) -> f64| {
                let mut values: Vec<f64> = rounds.iter().map(of).collect();
                values.sort_by(f64::total_cmp);
                values[values.len() / 2]
            };
            println!(
                "{backend}, median of {ROUNDS} rounds: import {:.0} values/s (budget ≥ 100,000); {:.0} % of the rate of the same rows bare, twenty a statement, {:.0} % \
                 bare in the way of the import (budget ≥ 50 %)",
                VALUES / median(&|one| one.import),
                median(&|one| one.plain / one.import) * 100.0,
                median(&|one| one.same / one.import) * 100.0
            );
        }
    });
}

/// Seconds that this process has had a processor, all its threads together; 0 where the system does not say.
fn processors() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let rest = text.rsplit(')').next().unwrap_or_default();
    // Ticks in user and system mode, a hundred a second.
    rest.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>()
        / 100.0
}

/// Values in the reports of a round.
const VALUES: f64 = (EMPLOYERS * PERIODS.len() * 28) as f64;

/// Seconds of a round.
struct Round {
    import: f64,
    plain: f64,
    same: f64,
}

struct Bench {
    reporting: Reporting,
    clerk: (Actor, Grants),
    other: (Actor, Grants),
    employers: Vec<employer::Employer>,
}

fn person(name: &str, role: Role) -> (Actor, Grants) {
    let actor = Actor {
        kind: ActorKind::Person,
        id: format!("account-{name}"),
        name: name.into(),
        source: "bench".into(),
        trace: String::new(),
    };
    let grants = Grants::new(&actor.id, vec![Grant { id: "g".into(), role, place: "210000".into() }]);
    (actor, grants)
}

fn core(db: &Db, knowledge: &Knowledge) -> Core {
    let settings = Settings {
        demo: true,
        version: "0.0.0",
        home_place: "210000".into(),
        secure_cookies: false,
        trusted_proxy: None,
    };
    let world = World::system();
    let rules = Rules::new(Mode::Demo, PasswordPolicy::Mlps3, Cost::CHEAP, &world);
    let rules = rules.unwrap_or_else(|_| panic!("the rules of a demo"));
    let words = Arc::new(Catalogue::build(&anye_web::i18n::MESSAGES).unwrap());
    Core::new(db.clone(), world, words, settings, rules, Arc::clone(&knowledge.places), Vec::new())
}

/// The counties of the province in 2020.
fn counties(knowledge: &Knowledge) -> Vec<String> {
    let day = "2020-06-01".parse().unwrap();
    let all = knowledge.places.descendants("210000", day, anye_places::Tree::CIVIL);
    all.filter(|one| one.level == anye_places::Level::County).map(|one| one.code.to_owned()).collect()
}

impl Bench {
    async fn new(db: &Db) -> Self {
        let knowledge = Knowledge::load(&Source::Embedded).unwrap();
        let core = core(db, &knowledge);
        let reporting = Reporting::new(core.clone(), Arc::new(knowledge.pack.reporting().0));
        let (clerk, other, officer) =
            (person("王", Role::Clerk), person("李", Role::Clerk), person("赵", Role::PolicyOfficer));
        let counties = counties(&knowledge);
        let sizes = ["large", "medium", "small", "micro"];
        let new = (0..EMPLOYERS).map(|at| NewEmployer {
            code: employer::made_up_code("210100", &format!("{at:08}")),
            name: format!("样例企业{at}"),
            place: counties[at % counties.len()].clone(),
            industry: format!("{}25", char::from(b'A' + (at % 19) as u8)),
            ownership: ["国有", "私营", "外资"][at % 3].into(),
            size: sizes[at % 4].into(),
            staff: Some(300),
            since: "2009-01-01".into(),
            source: "bench".into(),
            ..NewEmployer::default()
        });
        let asking = Asking::of(&core, &clerk.0, &clerk.1);
        let registry = Registry::new(core.clone());
        let made = employer::register_many(&registry, &asking.caller(None), new.collect()).await.unwrap();
        let employers: Vec<_> = made.into_iter().map(|one| one.employer).collect();
        let asking = Asking::of(&core, &officer.0, &officer.1);
        let day = "2016-07-01".parse().unwrap();
        panel::draw(&reporting, &asking.caller(None), "enterprises", day, "bench").await.unwrap();
        Self { reporting, clerk, other, employers }
    }

    fn rows(&self) -> Vec<ImportRow> {
        let form = self.reporting.form(FORM).unwrap();
        let column = |id: &str| form.column(id).unwrap();
        let items =
            ["wages", "arrears", "base_staff", "start_staff", "end_staff", "end_migrants", "planned_layoffs"]
                .map(column);
        let hired: Vec<usize> = ["expansion", "replacement", "seasonal", "recalled", "other"]
            .iter()
            .map(|code| column(&format!("hired.{code}")))
            .collect();
        let left: Vec<usize> =
            ["closure", "suspension", "layoff", "contract_end", "dissolved", "resigned", "retired", "other"]
                .iter()
                .map(|code| column(&format!("left.{code}")))
                .collect();
        let mut rows = Vec::with_capacity(EMPLOYERS * PERIODS.len());
        for (month, period) in PERIODS.iter().enumerate() {
            for (at, one) in self.employers.iter().enumerate() {
                let mut cells = Cells::empty(form);
                let staff = 200 + (at % 50) as i64;
                let number =
                    |cells: &mut Cells, column: usize, value: i64| cells.set(column, Cell::Number(value));
                for (place, value) in
                    [staff * 450_000 + (at % 7) as i64, 0, 240, staff, staff, 3, 0].into_iter().enumerate()
                {
                    number(&mut cells, items[place], value);
                }
                cells.set(column("operating"), Cell::Choice(0));
                for at in &hired {
                    number(&mut cells, *at, 1);
                }
                for (code, at) in left.iter().enumerate() {
                    number(&mut cells, *at, i64::from(code < 5));
                }
                rows.push(ImportRow {
                    row: (month * EMPLOYERS + at) as u64 + 1,
                    reporter: one.code.clone(),
                    period: (*period).to_owned(),
                    cells,
                    reason: String::new(),
                });
            }
        }
        rows
    }

    async fn import(&self) -> f64 {
        let db = &self.reporting.core.db;
        let asking = Asking::of(&self.reporting.core, &self.clerk.0, &self.clerk.1);
        let options = ImportOptions {
            form: FORM.into(),
            accept: Accept::Sound,
            source: "bench".into(),
            reason: "样例".into(),
            ..ImportOptions::default()
        };
        let rows = self.rows();
        let (begun, worked) = (Instant::now(), processors());
        let done = import::import(&self.reporting, &asking.caller(None), &options, rows).await.unwrap();
        let (seconds, worked) = (begun.elapsed().as_secs_f64(), processors() - worked);
        assert_eq!(
            done.counts.created as usize,
            EMPLOYERS * PERIODS.len(),
            "{:?} {:?}",
            done.counts,
            done.findings.first()
        );
        println!(
            "import on {:?}: {} reports, {} values in {seconds:.2} s ({worked:.2} s of processors): {:.0} values/s with validation, audit and sums",
            db.backend(),
            done.counts.created,
            done.counts.values,
            done.counts.values as f64 / seconds
        );
        assert_eq!(done.counts.values as f64, VALUES);
        let form = self.reporting.form(FORM).unwrap();
        assert!(rollup::check(db, form, PERIODS[3]).await.unwrap().is_empty());
        seconds
    }

    /// The same rows into a table with the same indices, without validation, sums or audit beyond one event a transaction: once in statements of
    /// twenty rows, as any program does it, and once in the very way in which the import writes them.
    async fn bare(&self) -> [f64; 2] {
        let db = &self.reporting.core.db;
        let mut reader = db;
        let columns = "id, form, form_version, period, reporter, place, path, state, step, counted, dims, cells, draft, approved_cells, \
             doubts, warnings, effect, late, forced, source, digest, submitted_at, submitted_by, approved_at, approved_by, changed_at, version";
        let rows = reader.all(sql(format!("select {columns} from report order by id"))).await.unwrap();
        let numbers = [
            "step",
            "counted",
            "warnings",
            "effect",
            "late",
            "forced",
            "submitted_at",
            "approved_at",
            "changed_at",
            "version",
        ];
        let names: Vec<&str> = columns.split(", ").map(str::trim).collect();
        let value = |row: &Row, name: &str| -> Val {
            if numbers.contains(&name) {
                row.opt_int(name).unwrap().into()
            } else {
                row.text(name).unwrap().into()
            }
        };
        let values: Vec<Vec<Val>> =
            rows.iter().map(|row| names.iter().map(|name| value(row, name)).collect()).collect();
        let (world, mut taken) = (World::system(), Vec::new());
        for (table, how) in
            [("bare_by_20", "twenty a statement"), ("bare_as_import", "as the import writes them")]
        {
            let mut tx = db.begin_internal(&world, &self.clerk.0).await.unwrap();
            tx.run(sql(format!("create table {table} as select * from report where 1 = 0"))).await.unwrap();
            for (unique, name, on) in [
                ("unique", "id", "id"),
                ("unique", "of", "form, period, reporter"),
                ("", "queue", "form, period, path"),
                ("", "reporter", "reporter, form, period"),
            ] {
                let text = format!("create {unique} index {table}_{name} on {table} ({on})");
                tx.run(sql(text)).await.unwrap();
            }
            tx.commit(Event::new("bench.table", "table", table)).await.unwrap();
            let parts: Vec<Vec<Vec<Val>>> = values.chunks(5_000).map(<[_]>::to_vec).collect();
            let (begun, worked) = (Instant::now(), processors());
            // The same room for pages as the import has.
            db.room(true).await.unwrap();
            for part in parts {
                let mut tx = db.begin_internal(&world, &self.clerk.0).await.unwrap();
                if table == "bare_as_import" {
                    tx.insert(table, columns, part).await.unwrap();
                } else {
                    for some in part.chunks(20) {
                        let mut query = sql(format!("insert into {table} ({columns}) values "));
                        for (at, row) in some.iter().enumerate() {
                            let text = if at == 0 { "({})" } else { ", ({})" };
                            query = query.push_list(text, row.iter().cloned());
                        }
                        tx.run(query).await.unwrap();
                    }
                }
                tx.commit(Event::new("bench.rows", "table", table)).await.unwrap();
            }
            db.room(false).await.unwrap();
            let seconds = begun.elapsed().as_secs_f64();
            println!(
                "the same rows bare on {:?}, {how}: {} rows in {seconds:.2} s ({:.2} s of processors)",
                db.backend(),
                values.len(),
                processors() - worked
            );
            taken.push(seconds);
        }
        [taken[0], taken[1]]
    }

    /// The same values one row each, as a table of values keeps them, with its key and nothing else.
    async fn bare_values(&self, import: f64) {
        let db = &self.reporting.core.db;
        let world = World::system();
        let form = self.reporting.form(FORM).unwrap();
        let mut tx = db.begin_internal(&world, &self.clerk.0).await.unwrap();
        tx.run(sql("create table bare_value (period text not null, reporter text not null, item text not null, value text not null, primary key (reporter, period, item))")).await.unwrap();
        tx.commit(Event::new("bench.table", "table", "bare_value")).await.unwrap();
        let rows = self.rows();
        let (begun, mut n) = (Instant::now(), 0_usize);
        for part in rows.chunks(1_000) {
            let mut tx = db.begin_internal(&world, &self.clerk.0).await.unwrap();
            let mut values: Vec<[Val; 4]> = Vec::new();
            for row in part {
                for (item, cell) in
                    form.items.iter().zip(&row.cells.0).filter(|(_, cell)| **cell != Cell::Missing)
                {
                    values.push([
                        (&row.period).into(),
                        (&row.reporter).into(),
                        (&item.id).into(),
                        cell.show(item).into(),
                    ]);
                }
            }
            n += values.len();
            for some in values.chunks(120) {
                let mut query = sql("insert into bare_value (period, reporter, item, value) values ");
                for (at, row) in some.iter().enumerate() {
                    query = query.push_list(if at == 0 { "({})" } else { ", ({})" }, row.iter().cloned());
                }
                tx.run(query).await.unwrap();
            }
            tx.commit(Event::new("bench.rows", "table", "bare_value")).await.unwrap();
        }
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "the same values bare, one row each, on {:?}: {n} rows in {seconds:.2} s; the import has {:.0} % of that rate (compare)",
            db.backend(),
            seconds / import * 100.0
        );
    }

    /// Fills up to the number of approvals by copying reports to further periods, then approves them in one job.
    async fn approve(&self) {
        let db = &self.reporting.core.db;
        let world = World::system();
        let (have, copies) = (EMPLOYERS, APPROVALS / EMPLOYERS);
        let mut tx = db.begin_internal(&world, &self.clerk.0).await.unwrap();
        for copy in 1..copies {
            // Other reporters with the same cells, in the last period.
            let copied = sql(format!(
                "insert into report select id || '-{copy}', form, form_version, period, reporter || '-{copy}', place, path, state, step, counted, dims, \
                 cells, draft, approved_cells, doubts, 0, 0, late, forced, source, digest, submitted_at, submitted_by, approved_at, approved_by, \
                 changed_at, version from report where period = '2020-05' and id not like '%-%'"
            ));
            assert_eq!(tx.run(copied).await.unwrap() as usize, have);
        }
        tx.run(sql("update report set warnings = 0 where period = '2020-05'")).await.unwrap();
        tx.commit(Event::new("bench.copies", "report", "2020-05")).await.unwrap();
        let asking = Asking::of(&self.reporting.core, &self.other.0, &self.other.1);
        for (approvals, level) in [(0, "county"), (1, "city"), (2, "province, with the sums")] {
            let wish = ApprovalInput {
                form: FORM.into(),
                period: "2020-05".into(),
                place: "210000".into(),
                approvals,
                doubtful: WithDoubts::Leave,
            };
            let job = approve::enqueue(&self.reporting, &asking.caller(None), &wish).await.unwrap();
            let runner = Runner::new(db.clone(), world.clone())
                .with(approve::KIND, Arc::new(ApproveWork(self.reporting.clone())));
            let begun = Instant::now();
            while runner.run_next().await.unwrap() {}
            let seconds = begun.elapsed().as_secs_f64();
            let job = anye_jobs::find(&mut &*db, &job.id).await.unwrap().unwrap();
            println!(
                "approval job on {:?}, {level}: {} reports in {seconds:.1} s (budget: 100,000 ≤ 60 s)",
                db.backend(),
                job.result["approved"]
            );
        }
    }
}
