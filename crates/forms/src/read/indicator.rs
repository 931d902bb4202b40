//! Reads `[[indicator]]` and `[[published]]`. It must never let the change of a rate be told in per cent.

use anye_law::book::Ty;

use super::expression::compile;
use super::form::{period, period_type};
use super::table::Tab;
use crate::formula::{Compiler, Dictionary, IndicatorLogic, Scale, TOTALS};
use crate::model::{Better, Catalogue, ChangeIn, Indicator, Published, PublishedKind, Target, TargetKind};
use crate::near::nearest;
use crate::period::PeriodType;

const KEYS: [&str; 16] = [
    "id",
    "name",
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
pub(super) fn read(tab: &Tab<'_>, catalogue: &Catalogue, forms: &[&str]) -> Option<Indicator> {
    tab.keys(&KEYS);
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
    let (form, logic) = computed(tab, catalogue, forms);
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
    Some(Indicator {
        id: id.value.to_owned(),
        name: tab.need_words("name"),
        cite: tab.cites(true),
        form,
        formula: tab.text("formula").map(|text| text.value.to_owned()),
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
    let code = compile(&mut compiler, &tab.file, TOTALS, &formula, None);
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
