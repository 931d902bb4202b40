//! Panels of households and graduates: drawn from their registers, asked again in waves, reported by number of the sample.

use anye_base::ErrorKind;
use anye_db::audit::Event;
use anye_db::{Db, sql};
use anye_reporting::import::{Accept, ImportOptions, ImportRow, import};
use anye_reporting::{figures, panel, report};
use anye_testkit::databases;

use crate::world::{COUNTIES, House};

/// Entries of a register as its desk writes them: register, subject's kind and id, name, place, fields.
async fn entered(
    db: &Db,
    house: &House,
    register: &str,
    kind: &str,
    all: Vec<(String, String, &str, String)>,
) {
    let actor = anye_base::Actor::system("test");
    let mut tx = db.begin_internal(&house.reporting.core.world, &actor).await.unwrap();
    for (at, (subject, name, place, fields)) in all.into_iter().enumerate() {
        let insert = sql(
            "insert into entry (id, register, subject_kind, subject, subject_name, place, county, state, is_open, pending, from_day, fields, course, \
             channel, source, evidence, reason, recorded_at, recorded_by, recorded_name, version) values ($1, $2, $3, $4, $5, $6, $7, 'open', 1, 0, '2009-06-01', $8, '[]', \
             'counter', '', '', '', 0, '', '', 1)",
        );
        let insert =
            insert.bind(format!("{register}-{at}")).bind(register).bind(kind).bind(subject).bind(name);
        tx.run(insert.bind(place).bind(place).bind(fields)).await.unwrap();
    }
    tx.commit(Event::new("test.entries", "entry", register)).await.unwrap();
}

