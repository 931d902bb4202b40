//! Names as people have them (姓名): kept as given, compared by a key, found by pinyin. It must never refuse a real name for its length, its characters or its
//! middle dot, and never change what is shown.

mod check;
mod key;
mod pinyin;

pub use check::{Doubt, LONGEST, Wrong, read};
pub use key::{key, near};
pub use pinyin::initials;
