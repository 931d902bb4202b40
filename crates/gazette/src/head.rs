//! The head of a document: furniture above, masthead, title, number, addressees.
//!
//! Must never reach into the text: from the first sentence or the first chapter on, lines belong to the body.

use crate::lines::{Line, Role};
use crate::metadata::Fields;
use crate::{addressees, classify, dates, furniture, marker, metadata, number, organisation, title};

/// What the head says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) number: Option<String>,
    pub(crate) masthead: Option<String>,
    pub(crate) addressees: Vec<String>,
    /// A date on a line of its own between title and text.
    pub(crate) dated: Option<String>,
    pub(crate) published_on: Option<String>,
    pub(crate) fields: Fields,
    /// First line of the body.
    pub(crate) body: usize,
}

/// Reads the head and gives its lines their roles.
pub(crate) fn read(lines: &mut Vec<Line>) -> Head {
    let end = text_start(lines);
    let fields = metadata::take(&mut lines[..end]);
    for line in lines[..end].iter_mut().filter(|line| line.is_open()) {
        if furniture::is_publication(&line.string(), true) {
            line.role = Role::Publication;
        }
    }
    let end = end + part_numbers(lines, end);
    let mut head = Head { fields, ..Head::default() };
    let title = title::find(lines, end);
    if let Some((first, last)) = title {
        take_title(&mut head, lines, first, last);
    }
    let after_title = title.map_or(0, |(_, last)| last + 1);
    take_above(&mut head, lines, title.map_or(0, |(first, _)| first));
    head.body = take_below(&mut head, lines, after_title, end);
    head.published_on = lines[..end.min(lines.len())]
        .iter()
        .filter(|line| line.role == Role::Publication)
        .find_map(|line| dates::find(&line.string()))
        .map(|found| found.iso)
        .or_else(|| head.fields.published.as_deref().and_then(dates::find).map(|found| found.iso));
    if head.number.is_none() {
        head.number = head.fields.number.as_deref().and_then(number::normalise_number);
    }
    // 某省人民政府令 above 第35号: the number alone does not say whose it is.
    if let Some(number) = head.number.as_mut().filter(|number| number.starts_with('第'))
        && head.title.ends_with(['令', '告'])
    {
        *number = format!("{}{number}", head.title);
    }
    if head.title.is_empty() {
        head.title = head.fields.title.clone().unwrap_or_default();
    }
    head
}

/// A number on the line of the title, behind a gap, becomes a line of its own. Returns how many lines were added.
fn part_numbers(lines: &mut Vec<Line>, end: usize) -> usize {
    let cuts: Vec<(usize, usize)> = (0..end)
        .filter(|&index| lines[index].is_open() && lines[index].text.len() <= 120)
        .filter_map(|index| {
            let line = &lines[index];
            let gap = line
                .gaps
                .iter()
                .find(|gap| gap.at > 4 && number::in_line(&line.text.from(gap.at).text()).is_some())?;
            classify::ends_like_title(&line.text.slice(0, gap.at).text()).then_some((index, gap.at))
        })
        .collect();
    for (index, at) in cuts.iter().rev() {
        let (first, second) = lines[*index].split(*at);
        lines.splice(*index..=*index, [first, second]);
    }
    cuts.len()
}

/// Heads are shorter than this, menus of a web page included.
const MOST_LINES: usize = 150;

/// The first line that is a sentence, or opens a chapter or an article.
fn text_start(lines: &[Line]) -> usize {
    let mut seen = 0;
    lines
        .iter()
        .position(|line| {
            if !line.is_open() {
                return false;
            }
            seen += 1;
            let text = line.string();
            let opens = marker::parse(line.text.chars())
                .is_some_and(|marker| marker.value == 1 && marker.style <= marker::Style::Digit);
            seen > MOST_LINES || (!metadata::is_field(&text) && (opens || is_prose(&text)))
        })
        .unwrap_or(lines.len())
}

fn is_prose(text: &str) -> bool {
    let count = text.chars().count();
    let bracket = text.starts_with(['（', '(']) && text.ends_with(['）', ')']) && count <= 120;
    if bracket || classify::ends_like_title(text) && !text.contains('。') {
        return false;
    }
    text.contains('。')
        || (count >= 30
            && text.contains(['，', ','])
            && addressees::of_line(text).is_none()
            && !addressees::is_begun(text))
}

