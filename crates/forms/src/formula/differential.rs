//! The quick way held against the law engine: random expressions over random cells give the same, to the last digit.

use proptest::prelude::*;

use super::{Compiler, Dictionary, REPORT, ReportThings, Scale};
use crate::cell::Cell;
use crate::facts::Facts;
use crate::model::{Choice, Item, ItemKind, Source, Words};

fn item(id: &str, kind: ItemKind, digits: u8, unit: &str) -> Item {
    Item {
        id: id.to_owned(),
        name: Words::new(id, id),
        help: Words::default(),
        kind,
        digits,
        unit: unit.to_owned(),
        required: false,
        total: true,
        source: Source::Input,
        section: 0,
        part_of: None,
        code: None,
        least: None,
        most: None,
        cite: Vec::new(),
        formula: None,
    }
}

fn items() -> Vec<Item> {
    let choice = |id: &str| Choice { id: id.to_owned(), name: Words::new(id, id) };
    vec![
        item("a", ItemKind::Count, 0, ""),
        item("b", ItemKind::Count, 0, ""),
        item("c", ItemKind::Decimal, 2, ""),
        item("p", ItemKind::Percent, 1, "%"),
        item("s", ItemKind::Choice(vec![choice("open"), choice("shut")]), 0, ""),
        item("y", ItemKind::YesNo, 0, ""),
    ]
}

/// A number expression.
fn number() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        Just("a".to_owned()),
        Just("b".to_owned()),
        Just("c".to_owned()),
        Just("p".to_owned()),
        Just("previous.a".to_owned()),
        Just("previous.c".to_owned()),
        (-3_i64..200).prop_map(|n| format!("({n})")),
        Just("0.5".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), prop_oneof!["[+*/-]"], inner.clone())
                .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("较小({a}, {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("较大({a}, {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("缺省({a}, {b})")),
            inner.clone().prop_map(|a| format!("绝对值({a})")),
            inner.clone().prop_map(|a| format!("四舍五入({a})")),
            (truth_of(inner.clone()), inner.clone(), inner)
                .prop_map(|(t, a, b)| format!("(若 {t} 则 {a} 否则 {b})")),
        ]
    })
    .boxed()
}

fn truth_of(number: impl Strategy<Value = String> + Clone + 'static) -> BoxedStrategy<String> {
    prop_oneof![
        (
            number.clone(),
            prop_oneof![Just("="), Just("≠"), Just("<"), Just("<="), Just(">"), Just(">=")],
            number.clone()
        )
            .prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        number.clone().prop_map(|a| format!("已知({a})")),
        (number.clone(), number).prop_map(|(a, b)| format!("{a} 属于 {{{b}, 3}}")),
        Just("s 为 open".to_owned()),
        Just("previous.s 不为 shut".to_owned()),
        Just("y".to_owned()),
    ]
    .boxed()
}

fn truth() -> BoxedStrategy<String> {
    truth_of(number())
        .prop_recursive(2, 6, 2, |inner| {
            prop_oneof![
                (inner.clone(), prop_oneof![Just("且"), Just("或")], inner.clone())
                    .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
                inner.prop_map(|a| format!("非 ({a})")),
            ]
        })
        .boxed()
}

fn cell(kind: &ItemKind) -> BoxedStrategy<Cell> {
    let some = match kind {
        ItemKind::Choice(_) => (0_u16..2).prop_map(Cell::Choice).boxed(),
        ItemKind::YesNo => any::<bool>().prop_map(Cell::YesNo).boxed(),
        _ => {
            prop_oneof![4 => (-20_i64..300).prop_map(Cell::Number), 1 => any::<i64>().prop_map(Cell::Number)]
                .boxed()
        }
    };
    prop_oneof![1 => Just(Cell::Missing), 5 => some].boxed()
}

fn cells() -> BoxedStrategy<Vec<Cell>> {
    items().iter().map(|item| cell(&item.kind)).collect::<Vec<_>>().boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn both_ways_agree(text in prop_oneof![number(), truth()], now in cells(), before in proptest::option::of(cells())) {
        let items = items();
        let mut compiler = Compiler::new(Dictionary::new(&items, &[]));
        let code = compiler.add(REPORT, &text, None);
        let Ok(code) = code else { return Err(TestCaseError::reject("not an expression of the language")) };
        prop_assert!(code.is_quick(), "{text} is left to the engine");
        let scales: Vec<Scale> = items.iter().map(Scale::of).collect();
        let facts = Facts::new();
        let things = ReportThings { scales: &scales, cells: &now, previous: before.as_deref(), facts: &facts, ids: &[] };
        let book = compiler.into_book();
        prop_assert_eq!(code.value(&book, &things), code.slow_value(&book, &things), "{}", text);
    }
}
