//! The corpus of bad and odd input, row by row: what is right is kept as it should be, what is wrong is refused under the code that says so. Nothing is half taken.

use anye_base::{ErrorKind, Fault};
use anye_db::{Read as _, sql};
use anye_forms::Words;
use anye_programmes::{Field, FieldKind};
use anye_registry::person::{self, NewPerson, Purpose, Wanted};
use anye_testkit::databases;

use crate::world::{clerk, person as new, registry};

const PERSONS: &str = include_str!("../corpus/persons.tsv");
const FIELDS: &str = include_str!("../corpus/fields.tsv");

/// Rows of a corpus, with its escapes read.
fn rows(text: &str) -> Vec<[String; 4]> {
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    let row = |line: &str| {
        let cells: Vec<String> = line.split('\t').map(unescaped).collect();
        cells.try_into().unwrap_or_else(|cells| panic!("not four cells: {cells:?}"))
    };
    lines.map(row).collect()
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let digits = match after.chars().next().unwrap() {
            't' => 0,
            'n' => 1,
            'u' => 4,
            'U' => 8,
            other => panic!("unknown escape {other}"),
        };
        if digits < 2 {
            out.push(if digits == 0 { '\t' } else { '\n' });
            rest = &after[1..];
        } else {
            let code = u32::from_str_radix(&after[1..=digits], 16).unwrap();
            out.push(char::from_u32(code).unwrap());
            rest = &after[1 + digits..];
        }
    }
    out + rest
}

fn set(one: &mut NewPerson, field: &str, input: &str) {
    match field {
        "number" => one.number.number = input.into(),
        "name" => input.clone_into(&mut one.name),
        "birth_date" => input.clone_into(&mut one.birth_date),
        "phone" => one.phone = input.into(),
        "place" => input.clone_into(&mut one.place),
        "sex" => input.clone_into(&mut one.sex),
        other => panic!("no field {other}"),
    }
}

fn code(fault: &Fault) -> &'static str {
    fault.fields.first().map_or(fault.code, |field| field.code)
}

#[tokio::test]
async fn every_row_about_persons_has_its_answer() {
    for test in databases().await {
        let (registry, _) = registry(&test.db);
        let clerk = clerk();
        let asking = clerk.asking(&registry);
        let caller = asking.caller(None);
        let (mut kept, mut wrong) = (0_i64, Vec::new());
        for (n, [field, input, answer, why]) in rows(PERSONS).into_iter().enumerate() {
            // Each under a name of its own, so that none is taken for another.
            let letter = char::from_u32(0x4e00 + u32::try_from(n).unwrap()).unwrap();
            let mut one = new(&format!("张{letter}"), "", "210106");
            set(&mut one, &field, &input);
            let (word, rest) = answer.split_once(' ').unwrap_or((answer.as_str(), ""));
            let said = match person::register(&registry, &caller, &one).await {
                Ok(made) => {
                    kept += 1;
                    let who = person::by_id(&mut &test.db, &made.id).await.unwrap().unwrap();
                    let numbers = person::numbers_of(&mut &test.db, &[who]).await.unwrap();
                    let shown = match word {
                        "ok" if !rest.is_empty() => {
                            let wanted = Wanted {
                                field: numbers[0].id.clone(),
                                purpose: Purpose::Identity,
                                note: "核对".into(),
                            };
                            person::reveal(&registry, &caller, &made.id, &wanted).await.unwrap().value
                        }
                        "ok-kind" => numbers[0].kind.word().to_owned(),
                        "doubt" => made.doubts.first().map(ToString::to_string).unwrap_or_default(),
                        _ => String::new(),
                    };
                    let word = if word == "ok-kind" || word == "doubt" { word } else { "ok" };
                    format!("{word} {shown}").trim().to_owned()
                }
                Err(fault) => {
                    assert!(
                        matches!(fault.kind, ErrorKind::Invalid | ErrorKind::Conflict),
                        "{why}: {fault:?}"
                    );
                    assert!(
                        input.chars().count() < 6 || !format!("{fault:?}").contains(&*input),
                        "{why}: the message repeats what was typed"
                    );
                    code(&fault).to_owned()
                }
            };
            if said != answer {
                wrong.push(format!("{field} {why}: {said}, not {answer}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        let there = (&mut &test.db).one(sql("select count(*) as n from person")).await.unwrap();
        assert_eq!(there.int("n").unwrap(), kept, "nothing was half taken");
    }
}

#[test]
fn every_row_about_fields_has_its_answer() {
    let kind = |word: &str| match word {
        "date" => FieldKind::Date,
        "money" => FieldKind::Money,
        "count" => FieldKind::Count { least: 0, most: 1_000_000_000 },
        "yes-no" => FieldKind::YesNo,
        "month" => FieldKind::Month,
        "percent" => FieldKind::Percent,
        "text" => FieldKind::Text(60),
        other => panic!("no type {other}"),
    };
    let mut wrong = Vec::new();
    for [word, input, answer, why] in rows(FIELDS) {
        let field = Field {
            id: "x".into(),
            name: Words::default(),
            help: Words::default(),
            unit: String::new(),
            kind: kind(&word),
            required: true,
            when: None,
            sealed: false,
            fact: None,
            cite: Vec::new(),
        };
        let said = anye_registry::entry::import::value(&field, &input)
            .map_or_else(|_| "!".to_owned(), |value| value.to_string());
        if said != answer {
            wrong.push(format!("{word} {input:?} ({why}): {said}, not {answer}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