fn take_title(head: &mut Head, lines: &mut [Line], first: usize, last: usize) {
    let mut text = String::new();
    for line in lines[first..=last].iter_mut().filter(|line| line.is_open()) {
        let mut names = organisation::names(line).join(" ");
        if names.is_empty() {
            names = spaced_names(line);
        } else if !text.is_empty() && text.split(' ').all(organisation::is_name) {
            // Bodies that issue a document together stand apart in its title.
            text.push(' ');
        }
        text.push_str(&names);
        line.role = Role::Title;
    }
    // "关于…的通知（辽人社〔2020〕3号）": the number in brackets behind the title.
    let bare = classify::without_trailing_brackets(&text);
    if let Some((number, _)) = number::in_line(&text[bare.len()..]) {
        head.number = Some(number);
        head.title = bare.to_owned();
    } else {
        head.title = text;
    }
}

/// The words of a title line; the names of bodies before 关于 stay apart where a gap parts them.
fn spaced_names(line: &Line) -> String {
    let text = line.string();
    let Some(about) = text.find("关于").map(|bytes| text[..bytes].chars().count()) else {
        return text;
    };
    let (opening, rest) = line.split(about.max(1));
    let names = organisation::names(&opening);
    if about > 0 && names.len() > 1 { names.join(" ") + &rest.string() } else { text }
}

fn take_above(head: &mut Head, lines: &mut [Line], first: usize) {
    for line in lines[..first].iter_mut().filter(|line| line.is_open()) {
        let text = line.string();
        line.role = if let Some((number, _)) = number::in_line(&text) {
            head.number = Some(number);
            Role::Number
        } else if let Some(name) =
            organisation::of_masthead(&text).or_else(|| organisation::is_name(&text).then_some(text.as_str()))
        {
            head.masthead = Some(name.to_owned());
            Role::Masthead
        } else {
            Role::Furniture
        };
    }
}

/// Reads what stands between title and text; returns where the body starts.
fn take_below(head: &mut Head, lines: &mut Vec<Line>, from: usize, end: usize) -> usize {
    let mut index = from;
    let mut body = from;
    while index < lines.len() && index <= end + 1 {
        if !lines[index].is_open() {
            index += 1;
            continue;
        }
        let text = lines[index].string();
        if index <= end
            && let Some((number, _)) = number::in_line(&text)
        {
            head.number.get_or_insert(number);
            lines[index].role = Role::Number;
        } else if head.addressees.is_empty()
            && let Some(last) = take_addressees(head, lines, index)
        {
            index = last;
        } else if index < end
            && let Some(date) = dates::alone(&text)
        {
            if text.contains('年') {
                head.dated = Some(date)
            } else {
                head.published_on = Some(date)
            }
            lines[index].role = Role::Signature;
        } else if index >= end {
            break;
        } else {
            index += 1;
            continue;
        }
        index += 1;
        body = index;
    }
    body
}

/// Marks the addressees that start at `index`; returns their last line.
fn take_addressees(head: &mut Head, lines: &mut Vec<Line>, index: usize) -> Option<usize> {
    let text = lines[index].string();
    if let Some(found) = addressees::of_line(&text) {
        head.addressees = found;
        lines[index].role = Role::Addressees;
        return Some(index);
    }
    if let Some(length) = addressees::glued(&text) {
        let (first, second) = lines[index].split(length);
        head.addressees = addressees::of_line(&first.string())?;
        lines.splice(index..=index, [first, second]);
        lines[index].role = Role::Addressees;
        return Some(index);
    }
    if !addressees::is_begun(&text) && !text.ends_with(['，', ',', '、']) {
        return None;
    }
    let next = (index + 1..lines.len())
        .find(|&next| lines[next].role != Role::Blank && lines[next].role != Role::Furniture)?;
    let joined = format!("{text}{}", lines[next].string());
    head.addressees = addressees::of_line(&joined)?;
    for line in &mut lines[index..=next] {
        if line.is_open() {
            line.role = Role::Addressees;
        }
    }
    Some(next)
}
