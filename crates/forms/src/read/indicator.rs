//! Reads `[[indicator]]` and `[[published]]`. It must never let the change of a rate be told in per cent.

use anye_law::book::Ty;

use super::Known;
use super::due::period;
use super::expression::compile;
use super::form::period_type;
use super::table::{Tab, Text};
use crate::formula::{Compiler, Dictionary, IndicatorLogic, Scale, TOTALS};
use crate::model::{
    Better, Catalogue, ChangeIn, Choice, Indicator, Published, PublishedKind, Target, TargetKind, Words,
};
use crate::near::nearest;
use crate::period::PeriodType;

const KEYS: [&str; 17] = [
    "id",
    "name",
    "each",
    "cite",
    "form",
    "formula",
    "period",
    "unit",
    "digits",
    "better",
    "change",
    "definition",
    "source",
    "experimental",
    "target",
    "doubt",
    "cutoff",
];
const BETTER: [(Better, &str); 3] =
    [(Better::Lower, "lower"), (Better::Higher, "higher"), (Better::Neither, "neither")];

/// `forms` are all forms that are written, also those that could not be kept.
pub(super) fn read(tab: &Tab<'_>, catalogue: &Catalogue, forms: &[&str], known: &Known) -> Vec<Indicator> {
    tab.keys(&KEYS);
    if !tab.has("each") {
        return one(tab, catalogue, forms, None).into_iter().collect();
    }
    let codes = super::item::list(tab, known, "each", "each_code").unwrap_or_default();
    let without = tab.text("formula").filter(|text| !text.value.contains(CODE));
    if let Some(text) = without {
        tab.file.error(
            text.at,
            "R414",
            "写了 each,公式里要有 {code}",
            "with `each` the formula holds {code}",
        );
        return Vec::new();
    }
    let mut out: Vec<Indicator> = Vec::new();
    for code in codes {
        let before = tab.file.found.borrow().len();
        out.extend(one(tab, catalogue, forms, Some(&code)));
        // What is wrong is wrong for every code: once is enough.
        if tab.file.found.borrow().len() > before {
            break;
        }
    }
    out
}

fn one(tab: &Tab<'_>, catalogue: &Catalogue, forms: &[&str], code: Option<&Choice>) -> Option<Indicator> {
    let id = tab.text("id")?;
    let unit = tab.need_text("unit").map_or("", |unit| unit.value);
    let rate = matches!(unit, "%" | "‰");
    let change = tab.word("change", &[(ChangeIn::Points, "points"), (ChangeIn::Percent, "percent")]);
    if rate && change == Some(ChangeIn::Percent) {
        tab.file.error(
            tab.place("change"),
            "R402",
            "率的变动只能用百分点表示,不能用百分比",
            "the change of a rate is told in points, never in per cent",
        );
    }
    let (form, logic) = computed(tab, catalogue, forms, code);
    let period = match (&form, period_type(tab, "period")) {
        (_, Some(period)) => period,
        (Some(form), None) => catalogue.form(form).map_or(PeriodType::Month, |form| form.period),
        (None, None) => {
            if !tab.has("period") {
                tab.missing("period");
            }
            PeriodType::Month
        }
    };
    if !tab.has("better") {
        tab.missing("better");
    }
    let name = tab.need_words("name");
    Some(Indicator {
        id: code.map_or_else(|| id.value.to_owned(), |code| format!("{}.{}", id.value, code.id)),
        name: code.map_or_else(
            || name.clone(),
            |code| {
                Words::new(
                    format!("{} · {}", name.zh, code.name.zh),
                    format!("{}: {}", name.en, code.name.en),
                )
            },
        ),
        cite: tab.cites(true),
        form,
        formula: tab.text("formula").map(|text| with_code(text.value, code)),
        period,
        unit: unit.to_owned(),
        digits: tab.whole("digits", 0..=6).and_then(|digits| u8::try_from(digits).ok()).unwrap_or(0),
        better: tab.word("better", &BETTER).unwrap_or(Better::Neither),
        change: if rate { ChangeIn::Points } else { change.unwrap_or(ChangeIn::Percent) },
        definition: tab.need_words("definition"),
        source: tab.need_words("source"),
        experimental: tab.flag("experimental").unwrap_or(false),
        targets: targets(tab),
        doubts: tab.many_words("doubt"),
        logic,
    })
}

