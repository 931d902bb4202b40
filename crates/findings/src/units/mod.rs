//! Responsible units (责任单位): bracketed lists, labelled lines, and units that the sentences give a duty.
//!
//! Where an article has a list, only the list counts. Must never read an explanation in brackets as a list.

mod body_words;
pub(crate) mod carry;
mod duty;
pub(crate) mod form;
mod labels;
mod list;
mod pieces;
mod subject;

use crate::context::{Context, Level};
use crate::model::{Doubt, Role, Span, UnitMention};
use crate::source::{Source, ends_sentence};
use carry::{Carried, shared_ending};
use form::{Likeness, is_generic};
use labels::{label_at, other_label_at};
use list::{Item, List};

pub(crate) use subject::subject_of;

/// The units and the ranges their lists take up.
pub(crate) struct Units {
    pub mentions: Vec<UnitMention>,
    pub lists: Vec<Span>,
}

/// Finds the units of one article.
pub(crate) fn find(source: &Source, context: &Context) -> Units {
    let mut units = Units { mentions: Vec::new(), lists: Vec::new() };
    for (outer, inner) in candidates(source) {
        if units.lists.last().is_some_and(|last: &Span| last.end > outer.start) {
            continue;
        }
        let list = list::read(source, inner);
        let bracket = source.at(outer.start).is_some_and(|sign| matches!(sign, '(' | '〔'));
        if acceptable(source, outer, inner, &list, bracket, context) {
            units.mentions.extend(name(source, list.items, context));
            units.lists.push(outer);
        }
    }
    if units.mentions.is_empty() {
        units.mentions = duty::find(source, context);
    }
    units
}

/// Ranges that may hold a list, with and without what encloses them, in the order of the text.
fn candidates(source: &Source) -> Vec<(Span, Span)> {
    let mut found = Vec::new();
    let closings = closings(source);
    let mut at = 0;
    while at < source.len() {
        let sign = source.norm[at];
        let boxed_label = sign == '〔' && label_at(source, at).is_some();
        if boxed_label {
            let end = line_end(source, at, true);
            found.push((Span { start: at, end }, Span { start: at, end }));
            at = end.max(at + 1);
            continue;
        }
        if matches!(sign, '(' | '〔') {
            let close = closings[at].or_else(|| unclosed(source, at));
            if let Some(close) = close.filter(|close| close - at <= 900) {
                let end = if closings[at].is_some() { close + 1 } else { close };
                found.push((Span { start: at, end }, Span { start: at + 1, end: close }));
                at = end;
                continue;
            }
        }
        if opens_line(source, at) {
            if label_at(source, at).is_some() {
                let end = line_end(source, at, true);
                found.push((Span { start: at, end }, Span { start: at, end }));
                at = end.max(at + 1);
                continue;
            }
            if source.before(at) != Some(',') {
                let end = line_end(source, at, false);
                if end - at <= 160
                    && (at..end).any(|index| source.longest(index, &["牵头", "配合", "负责"]).is_some())
                {
                    found.push((Span { start: at, end }, Span { start: at, end }));
                }
            }
        }
        at += 1;
    }
    found
}

/// The closing bracket of every opening one.
fn closings(source: &Source) -> Vec<Option<usize>> {
    let mut closings = vec![None; source.len()];
    let mut open: Vec<usize> = Vec::new();
    for (index, sign) in source.norm.iter().enumerate() {
        match sign {
            '(' | '〔' => open.push(index),
            ')' | '〕' => {
                let wanted = if *sign == ')' { '(' } else { '〔' };
                if let Some(start) = open.pop_if(|start| source.norm[*start] == wanted) {
                    closings[start] = Some(index);
                }
            }
            _ => {}
        }
    }
    closings
}

/// A labelled bracket that nobody closed ends with its paragraph.
fn unclosed(source: &Source, at: usize) -> Option<usize> {
    label_at(source, source.past_space(at + 1))?;
    Some(line_end(source, at, true))
}

fn opens_line(source: &Source, at: usize) -> bool {
    source.before(at).is_none_or(|sign| ends_sentence(sign) || matches!(sign, ',' | ')' | ' ' | '〕'))
        && source.norm[at] != ' '
}

/// No list of units is longer than this; text that pretends to be one must not cost time.
const LONGEST_LIST: usize = 1500;

