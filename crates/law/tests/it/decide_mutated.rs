//! Sound facts with something done to them, against the pack itself: the reader answers with facts that can be decided, or with mistakes that name their places. Never a panic.

use std::sync::LazyLock;

use super::check_pack::{files, read};
use anye_law::book::{Book, Dim, Ty};
use anye_law::compile::{Table, compile};
use anye_law::day::Day;
use anye_law::decide::{FactError, Facts, Query, decide};
use anye_law::span::SourceFile;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};
use std::path::Path;

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/liaoning/law");
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let sources = files(&dir)
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "law"))
        .map(|path| SourceFile { path: name(path), text: read(path) })
        .collect();
    let tables: Vec<Table> = files(&dir.join("data"))
        .iter()
        .map(|path| Table { path: format!("data/{}", name(path)), text: read(path) })
        .collect();
    compile(sources, &tables).book
});

/// One thing of every kind with every field known, a ledger and a choice: facts without a mistake.
static SOUND: LazyLock<Value> = LazyLock::new(|| {
    let mut all = Map::new();
    for kind in &BOOK.kinds {
        let mut thing = Map::new();
        for field in &kind.fields {
            let value = match field.ty {
                Ty::Bool => json!(true),
                Ty::Num(dim) if dim == Dim::NUMBER => json!(1),
                Ty::Num(_) => json!(12),
                Ty::Date => json!("2020-06-01"),
                Ty::Month => json!("2020-06"),
                Ty::Text => json!("210402"),
                Ty::Window => json!({"from": "2020-01-01", "to": "2020-12-31"}),
                Ty::Enum(id) => json!(BOOK.enums[id.ix()].members[0].0),
                Ty::Thing(_) => json!("x1"),
                Ty::Many(_) => continue,
            };
            thing.insert(field.id.clone(), value);
        }
        all.insert(kind.id.clone(), json!({ "x1": thing }));
    }
    all.insert("place".into(), json!("210400"));
    all.insert(
        "parameters".into(),
        json!({"epidemic_period": {"from": "2020-01-25", "to": "2020-06-30"}, "疫情解除日": "2020-09-01"}),
    );
    all.insert(
        "ledger".into(),
        json!([{"benefit": "fs_epidemic_hiring", "subject": {"contracts": "x1"}, "date": "2020-02-01", "amount": 1000, "months": 0, "status": "granted"}]),
    );
    all.insert("choices".into(), json!({"fund_subsidies": "困难企业岗位补贴"}));
    Value::Object(all)
});

fn on() -> Day {
    Day::parse("2020-06-01").unwrap()
}

#[test]
fn the_facts_are_sound_before_anything_is_done() {
    let read = Facts::parse(&BOOK, &SOUND.to_string(), on());
    let facts = read.unwrap_or_else(|errors| panic!("{:#?}", &errors[..errors.len().min(5)]));
    let answer = decide(&BOOK, &facts, &Query::default()).unwrap();
    assert!(answer.decisions.len() > 500, "only {} decisions", answer.decisions.len());
}

/// What is done to a value.
#[derive(Debug, Clone)]
enum Edit {
    /// Put something else there.
    Put(Value),
    /// Take it away.
    Drop,
    /// Call it by another key.
    Rename(String),
    /// Put it in a list, or in an object.
    Wrap(bool),
    /// Write here what stands elsewhere.
    Copy(Index),
    /// Change a character of the text, or turn the number.
    Nudge(Index, char),
}

fn edit() -> impl Strategy<Value = Edit> {
    let odd = prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        Just(json!(-1)),
        Just(json!(1e18)),
        Just(json!(-1e308)),
        Just(json!(0.1)),
        Just(json!(1_000_000_000_000_000_000_i64)),
        Just(json!("1e18元")),
        Just(json!("12个月")),
        Just(json!("-3 months")),
        Just(json!("2020-02-30")),
        Just(json!("9999-12-31")),
        Just(json!("1900-01-01")),
        Just(json!("")),
        Just(json!([])),
        Just(json!({})),
        Just(json!({"from": "2020-12-31", "to": "2020-01-01"})),
        any::<String>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
    ];
    prop_oneof![
        4 => odd.prop_map(Edit::Put),
        1 => Just(Edit::Drop),
        1 => "(place|地区|persons|个人|term|期限|x1|ledger|台账|[a-z_]{0,6}|.{0,3})".prop_map(Edit::Rename),
        1 => any::<bool>().prop_map(Edit::Wrap),
        2 => any::<Index>().prop_map(Edit::Copy),
        2 => (any::<Index>(), any::<char>()).prop_map(|(at, c)| Edit::Nudge(at, c)),
    ]
}