fn computed(
    tab: &Tab<'_>,
    catalogue: &Catalogue,
    forms: &[&str],
    code: Option<&Choice>,
) -> (Option<String>, Option<IndicatorLogic>) {
    let (form, formula) = (tab.text("form"), tab.text("formula"));
    let (form, formula) = match (form, formula) {
        (Some(form), Some(formula)) => (form, formula),
        (None, None) => return (None, None),
        (Some(_), None) => {
            tab.missing("formula");
            return (None, None);
        }
        (None, Some(_)) => {
            tab.missing("form");
            return (None, None);
        }
    };
    let Some(of) = catalogue.form(form.value) else {
        if !forms.contains(&form.value) {
            tab.file.tell(
                form.at,
                "R401",
                true,
                format!("没有报表“{}”", form.value),
                format!("there is no form '{}'", form.value),
                nearest(form.value, forms.iter().copied()),
            );
        }
        return (None, None);
    };
    let mut compiler = Compiler::new(Dictionary::new(&of.items, &[]));
    let written = with_code(formula.value, code);
    let text = Text { value: &written, ..formula };
    let code = compile(&mut compiler, &tab.file, TOTALS, &text, None);
    let Some(code) = code else { return (Some(form.value.to_owned()), None) };
    if !matches!(compiler.ty(&code), Ty::Num(_)) {
        tab.file.error(
            formula.at,
            "R403",
            "指标公式要得出一个数",
            "the formula of an indicator gives a number",
        );
        return (Some(form.value.to_owned()), None);
    }
    let scales = of.items.iter().map(Scale::of).collect();
    (
        Some(form.value.to_owned()),
        Some(IndicatorLogic { root: code.root, book: compiler.into_book(), scales }),
    )
}

/// What stands for the code in a formula that is written once for a whole list.
const CODE: &str = "{code}";

fn with_code(formula: &str, code: Option<&Choice>) -> String {
    code.map_or_else(|| formula.to_owned(), |code| formula.replace(CODE, &code.id))
}

fn targets(tab: &Tab<'_>) -> Vec<Target> {
    let mut out = Vec::new();
    for row in tab.tabs("target") {
        row.keys(&["place", "period", "kind", "value", "cite"]);
        for key in ["period", "kind", "value"] {
            if !row.has(key) {
                row.missing(key);
            }
        }
        let kind = row.word(
            "kind",
            &[(TargetKind::Ceiling, "ceiling"), (TargetKind::Floor, "floor"), (TargetKind::Plan, "plan")],
        );
        let (place, period, value) = (row.need_text("place"), period(&row, "period"), row.decimal("value"));
        let cite = row.cites(true);
        if let (Some(place), Some(period), Some(kind), Some(value)) = (place, period, kind, value) {
            out.push(Target {
                place: place.value.to_owned(),
                period,
                kind,
                value: value.value.to_owned(),
                cite,
            });
        }
    }
    out
}

pub(super) fn published(tab: &Tab<'_>, indicators: &[&str]) -> Option<Published> {
    tab.keys(&["indicator", "place", "period", "kind", "value", "rounded_to", "first_is", "cite", "doubt"]);
    let indicator = tab.need_text("indicator");
    if let Some(text) = indicator {
        known(tab, text.value, text.at, indicators);
    }
    for key in ["period", "value"] {
        if !tab.has(key) {
            tab.missing(key);
        }
    }
    let kind = tab
        .word(
            "kind",
            &[
                (PublishedKind::Value, "value"),
                (PublishedKind::YearPercent, "year-percent"),
                (PublishedKind::YearPoints, "year-points"),
                (PublishedKind::Rank, "rank"),
            ],
        )
        .unwrap_or(PublishedKind::Value);
    let (place, period, value) = (tab.need_text("place"), period(tab, "period"), tab.decimal("value"));
    let first_is = tab.word("first_is", &BETTER);
    let doubt = tab.words("doubt").unwrap_or_default();
    if kind == PublishedKind::Rank && first_is.is_none() && doubt.is_empty() {
        tab.file.error(
            tab.at,
            "R411",
            "名次要写明哪一头是第一(first_is),文中没有写明的要在 doubt 说明",
            "a rank says which end is first (first_is); where the text does not, doubt says so",
        );
    }
    let cite = tab.cites(true);
    let digits = value.map_or(0, |value| value.value.split_once('.').map_or(0, |(_, part)| part.len()));
    let rounded_to = tab
        .whole("rounded_to", -12..=6)
        .and_then(|digits| i8::try_from(digits).ok())
        .unwrap_or_else(|| i8::try_from(digits).unwrap_or(0));
    Some(Published {
        indicator: indicator?.value.to_owned(),
        place: place?.value.to_owned(),
        period: period?,
        kind,
        value: value?.value.to_owned(),
        rounded_to,
        first_is,
        cite,
        doubt,
    })
}

/// Tells an indicator that is not there.
pub(super) fn known(tab: &Tab<'_>, id: &str, at: usize, indicators: &[&str]) {
    if !indicators.contains(&id) {
        tab.file.tell(
            at,
            "R406",
            true,
            format!("没有指标“{id}”"),
            format!("there is no indicator '{id}'"),
            nearest(id, indicators.iter().copied()),
        );
    }
}