/// The end of the sentence, or of the line for a label whose list goes on behind 。.
fn line_end(source: &Source, at: usize, labelled: bool) -> usize {
    let mut index = at;
    let limit = source.len().min(at + if labelled { LONGEST_LIST } else { 170 });
    while index < limit {
        let sign = source.norm[index];
        let more = labelled
            && sign == ';'
            && label_at(source, source.past_space(index + 1))
                .or_else(|| {
                    other_label_at(source, source.past_space(index + 1)).map(|after| (Role::Support, after))
                })
                .is_some();
        let listing = labelled && sign == ';';
        if matches!(sign, '\n' | '。' | '!' | '?') || sign == ';' && !more && !listing {
            break;
        }
        index += 1;
    }
    index
}

/// Whether the list names units at all, and names them as responsible.
fn acceptable(
    source: &Source,
    outer: Span,
    inner: Span,
    list: &List,
    bracket: bool,
    context: &Context,
) -> bool {
    let Some(first) = list.items.first() else { return false };
    let known = |item: &Item| item.likeness > Likeness::No || context.resolver.is_unit_like(&item.name);
    let labelled = label_at(source, source.past_space(inner.start)).is_some()
        || other_label_at(source, source.past_space(inner.start)).is_some() && list.labelled;
    if labelled {
        return list.items.iter().any(known);
    }
    let sure = first.likeness == Likeness::Strong || bracket && list.labelled;
    let all = list.items.iter().all(known) && (sure || context.resolver.is_unit_like(&first.name));
    if !bracket {
        return all && list.labelled;
    }
    let strong = list.items.iter().filter(|item| item.likeness == Likeness::Strong).count();
    let before = (0..outer.start).rev().map(|index| source.norm[index]).find(|sign| *sign != ' ');
    let behind = (outer.end..source.len()).map(|index| source.norm[index]).find(|sign| *sign != ' ');
    let after_sentence = before.is_some_and(ends_sentence);
    let ends_here = behind.is_none_or(ends_sentence);
    // 报主管部门(市财政局)。 explains a word; a list stands behind a finished sentence or names several.
    let explains =
        ["部门", "单位", "机构", "以下简称", "银行"].iter().any(|word| source.ends(outer.start, word));
    all && (strong * 2 >= list.items.len() || list.labelled)
        && (after_sentence || list.labelled || before.is_none() || ends_here && !explains)
}

/// The mentions of a list: full names, identities, doubts.
fn name(source: &Source, items: Vec<Item>, context: &Context) -> Vec<UnitMention> {
    let mut carried = Carried::default();
    let mut mentions: Vec<UnitMention> = Vec::with_capacity(items.len());
    let names: Vec<String> = items.iter().map(|item| item.name.clone()).collect();
    for (index, item) in items.into_iter().enumerate() {
        let ending = names[index + 1..].iter().take(20).find_map(|next| shared_ending(&item.name, next));
        let mut full_name = carried.full_name(&item.name);
        full_name.push_str(ending.unwrap_or(""));
        mentions.push(mention(source, item, full_name, context));
    }
    mentions
}

fn mention(source: &Source, item: Item, full_name: String, context: &Context) -> UnitMention {
    let unit_id = resolve(&item.name, &full_name, context);
    let doubt = if unit_id.is_some() {
        None
    } else if is_generic(&item.name) {
        Some("unit_generic")
    } else if item.likeness == Likeness::No {
        Some("unit_unlike")
    } else {
        None
    };
    UnitMention {
        name: source.original(item.span),
        full_name,
        role: item.role,
        unit_id,
        open_list: item.open,
        span: item.span,
        doubt: doubt.map(|code| Doubt { code: code.into(), about: item.name }),
    }
}

/// By full name, by name, or by name under the document's level.
fn resolve(name: &str, full_name: &str, context: &Context) -> Option<String> {
    let level = match context.place_level {
        Some(Level::Province) => "省",
        Some(Level::City) => "市",
        Some(Level::County) => "县",
        _ => "",
    };
    let resolver = context.resolver;
    resolver.resolve(full_name).or_else(|| resolver.resolve(name)).or_else(|| {
        let bare = carry::own_level(full_name).is_none() && !level.is_empty();
        bare.then(|| resolver.resolve(&format!("{level}{name}"))).flatten()
    })
}
