//! The entries of the left rail. A feature names its own; the frame shows those the reader may open, a few at the top, the others by area.

use anye_access::Permission;

use crate::access::Visitor;
use crate::core::Core;

/// A reader with at most so many entries sees them all at once; with more, areas open one at a time.
const FEW: usize = 8;

/// Where an entry belongs. The order here is the order on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Always in sight.
    Top,
    /// Applications and cases (业务办理).
    Service,
    /// Persons, employers and registers (对象与名册).
    Subjects,
    /// Money and posts (资金与岗位).
    Money,
    /// Monitoring and early warning (监测预警).
    Watch,
    /// Documents and rules (政策).
    Policy,
    /// Places, units, accounts and the machine (管理).
    Office,
}

impl Area {
    /// Key of its words; those of the top stand by themselves.
    const fn key(self) -> &'static str {
        match self {
            Self::Top => "",
            Self::Service => "area-service",
            Self::Subjects => "area-subjects",
            Self::Money => "area-money",
            Self::Watch => "area-watch",
            Self::Policy => "area-policy",
            Self::Office => "area-office",
        }
    }
}

/// An entry of the rail.
#[derive(Debug, Clone, Copy)]
pub struct NavEntry {
    /// Key of its words.
    pub key: &'static str,
    /// Its page.
    pub href: &'static str,
    /// What the page asks for; `None` for everybody, signed in or not.
    pub permission: Option<Permission>,
    /// Where it belongs.
    pub area: Area,
    /// Place within its area.
    pub order: u8,
}

/// An entry as the page shows it.
#[derive(Debug, Clone)]
pub struct NavLink {
    /// Its words.
    pub label: String,
    /// Its page.
    pub href: &'static str,
    /// Whether the reader is there.
    pub current: bool,
}

/// Entries of one area.
#[derive(Debug, Clone)]
pub struct NavGroup {
    /// The area's words; empty for entries that stand by themselves.
    pub label: String,
    /// Whether the reader is on one of its pages.
    pub open: bool,
    /// Its entries, never none.
    pub links: Vec<NavLink>,
}

/// The rail of a reader on a page: nothing for who is not signed in.
pub(crate) fn rail(core: &Core, visitor: &Visitor, here: &str) -> Vec<NavGroup> {
    if visitor.account().is_none() {
        return Vec::new();
    }
    let path = here.split('?').next().unwrap_or(here);
    let mut entries: Vec<_> = core
        .nav()
        .iter()
        .filter(|entry| entry.permission.is_none_or(|permission| visitor.may_at_all(permission)))
        .collect();
    entries.sort_by_key(|entry| (entry.area, entry.order));
    // Of two entries, one under the other, the reader is on the nearer.
    let current = entries
        .iter()
        .map(|entry| entry.href)
        .filter(|href| within(path, href))
        .max_by_key(|href| href.len());
    let few = entries.len() <= FEW;
    let mut groups: Vec<(Area, NavGroup)> = Vec::new();
    for entry in entries {
        let here = current == Some(entry.href);
        let link = NavLink { label: visitor.texts.t(entry.key), href: entry.href, current: here };
        match groups.last_mut().filter(|(area, _)| few || *area == entry.area) {
            Some((_, group)) => {
                group.open |= here;
                group.links.push(link);
            }
            None => {
                let label = if few || entry.area == Area::Top {
                    String::new()
                } else {
                    visitor.texts.t(entry.area.key())
                };
                groups.push((entry.area, NavGroup { label, open: here, links: vec![link] }));
            }
        }
    }
    groups
        .into_iter()
        .map(|(_, mut group)| {
            // An area of one page is that page.
            if group.links.len() == 1 {
                group.label.clear();
            }
            group
        })
        .collect()
}

fn within(path: &str, href: &str) -> bool {
    path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}
