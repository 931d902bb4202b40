//! Every responsible unit that the requirement tables name is in the register; what is not is listed here with the reason.

use std::collections::BTreeSet;

use anye_pack::{Level, Pack, Source, Units};

/// What the `responsible` column of the 2009 table names that is no responsible unit, and why.
const NOT_UNITS: [(&str, &str); 26] = [
    ("enterprise", "any enterprise: the subject of the rule"),
    ("the enterprise", "the subject of the rule"),
    ("employer", "the subject of the rule"),
    ("any type of employer", "the subject of the rule"),
    ("internship unit", "the subject of the rule"),
    ("project construction unit", "the subject of the rule"),
    ("State-owned enterprises", "subjects of the rule"),
    ("railway, power and telecom units", "open class of enterprises"),
    ("provincial and city public institutions", "open class of employers"),
    ("public institutions in the assisted places", "open class of employers"),
    ("private agencies and intermediaries cooperate", "private bodies"),
    ("market bodies take part", "private bodies"),
    ("archive management bodies", "open class, no body of this name is registered"),
    ("research institutes", "open class of employers"),
    ("government-financed guarantee company", "one company per place, not named"),
    ("vocational education centres", "schools of the counties, not named"),
    ("employment network", "a web site"),
    ("social-insurance bodies", "named by later documents only: social_insurance_centre"),
    ("employment special fund", "money, not a body"),
    ("employment special funds of finance at all levels", "money, not a body"),
    ("paid from the city's unemployment insurance fund", "money, not a body"),
    ("demobilised-soldier resettlement fund", "money, not a body"),
    (
        "catalogue issued by the Ministry of Human Resources and Social Security",
        "a document of a national ministry",
    ),
    (
        "textbook printed by the Ministry of Human Resources and Social Security",
        "a book of a national ministry",
    ),
    ("whole province", "a territory"),
    ("all regions", "a territory"),
];

fn pack() -> Pack {
    Pack::load(&Source::Embedded).unwrap()
}

/// Resolves a Chinese name the plainest way: a pattern of the level with the level word, the place's name or nothing before it.
fn resolve(units: &Units, name: &str, level: Level, place: &str, short: &str) -> Option<String> {
    let word = if level == Level::Province { "省" } else { "市" };
    let fill =
        |pattern: &str| pattern.replace("{place}", place).replace("{short}", short).replace("{level}", word);
    let function = units.functions.iter().find(|function| {
        function.patterns(level).iter().map(|pattern| fill(pattern)).any(|pattern| {
            name == pattern || name == format!("{word}{pattern}") || name == format!("{place}{pattern}")
        })
    });
    let unit = || {
        units.units.iter().find(|unit| unit.name == name || unit.aliases.iter().any(|alias| alias == name))
    };
    let group = || {
        units
            .groups
            .iter()
            .find(|group| group.name == name || group.aliases.iter().any(|alias| alias == name))
    };
    function
        .map(|function| function.id.clone())
        .or_else(|| unit().map(|unit| unit.id.clone()))
        .or_else(|| group().map(|group| group.id.clone()))
}