async fn households(house: &House, n: usize) {
    let one = |at: usize| {
        let area = if at.is_multiple_of(3) { "rural" } else { "urban" };
        let fields = format!(r#"{{"area":"{area}","members":4,"labour":3}}"#);
        (format!("h{at:05}"), format!("欧阳某{at}户"), COUNTIES[at % COUNTIES.len()], fields)
    };
    entered(house.db(), house, "household-survey", "household", (0..n).map(one).collect()).await;
}

const WAVE: &str = r#"{"members":4,"labour.town_employed":2,"labour.rural_employed":0,"labour.migrant":0,"labour.unemployed":1,"labour.studying":0,"found_work":0,"lost_work":1}"#;

fn row(house: &House, form: &str, at: usize, reporter: &str, period: &str, cells: &str) -> ImportRow {
    let form = house.reporting.form(form).unwrap();
    let cells = anye_forms::Cells::from_json(form, cells).unwrap();
    ImportRow {
        row: at as u64 + 1,
        reporter: reporter.into(),
        period: period.into(),
        cells,
        reason: String::new(),
    }
}

fn options(form: &str) -> ImportOptions {
    ImportOptions {
        form: form.into(),
        accept: Accept::Sound,
        reason: String::new(),
        source: "test".into(),
        replace: false,
    }
}

// covers: LN2009-6/36.b
#[tokio::test]
async fn thirty_thousand_households_are_drawn_from_the_survey_and_asked_again_each_half_year() {
    for test in databases().await {
        let house = House::empty(&test.db);
        households(&house, 31_000).await;
        let asking = house.officer.on(&house);
        let caller = asking.caller(None);
        let day = "2009-07-01".parse().unwrap();
        let drawn = panel::draw(&house.reporting, &caller, "households", day, "2009").await.unwrap();
        assert_eq!((drawn.frame_size, drawn.planned, drawn.entered), (31_000, 30_000, 30_000));
        assert!(drawn.strata.len() >= 4, "by city, town and country: {:?}", drawn.strata);
        let members = panel::members(&mut house.db(), "households", day, "").await.unwrap();
        let mut codes: Vec<&str> = members.iter().map(|one| one.code.as_str()).collect();
        codes.sort_unstable();
        assert_eq!((codes[0], codes[29_999]), ("000001", "030000"), "each has its number");
        codes.dedup();
        assert_eq!(codes.len(), 30_000);
        assert!(members.iter().all(|one| one.name.contains('*')), "no whole name: {}", members[0].name);
        let short = panel::shortfall(&house.reporting, &caller, "households", day).await.unwrap();
        assert_eq!((short.planned, short.missing()), (Some(30_000), 0));

        // The same households are asked again; those who answer, and those who do not.
        let clerk = house.clerk.on(&house);
        let caller = clerk.caller(None);
        for period in ["2009H2", "2010H1"] {
            let rows = (0..40)
                .map(|at| row(&house, "household-wave", at, &members[at].code, period, WAVE))
                .collect();
            let done = import(&house.reporting, &caller, &options("household-wave"), rows).await.unwrap();
            assert_eq!((done.counts.created, done.counts.refused), (40, 0), "{:?}", done.findings.first());
            let counted =
                figures::completeness(&house.reporting, &caller, "household-wave", period, "210000")
                    .await
                    .unwrap();
            assert_eq!((counted.total.due, counted.total.submitted), (30_000, 40));
        }
        let stranger = row(&house, "household-wave", 0, "999999", "2010H1", WAVE);
        let done =
            import(&house.reporting, &caller, &options("household-wave"), vec![stranger]).await.unwrap();
        assert_eq!((done.counts.refused, done.findings[0].code.as_str()), (1, "reporter_unknown"));
        let key = ("household-wave", "2010H1", "210000");
        let missing = figures::missing(&house.reporting, &caller, key, None, anye_base::Limit::default())
            .await
            .unwrap();
        assert!(missing.items.iter().all(|one| one.name.contains('*') && one.code.len() == 6), "{missing:?}");
    }
}

// covers: LN2009-6/36.c
#[tokio::test]
async fn graduates_of_2009_are_followed_six_times_and_no_others() {
    for test in databases().await {
        let house = House::empty(&test.db);
        let one = |at: usize| {
            let (year, own) = (if at < 60 { 2009 } else { 2010 }, at % 10 != 9);
            let fields = if at == 0 {
                r#"{"school":"某校","year":2009,"went":"looking"}"#.to_owned()
            } else {
                format!(r#"{{"school":"某校","in_province":{own},"year":{year},"went":"looking"}}"#)
            };
            (format!("p{at:03}"), format!("张小{at}"), COUNTIES[at % COUNTIES.len()], fields)
        };
        entered(&test.db, &house, "graduate-destination", "person", (0..80).map(one).collect()).await;
        let asking = house.officer.on(&house);
        let day = "2009-09-01".parse().unwrap();
        let drawn =
            panel::draw(&house.reporting, &asking.caller(None), "graduates-2009", day, "2009").await.unwrap();
        // Sixty of 2009: six of colleges elsewhere, one of whom nobody said where it is.
        assert_eq!((drawn.frame_size, drawn.entered), (53, 53));
        assert_eq!(drawn.left_out.iter().map(|(_, n)| n).sum::<u32>(), 27, "{:?}", drawn.left_out);
        let members = panel::members(&mut house.db(), "graduates-2009", day, "").await.unwrap();
        assert!(members.iter().all(|one| one.subject != "p000" && !one.subject.ends_with('9')));

        let clerk = house.clerk.on(&house);
        let caller = clerk.caller(None);
        let sixth = anye_forms::Period::wave(6).unwrap().to_string();
        let seventh = anye_forms::Period::wave(7).unwrap().to_string();
        let made = report::start(&house.reporting, &caller, "graduate-wave", &sixth, &members[0].code)
            .await
            .unwrap();
        assert_eq!(made.reporter, members[0].subject, "by the number in the sample");
        let over = report::start(&house.reporting, &caller, "graduate-wave", &seventh, &members[1].code)
            .await
            .unwrap_err();
        assert_eq!((over.kind, over.code), (ErrorKind::Invalid, "report_wave_over"));
    }
}
