//! The register of places resolves the units of every article to the ids that the article index holds.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use anye_pack::{Pack, Source};
use anye_places::{Register, UnitRegister};
use jiff::civil::{Date, date};

use crate::units::names;

/// Built once: the whole province takes a while without optimisation.
static BUILT: LazyLock<(Pack, UnitRegister)> = LazyLock::new(|| {
    let pack = Pack::load(&Source::Embedded).unwrap();
    let places = Register::build(pack.divisions().unwrap(), Vec::new()).unwrap();
    let register = pack.unit_register(&places);
    (pack, register)
});

#[test]
fn the_tables_names_resolve_to_the_ids_of_the_index() {
    let (pack, register) = &*BUILT;
    let days: [(&str, Date); 4] = [
        ("LN2016-75", date(2016, 6, 26)),
        ("LN2020-R", date(2020, 6, 16)),
        ("CY2017", date(2017, 6, 1)),
        ("FS2020", date(2020, 6, 30)),
    ];
    let mut wrong = BTreeSet::new();
    let mut tried = 0;
    for (id, day) in days {
        let document = pack.document(id).unwrap();
        for article in document.articles.iter().filter(|article| article.number != "0") {
            let indexed: BTreeSet<String> = article.units().map(|unit| unit.id.clone()).collect();
            for row in pack.requirements_of(id, &article.number) {
                for name in names(&row.responsible) {
                    // 凌源市、龙城区人民政府 share a noun: to carry it over is the reader's work.
                    let name = if name == "凌源市" { "凌源市人民政府".to_owned() } else { name };
                    tried += 1;
                    match register.resolve_match(&name, &document.place, day) {
                        Some(found) if !indexed.contains(&found.id) => {
                            wrong.insert(format!(
                                "{id}/{}: {name} → {}, index {indexed:?}",
                                article.number, found.id
                            ));
                        }
                        Some(found) if found.outside_dates => {
                            wrong.insert(format!("{id}: {name} → {} is out of its dates", found.id));
                        }
                        Some(_) => {}
                        None => {
                            wrong.insert(format!("{id}: {name} does not resolve"));
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 1500, "{tried}");
}

#[test]
fn units_of_the_samples_resolve() {
    let (_, register) = &*BUILT;
    for (name, id) in [
        ("市人社局", "hrss@211000"),
        ("市统计局", "statistics@211000"),
        ("团市委", "youth_league@211000"),
        ("市退役军人局", "veterans@211000"),
        ("市税务局", "tax@211000"),
        ("各县(市)区人民政府", "county_governments@211000"),
        ("市就业工作领导小组", "employment_leading_group@211000"),
    ] {
        assert_eq!(register.resolve(name, "211000", date(2026, 1, 15)).as_deref(), Some(id), "{name}");
    }
}
