//! What is made, without a store.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use anye_forms::{Cells, Facts};
use anye_monitor::demo::{self, Filing, Frame, Province, Scale, Sheet, Story};
use anye_registry::employer;

use crate::world::{FORMS, KNOWLEDGE};

const REPORT: &str = "enterprise-monthly";

fn settled(seed: &str, scale: Scale) -> Province {
    let frame = Frame::new(seed, scale, &KNOWLEDGE.places);
    let panel = frame.first_codes();
    frame.settle(&panel)
}

fn digest(province: &Province) -> u64 {
    let mut all = DefaultHasher::new();
    for (at, firm) in province.frame.firms.iter().enumerate() {
        (firm.code.as_str(), firm.name(), firm.staff).hash(&mut all);
        let staff = province.staff(at);
        staff.hash(&mut all);
        for month in [0, 12, 35] {
            format!("{:?} {:?}", province.report(at, month, &staff), province.filing(at, month))
                .hash(&mut all);
        }
    }
    let months = &province.frame.months;
    for form in demo::COUNTY_FORMS {
        let sheet = Sheet::of(FORMS.form(form).unwrap());
        format!("{:?}", province.county_values(form, &sheet, months[months.len() - 1])).hash(&mut all);
    }
    all.finish()
}

#[test]
fn the_same_seed_makes_the_same_and_another_seed_something_else() {
    let (one, again, other) =
        (settled("a", Scale::City), settled("a", Scale::City), settled("b", Scale::City));
    assert_eq!(digest(&one), digest(&again));
    assert_ne!(digest(&one), digest(&other));
}

#[test]
fn the_panel_has_5464_enterprises_with_exactly_1969000_staff_in_may_2020() {
    let province = settled(demo::SEED, Scale::Province);
    let members: Vec<usize> = (0..province.panel.len()).filter(|at| province.panel[*at]).collect();
    assert_eq!(members.len(), 5_464);
    let last = |at: &usize| *province.staff(*at).last().unwrap();
    assert_eq!(members.iter().map(last).sum::<i64>(), 1_969_000);
    // Another panel of that size, as another draw would give, has the same staff.
    let frame = Frame::new(demo::SEED, Scale::Province, &KNOWLEDGE.places);
    let other: BTreeSet<String> = frame.firms.iter().rev().take(5_464).map(|one| one.code.clone()).collect();
    let province = frame.settle(&other);
    let members = (0..province.panel.len()).filter(|at| province.panel[*at]);
    assert_eq!(members.map(|at| last_of(&province, at)).sum::<i64>(), 1_969_000);
}

fn last_of(province: &Province, at: usize) -> i64 {
    *province.staff(at).last().unwrap()
}

#[test]
fn employers_stand_in_real_counties_with_sound_codes_and_names_nobody_takes_for_real() {
    let frame = Frame::new(demo::SEED, Scale::Province, &KNOWLEDGE.places);
    let day = "2020-05-31".parse().unwrap();
    let mut codes = BTreeSet::new();
    for one in frame.to_register() {
        assert_eq!(employer::check(&one.code), [], "{}", one.code);
        assert!(codes.insert(one.code.clone()), "{} twice", one.code);
        assert!(one.name.starts_with("示例第") && one.name.ends_with("（合成）"), "{}", one.name);
        assert!(one.source.contains("合成数据"));
        assert_eq!(KNOWLEDGE.places.find(&one.place, day).unwrap().level, anye_places::Level::County);
    }
    let sections: BTreeSet<String> = frame.firms.iter().map(|one| one.kind().section().to_owned()).collect();
    assert!(sections.len() >= 14, "{sections:?}");
    let cities: BTreeSet<&str> = frame.firms.iter().map(|one| frame.seats[one.seat].city.as_str()).collect();
    assert_eq!(cities.len(), 14);
}

/// Every report of a city and every last report of the province is free of errors; few of them are doubtful.
#[test]
fn every_identity_of_the_forms_holds() {
    let form = FORMS.form(REPORT).unwrap();
    let sheet = Sheet::of(form);
    for (scale, months) in [(Scale::City, 0..36), (Scale::Province, 33..36)] {
        let province = settled(demo::SEED, scale);
        let (mut all, mut doubtful) = (0, 0);
        for (at, firm) in province.frame.firms.iter().enumerate().filter(|(at, _)| province.panel[*at]) {
            let staff = province.staff(at);
            let facts = Facts::new().with("staff", firm.staff.into());
            let mut past: Vec<Cells> = Vec::new();
            for month in months.start.max(1) - 1..months.end {
                let report = province.report(at, month, &staff);
                let history: Vec<&Cells> = past.iter().rev().take(12).collect();
                let checked =
                    anye_forms::check(form, &sheet.fill(&report.values), past.last(), &history, &facts);
                assert!(!checked.has_errors(), "{} {month}: {:?}", firm.name(), checked.doubts);
                assert!(checked.incomplete.is_empty(), "{} {month}", firm.name());
                assert!(checked.doubts.is_empty() || !report.reason.is_empty());
                // January renews the base of everybody.
                if province.frame.months[month].part() != 1 && past.len() > 4 {
                    all += 1;
                    doubtful += usize::from(!checked.doubts.is_empty());
                }
                past.push(checked.cells);
            }
        }
        assert!(doubtful * 5 <= all, "{doubtful} of {all} reports are doubtful");
        assert!(all == 0 || doubtful > 0, "somebody must be doubtful");
    }
}

