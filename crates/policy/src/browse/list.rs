//! The list of rules. Everything it filters by stands in the address; nothing else is read.

use anye_base::Lang;
use anye_law::book::{RuleId, RuleKind, covers};
use anye_law::day::Day;
use anye_web::{Frame, Visitor, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::money;
use crate::Policy;
use crate::choice::{self, Choice};
use crate::cite::{Cited, cited, short};
use crate::plain::{Plain, rule_name};
use crate::window::{Windows, words};

/// So many rules on a page.
const ROWS: usize = 40;
/// The words of the four kinds.
pub const KINDS: [&str; 4] = ["benefit", "category", "calculation", "ranking"];

/// The word of a kind.
pub fn kind_word(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Benefit => KINDS[0],
        RuleKind::Category => KINDS[1],
        RuleKind::Calculation => KINDS[2],
        RuleKind::Ranking => KINDS[3],
    }
}

/// What the reader looks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    document: String,
    kind: String,
    place: String,
    on: String,
    page: String,
}

impl Wanted {
    fn holds(&self, policy: &Policy, id: RuleId, day: Option<Day>, windows: &Windows<'_>) -> bool {
        let book = policy.book();
        let rule = book.rule(id);
        let q = self.q.trim().to_lowercase();
        let says = |text: &str| text.to_lowercase().contains(&q);
        let found = q.is_empty()
            || [&rule.name, &rule.english, &rule.id, &rule.note].into_iter().any(|text| says(text))
            || rule.covers.iter().any(|row| says(row))
            || rule.clauses.iter().any(|clause| says(&clause.label));
        found
            && (self.document.is_empty() || book.documents[rule.document.ix()].id == self.document)
            && (self.kind.is_empty() || kind_word(rule.kind) == self.kind)
            && (self.place.is_empty() || covers(&rule.place, &self.place))
            && day.is_none_or(|day| windows.of(id, true).may_hold(day))
    }

    fn address(&self, page: usize) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let all = [
            ("q", &self.q),
            ("document", &self.document),
            ("kind", &self.kind),
            ("place", &self.place),
            ("on", &self.on),
            ("page", &page),
        ];
        let kept: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        match serde_urlencoded::to_string(kept) {
            Ok(query) if !query.is_empty() => format!("/rules?{query}"),
            _ => "/rules".to_owned(),
        }
    }
}

struct Row {
    href: String,
    name: String,
    kind: String,
    basis: Vec<Cited>,
    subject: String,
    amount: String,
    place: String,
    window: String,
}

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage {
    frame: Frame,
    sentence: String,
    wanted: Wanted,
    bad_day: bool,
    documents: Vec<Choice>,
    kinds: Vec<Choice>,
    places: Vec<Choice>,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
}

/// Answers `GET /rules`.
pub async fn list(State(policy): State<Policy>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Response {
    let book = policy.book();
    let core = &policy.core;
    let at = wanted.page.parse::<usize>().unwrap_or(1).max(1);
    let frame = Frame::new(core, &visitor, &wanted.address(at), visitor.texts.t("law-rules-title"));
    let day = choice::day(&wanted.on);
    let bad_day = day.is_none() && !wanted.on.trim().is_empty();
    let place = if wanted.place.is_empty() { core.settings.home_place.clone() } else { wanted.place.clone() };
    let windows = Windows::new(book, &place, day.unwrap_or_else(|| choice::law_day(frame.as_of)));
    let all: Vec<RuleId> = policy.rule_ids().filter(|id| wanted.holds(&policy, *id, day, &windows)).collect();
    let from = (at - 1).saturating_mul(ROWS);
    let rows =
        all.iter().skip(from).take(ROWS).map(|id| row(&policy, &visitor, &frame, &windows, *id)).collect();
    let mut documents = vec![Choice::new("", frame.t("law-any-document"), &wanted.document)];
    documents.extend(
        book.documents
            .iter()
            .filter(|doc| book.rules.iter().any(|rule| book.documents[rule.document.ix()].id == doc.id))
            .map(|doc| Choice::new(&doc.id, short(&policy, &visitor, &doc.id), &wanted.document)),
    );
    let mut places = choice::cities(core, &wanted.place, frame.as_of, frame.texts.lang);
    places.insert(0, Choice::new("", frame.t("law-any-place"), &wanted.place));
    page(&RulesPage {
        sentence: frame.t2("law-rules-state", "n", all.len(), "all", book.rules.len()),
        bad_day,
        documents,
        kinds: choice::worded(&frame, "law-any-kind", "law-kind", &KINDS, &wanted.kind),
        places,
        rows,
        previous: (at > 1).then(|| wanted.address(at - 1)),
        next: (from + ROWS < all.len()).then(|| wanted.address(at + 1)),
        wanted,
        frame,
    })
}

fn row(policy: &Policy, visitor: &Visitor, frame: &Frame, windows: &Windows<'_>, id: RuleId) -> Row {
    let book = policy.book();
    let rule = book.rule(id);
    let chinese = visitor.lang() == Lang::Zh;
    let plain = Plain { book, rule, chinese };
    Row {
        href: format!("/rules/{}", rule.id),
        name: rule_name(rule, chinese),
        kind: frame.t(&format!("law-kind-{}", kind_word(rule.kind))),
        basis: cited(policy, visitor, rule.basis.get(..1).unwrap_or_default()),
        subject: policy.kind_name(rule.subject, chinese),
        amount: money::short(plain, &frame.texts),
        place: policy.core.place_in(&rule.place, frame.as_of, frame.texts.lang),
        window: words(&windows.of(id, chinese), rule, &frame.texts),
    }
}
