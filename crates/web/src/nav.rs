//! The entries of the left rail. A feature names its own; the frame shows those the reader may open.

use anye_access::Permission;

/// An entry of the rail.
#[derive(Debug, Clone, Copy)]
pub struct NavEntry {
    /// Key of its words.
    pub key: &'static str,
    /// Its page.
    pub href: &'static str,
    /// What the page asks for; `None` for everybody, signed in or not.
    pub permission: Option<Permission>,
    /// Place in the rail.
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