/// All places of a value, as pointers.
fn places(of: &Value, path: &str, out: &mut Vec<String>) {
    let mut each = |key: &str, value: &Value| {
        let path = format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
        out.push(path.clone());
        places(value, &path, out);
    };
    match of {
        Value::Object(map) => map.iter().for_each(|(key, value)| each(key, value)),
        Value::Array(list) => list.iter().enumerate().for_each(|(at, value)| each(&at.to_string(), value)),
        _ => {}
    }
}

fn apply(case: &mut Value, at: &str, edit: &Edit, all: &[String]) {
    let elsewhere =
        if let Edit::Copy(from) = edit { case.pointer(&all[from.index(all.len())]).cloned() } else { None };
    let (above, key) = at.rsplit_once('/').unwrap_or(("", at));
    let key = key.replace("~1", "/").replace("~0", "~");
    match edit {
        Edit::Drop => {
            if let Some(map) = case.pointer_mut(above).and_then(Value::as_object_mut) {
                map.remove(&key);
            }
            return;
        }
        Edit::Rename(to) => {
            if let Some(map) = case.pointer_mut(above).and_then(Value::as_object_mut)
                && let Some(value) = map.remove(&key)
            {
                map.insert(to.clone(), value);
            }
            return;
        }
        _ => {}
    }
    let Some(slot) = case.pointer_mut(at) else { return };
    match (edit, &mut *slot) {
        (Edit::Put(value), _) => *slot = value.clone(),
        (Edit::Wrap(list), _) => {
            let inner = slot.take();
            *slot = if *list { json!([inner]) } else { json!({ "x1": inner }) };
        }
        (Edit::Copy(_), _) => *slot = elsewhere.unwrap_or_default(),
        (Edit::Nudge(at, c), Value::String(text)) => {
            let mut letters: Vec<char> = text.chars().collect();
            letters.insert(at.index(letters.len() + 1), *c);
            *text = letters.into_iter().collect();
        }
        (Edit::Nudge(..), Value::Number(number)) => {
            *slot = number.as_f64().map_or(Value::Null, |n| json!(-n * 1.000_1));
        }
        _ => {}
    }
}

/// Every mistake can be found and mended by who made it.
fn told(errors: &[FactError], text: &str) {
    assert!(!errors.is_empty(), "refused without a reason: {text}");
    for error in errors {
        assert!(!error.zh.is_empty() && !error.en.is_empty() && error.code.starts_with('F'), "{error:?}");
        let whole = matches!(error.code, "F001" | "F002");
        assert!(whole || !error.path.is_empty() || text.contains("\"\""), "no place: {error:?}");
    }
}

fn survives(text: &str) {
    match Facts::parse(&BOOK, text, on()) {
        Err(errors) => told(&errors, text),
        Ok(facts) => {
            let answer = decide(&BOOK, &facts, &Query::default());
            let answer = answer.unwrap_or_else(|errors| panic!("read, but not decided: {errors:?}"));
            assert!(serde_json::to_string(&answer).is_ok());
        }
    }
}

/// How many cases of each sort: few on each run of the tests, as many as wished with `ANYE_FUZZ=5000`.
fn rounds() -> u32 {
    std::env::var("ANYE_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(48)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(rounds()))]

    /// A few values put wrong, dropped, renamed, moved.
    #[test]
    fn edited_facts_are_decided_or_refused(edits in proptest::collection::vec((any::<Index>(), edit()), 1..5)) {
        let mut case = SOUND.clone();
        for (at, edit) in &edits {
            let mut all = Vec::new();
            places(&case, "", &mut all);
            if !all.is_empty() {
                let at = at.get(&all).clone();
                apply(&mut case, &at, edit, &all);
            }
        }
        survives(&case.to_string());
    }

    /// Bytes of the text cut, doubled or changed.
    #[test]
    fn damaged_text_is_decided_or_refused(edits in proptest::collection::vec((any::<Index>(), any::<Index>(), any::<char>(), 0_u8..4), 1..4)) {
        let mut letters: Vec<char> = SOUND.to_string().chars().collect();
        for (at, length, c, how) in edits {
            let at = at.index(letters.len());
            let end = (at + length.index(40)).min(letters.len());
            match how {
                0 => letters[at] = c,
                1 => { letters.drain(at..end); }
                2 => { let part = letters[at..end].to_vec(); letters.splice(at..at, part); }
                _ => letters.insert(at, c),
            }
        }
        survives(&letters.into_iter().collect::<String>());
    }
}