#[test]
fn what_places_report_adds_up_and_has_no_errors() {
    let province = settled(demo::SEED, Scale::Province);
    let months = province.frame.months.clone();
    for form in demo::COUNTY_FORMS {
        let form = FORMS.form(form).unwrap();
        let sheet = Sheet::of(form);
        let mut past: Vec<Cells> = Vec::new();
        for period in &months {
            let values = province.county_values(&form.id, &sheet, *period);
            assert_eq!(values.len(), province.frame.seats.len());
            let mut now = Vec::new();
            for (at, values) in values.iter().enumerate() {
                let checked = anye_forms::check(form, &sheet.fill(values), past.get(at), &[], &Facts::new());
                assert!(!checked.has_errors(), "{} {period}: {:?}", form.id, checked.doubts);
                now.push(checked.cells);
            }
            past = now;
        }
        let sum = |id: &str| {
            let column = form.column(id).unwrap();
            past.iter().filter_map(|cells| cells.get(column).number()).sum::<i64>()
        };
        match form.id.as_str() {
            "registered-monthly" => {
                assert_eq!((sum("registered_end"), sum("urban_employed")), (466_400, 11_000_000 - 466_400));
            }
            "new-employment-monthly" => assert_eq!(sum("new_year"), 151_760),
            _ => assert!(sum("demand") > 100_000 && sum("demand") < sum("seekers")),
        }
    }
    let form = FORMS.form(demo::MIGRANT_RETURNS).unwrap();
    let sheet = Sheet::of(form);
    for (code, values) in province.returns(months[35]) {
        let checked = anye_forms::check(form, &sheet.fill(&values), None, &[], &Facts::new());
        assert!(!checked.has_errors(), "{code}: {:?}", checked.doubts);
    }
}

#[test]
fn there_is_something_to_find() {
    let province = settled(demo::SEED, Scale::Province);
    let count = |of: fn(&Story) -> bool| province.stories.iter().filter(|story| of(story)).count();
    assert!(count(|story| matches!(story, Story::Layoff { told: demo::Told::Never, .. })) >= 3);
    assert!(count(|story| matches!(story, Story::Layoff { told: demo::Told::Before, .. })) >= 3);
    assert!(count(|story| matches!(story, Story::Closes { .. })) >= 3);
    assert!(count(|story| matches!(story, Story::Silent { .. })) >= 3);
    let members: Vec<usize> = (0..province.panel.len()).filter(|at| province.panel[*at]).collect();
    let filed = |filing| members.iter().filter(|at| province.filing(**at, 35) == filing).count();
    assert!(filed(Filing::Missing) > 50 && filed(Filing::Missing) < 400, "{}", filed(Filing::Missing));
    assert!(filed(Filing::Late) > 100 && filed(Filing::Late) < 600);
    // The shock: staff of the panel falls by more in February and March 2020 than in the year before together.
    let staff: Vec<Vec<i64>> = members.iter().map(|at| province.staff(*at)).collect();
    let at = |step: usize| staff.iter().map(|one| one[step]).sum::<i64>();
    let (december, march, may) = (at(31), at(34), at(36));
    assert!(march * 100 < december * 97, "{december} → {march}");
    assert!(may > march && may < december, "{march} → {may}");
    assert!(province.hero().is_some());
    // The hardest county loses more than the province.
    let home = |step: usize| {
        let own = members
            .iter()
            .zip(&staff)
            .filter(|(at, _)| province.frame.seats[province.frame.firms[**at].seat].code == "211002");
        own.map(|(_, one)| one[step]).sum::<i64>()
    };
    assert!(home(34) * 1_000 / home(31) < march * 1_000 / december - 20);
}

#[test]
fn every_light_of_the_pack_has_a_level_in_the_demo_and_says_whose() {
    let (catalogue, found) = demo::catalogue(&KNOWLEDGE.pack);
    assert!(found.iter().all(|one| !one.error), "{found:?}");
    for light in catalogue.lights.iter().filter(|one| !one.by_target) {
        assert!(light.thresholds.is_some(), "{}", light.id);
        assert!(light.set_by.as_ref().unwrap().zh.contains("演示取值"), "{}", light.id);
    }
    // The pack itself stays without.
    let (plain, _) = KNOWLEDGE.pack.reporting();
    assert!(plain.lights.iter().all(|one| one.thresholds.is_none()));
}