/// Names of one cell, without role words and the open end 等部门.
pub fn names(cell: &str) -> Vec<String> {
    let parts = cell.split("; ").flat_map(|part| match part.split_once(": ") {
        Some((_, list)) => list.split('、').collect::<Vec<_>>(),
        None => vec![part],
    });
    parts
        .map(|name| {
            ["等有关单位", "等部门"]
                .iter()
                .fold(name.trim(), |name, end| name.strip_suffix(end).unwrap_or(name))
                .to_owned()
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn chinese_names_of_four_tables_resolve() {
    let pack = pack();
    let mut unresolved = BTreeSet::new();
    let mut count = 0;
    for (document, level, place, short) in [
        ("LN2016-75", Level::Province, "辽宁省", "辽宁"),
        ("LN2020-R", Level::Province, "辽宁省", "辽宁"),
        ("CY2017", Level::City, "朝阳市", "朝阳"),
        ("FS2020", Level::City, "抚顺市", "抚顺"),
    ] {
        for row in pack.requirements().iter().filter(|row| row.document() == document) {
            for name in names(&row.responsible) {
                count += 1;
                // Two places share one noun in 凌源市、龙城区人民政府: the first is named without it.
                let county = ["凌源市", "龙城区人民政府"].contains(&name.as_str());
                if !county && resolve(pack.units(), &name, level, place, short).is_none() {
                    unresolved.insert(format!("{document}: {name}"));
                }
            }
        }
    }
    assert!(unresolved.is_empty(), "{unresolved:#?}");
    assert!(count > 1500, "only {count} names were tried");
}

#[test]
fn english_names_of_the_2009_table_resolve_or_are_no_units() {
    let pack = pack();
    let units = pack.units();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for function in &units.functions {
        known.extend(function.en_aliases.iter().map(String::as_str));
        known.insert(&function.en);
    }
    for (en, aliases) in units
        .units
        .iter()
        .map(|u| (&u.en, &u.en_aliases))
        .chain(units.groups.iter().map(|g| (&g.en, &g.en_aliases)))
    {
        known.extend(aliases.iter().map(String::as_str));
        known.insert(en);
    }
    let excused: BTreeSet<&str> = NOT_UNITS.iter().map(|(name, _)| *name).collect();
    let mut unresolved = BTreeSet::new();
    let mut used = BTreeSet::new();
    for row in
        pack.requirements().iter().filter(|row| row.document() == "LN2009-6" && !row.responsible.is_empty())
    {
        for name in english_names(&row.responsible) {
            if excused.contains(name.as_str()) {
                used.insert(name);
            } else if !known.contains(name.as_str())
                && !known.iter().any(|known| known.eq_ignore_ascii_case(&name))
            {
                unresolved.insert(format!("{}: {name}", row.id));
            }
        }
    }
    assert!(unresolved.is_empty(), "{unresolved:#?}");
    let idle: Vec<_> = excused.iter().filter(|name| !used.contains(**name)).collect();
    assert!(idle.is_empty(), "excuses that nothing needs: {idle:?}");
}

/// The 2009 table words units in English sentences: the role before a colon and the verb after the unit go.
fn english_names(cell: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in cell.split(';') {
        let part = part.trim();
        let (before, after) = part.split_once(": ").unwrap_or(("", part));
        // In "province: standard and equipment" the unit comes first, in "lead: …" the role does.
        let unit = if ["province", "city"].contains(&before) { before } else { after };
        let unit = [
            " set the rate",
            " issues",
            " develop",
            " apply",
            " leads",
            " subsidises",
            " pays cities",
            " cultivate the posts",
            " prints uniformly",
            " organise the departments concerned",
        ]
        .iter()
        .fold(unit, |unit, verb| unit.strip_suffix(verb).unwrap_or(unit));
        match unit {
            "development and reform, transport, water resources, construction departments" => names.extend(
                ["development and reform", "transport", "water resources", "construction"].map(String::from),
            ),
            "labour security, personnel, finance, development and reform departments" => names.extend(
                ["labour security", "personnel", "finance", "development and reform"].map(String::from),
            ),
            "labour security, education, personnel, finance, agriculture"
            | "labour security, personnel, education departments" => {
                names.extend(unit.trim_end_matches(" departments").split(", ").map(String::from));
            }
            "government-led, market bodies take part" => names.push("market bodies take part".into()),
            "establishment approved by the provincial establishment office" => {
                names.push("provincial establishment office".into())
            }
            "all regions and departments" => {
                names.extend(["all regions", "all departments"].map(String::from))
            }
            "county and township governments" => {
                names.extend(["county governments", "township governments"].map(String::from))
            }
            "all city governments, provincial departments and directly affiliated agencies" => {
                names.extend(
                    ["all city governments", "provincial departments and directly affiliated agencies"]
                        .map(String::from),
                );
            }
            "province and cities" | "provincial bodies and cities" => {
                names.extend(["province", "cities"].map(String::from))
            }
            "city" => names.push("city government".into()),
            _ if unit.contains(" and ") && !PLAIN.contains(&unit) => {
                names.extend(unit.split(" and ").map(String::from))
            }
            _ => names.push(unit.to_owned()),
        }
    }
    names
}

/// Names in which "and" belongs to one unit.
const PLAIN: [&str; 16] = [
    "development and reform",
    "development and reform department",
    "provincial departments and directly affiliated agencies",
    "railway, power and telecom units",
    "provincial and city public institutions",
    "private agencies and intermediaries cooperate",
    "management bodies of industrial bases and parks",
    "provincial, city and county finance",
    "finance of the city and county of service",
    "counties, county-level cities and districts",
    "public employment bodies at all levels and of all kinds",
    "small and medium enterprise administration",
    "land and resources",
    "private and self-employed associations",
    "catalogue issued by the Ministry of Human Resources and Social Security",
    "textbook printed by the Ministry of Human Resources and Social Security",
];
